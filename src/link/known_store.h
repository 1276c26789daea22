#ifndef REDRESS_KNOWN_STORE_H
#define REDRESS_KNOWN_STORE_H

#include "complaint_store.h"
#include "known.h"

extern const struct db_stmts known_stmts;        /* public */
extern const struct db_stmts known_notice_stmts; /* staff */

/* Those of open incidents, newest first, at most 50. */
enum err known_list(struct db *db, struct arena *a, struct known_incident **ret_list, size_t *ret_n) MUST_CHECK;

/* What the public knows of an incident that the caller loaded in scope. ERR_NOT_FOUND: nothing. */
enum err known_load(struct db *db, struct arena *a, int64_t incident_id, struct known_incident *ret_known) MUST_CHECK;
/* Make it known, or change what is known, with a step in the incident's history. The caller has loaded the incident and its user may change it. */
enum err known_show(struct db *db, struct arena *a, const struct complaint_writer *w, const struct known_incident *k) MUST_CHECK;
/* No longer; complaints that joined it stay with it. */
enum err known_hide(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t incident_id) MUST_CHECK;

#endif
