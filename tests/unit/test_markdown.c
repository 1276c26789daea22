#include <check.h>
#include <stdio.h>
#include <string.h>

#include "markdown.h"
#include "str.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(8 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

/* One line a block: its kind and its runs, "*bold*", "<target|text>", "/" for a break, ";" between items. */
static const char *drawn(const char *text)
{
    static const char kinds[] = "PHUOQ";
    struct md md = markdown_read(arena, text);
    char *out = arena_alloc(arena, 4000);
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < md.n; i++) {
        n += (size_t)snprintf(out + n, 4000 - n, "%s%c:", i ? "\n" : "", kinds[md.blocks[i].kind]);
        for (size_t k = 0; k < md.blocks[i].n; k++) {
            n += (size_t)snprintf(out + n, 4000 - n, "%s", k ? ";" : "");
            for (size_t r = 0; r < md.blocks[i].items[k].n; r++) {
                const struct md_run *run = &md.blocks[i].items[k].runs[r];
                const char *mark = run->bold ? "*" : "";
                if (run->line_break)
                    n += (size_t)snprintf(out + n, 4000 - n, "/");
                else if (run->link != MD_PLAIN)
                    n += (size_t)snprintf(out + n, 4000 - n, "%s<%d %s|%s>%s", mark, run->link, run->target, run->text, mark);
                else
                    n += (size_t)snprintf(out + n, 4000 - n, "%s%s%s", mark, run->text, mark);
            }
        }
    }
    return out;
}

START_TEST(what_it_knows)
{
    static const struct {
        const char *text, *is;
    } cases[] = {
        {"", ""},
        {"一段。\n\n另一段。", "P:一段。\nP:另一段。"},
        {"上一行\n下一行", "P:上一行/下一行"},
        {"## 标题\n文字", "H:标题\nP:文字"},
        {"- 一\n- **二**\n", "U:一;*二*"},
        {"1. 一\n2. 二", "O:一;二"},
        {"- 外\n  - 内\n- 末", "U:外;内;末"},
        {"> 引用\n> 的话", "Q:引用/的话"},
        {"*em* and **strong**", "P:*em* and *strong*"},
        {"[网](https://example.org/a?b=1) [本站](/file) [电话](tel:+86-95500) [信](mailto:a.b@example.org)",
         "P:<1 https://example.org/a?b=1|网> <1 /file|本站> <2 +86-95500|电话> <3 a.b@example.org|信>"},
        {"<https://example.org>", "P:<1 https://example.org|https://example.org>"},
        {"[**粗**链接](/guide)", "P:*<1 /guide|粗>*<1 /guide|链接>"},
        {"    indented <b>", "P:indented <b>"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_str_eq(drawn(cases[i].text), cases[i].is);
}
END_TEST

/* Nothing that was typed becomes an address or markup that it must not become. */
START_TEST(what_it_never_does)
{
    static const char *const targets[] = {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "vbscript:x", "tel:javascript:1", "mailto:x", "mailto:a@b?body=x",
                                          "ftp://example.org", "", "#top", "file:///etc/passwd"};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const char *is = drawn(arena_printf(arena, "[words](<%s>)", targets[i]));
        ck_assert_msg(strcmp(is, "P:words") == 0, "%s became %s", targets[i], is);
    }
    ck_assert_str_eq(drawn("<script>alert(1)</script>"), "P:<script>alert(1)</script>");
    ck_assert_str_eq(drawn("a <img src=x onerror=alert(1)> b"), "P:a <img src=x onerror=alert(1)> b");
    ck_assert_str_eq(drawn("![说明](https://example.org/x.png)"), "P:说明");
}
END_TEST

START_TEST(what_its_writer_is_told)
{
    const char *what;
    ck_assert_ptr_null(markdown_fault(arena, "## 好\n\n- [x](/file) **y** <https://example.org>", &what));
    ck_assert_ptr_nonnull(strstr(markdown_fault(arena, "a <b>c</b>", &what), "HTML"));
    ck_assert_str_eq(what, "<b>");
    ck_assert_ptr_nonnull(strstr(markdown_fault(arena, "<div>\nx\n</div>", &what), "HTML"));
    ck_assert_ptr_nonnull(strstr(markdown_fault(arena, "![x](/y.png)", &what), "Pictures"));
    ck_assert_ptr_nonnull(strstr(markdown_fault(arena, "[x](javascript:1)", &what), "link"));
    ck_assert_str_eq(what, "javascript:1");
}
END_TEST

/* As deep and as long as anybody may type: bounded, and no crash. */
START_TEST(large_and_deep)
{
    struct buf b = {.arena = arena};
    for (int i = 0; i < 3000; i++)
        buf_addc(&b, '>');
    buf_adds(&b, " x");
    markdown_read(arena, b.p);
    b.n = 0;
    for (int i = 0; i < 900; i++)
        buf_printf(&b, "- %d\n\n", i);
    struct md md = markdown_read(arena, b.p);
    ck_assert_uint_eq(md.n, 1);
    ck_assert_uint_le(md.blocks[0].n, 200);
    b.n = 0;
    for (int i = 0; i < 900; i++)
        buf_adds(&b, "*a*\n");
    md = markdown_read(arena, b.p);
    ck_assert_uint_le(md.blocks[0].items[0].n, 400);
    b.n = 0;
    for (int i = 0; i < 900; i++)
        buf_adds(&b, "p\n\n");
    ck_assert_uint_le(markdown_read(arena, b.p).n, 400);
}
END_TEST

Suite *suite_markdown(void);
Suite *suite_markdown(void)
{
    Suite *s = suite_create("markdown");
    TCase *t = tcase_create("markdown");
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_test(t, what_it_knows);
    tcase_add_test(t, what_it_never_does);
    tcase_add_test(t, what_its_writer_is_told);
    tcase_add_test(t, large_and_deep);
    suite_add_tcase(s, t);
    return s;
}
