#ifndef REDRESS_CALENDAR_TABLE_H
#define REDRESS_CALENDAR_TABLE_H

#include "calendar.h"

/*
 * Shared by the files of src/calendar that compute. All instants here are whole minutes since 1970 (UTC). A minute of a civil day is the first instant at which the local
 * clock shows it or a later one, so that office hours stay in order when the clock is put forward or back: a skipped hour brings nothing, a repeated one counts as it passes.
 */
#define CALENDAR_FIRST_DAY 10957 /* 2000-01-01 */
#define CALENDAR_DAYS 36525      /* to 2099-12-31 */
#define CALENDAR_DAY_MINUTES 1440
#define CALENDAR_NEVER INT64_MAX
#define CALENDAR_SKIPPED_MAX 4

struct calendar_sum {
    int32_t start;    /* the day's first minute */
    uint32_t minutes; /* office minutes of all days before it */
    uint16_t working; /* working days before it */
    uint16_t special; /* 1 + place in plan->days; 0: as its weekday */
};
struct calendar {
    const struct calendar_plan *plan;
    const struct utc_zone *zone;
    struct calendar_hours make_up;
    int ordinary_day;                               /* office minutes of the first working weekday */
    int32_t skipped[CALENDAR_SKIPPED_MAX];          /* days that the zone left out when it changed sides of the date line, in order */
    size_t n_skipped;
    struct calendar_sum sums[CALENDAR_DAYS + 1]; /* the last one ends the table */
};

extern const struct calendar_hours calendar_closed;
/* 0 is Sunday. */
int calendar_weekday(int32_t day);
bool calendar_within(int32_t day);
const struct calendar_sum *calendar_sum_of(const struct calendar *c, int32_t day);
/* The day of plan->days that holds; NULL: none. */
const struct calendar_day *calendar_special(const struct calendar *c, int32_t day);
const struct calendar_hours *calendar_hours_of(const struct calendar *c, int32_t day);
/* Only within the table. */
int64_t calendar_minute(const struct calendar *c, int32_t day, int minute);
bool calendar_works(const struct calendar *c, int32_t day);
int64_t calendar_office_end(const struct calendar *c, int32_t day);   /* of a working day: its last office minute's end */
int64_t calendar_office_begin(const struct calendar *c, int32_t day);
/* The nth working day after a day, and before it (n from 1); -1: outside of the table. */
int32_t calendar_working_after(const struct calendar *c, int32_t day, int n);
int32_t calendar_working_before(const struct calendar *c, int32_t day, int n);
/*
 * Natural days count those that there were: 30 December 2011 was none in Samoa. Their number after one day up to another, below 0 when it lies before; and the day so many after one (n below 0:
 * before it), which may be outside of the table.
 */
int32_t calendar_days_between(const struct calendar *c, int32_t after, int32_t to);
int32_t calendar_day_after(const struct calendar *c, int32_t day, int n);
/* Office minutes up to an instant within the table, and the first instant at which there are so many (last: the last one, from which the next would pass). */
int64_t calendar_office_minutes(const struct calendar *c, int64_t at);
int64_t calendar_office_reached(const struct calendar *c, int64_t minutes, bool last);
/* The civil day of an instant; false outside of the table. */
bool calendar_day_at(const struct calendar *c, int64_t at, int32_t *ret_day);
int64_t calendar_floor(int64_t at_us);
int64_t calendar_ceil(int64_t at_us);
/* The day on which a limit counted in days begins: that of the instant, or the next working day when the plan says that it came too late. False outside of the table. */
bool calendar_received(const struct calendar *c, int64_t start_us, int32_t *ret_day);

#endif
