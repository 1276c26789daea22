#include "merit.h"

#include <string.h>

#include "msgid.h"

const char *merit_state_title(enum merit_state state)
{
    static const char *const titles[MERIT_STATE__END] = {
        [MERIT_COUNTED] = N_("Counted"), [MERIT_PROPOSED] = N_("Proposed"), [MERIT_CONFIRMED] = N_("Confirmed"), [MERIT_REJECTED] = N_("Rejected"), [MERIT_APPEALED] = N_("Under appeal"),
        [MERIT_UPHELD] = N_("Upheld after appeal"), [MERIT_LIFTED] = N_("Lifted after appeal"),
    };
    return state >= 0 && state < MERIT_STATE__END ? titles[state] : "";
}

bool merit_action_from_name(const char *name, enum merit_action *ret_action)
{
    static const char *const names[MERIT_ACTION__END] = {[MERIT_CONFIRM] = "confirm", [MERIT_REJECT] = "reject", [MERIT_APPEAL] = "appeal", [MERIT_UPHOLD] = "uphold", [MERIT_LIFT] = "lift"};
    for (int i = MERIT_CONFIRM; i < MERIT_ACTION__END; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_action = (enum merit_action)i;
            return true;
        }
    }
    return false;
}

static enum err refuse(enum err e, const char *why, const char **ret_why)
{
    *ret_why = why;
    return e;
}

enum err merit_decide(const struct merit *m, enum merit_action action, int64_t user_id, enum merit_state *ret_to, const char **ret_why)
{
    static const struct {
        enum merit_state from, to;
    } moves[MERIT_ACTION__END] = {
        [MERIT_CONFIRM] = {MERIT_PROPOSED, MERIT_CONFIRMED}, [MERIT_REJECT] = {MERIT_PROPOSED, MERIT_REJECTED}, [MERIT_APPEAL] = {MERIT_CONFIRMED, MERIT_APPEALED},
        [MERIT_UPHOLD] = {MERIT_APPEALED, MERIT_UPHELD},     [MERIT_LIFT] = {MERIT_APPEALED, MERIT_LIFTED},
    };
    *ret_why = "";
    *ret_to = moves[action].to;
    if (action == MERIT_APPEAL) {
        if (!m->concerned)
            return refuse(ERR_FORBIDDEN, N_("Only who is concerned may appeal"), ret_why);
    } else if (!m->holds) {
        return refuse(ERR_FORBIDDEN, N_("Your role does not allow you to decide about this"), ret_why);
    } else if (m->concerned) {
        return refuse(ERR_FORBIDDEN, N_("This concerns yourself; somebody else decides"), ret_why);
    } else if (action == MERIT_CONFIRM && m->own) {
        return refuse(ERR_FORBIDDEN, N_("You proposed this yourself; somebody else confirms it"), ret_why);
    } else if ((action == MERIT_UPHOLD || action == MERIT_LIFT) && m->decided_by == user_id) {
        return refuse(ERR_FORBIDDEN, N_("You confirmed it; somebody else decides about the appeal"), ret_why);
    }
    if (m->state != moves[action].from)
        return refuse(ERR_STATE, N_("This was decided already"), ret_why);
    return ERR_NONE;
}

bool merit_counts(enum merit_state state)
{
    return state == MERIT_CONFIRMED || state == MERIT_UPHELD;
}

int merit_month(int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts p = utc_in_zone(at_us, zone);
    return p.year * 100 + p.month;
}

const struct rb_account *merit_rule(const struct rulebook *b, const char *code)
{
    for (unsigned i = 0; i < b->accounts_count; i++) {
        if (strcmp(b->accounts[i].code, code) == 0)
            return &b->accounts[i];
    }
    return NULL;
}
