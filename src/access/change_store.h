#ifndef REDRESS_CHANGE_STORE_H
#define REDRESS_CHANGE_STORE_H

#include "access.h"
#include "change_data.h"
#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts change_stmts; /* staff, jobs, owner */

/*
 * The change log (requirements M6): within the transaction of every administrator's change. fields are those that differ.
 */
struct change {
    const char *entity; /* category, unit, department, user, role, grant, setting, meeting, library, ... */
    int64_t entity_id;
    const char *kind;   /* created, edited, deactivated, activated, granted, revoked, password */
    const struct change_field *fields;
    size_t n_fields;
};
/* actor NULL: the command line. The data is at most 65 535 bytes, so no more than 32 fields of what forms allow. Nothing is written when kind is "edited" and no field differs. */
enum err change_append(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_user *actor, const struct change *change,
                       int64_t now_us) MUST_CHECK;
/*
 * Newest first, before id (0: from the top), of one entity or of all ("" and 0). Only what stands within the units over which reader may read the
 * log; what belongs to no unit (categories, roles, settings) shows to everybody who may. entity_id of a grant is the person's.
 */
enum err change_list(struct db *db, struct arena *a, const struct access_user *reader, const char *entity, int64_t entity_id, int64_t before_id,
                     size_t limit, struct change_row **ret_rows, size_t *ret_n) MUST_CHECK;
/* Recompute every chain, in batches with memory of their own; ret_bad_id 0 when sound, else the first row that is not. A chain cut off at its end shows only against an anchor. */
enum err change_verify(struct db *db, const struct crypto_keys *keys, int64_t *ret_bad_id) MUST_CHECK;

/* Who changes something on an administration page, and the form it came from, so that a form sent twice changes things once. */
struct change_by {
    const struct crypto_keys *keys;
    const struct access_user *actor; /* NULL: the command line, which may do everything */
    int64_t now_us;
    const uint8_t *once_hash;        /* of the form; NULL: none */
    const char *location;            /* where the first answer leads */
    const char *led_to;              /* result: set when this form was carried out before */
};
/* First thing in the transaction. ERR_EXISTS, with by->led_to, when this form was carried out before. */
enum err change_begin(struct db *db, struct arena *a, struct change_by *by) MUST_CHECK;
enum err change_note(struct db *db, struct arena *a, const struct change_by *by, const struct change *change) MUST_CHECK;

#endif
