#ifndef REDRESS_DESK_WORDS_VIEW_H
#define REDRESS_DESK_WORDS_VIEW_H

#include "clock.h"
#include "page.h"

/* How limits, dates and codes of the rulebook are written for staff. */

/* "3 working days", "half a working day", "the same day". */
const char *desk_limit_words(const struct page *page, struct calendar_limit limit);
/* The same of a limit as the rulebook has it, "3 wd"; as it stands when it cannot be read. */
const char *desk_limit_text_words(const struct page *page, const char *limit);
/* A date that something is due: the end of a day is 24:00 of that day. With weekday: "Fri 4 Sep 17:30". */
const char *desk_due_moment(const struct page *page, int64_t due_us);
/* "8月28日（周五）" of a civil day of the calendar. */
const char *desk_day_words(const struct page *page, const struct calendar *calendar, int32_t day);
/* A name of the rulebook in the page's language. */
const char *desk_rb_text(const struct page *page, struct rb_text text);
/* Of a list, the code itself when it does not have it any more; "" for "". */
const char *desk_rb_name(const struct page *page, const struct rb_name *list, unsigned n, const char *code);
const char *desk_rb_tree(const struct page *page, const struct rb_tree *list, unsigned n, const char *code);
const char *desk_rb_grade(const struct page *page, const struct rulebook *b, const char *code);
/* A clock by its rule, by its kind where the book in force does not have the rule any more. */
const char *desk_clock_name(const struct page *page, const struct rulebook *b, const char *rule, enum rb_clock_kind kind);
/* Who a step of a chain goes to, or who decides: handler, coordinator, or a role of the book. */
const char *desk_to_words(const struct page *page, const struct rulebook *b, const char *to);

#endif
