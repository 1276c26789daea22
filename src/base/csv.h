#ifndef REDRESS_CSV_H
#define REDRESS_CSV_H

#include <stdbool.h>

#include "err.h"
#include "str.h"

/*
 * Tables as text: RFC 4180 with CRLF; with guard a cell that a spreadsheet would take for a formula begins with an apostrophe (=, +, -, @ in either width, tab, CR, LF).
 * The byte order mark makes spreadsheets read it as UTF-8.
 */
#define CSV_MARK "\xEF\xBB\xBF"
void csv_cell(struct buf *to, const char *text, bool first, bool guard);
void csv_end_row(struct buf *to);
/* Take the next cell off *rest; last: it ends its row. False at the end of the text. */
bool csv_next(struct arena *a, struct str *rest, const char **ret_cell, bool *ret_last);

#endif
