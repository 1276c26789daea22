#ifndef REDRESS_DESK_NOTICE_VIEW_H
#define REDRESS_DESK_NOTICE_VIEW_H

#include "notice.h"
#include "page.h"
#include "rulebook.h"

/* Rows of notices, {{#NOTICE}}: what happened, to which complaint, whom it was meant for. */
void desk_notices_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct notice *list, size_t n);

#endif
