#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "desk_export.h"

#define COLUMN_WIDTH 18
#define CELL_MAX 32000 /* bytes: what a cell may hold is 32767 characters */

struct table {
    lxw_worksheet *sheet;
    lxw_format *bold;
    lxw_row_t row;
    lxw_col_t column;
};

static void put_part(struct table *t, struct str csv)
{
    struct arena *a = arena_new(8 << 20);
    const char *cell;
    bool last;
    if (csv.n >= strlen(CSV_MARK) && memcmp(csv.p, CSV_MARK, strlen(CSV_MARK)) == 0)
        csv = (struct str){csv.p + strlen(CSV_MARK), csv.n - strlen(CSV_MARK)};
    while (csv_next(a, &csv, &cell, &last)) {
        if (*cell && strlen(cell) < CELL_MAX)
            (void)worksheet_write_string(t->sheet, t->row, t->column, cell, t->row == 0 ? t->bold : NULL);
        t->column = last ? 0 : (lxw_col_t)(t->column + 1);
        t->row += last;
    }
    arena_free(a);
}

/* The library writes to a file by name; it is read again and goes away with its name. */
static enum err read_file(struct arena *a, const char *path, struct str *ret_file)
{
    struct buf bytes = {.arena = a};
    char chunk[65536];
    size_t n;
    FILE *f = fopen(path, "re");
    if (!f)
        return ERR_IO;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&bytes, chunk, n);
    bool bad = ferror(f) != 0;
    (void)fclose(f);
    *ret_file = (struct str){bytes.p, bytes.n};
    return bad ? ERR_IO : ERR_NONE;
}

static enum err write_file(const char *path, const char *name, xlsx_part *next, void *ctx)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(path, &options);
    struct str part = {0};
    if (!book)
        return ERR_IO;
    struct table t = {.sheet = workbook_add_worksheet(book, name), .bold = workbook_add_format(book)};
    enum err e = t.sheet && t.bold ? ERR_NONE : ERR_IO;
    if (e == ERR_NONE) {
        format_set_bold(t.bold);
        worksheet_set_column(t.sheet, 0, 20, COLUMN_WIDTH, NULL);
        worksheet_freeze_panes(t.sheet, 1, 0);
    }
    while (e == ERR_NONE) {
        e = next(ctx, &part);
        if (e != ERR_NONE || part.n == 0)
            break;
        put_part(&t, part);
    }
    lxw_error closed = workbook_close(book);
    return e != ERR_NONE ? e : closed == LXW_NO_ERROR ? ERR_NONE : ERR_IO;
}

enum err xlsx_make(struct arena *a, const char *sheet, xlsx_part *next, void *ctx, struct str *ret_file)
{
    const char *folder = getenv("TMPDIR");
    char *path = arena_strdup(a, arena_printf(a, "%s/redress-XXXXXX", folder && *folder ? folder : P_tmpdir));
    int fd = mkstemp(path);
    if (fd < 0)
        return ERR_IO;
    (void)close(fd);
    enum err e = write_file(path, sheet, next, ctx);
    if (e == ERR_NONE)
        e = read_file(a, path, ret_file);
    (void)unlink(path);
    return e;
}
