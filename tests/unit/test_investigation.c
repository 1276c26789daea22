#include <check.h>
#include <string.h>

#include "desk_draft.h"
#include "desk_investigation_form.h"
#include "investigation.h"
#include "timeline.h"

Suite *suite_investigation(void);

START_TEST(who_writes)
{
    struct complaint c = {.is_open = true, .lead_department_id = 6};
    struct slip slips[] = {{.id = 40, .kind = SLIP_DISPATCH, .state = SLIP_SENT, .to_department_id = 7}, {.id = 41, .kind = SLIP_DISPATCH, .state = SLIP_ACCEPTED, .to_department_id = 6}};
    unsigned sides[] = {SLIP_SIDE(SLIP_RECEIVER), SLIP_SIDE(SLIP_RECEIVER)};
    const permission_set may = PERMISSION_BIT(MAY_INVESTIGATE);
    ck_assert_int_eq(investigation_right(&c, may, NULL, NULL, 0).writer, INVESTIGATION_WRITES);
    ck_assert_int_eq(investigation_right(&c, 0, NULL, NULL, 0).writer, INVESTIGATION_READS);
    /* Who sees a part: the leading department, while it has to answer. */
    c.part = true;
    struct investigation_right right = investigation_right(&c, 0, slips, sides, 2);
    ck_assert_int_eq(right.writer, INVESTIGATION_WRITES_PART);
    ck_assert_int_eq(right.slip_id, 41);
    ck_assert_int_eq(investigation_right(&c, may, slips, sides, 1).writer, INVESTIGATION_READS);
    slips[1].state = SLIP_ANSWERED;
    ck_assert_int_eq(investigation_right(&c, may, slips, sides, 2).writer, INVESTIGATION_READS);
    slips[1].state = SLIP_SENT;
    sides[1] = SLIP_SIDE(SLIP_SENDER);
    ck_assert_int_eq(investigation_right(&c, may, slips, sides, 2).writer, INVESTIGATION_READS);
    sides[1] = SLIP_SIDE(SLIP_RECEIVER);
    slips[1].kind = SLIP_HELP;
    ck_assert_int_eq(investigation_right(&c, may, slips, sides, 2).writer, INVESTIGATION_READS);
    slips[1].kind = SLIP_DISPATCH;
    c.is_open = false;
    ck_assert_int_eq(investigation_right(&c, may, slips, sides, 2).writer, INVESTIGATION_READS);
    c.part = false;
    ck_assert_int_eq(investigation_right(&c, may, NULL, NULL, 0).writer, INVESTIGATION_READS);
}
END_TEST

START_TEST(what_it_takes)
{
    const char *texts[INVESTIGATION_PART__COUNT] = {"", "", "", "", "", ""}, *field;
    ck_assert_ptr_nonnull(investigation_fault(texts, FINDING_NONE, "", &field));
    ck_assert_str_eq(field, "facts");
    texts[INVESTIGATION_CONCLUSION] = "属实";
    ck_assert_ptr_null(investigation_fault(texts, FINDING_NONE, "", &field));
    ck_assert_ptr_nonnull(investigation_fault(texts, FINDING_RESPONSIBLE, "", &field));
    ck_assert_str_eq(field, "reason");
    ck_assert_ptr_nonnull(investigation_fault(texts, FINDING_NONE, "多收", &field));
    ck_assert_str_eq(field, "finding");
    ck_assert_ptr_null(investigation_fault(texts, FINDING_RESPONSIBLE, "多收", &field));
}
END_TEST

static struct http_form *form_of(struct arena *a, const char *query)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(a, (struct str){query, strlen(query)}, &form), ERR_NONE);
    return form;
}

START_TEST(forms)
{
    struct arena *a = arena_new(1 << 20);
    struct desk_investigation_typed typed;
    struct http_form_errors errors = {.n = 0};
    desk_investigation_read(form_of(a, "version=2&facts=F&remedy=R&finding=1&reason=X"), 3, true, a, 100, &typed, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.version, 2);
    ck_assert_str_eq(typed.texts[INVESTIGATION_FACTS], "F");
    ck_assert_str_eq(typed.texts[INVESTIGATION_SOURCES], "");
    ck_assert_int_eq(typed.finding, FINDING_RESPONSIBLE);
    desk_investigation_read(form_of(a, "facts=F&finding=1&reason=X"), 3, false, a, 100, &typed, &errors);
    ck_assert_int_eq(typed.finding, FINDING_NONE);
    ck_assert_str_eq(typed.reason, "");
    desk_investigation_read(form_of(a, "facts=12345678901&finding=77"), 3, true, a, 10, &typed, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "facts-3"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "finding-3"));
    arena_free(a);
}
END_TEST

START_TEST(key_facts)
{
    struct arena *a = arena_new(1 << 20);
    const struct complaint_flag flags[] = {{"media", "旧"}, {"misconduct", ""}};
    struct desk_flag_typed typed[2];
    struct http_form_errors errors = {.n = 0};
    desk_flags_read(form_of(a, "flag-misconduct=who&was-misconduct="), flags, 2, a, typed, &errors);
    ck_assert_str_eq(typed[0].note, "旧"); /* not asked for: stays */
    ck_assert_str_eq(typed[1].note, "who");
    ck_assert_str_eq(typed[1].was, "");
    arena_free(a);
}
END_TEST

START_TEST(drafts)
{
    struct arena *a = arena_new(1 << 20);
    const char *keys[] = {"facts", "s-a"}, *values[] = {"x\"\n", "y"};
    const char *body = timeline_pairs(a, keys, values, 2);
    ck_assert_str_eq(timeline_get(a, body, "facts"), "x\"\n");
    ck_assert_str_eq(timeline_get(a, body, "s-a"), "y");
    ck_assert_str_eq(timeline_pairs(a, keys, values, 0), "{}");
    ck_assert(desk_draft_field("text") && desk_draft_field("reason") && desk_draft_field("s-facts"));
    ck_assert(!desk_draft_field("csrf") && !desk_draft_field("s-") && !desk_draft_field("s-A") && !desk_draft_field("once"));
    ck_assert(desk_draft_what(desk_draft_matter(a, 12)) && desk_draft_what(desk_draft_paper(a, INT64_MAX)));
    arena_free(a);
}
END_TEST

Suite *suite_investigation(void)
{
    Suite *s = suite_create("investigation");
    TCase *t = tcase_create("investigation");
    tcase_add_test(t, who_writes);
    tcase_add_test(t, what_it_takes);
    tcase_add_test(t, forms);
    tcase_add_test(t, key_facts);
    tcase_add_test(t, drafts);
    suite_add_tcase(s, t);
    return s;
}
