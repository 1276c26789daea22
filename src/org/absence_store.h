#ifndef REDRESS_ABSENCE_STORE_H
#define REDRESS_ABSENCE_STORE_H

#include "absence.h"
#include "change_store.h"
#include "org.h"

extern const struct db_stmts absence_stmts; /* staff, owner */

/* Of a person, those that are not over at now_us, by date. At most ABSENCES_MAX. */
enum err absence_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct absence **ret_list, size_t *ret_n) MUST_CHECK;
/* Those in which he is the deputy, not over at now_us, by date. At most ABSENCES_MAX. */
enum err absence_deputised(struct db *db, struct arena *a, int64_t deputy_id, int64_t now_us, struct absence **ret_list, size_t *ret_n) MUST_CHECK;
/* The absence of one person that runs now. ERR_NOT_FOUND: there is none. */
enum err absence_of(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct absence *ret_absence) MUST_CHECK;

/*
 * Who could be deputy of a person: active people of his unit and of those above it, himself left out, whose sign-in name or name holds the words ("": all), who has exactly that name or sign-in
 * name first. At most limit.
 */
enum err absence_colleagues(struct db *db, struct arena *a, int64_t user_id, const char *words, size_t limit, struct person **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * Record an absence; its id is put into it. By the person himself, or by somebody with MAY_SET_PEOPLE over his unit (else ERR_NOT_FOUND). ERR_INPUT with *ret_fault: what is wrong.
 * ERR_EXISTS: this form was carried out before.
 */
enum err absence_add(struct db *db, struct arena *a, struct change_by *by, struct absence *absence, enum absence_fault *ret_fault) MUST_CHECK;
/* End one that runs now, take back one that is to come. ERR_NOT_FOUND: there is none such of this person, or it is over. */
enum err absence_end(struct db *db, struct arena *a, struct change_by *by, int64_t user_id, int64_t id) MUST_CHECK;

#endif
