#include "content_store.h"

#include <stdlib.h>
#include <string.h>

#include "basis_store.h"

enum { LIVE, VALUES, SETTING };
static const struct db_stmt list[] = {
    [LIVE] = {"SELECT id, kind, slug, live FROM content WHERE live IS NOT NULL ORDER BY id LIMIT 1000", "", "iiTt"},
    [VALUES] = {"SELECT period, figure, value, base FROM published_figure FORCE INDEX (published_figure_from) ORDER BY from_us DESC, period DESC LIMIT 60", "", "ttII"},
    [SETTING] = {"SELECT live FROM content WHERE kind = 4 AND live IS NOT NULL LIMIT 1", "", "t"},
};
const struct db_stmts content_stmts = {"content", list, COUNT_OF(list), DB_PUBLIC | DB_STAFF | DB_JOBS};

/* ---- making them ready ---- */

struct parts {
    struct content_shown *pages, *channels, *questions, *figures;
    size_t n_pages, n_channels, n_questions;
};

static int by_sort(const void *a, const void *b)
{
    const struct content_shown *x = a, *y = b;
    if (x->sort != y->sort)
        return x->sort < y->sort ? -1 : 1;
    return x->id < y->id ? -1 : 1;
}

static void put(struct arena *a, struct parts *p, int64_t id, enum content_kind kind, const char *slug, const struct content_text *text)
{
    struct content_shown shown = content_show(a, id, slug, text);
    switch (kind) {
    case CONTENT_PAGE: p->pages[p->n_pages++] = shown; break;
    case CONTENT_CHANNEL: p->channels[p->n_channels++] = shown; break;
    case CONTENT_QUESTION: p->questions[p->n_questions++] = shown; break;
    case CONTENT_FIGURES:
        p->figures = ARENA_NEW(a, struct content_shown);
        *p->figures = shown;
        break;
    }
}

static size_t read_values(const struct db_rows *rows, struct arena *a, struct content_value *values)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        for (int f = 0; f < FIGURE__COUNT; f++)
            if (strcmp(content_figure_code((enum content_figure)f), db_text(rows, i, 1)) == 0)
                values[n++] = (struct content_value){(enum content_figure)f, arena_strdup(a, db_text(rows, i, 0)), !db_is_null(rows, i, 2), db_int(rows, i, 2), db_int(rows, i, 3)};
    return n;
}

/* draft: stands in the place of what is live of the same id; NULL for none. */
static enum err gather(struct db *db, struct arena *a, const struct content *draft, struct contents *ret_contents)
{
    struct db_rows rows, values;
    TRY(db_query(db, a, &list[LIVE], DB_NO_ARGS, &rows));
    TRY(db_query(db, a, &list[VALUES], DB_NO_ARGS, &values));
    size_t most = rows.n + 1;
    struct parts p = {.pages = ARENA_ARRAY(a, most, struct content_shown), .channels = ARENA_ARRAY(a, most, struct content_shown), .questions = ARENA_ARRAY(a, most, struct content_shown)};
    struct content_text text;
    for (size_t i = 0; i < rows.n; i++)
        if ((!draft || draft->id != db_int(&rows, i, 0)) && content_read(a, db_text(&rows, i, 3), &text))
            put(a, &p, db_int(&rows, i, 0), (enum content_kind)db_int(&rows, i, 1), db_text(&rows, i, 2), &text);
    if (draft)
        put(a, &p, draft->id, draft->kind, draft->slug, draft->has_draft ? &draft->draft : &draft->live);
    qsort(p.pages, p.n_pages, sizeof *p.pages, by_sort);
    qsort(p.channels, p.n_channels, sizeof *p.channels, by_sort);
    qsort(p.questions, p.n_questions, sizeof *p.questions, by_sort);
    struct content_value *shown = ARENA_ARRAY(a, values.n + 1, struct content_value);
    *ret_contents = (struct contents){.pages = p.pages, .n_pages = p.n_pages, .channels = p.channels, .n_channels = p.n_channels, .questions = p.questions,
                                      .n_questions = p.n_questions, .figures = p.figures, .values = shown, .n_values = read_values(&values, a, shown)};
    return ERR_NONE;
}

enum err contents_preview(struct db *db, struct arena *a, const struct content *draft, struct contents *ret_contents)
{
    return gather(db, a, draft, ret_contents);
}

static enum err make(struct db *db, struct arena *keep, void *ctx, const void **ret_object)
{
    (void)ctx;
    struct contents *c = ARENA_NEW(keep, struct contents);
    TRY(gather(db, keep, NULL, c));
    *ret_object = c;
    return ERR_NONE;
}

static enum err load(struct db *db, struct arena *a, const void **ret_object)
{
    const struct db_rows *version;
    TRY(db_kept(db, a, basis_version, basis_version, &version));
    struct db_object_key key = {.kind = &content_stmts, .version = version->n ? db_int(version, 0, 0) : 0};
    return db_object(db, a, &key, make, NULL, ret_object);
}

const struct contents *contents_load(struct db *db, struct arena *a)
{
    const void *object;
    if (!db)
        return &contents_none;
    if (load(db, a, &object) == ERR_NONE)
        return object;
    object = db_object_last(db, &content_stmts, 0);
    return object ? object : &contents_none;
}

enum err content_figures_live(struct db *db, struct arena *a, struct content_text *ret_text)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[SETTING], DB_NO_ARGS, &row));
    return content_read(a, db_text(&row, 0, 0), ret_text) ? ERR_NONE : ERR_NOT_FOUND;
}
