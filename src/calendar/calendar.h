#ifndef REDRESS_CALENDAR_H
#define REDRESS_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"
#include "utc.h"

/*
 * Working time (requirements F2): office hours of each weekday, holidays and make-up working days (调休), exact to the minute. Pure: no database, the zone is
 * given. Days are civil days since 1970-01-01 (utc_civil_days), times of day are minutes from midnight, 0 to 1440.
 */

#define CALENDAR_SPANS_MAX 4 /* stretches of office hours in one day */
struct calendar_span {
    int16_t from, to; /* minutes of the day; from < to */
};
struct calendar_hours {
    struct calendar_span spans[CALENDAR_SPANS_MAX]; /* in order, apart from each other */
    size_t n;                                       /* 0: closed */
};
enum calendar_day_kind { CALENDAR_DAY_OFF = 1, CALENDAR_DAY_WORK, CALENDAR_DAY_HOURS };
/* What differs from the plain week: a holiday, a make-up working day (with the hours of `make_up`), or a day with hours of its own (a half day). */
struct calendar_day {
    int32_t day;
    enum calendar_day_kind kind;
    struct calendar_hours hours; /* CALENDAR_DAY_HOURS only */
    const char *name_zh, *name_en;
};
/* What a calendar is made of; days in any order, a later one of the same day wins (own days stand after those of the calendar it builds upon). */
struct calendar_plan {
    struct calendar_hours week[7]; /* 0 is Sunday */
    struct calendar_hours make_up; /* of make-up working days; n 0: those of the first weekday that has any */
    bool late_next_day;            /* what comes after the last office hour of a day, or on a day off, counts as received on the next working day: limits counted in days */
    const struct calendar_day *days;
    size_t n_days;
    const int *years;              /* for which the holidays are known; other years are computed as plain weeks and flagged */
    size_t n_years;
};
/* A plan made ready: sums by day over 2000 to 2099, so that a date over ten years takes microseconds. In the arena; plan must live as long. */
struct calendar;
const struct calendar *calendar_make(struct arena *a, const struct calendar_plan *plan, const struct utc_zone *zone);
const struct utc_zone *calendar_zone(const struct calendar *c);
/* Monday to Friday 08:30-12:00 13:30-17:30, no holidays: where nobody set up a calendar. */
extern const struct calendar_plan calendar_plain;

/* ---- limits ---- */
enum calendar_unit {
    CALENDAR_MINUTES = 1,     /* "20 min": natural */
    CALENDAR_HOURS,           /* "6 h" */
    CALENDAR_NATURAL_DAYS,    /* "15 nd": the day it starts does not count, nor one that the zone skipped; ends at 24:00 of the last */
    CALENDAR_WORKING_MINUTES, /* "30 wmin": of office hours */
    CALENDAR_WORKING_HOURS,   /* "4 wh" */
    CALENDAR_WORKING_DAYS,    /* "3 wd": the day it starts does not count; ends with the last office hour of the last */
    CALENDAR_HALF_DAYS,       /* "0.5 wd", "1.5 wd": value counts halves; half the office minutes of the calendar's first working weekday, in working minutes */
    CALENDAR_SAME_DAY,        /* "same day": the last office hour of the day, of the next working day when that is over or there is none; value 0 */
    CALENDAR_MONTH_DAY,       /* "10th wd of month": the end of this month's nth working day, of the next month's when that is past */
};
struct calendar_limit {
    enum calendar_unit unit; /* 0: none */
    int value;
};
#define CALENDAR_VALUE_MAX 3660
/*
 * Read "3 wd", "15 nd", "20 min", "1 h", "2 wh", "30 wmin", "0.5 wd", "same day", "10th wd of month", and the Chinese of them: 3个工作日, 15天/日/自然日, 20分钟, 1小时,
 * 半个工作日, 当日, 每月第10个工作日. ERR_MALFORMED for anything else.
 */
enum err calendar_limit_read(struct str text, struct calendar_limit *ret_limit) MUST_CHECK;
/* "3 wd": what is read again. */
const char *calendar_limit_write(struct arena *a, struct calendar_limit limit);
/* Longer than another? Compared by how long each takes in an ordinary month: a working day is 1.4 natural ones. For floors and for sorting. */
int calendar_limit_compare(struct calendar_limit a, struct calendar_limit b);
bool calendar_unit_working(enum calendar_unit unit);

/* ---- computing ---- */
/*
 * When a limit that starts at an instant is due. Whole minutes: begun minutes count from the next one; "end of a day" is its 24:00 or its last office minute. Outside of
 * 2000 to 2099, or with a calendar without any office hours: INT64_MAX. A month with fewer working days than asked for: its last one.
 */
int64_t calendar_add(const struct calendar *c, int64_t start_us, struct calendar_limit limit);
/*
 * What is left of a limit of this unit at an instant before due, as a limit to add again at another: pausing takes calendar_left, resuming calendar_add. For days
 * the time of day of due is kept (the end of a working day stays its end); a limit with less than one day left ends on the day it resumes (or the next working day). What was due
 * before the pause stays due.
 */
int64_t calendar_resume(const struct calendar *c, enum calendar_unit unit, int64_t due_us, int64_t paused_us, int64_t resumed_us);
/* The instant a limit before due: for warnings. Never before start_us. */
int64_t calendar_before(const struct calendar *c, int64_t due_us, struct calendar_limit limit, int64_t start_us);
/* Working minutes between two instants, and working days wholly or partly after from's day up to to's day. */
int64_t calendar_working_minutes(const struct calendar *c, int64_t from_us, int64_t to_us);
int calendar_working_days(const struct calendar *c, int64_t from_us, int64_t to_us);
/* Whether an instant stands in a year whose holidays are not known. */
bool calendar_guessed(const struct calendar *c, int64_t from_us, int64_t to_us);

/* One civil day, as the pages show it. */
struct calendar_look {
    int32_t day;
    int weekday;
    bool working, holiday, made_up, half, known; /* known: its year's holidays are */
    const char *name_zh, *name_en;               /* of the holiday; "" */
    struct calendar_hours hours;
};
struct calendar_look calendar_look(const struct calendar *c, int32_t day);
/* The local civil day of an instant, and the instant of a minute of a day. */
int32_t calendar_day_of(const struct calendar *c, int64_t at_us);
int64_t calendar_instant(const struct calendar *c, int32_t day, int minute);

/*
 * The steps of calendar_add in order, for "why this date?" (requirements F8): the start day (to_day: when it counts as received), each stretch of days off with its name, make-up
 * days, the last day. `counted` of all steps adds up to the limit, in days or minutes. At most max (from 3): weeks without anything special become one step then. Words for
 * them: calendar_words.h. 0 when calendar_add gives INT64_MAX.
 */
enum calendar_step_kind { CALENDAR_STEP_START, CALENDAR_STEP_COUNTED, CALENDAR_STEP_WEEKEND, CALENDAR_STEP_HOLIDAY, CALENDAR_STEP_MADE_UP, CALENDAR_STEP_HALF, CALENDAR_STEP_DUE };
struct calendar_step {
    enum calendar_step_kind kind;
    int32_t from_day, to_day; /* civil days, both included */
    int counted;              /* days or minutes that it brought */
    const char *name_zh, *name_en;
};
size_t calendar_explain(const struct calendar *c, struct arena *a, int64_t start_us, struct calendar_limit limit, size_t max, struct calendar_step **ret_steps);

/* ---- office hours as text ---- */
/* "08:30-12:00 13:30-17:30", full-width colons and dashes understood; "" is closed; "00:00-24:00". ERR_MALFORMED. */
enum err calendar_hours_read(struct str text, struct calendar_hours *ret_hours) MUST_CHECK;
const char *calendar_hours_write(struct arena *a, const struct calendar_hours *hours);

#endif
