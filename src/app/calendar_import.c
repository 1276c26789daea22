#include "calendar_import.h"

#include <errno.h>
#include <glob.h>
#include <string.h>

#include "calendar_file.h"
#include "calendar_store.h"
#include "file_read.h"

#define UNITS_MAX 5000

static enum err read_file(struct arena *a, const char *path, struct calendar_file *ret_file)
{
    struct calendar_file_faults *faults = ARENA_NEW(a, struct calendar_file_faults);
    struct str bytes;
    if (!file_read(a, path, CALENDAR_FILE_BYTES_MAX + 1, &bytes)) {
        (void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return ERR_CONFIG;
    }
    if (calendar_file_read(a, bytes, ret_file, faults) == ERR_NONE)
        return ERR_NONE;
    for (size_t i = 0; i < faults->n; i++)
        (void)fprintf(stderr, "%s:%d: %s\n", path, faults->list[i].line, faults->list[i].message);
    return ERR_CONFIG;
}

enum err calendar_import_check(struct arena *a, const char *path)
{
    struct calendar_file file;
    return read_file(a, path, &file);
}

static enum err find(struct db *db, struct arena *a, const char *code, struct calendar_row *ret_row)
{
    struct calendar_row *rows;
    size_t n;
    TRY(calendar_list(db, a, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].code, code) == 0) {
            *ret_row = rows[i];
            return ERR_NONE;
        }
    }
    return ERR_NOT_FOUND;
}

static enum err give_to_tops(struct db *db, struct arena *a, struct change_by *by, int64_t id)
{
    struct calendar_use *units;
    size_t n;
    TRY(calendar_units(db, a, NULL, UNITS_MAX, &units, &n));
    for (size_t i = 0; i < n; i++) {
        if (!units[i].parent_id && !units[i].calendar_id)
            TRY(calendar_unit_set(db, a, by, units[i].id, id));
    }
    return ERR_NONE;
}

static enum err make(struct db *db, struct arena *a, struct change_by *by, const struct calendar_file *file, struct calendar_row *ret_row)
{
    struct calendar_row row = {.code = file->code, .name_zh = file->name_zh, .name_en = file->name_en, .make_up = "", .active = true, .version = 1};
    for (size_t w = 0; w < COUNT_OF(row.week); w++)
        row.week[w] = calendar_hours_write(a, &calendar_plain.week[w]);
    TRY(calendar_save(db, a, by, &row));
    TRY(give_to_tops(db, a, by, row.id));
    *ret_row = row;
    return ERR_NONE;
}

static bool same_days(const struct calendar_day *x, size_t n, const struct calendar_day *y, size_t m)
{
    if (n != m)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (x[i].day != y[i].day || x[i].kind != y[i].kind || strcmp(x[i].name_zh, y[i].name_zh) != 0 || strcmp(x[i].name_en, y[i].name_en) != 0)
            return false;
    }
    return true;
}

static enum err stands(struct db *db, struct arena *a, const struct calendar_row *row, const struct calendar_file *file, bool *ret_same)
{
    struct calendar_day *days;
    struct calendar_year *years;
    size_t n, n_years;
    TRY(calendar_days(db, a, row->id, file->year, &days, &n));
    TRY(calendar_years(db, a, row->id, &years, &n_years));
    *ret_same = false;
    for (size_t i = 0; i < n_years; i++)
        *ret_same |= years[i].year == file->year && years[i].calendar_id == row->id && strcmp(years[i].source, file->source) == 0;
    *ret_same = *ret_same && same_days(days, n, file->days, file->n_days);
    return ERR_NONE;
}

enum err calendar_import(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *path, FILE *out)
{
    struct change_by by = {.keys = keys, .now_us = now_us};
    struct calendar_file file;
    struct calendar_row row;
    bool same;
    TRY(read_file(a, path, &file));
    enum err e = find(db, a, file.code, &row);
    if (e == ERR_NOT_FOUND)
        e = make(db, a, &by, &file, &row);
    TRY(e);
    TRY(stands(db, a, &row, &file, &same));
    if (!same)
        TRY(calendar_days_save(db, a, &by, row.id, row.version, file.year, file.source, file.days, file.n_days));
    if (out)
        (void)fprintf(out, "%s: calendar %s, %d: %s\n", path, file.code, file.year, same ? "as it stands" : "put in");
    return ERR_NONE;
}

enum err calendar_seed(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *templates_dir)
{
    glob_t found;
    enum err e = ERR_NONE;
    if (glob(arena_printf(a, "%s/../rulebooks/calendars/*.yaml", templates_dir), 0, NULL, &found) != 0)
        return ERR_NONE; /* without them weeks are plain, and the pages say so */
    for (size_t i = 0; i < found.gl_pathc && e == ERR_NONE; i++)
        e = calendar_import(db, a, keys, now_us, found.gl_pathv[i], NULL);
    globfree(&found);
    return e;
}
