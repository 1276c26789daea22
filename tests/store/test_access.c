#include <string.h>

#include "access_store.h"
#include "change_store.h"
#include "crypto_random.h"
#include "crypto_totp.h"
#include "store_fixture.h"
#include "utc.h"

#define LOGIN "clerk"
#define RIGHT "correct horse battery"
#define MINUTE UTC_MINUTE_US

static struct fixture *x;
static int64_t now;

static const struct access_limits limits = {
    .idle_us = 30 * UTC_MINUTE_US, .absolute_us = 12 * UTC_HOUR_US, .tries = 3, .window_s = 900, .cost = {1, 1024}, .lock_dir = NULL};

static void up(void)
{
    const char *hash;
    x = fixture_make();
    now = x->now_us;
    ASSERT_OK(crypto_password_hash(x->arena, RIGHT, limits.cost, &hash));
    store_test_sql(x->root, "UPDATE app_user SET password_hash = '%s' WHERE id IN (2, 6)", hash);
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'h', '处理', 'Handler'), (2, 'a', '管理', ''), (3, 'n', '空', '')");
    store_test_sql(x->root, "INSERT INTO role_permission VALUES (1, 'see'), (1, 'close'), (2, 'set_people'), (2, 'fly')");
    store_test_sql(x->root, "INSERT INTO role_grant (id, user_id, role_id, unit_id, department_id) VALUES (1, 2, 1, 2, NULL), (2, 2, 2, NULL, 3), (3, 2, 3, 4, NULL), "
                            "(4, 3, 1, 3, NULL)");
}

static void down(void)
{
    fixture_end(x);
}

static enum err sign_in(const char *login, const char *password, const char *address, const char **ret_secret)
{
    const struct access_sign_in in = {.login = login, .password = password, .address = address, .agent = "Test/1.0"};
    return access_sign_in(x->staff_db, x->arena, x->keys, &in, now, &limits, ret_secret);
}

/* User 2, changing the own account. */
static const struct change_by *by(void)
{
    static const struct access_user own = {.id = 2};
    static struct change_by own_by;
    own_by = (struct change_by){.keys = x->keys, .actor = &own, .now_us = now};
    return &own_by;
}

static int64_t logged(const char *kind, const char *data)
{
    const char *sql = arena_printf(x->arena, "SELECT COUNT(*) FROM change_log WHERE entity = 'user' AND entity_id = 2 AND actor_id = 2 AND kind = '%s' AND data = '%s'",
                                   kind, data);
    return store_test_number(x->root, x->arena, sql);
}

static const char *signed_in(void)
{
    const char *secret;
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
    return secret;
}

static enum err session(const char *secret, const struct access_user **ret_user)
{
    return access_session(x->staff_db, x->arena, secret, now, &limits, ret_user);
}

START_TEST(a_session_brings_everything)
{
    const struct access_user *user;
    const char *secret = signed_in();
    ck_assert_uint_eq(strlen(secret), 43);
    ASSERT_OK(session(secret, &user));
    ck_assert_int_eq(user->id, 2);
    ck_assert_str_eq(user->login, LOGIN);
    ck_assert_str_eq(user->unit_en, "Province A");
    ck_assert_str_eq(user->department_zh, "客户服务部");
    ck_assert_str_eq(user->session_secret, secret);
    ck_assert_uint_eq(user->n_grants, 3);
    ck_assert_int_eq(user->permissions, PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_CLOSE) | PERMISSION_BIT(MAY_SET_PEOPLE));
    ck_assert_int_eq(user->grants[0].unit_id, 2);
    ck_assert_int_eq(user->grants[1].department_id, 3);
    ck_assert_int_eq(user->grants[2].permissions, 0);
    ck_assert_str_eq(user->grants[0].role_en, "Handler");
    ck_assert_int_eq(user->holders[0], holder_code(HOLDER_UNIT, 2));
    ck_assert_int_eq(user->holders[1], holder_code(HOLDER_USER, 2));
    ck_assert(!user->must_change_password && !user->second_factor);
    ck_assert_int_eq(user->reauth_us, now);
}
END_TEST

START_TEST(a_session_costs_one_statement)
{
    const struct access_user *user;
    const char *secret = signed_in();
    now += 59 * UTC_SECOND_US;
    ASSERT_OK(session(secret, &user)); /* the names of units, departments and roles are known from here on */
    (void)db_take_counts(x->staff_db);
    ASSERT_OK(session(secret, &user));
    ck_assert_uint_eq(db_take_counts(x->staff_db).statements, 1);
    now += UTC_SECOND_US;
    ASSERT_OK(session(secret, &user)); /* a minute: seen moves on */
    ck_assert_uint_eq(db_take_counts(x->staff_db).statements, 2);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT seen_us FROM staff_session"), now);
}
END_TEST

START_TEST(only_the_hash_is_stored)
{
    const char *secret = signed_in();
    ck_assert_int_eq(store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT COUNT(*) FROM staff_session WHERE token_hash = UNHEX(SHA2('%s', 256))", secret)), 1);
    ck_assert_str_ne(secret, signed_in()); /* each sign-in has its own */
}
END_TEST

START_TEST(rights_hold_from_the_next_click)
{
    const struct access_user *user;
    const char *secret = signed_in();
    store_test_sql(x->root, "DELETE FROM role_permission WHERE role_id = 1 AND permission = 'close'");
    store_test_sql(x->root, "DELETE FROM role_grant WHERE id = 2");
    ASSERT_OK(session(secret, &user));
    ck_assert_int_eq(user->permissions, PERMISSION_BIT(MAY_SEE));
    store_test_sql(x->root, "UPDATE app_user SET active = 0 WHERE id = 2");
    ASSERT_ERR(session(secret, &user), ERR_SIGN_IN);
}
END_TEST

START_TEST(sessions_grow_old)
{
    const struct access_user *user;
    const char *idle = signed_in();
    now += limits.idle_us;
    ASSERT_OK(session(idle, &user));
    now += limits.idle_us + 1;
    ASSERT_ERR(session(idle, &user), ERR_SIGN_IN);

    const char *busy = signed_in();
    for (int64_t end = now + limits.absolute_us; now < end; now += limits.idle_us / 2)
        ASSERT_OK(session(busy, &user));
    now += 1;
    ASSERT_ERR(session(busy, &user), ERR_SIGN_IN);
}
END_TEST

START_TEST(anything_else_is_no_session)
{
    const struct access_user *user;
    const char *secret = signed_in();
    char other[44];
    memcpy(other, secret, sizeof other);
    other[0] = other[0] == 'A' ? 'B' : 'A';
    const char *const bad[] = {"", "x", other, arena_printf(x->arena, "%sA", secret), arena_strndup(x->arena, secret, 42), "' OR 1=1 --"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ASSERT_ERR(session(bad[i], &user), ERR_SIGN_IN);
    ASSERT_OK(access_sign_out(x->staff_db, store_test_number(x->root, x->arena, "SELECT id FROM staff_session")));
    ASSERT_ERR(session(secret, &user), ERR_SIGN_IN);
}
END_TEST

/* ---- wrong passwords ---- */

START_TEST(wrong_pairs_look_alike)
{
    const char *secret = NULL;
    ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_ERR(sign_in("nobody", RIGHT, "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_ERR(sign_in("gone", RIGHT, "192.0.2.1", &secret), ERR_INPUT);  /* switched off */
    ASSERT_ERR(sign_in("other", RIGHT, "192.0.2.1", &secret), ERR_INPUT); /* has no password */
    ASSERT_ERR(sign_in("other", "", "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_ERR(sign_in("", "", "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_ERR(sign_in("clerk\xff", RIGHT, "192.0.2.1", &secret), ERR_INPUT);
    ck_assert_ptr_null(secret);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM staff_session"), 0);
    ASSERT_OK(sign_in("  CLERK ", RIGHT, "192.0.2.1", &secret));
}
END_TEST

START_TEST(delays_grow_and_end_by_themselves)
{
    const char *secret;
    for (unsigned i = 0; i < limits.tries; i++)
        ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret), ERR_RATE);
    now += UTC_SECOND_US;
    ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT);
    now += UTC_SECOND_US;
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "192.0.2.2", &secret), ERR_RATE); /* two seconds by now, from any address */
    now += UTC_SECOND_US;
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
    ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT); /* forgiven: free tries again */
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
}
END_TEST

START_TEST(nobody_is_locked_out_for_long)
{
    const char *secret;
    store_test_sql(x->root, "UPDATE app_user SET failed_count = 500, failed_us = %lld WHERE id = 2", (long long)now);
    now += 59 * UTC_SECOND_US;
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret), ERR_RATE);
    now += UTC_SECOND_US;
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
}
END_TEST

START_TEST(old_failures_are_forgotten)
{
    const char *secret;
    for (unsigned i = 0; i < limits.tries; i++)
        ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT);
    now += (int64_t)limits.window_s * UTC_SECOND_US + 1;
    ASSERT_ERR(sign_in(LOGIN, "wrong", "192.0.2.1", &secret), ERR_INPUT);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT failed_count FROM app_user WHERE id = 2"), 1);
    /* A clock that was wrong for a while must not lock anybody out either. */
    store_test_sql(x->root, "UPDATE app_user SET failed_count = 500, failed_us = %lld WHERE id = 2", (long long)(now + 365 * UTC_DAY_US));
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
}
END_TEST

START_TEST(one_address_cannot_try_for_ever)
{
    const char *secret;
    unsigned tries = 0;
    enum err e;
    /* Each try with another name, so that no account delays it. */
    do {
        e = sign_in(arena_printf(x->arena, "name%u", tries), "wrong", "2001:db8::1", &secret);
        tries++;
    } while (e == ERR_INPUT && tries < 1000);
    ASSERT_ERR(e, ERR_RATE);
    ck_assert_uint_gt(tries, 100); /* an office behind one address gets in in the morning */
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "2001:db8::ffff", &secret), ERR_RATE); /* the same network */
    ASSERT_OK(sign_in(LOGIN, RIGHT, "2001:db8:0:1::1", &secret));
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret));
}
END_TEST

START_TEST(hashes_follow_the_settings)
{
    const char *secret;
    struct access_limits dearer = limits;
    dearer.cost = (struct crypto_password_cost){2, 2048};
    const char *before = store_test_text(x->root, x->arena, "SELECT password_hash FROM app_user WHERE id = 2");
    const struct access_sign_in in = {LOGIN, RIGHT, "192.0.2.1", ""};
    ASSERT_OK(access_sign_in(x->staff_db, x->arena, x->keys, &in, now, &dearer, &secret));
    const char *after = store_test_text(x->root, x->arena, "SELECT password_hash FROM app_user WHERE id = 2");
    ck_assert_str_ne(before, after);
    ck_assert(!crypto_password_outdated(after, dearer.cost));
    ck_assert(crypto_password_ok(after, RIGHT, dearer.cost, NULL));
}
END_TEST

/* ---- the password again, a new one, sessions, language ---- */

START_TEST(the_password_again)
{
    const struct access_user *user;
    const char *secret = signed_in();
    now += 20 * MINUTE;
    ASSERT_OK(session(secret, &user));
    ASSERT_ERR(access_reauth(x->staff_db, x->arena, user, "wrong", now, &limits), ERR_INPUT);
    ASSERT_OK(session(secret, &user));
    ck_assert_int_eq(user->reauth_us, now - 20 * MINUTE);
    ASSERT_OK(access_reauth(x->staff_db, x->arena, user, RIGHT, now, &limits));
    ASSERT_OK(session(secret, &user));
    ck_assert_int_eq(user->reauth_us, now);
    for (unsigned i = 0; i < limits.tries; i++)
        ASSERT_ERR(access_reauth(x->staff_db, x->arena, user, "wrong", now, &limits), ERR_INPUT);
    ASSERT_ERR(access_reauth(x->staff_db, x->arena, user, RIGHT, now, &limits), ERR_RATE);
}
END_TEST

START_TEST(a_new_password_ends_the_other_sessions)
{
    const struct access_user *user;
    const char *here = signed_in(), *there = signed_in(), *secret;
    ASSERT_OK(session(here, &user));
    ASSERT_OK(access_set_password(x->staff_db, x->arena, by(), user->id, user->session_id, "another good password", false, &limits));
    ck_assert_int_eq(logged("password", "{}"), 1);
    ASSERT_OK(session(here, &user));
    ASSERT_ERR(session(there, &user), ERR_SIGN_IN);
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "192.0.2.1", &secret), ERR_INPUT);
    ASSERT_OK(sign_in(LOGIN, "another good password", "192.0.2.1", &secret));
    ASSERT_OK(access_set_password(x->staff_db, x->arena, by(), 2, 0, "made by somebody else", true, &limits));
    ASSERT_OK(sign_in(LOGIN, "made by somebody else", "192.0.2.1", &secret));
    ASSERT_OK(session(secret, &user));
    ck_assert(user->must_change_password);
    ASSERT_ERR(access_set_password(x->staff_db, x->arena, by(), 999, 0, "nobody at all here", false, &limits), ERR_NOT_FOUND);
    ck_assert_int_eq(logged("password", "{}"), 2);
}
END_TEST

START_TEST(sessions_are_listed_and_ended)
{
    const struct access_user *user;
    struct access_session_row *rows;
    size_t n;
    const char *first = signed_in();
    now += MINUTE;
    const char *second = signed_in();
    ASSERT_OK(session(second, &user));
    ASSERT_OK(access_sessions(x->staff_db, x->arena, 2, &rows, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(rows[0].id, user->session_id); /* the latest first */
    ck_assert_str_eq(rows[0].agent, "Test/1.0");
    ck_assert_str_eq(rows[0].address, "192.0.2.1");
    ASSERT_ERR(access_end_session(x->staff_db, 3, rows[1].id), ERR_NOT_FOUND); /* somebody else's */
    ASSERT_OK(session(first, &user));
    ASSERT_OK(access_end_session(x->staff_db, 2, rows[1].id));
    ASSERT_ERR(session(first, &user), ERR_SIGN_IN);
    ASSERT_ERR(access_end_session(x->staff_db, 2, rows[1].id), ERR_NOT_FOUND);
}
END_TEST

START_TEST(old_sessions_are_purged)
{
    const struct access_user *user;
    (void)signed_in();
    now += limits.idle_us + 1;
    const char *fresh = signed_in();
    ASSERT_OK(access_purge_sessions(x->jobs_db, now, &limits));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM staff_session"), 1);
    ASSERT_OK(session(fresh, &user));
}
END_TEST

START_TEST(the_language_is_kept)
{
    const struct access_user *user;
    const char *secret = signed_in();
    ASSERT_OK(access_set_language(x->staff_db, 2, "en"));
    ASSERT_OK(session(secret, &user));
    ck_assert_str_eq(user->language, "en");
    ASSERT_ERR(access_set_language(x->staff_db, 999, "en"), ERR_NOT_FOUND);
}
END_TEST

START_TEST(headers_of_any_kind_are_stored)
{
    struct access_session_row *rows;
    size_t n;
    const char *secret;
    char longer[1000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    ASSERT_OK(access_begin(x->staff_db, x->arena, 2, &(struct access_sign_in){.address = "192.0.2.1", .agent = longer}, now, &secret));
    ASSERT_OK(access_begin(x->staff_db, x->arena, 2, &(struct access_sign_in){.address = "192.0.2.1", .agent = "\xff\xfe"}, now, &secret));
    ASSERT_OK(access_sessions(x->staff_db, x->arena, 2, &rows, &n));
    ck_assert_uint_eq(strlen(rows[1].agent), 200);
    ck_assert_str_eq(rows[0].agent, "");
}
END_TEST

/* ---- the second factor ---- */

static const char *recovery[RECOVERY_CODES];

/* The code of a moment, found by asking the checker: the tests know no other way to make one. */
static const char *code_at(const uint8_t *secret, int64_t at_us)
{
    for (int i = 0; i < 1000000; i++) {
        const char *code = arena_printf(x->arena, "%06d", i);
        int64_t step;
        if (crypto_totp_ok(x->arena, secret, code, at_us / UTC_SECOND_US, 0, &step) && step == at_us / UTC_SECOND_US / 30)
            return code;
    }
    ck_abort_msg("no code fits");
}

START_TEST(with_a_second_factor_a_password_is_half_the_way)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    const struct access_user *user;
    const char *cookie;
    struct access_known known;
    const struct access_sign_in in = {LOGIN, RIGHT, "192.0.2.1", ""};
    memset(secret, 7, sizeof secret);
    ASSERT_ERR(access_factor_set(x->staff_db, x->arena, by(), 2, secret, "12345", recovery), ERR_INPUT);
    ASSERT_OK(access_factor_set(x->staff_db, x->arena, by(), 2, secret, code_at(secret, now), recovery));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM app_user WHERE INSTR(totp_secret, REPEAT(CHAR(7), 8)) > 0"), 0);

    now += 5 * MINUTE;
    ASSERT_ERR(sign_in(LOGIN, RIGHT, "192.0.2.1", &cookie), ERR_FORBIDDEN);
    ASSERT_OK(access_password(x->staff_db, x->arena, x->keys, &in, now, &limits, &known));
    ck_assert(known.wants_code && known.user_id == 2);
    const char *code = code_at(secret, now);
    ASSERT_OK(access_code(x->staff_db, x->arena, x->keys, 2, code, now, &limits));
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 2, code, now, &limits), ERR_INPUT); /* a code counts once */
    ASSERT_OK(access_begin(x->staff_db, x->arena, 2, &in, now, &cookie));
    ASSERT_OK(session(cookie, &user));
    ck_assert(user->second_factor);
    ck_assert_int_eq(logged("edited", "{\"second_factor\":[\"0\",\"1\"]}"), 1);
    ASSERT_OK(access_factor_drop(x->staff_db, x->arena, by(), 2));
    ASSERT_OK(access_factor_drop(x->staff_db, x->arena, by(), 2)); /* a second click changes nothing */
    ck_assert_int_eq(logged("edited", "{\"second_factor\":[\"1\",\"0\"]}"), 1);
    ASSERT_OK(session(cookie, &user));
    ck_assert(!user->second_factor);
    ASSERT_OK(sign_in(LOGIN, RIGHT, "192.0.2.1", &cookie));
}
END_TEST

START_TEST(a_recovery_code_lets_in_once)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    int64_t left;
    const char *old, *others[RECOVERY_CODES];
    crypto_totp_new(secret);
    ASSERT_OK(access_factor_set(x->staff_db, x->arena, by(), 2, secret, code_at(secret, now), recovery));
    ck_assert_str_ne(recovery[0], recovery[1]);
    ck_assert_int_eq(logged("edited", "{\"recovery_codes\":[\"0\",\"10\"]}"), 1);
    ASSERT_OK(access_code(x->staff_db, x->arena, x->keys, 2, recovery[0], now, &limits));
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 2, recovery[0], now, &limits), ERR_INPUT);
    ck_assert_int_eq(logged("edited", "{\"recovery_codes\":[\"10\",\"9\"]}"), 1);
    ASSERT_OK(access_factor_set(x->staff_db, x->arena, by(), 3, secret, code_at(secret, now), others));
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 3, recovery[1], now, &limits), ERR_INPUT);
    ASSERT_OK(recovery_left(x->staff_db, x->arena, 2, &left));
    ck_assert_int_eq(left, 9);
    old = recovery[1];
    ASSERT_OK(recovery_renew(x->staff_db, x->arena, by(), 2, recovery));
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 2, old, now, &limits), ERR_INPUT);
    ASSERT_OK(access_code(x->staff_db, x->arena, x->keys, 2, recovery[1], now, &limits));
}
END_TEST

START_TEST(a_known_password_gives_no_free_tries_at_the_code)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    struct access_known known;
    const struct access_sign_in in = {LOGIN, RIGHT, "192.0.2.1", ""};
    memset(secret, 9, sizeof secret);
    ASSERT_OK(access_factor_set(x->staff_db, x->arena, by(), 2, secret, code_at(secret, now), recovery));
    now += 5 * MINUTE;
    unsigned tried = 0;
    for (int i = 0; i < 10; i++) {
        enum err e = access_password(x->staff_db, x->arena, x->keys, &in, now, &limits, &known);
        if (e == ERR_NONE && access_code(x->staff_db, x->arena, x->keys, 2, "wrong!", now, &limits) == ERR_INPUT)
            tried++;
    }
    ck_assert_uint_le(tried, limits.tries);
}
END_TEST

START_TEST(a_secret_of_another_row_does_not_open)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    memset(secret, 5, sizeof secret);
    ASSERT_OK(access_factor_set(x->staff_db, x->arena, by(), 2, secret, code_at(secret, now), recovery));
    store_test_sql(x->root, "UPDATE app_user SET totp_secret = (SELECT totp_secret FROM (SELECT totp_secret FROM app_user WHERE id = 2) c) WHERE id = 3");
    now += 5 * MINUTE;
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 3, code_at(secret, now), now, &limits), ERR_CRYPTO);
    store_test_sql(x->root, "UPDATE app_user SET totp_secret = 'x' WHERE id = 3");
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 3, "123456", now, &limits), ERR_CRYPTO);
    ASSERT_ERR(access_code(x->staff_db, x->arena, x->keys, 999, "123456", now, &limits), ERR_INPUT);
}
END_TEST

Suite *suite_store_access(void);
Suite *suite_store_access(void)
{
    Suite *s = suite_create("store: access");
    TCase *c = tcase_create("access");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, a_session_brings_everything);
    tcase_add_test(c, a_session_costs_one_statement);
    tcase_add_test(c, only_the_hash_is_stored);
    tcase_add_test(c, rights_hold_from_the_next_click);
    tcase_add_test(c, sessions_grow_old);
    tcase_add_test(c, anything_else_is_no_session);
    tcase_add_test(c, wrong_pairs_look_alike);
    tcase_add_test(c, delays_grow_and_end_by_themselves);
    tcase_add_test(c, nobody_is_locked_out_for_long);
    tcase_add_test(c, old_failures_are_forgotten);
    tcase_add_test(c, one_address_cannot_try_for_ever);
    tcase_add_test(c, hashes_follow_the_settings);
    tcase_add_test(c, the_password_again);
    tcase_add_test(c, a_new_password_ends_the_other_sessions);
    tcase_add_test(c, sessions_are_listed_and_ended);
    tcase_add_test(c, old_sessions_are_purged);
    tcase_add_test(c, the_language_is_kept);
    tcase_add_test(c, headers_of_any_kind_are_stored);
    tcase_add_test(c, with_a_second_factor_a_password_is_half_the_way);
    tcase_add_test(c, a_recovery_code_lets_in_once);
    tcase_add_test(c, a_known_password_gives_no_free_tries_at_the_code);
    tcase_add_test(c, a_secret_of_another_row_does_not_open);
    suite_add_tcase(s, c);
    return s;
}
