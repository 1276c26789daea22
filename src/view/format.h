#ifndef REDRESS_FORMAT_H
#define REDRESS_FORMAT_H

#include <stdint.h>

#include "text.h"
#include "utc.h"

/* How things are written for people. All results are in the arena. */
const char *format_date(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone);      /* 2026年8月21日 | 21 Aug 2026 */
const char *format_day(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone);       /* 8月28日（周五） | Fri 28 Aug */
const char *format_moment(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone);    /* 2026年8月21日 10:06 | 21 Aug 2026, 10:06 */
const char *format_short(struct arena *a, int64_t at_us, int64_t now_us, const struct utc_zone *zone);     /* 08-21 10:06, with the year when it is another */
const char *format_full(struct arena *a, int64_t at_us, const struct utc_zone *zone);                      /* 2026-08-21 10:06 */
/* Time left or passed in the two largest units: 1 天 6 小时 | 1 day 6 hours; never negative. */
const char *format_span(struct arena *a, enum lang lang, int64_t span_us);
const char *format_size(struct arena *a, uint64_t bytes); /* 1.2 MB */

/* Masks for staff pages: 138****6021, 张*, z***@example.com; short values are masked whole. */
const char *format_mask_phone(struct arena *a, const char *phone);
const char *format_mask_name(struct arena *a, const char *name);
const char *format_mask_email(struct arena *a, const char *email);
const char *format_mask_other(struct arena *a, const char *text); /* first character and **** */

#endif
