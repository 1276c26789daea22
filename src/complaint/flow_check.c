#include "flow_check.h"

#include <stdarg.h>
#include <stdio.h>

#include "timeline.h"

#define STATES COMPLAINT_STATE__END /* of an array by state; 0 is none */

struct flow_table flow_table(void)
{
    return (struct flow_table){.rows = flow_rows, .n_rows = flow_rows_n, .actions = flow_action((enum complaint_action)0), .n_actions = ACTION__COUNT};
}

static bool is_state(enum complaint_state s)
{
    return s >= COMPLAINT_SUBMITTED && s < COMPLAINT_STATE__END;
}

__attribute__((format(printf, 2, 3))) static bool wrong(char why[FLOW_WHY_MAX], const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, FLOW_WHY_MAX, fmt, args);
    va_end(args);
    return false;
}

static bool check_rows(const struct flow_table *t, char why[FLOW_WHY_MAX])
{
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct flow_row *row = &t->rows[i];
        if (!is_state(row->from) || !is_state(row->to))
            return wrong(why, "the workflow's row %zu names a state that does not exist", i + 1);
        if ((size_t)row->action >= t->n_actions)
            return wrong(why, "the workflow's row %zu names an action that does not exist", i + 1);
        for (size_t j = 0; j < i; j++)
            if (t->rows[j].from == row->from && t->rows[j].action == row->action)
                return wrong(why, "the workflow says twice what \"%s\" does in the state \"%s\"", t->actions[row->action].name, complaint_state_title(row->from));
    }
    return true;
}

static bool has_row(const struct flow_table *t, size_t action)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if ((size_t)t->rows[i].action == action)
            return true;
    return false;
}

static bool check_actions(const struct flow_table *t, char why[FLOW_WHY_MAX])
{
    for (size_t i = 0; i < t->n_actions; i++) {
        const struct flow_action *action = &t->actions[i];
        if (!action->name || !*action->name || !action->title || !*action->title)
            return wrong(why, "the workflow's action %zu has no name or title", i);
        if (!has_row(t, i))
            return wrong(why, "the workflow's action \"%s\" is possible in no state", action->name);
        if (!action->event || !timeline_kind(action->event))
            return wrong(why, "the workflow's action \"%s\" writes an event that the timeline does not know: \"%s\"", action->name, action->event ? action->event : "");
        if (action->actor == FLOW_STAFF && (unsigned)action->permission >= PERMISSION__COUNT)
            return wrong(why, "the workflow's action \"%s\" asks for a right that does not exist", action->name);
    }
    return true;
}

static void reach(const struct flow_table *t, bool reached[STATES])
{
    reached[COMPLAINT_SUBMITTED] = true;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < t->n_rows; i++) {
            if (!reached[t->rows[i].from] || reached[t->rows[i].to])
                continue;
            reached[t->rows[i].to] = more = true;
        }
    }
}

/* What a guard says of a complaint of which nobody has asked or said anything besides: staff can always bring it there. */
static bool lets_pass(const struct flow_action *action, enum complaint_state from)
{
    const struct complaint plain = {.state = from, .is_open = true, .path = "", .number = "", .outcome = "", .validity = "", .grade = "", .category = ""};
    return !action->guard || action->guard(&plain);
}

/* States from which staff alone come to an ended one, backwards from those. */
static void reach_end(const struct flow_table *t, bool ends[STATES])
{
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++)
        ends[s] = !complaint_state_open((enum complaint_state)s);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < t->n_rows; i++) {
            const struct flow_row *row = &t->rows[i];
            const struct flow_action *action = &t->actions[row->action];
            if (ends[row->from] || !ends[row->to] || action->actor != FLOW_STAFF || !lets_pass(action, row->from))
                continue;
            ends[row->from] = more = true;
        }
    }
}

bool flow_check(const struct flow_table *t, char why[FLOW_WHY_MAX])
{
    bool reached[STATES] = {false}, ends[STATES] = {false};
    if (!check_rows(t, why) || !check_actions(t, why))
        return false;
    reach(t, reached);
    reach_end(t, ends);
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        const char *title = complaint_state_title((enum complaint_state)s);
        if (!reached[s])
            return wrong(why, "the workflow has no way to the state \"%s\"", title);
        if (!ends[s])
            return wrong(why, "the workflow has no way out of the state \"%s\" that staff can go by themselves", title);
    }
    return true;
}
