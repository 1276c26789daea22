#include "calendar.h"

#include <string.h>

#include "calendar_table.h"

#define WEEK 7
#define YEARS_FIRST 2000
#define YEARS_LAST 2099

const struct calendar_hours calendar_closed = {.n = 0};
#define OFFICE {{{510, 720}, {810, 1050}}, 2}
const struct calendar_plan calendar_plain = {.week = {{.n = 0}, OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, {.n = 0}}};

/* ---- days ---- */

int calendar_weekday(int32_t day)
{
    return (int)((day % WEEK + 4 + WEEK) % WEEK);
}

bool calendar_within(int32_t day)
{
    return day >= CALENDAR_FIRST_DAY && day < CALENDAR_FIRST_DAY + CALENDAR_DAYS;
}

const struct calendar_sum *calendar_sum_of(const struct calendar *c, int32_t day)
{
    return &c->sums[day - CALENDAR_FIRST_DAY];
}

const struct calendar_day *calendar_special(const struct calendar *c, int32_t day)
{
    if (!calendar_within(day))
        return NULL;
    uint16_t special = calendar_sum_of(c, day)->special;
    return special ? &c->plan->days[special - 1] : NULL;
}

const struct calendar_hours *calendar_hours_of(const struct calendar *c, int32_t day)
{
    const struct calendar_day *special = calendar_special(c, day);
    if (!special)
        return &c->plan->week[calendar_weekday(day)];
    switch (special->kind) {
    case CALENDAR_DAY_WORK:
        return &c->make_up;
    case CALENDAR_DAY_HOURS:
        return &special->hours;
    case CALENDAR_DAY_OFF:
        break;
    }
    return &calendar_closed;
}

static int nominal(const struct calendar_hours *hours)
{
    int minutes = 0;
    for (size_t i = 0; i < hours->n; i++)
        minutes += hours->spans[i].to - hours->spans[i].from;
    return minutes;
}

/* Monday comes first, so that a Sunday duty does not become the measure of an ordinary day. */
static const struct calendar_hours *ordinary_hours(const struct calendar_plan *plan)
{
    for (int i = 1; i <= WEEK; i++) {
        if (plan->week[i % WEEK].n > 0)
            return &plan->week[i % WEEK];
    }
    return &calendar_closed;
}

/* ---- local time ---- */

static int64_t local_minutes(int64_t at, const struct utc_zone *zone)
{
    struct utc_parts p = utc_in_zone(at * UTC_MINUTE_US, zone);
    return utc_civil_days(p.year, p.month, p.day) * CALENDAR_DAY_MINUTES + (int64_t)p.hour * 60 + p.minute;
}

/* The first instant at which the local clock shows this minute or a later one. */
static int64_t first_passage(int32_t day, int minute, const struct utc_zone *zone)
{
    int64_t asked = (int64_t)day * CALENDAR_DAY_MINUTES + minute;
    int64_t at = utc_from_local(1970, 1, 1 + day, 0, minute, 0, zone) / UTC_MINUTE_US;
    int64_t shown = local_minutes(at, zone);
    if (shown <= asked)
        return at;
    int64_t before = at - (shown - asked) - 1; /* skipped: the change is somewhere between */
    while (at - before > 1) {
        int64_t middle = before + (at - before) / 2;
        if (local_minutes(middle, zone) >= asked)
            at = middle;
        else
            before = middle;
    }
    return at;
}

int64_t calendar_minute(const struct calendar *c, int32_t day, int minute)
{
    const struct calendar_sum *s = calendar_sum_of(c, day);
    if (minute <= 0)
        return s[0].start;
    if (minute >= CALENDAR_DAY_MINUTES)
        return s[1].start;
    if (s[1].start - s[0].start == CALENDAR_DAY_MINUTES)
        return s[0].start + minute;
    int64_t at = first_passage(day, minute, c->zone);
    return at < s[0].start ? s[0].start : at > s[1].start ? s[1].start : at;
}

int64_t calendar_floor(int64_t at_us)
{
    return at_us / UTC_MINUTE_US - (at_us % UTC_MINUTE_US < 0);
}

int64_t calendar_ceil(int64_t at_us)
{
    return at_us / UTC_MINUTE_US + (at_us % UTC_MINUTE_US > 0);
}

bool calendar_day_at(const struct calendar *c, int64_t at, int32_t *ret_day)
{
    if (at < c->sums[0].start || at >= c->sums[CALENDAR_DAYS].start)
        return false;
    /* Days have 1440 minutes but for changes of offset, which move their beginning by hours: the guess is wrong by one or two days at most. */
    int32_t i = (int32_t)((at - c->sums[0].start) / CALENDAR_DAY_MINUTES);
    if (i >= CALENDAR_DAYS)
        i = CALENDAR_DAYS - 1;
    while (c->sums[i].start > at)
        i--;
    while (c->sums[i + 1].start <= at)
        i++;
    *ret_day = CALENDAR_FIRST_DAY + i;
    return true;
}

/* ---- office hours ---- */

bool calendar_works(const struct calendar *c, int32_t day)
{
    const struct calendar_sum *s = calendar_sum_of(c, day);
    return s[1].minutes > s[0].minutes;
}

/* A stretch that a change of offset skipped brings nothing, and is neither the first nor the last. */
int64_t calendar_office_end(const struct calendar *c, int32_t day)
{
    const struct calendar_hours *h = calendar_hours_of(c, day);
    size_t i = h->n - 1;
    while (i > 0 && calendar_minute(c, day, h->spans[i].from) == calendar_minute(c, day, h->spans[i].to))
        i--;
    return calendar_minute(c, day, h->spans[i].to);
}

int64_t calendar_office_begin(const struct calendar *c, int32_t day)
{
    const struct calendar_hours *h = calendar_hours_of(c, day);
    size_t i = 0;
    while (i + 1 < h->n && calendar_minute(c, day, h->spans[i].from) == calendar_minute(c, day, h->spans[i].to))
        i++;
    return calendar_minute(c, day, h->spans[i].from);
}

int32_t calendar_working_after(const struct calendar *c, int32_t day, int n)
{
    int32_t low = day + 1 - CALENDAR_FIRST_DAY, high = CALENDAR_DAYS;
    int target = c->sums[low].working + n;
    if (target > c->sums[high].working)
        return -1;
    while (high - low > 1) { /* sums[low] < target <= sums[high] */
        int32_t middle = low + (high - low) / 2;
        if (c->sums[middle].working >= target)
            high = middle;
        else
            low = middle;
    }
    return CALENDAR_FIRST_DAY + high - 1;
}

int32_t calendar_working_before(const struct calendar *c, int32_t day, int n)
{
    int before = calendar_sum_of(c, day)->working;
    if (n > before)
        return -1;
    return calendar_working_after(c, CALENDAR_FIRST_DAY - 1, before - n + 1);
}

int32_t calendar_days_between(const struct calendar *c, int32_t after, int32_t to)
{
    int32_t n = to - after;
    for (size_t i = 0; i < c->n_skipped; i++)
        n += (c->skipped[i] > to && c->skipped[i] <= after) - (c->skipped[i] > after && c->skipped[i] <= to);
    return n;
}

int32_t calendar_day_after(const struct calendar *c, int32_t day, int n)
{
    int32_t to = day + n;
    for (size_t i = 0; n >= 0 && i < c->n_skipped; i++)
        to += c->skipped[i] > day && c->skipped[i] <= to;
    for (size_t i = c->n_skipped; n < 0 && i-- > 0;)
        to -= c->skipped[i] < day && c->skipped[i] >= to;
    return to;
}

static int64_t day_minutes(const struct calendar *c, int32_t day, int64_t until)
{
    const struct calendar_hours *h = calendar_hours_of(c, day);
    int64_t sum = 0;
    for (size_t i = 0; i < h->n; i++) {
        int64_t from = calendar_minute(c, day, h->spans[i].from), to = calendar_minute(c, day, h->spans[i].to);
        if (until < to)
            to = until;
        if (to > from)
            sum += to - from;
    }
    return sum;
}

int64_t calendar_office_minutes(const struct calendar *c, int64_t at)
{
    int32_t day;
    if (!calendar_day_at(c, at, &day))
        return at < c->sums[0].start ? 0 : c->sums[CALENDAR_DAYS].minutes;
    return calendar_sum_of(c, day)->minutes + day_minutes(c, day, at);
}

int64_t calendar_office_reached(const struct calendar *c, int64_t minutes, bool last)
{
    int32_t low = 0, high = CALENDAR_DAYS;
    int64_t over = last; /* the last instant at which so many have passed is the beginning of the minute after them */
    if (minutes + over > c->sums[high].minutes || minutes + over <= 0)
        return CALENDAR_NEVER;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (c->sums[middle].minutes >= minutes + over)
            high = middle;
        else
            low = middle;
    }
    int32_t day = CALENDAR_FIRST_DAY + high - 1;
    const struct calendar_hours *h = calendar_hours_of(c, day);
    int64_t left = minutes + over - c->sums[high - 1].minutes;
    for (size_t i = 0; i < h->n; i++) {
        int64_t from = calendar_minute(c, day, h->spans[i].from), long_ = calendar_minute(c, day, h->spans[i].to) - from;
        if (left <= long_)
            return from + left - over;
        left -= long_;
    }
    return CALENDAR_NEVER;
}

/* ---- making ---- */

/* Begin of every day. Looked up by weeks: no zone changes its offset twice in one and comes back to where it was. */
static void fill_starts(struct calendar *c)
{
    for (int32_t i = 0; i <= CALENDAR_DAYS; i += WEEK) {
        int32_t end = i + WEEK > CALENDAR_DAYS ? CALENDAR_DAYS : i + WEEK;
        int64_t from = first_passage(CALENDAR_FIRST_DAY + i, 0, c->zone);
        c->sums[i].start = (int32_t)from;
        bool plain = first_passage(CALENDAR_FIRST_DAY + end, 0, c->zone) - from == (int64_t)(end - i) * CALENDAR_DAY_MINUTES;
        for (int32_t j = i + 1; j <= end; j++)
            c->sums[j].start = (int32_t)(plain ? from + (int64_t)(j - i) * CALENDAR_DAY_MINUTES : first_passage(CALENDAR_FIRST_DAY + j, 0, c->zone));
    }
}

static void fill_skipped(struct calendar *c)
{
    for (int32_t i = 0; i < CALENDAR_DAYS && c->n_skipped < CALENDAR_SKIPPED_MAX; i++) {
        if (c->sums[i].start == c->sums[i + 1].start)
            c->skipped[c->n_skipped++] = CALENDAR_FIRST_DAY + i;
    }
}

static void fill_special(struct calendar *c)
{
    size_t n = c->plan->n_days < UINT16_MAX ? c->plan->n_days : UINT16_MAX - 1;
    for (size_t i = 0; i < n; i++) {
        if (calendar_within(c->plan->days[i].day))
            c->sums[c->plan->days[i].day - CALENDAR_FIRST_DAY].special = (uint16_t)(i + 1);
    }
}

static void fill_sums(struct calendar *c)
{
    for (int32_t i = 0; i < CALENDAR_DAYS; i++) {
        int32_t day = CALENDAR_FIRST_DAY + i;
        bool plain = c->sums[i + 1].start - c->sums[i].start == CALENDAR_DAY_MINUTES;
        int64_t minutes = plain ? nominal(calendar_hours_of(c, day)) : day_minutes(c, day, c->sums[i + 1].start);
        c->sums[i + 1].minutes = c->sums[i].minutes + (uint32_t)minutes;
        c->sums[i + 1].working = (uint16_t)(c->sums[i].working + (minutes > 0));
    }
}

const struct calendar *calendar_make(struct arena *a, const struct calendar_plan *plan, const struct utc_zone *zone)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    c->plan = plan;
    c->zone = zone;
    c->make_up = plan->make_up.n > 0 ? plan->make_up : *ordinary_hours(plan);
    c->ordinary_day = nominal(ordinary_hours(plan));
    fill_starts(c);
    fill_skipped(c);
    fill_special(c);
    fill_sums(c);
    return c;
}

const struct utc_zone *calendar_zone(const struct calendar *c)
{
    return c->zone;
}

/* ---- looking ---- */

static int year_of(int32_t day)
{
    int year = 1970 + day / 366;
    while (utc_civil_days(year + 1, 1, 1) <= day)
        year++;
    while (utc_civil_days(year, 1, 1) > day)
        year--;
    return year;
}

static bool year_known(const struct calendar *c, int year)
{
    for (size_t i = 0; i < c->plan->n_years; i++) {
        if (c->plan->years[i] == year)
            return true;
    }
    return false;
}

bool calendar_guessed(const struct calendar *c, int64_t from_us, int64_t to_us)
{
    int last = year_of(calendar_day_of(c, to_us));
    for (int year = year_of(calendar_day_of(c, from_us)); year <= last; year++) {
        if (year < YEARS_FIRST || year > YEARS_LAST || !year_known(c, year))
            return true;
    }
    return false;
}

struct calendar_look calendar_look(const struct calendar *c, int32_t day)
{
    const struct calendar_day *special = calendar_special(c, day);
    struct calendar_look look = {.day = day, .weekday = calendar_weekday(day), .name_zh = "", .name_en = "", .hours = *calendar_hours_of(c, day)};
    look.known = year_known(c, year_of(day));
    look.working = calendar_within(day) ? calendar_works(c, day) : look.hours.n > 0;
    if (!special)
        return look;
    look.holiday = special->kind == CALENDAR_DAY_OFF;
    look.made_up = special->kind == CALENDAR_DAY_WORK;
    look.half = special->kind == CALENDAR_DAY_HOURS;
    look.name_zh = special->name_zh ? special->name_zh : "";
    look.name_en = special->name_en ? special->name_en : "";
    return look;
}

int32_t calendar_day_of(const struct calendar *c, int64_t at_us)
{
    int32_t day;
    if (calendar_day_at(c, calendar_floor(at_us), &day))
        return day;
    struct utc_parts p = utc_in_zone(at_us, c->zone);
    return (int32_t)utc_civil_days(p.year, p.month, p.day);
}

int64_t calendar_instant(const struct calendar *c, int32_t day, int minute)
{
    return (calendar_within(day) ? calendar_minute(c, day, minute) : first_passage(day, minute, c->zone)) * UTC_MINUTE_US;
}

int64_t calendar_working_minutes(const struct calendar *c, int64_t from_us, int64_t to_us)
{
    return to_us <= from_us ? 0 : calendar_office_minutes(c, calendar_floor(to_us)) - calendar_office_minutes(c, calendar_floor(from_us));
}

static int days_before_end(const struct calendar *c, int32_t day)
{
    if (!calendar_within(day))
        return day < CALENDAR_FIRST_DAY ? 0 : c->sums[CALENDAR_DAYS].working;
    return calendar_sum_of(c, day)[1].working;
}

int calendar_working_days(const struct calendar *c, int64_t from_us, int64_t to_us)
{
    if (to_us <= from_us)
        return 0;
    /* The 24:00 at which a day ends is still that day's. */
    int n = days_before_end(c, calendar_day_of(c, to_us - 1)) - days_before_end(c, calendar_day_of(c, from_us));
    return n > 0 ? n : 0;
}
