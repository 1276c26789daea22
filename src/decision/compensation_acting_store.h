#ifndef REDRESS_COMPENSATION_ACTING_STORE_H
#define REDRESS_COMPENSATION_ACTING_STORE_H

#include "compensation_store.h"

/* What approvals ask of compensation; nobody else includes it. */

/* Codes of the roles that somebody holds over a complaint. */
enum err compensation_roles(struct db *db, struct arena *a, int64_t user_id, const struct complaint *c, const char ***ret_roles, size_t *ret_n) MUST_CHECK;
/* What of an authority of the day the writer used today. */
enum err compensation_used(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t *ret_used) MUST_CHECK;

#endif
