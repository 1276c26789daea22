#ifndef REDRESS_DESK_DATE_H
#define REDRESS_DESK_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"
#include "utc.h"

/* A civil date as typed in a filter or a form; year 0 stands for "none". */
struct desk_date {
    int year, month, day;
};

/*
 * Read a date the way people write it: 2026-08-21, 2026/8/21, 2026.8.21, 20260821, 2026年8月21日, 8月21日 (of today's year), with full-width
 * digits and blanks. False when it is none of these or no such day exists; an empty text is false too.
 */
bool desk_date_parse(struct arena *a, struct str typed, struct desk_date today, struct desk_date *ret_date);

/* "2026-08-21" as a date control wants it, "" for none. */
const char *desk_date_iso(struct arena *a, struct desk_date date);

/* The local day of an instant, and the instants at which a local day begins and its last second ends. */
struct desk_date desk_date_of(int64_t at_us, const struct utc_zone *zone);
int64_t desk_date_begin(struct desk_date date, const struct utc_zone *zone);
int64_t desk_date_end(struct desk_date date, const struct utc_zone *zone);

#endif
