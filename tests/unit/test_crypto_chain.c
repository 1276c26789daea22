#include <check.h>
#include <string.h>

#include "crypto_chain.h"
#include "crypto_fixture.h"
#include "crypto_random.h"

Suite *suite_crypto_chain(void);

static const struct crypto_link link_of_test = {
    .chain = "complaint", .owner = 7, .seq = 3, .at_us = 1700000000000000, .actor_kind = 2, .actor_id = 11, .kind = "message",
    .data = {"{\"a\":1}", 7}};
static const uint8_t zeros[32];

static const char *hash_with(const struct crypto_keys *keys, enum crypto_key writer, const uint8_t previous[32],
                             struct crypto_link link)
{
    uint8_t out[32];

    ck_assert_int_eq(crypto_chain_hash(keys, writer, 1, previous, &link, out), ERR_NONE);
    return str_hex(crypto_arena, out, sizeof out);
}

/* The bytes that are hashed are part of the record's format: verifying old rows depends on them. */
START_TEST(format_is_fixed)
{
    struct crypto_keys *keys;
    uint8_t key[32], expected[32];
    struct crypto_part parts[] = {
        {zeros, 32},
        {"complaint", 9},
        {"\0\0\0\0\0\0\0\7", 8},
        {"\0\0\0\0\0\0\0\3", 8},
        {"\x00\x06\x0a\x24\x18\x1e\x40\x00", 8},
        {"\0\0\0\0\0\0\0\2", 8},
        {"\0\0\0\0\0\0\0\13", 8},
        {"message", 7},
        {"{\"a\":1}", 7},
    };

    crypto_make_keys();
    memset(key, 9, sizeof key);
    crypto_put("chain-public.key", arena_printf(crypto_arena, "chain-public.key 1 %s\n", crypto_key_text(32, 9)));
    keys = crypto_load(CRYPTO_PUBLIC);
    crypto_hmac(key, parts, COUNT_OF(parts), expected);
    ck_assert_str_eq(hash_with(keys, KEY_CHAIN_PUBLIC, zeros, link_of_test), str_hex(crypto_arena, expected, 32));
    crypto_keys_free(keys);
}
END_TEST

START_TEST(every_field_counts)
{
    struct crypto_keys *keys;
    struct crypto_link changed[8];
    const char *right;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_JOBS);
    right = hash_with(keys, KEY_CHAIN_STAFF, zeros, link_of_test);
    for (size_t i = 0; i < COUNT_OF(changed); i++)
        changed[i] = link_of_test;
    changed[0].chain = "setting";
    changed[1].owner = 8;
    changed[2].seq = 4;
    changed[3].at_us++;
    changed[4].actor_kind = 1;
    changed[5].actor_id = -11;
    changed[6].kind = "messagf";
    changed[7].data = STR("{\"a\":2}");
    for (size_t i = 0; i < COUNT_OF(changed); i++)
        ck_assert_msg(strcmp(right, hash_with(keys, KEY_CHAIN_STAFF, zeros, changed[i])) != 0, "field %zu", i);
    ck_assert_str_ne(right, hash_with(keys, KEY_CHAIN_STAFF, (const uint8_t[32]){1}, link_of_test));
    ck_assert_str_ne(right, hash_with(keys, KEY_CHAIN_PUBLIC, zeros, link_of_test));
    ck_assert_str_eq(right, hash_with(keys, KEY_CHAIN_STAFF, zeros, link_of_test));
    crypto_keys_free(keys);
}
END_TEST

START_TEST(absent_keys_are_refused)
{
    struct crypto_keys *keys;
    uint8_t out[32];

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert_int_eq(crypto_chain_hash(keys, KEY_CHAIN_STAFF, 1, zeros, &link_of_test, out), ERR_CRYPTO);
    ck_assert_int_eq(crypto_chain_hash(keys, KEY_CHAIN_PUBLIC, 2, zeros, &link_of_test, out), ERR_CRYPTO);
    crypto_keys_free(keys);
}
END_TEST

Suite *suite_crypto_chain(void)
{
    Suite *s = suite_create("crypto_chain");
    TCase *t = tcase_create("chain");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, format_is_fixed);
    tcase_add_test(t, every_field_counts);
    tcase_add_test(t, absent_keys_are_refused);
    suite_add_tcase(s, t);
    return s;
}
