#ifndef REDRESS_UTC_H
#define REDRESS_UTC_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* Instants are microseconds since 1970-01-01T00:00:00Z in an int64_t named ..._us; zones only matter at the edge. */
#define UTC_SECOND_US INT64_C(1000000)
#define UTC_MINUTE_US (60 * UTC_SECOND_US)
#define UTC_HOUR_US (60 * UTC_MINUTE_US)
#define UTC_DAY_US (24 * UTC_HOUR_US)

/* The wall clock now, and a clock that never goes back, for measuring. */
int64_t utc_now_us(void);
int64_t utc_monotonic_us(void);

/* An instant taken apart in a zone. */
struct utc_parts {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
    int weekday;  /* 0 is Sunday */
    int offset_s; /* east of Greenwich */
};

/*
 * A time zone, loaded once at start from the system's zone files; "Asia/Shanghai" or "+08:00". utc_zone_load gives
 * ERR_CONFIG for an unknown name. The zone lives until the process ends.
 */
struct utc_zone;
enum err utc_zone_load(const char *name, const struct utc_zone **ret_zone) MUST_CHECK;

struct utc_parts utc_in_zone(int64_t at_us, const struct utc_zone *zone);
/* The instant of a local time; a time skipped by a change of offset counts from after it. */
int64_t utc_from_local(int year, int month, int day, int hour, int minute, int second, const struct utc_zone *zone);
/* Midnight that begins the local day of at_us, moved by days. */
int64_t utc_day_start(int64_t at_us, int days, const struct utc_zone *zone);
/* "2026-08-21T10:06:00Z" for logs, the datetime attribute and the API. */
const char *utc_iso(struct arena *a, int64_t at_us);
/* Days since 1970-01-01 of a civil date, and whether such a date exists. */
int64_t utc_civil_days(int year, int month, int day);
bool utc_date_exists(int year, int month, int day);

#endif
