#include <check.h>
#include <limits.h>
#include <string.h>

#include "complaint_gate.h"
#include "str.h"
#include "utc.h"

Suite *suite_complaint_gate(void);

/*
 * One complaint that may be closed, and per row of the table what is changed of it: exactly the gate of the row is then open. Everything that a way of ending does not look at is left open there on
 * purpose.
 */
static struct arena *arena;
static struct rulebook book;
static struct rb_facts facts;
static struct complaint c;
static struct gate_facts have;
static struct gate_asked asked;

static const uint8_t words[32] = {1, 2, 3}, other_words[32] = {9};
static const char *sources[] = {"regulator"};
static const char *agreement[] = {"agreement"}, *committee[] = {"committee"}, *attempts[] = {"attempts", "approval"}, *evidence[] = {"evidence"}, *voluntary[] = {"voluntary"};
static const char *major[] = {"major"};
#define ALWAYS {.loss_over = ""}
#define WHEN_MAJOR {.loss_over = "", .grades = major, .grades_count = 1}
static struct rb_name levels[] = {{.code = "hq"}, {.code = "province"}, {.code = "city"}};
static struct rb_basis bases[] = {
    {.code = "agreed", .finding = "", .demands = agreement, .demands_count = 1},
    {.code = "confirmed", .finding = "", .demands = committee, .demands_count = 1},
    {.code = "unreachable", .finding = "", .demands = attempts, .demands_count = 2, .attempts = 3},
    {.code = "lawsuit", .finding = "litigation", .demands = evidence, .demands_count = 1},
    {.code = "withdrawn", .finding = "withdrawn", .demands = voluntary, .demands_count = 1},
    {.code = "old", .finding = "", .inactive = true},
    {.code = "plain", .finding = ""},
};
static struct rb_section sections[] = {{.code = "facts", .when = ALWAYS}, {.code = "measures", .when = ALWAYS}, {.code = "trend", .when = WHEN_MAJOR}};
static struct rb_chain chains[] = {{.code = "reach", .about = "closing", .amount_over = "", .basis = "unreachable", .when = ALWAYS},
                                   {.code = "heavy", .about = "closing", .amount_over = "", .basis = "", .when = WHEN_MAJOR}};
static struct rb_paper papers[] = {{.code = "opinion", .kind = "opinion", .when = ALWAYS}, {.code = "old", .kind = "opinion", .inactive = true}, {.code = "report", .kind = "management"}};
static struct rb_gate asked_gates[16];

static void ask_for(const char *gate)
{
    asked_gates[book.gates_count++] = (struct rb_gate){.code = gate, .gate = gate, .finding = "", .when = ALWAYS};
}

static void start(void)
{
    static const char *const written[] = {"facts", "measures"};
    book = (struct rulebook){.levels = levels, .levels_count = 3, .bases = bases, .bases_count = COUNT_OF(bases), .sections = sections, .sections_count = 3, .chains = chains, .chains_count = 2,
                             .papers = papers, .papers_count = 3, .gates = asked_gates};
    book.closing = (struct rb_closing){.sources = sources, .sources_count = 1, .level = "province"};
    facts = (struct rb_facts){.category = "", .group = "", .grade = "light", .channel = "", .source = "", .complainant = "", .function = "", .validity = "", .mode = "named"};
    c = (struct complaint){.source = "direct", .validity = "valid", .replied_us = 5};
    have = (struct gate_facts){.allegations = 2, .allegations_found = 2, .causes = 1, .stages = 1, .respondents = 1, .letters_delivered = 1, .measures = 1, .approved_chain = "", .approved_basis = "",
                               .unit_closes = true, .level_reached = true, .outcome = 1, .attempts = 3, .committee_confirmed = true};
    asked = (struct gate_asked){.end = GATE_END_CLOSE, .finding = FINDING_RESPONSIBLE, .basis = "agreed", .sections = written, .n_sections = 2, .voluntary = true, .evidence = true, .hash = words};
    for (size_t i = 0; rulebook_gates[i]; i++)
        ask_for(rulebook_gates[i]);
}

static void setup(void)
{
    arena = arena_new(1 << 20);
    start();
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct gate_open *check(size_t *ret_n)
{
    struct gate_open *open;
    gate_check(arena, &book, &facts, &c, &have, &asked, &open, ret_n);
    return open;
}

/* Words of what is open, by commas. */
static const char *open_words(void)
{
    struct buf out = {.arena = arena};
    size_t n;
    const struct gate_open *open = check(&n);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? "," : "", gate_word(open[i].gate));
    return out.n ? out.p : "";
}

static void litigation(void);
static void slips(void) { have.open_slips = 1; }
static void approvals(void) { have.open_approvals = 2; }
static void closing_approval_of_another_basis(void) { have.approval_state = 1; }
static void unpaid(void) { have.unpaid = 1; }
static void callback(void) { have.running_callbacks = 1; }
static void requests(void) { have.open_requests = 1; }
static void withdrawal(void) { c.withdraw_us = 1; }
static void county(void) { have.unit_closes = false; }
static void regulator(void) { c.source = "regulator", have.level_reached = false; }
static void regulator_at_the_level(void) { c.source = "regulator"; }
static void below_for_others(void) { have.level_reached = false; }
static void alone(void) { have.investigated_alone = true; }
static void alone_allowed(void) { have.investigated_alone = true, book.closing.alone = true; }
static void handled(void) { have.handled_before = true; }
static void no_finding(void) { asked.finding = FINDING_NONE; }
static void odd_finding(void) { asked.finding = FINDING__END; }
static void decided_otherwise(void) { have.committee_finding = FINDING_NOT_RESPONSIBLE; }
static void decided_so(void) { have.committee_finding = FINDING_RESPONSIBLE; }
static void decided_and_invalid(void) { have.committee_finding = FINDING_NOT_RESPONSIBLE, asked.finding = FINDING_INVALID; }
static void decided_but_invalid(void) { have.committee_finding = FINDING_RESPONSIBLE, asked.finding = FINDING_INVALID; }
static void decided_then_court(void) { litigation(), have.committee_finding = FINDING_RESPONSIBLE; }
static void no_basis(void) { asked.basis = ""; }
static void odd_basis(void) { asked.basis = "weather"; }
static void old_basis(void) { asked.basis = "old"; }
static void basis_of_another(void) { asked.basis = "lawsuit"; }
static void no_bases(void) { asked.basis = NULL, book.bases_count = 0; }
static void plain(void) { asked.basis = "plain", have.outcome = 1; }
static void disagrees(void) { have.outcome = 2, asked.agreement = true; }
static void silent(void) { have.outcome = 0; }
static void told(void) { have.outcome = 0, asked.agreement = true, book.gates_count = 0; }
static void no_committee(void) { asked.basis = "confirmed", have.committee_confirmed = false, have.outcome = 2; }
static void by_committee(void) { asked.basis = "confirmed", have.outcome = 2; }
static void reached_too_seldom(void) { asked.basis = "unreachable", have.attempts = 2, have.approval_state = 2, have.approved_chain = "reach", have.approved_basis = "unreachable", have.approved_hash = words; }
static void unreachable(void) { reached_too_seldom(), have.attempts = 3, have.outcome = 0; }
static void not_approved(void) { asked.basis = "unreachable"; }
static void approval_waits(void) { unreachable(), have.approval_state = 1; }
static void approval_sent_back(void) { unreachable(), have.approval_state = 3; }
static void other_words_approved(void) { unreachable(), have.approved_hash = other_words; }
static void no_words_approved(void) { unreachable(), have.approved_hash = NULL; }
static void nothing_to_compare(void) { unreachable(), asked.hash = NULL; }
static void other_basis_approved(void) { unreachable(), have.approved_basis = "agreed"; }
static void other_chain_approved(void) { unreachable(), have.approved_chain = "heavy"; }
static void chain_by_grade(void) { facts.grade = "major", book.gates_count = 0; }
static void chain_by_grade_given(void) { chain_by_grade(), have.approval_state = 2, have.approved_chain = "heavy", have.approved_basis = "agreed", have.approved_hash = words; }
static void chain_without_basis(void) { chain_by_grade_given(), book.bases_count = 0, asked.basis = NULL, have.approved_basis = ""; }
static void no_evidence(void) { asked.basis = "lawsuit", asked.finding = FINDING_LITIGATION, asked.evidence = false; }
static void litigation(void) { no_evidence(), asked.evidence = true, have.outcome = 0; }
static void not_voluntary(void) { asked.basis = "withdrawn", asked.finding = FINDING_WITHDRAWN, asked.voluntary = false; }
static void a_matter_is_left(void) { have.allegations_found = 1; }
static void no_cause(void) { have.causes = 0; }
static void no_stage(void) { have.stages = 0; }
static void nobody(void) { have.respondents = 0; }
static void not_valued(void) { c.validity = ""; }
static void flag(void) { have.flags_without_facts = 1; }
static void not_answered(void) { c.replied_us = 0; }
static void nobody_said(void) { asked.basis = "plain", have.outcome = 0; }
static void not_confirmed(void) { have.missing_notices = 1; }
static void letter(void) { have.letters_delivered = 0; }
static void no_letter_called_for(void) { have.letters_delivered = 0, book.papers_count = 0; }
static void report(void) { asked.n_sections = 1; }
static void report_not_asked(void) { asked.n_sections = 0, book.gates_count = 0; }
static void measure(void) { have.measures = 0; }
static void measure_by_the_book(void)
{
    static struct rb_when when = ALWAYS;
    have.measures = 0, book.gates_count = 0, book.measures.needed = &when, book.measures.needed_count = 1;
}
static void measure_for_others(void)
{
    static struct rb_when when = WHEN_MAJOR;
    have.measures = 0, book.gates_count = 0, book.measures.needed = &when, book.measures.needed_count = 1;
}
static void nothing(void) {}

static const struct {
    void (*change)(void);
    const char *open;
} rows[] = {
    {nothing, ""},
    {slips, "slips"},
    {approvals, "approvals"},
    {closing_approval_of_another_basis, "approvals"},
    {unpaid, "compensation"},
    {callback, "callback"},
    {requests, "requests"},
    {withdrawal, "withdrawal"},
    {county, "authority"},
    {regulator, "authority"},
    {regulator_at_the_level, ""},
    {below_for_others, ""},
    {alone, "alone"},
    {alone_allowed, ""},
    {handled, "recused"},
    {no_finding, "finding"},
    {odd_finding, "finding"},
    {decided_otherwise, "decided"},
    {decided_so, ""},
    {decided_and_invalid, ""},
    {decided_but_invalid, "decided"},
    {decided_then_court, ""},
    {no_basis, "basis"},
    {odd_basis, "basis"},
    {old_basis, "basis"},
    {basis_of_another, "basis"},
    {no_bases, ""},
    {plain, ""},
    {disagrees, "agreement"},
    {silent, "agreement,outcome"},
    {told, ""},
    {no_committee, "committee"},
    {by_committee, ""},
    {reached_too_seldom, "attempts"},
    {unreachable, ""},
    {not_approved, "approval"},
    {approval_waits, "approval"},
    {approval_sent_back, "approval"},
    {other_words_approved, "approval"},
    {no_words_approved, "approval"},
    {nothing_to_compare, "approval"},
    {other_basis_approved, "approval"},
    {other_chain_approved, "approval"},
    {chain_by_grade, "chain"},
    {chain_by_grade_given, ""},
    {chain_without_basis, ""},
    {no_evidence, "evidence"},
    {litigation, ""},
    {not_voluntary, "voluntary"},
    {a_matter_is_left, "allegations"},
    {no_cause, "cause"},
    {no_stage, "stage"},
    {nobody, "respondent"},
    {not_valued, "validity"},
    {flag, "flag_facts"},
    {not_answered, "reply"},
    {nobody_said, "outcome"},
    {not_confirmed, "notice"},
    {letter, "letter"},
    {no_letter_called_for, ""},
    {report, "report"},
    {report_not_asked, ""},
    {measure, "measure"},
    {measure_by_the_book, "measure"},
    {measure_for_others, ""},
};

START_TEST(each_gate_alone)
{
    rows[_i].change();
    ck_assert_msg(strcmp(open_words(), rows[_i].open) == 0, "row %d: %s, not %s", _i, open_words(), rows[_i].open);
}
END_TEST

/* Every other way of ending, with everything open that can be. */
static const struct {
    enum gate_end end;
    const char *open;
} ends[] = {
    {GATE_END_DONE, "slips,approvals,compensation,callback,requests,withdrawal,authority,alone,recused"},
    {GATE_END_SPOT, "slips,approvals,compensation,callback,requests,withdrawal,authority,alone,recused"},
    {GATE_END_REJECT, "slips,approvals,compensation,callback,authority,recused"},
    {GATE_END_WITHDRAW, "approvals,compensation,callback,authority,alone,recused,voluntary"},
    {GATE_END_MERGE, "approvals,compensation,callback,authority,recused"},
};

START_TEST(other_ways_have_gates_of_their_own)
{
    slips(), approvals(), unpaid(), callback(), requests(), withdrawal(), regulator(), alone(), handled(), no_finding(), no_basis(), a_matter_is_left(), no_cause(), letter(), measure(), not_answered();
    asked.voluntary = asked.evidence = false;
    asked.end = ends[_i].end;
    ck_assert_str_eq(open_words(), ends[_i].open);
}
END_TEST

START_TEST(a_unit_without_the_right_still_answers_what_is_no_complaint)
{
    county();
    asked.end = GATE_END_SPOT;
    ck_assert_str_eq(open_words(), "");
    asked.end = GATE_END_WITHDRAW;
    ck_assert_str_eq(open_words(), "authority");
}
END_TEST

START_TEST(an_approval_of_closing_waits_whatever_else_ends_it)
{
    facts.grade = "major", book.gates_count = 0;
    have.approval_state = 1;
    ck_assert_str_eq(open_words(), "chain"); /* told with its chain */
    asked.end = GATE_END_WITHDRAW;
    ck_assert_str_eq(open_words(), "approvals");
}
END_TEST

START_TEST(counting_says_how_much)
{
    size_t n;
    reached_too_seldom();
    const struct gate_open *open = check(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(open->have, 2);
    ck_assert_int_eq(open->need, 3);
    start();
    asked.n_sections = 0;
    facts.grade = "major";
    chain_by_grade_given();
    ask_for("report");
    open = check(&n);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(open->what, "facts,measures,trend");
    ck_assert_int_eq(open->need, 3);
    start();
    letter();
    open = check(&n);
    ck_assert_str_eq(open->what, "opinion");
    start();
    approval_waits();
    open = check(&n);
    ck_assert_int_eq(open->have, 1);
    ck_assert_str_eq(open->what, "reach");
    start();
    decided_otherwise();
    open = check(&n);
    ck_assert_str_eq(open->what, "not_responsible");
}
END_TEST

START_TEST(words_titles_and_ways_to_mend)
{
    for (int i = GATE_SLIPS; i < GATE__END; i++) {
        enum gate gate = (enum gate)i;
        ck_assert_msg(*gate_word(gate) && *gate_title(gate) && *gate_mend(gate) && *gate_path(gate), "gate %d", i);
        for (int k = GATE_SLIPS; k < i; k++)
            ck_assert_str_ne(gate_word(gate), gate_word((enum gate)k));
    }
    for (size_t i = 0; rulebook_gates[i]; i++) {
        bool there = false;
        for (int k = GATE_ALLEGATIONS; k < GATE__END; k++)
            there |= strcmp(rulebook_gates[i], gate_word((enum gate)k)) == 0;
        ck_assert_msg(there, "%s", rulebook_gates[i]);
    }
    ck_assert(gate_of_form(GATE_BASIS) && gate_of_form(GATE_REPORT) && !gate_of_form(GATE_SLIPS));
    ck_assert_str_eq(gate_word((enum gate)0), "");
    ck_assert_str_eq(gate_title(GATE__END), "");
    ck_assert_str_eq(gate_mend((enum gate)0), "");
    ck_assert_str_eq(gate_path(GATE__END), "");
    ck_assert(!gate_of_form(GATE__END));
    ck_assert_str_eq(gate_finding_word(FINDING_INVALID), "invalid");
    ck_assert_str_eq(gate_finding_word(FINDING__END), "");
}
END_TEST

START_TEST(levels_sources_and_windows)
{
    ck_assert_int_eq(gate_level_depth(&book), 2);
    book.closing.level = "village";
    ck_assert_int_eq(gate_level_depth(&book), INT_MAX);
    book.closing.level = NULL;
    ck_assert_int_eq(gate_level_depth(&book), INT_MAX);
    ck_assert(gate_source_above(&book, "regulator") && !gate_source_above(&book, "direct") && !gate_source_above(&book, NULL));
    ck_assert(!gate_basis_demands(NULL, "evidence"));
    ck_assert(!gate_window_over(0, 1, INT64_MAX));
    ck_assert(!gate_window_over(2, 0, 5));
    ck_assert(!gate_window_over(2, 10, 10 + 2 * UTC_DAY_US));
    ck_assert(gate_window_over(2, 10, 11 + 2 * UTC_DAY_US));
    ck_assert_ptr_null(gate_chain(&book, &facts, NULL));
}
END_TEST

Suite *suite_complaint_gate(void)
{
    Suite *suite = suite_create("complaint_gate");
    TCase *tests = tcase_create("gates");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, each_gate_alone, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, other_ways_have_gates_of_their_own, 0, (int)COUNT_OF(ends));
    tcase_add_test(tests, a_unit_without_the_right_still_answers_what_is_no_complaint);
    tcase_add_test(tests, an_approval_of_closing_waits_whatever_else_ends_it);
    tcase_add_test(tests, counting_says_how_much);
    tcase_add_test(tests, words_titles_and_ways_to_mend);
    tcase_add_test(tests, levels_sources_and_windows);
    suite_add_tcase(suite, tests);
    return suite;
}
