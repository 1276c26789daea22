#include <check.h>

#include "identity.h"

Suite *suite_identity(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(1 << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

static const char *const phones[][2] = {
    {"13800138000", "13800138000"},    {"138-0013-8000", "13800138000"},  {"+86 138 0013 8000", "13800138000"}, {"0086 13800138000", "13800138000"},
    {"8613800138000", "13800138000"},  {"１３８００１３８０００", "13800138000"}, {"+44 20 7946 0958", "442079460958"}, {"(0571) 8888 6666", "057188886666"},
    {"86886688", "86886688"},          {"8623456789012", "8623456789012"}, {"", ""},                              {"无", ""},
    {"1+2", "12"},
};

START_TEST(phone_keys)
{
    ck_assert_str_eq(identity_phone_key(arena, phones[_i][0]), phones[_i][1]);
}
END_TEST

START_TEST(email_keys)
{
    ck_assert_str_eq(identity_email_key(arena, " Zhang.San@Example.COM "), "zhang.san@example.com");
    ck_assert_str_eq(identity_email_key(arena, "ａ＠ｂ．ｃｎ"), "a@b.cn");
    ck_assert_str_eq(identity_email_key(arena, ""), "");
}
END_TEST

START_TEST(name_keys)
{
    ck_assert_str_eq(identity_name_key(arena, "张 三"), "张三");
    ck_assert_str_eq(identity_name_key(arena, "张　三"), "张三");
    ck_assert_str_eq(identity_name_key(arena, "买买提·艾力"), identity_name_key(arena, "买买提•艾力"));
    ck_assert_str_eq(identity_name_key(arena, "Anne-Marie SMITH"), "annemariesmith");
    ck_assert_str_eq(identity_name_key(arena, ""), "");
}
END_TEST

static const struct {
    const char *text;
    bool plausible;
} plausible_phones[] = {
    {"123456", true},  {"12345", false}, {"+86 (571) 8888-6666", true}, {"12345678901234567890", true}, {"123456789012345678901", false},
    {"", false},       {"12345a6", false}, {"123+456", false},          {"１２３４５６", false},        {"138,0013", false},
};

START_TEST(phones_that_can_be)
{
    ck_assert(identity_phone_plausible(plausible_phones[_i].text) == plausible_phones[_i].plausible);
}
END_TEST

static const struct {
    const char *text;
    bool plausible;
} plausible_emails[] = {
    {"a@b.cn", true},       {"zhang.san+x@mail.example.com", true}, {"", false},       {"a", false},          {"@b.cn", false}, {"a@", false},
    {"a@b", false},         {"a@b.", false},                        {"a@.cn", false},  {"a@b..cn", false},    {"a@@b.cn", false},
    {"a@b@c.cn", false},    {"a b@c.cn", false},                    {"a@b.cn\n", false}, {"a,b@c.cn", false}, {"\"a\"@c.cn", false},
    {"a@-b.cn", false},     {"a@b-.cn", false},                     {"张三@例子.中国", true}, {"a\x7f@b.cn", false},
};

START_TEST(emails_that_can_be)
{
    ck_assert_msg(identity_email_plausible(plausible_emails[_i].text) == plausible_emails[_i].plausible, "%s", plausible_emails[_i].text);
}
END_TEST

START_TEST(an_email_has_an_end)
{
    struct buf b = {.arena = arena};
    while (b.n < 197)
        buf_addc(&b, 'a');
    ck_assert(!identity_email_plausible(arena_printf(arena, "%s@b.cn", b.p)));
    ck_assert(identity_email_plausible(arena_printf(arena, "%.195s@b.cn", b.p)));
}
END_TEST

Suite *suite_identity(void)
{
    Suite *suite = suite_create("identity");
    TCase *tc = tcase_create("identity");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, phone_keys, 0, (int)COUNT_OF(phones));
    tcase_add_test(tc, email_keys);
    tcase_add_test(tc, name_keys);
    tcase_add_loop_test(tc, phones_that_can_be, 0, (int)COUNT_OF(plausible_phones));
    tcase_add_loop_test(tc, emails_that_can_be, 0, (int)COUNT_OF(plausible_emails));
    tcase_add_test(tc, an_email_has_an_end);
    suite_add_tcase(suite, tc);
    return suite;
}
