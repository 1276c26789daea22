#ifndef REDRESS_PEOPLE_STORE_H
#define REDRESS_PEOPLE_STORE_H

#include "org_admin_store.h"

/*
 * People and what they hold (requirements A3, M7), within the units over which the user has MAY_SET_PEOPLE. Who gives rights needs them:
 *   - a role can be granted or revoked only by somebody who has every permission of it, and MAY_SET_PEOPLE, over that unit or department;
 *   - a person can be changed only by somebody who could have granted everything that the person holds: else a new password would be a way up;
 *   - nobody changes his own grants, switches himself off or resets his own password here.
 * Breaking one of these is ERR_FORBIDDEN. A NULL user is the command line.
 */
extern const struct db_stmts people_stmts; /* staff, owner */

/* By login, those after filter->after; one more than the limit when there are further ones. */
enum err people_list(struct db *db, struct arena *a, const struct access_user *user, const struct org_filter *filter, struct people_row **ret_list,
                     size_t *ret_n) MUST_CHECK;
/* ret_governed: the user could have granted all that the person holds, and it is not himself. */
enum err people_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct person *ret_person, bool *ret_governed) MUST_CHECK;
enum err people_by_login(struct db *db, struct arena *a, const char *login, struct person *ret_person) MUST_CHECK;
/* Open complaints assigned to the person, capped at 1000. */
enum err people_use(struct db *db, struct arena *a, int64_t id, int *ret_complaints) MUST_CHECK;

/* Whether the user has all these permissions, and may set people, over a unit. */
enum err people_has_over(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, permission_set permissions, bool *ret_has) MUST_CHECK;
enum err people_grants(struct db *db, struct arena *a, const struct access_user *user, int64_t person_id, struct people_grant **ret_list,
                       size_t *ret_n) MUST_CHECK;
/* Active departments within the scope, for choosing; at most limit. unit_id 0: of every unit. */
enum err people_departments(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, size_t limit, struct department **ret_list,
                            size_t *ret_n) MUST_CHECK;
/* Units within the scope, in tree order; at most limit. */
enum err people_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct unit **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * Create (id 0, with the hash of a first password that must be changed) or change name, login, place, language and address; the id is put into it.
 * ERR_EXISTS: the login is taken. ERR_INPUT: the department is not one of the unit. ERR_STALE: version.
 */
enum err people_save(struct db *db, struct arena *a, struct change_by *by, struct person *person, const char *password_hash) MUST_CHECK;
/* The same within the running transaction, which began with change_begin. */
enum err people_save_in(struct db *db, struct arena *a, struct change_by *by, struct person *person, const char *password_hash) MUST_CHECK;
/* Switched off, all sessions end. */
enum err people_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active) MUST_CHECK;
/* A new first password: must be changed, all sessions end, delays are over; the second factor goes when drop_totp. */
enum err people_reset(struct db *db, struct arena *a, struct change_by *by, int64_t id, const char *password_hash, bool drop_totp) MUST_CHECK;
/* Over a unit or a department, the other is 0. ERR_EXISTS: holds it already (by->led_to NULL). ERR_STATE: holds ACCESS_GRANTS_MAX, or the role is off. */
enum err people_grant(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t role_id, int64_t unit_id, int64_t department_id) MUST_CHECK;
/* Within the running transaction, which began with change_begin. */
enum err people_grant_in(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t role_id, int64_t unit_id, int64_t department_id) MUST_CHECK;
enum err people_revoke(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t grant_id) MUST_CHECK;

#endif
