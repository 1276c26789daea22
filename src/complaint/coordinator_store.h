#ifndef REDRESS_COORDINATOR_STORE_H
#define REDRESS_COORDINATOR_STORE_H

#include "org_admin_store.h"

extern const struct db_stmts coordinator_stmts; /* staff */

/* org_admin_department_save; with another coordinator the customer service of the superior unit is told in the same transaction (requirements A2). */
enum err coordinator_department_save(struct db *db, struct arena *a, struct change_by *by, struct department *department) MUST_CHECK;
/*
 * Within the running transaction: tell the customer service of the nearest superior unit that has one, of the unit itself at the top, who is coordinator now ("": nobody). To whoever makes the change
 * nothing is told.
 */
enum err coordinator_tell(struct db *db, struct arena *a, const struct change_by *by, const struct department *department, const char *coordinator) MUST_CHECK;

#endif
