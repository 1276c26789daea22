#ifndef REDRESS_DESK_CHECK_VIEW_H
#define REDRESS_DESK_CHECK_VIEW_H

#include "complaint.h"
#include "page.h"
#include "spot.h"

/* The spot checks of a complaint. */
struct desk_checks {
    struct complaint c;
    const struct spot_check *list;
    size_t n;
    const char *why; /* msgid: why the user cannot begin one; NULL: he can */
};
void desk_checks_fill(struct page *page, struct tpl *t, const struct desk_checks *x);

#endif
