#ifndef REDRESS_MAIL_STORE_H
#define REDRESS_MAIL_STORE_H

#include "crypto_keys.h"
#include "db.h"
#include "mail.h"

extern const struct db_stmts mail_stmts;      /* staff and jobs */
extern const struct db_stmts mail_take_stmts; /* jobs */

/* The blind index of a sender, of this table alone: it does not say which complaints the sender filed. The address in lower case. */
#define MAIL_INDEX_COLUMN "mail.email"

/* A mail that is kept: everything but its id and code, which come back. */
struct mail_new {
    uint8_t fingerprint[32], stage_hash[32];
    int64_t unit_id, at_us, due_us, complaint_id;
    enum mail_kind kind;
    enum mail_state state;
    const struct mail_content *content; /* is sealed */
    const char *index_of;               /* address for the blind index; "" none */
};
/* Within the running transaction, with the files staged under stage_hash. ERR_EXISTS: it came before. */
enum err mail_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct mail_new *m, int64_t *ret_id) MUST_CHECK;
/* ERR_NOT_FOUND: none with this fingerprint. */
enum err mail_known(struct db *db, struct arena *a, const uint8_t fingerprint[32]) MUST_CHECK;
/* The unit whose address is one of these; else the one that takes the website's complaints. */
enum err mail_unit(struct db *db, struct arena *a, const char *const *addresses, size_t n, int64_t *ret_unit_id, bool *ret_found) MUST_CHECK;
/* How many mails of a sender (in the form of the blind index) arrived since then, up to most; jobs. */
enum err mail_sent_since(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *from, int64_t since_us, unsigned most, unsigned *ret_n) MUST_CHECK;
/* The same of those that somebody wrote about a complaint, whoever sent them: of complainants who are not named no index is kept. */
enum err mail_sent_about(struct db *db, struct arena *a, int64_t complaint_id, int64_t since_us, unsigned most, unsigned *ret_n) MUST_CHECK;
/* Whether an address is a unit's own. */
enum err mail_is_ours(struct db *db, struct arena *a, const char *address, bool *ret_ours) MUST_CHECK;

/* A sealed row as it was read: its content, ERR_NOT_FOUND when it was purged. */
struct mail_sealed {
    const char *code;
    int wrap_version;
    struct str wrapped, sealed;
};
enum err mail_open(struct arena *a, const struct crypto_keys *keys, const struct mail_sealed *row, struct mail_content *ret_content) MUST_CHECK;
/* Those that wait to be put to their complaint, the oldest first. */
struct mail_coming {
    int64_t id, complaint_id, at_us, decided_by;
    enum mail_kind kind;
    uint8_t stage_hash[32];
    struct mail_sealed sealed;
};
enum err mail_coming(struct db *db, struct arena *a, size_t limit, struct mail_coming **ret_list, size_t *ret_n) MUST_CHECK;
/* Within the transaction that put it there: ERR_STALE when it was put there before. */
enum err mail_came(struct db *db, int64_t id, enum mail_state state, int64_t message_id) MUST_CHECK;
/* It does not stand with a complaint after all: intake staff look at it. */
enum err mail_turn_away(struct db *db, int64_t id) MUST_CHECK;
/* Of a complainant who is not named nothing is kept that says who wrote: sealed anew. */
enum err mail_forget_sender(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct mail_coming *row, const struct mail_content *without) MUST_CHECK;
/* Nor in the names of the mail's files: content is that with the sender. */
enum err mail_mask_files(struct db *db, struct arena *a, int64_t id, const struct mail_content *content) MUST_CHECK;

/* Tell those who register for the unit, once for all that wait unread: kind of notice. */
enum err mail_tell(struct db *db, struct arena *a, int64_t unit_id, const char *kind, int64_t now_us) MUST_CHECK;
/* jobs: mails that wait past their date, each told once; at most limit. */
enum err mail_remind(struct db *db, struct arena *a, int64_t now_us, size_t limit, size_t *ret_n) MUST_CHECK;
/* jobs: texts and files of mails that were dealt with before before_us. */
enum err mail_purge(struct db *db, int64_t before_us, int64_t *ret_n) MUST_CHECK;

/*
 * As a part of the compound statement that registers a complaint: the mail that it was made of, 0 none; ERR_STALE when another complaint was made of it. Of a complaint that is not named (0 of 0 and 1)
 * its text, sender and files go: the complaint has its own.
 */
#define MAIL_REGISTERED_PART                                                                                                   \
    "UPDATE mail SET state = 3, complaint_id = ?, decided_by = ?, decided_us = ?, wrapped_key = IF(?, wrapped_key, ''), sealed = IF(?, sealed, NULL), " \
    "email_index = IF(?, email_index, NULL) WHERE id = ? AND state = 2; "                                                      \
    "IF ? > 0 AND ROW_COUNT() = 0 THEN SIGNAL SQLSTATE '45000'; END IF; "                                                      \
    "IF NOT ? THEN DELETE f FROM mail m STRAIGHT_JOIN staged_attachment f ON f.stage_hash = m.stage_hash WHERE m.id = ?; END IF; "
#define MAIL_REGISTERED_TYPES "iiiiiiiiii"

#endif
