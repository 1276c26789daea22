#include "complaint_clock.h"

#include <string.h>

static int64_t cents_of(const char *amount)
{
    int64_t cents = 0;
    if (!amount || !*amount || rulebook_cents(amount, &cents) != ERR_NONE)
        return 0;
    return cents;
}

const char *complaint_mode_word(enum complaint_mode mode)
{
    return mode == COMPLAINT_CONFIDENTIAL ? "confidential" : mode == COMPLAINT_ANONYMOUS ? "anonymous" : "named";
}

/* What the public pool does not load is not known. */
static const char *given(const char *text)
{
    return text ? text : "";
}

/* That somebody who leads people is complained of need not be told twice: it is a flag where the rulebook asks for one. */
static void add_flags(struct arena *a, const struct complaint_class *k, struct rb_facts *facts)
{
    const char **flags = ARENA_ARRAY(a, k->n_flags + 1, const char *);
    bool manager = false;
    for (size_t i = 0; i < k->n_respondents; i++)
        manager = manager || k->respondents[i].manager;
    for (size_t i = 0; i < k->n_flags; i++) {
        flags[facts->n_flags++] = k->flags[i].code;
        manager = manager && strcmp(k->flags[i].code, COMPLAINT_FLAG_MANAGER) != 0;
    }
    if (manager)
        flags[facts->n_flags++] = COMPLAINT_FLAG_MANAGER;
    facts->flags = flags;
}

struct rb_facts complaint_facts(struct arena *a, const struct complaint *c, const struct complaint_class *k, int64_t now_us)
{
    int64_t loss_cents = cents_of(c->loss);
    struct rb_facts facts = {
        .category = given(c->category), .group = given(c->category_group), .grade = given(c->grade), .channel = given(c->channel), .source = given(c->source),
        .complainant = given(c->complainant_kind), .function = given(c->function), .validity = given(c->validity), .mode = complaint_mode_word(c->mode),
        .loss_cents = loss_cents || !k ? loss_cents : k->demanded_cents, .heads = c->head_count,
        .repeats = k ? k->reopened : 0, .age_days = (int)((now_us - c->received_us) / UTC_DAY_US), .overdue = c->is_open && c->due_us > 0 && c->due_us < now_us, .urged = c->urges,
    };
    if (k)
        add_flags(a, k, &facts);
    return facts;
}

static int64_t later_by(const struct clock_world *w, int64_t at_us, const char *text)
{
    struct calendar_limit limit;
    return *text && calendar_limit_read(str_of(text), &limit) == ERR_NONE ? calendar_add(w->calendar, at_us, limit) : at_us;
}

int64_t complaint_urge_from(const struct clock_world *w, const struct complaint *c)
{
    const struct rb_following *f = &w->book->following;
    int64_t from_us = later_by(w, c->received_us, f->urge_after);
    int64_t again_us = c->urged_us ? later_by(w, c->urged_us, f->urge_every) : 0;
    return again_us > from_us ? again_us : from_us;
}

static bool ever_met(const struct clock_set *set, enum rb_clock_kind kind)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].kind == kind && set->list[i].state == CLOCK_MET)
            return true;
    }
    return false;
}

unsigned complaint_happened(const struct complaint *c, const struct clock_set *set)
{
    unsigned happened = 1u << CLOCK_ON_RECEIVED;
    if (c->accepted_us || c->state != COMPLAINT_SUBMITTED)
        happened |= 1u << CLOCK_ON_ACCEPTED;
    if (ever_met(set, CLOCK_DISPATCH) || c->assignee_id)
        happened |= 1u << CLOCK_ON_ASSIGNED;
    if (ever_met(set, CLOCK_FIRST_CONTACT))
        happened |= 1u << CLOCK_ON_CONTACTED;
    if (c->state == COMPLAINT_REPLIED || c->state == COMPLAINT_CLOSED)
        happened |= 1u << CLOCK_ON_REPLIED;
    if (c->state == COMPLAINT_CLOSED)
        happened |= 1u << CLOCK_ON_CLOSED;
    if (c->state == COMPLAINT_REJECTED)
        happened |= 1u << CLOCK_ON_REJECTED;
    if (c->state == COMPLAINT_WITHDRAWN)
        happened |= 1u << CLOCK_ON_WITHDRAWN;
    return happened;
}

static void wait_for_material(const struct complaint *c, struct clock_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        struct clock *k = &set->list[i];
        if (k->state != CLOCK_PAUSED)
            continue;
        bool ends = c->state == COMPLAINT_WAITING && strcmp(k->pause, "material") == 0 && c->asked_until_us > k->paused_us;
        int64_t end_us = ends ? c->asked_until_us : CLOCK_NEVER;
        set->touched[i] = set->touched[i] || k->next_us != end_us;
        k->next_us = end_us;
    }
}

static int kind_of(const struct clock *c)
{
    return c ? (int)c->kind : 0;
}

void complaint_take_dates(struct complaint *c, struct clock_set *set)
{
    wait_for_material(c, set);
    c->due_us = clock_nearest(set->list, set->n);
    c->due_kind = kind_of(clock_next(set->list, set->n));
    c->promised_us = clock_promised(set->list, set->n);
}

void complaint_start(const struct clock_world *w, struct arena *a, struct rb_facts *facts, int64_t received_us, struct complaint_start *ret_start)
{
    const struct rb_grade *grade = rulebook_propose(w->book, a, facts, &ret_start->because, &ret_start->n_because);
    struct clock_set *set = &ret_start->clocks;
    ret_start->grade = facts->grade = grade ? grade->code : "";
    *set = (struct clock_set){.happened = 1u << CLOCK_ON_RECEIVED};
    clock_happened(w, set, facts, CLOCK_ON_RECEIVED, received_us);
    clock_happened(w, set, facts, CLOCK_ON_GRADED, received_us);
    ret_start->due_us = clock_nearest(set->list, set->n);
    ret_start->due_kind = kind_of(clock_next(set->list, set->n));
    ret_start->promised_us = clock_promised(set->list, set->n);
}
