#include <string.h>

#include "db.h"

/*
 * As the machine has numbers. A print of the statement and two counts, then the cells: a byte for the type, and a number of eight bytes or a text with its length in four bytes and a NUL.
 */
#define CELLS_MAX (1u << 20)

static void put_count(struct buf *to, size_t n)
{
    uint32_t count = (uint32_t)n;
    buf_add(to, &count, sizeof count);
}

void db_rows_pack(struct buf *to, const struct db_stmt *stmt, const struct db_rows *rows)
{
    /* Rows of another statement, older or newer, are not taken for those of this one. */
    uint64_t print = str_hash(str_of(stmt->sql));
    buf_add(to, &print, sizeof print);
    put_count(to, rows->n);
    put_count(to, rows->columns);
    for (size_t i = 0; i < rows->n * rows->columns; i++) {
        const struct db_value *v = &rows->cells[i];
        buf_addc(to, (char)v->type);
        if (v->type == DB_TYPE_INT)
            buf_add(to, &v->number, sizeof v->number);
        if (v->type == DB_TYPE_TEXT || v->type == DB_TYPE_BYTES) {
            put_count(to, v->text.n);
            buf_add(to, v->text.p, v->text.n);
            buf_addc(to, '\0');
        }
    }
}

static const char *take(struct str *from, size_t n)
{
    const char *at = from->p;
    if (from->n < n)
        return NULL;
    from->p += n;
    from->n -= n;
    return at;
}

static bool take_count(struct str *from, size_t *ret_n)
{
    uint32_t count;
    const char *at = take(from, sizeof count);
    if (!at)
        return false;
    memcpy(&count, at, sizeof count);
    *ret_n = count;
    return true;
}

static bool take_cell(struct str *from, struct db_value *ret_value)
{
    const char *type = take(from, 1), *at;
    struct db_value v = {.type = DB_TYPE_NULL};
    if (!type || *type < DB_TYPE_NULL || *type > DB_TYPE_BYTES)
        return false;
    v.type = (enum db_type)*type;
    if (v.type == DB_TYPE_INT) {
        if (!(at = take(from, sizeof v.number)))
            return false;
        memcpy(&v.number, at, sizeof v.number);
    } else if (v.type != DB_TYPE_NULL) {
        if (!take_count(from, &v.text.n) || v.text.n >= from->n || !(at = take(from, v.text.n + 1)) || at[v.text.n])
            return false;
        v.text.p = at;
    }
    *ret_value = v;
    return true;
}

bool db_rows_unpack(struct arena *a, struct str *from, const struct db_stmt *stmt, struct db_rows *ret_rows)
{
    size_t n, columns;
    uint64_t print = str_hash(str_of(stmt->sql));
    const char *at = take(from, sizeof print);
    if (!at || memcmp(at, &print, sizeof print) != 0)
        return false;
    if (!take_count(from, &n) || !take_count(from, &columns) || n > CELLS_MAX || columns > CELLS_MAX || n * columns > from->n)
        return false;
    struct db_value *cells = ARENA_ARRAY(a, n * columns + 1, struct db_value);
    for (size_t i = 0; i < n * columns; i++) {
        if (!take_cell(from, &cells[i]))
            return false;
    }
    *ret_rows = (struct db_rows){.n = n, .columns = columns, .cells = cells};
    return true;
}
