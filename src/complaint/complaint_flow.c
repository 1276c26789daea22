#include "complaint_flow.h"

#include <string.h>

#include "msgid.h"
#include "str.h"

static bool withdrawal_asked(const struct complaint *c)
{
    return c->withdraw_us != 0;
}

static bool no_withdrawal_asked(const struct complaint *c)
{
    return c->withdraw_us == 0;
}

/* Nothing else was made of it, and it goes on by itself. */
static bool is_complaint(const struct complaint *c)
{
    return (!c->path || !*c->path) && c->merged_into_id == 0;
}

static bool is_turned(const struct complaint *c)
{
    return complaint_is_turned(c) && c->merged_into_id == 0;
}

static bool can_be_reviewed(const struct complaint *c)
{
    return !complaint_is_turned(c) && c->merged_into_id == 0;
}

static bool review_asked(const struct complaint *c)
{
    return c->review_asked_us != 0;
}

static bool no_review_asked(const struct complaint *c)
{
    return can_be_reviewed(c) && c->review_asked_us == 0;
}

static bool goes_on_itself(const struct complaint *c)
{
    return c->merged_into_id == 0;
}

/* The responsibility of the organisation was found, so that it counts when it comes back (C7). */
static bool was_responsible(const struct complaint *c)
{
    return c->finding == FINDING_RESPONSIBLE && is_complaint(c);
}

/* What departments were asked for is confirmed or withdrawn before the complaint ends. */
static bool no_open_slips(const struct complaint *c)
{
    return c->open_slips == 0;
}

static bool ends_on_the_spot(const struct complaint *c)
{
    return is_complaint(c) && no_open_slips(c);
}

static const struct flow_action actions[ACTION__COUNT] = {
    [ACTION_ACCEPT] = {"accept", N_("Accept"), "accepted", FLOW_STAFF, MAY_ACCEPT, NULL, CLOCK_ON_ACCEPTED},
    [ACTION_REJECT] = {"reject", N_("Do not accept"), "rejected", FLOW_STAFF, MAY_ACCEPT, no_open_slips, CLOCK_ON_REJECTED},
    [ACTION_ASSIGN] = {"assign", N_("Assign"), "assigned", FLOW_STAFF, MAY_ASSIGN, NULL, CLOCK_ON_ASSIGNED},
    [ACTION_NOTE] = {"note", N_("Internal note"), "note", FLOW_STAFF, MAY_NOTE, NULL, 0},
    [ACTION_MESSAGE] = {"message", N_("Write to the complainant"), "message", FLOW_STAFF, MAY_MESSAGE, NULL, CLOCK_ON_CONTACTED},
    [ACTION_CONTACT] = {"contact", N_("Record a contact"), "contact_tried", FLOW_STAFF, MAY_MESSAGE, NULL, CLOCK_ON_CONTACTED}, /* when reached */
    [ACTION_ASK_MATERIAL] = {"ask-material", N_("Ask for material"), "asked", FLOW_STAFF, MAY_MESSAGE, NULL, CLOCK_ON_ASKED},
    [ACTION_REPLY] = {"reply", N_("Give the answer"), "replied", FLOW_STAFF, MAY_REPLY, NULL, CLOCK_ON_REPLIED},
    [ACTION_OUTCOME] = {"outcome", N_("Record the complainant's view"), "outcome_said", FLOW_STAFF, MAY_REPLY, is_complaint, 0},
    [ACTION_CLOSE] = {"close", N_("Close"), "closed", FLOW_STAFF, MAY_CLOSE, no_open_slips, CLOCK_ON_CLOSED},
    [ACTION_REOPEN] = {"reopen", N_("Reopen"), "reopened", FLOW_STAFF, MAY_REOPEN, goes_on_itself, CLOCK_ON_REOPENED},
    [ACTION_REVIEW] = {"review", N_("Let others review it"), "review_begun", FLOW_STAFF, MAY_REOPEN, can_be_reviewed, CLOCK_ON_REOPENED},
    [ACTION_DECLINE_REVIEW] = {"decline-review", N_("Decline the review"), "review_declined", FLOW_STAFF, MAY_REOPEN, review_asked, 0},
    [ACTION_CONFIRM_WITHDRAWAL] = {"confirm-withdrawal", N_("Confirm the withdrawal"), "withdrawn", FLOW_STAFF, MAY_CLOSE,
                                   withdrawal_asked, CLOCK_ON_WITHDRAWN},
    [ACTION_DECLINE_WITHDRAWAL] = {"decline-withdrawal", N_("Go on with the complaint"), "withdraw_declined", FLOW_STAFF, MAY_CLOSE,
                                   withdrawal_asked, 0},
    [ACTION_CLASSIFY] = {"classify", N_("Classify"), "classified", FLOW_STAFF, MAY_CLASSIFY, NULL, CLOCK_ON_GRADED},
    [ACTION_PAUSE] = {"pause", N_("Pause a clock"), "paused", FLOW_STAFF, MAY_EXTEND, NULL, 0},
    [ACTION_RESUME] = {"resume", N_("Let a clock go on"), "resumed", FLOW_STAFF, MAY_EXTEND, NULL, 0},
    [ACTION_EXTEND] = {"extend", N_("Ask for more time"), "extension_asked", FLOW_STAFF, MAY_EXTEND, NULL, 0},
    [ACTION_DECIDE_EXTENSION] = {"decide-extension", N_("Decide about more time"), "extended", FLOW_STAFF, MAY_SEE, NULL, 0},
    [ACTION_CLOCK_DONE] = {"clock-done", N_("Record as done"), "clock_done", FLOW_STAFF, MAY_EXTEND, NULL, 0},
    [ACTION_SPOT] = {"solve-on-the-spot", N_("Solved on the spot"), "spot_solved", FLOW_STAFF, MAY_ACCEPT, ends_on_the_spot, CLOCK_ON_REPLIED},
    [ACTION_TURN] = {"turn", N_("Turn into something else"), "turned", FLOW_STAFF, MAY_ACCEPT, is_complaint, CLOCK_ON_REJECTED},
    [ACTION_TURN_BACK] = {"turn-back", N_("Make it a complaint again"), "turned_back", FLOW_STAFF, MAY_ACCEPT, is_turned, CLOCK_ON_REOPENED},
    [ACTION_VALIDITY] = {"validity", N_("Decide the validity"), "validity_decided", FLOW_STAFF, MAY_CLASSIFY, is_complaint, CLOCK_ON_GRADED},
    [ACTION_LINK] = {"link", N_("Link or merge"), "linked", FLOW_STAFF, MAY_LINK, NULL, 0},
    [ACTION_MERGE] = {"merge", N_("Merge into an older one"), "merged", FLOW_STAFF, MAY_LINK, goes_on_itself, CLOCK_ON_WITHDRAWN},
    [ACTION_SPLIT] = {"split", N_("Split"), "split", FLOW_STAFF, MAY_LINK, is_complaint, 0},
    [ACTION_AS_NEW] = {"as-new", N_("It came back: count it as new"), "counted_as_new", FLOW_STAFF, MAY_LINK, was_responsible, 0},
    [ACTION_SUPPLY] = {"supply", N_("Send a message or material"), "supplied", FLOW_COMPLAINANT, MAY_SEE, NULL, CLOCK_ON_SUPPLIED},
    [ACTION_WITHDRAW] = {"withdraw", N_("Withdraw the complaint"), "withdraw_asked", FLOW_COMPLAINANT, MAY_SEE, no_withdrawal_asked, 0},
    [ACTION_RATE] = {"rate", N_("Rate the handling"), "rated", FLOW_COMPLAINANT, MAY_SEE, goes_on_itself, 0},
    [ACTION_ASK_REVIEW] = {"ask-review", N_("Ask for a review"), "review_asked", FLOW_COMPLAINANT, MAY_SEE, no_review_asked, 0},
    [ACTION_URGE] = {"urge", N_("Urge"), "urged", FLOW_COMPLAINANT, MAY_SEE, goes_on_itself, CLOCK_ON_URGED},
    [ACTION_KEEP] = {"keep", N_("Take the withdrawal back"), "withdraw_taken_back", FLOW_COMPLAINANT, MAY_SEE, withdrawal_asked, 0},
};

#define STAYS(state, action) {COMPLAINT_##state, ACTION_##action, COMPLAINT_##state}
#define MOVES(state, action, to) {COMPLAINT_##state, ACTION_##action, COMPLAINT_##to}
const struct flow_row flow_rows[] = {
    MOVES(SUBMITTED, ACCEPT, PROGRESS),
    MOVES(SUBMITTED, REJECT, REJECTED),
    STAYS(SUBMITTED, ASSIGN),
    STAYS(SUBMITTED, NOTE),
    STAYS(SUBMITTED, MESSAGE),
    STAYS(SUBMITTED, CONTACT),
    MOVES(SUBMITTED, CONFIRM_WITHDRAWAL, WITHDRAWN),
    STAYS(SUBMITTED, DECLINE_WITHDRAWAL),
    STAYS(SUBMITTED, CLASSIFY),
    STAYS(SUBMITTED, PAUSE),
    STAYS(SUBMITTED, RESUME),
    STAYS(SUBMITTED, EXTEND),
    STAYS(SUBMITTED, DECIDE_EXTENSION),
    STAYS(SUBMITTED, CLOCK_DONE),
    MOVES(SUBMITTED, SPOT, CLOSED),
    MOVES(SUBMITTED, TURN, REPLIED),
    STAYS(SUBMITTED, VALIDITY),
    STAYS(SUBMITTED, LINK),
    MOVES(SUBMITTED, MERGE, CLOSED),
    STAYS(SUBMITTED, SPLIT),
    STAYS(SUBMITTED, SUPPLY),
    STAYS(SUBMITTED, WITHDRAW),
    STAYS(SUBMITTED, URGE),
    STAYS(SUBMITTED, KEEP),

    STAYS(PROGRESS, ASSIGN),
    STAYS(PROGRESS, NOTE),
    STAYS(PROGRESS, MESSAGE),
    STAYS(PROGRESS, CONTACT),
    MOVES(PROGRESS, ASK_MATERIAL, WAITING),
    MOVES(PROGRESS, REPLY, REPLIED),
    MOVES(PROGRESS, CONFIRM_WITHDRAWAL, WITHDRAWN),
    STAYS(PROGRESS, DECLINE_WITHDRAWAL),
    STAYS(PROGRESS, CLASSIFY),
    STAYS(PROGRESS, PAUSE),
    STAYS(PROGRESS, RESUME),
    STAYS(PROGRESS, EXTEND),
    STAYS(PROGRESS, DECIDE_EXTENSION),
    STAYS(PROGRESS, CLOCK_DONE),
    MOVES(PROGRESS, SPOT, CLOSED),
    MOVES(PROGRESS, TURN, REPLIED),
    STAYS(PROGRESS, TURN_BACK),
    STAYS(PROGRESS, VALIDITY),
    STAYS(PROGRESS, LINK),
    MOVES(PROGRESS, MERGE, CLOSED),
    STAYS(PROGRESS, SPLIT),
    STAYS(PROGRESS, SUPPLY),
    STAYS(PROGRESS, WITHDRAW),
    STAYS(PROGRESS, URGE),
    STAYS(PROGRESS, KEEP),

    STAYS(WAITING, ASSIGN),
    STAYS(WAITING, NOTE),
    STAYS(WAITING, MESSAGE),
    STAYS(WAITING, CONTACT),
    MOVES(WAITING, REPLY, REPLIED),
    MOVES(WAITING, CONFIRM_WITHDRAWAL, WITHDRAWN),
    STAYS(WAITING, DECLINE_WITHDRAWAL),
    STAYS(WAITING, CLASSIFY),
    STAYS(WAITING, PAUSE),
    STAYS(WAITING, RESUME),
    STAYS(WAITING, EXTEND),
    STAYS(WAITING, DECIDE_EXTENSION),
    STAYS(WAITING, CLOCK_DONE),
    MOVES(WAITING, TURN, REPLIED),
    MOVES(WAITING, TURN_BACK, PROGRESS),
    STAYS(WAITING, VALIDITY),
    STAYS(WAITING, LINK),
    MOVES(WAITING, MERGE, CLOSED),
    STAYS(WAITING, SPLIT),
    MOVES(WAITING, SUPPLY, PROGRESS),
    STAYS(WAITING, WITHDRAW),
    STAYS(WAITING, KEEP),

    STAYS(REPLIED, ASSIGN),
    STAYS(REPLIED, NOTE),
    STAYS(REPLIED, MESSAGE),
    STAYS(REPLIED, CONTACT),
    STAYS(REPLIED, OUTCOME),
    MOVES(REPLIED, ASK_MATERIAL, WAITING),
    STAYS(REPLIED, REPLY),
    MOVES(REPLIED, CLOSE, CLOSED),
    MOVES(REPLIED, CONFIRM_WITHDRAWAL, WITHDRAWN),
    STAYS(REPLIED, DECLINE_WITHDRAWAL),
    STAYS(REPLIED, CLASSIFY),
    STAYS(REPLIED, PAUSE),
    STAYS(REPLIED, RESUME),
    STAYS(REPLIED, EXTEND),
    STAYS(REPLIED, DECIDE_EXTENSION),
    STAYS(REPLIED, CLOCK_DONE),
    MOVES(REPLIED, REVIEW, PROGRESS),
    MOVES(REPLIED, TURN_BACK, PROGRESS),
    STAYS(REPLIED, VALIDITY),
    STAYS(REPLIED, LINK),
    MOVES(REPLIED, MERGE, CLOSED),
    STAYS(REPLIED, SPLIT),
    MOVES(REPLIED, SUPPLY, PROGRESS),
    STAYS(REPLIED, DECLINE_REVIEW),
    STAYS(REPLIED, WITHDRAW),
    STAYS(REPLIED, ASK_REVIEW),
    STAYS(REPLIED, KEEP),

    STAYS(CLOSED, NOTE),
    STAYS(CLOSED, CONTACT),
    STAYS(CLOSED, OUTCOME),
    MOVES(CLOSED, REOPEN, PROGRESS),
    MOVES(CLOSED, REVIEW, PROGRESS),
    STAYS(CLOSED, DECLINE_REVIEW),
    STAYS(CLOSED, CLOCK_DONE),
    STAYS(CLOSED, LINK),
    STAYS(CLOSED, AS_NEW),
    STAYS(CLOSED, RATE),
    STAYS(CLOSED, ASK_REVIEW),

    STAYS(REJECTED, NOTE),
    STAYS(REJECTED, CONTACT),
    STAYS(REJECTED, LINK),
    MOVES(REJECTED, REOPEN, PROGRESS),
    MOVES(REJECTED, REVIEW, PROGRESS),
    STAYS(REJECTED, DECLINE_REVIEW),
    STAYS(REJECTED, ASK_REVIEW),

    STAYS(WITHDRAWN, NOTE),
    STAYS(WITHDRAWN, CONTACT),
    STAYS(WITHDRAWN, LINK),
    MOVES(WITHDRAWN, REOPEN, PROGRESS),
};
const size_t flow_rows_n = COUNT_OF(flow_rows);

const struct flow_action *flow_action(enum complaint_action action)
{
    return (unsigned)action < ACTION__COUNT ? &actions[action] : NULL;
}

bool flow_action_from_name(const char *name, enum complaint_action *ret_action)
{
    for (int i = 0; i < ACTION__COUNT; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            *ret_action = (enum complaint_action)i;
            return true;
        }
    }
    return false;
}

static const struct flow_row *row_of(enum complaint_state from, enum complaint_action action)
{
    for (size_t i = 0; i < flow_rows_n; i++) {
        if (flow_rows[i].from == from && flow_rows[i].action == action)
            return &flow_rows[i];
    }
    return NULL;
}

enum err flow_decide(const struct complaint *c, enum complaint_action action, permission_set rights, enum complaint_state *ret_to)
{
    const struct flow_action *what = flow_action(action);
    if (!what)
        return ERR_STATE;
    /* The right first: who may not do a thing learns nothing about whether it could be done. */
    if (what->actor == FLOW_STAFF && !(rights & PERMISSION_BIT(what->permission)))
        return ERR_FORBIDDEN;
    const struct flow_row *row = row_of(c->state, action);
    /* Of an erased one only the figures are left: nothing more happens to it. */
    if (!row || c->erased_us || (what->guard && !what->guard(c)))
        return ERR_STATE;
    *ret_to = row->to;
    return ERR_NONE;
}

int flow_open_slips(const struct complaint *c, enum complaint_action action)
{
    struct complaint without = *c;
    const struct flow_action *what = flow_action(action);
    without.open_slips = 0;
    bool hinders = what && what->guard && row_of(c->state, action) && !what->guard(c) && what->guard(&without);
    return hinders ? c->open_slips : 0;
}

uint64_t flow_allowed(const struct complaint *c, enum flow_actor actor, permission_set rights)
{
    uint64_t allowed = 0;
    for (int i = 0; i < ACTION__COUNT; i++) {
        enum complaint_state to;
        if (actions[i].actor == actor && flow_decide(c, (enum complaint_action)i, rights, &to) == ERR_NONE)
            allowed |= UINT64_C(1) << i;
    }
    return allowed;
}

/* All actions that lead from one state to another, as one arrow. */
static void graph_arrow(struct buf *graph, int from, int to)
{
    const char *before = NULL;
    for (size_t i = 0; i < flow_rows_n; i++) {
        if ((int)flow_rows[i].from != from || (int)flow_rows[i].to != to)
            continue;
        if (!before)
            buf_printf(graph, "    s%d --> s%d: ", from, to);
        buf_printf(graph, "%s%s", before ? before : "", actions[flow_rows[i].action].name);
        before = ", ";
    }
    if (before)
        buf_addc(graph, '\n');
}

const char *flow_graph(struct arena *a)
{
    struct buf graph = {.arena = a};
    buf_adds(&graph, "stateDiagram-v2\n");
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++)
        buf_printf(&graph, "    state \"%s\" as s%d\n", complaint_state_title((enum complaint_state)s), s);
    buf_printf(&graph, "    [*] --> s%d: file\n", COMPLAINT_SUBMITTED);
    for (int from = COMPLAINT_SUBMITTED; from < COMPLAINT_STATE__END; from++) {
        for (int to = COMPLAINT_SUBMITTED; to < COMPLAINT_STATE__END; to++)
            graph_arrow(&graph, from, to);
    }
    return graph.p;
}
