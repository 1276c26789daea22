#ifndef REDRESS_DESK_EXPORT_H
#define REDRESS_DESK_EXPORT_H

#include <stdbool.h>

#include "err.h"
#include "str.h"

/*
 * Tables as files. CSV is RFC 4180 with CRLF; with guard a cell that a spreadsheet would take for a formula begins with an apostrophe (=, +, -, @, tab, CR).
 * The byte order mark makes spreadsheets read it as UTF-8.
 */
#define CSV_MARK "\xEF\xBB\xBF"
void csv_cell(struct buf *to, const char *text, bool first, bool guard);
void csv_end_row(struct buf *to);
/* Take the next cell off *rest; last: it ends its row. False at the end of the text. */
bool csv_next(struct arena *a, struct str *rest, const char **ret_cell, bool *ret_last);

/* A workbook with one sheet, its first row bold and kept in sight, from CSV parts that next gives one by one until it gives an empty one. In the arena. ERR_IO. */
typedef enum err xlsx_part(void *ctx, struct str *ret_csv);
enum err xlsx_make(struct arena *a, const char *sheet, xlsx_part *next, void *ctx, struct str *ret_file) MUST_CHECK;

#endif
