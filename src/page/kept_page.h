#ifndef REDRESS_KEPT_PAGE_H
#define REDRESS_KEPT_PAGE_H

#include "page.h"

/*
 * Pages that say the same to everybody (route.same_for_all), as this process rendered them a moment ago: one for each language and size of type, without a
 * query and without a message of the page before. A page may be as old as the texts it is made of: half of site.texts_age_ms each.
 */
struct kept_pages *kept_pages_new(void); /* for the life of the process */

/* The page as it was kept; false when there is none young enough. now_us by the monotonic clock, as below. */
bool kept_page_show(struct page *page, int64_t now_us);
/* Keep what the handler has just answered, if it is such a page. */
void kept_page_take(const struct page *page, int64_t now_us);

/* How old, in microseconds, a kept page may be; and the texts it was made of when it was made. */
int64_t kept_page_age_us(const struct site *site);

#endif
