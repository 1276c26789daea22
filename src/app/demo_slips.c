#include <string.h>

#include "demo_maker.h"
#include "slip.h"
#include "utc.h"

/* The demo's slips: to the department whose matter it is, now and then returned and sent to another one, or sent back for more work. */

struct demo_sending {
    struct maker *m;
    struct told *t;
    const struct demo_world *unit;
    struct slip slip;
    size_t from, office; /* rows of m->offices: who sends, who receives it */
    int steps;
};

/* An office of the same unit with a function; another one than customer service when there is none such. */
static bool find_office(struct maker *m, const struct told *t, const char *function, size_t but, size_t *ret_office)
{
    bool found = false;
    for (size_t i = 0; i < m->offices.n; i++) {
        if (i == t->office || i == but || db_int(&m->offices, i, 1) != db_int(&m->offices, t->office, 1))
            continue;
        bool same = strcmp(db_text(&m->offices, i, 3), function) == 0;
        if (!found || same)
            *ret_office = i;
        found = true;
        if (same)
            break;
    }
    return found;
}

static const char *place(struct maker *m, size_t office, size_t unit_column)
{
    return arena_printf(m->rows, unit_column == 4 ? "%s %s" : "%s, %s", db_text(&m->offices, office, unit_column), db_text(&m->offices, office, unit_column + 1));
}

static const char *number_text(struct maker *m, int64_t number)
{
    return arena_printf(m->rows, "%lld", (long long)number);
}

/* One step of it at t->at_us: its row, what was written, its event. */
static enum err step(struct demo_sending *x, enum slip_action action, enum slip_state state, int64_t actor, const char *text)
{
    struct maker *m = x->m;
    const struct slip_action_kind *kind = slip_action(action);
    size_t writer = kind->side == SLIP_SENDER ? x->from : x->office;
    int64_t message = text ? demo_message(m, x->t, MESSAGE_SLIP, actor, writer, x->slip.id, text) : 0;
    struct bulk *b = &m->tables[T_STEP];
    x->slip.state = state;
    bulk_row(b);
    bulk_int(b, x->slip.id);
    bulk_int(b, ++x->steps);
    bulk_int(b, x->t->at_us);
    bulk_text(b, kind->name);
    bulk_id(b, actor);
    bulk_int(b, state);
    bulk_id(b, message);
    bulk_int(b, x->slip.due_us);
    const char *data = timeline_data(m->rows, "slip", number_text(m, x->slip.number), "message", message ? number_text(m, message) : NULL, "from", place(m, x->from, 4), "from_en",
                                     place(m, x->from, 6), "to", place(m, x->office, 4), "to_en", place(m, x->office, 6), "due", number_text(m, x->slip.due_us), NULL);
    return demo_event(m, x->t, actor ? EVENT_STAFF : EVENT_SYSTEM, actor, x->slip.id, action == SLIP_DO_SEND ? slip_kind_event(x->slip.kind) : kind->event, data);
}

/* Reminders that came until half a day ago were sent; the rest is left to `redress jobs`. */
static void remind(struct demo_sending *x)
{
    const struct rb_slips *rules = &x->unit->world.book->slips;
    int64_t until_us = x->m->work->now_us - UTC_DAY_US / 2;
    struct slip *s = &x->slip;
    bool with_receiver = slip_state_with_receiver(s->state);
    if (with_receiver && slip_take_reminders(rules, x->unit->world.calendar, s, until_us))
        s->reminders = 1;
    s->late = s->answered_us ? s->answered_us > s->due_us : with_receiver && s->due_us < until_us;
    slip_plan_next(rules, x->unit->world.calendar, s);
}

static void write(struct demo_sending *x)
{
    const struct slip *s = &x->slip;
    struct bulk *b = &x->m->tables[T_SLIP];
    remind(x);
    bulk_row(b);
    bulk_int(b, s->id);
    bulk_int(b, s->complaint_id);
    bulk_int(b, s->number);
    bulk_id(b, s->before_id);
    bulk_int(b, s->kind);
    bulk_int(b, s->state);
    bulk_int(b, s->round);
    bulk_int(b, s->returns);
    bulk_int(b, s->settled);
    bulk_int(b, s->from_unit_id);
    bulk_id(b, s->from_department_id);
    bulk_int(b, s->from_user_id);
    bulk_int(b, s->to_unit_id);
    bulk_int(b, s->to_department_id);
    bulk_id(b, s->to_user_id);
    bulk_int(b, s->sent_us);
    bulk_id(b, s->read_us);
    bulk_id(b, s->accepted_us);
    bulk_id(b, s->answered_us);
    bulk_id(b, s->done_us);
    bulk_int(b, s->due_us);
    bulk_int(b, s->next_us);
    bulk_int(b, s->stage);
    bulk_int(b, s->reminders);
    bulk_int(b, s->late);
    bulk_text(b, s->request);
    bulk_int(b, x->steps);
    x->t->open_slips += s->kind == SLIP_DISPATCH && slip_state_open(s->state);
}

static int64_t due_of(const struct demo_sending *x, int64_t sent_us)
{
    const struct clock_world *w = &x->unit->world;
    const struct rb_facts facts = demo_facts(x->m, x->t);
    const struct rb_clock *rule = clock_rule(w->book, &facts, CLOCK_ANSWER, "");
    const struct calendar_limit usual = {.unit = CALENDAR_WORKING_DAYS, .value = 5};
    const char *whose;
    return calendar_add(w->calendar, sent_us, rule ? rulebook_limit(w->book, rule, w->line, w->n_line, &whose) : usual);
}

static enum err send(struct demo_sending *x, enum slip_kind kind, int64_t sender, const char *request)
{
    struct maker *m = x->m;
    struct told *t = x->t;
    x->from = t->office;
    x->slip = (struct slip){
        .id = m->next_slip++, .complaint_id = t->id, .before_id = x->slip.before_id, .number = ++t->slips, .kind = kind, .round = 1, .returns = x->slip.returns,
        .from_unit_id = db_int(&m->offices, t->office, 1), .from_department_id = db_int(&m->offices, t->office, 0), .from_user_id = sender,
        .to_unit_id = db_int(&m->offices, x->office, 1), .to_department_id = db_int(&m->offices, x->office, 0), .sent_us = t->at_us, .due_us = due_of(x, t->at_us),
        .request = request,
    };
    x->steps = 0;
    return step(x, SLIP_DO_SEND, SLIP_SENT, sender, x->slip.request);
}

/* Until it is returned, or answered to the sender's satisfaction, or no more has happened by now. */
static enum err go(struct demo_sending *x)
{
    struct maker *m = x->m;
    struct told *t = x->t;
    struct slip *s = &x->slip;
    int64_t person = demo_person(m, x->office);
    if (!demo_later(m, t, 10))
        return ERR_NONE;
    s->read_us = t->at_us;
    TRY(step(x, SLIP_DO_READ, SLIP_READ, person, NULL));
    if (!demo_later(m, t, 6))
        return ERR_NONE;
    if (s->returns == 0 && demo_chance(m, 8)) {
        s->done_us = t->at_us;
        return step(x, SLIP_DO_RETURN, SLIP_RETURNED, person, DEMO_ANY(m, demo_returns));
    }
    s->accepted_us = t->at_us;
    s->to_user_id = person;
    TRY(step(x, SLIP_DO_ACCEPT, SLIP_ACCEPTED, person, NULL));
    do {
        if (!demo_later(m, t, 90))
            return ERR_NONE;
        s->answered_us = t->at_us;
        TRY(step(x, SLIP_DO_ANSWER, SLIP_ANSWERED, person, DEMO_ANY(m, demo_answers)));
        if (!demo_later(m, t, 20))
            return ERR_NONE;
        if (s->round > 1 || !demo_chance(m, 12)) {
            s->done_us = t->at_us;
            return step(x, SLIP_DO_CONFIRM, SLIP_CONFIRMED, t->handler, NULL);
        }
        s->round++;
        s->answered_us = 0;
        TRY(step(x, SLIP_DO_SEND_BACK, SLIP_ACCEPTED, t->handler, DEMO_ANY(m, demo_reworks)));
    } while (true);
}

static void seen_by(struct told *t, int64_t department)
{
    for (size_t i = 0; i < t->n_seen_by; i++) {
        if (t->seen_by[i] == department)
            return;
    }
    if (t->n_seen_by < COUNT_OF(t->seen_by))
        t->seen_by[t->n_seen_by++] = department;
}

enum err demo_slips(struct maker *m, struct told *t, bool *ret_done)
{
    struct demo_sending x = {.m = m, .t = t, .unit = demo_world(m->worlds, db_int(&m->offices, t->office, 1))};
    *ret_done = true;
    if (!find_office(m, t, db_text(&m->categories, t->category, 2), t->office, &x.office) || !demo_later(m, t, 8))
        return ERR_NONE;
    TRY(send(&x, SLIP_DISPATCH, t->handler, DEMO_ANY(m, demo_requests)));
    TRY(go(&x));
    if (x.slip.state == SLIP_RETURNED) { /* who returned it does not see it any more */
        size_t first = x.office;
        bool on = find_office(m, t, "operations", first, &x.office) && demo_later(m, t, 6);
        x.slip.settled = on;
        struct demo_sending next = x;
        x.office = first;
        write(&x);
        *ret_done = false;
        if (!on)
            return ERR_NONE;
        next.slip = (struct slip){.before_id = x.slip.id, .returns = 1};
        x = next;
        TRY(send(&x, SLIP_DISPATCH, t->handler, DEMO_ANY(m, demo_requests)));
        TRY(go(&x));
    }
    write(&x);
    seen_by(t, db_int(&m->offices, x.office, 0));
    *ret_done = x.slip.state == SLIP_CONFIRMED;
    return ERR_NONE;
}

/* ---- between units ---- */

static bool service(const struct maker *m, size_t office)
{
    return strcmp(db_text(&m->offices, office, 3), "customer_service") == 0;
}

/* The lines are in the order of their units, each from itself up. */
static int64_t superior_of(const struct maker *m, int64_t unit_id)
{
    for (size_t i = 0; i + 1 < m->lines.n; i++) {
        if (db_int(&m->lines, i, 0) == unit_id)
            return db_int(&m->lines, i + 1, 0) == unit_id ? db_int(&m->lines, i + 1, 1) : 0;
    }
    return 0;
}

/* Customer service of the superior unit, or of some unit directly below. */
static bool find_service(struct maker *m, size_t office, bool above, size_t *ret_office)
{
    int64_t unit_id = db_int(&m->offices, office, 1), superior = superior_of(m, unit_id);
    size_t found = 0;
    for (size_t i = 0; i < m->offices.n; i++) {
        int64_t other = db_int(&m->offices, i, 1);
        bool fits = above ? other == superior : superior_of(m, other) == unit_id;
        if (service(m, i) && fits && demo_below(m, ++found) == 0)
            *ret_office = i;
    }
    return found > 0;
}

static struct demo_sending *begin(struct maker *m, struct told *t, size_t office)
{
    struct demo_sending *x = ARENA_NEW(m->rows, struct demo_sending);
    *x = (struct demo_sending){.m = m, .t = t, .unit = demo_world(m->worlds, db_int(&m->offices, t->office, 1)), .office = office};
    return x;
}

static enum err take_on(struct demo_sending *x, int64_t person)
{
    struct slip *s = &x->slip;
    if (!demo_later(x->m, x->t, 6))
        return ERR_NONE;
    s->read_us = x->t->at_us;
    TRY(step(x, SLIP_DO_READ, SLIP_READ, person, NULL));
    if (!demo_later(x->m, x->t, 3))
        return ERR_NONE;
    s->accepted_us = x->t->at_us;
    s->to_user_id = person;
    return step(x, SLIP_DO_ACCEPT, SLIP_ACCEPTED, person, NULL);
}

enum err demo_down(struct maker *m, struct told *t)
{
    size_t below = 0;
    if (!find_service(m, t->office, false, &below) || !demo_later(m, t, 5))
        return ERR_NONE;
    t->down = begin(m, t, below);
    TRY(send(t->down, SLIP_DOWN, t->clerk, DEMO_ANY(m, demo_transfers)));
    t->office = below;
    t->clerk = demo_person(m, below);
    return take_on(t->down, t->clerk);
}

enum err demo_up(struct maker *m, struct told *t)
{
    size_t above = 0;
    if (!find_service(m, t->office, true, &above) || !demo_later(m, t, 20))
        return ERR_NONE;
    struct demo_sending *x = t->up = begin(m, t, above);
    int64_t person = demo_person(m, above);
    TRY(send(x, SLIP_UP, t->handler, DEMO_ANY(m, demo_reports)));
    TRY(take_on(x, person));
    if (x->slip.state != SLIP_ACCEPTED || !demo_chance(m, 70) || !demo_later(m, t, 30))
        return ERR_NONE;
    x->slip.answered_us = t->at_us;
    return step(x, SLIP_DO_ANSWER, SLIP_ANSWERED, person, DEMO_ANY(m, demo_guidance));
}

enum err demo_between_closed(struct maker *m, struct told *t)
{
    struct demo_sending *up = t->up, *down = t->down;
    if (up) {
        up->slip.done_us = t->at_us;
        TRY(step(up, SLIP_DO_CONFIRM, SLIP_CONFIRMED, t->handler, NULL));
    }
    if (down) {
        down->slip.answered_us = t->at_us;
        TRY(step(down, SLIP_DO_ANSWER, SLIP_ANSWERED, t->handler, t->story->reason));
    }
    if (!down || !demo_chance(m, 80) || !demo_later(m, t, 24))
        return ERR_NONE;
    down->slip.done_us = t->at_us;
    return step(down, SLIP_DO_CONFIRM, SLIP_CONFIRMED, down->slip.from_user_id, NULL);
}

void demo_between_write(struct told *t)
{
    if (t->down)
        write(t->down);
    if (t->up)
        write(t->up);
}
