#ifndef REDRESS_DESK_LINK_PAGES_H
#define REDRESS_DESK_LINK_PAGES_H

#include "desk_link_view.h"

/* What is linked with a complaint and, with suggest, what may be the same matter; its parts and identity are loaded already. */
enum err desk_links_load(struct page *page, const struct desk_case *x, bool suggest, struct desk_links *ret_links) MUST_CHECK;

#endif
