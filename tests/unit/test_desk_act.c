#include <check.h>
#include <string.h>

#include "desk_act_form.h"

static struct arena *arena;

/* A book with what the forms choose from. */
static struct rb_exclusion exclusions[] = {{.code = "court", .name = {"已进入诉讼", "Before a court"}, .answer = {"", ""}, .instead = {"", ""}},
                                           {.code = "old", .name = {"旧", "Old"}, .answer = {"", ""}, .instead = {"", ""}, .inactive = true}};
static struct rb_basis bases[] = {{.code = "agreed", .finding = "", .name = {"一致", "Agreed"}}, {.code = "lawsuit", .finding = "litigation", .name = {"诉讼", "Lawsuit"}}};
static struct rb_template templates[] = {{.code = "thanks", .use = "message", .name = {"感谢", "Thanks"}, .body = {"谢谢", "Thank you"}}};
static struct rb_category categories[] = {{.code = "sales", .parent = "", .name = {"销售", "Sales"}}, {.code = "claims", .parent = "sales", .name = {"理赔", "Claims"}}};
static struct rb_grade grades[] = {{.code = "general", .name = {"一般", "General"}}, {.code = "major", .name = {"重大", "Major"}}};
static struct rb_tree causes[] = {{.code = "delay", .parent = "", .name = {"拖延", "Delay"}}, {.code = "error", .parent = "", .name = {"差错", "Error"}}};
static struct rb_name flags[] = {{.code = "media", .name = {"媒体", "Media"}, .note = {"", ""}}, {.code = "minor", .name = {"未成年人", "Minors"}, .note = {"年龄", "Age"}}};
static const struct rulebook book = {
    .exclusions = exclusions, .exclusions_count = 2, .bases = bases, .bases_count = 2, .templates = templates, .templates_count = 1, .categories = categories,
    .categories_count = 2, .grades = grades, .grades_count = 2, .causes = causes, .causes_count = 2, .flags = flags, .flags_count = 2,
};
static const struct desk_date today = {2026, 8, 25};

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static struct desk_act_typed read_form(enum complaint_action action, const char *fields, struct http_form_errors *errors)
{
    struct http_form *form;
    struct desk_act_typed typed;
    *errors = (struct http_form_errors){0};
    ck_assert_int_eq(http_form_parse_query(arena, str_of(fields), &form), ERR_NONE);
    desk_act_read(form, action, &book, arena, today, 50, &typed, errors);
    return typed;
}

static bool has_error(const struct http_form_errors *errors, const char *field)
{
    return http_form_error_of(errors, field) != NULL;
}

START_TEST(test_every_staff_action_has_a_form)
{
    uint64_t listed = 0;
    for (size_t i = 0; desk_act_order[i] != ACTION__COUNT; i++)
        listed |= FLOW_BIT(desk_act_order[i]);
    for (int i = 0; i < ACTION__COUNT; i++) {
        bool own_page = i == ACTION_LINK || i == ACTION_MERGE || i == ACTION_SPLIT || i == ACTION_AS_NEW;
        bool staff = flow_action((enum complaint_action)i)->actor == FLOW_STAFF && !own_page;
        ck_assert_int_eq(desk_act_kind((enum complaint_action)i) != NULL, staff);
        ck_assert_int_eq((listed >> i & 1) != 0, staff);
    }
    ck_assert_ptr_null(desk_act_kind(ACTION__COUNT));
}
END_TEST

START_TEST(test_text)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_REPLY, "version=7&text=+Dear+customer%0D%0Ahello+&from=view%3Dlate", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.version, 7);
    ck_assert_str_eq(typed.text, "Dear customer\nhello");
    ck_assert_str_eq(typed.from, "view=late");
    read_form(ACTION_REPLY, "version=7&text=%20%0A", &errors);
    ck_assert(has_error(&errors, "text"));
    read_form(ACTION_NOTE, "text=123456789012345678901234567890123456789012345678901", &errors);
    ck_assert(has_error(&errors, "text"));
    read_form(ACTION_ASSIGN, "department=3", &errors);
    ck_assert_uint_eq(errors.n, 0);
    read_form(ACTION_ACCEPT, "", &errors);
    ck_assert_uint_eq(errors.n, 0);
}
END_TEST

START_TEST(test_reject)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_REJECT, "reason=court&text=Because", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.exclusion, "court");
    static const char *const wrong[] = {"reason=weather&text=Because", "reason=old&text=Because", "text=Because"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        typed = read_form(ACTION_REJECT, wrong[i], &errors);
        ck_assert(has_error(&errors, "reason"));
        ck_assert_str_eq(typed.exclusion, "");
        ck_assert_str_eq(typed.text, "Because");
    }
    read_form(ACTION_REJECT, "", &errors);
    ck_assert(has_error(&errors, "reason") && has_error(&errors, "text"));
}
END_TEST

START_TEST(test_insert)
{
    struct http_form_errors errors;
    ck_assert_str_eq(read_form(ACTION_MESSAGE, "insert=template&template=thanks", &errors).insert, "template");
    ck_assert_str_eq(read_form(ACTION_MESSAGE, "insert=template&template=thanks", &errors).template, "thanks");
    ck_assert_str_eq(read_form(ACTION_REJECT, "insert=exclusion", &errors).insert, "exclusion");
    ck_assert_str_eq(read_form(ACTION_MESSAGE, "insert=anything&template=no", &errors).insert, "");
    ck_assert_str_eq(read_form(ACTION_MESSAGE, "template=no", &errors).template, "");
}
END_TEST

START_TEST(test_clock)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_PAUSE, "clock=12&pause=wish&text=he+said+so", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.clock_id, 12);
    ck_assert_str_eq(typed.pause, "wish");
    read_form(ACTION_PAUSE, "clock=0&pause=holiday&text=", &errors);
    ck_assert(has_error(&errors, "clock") && has_error(&errors, "pause") && has_error(&errors, "text"));
    typed = read_form(ACTION_EXTEND, "clock=3&text=more&notice=Dear", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.notice, "Dear");
    read_form(ACTION_RESUME, "clock=3&text=", &errors);
    ck_assert_uint_eq(errors.n, 0);
    read_form(ACTION_CLOCK_DONE, "clock=3&text=", &errors);
    ck_assert(has_error(&errors, "text"));
}
END_TEST

START_TEST(test_decide)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_DECIDE_EXTENSION, "request=7&agreed=yes", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.request_id, 7);
    ck_assert_int_eq(typed.agreed, 1);
    ck_assert_int_eq(read_form(ACTION_DECIDE_EXTENSION, "request=7&agreed=no&text=too+long", &errors).agreed, 0);
    ck_assert_uint_eq(errors.n, 0);
    read_form(ACTION_DECIDE_EXTENSION, "request=7&agreed=no", &errors);
    ck_assert(has_error(&errors, "text"));
    ck_assert_int_eq(read_form(ACTION_DECIDE_EXTENSION, "request=7", &errors).agreed, -1);
    ck_assert(has_error(&errors, "agreed"));
}
END_TEST

START_TEST(test_validity_and_turning)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_VALIDITY, "validity=valid&text=checked", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.validity, "valid");
    typed = read_form(ACTION_VALIDITY, "validity=invalid&text=checked", &errors);
    ck_assert(has_error(&errors, "notice"));
    read_form(ACTION_VALIDITY, "validity=maybe", &errors);
    ck_assert(has_error(&errors, "validity") && has_error(&errors, "text"));
    typed = read_form(ACTION_VALIDITY, "validity=invalid&text=checked&notice=Dear+Ms+Li", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.notice, "Dear Ms Li");
    read_form(ACTION_TURN, "turn=nothing&text=Thanks", &errors);
    ck_assert(has_error(&errors, "turn") && !has_error(&errors, "text"));
    ck_assert_str_eq(read_form(ACTION_TURN, "insert=turn", &errors).insert, "turn");
    read_form(ACTION_SPOT, "text=", &errors);
    ck_assert(has_error(&errors, "text"));
}
END_TEST

START_TEST(what_was_turned_ends_without_a_word)
{
    struct http_form_errors errors;
    read_form(ACTION_CLOSE, "version=2", &errors);
    ck_assert_uint_eq(errors.n, 0);
}
END_TEST

START_TEST(a_withdrawal_is_asked_about)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_CONFIRM_WITHDRAWAL, "asked=Freely%3F&answered=Yes&freely=yes", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.freely, 1);
    ck_assert_str_eq(typed.answered, "Yes");
    ck_assert_int_eq(read_form(ACTION_CONFIRM_WITHDRAWAL, "asked=a&answered=b&freely=no", &errors).freely, -1);
    read_form(ACTION_CONFIRM_WITHDRAWAL, "freely=perhaps", &errors);
    ck_assert(has_error(&errors, "asked") && has_error(&errors, "answered") && has_error(&errors, "freely"));
}
END_TEST

START_TEST(test_classify)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_CLASSIFY,
                                            "category=claims&grade=major&grade_reason=press&loss=%EF%BC%91200.5&cause=delay&cause=error&cause=weather&flag=media&flag=minor"
                                            "&flag_note_minor=12&r1_name=Li&r1_kind=staff&r1_manager=1&r2_name=&r2_kind=agent&r3_name=Shop&r3_kind=partner",
                                            &errors);
    const struct desk_classify_typed *k = &typed.classify;
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(k->category, "claims");
    ck_assert_str_eq(k->grade, "major");
    ck_assert_str_eq(k->loss, "1200.5");
    ck_assert_uint_eq(k->class.n_causes, 2);
    ck_assert_uint_eq(k->class.n_flags, 2);
    ck_assert_str_eq(desk_classify_note(&k->class, "minor"), "12");
    ck_assert_str_eq(desk_classify_note(&k->class, "media"), "");
    ck_assert_ptr_null(desk_classify_note(&k->class, "group"));
    ck_assert_uint_eq(k->class.n_respondents, 2);
    ck_assert(k->class.respondents[0].manager && !k->class.respondents[1].manager);
    ck_assert_str_eq(k->class.respondents[1].name, "Shop");
    struct complaint c = {.category = "", .category_group = "", .loss = ""};
    desk_classify_apply(k, &book, &c);
    ck_assert_str_eq(c.category_group, "sales");
    ck_assert_str_eq(c.loss, "1200.5");
}
END_TEST

START_TEST(test_classify_errors)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_CLASSIFY, "category=weather&grade=huge&loss=much&flag=minor&r1_name=Li&r1_kind=friend", &errors);
    ck_assert(has_error(&errors, "category") && has_error(&errors, "grade") && has_error(&errors, "loss"));
    ck_assert(has_error(&errors, "flag_note_minor") && has_error(&errors, "r1_kind"));
    ck_assert_str_eq(typed.classify.loss, "much");
    ck_assert_str_eq(typed.classify.class.respondents[0].name, "Li");
    static const char *const wrong[] = {"-5", "1.234", "1e9", "99999999999999999"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        read_form(ACTION_CLASSIFY, arena_printf(arena, "category=claims&loss=%s", wrong[i]), &errors);
        ck_assert_msg(has_error(&errors, "loss"), "%s", wrong[i]);
    }
    read_form(ACTION_CLASSIFY, "category=claims", &errors);
    ck_assert_uint_eq(errors.n, 0);
}
END_TEST

START_TEST(test_assign)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_ASSIGN, "department=3&person=9&text=please", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.department_id, 3);
    ck_assert_int_eq(typed.person_id, 9);
    read_form(ACTION_ASSIGN, "department=&person=", &errors);
    ck_assert(has_error(&errors, "department"));
    read_form(ACTION_ASSIGN, "department=-3&person=nine", &errors);
    ck_assert(has_error(&errors, "department"));
}
END_TEST

START_TEST(test_until)
{
    struct http_form_errors errors;
    struct desk_act_typed typed = read_form(ACTION_ASK_MATERIAL, "text=x&until=2026-08-26", &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(desk_date_iso(arena, typed.until), "2026-08-26");
    static const char *const wrong[] = {"text=x", "text=x&until=2026-08-25", "text=x&until=soon", "text=x&until=2027-08-25", "text=x&until=2025-08-26"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        read_form(ACTION_ASK_MATERIAL, wrong[i], &errors);
        ck_assert_msg(has_error(&errors, "until"), "%s", wrong[i]);
    }
    ck_assert_str_eq(read_form(ACTION_ASK_MATERIAL, "text=x&until=soon", &errors).until_typed, "soon");
    read_form(ACTION_ASK_MATERIAL, "text=x&until=2026-11-23", &errors);
    ck_assert_uint_eq(errors.n, 0);
    read_form(ACTION_ASK_MATERIAL, "text=x&until=2026-11-24", &errors);
    ck_assert(has_error(&errors, "until"));
}
END_TEST

START_TEST(test_stage_token)
{
    struct http_form_errors errors;
    ck_assert_str_eq(read_form(ACTION_NOTE, "text=x&stage=0123456789ABCDEFGHJKMNPQRS", &errors).stage, "0123456789ABCDEFGHJKMNPQRS");
    ck_assert_str_eq(read_form(ACTION_NOTE, "text=x&stage=0123456789ABCDEFGHJKMNPQR", &errors).stage, "");
    ck_assert_str_eq(read_form(ACTION_NOTE, "text=x&stage=0123456789ABCDEFGHJKMNPQR%27", &errors).stage, "");
}
END_TEST

START_TEST(test_first_fold)
{
    unsigned all = ~0u;
    struct complaint c = {.state = COMPLAINT_SUBMITTED, .is_open = true};
    ck_assert_int_eq(desk_act_first(&c, all), ACTION_ACCEPT);
    ck_assert_int_eq(desk_act_first(&c, FLOW_BIT(ACTION_NOTE)), ACTION_NOTE);
    ck_assert_int_eq(desk_act_first(&c, 0), ACTION__COUNT);
    c.state = COMPLAINT_PROGRESS;
    ck_assert_int_eq(desk_act_first(&c, all), ACTION_ASSIGN);
    c.assignee_id = 4;
    ck_assert_int_eq(desk_act_first(&c, all), ACTION_REPLY);
    c.withdraw_us = 1;
    ck_assert_int_eq(desk_act_first(&c, all), ACTION_CONFIRM_WITHDRAWAL);
    c = (struct complaint){.state = COMPLAINT_REPLIED, .is_open = true};
    ck_assert_int_eq(desk_act_first(&c, all), ACTION_CLOSE);
    c = (struct complaint){.state = COMPLAINT_CLOSED};
    ck_assert_int_eq(desk_act_first(&c, all), ACTION__COUNT);
}
END_TEST

Suite *suite_desk_act(void);
Suite *suite_desk_act(void)
{
    Suite *suite = suite_create("desk_act");
    TCase *tests = tcase_create("actions");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_every_staff_action_has_a_form);
    tcase_add_test(tests, test_text);
    tcase_add_test(tests, test_reject);
    tcase_add_test(tests, test_classify_errors);
    tcase_add_test(tests, test_classify);
    tcase_add_test(tests, test_validity_and_turning);
    tcase_add_test(tests, what_was_turned_ends_without_a_word);
    tcase_add_test(tests, test_decide);
    tcase_add_test(tests, test_clock);
    tcase_add_test(tests, test_insert);
    tcase_add_test(tests, test_assign);
    tcase_add_test(tests, a_withdrawal_is_asked_about);
    tcase_add_test(tests, test_until);
    tcase_add_test(tests, test_stage_token);
    tcase_add_test(tests, test_first_fold);
    suite_add_tcase(suite, tests);
    return suite;
}
