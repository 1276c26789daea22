#ifndef REDRESS_DESK_MENTION_PAGES_H
#define REDRESS_DESK_MENTION_PAGES_H

#include "desk_case_view.h"

/* Who is mentioned in a note, in its text or beside it: typed->mentions. What stands against it is noted under "mention". */
enum err desk_mention_find(struct page *page, const struct desk_case *x, struct desk_act_typed *typed, struct http_form_errors *errors) MUST_CHECK;

#endif
