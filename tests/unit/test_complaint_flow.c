#include <check.h>
#include <string.h>

#include "complaint_flow.h"

Suite *suite_complaint_flow(void);

/*
 * The workflow written down a second time, by reading the rules and not the table of the program: per action the right it takes, and per state what it
 * leads to ('.' nothing, digits are states). All states × actions × rights are compared.
 */
static const struct {
    enum complaint_action action;
    int right; /* -1: the complainant's own */
    const char *to;  /* by state 1 to 7 */
    int withdrawal;  /* 1: only when asked for, -1: only when not */
    enum { ANYHOW, ITSELF /* not merged */, COMPLAINT /* nor made something else */, TURNED, RESPONSIBLE, REVIEWABLE /* not turned */, ASKED /* for a review */, UNASKED } what;
} plan[] = {
    {ACTION_ACCEPT, MAY_ACCEPT, "2......", 0, ANYHOW},
    {ACTION_REJECT, MAY_ACCEPT, "6......", 0, ANYHOW},
    {ACTION_ASSIGN, MAY_ASSIGN, "1234...", 0, ANYHOW},
    {ACTION_NOTE, MAY_NOTE, "1234567", 0, ANYHOW},
    {ACTION_MESSAGE, MAY_MESSAGE, "1234...", 0, ANYHOW},
    {ACTION_CONTACT, MAY_MESSAGE, "1234567", 0, ANYHOW},
    {ACTION_ASK_MATERIAL, MAY_MESSAGE, ".3.3...", 0, ANYHOW},
    {ACTION_REPLY, MAY_REPLY, ".444...", 0, ANYHOW},
    {ACTION_OUTCOME, MAY_REPLY, "...45..", 0, COMPLAINT},
    {ACTION_CLOSE, MAY_CLOSE, "...5...", 0, ANYHOW},
    {ACTION_REOPEN, MAY_REOPEN, "....222", 0, ITSELF},
    {ACTION_REVIEW, MAY_REOPEN, "...222.", 0, REVIEWABLE},
    {ACTION_DECLINE_REVIEW, MAY_REOPEN, "...456.", 0, ASKED},
    {ACTION_CONFIRM_WITHDRAWAL, MAY_CLOSE, "7777...", 1, ANYHOW},
    {ACTION_DECLINE_WITHDRAWAL, MAY_CLOSE, "1234...", 1, ANYHOW},
    {ACTION_CLASSIFY, MAY_CLASSIFY, "1234...", 0, ANYHOW},
    {ACTION_PAUSE, MAY_EXTEND, "1234...", 0, ANYHOW},
    {ACTION_RESUME, MAY_EXTEND, "1234...", 0, ANYHOW},
    {ACTION_EXTEND, MAY_EXTEND, "1234...", 0, ANYHOW},
    {ACTION_DECIDE_EXTENSION, MAY_SEE, "1234...", 0, ANYHOW},
    {ACTION_CLOCK_DONE, MAY_EXTEND, "12345..", 0, ANYHOW},
    {ACTION_SPOT, MAY_ACCEPT, "55.....", 0, COMPLAINT},
    {ACTION_TURN, MAY_ACCEPT, "444....", 0, COMPLAINT},
    {ACTION_TURN_BACK, MAY_ACCEPT, ".222...", 0, TURNED},
    {ACTION_VALIDITY, MAY_CLASSIFY, "1234...", 0, COMPLAINT},
    {ACTION_LINK, MAY_LINK, "1234567", 0, ANYHOW},
    {ACTION_MERGE, MAY_LINK, "5555...", 0, ITSELF},
    {ACTION_SPLIT, MAY_LINK, "1234...", 0, COMPLAINT},
    {ACTION_AS_NEW, MAY_LINK, "....5..", 0, RESPONSIBLE},
    {ACTION_SUPPLY, -1, "1222...", 0, ANYHOW},
    {ACTION_WITHDRAW, -1, "1234...", -1, ANYHOW},
    {ACTION_RATE, -1, "....5..", 0, ITSELF},
    {ACTION_ASK_REVIEW, -1, "...456.", 0, UNASKED},
    {ACTION_URGE, -1, "12.....", 0, ITSELF},
    {ACTION_KEEP, -1, "1234...", 1, ANYHOW},
};

static enum err planned(size_t i, const struct complaint *c, permission_set rights, enum complaint_state *ret_to)
{
    char to = plan[i].to[c->state - 1];
    if (plan[i].right >= 0 && !(rights & PERMISSION_BIT(plan[i].right)))
        return ERR_FORBIDDEN;
    if (to == '.' || (plan[i].withdrawal == 1 && !c->withdraw_us) || (plan[i].withdrawal == -1 && c->withdraw_us))
        return ERR_STATE;
    bool itself = c->merged_into_id == 0, complaint = itself && !*c->path;
    if ((plan[i].what == ITSELF && !itself) || (plan[i].what == COMPLAINT && !complaint) || (plan[i].what == RESPONSIBLE && !(complaint && c->finding == FINDING_RESPONSIBLE)) ||
        (plan[i].what == TURNED && !(itself && strcmp(c->path, "enquiry") == 0)))
        return ERR_STATE;
    bool turned = strcmp(c->path, "enquiry") == 0;
    if (((plan[i].what == REVIEWABLE || plan[i].what == UNASKED) && (turned || !itself)) || (plan[i].what == ASKED && !c->review_asked_us) || (plan[i].what == UNASKED && c->review_asked_us))
        return ERR_STATE;
    *ret_to = (enum complaint_state)(to - '0');
    return ERR_NONE;
}

static void compare(const struct complaint *c, permission_set rights)
{
    uint64_t staff = 0, complainant = 0;
    for (size_t i = 0; i < COUNT_OF(plan); i++) {
        enum complaint_state want = (enum complaint_state)0, got = (enum complaint_state)0;
        enum err wanted = planned(i, c, rights, &want), e = flow_decide(c, plan[i].action, rights, &got);
        ck_assert_msg(e == wanted && got == want, "state %d, action %s, rights %llx: %s to %d, not %s to %d", c->state,
                      flow_action(plan[i].action)->name, (unsigned long long)rights, err_name(e), got, err_name(wanted), want);
        if (wanted == ERR_NONE)
            *(plan[i].right < 0 ? &complainant : &staff) |= FLOW_BIT(plan[i].action);
    }
    ck_assert_uint_eq(flow_allowed(c, FLOW_STAFF, rights), staff);
    ck_assert_uint_eq(flow_allowed(c, FLOW_COMPLAINANT, rights), complainant);
}

START_TEST(every_state_action_and_right)
{
    ck_assert_uint_eq(COUNT_OF(plan), ACTION__COUNT);
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        for (int k = 0; k < 2 * 5; k++) {
            static const char *const paths[] = {"", "spot", "enquiry", "", ""};
            const struct complaint c = {.state = (enum complaint_state)s, .withdraw_us = k % 2, .review_asked_us = k % 2, .path = paths[k / 2], .merged_into_id = k / 2 == 3,
                                        .finding = k / 2 == 4 ? FINDING_RESPONSIBLE : FINDING_NONE};
            compare(&c, 0);
            compare(&c, PERMISSION_BIT(PERMISSION__COUNT) - 1);
            for (int p = 0; p < PERMISSION__COUNT; p++)
                compare(&c, PERMISSION_BIT(p));
        }
    }
}
END_TEST

START_TEST(a_state_out_of_range_allows_nothing)
{
    const struct complaint c = {.state = COMPLAINT_STATE__END}, none = {0};
    enum complaint_state to;
    ck_assert_uint_eq(flow_allowed(&c, FLOW_STAFF, ~UINT64_C(0)), 0);
    ck_assert_uint_eq(flow_allowed(&none, FLOW_COMPLAINANT, 0), 0);
    ck_assert_int_eq(flow_decide(&c, ACTION__COUNT, ~UINT64_C(0), &to), ERR_STATE);
    ck_assert_ptr_null(flow_action(ACTION__COUNT));
}
END_TEST

START_TEST(nothing_is_closed_unanswered)
{
    for (size_t i = 0; i < flow_rows_n; i++) {
        bool otherwise = flow_rows[i].action == ACTION_SPOT || flow_rows[i].action == ACTION_MERGE; /* settled at once, or answered with another */
        if (flow_rows[i].to == COMPLAINT_CLOSED && flow_rows[i].from != COMPLAINT_CLOSED && !otherwise)
            ck_assert_int_eq(flow_rows[i].from, COMPLAINT_REPLIED);
    }
}
END_TEST

/* What departments were asked for comes to an end before the complaint does; a withdrawal ends both. */
START_TEST(open_slips_hold_the_end)
{
    static const enum complaint_action held[] = {ACTION_CLOSE, ACTION_REJECT, ACTION_SPOT};
    static const enum complaint_state from[] = {COMPLAINT_REPLIED, COMPLAINT_SUBMITTED, COMPLAINT_PROGRESS};
    enum complaint_state to;
    for (size_t i = 0; i < COUNT_OF(held); i++) {
        struct complaint c = {.state = from[i], .open_slips = 2, .withdraw_us = 1};
        ck_assert_int_eq(flow_decide(&c, held[i], ~UINT64_C(0), &to), ERR_STATE);
        ck_assert_int_eq(flow_open_slips(&c, held[i]), 2);
        ck_assert_int_eq(flow_open_slips(&c, ACTION_NOTE), 0);
        ck_assert_int_eq(flow_decide(&c, ACTION_CONFIRM_WITHDRAWAL, ~UINT64_C(0), &to), ERR_NONE);
        c.open_slips = 0;
        ck_assert_int_eq(flow_decide(&c, held[i], ~UINT64_C(0), &to), ERR_NONE);
        ck_assert_int_eq(flow_open_slips(&c, held[i]), 0);
    }
    /* What is not possible anyway is not held by them. */
    const struct complaint closed = {.state = COMPLAINT_CLOSED, .open_slips = 2}, merged = {.state = COMPLAINT_PROGRESS, .open_slips = 2, .merged_into_id = 7};
    ck_assert_int_eq(flow_open_slips(&closed, ACTION_CLOSE), 0);
    ck_assert_int_eq(flow_open_slips(&merged, ACTION_SPOT), 0);
}
END_TEST

START_TEST(rows_stand_once)
{
    for (size_t i = 0; i < flow_rows_n; i++) {
        for (size_t j = i + 1; j < flow_rows_n; j++)
            ck_assert(flow_rows[i].from != flow_rows[j].from || flow_rows[i].action != flow_rows[j].action);
    }
}
END_TEST

START_TEST(names)
{
    for (int i = 0; i < ACTION__COUNT; i++) {
        enum complaint_action back = ACTION__COUNT;
        const struct flow_action *action = flow_action((enum complaint_action)i);
        ck_assert(flow_action_from_name(action->name, &back));
        ck_assert_int_eq((int)back, i);
        ck_assert_str_ne(action->title, "");
        ck_assert_str_ne(action->event, "");
        ck_assert_uint_eq(strspn(action->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(action->name));
    }
    enum complaint_action none = ACTION_RATE;
    ck_assert(!flow_action_from_name("delete", &none));
    ck_assert(!flow_action_from_name("", &none));
    ck_assert_int_eq(none, ACTION_RATE);
}
END_TEST

START_TEST(the_diagram_has_every_row)
{
    struct arena *a = arena_new(1 << 20);
    const char *graph = flow_graph(a);
    ck_assert_ptr_eq(strstr(graph, "stateDiagram-v2\n"), graph);
    ck_assert_ptr_nonnull(strstr(graph, "state \"Waiting for the complainant\" as s3\n"));
    ck_assert_ptr_nonnull(strstr(graph, "s1 --> s2: accept\n"));
    ck_assert_ptr_nonnull(strstr(graph, "s4 --> s5: close, merge\n"));
    ck_assert_ptr_nonnull(strstr(graph, "s5 --> s5: note, contact, outcome, decline-review, clock-done, link, as-new, rate, ask-review\n"));
    ck_assert_ptr_null(strstr(graph, "s5 --> s7"));
    for (size_t i = 0; i < flow_rows_n; i++) {
        const char *arrow = arena_printf(a, "s%d --> s%d: ", flow_rows[i].from, flow_rows[i].to);
        const char *line = strstr(graph, arrow);
        ck_assert_ptr_nonnull(line);
        line = arena_strndup(a, line, strcspn(line, "\n"));
        ck_assert_ptr_nonnull(strstr(line, flow_action(flow_rows[i].action)->name));
    }
    arena_free(a);
}
END_TEST

Suite *suite_complaint_flow(void)
{
    Suite *suite = suite_create("complaint_flow");
    TCase *tc = tcase_create("complaint_flow");

    tcase_add_test(tc, every_state_action_and_right);
    tcase_add_test(tc, a_state_out_of_range_allows_nothing);
    tcase_add_test(tc, nothing_is_closed_unanswered);
    tcase_add_test(tc, open_slips_hold_the_end);
    tcase_add_test(tc, rows_stand_once);
    tcase_add_test(tc, names);
    tcase_add_test(tc, the_diagram_has_every_row);
    suite_add_tcase(suite, tc);
    return suite;
}
