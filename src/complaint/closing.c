#include "closing.h"

#include <string.h>

#include "str.h"

/* Texts of the form, in the order of the rows. */
static const struct {
    const char *code;
    size_t at;
} texts[] = {
    {"=basis", offsetof(struct complaint_closing, basis)},         {"=text", offsetof(struct complaint_closing, text)},
    {"=agreement", offsetof(struct complaint_closing, agreement)}, {"=asked", offsetof(struct complaint_closing, asked)},
    {"=answered", offsetof(struct complaint_closing, answered)},   {"=evidence", offsetof(struct complaint_closing, evidence)},
    {"=cause", offsetof(struct complaint_closing, cause)},         {"=stage", offsetof(struct complaint_closing, stage)},
};

static const char **text_at(struct complaint_closing *closing, size_t i)
{
    return (const char **)(void *)((char *)closing + texts[i].at);
}

struct complaint_closing closing_none(void)
{
    struct complaint_closing none = {.finding = FINDING_NONE};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *text_at(&none, i) = "";
    return none;
}

bool closing_is_field(const char *code)
{
    return *code == '=';
}

const char *closing_part_text(const struct complaint_closing *closing, const char *code)
{
    for (size_t i = 0; i < closing->n_parts; i++) {
        if (strcmp(closing->parts[i].code, code) == 0)
            return closing->parts[i].body;
    }
    return "";
}

const struct closing_matter *closing_matter_of(const struct complaint_closing *closing, int position)
{
    for (size_t i = 0; i < closing->n_matters; i++) {
        if (closing->matters[i].position == position)
            return &closing->matters[i];
    }
    return NULL;
}

/* ---- to rows ---- */

struct rows {
    struct arena *arena;
    struct closing_part *list;
    size_t n;
};

static void add_text(struct rows *rows, const char *code, const char *body)
{
    if (body && *body)
        rows->list[rows->n++] = (struct closing_part){code, body};
}

static void add_number(struct rows *rows, const char *code, int64_t number)
{
    if (number)
        add_text(rows, code, arena_printf(rows->arena, "%lld", (long long)number));
}

static const char *numbered(struct arena *a, const char *code, int position)
{
    return arena_printf(a, "%s-%d", code, position);
}

void closing_rows(struct arena *a, const struct complaint_closing *closing, struct closing_part **ret_rows, size_t *ret_n)
{
    struct complaint_closing c = *closing;
    struct rows rows = {.arena = a, .list = ARENA_ARRAY(a, COUNT_OF(texts) + 4 + 3 * c.n_matters + c.n_parts, struct closing_part)};
    add_number(&rows, "=finding", c.finding);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        add_text(&rows, texts[i].code, *text_at(&c, i));
    add_number(&rows, "=freely", c.freely);
    add_number(&rows, "=outcome", c.outcome);
    add_number(&rows, "=department", c.department_id);
    for (size_t i = 0; i < c.n_matters; i++) {
        const struct closing_matter *m = &c.matters[i];
        add_number(&rows, numbered(a, "=finding", m->position), m->finding);
        add_text(&rows, numbered(a, "=reason", m->position), m->reason);
        add_text(&rows, numbered(a, "=remedy", m->position), m->remedy);
    }
    for (size_t i = 0; i < c.n_parts; i++)
        add_text(&rows, c.parts[i].code, c.parts[i].body);
    *ret_rows = rows.list;
    *ret_n = rows.n;
}

/* ---- and back ---- */

struct reading {
    struct complaint_closing c;
    struct closing_matter *matters;
    struct closing_part *parts;
};

static int64_t number_of(const char *body, int64_t least, int64_t most)
{
    long long number;
    return str_to_i64(str_of(body), least, most, &number) ? number : 0;
}

static struct closing_matter *matter_at(struct reading *r, int position)
{
    for (size_t i = 0; i < r->c.n_matters; i++) {
        if (r->matters[i].position == position)
            return &r->matters[i];
    }
    r->matters[r->c.n_matters] = (struct closing_matter){.position = position, .reason = "", .remedy = ""};
    return &r->matters[r->c.n_matters++];
}

/* "=reason-2": of the second matter. */
static void read_matter(struct reading *r, const char *code, const char *body)
{
    const char *dash = strrchr(code, '-');
    int position = (int)number_of(dash + 1, 1, INT16_MAX);
    if (position == 0)
        return;
    size_t n = (size_t)(dash - code);
    if (n == strlen("=finding") && strncmp(code, "=finding", n) == 0)
        matter_at(r, position)->finding = (enum complaint_finding)number_of(body, 0, FINDING__END - 1);
    else if (n == strlen("=reason") && strncmp(code, "=reason", n) == 0)
        matter_at(r, position)->reason = body;
    else if (n == strlen("=remedy") && strncmp(code, "=remedy", n) == 0)
        matter_at(r, position)->remedy = body;
}

static void read_field(struct reading *r, const char *code, const char *body)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].code, code) == 0) {
            *text_at(&r->c, i) = body;
            return;
        }
    }
    if (strchr(code, '-'))
        read_matter(r, code, body);
    else if (strcmp(code, "=finding") == 0)
        r->c.finding = (enum complaint_finding)number_of(body, 0, FINDING__END - 1);
    else if (strcmp(code, "=freely") == 0)
        r->c.freely = (int)number_of(body, -1, 1);
    else if (strcmp(code, "=outcome") == 0)
        r->c.outcome = (int)number_of(body, 0, 2);
    else if (strcmp(code, "=department") == 0)
        r->c.department_id = number_of(body, 1, INT64_MAX);
}

struct complaint_closing closing_of_rows(struct arena *a, const struct closing_part *rows, size_t n)
{
    struct reading r = {.c = closing_none(), .matters = ARENA_ARRAY(a, n + 1, struct closing_matter), .parts = ARENA_ARRAY(a, n + 1, struct closing_part)};
    for (size_t i = 0; i < n; i++) {
        if (closing_is_field(rows[i].code))
            read_field(&r, rows[i].code, rows[i].body);
        else
            r.parts[r.c.n_parts++] = rows[i];
    }
    r.c.matters = r.matters;
    r.c.parts = r.parts;
    return r.c;
}
