#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* RTLD_NEXT */
#endif
#include <check.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_algorithms.h"
#include "crypto_fixture.h"
#include "crypto_random.h"

Suite *suite_crypto_random(void);
int sodium_init(void);
int oath_init(void);

/* The two libraries' own start, which tests can have fail. */
static bool sodium_fails, oath_fails;

int sodium_init(void)
{
    int (*real)(void);

    *(void **)&real = dlsym(RTLD_NEXT, "sodium_init");
    return sodium_fails ? -1 : real();
}

int oath_init(void)
{
    int (*real)(void);

    *(void **)&real = dlsym(RTLD_NEXT, "oath_init");
    return oath_fails ? -1 : real();
}

static const char *hex(const void *bytes, size_t n)
{
    return str_hex(crypto_arena, bytes, n);
}

static const char *sha256_of(const char *text, size_t n)
{
    uint8_t out[32];

    crypto_sha256(text, n, out);
    return hex(out, sizeof out);
}

/* FIPS 180-4 and NIST's example values. */
START_TEST(sha256_has_the_known_answers)
{
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    ck_assert_str_eq(sha256_of("", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ck_assert_str_eq(sha256_of("abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ck_assert_str_eq(sha256_of(two_blocks, 56), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
END_TEST

START_TEST(streamed_sha256_is_the_same)
{
    struct crypto_hash *h = crypto_hash_new(crypto_arena);
    uint8_t out[32];

    crypto_hash_add(h, "a", 1);
    crypto_hash_add(h, NULL, 0);
    crypto_hash_add(h, "bc", 2);
    crypto_hash_end(h, out);
    ck_assert_str_eq(hex(out, 32), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_reset(crypto_arena);
}
END_TEST

/* RFC 2104 by hand, from crypto_sha256 alone: H(key ^ opad, H(key ^ ipad, text)). */
static void hmac_by_hand(const uint8_t key[32], const uint8_t *text, size_t n, uint8_t out[32])
{
    uint8_t inner[64 + 256], outer[64 + 32];

    ck_assert_uint_le(n, 256);
    for (size_t i = 0; i < 64; i++) {
        inner[i] = (uint8_t)((i < 32 ? key[i] : 0) ^ 0x36);
        outer[i] = (uint8_t)((i < 32 ? key[i] : 0) ^ 0x5c);
    }
    memcpy(inner + 64, text, n);
    crypto_sha256(inner, 64 + n, outer + 64);
    crypto_sha256(outer, sizeof outer, out);
}

START_TEST(hmac_is_over_length_prefixed_parts)
{
    uint8_t key[32], expected[32], got[32];
    const uint8_t text[] = {0, 0, 0, 0, 0, 0, 0, 2, 'h', 'i', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, '!'};
    struct crypto_part parts[] = {{"hi", 2}, {NULL, 0}, {"!", 1}};

    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    hmac_by_hand(key, text, sizeof text, expected);
    crypto_hmac(key, parts, COUNT_OF(parts), got);
    ck_assert_str_eq(hex(got, 32), hex(expected, 32));
}
END_TEST

/* With no part it is HMAC of nothing: HMAC-SHA256 with 32 zero bytes over "" (same as with an empty key). */
START_TEST(hmac_has_the_known_answer)
{
    const uint8_t key[32] = {0};
    uint8_t got[32];

    crypto_hmac(key, NULL, 0, got);
    ck_assert_str_eq(hex(got, 32), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
END_TEST

START_TEST(hmac_keeps_lists_apart)
{
    const uint8_t key[32] = {1};
    struct crypto_part ab_c[] = {{"ab", 2}, {"c", 1}}, a_bc[] = {{"a", 1}, {"bc", 2}}, abc[] = {{"abc", 3}};
    uint8_t one[32], two[32], three[32], other_key[32], again[32];

    crypto_hmac(key, ab_c, 2, one);
    crypto_hmac(key, a_bc, 2, two);
    crypto_hmac(key, abc, 1, three);
    crypto_hmac((const uint8_t[32]){2}, ab_c, 2, other_key);
    crypto_hmac(key, ab_c, 2, again);
    ck_assert(crypto_equal(one, again, 32));
    ck_assert(!crypto_equal(one, two, 32));
    ck_assert(!crypto_equal(one, three, 32));
    ck_assert(!crypto_equal(two, three, 32));
    ck_assert(!crypto_equal(one, other_key, 32));
}
END_TEST

START_TEST(random_differs_and_fills)
{
    uint8_t a[64] = {0}, b[64] = {0};
    unsigned seen_a = 0;

    crypto_random(a, sizeof a);
    crypto_random(b, sizeof b);
    ck_assert(!crypto_equal(a, b, sizeof a));
    for (size_t i = 0; i < sizeof a; i++)
        seen_a |= a[i];
    ck_assert_uint_eq(seen_a, 0xff);
}
END_TEST

START_TEST(random_base32_is_crockford)
{
    const char *text = crypto_random_base32(crypto_arena, 10);

    ck_assert_uint_eq(strlen(text), 16);
    ck_assert_uint_eq(strspn(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 16);
    ck_assert_str_ne(text, crypto_random_base32(crypto_arena, 10));
}
END_TEST

START_TEST(wipe_and_equal)
{
    char secret[] = "secret";

    ck_assert(crypto_equal(secret, "secret", 6));
    ck_assert(!crypto_equal(secret, "secreT", 6));
    ck_assert(crypto_equal(NULL, NULL, 0));
    crypto_wipe(secret, sizeof secret);
    ck_assert(crypto_equal(secret, "\0\0\0\0\0\0\0", sizeof secret));
}
END_TEST

START_TEST(start_may_be_repeated)
{
    ck_assert_int_eq(crypto_start(), ERR_NONE);
    ck_assert_int_eq(crypto_start(), ERR_NONE);
}
END_TEST

START_TEST(fetch_fails_when_openssl_lacks_them)
{
    struct crypto_algorithms mine = {0};

    ck_assert(crypto_algorithms_fetch(&mine));
    crypto_algorithms_release(&mine);
    ck_assert_ptr_null(mine.sha256);
    ck_assert_int_eq(EVP_set_default_properties(NULL, "provider=nowhere"), 1);
    ck_assert(!crypto_algorithms_fetch(&mine));
    ck_assert_ptr_null(mine.sha256);
    ck_assert_int_eq(EVP_set_default_properties(NULL, ""), 1);
}
END_TEST

START_TEST(start_says_what_failed)
{
    sodium_fails = true;
    ck_assert_int_eq(crypto_start(), ERR_CRYPTO);
    sodium_fails = false;
    oath_fails = true;
    ck_assert_int_eq(crypto_start(), ERR_CRYPTO);
    oath_fails = false;
    ck_assert_int_eq(EVP_set_default_properties(NULL, "provider=nowhere"), 1);
    ck_assert_int_eq(crypto_start(), ERR_CRYPTO);
    ck_assert_int_eq(EVP_set_default_properties(NULL, ""), 1);
    ck_assert_int_eq(crypto_start(), ERR_NONE);
}
END_TEST

static void hash_unstarted(void)
{
    uint8_t out[32];

    crypto_sha256("x", 1, out);
}

START_TEST(use_before_start_aborts)
{
    crypto_expect_abort(hash_unstarted);
}
END_TEST

Suite *suite_crypto_random(void)
{
    Suite *s = suite_create("crypto_random");
    TCase *started = tcase_create("started"), *unstarted = tcase_create("unstarted");

    tcase_add_checked_fixture(started, crypto_up, crypto_down);
    tcase_add_test(started, sha256_has_the_known_answers);
    tcase_add_test(started, streamed_sha256_is_the_same);
    tcase_add_test(started, hmac_is_over_length_prefixed_parts);
    tcase_add_test(started, hmac_has_the_known_answer);
    tcase_add_test(started, hmac_keeps_lists_apart);
    tcase_add_test(started, random_differs_and_fills);
    tcase_add_test(started, random_base32_is_crockford);
    tcase_add_test(started, wipe_and_equal);
    tcase_add_test(started, start_may_be_repeated);
    tcase_add_test(started, fetch_fails_when_openssl_lacks_them);
    suite_add_tcase(s, started);
    /* Needs a process in which crypto_start did not run yet: every test is forked from the runner, which never calls it. */
    tcase_add_test(unstarted, start_says_what_failed);
    tcase_add_test(unstarted, use_before_start_aborts);
    suite_add_tcase(s, unstarted);
    return s;
}
