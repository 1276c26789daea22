#include "list_export.h"

#include <string.h>

#include "complaint_store.h"
#include "desk_export.h"
#include "desk_export_view.h"
#include "desk_list_form.h"
#include "export_store.h"
#include "log.h"
#include "rulebook_store.h"
#include "tag_store.h"

#define PART_ROWS 200
#define LOOK 30000       /* rows that a filter looks at in one go: nobody waits for a page */
#define PARTS_AT_ONCE 150 /* then another task goes on, so that a claim does not run out */
#define PART_ARENA ((size_t)64 << 20)

struct making {
    struct db *db;
    const struct site *site;
    const struct rulebook *book;
    struct list_export e;
    struct access_user user;
    struct desk_list list;
    int64_t now_us;
    bool guard, over;
};

static struct page page_of(const struct making *m, struct arena *a)
{
    return (struct page){.site = m->site, .arena = a, .user = &m->user, .lang = strcmp(m->e.language, "zh") == 0 ? LANG_ZH : LANG_EN, .now_us = m->now_us};
}

/* The next rows; over when there are none behind them, or the limit is reached. */
static enum err make_part(struct making *m, struct arena *a)
{
    const struct page page = page_of(m, a);
    const size_t most = m->site->config->limits.export_rows;
    struct desk_list at = desk_list_at(&m->list, m->e.after_value, m->e.after_id, false);
    struct complaint_filter filter = desk_list_filter(&at, m->user.id, m->site->zone, m->e.at_us, PART_ROWS);
    struct complaint_cut cut = {0};
    struct complaint *rows;
    const char **tags = NULL;
    struct buf csv = {.arena = a};
    size_t n, left = most > (size_t)m->e.found ? most - (size_t)m->e.found : 0;
    filter.cut = &cut;
    filter.look = LOOK;
    TRY(complaint_list(m->db, a, &m->user, &filter, &rows, &n));
    bool further = n > PART_ROWS || cut.cut;
    size_t take = n > PART_ROWS ? PART_ROWS : n;
    if (take > left) {
        take = left;
        m->e.cut = true;
    }
    if (desk_list_columns(&m->list) & DESK_COLUMN(COLUMN_TAGS))
        TRY(tag_of(m->db, a, rows, take, page.lang == LANG_ZH ? "、" : ", ", &tags));
    if (m->e.parts == 0) {
        buf_adds(&csv, CSV_MARK);
        desk_export_head(&page, desk_list_columns(&m->list), m->guard, &csv);
    }
    desk_export_rows(&page, m->book, desk_list_columns(&m->list), m->guard, rows, tags, take, &csv);
    bool by_due = m->list.sort == DESK_BY_DUE, page_full = n > PART_ROWS;
    int64_t value = page_full || !cut.cut ? (take > 0 ? (by_due ? rows[take - 1].due_us : rows[take - 1].received_us) : m->e.after_value) : cut.value;
    int64_t id = page_full || !cut.cut ? (take > 0 ? rows[take - 1].id : m->e.after_id) : cut.id;
    m->over = !further || m->e.cut;
    return export_put(m->db, &m->e, (struct str){csv.n ? csv.p : "", csv.n}, (int)take, value, id);
}

struct reading {
    struct making *m;
    struct arena *arena;
    int n;
};

static enum err next_part(void *ctx, struct str *ret_csv)
{
    struct reading *r = ctx;
    *ret_csv = (struct str){0};
    arena_reset(r->arena);
    while (r->n < r->m->e.parts) {
        TRY(export_part(r->m->db, r->arena, r->m->e.id, r->n++, ret_csv));
        if (ret_csv->n > 0)
            return ERR_NONE;
    }
    return ERR_NONE;
}

static enum err finish(struct making *m, struct arena *a)
{
    const struct page page = page_of(m, a);
    struct str workbook = {0};
    if (strcmp(m->e.format, "xlsx") == 0) {
        struct reading r = {.m = m, .arena = arena_new(PART_ARENA)};
        enum err e = xlsx_make(a, page_text(&page, N_("Complaints")), next_part, &r, &workbook);
        arena_free(r.arena);
        TRY(e);
    }
    return export_finish(m->db, a, m->site->keys, &m->user, &m->e, workbook, m->now_us);
}

static enum err make(struct making *m, struct arena *a)
{
    struct arena *part = arena_new(PART_ARENA);
    enum err e = ERR_NONE;
    for (int i = 0; e == ERR_NONE && !m->over && i < PARTS_AT_ONCE; i++) {
        e = make_part(m, part);
        arena_reset(part);
    }
    arena_free(part);
    TRY(e);
    return m->over ? finish(m, a) : export_go_on(m->db, a, m->e.id, m->now_us);
}

enum err list_export_go_on(struct db *db, struct arena *a, const struct site *site, const char *data, int64_t now_us)
{
    struct making m = {.db = db, .site = site, .now_us = now_us, .list = {.words = ""}};
    int64_t version_id;
    long long id;
    if (!str_to_i64(str_of(timeline_get(a, data, "export")), 1, INT64_MAX, &id))
        return ERR_INTERNAL;
    enum err e = export_find(db, a, id, &m.e);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && m.e.state != EXPORT_WAITING))
        return ERR_NONE;
    TRY(e);
    e = export_user(db, a, m.e.user_id, &m.user);
    if (e == ERR_FORBIDDEN)
        return export_fail(db, id, now_us);
    TRY(e);
    TRY(rulebook_in_force(db, a, &m.book, &version_id));
    m.guard = strcmp(m.e.format, "csv") == 0;
    desk_list_read_from(m.e.query, a, desk_date_of(m.e.at_us, site->zone), &m.list);
    e = make(&m, a);
    /* Another host was faster: it goes on. */
    return e == ERR_STALE ? ERR_NONE : e;
}
