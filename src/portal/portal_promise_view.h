#ifndef REDRESS_PORTAL_PROMISE_VIEW_H
#define REDRESS_PORTAL_PROMISE_VIEW_H

#include "page.h"
#include "portal_promise.h"

/* What a promised time is for, as the complainant reads it: "You get the answer". */
const char *portal_promise_words(const struct page *page, enum rb_clock_kind kind);
/* The day of a due time: one that ends with the day is still that day. "2026年9月4日", and with the day of the week. */
const char *portal_promise_date(const struct page *page, int64_t due_us);
const char *portal_promise_day(const struct page *page, int64_t due_us);
/* {{#PROMISE}}: what is promised at the start, in order of date, for the check page and the receipt. */
void portal_promises_ahead(struct page *page, struct tpl *t, const struct clock *list, size_t n);
/* {{#PROMISE}}: each promised time and what became of it, for the tracking page. */
void portal_promises_fill(struct page *page, struct tpl *t, const struct clock_set *set);
/* How a date moved, in plain words; "" when it did not. */
const char *portal_move_words(const struct page *page, const struct clock *c, const struct clock_history *h);
/* Whether a time is told by the day, not by the hour. */
bool portal_by_days(const struct clock *c);

#endif
