#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

/*
 * Properties of computing with working time, against a reference that walks minute by minute: random office hours, holidays, make-up and half days, in zones with
 * and without changes of offset, over windows that the reference can walk.
 */

#define WINDOW_DAYS 64
#define WINDOW (WINDOW_DAYS * 1440)
#define CASES 132
#define SKIPPED_CASES 120 /* more of them where a day was skipped */
#define DAYS_MAX 24
#define NONE (-1)

static const char *const zone_names[] = {"Asia/Shanghai", "UTC",           "Europe/Berlin",     "America/New_York", "Australia/Lord_Howe", "America/St_Johns",
                                         "Pacific/Apia",  "Africa/Casablanca", "America/Havana", "Asia/Kathmandu",   "Africa/Cairo"};
/* Both left out 30 December 2011. */
static const char *const skipping_zones[] = {"Pacific/Apia", "Pacific/Fakaofo"};

/* ---- the reference ---- */

struct reference {
    const struct calendar_plan *plan;
    const struct utc_zone *zone;
    int64_t begin;                /* minute since 1970 of the first one */
    int32_t day[WINDOW];          /* what the local clock has shown at most, by then */
    int16_t minute[WINDOW];
    bool open[WINDOW];
    int32_t first_day;            /* whole days from here, */
    int n_days;                   /* so many */
    int start[WINDOW_DAYS + 3];   /* first minute of each */
    int opens[WINDOW_DAYS + 3], closes[WINDOW_DAYS + 3]; /* NONE: closed all day */
};

static struct reference ref;
static struct arena *arena;
static unsigned seed;

static int below(int n)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 8) % (unsigned)n);
}

static bool one_in(int n)
{
    return below(n) == 0;
}

static int weekday(int32_t day)
{
    return (int)((day + 4) % 7);
}

static struct calendar_hours hours_on(const struct calendar_plan *plan, int32_t day)
{
    for (size_t i = plan->n_days; i-- > 0;) {
        const struct calendar_day *d = &plan->days[i];
        if (d->day != day)
            continue;
        if (d->kind == CALENDAR_DAY_HOURS)
            return d->hours;
        if (d->kind == CALENDAR_DAY_OFF)
            return (struct calendar_hours){.n = 0};
        if (plan->make_up.n > 0)
            return plan->make_up;
        for (int w = 1; w <= 7; w++) {
            if (plan->week[w % 7].n > 0)
                return plan->week[w % 7];
        }
        return (struct calendar_hours){.n = 0};
    }
    return plan->week[weekday(day)];
}

static void walk(const struct calendar_plan *plan, const struct utc_zone *zone, int64_t begin)
{
    int64_t highest = INT64_MIN;
    struct calendar_hours h = {.n = 0};
    ref.plan = plan;
    ref.zone = zone;
    ref.begin = begin;
    ref.n_days = 0;
    for (int t = 0; t < WINDOW; t++) {
        struct utc_parts p = utc_in_zone((begin + t) * UTC_MINUTE_US, zone);
        int64_t local = utc_civil_days(p.year, p.month, p.day) * 1440 + p.hour * 60 + p.minute;
        if (local > highest)
            highest = local;
        ref.day[t] = (int32_t)(highest / 1440);
        ref.minute[t] = (int16_t)(highest % 1440);
        if (t > 0 && ref.day[t] != ref.day[t - 1]) {
            if (ref.n_days == 0)
                ref.first_day = ref.day[t];
            for (int32_t d = ref.n_days ? ref.day[t - 1] + 1 : ref.day[t]; d <= ref.day[t]; d++) { /* a day that was skipped begins with the next one */
                ref.opens[ref.n_days] = ref.closes[ref.n_days] = NONE;
                ref.start[ref.n_days++] = t;
            }
        }
        if (t == 0 || ref.day[t] != ref.day[t - 1])
            h = hours_on(plan, ref.day[t]);
        ref.open[t] = false;
        for (size_t i = 0; i < h.n; i++)
            ref.open[t] |= ref.minute[t] >= h.spans[i].from && ref.minute[t] < h.spans[i].to;
        if (ref.open[t] && ref.n_days > 0) {
            if (ref.opens[ref.n_days - 1] == NONE)
                ref.opens[ref.n_days - 1] = t;
            ref.closes[ref.n_days - 1] = t + 1;
        }
    }
    ref.n_days--; /* the last one is cut off */
}

static int at_of(int64_t us)
{
    return (int)(us / UTC_MINUTE_US - ref.begin);
}

static int64_t us_of(int t)
{
    return (ref.begin + t) * UTC_MINUTE_US;
}

static bool ref_works(int i)
{
    return ref.closes[i] != NONE;
}

/* A day that the zone skipped has no minute and does not count. */
static bool ref_exists(int i)
{
    return ref.start[i + 1] > ref.start[i];
}

static int ref_next_existing(int i, int n)
{
    while (n > 0) {
        if (++i >= ref.n_days)
            return NONE;
        n -= ref_exists(i);
    }
    return i;
}

/* Place of the nth working day after a place; NONE: beyond the window. */
static int ref_next(int i, int n)
{
    while (n > 0) {
        if (++i >= ref.n_days)
            return NONE;
        n -= ref_works(i);
    }
    return i;
}

static int ref_open_minutes(int from, int to)
{
    int n = 0;
    for (int t = from; t < to; t++)
        n += ref.open[t];
    return n;
}

static int ref_working_minutes(int t, int n)
{
    if (n == 0)
        return t;
    for (; t < WINDOW; t++) {
        n -= ref.open[t];
        if (n == 0)
            return t + 1;
    }
    return NONE;
}

static int ref_same_day(int i, int t)
{
    if (ref_works(i) && t < ref.closes[i])
        return ref.closes[i];
    i = ref_next(i, 1);
    return i == NONE ? NONE : ref.closes[i];
}

static int month_of(int32_t day)
{
    for (int year = 1999 + (day - 10957) / 366;; year++) {
        for (int month = 1; month <= 12; month++) {
            if (utc_civil_days(year, month + 1, 1) > day)
                return year * 12 + month - 1;
        }
    }
}

static int64_t month_begin(int32_t day)
{
    return utc_civil_days(month_of(day) / 12, month_of(day) % 12 + 1, 1);
}

static int ref_month_day(int i, int t, int n)
{
    for (int month = month_of(ref.first_day + i);; month++) {
        int32_t first = (int32_t)utc_civil_days(month / 12, month % 12 + 1, 1), next = (int32_t)utc_civil_days(month / 12, month % 12 + 2, 1);
        int found = NONE, left = n;
        if (first < ref.first_day || next > ref.first_day + ref.n_days)
            return NONE;
        for (int j = first - ref.first_day; j < next - ref.first_day && left > 0; j++) {
            if (ref_works(j)) {
                found = j;
                left--;
            }
        }
        if (found >= i && ref.closes[found] > t)
            return ref.closes[found];
    }
}

static int ref_ordinary(void)
{
    for (int w = 1; w <= 7; w++) {
        const struct calendar_hours *h = &ref.plan->week[w % 7];
        int sum = 0;
        for (size_t i = 0; i < h->n; i++)
            sum += h->spans[i].to - h->spans[i].from;
        if (sum > 0)
            return sum;
    }
    return 0;
}

/* NONE: beyond what can be walked. */
static int ref_add(int64_t start_us, struct calendar_limit limit)
{
    int t = at_of(start_us), later = t + (start_us % UTC_MINUTE_US != 0), n = limit.value;
    int i = ref.day[t] - ref.first_day;
    if (ref.plan->late_next_day && (!ref_works(i) || t >= ref.closes[i]))
        i = ref_next(i, 1);
    if (i == NONE)
        return NONE;
    switch (limit.unit) {
    case CALENDAR_MINUTES:
        return later + n;
    case CALENDAR_HOURS:
        return later + 60 * n;
    case CALENDAR_WORKING_MINUTES:
        return ref_working_minutes(later, n);
    case CALENDAR_WORKING_HOURS:
        return ref_working_minutes(later, 60 * n);
    case CALENDAR_HALF_DAYS:
        return ref_ordinary() ? ref_working_minutes(later, (ref_ordinary() * n + 1) / 2) : NONE;
    case CALENDAR_NATURAL_DAYS:
        i = ref_next_existing(i, n);
        return i == NONE ? NONE : ref.start[i + 1];
    case CALENDAR_WORKING_DAYS:
        i = n > 0 ? ref_next(i, n) : i;
        return n == 0 ? ref_same_day(i, t) : i == NONE ? NONE : ref.closes[i];
    case CALENDAR_SAME_DAY:
        return ref_same_day(i, t);
    case CALENDAR_MONTH_DAY:
        return ref_month_day(i, t, n);
    }
    return NONE;
}

/* ---- random calendars ---- */

static struct calendar_hours random_hours(void)
{
    struct calendar_hours h = {.n = 0};
    int at = below(12) * 60;
    if (one_in(12))
        return (struct calendar_hours){.spans = {{0, 1440}}, .n = 1};
    for (int i = below(3) + !one_in(5); i > 0 && h.n < CALENDAR_SPANS_MAX; i--) {
        int from = at + below(240), to = from + 1 + below(300);
        if (to > 1440)
            break;
        h.spans[h.n++] = (struct calendar_span){(int16_t)from, (int16_t)to};
        at = to + 1;
    }
    return h;
}

static struct calendar_day random_day(int32_t first)
{
    struct calendar_day d = {.day = first + below(WINDOW_DAYS), .kind = (enum calendar_day_kind)(1 + below(3)), .name_zh = one_in(2) ? "春节" : "", .name_en = ""};
    if (d.kind == CALENDAR_DAY_HOURS)
        d.hours = random_hours();
    return d;
}

static struct calendar_limit random_limit(void)
{
    static const int most[] = {0, 3000, 200, 30, 4000, 80, 18, 24, 0, 23};
    enum calendar_unit unit = (enum calendar_unit)(1 + below(CALENDAR_MONTH_DAY));
    return (struct calendar_limit){unit, unit == CALENDAR_SAME_DAY ? 0 : unit == CALENDAR_MONTH_DAY ? 1 + below(23) : below(most[unit])};
}

struct random_case {
    struct calendar_plan plan;
    struct calendar_day days[DAYS_MAX];
    const struct utc_zone *zone;
    const struct calendar *c;
};

static const char *zone_of(int number)
{
    return number < CASES ? zone_names[(size_t)number % COUNT_OF(zone_names)] : skipping_zones[(size_t)number % COUNT_OF(skipping_zones)];
}

static bool skips_a_day(const char *zone)
{
    return strcmp(zone, skipping_zones[0]) == 0 || strcmp(zone, skipping_zones[1]) == 0;
}

static void make(struct random_case *r, int number)
{
    seed = (unsigned)number * 2654435761u + 12345u;
    int32_t first = (int32_t)utc_civil_days(2001 + below(35), 1 + below(12), 1 + below(28));
    if (utc_zone_load(zone_of(number), &r->zone) != ERR_NONE)
        ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &r->zone), ERR_NONE);
    if (skips_a_day(zone_of(number)))
        first = (int32_t)utc_civil_days(2011, 12, 1 + below(25)); /* the year in which a day was skipped */
    *r = (struct random_case){.zone = r->zone};
    for (int w = 0; w < 7; w++)
        r->plan.week[w] = one_in(w == 0 || w == 6 ? 2 : 8) ? (struct calendar_hours){.n = 0} : random_hours();
    if (one_in(2))
        r->plan.make_up = random_hours();
    r->plan.late_next_day = one_in(3);
    r->plan.n_days = (size_t)below(DAYS_MAX);
    for (size_t i = 0; i < r->plan.n_days; i++)
        r->days[i] = random_day(first);
    r->plan.days = r->days;
    r->c = calendar_make(arena, &r->plan, r->zone);
    walk(&r->plan, r->zone, (int64_t)first * 1440 + 720);
}

/* An instant with whole days of the window before and after it. */
static int64_t random_start(void)
{
    return us_of(ref.start[1 + below(ref.n_days / 2)] + below(1440)) + (one_in(3) ? below(60) * UTC_SECOND_US : 0);
}

static const char *told(int number, struct calendar_limit limit, int64_t start_us)
{
    return arena_printf(arena, "case %d, %s, from %s", number, calendar_limit_write(arena, limit), utc_iso(arena, start_us));
}

/* ---- properties ---- */

static void start(void)
{
    arena = arena_new((size_t)256 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static struct random_case now;

START_TEST(due_times_are_those_of_a_walk_by_minutes)
{
    int compared = 0;
    make(&now, _i);
    for (int k = 0; k < 40; k++) {
        struct calendar_limit limit = random_limit();
        int64_t from = random_start();
        int expected = ref_add(from, limit);
        int64_t due = calendar_add(now.c, from, limit);
        ck_assert_msg(due == INT64_MAX || due % UTC_MINUTE_US == 0, "%s", told(_i, limit, from));
        if (expected == NONE || expected >= WINDOW) {
            ck_assert_msg(due == INT64_MAX || due > us_of(ref.start[ref.n_days]) || limit.unit == CALENDAR_MONTH_DAY || at_of(due) >= WINDOW, "%s", told(_i, limit, from));
            continue;
        }
        compared++;
        ck_assert_msg(due == us_of(expected), "%s: %s, not %s", told(_i, limit, from), utc_iso(arena, due), utc_iso(arena, us_of(expected)));
    }
    ck_assert_int_gt(compared, 4);
}
END_TEST

START_TEST(days_and_sums_are_those_of_a_walk)
{
    make(&now, _i);
    for (int k = 0; k < 60; k++) {
        int t = ref.start[0] + below(ref.start[ref.n_days] - ref.start[0]), later = t + below(ref.start[ref.n_days] - t);
        ck_assert_int_eq(calendar_day_of(now.c, us_of(t)), ref.day[t]);
        ck_assert_int_eq(calendar_working_minutes(now.c, us_of(t), us_of(later)), ref_open_minutes(t, later));
        ck_assert_int_eq(calendar_working_minutes(now.c, us_of(later), us_of(t)), 0);
        int days = 0;
        for (int i = ref.day[t] - ref.first_day + 1; later > t && i <= ref.day[later - 1] - ref.first_day; i++)
            days += ref_works(i);
        ck_assert_int_eq(calendar_working_days(now.c, us_of(t), us_of(later)), days);
    }
    for (int i = 0; i < ref.n_days; i++) {
        struct calendar_look look = calendar_look(now.c, ref.first_day + i);
        ck_assert_int_eq(look.weekday, weekday(ref.first_day + i));
        ck_assert_int_eq(look.working, ref_works(i));
        ck_assert_int_eq(calendar_instant(now.c, ref.first_day + i, 0), us_of(ref.start[i]));
        int minute = below(1440), t = ref.start[i];
        while (ref.day[t] == ref.first_day + i && ref.minute[t] < minute)
            t++;
        ck_assert_int_eq(calendar_instant(now.c, ref.first_day + i, minute), us_of(t));
    }
}
END_TEST

static bool by_days(enum calendar_unit unit)
{
    return unit == CALENDAR_NATURAL_DAYS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
}

static int days_between(bool natural, int32_t after, int32_t to)
{
    int n = 0;
    for (int i = after - ref.first_day + 1; i <= to - ref.first_day; i++)
        n += natural ? ref_exists(i) : ref_works(i);
    return n;
}

static void check_resumed(const char *what, enum calendar_unit unit, int due, int paused, int resumed, int64_t result)
{
    int t = at_of(result);
    if (unit == CALENDAR_MINUTES || unit == CALENDAR_HOURS)
        ck_assert_msg(t - resumed == due - paused, "%s", what);
    if (t >= ref.start[ref.n_days])
        return;
    if (!by_days(unit)) {
        if (calendar_unit_working(unit))
            ck_assert_msg(ref_open_minutes(resumed, t) == ref_open_minutes(paused, due), "%s", what);
        return;
    }
    bool natural = unit == CALENDAR_NATURAL_DAYS;
    int left = days_between(natural, ref.day[paused], ref.day[due - 1]);
    int has = days_between(natural, ref.day[resumed], ref.day[t - 1]);
    ck_assert_msg(t > resumed, "%s", what);
    ck_assert_msg(has == left || (left == 0 && has == 1), "%s: %d days left, %d given", what, left, has);
    if (natural)
        ck_assert_msg(t == ref.start[ref.day[t] - ref.first_day], "%s: not the start of a day", what); /* 01:00 where the clocks go forward at midnight */
    else
        ck_assert_msg(t == ref.closes[ref.day[t - 1] - ref.first_day], "%s: not the end of a day", what);
}

START_TEST(pausing_takes_nothing_and_gives_nothing)
{
    make(&now, _i);
    for (int k = 0; k < 30; k++) {
        struct calendar_limit limit = random_limit();
        int64_t from = random_start(), due = calendar_add(now.c, from, limit);
        if (due == INT64_MAX || at_of(due) >= ref.start[ref.n_days] || at_of(due) <= at_of(from) + 1)
            continue;
        int paused = at_of(from) + 1 + below(at_of(due) - at_of(from) - 1), resumed = paused + below(12 * 1440);
        const char *what = told(_i, limit, from);
        ck_assert_msg(calendar_resume(now.c, limit.unit, due, us_of(paused), us_of(paused)) == due, "%s: a pause of no length", what);
        ck_assert_msg(calendar_resume(now.c, limit.unit, due, due, due + UTC_DAY_US) == due, "%s: what is due stays due", what);
        if (resumed >= ref.start[ref.n_days])
            continue;
        int64_t result = calendar_resume(now.c, limit.unit, due, us_of(paused), us_of(resumed));
        ck_assert_msg(result >= due || (by_days(limit.unit) && result > us_of(resumed)), "%s", what);
        if (result != INT64_MAX)
            check_resumed(what, limit.unit, at_of(due), paused, resumed, result);
    }
}
END_TEST

START_TEST(warnings_come_as_long_before)
{
    make(&now, _i);
    for (int k = 0; k < 30; k++) {
        struct calendar_limit limit = random_limit(), early = random_limit();
        int64_t from = random_start(), due = calendar_add(now.c, from, limit);
        if (due == INT64_MAX || at_of(due) >= ref.start[ref.n_days])
            continue;
        int64_t at = calendar_before(now.c, due, early, from);
        const char *what = told(_i, early, due);
        ck_assert_msg(at >= from && (at <= due || at == from), "%s", what);
        if (at == from || early.value == 0 || early.unit == CALENDAR_MONTH_DAY)
            continue;
        int t = at_of(at), end = at_of(due);
        if (early.unit == CALENDAR_WORKING_MINUTES || early.unit == CALENDAR_WORKING_HOURS)
            ck_assert_msg(ref_open_minutes(t, end) == early.value * (early.unit == CALENDAR_WORKING_HOURS ? 60 : 1) && ref.open[t], "%s", what);
        else if (early.unit == CALENDAR_MINUTES || early.unit == CALENDAR_HOURS)
            ck_assert_int_eq(end - t, early.value * (early.unit == CALENDAR_HOURS ? 60 : 1));
        else if (early.unit == CALENDAR_NATURAL_DAYS)
            ck_assert_msg(days_between(true, ref.day[t == ref.start[ref.day[t] - ref.first_day] ? t - 1 : t], ref.day[end - 1]) == early.value, "%s", what);
        else if (early.unit == CALENDAR_WORKING_DAYS)
            ck_assert_msg(days_between(false, ref.day[t - 1], ref.day[end - 1]) == early.value - !ref_works(ref.day[end - 1] - ref.first_day) ||
                              days_between(false, ref.day[t - 1], ref.day[end - 1]) == early.value,
                          "%s", what);
    }
}
END_TEST

/* What the days of a step bring, by the reference. */
static int worth(const struct calendar_step *s, struct calendar_limit limit, int64_t from, int64_t due)
{
    int sum = 0;
    int begin = at_of(from) + (from % UTC_MINUTE_US != 0);
    if (limit.unit == CALENDAR_NATURAL_DAYS)
        return days_between(true, s->from_day - 1, s->to_day);
    for (int32_t day = s->from_day; day <= s->to_day; day++) {
        int i = day - ref.first_day;
        int a = ref.start[i] > begin ? ref.start[i] : begin, b = ref.start[i + 1] < at_of(due) ? ref.start[i + 1] : at_of(due);
        if (by_days(limit.unit))
            sum += ref_works(i);
        else
            sum += calendar_unit_working(limit.unit) ? ref_open_minutes(a, b) : b > a ? b - a : 0;
    }
    return sum;
}

static void check_steps(const char *what, const struct calendar_step *s, size_t n, struct calendar_limit limit, int64_t from, int64_t due)
{
    int sum = 0;
    int32_t last = ref.day[at_of(due) - 1], begin = ref.day[at_of(from)];
    ck_assert_msg(n >= 2 && s[0].kind == CALENDAR_STEP_START && s[0].from_day == begin, "%s", what);
    ck_assert_msg(s[n - 1].kind == CALENDAR_STEP_DUE && (s[n - 1].to_day == last || at_of(due) <= at_of(from) + 1), "%s", what);
    for (size_t i = 1; i + 1 < n; i++) {
        ck_assert_msg(s[i].counted == worth(&s[i], limit, from, due), "%s: step %zu has %d, not %d", what, i, s[i].counted, worth(&s[i], limit, from, due));
        ck_assert_msg(i == 1 || s[i].from_day == s[i - 1].to_day + 1, "%s: a gap before step %zu", what, i);
        ck_assert_msg(s[i].kind != CALENDAR_STEP_HOLIDAY || s[i].counted == 0, "%s", what);
        sum += s[i].counted;
    }
    ck_assert_msg(n == 2 || s[n - 2].to_day == s[n - 1].to_day, "%s: the steps do not lead to the end", what);
    if (limit.unit == CALENDAR_NATURAL_DAYS || (limit.unit == CALENDAR_WORKING_DAYS && limit.value > 0))
        ck_assert_msg(sum == limit.value, "%s: %d", what, sum);
    else if (limit.unit == CALENDAR_WORKING_MINUTES || limit.unit == CALENDAR_MINUTES)
        ck_assert_msg(sum == limit.value, "%s: %d", what, sum);
    else if (limit.unit == CALENDAR_WORKING_HOURS || limit.unit == CALENDAR_HOURS)
        ck_assert_msg(sum == 60 * limit.value, "%s: %d", what, sum);
    else if (limit.unit == CALENDAR_MONTH_DAY)
        ck_assert_msg(sum >= 1 && sum <= limit.value, "%s: %d", what, sum);
}

START_TEST(reasons_add_up_to_the_date)
{
    make(&now, _i);
    for (int k = 0; k < 25; k++) {
        struct calendar_limit limit = random_limit();
        int64_t from = random_start(), due = calendar_add(now.c, from, limit);
        struct calendar_step *steps;
        if (due == INT64_MAX || at_of(due) >= ref.start[ref.n_days])
            continue;
        if (limit.unit == CALENDAR_MONTH_DAY && (int32_t)month_begin(ref.day[at_of(due) - 1]) < ref.first_day)
            continue;
        const char *what = told(_i, limit, from);
        size_t n = calendar_explain(now.c, arena, from, limit, 200, &steps);
        check_steps(what, steps, n, limit, from, due);
        int total = 0, shorter = 0;
        for (size_t i = 0; i < n; i++)
            total += steps[i].counted;
        size_t max = 3 + (size_t)below(6), m = calendar_explain(now.c, arena, from, limit, max, &steps);
        ck_assert_uint_le(m, max);
        for (size_t i = 0; i < m; i++)
            shorter += steps[i].counted;
        ck_assert_msg(total == shorter, "%s: %d in few steps, %d in many", what, shorter, total);
        check_steps(what, steps, m, limit, from, due);
    }
}
END_TEST

/* What was due on the day that there was not is due on the next one, and nobody loses a day by it. */
START_TEST(a_day_that_was_skipped_does_not_count)
{
    static const struct {
        int from, days;
        const char *due;
    } expected[] = {{28, 1, "2011-12-30T10:00:00Z"}, {28, 2, "2011-12-31T10:00:00Z"}, {28, 3, "2012-01-01T10:00:00Z"}, {29, 1, "2011-12-31T10:00:00Z"}, {31, 1, "2012-01-01T10:00:00Z"}};
    const struct utc_zone *zone;
    struct calendar_step *steps;
    ck_assert_int_eq(utc_zone_load("Pacific/Apia", &zone), ERR_NONE);
    const struct calendar *c = calendar_make(arena, &calendar_plain, zone);
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const struct calendar_limit limit = {CALENDAR_NATURAL_DAYS, expected[i].days};
        int64_t from = utc_from_local(2011, 12, expected[i].from, 12, 0, 0, zone);
        ck_assert_str_eq(utc_iso(arena, calendar_add(c, from, limit)), expected[i].due);
        ck_assert_uint_eq(calendar_explain(c, arena, from, limit, 20, &steps), 3);
        ck_assert_int_eq(steps[1].counted, expected[i].days);
        ck_assert_int_eq(calendar_before(c, calendar_add(c, from, limit), limit, 0), calendar_add(c, from, (struct calendar_limit){CALENDAR_NATURAL_DAYS, 0}));
    }
}
END_TEST

START_TEST(ten_years_take_microseconds)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    int64_t began = utc_monotonic_us();
    const struct calendar *c = calendar_make(arena, &calendar_plain, zone);
    int64_t made = utc_monotonic_us() - began, from = utc_from_local(2026, 1, 5, 9, 0, 0, zone), sum = 0;
    enum { ROUNDS = 2000 };
    began = utc_monotonic_us();
    for (int i = 0; i < ROUNDS; i++)
        sum ^= calendar_add(c, from + i * UTC_MINUTE_US, (struct calendar_limit){CALENDAR_WORKING_DAYS, 2600}) + calendar_add(c, from, (struct calendar_limit){CALENDAR_WORKING_MINUTES, 3660});
    int64_t each = (utc_monotonic_us() - began) * 1000 / (2 * ROUNDS);
    struct utc_parts p = utc_in_zone(calendar_add(c, from, (struct calendar_limit){CALENDAR_WORKING_DAYS, 2610}), zone);
    ck_assert_int_eq(p.year, 2036);
    ck_assert_int_ne(sum, 1);
    ck_assert_msg(each < 50000, "a date over ten years took %lld ns, making the calendar %lld us", (long long)each, (long long)made);
    if (getenv("REDRESS_FIGURES"))
        printf("calendar: made in %lld us, a date over ten years in %lld ns\n", (long long)made, (long long)each);
}
END_TEST

Suite *suite_calendar(void);
Suite *suite_calendar(void)
{
    Suite *suite = suite_create("calendar");
    TCase *c = tcase_create("properties");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, start, stop);
    tcase_add_loop_test(c, due_times_are_those_of_a_walk_by_minutes, 0, CASES + SKIPPED_CASES);
    tcase_add_loop_test(c, days_and_sums_are_those_of_a_walk, 0, CASES / 2);
    tcase_add_loop_test(c, days_and_sums_are_those_of_a_walk, CASES, CASES + SKIPPED_CASES);
    tcase_add_loop_test(c, pausing_takes_nothing_and_gives_nothing, 0, CASES / 2);
    tcase_add_loop_test(c, pausing_takes_nothing_and_gives_nothing, CASES, CASES + SKIPPED_CASES);
    tcase_add_loop_test(c, warnings_come_as_long_before, 0, CASES / 2);
    tcase_add_loop_test(c, warnings_come_as_long_before, CASES, CASES + SKIPPED_CASES);
    tcase_add_loop_test(c, reasons_add_up_to_the_date, 0, CASES / 2);
    tcase_add_loop_test(c, reasons_add_up_to_the_date, CASES, CASES + SKIPPED_CASES);
    tcase_add_test(c, a_day_that_was_skipped_does_not_count);
    tcase_add_test(c, ten_years_take_microseconds);
    suite_add_tcase(suite, c);
    return suite;
}
