#include <string.h>

#include "msgid.h"
#include "rulebook.h"
#include "rulebook_parts.h"

/* Deciding, closing, learning: who has to agree, who may give how much, what closing asks, how long things are kept. */

/* ---- words ---- */

const char *const rulebook_subjects[] = {"compensation", "grade", "web_reply", "letter", "closing", "disclosure", "unsealing", NULL};
static const char *const subject_titles[] = {
    N_("Compensation or reward"), N_("Change of the grade"), N_("Answer on the tracking page"), N_("Opinion letter"), N_("Closing"), N_("Disclosure to an authority or a court"), N_("Unsealing an identity"),
};
const char *const rulebook_papers[] = {"opinion", "management", "other", NULL};
static const char *const paper_titles[] = {N_("Opinion letter to the complainant"), N_("Report to the management"), N_("Other paper")};
const char *const rulebook_gates[] = {"allegations", "cause",  "stage",  "respondent", "validity", "flag_facts", "reply",
                                      "outcome",     "notice", "letter", "report",     "measure",  NULL};
static const char *const gate_titles[] = {
    N_("Finding and reason for each matter"),
    N_("Cause"),
    N_("Responsible stage"),
    N_("Who is complained of"),
    N_("Validity"),
    N_("Key facts of sensitive flags"),
    N_("Answer to the complainant"),
    N_("Whether the complainant accepts the result"),
    N_("Confirmations that were owed to the complainant"),
    N_("Opinion letter agreed and delivered"),
    N_("Parts of the closing report"),
    N_("Corrective or preventive action"),
};
const char *const rulebook_account_events[] = {"valid", "late_slip", "late", "false_closing", "concealed", "dissatisfied", "praise", NULL};
static const char *const account_titles[] = {
    N_("A complaint that was found valid"), N_("An answer to a request that came late"), N_("A complaint closed after its date"), N_("A false closing"),
    N_("A complaint that was concealed"),   N_("A complainant dissatisfied when called back"), N_("Praise"),
};
const char *const rulebook_whom[] = {"handler", "department_head", "unit_head", "department", NULL};
static const char *const whom_titles[] = {N_("Who handled it"), N_("Head of the responsible department"), N_("Head of the unit"), N_("The responsible department")};
const char *const rulebook_questions[] = {"yes_no", "level", "lines", NULL};
static const char *const question_titles[] = {N_("Yes or no"), N_("Satisfaction in five levels"), N_("In own words")};
const char *const rulebook_escalates[] = {"reopen", "review", "notice", NULL};
static const char *const escalate_titles[] = {N_("It is opened again"), N_("It is reviewed by people who did not handle it"), N_("The manager is told")};
const char *const rulebook_web_replies[] = {"always", "approved", "never", NULL};
static const char *const web_reply_titles[] = {N_("Always"), N_("Only when that answer was agreed to"), N_("Never")};
const char *const rulebook_findings[] = {"responsible", "not_responsible", "litigation", "withdrawn", "invalid", NULL};

const char *const rulebook_coarse[] = {"exact", "half_day", "day", NULL};
static const char *const coarse_titles[] = {N_("The minute"), N_("Day, and morning or afternoon"), N_("The day alone")};

const char *rulebook_subject_title(const char *subject)
{
    return rulebook_title_of(rulebook_subjects, subject_titles, subject);
}

const char *rulebook_paper_title(const char *kind)
{
    return rulebook_title_of(rulebook_papers, paper_titles, kind);
}

const char *rulebook_gate_title(const char *gate)
{
    return rulebook_title_of(rulebook_gates, gate_titles, gate);
}

const char *rulebook_account_title(const char *on)
{
    return rulebook_title_of(rulebook_account_events, account_titles, on);
}

const char *rulebook_whom_title(const char *whom)
{
    return rulebook_title_of(rulebook_whom, whom_titles, whom);
}

const char *rulebook_question_title(const char *kind)
{
    return rulebook_title_of(rulebook_questions, question_titles, kind);
}

const char *rulebook_escalate_title(const char *escalate)
{
    return rulebook_title_of(rulebook_escalates, escalate_titles, escalate);
}

const char *rulebook_web_reply_title(const char *web_reply)
{
    return rulebook_title_of(rulebook_web_replies, web_reply_titles, web_reply);
}

const char *rulebook_coarse_title(const char *word)
{
    return rulebook_title_of(rulebook_coarse, coarse_titles, word);
}

/* ---- who has to agree ---- */

/* What a chain asks for beside its conditions; -1: no sum. */
static int64_t sum_over(const struct rb_chain *chain)
{
    int64_t over;
    return *chain->amount_over && rulebook_cents(chain->amount_over, &over) == ERR_NONE ? over : -1;
}

static bool chain_holds(const struct rb_chain *chain, const char *about, const struct rb_facts *facts, int64_t cents, const char *basis)
{
    if (chain->inactive || strcmp(chain->about, about) != 0 || cents <= sum_over(chain))
        return false;
    return (!*chain->basis || strcmp(chain->basis, basis) == 0) && rulebook_when(&chain->when, facts) == RB_HOLDS;
}

const struct rb_chain *rulebook_chain(const struct rulebook *b, const char *about, const struct rb_facts *facts, int64_t cents, const char *basis)
{
    const struct rb_chain *best = NULL;
    int best_weight = 0;
    for (unsigned i = 0; i < b->chains_count; i++) {
        const struct rb_chain *chain = &b->chains[i];
        if (!chain_holds(chain, about, facts, cents, basis ? basis : ""))
            continue;
        int weight = rulebook_weight(&chain->when, facts) + (*chain->basis != '\0');
        if (best && (weight < best_weight || (weight == best_weight && sum_over(chain) <= sum_over(best))))
            continue;
        best = chain;
        best_weight = weight;
    }
    return best;
}

/* ---- sealed identities ---- */

const struct rb_chain *rulebook_unsealing(struct arena *a, const struct rulebook *b, const struct rb_facts *facts)
{
    const struct rb_chain *own = rulebook_chain(b, RB_UNSEALING, facts, 0, "");
    if (own)
        return own;
    if (b->custody.one)
        return NULL;
    struct rb_step *step = ARENA_NEW(a, struct rb_step);
    struct rb_chain *chain = ARENA_NEW(a, struct rb_chain);
    *step = (struct rb_step){.role = b->custody.agrees && *b->custody.agrees ? b->custody.agrees : RB_CUSTODIAN, .limit = ""};
    *chain = (struct rb_chain){.code = "custody", .about = RB_UNSEALING, .amount_over = "", .basis = "", .steps = step, .steps_count = 1};
    return chain;
}

const struct rb_name *rulebook_purpose(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->custody.purposes, b->custody.purposes_count, sizeof *b->custody.purposes, code);
}

int rulebook_unsealed_hours(const struct rulebook *b)
{
    return b->custody.hours > 0 ? b->custody.hours : RB_CUSTODY_HOURS;
}

enum rb_coarse rulebook_times(const struct rulebook *b)
{
    for (int i = 0; b->custody.times && rulebook_coarse[i]; i++) {
        if (strcmp(rulebook_coarse[i], b->custody.times) == 0)
            return (enum rb_coarse)i;
    }
    return COARSE_DAY;
}

/* ---- money ---- */

const struct rb_standard *rulebook_standard(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->standards, b->standards_count, sizeof *b->standards, code);
}

static int64_t up_to(const struct rb_authority *authority)
{
    int64_t cents;
    return rulebook_cents(authority->up_to, &cents) == ERR_NONE ? cents : 0;
}

int64_t rulebook_authority(const struct rulebook *b, const char *const *roles, size_t n, bool *ret_daily)
{
    int64_t most = b->authorities_count ? 0 : INT64_MAX;
    *ret_daily = false;
    for (unsigned i = 0; i < b->authorities_count; i++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(b->authorities[i].role, roles[k]) != 0 || up_to(&b->authorities[i]) <= most)
                continue;
            most = up_to(&b->authorities[i]);
            *ret_daily = b->authorities[i].daily;
        }
    }
    return most;
}

const struct rb_authority *rulebook_who_may(const struct rulebook *b, int64_t cents)
{
    const struct rb_authority *least = NULL;
    for (unsigned i = 0; i < b->authorities_count; i++) {
        const struct rb_authority *authority = &b->authorities[i];
        if (up_to(authority) >= cents && (!least || up_to(authority) < up_to(least)))
            least = authority;
    }
    return least;
}

/* ---- papers, gates, keeping ---- */

const struct rb_paper *rulebook_paper(const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; code && i < b->papers_count; i++) {
        if (strcmp(b->papers[i].code, code) == 0)
            return &b->papers[i];
    }
    return NULL;
}

static bool with_finding(const char *asked, const char *finding)
{
    return !*asked || (finding && strcmp(asked, finding) == 0);
}

bool rulebook_asks_gate(const struct rulebook *b, const char *gate, const struct rb_facts *facts, const char *finding)
{
    for (unsigned i = 0; i < b->gates_count; i++) {
        const struct rb_gate *rule = &b->gates[i];
        if (strcmp(rule->gate, gate) == 0 && with_finding(rule->finding, finding) && rulebook_when(&rule->when, facts) == RB_HOLDS)
            return true;
    }
    return false;
}

int rulebook_kept_years(const struct rulebook *b, const struct rb_facts *facts, const char *finding)
{
    int most = 0;
    for (unsigned i = 0; i < b->keeping_count; i++) {
        const struct rb_keeping *rule = &b->keeping[i];
        if (!with_finding(rule->finding, finding) || rulebook_when(&rule->when, facts) != RB_HOLDS)
            continue;
        if (rule->years == 0)
            return 0;
        most = rule->years > most ? rule->years : most;
    }
    return most;
}
