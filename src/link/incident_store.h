#ifndef REDRESS_INCIDENT_STORE_H
#define REDRESS_INCIDENT_STORE_H

#include "complaint_store.h"
#include "link.h"

extern const struct db_stmts incident_stmts;     /* staff: reading */
extern const struct db_stmts incident_act_stmts; /* staff */

/* Incidents of the user's units and those that gather a complaint that he may see; open ones or the others, newest first, before an id (0: from the top). */
enum err incident_list(struct db *db, struct arena *a, const struct access_user *user, bool is_open, int64_t before_id, size_t limit, struct incident **ret_list, size_t *ret_n) MUST_CHECK;
enum err incident_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct incident *ret_incident) MUST_CHECK;
/* Its complaints within scope in order of id, after an id. */
enum err incident_complaints(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int64_t after_id, size_t limit, struct complaint **ret_list, size_t *ret_n) MUST_CHECK;
/* What was done with it, newest first. */
enum err incident_steps(struct db *db, struct arena *a, int64_t id, size_t limit, struct incident_step **ret_list, size_t *ret_n) MUST_CHECK;

/* Open one (id 0) or change what it says: title, cause, investigation, is_open; version as it was shown. ERR_STALE: ret_incident is what the other one made of it. */
enum err incident_save(struct db *db, struct arena *a, const struct complaint_writer *w, const struct incident *incident, const uint8_t *once_hash, const char **ret_location,
                       struct incident *ret_incident) MUST_CHECK;
/* One complaint comes under it or leaves it (incident 0). ERR_STATE with why (msgid): it belongs to another one, or was merged. Nothing is done twice. */
enum err incident_gather(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t incident_id, const char *number, const char **ret_why) MUST_CHECK;
/* A step of the incident's own record: kind with how many it concerned. */
enum err incident_note(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t id, const char *kind, size_t count) MUST_CHECK;

#endif
