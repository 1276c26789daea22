#include "complaint_gate.h"

#include <limits.h>
#include <string.h>

#include "msgid.h"
#include "str.h"
#include "utc.h"

/* The numbers of approval.h, which comes after this feature. */
enum { APPROVAL_STATE_OPEN = 1, APPROVAL_STATE_GIVEN };

#define BY(end) (1u << GATE_END_##end)
#define ANYHOW (BY(CLOSE) | BY(DONE) | BY(SPOT) | BY(REJECT) | BY(WITHDRAW) | BY(MERGE))

static const struct {
    const char *word;
    const char *title, *mend, *path;
    unsigned ends; /* ways of ending to which it belongs */
} gates[GATE__END] = {
    [GATE_SLIPS] = {"slips", N_("Departments still work on it, or their answers wait to be confirmed"), N_("Look at the slips"), "#slips", BY(CLOSE) | BY(DONE) | BY(SPOT) | BY(REJECT)},
    [GATE_FINDING] = {"finding", N_("The finding"), N_("Choose the finding"), "/close#finding", BY(CLOSE)},
    [GATE_DECIDED] = {"decided", N_("The committee decided otherwise on responsibility"), N_("Choose the finding that the committee decided"), "/close#finding", BY(CLOSE)},
    [GATE_BASIS] = {"basis", N_("The basis on which it is closed"), N_("Choose the basis"), "/close#basis", BY(CLOSE)},
    [GATE_APPROVALS] = {"approvals", N_("An approval is not decided yet"), N_("Look at the approvals"), "#cd", ANYHOW},
    [GATE_COMPENSATION] = {"compensation", N_("Compensation is not decided or not paid yet"), N_("Look at the compensation"), "/compensation", ANYHOW},
    [GATE_CALLBACK] = {"callback", N_("A callback of the earlier closing is still to be made"), N_("Look at the callbacks"), "?act=contact#act-contact", ANYHOW},
    [GATE_REQUESTS] = {"requests", N_("Somebody asked for more time and waits for the decision"), N_("Look at the request"), "?act=decide-extension#act-decide-extension",
                       BY(CLOSE) | BY(DONE) | BY(SPOT)},
    [GATE_WITHDRAWAL] = {"withdrawal", N_("The complainant asked to withdraw, and nobody has decided that"), N_("Decide the withdrawal"), "?act=confirm-withdrawal#act-confirm-withdrawal",
                         BY(CLOSE) | BY(DONE) | BY(SPOT)},
    [GATE_AUTHORITY] = {"authority", N_("Your unit may not close this complaint; the superior unit does"), N_("Report it up"), "/slips/new?kind=up", ANYHOW},
    [GATE_ALONE] = {"alone", N_("You investigated it alone, so somebody else has to close it"), N_("Assign it to a colleague"), "?act=assign#act-assign", BY(CLOSE) | BY(DONE) | BY(SPOT) | BY(WITHDRAW)},
    [GATE_RECUSED] = {"recused", N_("You handled it before; it is reviewed by people who did not"), N_("Assign it to a colleague"), "?act=assign#act-assign", ANYHOW},
    [GATE_AGREEMENT] = {"agreement", N_("When and how the complainant agreed"), N_("Say how the complainant agreed"), "/close#agreement", BY(CLOSE)},
    [GATE_COMMITTEE] = {"committee", N_("The committee has not confirmed the result"), N_("Put it to the committee"), "/committee", BY(CLOSE)},
    [GATE_ATTEMPTS] = {"attempts", N_("Attempts to reach the complainant on different days"), N_("Record an attempt"), "?act=contact#act-contact", BY(CLOSE)},
    [GATE_APPROVAL] = {"approval", N_("Closing on this basis has to be agreed to first"), N_("Ask for approval below"), "/close#ask", BY(CLOSE)},
    [GATE_VOLUNTARY] = {"voluntary", N_("Whether the complainant was asked, and withdraws of free will"), N_("Say what the complainant was asked and answered"), "/close#asked", BY(CLOSE) | BY(WITHDRAW)},
    [GATE_EVIDENCE] = {"evidence", N_("What proves this basis"), N_("Give the evidence"), "/close#evidence", BY(CLOSE)},
    [GATE_ALLEGATIONS] = {"allegations", N_("Finding and reason for each matter"), N_("Fill in the matters"), "/close#matters", BY(CLOSE)},
    [GATE_CAUSE] = {"cause", N_("The cause"), N_("Choose the cause"), "/close#cause", BY(CLOSE)},
    [GATE_STAGE] = {"stage", N_("The responsible stage"), N_("Choose the stage"), "/close#stage", BY(CLOSE)},
    [GATE_RESPONDENT] = {"respondent", N_("The responsible department or person"), N_("Choose who is responsible"), "/close#respondent", BY(CLOSE)},
    [GATE_VALIDITY] = {"validity", N_("Whether the complaint is valid"), N_("Decide the validity"), "?act=validity#act-validity", BY(CLOSE)},
    [GATE_FLAG_FACTS] = {"flag_facts", N_("The key facts that its sensitive flags ask for"), N_("Fill in the key facts"), "?act=classify#act-classify", BY(CLOSE)},
    [GATE_REPLY] = {"reply", N_("The complainant has not been answered"), N_("Give the answer"), "?act=reply#act-reply", BY(CLOSE)},
    [GATE_OUTCOME] = {"outcome", N_("Whether the complainant accepts the result"), N_("Say whether it was accepted"), "/close#outcome", BY(CLOSE)},
    [GATE_NOTICE] = {"notice", N_("The complainant was not told that it was taken in"), N_("Record the confirmation"), "?act=contact#act-contact", BY(CLOSE)},
    [GATE_LETTER] = {"letter", N_("The opinion letter is not delivered"), N_("Look at the papers"), "/papers", BY(CLOSE)},
    [GATE_REPORT] = {"report", N_("Parts of the closing report"), N_("Fill in the report"), "/close#report", BY(CLOSE)},
    [GATE_MEASURE] = {"measure", N_("No corrective or preventive action is set"), N_("Set an action"), "/measures", BY(CLOSE)},
    [GATE_CHAIN] = {"chain", N_("Closing has to be agreed to first"), N_("Ask for approval below"), "/close#ask", BY(CLOSE)},
};

static bool known(enum gate gate)
{
    return gate >= GATE_SLIPS && gate < GATE__END;
}

const char *gate_word(enum gate gate)
{
    return known(gate) ? gates[gate].word : "";
}

const char *gate_title(enum gate gate)
{
    return known(gate) ? gates[gate].title : "";
}

const char *gate_mend(enum gate gate)
{
    return known(gate) ? gates[gate].mend : "";
}

const char *gate_path(enum gate gate)
{
    return known(gate) ? gates[gate].path : "";
}

bool gate_of_form(enum gate gate)
{
    return strncmp(gate_path(gate), "/close", 6) == 0;
}

/* ---- rules ---- */

bool gate_basis_demands(const struct rb_basis *basis, const char *demand)
{
    for (unsigned i = 0; basis && i < basis->demands_count; i++) {
        if (strcmp(basis->demands[i], demand) == 0)
            return true;
    }
    return false;
}

const char *gate_finding_word(enum complaint_finding finding)
{
    static const char *const words[FINDING__END] = {
        [FINDING_NONE] = "",
        [FINDING_RESPONSIBLE] = "responsible", [FINDING_NOT_RESPONSIBLE] = "not_responsible", [FINDING_LITIGATION] = "litigation",
        [FINDING_WITHDRAWN] = "withdrawn",     [FINDING_INVALID] = "invalid",
    };
    return (unsigned)finding < FINDING__END ? words[finding] : "";
}

bool gate_basis_fits(const struct rb_basis *basis, enum complaint_finding finding)
{
    return !*basis->finding || strcmp(basis->finding, gate_finding_word(finding)) == 0;
}

bool gate_finding_decided(enum complaint_finding decided, enum complaint_finding finding)
{
    bool elsewhere = finding == FINDING_LITIGATION || finding == FINDING_WITHDRAWN;
    bool free_of_it = decided == FINDING_NOT_RESPONSIBLE && finding == FINDING_INVALID;
    return decided == FINDING_NONE || finding == FINDING_NONE || finding == decided || elsewhere || free_of_it;
}

bool gate_source_above(const struct rulebook *b, const char *source)
{
    for (unsigned i = 0; source && i < b->closing.sources_count; i++) {
        if (strcmp(b->closing.sources[i], source) == 0)
            return true;
    }
    return false;
}

int gate_level_depth(const struct rulebook *b)
{
    const char *level = b->closing.level ? b->closing.level : "";
    for (unsigned i = 0; i < b->levels_count; i++) {
        if (strcmp(b->levels[i].code, level) == 0)
            return (int)i + 1;
    }
    return INT_MAX;
}

bool gate_window_over(int days, int64_t closed_us, int64_t now_us)
{
    return days > 0 && closed_us > 0 && now_us > closed_us + days * UTC_DAY_US;
}

const struct rb_chain *gate_chain(const struct rulebook *b, const struct rb_facts *facts, const char *basis)
{
    return rulebook_chain(b, "closing", facts, 0, basis ? basis : "");
}

/* ---- checking ---- */

struct checking {
    struct arena *arena;
    const struct rulebook *book;
    const struct rb_facts *facts;
    const struct complaint *c;
    const struct gate_facts *have;
    const struct gate_asked *asked;
    const struct rb_basis *basis; /* NULL: none that can be taken */
    struct gate_open *open;
    size_t n;
};

static void is_open(struct checking *k, enum gate gate, int have, int need, const char *what)
{
    k->open[k->n++] = (struct gate_open){gate, have, need, what};
}

static bool belongs(const struct checking *k, enum gate gate)
{
    return (gates[gate].ends & (1u << k->asked->end)) != 0;
}

/* Open unless there is none of it left. */
static void none_left(struct checking *k, enum gate gate, int left)
{
    if (belongs(k, gate) && left > 0)
        is_open(k, gate, left, 0, "");
}

static void must(struct checking *k, enum gate gate, bool fulfilled)
{
    if (belongs(k, gate) && !fulfilled)
        is_open(k, gate, 0, 0, "");
}

static void of_authority(struct checking *k)
{
    bool closes = k->asked->end == GATE_END_CLOSE || k->asked->end == GATE_END_WITHDRAW;
    bool above = gate_source_above(k->book, k->c->source) && !k->have->level_reached;
    must(k, GATE_AUTHORITY, !above && (!closes || k->have->unit_closes));
}

/* What the committee decided binds (requirements L2.3): whoever thinks otherwise asks it again. */
static void of_decision(struct checking *k)
{
    if (belongs(k, GATE_DECIDED) && !gate_finding_decided(k->have->committee_finding, k->asked->finding))
        is_open(k, GATE_DECIDED, 0, 0, gate_finding_word(k->have->committee_finding));
}

/* A book without bases asks for none. */
static void of_basis(struct checking *k)
{
    const struct gate_asked *asked = k->asked;
    const struct rb_basis *basis = rulebook_basis(k->book, asked->basis);
    bool fits = basis && !basis->inactive && (asked->finding == FINDING_NONE || gate_basis_fits(basis, asked->finding));
    k->basis = asked->end == GATE_END_CLOSE && fits ? basis : NULL;
    must(k, GATE_BASIS, fits || k->book->bases_count == 0);
}

/* The chain was walked to its end for exactly these words. */
static bool agreed_to(const struct checking *k, const struct rb_chain *chain)
{
    const struct gate_facts *have = k->have;
    const struct gate_asked *asked = k->asked;
    bool same = have->approved_hash && asked->hash && memcmp(have->approved_hash, asked->hash, 32) == 0;
    return have->approval_state == APPROVAL_STATE_GIVEN && strcmp(have->approved_chain, chain->code) == 0 && strcmp(have->approved_basis, asked->basis ? asked->basis : "") == 0 && same;
}

static void of_chain(struct checking *k)
{
    const struct rb_chain *chain = gate_chain(k->book, k->facts, k->asked->basis);
    enum gate gate = gate_basis_demands(k->basis, "approval") ? GATE_APPROVAL : GATE_CHAIN;
    if (chain && belongs(k, gate) && !agreed_to(k, chain))
        is_open(k, gate, k->have->approval_state, 0, chain->code);
}

/* One about closing itself is told with its chain. */
static void of_approvals(struct checking *k)
{
    bool closing = k->have->approval_state == APPROVAL_STATE_OPEN;
    bool told = k->asked->end == GATE_END_CLOSE && gate_chain(k->book, k->facts, k->asked->basis);
    none_left(k, GATE_APPROVALS, k->have->open_approvals + (closing && !told));
}

static void of_demands(struct checking *k)
{
    const struct gate_facts *have = k->have;
    const struct gate_asked *asked = k->asked;
    if (gate_basis_demands(k->basis, "agreement"))
        must(k, GATE_AGREEMENT, have->outcome != 2 && (have->outcome == 1 || asked->agreement));
    if (gate_basis_demands(k->basis, "committee"))
        must(k, GATE_COMMITTEE, have->committee_confirmed);
    if (k->basis && gate_basis_demands(k->basis, "attempts") && have->attempts < k->basis->attempts)
        is_open(k, GATE_ATTEMPTS, have->attempts, k->basis->attempts, "");
    if (asked->end == GATE_END_WITHDRAW || gate_basis_demands(k->basis, "voluntary"))
        must(k, GATE_VOLUNTARY, asked->voluntary);
    if (gate_basis_demands(k->basis, "evidence"))
        must(k, GATE_EVIDENCE, asked->evidence);
}

/* ---- what the rulebook asks for ---- */

static bool asks(const struct checking *k, enum gate gate)
{
    return belongs(k, gate) && rulebook_asks_gate(k->book, gates[gate].word, k->facts, gate_finding_word(k->asked->finding));
}

static void counted(struct checking *k, enum gate gate, int have, int need)
{
    if (asks(k, gate) && have < need)
        is_open(k, gate, have, need, "");
}

static void add_code(struct buf *out, const char *code)
{
    buf_printf(out, "%s%s", out->n ? "," : "", code);
}

static bool has_section(const struct gate_asked *asked, const char *code)
{
    for (size_t i = 0; i < asked->n_sections; i++) {
        if (strcmp(asked->sections[i], code) == 0)
            return true;
    }
    return false;
}

static void of_report(struct checking *k)
{
    struct buf missing = {.arena = k->arena};
    int have = 0, need = 0;
    for (unsigned i = 0; i < k->book->sections_count; i++) {
        const struct rb_section *section = &k->book->sections[i];
        if (rulebook_when(&section->when, k->facts) != RB_HOLDS)
            continue;
        bool there = has_section(k->asked, section->code);
        need++;
        have += there;
        if (!there)
            add_code(&missing, section->code);
    }
    if (have < need && asks(k, GATE_REPORT))
        is_open(k, GATE_REPORT, have, need, missing.p);
}

/* Of each kind of opinion letter that these facts call for one has to be delivered; where none is called for by name, one. */
static void of_letter(struct checking *k)
{
    struct buf codes = {.arena = k->arena};
    int need = 0;
    for (unsigned i = 0; i < k->book->papers_count; i++) {
        const struct rb_paper *paper = &k->book->papers[i];
        if (paper->inactive || strcmp(paper->kind, "opinion") != 0 || rulebook_when(&paper->when, k->facts) != RB_HOLDS)
            continue;
        need++;
        add_code(&codes, paper->code);
    }
    if (need > 0 && k->have->letters_delivered < need && asks(k, GATE_LETTER))
        is_open(k, GATE_LETTER, k->have->letters_delivered, need, codes.p);
}

static void of_measure(struct checking *k)
{
    bool needed = asks(k, GATE_MEASURE);
    for (unsigned i = 0; i < k->book->measures.needed_count && !needed; i++)
        needed = rulebook_when(&k->book->measures.needed[i], k->facts) == RB_HOLDS;
    if (needed)
        must(k, GATE_MEASURE, k->have->measures > 0);
}

static void of_rulebook(struct checking *k)
{
    const struct gate_facts *have = k->have;
    counted(k, GATE_ALLEGATIONS, have->allegations_found, have->allegations);
    counted(k, GATE_CAUSE, have->causes, 1);
    counted(k, GATE_STAGE, have->stages, 1);
    counted(k, GATE_RESPONDENT, have->respondents, 1);
    if (asks(k, GATE_VALIDITY))
        must(k, GATE_VALIDITY, *k->c->validity != '\0');
    if (asks(k, GATE_FLAG_FACTS))
        must(k, GATE_FLAG_FACTS, have->flags_without_facts == 0);
    if (asks(k, GATE_REPLY))
        must(k, GATE_REPLY, k->c->replied_us != 0);
    /* Who could not be reached, or cannot go on, was not asked. */
    bool unasked = gate_basis_demands(k->basis, "attempts") || gate_basis_demands(k->basis, "evidence");
    if (!unasked && asks(k, GATE_OUTCOME))
        must(k, GATE_OUTCOME, have->outcome != 0);
    if (asks(k, GATE_NOTICE))
        must(k, GATE_NOTICE, have->missing_notices == 0);
    of_letter(k);
    of_report(k);
    of_measure(k);
}

void gate_check(struct arena *a, const struct rulebook *b, const struct rb_facts *facts, const struct complaint *c, const struct gate_facts *have, const struct gate_asked *asked, struct gate_open **ret_open,
                size_t *ret_n)
{
    struct checking k = {.arena = a, .book = b, .facts = facts, .c = c, .have = have, .asked = asked, .open = ARENA_ARRAY(a, GATE__END, struct gate_open)};
    none_left(&k, GATE_SLIPS, have->open_slips);
    of_approvals(&k);
    none_left(&k, GATE_COMPENSATION, have->unpaid);
    none_left(&k, GATE_CALLBACK, have->running_callbacks);
    none_left(&k, GATE_REQUESTS, have->open_requests);
    must(&k, GATE_WITHDRAWAL, c->withdraw_us == 0);
    of_authority(&k);
    must(&k, GATE_ALONE, b->closing.alone || !have->investigated_alone);
    must(&k, GATE_RECUSED, !have->handled_before);
    must(&k, GATE_FINDING, asked->finding > FINDING_NONE && asked->finding < FINDING__END);
    of_decision(&k);
    of_basis(&k);
    of_demands(&k);
    if (asked->end == GATE_END_CLOSE)
        of_rulebook(&k);
    of_chain(&k);
    *ret_open = k.open;
    *ret_n = k.n;
}
