#include <string.h>

#include "msgid.h"
#include "rulebook_check.h"

#define RETURNS_MAX 20
#define SUPERVISE_FROM_MAX 1000
#define WARNINGS_MAX 4
#define REMINDERS_MAX 8
#define MATERIAL_MAX 20
#define DAYS_MAX 3660
#define REASONS_MAX 20
#define REASON_CODE_MAX 20 /* rating.reasons holds all of them */

static bool is_among(const char *const *list, unsigned n, const char *word)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(list[i], word) == 0)
            return true;
    }
    return false;
}

static void check_intakes(struct checking *c)
{
    for (unsigned i = 0; i < c->book->intakes_count; i++) {
        const struct rb_intake *form = &c->book->intakes[i];
        check_reference(c, "channels", form->channel, check_path(c, "intakes", i, "channel"));
        for (unsigned k = 0; k < form->asks_count; k++) {
            if (!check_word(rulebook_asks, form->asks[k]))
                check_fault(c, arena_printf(c->arena, "intakes[%u].asks[%u]", i, k), N_("\"%s\" is nothing that a form can ask for; use some of: %s."), form->asks[k],
                            check_words(c->arena, rulebook_asks));
            else if (is_among(form->asks, k, form->asks[k]))
                check_fault(c, arena_printf(c->arena, "intakes[%u].asks[%u]", i, k), N_("\"%s\" stands here twice; keep one."), form->asks[k]);
        }
        for (unsigned k = 0; k < form->musts_count; k++) {
            if (!is_among(form->asks, form->asks_count, form->musts[k]))
                check_fault(c, arena_printf(c->arena, "intakes[%u].musts[%u]", i, k), N_("\"%s\" must be told, but the form does not ask for it; add it to \"asks\"."), form->musts[k]);
        }
    }
}

static void check_complainants(struct checking *c)
{
    for (unsigned i = 0; i < c->book->complainants_count; i++) {
        const struct rb_name *kind = &c->book->complainants[i];
        for (unsigned k = 0; k < kind->asks_count; k++) {
            const char *path = arena_printf(c->arena, "complainants[%u].asks[%u]", i, k);
            if (!check_word(rulebook_party_asks, kind->asks[k]))
                check_fault(c, path, N_("\"%s\" is nothing that a complainant can be asked; use some of: %s."), kind->asks[k], check_words(c->arena, rulebook_party_asks));
            else if (is_among(kind->asks, k, kind->asks[k]))
                check_fault(c, path, N_("\"%s\" stands here twice; keep one."), kind->asks[k]);
        }
        check_number(c, kind->named_most, RB_NAMED_MOST, check_path(c, "complainants", i, "named_most"));
        if (kind->named_most < 0)
            check_fault(c, check_path(c, "complainants", i, "named_most"), N_("It cannot be less than nothing."));
    }
}

/* "spot" means solved on the spot where complaints say what became of them. */
static void check_turns(struct checking *c)
{
    for (unsigned i = 0; i < c->book->turns_count; i++) {
        if (strcmp(c->book->turns[i].code, "spot") == 0)
            check_fault(c, check_path(c, "turns", i, "code"), N_("The code \"%s\" has a meaning of its own here; choose another."), c->book->turns[i].code);
        if (strlen(c->book->turns[i].code) > 30)
            check_fault(c, check_path(c, "turns", i, "code"), N_("The code is too long; at most %d characters fit."), 30);
    }
}

void check_number(struct checking *c, int number, int most, const char *path)
{
    if (number > most)
        check_fault(c, path, N_("%d is too much; at most %d fits, 0 means never."), number, most);
}

static void check_role(struct checking *c, const char *role, bool needed, const char *path)
{
    if (!*role && needed)
        check_fault(c, path, N_("It is missing who decides and is told; name a role of this rulebook."));
    else if (*role && !rulebook_role(c->book, role))
        check_fault(c, path, N_("\"%s\" is not a role of this rulebook; correct it."), role);
}

/* A chain of limits in order of time: before a date the longest comes first, after it the shortest. */
static void check_chain(struct checking *c, const char *const *list, unsigned n, unsigned most, bool after, const char *path)
{
    struct calendar_limit limit, before = {0};
    if (n > most)
        check_fault(c, path, N_("There are %u reminders; at most %d fit."), n, (int)most);
    for (unsigned i = 0; i < n; i++) {
        const char *at = arena_printf(c->arena, "%s[%u]", path, i);
        if (after && i == 0 && strcmp(list[i], "0") == 0)
            continue;
        if (!check_limit(c, list[i], at, &limit))
            continue;
        if (before.unit && !after && calendar_limit_compare(limit, before) >= 0)
            check_fault(c, at, N_("Warnings stand in order, the longest before the date first; move %s up."), list[i]);
        if (before.unit && after && calendar_limit_compare(limit, before) <= 0)
            check_fault(c, at, N_("Reminders stand in order, the shortest after the date first; move %s up."), list[i]);
        before = limit;
    }
}

static void check_slips(struct checking *c)
{
    const struct rb_slips *s = &c->book->slips;
    check_number(c, s->returns_manager, RETURNS_MAX, "slips.returns_manager");
    check_number(c, s->returns_committee, RETURNS_MAX, "slips.returns_committee");
    if (s->returns_manager && s->returns_committee && s->returns_committee <= s->returns_manager)
        check_fault(c, "slips.returns_committee", N_("The committee decides after the manager; write more than %d."), s->returns_manager);
    check_number(c, s->supervise_percent, 100, "slips.supervise_percent");
    check_number(c, s->supervise_from, SUPERVISE_FROM_MAX, "slips.supervise_from");
    if (s->supervise_percent && !s->supervise_from)
        check_fault(c, "slips.supervise_from", N_("Say from how many requests on the percentage counts, 1 or more; one late request alone would be all of them."));
    check_role(c, s->manager, s->returns_manager || s->supervise_percent, "slips.manager");
    check_role(c, s->committee, s->returns_committee, "slips.committee");
    check_chain(c, s->warn, s->warn_count, WARNINGS_MAX, false, "slips.warn");
    check_chain(c, s->late, s->late_count, REMINDERS_MAX, true, "slips.late");
    if (s->material_count > MATERIAL_MAX)
        check_fault(c, "slips.material", N_("There are %u entries; at most %d fit."), s->material_count, MATERIAL_MAX);
}

static void check_following(struct checking *c)
{
    const struct rb_following *f = &c->book->following;
    struct calendar_limit limit;
    if (*f->urge_after)
        check_limit(c, f->urge_after, "following.urge_after", &limit);
    if (*f->urge_every)
        check_limit(c, f->urge_every, "following.urge_every", &limit);
    check_number(c, f->survey_days, DAYS_MAX, "following.survey_days");
    if (f->reasons_count > REASONS_MAX)
        check_fault(c, "following.reasons", N_("There are %u entries; at most %d fit."), f->reasons_count, REASONS_MAX);
    for (unsigned i = 0; i < f->reasons_count; i++) {
        if (strlen(f->reasons[i].code) > REASON_CODE_MAX)
            check_fault(c, arena_printf(c->arena, "following.reasons[%u].code", i), N_("The code is too long; at most %d characters fit."), REASON_CODE_MAX);
    }
}

void check_work(struct checking *c)
{
    check_intakes(c);
    check_turns(c);
    check_complainants(c);
    check_slips(c);
    check_number(c, c->book->repeats.days, DAYS_MAX, "repeats.days");
    check_number(c, c->book->repeats.similar_percent, 100, "repeats.similar_percent");
    check_following(c);
}
