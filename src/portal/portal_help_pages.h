#ifndef REDRESS_PORTAL_HELP_PAGES_H
#define REDRESS_PORTAL_HELP_PAGES_H

#include "draft_store.h"
#include "page.h"

/* Whether answers are offered before the form goes on: questions of the category are published, and nothing was told yet (requirements B1). */
bool portal_help_offered(struct page *page, const struct portal_draft *d);

#endif
