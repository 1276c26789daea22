#include "csv.h"

#include <string.h>

/* Full-width signs as well: spreadsheets of East Asia take them for the same. */
static bool is_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    bool formula = *text && strchr("=+-@\t\r\n", *text);
    for (size_t i = 0; i < COUNT_OF(wide); i++)
        formula |= strncmp(text, wide[i], strlen(wide[i])) == 0;
    return formula;
}

void csv_cell(struct buf *to, const char *text, bool first, bool guard)
{
    bool formula = guard && is_formula(text);
    bool quoted = formula || strpbrk(text, "\",\r\n") != NULL;
    if (!first)
        buf_addc(to, ',');
    if (quoted)
        buf_addc(to, '"');
    if (formula)
        buf_addc(to, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buf_addc(to, '"');
        buf_addc(to, *text);
    }
    if (quoted)
        buf_addc(to, '"');
}

void csv_end_row(struct buf *to)
{
    buf_adds(to, "\r\n");
}

static bool at_end(const struct str *rest, size_t i)
{
    return i >= rest->n || rest->p[i] == ',' || rest->p[i] == '\r' || rest->p[i] == '\n';
}

bool csv_next(struct arena *a, struct str *rest, const char **ret_cell, bool *ret_last)
{
    struct buf cell = {.arena = a};
    size_t i = 0;
    bool quoted = rest->n > 0 && rest->p[0] == '"';
    if (rest->n == 0)
        return false;
    for (i = quoted ? 1 : 0; i < rest->n; i++) {
        if (quoted && rest->p[i] == '"' && !(i + 1 < rest->n && rest->p[i + 1] == '"')) {
            i++;
            break;
        }
        if (!quoted && at_end(rest, i))
            break;
        i += quoted && rest->p[i] == '"';
        buf_addc(&cell, rest->p[i]);
    }
    *ret_last = i >= rest->n || rest->p[i] != ',';
    i += i < rest->n && rest->p[i] == '\r';
    i += i < rest->n;
    *rest = (struct str){rest->p + i, rest->n - i};
    *ret_cell = cell.n ? cell.p : "";
    return true;
}
