#ifndef REDRESS_COMMITTEE_PACK_VIEW_H
#define REDRESS_COMMITTEE_PACK_VIEW_H

#include "committee_view.h"
#include "rulebook.h"

/* What the joint meeting has before it. */
struct pack_shown {
    const struct meeting *m;
    const struct rulebook *book;
    bool may_hold;
    const struct committee_pack *pack; /* NULL: not made yet */
};
void pack_fill(struct page *page, struct tpl *t, const struct pack_shown *x);

#endif
