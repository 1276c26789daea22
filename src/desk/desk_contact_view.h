#ifndef REDRESS_DESK_CONTACT_VIEW_H
#define REDRESS_DESK_CONTACT_VIEW_H

#include "desk_case_view.h"

/* The fields of ACTION_CONTACT; typed NULL: a fresh form. */
void desk_contact_fill(struct page *page, struct tpl *ask, const struct desk_case *x, const struct desk_contact_typed *typed);
/* "Draft of 14:02 ..." with the button that discards it, in a form. */
void desk_draft_fill(struct page *page, struct tpl *form, const struct aside_draft *draft);
/* Who else is looking or writing, and the phrases to choose from. */
void desk_aside_fill(struct page *page, struct tpl *t, const struct desk_case *x);

#endif
