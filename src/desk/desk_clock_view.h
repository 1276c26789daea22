#ifndef REDRESS_DESK_CLOCK_VIEW_H
#define REDRESS_DESK_CLOCK_VIEW_H

#include "desk_case_view.h"
#include "desk_words_view.h"

/* The strip: {{#CLOCK}} as far as it stands open, {{#ENDED}} with the rest. */
void desk_clocks_fill(struct page *page, struct tpl *t, const struct desk_case *x);
/* Whether it was kept, in words: "Done in time", "Done 2 hours late", "3 days left". */
const char *desk_clock_words(const struct page *page, const struct clock *c);

/* "Why this date?" (requirements F8). */
struct desk_why {
    const struct clock *clock;
    const struct clock_reason *reasons;
    const struct clock_candidate *candidates;
    const struct clock_step *steps;
    size_t n_reasons, n_candidates, n_steps;
};
void desk_why_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_why *why);

#endif
