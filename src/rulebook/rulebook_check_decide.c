#include <string.h>

#include "msgid.h"
#include "rulebook_check.h"

#define STEPS_MAX 8
#define SECTIONS_MAX 30
#define CENTS_MAX INT64_C(999999999) /* 9 999 999.99: what a proposal may hold */

/* ---- roles ---- */

static bool has_right(const struct rb_role *role, const char *right)
{
    for (unsigned i = 0; i < role->permissions_count; i++) {
        if (strcmp(role->permissions[i], right) == 0)
            return true;
    }
    return false;
}

/* Who is to decide must be able to see what he decides on. */
static void check_decider(struct checking *c, const char *code, const char *path)
{
    const struct rb_role *role = rulebook_role(c->book, code);
    if (!*code)
        check_fault(c, path, N_("The role is missing; name one of this rulebook."));
    else if (!role)
        check_fault(c, path, N_("\"%s\" is not a role of this rulebook; correct it."), code);
    else if (!has_right(role, "see"))
        check_fault(c, path, N_("The role \"%s\" has no right to see complaints, so it could not decide; give it the right \"see\" or name another."), code);
}

static void check_sum(struct checking *c, const char *amount, const char *path, int64_t *ret_cents)
{
    if (check_amount(c, amount, path, ret_cents) && *ret_cents > CENTS_MAX)
        check_fault(c, path, N_("\"%s\" is too much; at most 9999999.99 fits."), amount);
}

/* ---- chains ---- */

static void check_steps(struct checking *c, const struct rb_chain *chain, unsigned at)
{
    struct calendar_limit limit;
    if (chain->steps_count == 0)
        check_fault(c, check_path(c, "chains", at, "steps"), N_("Nobody would have to agree; name at least one step, or take the rule out."));
    if (chain->steps_count > STEPS_MAX)
        check_fault(c, check_path(c, "chains", at, "steps"), N_("There are %u entries; at most %d fit."), chain->steps_count, STEPS_MAX);
    for (unsigned i = 0; i < chain->steps_count; i++) {
        check_decider(c, chain->steps[i].role, arena_printf(c->arena, "chains[%u].steps[%u].role", at, i));
        if (*chain->steps[i].limit)
            (void)check_limit(c, chain->steps[i].limit, arena_printf(c->arena, "chains[%u].steps[%u].limit", at, i), &limit);
    }
}

static bool same_when(struct checking *c, const struct rb_when *x, const struct rb_when *y)
{
    static const cyaml_schema_value_t when = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rb_when, rulebook_when_schema)};
    return strcmp(schema_written(c->arena, &when, x, NULL, NULL), schema_written(c->arena, &when, y, NULL, NULL)) == 0;
}

/* The same conditions as an earlier one: it would never be taken. */
static void check_reached(struct checking *c, const struct rb_chain *chain, unsigned at)
{
    for (unsigned i = 0; i < at && !chain->inactive; i++) {
        const struct rb_chain *other = &c->book->chains[i];
        if (other->inactive || strcmp(other->about, chain->about) != 0 || strcmp(other->amount_over, chain->amount_over) != 0 || strcmp(other->basis, chain->basis) != 0)
            continue;
        if (same_when(c, &other->when, &chain->when))
            check_fault(c, check_path(c, "chains", at, ""), N_("It would never hold: \"%s\" before it has the same conditions; change one of them or take one out."), other->code);
    }
}

static void check_chains(struct checking *c)
{
    for (unsigned i = 0; i < c->book->chains_count; i++) {
        const struct rb_chain *chain = &c->book->chains[i];
        int64_t cents;
        if (!check_word(rulebook_subjects, chain->about))
            check_fault(c, check_path(c, "chains", i, "about"), N_("\"%s\" is nothing that is agreed to; use one of: %s."), chain->about, check_words(c->arena, rulebook_subjects));
        check_when(c, &chain->when, check_path(c, "chains", i, "when"));
        check_sum(c, chain->amount_over, check_path(c, "chains", i, "amount_over"), &cents);
        if (*chain->amount_over && strcmp(chain->about, "compensation") != 0)
            check_fault(c, check_path(c, "chains", i, "amount_over"), N_("Only compensation has a sum; take it out here."));
        if (*chain->basis && strcmp(chain->about, "closing") != 0)
            check_fault(c, check_path(c, "chains", i, "basis"), N_("Only closing has a ground; take it out here."));
        else if (*chain->basis)
            check_reference(c, "bases", chain->basis, check_path(c, "chains", i, "basis"));
        check_steps(c, chain, i);
        check_reached(c, chain, i);
    }
}

static bool any_chain(const struct rulebook *b, const char *about, const char *basis)
{
    for (unsigned i = 0; i < b->chains_count; i++) {
        const struct rb_chain *chain = &b->chains[i];
        if (!chain->inactive && strcmp(chain->about, about) == 0 && (!*chain->basis || strcmp(chain->basis, basis) == 0))
            return true;
    }
    return false;
}

/* What asks for somebody's word although nobody could ever give it. */
static void check_asked_for(struct checking *c)
{
    const struct rulebook *b = c->book;
    for (unsigned i = 0; i < b->bases_count; i++) {
        for (unsigned d = 0; d < b->bases[i].demands_count && !b->bases[i].inactive; d++) {
            if (strcmp(b->bases[i].demands[d], "approval") == 0 && !any_chain(b, "closing", b->bases[i].code))
                check_fault(c, arena_printf(c->arena, "bases[%u].demands[%u]", i, d),
                            N_("It demands that somebody agrees, but nobody is named who could; add a chain about closing, for this ground or for all."));
        }
    }
    if (strcmp(b->closing.web_reply, "approved") == 0 && !any_chain(b, "web_reply", ""))
        check_fault(c, "closing.web_reply", N_("The answer is shown when it was agreed to, but nobody is named who could; add a chain about web_reply."));
}

/* ---- compensation ---- */

static void check_standards(struct checking *c)
{
    for (unsigned i = 0; i < c->book->standards_count; i++) {
        const struct rb_standard *standard = &c->book->standards[i];
        int64_t cents;
        if (*standard->ratio && (rulebook_cents(standard->ratio, &cents) != ERR_NONE || cents == 0))
            check_fault(c, check_path(c, "standards", i, "ratio"), N_("\"%s\" does not say how many times the price; write a number such as \"10\" or \"1.5\"."), standard->ratio);
        check_sum(c, standard->cap, check_path(c, "standards", i, "cap"), &cents);
        if (*standard->cap && cents == 0)
            check_fault(c, check_path(c, "standards", i, "cap"), N_("At most nothing is nothing; write a sum above 0, or leave it out."));
        check_when(c, &standard->when, check_path(c, "standards", i, "when"));
    }
}

static void check_authorities(struct checking *c)
{
    const struct rulebook *b = c->book;
    int64_t before = 0, cents;
    for (unsigned i = 0; i < b->authorities_count; i++) {
        const char *path = check_path(c, "authorities", i, "up_to");
        check_decider(c, b->authorities[i].role, check_path(c, "authorities", i, "role"));
        check_sum(c, b->authorities[i].up_to, path, &cents);
        if (!*b->authorities[i].up_to)
            check_fault(c, path, N_("The sum is missing; write one such as \"500.00\"."));
        else if (cents <= before && rulebook_cents(b->authorities[i].up_to, &cents) == ERR_NONE)
            check_fault(c, path, N_("Sums stand in order, the smallest first, each above the one before; move %s or change it."), b->authorities[i].up_to);
        before = cents > before ? cents : before;
    }
    for (unsigned i = 0; i < b->chains_count && before > 0; i++) {
        const struct rb_chain *chain = &b->chains[i];
        if (*chain->amount_over && rulebook_cents(chain->amount_over, &cents) == ERR_NONE && cents >= before)
            check_fault(c, check_path(c, "chains", i, "amount_over"), N_("It would never hold: nobody may give more than %s; add a role with a higher sum to \"authorities\"."),
                        b->authorities[b->authorities_count - 1].up_to);
    }
    if (b->authorities_count && !any_chain(b, "compensation", ""))
        check_fault(c, "authorities", N_("Nobody could agree to more than the highest of these sums; add a chain about compensation."));
}

/* ---- papers ---- */

static void check_papers(struct checking *c)
{
    for (unsigned i = 0; i < c->book->papers_count; i++) {
        const struct rb_paper *paper = &c->book->papers[i];
        if (!check_word(rulebook_papers, paper->kind))
            check_fault(c, check_path(c, "papers", i, "kind"), N_("\"%s\" is not a kind of paper; use one of: %s."), paper->kind, check_words(c->arena, rulebook_papers));
        if (strcmp(paper->code, "closing") == 0)
            check_fault(c, check_path(c, "papers", i, "code"), N_("The code \"%s\" has a meaning of its own here; choose another."), paper->code);
        check_when(c, &paper->when, check_path(c, "papers", i, "when"));
        if (paper->sections_count == 0)
            check_fault(c, check_path(c, "papers", i, "sections"), N_("A paper without parts would be empty; name at least one."));
        if (paper->sections_count > SECTIONS_MAX)
            check_fault(c, check_path(c, "papers", i, "sections"), N_("There are %u entries; at most %d fit."), paper->sections_count, SECTIONS_MAX);
        for (unsigned s = 0; s < paper->sections_count; s++)
            check_when(c, &paper->sections[s].when, arena_printf(c->arena, "papers[%u].sections[%u].when", i, s));
    }
}

void check_deciding(struct checking *c)
{
    check_chains(c);
    check_asked_for(c);
    check_standards(c);
    check_authorities(c);
    check_papers(c);
}
