#ifndef REDRESS_DESK_TOLD_VIEW_H
#define REDRESS_DESK_TOLD_VIEW_H

#include "desk_case.h"
#include "identity.h"
#include "page.h"
#include "post.h"
#include "told.h"

/* How the complainant is told, and what was sent. lead: through which complaint that is, of one that was split off; "" of others. who: its telephone and e-mail are shown masked where news go there; empty of confidential and anonymous ones. */
void desk_told_fill(struct page *page, struct tpl *t, const struct complaint *c, const char *lead, const struct told *told, const struct identity *who, const struct post *posts, size_t n, bool may_send);

#endif
