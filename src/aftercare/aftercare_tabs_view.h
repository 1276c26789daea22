#ifndef REDRESS_AFTERCARE_TABS_VIEW_H
#define REDRESS_AFTERCARE_TABS_VIEW_H

#include "page.h"

/* Fill parts/aftercare_tabs.html: what the user may open of what there is after closing. */
void aftercare_tabs_fill(struct page *page, struct tpl *t);

#endif
