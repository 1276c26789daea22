#include "access_store.h"

#include <string.h>

#include "basis_store.h"
#include "crypto_random.h"
#include "crypto_seal.h"
#include "crypto_totp.h"
#include "limit_store.h"
#include "utc.h"
#include "utf8.h"

#define SECRET_BYTES 32
#define SECRET_CHARS 43
#define LOGIN_MAX 60
#define AGENT_MAX 200
#define DELAY_MAX_S 60 /* keeps guessing below a hundred an hour, and the owner of an attacked account waits a minute at most */
#define ADDRESS_SHARE 60 /* a whole office may stand behind one address */
#define SESSIONS_SHOWN 50
#define PURGE_BATCH 1000

enum {
    SESSION,
    ROLES,
    SESSION_SEEN,
    USER_BY_LOGIN,
    USER_HASH,
    FAILED,
    FORGIVE,
    FORGIVE_ONE,
    REHASH,
    SESSION_NEW,
    SESSION_END,
    SESSION_REAUTH,
    SET_PASSWORD,
    SESSIONS_END_OTHERS,
    SESSIONS,
    SESSION_END_OWN,
    SET_LANGUAGE,
    FACTOR,
    FACTOR_USED,
    FACTOR_SET,
    FACTOR_DROP,
};

#define ATTEMPT_COLUMNS "u.id, u.password_hash, u.active, u.failed_count, u.failed_us, u.totp_secret IS NOT NULL"

static const struct db_stmt list[] = {
    /*
     * Who it is and what he may, in one round trip: a row for each permission of each grant, since gathering them in the database, or sorting them, costs
     * more than sending them.
     */
    [SESSION] = {"SELECT STRAIGHT_JOIN s.id, s.user_id, s.created_us, s.seen_us, s.reauth_us, u.login, u.name, u.language, u.unit_id, u.department_id,"
                 " u.must_change, u.totp_secret IS NOT NULL, " BASIS_VERSION ", g.id, g.role_id, g.unit_id, g.department_id, n.can_close, p.permission"
                 " FROM staff_session s JOIN app_user u ON u.id = s.user_id AND u.active = 1 LEFT JOIN role_grant g ON g.user_id = u.id"
                 " LEFT JOIN department d ON d.id = g.department_id LEFT JOIN unit n ON n.id = IFNULL(g.unit_id, d.unit_id)"
                 " LEFT JOIN role_permission p ON p.role_id = g.role_id WHERE s.token_hash = ? LIMIT ?",
                 "bi", "iiiiitttiIiiI" "IIIIIT"},
    [ROLES] = {"SELECT id, name_zh, name_en, IF(second_factor = 1, 'needed', '') FROM role ORDER BY id LIMIT 10000", "", "ittt"},
    [SESSION_SEEN] = {"UPDATE staff_session SET seen_us = ? WHERE id = ? AND seen_us < ?", "iii", ""},
    [USER_BY_LOGIN] = {"SELECT " ATTEMPT_COLUMNS " FROM app_user u WHERE u.login = ?", "t", "itiiii"},
    [USER_HASH] = {"SELECT " ATTEMPT_COLUMNS " FROM app_user u WHERE u.id = ?", "i", "itiiii"},
    [FAILED] = {"UPDATE app_user SET failed_count = IF(failed_us < ? OR failed_us > ?, 1, failed_count + 1), failed_us = ?"
                " WHERE id = ? AND (failed_count < ? OR failed_us = ?)",
                "iiiiii", ""},
    [FORGIVE] = {"UPDATE app_user SET failed_count = 0, failed_us = 0 WHERE id = ? AND failed_count > 0", "i", ""},
    [FORGIVE_ONE] = {"UPDATE app_user SET failed_count = failed_count - 1, failed_us = ? WHERE id = ? AND failed_count > 0", "ii", ""},
    [REHASH] = {"UPDATE app_user SET password_hash = ? WHERE id = ? AND password_hash = ?", "tit", ""},
    [SESSION_NEW] = {"INSERT INTO staff_session (token_hash, user_id, created_us, seen_us, reauth_us, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     "biiiitt", ""},
    [SESSION_END] = {"DELETE FROM staff_session WHERE id = ?", "i", ""},
    [SESSION_REAUTH] = {"UPDATE staff_session SET reauth_us = ? WHERE id = ?", "ii", ""},
    [SET_PASSWORD] = {"UPDATE app_user SET password_hash = ?, must_change = ?, failed_count = 0, failed_us = 0, version = version + 1 WHERE id = ?",
                      "tii", ""},
    [SESSIONS_END_OTHERS] = {"DELETE FROM staff_session WHERE user_id = ? AND id <> ?", "ii", ""},
    [SESSIONS] = {"SELECT id, created_us, seen_us, address, agent FROM staff_session WHERE user_id = ? ORDER BY seen_us DESC, id DESC LIMIT ?", "ii",
                  "iiitt"},
    [SESSION_END_OWN] = {"DELETE FROM staff_session WHERE id = ? AND user_id = ?", "ii", ""},
    [SET_LANGUAGE] = {"UPDATE app_user SET language = ? WHERE id = ?", "ti", ""},
    [FACTOR] = {"SELECT " ATTEMPT_COLUMNS ", u.totp_secret, u.totp_last_step FROM app_user u WHERE u.id = ? AND u.active = 1", "i", "itiiiiBi"},
    [FACTOR_USED] = {"UPDATE app_user SET totp_last_step = ?, failed_count = 0, failed_us = 0 WHERE id = ? AND totp_last_step < ?", "iii", ""},
    [FACTOR_SET] = {"UPDATE app_user SET totp_secret = ?, totp_last_step = ? WHERE id = ?", "bii", ""},
    [FACTOR_DROP] = {"UPDATE app_user SET totp_secret = NULL, totp_last_step = 0 WHERE id = ? AND totp_secret IS NOT NULL", "i", ""},
};

/* Jobs end sessions and nothing else: their database user may not touch passwords. */
static const struct db_stmt purge_list[] = {
    {"DELETE FROM staff_session WHERE seen_us < ? LIMIT ?", "ii", ""},
};

const struct db_stmts access_stmts = {"access", list, COUNT_OF(list), DB_STAFF | DB_OWNER};
const struct db_stmts access_purge_stmts = {"access_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

struct access_limits access_limits_of(const struct config *config)
{
    return (struct access_limits){
        .idle_us = (int64_t)config->security.idle_minutes * UTC_MINUTE_US,
        .absolute_us = (int64_t)config->security.absolute_hours * UTC_HOUR_US,
        .tries = config->security.sign_in_tries,
        .window_s = config->security.sign_in_window_s,
        .cost = {config->security.argon_passes, config->security.argon_memory_kib},
        .lock_dir = config->paths.run,
    };
}

/* ---- sessions ---- */

static bool secret_looks_right(const char *secret)
{
    uint8_t bytes[SECRET_BYTES];
    size_t n;
    return strnlen(secret, SECRET_CHARS + 1) == SECRET_CHARS && str_unbase64url((struct str){secret, SECRET_CHARS}, bytes, sizeof bytes, &n) &&
           n == SECRET_BYTES;
}

/* Columns of SESSION from the grant on. */
enum { GRANT_ID = 13, GRANT_ROLE, GRANT_UNIT, GRANT_DEPARTMENT, GRANT_CLOSES, GRANT_PERMISSION };

/* The grant of this row; NULL for one too many. */
static struct access_grant *grant_of_row(struct access_user *user, const struct db_rows *rows, size_t row)
{
    int64_t id = db_int(rows, row, GRANT_ID);
    for (size_t i = 0; i < user->n_grants; i++) {
        if (user->grants[i].id == id)
            return &user->grants[i];
    }
    if (user->n_grants == ACCESS_GRANTS_MAX)
        return NULL;
    struct access_grant *grant = &user->grants[user->n_grants++];
    *grant = (struct access_grant){
        .id = id,
        .role_id = db_int(rows, row, GRANT_ROLE),
        .unit_id = db_int(rows, row, GRANT_UNIT),
        .department_id = db_int(rows, row, GRANT_DEPARTMENT),
        .no_closing = db_int(rows, row, GRANT_CLOSES) == 0,
    };
    return grant;
}

static void read_grants(const struct db_rows *rows, struct access_user *user)
{
    for (size_t i = 0; i < rows->n && db_int(rows, i, GRANT_ID); i++) {
        struct access_grant *grant = grant_of_row(user, rows, i);
        enum permission p;
        if (grant && permission_from_name(db_text(rows, i, GRANT_PERMISSION), &p))
            grant->permissions |= PERMISSION_BIT(p);
    }
    access_derive(user);
}

static enum err name_places(struct db *db, struct arena *a, struct access_user *user)
{
    struct basis basis;
    const struct db_rows *roles;
    TRY(basis_load(db, a, &basis));
    TRY(db_kept(db, a, basis_version, &list[ROLES], &roles));
    struct basis_names unit = basis_unit(&basis, user->unit_id), department = basis_department(&basis, user->department_id);
    user->unit_zh = unit.zh;
    user->unit_en = unit.en;
    user->department_zh = department.zh;
    user->department_en = department.en;
    for (size_t i = 0; i < user->n_grants; i++) {
        struct basis_names role = basis_names_in(roles, user->grants[i].role_id);
        user->grants[i].role_zh = role.zh;
        user->grants[i].role_en = role.en;
        user->needs_factor |= *role.code != 0;
    }
    return ERR_NONE;
}

static struct access_user read_user(const struct db_rows *rows)
{
    return (struct access_user){
        .session_id = db_int(rows, 0, 0),
        .id = db_int(rows, 0, 1),
        .reauth_us = db_int(rows, 0, 4),
        .login = db_text(rows, 0, 5),
        .name = db_text(rows, 0, 6),
        .language = db_text(rows, 0, 7),
        .unit_id = db_int(rows, 0, 8),
        .department_id = db_int(rows, 0, 9),
        .must_change_password = db_int(rows, 0, 10) != 0,
        .second_factor = db_int(rows, 0, 11) != 0,
    };
}

enum err access_session(struct db *db, struct arena *a, const char *secret, int64_t now_us, const struct access_limits *limits,
                        const struct access_user **ret_user)
{
    if (!secret_looks_right(secret))
        return ERR_SIGN_IN;
    uint8_t hash[32];
    struct db_rows rows;
    crypto_sha256(secret, SECRET_CHARS, hash);
    TRY(db_query(db, a, &list[SESSION], DB_ARGS(DB_BYTES(hash, sizeof hash), DB_INT(ACCESS_GRANTS_MAX * PERMISSION__COUNT)), &rows));
    if (rows.n == 0)
        return ERR_SIGN_IN;
    db_kept_version(db, db_int(&rows, 0, 12));
    int64_t created_us = db_int(&rows, 0, 2), seen_us = db_int(&rows, 0, 3);
    if (now_us - seen_us > limits->idle_us || now_us - created_us > limits->absolute_us)
        return ERR_SIGN_IN;
    struct access_user *user = ARENA_NEW(a, struct access_user);
    *user = read_user(&rows);
    user->session_secret = arena_strdup(a, secret);
    read_grants(&rows, user);
    TRY(name_places(db, a, user));
    if (now_us - seen_us >= UTC_MINUTE_US)
        TRY(db_run(db, &list[SESSION_SEEN], DB_ARGS(DB_INT(now_us), DB_INT(user->session_id), DB_INT(now_us)), NULL));
    *ret_user = user;
    return ERR_NONE;
}

/* ---- passwords: delays, never locks ---- */

struct attempt {
    int64_t user_id, failed_us;
    int count;
    const char *hash; /* NULL: cannot sign in by password */
    bool wants_code;
};

static struct attempt attempt_read(const struct db_rows *row)
{
    const char *hash = db_text(row, 0, 1);
    return (struct attempt){
        .user_id = db_int(row, 0, 0),
        .hash = *hash && db_int(row, 0, 2) ? hash : NULL,
        .count = (int)db_int(row, 0, 3),
        .failed_us = db_int(row, 0, 4),
        .wants_code = db_int(row, 0, 5) != 0,
    };
}

/* Whether the delay after the last wrong password is over: 1 s, 2 s, 4 s ... after as many free tries as the limits allow. */
static bool attempt_due(const struct attempt *at, int64_t now_us, const struct access_limits *limits)
{
    int64_t window_us = (int64_t)limits->window_s * UTC_SECOND_US, since_us = now_us - at->failed_us;
    int over = at->count - (int)limits->tries;
    if (over < 0 || since_us > window_us || since_us < -window_us)
        return true;
    int64_t delay_s = over > 5 ? DELAY_MAX_S : (int64_t)1 << over;
    return since_us >= delay_s * UTC_SECOND_US;
}

/*
 * Count the try as a failure before the slow hash, so that many at once do not all get through; the right password takes it back. ERR_RATE: the delay
 * runs, or another try was faster.
 */
static enum err attempt_count(struct db *db, const struct attempt *at, int64_t now_us, const struct access_limits *limits)
{
    int64_t window_us = (int64_t)limits->window_s * UTC_SECOND_US;
    struct db_done done;
    if (!attempt_due(at, now_us, limits))
        return ERR_RATE;
    TRY(db_run(db, &list[FAILED], DB_ARGS(DB_INT(now_us - window_us), DB_INT(now_us + window_us), DB_INT(now_us), DB_INT(at->user_id), DB_INT(limits->tries),
                                          DB_INT(at->failed_us)),
               &done));
    return done.rows == 1 ? ERR_NONE : ERR_RATE;
}

static const char *login_of(struct arena *a, const char *typed)
{
    struct str trimmed = str_trim(str_of(typed));
    if (!utf8_valid(trimmed) || utf8_length(trimmed) > LOGIN_MAX)
        return "";
    char *login = arena_strndup(a, trimmed.p ? trimmed.p : "", trimmed.n);
    for (char *p = login; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return login;
}

/* Names that nobody has are counted and take as long, so that trying names tells nothing. */
static enum err attempt_unknown(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *login, const char *password, int64_t now_us,
                                const struct access_limits *limits)
{
    enum err e = limit_count(db, a, keys, "sign-in-name", login, limits->tries, limits->window_s, now_us);
    if (e != ERR_NONE && e != ERR_RATE)
        return e;
    bool never = crypto_password_ok(NULL, password, limits->cost, limits->lock_dir);
    return never ? ERR_INTERNAL : ERR_INPUT;
}

static enum err password_right(struct db *db, struct arena *a, const struct attempt *at, const char *password, const struct access_limits *limits)
{
    /* Only the whole way in forgives: else a known password would give free tries at the code. */
    if (at->wants_code)
        TRY(db_run(db, &list[FORGIVE_ONE], DB_ARGS(DB_INT(at->failed_us), DB_INT(at->user_id)), NULL));
    else
        TRY(db_run(db, &list[FORGIVE], DB_ARGS(DB_INT(at->user_id)), NULL));
    if (!crypto_password_outdated(at->hash, limits->cost))
        return ERR_NONE;
    const char *fresh;
    TRY(crypto_password_hash(a, password, limits->cost, &fresh));
    return db_run(db, &list[REHASH], DB_ARGS(DB_TEXT(fresh), DB_INT(at->user_id), DB_TEXT(at->hash)), NULL);
}

enum err access_password(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_sign_in *in, int64_t now_us,
                         const struct access_limits *limits, struct access_known *ret_known)
{
    TRY(limit_count_from(db, a, keys, "sign-in", in->address, limits->tries * ADDRESS_SHARE, limits->window_s, now_us));
    const char *login = login_of(a, in->login);
    struct db_rows row;
    enum err e = db_one(db, a, &list[USER_BY_LOGIN], DB_ARGS(DB_TEXT(login)), &row);
    if (e == ERR_NOT_FOUND)
        return attempt_unknown(db, a, keys, login, in->password, now_us, limits);
    TRY(e);
    struct attempt at = attempt_read(&row);
    e = attempt_count(db, &at, now_us, limits);
    if (e != ERR_NONE && e != ERR_RATE)
        return e;
    /* The hash is worked out even while the delay runs: the answer must not be faster then. */
    bool right = crypto_password_ok(at.hash, in->password, limits->cost, limits->lock_dir);
    TRY(e);
    if (!right)
        return ERR_INPUT;
    TRY(password_right(db, a, &at, in->password, limits));
    *ret_known = (struct access_known){at.user_id, at.wants_code};
    return ERR_NONE;
}

enum err access_begin(struct db *db, struct arena *a, int64_t user_id, const struct access_sign_in *in, int64_t now_us, const char **ret_secret)
{
    uint8_t bytes[SECRET_BYTES], hash[32];
    crypto_random(bytes, sizeof bytes);
    const char *secret = str_base64url(a, bytes, sizeof bytes);
    crypto_wipe(bytes, sizeof bytes);
    crypto_sha256(secret, strlen(secret), hash);
    struct str agent = utf8_valid(str_of(in->agent)) ? utf8_prefix(str_of(in->agent), AGENT_MAX) : STR("");
    TRY(db_run(db, &list[SESSION_NEW], DB_ARGS(DB_BYTES(hash, sizeof hash), DB_INT(user_id), DB_INT(now_us), DB_INT(now_us), DB_INT(now_us),
                                               DB_TEXT(in->address), DB_STR(agent)),
               NULL));
    *ret_secret = secret;
    return ERR_NONE;
}

enum err access_sign_in(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_sign_in *in, int64_t now_us,
                        const struct access_limits *limits, const char **ret_secret)
{
    struct access_known known;
    TRY(access_password(db, a, keys, in, now_us, limits, &known));
    if (known.wants_code)
        return ERR_FORBIDDEN;
    return access_begin(db, a, known.user_id, in, now_us, ret_secret);
}

enum err access_sign_out(struct db *db, int64_t session_id)
{
    return db_run(db, &list[SESSION_END], DB_ARGS(DB_INT(session_id)), NULL);
}

enum err access_reauth(struct db *db, struct arena *a, const struct access_user *user, const char *password, int64_t now_us,
                       const struct access_limits *limits)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[USER_HASH], DB_ARGS(DB_INT(user->id)), &row));
    struct attempt at = attempt_read(&row);
    TRY(attempt_count(db, &at, now_us, limits));
    if (!crypto_password_ok(at.hash, password, limits->cost, limits->lock_dir))
        return ERR_INPUT;
    at.wants_code = false;
    TRY(password_right(db, a, &at, password, limits));
    return db_run(db, &list[SESSION_REAUTH], DB_ARGS(DB_INT(now_us), DB_INT(user->session_id)), NULL);
}

/* What somebody changes in an account, within one transaction with its entry in the change log. */
struct own_change {
    struct arena *arena;
    const struct change_by *by;
    int64_t user_id, keep_session_id, step;
    const char *hash;
    struct str sealed;
    const char **recovery;
    bool must_change;
};

static enum err note_own(struct db *db, const struct own_change *own, const char *kind, const struct change_field *field)
{
    struct change change = {.entity = "user", .entity_id = own->user_id, .kind = kind, .fields = field, .n_fields = field ? 1 : 0};
    return change_note(db, own->arena, own->by, &change);
}

static enum err set_password_tx(struct db *db, void *ctx)
{
    const struct own_change *own = ctx;
    struct db_done done;
    TRY(db_run(db, &list[SET_PASSWORD], DB_ARGS(DB_TEXT(own->hash), DB_INT(own->must_change), DB_INT(own->user_id)), &done));
    if (done.rows == 0)
        return ERR_NOT_FOUND;
    TRY(db_run(db, &list[SESSIONS_END_OTHERS], DB_ARGS(DB_INT(own->user_id), DB_INT(own->keep_session_id)), NULL));
    return note_own(db, own, "password", NULL);
}

enum err access_set_password(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, int64_t keep_session_id, const char *password,
                             bool must_change, const struct access_limits *limits)
{
    struct own_change own = {.arena = a, .by = by, .user_id = user_id, .keep_session_id = keep_session_id, .must_change = must_change};
    TRY(crypto_password_hash(a, password, limits->cost, &own.hash));
    return db_tx(db, set_password_tx, &own);
}

/* ---- the second factor ---- */

#define FACTOR_WHERE "app_user.totp_secret"
#define VERSION_BYTES 4

/* The version of the master key, then the sealed secret. */
static enum err factor_seal(struct arena *a, const struct crypto_keys *keys, int64_t user_id, const uint8_t *secret, struct str *ret_sealed)
{
    int version;
    const uint8_t *key = crypto_key(keys, KEY_MASTER, &version);
    if (!key)
        return ERR_CRYPTO;
    const char *row = arena_printf(a, "%lld", (long long)user_id);
    struct str sealed = crypto_field_seal(a, key, FACTOR_WHERE, row, (struct str){(const char *)secret, CRYPTO_TOTP_BYTES});
    struct buf out = {.arena = a};
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_addc(&out, (char)((unsigned)version >> shift & 0xff));
    buf_add(&out, sealed.p, sealed.n);
    *ret_sealed = buf_str(&out);
    return ERR_NONE;
}

static enum err factor_open(struct arena *a, const struct crypto_keys *keys, int64_t user_id, struct str sealed, uint8_t secret[CRYPTO_TOTP_BYTES])
{
    struct str plain;
    int version = 0;
    if (sealed.n <= VERSION_BYTES)
        return ERR_CRYPTO;
    for (size_t i = 0; i < VERSION_BYTES; i++)
        version = version << 8 | (unsigned char)sealed.p[i];
    const uint8_t *key = crypto_key_version(keys, KEY_MASTER, version);
    if (!key)
        return ERR_CRYPTO;
    sealed = (struct str){sealed.p + VERSION_BYTES, sealed.n - VERSION_BYTES};
    TRY(crypto_field_open(a, key, FACTOR_WHERE, arena_printf(a, "%lld", (long long)user_id), sealed, &plain));
    if (plain.n != CRYPTO_TOTP_BYTES)
        return ERR_CRYPTO;
    memcpy(secret, plain.p, CRYPTO_TOTP_BYTES);
    return ERR_NONE;
}

enum err access_code(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *code, int64_t now_us,
                     const struct access_limits *limits)
{
    struct db_rows row;
    struct db_done done;
    uint8_t secret[CRYPTO_TOTP_BYTES];
    int64_t step;
    enum err e = db_one(db, a, &list[FACTOR], DB_ARGS(DB_INT(user_id)), &row);
    if (e == ERR_NOT_FOUND)
        return ERR_INPUT;
    TRY(e);
    struct attempt at = attempt_read(&row);
    TRY(attempt_count(db, &at, now_us, limits));
    if (at.wants_code && recovery_looks_like(a, code))
        return recovery_use(db, a, keys, user_id, code, now_us);
    TRY(factor_open(a, keys, user_id, db_bytes(&row, 0, 6), secret));
    bool right = crypto_totp_ok(a, secret, code, now_us / UTC_SECOND_US, db_int(&row, 0, 7), &step);
    crypto_wipe(secret, sizeof secret);
    if (!right)
        return ERR_INPUT;
    /* Of two who send the same code at once, one gets in. */
    TRY(db_run(db, &list[FACTOR_USED], DB_ARGS(DB_INT(step), DB_INT(user_id), DB_INT(step)), &done));
    return done.rows == 1 ? ERR_NONE : ERR_INPUT;
}

static enum err factor_set_tx(struct db *db, void *ctx)
{
    const struct own_change *own = ctx;
    const struct change_field field = {"second_factor", "0", "1"};
    TRY(db_run(db, &list[FACTOR_SET], DB_ARGS(DB_BYTES(own->sealed.p, own->sealed.n), DB_INT(own->step), DB_INT(own->user_id)), NULL));
    TRY(recovery_put(db, own->arena, own->by, own->user_id, own->recovery));
    return note_own(db, own, "edited", &field);
}

enum err access_factor_set(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const uint8_t *secret, const char *code,
                           const char *ret_recovery[RECOVERY_CODES])
{
    struct own_change own = {.arena = a, .by = by, .user_id = user_id, .recovery = ret_recovery};
    if (!crypto_totp_ok(a, secret, code, by->now_us / UTC_SECOND_US, 0, &own.step))
        return ERR_INPUT;
    TRY(factor_seal(a, by->keys, user_id, secret, &own.sealed));
    return db_tx(db, factor_set_tx, &own);
}

static enum err factor_drop_tx(struct db *db, void *ctx)
{
    const struct own_change *own = ctx;
    const struct change_field field = {"second_factor", "1", "0"};
    struct db_done done;
    TRY(db_run(db, &list[FACTOR_DROP], DB_ARGS(DB_INT(own->user_id)), &done));
    return done.rows == 0 ? ERR_NONE : note_own(db, own, "edited", &field);
}

enum err access_factor_drop(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id)
{
    struct own_change own = {.arena = a, .by = by, .user_id = user_id};
    return db_tx(db, factor_drop_tx, &own);
}

/* ---- the list of sessions, language, purge ---- */

enum err access_sessions(struct db *db, struct arena *a, int64_t user_id, struct access_session_row **ret_rows, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[SESSIONS], DB_ARGS(DB_INT(user_id), DB_INT(SESSIONS_SHOWN)), &rows));
    struct access_session_row *found = ARENA_ARRAY(a, rows.n, struct access_session_row);
    for (size_t i = 0; i < rows.n; i++) {
        found[i] = (struct access_session_row){
            .id = db_int(&rows, i, 0),
            .created_us = db_int(&rows, i, 1),
            .seen_us = db_int(&rows, i, 2),
            .address = db_text(&rows, i, 3),
            .agent = db_text(&rows, i, 4),
        };
    }
    *ret_rows = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err access_end_session(struct db *db, int64_t user_id, int64_t session_id)
{
    struct db_done done;
    TRY(db_run(db, &list[SESSION_END_OWN], DB_ARGS(DB_INT(session_id), DB_INT(user_id)), &done));
    return done.rows == 0 ? ERR_NOT_FOUND : ERR_NONE;
}

enum err access_set_language(struct db *db, int64_t user_id, const char *code)
{
    struct db_done done;
    TRY(db_run(db, &list[SET_LANGUAGE], DB_ARGS(DB_TEXT(code), DB_INT(user_id)), &done));
    return done.rows == 0 ? ERR_NOT_FOUND : ERR_NONE;
}

enum err access_purge_sessions(struct db *db, int64_t now_us, const struct access_limits *limits)
{
    /* One past its absolute limit is refused, so it is not seen again and falls to the same condition soon after. */
    return db_run(db, &purge_list[0], DB_ARGS(DB_INT(now_us - limits->idle_us), DB_INT(PURGE_BATCH)), NULL);
}
