#ifndef REDRESS_PORTAL_HOME_PAGES_H
#define REDRESS_PORTAL_HOME_PAGES_H

#include "content_view.h"

/* The questions that have all the words, in the groups in which the page shows them; their number. */
size_t portal_faq_groups(struct page *page, const struct contents *c, const char *words, struct content_group **ret_groups);

#endif
