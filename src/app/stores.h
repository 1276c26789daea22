#ifndef REDRESS_STORES_H
#define REDRESS_STORES_H

#include "db.h"

/* Every store's statements; db_open prepares those that its pool takes. NULL-terminated. */
extern const struct db_stmts *const app_stores[];

#endif
