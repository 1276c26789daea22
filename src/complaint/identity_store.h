#ifndef REDRESS_IDENTITY_STORE_H
#define REDRESS_IDENTITY_STORE_H

#include "crypto_keys.h"
#include "db.h"
#include "identity.h"

extern const struct db_stmts identity_stmts;        /* staff and jobs: reading */
extern const struct db_stmts identity_jobs_stmts;   /* jobs */
extern const struct db_stmts identity_filing_stmts; /* public and staff: INSERT only */

/*
 * Seal an identity and insert it within the running transaction. The public pool wraps the record key for intake, a confidential one for
 * custody. Anonymous complaints have no row: calling it for one is a bug.
 */
enum err identity_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, enum crypto_pool pool, int64_t complaint_id,
                         enum complaint_mode mode, const struct identity *who) MUST_CHECK;
/*
 * The two halves of identity_insert, for filing, which writes the identity in one statement with the rest: the sealed row in the arena, and the
 * statement's parts.
 */
struct identity_row {
    struct db_value values[16];
};
enum err identity_seal(struct arena *a, const struct crypto_keys *keys, enum crypto_pool pool, int64_t complaint_id, enum complaint_mode mode,
                       const struct identity *who, struct identity_row *ret_row) MUST_CHECK;
#define IDENTITY_INSERT                                                                                                           \
    "INSERT INTO complaint_identity (complaint_id, wrap_kind, wrap_version, wrapped_key, name, phone, email, address, id_number, " \
    "parties, prefer, prefer_time, phone_index, email_index, name_index, prefer_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define IDENTITY_TYPES "iiibBBBBBBttBBBB"

/*
 * Open it. Confidential ones only with the custody key; the caller has checked MAY_UNSEAL and records the look. What was split off a confidential complaint, or as which it came back, shares its
 * identity. ERR_NOT_FOUND: no row.
 */
enum err identity_load(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, struct identity *ret_who) MUST_CHECK;
/* Whose identity a complaint has: its own, or the one that it shares after a split; ERR_NOT_FOUND for none. */
enum err identity_owner(struct db *db, struct arena *a, int64_t complaint_id, int64_t *ret_owner) MUST_CHECK;
/* Only how and when to be reached: needs no key, so of a sealed one when is not told. */
enum err identity_preference(struct db *db, struct arena *a, int64_t complaint_id, struct identity *ret_who) MUST_CHECK;
/* jobs: intake wrappings → master key, blind indexes made, at most limit rows; ret_done says how many. */
enum err identity_take_over(struct db *db, struct arena *a, const struct crypto_keys *keys, size_t limit, size_t *ret_done) MUST_CHECK;
/* jobs, after `redress keys rotate`: old master versions → newest, at most limit rows. */
enum err identity_rewrap(struct db *db, struct arena *a, const struct crypto_keys *keys, size_t limit, size_t *ret_done) MUST_CHECK;

#endif
