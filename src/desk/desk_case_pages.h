#ifndef REDRESS_DESK_CASE_PAGES_H
#define REDRESS_DESK_CASE_PAGES_H

#include "desk_act_view.h"

/* The head of one complaint within what the user may see, and the list it was opened from (query, "" for none). */
enum err desk_case_load(struct page *page, const char *number, const char *from, struct desk_case *ret_case) MUST_CHECK;
/* What the rules go by besides the head: classification, facts, requests for more time. */
enum err desk_case_load_rules(struct page *page, struct desk_case *x) MUST_CHECK;
/* Its slips with what the user may do with each; with the colleagues to whom one can be given when that is the fold that is open (x->slips.open, act). */
enum err desk_case_load_slips(struct page *page, struct desk_case *x) MUST_CHECK;
/* He opens the complaint: what was sent or copied to his departments is read by it. Whether anything was new; then the complaint has changed. */
enum err desk_case_read_slips(struct page *page, const struct desk_case *x, bool *ret_news) MUST_CHECK;
/* Load the rest and show the case page with a form of a slip again (x->slips.retry): 422. */
enum err desk_case_show_slip_again(struct page *page, struct desk_case *x) MUST_CHECK;
/* All departments and people to whom it may be assigned. */
enum err desk_case_load_people(struct page *page, struct desk_case *x) MUST_CHECK;
/* Load the rest and show the case page again with what was entered: 422, or 200 when nothing is wrong with it and only a text was put in. */
enum err desk_case_show_again(struct page *page, struct desk_case *x, const struct desk_retry *retry) MUST_CHECK;

/* Whether somebody is kept out of it (people or rules are loaded). */
bool desk_kept_out(const struct desk_case *x, int64_t person_id);

#endif
