#ifndef REDRESS_ATTACHMENT_STORE_H
#define REDRESS_ATTACHMENT_STORE_H

#include "attachment.h"
#include "db.h"
#include "http_form.h"
#include "http_response.h"

extern const struct db_stmts attachment_stage_stmts;  /* every pool: what is not a complaint's yet */
extern const struct db_stmts attachment_stmts;        /* staff */
extern const struct db_stmts attachment_public_stmts; /* public; jobs for mails */
extern const struct db_stmts attachment_purge_stmts;  /* jobs */

/*
 * A sink that stores the files of a form while they arrive: chunk by chunk, staged under stage_hash, checked by libmagic and name, hashed, marked whole at
 * their end. A refused file is deleted and noted in problems (file name and msgid); the form goes on. Of pictures that are cleaned size and hash are those of what is kept.
 * While the database stores a part the next one is read: two parts of 1 MiB in memory, and the first chunk.
 */
struct attachment_problem {
    const char *name, *message; /* msgid, may hold one %d */
    int number;
};
/* Whose forms with files are counted by their MiB, so that nobody fills the disk: what was sent and never handed in counts too. */
struct attachment_quota {
    const struct crypto_keys *keys;
    const char *address;
    uint64_t bytes; /* of the form */
    unsigned mib_per_hour;
};
struct attachment_stage {
    struct db *db;
    struct arena *arena;
    bool clean_pictures, internal; /* clean_pictures: they lose what they say besides (image_clean.h), as all that complainants send */
    uint8_t stage_hash[32];
    int64_t now_us;
    unsigned files_max;      /* with those staged before */
    uint64_t file_max;       /* bytes */
    struct attachment_quota quota; /* address NULL: not counted */
    struct attachment_problem problems[16];
    size_t n_problems, n_stored;
    uint8_t sha256[32]; /* of the file that came last, as it was stored; zeros when it was not */
};
enum err attachment_sink(struct attachment_stage *stage, struct http_file_sink *ret_sink) MUST_CHECK;

enum err attachment_staged(struct db *db, struct arena *a, bool public_pool, const uint8_t stage_hash[32], struct attachment **ret_list,
                           size_t *ret_n) MUST_CHECK;
enum err attachment_unstage(struct db *db, const uint8_t stage_hash[32], const char *code) MUST_CHECK;
/* Within the running transaction: what is staged becomes the complaint's (and the message's, 0: none). */
enum err attachment_claim(struct db *db, bool public_pool, const uint8_t stage_hash[32], int64_t complaint_id, int64_t message_id,
                          int64_t *ret_n) MUST_CHECK;
/* Of one complaint; public never gets internal ones. */
enum err attachment_list(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, struct attachment **ret_list, size_t *ret_n) MUST_CHECK;
/* One file of a complaint that the caller has loaded in scope: ERR_NOT_FOUND when it is another's. Public: files with an answer of a complaint that was split off are the leading one's too. */
enum err attachment_find(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, const char *code, struct attachment *ret_file) MUST_CHECK;
/* The n-th chunk (from 0); ERR_NOT_FOUND past the last. */
enum err attachment_chunk(struct db *db, struct arena *a, bool public_pool, int64_t attachment_id, int n, struct str *ret_bytes) MUST_CHECK;
/* Answer with a whole file, sent after the headers with one chunk of it in memory, whatever its size. */
void attachment_answer(struct db *db, bool public_pool, const struct attachment *file, struct http_response *resp);
/* jobs: files staged before before_us and never sent; those of a draft of the website go after it. */
enum err attachment_purge(struct db *db, int64_t before_us, int64_t *ret_n) MUST_CHECK;

#endif
