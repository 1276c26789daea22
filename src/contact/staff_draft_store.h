#ifndef REDRESS_STAFF_DRAFT_STORE_H
#define REDRESS_STAFF_DRAFT_STORE_H

#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts staff_draft_stmts;       /* staff */
extern const struct db_stmts staff_draft_purge_stmts; /* jobs */

/*
 * What a person of staff was writing and has not sent, so that nothing typed is lost: a complaint being registered ("intake:TOKEN"), a message ("case:NUMBER:reply"). One text for each
 * key, of any form; sealed under a key of its own row, for who is complained about and who complains stand in it. Only who wrote it opens it.
 */
#define STAFF_DRAFT_KEY_MAX 80               /* letters, digits, - and : */
#define STAFF_DRAFT_BODY_MAX ((size_t)1 << 20) /* bytes */

struct staff_draft {
    const char *key, *body; /* body: NUL-terminated */
    int64_t updated_us;
};

/* A row of the table as another statement read it, and opening it: ERR_NOT_FOUND when it does not open any more. */
struct staff_draft_sealed {
    const char *key;
    int64_t updated_us;
    int wrap_version;
    struct str wrapped, body;
};
enum err staff_draft_open(struct arena *a, const struct crypto_keys *keys, int64_t user_id, const struct staff_draft_sealed *sealed, struct staff_draft *ret_draft) MUST_CHECK;

/* Keep it in place of what was kept under this key. ERR_TOO_LARGE beyond STAFF_DRAFT_BODY_MAX, ERR_MALFORMED for a key of another form. */
enum err staff_draft_put(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *key, struct str body, int64_t now_us) MUST_CHECK;
/* ERR_NOT_FOUND: there is none, or it does not open any more. */
enum err staff_draft_get(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *key, struct staff_draft *ret_draft) MUST_CHECK;
/* Those whose keys begin with prefix ("" all), newest first, at most limit; what does not open any more is left out. */
enum err staff_draft_list(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *prefix, size_t limit, struct staff_draft **ret_list,
                          size_t *ret_n) MUST_CHECK;
/* How many there are whose keys begin with prefix; opens nothing. */
enum err staff_draft_count(struct db *db, struct arena *a, int64_t user_id, const char *prefix, int *ret_n) MUST_CHECK;
/* As a part of a compound statement: his id and the key, NULL for none. */
#define STAFF_DRAFT_DELETE "DELETE FROM staff_draft WHERE user_id = ? AND draft_key = ?"
#define STAFF_DRAFT_DELETE_TYPES "iT"
/* Also within a running transaction: with what it became. Nothing to delete is no error. */
enum err staff_draft_delete(struct db *db, int64_t user_id, const char *key) MUST_CHECK;
/* jobs: those last saved before before_us, at most 1000 at a time. */
enum err staff_draft_purge(struct db *db, int64_t before_us, int64_t *ret_n) MUST_CHECK;

#endif
