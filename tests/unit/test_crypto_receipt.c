#include <check.h>
#include <string.h>

#include "crypto_fixture.h"
#include "crypto_random.h"
#include "crypto_receipt.h"

Suite *suite_crypto_receipt(void);

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static const char *read_number(const char *typed)
{
    return crypto_number_read(crypto_arena, "TS", typed);
}

START_TEST(numbers_have_the_form)
{
    for (int i = 0; i < 2000; i++) {
        const char *number = crypto_number_new(crypto_arena, "TS");

        ck_assert_uint_eq(strlen(number), 16);
        ck_assert_msg(strncmp(number, "TS-", 3) == 0 && number[8] == '-' && number[14] == '-', "%s", number);
        ck_assert_uint_eq(strspn(number + 3, alphabet), 5);
        ck_assert_uint_eq(strspn(number + 9, alphabet), 5);
        ck_assert_uint_eq(strspn(number + 15, alphabet), 1);
        ck_assert_str_eq(read_number(number), number);
    }
    ck_assert_str_ne(crypto_number_new(crypto_arena, "TS"), crypto_number_new(crypto_arena, "TS"));
}
END_TEST

/* Crockford: the number's value modulo 37, as one more digit. */
START_TEST(check_character_is_crockford_mod_37)
{
    unsigned long long value = 0;

    for (const char *c = "4HMASW9NDB"; *c; c++)
        value = value * 32 + (unsigned long long)(strchr(alphabet, *c) - alphabet);
    for (size_t i = 0; i < 32; i++) {
        const char *typed = arena_printf(crypto_arena, "TS-4HMAS-W9NDB-%c", alphabet[i]);

        ck_assert_msg((read_number(typed) != NULL) == (value % 37 == i), "%s", typed);
    }
}
END_TEST

START_TEST(typing_is_mended)
{
    /* 0000000001: value 1, check character 1; and all zero: check character 0. */
    static const char *const ways[] = {
        "TS-00000-00001-1",      "ts-00000-00001-1",   "TS00000000011",         "ts 00000 00001 1",     "tsooooOoooOli",
        "TS-OOOOO-OOOOI-L",      "  TS-00000-00001-1 ", "ＴＳ－０００００－００００１－１", "ts　00000　00001　1",    "t.s_00000\t00001\r\n1",
        "TS–00000—00001−1",      "\xEF\xBB\xBFTS-00000-00001-1\xE2\x80\x8B", "TS\xC2\xA0" "00000\xE2\x80\x90" "00001\xE2\x80\x91" "1",
    };

    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const char *read = read_number(ways[i]);

        ck_assert_msg(read && strcmp(read, "TS-00000-00001-1") == 0, "%s", ways[i]);
    }
    ck_assert_str_eq(read_number("ts-00000-00000-o"), "TS-00000-00000-0");
}
END_TEST

START_TEST(bad_numbers_are_refused)
{
    static const char *const bad[] = {
        "", "TS", "TS-00000-00001-2", "TS-00000-00001", "TS-00000-00001-11", "00000-00001-1", "XX-00000-00001-1", "TS-0000U-00001-1",
        "TS-00000-00001-U", "TS-00000-00001-*", "TS-00000-0000é-1", "TS/00000/00001/1", "TS-00000-00001-1\xff", "TS-00010-00000-1",
        "[S-00000-00001-1", "TS-00000-0000:-1", "TS-00000-0000\x1b-1", "{S-00000-00001-1", "TS-00000-00001-Z",
    };
    char *longer = arena_alloc(crypto_arena, 300);

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(read_number(bad[i]) == NULL, "%s", bad[i]);
    ck_assert_ptr_null(read_number(NULL));
    memset(longer, ' ', 299);
    memcpy(longer, "TS-00000-00001-1", 16);
    ck_assert_ptr_null(read_number(longer));
}
END_TEST

START_TEST(every_mistyped_character_and_swap_is_noticed)
{
    for (int round = 0; round < 50; round++) {
        const char *number = crypto_number_new(crypto_arena, "TS");

        for (size_t i = 3; i < 16; i++)
            for (size_t c = 0; number[i] != '-' && c < 32; c++) {
                char *typed = arena_strdup(crypto_arena, number);

                typed[i] = alphabet[c];
                ck_assert_msg((typed[i] == number[i]) == (read_number(typed) != NULL), "%s %s", number, typed);
            }
        for (size_t i = 3; i < 13; i++) {
            size_t next = number[i + 1] == '-' ? i + 2 : i + 1;
            char *typed = arena_strdup(crypto_arena, number);

            if (number[i] == '-' || number[i] == number[next])
                continue;
            typed[i] = number[next];
            typed[next] = number[i];
            ck_assert_msg(read_number(typed) == NULL, "%s %s", number, typed);
        }
        arena_reset(crypto_arena);
    }
}
END_TEST

START_TEST(any_prefix_works)
{
    static const char *const prefixes[] = {"", "TS", "OIL", "HQ-2U"};

    for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
        const char *number = crypto_number_new(crypto_arena, prefixes[i]);

        ck_assert_str_eq(crypto_number_read(crypto_arena, prefixes[i], number), number);
    }
    ck_assert_ptr_null(crypto_number_read(crypto_arena, "听", "听-00000-00001-1"));
    ck_assert_ptr_null(crypto_number_read(crypto_arena, "听", "00000-00001-1"));
}
END_TEST

START_TEST(passcodes_are_read_and_grouped)
{
    ck_assert_str_eq(crypto_passcode_read(crypto_arena, "abcd-efgh jkmn.oil2"), "ABCDEFGHJKMN0112");
    ck_assert_str_eq(crypto_grouped(crypto_arena, "ABCDEFGHJKMN0112"), "ABCD EFGH JKMN 0112");
    ck_assert_str_eq(crypto_grouped(crypto_arena, "ABCDE"), "ABCD E");
    ck_assert_str_eq(crypto_grouped(crypto_arena, ""), "");
    ck_assert_str_eq(crypto_passcode_read(crypto_arena, "ABCD EFGH JKMN 0112"), "ABCDEFGHJKMN0112");
    ck_assert_ptr_null(crypto_passcode_read(crypto_arena, "ABCD EFGH JKMN 011"));
    ck_assert_ptr_null(crypto_passcode_read(crypto_arena, "ABCD EFGH JKMN 01122"));
    ck_assert_ptr_null(crypto_passcode_read(crypto_arena, "ABCD EFGH JKMN 011U"));
    ck_assert_ptr_null(crypto_passcode_read(crypto_arena, "ABCD EFGH JKMN 011!"));
    ck_assert_ptr_null(crypto_passcode_read(crypto_arena, ""));
}
END_TEST

START_TEST(a_token_has_one_passcode)
{
    struct crypto_keys *keys, *without;
    const char *passcode;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    without = crypto_load(CRYPTO_JOBS);
    passcode = crypto_passcode_of(crypto_arena, keys, STR("token"));
    ck_assert_str_eq(crypto_passcode_of(crypto_arena, keys, STR("token")), passcode);
    ck_assert_str_ne(crypto_passcode_of(crypto_arena, keys, STR("tokem")), passcode);
    ck_assert_str_eq(crypto_passcode_read(crypto_arena, crypto_grouped(crypto_arena, passcode)), passcode);
    ck_assert_ptr_null(crypto_passcode_of(crypto_arena, without, STR("token")));
    crypto_keys_free(without);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(stored_hash_depends_on_all)
{
    struct crypto_keys *keys, *without;
    uint8_t right[32], out[32];

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    without = crypto_load(CRYPTO_JOBS);
    ck_assert(crypto_passcode_hash(keys, "TS-00000-00001-1", "ABCDEFGHJKMN0112", right));
    ck_assert(crypto_passcode_hash(keys, "TS-00000-00001-1", "ABCDEFGHJKMN0112", out));
    ck_assert_mem_eq(out, right, 32);
    ck_assert(crypto_passcode_hash(keys, "TS-00000-00000-0", "ABCDEFGHJKMN0112", out));
    ck_assert_mem_ne(out, right, 32);
    ck_assert(crypto_passcode_hash(keys, "TS-00000-00001-1", "ABCDEFGHJKMN0113", out));
    ck_assert_mem_ne(out, right, 32);
    memset(out, 0, 32);
    ck_assert(!crypto_passcode_hash(without, "TS-00000-00001-1", "ABCDEFGHJKMN0112", out));
    ck_assert_mem_ne(out, right, 32);
    ck_assert_mem_ne(out, (uint8_t[32]){0}, 32);
    crypto_keys_free(without);
    crypto_keys_free(keys);
}
END_TEST

START_TEST(signatures_bind_the_text)
{
    struct crypto_keys *keys, *jobs;
    const char *signature;
    char *changed;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    jobs = crypto_load(CRYPTO_JOBS);
    signature = crypto_signature_make(crypto_arena, keys, KEY_RECEIPT, STR("receipt of TS"));
    ck_assert_uint_eq(strlen(signature), 86);
    ck_assert(crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), signature));
    ck_assert(crypto_signature_ok(keys, KEY_RECEIPT, STR("receipt of TS"), signature));
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TT"), signature));
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT, STR("receipt of TS"), signature));
    ck_assert(!crypto_signature_ok(jobs, KEY_ANCHOR, STR("receipt of TS"), signature));
    for (size_t i = 0; i < 86; i++) {
        changed = arena_strdup(crypto_arena, signature);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        ck_assert_msg(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), changed), "byte %zu", i);
    }
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), "short"));
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), "no base64!"));
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), arena_printf(crypto_arena, "%sAA", signature)));
    ck_assert(!crypto_signature_ok(jobs, KEY_RECEIPT_PUB, STR("receipt of TS"), NULL));
    ck_assert_ptr_null(crypto_signature_make(crypto_arena, jobs, KEY_RECEIPT, STR("x")));
    signature = crypto_signature_make(crypto_arena, jobs, KEY_ANCHOR, STR(""));
    ck_assert(crypto_signature_ok(jobs, KEY_ANCHOR, STR(""), signature));
    crypto_keys_free(jobs);
    crypto_keys_free(keys);
}
END_TEST

/* RFC 8032, 7.1, test 2: the secret's seed, the public key, one byte of message, the signature. */
START_TEST(signature_of_rfc_8032)
{
    static const char seed[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    static const char public_key[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    static const char expected[] = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                   "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    uint8_t secret[64], signature[64];
    struct crypto_keys *keys;

    ck_assert(str_unhex(str_of(seed), secret, 32));
    ck_assert(str_unhex(str_of(public_key), secret + 32, 32));
    ck_assert(str_unhex(str_of(expected), signature, 64));
    crypto_make_keys();
    crypto_put("receipt.key", arena_printf(crypto_arena, "receipt.key 1 %s\n", str_base64url(crypto_arena, secret, 64)));
    crypto_put("receipt.pub", arena_printf(crypto_arena, "receipt.pub 1 %s\n", str_base64url(crypto_arena, secret + 32, 32)));
    keys = crypto_load(CRYPTO_PUBLIC);
    ck_assert_str_eq(crypto_signature_make(crypto_arena, keys, KEY_RECEIPT, STR("\x72")), str_base64url(crypto_arena, signature, 64));
    crypto_keys_free(keys);
}
END_TEST

START_TEST(old_public_keys_still_verify)
{
    struct crypto_keys *keys;
    const char *signature, *first;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
    signature = crypto_signature_make(crypto_arena, keys, KEY_RECEIPT, STR("old"));
    crypto_keys_free(keys);
    first = crypto_get("receipt.pub");
    crypto_put("receipt.pub", arena_printf(crypto_arena, "%sreceipt.pub 2 %s\n", first, crypto_key_text(32, 1)));
    keys = crypto_load(CRYPTO_JOBS);
    ck_assert(crypto_signature_ok(keys, KEY_RECEIPT_PUB, STR("old"), signature));
    ck_assert(!crypto_signature_ok(keys, KEY_RECEIPT_PUB, STR("new"), signature));
    crypto_keys_free(keys);
}
END_TEST

Suite *suite_crypto_receipt(void)
{
    Suite *s = suite_create("crypto_receipt");
    TCase *t = tcase_create("receipt");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, numbers_have_the_form);
    tcase_add_test(t, check_character_is_crockford_mod_37);
    tcase_add_test(t, typing_is_mended);
    tcase_add_test(t, bad_numbers_are_refused);
    tcase_add_test(t, every_mistyped_character_and_swap_is_noticed);
    tcase_add_test(t, any_prefix_works);
    tcase_add_test(t, passcodes_are_read_and_grouped);
    tcase_add_test(t, a_token_has_one_passcode);
    tcase_add_test(t, stored_hash_depends_on_all);
    tcase_add_test(t, signatures_bind_the_text);
    tcase_add_test(t, signature_of_rfc_8032);
    tcase_add_test(t, old_public_keys_still_verify);
    suite_add_tcase(s, t);
    return s;
}
