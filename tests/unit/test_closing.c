#include <check.h>
#include <string.h>

#include "closing.h"
#include "desk_close_form.h"
#include "str.h"

Suite *suite_closing(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(1 << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

START_TEST(rows_and_back)
{
    const struct closing_matter matters[] = {{1, FINDING_RESPONSIBLE, "late", "paid"}, {2, FINDING_NONE, "", "looked into"}};
    const struct closing_part parts[] = {{"facts", "It was late."}, {"sums", ""}};
    struct complaint_closing k = closing_none(), back;
    struct closing_part *rows;
    size_t n;
    closing_rows(arena, &k, &rows, &n);
    ck_assert_uint_eq(n, 0);
    k.finding = FINDING_INVALID, k.basis = "agreed", k.text = "because", k.agreement = "by telephone", k.asked = "freely?", k.answered = "yes", k.freely = -1, k.evidence = "a letter";
    k.outcome = 2, k.cause = "delay", k.stage = "counter", k.department_id = 7;
    k.matters = matters, k.n_matters = 2, k.parts = parts, k.n_parts = 2;
    closing_rows(arena, &k, &rows, &n);
    back = closing_of_rows(arena, rows, n);
    ck_assert_int_eq(back.finding, FINDING_INVALID);
    ck_assert_str_eq(back.basis, "agreed");
    ck_assert_str_eq(back.agreement, "by telephone");
    ck_assert_str_eq(back.answered, "yes");
    ck_assert_int_eq(back.freely, -1);
    ck_assert_int_eq(back.outcome, 2);
    ck_assert_str_eq(back.stage, "counter");
    ck_assert_int_eq(back.department_id, 7);
    ck_assert_uint_eq(back.n_matters, 2);
    ck_assert_int_eq(closing_matter_of(&back, 1)->finding, FINDING_RESPONSIBLE);
    ck_assert_str_eq(closing_matter_of(&back, 2)->remedy, "looked into");
    ck_assert_ptr_null(closing_matter_of(&back, 3));
    ck_assert_uint_eq(back.n_parts, 1);
    ck_assert_str_eq(closing_part_text(&back, "facts"), "It was late.");
    ck_assert_str_eq(closing_part_text(&back, "sums"), "");
}
END_TEST

START_TEST(odd_rows_are_passed_over)
{
    const struct closing_part rows[] = {{"=finding", "99"}, {"=weather", "rain"}, {"=finding-x", "1"}, {"=reason-0", "no"}, {"=colour-1", "red"}, {"=freely", "yes"}, {"=outcome", "3"},
                                        {"=department", "-1"}, {"=reason-2", "so"}};
    struct complaint_closing k = closing_of_rows(arena, rows, COUNT_OF(rows));
    ck_assert_int_eq(k.finding, FINDING_NONE);
    ck_assert_int_eq(k.freely, 0);
    ck_assert_int_eq(k.outcome, 0);
    ck_assert_int_eq(k.department_id, 0);
    ck_assert_uint_eq(k.n_matters, 1);
    ck_assert_str_eq(k.matters[0].reason, "so");
    ck_assert_uint_eq(k.n_parts, 0);
    ck_assert(closing_is_field("=basis") && !closing_is_field("facts"));
}
END_TEST

/* ---- the form ---- */

static const char *demands[] = {"agreement"};
static struct rb_basis bases[] = {{.code = "agreed", .finding = "", .demands = demands, .demands_count = 1}, {.code = "lawsuit", .finding = "litigation"}, {.code = "old", .finding = "", .inactive = true}};
static struct rb_section sections[] = {{.code = "facts"}, {.code = "measures"}};
static struct rb_tree causes[] = {{.code = "delay", .parent = ""}, {.code = "gone", .parent = "", .inactive = true}};
static struct rulebook book = {.bases = bases, .bases_count = 3, .sections = sections, .sections_count = 2, .causes = causes, .causes_count = 2};
static const struct complaint_allegation matters[] = {{.position = 1, .body = "a", .reason = ""}, {.position = 2, .body = "b", .reason = ""}};

static struct desk_close_typed read_form(const char *query, size_t n_matters, struct http_form_errors *errors)
{
    struct http_form *form;
    struct desk_close_typed typed;
    *errors = (struct http_form_errors){.n = 0};
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    desk_close_read(form, &book, matters, n_matters, arena, 5000, &typed, errors);
    return typed;
}

START_TEST(the_form_is_read)
{
    struct http_form_errors errors;
    struct desk_close_typed typed = read_form("version=4&draft=2&finding=1&basis=agreed&text=So&agreement=Called&cause=delay&respondent=3&part-facts=F&finding-2=2&reason-2=R&remedy-2=M&outcome=1"
                                              "&stage=0123456789ABCDEFGHJKMNPQRS",
                                              2, &errors);
    const struct complaint_closing *k = &typed.closing;
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.what, DESK_CLOSE_NOW);
    ck_assert_int_eq(typed.version, 4);
    ck_assert_int_eq(typed.draft_version, 2);
    ck_assert_int_eq(k->finding, FINDING_RESPONSIBLE);
    ck_assert_str_eq(k->agreement, "Called");
    ck_assert_str_eq(k->cause, "delay");
    ck_assert_int_eq(k->department_id, 3);
    ck_assert_uint_eq(k->n_matters, 2);
    ck_assert_int_eq(closing_matter_of(k, 2)->finding, FINDING_NOT_RESPONSIBLE);
    ck_assert_uint_eq(k->n_parts, 1);
    ck_assert_str_eq(k->parts[0].code, "facts");
    struct desk_close_typed brief = read_form("finding=1&basis=agreed&text=So", 1, &errors), draft = read_form("finding=1&basis=agreed&text=So&do=save", 1, &errors);
    ck_assert_str_eq(closing_part_text(&brief.closing, "facts"), "So");
    ck_assert_str_eq(closing_part_text(&draft.closing, "facts"), "");
    ck_assert_uint_eq(strlen(typed.stage), 26);
    ck_assert_uint_eq(read_form("finding=1&basis=agreed&text=So&finding-1=2", 1, &errors).closing.n_matters, 0); /* one matter is the whole */
}
END_TEST

START_TEST(what_is_missing_is_told_but_not_of_a_draft)
{
    struct http_form_errors errors;
    read_form("do=save", 1, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(read_form("do=save", 1, &errors).what, DESK_CLOSE_SAVE);
    ck_assert_int_eq(read_form("do=ask", 1, &errors).what, DESK_CLOSE_ASK);
    ck_assert_uint_eq(errors.n, 3);
    static const char *const wrong[] = {"finding=0", "finding=4", "finding=99", "finding=4294967297"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        read_form(arena_printf(arena, "%s&basis=agreed&text=x", wrong[i]), 1, &errors);
        ck_assert_msg(errors.n == 1 && http_form_error_of(&errors, "finding"), "%s", wrong[i]);
    }
    read_form("finding=1&basis=lawsuit&text=x", 1, &errors);
    ck_assert(http_form_error_of(&errors, "basis") != NULL);
    read_form("finding=3&basis=lawsuit&text=x", 1, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(read_form("finding=1&basis=old&text=x&cause=gone", 1, &errors).closing.cause, "");
    ck_assert(http_form_error_of(&errors, "basis") != NULL);
}
END_TEST

Suite *suite_closing(void)
{
    Suite *suite = suite_create("closing");
    TCase *tests = tcase_create("closing");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, rows_and_back);
    tcase_add_test(tests, odd_rows_are_passed_over);
    tcase_add_test(tests, the_form_is_read);
    tcase_add_test(tests, what_is_missing_is_told_but_not_of_a_draft);
    suite_add_tcase(suite, tests);
    return suite;
}
