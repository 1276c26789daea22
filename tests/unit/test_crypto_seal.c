#include <check.h>
#include <string.h>

#include "crypto_fixture.h"
#include "crypto_gcm.h"
#include "crypto_seal.h"

Suite *suite_crypto_seal(void);

static const uint8_t key_one[32] = {1}, key_two[32] = {2};
static const char where[] = "complaint_identity.name", row[] = "17";

static enum err open_field(struct str sealed, struct str *ret_plain)
{
    return crypto_field_open(crypto_arena, key_one, where, row, sealed, ret_plain);
}

/* A copy of s, as long as n, with one bit of byte i flipped; i beyond n flips none. */
static struct str flipped(struct str s, size_t n, size_t i, int bit)
{
    char *p = arena_alloc(crypto_arena, n + 1);

    memcpy(p, s.p, n < s.n ? n : s.n);
    if (i < n)
        p[i] = (char)(p[i] ^ (1 << bit));
    return (struct str){p, n};
}

START_TEST(fields_open_again_and_hide_their_length)
{
    static const size_t lengths[] = {0, 1, 27, 28, 29, 60, 61, 1000};

    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        size_t n = lengths[i];
        struct str plain = {memset(arena_alloc(crypto_arena, n + 1), 'x', n), n}, opened;
        struct str sealed = crypto_field_seal(crypto_arena, key_one, where, row, plain);

        ck_assert_uint_eq((sealed.n - CRYPTO_GCM_OVERHEAD) % 32, 0);
        ck_assert_uint_eq(sealed.n - CRYPTO_GCM_OVERHEAD, (n + 4 + 31) / 32 * 32);
        ck_assert_int_eq(open_field(sealed, &opened), ERR_NONE);
        ck_assert(str_eq(opened, plain));
        ck_assert_int_eq(opened.p[opened.n], 0);
    }
    ck_assert_int_eq(crypto_field_seal(crypto_arena, key_one, where, row, (struct str){0}).n, CRYPTO_GCM_OVERHEAD + 32);
}
END_TEST

START_TEST(a_seal_is_never_the_same_twice)
{
    struct str a = crypto_field_seal(crypto_arena, key_one, where, row, STR("name"));
    struct str b = crypto_field_seal(crypto_arena, key_one, where, row, STR("name"));

    ck_assert_uint_eq(a.n, b.n);
    ck_assert_mem_ne(a.p + 1, b.p + 1, 12);
    ck_assert_mem_ne(a.p + 13, b.p + 13, a.n - 13);
}
END_TEST

START_TEST(every_bit_of_a_field_counts)
{
    struct str sealed = crypto_field_seal(crypto_arena, key_one, where, row, STR("13800138000")), opened = STR("untouched");

    for (size_t i = 0; i < sealed.n; i++)
        for (int bit = 0; bit < 8; bit++)
            ck_assert_int_eq(open_field(flipped(sealed, sealed.n, i, bit), &opened), ERR_CRYPTO);
    for (size_t n = 0; n < sealed.n + 70; n++)
        if (n != sealed.n)
            ck_assert_int_eq(open_field(flipped(sealed, n, SIZE_MAX, 0), &opened), ERR_CRYPTO);
    ck_assert(str_is(opened, "untouched"));
    ck_assert_int_eq(open_field(flipped(sealed, sealed.n, SIZE_MAX, 0), &opened), ERR_NONE);
}
END_TEST

START_TEST(a_field_opens_only_in_its_place)
{
    struct str sealed = crypto_field_seal(crypto_arena, key_one, "t.ab", "c", STR("x")), opened;

    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.ab", "c", sealed, &opened), ERR_NONE);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_two, "t.ab", "c", sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.ac", "c", sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.ab", "d", sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.a", "bc", sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.ab", "", sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "", "t.abc", sealed, &opened), ERR_CRYPTO);
}
END_TEST

/* Sealed by somebody with the key, but not by this program: the length inside is a lie. */
START_TEST(a_length_beyond_the_padding_is_refused)
{
    struct crypto_part bound[] = {{"field", 5}, {where, sizeof where - 1}, {row, sizeof row - 1}};
    uint8_t out[CRYPTO_GCM_OVERHEAD + 32], inside[32] = {0, 0, 0, 28};
    struct crypto_part plain = {inside, sizeof inside};
    struct str opened;

    crypto_gcm_seal(key_one, bound, COUNT_OF(bound), &plain, 1, out);
    ck_assert_int_eq(open_field((struct str){(char *)out, sizeof out}, &opened), ERR_NONE);
    ck_assert_uint_eq(opened.n, 28);
    inside[3] = 29;
    crypto_gcm_seal(key_one, bound, COUNT_OF(bound), &plain, 1, out);
    ck_assert_int_eq(open_field((struct str){(char *)out, sizeof out}, &opened), ERR_CRYPTO);
    inside[0] = 255;
    crypto_gcm_seal(key_one, bound, COUNT_OF(bound), &plain, 1, out);
    ck_assert_int_eq(open_field((struct str){(char *)out, sizeof out}, &opened), ERR_CRYPTO);
}
END_TEST

static void seal_too_much(void)
{
    crypto_field_seal(crypto_arena, key_one, where, row, (struct str){"x", CRYPTO_SEAL_MAX + 1});
}

START_TEST(the_size_is_bounded)
{
    struct str opened;

    crypto_expect_abort(seal_too_much);
    ck_assert_int_eq(open_field((struct str){"x", CRYPTO_SEAL_MAX * 2}, &opened), ERR_CRYPTO);
}
END_TEST

/* Made with another program's AES-256-GCM: key 01 00..., nonce 00..0b, bound to "field", "t.c", "1". Old rows depend on it. */
START_TEST(format_is_fixed)
{
    static const char hex[] = "01000102030405060708090a0baca3b129b386cb1364c81035fa37dcf20806bd82fa4072f765b4f1d69af63e94"
                              "7839e5ad00308b816460da851314f42d";
    uint8_t sealed[CRYPTO_GCM_OVERHEAD + 32];
    struct str opened;

    ck_assert(str_unhex(STR(hex), sealed, sizeof sealed));
    ck_assert_int_eq(crypto_field_open(crypto_arena, key_one, "t.c", "1", (struct str){(char *)sealed, sizeof sealed}, &opened), ERR_NONE);
    ck_assert(str_is(opened, "text"));
}
END_TEST

static void check_wrapping(enum crypto_wrap kind, enum crypto_pool seals, enum crypto_pool opens)
{
    struct crypto_keys *sealing = crypto_load(seals), *opening = crypto_load(opens);
    uint8_t record_key[CRYPTO_RECORD_KEY], opened[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped, changed;

    ck_assert_int_eq(crypto_record_new(crypto_arena, sealing, kind, record_key, &wrapped), ERR_NONE);
    ck_assert_int_eq(wrapped.kind, kind);
    ck_assert_int_eq(wrapped.version, 1);
    ck_assert_int_eq(crypto_record_open(opening, &wrapped, opened), ERR_NONE);
    ck_assert_mem_eq(opened, record_key, sizeof opened);
    for (size_t i = 0; i < wrapped.bytes.n; i++) {
        changed = wrapped;
        changed.bytes = flipped(wrapped.bytes, wrapped.bytes.n, i, (int)(i % 8));
        ck_assert_msg(crypto_record_open(opening, &changed, opened) == ERR_CRYPTO, "kind %d byte %zu", kind, i);
    }
    for (size_t n = 0; n < wrapped.bytes.n + 2; n++) {
        changed = wrapped;
        changed.bytes = flipped(wrapped.bytes, n, SIZE_MAX, 0);
        ck_assert_int_eq(crypto_record_open(opening, &changed, opened), n == wrapped.bytes.n ? ERR_NONE : ERR_CRYPTO);
    }
    changed = wrapped;
    changed.version = 2;
    ck_assert_int_eq(crypto_record_open(opening, &changed, opened), ERR_CRYPTO);
    for (enum crypto_wrap other = 0; other <= 4; other++) {
        changed = wrapped;
        changed.kind = other;
        ck_assert_int_eq(crypto_record_open(opening, &changed, opened), other == kind ? ERR_NONE : ERR_CRYPTO);
    }
    crypto_keys_free(sealing);
    crypto_keys_free(opening);
}

START_TEST(record_keys_wrap_and_open)
{
    crypto_make_keys();
    check_wrapping(WRAP_INTAKE, CRYPTO_PUBLIC, CRYPTO_JOBS);
    check_wrapping(WRAP_MASTER, CRYPTO_JOBS, CRYPTO_STAFF);
    check_wrapping(WRAP_CUSTODY, CRYPTO_PUBLIC, CRYPTO_STAFF);
}
END_TEST

START_TEST(the_public_pool_cannot_open_what_it_seals)
{
    struct crypto_keys *keys;
    uint8_t record_key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped = {0};

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_INTAKE, record_key, &wrapped), ERR_NONE);
    ck_assert_int_eq(crypto_record_open(keys, &wrapped, record_key), ERR_CRYPTO);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_CUSTODY, record_key, &wrapped), ERR_NONE);
    ck_assert_int_eq(crypto_record_open(keys, &wrapped, record_key), ERR_CRYPTO);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_MASTER, record_key, &wrapped), ERR_CRYPTO);
    ck_assert_int_eq(crypto_record_wrap(crypto_arena, keys, 9, record_key, &wrapped), ERR_CRYPTO);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(jobs_cannot_open_confidential_identities)
{
    struct crypto_keys *keys;
    uint8_t record_key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_JOBS);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_CUSTODY, record_key, &wrapped), ERR_NONE);
    ck_assert_int_eq(crypto_record_open(keys, &wrapped, record_key), ERR_CRYPTO);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(a_public_key_of_zeros_seals_nothing)
{
    struct crypto_keys *keys;
    uint8_t record_key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;

    crypto_make_keys();
    crypto_put("intake.pub", arena_printf(crypto_arena, "intake.pub 1 %s\n", crypto_key_text(32, 0)));
    keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_INTAKE, record_key, &wrapped), ERR_CRYPTO);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(rotation_keeps_old_wrappings_and_wraps_with_the_new)
{
    struct crypto_keys *keys;
    uint8_t record_key[CRYPTO_RECORD_KEY], opened[CRYPTO_RECORD_KEY];
    struct crypto_wrapped old, new;
    FILE *quiet = fopen("/dev/null", "w");

    crypto_make_keys();
    keys = crypto_load(CRYPTO_ALL);
    ck_assert_int_eq(crypto_record_new(crypto_arena, keys, WRAP_INTAKE, record_key, &old), ERR_NONE);
    crypto_keys_free(keys);
    ck_assert_int_eq(crypto_keys_rotate(crypto_dir, quiet), ERR_NONE);
    fclose(quiet);
    keys = crypto_load(CRYPTO_ALL);
    ck_assert_int_eq(crypto_record_open(keys, &old, opened), ERR_NONE);
    ck_assert_mem_eq(opened, record_key, sizeof opened);
    ck_assert_int_eq(crypto_record_wrap(crypto_arena, keys, WRAP_MASTER, opened, &new), ERR_NONE);
    ck_assert_int_eq(new.version, 2);
    ck_assert_int_eq(crypto_record_open(keys, &new, opened), ERR_NONE);
    ck_assert_mem_eq(opened, record_key, sizeof opened);
    new.version = 1;
    ck_assert_int_eq(crypto_record_open(keys, &new, opened), ERR_CRYPTO);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(blind_indexes_are_per_column_and_key)
{
    struct crypto_keys *keys, *public_pool;
    uint8_t first[16], out[16];
    FILE *quiet = fopen("/dev/null", "w");

    crypto_make_keys();
    public_pool = crypto_load(CRYPTO_PUBLIC);
    ck_assert(!crypto_blind_index(public_pool, "phone", STR("138"), out));
    crypto_keys_free(public_pool);
    keys = crypto_load(CRYPTO_STAFF);
    ck_assert(crypto_blind_index(keys, "phone", STR("138"), first));
    ck_assert(crypto_blind_index(keys, "phone", STR("138"), out));
    ck_assert_mem_eq(out, first, 16);
    ck_assert(crypto_blind_index(keys, "phone", STR("139"), out));
    ck_assert_mem_ne(out, first, 16);
    ck_assert(crypto_blind_index(keys, "email", STR("138"), out));
    ck_assert_mem_ne(out, first, 16);
    crypto_keys_free(keys);
    ck_assert_int_eq(crypto_keys_rotate(crypto_dir, quiet), ERR_NONE);
    fclose(quiet);
    keys = crypto_load(CRYPTO_STAFF);
    ck_assert(crypto_blind_index(keys, "phone", STR("138"), out));
    ck_assert_mem_ne(out, first, 16);
    ck_assert(crypto_blind_index_older(keys, 1, "phone", STR("138"), out));
    ck_assert_mem_eq(out, first, 16);
    ck_assert(!crypto_blind_index_older(keys, 2, "phone", STR("138"), out));
    crypto_keys_free(keys);
}
END_TEST

START_TEST(blobs_open_only_with_the_secret)
{
    struct crypto_keys *keys, *jobs, *staff;
    struct str sealed, opened = STR("untouched");

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    staff = crypto_load(CRYPTO_STAFF);
    jobs = crypto_load(CRYPTO_JOBS);
    sealed = crypto_blob_seal(crypto_arena, keys, "draft", STR("cookie"), STR("what was typed"));
    ck_assert_int_eq(crypto_blob_open(crypto_arena, keys, "draft", STR("cookie2"), sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_blob_open(crypto_arena, keys, "drafts", STR("cookie"), sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_blob_open(crypto_arena, staff, "draft", STR("cookie"), sealed, &opened), ERR_CRYPTO);
    ck_assert_int_eq(crypto_blob_open(crypto_arena, jobs, "draft", STR("cookie"), sealed, &opened), ERR_CRYPTO);
    for (size_t i = 0; i < sealed.n; i++)
        ck_assert_int_eq(crypto_blob_open(crypto_arena, keys, "draft", STR("cookie"), flipped(sealed, sealed.n, i, 0), &opened),
                         ERR_CRYPTO);
    ck_assert(str_is(opened, "untouched"));
    ck_assert_int_eq(crypto_blob_open(crypto_arena, keys, "draft", STR("cookie"), sealed, &opened), ERR_NONE);
    ck_assert(str_is(opened, "what was typed"));
    ck_assert_uint_eq(crypto_blob_seal(crypto_arena, jobs, "draft", STR("cookie"), STR("x")).n, 0);
    crypto_keys_free(keys);
    crypto_keys_free(staff);
    crypto_keys_free(jobs);
}
END_TEST

START_TEST(blobs_survive_a_new_web_key)
{
    struct crypto_keys *keys;
    struct str sealed, opened;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    sealed = crypto_blob_seal(crypto_arena, keys, "draft", STR("cookie"), STR("what was typed"));
    crypto_keys_free(keys);
    crypto_put("web.key", arena_printf(crypto_arena, "%sweb.key 2 %s\n", crypto_get("web.key"), crypto_key_text(32, 5)));
    keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert_int_eq(crypto_blob_open(crypto_arena, keys, "draft", STR("cookie"), sealed, &opened), ERR_NONE);
    ck_assert(str_is(opened, "what was typed"));
    crypto_keys_free(keys);
}
END_TEST

Suite *suite_crypto_seal(void)
{
    Suite *s = suite_create("crypto_seal");
    TCase *t = tcase_create("seal");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, fields_open_again_and_hide_their_length);
    tcase_add_test(t, a_seal_is_never_the_same_twice);
    tcase_add_test(t, every_bit_of_a_field_counts);
    tcase_add_test(t, a_field_opens_only_in_its_place);
    tcase_add_test(t, a_length_beyond_the_padding_is_refused);
    tcase_add_test(t, the_size_is_bounded);
    tcase_add_test(t, format_is_fixed);
    tcase_add_test(t, record_keys_wrap_and_open);
    tcase_add_test(t, the_public_pool_cannot_open_what_it_seals);
    tcase_add_test(t, jobs_cannot_open_confidential_identities);
    tcase_add_test(t, a_public_key_of_zeros_seals_nothing);
    tcase_add_test(t, rotation_keeps_old_wrappings_and_wraps_with_the_new);
    tcase_add_test(t, blind_indexes_are_per_column_and_key);
    tcase_add_test(t, blobs_open_only_with_the_secret);
    tcase_add_test(t, blobs_survive_a_new_web_key);
    suite_add_tcase(s, t);
    return s;
}
