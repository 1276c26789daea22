#ifndef REDRESS_DEMO_CONTENT_STORE_H
#define REDRESS_DEMO_CONTENT_STORE_H

#include "db.h"

extern const struct db_stmts demo_content_stmts; /* owner */

/* Channels, questions, a page and the choice of published figures, as the administrator of the demo would have published them. */
enum err demo_make_content(struct db *db, struct arena *a, int64_t now_us) MUST_CHECK;

#endif
