#ifndef REDRESS_CHANGE_STORE_H
#define REDRESS_CHANGE_STORE_H

#include "access.h"
#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts change_stmts; /* staff, jobs, owner */

/*
 * The change log (requirements M6): within the transaction of every administrator's change. fields are those that differ.
 */
struct change_field {
    const char *name, *before, *after; /* before NULL when created */
};
struct change {
    const char *entity; /* category, unit, department, user, role, grant, setting */
    int64_t entity_id;
    const char *kind;   /* created, edited, deactivated, activated, granted, revoked, password */
    const struct change_field *fields;
    size_t n_fields;
};
/* actor NULL: the command line. Nothing is written when kind is "edited" and no field differs. */
enum err change_append(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_user *actor, const struct change *change,
                       int64_t now_us) MUST_CHECK;
struct change_row {
    int64_t id, at_us, entity_id;
    const char *entity, *kind, *actor, *data; /* data: JSON {"field":["before","after"]} */
};
/* Newest first, before id (0: from the top), of one entity or of all ("" and 0). */
enum err change_list(struct db *db, struct arena *a, const char *entity, int64_t entity_id, int64_t before_id, size_t limit,
                     struct change_row **ret_rows, size_t *ret_n) MUST_CHECK;
/* Recompute every chain; ret_bad_id 0 when sound. */
enum err change_verify(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t *ret_bad_id) MUST_CHECK;

#endif
