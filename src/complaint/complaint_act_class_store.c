#include <string.h>

#include "complaint_acting_store.h"
#include "recusal_store.h"

/* ACTION_CLASSIFY: what is typed is looked at against the rulebook in force; clocks are picked anew by what it is now (requirements D1-D5, F3). */

static bool known_tree(const struct rb_tree *list, unsigned n, const char *code, const char *const *was, size_t n_was)
{
    const struct rb_tree *node = rulebook_tree(list, n, code);
    for (size_t i = 0; i < n_was; i++) {
        if (strcmp(was[i], code) == 0)
            return true;
    }
    return node && !node->inactive;
}

static bool flags_known(const struct rulebook *b, const struct complaint_class *now, const struct complaint_class *was)
{
    for (size_t i = 0; i < now->n_flags; i++) {
        const struct rb_name *flag = rulebook_name(b->flags, b->flags_count, now->flags[i].code);
        bool known = flag && !flag->inactive;
        for (size_t k = 0; k < was->n_flags && !known; k++)
            known = strcmp(was->flags[k].code, now->flags[i].code) == 0;
        if (!known)
            return false;
    }
    return true;
}

static bool among(const char *const *words, const char *word)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

static bool class_known(const struct rulebook *b, const struct complaint_class *now, const struct complaint_class *was)
{
    if (now->n_causes > COMPLAINT_CODES_MAX || now->n_stages > COMPLAINT_CODES_MAX || now->n_flags > COMPLAINT_CODES_MAX || now->n_respondents > COMPLAINT_CODES_MAX)
        return false;
    for (size_t i = 0; i < now->n_causes; i++) {
        if (!known_tree(b->causes, b->causes_count, now->causes[i], was->causes, was->n_causes))
            return false;
    }
    for (size_t i = 0; i < now->n_stages; i++) {
        if (!known_tree(b->stages, b->stages_count, now->stages[i], was->stages, was->n_stages))
            return false;
    }
    for (size_t i = 0; i < now->n_respondents; i++) {
        if (!among(complaint_respondent_kinds, now->respondents[i].kind) || !*now->respondents[i].name)
            return false;
    }
    return flags_known(b, now, was);
}

static const char *given(const char *text)
{
    return text ? text : "";
}

/* ---- the record: what changed, with before and after ---- */

struct before {
    const char *category, *grade, *validity, *loss, *grade_reason;
    struct complaint_class class;
};

static const char *joined(struct arena *a, const char *const *codes, size_t n)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? "," : "", codes[i]);
    return out.n ? out.p : "";
}

static const char *flag_codes(struct arena *a, const struct complaint_class *k)
{
    const char **codes = ARENA_ARRAY(a, k->n_flags, const char *);
    for (size_t i = 0; i < k->n_flags; i++)
        codes[i] = k->flags[i].code;
    return joined(a, codes, k->n_flags);
}

/* How many of each kind: names of people have no place in the timeline's data. */
static const char *respondent_kinds(struct arena *a, const struct complaint_class *k)
{
    const char **kinds = ARENA_ARRAY(a, k->n_respondents, const char *);
    for (size_t i = 0; i < k->n_respondents; i++)
        kinds[i] = k->respondents[i].kind;
    return joined(a, kinds, k->n_respondents);
}

/* NULL, which is left out, where nothing changed. */
static const char *if_differs(const char *value, const char *other)
{
    return strcmp(value, other) == 0 ? NULL : value;
}
#define DIFFERING(name, after, before) name, if_differs(after, before), name "_before", if_differs(before, after)

static const char *record(const struct acting *act, const struct before *was)
{
    const struct complaint *c = &act->c;
    const struct complaint_class *now = &act->class;
    struct arena *a = act->arena;
    const struct complaint_classing *typed = act->command->classing;
    bool graded = if_differs(c->grade, was->grade), valued = if_differs(c->validity, was->validity);
    return timeline_data(
        a, DIFFERING("category", c->category, was->category), DIFFERING("grade", c->grade, was->grade), "grade_reason", graded && *c->grade_reason ? c->grade_reason : NULL,
        DIFFERING("validity", c->validity, was->validity), "validity_reason", valued ? given(typed->validity_reason) : NULL, DIFFERING("loss", c->loss, was->loss),
        DIFFERING("causes", joined(a, now->causes, now->n_causes), joined(a, was->class.causes, was->class.n_causes)),
        DIFFERING("stages", joined(a, now->stages, now->n_stages), joined(a, was->class.stages, was->class.n_stages)),
        DIFFERING("flags", flag_codes(a, now), flag_codes(a, &was->class)),
        DIFFERING("respondents", respondent_kinds(a, now), respondent_kinds(a, &was->class)), NULL);
}

/* ---- ---- */

static enum err set_validity(struct complaint *c, const struct complaint_classing *typed, bool *ret_decided)
{
    const char *validity = given(typed->validity);
    if (strcmp(validity, c->validity) == 0)
        return ERR_NONE;
    if ((*validity && !among(rulebook_validity, validity)) || !*given(typed->validity_reason))
        return ERR_INPUT;
    c->validity = validity;
    *ret_decided = *validity != '\0';
    return ERR_NONE;
}

/* What lists show of them. One that the rulebook does not know any more counts too, behind those that it knows. */
static void set_flag(const struct acting *act, struct complaint *c)
{
    const struct complaint_class *k = &act->class;
    const char **codes = ARENA_ARRAY(act->arena, k->n_flags, const char *);
    for (size_t i = 0; i < k->n_flags; i++)
        codes[i] = k->flags[i].code;
    const struct rb_name *gravest = rulebook_gravest_flag(act->world.book, codes, k->n_flags);
    c->flag = gravest ? gravest->code : k->n_flags ? codes[0] : "";
    c->flags = (int)k->n_flags;
}

static enum err set_loss(struct arena *a, struct complaint *c, const char *typed)
{
    int64_t cents;
    c->loss = "";
    if (!*typed)
        return ERR_NONE;
    if (rulebook_cents(typed, &cents) != ERR_NONE)
        return ERR_INPUT;
    c->loss = arena_printf(a, "%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
    return ERR_NONE;
}

/* The rules propose by everything but the grade; another one needs a reason. */
static enum err set_grade(struct acting *act, const struct complaint_classing *typed)
{
    struct complaint *c = &act->c;
    const struct rb_facts facts = acting_facts(act);
    const struct rulebook *b = act->world.book;
    const struct rb_grading **because;
    size_t n;
    const struct rb_grade *proposed = rulebook_propose(b, act->arena, &facts, &because, &n);
    const struct rb_grade *chosen = *given(typed->grade) ? rulebook_grade(b, typed->grade) : proposed;
    if (*given(typed->grade) && (!chosen || (chosen->inactive && strcmp(chosen->code, c->grade) != 0)))
        return ERR_INPUT;
    c->grade_proposed = proposed ? proposed->code : "";
    c->grade = chosen ? chosen->code : "";
    c->grade_reason = "";
    if (chosen == proposed)
        return ERR_NONE;
    c->grade_reason = given(typed->grade_reason);
    return *c->grade_reason ? ERR_NONE : ERR_INPUT;
}

enum err acting_classify(struct db *db, struct acting *act)
{
    const struct complaint_classing *typed = act->command->classing;
    struct complaint *c = &act->c;
    const struct before was = {c->category, c->grade, c->validity, c->loss, c->grade_reason, act->class};
    if (!typed || !class_known(act->world.book, &typed->class, &was.class))
        return ERR_INPUT;
    if (*given(typed->category) && strcmp(typed->category, c->category) != 0) {
        enum err e = complaint_category(db, act->arena, typed->category, c);
        if (e != ERR_NONE)
            return e == ERR_NOT_FOUND ? ERR_INPUT : e;
        TRY(complaint_name(db, act->arena, c, 1));
    }
    TRY(set_validity(c, typed, &act->decided));
    TRY(set_loss(act->arena, c, given(typed->loss)));
    act->class = typed->class;
    act->class.demanded_cents = was.class.demanded_cents;
    act->class.reopened = was.class.reopened;
    TRY(set_grade(act, typed));
    set_flag(act, c);
    TRY(acting_grade_waits(act, was.grade, was.grade_reason));
    act->data = record(act, &was);
    act->set.reason = c->grade_reason;
    TRY(complaint_class_save(db, c->id, &was.class, &act->class));
    return recusal_derive(db, act->arena, act->writer, c, &was.class, &act->class);
}
