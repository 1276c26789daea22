#include "change_data.h"

#include <string.h>

#include "str.h"

#define FIELDS_MAX 64

static void add_string(struct buf *out, const char *s)
{
    if (!s) {
        buf_adds(out, "null");
        return;
    }
    buf_addc(out, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n')
            buf_adds(out, "\\n");
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

const char *change_data(struct arena *a, const struct change_field *fields, size_t n)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        const char *before = fields[i].before, *after = fields[i].after;
        if (strcmp(before ? before : "", after ? after : "") == 0)
            continue;
        buf_addc(&out, out.n == 0 ? '{' : ',');
        add_string(&out, fields[i].name);
        buf_adds(&out, ":[");
        add_string(&out, before);
        buf_addc(&out, ',');
        add_string(&out, after);
        buf_addc(&out, ']');
    }
    if (out.n == 0)
        return NULL;
    buf_addc(&out, '}');
    return out.p;
}

static bool take(const char **p, char c)
{
    if (**p != c)
        return false;
    ++*p;
    return true;
}

/* The escapes that add_string writes, no others. */
static bool take_escape(const char **p, struct buf *out)
{
    char c = *(*p)++;
    if (c == '"' || c == '\\') {
        buf_addc(out, c);
        return true;
    }
    if (c == 'n') {
        buf_addc(out, '\n');
        return true;
    }
    unsigned char low;
    if (c != 'u' || strnlen(*p, 4) < 4 || strncmp(*p, "00", 2) != 0 || !str_unhex((struct str){*p + 2, 2}, &low, 1) || low == 0 || low >= 0x20)
        return false;
    *p += 4;
    buf_addc(out, (char)low);
    return true;
}

static bool take_string(struct arena *a, const char **p, const char **ret_s)
{
    if (strncmp(*p, "null", 4) == 0) {
        *p += 4;
        *ret_s = NULL;
        return true;
    }
    if (!take(p, '"'))
        return false;
    struct buf out = {.arena = a};
    while (**p && **p != '"') {
        if (!take(p, '\\'))
            buf_addc(&out, *(*p)++);
        else if (!take_escape(p, &out))
            return false;
    }
    *ret_s = out.n ? out.p : "";
    return take(p, '"');
}

enum err change_data_read(struct arena *a, const char *data, struct change_field **ret_fields, size_t *ret_n)
{
    struct change_field *fields = ARENA_ARRAY(a, FIELDS_MAX, struct change_field);
    size_t n = 0;
    if (strcmp(data, "{}") == 0) {
        *ret_fields = fields;
        *ret_n = 0;
        return ERR_NONE;
    }
    const char *p = data;
    do {
        if (!take(&p, n == 0 ? '{' : ',') || n == FIELDS_MAX)
            return ERR_MALFORMED;
        struct change_field *f = &fields[n];
        if (!take_string(a, &p, &f->name) || !f->name || !take(&p, ':') || !take(&p, '[') || !take_string(a, &p, &f->before) ||
            !take(&p, ',') || !take_string(a, &p, &f->after) || !take(&p, ']'))
            return ERR_MALFORMED;
        n++;
    } while (*p == ',');
    if (strcmp(p, "}") != 0)
        return ERR_MALFORMED;
    *ret_fields = fields;
    *ret_n = n;
    return ERR_NONE;
}
