#ifndef REDRESS_DESK_TAG_PAGES_H
#define REDRESS_DESK_TAG_PAGES_H

#include "desk_case_view.h"

/* {{#TAGS}} of the case page: the words on it, and for who may note the form that puts on and takes off. Who sees a part of the complaint sees none. */
void desk_tags_fill(struct page *page, struct tpl *t, const struct desk_case *x);

#endif
