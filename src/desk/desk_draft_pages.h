#ifndef REDRESS_DESK_DRAFT_PAGES_H
#define REDRESS_DESK_DRAFT_PAGES_H

#include "desk_case_view.h"

/*
 * Keep the texts of the form that was just sent but did not do what it was for (an error, somebody was faster), under what it is of: an action's name or desk_draft_slip. Nothing is lost when the page
 * is left then.
 */
enum err desk_draft_keep(struct page *page, const struct complaint *c, const char *what) MUST_CHECK;
/* It was sent and is saved: that its draft cannot be thrown away is logged and nothing else; it is shown again as a draft. */
void desk_draft_sent(struct page *page, const struct complaint *c, const char *what);
/* What stands beside the complaint, in one statement; and that he looks at it, where that was not noted within the last minute. */
enum err desk_case_load_aside(struct page *page, struct desk_case *x) MUST_CHECK;

#endif
