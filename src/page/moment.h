#ifndef REDRESS_MOMENT_H
#define REDRESS_MOMENT_H

#include "page.h"

/*
 * When something was, as exactly as others may see it: the exact time at which somebody complained confidentially or anonymously would tell who was at the counter or online then. How exact: 0 the minute,
 * 1 morning or afternoon, 2 the day alone (enum rb_coarse of rulebook.h).
 */
const char *moment_full(const struct page *page, int64_t at_us, int coarse);  /* as format_full */
const char *moment_long(const struct page *page, int64_t at_us, int coarse);  /* as format_moment */
const char *moment_short(const struct page *page, int64_t at_us, int coarse); /* as format_short */
const char *moment_iso(const struct page *page, int64_t at_us, int coarse);   /* for datetime=: "2026-08-21" where it is not exact */

#endif
