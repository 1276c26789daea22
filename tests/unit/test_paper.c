#include <check.h>
#include <string.h>

#include "desk_paper_form.h"
#include "paper.h"

Suite *suite_paper(void);

static const permission_set both = PERMISSION_BIT(MAY_INVESTIGATE) | PERMISSION_BIT(MAY_REPLY);
static const char *why;

static enum err may(enum paper_state state, const char *kind, enum paper_action action, enum paper_consent consent, bool needs)
{
    const struct paper p = {.state = state, .kind = kind};
    return paper_decide(&p, action, both, consent, needs, &why);
}

START_TEST(what_can_be_done_when)
{
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_SAVE, PAPER_NOT_ASKED, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_ASK, PAPER_NOT_ASKED, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_ASK, PAPER_NOT_ASKED, false), ERR_STATE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_FINISH, PAPER_NOT_ASKED, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_FINISH, PAPER_NOT_ASKED, false), ERR_NONE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_DELIVER, PAPER_NOT_ASKED, false), ERR_STATE);
    /* While somebody decides on the words they stay as they are; it can be dropped. */
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_SAVE, PAPER_WAITS, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_ASK, PAPER_WAITS, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_FINISH, PAPER_WAITS, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_DROP, PAPER_WAITS, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_FINISH, PAPER_AGREED, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_ASK, PAPER_AGREED, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_FINISH, PAPER_OUTDATED, true), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(why, "changed since"));
    ck_assert_int_eq(may(PAPER_DRAFT, PAPER_OPINION, PAPER_ASK, PAPER_OUTDATED, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_SAVE, PAPER_SENT_BACK, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_ASKED, PAPER_OPINION, PAPER_ASK, PAPER_TAKEN_BACK, true), ERR_NONE);
    /* Final: nothing but delivering; a new version takes the place of what is wrong. */
    ck_assert_int_eq(may(PAPER_FINAL, PAPER_OPINION, PAPER_SAVE, PAPER_AGREED, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_FINAL, PAPER_OPINION, PAPER_FINISH, PAPER_AGREED, true), ERR_STATE);
    ck_assert_int_eq(may(PAPER_FINAL, PAPER_OPINION, PAPER_DELIVER, PAPER_AGREED, true), ERR_NONE);
    ck_assert_int_eq(may(PAPER_FINAL, PAPER_OPINION, PAPER_DROP, PAPER_AGREED, true), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(why, "new version"));
    for (enum paper_action action = PAPER_SAVE; action <= PAPER_DROP; action++) {
        ck_assert_int_eq(may(PAPER_DELIVERED, PAPER_OPINION, action, PAPER_AGREED, true), ERR_STATE);
        ck_assert_int_eq(may(PAPER_DROPPED, PAPER_OPINION, action, PAPER_AGREED, true), ERR_STATE);
        ck_assert_int_eq(may(PAPER_REPLACED, PAPER_OPINION, action, PAPER_AGREED, true), ERR_STATE);
        ck_assert_int_eq(may(PAPER_DRAFT, PAPER_CLOSING, action, PAPER_NOT_ASKED, false), ERR_STATE);
        ck_assert_str_ne(paper_action_title(action), "");
    }
}
END_TEST

START_TEST(what_can_be_replaced_and_what_answers)
{
    for (enum paper_state s = PAPER_DRAFT; s < PAPER_STATE__END; s++) {
        const struct paper letter = {.state = s, .kind = PAPER_OPINION}, report = {.state = s, .kind = PAPER_CLOSING};
        ck_assert(paper_replaceable(&letter) == (s == PAPER_FINAL || s == PAPER_DELIVERED));
        ck_assert(!paper_replaceable(&report));
    }
    const struct paper letter = {.kind = PAPER_OPINION}, report = {.kind = PAPER_MANAGEMENT};
    ck_assert(paper_answers(&letter, "mail") && paper_answers(&letter, "hand"));
    ck_assert(!paper_answers(&letter, "internal") && !paper_answers(&letter, "") && !paper_answers(&report, "mail"));
}
END_TEST

START_TEST(who_may)
{
    const struct paper letter = {.state = PAPER_DRAFT, .kind = PAPER_OPINION}, report = {.state = PAPER_DRAFT, .kind = PAPER_MANAGEMENT};
    const permission_set investigates = PERMISSION_BIT(MAY_INVESTIGATE), replies = PERMISSION_BIT(MAY_REPLY);
    ck_assert_int_eq(paper_decide(&letter, PAPER_SAVE, investigates, PAPER_NOT_ASKED, false, &why), ERR_NONE);
    ck_assert_int_eq(paper_decide(&letter, PAPER_SAVE, replies, PAPER_NOT_ASKED, false, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(paper_decide(&letter, PAPER_FINISH, investigates, PAPER_NOT_ASKED, false, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(paper_decide(&letter, PAPER_FINISH, replies, PAPER_NOT_ASKED, false, &why), ERR_NONE);
    ck_assert_int_eq(paper_decide(&report, PAPER_FINISH, investigates, PAPER_NOT_ASKED, false, &why), ERR_NONE);
    ck_assert_int_eq(paper_decide(&report, PAPER_FINISH, 0, PAPER_NOT_ASKED, false, &why), ERR_FORBIDDEN);
}
END_TEST

START_TEST(an_approval_holds_for_these_words_only)
{
    const uint8_t words[32] = {1}, others[32] = {2};
    const struct rb_chain chain = {.code = "letter"}, heavier = {.code = "letter_major"};
    struct approval a = {.state = APPROVAL_GIVEN, .chain = "letter", .hash = words};
    ck_assert_int_eq(paper_consent(NULL, &chain, words), PAPER_NOT_ASKED);
    ck_assert_int_eq(paper_consent(&a, &chain, words), PAPER_AGREED);
    ck_assert_int_eq(paper_consent(&a, NULL, words), PAPER_AGREED);
    ck_assert_int_eq(paper_consent(&a, &chain, others), PAPER_OUTDATED);
    ck_assert_int_eq(paper_consent(&a, &heavier, words), PAPER_OUTDATED);
    a.state = APPROVAL_OPEN;
    ck_assert_int_eq(paper_consent(&a, &chain, others), PAPER_WAITS);
    a.state = APPROVAL_SENT_BACK;
    ck_assert_int_eq(paper_consent(&a, &chain, words), PAPER_SENT_BACK);
    a.state = APPROVAL_WITHDRAWN;
    ck_assert_int_eq(paper_consent(&a, &chain, words), PAPER_TAKEN_BACK);
}
END_TEST

START_TEST(parts_of_a_paper)
{
    struct arena *a = arena_new(1 << 20);
    const char *group[] = {"group"};
    struct rb_section sections[] = {{.code = "matters", .when = {.loss_over = ""}}, {.code = "trend", .when = {.flags = group, .flags_count = 1, .loss_over = ""}}, {.code = "facts", .when = {.loss_over = ""}}};
    const struct rb_paper rule = {.code = "opinion", .sections = sections, .sections_count = 3};
    struct rb_facts facts = {.category = "", .group = "", .grade = "", .channel = "", .source = "", .complainant = "", .function = "", .validity = "", .mode = ""};
    struct paper_section written[] = {{"gone", "earlier"}, {"matters", "x"}};
    const struct paper p = {.sections = written, .n_sections = 2};
    const char **codes;
    ck_assert_uint_eq(desk_paper_parts(a, &rule, &facts, &p, &codes), 3);
    ck_assert_str_eq(codes[0], "matters");
    ck_assert_str_eq(codes[1], "facts");
    ck_assert_str_eq(codes[2], "gone"); /* what the book does not have any more is not lost */
    ck_assert_uint_eq(desk_paper_parts(a, NULL, &facts, &p, &codes), 2);
    facts.flags = group;
    facts.n_flags = 1;
    ck_assert_uint_eq(desk_paper_parts(a, &rule, &facts, &p, &codes), 4);
    ck_assert_str_eq(codes[1], "trend");
    arena_free(a);
}
END_TEST

static enum err read_form(struct arena *a, const char *query, struct desk_paper_typed *typed, struct http_form_errors *errors)
{
    static const char *const codes[] = {"matters", "facts"};
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(a, (struct str){query, strlen(query)}, &form), ERR_NONE);
    *errors = (struct http_form_errors){.n = 0};
    return desk_paper_read(form, codes, 2, a, (struct desk_date){2026, 11, 22}, 2000, typed, errors);
}

START_TEST(forms)
{
    struct arena *a = arena_new(1 << 20);
    struct desk_paper_typed typed;
    struct http_form_errors errors;
    ck_assert_int_eq(read_form(a, "do=fly", &typed, &errors), ERR_MALFORMED);
    ck_assert_int_eq(read_form(a, "do=save&version=3&title=T&s-matters=M&s-evil=E", &typed, &errors), ERR_NONE);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.version, 3);
    ck_assert_uint_eq(typed.n_sections, 2);
    ck_assert_str_eq(typed.sections[0].body, "M");
    ck_assert_str_eq(typed.sections[1].body, "");
    /* A draft may have gaps; what others decide on may not. */
    ck_assert_int_eq(read_form(a, "do=save&title=T&s-facts=on+[...]", &typed, &errors), ERR_NONE);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(read_form(a, "do=ask&title=T&s-facts=on+[...]", &typed, &errors), ERR_NONE);
    ck_assert_str_eq(errors.items[0].field, "s-facts");
    ck_assert_int_eq(read_form(a, "do=save&title=", &typed, &errors), ERR_NONE);
    ck_assert_str_eq(errors.items[0].field, "title");
    ck_assert_int_eq(read_form(a, "do=deliver&way=pigeon&day=31.2.2026", &typed, &errors), ERR_NONE);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "way"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "to"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "day"));
    ck_assert_int_eq(read_form(a, "do=deliver&way=mail&to=self&day=2026-11-21&proof=EMS", &typed, &errors), ERR_NONE);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.way, "mail");
    ck_assert_int_eq(typed.on.day, 21);
    ck_assert_int_eq(read_form(a, "do=drop", &typed, &errors), ERR_NONE);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "reason"));
    arena_free(a);
}
END_TEST

START_TEST(words)
{
    for (size_t i = 0; paper_ways[i]; i++)
        ck_assert_str_ne(paper_way_title(paper_ways[i]), "");
    ck_assert_str_eq(paper_way_title("pigeon"), "");
    for (enum paper_state s = PAPER_DRAFT; s < PAPER_STATE__END; s++)
        ck_assert_str_ne(paper_state_title(s), "");
    ck_assert_str_eq(paper_state_title(PAPER_STATE__END), "");
}
END_TEST

Suite *suite_paper(void)
{
    Suite *s = suite_create("paper");
    TCase *t = tcase_create("paper");
    tcase_add_test(t, what_can_be_done_when);
    tcase_add_test(t, who_may);
    tcase_add_test(t, an_approval_holds_for_these_words_only);
    tcase_add_test(t, what_can_be_replaced_and_what_answers);
    tcase_add_test(t, parts_of_a_paper);
    tcase_add_test(t, forms);
    tcase_add_test(t, words);
    suite_add_tcase(s, t);
    return s;
}
