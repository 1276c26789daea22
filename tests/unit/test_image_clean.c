#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "image_clean.h"
#include "str.h"

Suite *suite_image_clean(void);

/* ---- pictures made of parts ---- */

struct bytes {
    size_t n;
    uint8_t p[300000];
};
static struct bytes in, out;
static struct image_clean clean;
static size_t fail_after; /* bytes that may still be written; 0: all */

static void setup(void)
{
    in.n = out.n = 0;
    fail_after = 0;
}

static void add(const void *p, size_t n)
{
    memcpy(in.p + in.n, p, n);
    in.n += n;
}

#define ADD(literal) add(literal, sizeof(literal) - 1)

static void part(uint8_t code, const void *p, size_t n)
{
    const uint8_t head[4] = {0xff, code, (uint8_t)((n + 2) >> 8), (uint8_t)(n + 2)};
    add(head, 4);
    add(p, n);
}

#define PART(code, literal) part(code, literal, sizeof(literal) - 1)

static void chunk(const char *type, const void *p, size_t n)
{
    const uint8_t length[4] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    add(length, 4);
    add(type, 4);
    add(p, n);
    ADD("CRC!");
}

#define CHUNK(type, literal) chunk(type, literal, sizeof(literal) - 1)
#define PNG "\x89PNG\r\n\x1a\n"
#define EXIF_HEAD "Exif\0\0"
#define BIG(value) "MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x04" "ACME" "\x01\x12\0\x03\0\0\0\x01\0" value "\0\0\0\0\0\0"
#define LITTLE(value) "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" value "\0\0\0\0\0\0\0"
#define TURNED(value) "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" value "\0\0\0\0\0\0"

static enum err take(void *ctx, const void *bytes, size_t n)
{
    struct bytes *to = ctx;
    if (fail_after && to->n + n > fail_after)
        return ERR_DB;
    memcpy(to->p + to->n, bytes, n);
    to->n += n;
    return ERR_NONE;
}

static enum err run(enum image_kind kind, size_t step)
{
    out.n = 0;
    image_clean_begin(&clean, kind, take, &out);
    for (size_t at = 0; at < in.n; at += step)
        TRY(image_clean_feed(&clean, in.p + at, in.n - at < step ? in.n - at : step));
    return image_clean_end(&clean);
}

/* Whatever the pieces in which it comes, the same goes out. */
static void becomes(enum image_kind kind, const void *p, size_t n)
{
    static const size_t steps[] = {1, 2, 3, 7, 64, 100000};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        ck_assert_int_eq(run(kind, steps[i]), ERR_NONE);
        ck_assert_uint_eq(out.n, n);
        ck_assert_int_eq(memcmp(out.p, p, n), 0);
    }
}

#define BECOMES(kind, literal) becomes(kind, literal, sizeof(literal) - 1)

static void refused(enum image_kind kind)
{
    ck_assert_int_eq(run(kind, 1), ERR_INPUT);
    ck_assert_int_eq(run(kind, 100000), ERR_INPUT);
}

/* ---- JPEG ---- */

START_TEST(a_jpeg_keeps_its_picture_alone)
{
    ADD("\xff\xd8");
    PART(0xe0, "JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01THU");
    PART(0xe0, "JFXX\0\x10thumbnail");
    PART(0xe0, "JFIF\0\x01");
    PART(0xe1, EXIF_HEAD BIG("\x01"));
    PART(0xe1, "http://ns.adobe.com/xap/1.0/\0<secret/>");
    PART(0xe2, "ICC_PROFILE\0\x01\x01profile");
    PART(0xe2, "MPF\0second picture");
    PART(0xed, "Photoshop 3.0\0 8BIM IPTC secret");
    PART(0xee, "Adobe\0d\0\0\0\0\x01 and more");
    PART(0xee, "Adobe");
    PART(0xee, "Ducky\0\0\0\0\0\0\0\0\0\0");
    PART(0xfe, "comment");
    PART(0xfe, "");
    PART(0xef, "maker");
    PART(0xdb, "tables");
    ADD("\xff");
    PART(0xc0, "frame");
    PART(0xdd, "");
    PART(0xda, "scan");
    ADD("data\xff\0more\xff\xd3" "again\xff\xff");
    PART(0xda, "2");
    ADD("x\xff\xd9" "a film behind it");
    BECOMES(IMAGE_JPEG,
            "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x48\0\x48\0\0\xff\xe2\0\x17ICC_PROFILE\0\x01\x01profile\xff\xee\0\x0e" "Adobe\0d\0\0\0\0\x01\xff\xdb\0\x08tables\xff\xc0\0\x07"
            "frame\xff\xdd\0\x02\xff\xda\0\x06scandata\xff\0more\xff\xd3" "again\xff\xda\0\x03" "2x\xff\xd9");
}
END_TEST

START_TEST(the_orientation_stays)
{
    ADD("\xff\xd8");
    PART(0xe1, EXIF_HEAD LITTLE("\x06"));
    PART(0xe1, EXIF_HEAD BIG("\x03"));
    ADD("\xff\xd9");
    BECOMES(IMAGE_JPEG, "\xff\xd8\xff\xe1\0\x22" EXIF_HEAD TURNED("\x06") "\xff\xd9");
    setup();
    ADD(PNG);
    CHUNK("IHDR", "thirteen byte");
    CHUNK("eXIf", BIG("\x08"));
    CHUNK("eXIf", BIG("\x03"));
    CHUNK("IEND", "");
    BECOMES(IMAGE_PNG, PNG "\0\0\0\x0dIHDRthirteen byteCRC!\0\0\0\x1a" "eXIf" TURNED("\x08") "\x86\x58\x30\x34" "\0\0\0\0IENDCRC!");
}
END_TEST

/* Data that says no orientation, or is broken: none is written. */
static const struct {
    const char *p;
    size_t n;
} senseless[] = {
#define SENSELESS(literal) {literal, sizeof(literal) - 1}
    SENSELESS(BIG("\x00")), SENSELESS(BIG("\x01")), SENSELESS(BIG("\x09")), SENSELESS(""), SENSELESS("MM\0*\0\0"), SENSELESS("XX\0*\0\0\0\x08\0\x01"), SENSELESS("MI\0*\0\0\0\x08\0\x01"),
    SENSELESS("MM\0+\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"), SENSELESS("MM\0*\xff\xff\xff\xff\0\x01"), SENSELESS("MM\0*\0\0\0\x09\0\x01"),
    SENSELESS("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0"), SENSELESS("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\x06\0\0"), SENSELESS("MM\0*\0\0\0\x08\0\0"),
};

START_TEST(what_says_no_orientation_gives_none)
{
    ADD("\xff\xd8\xff\xe1");
    const uint8_t length[2] = {0, (uint8_t)(senseless[_i].n + 8)};
    add(length, 2);
    ADD(EXIF_HEAD);
    add(senseless[_i].p, senseless[_i].n);
    PART(0xe1, "Exif");
    ADD("\xff\xd9");
    BECOMES(IMAGE_JPEG, "\xff\xd8\xff\xd9");
}
END_TEST

static const struct {
    const char *p;
    size_t n;
} broken_jpegs[] = {
    SENSELESS(""), SENSELESS("\xff"), SENSELESS("GIF89a"), SENSELESS("\xff\xd9"), SENSELESS("\xff\xd8"), SENSELESS("\xff\xd8" "A"), SENSELESS("\xff\xd8\xff\xd8"), SENSELESS("\xff\xd8\xff\x01"),
    SENSELESS("\xff\xd8\xff\xd0"), SENSELESS("\xff\xd8\xff\xdb\0\x01"), SENSELESS("\xff\xd8\xff\xdb\0\x05" "ab"), SENSELESS("\xff\xd8\xff\xe1\0\x05" "ab"), SENSELESS("\xff\xd8\xff\xda\0\x02" "ab\xff\x02"),
};

START_TEST(a_broken_jpeg_is_refused)
{
    add(broken_jpegs[_i].p, broken_jpegs[_i].n);
    refused(IMAGE_JPEG);
}
END_TEST

START_TEST(a_jpeg_that_breaks_off_in_its_picture_is_closed)
{
    ADD("\xff\xd8\xff\xda\0\x02half");
    BECOMES(IMAGE_JPEG, "\xff\xd8\xff\xda\0\x02half\xff\xd9");
    ADD("\xff");
    BECOMES(IMAGE_JPEG, "\xff\xd8\xff\xda\0\x02half\xff\xd9");
}
END_TEST

/* ---- PNG ---- */

START_TEST(a_png_keeps_its_picture_alone)
{
    ADD(PNG);
    CHUNK("IHDR", "thirteen byte");
    CHUNK("gAMA", "gama");
    CHUNK("tEXt", "Author\0secret");
    CHUNK("iTXt", "XML:com.adobe.xmp");
    CHUNK("zTXt", "");
    CHUNK("tIME", "when it");
    CHUNK("prVt", "private");
    CHUNK("eXIf", "");
    CHUNK("IDAT", "picture");
    CHUNK("IDAT", "");
    CHUNK("IEND", "");
    ADD("behind it");
    BECOMES(IMAGE_PNG, PNG "\0\0\0\x0dIHDRthirteen byteCRC!\0\0\0\4gAMAgamaCRC!\0\0\0\7IDATpictureCRC!\0\0\0\0IDATCRC!\0\0\0\0IENDCRC!");
}
END_TEST

START_TEST(long_parts_pass_whole_or_go_whole)
{
    static uint8_t much[70000];
    memset(much, 'x', sizeof much);
    ADD(PNG);
    CHUNK("IHDR", "thirteen byte");
    chunk("eXIf", much, sizeof much);
    chunk("IDAT", much, sizeof much);
    CHUNK("IEND", "");
    ck_assert_int_eq(run(IMAGE_PNG, 4096), ERR_NONE);
    ck_assert_uint_eq(out.n, 8 + 25 + 12 + sizeof much + 12);
    setup();
    ADD("\xff\xd8");
    part(0xe1, much, 65533);
    part(0xe2, much, 65533);
    part(0xfe, much, 65533);
    part(0xdb, much, 65533);
    ADD("\xff\xd9");
    ck_assert_int_eq(run(IMAGE_JPEG, 4096), ERR_NONE);
    ck_assert_uint_eq(out.n, 2 + 4 + 65533 + 2);
}
END_TEST

static const struct {
    const char *p;
    size_t n;
} broken_pngs[] = {
    SENSELESS("\x89PNG"), SENSELESS("\x89PNG\r\n\x1a\r"), SENSELESS(PNG), SENSELESS(PNG "\0\0\0"), SENSELESS(PNG "\0\0\0\0IDATCRC!"), SENSELESS(PNG "\0\0\0\0IHDRCRC!\0\0\0\0IHDRCRC!"),
    SENSELESS(PNG "\0\0\0\0IHDRCRC!\0\0\0\0NEEDCRC!"), SENSELESS(PNG "\x80\0\0\0IHDR"), SENSELESS(PNG "\0\0\0\0IHDRCRC!\0\0\0\x09IDATpic"), SENSELESS(PNG "\0\0\0\0IHDRCRC!\0\0\0\x09tEXtpic"),
    SENSELESS(PNG "\0\0\0\0IHDRCRC!\0\0\0\x09" "eXIfpic"), SENSELESS(PNG "\0\0\0\0IHDRCRC!"),
};

START_TEST(a_broken_png_is_refused)
{
    add(broken_pngs[_i].p, broken_pngs[_i].n);
    refused(IMAGE_PNG);
}
END_TEST

START_TEST(a_fault_of_the_writer_is_its_own)
{
    ADD("\xff\xd8");
    PART(0xe0, "JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01");
    PART(0xe1, EXIF_HEAD LITTLE("\x06"));
    PART(0xdb, "tables");
    PART(0xda, "scan");
    ADD("data\xff\0data");
    ck_assert_int_eq(run(IMAGE_JPEG, 5), ERR_NONE);
    size_t whole = out.n;
    for (fail_after = 1; fail_after < whole; fail_after++)
        ck_assert_int_eq(run(IMAGE_JPEG, 5), ERR_DB);
    setup();
    ADD(PNG);
    CHUNK("IHDR", "thirteen byte");
    CHUNK("eXIf", BIG("\x08"));
    CHUNK("IDAT", "picture");
    CHUNK("IEND", "");
    ck_assert_int_eq(run(IMAGE_PNG, 5), ERR_NONE);
    whole = out.n;
    for (fail_after = 1; fail_after < whole; fail_after++)
        ck_assert_int_eq(run(IMAGE_PNG, 5), ERR_DB);
}
END_TEST

START_TEST(kinds)
{
    ck_assert_int_eq(image_kind_of("image/jpeg"), IMAGE_JPEG);
    ck_assert_int_eq(image_kind_of("image/png"), IMAGE_PNG);
    ck_assert_int_eq(image_kind_of("application/pdf"), IMAGE_NONE);
}
END_TEST

Suite *suite_image_clean(void)
{
    Suite *s = suite_create("image_clean");
    TCase *t = tcase_create("image_clean");
    tcase_add_checked_fixture(t, setup, NULL);
    tcase_add_test(t, a_jpeg_keeps_its_picture_alone);
    tcase_add_test(t, the_orientation_stays);
    tcase_add_loop_test(t, what_says_no_orientation_gives_none, 0, (int)COUNT_OF(senseless));
    tcase_add_loop_test(t, a_broken_jpeg_is_refused, 0, (int)COUNT_OF(broken_jpegs));
    tcase_add_test(t, a_jpeg_that_breaks_off_in_its_picture_is_closed);
    tcase_add_test(t, a_png_keeps_its_picture_alone);
    tcase_add_test(t, long_parts_pass_whole_or_go_whole);
    tcase_add_loop_test(t, a_broken_png_is_refused, 0, (int)COUNT_OF(broken_pngs));
    tcase_add_test(t, a_fault_of_the_writer_is_its_own);
    tcase_add_test(t, kinds);
    suite_add_tcase(s, t);
    return s;
}
