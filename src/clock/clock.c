#include <string.h>

#include "clock_parts.h"

bool clock_active(const struct clock *c)
{
    return c->state == CLOCK_RUNNING || c->state == CLOCK_PAUSED;
}

static const struct rb_clock *rule_of(const struct clock_world *w, const struct clock *c)
{
    return rulebook_clock(w->book, c->rule);
}

void clock_made(struct clock_set *set, size_t i, struct clock_history entry)
{
    entry.clock_id = set->list[i].id;
    entry.actor_id = set->actor_id;
    entry.actor = "";
    entry.rule = entry.rule ? entry.rule : "";
    entry.reason = set->reason ? set->reason : "";
    set->touched[i] = true;
    if (entry.clock_id && set->n_made < COUNT_OF(set->made))
        set->made[set->n_made++] = entry;
}

/* ---- one clock ---- */

static void end(struct clock *c, enum clock_state state, int64_t at_us)
{
    c->late = c->late || (c->state == CLOCK_RUNNING && at_us > c->due_us);
    c->state = state;
    c->met_us = at_us;
    c->paused_us = 0;
    c->pause = "";
    c->next_us = CLOCK_NEVER;
}

enum err clock_done(struct clock *c, int64_t at_us)
{
    if (!clock_active(c))
        return ERR_STATE;
    end(c, CLOCK_MET, at_us);
    return ERR_NONE;
}

bool clock_by_hand(enum rb_clock_kind kind)
{
    switch (kind) {
    case CLOCK_ACKNOWLEDGE:
    case CLOCK_FIRST_CONTACT:
    case CLOCK_PROGRESS:
    case CLOCK_REPORT_MAJOR:
    case CLOCK_CLOSING_REPORT:
        return true;
    default:
        return false;
    }
}

enum err clock_pause(const struct clock_world *w, struct clock *c, const char *reason, int64_t at_us)
{
    /* What is late stays late: no pause brings the date back. */
    if (c->state != CLOCK_RUNNING || at_us >= c->due_us || !clock_may_pause(rule_of(w, c), reason))
        return ERR_STATE;
    c->state = CLOCK_PAUSED;
    c->paused_us = at_us;
    c->pause = reason;
    c->next_us = CLOCK_NEVER;
    return ERR_NONE;
}

static int64_t resumed(const struct clock_world *w, enum calendar_unit unit, int64_t due_us, int64_t from_us, int64_t to_us)
{
    if (due_us >= CLOCK_NEVER || due_us <= from_us || to_us <= from_us)
        return due_us;
    int64_t after_us = calendar_resume(w->calendar, unit, due_us, from_us, to_us);
    return after_us < CLOCK_NEVER ? after_us : CLOCK_NEVER;
}

static void go_on(const struct clock_world *w, struct clock *c, int64_t at_us)
{
    c->due_us = resumed(w, c->limit.unit, c->due_us, c->paused_us, at_us);
    c->state = CLOCK_RUNNING;
    c->paused_us = 0;
    c->pause = "";
    clock_moved(w, c, at_us);
}

enum err clock_resume(const struct clock_world *w, struct clock *c, int64_t at_us)
{
    if (c->state != CLOCK_PAUSED)
        return ERR_STATE;
    go_on(w, c, at_us);
    return ERR_NONE;
}

static void go_on_in(const struct clock_world *w, struct clock_set *set, size_t i, int64_t at_us)
{
    struct clock *c = &set->list[i], before = *c;
    go_on(w, c, at_us);
    clock_made(set, i, (struct clock_history){.kind = CLOCK_HISTORY_PAUSE, .at_us = before.paused_us, .to_us = at_us, .rule = before.pause,
                                              .due_before_us = before.due_us, .due_after_us = c->due_us});
}

enum err clock_resume_in(const struct clock_world *w, struct clock_set *set, size_t i, int64_t at_us)
{
    if (set->list[i].state != CLOCK_PAUSED)
        return ERR_STATE;
    go_on_in(w, set, i, at_us);
    return ERR_NONE;
}

size_t clock_pauses_over(const struct clock_world *w, struct clock_set *set, int64_t now_us)
{
    size_t over = 0;
    for (size_t i = 0; i < set->n; i++) {
        const struct clock *c = &set->list[i];
        if (c->state != CLOCK_PAUSED || c->next_us > now_us)
            continue;
        go_on_in(w, set, i, c->next_us);
        over++;
    }
    return over;
}

const struct rb_extension *clock_rung(const struct rulebook *b, const struct clock *c)
{
    const struct rb_clock *rule = rulebook_clock(b, c->rule);
    if (c->state != CLOCK_RUNNING || !rule || c->extensions < 0 || c->extensions >= (int)rule->extensions_count)
        return NULL;
    return &rule->extensions[c->extensions];
}

int64_t clock_extended_due(const struct clock_world *w, const struct clock *c, const struct rb_extension *rung)
{
    struct calendar_limit by;
    if (calendar_limit_read(str_of(rung->by), &by) != ERR_NONE)
        return c->due_us;
    return clock_further(w, c->due_us, by);
}

enum err clock_extend(const struct clock_world *w, struct clock *c, int64_t at_us)
{
    const struct rb_extension *rung = clock_rung(w->book, c);
    if (!rung || at_us > c->due_us)
        return ERR_STATE;
    c->due_us = clock_extended_due(w, c, rung);
    c->extensions++;
    clock_moved(w, c, at_us);
    return ERR_NONE;
}

int64_t clock_through(const struct clock_world *w, const struct clock *c, struct calendar_limit limit, const struct clock_history *history, size_t n_history)
{
    int64_t due_us = clock_date(w, c->started_us, limit);
    for (size_t i = 0; i < n_history; i++) {
        const struct clock_history *h = &history[i];
        if (h->clock_id != c->id)
            continue;
        if (h->kind == CLOCK_HISTORY_PAUSE && h->to_us)
            due_us = resumed(w, limit.unit, due_us, h->at_us, h->to_us);
        else if (h->kind == CLOCK_HISTORY_EXTENSION)
            due_us = clock_further(w, due_us, h->limit);
    }
    return due_us;
}

int64_t clock_recomputed(const struct clock_world *w, const struct clock *c, const struct rb_facts *facts, const struct clock_history *history, size_t n_history,
                         const struct rb_clock **ret_rule)
{
    const struct rb_clock *rule = clock_rule(w->book, facts, c->kind, c->track);
    const char *unit;
    *ret_rule = rule;
    if (!rule)
        return c->due_us;
    return clock_through(w, c, rulebook_limit(w->book, rule, w->line, w->n_line, &unit), history, n_history);
}

/* By the rule that holds now. */
static void take_rule(const struct clock_world *w, struct clock *c, const struct rb_clock *rule, const struct clock_history *history, size_t n_history)
{
    c->rule = rule->code;
    c->book_id = w->book_id;
    c->promised = rule->promised;
    c->limit = rulebook_limit(w->book, rule, w->line, w->n_line, &c->limit_unit);
    c->first_due_us = clock_date(w, c->started_us, c->limit);
    c->due_us = clock_through(w, c, c->limit, history, n_history);
}

bool clock_recompute(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, size_t i, int64_t at_us)
{
    struct clock *c = &set->list[i], before = *c;
    const struct rb_clock *rule;
    if (!clock_active(c) || clock_recomputed(w, c, facts, set->history, set->n_history, &rule) == c->due_us || !rule)
        return false;
    take_rule(w, c, rule, set->history, set->n_history);
    clock_moved(w, c, at_us);
    clock_made(set, i, (struct clock_history){.kind = CLOCK_HISTORY_RECOMPUTED, .at_us = at_us, .rule = before.rule, .limit = c->limit,
                                              .due_before_us = before.due_us, .due_after_us = c->due_us});
    return true;
}

/* ---- what an event does ---- */

struct happening {
    const struct clock_world *world;
    struct clock_set *set;
    const struct rb_facts *facts;
    enum clock_event event;
    int64_t at_us;
};

/* Kinds of the work itself, which begin anew when a complaint is taken up again. */
static bool reopens(enum rb_clock_kind kind)
{
    return kind == CLOCK_ANSWER || kind == CLOCK_PROGRESS || kind == CLOCK_RESOLVE;
}

static bool is_final(enum clock_event event)
{
    return event == CLOCK_ON_CLOSED || event == CLOCK_ON_REJECTED || event == CLOCK_ON_WITHDRAWN;
}

static bool same(const struct clock *c, enum rb_clock_kind kind, const char *track)
{
    return c->kind == kind && strcmp(c->track, track) == 0;
}

/* The newest of a kind and track; NULL: there was none yet. */
static const struct clock *newest(const struct clock_set *set, enum rb_clock_kind kind, const char *track)
{
    const struct clock *last = NULL;
    for (size_t i = 0; i < set->n; i++) {
        if (same(&set->list[i], kind, track) && (!last || set->list[i].round > last->round))
            last = &set->list[i];
    }
    return last;
}

/* Room for what may begin: the oldest that are over go from the list, not from the table. The newest of each kind says which round comes next and stays. */
static void make_room(struct clock_set *set)
{
    enum { ROOM = 16 };
    for (size_t i = 0; set->n > CLOCKS_MAX - ROOM && i < set->n;) {
        const struct clock *c = &set->list[i];
        if (clock_active(c) || set->touched[i] || newest(set, c->kind, c->track) == c) {
            i++;
            continue;
        }
        size_t behind = set->n - i - 1;
        memmove(&set->list[i], &set->list[i + 1], behind * sizeof set->list[0]);
        memmove(&set->touched[i], &set->touched[i + 1], behind * sizeof set->touched[0]);
        set->n--;
    }
}

static bool is_active(const struct clock_set *set, enum rb_clock_kind kind, const char *track)
{
    for (size_t i = 0; i < set->n; i++) {
        if (same(&set->list[i], kind, track) && clock_active(&set->list[i]))
            return true;
    }
    return false;
}

static void begin(const struct happening *h, const struct rb_clock *rule)
{
    struct clock_set *set = h->set;
    const struct clock_world *w = h->world;
    enum rb_clock_kind kind = rulebook_clock_kind(rule->kind);
    const struct clock *last = newest(set, kind, rule->track);
    if (set->n == CLOCKS_MAX)
        return;
    struct clock c = {
        .kind = kind, .rule = rule->code, .track = rule->track, .book_id = w->book_id, .round = last ? last->round + 1 : 1, .state = CLOCK_RUNNING,
        .started_us = h->at_us, .promised = rule->promised, .pause = "", .limit_unit = "",
    };
    c.limit = rulebook_limit(w->book, rule, w->line, w->n_line, &c.limit_unit);
    c.due_us = c.first_due_us = clock_date(w, c.started_us, c.limit);
    clock_plan_next(w, &c);
    set->touched[set->n] = true;
    set->list[set->n++] = c;
}

/* Its pause, if there is one, ends with it. */
static void stop(const struct happening *h, size_t i, enum clock_state state)
{
    struct clock *c = &h->set->list[i];
    struct clock before = *c;
    end(c, state, h->at_us);
    h->set->touched[i] = true;
    if (before.state == CLOCK_PAUSED)
        clock_made(h->set, i, (struct clock_history){.kind = CLOCK_HISTORY_PAUSE, .at_us = before.paused_us, .to_us = h->at_us, .rule = before.pause,
                                                     .due_before_us = before.due_us, .due_after_us = before.due_us});
}

static bool goes_on(enum clock_event event)
{
    return event != CLOCK_ON_REPLIED && event != CLOCK_ON_DECIDED && !is_final(event);
}

/* A progress clock that is met by a word to the complainant begins anew; what was urged for is told once. */
static void renew(const struct happening *h, const struct clock *c)
{
    const struct rb_clock *rule = c->kind == CLOCK_PROGRESS ? clock_rule(h->world->book, h->facts, c->kind, c->track) : NULL;
    if (rule && clock_begins_with(rule) != CLOCK_ON_URGED && !is_active(h->set, c->kind, c->track))
        begin(h, rule);
}

/* To ask and to answer is a word to the complainant too. */
static bool meets(const struct rb_clock *rule, enum rb_clock_kind kind, enum clock_event event)
{
    bool speaks = event == CLOCK_ON_ASKED || event == CLOCK_ON_REPLIED;
    return clock_met_by(rule, kind, event) || (speaks && clock_met_by(rule, kind, CLOCK_ON_CONTACTED));
}

/* What the management or an authority has to hear does not pass because the complaint is closed. */
static bool still_owed(const struct clock *c, enum clock_event event)
{
    return c->kind == CLOCK_REPORT_MAJOR && event == CLOCK_ON_CLOSED;
}

/* What was answered need not be passed on any more, whatever the rule says of when it is. */
static bool is_needless(enum rb_clock_kind kind, enum clock_event event)
{
    return kind == CLOCK_DISPATCH && event == CLOCK_ON_REPLIED;
}

static void end_what_ends(const struct happening *h)
{
    for (size_t i = 0, n = h->set->n; i < n; i++) {
        const struct clock *c = &h->set->list[i];
        const struct rb_clock *rule = rule_of(h->world, c);
        if (!clock_active(c))
            continue;
        if (meets(rule, c->kind, h->event))
            stop(h, i, CLOCK_MET);
        else if (is_needless(c->kind, h->event) || (is_final(h->event) && !still_owed(c, h->event)) || (h->event == CLOCK_ON_REOPENED && rule && is_final(clock_begins_with(rule))))
            stop(h, i, CLOCK_ENDED);
        else if (h->event == CLOCK_ON_ASSIGNED && h->set->moved && rule && clock_begins_with(rule) == CLOCK_ON_ASSIGNED)
            stop(h, i, CLOCK_ENDED);
    }
}

static void pause_or_go_on(const struct happening *h)
{
    struct clock_set *set = h->set;
    bool back = h->event == CLOCK_ON_SUPPLIED || h->event == CLOCK_ON_REPLIED || h->event == CLOCK_ON_REOPENED;
    for (size_t i = 0; i < set->n; i++) {
        struct clock *c = &set->list[i];
        if (h->event == CLOCK_ON_ASKED && clock_pause(h->world, c, "material", h->at_us) == ERR_NONE)
            clock_made(set, i, (struct clock_history){.kind = CLOCK_HISTORY_PAUSE, .at_us = h->at_us, .rule = "material", .due_before_us = c->due_us});
        else if (back && c->state == CLOCK_PAUSED && strcmp(c->pause, "material") == 0)
            go_on_in(h->world, set, i, h->at_us);
    }
}

/* Its reason is gone when its own rule does not hold any more and no other does. What the rulebook does not know any more goes on as it is (F6). */
static bool reason_gone(const struct happening *h, const struct clock *c)
{
    const struct rb_clock *own = rule_of(h->world, c);
    return c->kind != CLOCK_RESOLVE && own && rulebook_when(&own->when, h->facts) != RB_HOLDS;
}

static void repick(const struct happening *h, size_t i)
{
    const struct clock_world *w = h->world;
    struct clock *c = &h->set->list[i], before = *c;
    const struct rb_clock *rule = clock_rule(w->book, h->facts, c->kind, c->track);
    if (!rule && reason_gone(h, c))
        stop(h, i, CLOCK_ENDED);
    if (!rule || strcmp(rule->code, c->rule) == 0)
        return;
    take_rule(w, c, rule, h->set->history, h->set->n_history);
    clock_moved(w, c, h->at_us);
    clock_made(h->set, i, (struct clock_history){.kind = CLOCK_HISTORY_REPICKED, .at_us = h->at_us, .rule = before.rule, .limit = c->limit,
                                                 .due_before_us = before.due_us, .due_after_us = c->due_us});
}

/* For a rule that came to hold only now: whether a clock of it would be running if it had held before. */
static bool would_run(const struct happening *h, const struct rb_clock *rule)
{
    enum rb_clock_kind kind = rulebook_clock_kind(rule->kind);
    enum clock_event from = clock_begins_with(rule);
    if (from != CLOCK_ON_GRADED && !(h->set->happened & 1u << from))
        return false;
    for (int e = CLOCK_ON_RECEIVED; e < CLOCK_EVENT__END; e++) {
        enum clock_event event = (enum clock_event)e;
        bool over = meets(rule, kind, event) ? kind != CLOCK_PROGRESS || !goes_on(event) : is_final(event) || is_needless(kind, event);
        if (over && event != from && h->set->happened & 1u << e)
            return false;
    }
    return true;
}

static bool begins(const struct happening *h, const struct rb_clock *rule)
{
    enum rb_clock_kind kind = rulebook_clock_kind(rule->kind);
    enum clock_event from = clock_begins_with(rule);
    const struct clock *last = newest(h->set, kind, rule->track);
    if (is_active(h->set, kind, rule->track))
        return false;
    switch (h->event) {
    case CLOCK_ON_REOPENED:
        return from == CLOCK_ON_REOPENED || (reopens(kind) && (last || from == CLOCK_ON_RECEIVED || from == CLOCK_ON_ACCEPTED));
    case CLOCK_ON_ASSIGNED:
        return from == CLOCK_ON_ASSIGNED && (!last || h->set->moved);
    case CLOCK_ON_SUPPLIED: /* an answer that did not settle it: the complainant hears how it stands again */
        return from == CLOCK_ON_SUPPLIED || (kind == CLOCK_PROGRESS && last && last->state == CLOCK_MET);
    case CLOCK_ON_GRADED:
        return (!last || last->state == CLOCK_ENDED) && would_run(h, rule);
    case CLOCK_ON_DECIDED:
        return from == CLOCK_ON_DECIDED && !(h->set->happened & 1u << CLOCK_ON_REPLIED);
    default:
        return from == h->event;
    }
}

static void begin_what_begins(const struct happening *h)
{
    const struct rulebook *b = h->world->book;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        const struct rb_clock *rule = &b->clocks[i];
        enum rb_clock_kind kind = rulebook_clock_kind(rule->kind);
        /* Each kind and track once: by the rule that is chosen for it. */
        if (kind && begins(h, rule) && clock_rule(b, h->facts, kind, rule->track) == rule)
            begin(h, rule);
    }
}

void clock_happened(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, enum clock_event event, int64_t at_us)
{
    const struct happening h = {w, set, facts, event, at_us};
    make_room(set);
    const size_t before = set->n;
    bool met[CLOCKS_MAX] = {false};
    for (size_t i = 0; i < before; i++)
        met[i] = clock_active(&set->list[i]);
    end_what_ends(&h);
    if (event != CLOCK_ON_ASKED)
        pause_or_go_on(&h);
    /* Another department may do something else, for which other rules hold. */
    bool picks_again = event == CLOCK_ON_GRADED || (event == CLOCK_ON_ASSIGNED && set->moved);
    for (size_t i = 0; picks_again && i < before; i++) {
        if (clock_active(&set->list[i]))
            repick(&h, i);
    }
    for (size_t i = 0; goes_on(event) && i < before; i++) {
        if (met[i] && set->list[i].state == CLOCK_MET) {
            const struct clock ended = set->list[i];
            renew(&h, &ended);
        }
    }
    begin_what_begins(&h);
    if (event == CLOCK_ON_ASKED) /* what begins anew with the question waits for the answer too */
        pause_or_go_on(&h);
}

enum err clock_done_in(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, size_t i, int64_t at_us)
{
    const struct happening h = {w, set, facts, (enum clock_event)0, at_us};
    if (!clock_active(&set->list[i]))
        return ERR_STATE;
    stop(&h, i, CLOCK_MET);
    const struct clock met = set->list[i];
    renew(&h, &met);
    return ERR_NONE;
}
