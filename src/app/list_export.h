#ifndef REDRESS_LIST_EXPORT_H
#define REDRESS_LIST_EXPORT_H

#include "db.h"
#include "page.h"

/* jobs: make the list as a file that a task asks for, part by part; what takes longer than a while is left to another task. */
enum err list_export_go_on(struct db *db, struct arena *a, const struct site *site, const char *data, int64_t now_us) MUST_CHECK;

#endif
