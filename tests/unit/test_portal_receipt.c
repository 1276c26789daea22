#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "portal_receipt.h"
#include "portal_receipt_view.h"
#include "qr.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(4 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SIGNED "REDRESS-RECEIPT-1\nTS-4F7K2-9QXBM-3\n2026-08-21T02:06:00Z\n2026-09-05T15:59:59Z\n" DIGEST "\n"

static struct portal_receipt sample(void)
{
    uint8_t digest[32];
    for (int i = 0; i < 32; i++)
        digest[i] = (uint8_t)((i % 16) * 0x11);
    return portal_receipt_of(arena, "TS-4F7K2-9QXBM-3", INT64_C(1787277960) * UTC_SECOND_US, INT64_C(1788623999) * UTC_SECOND_US, digest);
}

START_TEST(test_signed_text)
{
    struct portal_receipt receipt = sample();
    ck_assert(str_is(portal_receipt_text(arena, &receipt), SIGNED));
    receipt.signature = "abc";
    ck_assert_str_eq(portal_receipt_block(arena, &receipt), SIGNED "abc");
}
END_TEST

START_TEST(test_block_is_read)
{
    static const char *const pasted[] = {
        SIGNED "sig-_1",
        "\r\n  REDRESS-RECEIPT-1 \r\n\r\nTS-4F7K2-9QXBM-3\r\n 2026-08-21T02:06:00Z\r\n2026-09-05T15:59:59Z\r\n" DIGEST "\r\nsig-_1\r\n\r\n",
        "REDRESS-RECEIPT-1\nＴＳ-4F7K2-9QXBM-3\n2026-08-21T02：06:00Z\n2026-09-05T15:59:59Z\n" DIGEST "\nsig -_1",
    };
    for (size_t i = 0; i < COUNT_OF(pasted); i++) {
        struct portal_receipt receipt;
        ck_assert_msg(portal_receipt_read(arena, pasted[i], &receipt), "case %zu", i);
        ck_assert_msg(str_is(portal_receipt_text(arena, &receipt), SIGNED), "case %zu", i);
        ck_assert_str_eq(receipt.signature, "sig-_1");
    }
}
END_TEST

START_TEST(test_no_block)
{
    static const char *const pasted[] = {"", "x", "REDRESS-RECEIPT-1", SIGNED, SIGNED "sig\nmore", "REDRESS-RECEIPT-2\na\nb\nc\nd\ne"};
    struct portal_receipt receipt;
    for (size_t i = 0; i < COUNT_OF(pasted); i++)
        ck_assert_msg(!portal_receipt_read(arena, pasted[i], &receipt), "case %zu", i);
}
END_TEST

START_TEST(test_moments)
{
    ck_assert_int_eq(portal_receipt_moment("2026-08-21T02:06:00Z"), INT64_C(1787277960) * UTC_SECOND_US);
    ck_assert_int_eq(portal_receipt_moment("1970-01-01T00:00:01Z"), UTC_SECOND_US);
    static const char *const bad[] = {"", "2026-08-21", "2026-08-21T02:06:00", "2026-02-30T02:06:00Z", "2026-08-21T24:06:00Z",
                                      "2026-08-21 02:06:00Z", "20x6-08-21T02:06:00Z", "2026-08-21T02:06:00+"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(portal_receipt_moment(bad[i]) == 0, "%s", bad[i]);
}
END_TEST

START_TEST(test_qr_path)
{
    int size = 0;
    const char *path = qr_path(arena, "https://ts.example.gov.cn/track?no=TS-4F7K2-9QXBM-3", &size);
    ck_assert_int_ge(size, 21 + 8);
    ck_assert_int_eq((size - 8 - 21) % 4, 0);
    /* The finder pattern: seven dark modules from the first one, after the quiet zone. */
    ck_assert_int_eq(strncmp(path, "M4 4h7v1h-7z", 12), 0);
    for (const char *p = path; *p; p++)
        ck_assert_msg(strchr("Mhvz0123456789 -", *p) != NULL, "only path letters, got %c", *p);
    char *longest = arena_alloc(arena, 4000);
    memset(longest, 'x', 3999);
    ck_assert_str_eq(qr_path(arena, longest, &size), "");
    ck_assert_int_eq(size, 0);
}
END_TEST

Suite *suite_portal_receipt(void);
Suite *suite_portal_receipt(void)
{
    Suite *s = suite_create("portal_receipt");
    TCase *tc = tcase_create("portal_receipt");
    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_signed_text);
    tcase_add_test(tc, test_block_is_read);
    tcase_add_test(tc, test_no_block);
    tcase_add_test(tc, test_moments);
    tcase_add_test(tc, test_qr_path);
    suite_add_tcase(s, tc);
    return s;
}
