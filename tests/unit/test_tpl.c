#include <check.h>
#include <string.h>

#include "tpl.h"
#include "view_fixture.h"

/*
 * The templates here are the test's own, under the names of real ones: error/public.html is what most tests show. They speak English, so
 * that no catalogue is needed.
 */
static const char *dir;
static struct arena *arena;

static void set_up(void)
{
    dir = fixture_dir();
    arena = arena_new(1 << 20);
}

static void tear_down(void)
{
    arena_free(arena);
    fixture_drop(dir);
}

static enum err start_with(const char *text)
{
    struct fixture_file files[] = {{"error/public.html", text}, {"parts/one.html", "<i>one</i>\n"}};
    return fixture_templates(dir, files, COUNT_OF(files));
}

static const char *shown(const struct tpl *t)
{
    struct buf out = {.arena = arena};
    ck_assert_int_eq(tpl_render(t, LANG_EN, &out), ERR_NONE);
    return out.n > 0 ? out.p : "";
}

START_TEST(values_and_sections)
{
    ck_assert_int_eq(start_with("<h1>{{TITLE}}</h1>{{#ERRORS}}<ul>{{#ERROR}}<li>{{MESSAGE}} {{TITLE}}</li>{{/ERROR}}</ul>{{/ERRORS}}"
                                "{{#FLASH}}<p>{{MESSAGE}}</p>{{/FLASH}}<b>{{NUMBER}}</b>"),
                     ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    ck_assert_str_eq(shown(t), "<h1></h1><b></b>");
    tpl_text(t, V_TITLE, "T");
    tpl_int(t, V_NUMBER, -7);
    struct tpl *list = tpl_add(t, SEC_ERRORS);
    tpl_text(tpl_add(list, SEC_ERROR), V_MESSAGE, "a");
    tpl_str(tpl_add(list, SEC_ERROR), V_MESSAGE, (struct str){"bcd", 1});
    ck_assert_str_eq(shown(t), "<h1>T</h1><ul><li>a T</li><li>b T</li></ul><b>-7</b>");
    tpl_show_if(t, SEC_FLASH, false);
    tpl_optional(t, SEC_FLASH, V_MESSAGE, "");
    tpl_optional(t, SEC_FLASH, V_MESSAGE, NULL);
    ck_assert_str_eq(shown(t), "<h1>T</h1><ul><li>a T</li><li>b T</li></ul><b>-7</b>");
    tpl_optional(t, SEC_FLASH, V_MESSAGE, "saved");
    tpl_text(t, V_TITLE, NULL);
    ck_assert_str_eq(shown(t), "<h1></h1><ul><li>a </li><li>b </li></ul><p>saved</p><b>-7</b>");
}
END_TEST

START_TEST(show_once)
{
    ck_assert_int_eq(start_with("{{#FLASH}}<p>x</p>{{/FLASH}}"), ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    tpl_show(t, SEC_FLASH);
    tpl_show(t, SEC_FLASH);
    ck_assert_str_eq(shown(t), "<p>x</p>");
}
END_TEST

/* What an attacker would type must come out harmless in text, in an attribute, as a link, behind a link and in a text area. */
START_TEST(values_are_escaped_for_where_they_stand)
{
    ck_assert_int_eq(start_with("<p>{{MESSAGE}}</p>\n<input value=\"{{MESSAGE}}\" title=\"{{MESSAGE}}\">\n<a href=\"{{MESSAGE}}\">x</a>\n"
                                "<a href=\"/c/{{MESSAGE}}\">x</a>\n<textarea>{{MESSAGE}}</textarea>\n<title>{{MESSAGE}}</title>"),
                     ERR_NONE);
    static const char *const attacks[] = {
        "<script>alert(1)</script>", "\"><script>alert(1)</script>", "' onmouseover='alert(1)", "\" onmouseover=\"alert(1)",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)", "</textarea><script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "{{#ERRORS}}<script>{{/ERRORS}}", "&lt;script&gt;", "<!--", "]]><script>",
    };
    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
        tpl_text(t, V_MESSAGE, attacks[i]);
        const char *page = shown(t);
        ck_assert_msg(!strstr(page, "<script") && !strstr(page, "<img") && !strstr(page, "<svg") && !strstr(page, "<!--"), "%s", page);
        const char *link = strstr(page, "<a href=\""), *link_end = link ? strchr(link + strlen("<a href=\""), '"') : NULL;
        ck_assert_ptr_nonnull(link_end);
        size_t n = (size_t)(link_end - link);
        ck_assert_msg(!memmem(link, n, "script:", 7) && !memmem(link, n, "data:", 5) && !memmem(link, n, "SCRIPT:", 7) && !memmem(link, n, "PT:", 3),
                      "%s", page);
        int quotes = 0;
        for (const char *c = page; *c; c++)
            quotes += *c == '"';
        ck_assert_msg(quotes == 8 && !strchr(page, '\''), "%s", page); /* none but the template's own */
    }
}
END_TEST

START_TEST(line_breaks_of_people_are_kept)
{
    ck_assert_int_eq(start_with("<p>{{MESSAGE}}</p><textarea>{{MESSAGE}}</textarea><input value=\"{{MESSAGE}}\">"), ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    tpl_text(t, V_MESSAGE, "a\n<b");
    ck_assert_str_eq(shown(t), "<p>a\n&lt;b</p><textarea>a\n&lt;b</textarea><input value=\"a\n&lt;b\">");
}
END_TEST

START_TEST(white_space_that_matters_stays)
{
    ck_assert_int_eq(start_with("<ul>\n  <li>a\n  b</li>\n  {{#FLASH}}\n  <li>c</li>\n  {{/FLASH}}\n  <li\n    class=\"x\"\n    {{#ERRORS}}hidden{{/ERRORS}}\n"
                                "    id=\"y\">d <b>e</b> <i>f</i>\n  {{TITLE}}\n  </li>\n</ul>\n"),
                     ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    tpl_show(t, SEC_FLASH);
    tpl_show(t, SEC_ERRORS);
    tpl_text(t, V_TITLE, "g");
    ck_assert_str_eq(shown(t), "<ul><li>a b</li><li>c</li><li class=\"x\" hidden id=\"y\">d <b>e</b> <i>f</i> g </li></ul>");
}
END_TEST

START_TEST(includes_icons_and_texts)
{
    ck_assert_int_eq(start_with("[[> parts/one.html]]\n<p title=\"[[Say \"no\" & go]]\">[[@clock]][[Text\n   over   two lines]] [[With {{TITLE}} in it]]</p>"),
                     ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    tpl_text(t, V_ICONS, "/i.svg?v=1");
    tpl_text(t, V_TITLE, "<b>");
    ck_assert_str_eq(shown(t), "<i>one</i><p title=\"Say &quot;no&quot; &amp; go\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"/i.svg?v=1#clock\"/></svg>"
                               "Text over two lines With &lt;b&gt; in it</p>");
}
END_TEST

START_TEST(broken_templates_stop_the_start)
{
    static const char *const broken[] = {
        "{{#ERRORS}}never closed",
        "{{NO_SUCH_NAME_IN_ANY_TEMPLATE}}",
        "{{#NO_SUCH_NAME_IN_ANY_TEMPLATE}}{{/NO_SUCH_NAME_IN_ANY_TEMPLATE}}",
        "{{TITLE:none}}",
        "{{TITLE",
        "[[never closed",
        "[[]]",
        "[[> parts/absent.html]]",
        "[[> ../error/staff.html]]",
        "[[> error/public.html]]",
        "[[> ]]",
        "<a href={{TITLE}}x onclick=\"{{TITLE\">",
    };
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        ck_assert_msg(start_with(broken[i]) == ERR_CONFIG, "%s", broken[i]);
    ck_assert_int_eq(start_with("<p></p>"), ERR_NONE);
}
END_TEST

START_TEST(a_template_without_the_pragma_stops_the_start)
{
    ck_assert_int_eq(start_with("<p></p>"), ERR_NONE);
    static const char bare[] = "<p>{{TITLE}}</p>\n";
    fixture_write(dir, "error/staff.html", bare, sizeof bare - 1);
    ck_assert_int_eq(tpl_start(dir), ERR_CONFIG);
    ck_assert_int_eq(tpl_start("no/such/directory"), ERR_CONFIG);
}
END_TEST

START_TEST(repetitions_are_many)
{
    ck_assert_int_eq(start_with("{{#ERROR}}<p>{{MESSAGE}}</p>{{/ERROR}}"), ERR_NONE);
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    for (int i = 0; i < 500; i++)
        tpl_int(tpl_add(t, SEC_ERROR), V_MESSAGE, i);
    const char *page = shown(t);
    ck_assert_ptr_nonnull(strstr(page, "<p>0</p><p>1</p>"));
    ck_assert_ptr_nonnull(strstr(page, "<p>499</p>"));
    arena_reset(arena); /* frees the dictionaries: the leak checker sees it if not */
}
END_TEST

Suite *suite_tpl(void);
Suite *suite_tpl(void)
{
    Suite *s = suite_create("tpl");
    TCase *t = tcase_create("tpl");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, values_and_sections);
    tcase_add_test(t, show_once);
    tcase_add_test(t, values_are_escaped_for_where_they_stand);
    tcase_add_test(t, line_breaks_of_people_are_kept);
    tcase_add_test(t, white_space_that_matters_stays);
    tcase_add_test(t, includes_icons_and_texts);
    tcase_add_test(t, broken_templates_stop_the_start);
    tcase_add_test(t, a_template_without_the_pragma_stops_the_start);
    tcase_add_test(t, repetitions_are_many);
    suite_add_tcase(s, t);
    return s;
}
