#include <check.h>
#include <string.h>

#include "letter.h"
#include "letter_view.h"
#include "mail_text.h"
#include "post.h"
#include "rulebook.h"
#include "wire.h"

Suite *suite_letter(void);

static struct arena *arena;
static const struct utc_zone *zone;

static void setup(void)
{
    arena = arena_new(8 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct letter_words words = {
    .number = "TS-1", .link = "https://x.example/track", .unit = "江南分公司", .due = "", .site = "听诉", .hotline = "", .what = "",
};

START_TEST(words_are_filled_in)
{
    ck_assert_str_eq(letter_fill(arena, "No. {number} {other} {", &words), "No. TS-1 {other} {");
    ck_assert_str_eq(letter_fill(arena, "a {number}\nby {due}, from {unit}\n\nb {link}", &words), "a TS-1\n\nb https://x.example/track");
    ck_assert_str_eq(letter_fill(arena, "[{site}] {what} {number} {due}", &words), "[听诉] TS-1");
    ck_assert_str_eq(letter_fill(arena, "", &words), "");
    const struct letter_words bad = {.number = "1\r\nBcc: x", .link = "", .unit = "", .due = "", .site = "", .hotline = "", .what = ""};
    ck_assert_ptr_null(strpbrk(letter_fill(arena, "{number}", &bad), "\r\n"));
}
END_TEST

START_TEST(every_occasion_has_a_text)
{
    for (size_t i = 0; rulebook_notice_keys[i]; i++) {
        struct letter l = letter_make(arena, NULL, LANG_EN, rulebook_notice_keys[i], &words, false);
        ck_assert_ptr_nonnull(strstr(l.subject, "TS-1"));
        ck_assert_ptr_nonnull(strstr(l.body, words.link));
        ck_assert_ptr_nonnull(strstr(l.sms, words.link));
        ck_assert_ptr_null(strpbrk(l.subject, "\n{}"));
        ck_assert_ptr_null(strpbrk(l.sms, "\n{}"));
        ck_assert_ptr_null(strpbrk(l.body, "{}"));
        ck_assert(*rulebook_notice_title(rulebook_notice_keys[i]));
    }
    ck_assert_ptr_nonnull(strstr(letter_make(arena, NULL, LANG_EN, "something new", &words, false).subject, "TS-1"));
}
END_TEST

START_TEST(the_rulebook_has_the_word)
{
    struct rb_notice own[] = {{.key = "reply", .subject = {"答复 {number}", "Answer {number}"}, .body = {"", ""}, .sms = {"请看 {link}", "See {link}"}}};
    const struct rulebook book = {.notices = own, .notices_count = 1};
    struct letter l = letter_make(arena, &book, LANG_ZH, "reply", &words, true);
    ck_assert_str_eq(l.subject, "答复 TS-1");
    ck_assert_str_eq(l.sms, "请看 https://x.example/track");
    ck_assert(*l.body && strstr(l.body, words.link)); /* the program's own */
}
END_TEST

static const char *text_of(const char *subject, const char *name)
{
    const struct mail_out mail = {
        .from = "c@x.example", .from_name = name, .to = "you@y.example", .reply_to = "", .subject = subject, .body = "第一行\n.\n第二行", .lang = "zh", .zone = zone, .id = 42,
        .at_us = INT64_C(1790000000000000),
    };
    return str_cstr(arena, mail_text(arena, &mail));
}

START_TEST(a_mail_is_well_formed)
{
    const char *text = text_of("关于您的投诉 TS-7K2M9-QX4RD-3 的答复，请您查看并告诉我们是否解决了问题", "听诉");
    ck_assert_ptr_nonnull(strstr(text, "Date: Mon, 21 Sep 2026 22:13:20 +0800\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nFrom: =?UTF-8?B?5ZCs6K+J?= <c@x.example>\r\nTo: <you@y.example>\r\nSubject: =?UTF-8?B?"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nMessage-ID: <redress.42@x.example>\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nAuto-Submitted: auto-generated\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "Content-Transfer-Encoding: base64\r\n\r\n56ys5LiA6KGMDQouDQrnrKzkuozooYw=\r\n"));
    for (const char *line = text; *line;) { /* RFC 5322 2.1.1, RFC 2047 2: every line short, every line ending in CRLF, plain ASCII */
        size_t n = strcspn(line, "\r\n");
        ck_assert_uint_le(n, 78);
        ck_assert(line[n] == '\r' && line[n + 1] == '\n');
        for (size_t i = 0; i < n; i++)
            ck_assert((unsigned char)line[i] < 0x80);
        line += n + 2;
    }
    ck_assert_int_eq(post_of_message_id("<redress.42@x.example>"), 42);
    ck_assert_int_eq(post_of_message_id(" redress.42@x "), 42);
    ck_assert_int_eq(post_of_message_id("<redress.@x>"), 0);
    ck_assert_int_eq(post_of_message_id("<other.42@x>"), 0);
    ck_assert_int_eq(post_of_message_id(""), 0);
}
END_TEST

START_TEST(no_header_can_be_put_in)
{
    const char *text = text_of("x\r\nBcc: all@example.com\r\n\r\nbody", "y\nX-Evil: 1");
    ck_assert_ptr_null(strstr(text, "\nBcc:"));
    ck_assert_ptr_null(strstr(text, "\nX-Evil:"));
    static const char *const good[] = {"a@b.cn", "reply+ts4f-sig@example.org", "a.b_c@d-e.example"};
    static const char *const bad[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nX: y", "<a@b>", "a@b,c@d", "-a@b", "a@b..c", "a@.b", "张@b.cn", "a@b;c", "\"a\"@b"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(mail_address_good(good[i]), "%s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!mail_address_good(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(codes_of_mail_servers)
{
    ck_assert_int_eq(wire_smtp(250, true), WIRE_TAKEN);
    ck_assert_int_eq(wire_smtp(451, true), WIRE_LATER);
    ck_assert_int_eq(wire_smtp(550, true), WIRE_NEVER);
    ck_assert_int_eq(wire_smtp(554, false), WIRE_DOWN);
    ck_assert_int_eq(wire_smtp(421, true), WIRE_DOWN);
    ck_assert_int_eq(wire_smtp(530, true), WIRE_DOWN);
    ck_assert_int_eq(wire_smtp(0, true), WIRE_DOWN);
}
END_TEST

START_TEST(gateways_are_asked_as_configured)
{
    const struct wire_gateway json = {"https://g.example/s", "{\"p\":\"{phone}\",\"t\":\"{text}\",\"i\":\"{id}\"}", "json", "\"code\":0", "bad number, no such"};
    const struct wire_gateway form = {"https://g.example/s?to={phone}&t={text}", "p={phone}&t={text}", "form", "", ""};
    struct wire_request r = wire_request(arena, &json, "138", "说 \"好\"\\\n{phone}", "7");
    ck_assert_str_eq(r.body, "{\"p\":\"138\",\"t\":\"说 \\\"好\\\"\\\\\\u000a{phone}\",\"i\":\"7\"}");
    r = wire_request(arena, &form, "+86138", "好 a&b=c", "7");
    ck_assert_str_eq(r.body, "p=%2B86138&t=%E5%A5%BD%20a%26b%3Dc");
    ck_assert_str_eq(r.url, "https://g.example/s?to=%2B86138&t=%E5%A5%BD%20a%26b%3Dc");
    ck_assert_int_eq(wire_http(&json, 200, "{\"code\":0}"), WIRE_TAKEN);
    ck_assert_int_eq(wire_http(&json, 200, "{\"code\":1}"), WIRE_LATER);
    ck_assert_int_eq(wire_http(&json, 200, "no such number"), WIRE_NEVER);
    ck_assert_int_eq(wire_http(&json, 500, ""), WIRE_DOWN);
    ck_assert_int_eq(wire_http(&json, 401, ""), WIRE_DOWN);
    ck_assert_int_eq(wire_http(&json, 429, ""), WIRE_DOWN);
    ck_assert_int_eq(wire_http(&json, 422, ""), WIRE_NEVER);
    ck_assert_int_eq(wire_http(&form, 204, ""), WIRE_TAKEN);
    ck_assert_str_eq(wire_phone(arena, "138 0013-8000"), "13800138000");
    ck_assert_str_eq(wire_phone(arena, "+852 9123 4567"), "+85291234567");
    ck_assert_ptr_null(wire_phone(arena, "138&text=x"));
    ck_assert_ptr_null(wire_phone(arena, "13+8"));
    ck_assert_ptr_null(wire_phone(arena, "12"));
}
END_TEST

START_TEST(pauses_grow_and_differ)
{
    ck_assert_int_eq(wire_pause_us(1, 500), 30 * UTC_SECOND_US);
    ck_assert_int_eq(wire_pause_us(2, 500), 60 * UTC_SECOND_US);
    ck_assert_int_lt(wire_pause_us(1, 0), wire_pause_us(1, 1000));
    ck_assert_int_eq(wire_pause_us(1, 5000), wire_pause_us(1, 1000));
    ck_assert_int_le(wire_pause_us(100, 1000), 3 * UTC_HOUR_US);
}
END_TEST

START_TEST(answers_lose_their_addresses)
{
    ck_assert_str_eq(letter_said(arena, "550 5.1.1 <zhang@example.com>: no such user\r\n", ""), "550 5.1.1 *** no such user");
    ck_assert_str_eq(letter_said(arena, "HTTP 400 bad number 13800138000", ""), "HTTP 400 bad number ***");
    ck_assert_str_eq(letter_said(arena, "\xff\xfe", ""), "??");
    ck_assert_str_eq(letter_said(arena, "", ""), "");
}
END_TEST

/* The very address, without anything that shows that it is one. */
START_TEST(answers_lose_the_address_that_was_written_to)
{
    static const struct {
        const char *address, *answer, *said;
    } cases[] = {
        {"Zhang.San@mail.example.com", "550 zhang.san: unknown at mx.mail.example.com", "550 ***: unknown at mx.***"},
        {"zhang.san@example.com", "550 user SAN, Zhang is over quota at example.com.", "550 user ***, *** is over quota at ***."},
        {"zhangsan@example.com", "550 mailbox=zhangsan/inbox full", "550 mailbox=***/inbox full"},
        {"li@example.com", "550 no delivery to li: Li left", "550 no delivery to ***: *** left"},
        {"li@example.com", "550 用户li不存在", "550 用户***不存在"},
        {"123456@qq.com", "550 123456 is no mailbox of qq.com", "550 *** is no mailbox of ***"},
        {"13800138000", "HTTP 400 138 0013 8000 is no number", "HTTP 400 *** *** *** is no number"},
        {"+8613800138000", "HTTP 400 prefix 138 refused, tail=8000, code 1234", "HTTP 400 prefix *** refused, tail=***, code 1234"},
        {"02155550123", "HTTP 500 021-5555: no such (5550)", "HTTP 500 ***-***: no such (***)"},
        {"zhang@example.com", "550 5.1.1 refused", "550 5.1.1 refused"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *said = letter_said(arena, cases[i].answer, cases[i].address);
        ck_assert_msg(strcmp(said, cases[i].said) == 0, "%s: %s", cases[i].answer, said);
    }
}
END_TEST

Suite *suite_letter(void)
{
    Suite *s = suite_create("letter");
    TCase *t = tcase_create("letters");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, words_are_filled_in);
    tcase_add_test(t, every_occasion_has_a_text);
    tcase_add_test(t, the_rulebook_has_the_word);
    tcase_add_test(t, a_mail_is_well_formed);
    tcase_add_test(t, no_header_can_be_put_in);
    tcase_add_test(t, codes_of_mail_servers);
    tcase_add_test(t, gateways_are_asked_as_configured);
    tcase_add_test(t, pauses_grow_and_differ);
    tcase_add_test(t, answers_lose_their_addresses);
    tcase_add_test(t, answers_lose_the_address_that_was_written_to);
    suite_add_tcase(s, t);
    return s;
}
