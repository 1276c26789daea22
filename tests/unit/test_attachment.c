#include <check.h>

#include "attachment.h"

Suite *suite_attachment(void);

static const struct {
    const char *name, *type;
    bool taken;
} files[] = {
    {"a.pdf", "application/pdf", true},      {"照片.JPG", "image/jpeg", true},  {"a.jpeg", "image/jpeg", true},    {"a.Png", "image/png", true},
    {"a.tar.png", "image/png", true},        {"a.png", "image/jpeg", false},    {"a.pdf", "text/html", false},     {"a.pdf", "", false},
    {"a", "image/png", false},               {"", "image/png", false},          {"png", "image/png", false},       {"a.png.exe", "image/png", false},
    {"a.svg", "image/svg+xml", false},       {"a.html", "text/html", false},    {"a.png.", "image/png", false},    {".png", "image/png", true},
    {"a.docx", "application/zip", false},
};

START_TEST(name_and_content_agree)
{
    ck_assert_msg((attachment_refusal(files[_i].name, files[_i].type) == NULL) == files[_i].taken, "%s as %s", files[_i].name, files[_i].type);
}
END_TEST

START_TEST(two_reasons)
{
    ck_assert_str_ne(attachment_refusal("a.exe", "image/png"), attachment_refusal("a.png", "text/plain"));
    ck_assert_str_eq(attachment_accept, ".pdf,.jpg,.jpeg,.png");
}
END_TEST

START_TEST(recordings_stay_inside)
{
    static const struct {
        const char *name, *type;
    } sounds[] = {{"a.mp3", "audio/mpeg"}, {"电话.WAV", "audio/x-wav"}, {"a.m4a", "audio/x-m4a"}, {"a.m4a", "video/mp4"}, {"a.ogg", "audio/ogg"}, {"a.amr", "audio/AMR"}};
    for (size_t i = 0; i < COUNT_OF(sounds); i++) {
        ck_assert_msg(!attachment_refusal_internal(sounds[i].name, sounds[i].type), "%s as %s", sounds[i].name, sounds[i].type);
        ck_assert(attachment_refusal(sounds[i].name, sounds[i].type));
    }
    ck_assert(!attachment_refusal_internal("a.pdf", "application/pdf"));
    ck_assert(attachment_refusal_internal("a.mp4", "video/mp4"));
    ck_assert(attachment_refusal_internal("a.mp3", "text/html"));
    ck_assert_str_ne(attachment_refusal_internal("a.mp3", "text/html"), attachment_refusal_internal("a.exe", "audio/mpeg"));
}
END_TEST

Suite *suite_attachment(void)
{
    Suite *suite = suite_create("attachment");
    TCase *tc = tcase_create("attachment");

    tcase_add_loop_test(tc, name_and_content_agree, 0, (int)COUNT_OF(files));
    tcase_add_test(tc, two_reasons);
    tcase_add_test(tc, recordings_stay_inside);
    suite_add_tcase(suite, tc);
    return suite;
}
