#include "desk_slip.h"

#include <string.h>

#include "msgid.h"

static const struct desk_slip_act acts[SLIP_ACTION__COUNT] = {
    [SLIP_DO_ACCEPT] = {.icon = "check", .hint = N_("The sender sees that your department has taken it on."), .button = N_("Accept the slip"), .done = N_("The slip was accepted.")},
    [SLIP_DO_ASSIGN] = {.icon = "user", .label = N_("Note for the colleague"), .button = N_("Give it to the colleague"), .done = N_("The slip was given to the colleague."), .assign = true},
    [SLIP_DO_RETURN] = {.icon = "arrow-back-up",
                        .hint = N_("Only when another department has to handle it. The sender dispatches it anew."),
                        .label = N_("Why it is not yours, and whose it is"),
                        .missing = N_("Say why it is not for your department, and whose it is"),
                        .button = N_("Return the slip"),
                        .done = N_("The slip was returned."),
                        .files = true},
    [SLIP_DO_ANSWER] = {.icon = "send",
                        .hint = N_("Only staff can read this. What the complainant is told is written by customer service."),
                        .label = N_("Result of the investigation and proposed handling"),
                        .missing = N_("Write what was found out and what you propose"),
                        .button = N_("Send the answer"),
                        .done = N_("The answer was sent to the department that asked."),
                        .files = true},
    [SLIP_DO_HELP] = {.icon = "users", .button = N_("Ask another department"), .done = N_("The other department was asked."), .page = true},
    [SLIP_DO_CONFIRM] = {.icon = "circle-check", .label = N_("Remark"), .button = N_("Confirm the answer"), .done = N_("The answer was confirmed.")},
    [SLIP_DO_SEND_BACK] = {.icon = "refresh",
                           .label = N_("What is missing"),
                           .missing = N_("Say what is missing"),
                           .button = N_("Send it back for more work"),
                           .done = N_("The answer was sent back for more work."),
                           .files = true},
    [SLIP_DO_WITHDRAW] = {.icon = "circle-x", .label = N_("Why it is withdrawn"), .missing = N_("Say why it is withdrawn"), .button = N_("Withdraw the slip"), .done = N_("The slip was withdrawn.")},
    [SLIP_DO_REMIND] = {.icon = "bell", .label = N_("Message of the reminder"), .button = N_("Send a reminder"), .done = N_("The reminder was sent.")},
    [SLIP_DO_SUPERVISE] = {.icon = "alert-circle",
                           .hint = N_("The head of the department is told too, and the slip stays marked."),
                           .label = N_("What is demanded, and by when"),
                           .missing = N_("Say what is demanded"),
                           .button = N_("Put it under supervision"),
                           .done = N_("The slip is under supervision.")},
};

const enum slip_action desk_slip_order[] = {
    SLIP_DO_ACCEPT, SLIP_DO_ANSWER, SLIP_DO_CONFIRM, SLIP_DO_SEND_BACK, SLIP_DO_ASSIGN, SLIP_DO_HELP, SLIP_DO_RETURN, SLIP_DO_REMIND, SLIP_DO_SUPERVISE, SLIP_DO_WITHDRAW, SLIP_ACTION__COUNT,
};

const struct desk_slip_act *desk_slip_act(enum slip_action action)
{
    return action < SLIP_ACTION__COUNT && acts[action].button ? &acts[action] : NULL;
}

bool desk_slip_in(unsigned allowed, enum slip_action action)
{
    return action < SLIP_ACTION__COUNT && (allowed & (1u << action)) != 0;
}

enum slip_action desk_slip_first(const struct slip *s, unsigned allowed)
{
    enum slip_action want = SLIP_ACTION__COUNT;
    if (s->state == SLIP_ACCEPTED)
        want = SLIP_DO_ANSWER;
    else if (s->state == SLIP_SENT || s->state == SLIP_READ)
        want = SLIP_DO_ACCEPT;
    else if (s->state == SLIP_ANSWERED)
        want = SLIP_DO_CONFIRM;
    return desk_slip_in(allowed, want) ? want : SLIP_ACTION__COUNT;
}

static const struct {
    const char *title, *icon;
} steps[SLIP_ACTION__COUNT] = {
    [SLIP_DO_SEND] = {N_("Sent"), "send"},
    [SLIP_DO_READ] = {N_("Read"), "eye"},
    [SLIP_DO_ACCEPT] = {N_("Accepted"), "check"},
    [SLIP_DO_ASSIGN] = {N_("Given to a colleague"), "user"},
    [SLIP_DO_RETURN] = {N_("Returned"), "arrow-back-up"},
    [SLIP_DO_ANSWER] = {N_("Answered"), "message"},
    [SLIP_DO_HELP] = {N_("Help asked for"), "users"},
    [SLIP_DO_CONFIRM] = {N_("Confirmed"), "circle-check"},
    [SLIP_DO_SEND_BACK] = {N_("Sent back"), "refresh"},
    [SLIP_DO_WITHDRAW] = {N_("Withdrawn"), "circle-x"},
    [SLIP_DO_REMIND] = {N_("Reminder"), "bell"},
    [SLIP_DO_SUPERVISE] = {N_("Supervision"), "alert-circle"},
};

const char *desk_slip_step_title(enum slip_action action)
{
    return action < SLIP_ACTION__COUNT ? steps[action].title : "";
}

const char *desk_slip_step_icon(enum slip_action action)
{
    return action < SLIP_ACTION__COUNT ? steps[action].icon : "circle";
}

enum desk_slip_look desk_slip_look(const struct slip *s, int64_t now_us)
{
    if (s->state == SLIP_ANSWERED || s->state == SLIP_CONFIRMED)
        return s->late ? DESK_SLIP_DONE_LATE : DESK_SLIP_DONE;
    if (!slip_state_open(s->state))
        return DESK_SLIP_OVER;
    switch (complaint_urgency(true, s->due_us, now_us)) {
    case URGENCY_LATE: return DESK_SLIP_LATE;
    case URGENCY_SOON: return DESK_SLIP_SOON;
    case URGENCY_CALM:
    case URGENCY_NONE: break;
    }
    return DESK_SLIP_CALM;
}

const char *desk_slip_state_class(enum slip_state state)
{
    static const char *const classes[SLIP_STATE__END] = {
        [SLIP_SENT] = "tag-w", [SLIP_READ] = "tag-w", [SLIP_ACCEPTED] = "tag-b", [SLIP_RETURNED] = "tag-bad", [SLIP_ANSWERED] = "tag-b", [SLIP_CONFIRMED] = "tag-ok",
    };
    return state > 0 && state < SLIP_STATE__END && classes[state] ? classes[state] : "tag-n";
}

/* ---- order ---- */

const struct slip *desk_slip_find(const struct slip *slips, size_t n, int number)
{
    for (size_t i = 0; i < n; i++) {
        if (slips[i].number == number)
            return &slips[i];
    }
    return NULL;
}

const struct slip *desk_slip_by_id(const struct slip *slips, size_t n, int64_t id)
{
    for (size_t i = 0; id && i < n; i++) {
        if (slips[i].id == id)
            return &slips[i];
    }
    return NULL;
}

static size_t add_below(const struct slip *slips, size_t n, int64_t parent_id, int depth, struct desk_slip_node *nodes, size_t at)
{
    for (size_t i = 0; i < n; i++) {
        const struct slip *above = desk_slip_by_id(slips, n, slips[i].parent_id);
        if ((above ? above->id : 0) != parent_id)
            continue;
        nodes[at++] = (struct desk_slip_node){&slips[i], depth};
        at = add_below(slips, n, slips[i].id, depth + 1, nodes, at);
    }
    return at;
}

void desk_slip_tree(struct arena *a, const struct slip *slips, size_t n, struct desk_slip_node **ret_nodes)
{
    *ret_nodes = ARENA_ARRAY(a, n + 1, struct desk_slip_node);
    add_below(slips, n, 0, 0, *ret_nodes, 0);
}

bool desk_slip_replaced(const struct slip *slips, size_t n, const struct slip *s)
{
    for (size_t i = 0; i < n; i++) {
        if (slips[i].before_id == s->id)
            return true;
    }
    return false;
}

unsigned desk_slip_allowed(const struct desk_slips *slips, const struct slip *s)
{
    size_t i = (size_t)(s - slips->list);
    return slips->allowed && i < slips->n ? slips->allowed[i] : 0;
}

const struct slip *desk_slip_waiting(const struct desk_slips *slips, enum slip_action *ret_action)
{
    const struct slip *found = NULL;
    for (size_t i = 0; i < slips->n; i++) {
        const struct slip *s = &slips->list[i];
        enum slip_action first = desk_slip_first(s, slips->allowed[i]);
        if (first == SLIP_ACTION__COUNT || (found && found->due_us <= s->due_us))
            continue;
        found = s;
        *ret_action = first;
    }
    return found;
}

/* ---- sending and lists ---- */

static const struct desk_slip_kind kinds[SLIP_KIND__END] = {
    [SLIP_DISPATCH] = {"dispatch", N_("Dispatch"), N_("Each department that is to answer gets a slip of its own; one of them leads. Copies are for information."), N_("What the department is asked"),
                       N_("Write what the department is asked"), N_("Send"), N_("The slip was sent."), .departments = true, .lead = true},
    [SLIP_HELP] = {"help", N_("Ask another department for help"), N_("The other department answers to you; you answer the slip above when all of them are done."), N_("What the department is asked"),
                   N_("Write what the department is asked"), N_("Send"), N_("The other department was asked."), .departments = true},
    [SLIP_UP] = {"up", N_("Report up"), N_("To the customer service of the superior unit, with the material that the rules ask for."), N_("What is asked of the superior unit"),
                 N_("Write what is asked of the superior unit"), N_("Report up"), N_("It was reported to the superior unit."), .material = true},
    [SLIP_DOWN] = {"down", N_("Transfer down"), N_("The unit below carries the complaint from then on; you keep seeing it."), N_("Instructions"), N_("Write the instructions"), N_("Transfer"),
                   N_("The complaint was transferred."), .departments = false},
    [SLIP_INFO] = {"info", N_("Request for information"), N_("The unit reports how the matter stands; the complaint stays where it is."), N_("What you want to know"), N_("Write what you want to know"),
                   N_("Send"), N_("The information was asked for."), .departments = false},
};

const struct desk_slip_kind *desk_slip_kind(enum slip_kind kind)
{
    return &kinds[kind > 0 && kind < SLIP_KIND__END ? kind : SLIP_DISPATCH];
}

bool desk_slip_kind_from_name(const char *name, enum slip_kind *ret_kind)
{
    for (int i = 1; i < SLIP_KIND__END; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *ret_kind = (enum slip_kind)i;
            return true;
        }
    }
    return false;
}

static const struct desk_slip_view_kind views[DESK_SLIPS__COUNT] = {
    [DESK_SLIPS_TODO] = {"todo", N_("To be answered"), N_("No slip waits for an answer of your departments."), true},
    [DESK_SLIPS_MINE] = {"mine", N_("Given to me"), N_("No slip was given to you."), true},
    [DESK_SLIPS_ANSWERED] = {"answered", N_("To be confirmed"), N_("No answer waits to be confirmed."), false},
    [DESK_SLIPS_RETURNED] = {"returned", N_("Returned slips"), N_("No slip came back that is still to be dispatched anew."), false},
    [DESK_SLIPS_SENT] = {"sent", N_("Sent, open"), N_("No slip that you or your department sent is open."), false},
    [DESK_SLIPS_COPIES] = {"copies", N_("Copies"), N_("Your departments got no copies."), true},
    [DESK_SLIPS_LATE] = {"late", N_("Overdue slips"), N_("No slip is overdue. Well done."), true},
};

const struct desk_slip_view_kind *desk_slip_view_kind(enum desk_slip_view view)
{
    return &views[view < DESK_SLIPS__COUNT ? view : DESK_SLIPS_TODO];
}

bool desk_slip_view_from_name(const char *name, enum desk_slip_view *ret_view)
{
    for (int i = 0; i < DESK_SLIPS__COUNT; i++) {
        if (strcmp(views[i].name, name) == 0) {
            *ret_view = (enum desk_slip_view)i;
            return true;
        }
    }
    return false;
}

/* ---- the path ---- */

static int lane_of(struct desk_path *path, int64_t unit_id, int64_t department_id, const char *zh, const char *en, const char *unit_zh, const char *unit_en)
{
    for (size_t i = 0; i < path->n_lanes; i++) {
        if (path->lanes[i].unit_id == unit_id && path->lanes[i].department_id == department_id)
            return (int)i;
    }
    path->lanes[path->n_lanes++] = (struct desk_lane){unit_id, department_id, zh, en, unit_zh, unit_en};
    return (int)path->n_lanes - 1;
}

static int sender_lane(struct desk_path *path, const struct slip *s)
{
    return lane_of(path, s->from_unit_id, s->from_department_id, s->from_zh, s->from_en, s->from_unit_zh, s->from_unit_en);
}

static int receiver_lane(struct desk_path *path, const struct slip *s)
{
    return lane_of(path, s->to_unit_id, s->to_department_id, s->to_zh, s->to_en, s->to_unit_zh, s->to_unit_en);
}

static void place(const struct slip_step *step, int sender, int receiver, struct desk_path_row *row)
{
    switch (step->action) {
    case SLIP_DO_SEND:
    case SLIP_DO_SEND_BACK:
    case SLIP_DO_WITHDRAW:
    case SLIP_DO_REMIND:
    case SLIP_DO_SUPERVISE: row->from = sender, row->to = receiver; return;
    case SLIP_DO_RETURN:
    case SLIP_DO_ANSWER: row->from = receiver, row->to = sender; return;
    case SLIP_DO_CONFIRM: row->from = row->to = sender; return;
    case SLIP_DO_READ:
    case SLIP_DO_ACCEPT:
    case SLIP_DO_ASSIGN:
    case SLIP_DO_HELP:
    case SLIP_ACTION__COUNT: break;
    }
    row->from = row->to = receiver;
}

static void insert_row(struct desk_path *path, struct desk_path_row row)
{
    size_t at = path->n_rows++;
    for (; at > 0 && path->rows[at - 1].at_us > row.at_us; at--)
        path->rows[at] = path->rows[at - 1];
    path->rows[at] = row;
}

static void add_mark(struct desk_path *path, enum desk_mark mark, int64_t at_us)
{
    if (at_us)
        insert_row(path, (struct desk_path_row){.mark = mark, .at_us = at_us});
}

static int row_of(const struct desk_path *path, const struct slip_step *step)
{
    for (size_t i = 0; i < path->n_rows; i++) {
        if (path->rows[i].step == step)
            return (int)i;
    }
    return (int)path->n_rows;
}

/* The row that ended a hop: the next step of its slip, or that with which a returned one was sent on. */
static int end_row(const struct desk_path *path, const struct slip_hop *hop, int first)
{
    const struct slip *s = hop->slip;
    for (size_t i = (size_t)first + 1; hop->to_us && i < path->n_rows; i++) {
        const struct desk_path_row *row = &path->rows[i];
        if (row->at_us >= hop->to_us && row->slip && (row->slip == s || row->slip->before_id == s->id))
            return (int)i;
    }
    return hop->to_us && first < (int)path->n_rows ? first : (int)path->n_rows;
}

static int free_slot(const struct desk_path *path, const struct desk_path_bar *bar)
{
    for (int slot = 0;; slot++) {
        bool taken = false;
        for (size_t i = 0; i < path->n_bars; i++) {
            const struct desk_path_bar *other = &path->bars[i];
            taken |= other->lane == bar->lane && other->slot == slot && other->first < bar->last && bar->first < other->last;
        }
        if (!taken)
            return slot;
    }
}

void desk_path_make(struct arena *a, const struct complaint *c, const struct slip *slips, size_t n, const struct slip_hop *hops, size_t n_hops, struct desk_path *ret_path)
{
    size_t n_steps = 0;
    for (size_t i = 0; i < n; i++)
        n_steps += slips[i].n_steps;
    struct desk_path path = {.lanes = ARENA_ARRAY(a, 2 * n + 1, struct desk_lane), .rows = ARENA_ARRAY(a, n_steps + 4, struct desk_path_row), .bars = ARENA_ARRAY(a, n_hops + 1, struct desk_path_bar)};
    if (n == 0 || !c->department_id)
        lane_of(&path, c->unit_id, c->department_id, c->department_zh, c->department_en, c->unit_zh, c->unit_en);
    add_mark(&path, DESK_MARK_RECEIVED, c->part ? 0 : c->received_us);
    add_mark(&path, DESK_MARK_ACCEPTED, c->part ? 0 : c->accepted_us);
    for (size_t i = 0; i < n; i++) {
        int sender = sender_lane(&path, &slips[i]), receiver = receiver_lane(&path, &slips[i]);
        for (size_t k = 0; k < slips[i].n_steps; k++) {
            struct desk_path_row row = {.at_us = slips[i].steps[k].at_us, .slip = &slips[i], .step = &slips[i].steps[k]};
            place(row.step, sender, receiver, &row);
            insert_row(&path, row);
        }
    }
    add_mark(&path, DESK_MARK_REPLIED, c->part ? 0 : c->replied_us);
    add_mark(&path, DESK_MARK_CLOSED, c->part ? 0 : c->closed_us);
    for (size_t i = 0; i < n_hops; i++) {
        const struct slip *s = hops[i].slip;
        struct desk_path_bar bar = {.hop = &hops[i], .lane = hops[i].with == SLIP_SENDER ? sender_lane(&path, s) : receiver_lane(&path, s)};
        bar.first = row_of(&path, hops[i].step);
        bar.last = end_row(&path, &hops[i], bar.first);
        bar.slot = free_slot(&path, &bar);
        path.bars[path.n_bars++] = bar;
    }
    *ret_path = path;
}

const char *desk_path_fit(struct arena *a, const char *text, int width, int size)
{
    int halves = 0, room = 2 * width / size; /* a Chinese character is as wide as its size, a letter about half of it */
    size_t kept = 0, n = 0;
    const unsigned char *p = (const unsigned char *)text;
    while (p[n]) {
        size_t step = p[n] < 0x80 ? 1 : p[n] < 0xe0 ? 2 : p[n] < 0xf0 ? 3 : 4;
        halves += p[n] < 0x80 ? 1 : 2;
        if (halves > room)
            return arena_printf(a, "%.*s…", (int)kept, text);
        n += step;
        if (halves <= room - 2)
            kept = n;
    }
    return text;
}
