#include "compensation.h"

#include <string.h>

#include "msgid.h"

static const struct {
    const char *name, *title;
} states[COMPENSATION_STATE__END] = {
    [COMPENSATION_PROPOSED] = {"proposed", N_("Waits for approval")}, [COMPENSATION_APPROVED] = {"approved", N_("Approved, to be paid")},
    [COMPENSATION_SENT_BACK] = {"sent-back", N_("Sent back")},        [COMPENSATION_PAID] = {"paid", N_("Paid")},
    [COMPENSATION_DROPPED] = {"dropped", N_("Dropped")},
};

const char *compensation_state_title(enum compensation_state state)
{
    return state > 0 && state < COMPENSATION_STATE__END ? states[state].title : "";
}

const char *compensation_state_name(enum compensation_state state)
{
    return state > 0 && state < COMPENSATION_STATE__END ? states[state].name : "";
}

bool compensation_state_from_name(const char *name, enum compensation_state *ret_state)
{
    for (int i = COMPENSATION_PROPOSED; i < COMPENSATION_STATE__END; i++) {
        if (strcmp(states[i].name, name) == 0) {
            *ret_state = (enum compensation_state)i;
            return true;
        }
    }
    return false;
}

const char *compensation_amount(struct arena *a, int64_t cents)
{
    return arena_printf(a, "%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
}

static enum err wrong(const char *field, const char *why, const char **ret_field, const char **ret_why)
{
    *ret_field = field;
    *ret_why = why;
    return ERR_INPUT;
}

enum err compensation_sum(const struct rb_standard *s, int64_t base_cents, int64_t typed_cents, int64_t *ret_cents, const char **ret_field, const char **ret_why)
{
    int64_t ratio = 0, cap = 0, cents = typed_cents;
    if (*s->ratio)
        TRY(rulebook_cents(s->ratio, &ratio));
    if (*s->cap)
        TRY(rulebook_cents(s->cap, &cap));
    if (ratio > 0 && (base_cents <= 0 || base_cents > COMPENSATION_MOST))
        return wrong("base", N_("Enter the price that was paid, above 0 and at most 9 999 999.99"), ret_field, ret_why);
    if (ratio > 0) { /* hundredths times cents, rounded half up: both are small enough */
        cents = ratio > INT64_MAX / COMPENSATION_MOST ? COMPENSATION_MOST + 1 : (base_cents * ratio + 50) / 100;
        cents = cap > 0 && cents > cap ? cap : cents;
    }
    if (cents <= 0 || cents > COMPENSATION_MOST)
        return wrong(ratio > 0 ? "base" : "sum", N_("The sum has to be above 0 and at most 9 999 999.99"), ret_field, ret_why);
    if (cap > 0 && cents > cap)
        return wrong("sum", N_("This is more than the standard allows at most"), ret_field, ret_why);
    *ret_cents = cents;
    return ERR_NONE;
}

const char *compensation_not_offered(const struct rb_standard *s, const struct complaint *c, const struct rb_facts *facts)
{
    if (s->inactive || rulebook_when(&s->when, facts) != RB_HOLDS)
        return N_("This standard is not for a complaint of this kind");
    if (s->reward && strcmp(c->validity, "valid") != 0 && c->finding != FINDING_RESPONSIBLE)
        return N_("A reward is given once the report was found to be true: decide the validity first");
    if (!s->reward && !c->is_open)
        return N_("The complaint has ended; reopen it first");
    return NULL;
}

enum err compensation_decide(const struct compensation *k, enum compensation_action action, int64_t user_id, bool alone, const char **ret_why)
{
    bool back = k->state == COMPENSATION_SENT_BACK;
    *ret_why = "";
    switch (action) {
    case COMPENSATION_PROPOSE:
        return ERR_NONE;
    case COMPENSATION_CHANGE:
        *ret_why = N_("Only what was sent back can be changed");
        return back ? ERR_NONE : ERR_STATE;
    case COMPENSATION_DROP:
        *ret_why = N_("What was paid or dropped stays as it is");
        return k->state == COMPENSATION_PAID || k->state == COMPENSATION_DROPPED ? ERR_STATE : ERR_NONE;
    case COMPENSATION_PAY:
        *ret_why = N_("Only what was approved can be paid");
        if (k->state != COMPENSATION_APPROVED)
            return ERR_STATE;
        *ret_why = N_("You proposed this yourself; somebody else records the payment");
        return k->proposed_by == user_id && !alone ? ERR_FORBIDDEN : ERR_NONE;
    }
    return ERR_STATE;
}
