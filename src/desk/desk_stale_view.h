#ifndef REDRESS_DESK_STALE_VIEW_H
#define REDRESS_DESK_STALE_VIEW_H

#include "desk_case_view.h"

/* What is answered when the complaint moved on while a form was being filled in. */

/* Somebody was faster: both versions side by side, and the form again on the new version. */
void desk_stale_fill(struct page *page, struct tpl *t, const struct desk_case *now, const struct desk_act_typed *typed);
/* The step is not possible as the complaint stands: why, and what is possible. */
void desk_state_fill(struct page *page, struct tpl *t, const struct desk_case *now, const struct desk_act_typed *typed);

#endif
