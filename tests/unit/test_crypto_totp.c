#include <check.h>
#include <string.h>

#include "crypto_fixture.h"
#include "crypto_totp.h"

Suite *suite_crypto_totp(void);

/* RFC 6238, appendix B: the SHA-1 secret; its eight-digit codes, of which ours are the last six. */
static const uint8_t *const rfc = (const uint8_t *)"12345678901234567890";

START_TEST(codes_of_rfc_6238)
{
    static const struct {
        int64_t at_s;
        const char *code;
    } known[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {INT64_C(20000000000), "353130"}};

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        int64_t step = -1;

        ck_assert(crypto_totp_ok(crypto_arena, rfc, known[i].code, known[i].at_s, 0, &step));
        ck_assert_int_eq(step, known[i].at_s / 30);
    }
}
END_TEST

START_TEST(one_step_off_is_allowed_two_are_not)
{
    int64_t at_s = 1111111111, step = 0;

    ck_assert(crypto_totp_ok(crypto_arena, rfc, "050471", at_s - 30, 0, &step));
    ck_assert_int_eq(step, at_s / 30);
    ck_assert(crypto_totp_ok(crypto_arena, rfc, "050471", at_s + 30, 0, &step));
    ck_assert_int_eq(step, at_s / 30);
    step = 5;
    ck_assert(!crypto_totp_ok(crypto_arena, rfc, "050471", at_s - 60, 0, &step));
    ck_assert(!crypto_totp_ok(crypto_arena, rfc, "050471", at_s + 60, 0, &step));
    ck_assert_int_eq(step, 5);
}
END_TEST

START_TEST(a_step_counts_once)
{
    int64_t at_s = 1111111111, step = 0;

    ck_assert(crypto_totp_ok(crypto_arena, rfc, "050471", at_s, at_s / 30 - 1, &step));
    ck_assert(!crypto_totp_ok(crypto_arena, rfc, "050471", at_s, step, &step));
    ck_assert(!crypto_totp_ok(crypto_arena, rfc, "050471", at_s, step + 1, &step));
}
END_TEST

START_TEST(typing_is_forgiven)
{
    static const char *const good[] = {"050 471", " 050471 ", "０５０４７１", "０５０　４７１"};
    static const char *const bad[] = {"", "05047", "0504711", "05047a", "05047/", "05047:", "050-471", "\xff\xff", "050472", "５０４７１"};
    int64_t step;

    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(crypto_totp_ok(crypto_arena, rfc, good[i], 1111111111, 0, &step), "%s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!crypto_totp_ok(crypto_arena, rfc, bad[i], 1111111111, 0, &step), "%s", bad[i]);
}
END_TEST

START_TEST(base32_and_uri)
{
    ck_assert_str_eq(crypto_totp_base32(crypto_arena, rfc), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    ck_assert_str_eq(crypto_totp_uri(crypto_arena, "听诉 A&B", "li.na_1-2~@x", rfc),
                     "otpauth://totp/%E5%90%AC%E8%AF%89%20A%26B:li.na_1-2~%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                     "&issuer=%E5%90%AC%E8%AF%89%20A%26B&algorithm=SHA1&digits=6&period=30");
}
END_TEST

START_TEST(uri_encodes_what_is_beside_the_letters)
{
    ck_assert_ptr_nonnull(strstr(crypto_totp_uri(crypto_arena, "/:@[`{", "", rfc), "totp/%2F%3A%40%5B%60%7B:?secret="));
}
END_TEST

START_TEST(secrets_differ)
{
    uint8_t a[CRYPTO_TOTP_BYTES], b[CRYPTO_TOTP_BYTES];

    crypto_totp_new(a);
    crypto_totp_new(b);
    ck_assert_mem_ne(a, b, sizeof a);
}
END_TEST

Suite *suite_crypto_totp(void)
{
    Suite *s = suite_create("crypto_totp");
    TCase *t = tcase_create("totp");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, codes_of_rfc_6238);
    tcase_add_test(t, one_step_off_is_allowed_two_are_not);
    tcase_add_test(t, a_step_counts_once);
    tcase_add_test(t, typing_is_forgiven);
    tcase_add_test(t, base32_and_uri);
    tcase_add_test(t, uri_encodes_what_is_beside_the_letters);
    tcase_add_test(t, secrets_differ);
    suite_add_tcase(s, t);
    return s;
}
