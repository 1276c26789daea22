#include "bulk.h"

#include <inttypes.h>
#include <string.h>

void bulk_row(struct bulk *b)
{
    if (b->rows == 0)
        buf_adds(&b->sql, b->head);
    else
        buf_adds(&b->sql, "),");
    buf_addc(&b->sql, '(');
    b->rows++;
    b->first = true;
}

static void comma(struct bulk *b)
{
    if (!b->first)
        buf_addc(&b->sql, ',');
    b->first = false;
}

void bulk_int(struct bulk *b, int64_t value)
{
    comma(b);
    buf_printf(&b->sql, "%" PRId64, value);
}

void bulk_null(struct bulk *b)
{
    comma(b);
    buf_adds(&b->sql, "NULL");
}

void bulk_id(struct bulk *b, int64_t id)
{
    if (id)
        bulk_int(b, id);
    else
        bulk_null(b);
}

void bulk_text(struct bulk *b, const char *text)
{
    comma(b);
    buf_addc(&b->sql, '\'');
    for (const char *p = text; *p;) {
        size_t plain = strcspn(p, "'\\");
        buf_add(&b->sql, p, plain);
        p += plain;
        if (*p) {
            buf_addc(&b->sql, '\\');
            buf_addc(&b->sql, *p++);
        }
    }
    buf_addc(&b->sql, '\'');
}

void bulk_bytes(struct bulk *b, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    comma(b);
    buf_adds(&b->sql, "x'");
    for (size_t i = 0; i < n; i++) {
        buf_addc(&b->sql, digits[p[i] >> 4]);
        buf_addc(&b->sql, digits[p[i] & 15]);
    }
    buf_addc(&b->sql, '\'');
}

enum err bulk_flush(struct bulk *b)
{
    if (b->rows == 0)
        return ERR_NONE;
    buf_addc(&b->sql, ')');
    enum err e = db_exec_text(b->db, b->sql.p);
    b->sql.n = 0;
    b->rows = 0;
    return e;
}
