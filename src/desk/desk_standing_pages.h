#ifndef REDRESS_DESK_STANDING_PAGES_H
#define REDRESS_DESK_STANDING_PAGES_H

#include "desk_case_view.h"
#include "page.h"

/* Above the actions of a case: which papers of who complains are missing, and that they have come. */
void desk_standing_fill(struct page *page, struct tpl *t, const struct desk_case *x);

#endif
