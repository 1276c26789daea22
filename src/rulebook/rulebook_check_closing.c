#include <string.h>

#include "msgid.h"
#include "rulebook_check.h"

#define DAYS_MAX 3660
#define QUORUM_MAX 100
#define MONTHS_MAX 120
#define QUESTIONS_MAX 20
#define ATTEMPTS_MAX 30
#define AGENDA_MAX 30
#define NTH_MAX 100
#define POINTS_MAX 1000
#define YEARS_MAX 100
#define HOURS_MAX 720
#define PURPOSES_MAX 20

/* ---- gates ---- */

static bool any_opinion(const struct rulebook *b)
{
    for (unsigned i = 0; i < b->papers_count; i++) {
        if (!b->papers[i].inactive && strcmp(b->papers[i].kind, "opinion") == 0)
            return true;
    }
    return false;
}

/* What a gate asks for must be there to be had. */
static void check_fulfilled(struct checking *c, const struct rb_gate *gate, const char *path)
{
    const struct rulebook *b = c->book;
    const struct {
        const char *gate, *list;
        bool there;
    } wants[] = {
        {"cause", "causes", b->causes_count > 0}, {"stage", "stages", b->stages_count > 0}, {"report", "sections", b->sections_count > 0}, {"letter", "papers", any_opinion(b)},
    };
    for (size_t i = 0; i < COUNT_OF(wants); i++) {
        if (strcmp(gate->gate, wants[i].gate) != 0 || wants[i].there)
            continue;
        if (strcmp(gate->gate, "letter") == 0)
            check_fault(c, path, N_("No complaint could be closed: there is no paper of kind opinion; add one to the list \"papers\"."));
        else
            check_fault(c, path, N_("No complaint could be closed: the list \"%s\" is empty; fill it or take this out."), wants[i].list);
    }
}

static void check_finding(struct checking *c, const char *finding, const char *path)
{
    if (*finding && !check_word(rulebook_findings, finding))
        check_fault(c, path, N_("\"%s\" is not a finding; use one of: %s, or leave it out for any."), finding, check_words(c->arena, rulebook_findings));
}

static void check_gates(struct checking *c)
{
    for (unsigned i = 0; i < c->book->gates_count; i++) {
        const struct rb_gate *gate = &c->book->gates[i];
        const char *path = check_path(c, "gates", i, "gate");
        if (!check_word(rulebook_gates, gate->gate))
            check_fault(c, path, N_("\"%s\" is nothing that closing can ask for; use one of: %s."), gate->gate, check_words(c->arena, rulebook_gates));
        check_fulfilled(c, gate, path);
        check_when(c, &gate->when, check_path(c, "gates", i, "when"));
        check_finding(c, gate->finding, check_path(c, "gates", i, "finding"));
    }
}

static void check_ends(struct checking *c)
{
    const struct rb_closing *closing = &c->book->closing;
    for (unsigned i = 0; i < closing->sources_count; i++)
        check_reference(c, "sources", closing->sources[i], arena_printf(c->arena, "closing.sources[%u]", i));
    if (*closing->level)
        check_reference(c, "levels", closing->level, "closing.level");
    if (*closing->level && !closing->sources_count)
        check_fault(c, "closing.level", N_("Say which complaints are closed there: name their sources."));
    if (!*closing->level && closing->sources_count)
        check_fault(c, "closing.sources", N_("Say where these are closed: name a level."));
    check_number(c, closing->reopen_days, DAYS_MAX, "closing.reopen_days");
    check_number(c, closing->review_days, DAYS_MAX, "closing.review_days");
    if (*closing->web_reply && !check_word(rulebook_web_replies, closing->web_reply))
        check_fault(c, "closing.web_reply", N_("\"%s\" is not known here; use one of: %s."), closing->web_reply, check_words(c->arena, rulebook_web_replies));
}

/* ---- committee ---- */

static void check_whens(struct checking *c, const struct rb_when *list, unsigned n, const char *path)
{
    if (n > AGENDA_MAX)
        check_fault(c, path, N_("There are %u entries; at most %d fit."), n, AGENDA_MAX);
    for (unsigned i = 0; i < n; i++) {
        if (schema_all_empty(rulebook_when_schema, &list[i]))
            check_fault(c, check_path(c, path, i, ""), N_("It asks for nothing, so it would hold for every complaint; name all grades if that is meant."));
        check_when(c, &list[i], check_path(c, path, i, ""));
    }
}

static bool any_right(const struct rulebook *b, const char *right)
{
    for (unsigned i = 0; i < b->roles_count; i++) {
        for (unsigned p = 0; p < b->roles[i].permissions_count; p++) {
            if (strcmp(b->roles[i].permissions[p], right) == 0)
                return true;
        }
    }
    return false;
}

static void check_committee(struct checking *c)
{
    const struct rb_committee *m = &c->book->committee;
    check_whens(c, m->agenda, m->agenda_count, "committee.agenda");
    check_number(c, m->quorum, QUORUM_MAX, "committee.quorum");
    check_number(c, m->joint_months, MONTHS_MAX, "committee.joint_months");
    check_number(c, m->vexatious_months, MONTHS_MAX, "committee.vexatious_months");
    if (m->votes && !m->quorum)
        check_fault(c, "committee.quorum", N_("Where members vote, say how many have to be present."));
    if ((m->agenda_count || m->votes || m->quorum || m->joint_months) && !any_right(c->book, "hold_meeting"))
        check_fault(c, "committee", N_("Nobody could hold a meeting; give a role the right \"hold_meeting\"."));
}

/* ---- after closing ---- */

static bool is_called(const struct rulebook *b)
{
    bool called = b->sample.percent > 0;
    for (unsigned i = 0; i < b->clocks_count; i++)
        called = called || (!b->clocks[i].inactive && rulebook_clock_kind(b->clocks[i].kind) == CLOCK_CALLBACK);
    return called;
}

static void check_questions(struct checking *c)
{
    const struct rb_callback *callback = &c->book->callback;
    bool decided = false;
    if (callback->questions_count > QUESTIONS_MAX)
        check_fault(c, "callback.questions", N_("There are %u entries; at most %d fit."), callback->questions_count, QUESTIONS_MAX);
    for (unsigned i = 0; i < callback->questions_count; i++) {
        const struct rb_question *question = &callback->questions[i];
        if (!check_word(rulebook_questions, question->kind))
            check_fault(c, check_path(c, "callback.questions", i, "kind"), N_("\"%s\" is not a kind of question; use one of: %s."), question->kind,
                        check_words(c->arena, rulebook_questions));
        else if (question->decides && strcmp(question->kind, "lines") == 0)
            check_fault(c, check_path(c, "callback.questions", i, "decides"), N_("An answer in own words cannot decide; let a question of kind yes_no or level decide."));
        decided = decided || question->decides;
    }
    if (callback->questions_count && !decided)
        check_fault(c, "callback.questions", N_("No answer would show whether the complainant is dissatisfied; let one question decide (\"decides: yes\")."));
}

static void check_callback(struct checking *c)
{
    const struct rb_callback *callback = &c->book->callback;
    check_questions(c);
    check_number(c, callback->attempts, ATTEMPTS_MAX, "callback.attempts");
    if (*callback->escalate && !check_word(rulebook_escalates, callback->escalate))
        check_fault(c, "callback.dissatisfied", N_("\"%s\" is not known here; use one of: %s."), callback->escalate, check_words(c->arena, rulebook_escalates));
    if (*callback->manager && !rulebook_role(c->book, callback->manager))
        check_fault(c, "callback.manager", N_("\"%s\" is not a role of this rulebook; correct it."), callback->manager);
    if (!*callback->manager && strcmp(callback->escalate, "notice") == 0)
        check_fault(c, "callback.manager", N_("It is missing who is told; name a role of this rulebook."));
    if (callback->questions_count && !is_called(c->book))
        check_fault(c, "callback", N_("Nobody would ever be called; add a clock of kind callback, or a sample."));
    check_number(c, c->book->sample.percent, 100, "sample.percent");
    check_number(c, c->book->sample.checks, 100, "sample.checks");
    check_number(c, c->book->sample.relabelled, 100, "sample.relabelled");
    if (c->book->sample.all && !c->book->sample.percent)
        check_fault(c, "sample.percent", N_("Say how many percent are drawn."));
}

static void check_accounts(struct checking *c)
{
    for (unsigned i = 0; i < c->book->accounts_count; i++) {
        const struct rb_account *account = &c->book->accounts[i];
        int64_t cents;
        if (!check_word(rulebook_account_events, account->on))
            check_fault(c, check_path(c, "accounts", i, "occasion"), N_("\"%s\" is no occasion for holding anybody to account; use one of: %s."), account->on,
                        check_words(c->arena, rulebook_account_events));
        else if (account->reward != (strcmp(account->on, "praise") == 0))
            check_fault(c, check_path(c, "accounts", i, account->reward ? "reward" : "occasion"), N_("Praise is rewarded, and nothing else is; change \"reward\" or the occasion."));
        if (!check_word(rulebook_whom, account->whom))
            check_fault(c, check_path(c, "accounts", i, "whom"), N_("\"%s\" is nobody who can be held to account; use one of: %s."), account->whom,
                        check_words(c->arena, rulebook_whom));
        check_when(c, &account->when, check_path(c, "accounts", i, "when"));
        (void)check_amount(c, account->amount, check_path(c, "accounts", i, "amount"), &cents);
        check_number(c, account->nth, NTH_MAX, check_path(c, "accounts", i, "nth"));
        check_number(c, account->points, POINTS_MAX, check_path(c, "accounts", i, "points"));
    }
}

static void check_keeping(struct checking *c)
{
    for (unsigned i = 0; i < c->book->keeping_count; i++) {
        const struct rb_keeping *rule = &c->book->keeping[i];
        check_when(c, &rule->when, check_path(c, "keeping", i, "when"));
        check_finding(c, rule->finding, check_path(c, "keeping", i, "finding"));
        if (rule->years > YEARS_MAX)
            check_fault(c, check_path(c, "keeping", i, "years"), N_("%d is too much; at most %d fits, 0 means for ever."), rule->years, YEARS_MAX);
    }
}

static void check_custody(struct checking *c)
{
    const struct rb_custody *custody = &c->book->custody;
    check_number(c, custody->hours, HOURS_MAX, "custody.hours");
    if (*custody->agrees && !rulebook_role(c->book, custody->agrees))
        check_fault(c, "custody.agrees", N_("\"%s\" is not a role of this rulebook; correct it."), custody->agrees);
    if (*custody->times && !check_word(rulebook_coarse, custody->times))
        check_fault(c, "custody.times", N_("\"%s\" is not known here; use one of: %s."), custody->times, check_words(c->arena, rulebook_coarse));
    if (custody->purposes_count > PURPOSES_MAX)
        check_fault(c, "custody.purposes", N_("%d is too much; at most %d fits, 0 means never."), (int)custody->purposes_count, PURPOSES_MAX);
}

void check_closing(struct checking *c)
{
    check_custody(c);
    check_gates(c);
    check_ends(c);
    check_committee(c);
    check_callback(c);
    check_accounts(c);
    check_whens(c, c->book->measures.needed, c->book->measures.needed_count, "measures.needed");
    check_number(c, c->book->measures.check_days, DAYS_MAX, "measures.check_days");
    check_keeping(c);
}
