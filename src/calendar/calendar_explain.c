#include "calendar.h"

#include <string.h>

#include "calendar_table.h"

#define STEPS_GROW 16

struct steps {
    struct arena *arena;
    struct calendar_step *list;
    size_t n, cap;
};

static struct calendar_step *push(struct steps *s, struct calendar_step step)
{
    if (s->n == s->cap) {
        size_t cap = s->cap + STEPS_GROW;
        s->list = arena_grow(s->arena, s->list, s->cap * sizeof *s->list, cap * sizeof *s->list);
        s->cap = cap;
    }
    if (!step.name_zh)
        step.name_zh = "";
    if (!step.name_en)
        step.name_en = "";
    s->list[s->n] = step;
    return &s->list[s->n++];
}

static enum calendar_step_kind kind_of(const struct calendar *c, int32_t day)
{
    const struct calendar_day *special = calendar_special(c, day);
    if (!special)
        return calendar_works(c, day) ? CALENDAR_STEP_COUNTED : CALENDAR_STEP_WEEKEND;
    if (special->kind == CALENDAR_DAY_WORK)
        return CALENDAR_STEP_MADE_UP;
    return special->kind == CALENDAR_DAY_HOURS ? CALENDAR_STEP_HALF : CALENDAR_STEP_HOLIDAY;
}

static bool same_name(const struct calendar_step *step, const struct calendar_day *day)
{
    const char *zh = day && day->name_zh ? day->name_zh : "", *en = day && day->name_en ? day->name_en : "";
    return strcmp(step->name_zh, zh) == 0 && strcmp(step->name_en, en) == 0;
}

/* One more day, which brought so much; it joins the stretch before it when it is of the same sort. */
static void add_day(const struct calendar *c, struct steps *s, size_t first, int32_t day, int counted)
{
    const struct calendar_day *special = calendar_special(c, day);
    enum calendar_step_kind kind = kind_of(c, day);
    if (s->n > first) {
        struct calendar_step *last = &s->list[s->n - 1];
        if (last->kind == kind && same_name(last, special)) {
            last->to_day = day;
            last->counted += counted;
            return;
        }
    }
    push(s, (struct calendar_step){
                .kind = kind,
                .from_day = day,
                .to_day = day,
                .counted = counted,
                .name_zh = special ? special->name_zh : "",
                .name_en = special ? special->name_en : "",
            });
}

/* ---- fewer steps ---- */

static bool is_plain(const struct calendar_step *step)
{
    return step->kind == CALENDAR_STEP_COUNTED || step->kind == CALENDAR_STEP_WEEKEND;
}

static void join(struct calendar_step *to, const struct calendar_step *step)
{
    to->kind = CALENDAR_STEP_COUNTED;
    to->to_day = step->to_day;
    to->counted += step->counted;
    to->name_zh = to->name_en = "";
}

/* Weeks on end without anything special become one step; what still is too much becomes the one before the last. */
static void shorten(struct steps *s, size_t max)
{
    size_t n = 1;
    if (s->n <= max)
        return;
    for (size_t i = 1; i < s->n; i++) {
        if (n > 1 && is_plain(&s->list[i]) && is_plain(&s->list[n - 1]))
            join(&s->list[n - 1], &s->list[i]);
        else
            s->list[n++] = s->list[i];
    }
    if (n > max && max >= 3) {
        for (size_t i = max - 1; i < n - 1; i++)
            join(&s->list[max - 2], &s->list[i]);
        s->list[max - 1] = s->list[n - 1];
        n = max;
    }
    s->n = n;
}

/* ---- the ways of counting ---- */

static void natural_days(const struct calendar *c, struct steps *s, int32_t from, int32_t last)
{
    if (last > from)
        push(s, (struct calendar_step){.kind = CALENDAR_STEP_COUNTED, .from_day = from + 1, .to_day = last, .counted = calendar_days_between(c, from, last)});
}

static void working_days(const struct calendar *c, struct steps *s, int32_t from, int32_t last)
{
    size_t first = s->n;
    for (int32_t day = from; day <= last; day++)
        add_day(c, s, first, day, calendar_works(c, day));
}

static void working_minutes(const struct calendar *c, struct steps *s, int32_t from, int64_t start, int32_t last, int64_t due)
{
    size_t first = s->n;
    int64_t before = calendar_office_minutes(c, start);
    for (int32_t day = from; day <= last; day++) {
        int64_t end = day == last ? due : calendar_minute(c, day, CALENDAR_DAY_MINUTES);
        int64_t until = calendar_office_minutes(c, end);
        add_day(c, s, first, day, (int)(until - before));
        before = until;
    }
}

static void count(const struct calendar *c, struct steps *s, int64_t start_us, int32_t received, struct calendar_limit limit, int64_t due, int32_t last)
{
    int64_t start = calendar_ceil(start_us);
    switch (limit.unit) {
    case CALENDAR_NATURAL_DAYS:
        natural_days(c, s, received, last);
        break;
    case CALENDAR_WORKING_DAYS:
    case CALENDAR_SAME_DAY:
        working_days(c, s, received + 1, last);
        break;
    case CALENDAR_MONTH_DAY: {
        struct utc_parts p = utc_in_zone(calendar_minute(c, last, 0) * UTC_MINUTE_US, c->zone);
        working_days(c, s, last - p.day + 1, last);
        break;
    }
    case CALENDAR_WORKING_MINUTES:
    case CALENDAR_WORKING_HOURS:
    case CALENDAR_HALF_DAYS:
        working_minutes(c, s, received, start, last, due);
        break;
    case CALENDAR_MINUTES:
    case CALENDAR_HOURS:
        push(s, (struct calendar_step){.kind = CALENDAR_STEP_COUNTED, .from_day = received, .to_day = last, .counted = (int)(due - start)});
        break;
    }
}

size_t calendar_explain(const struct calendar *c, struct arena *a, int64_t start_us, struct calendar_limit limit, size_t max, struct calendar_step **ret_steps)
{
    struct steps s = {.arena = a};
    int64_t due_us = calendar_add(c, start_us, limit), due = due_us / UTC_MINUTE_US;
    int32_t day, received, last;
    *ret_steps = NULL;
    if (due_us == INT64_MAX || max < 3 || !calendar_day_at(c, calendar_floor(start_us), &day))
        return 0;
    bool days = limit.unit == CALENDAR_NATURAL_DAYS || limit.unit == CALENDAR_WORKING_DAYS || limit.unit == CALENDAR_SAME_DAY || limit.unit == CALENDAR_MONTH_DAY;
    received = day;
    if (days && !calendar_received(c, start_us, &received))
        return 0;
    /* A time at which a day ends belongs to that day, but a limit of no length stays on its own. */
    if (!calendar_day_at(c, due - 1, &last) || last < received)
        last = received;
    push(&s, (struct calendar_step){.kind = CALENDAR_STEP_START, .from_day = day, .to_day = received});
    count(c, &s, start_us, received, limit, due, last);
    push(&s, (struct calendar_step){.kind = CALENDAR_STEP_DUE, .from_day = last, .to_day = last});
    shorten(&s, max);
    *ret_steps = s.list;
    return s.n;
}
