#include "sample_store.h"

#include <string.h>

#include "basis_store.h"
#include "crypto_random.h"
#include "places.h"
#include "task_store.h"

/* Below the unit that draws, with its own ones where it is asked so; nothing that was made something else than a complaint. */
#define BELOW " JOIN unit_tree t ON t.unit_id = c.unit_id AND t.ancestor_id = ? "
#define OTHERS " AND (c.unit_id <> ? OR (SELECT o.parent_id FROM unit o WHERE o.id = c.unit_id) IS NULL)"
#define WISHED "EXISTS (SELECT 1 FROM clock w JOIN clock_history h ON h.clock_id = w.id WHERE w.complaint_id = c.id AND h.kind = 1 AND h.rule = 'wish' AND h.reason <> '')"
/* Counted, so that each is a look into its own clocks: EXISTS would be turned into a reading of all. */
#define RESOLVE_LATE(which) "(SELECT COUNT(*) FROM clock k WHERE k.complaint_id = c.id AND k.kind = 6 AND k.late = 1 AND " which ") > 0"

#define COLUMNS "s.id, s.unit_id, s.month, s.kind, s.percent, s.seed, s.population, s.excluded, s.list_hash, IFNULL(s.drawn_by, 0), s.drawn_us, IFNULL(p.name, '')"
#define TYPES "iiiiibiibiit"
#define FROM " FROM sample s LEFT JOIN app_user p ON p.id = s.drawn_by "

enum { LATE, CLOSED, RELABELLED, PUT, PUT_ITEMS, ITEMS, NEXT };
static const struct db_stmt list[] = {
    [LATE] = {"(SELECT c.id, c.number, " WISHED " FROM complaint c FORCE INDEX (complaint_closed)" BELOW "WHERE c.closed_us >= ? AND c.state = 5 AND c.path = '' AND "
              "((c.closed_us < ? AND (? = 1 OR " RESOLVE_LATE("k.met_us >= ? AND k.met_us < ?") ")) OR (c.closed_us >= ? AND " RESOLVE_LATE("k.due_us >= ? AND k.due_us < ?") "))) "
              "UNION (SELECT c.id, c.number, " WISHED " FROM complaint_scope s FORCE INDEX (complaint_scope_due) JOIN complaint c ON c.id = s.complaint_id WHERE s.holder = ? AND s.is_open = 1 AND "
              "s.part = 0 AND c.path = '' AND " RESOLVE_LATE("k.due_us >= ? AND k.due_us < ?") ") ORDER BY 2",
              "iiiiiiiii" "iii", "iti"},
    [CLOSED] = {"SELECT c.id, c.number, 0 FROM complaint c FORCE INDEX (complaint_closed)" BELOW "WHERE c.closed_us >= ? AND c.closed_us < ? AND c.state = 5 AND c.path = ''" OTHERS " ORDER BY c.number", "iiii",
                "iti"},
    [RELABELLED] = {"SELECT DISTINCT c.id, c.number, 0 FROM relabelling r FORCE INDEX (relabelling_time) JOIN complaint c ON c.id = r.complaint_id" BELOW "WHERE r.at_us >= ? AND r.at_us < ? AND r.made <> 'back'"
                    OTHERS " ORDER BY c.number",
                    "iiii", "iti"},
    [PUT] = {"INSERT INTO sample (unit_id, month, kind, percent, seed, population, excluded, list_hash, drawn_by, drawn_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiibiibIi", ""},
    [PUT_ITEMS] = {"INSERT INTO sample_item (sample_id, complaint_id, draw, drawn) SELECT ?, j.id, UNHEX(j.lot), j.drawn FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', lot CHAR(64) PATH '$[1]', "
                   "drawn INT PATH '$[2]')) j",
                   "it", ""},
    [ITEMS] = {"SELECT i.complaint_id, c.number, i.draw, i.drawn FROM sample_item i JOIN complaint c ON c.id = i.complaint_id WHERE i.sample_id = ? ORDER BY c.number", "i", "itbi"},
    [NEXT] = {"SELECT " COLUMNS ", 0, 0" FROM "WHERE s.id > ? ORDER BY s.id LIMIT 1", "i", TYPES "ii"},
};
const struct db_stmts sample_stmts = {"sample", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

#define IN_UNITS "s.unit_id IN (SELECT t.unit_id FROM unit_tree t WHERE t.ancestor_id IN (?, ?, ?, ?, ?, ?, ?))"
#define UNITS_TYPES "iiiiiii"
#define DRAWN "(SELECT COUNT(*) FROM sample_item i WHERE i.sample_id = s.id AND i.drawn IN (1, 3))"
#define FINISHED                                                                                                                                         \
    "(SELECT COUNT(*) FROM callback k WHERE k.sample_id = s.id AND k.state IN (2, 3)) + (SELECT COUNT(*) FROM spot_check h WHERE h.sample_id = s.id AND h.state = 2)"
enum { LIST, LOAD, CHOSEN };
static const struct db_stmt read_list[] = {
    [LIST] = {"SELECT " COLUMNS ", " DRAWN ", " FINISHED FROM "WHERE " IN_UNITS " ORDER BY s.month DESC, s.unit_id, s.kind LIMIT ?", UNITS_TYPES "i", TYPES "ii"},
    [LOAD] = {"SELECT " COLUMNS ", " DRAWN ", " FINISHED FROM "WHERE s.id = ? AND " IN_UNITS, "i" UNITS_TYPES, TYPES "ii"},
    [CHOSEN] = {"SELECT i.complaint_id, c.number, i.draw, i.drawn, c.title, IFNULL(k.id, h.id), IFNULL(k.state, h.state) FROM sample_item i JOIN complaint c ON c.id = i.complaint_id "
                "LEFT JOIN callback k ON ? = 1 AND k.id = (SELECT MAX(q.id) FROM callback q WHERE q.complaint_id = i.complaint_id AND (q.sample_id = i.sample_id OR q.state IN (1, 2, 3))) "
                "LEFT JOIN spot_check h ON ? = 0 AND h.id = (SELECT MAX(q.id) FROM spot_check q WHERE q.complaint_id = i.complaint_id) "
                "WHERE i.sample_id = ? AND i.drawn IN (1, 3) AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = i.complaint_id AND x.user_id = ?) ORDER BY i.draw LIMIT ?",
                "iiiii", "itbitII"},
};
const struct db_stmts sample_read_stmts = {"sample_read", read_list, COUNT_OF(read_list), DB_STAFF};

static void read_hash(const struct db_rows *rows, size_t row, size_t column, uint8_t ret_hash[32])
{
    struct str bytes = db_bytes(rows, row, column);
    if (bytes.n == 32)
        memcpy(ret_hash, bytes.p, 32);
}

static struct sample read_row(const struct db_rows *rows, size_t i)
{
    struct sample s = {
        .id = db_int(rows, i, 0), .unit_id = db_int(rows, i, 1), .month = (int)db_int(rows, i, 2), .kind = (enum sample_kind)db_int(rows, i, 3), .percent = (int)db_int(rows, i, 4),
        .population = (int)db_int(rows, i, 6), .excluded = (int)db_int(rows, i, 7), .drawn_by = db_int(rows, i, 9), .drawn_us = db_int(rows, i, 10), .drawer = db_text(rows, i, 11),
        .drawn = (int)db_int(rows, i, 12), .done = (int)db_int(rows, i, 13), .unit_zh = "", .unit_en = "",
    };
    read_hash(rows, i, 5, s.seed);
    read_hash(rows, i, 8, s.list_hash);
    return s;
}

static struct sample_item read_item(const struct db_rows *rows, size_t i)
{
    struct sample_item item = {.complaint_id = db_int(rows, i, 0), .number = db_text(rows, i, 1), .drawn = (int)db_int(rows, i, 3), .title = ""};
    read_hash(rows, i, 2, item.lot);
    return item;
}

/* ---- drawing ---- */

struct drawing {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct sample_wish *wish;
    const struct rb_sample *rules;
    int64_t id;
};

static enum err read_population(struct db *db, const struct drawing *d, struct sample_item **ret_items, size_t *ret_n)
{
    const struct sample_wish *wish = d->wish;
    struct db_rows rows;
    int64_t from_us, to_us;
    sample_month_span(wish->month, d->writer->zone, &from_us, &to_us);
    const struct db_value unit = DB_INT(wish->unit_id), from = DB_INT(from_us), to = DB_INT(to_us), holder = DB_INT(holder_code(HOLDER_UNIT, wish->unit_id));
    if (wish->kind == SAMPLE_CALLBACKS)
        TRY(db_query(db, d->arena, &list[LATE], DB_ARGS(unit, from, to, DB_INT(d->rules->all), from, to, to, from, to, holder, from, to), &rows));
    else
        TRY(db_query(db, d->arena, &list[wish->kind == SAMPLE_CHECKS ? CLOSED : RELABELLED], DB_ARGS(unit, from, to, unit), &rows));
    *ret_items = ARENA_ARRAY(d->arena, rows.n + 1, struct sample_item);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_items)[i] = (struct sample_item){.complaint_id = db_int(&rows, i, 0), .number = db_text(&rows, i, 1), .drawn = db_int(&rows, i, 2) ? SAMPLE_LEFT_OUT : SAMPLE_NOT_DRAWN};
    return ERR_NONE;
}

static enum err put_items(struct db *db, const struct drawing *d, const struct sample_item *items, size_t n)
{
    enum { AT_ONCE = 500 };
    for (size_t from = 0; from < n; from += AT_ONCE) {
        struct buf json = {.arena = d->arena};
        for (size_t i = from; i < n && i < from + AT_ONCE; i++)
            buf_printf(&json, "%s[%lld,\"%s\",%d]", i > from ? "," : "[", (long long)items[i].complaint_id, str_hex(d->arena, items[i].lot, sizeof items[i].lot),
                       items[i].drawn == SAMPLE_DRAWN ? SAMPLE_TO_TAKE_UP : items[i].drawn);
        buf_addc(&json, ']');
        TRY(db_run(db, &list[PUT_ITEMS], DB_ARGS(DB_INT(d->id), DB_TEXT(json.p)), NULL));
    }
    return ERR_NONE;
}

static enum err draw_body(struct db *db, void *ctx)
{
    struct drawing *d = ctx;
    const struct complaint_writer *w = d->writer;
    struct sample_item *items;
    struct db_done done;
    uint8_t seed[32], hash[32];
    size_t n, left_out = 0;
    int percent = sample_percent(d->rules, d->wish->kind);
    TRY(read_population(db, d, &items, &n));
    for (size_t i = 0; i < n; i++)
        left_out += items[i].drawn == SAMPLE_LEFT_OUT;
    crypto_random(seed, sizeof seed);
    sample_list_hash(crypto_sha256, d->arena, items, n, hash);
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(d->wish->unit_id), DB_INT(d->wish->month), DB_INT(d->wish->kind), DB_INT(percent), DB_BYTES(seed, 32), DB_INT(n - left_out), DB_INT(left_out), DB_BYTES(hash, 32),
                       DB_ID(w->user ? w->user->id : 0), DB_INT(w->now_us)),
               &done));
    d->id = done.id;
    size_t drawn = sample_choose(crypto_sha256, d->arena, seed, percent, items, n);
    TRY(put_items(db, d, items, n));
    if (drawn == 0)
        return ERR_NONE;
    return task_enqueue(db, "sample", 0, w->now_us, arena_printf(d->arena, "{\"sample\":\"%lld\"}", (long long)d->id));
}

enum err sample_draw(struct db *db, struct arena *a, const struct complaint_writer *w, const struct sample_wish *wish, const struct rb_sample *rules, int64_t *ret_id)
{
    struct drawing d = {.arena = a, .writer = w, .wish = wish, .rules = rules};
    if (sample_percent(rules, wish->kind) <= 0)
        return ERR_STATE;
    TRY(db_tx(db, draw_body, &d));
    *ret_id = d.id;
    return ERR_NONE;
}

/* ---- reading ---- */

static void add_units(const struct places *p, struct db_value *args)
{
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[i] = DB_INT(p->units[i]);
}

static void name_units(const struct basis *basis, struct sample *s)
{
    struct basis_names names = basis_unit(basis, s->unit_id);
    s->unit_zh = names.zh;
    s->unit_en = names.en;
}

enum err sample_list(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct sample **ret_list, size_t *ret_n)
{
    const struct places p = places_of(user, MAY_CHECK);
    struct db_value args[ACCESS_GRANTS_MAX + 1];
    struct db_rows rows;
    struct basis basis;
    add_units(&p, args);
    args[ACCESS_GRANTS_MAX] = DB_INT(limit);
    TRY(basis_load(db, a, &basis));
    TRY(db_query(db, a, &read_list[LIST], args, COUNT_OF(args), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct sample);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        (*ret_list)[i] = read_row(&rows, i);
        name_units(&basis, &(*ret_list)[i]);
    }
    return ERR_NONE;
}

enum err sample_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct sample *ret_sample)
{
    const struct places p = places_of(user, MAY_CHECK);
    struct db_value args[ACCESS_GRANTS_MAX + 1] = {DB_INT(id)};
    struct db_rows row;
    struct basis basis;
    add_units(&p, args + 1);
    TRY(basis_load(db, a, &basis));
    TRY(db_one(db, a, &read_list[LOAD], args, COUNT_OF(args), &row));
    *ret_sample = read_row(&row, 0);
    name_units(&basis, ret_sample);
    return ERR_NONE;
}

enum err sample_drawn(struct db *db, struct arena *a, const struct access_user *user, const struct sample *s, size_t limit, struct sample_item **ret_items, size_t *ret_n)
{
    const struct db_value calls = DB_INT(s->kind == SAMPLE_CALLBACKS);
    struct db_rows rows;
    TRY(db_query(db, a, &read_list[CHOSEN], DB_ARGS(calls, calls, DB_INT(s->id), DB_INT(user->id), DB_INT(limit)), &rows));
    *ret_items = ARENA_ARRAY(a, rows.n + 1, struct sample_item);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        struct sample_item *item = &(*ret_items)[i];
        *item = read_item(&rows, i);
        item->title = db_text(&rows, i, 4);
        item->work_id = db_int(&rows, i, 5);
        item->work_state = (int)db_int(&rows, i, 6);
    }
    return ERR_NONE;
}

enum err sample_items(struct db *db, struct arena *a, int64_t id, struct sample_item **ret_items, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ITEMS], DB_ARGS(DB_INT(id)), &rows));
    *ret_items = ARENA_ARRAY(a, rows.n + 1, struct sample_item);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_items)[i] = read_item(&rows, i);
    return ERR_NONE;
}

enum err sample_units(struct db *db, struct arena *a, const struct access_user *user, struct sample_unit *ret_units, size_t *ret_n)
{
    const struct places p = places_of(user, MAY_CHECK);
    struct basis basis;
    TRY(basis_load(db, a, &basis));
    *ret_n = 0;
    for (size_t i = 0; i < ACCESS_GRANTS_MAX && p.units[i]; i++) {
        struct basis_names names = basis_unit(&basis, p.units[i]);
        ret_units[(*ret_n)++] = (struct sample_unit){p.units[i], names.zh, names.en};
    }
    return ERR_NONE;
}

enum err sample_verify_next(struct db *db, struct arena *a, int64_t after_id, struct sample *ret_sample, const char **ret_why)
{
    struct sample_item *items;
    struct db_rows row;
    size_t n;
    TRY(db_one(db, a, &list[NEXT], DB_ARGS(DB_INT(after_id)), &row));
    *ret_sample = read_row(&row, 0);
    TRY(sample_items(db, a, ret_sample->id, &items, &n));
    *ret_why = sample_differs(crypto_sha256, a, ret_sample, items, n);
    return ERR_NONE;
}
