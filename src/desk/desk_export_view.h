#ifndef REDRESS_DESK_EXPORT_VIEW_H
#define REDRESS_DESK_EXPORT_VIEW_H

#include "complaint.h"
#include "desk_list.h"
#include "page.h"
#include "rulebook.h"

/*
 * Rows of a list as CSV, in the page's language and with exact times: only arena, lang, now_us and site->zone of the page are looked at. guard: against formulas. No identities: titles and
 * what staff classified.
 */
void desk_export_head(const struct page *page, unsigned columns, bool guard, struct buf *to);
void desk_export_rows(const struct page *page, const struct rulebook *b, unsigned columns, bool guard, const struct complaint *rows, const char *const *tags, size_t n, struct buf *to);

#endif
