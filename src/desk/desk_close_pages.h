#ifndef REDRESS_DESK_CLOSE_PAGES_H
#define REDRESS_DESK_CLOSE_PAGES_H

#include "closing.h"
#include "page.h"
#include "rulebook.h"

/*
 * What closes one of many with the same words: its own draft where somebody began one, the reasons of same for each part of the report that is still empty, and what else same says (how they agreed, cause, stage). One
 * statement.
 */
enum err desk_close_for_many(struct page *page, const struct rulebook *b, int64_t complaint_id, const struct complaint_closing *same, struct complaint_closing *ret_closing) MUST_CHECK;

#endif
