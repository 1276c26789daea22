#ifndef REDRESS_DESK_CLOSE_PAGES_H
#define REDRESS_DESK_CLOSE_PAGES_H

#include "closing.h"
#include "page.h"
#include "rulebook.h"

/*
 * What closes one of many with the same words: its own draft where somebody began one, these words for each part of the report that is still empty, and how the complainants agreed. One statement.
 */
enum err desk_close_for_many(struct page *page, const struct rulebook *b, int64_t complaint_id, const char *text, const char *agreement, struct complaint_closing *ret_closing) MUST_CHECK;

#endif
