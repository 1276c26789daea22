#include "calendar.h"

#include "calendar_table.h"

bool calendar_unit_working(enum calendar_unit unit)
{
    return unit == CALENDAR_WORKING_MINUTES || unit == CALENDAR_WORKING_HOURS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_HALF_DAYS ||
           unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
}

/* Units that end with a day, not after so many minutes. */
static bool by_day(enum calendar_unit unit)
{
    return unit == CALENDAR_NATURAL_DAYS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
}

static int64_t as_us(int64_t minute)
{
    return minute == CALENDAR_NEVER ? INT64_MAX : minute * UTC_MINUTE_US;
}

/* Minutes of a limit that is not counted in days. */
static int64_t minutes_of(const struct calendar *c, struct calendar_limit limit)
{
    int64_t n = limit.value > 0 ? limit.value : 0;
    if (limit.unit == CALENDAR_HOURS || limit.unit == CALENDAR_WORKING_HOURS)
        return n * 60;
    return limit.unit == CALENDAR_HALF_DAYS ? (n * c->ordinary_day + 1) / 2 : n;
}

static int64_t day_end(const struct calendar *c, int32_t day)
{
    return day < 0 ? CALENDAR_NEVER : calendar_office_end(c, day);
}

bool calendar_received(const struct calendar *c, int64_t start_us, int32_t *ret_day)
{
    int64_t at = calendar_floor(start_us);
    int32_t day;
    if (!calendar_day_at(c, at, &day))
        return false;
    if (c->plan->late_next_day && (!calendar_works(c, day) || at >= calendar_office_end(c, day)))
        day = calendar_working_after(c, day, 1);
    *ret_day = day;
    return day >= 0;
}

/* ---- limits by day ---- */

static int64_t natural_days(const struct calendar *c, int32_t day, int n)
{
    int32_t due = calendar_day_after(c, day, n);
    return calendar_within(due) ? calendar_minute(c, due, CALENDAR_DAY_MINUTES) : CALENDAR_NEVER;
}

static int64_t same_day(const struct calendar *c, int32_t day, int64_t at)
{
    if (calendar_works(c, day) && at < calendar_office_end(c, day))
        return calendar_office_end(c, day);
    return day_end(c, calendar_working_after(c, day, 1));
}

/* The nth working day of a month, its last one when it has fewer; -1 when it has none. */
static int32_t month_day(const struct calendar *c, int year, int month, int n)
{
    int32_t first = (int32_t)utc_civil_days(year, month, 1), next = (int32_t)utc_civil_days(year, month + 1, 1);
    int has = c->sums[next - CALENDAR_FIRST_DAY].working - calendar_sum_of(c, first)->working;
    return has > 0 ? calendar_working_after(c, first - 1, n < has ? n : has) : -1;
}

static int64_t day_of_month(const struct calendar *c, int32_t day, int64_t at, int n)
{
    struct utc_parts p = utc_in_zone(calendar_minute(c, day, 0) * UTC_MINUTE_US, c->zone);
    for (int month = p.month; (int32_t)utc_civil_days(p.year, month + 1, 1) <= CALENDAR_FIRST_DAY + CALENDAR_DAYS; month++) {
        int32_t due = month_day(c, p.year, month, n > 0 ? n : 1);
        if (due >= day && calendar_office_end(c, due) > at)
            return calendar_office_end(c, due);
    }
    return CALENDAR_NEVER;
}

static int64_t add_days(const struct calendar *c, int64_t start_us, struct calendar_limit limit)
{
    int32_t day;
    int n = limit.value > 0 ? limit.value : 0;
    if (!calendar_received(c, start_us, &day))
        return CALENDAR_NEVER;
    int64_t at = calendar_floor(start_us);
    switch (limit.unit) {
    case CALENDAR_NATURAL_DAYS:
        return natural_days(c, day, n);
    case CALENDAR_MONTH_DAY:
        return day_of_month(c, day, at, n);
    case CALENDAR_WORKING_DAYS:
        if (n > 0)
            return day_end(c, calendar_working_after(c, day, n));
        break;
    default:
        break;
    }
    return same_day(c, day, at);
}

int64_t calendar_add(const struct calendar *c, int64_t start_us, struct calendar_limit limit)
{
    if (by_day(limit.unit))
        return as_us(add_days(c, start_us, limit));
    int64_t start = calendar_ceil(start_us), n = minutes_of(c, limit), due = start + n;
    int32_t day;
    if (!calendar_day_at(c, start, &day) || !calendar_day_at(c, due, &day))
        return INT64_MAX;
    if (calendar_unit_working(limit.unit) && limit.value > 0)
        due = n > 0 ? calendar_office_reached(c, calendar_office_minutes(c, start) + n, false) : CALENDAR_NEVER;
    return as_us(due);
}

/* ---- pausing ---- */

/* A due time on another day: the end of a day stays its end, any other time of day is kept. */
static int64_t moved(const struct calendar *c, enum calendar_unit unit, int32_t from, int64_t due, int32_t to)
{
    if (to < 0 || !calendar_within(to))
        return CALENDAR_NEVER;
    if (unit != CALENDAR_NATURAL_DAYS && calendar_works(c, to) && (!calendar_works(c, from) || due == calendar_office_end(c, from)))
        return calendar_office_end(c, to);
    if (due == calendar_minute(c, from, CALENDAR_DAY_MINUTES))
        return calendar_minute(c, to, CALENDAR_DAY_MINUTES);
    struct utc_parts p = utc_in_zone(due * UTC_MINUTE_US, c->zone);
    return calendar_minute(c, to, p.hour * 60 + p.minute);
}

static int64_t resume_days(const struct calendar *c, enum calendar_unit unit, int64_t due, int32_t paused_day, int64_t resumed)
{
    int32_t due_day, day, to;
    bool natural = unit == CALENDAR_NATURAL_DAYS;
    if (!calendar_day_at(c, due - 1, &due_day) || !calendar_day_at(c, resumed, &day))
        return CALENDAR_NEVER;
    int left = natural ? calendar_days_between(c, paused_day, due_day) : calendar_sum_of(c, due_day)[1].working - calendar_sum_of(c, paused_day)[1].working;
    if (natural)
        to = calendar_day_after(c, day, left);
    else if (left > 0)
        to = calendar_working_after(c, day, left);
    else
        to = calendar_works(c, day) ? day : calendar_working_after(c, day, 1);
    int64_t result = moved(c, unit, due_day, due, to);
    if (result > resumed)
        return result;
    return moved(c, unit, due_day, due, natural ? calendar_day_after(c, to, 1) : calendar_working_after(c, to, 1));
}

int64_t calendar_resume(const struct calendar *c, enum calendar_unit unit, int64_t due_us, int64_t paused_us, int64_t resumed_us)
{
    int64_t due = calendar_floor(due_us), paused = calendar_floor(paused_us), resumed = calendar_ceil(resumed_us);
    int32_t paused_day, resumed_day;
    if (due_us == INT64_MAX || due <= paused || resumed_us <= paused_us)
        return due_us; /* what was late stays late */
    if (!calendar_day_at(c, paused, &paused_day) || !calendar_day_at(c, resumed, &resumed_day))
        return INT64_MAX;
    if (by_day(unit)) {
        if (paused_day == resumed_day && due > resumed)
            return due_us;
        return as_us(resume_days(c, unit, due, paused_day, resumed));
    }
    if (!calendar_unit_working(unit)) {
        int64_t result = resumed + due - paused;
        return calendar_day_at(c, result, &resumed_day) ? as_us(result) : INT64_MAX;
    }
    int64_t left = calendar_office_minutes(c, due) - calendar_office_minutes(c, paused);
    return as_us(left > 0 ? calendar_office_reached(c, calendar_office_minutes(c, resumed) + left, false) : resumed);
}

/* ---- warning ---- */

static int64_t before_minutes(const struct calendar *c, int64_t due, struct calendar_limit limit)
{
    int64_t n = minutes_of(c, limit);
    if (!calendar_unit_working(limit.unit))
        return due - n;
    int64_t until = calendar_office_minutes(c, due);
    if (n == 0)
        return due;
    return until > n ? calendar_office_reached(c, until - n, true) : CALENDAR_NEVER;
}

static int64_t before_days(const struct calendar *c, int64_t due, struct calendar_limit limit)
{
    int32_t day, to;
    if (!calendar_day_at(c, due - 1, &day))
        return CALENDAR_NEVER;
    if (limit.unit == CALENDAR_SAME_DAY || limit.unit == CALENDAR_MONTH_DAY)
        return calendar_works(c, day) && calendar_office_begin(c, day) < due ? calendar_office_begin(c, day) : calendar_minute(c, day, 0);
    if (limit.value <= 0)
        return due;
    if (limit.unit == CALENDAR_NATURAL_DAYS)
        return moved(c, limit.unit, day, due, calendar_day_after(c, day, -limit.value));
    to = calendar_working_before(c, day, limit.value);
    return moved(c, limit.unit, day, due, to);
}

int64_t calendar_before(const struct calendar *c, int64_t due_us, struct calendar_limit limit, int64_t start_us)
{
    if (due_us == INT64_MAX)
        return INT64_MAX;
    int64_t due = calendar_floor(due_us), at = by_day(limit.unit) ? before_days(c, due, limit) : before_minutes(c, due, limit);
    return at == CALENDAR_NEVER || at * UTC_MINUTE_US < start_us ? start_us : at * UTC_MINUTE_US;
}
