#include "figure_store.h"

#include <string.h>

#include "basis_store.h"
#include "content_store.h"

#define PERIODS 4
/* What is a complaint, and counted once. */
#define COUNTED "c.path = '' AND c.merged_into_id IS NULL"

enum { KNOWN, RECEIVED, CLOSED, PUT };
static const struct db_stmt list[] = {
    [KNOWN] = {"SELECT figure FROM published_figure WHERE period = ?", "t", "t"},
    /* Every complaint stands with its unit and all above it: the top units have all of them, each once, in the order of their receipt. */
    [RECEIVED] = {"SELECT COUNT(DISTINCT s.complaint_id) FROM unit u STRAIGHT_JOIN complaint_scope s FORCE INDEX (complaint_scope_received) ON s.holder = 72057594037927936 + u.id AND s.is_open IN (0, 1) AND s.received_us >= ? AND "
                  "s.received_us < ? STRAIGHT_JOIN complaint c ON c.id = s.complaint_id WHERE u.parent_id IS NULL AND " COUNTED,
                  "ii", "i"},
    [CLOSED] = {"SELECT COUNT(*), CAST(COALESCE(SUM(x.late IS NOT NULL), 0) AS SIGNED), CAST(COALESCE(SUM(x.late = 0), 0) AS SIGNED), CAST(COALESCE(SUM(x.took_us), 0) AS SIGNED), CAST(COALESCE(SUM(x.overall IS NOT "
                "NULL), 0) AS SIGNED), CAST(COALESCE(SUM(x.overall >= 4), 0) AS SIGNED) FROM (SELECT c.closed_us - c.received_us AS took_us, (SELECT MAX(k.late) FROM clock k WHERE k.complaint_id = c.id AND k.kind = 6 "
                "AND k.promised = 1) AS late, (SELECT r.overall FROM rating r WHERE r.complaint_id = c.id) AS overall FROM complaint c FORCE INDEX (complaint_closed) WHERE c.closed_us >= ? AND c.closed_us < ? AND "
                "c.state = 5 AND " COUNTED ") x",
                "ii", "iiiiii"},
    [PUT] = {"INSERT IGNORE INTO published_figure (period, figure, from_us, value, base, computed_us) VALUES (?, ?, ?, ?, ?, ?)", "ttiIIi", ""},
};
const struct db_stmts figure_stmts = {"figure", list, COUNT_OF(list), DB_JOBS};

struct facts {
    int64_t received, closed, with_date, in_time, took_us, rated, satisfied;
};

static enum err read_facts(struct db *db, struct arena *a, int64_t from_us, int64_t to_us, struct facts *ret_facts)
{
    struct db_rows received, closed;
    TRY(db_one(db, a, &list[RECEIVED], DB_ARGS(DB_INT(from_us), DB_INT(to_us)), &received));
    TRY(db_one(db, a, &list[CLOSED], DB_ARGS(DB_INT(from_us), DB_INT(to_us)), &closed));
    *ret_facts = (struct facts){db_int(&received, 0, 0), db_int(&closed, 0, 0), db_int(&closed, 0, 1), db_int(&closed, 0, 2), db_int(&closed, 0, 3), db_int(&closed, 0, 4), db_int(&closed, 0, 5)};
    return ERR_NONE;
}

/* Tenths, rounded. */
static int64_t tenths(int64_t part, int64_t whole)
{
    return whole ? (part * 20 + whole) / (whole * 2) : 0;
}

static struct content_value value_of(enum content_figure figure, const struct facts *f)
{
    switch (figure) {
    case FIGURE_RECEIVED: return (struct content_value){.value = f->received, .base = f->received};
    case FIGURE_CLOSED: return (struct content_value){.value = f->closed, .base = f->closed};
    case FIGURE_IN_TIME: return (struct content_value){.value = tenths(f->in_time * 100, f->with_date), .base = f->with_date};
    case FIGURE_MEAN_DAYS: return (struct content_value){.value = f->closed ? tenths(f->took_us / f->closed, UTC_DAY_US) : 0, .base = f->closed};
    case FIGURE_SATISFIED: return (struct content_value){.value = tenths(f->satisfied * 100, f->rated), .base = f->rated};
    case FIGURE__COUNT: break;
    }
    return (struct content_value){.base = 0};
}

static bool is_known(const struct db_rows *known, const char *code)
{
    for (size_t i = 0; i < known->n; i++)
        if (strcmp(db_text(known, i, 0), code) == 0)
            return true;
    return false;
}

struct sweeping {
    struct arena *arena;
    const struct content_text *text;
    struct content_period period;
    int64_t from_us, to_us, now_us;
    int least;
    size_t n;
};

static enum err put_period(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    struct db_rows known;
    struct facts facts;
    bool read = false;
    s->n = 0;
    TRY(db_query(db, s->arena, &list[KNOWN], DB_ARGS(DB_TEXT(s->period.name)), &known));
    for (int f = 0; f < FIGURE__COUNT; f++) {
        const char *code = content_figure_code((enum content_figure)f);
        if (!content_figure_chosen(s->text, (enum content_figure)f) || is_known(&known, code))
            continue;
        if (!read)
            TRY(read_facts(db, s->arena, s->from_us, s->to_us, &facts));
        read = true;
        struct content_value v = value_of((enum content_figure)f, &facts);
        bool told = v.base > 0 && v.base >= s->least;
        struct db_done done;
        TRY(db_run(db, &list[PUT], DB_ARGS(DB_TEXT(s->period.name), DB_TEXT(code), DB_INT(s->from_us), told ? DB_INT(v.value) : DB_NULL, told ? DB_INT(v.base) : DB_NULL, DB_INT(s->now_us)), &done));
        s->n += (size_t)done.rows;
    }
    return s->n ? basis_raise(db) : ERR_NONE;
}

enum err figure_sweep(struct db *db, struct arena *a, const struct utc_zone *zone, int64_t now_us, size_t *ret_n)
{
    struct content_text text;
    long long wait, least;
    *ret_n = 0;
    enum err e = content_figures_live(db, a, &text);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    if (!str_to_i64(str_of(text.wait), 0, 90, &wait) || !str_to_i64(str_of(text.least), 2, 1000, &least))
        return ERR_NONE;
    struct utc_parts today = utc_in_zone(now_us, zone);
    for (int back = 1; back <= PERIODS; back++) {
        struct content_period p = content_period_of(a, today.year, today.month, strcmp(text.period, "quarter") == 0, back);
        struct sweeping s = {.arena = a, .text = &text, .period = p, .now_us = now_us, .least = (int)least, .from_us = utc_from_local(p.year, p.month, 1, 0, 0, 0, zone),
                             .to_us = utc_from_local(p.next_year, p.next_month, 1, 0, 0, 0, zone)};
        if (now_us < utc_day_start(s.to_us, (int)wait, zone))
            continue;
        TRY(db_tx(db, put_period, &s));
        *ret_n += s.n;
    }
    return ERR_NONE;
}
