#ifndef REDRESS_ACCESS_STORE_H
#define REDRESS_ACCESS_STORE_H

#include "change_store.h"
#include "config.h"
#include "crypto_keys.h"
#include "crypto_password.h"
#include "db.h"
#include "recovery_store.h"

extern const struct db_stmts access_stmts;       /* staff and owner */
extern const struct db_stmts access_purge_stmts; /* jobs */

/* The limits that apply to sessions and sign-in, from the configuration. */
struct access_limits {
    int64_t idle_us, absolute_us;
    unsigned tries, window_s; /* wrong passwords of an account or address before delays begin */
    struct crypto_password_cost cost;
    const char *lock_dir;
};
struct access_limits access_limits_of(const struct config *config);

/* Who holds this session cookie, with grants and rights, all loaded anew in two statements. ERR_SIGN_IN: none, ended or too old. Moves seen_us on at most once a minute. */
enum err access_session(struct db *db, struct arena *a, const char *secret, int64_t now_us, const struct access_limits *limits,
                        const struct access_user **ret_user) MUST_CHECK;
/*
 * Sign in: checks the password (dummy hash for unknown and inactive names), counts failures, delays and never locks: ERR_INPUT for any wrong pair, ERR_RATE while the
 * delay runs. On success a new session; ret_secret is the cookie.
 */
struct access_sign_in {
    const char *login, *password, *address, *agent;
};
enum err access_sign_in(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_sign_in *in, int64_t now_us,
                        const struct access_limits *limits, const char **ret_secret) MUST_CHECK;
/*
 * The same in steps, for people with a second factor: the right name and password, then the code of their authenticator, then the session. access_sign_in is
 * ERR_FORBIDDEN for them.
 */
struct access_known {
    int64_t user_id;
    bool wants_code;
};
enum err access_password(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_sign_in *in, int64_t now_us,
                         const struct access_limits *limits, struct access_known *ret_known) MUST_CHECK;
/* A code of the app, or one of the recovery codes. ERR_INPUT: wrong, or used before; counted and delayed like wrong passwords. */
enum err access_code(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *code, int64_t now_us,
                     const struct access_limits *limits) MUST_CHECK;
/*
 * Take up a second factor, shown to work by a code (ERR_INPUT when it does not), with fresh recovery codes, or give it up; with entries in the change log. The
 * secret is stored sealed under the master key.
 */
enum err access_factor_set(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const uint8_t *secret, const char *code,
                           const char *ret_recovery[RECOVERY_CODES]) MUST_CHECK;
enum err access_factor_drop(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id) MUST_CHECK;
enum err access_begin(struct db *db, struct arena *a, int64_t user_id, const struct access_sign_in *in, int64_t now_us, const char **ret_secret) MUST_CHECK;
enum err access_sign_out(struct db *db, int64_t session_id) MUST_CHECK;
/* The password again for this session (reauth_us), ERR_INPUT when wrong. */
enum err access_reauth(struct db *db, struct arena *a, const struct access_user *user, const char *password, int64_t now_us,
                       const struct access_limits *limits) MUST_CHECK;
/*
 * A new own password, with an entry in the change log: ends all other sessions. The caller has checked the old one by access_reauth and the new one by
 * crypto_password_weakness.
 */
enum err access_set_password(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, int64_t keep_session_id, const char *password, bool must_change,
                             const struct access_limits *limits) MUST_CHECK;
enum err access_sessions(struct db *db, struct arena *a, int64_t user_id, struct access_session_row **ret_rows, size_t *ret_n) MUST_CHECK;
enum err access_end_session(struct db *db, int64_t user_id, int64_t session_id) MUST_CHECK; /* ERR_NOT_FOUND when not his */
enum err access_set_language(struct db *db, int64_t user_id, const char *code) MUST_CHECK;
enum err access_purge_sessions(struct db *db, int64_t now_us, const struct access_limits *limits) MUST_CHECK;

#endif
