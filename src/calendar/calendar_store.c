#include "calendar_store.h"

#include <string.h>

#include "basis_store.h"

/* A calendar builds upon one that builds upon one ...: no further. */
#define CHAIN_MAX 8

enum { CHOICE, CHOICES, VERSION, ROWS, ROW, DAYS, DAYS_BETWEEN, YEARS, CHAIN_YEARS, ALL_YEARS, UNITS };

/* Versions are only ever raised and calendars never deleted, so the sum of them says whether anything has changed. */
#define VERSIONS "CAST(COALESCE(SUM(k.version), 0) AS SIGNED)"
#define COLUMNS                                                                                                                                              \
    "SELECT k.id, k.parent_id, k.code, k.name_zh, k.name_en, k.sunday, k.monday, k.tuesday, k.wednesday, k.thursday, k.friday, k.saturday, k.make_up,"      \
    " k.late_next_day, k.active, k.version FROM calendar k"
#define COLUMN_TYPES "iItttttttttttiii"
#define DAY_COLUMNS "SELECT d.day, d.kind, d.hours, d.name_zh, d.name_en FROM calendar_day d WHERE d.calendar_id = ?"

static const struct db_stmt list[] = {
    [CHOICE] = {"SELECT " VERSIONS ", (SELECT u.calendar_id FROM unit_tree t JOIN unit u ON u.id = t.ancestor_id WHERE t.unit_id = ? AND u.calendar_id IS NOT NULL"
                " ORDER BY t.distance LIMIT 1), (SELECT u.timezone FROM unit u WHERE u.id = ?) FROM calendar k",
                "ii", "IIT"},
    [CHOICES] = {"SELECT u.id, (SELECT k.calendar_id FROM unit_tree t JOIN unit k ON k.id = t.ancestor_id WHERE t.unit_id = u.id AND k.calendar_id IS NOT NULL"
                 " ORDER BY t.distance LIMIT 1), u.timezone, (SELECT " VERSIONS " FROM calendar k) FROM unit u ORDER BY u.id LIMIT 100000", "", "iITI"},
    [VERSION] = {"SELECT " VERSIONS " FROM calendar k", "", "I"},
    [ROWS] = {COLUMNS " ORDER BY k.id LIMIT ?", "i", COLUMN_TYPES},
    [ROW] = {COLUMNS " WHERE k.id = ?", "i", COLUMN_TYPES},
    [DAYS] = {DAY_COLUMNS " ORDER BY d.day LIMIT 60000", "i", "iittt"},
    [DAYS_BETWEEN] = {DAY_COLUMNS " AND d.day >= ? AND d.day < ? ORDER BY d.day", "iii", "iittt"},
    [YEARS] = {"SELECT y.year, y.source FROM calendar_year y WHERE y.calendar_id = ? ORDER BY y.year", "i", "it"},
    [CHAIN_YEARS] = {"WITH RECURSIVE chain (id, parent_id, n) AS (SELECT id, parent_id, 1 FROM calendar WHERE id = ? UNION ALL SELECT k.id, k.parent_id, chain.n + 1 FROM chain"
                     " JOIN calendar k ON k.id = chain.parent_id WHERE chain.n < ?) SELECT y.calendar_id, y.year, y.source FROM chain JOIN calendar_year y ON y.calendar_id = chain.id"
                     " ORDER BY chain.n, y.year",
                     "ii", "iit"},
    [ALL_YEARS] = {"SELECT y.calendar_id, y.year, y.source FROM calendar_year y ORDER BY y.calendar_id, y.year LIMIT 20000", "", "iit"},
    [UNITS] = {"SELECT u.id, u.parent_id, u.level, u.name_zh, u.name_en, u.calendar_id FROM unit u WHERE u.active = 1 ORDER BY u.level, u.id LIMIT ?", "i", "iIittI"},
};

const struct db_stmts calendar_stmts = {"calendar", list, COUNT_OF(list), DB_ALL};

/* ---- rows ---- */

static struct calendar_row row_read(const struct db_rows *rows, size_t i)
{
    struct calendar_row row = {
        .id = db_int(rows, i, 0),
        .parent_id = db_int(rows, i, 1),
        .code = db_text(rows, i, 2),
        .name_zh = db_text(rows, i, 3),
        .name_en = db_text(rows, i, 4),
        .make_up = db_text(rows, i, 12),
        .late_next_day = db_int(rows, i, 13) != 0,
        .active = db_int(rows, i, 14) != 0,
        .version = (int)db_int(rows, i, 15),
    };
    for (size_t w = 0; w < COUNT_OF(row.week); w++)
        row.week[w] = db_text(rows, i, 5 + w);
    return row;
}

enum err calendar_list(struct db *db, struct arena *a, struct calendar_row **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ROWS], DB_ARGS(DB_INT(CALENDAR_ROWS_MAX)), &rows));
    struct calendar_row *found = ARENA_ARRAY(a, rows.n + 1, struct calendar_row);
    for (size_t i = 0; i < rows.n; i++)
        found[i] = row_read(&rows, i);
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err calendar_load(struct db *db, struct arena *a, int64_t id, struct calendar_row *ret_row)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ROW], DB_ARGS(DB_INT(id)), &row));
    *ret_row = row_read(&row, 0);
    return ERR_NONE;
}

/* Office hours were checked before they were stored. */
static enum err days_read(const struct db_rows *rows, struct calendar_day *days)
{
    for (size_t i = 0; i < rows->n; i++) {
        days[i] = (struct calendar_day){
            .day = (int32_t)db_int(rows, i, 0),
            .kind = (enum calendar_day_kind)db_int(rows, i, 1),
            .name_zh = db_text(rows, i, 3),
            .name_en = db_text(rows, i, 4),
        };
        if (days[i].kind < CALENDAR_DAY_OFF || days[i].kind > CALENDAR_DAY_HOURS || calendar_hours_read(str_of(db_text(rows, i, 2)), &days[i].hours) != ERR_NONE)
            return ERR_CONFIG;
    }
    return ERR_NONE;
}

enum err calendar_days(struct db *db, struct arena *a, int64_t id, int year, struct calendar_day **ret_days, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[DAYS_BETWEEN], DB_ARGS(DB_INT(id), DB_INT(utc_civil_days(year, 1, 1)), DB_INT(utc_civil_days(year + 1, 1, 1))), &rows));
    struct calendar_day *days = ARENA_ARRAY(a, rows.n + 1, struct calendar_day);
    TRY(days_read(&rows, days));
    *ret_days = days;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* A calendar and those it builds upon, itself first. */
static enum err chain_load(struct db *db, struct arena *a, int64_t id, struct calendar_row chain[CHAIN_MAX], size_t *ret_n)
{
    size_t n = 0;
    for (; id && n < CHAIN_MAX; n++) {
        TRY(calendar_load(db, a, id, &chain[n]));
        id = chain[n].parent_id;
    }
    *ret_n = n;
    return ERR_NONE;
}

static void put_year(struct calendar_year *years, size_t *n, struct calendar_year year)
{
    size_t at = *n;
    for (size_t i = 0; i < *n; i++) {
        if (years[i].year == year.year)
            return;
    }
    while (at > 0 && years[at - 1].year > year.year) {
        years[at] = years[at - 1];
        at--;
    }
    years[at] = year;
    (*n)++;
}

static enum err chain_years(struct db *db, struct arena *a, const struct calendar_row *chain, size_t n, struct calendar_year **ret_years, size_t *ret_n)
{
    struct calendar_year *years = NULL;
    size_t n_years = 0;
    for (size_t c = 0; c < n; c++) {
        struct db_rows rows;
        TRY(db_query(db, a, &list[YEARS], DB_ARGS(DB_INT(chain[c].id)), &rows));
        struct calendar_year *more = ARENA_ARRAY(a, n_years + rows.n + 1, struct calendar_year);
        if (n_years > 0)
            memcpy(more, years, n_years * sizeof *years);
        years = more;
        for (size_t i = 0; i < rows.n; i++)
            put_year(years, &n_years, (struct calendar_year){(int)db_int(&rows, i, 0), chain[c].id, db_text(&rows, i, 1)});
    }
    *ret_years = years;
    *ret_n = n_years;
    return ERR_NONE;
}

enum { YEAR_CALENDAR, YEAR, YEAR_SOURCE };

static struct calendar_year year_read(const struct db_rows *rows, size_t i)
{
    return (struct calendar_year){(int)db_int(rows, i, YEAR), db_int(rows, i, YEAR_CALENDAR), db_text(rows, i, YEAR_SOURCE)};
}

enum err calendar_years(struct db *db, struct arena *a, int64_t id, struct calendar_year **ret_years, size_t *ret_n)
{
    struct db_rows rows;
    size_t n = 0;
    TRY(db_query(db, a, &list[CHAIN_YEARS], DB_ARGS(DB_INT(id), DB_INT(CHAIN_MAX)), &rows));
    struct calendar_year *years = ARENA_ARRAY(a, rows.n + 1, struct calendar_year);
    for (size_t i = 0; i < rows.n; i++)
        put_year(years, &n, year_read(&rows, i));
    *ret_years = years;
    *ret_n = n;
    return ERR_NONE;
}

static const struct calendar_row *row_of(const struct calendar_row *rows, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id == id)
            return &rows[i];
    }
    return NULL;
}

/* Those of a row, then of what it builds upon. */
static void put_years(const struct calendar_row *rows, size_t n, const struct calendar_row *row, const struct db_rows *r, struct calendar_years *years)
{
    for (int depth = 0; row && depth < CHAIN_MAX; depth++, row = row_of(rows, n, row->parent_id)) {
        for (size_t i = 0; i < r->n; i++) {
            if (db_int(r, i, YEAR_CALENDAR) == row->id)
                put_year(years->list, &years->n, year_read(r, i));
        }
    }
}

enum err calendar_years_all(struct db *db, struct arena *a, const struct calendar_row *rows, size_t n, struct calendar_years *ret_years)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[ALL_YEARS], DB_NO_ARGS, &r));
    struct calendar_years years = {ARENA_ARRAY(a, r.n + 1, struct calendar_year), 0};
    for (size_t c = 0; c < n; c++) {
        years.n = 0;
        put_years(rows, n, &rows[c], &r, &years);
        ret_years[c] = (struct calendar_years){ARENA_ARRAY(a, years.n + 1, struct calendar_year), years.n};
        memcpy(ret_years[c].list, years.list, years.n * sizeof *years.list);
    }
    return ERR_NONE;
}

/* ---- compiled ---- */

struct making {
    int64_t id;
    const struct utc_zone *zone;
};

static enum err plan_hours(const struct calendar_row *row, struct calendar_plan *plan)
{
    for (size_t w = 0; w < COUNT_OF(plan->week); w++) {
        if (calendar_hours_read(str_of(row->week[w]), &plan->week[w]) != ERR_NONE)
            return ERR_CONFIG;
    }
    return calendar_hours_read(str_of(row->make_up), &plan->make_up) == ERR_NONE ? ERR_NONE : ERR_CONFIG;
}

/* The days of what a calendar builds upon stand before its own, so that its own hold. */
static enum err plan_days(struct db *db, struct arena *a, const struct calendar_row *chain, size_t n, struct calendar_plan *plan)
{
    struct calendar_day *days = NULL;
    size_t n_days = 0;
    for (size_t c = n; c-- > 0;) {
        struct db_rows rows;
        TRY(db_query(db, a, &list[DAYS], DB_ARGS(DB_INT(chain[c].id)), &rows));
        struct calendar_day *more = ARENA_ARRAY(a, n_days + rows.n + 1, struct calendar_day);
        if (n_days > 0)
            memcpy(more, days, n_days * sizeof *days);
        days = more;
        TRY(days_read(&rows, days + n_days));
        n_days += rows.n;
    }
    plan->days = days;
    plan->n_days = n_days;
    return ERR_NONE;
}

static enum err plan_years(struct db *db, struct arena *a, const struct calendar_row *chain, size_t n, struct calendar_plan *plan)
{
    struct calendar_year *known;
    TRY(chain_years(db, a, chain, n, &known, &plan->n_years));
    int *years = ARENA_ARRAY(a, plan->n_years + 1, int);
    for (size_t i = 0; i < plan->n_years; i++)
        years[i] = known[i].year;
    plan->years = years;
    return ERR_NONE;
}

static enum err compile(struct db *db, struct arena *keep, void *ctx, const void **ret_object)
{
    const struct making *making = ctx;
    struct calendar_row chain[CHAIN_MAX];
    struct calendar_plan *plan = ARENA_NEW(keep, struct calendar_plan);
    size_t n;
    TRY(chain_load(db, keep, making->id, chain, &n));
    if (n == 0) {
        *ret_object = calendar_make(keep, &calendar_plain, making->zone);
        return ERR_NONE;
    }
    plan->late_next_day = chain[0].late_next_day;
    TRY(plan_hours(&chain[0], plan));
    TRY(plan_days(db, keep, chain, n, plan));
    TRY(plan_years(db, keep, chain, n, plan));
    *ret_object = calendar_make(keep, plan, making->zone);
    return ERR_NONE;
}

/* Zones live as long as the process, and nothing else is remembered by them. */
static enum err kept(struct db *db, struct arena *a, int64_t version, int64_t id, const struct utc_zone *zone, const struct calendar **ret_calendar)
{
    struct making making = {id, zone};
    struct db_object_key key = {.kind = zone, .which = id, .version = id ? version : 0};
    const void *object;
    TRY(db_object(db, a, &key, compile, &making, &object));
    *ret_calendar = object;
    return ERR_NONE;
}

/* Which calendar a unit goes by: its own, or that of the nearest superior that has one. */
struct choice {
    int64_t version, calendar_id;
    const char *zone; /* "" for that of the site */
};

/* Of all units, as the worker remembers them: administrators alone change them (basis_store.h). */
static enum err remembered(struct db *db, struct arena *a, int64_t unit_id, struct choice *ret_choice)
{
    const struct db_rows *rows;
    TRY(db_kept(db, a, basis_version, &list[CHOICES], &rows));
    size_t from = 0, to = rows->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (db_int(rows, middle, 0) < unit_id)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == rows->n || db_int(rows, from, 0) != unit_id)
        return ERR_NOT_FOUND;
    *ret_choice = (struct choice){db_int(rows, from, 3), db_int(rows, from, 1), db_text(rows, from, 2)};
    return ERR_NONE;
}

static enum err choose(struct db *db, struct arena *a, int64_t unit_id, struct choice *ret_choice)
{
    struct db_rows row;
    if (!db_in_tx(db)) {
        enum err e = remembered(db, a, unit_id, ret_choice);
        if (e != ERR_NOT_FOUND)
            return e;
    }
    TRY(db_one(db, a, &list[CHOICE], DB_ARGS(DB_INT(unit_id), DB_INT(unit_id)), &row));
    *ret_choice = (struct choice){db_int(&row, 0, 0), db_int(&row, 0, 1), db_text(&row, 0, 2)};
    return ERR_NONE;
}

enum err calendar_of_unit(struct db *db, struct arena *a, int64_t unit_id, const struct utc_zone *zone, const struct calendar **ret_calendar)
{
    struct choice choice = {.zone = ""};
    TRY(choose(db, a, unit_id, &choice));
    if (*choice.zone)
        TRY(utc_zone_load(choice.zone, &zone));
    return kept(db, a, choice.version, choice.calendar_id, zone, ret_calendar);
}

enum err calendar_by_id(struct db *db, struct arena *a, int64_t id, const struct utc_zone *zone, const struct calendar **ret_calendar)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[VERSION], DB_NO_ARGS, &row));
    return kept(db, a, db_int(&row, 0, 0), id, zone, ret_calendar);
}

/* ---- units ---- */

static const struct calendar_use *unit_in(const struct calendar_use *units, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == id)
            return &units[i];
    }
    return NULL;
}

static bool granted_over(const struct access_user *user, int64_t unit_id)
{
    permission_set over = access_over_unit(user, &unit_id, 1);
    return (over & PERMISSION_BIT(MAY_SET_CALENDARS)) != 0;
}

/* Superiors come before those below them, since they are in order of their levels. */
static void add_unit(struct calendar_use *units, size_t n, const struct access_user *user, struct calendar_use unit)
{
    const struct calendar_use *superior = unit.parent_id ? unit_in(units, n, unit.parent_id) : NULL;
    unit.used_id = unit.calendar_id ? unit.calendar_id : superior ? superior->used_id : 0;
    unit.may_set = !user || granted_over(user, unit.id) || (superior && superior->may_set);
    units[n] = unit;
}

/* Each behind its superior and the latter's earlier ones. */
static size_t put_below(const struct calendar_use *from, size_t n, int64_t parent_id, bool tops, struct calendar_use *to, size_t at)
{
    for (size_t i = 0; i < n; i++) {
        bool top = !from[i].parent_id || !unit_in(from, n, from[i].parent_id);
        if (tops ? !top : top || from[i].parent_id != parent_id)
            continue;
        to[at++] = from[i];
        at = put_below(from, n, from[i].id, false, to, at);
    }
    return at;
}

enum err calendar_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct calendar_use **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], DB_ARGS(DB_INT(limit)), &rows));
    struct calendar_use *units = ARENA_ARRAY(a, rows.n + 1, struct calendar_use), *ordered = ARENA_ARRAY(a, rows.n + 1, struct calendar_use);
    for (size_t i = 0; i < rows.n; i++)
        add_unit(units, i, user, (struct calendar_use){
                                     .id = db_int(&rows, i, 0),
                                     .parent_id = db_int(&rows, i, 1),
                                     .level = (int)db_int(&rows, i, 2),
                                     .name_zh = db_text(&rows, i, 3),
                                     .name_en = db_text(&rows, i, 4),
                                     .calendar_id = db_int(&rows, i, 5),
                                 });
    *ret_n = put_below(units, rows.n, 0, true, ordered, 0);
    *ret_list = ordered;
    return ERR_NONE;
}
