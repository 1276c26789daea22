#include <string.h>

#include "crypto_seal.h"
#include "identity_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static struct filed file_as(enum complaint_mode mode, const char *phone)
{
    struct filing f = fixture_filing(x, 4, 2, "身份");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;
    f.mode = mode;
    f.who.phone = phone;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    return filed;
}

/* The keys of one pool only. */
static struct crypto_keys *keys_of(enum crypto_pool pool)
{
    struct crypto_keys *keys = NULL;
    char why[256] = "";
    if (crypto_keys_load(x->keys_dir, pool, &keys, why) != ERR_NONE)
        ck_abort_msg("%s", why);
    return keys;
}

START_TEST(sealed_and_opened)
{
    struct filed filed = file_as(COMPLAINT_NAMED, "13800138000");
    struct identity who, how;

    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, filed.id, &who));
    ck_assert_str_eq(who.name, "张三");
    ck_assert_str_eq(who.phone, "13800138000");
    ck_assert_str_eq(who.email, "zhang@example.com");
    ck_assert_str_eq(who.address, "");
    ck_assert_str_eq(who.prefer, "phone");
    ck_assert_str_eq(who.prefer_time, "晚上");
    ASSERT_OK(identity_preference(x->staff_db, x->arena, filed.id, &how));
    ck_assert_str_eq(how.prefer, "phone");
    ck_assert_str_eq(how.phone, "");
    ck_assert_int_eq(count("SELECT address IS NULL AND id_number IS NULL AND phone_index IS NULL FROM complaint_identity"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE name LIKE '%张三%' OR phone LIKE '%13800138000%'"), 0);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, filed.id + 1, &who), ERR_NOT_FOUND);
    ASSERT_ERR(identity_preference(x->staff_db, x->arena, filed.id + 1, &how), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_public_pool_cannot_open_what_it_sealed)
{
    struct crypto_keys *public_keys = keys_of(CRYPTO_PUBLIC), *jobs_keys = keys_of(CRYPTO_JOBS);
    struct filed named = file_as(COMPLAINT_NAMED, "13800138000"), secret = file_as(COMPLAINT_CONFIDENTIAL, "13900139000");
    struct identity who;

    ASSERT_ERR(identity_load(x->jobs_db, x->arena, public_keys, named.id, &who), ERR_CRYPTO);
    ASSERT_ERR(identity_load(x->jobs_db, x->arena, public_keys, secret.id, &who), ERR_CRYPTO);
    ASSERT_OK(identity_load(x->jobs_db, x->arena, jobs_keys, named.id, &who));
    ASSERT_ERR(identity_load(x->jobs_db, x->arena, jobs_keys, secret.id, &who), ERR_CRYPTO);
    crypto_keys_free(public_keys);
    crypto_keys_free(jobs_keys);
}
END_TEST

START_TEST(bound_to_its_row_and_column)
{
    struct filed first = file_as(COMPLAINT_NAMED, "13800138000"), second = file_as(COMPLAINT_NAMED, "13900139000");
    struct identity who;

    store_test_sql(x->root, "UPDATE complaint_identity SET name = phone WHERE complaint_id = %lld", (long long)first.id);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, first.id, &who), ERR_CRYPTO);
    store_test_sql(x->root,
                   "UPDATE complaint_identity a, complaint_identity b SET a.wrapped_key = b.wrapped_key, a.name = b.name, a.phone = b.phone, a.email = b.email "
                   "WHERE a.complaint_id = %lld AND b.complaint_id = %lld",
                   (long long)first.id, (long long)second.id);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, first.id, &who), ERR_CRYPTO);
}
END_TEST

/* Nobody who splits a confidential complaint can open it: what comes of it shares the row, a named one or an anonymous one does not. */
START_TEST(what_was_split_off_shares_a_confidential_identity)
{
    struct filed secret = file_as(COMPLAINT_CONFIDENTIAL, "13900139000"), open = file_as(COMPLAINT_NAMED, "13800138000"), other = file_as(COMPLAINT_CONFIDENTIAL, "1");
    struct filed part = file_as(COMPLAINT_CONFIDENTIAL, "2"), back = file_as(COMPLAINT_CONFIDENTIAL, "3"), friend = file_as(COMPLAINT_CONFIDENTIAL, "4"), named = file_as(COMPLAINT_NAMED, "5");
    struct crypto_keys *jobs_keys = keys_of(CRYPTO_JOBS);
    struct identity who;
    const struct {
        int64_t from, to;
        int kind;
    } links[] = {{secret.id, part.id, 5}, {part.id, back.id, 6}, {other.id, friend.id, 1}, {open.id, named.id, 5}};
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        store_test_sql(x->root, "DELETE FROM complaint_identity WHERE complaint_id = %lld", (long long)links[i].to);
        store_test_sql(x->root, "INSERT INTO complaint_link (a_id, b_id, kind, at_us) VALUES (%lld, %lld, %d, 1)", (long long)links[i].from, (long long)links[i].to, links[i].kind);
    }
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, part.id, &who));
    ck_assert_str_eq(who.phone, "13900139000");
    ASSERT_OK(identity_preference(x->staff_db, x->arena, back.id, &who));
    ck_assert_str_eq(who.prefer, "phone");
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, back.id, &who));
    ck_assert_str_eq(who.name, "张三");
    ASSERT_ERR(identity_load(x->jobs_db, x->arena, jobs_keys, part.id, &who), ERR_CRYPTO); /* still for custodians alone */
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, friend.id, &who), ERR_NOT_FOUND);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, named.id, &who), ERR_NOT_FOUND);
    crypto_keys_free(jobs_keys);
}
END_TEST

START_TEST(jobs_take_over)
{
    struct filed first = file_as(COMPLAINT_NAMED, "+86 138-0013-8000");
    struct identity who;
    uint8_t index[16];
    size_t done = 99;

    (void)file_as(COMPLAINT_CONFIDENTIAL, "13700137000");
    (void)file_as(COMPLAINT_NAMED, "");
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 1, &done));
    ck_assert_uint_eq(done, 1);
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 10, &done));
    ck_assert_uint_eq(done, 1);
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 10, &done));
    ck_assert_uint_eq(done, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE wrap_kind = 2"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE wrap_kind = 3 AND name_index IS NULL"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE phone_index IS NULL AND wrap_kind = 2"), 1);
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, first.id, &who));
    ck_assert_str_eq(who.phone, "+86 138-0013-8000");
    ck_assert(crypto_blind_index(x->keys, "complaint_identity.phone", STR("13800138000"), index));
    const char *sql = arena_printf(x->arena, "SELECT COUNT(*) FROM complaint_identity WHERE phone_index = x'%s'", str_hex(x->arena, index, 16));
    ck_assert_int_eq(count(sql), 1);
}
END_TEST

START_TEST(a_broken_one_does_not_stop_the_others)
{
    struct filed first = file_as(COMPLAINT_NAMED, "1"), second = file_as(COMPLAINT_NAMED, "2");
    size_t done = 99;

    store_test_sql(x->root, "UPDATE complaint_identity SET wrapped_key = REVERSE(wrapped_key) WHERE complaint_id = %lld", (long long)first.id);
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 10, &done));
    ck_assert_uint_eq(done, 1);
    ck_assert_int_eq(count("SELECT complaint_id FROM complaint_identity WHERE wrap_kind = 2"), second.id);
}
END_TEST

START_TEST(keys_rotate_while_serving)
{
    struct filed first = file_as(COMPLAINT_NAMED, "13800138000");
    FILE *quiet = fopen("/dev/null", "we");
    struct identity who;
    size_t done = 99;

    ck_assert_ptr_nonnull(quiet);
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 10, &done));
    ASSERT_OK(identity_rewrap(x->jobs_db, x->arena, x->keys, 10, &done));
    ck_assert_uint_eq(done, 0);
    ASSERT_OK(crypto_keys_rotate(x->keys_dir, quiet));
    (void)fclose(quiet);
    struct crypto_keys *newer = keys_of(CRYPTO_ALL);
    ASSERT_OK(identity_load(x->staff_db, x->arena, newer, first.id, &who));
    ASSERT_OK(identity_rewrap(x->jobs_db, x->arena, newer, 10, &done));
    ck_assert_uint_eq(done, 1);
    ck_assert_int_eq(count("SELECT wrap_version FROM complaint_identity"), 2);
    ASSERT_OK(identity_load(x->staff_db, x->arena, newer, first.id, &who));
    ck_assert_str_eq(who.name, "张三");
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, first.id, &who), ERR_CRYPTO);
    crypto_keys_free(newer);
}
END_TEST

START_TEST(staff_write_under_the_master_key)
{
    struct filed filed = file_as(COMPLAINT_ANONYMOUS, "");
    const struct identity who = {.name = "李四", .phone = "(0571) 8888 6666", .prefer = "phone"};
    struct identity back;

    ASSERT_ERR(identity_insert(x->staff_db, x->arena, x->keys, CRYPTO_STAFF, filed.id, COMPLAINT_ANONYMOUS, &who), ERR_INTERNAL);
    ASSERT_OK(identity_insert(x->staff_db, x->arena, x->keys, CRYPTO_STAFF, filed.id, COMPLAINT_NAMED, &who));
    ck_assert_int_eq(count("SELECT wrap_kind = 2 AND phone_index IS NOT NULL AND email_index IS NULL FROM complaint_identity"), 1);
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, filed.id, &back));
    ck_assert_str_eq(back.name, "李四");
    ck_assert_str_eq(back.prefer_time, "");
    ASSERT_ERR(identity_insert(x->staff_db, x->arena, x->keys, CRYPTO_STAFF, filed.id, COMPLAINT_NAMED, &who), ERR_EXISTS);
}
END_TEST

Suite *suite_store_identity(void);
Suite *suite_store_identity(void)
{
    Suite *suite = suite_create("identity_store");
    TCase *tc = tcase_create("identity");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, sealed_and_opened);
    tcase_add_test(tc, the_public_pool_cannot_open_what_it_sealed);
    tcase_add_test(tc, bound_to_its_row_and_column);
    tcase_add_test(tc, what_was_split_off_shares_a_confidential_identity);
    tcase_add_test(tc, jobs_take_over);
    tcase_add_test(tc, a_broken_one_does_not_stop_the_others);
    tcase_add_test(tc, keys_rotate_while_serving);
    tcase_add_test(tc, staff_write_under_the_master_key);
    suite_add_tcase(suite, tc);
    return suite;
}
