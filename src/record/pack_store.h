#ifndef REDRESS_PACK_STORE_H
#define REDRESS_PACK_STORE_H

#include "complaint_store.h"
#include "http_response.h"
#include "pack.h"

extern const struct db_stmts pack_stmts;       /* staff and jobs */
extern const struct db_stmts pack_make_stmts;  /* staff */
extern const struct db_stmts pack_work_stmts;  /* jobs */

/*
 * Evidence packs as they are kept. The staff pool makes the file (it alone can open identities) and has no key to sign with; jobs sign it, once the record says the same as the file: every event and every
 * attachment of the manifest is compared with the database, and the chain with its keys. So a worker of the staff pool that was taken over gets nothing signed that did not happen.
 */
enum pack_state { PACK_WAITING = 1, PACK_READY, PACK_FAILED, PACK_GONE }; /* gone: its bytes were purged */
struct pack_row {
    int64_t id, complaint_id, user_id, disclosure_id, bytes, made_us, signed_us;
    enum pack_scope scope;
    enum pack_identity identity;
    bool whole;
    enum pack_state state;
    uint8_t hash[32];
    const char *number, *maker;
};

/*
 * Within a running transaction, complaint locked and loaded: store an unsigned file, append the event pack_made (pack, hash, scope, identity, reason), hand it to jobs. The caller saves c. ERR_STALE when
 * the manifest was made of another number of events than the complaint has.
 */
struct pack_making {
    struct str file; /* of pack_finish */
    const uint8_t *hash;
    struct pack_head head;
    int events;         /* of the complaint when the file was made */
    const char *reason; /* why the identity is shown; "" */
};
enum err pack_put(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct pack_making *making, int64_t *ret_id) MUST_CHECK;

/* The newest of a complaint, at most limit; and the one made for a disclosure last (ERR_NOT_FOUND). */
enum err pack_list(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct pack_row **ret_list, size_t *ret_n) MUST_CHECK;
enum err pack_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t id, struct pack_row *ret_pack) MUST_CHECK;
/* Answer with the bytes of one that is ready, one part of it in memory at a time. */
void pack_answer(struct db *db, const struct pack_row *pack, struct http_response *resp);

/* jobs: sign the one that a task names; once more is harmless. */
enum err pack_sign(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *data, int64_t now_us) MUST_CHECK;
/* jobs: the bytes of packs made before before_us go, the rows stay. */
enum err pack_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
