#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mail_parse.h"
#include "utf8.h"

Suite *suite_mail(void);

static struct arena *arena;
static int fd = -1;

static void up(void)
{
    arena = arena_new((size_t)512 << 20);
}

static void down(void)
{
    arena_free(arena);
    if (fd >= 0)
        close(fd);
    fd = -1;
}

static struct mail_parsed parse_bytes(struct str bytes)
{
    struct mail_parsed m = {.n_files = 0};
    if (fd >= 0)
        close(fd);
    fd = memfd_create("mail", MFD_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
    ck_assert_int_eq(mail_parse(arena, fd, &m), ERR_NONE);
    ck_assert(utf8_valid(str_of(m.content.text)) && utf8_valid(str_of(m.content.subject)) && utf8_valid(str_of(m.content.name)));
    return m;
}

static struct mail_parsed parse(const char *text)
{
    return parse_bytes(str_of(text));
}

struct got {
    struct buf bytes;
};

static enum err take(void *ctx, const void *bytes, size_t n)
{
    struct got *g = ctx;
    buf_add(&g->bytes, bytes, n);
    return ERR_NONE;
}

static const char *file_text(const struct mail_parsed *m, size_t i)
{
    struct got g = {.bytes = {.arena = arena}};
    ck_assert_uint_lt(i, m->n_files);
    ck_assert_int_eq(mail_file_bytes(m->files[i], take, &g), ERR_NONE);
    return g.bytes.n ? g.bytes.p : "";
}

#define HEAD "From: =?utf-8?B?5byg5LiJ?= <zhang@example.com>\nTo: =?gb2312?B?zbbL3w==?= <complaints@example.org>\nMessage-ID: <1@example.com>\n"

START_TEST(plain_text_is_read)
{
    struct mail_parsed m = parse("Return-Path: <zhang@example.com>\r\n" HEAD "Subject: =?gbk?B?wO3F4rn9?= =?GBK?Q?=C1=CB?=\r\n\r\n你好，\r\n保单没有收到。\r\n");
    ck_assert_str_eq(m.content.from, "zhang@example.com");
    ck_assert_str_eq(m.content.name, "张三");
    ck_assert_str_eq(m.content.to, "complaints@example.org");
    ck_assert_str_eq(m.content.message_id, "1@example.com");
    ck_assert_str_eq(m.content.text, "你好，\n保单没有收到。");
    ck_assert_str_eq(m.content.subject, "理赔过了");
    ck_assert_int_eq(m.kind, MAIL_ORDINARY);
    ck_assert_uint_eq(m.n_files, 0);
    ck_assert(!m.content.cut);
}
END_TEST

/* 镕 and 㐆 stand in no GB2312, and mail programs say GB2312 all the same. */
START_TEST(charsets_are_read_as_they_are_meant)
{
    static const struct {
        const char *charset, *bytes, *text;
    } cases[] = {
        {"gb2312", "\xD6\xEC\xE9\x46\xBB\xF9", "朱镕基"},
        {"GB18030", "\x81\x39\xEF\x35 \xC4\xE3", "㐆 你"},
        {"big5", "\xA7\x41\xA6\x6E", "你好"},
        {"utf-8", "\xE4\xBD\xA0\xE5\xA5\xBD", "你好"},
        {"utf-8", "\xE4\xBD\xA0\xFF\xE5\xA5\xBD, and quite some more text", "你\xEF\xBF\xBD好, and quite some more text"},
        {"utf-8", "\xC4\xE3\xBA\xC3\xA3\xAC\xCE\xD2\xD2\xAA\xCD\xB6\xCB\xDF", "你好，我要投诉"},
        {"us-ascii", "\xC4\xE3\xBA\xC3\xA3\xAC\xCE\xD2\xD2\xAA\xCD\xB6\xCB\xDF", "你好，我要投诉"},
        {"x-no-such-thing", "\xE4\xBD\xA0", "你"},
        {"iso-8859-1", "caf\xE9", "café"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mail_parsed m = parse(arena_printf(arena, HEAD "Content-Type: text/plain; charset=\"%s\"\nContent-Transfer-Encoding: 8bit\n\n%s\n", cases[i].charset, cases[i].bytes));
        ck_assert_msg(strcmp(m.content.text, cases[i].text) == 0, "%s: %s", cases[i].charset, m.content.text);
    }
}
END_TEST

START_TEST(html_becomes_text_and_nothing_else)
{
    struct mail_parsed m = parse(HEAD "Content-Type: text/html; charset=utf-8\n\n<html><head><title>x</title><style>p{}</style></head><body onload=\"alert(1)\"><p>第一段&nbsp;&lt;b&gt;</p>"
                                 "<script>alert('x')</script><div>第二行<br>第三行</div><!-- no --><a href='javascript:alert(2)'>链接</a><img src=x onerror=alert(3)>&#20320;&#x597d;&#0;</body></html>");
    ck_assert_str_eq(m.content.text, "第一段 <b>\n\n第二行\n第三行\n链接你好");
    ck_assert_str_eq(mail_html_text(arena, STR("a < b & c &unknown; <")), "a < b & c &unknown; <");
    ck_assert_str_eq(mail_html_text(arena, STR("<p title=\"a>b\">c</p><script>never closed")), "c");
    ck_assert_str_eq(mail_html_text(arena, STR("<!-- never closed <p>x")), "");
}
END_TEST

#define MIXED HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n"
START_TEST(of_two_forms_one_is_read_and_no_file_is_lost)
{
    struct mail_parsed m = parse(HEAD "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nplain\n--a\nContent-Type: multipart/mixed; boundary=b\n\n"
                                 "--b\nContent-Type: text/html\n\n<p>html</p>\n--b\nContent-Type: image/png; name=logo.png\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\nYWJj\n"
                                 "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=paper.pdf\n\nbytes\n--b--\n--a--\n");
    ck_assert_str_eq(m.content.text, "plain");
    ck_assert_uint_eq(m.n_files, 2);
    ck_assert_str_eq(mail_file_called(m.files[0]), "paper.pdf");
    ck_assert_str_eq(mail_file_called(m.files[1]), "logo.png");
    ck_assert_str_eq(file_text(&m, 1), "abc");
    ck_assert_str_eq(file_text(&m, 1), "abc");
}
END_TEST

START_TEST(names_of_files_are_read_and_have_no_path)
{
    static const struct {
        const char *head, *name;
    } cases[] = {
        {"Content-Disposition: attachment; filename*=utf-8''%E4%BF%9D%E5%8D%95.pdf", "保单.pdf"},
        {"Content-Disposition: attachment; filename*0*=utf-8''%E4%BF%9D; filename*1*=%E5%8D%95.pdf", "保单.pdf"},
        {"Content-Disposition: attachment; filename=\"=?gb2312?B?saO1pS5wZGY=?=\"", "保单.pdf"},
        {"Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd"},
        {"Content-Disposition: attachment; filename=\"C:\\\\temp\\\\x.pdf\"", "x.pdf"},
        {"Content-Disposition: attachment; filename=\"..\"", "file-1.bin"},
        {"Content-Type: image/jpeg\nContent-Disposition: attachment", "file-1.jpg"},
        {"Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mail_parsed m = parse(arena_printf(arena, MIXED "--b\n%s%s\n\nx\n--b--\n", cases[i].head, strncmp(cases[i].head, "Content-Type", 12) == 0 ? "" : "\nContent-Type: application/octet-stream"));
        ck_assert_uint_eq(m.n_files, 1);
        ck_assert_msg(strcmp(mail_file_called(m.files[0]), cases[i].name) == 0, "%s: %s", cases[i].head, mail_file_called(m.files[0]));
    }
    char name[1000];
    memset(name, 'n', sizeof name);
    const char *cut = mail_file_name(arena, (struct str){name, sizeof name}, "", 1);
    ck_assert_uint_le(strlen(cut), 200);
    ck_assert_str_eq(mail_file_name(arena, STR("a\r\nX: y.pdf"), "", 1), "a X: y.pdf");
}
END_TEST

START_TEST(a_mail_that_was_passed_on_is_read_too)
{
    struct mail_parsed m = parse(MIXED "--b\n\n请处理\n--b\nContent-Type: message/rfc822\n\nFrom: Li <li@example.net>\nSubject: bad service\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ninner text\n--c\n"
                                       "Content-Type: application/pdf; name=in.pdf\nContent-Disposition: attachment\n\nx\n--c--\n--b--\n");
    ck_assert_str_eq(m.content.text, "请处理\n\n---------- Li <li@example.net>: bad service\n\ninner text");
    ck_assert_uint_eq(m.n_files, 1);
    ck_assert_str_eq(m.content.from, "zhang@example.com");
}
END_TEST

START_TEST(what_is_quoted_is_split_off)
{
    static const struct {
        const char *text, *own, *quoted;
    } cases[] = {
        {"谢谢\n\n在 2026年8月1日，客服 写道：\n> 旧的", "谢谢", "在 2026年8月1日，客服 写道：\n> 旧的"},
        {"yes\n\nOn Monday, we wrote:\n> old\n> older", "yes", "On Monday, we wrote:\n> old\n> older"},
        {"好的\n\n------------------ 原始邮件 ------------------\n发件人: x", "好的", "------------------ 原始邮件 ------------------\n发件人: x"},
        {"ok\n\n-----Original Message-----\nFrom: x", "ok", "-----Original Message-----\nFrom: x"},
        {"收到\n\n发件人： 客服\n发送时间： 2026年\n旧的", "收到", "发件人： 客服\n发送时间： 2026年\n旧的"},
        {"text\n> quoted\n> quoted", "text", "> quoted\n> quoted"},
        {"> a question\nan answer between\n> another\nthe end", "> a question\nan answer between\n> another\nthe end", ""},
        {"> all quoted", "> all quoted", ""},
        {"On Monday, we wrote:\nall below", "On Monday, we wrote:\nall below", ""},
        {"发件人是我本人", "发件人是我本人", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str own, quoted;
        mail_split(str_of(cases[i].text), &own, &quoted);
        ck_assert_msg(str_is(own, cases[i].own) && str_is(quoted, cases[i].quoted), "%zu: [%.*s] [%.*s]", i, (int)own.n, own.p, (int)quoted.n, quoted.p);
    }
}
END_TEST

START_TEST(machines_are_told_from_people)
{
    static const struct {
        const char *head;
        enum mail_kind kind;
    } cases[] = {
        {"Subject: complaint", MAIL_ORDINARY},
        {"Subject: 关于自动回复的投诉", MAIL_ORDINARY},
        {"Auto-Submitted: no", MAIL_ORDINARY},
        {"Auto-Submitted: auto-replied", MAIL_AUTOMATIC},
        {"Auto-Submitted: auto-generated (rejected)", MAIL_AUTOMATIC},
        {"X-Auto-Response-Suppress: All", MAIL_AUTOMATIC},
        {"Precedence: bulk", MAIL_AUTOMATIC},
        {"List-Id: <news.example.com>", MAIL_AUTOMATIC},
        {"Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN77ya5bey5pS25Yiw?=", MAIL_AUTOMATIC},
        {"Subject: Automatic reply: x", MAIL_AUTOMATIC},
        {"Subject: Out of Office", MAIL_AUTOMATIC},
        {"Return-Path: <>", MAIL_AUTOMATIC},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mail_parsed m = parse(arena_printf(arena, "%s\n" HEAD "\nx\n", cases[i].head));
        ck_assert_msg(m.kind == cases[i].kind, "%s: %d", cases[i].head, m.kind);
    }
    struct buf b = {.arena = arena};
    for (int i = 0; i < 60; i++)
        buf_adds(&b, "Received: from a by b; Mon, 1 Aug 2026 10:00:00 +0800\n");
    ck_assert_int_eq(parse(arena_printf(arena, "%s" HEAD "\nx\n", b.p)).kind, MAIL_LOOP);
}
END_TEST

START_TEST(a_bounce_says_what_came_back)
{
    struct mail_parsed m = parse("Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\nTo: reply@example.org\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                                 "--b\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; zhang@example.com\nAction: failed\nStatus: 5.1.1\n"
                                 "--b\nContent-Type: message/rfc822\n\nFrom: Redress <notice@example.org>\nReply-To: reply+abc@example.org\nMessage-ID: <77@example.org>\nSubject: s\n\nbody\n--b--\n");
    ck_assert_int_eq(m.kind, MAIL_BOUNCE);
    ck_assert_str_eq(m.content.returned, "77@example.org");
    ck_assert_uint_eq(m.n_returned_to, 2);
    ck_assert_str_eq(m.returned_to[0], "reply+abc@example.org");
    ck_assert(strstr(m.content.text, "No such user."));
    m = parse("From: MAILER-DAEMON@mx.example.com\nContent-Type: multipart/report; boundary=b\n\n--b\n\nNo\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <78@example.org>\nReply-To: reply+x@example.org\n--b--\n");
    ck_assert_int_eq(m.kind, MAIL_BOUNCE);
    ck_assert_str_eq(m.content.returned, "78@example.org");
}
END_TEST

START_TEST(hostile_mail_ends_well)
{
    struct buf b = {.arena = arena};
    buf_adds(&b, HEAD);
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buf_adds(&b, "\ndeep\n");
    struct mail_parsed m = parse(b.p);
    ck_assert(m.content.cut);
    b = (struct buf){.arena = arena};
    buf_adds(&b, MIXED);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=f%d.pdf\n\nx\n", i);
    m = parse(b.p);
    ck_assert_uint_le(m.n_files, 500);
    /* as long a text as may come */
    b = (struct buf){.arena = arena};
    buf_adds(&b, HEAD "Content-Type: text/plain; charset=utf-8\n\n");
    for (int i = 0; i < 400000; i++)
        buf_adds(&b, "很长");
    m = parse(b.p);
    ck_assert(m.content.cut && strlen(m.content.text) <= MAIL_TEXT_MAX);
    /* heads that would like to be two, bytes that are nothing */
    m = parse("From: =?utf-8?B?YQ0KQmNjOiB4QGV4YW1wbGUub3Jn?= <a@example.com>\nSubject: =?utf-8?Q?a=0D=0AX-Evil:=20yes?=\nTo: <<<>>>,,;:@\n\n\x01\x02\xFF\xFE\n");
    ck_assert(!strpbrk(m.content.subject, "\r\n") && !strpbrk(m.content.name, "\r\n"));
    m = parse_bytes((struct str){"Subject: nul\0in it\n\na\0b\n", 24});
    ck_assert_uint_eq(strlen(m.content.text), 2);
    m = parse(MIXED "--b\nContent-Type: text/plain; charset=\"utf-7\"\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nAAAA\n");
    ck_assert_str_eq(m.content.from, "zhang@example.com");
}
END_TEST

/* Parts without a word, decoded all of them, would take some hundred megabytes: an arena of 48 has to do. */
START_TEST(text_that_is_not_kept_is_not_decoded)
{
    enum { PARTS = 60, PART_BYTES = 900000 };
    static const char head[] = HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n", begin[] = "--b\nContent-Type: text/html; charset=utf-8\n\n<!--", end[] = "-->the end\n";
    struct arena *small = arena_new((size_t)48 << 20);
    char *blank = malloc(PART_BYTES);
    struct mail_parsed m = {.n_files = 0};
    ck_assert_ptr_nonnull(blank);
    memset(blank, 'x', PART_BYTES);
    fd = memfd_create("mail", MFD_CLOEXEC);
    ck_assert_int_gt(write(fd, head, strlen(head)), 0);
    for (int i = 0; i < PARTS; i++) {
        ck_assert_int_gt(write(fd, begin, strlen(begin)), 0);
        ck_assert_int_eq(write(fd, blank, PART_BYTES), PART_BYTES);
        ck_assert_int_gt(write(fd, end, strlen(end)), 0);
    }
    free(blank);
    ck_assert_int_eq(mail_parse(small, fd, &m), ERR_NONE);
    ck_assert(m.content.cut);
    ck_assert_ptr_nonnull(strstr(m.content.text, "the end"));
    arena_free(small);
}
END_TEST

START_TEST(nothing_is_no_mail)
{
    struct mail_parsed m = {.n_files = 0};
    fd = memfd_create("mail", MFD_CLOEXEC);
    ck_assert_int_eq(mail_parse(arena, fd, &m), ERR_MALFORMED);
    ck_assert_int_eq(write(fd, "\n\nno head", 9), 9);
    ck_assert_int_eq(mail_parse(arena, fd, &m), ERR_MALFORMED);
}
END_TEST

START_TEST(what_is_kept_comes_back)
{
    const struct mail_refused refused[] = {{"a.exe", "Only PDF", 0}, {"b.pdf", "larger than %d", 20}};
    const struct mail_content c = {.from = "a@example.com", .name = "张三", .to = "b", .subject = "s", .text = "甲乙丙", .quoted = "> q", .message_id = "1", .returned = "", .refused = refused, .n_refused = 2};
    struct mail_content back;
    ck_assert(mail_read(arena, mail_write(arena, &c), &back));
    ck_assert_str_eq(back.from, c.from);
    ck_assert_str_eq(back.quoted, c.quoted);
    ck_assert_str_eq(back.returned, "");
    ck_assert_uint_eq(back.n_refused, 2);
    ck_assert_str_eq(back.refused[1].name, "b.pdf");
    ck_assert_int_eq(back.refused[1].number, 20);
    ck_assert(!mail_read(arena, STR("[]"), &back));
    ck_assert(!mail_read(arena, STR("{"), &back));
    ck_assert_str_eq(mail_message(arena, &c, true, 2), "甲乙\n\n[……全文见来信]\n\n[附件“a.exe”未能收下]\n[附件“b.pdf”未能收下]");
    ck_assert(strstr(mail_message(arena, &c, false, 100), "[The attachment \"a.exe\" could not be taken]"));
    ck_assert_str_eq(mail_mask(arena, "I am Zhang <ZHANG@example.com>, zhang", "zhang"), "I am *** <***@example.com>, ***");
    ck_assert_str_eq(mail_mask(arena, "a b", "a"), "a b");
}
END_TEST

Suite *suite_mail(void)
{
    Suite *s = suite_create("mail");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, up, down);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, plain_text_is_read);
    tcase_add_test(t, charsets_are_read_as_they_are_meant);
    tcase_add_test(t, html_becomes_text_and_nothing_else);
    tcase_add_test(t, of_two_forms_one_is_read_and_no_file_is_lost);
    tcase_add_test(t, names_of_files_are_read_and_have_no_path);
    tcase_add_test(t, a_mail_that_was_passed_on_is_read_too);
    tcase_add_test(t, what_is_quoted_is_split_off);
    tcase_add_test(t, machines_are_told_from_people);
    tcase_add_test(t, a_bounce_says_what_came_back);
    tcase_add_test(t, hostile_mail_ends_well);
    tcase_add_test(t, text_that_is_not_kept_is_not_decoded);
    tcase_add_test(t, nothing_is_no_mail);
    tcase_add_test(t, what_is_kept_comes_back);
    suite_add_tcase(s, t);
    return s;
}
