#ifndef REDRESS_SETTING_STORE_H
#define REDRESS_SETTING_STORE_H

#include "db.h"

extern const struct db_stmts setting_stmts; /* every pool */

/* A text or figure of the site that administrators set; "" when it is not set. */
enum err setting_get(struct db *db, struct arena *a, const char *name, const char **ret_value) MUST_CHECK;

#endif
