#ifndef REDRESS_DESK_EXPORT_H
#define REDRESS_DESK_EXPORT_H

#include "csv.h"

/* A workbook with one sheet, its first row bold and kept in sight, from CSV parts that next gives one by one until it gives an empty one. In the arena. ERR_IO. */
typedef enum err xlsx_part(void *ctx, struct str *ret_csv);
enum err xlsx_make(struct arena *a, const char *sheet, xlsx_part *next, void *ctx, struct str *ret_file) MUST_CHECK;

#endif
