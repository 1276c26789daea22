#include "slip.h"

#include <string.h>

#include "msgid.h"

static const struct slip_action_kind actions[SLIP_ACTION__COUNT] = {
    [SLIP_DO_SEND] = {"send", N_("Send a slip"), "slip_sent", SLIP_SENDER, MAY_DISPATCH, true},
    [SLIP_DO_READ] = {"read", N_("Mark as read"), "slip_read", SLIP_RECEIVER, MAY_SEE, false},
    [SLIP_DO_ACCEPT] = {"accept", N_("Take it on"), "slip_accepted", SLIP_RECEIVER, MAY_ANSWER, false},
    [SLIP_DO_ASSIGN] = {"assign", N_("Give it to a colleague"), "slip_assigned", SLIP_RECEIVER, MAY_ANSWER, false},
    [SLIP_DO_RETURN] = {"return", N_("Return it: not ours"), "slip_returned", SLIP_RECEIVER, MAY_ANSWER, true},
    [SLIP_DO_ANSWER] = {"answer", N_("Answer the slip"), "slip_answered", SLIP_RECEIVER, MAY_ANSWER, true},
    [SLIP_DO_HELP] = {"help", N_("Ask another department for help"), NULL, SLIP_RECEIVER, MAY_ANSWER, true},
    [SLIP_DO_CONFIRM] = {"confirm", N_("Confirm the answer"), "slip_confirmed", SLIP_SENDER, MAY_DISPATCH, false},
    [SLIP_DO_SEND_BACK] = {"send-back", N_("Send it back for more work"), "slip_sent_back", SLIP_SENDER, MAY_DISPATCH, true},
    [SLIP_DO_WITHDRAW] = {"withdraw", N_("Withdraw the slip"), "slip_withdrawn", SLIP_SENDER, MAY_DISPATCH, true},
    [SLIP_DO_REMIND] = {"remind", N_("Send a reminder"), "slip_reminded", SLIP_SENDER, MAY_DISPATCH, false},
    [SLIP_DO_SUPERVISE] = {"supervise", N_("Supervise it"), "slip_supervised", SLIP_SENDER, MAY_SUPERVISE, true},
};

#define NEW ((enum slip_state)0)
#define ROW(from, action, to) {from, SLIP_DO_##action, SLIP_##to}
const struct slip_row slip_rows[] = {
    ROW(NEW, SEND, SENT),

    ROW(SLIP_SENT, READ, READ),
    ROW(SLIP_SENT, ACCEPT, ACCEPTED),
    ROW(SLIP_SENT, ASSIGN, READ),
    ROW(SLIP_SENT, RETURN, RETURNED),
    ROW(SLIP_SENT, ANSWER, ANSWERED),
    ROW(SLIP_SENT, HELP, ACCEPTED),
    ROW(SLIP_SENT, WITHDRAW, WITHDRAWN),
    ROW(SLIP_SENT, REMIND, SENT),
    ROW(SLIP_SENT, SUPERVISE, SENT),

    ROW(SLIP_READ, ACCEPT, ACCEPTED),
    ROW(SLIP_READ, ASSIGN, READ),
    ROW(SLIP_READ, RETURN, RETURNED),
    ROW(SLIP_READ, ANSWER, ANSWERED),
    ROW(SLIP_READ, HELP, ACCEPTED),
    ROW(SLIP_READ, WITHDRAW, WITHDRAWN),
    ROW(SLIP_READ, REMIND, READ),
    ROW(SLIP_READ, SUPERVISE, READ),

    ROW(SLIP_ACCEPTED, ASSIGN, ACCEPTED),
    ROW(SLIP_ACCEPTED, RETURN, RETURNED),
    ROW(SLIP_ACCEPTED, ANSWER, ANSWERED),
    ROW(SLIP_ACCEPTED, HELP, ACCEPTED),
    ROW(SLIP_ACCEPTED, WITHDRAW, WITHDRAWN),
    ROW(SLIP_ACCEPTED, REMIND, ACCEPTED),
    ROW(SLIP_ACCEPTED, SUPERVISE, ACCEPTED),

    ROW(SLIP_ANSWERED, CONFIRM, CONFIRMED),
    ROW(SLIP_ANSWERED, SEND_BACK, ACCEPTED),
    ROW(SLIP_ANSWERED, WITHDRAW, WITHDRAWN),

    /* Returned, and nobody needs it any more. */
    ROW(SLIP_RETURNED, WITHDRAW, WITHDRAWN),
};
const size_t slip_rows_n = COUNT_OF(slip_rows);

const struct slip_action_kind *slip_action(enum slip_action action)
{
    return (unsigned)action < SLIP_ACTION__COUNT ? &actions[action] : NULL;
}

bool slip_action_from_name(const char *name, enum slip_action *ret_action)
{
    for (int i = 0; i < SLIP_ACTION__COUNT; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            *ret_action = (enum slip_action)i;
            return true;
        }
    }
    return false;
}

static const struct {
    const char *title, *event;
} kinds[SLIP_KIND__END] = {
    [0] = {"", ""},
    [SLIP_DISPATCH] = {N_("Dispatch slip"), "slip_sent"},
    [SLIP_HELP] = {N_("Request for help"), "slip_help"},
    [SLIP_UP] = {N_("Report to the superior unit"), "slip_reported"},
    [SLIP_DOWN] = {N_("Transfer to a unit below"), "slip_transferred"},
    [SLIP_INFO] = {N_("Question of the superior unit"), "slip_asked"},
};

static unsigned known_kind(enum slip_kind kind)
{
    return (unsigned)kind < SLIP_KIND__END ? (unsigned)kind : 0;
}

const char *slip_kind_title(enum slip_kind kind)
{
    return kinds[known_kind(kind)].title;
}

const char *slip_kind_event(enum slip_kind kind)
{
    return kinds[known_kind(kind)].event;
}

const char *slip_state_title(enum slip_state state)
{
    static const char *const titles[SLIP_STATE__END] = {
        "",
        [SLIP_SENT] = N_("Sent"),
        [SLIP_READ] = N_("Read"),
        [SLIP_ACCEPTED] = N_("Being worked on"),
        [SLIP_RETURNED] = N_("Returned"),
        [SLIP_ANSWERED] = N_("Answered"),
        [SLIP_CONFIRMED] = N_("Confirmed"),
        [SLIP_WITHDRAWN] = N_("Withdrawn"),
    };
    return (unsigned)state < SLIP_STATE__END ? titles[state] : "";
}

bool slip_state_open(enum slip_state state)
{
    return slip_state_with_receiver(state) || state == SLIP_ANSWERED;
}

bool slip_state_with_receiver(enum slip_state state)
{
    return state == SLIP_SENT || state == SLIP_READ || state == SLIP_ACCEPTED;
}

/* ---- what may be done ---- */

/*
 * One of these is needed. A department that asked for help stands where customer service stands with its own slips; between units customer service is also who receives.
 */
static permission_set needed(const struct slip *s, const struct slip_action_kind *what)
{
    permission_set set = PERMISSION_BIT(what->permission);
    bool between_units = s->kind == SLIP_UP || s->kind == SLIP_DOWN || s->kind == SLIP_INFO;
    if (what->permission == MAY_DISPATCH && s->kind == SLIP_HELP)
        set |= PERMISSION_BIT(MAY_ANSWER);
    if (what->permission == MAY_ANSWER && between_units)
        set |= PERMISSION_BIT(MAY_DISPATCH);
    return set;
}

/* What the kind of a slip, its round and what hangs on it forbid, whatever its state. */
static bool fits(const struct slip *s, enum slip_action action, int open_below)
{
    switch (action) {
    case SLIP_DO_RETURN:
        return !s->is_binding && s->round <= 1 && s->kind != SLIP_INFO && open_below == 0;
    case SLIP_DO_ANSWER: /* a transfer is answered by closing the complaint */
        return s->kind != SLIP_DOWN && open_below == 0;
    case SLIP_DO_HELP:
        return s->kind == SLIP_DISPATCH || s->kind == SLIP_HELP || s->kind == SLIP_INFO;
    case SLIP_DO_SUPERVISE:
        return s->kind != SLIP_UP;
    case SLIP_DO_WITHDRAW: /* what was sent on is nobody's any more */
        return s->state != SLIP_RETURNED || !s->settled;
    default:
        return true;
    }
}

static const struct slip_row *row_of(enum slip_state from, enum slip_action action)
{
    for (size_t i = 0; i < slip_rows_n; i++) {
        if (slip_rows[i].from == from && slip_rows[i].action == action)
            return &slip_rows[i];
    }
    return NULL;
}

enum err slip_decide(const struct slip *s, enum slip_action action, unsigned sides, permission_set rights, int open_below, enum slip_state *ret_to)
{
    const struct slip_action_kind *what = slip_action(action);
    if (!what)
        return ERR_STATE;
    /* Nobody stands on a side of what is not sent yet, and supervision comes from above. */
    bool any_side = s->state == NEW || action == SLIP_DO_SUPERVISE;
    if (!(rights & needed(s, what)) || (!any_side && !(sides & SLIP_SIDE(what->side))))
        return ERR_FORBIDDEN;
    const struct slip_row *row = row_of(s->state, action);
    if (!row || !fits(s, action, open_below))
        return ERR_STATE;
    *ret_to = row->to;
    return ERR_NONE;
}

unsigned slip_allowed(const struct slip *s, unsigned sides, permission_set rights, int open_below)
{
    unsigned allowed = 0;
    for (int i = 0; i < SLIP_ACTION__COUNT; i++) {
        enum slip_state to;
        if (slip_decide(s, (enum slip_action)i, sides, rights, open_below, &to) == ERR_NONE)
            allowed |= 1u << i;
    }
    return allowed;
}

static const struct slip *above(const struct slip *list, size_t n, const struct slip *s)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == s->parent_id)
            return &list[i];
    }
    return NULL;
}

bool slip_holds_closing(const struct slip *list, size_t n, const struct slip *s)
{
    /* What is above was there before, so there are fewer steps than slips. */
    for (size_t i = 0; i < n && s->kind == SLIP_HELP && s->parent_id; i++) {
        const struct slip *asker = above(list, n, s);
        if (!asker)
            break;
        s = asker;
    }
    return s->kind == SLIP_DISPATCH || s->kind == SLIP_HELP;
}

int slip_open_below(const struct slip *list, size_t n, int64_t id)
{
    int open = 0;
    for (size_t i = 0; i < n; i++)
        open += list[i].parent_id == id && slip_state_open(list[i].state);
    return open;
}

enum slip_ladder slip_ladder(const struct rb_slips *rules, int returns)
{
    if (rules->returns_committee > 0 && returns >= rules->returns_committee)
        return SLIP_BY_COMMITTEE;
    if (rules->returns_manager > 0 && returns >= rules->returns_manager)
        return SLIP_BY_MANAGER;
    return SLIP_BY_CARRIER;
}

bool slip_decided_for_good(const struct rb_slips *rules, enum slip_ladder by)
{
    return by == SLIP_BY_COMMITTEE || (by == SLIP_BY_MANAGER && rules->returns_committee <= 0);
}

bool slip_department_lags(const struct rb_slips *rules, int open, int late)
{
    return rules->supervise_percent > 0 && open > 0 && open >= rules->supervise_from && (int64_t)late * 100 > (int64_t)rules->supervise_percent * open;
}

/* ---- reminders ---- */

/* "0" and "": no time at all. False when it is no limit. */
static bool read_limit(const char *text, struct calendar_limit *ret_limit)
{
    *ret_limit = (struct calendar_limit){0};
    return !*text || strcmp(text, "0") == 0 || calendar_limit_read(str_of(text), ret_limit) == ERR_NONE;
}

/* A date of days is the end of its day: those that are added go on after the day itself. */
static int64_t further(const struct calendar *calendar, int64_t due_us, struct calendar_limit by)
{
    bool days = by.unit == CALENDAR_NATURAL_DAYS || by.unit == CALENDAR_WORKING_DAYS || by.unit == CALENDAR_SAME_DAY || by.unit == CALENDAR_MONTH_DAY;
    int64_t from_us = days ? calendar_instant(calendar, calendar_day_of(calendar, due_us - UTC_MINUTE_US), 0) : due_us;
    int64_t at_us = by.unit ? calendar_add(calendar, from_us, by) : due_us;
    return at_us < due_us ? due_us : at_us;
}

/* In order of time, each moment once. */
static size_t put(int64_t at[SLIP_STEPS_MAX], size_t n, int64_t at_us)
{
    size_t place = n;
    while (place > 0 && at[place - 1] >= at_us)
        place--;
    if (n == SLIP_STEPS_MAX || at_us >= CLOCK_NEVER || (place < n && at[place] == at_us))
        return n;
    memmove(&at[place + 1], &at[place], (n - place) * sizeof at[0]);
    at[place] = at_us;
    return n + 1;
}

size_t slip_reminders(const struct rb_slips *rules, const struct calendar *calendar, const struct slip *s, int64_t ret_at[SLIP_STEPS_MAX])
{
    struct calendar_limit limit;
    size_t n = 0;
    if (s->due_us >= CLOCK_NEVER)
        return 0;
    for (unsigned i = 0; i < rules->warn_count; i++) {
        if (!read_limit(rules->warn[i], &limit) || !limit.unit)
            continue;
        int64_t at_us = calendar_before(calendar, s->due_us, limit, s->sent_us);
        if (at_us > s->sent_us && at_us < s->due_us) /* where there is less time than the warning there is nothing to warn of */
            n = put(ret_at, n, at_us);
    }
    for (unsigned i = 0; i < rules->late_count; i++) {
        if (read_limit(rules->late[i], &limit))
            n = put(ret_at, n, further(calendar, s->due_us, limit));
    }
    return n;
}

void slip_plan_next(const struct rb_slips *rules, const struct calendar *calendar, struct slip *s)
{
    int64_t at[SLIP_STEPS_MAX];
    s->next_us = CLOCK_NEVER;
    if (!slip_state_with_receiver(s->state))
        return;
    size_t n = slip_reminders(rules, calendar, s, at);
    if (s->stage >= 0 && s->stage < (int)n)
        s->next_us = at[s->stage];
    /* That it is late is noted when it comes to be, whether anybody is reminded then or not. */
    if (!s->late && s->due_us < s->next_us)
        s->next_us = s->due_us;
}

bool slip_take_reminders(const struct rb_slips *rules, const struct calendar *calendar, struct slip *s, int64_t now_us)
{
    int64_t at[SLIP_STEPS_MAX];
    size_t n = slip_reminders(rules, calendar, s, at);
    int come = 0;
    while (come < (int)n && at[come] <= now_us)
        come++;
    bool due = come > s->stage;
    s->stage = come;
    s->late = s->late || s->due_us <= now_us;
    slip_plan_next(rules, calendar, s);
    return due;
}

/* ---- path and stopwatch ---- */

struct path {
    const struct calendar *calendar;
    const struct slip *slips;
    size_t n_slips;
    int64_t now_us;
    struct slip_hop *hops;
    size_t n;
};

/* When a returned slip was sent on; 0: not yet. */
static int64_t sent_on(const struct path *p, int64_t id)
{
    int64_t at_us = 0;
    for (size_t i = 0; i < p->n_slips; i++) {
        if (p->slips[i].before_id == id && (!at_us || p->slips[i].sent_us < at_us))
            at_us = p->slips[i].sent_us;
    }
    return at_us;
}

static bool hop_of(enum slip_state state, enum slip_side *ret_side)
{
    *ret_side = slip_state_with_receiver(state) ? SLIP_RECEIVER : SLIP_SENDER;
    return slip_state_open(state) || state == SLIP_RETURNED;
}

static bool began_before(const struct slip_hop *a, const struct slip_hop *b)
{
    return a->from_us != b->from_us ? a->from_us < b->from_us : a->slip->number < b->slip->number;
}

static void add_hop(struct path *p, struct slip_hop hop)
{
    int64_t end_us = hop.to_us ? hop.to_us : p->now_us;
    size_t at = p->n++;
    hop.working_minutes = calendar_working_minutes(p->calendar, hop.from_us, end_us);
    hop.late = hop.with == SLIP_RECEIVER && end_us > hop.step->due_us;
    while (at > 0 && began_before(&hop, &p->hops[at - 1])) {
        p->hops[at] = p->hops[at - 1];
        at--;
    }
    p->hops[at] = hop;
}

static void add_slip(struct path *p, const struct slip *s)
{
    for (size_t i = 0; i < s->n_steps;) {
        const struct slip_step *step = &s->steps[i];
        struct slip_hop hop = {.slip = s, .step = step, .from_us = step->at_us};
        size_t next = i + 1;
        while (next < s->n_steps && s->steps[next].state == step->state)
            next++;
        if (next < s->n_steps)
            hop.to_us = s->steps[next].at_us;
        else if (step->state == SLIP_RETURNED)
            hop.to_us = sent_on(p, s->id) ? sent_on(p, s->id) : s->settled ? step->at_us : 0;
        if (hop_of(step->state, &hop.with))
            add_hop(p, hop);
        i = next;
    }
}

void slip_path(struct arena *a, const struct calendar *calendar, const struct slip *slips, size_t n, int64_t now_us, struct slip_hop **ret_hops, size_t *ret_n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most += slips[i].n_steps;
    struct path p = {.calendar = calendar, .slips = slips, .n_slips = n, .now_us = now_us, .hops = ARENA_ARRAY(a, most, struct slip_hop)};
    for (size_t i = 0; i < n; i++)
        add_slip(&p, &slips[i]);
    *ret_hops = p.hops;
    *ret_n = p.n;
}
