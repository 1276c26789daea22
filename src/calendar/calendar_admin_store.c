#include "calendar_store.h"

#include <string.h>

enum { INSERT, UPDATE, RAISE, DAYS_DELETE, DAY_DELETE, DAY_PUT, YEAR_DELETE, YEAR_INSERT, DAY, LINE, UNIT, UNIT_UPDATE };

#define WEEK_COLUMNS "sunday, monday, tuesday, wednesday, thursday, friday, saturday, make_up, late_next_day, active"
static const struct db_stmt list[] = {
    [INSERT] = {"INSERT INTO calendar (parent_id, code, name_zh, name_en, " WEEK_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "Itttttttttttii", ""},
    [UPDATE] = {"UPDATE calendar SET parent_id = ?, code = ?, name_zh = ?, name_en = ?, sunday = ?, monday = ?, tuesday = ?, wednesday = ?, thursday = ?, friday = ?, saturday = ?,"
                " make_up = ?, late_next_day = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?",
                "Itttttttttttiiii", ""},
    [RAISE] = {"UPDATE calendar SET version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [DAYS_DELETE] = {"DELETE FROM calendar_day WHERE calendar_id = ? AND day >= ? AND day < ?", "iii", ""},
    [DAY_DELETE] = {"DELETE FROM calendar_day WHERE calendar_id = ? AND day = ?", "ii", ""},
    [DAY_PUT] = {"INSERT INTO calendar_day (calendar_id, day, kind, hours, name_zh, name_en) VALUES (?, ?, ?, ?, ?, ?)"
                 " ON DUPLICATE KEY UPDATE kind = VALUES(kind), hours = VALUES(hours), name_zh = VALUES(name_zh), name_en = VALUES(name_en)",
                 "iiittt", ""},
    [YEAR_DELETE] = {"DELETE FROM calendar_year WHERE calendar_id = ? AND year = ?", "ii", ""},
    [YEAR_INSERT] = {"INSERT INTO calendar_year (calendar_id, year, source) VALUES (?, ?, ?)", "iit", ""},
    [DAY] = {"SELECT kind, hours, name_zh, name_en FROM calendar_day WHERE calendar_id = ? AND day = ?", "ii", "ittt"},
    [LINE] = {"SELECT ancestor_id FROM unit_tree WHERE unit_id = ? ORDER BY distance LIMIT 64", "i", "i"},
    [UNIT] = {"SELECT u.calendar_id, COALESCE(k.code, '') FROM unit u LEFT JOIN calendar k ON k.id = u.calendar_id WHERE u.id = ? FOR UPDATE", "i", "It"},
    [UNIT_UPDATE] = {"UPDATE unit SET calendar_id = ? WHERE id = ?", "Ii", ""},
};

const struct db_stmts calendar_admin_stmts = {"calendar_admin", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* One transaction's worth of what is being saved. */
struct saving {
    struct arena *arena;
    struct change_by *by;
    struct calendar_row *row;
    int64_t id, unit_id;
    int version, year;
    const char *source;
    const struct calendar_day *days;
    size_t n_days;
};

static const char *yes(bool b)
{
    return b ? "1" : "0";
}

/* ---- the calendar itself ---- */

/* What it builds upon must be there and must not lead back to it. */
static enum err check_parent(struct db *db, const struct saving *s, const char **ret_code)
{
    struct calendar_row above = {.parent_id = s->row->parent_id};
    *ret_code = "";
    for (int i = 0; above.parent_id; i++) {
        if (above.parent_id == s->id || i > CALENDAR_ROWS_MAX)
            return ERR_STATE;
        TRY(calendar_load(db, s->arena, above.parent_id, &above));
        if (i == 0)
            *ret_code = above.code;
    }
    return ERR_NONE;
}

static enum err note_row(struct db *db, const struct saving *s, const struct calendar_row *was, const char *parent_was, const char *parent)
{
    static const char *const names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    const struct calendar_row *r = s->row;
    struct change_field fields[7 + COUNT_OF(names)] = {
        {"code", was ? was->code : NULL, r->code},
        {"name_zh", was ? was->name_zh : NULL, r->name_zh},
        {"name_en", was ? was->name_en : NULL, r->name_en},
        {"builds_upon", was ? parent_was : NULL, parent},
        {"make_up", was ? was->make_up : NULL, r->make_up},
        {"late_next_day", was ? yes(was->late_next_day) : NULL, yes(r->late_next_day)},
        {"active", was ? yes(was->active) : NULL, yes(r->active)},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        fields[7 + i] = (struct change_field){names[i], was ? was->week[i] : NULL, r->week[i]};
    struct change change = {"calendar", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

static enum err create_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const struct calendar_row *r = s->row;
    const char *parent;
    struct db_done done;
    s->id = 0; /* of a run that had to be given up */
    TRY(change_begin(db, s->arena, s->by));
    TRY(check_parent(db, s, &parent));
    TRY(db_run(db, &list[INSERT], DB_ARGS(DB_ID(r->parent_id), DB_TEXT(r->code), DB_TEXT(r->name_zh), DB_TEXT(r->name_en), DB_TEXT(r->week[0]), DB_TEXT(r->week[1]),
                                          DB_TEXT(r->week[2]), DB_TEXT(r->week[3]), DB_TEXT(r->week[4]), DB_TEXT(r->week[5]), DB_TEXT(r->week[6]), DB_TEXT(r->make_up),
                                          DB_INT(r->late_next_day), DB_INT(r->active)),
               &done));
    s->id = done.id;
    return note_row(db, s, NULL, NULL, parent);
}

static enum err update_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const struct calendar_row *r = s->row;
    struct calendar_row was, above = {.code = ""};
    const char *parent;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(calendar_load(db, s->arena, s->id, &was));
    if (was.version != r->version)
        return ERR_STALE;
    TRY(check_parent(db, s, &parent));
    if (was.parent_id)
        TRY(calendar_load(db, s->arena, was.parent_id, &above));
    TRY(db_run(db, &list[UPDATE], DB_ARGS(DB_ID(r->parent_id), DB_TEXT(r->code), DB_TEXT(r->name_zh), DB_TEXT(r->name_en), DB_TEXT(r->week[0]), DB_TEXT(r->week[1]),
                                          DB_TEXT(r->week[2]), DB_TEXT(r->week[3]), DB_TEXT(r->week[4]), DB_TEXT(r->week[5]), DB_TEXT(r->week[6]), DB_TEXT(r->make_up),
                                          DB_INT(r->late_next_day), DB_INT(r->active), DB_INT(s->id), DB_INT(r->version)),
               &done));
    if (done.rows == 0)
        return ERR_STALE;
    return note_row(db, s, &was, above.code, parent);
}

enum err calendar_save(struct db *db, struct arena *a, struct change_by *by, struct calendar_row *row)
{
    struct saving s = {.arena = a, .by = by, .row = row, .id = row->id};
    TRY(db_tx(db, row->id ? update_tx : create_tx, &s));
    row->id = s.id;
    return ERR_NONE;
}

/* ---- days ---- */

/* "2026-02-15 off 春节": what the change log says of a day. */
static void put_day(struct buf *out, struct arena *a, const struct calendar_day *d)
{
    const struct utc_zone *utc;
    if (utc_zone_load("UTC", &utc) != ERR_NONE)
        return;
    struct utc_parts p = utc_in_zone((int64_t)d->day * UTC_DAY_US, utc);
    const char *kind = d->kind == CALENDAR_DAY_OFF ? "off" : d->kind == CALENDAR_DAY_WORK ? "work" : calendar_hours_write(a, &d->hours);
    buf_printf(out, "%s%04d-%02d-%02d %s%s%s", out->n ? "; " : "", p.year, p.month, p.day, *kind ? kind : "off", *d->name_zh ? " " : "", d->name_zh);
}

static bool same_day(const struct calendar_day *x, const struct calendar_day *y)
{
    return x->kind == y->kind && strcmp(x->name_zh, y->name_zh) == 0 && strcmp(x->name_en, y->name_en) == 0 &&
           (x->kind != CALENDAR_DAY_HOURS || memcmp(&x->hours, &y->hours, sizeof x->hours) == 0);
}

static const struct calendar_day *find_day(const struct calendar_day *days, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++) {
        if (days[i].day == day)
            return &days[i];
    }
    return NULL;
}

static enum err put(struct db *db, const struct saving *s, const struct calendar_day *d)
{
    const char *hours = d->kind == CALENDAR_DAY_HOURS ? calendar_hours_write(s->arena, &d->hours) : "";
    return db_run(db, &list[DAY_PUT], DB_ARGS(DB_INT(s->id), DB_INT(d->day), DB_INT(d->kind), DB_TEXT(hours), DB_TEXT(d->name_zh ? d->name_zh : ""),
                                              DB_TEXT(d->name_en ? d->name_en : "")),
                  NULL);
}

static enum err raise_version(struct db *db, const struct saving *s)
{
    struct db_done done;
    TRY(db_run(db, &list[RAISE], DB_ARGS(DB_INT(s->id), DB_INT(s->version)), &done));
    return done.rows == 0 ? ERR_STALE : ERR_NONE;
}

static enum err note_days(struct db *db, const struct saving *s, const struct buf *before, const struct buf *after, const char *sources[2])
{
    struct change_field fields[] = {
        {"days", before->n ? before->p : "", after->n ? after->p : ""},
        {"year", sources ? "" : NULL, sources ? arena_printf(s->arena, "%d", s->year) : NULL},
        {"source", sources ? sources[0] : NULL, sources ? sources[1] : NULL},
    };
    struct change change = {"calendar", s->id, "edited", fields, sources ? 3 : 1};
    return change_note(db, s->arena, s->by, &change);
}

/* What differs between the days that a year has and those it gets, those of other years aside. */
static void differences(const struct saving *s, const struct calendar_day *was, size_t n_was, struct buf *before, struct buf *after)
{
    for (size_t i = 0; i < n_was; i++) {
        const struct calendar_day *now = find_day(s->days, s->n_days, was[i].day);
        if (!now || !same_day(&was[i], now))
            put_day(before, s->arena, &was[i]);
    }
    for (size_t i = 0; i < s->n_days; i++) {
        const struct calendar_day *then = find_day(was, n_was, s->days[i].day);
        if (!then || !same_day(then, &s->days[i]))
            put_day(after, s->arena, &s->days[i]);
    }
}

static const char *source_of(const struct calendar_year *years, size_t n, int64_t id, int year)
{
    for (size_t i = 0; i < n; i++) {
        if (years[i].year == year && years[i].calendar_id == id)
            return years[i].source;
    }
    return "";
}

static enum err days_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct buf before = {.arena = s->arena}, after = {.arena = s->arena};
    struct calendar_day *was;
    struct calendar_year *years;
    size_t n_was, n_years;
    TRY(change_begin(db, s->arena, s->by));
    TRY(calendar_days(db, s->arena, s->id, s->year, &was, &n_was));
    TRY(calendar_years(db, s->arena, s->id, &years, &n_years));
    TRY(raise_version(db, s));
    TRY(db_run(db, &list[DAYS_DELETE], DB_ARGS(DB_INT(s->id), DB_INT(utc_civil_days(s->year, 1, 1)), DB_INT(utc_civil_days(s->year + 1, 1, 1))), NULL));
    for (size_t i = 0; i < s->n_days; i++)
        TRY(put(db, s, &s->days[i]));
    TRY(db_run(db, &list[YEAR_DELETE], DB_ARGS(DB_INT(s->id), DB_INT(s->year)), NULL));
    TRY(db_run(db, &list[YEAR_INSERT], DB_ARGS(DB_INT(s->id), DB_INT(s->year), DB_TEXT(s->source)), NULL));
    differences(s, was, n_was, &before, &after);
    const char *sources[2] = {source_of(years, n_years, s->id, s->year), s->source};
    return note_days(db, s, &before, &after, sources);
}

enum err calendar_days_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int year, const char *source, const struct calendar_day *days,
                            size_t n)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .year = year, .source = source, .days = days, .n_days = n};
    return db_tx(db, days_tx, &s);
}

static enum err day_load(struct db *db, const struct saving *s, int32_t day, struct calendar_day *ret_day)
{
    struct db_rows row;
    *ret_day = (struct calendar_day){.day = day, .name_zh = "", .name_en = ""};
    TRY(db_query(db, s->arena, &list[DAY], DB_ARGS(DB_INT(s->id), DB_INT(day)), &row));
    if (row.n == 0)
        return ERR_NONE;
    ret_day->kind = (enum calendar_day_kind)db_int(&row, 0, 0);
    ret_day->name_zh = db_text(&row, 0, 2);
    ret_day->name_en = db_text(&row, 0, 3);
    return calendar_hours_read(str_of(db_text(&row, 0, 1)), &ret_day->hours) == ERR_NONE ? ERR_NONE : ERR_CONFIG;
}

static enum err day_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const struct calendar_day *day = s->days;
    struct calendar_day was;
    struct buf before = {.arena = s->arena}, after = {.arena = s->arena};
    TRY(change_begin(db, s->arena, s->by));
    TRY(day_load(db, s, day->day, &was));
    TRY(raise_version(db, s));
    if (day->kind)
        TRY(put(db, s, day));
    else
        TRY(db_run(db, &list[DAY_DELETE], DB_ARGS(DB_INT(s->id), DB_INT(day->day)), NULL));
    if (was.kind)
        put_day(&before, s->arena, &was);
    if (day->kind)
        put_day(&after, s->arena, day);
    return note_days(db, s, &before, &after, NULL);
}

enum err calendar_day_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct calendar_day *day)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .days = day, .n_days = 1};
    return db_tx(db, day_tx, &s);
}

/* ---- units ---- */

static enum err check_over(struct db *db, const struct saving *s)
{
    struct db_rows rows;
    int64_t line[64];
    TRY(db_query(db, s->arena, &list[LINE], DB_ARGS(DB_INT(s->unit_id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    if (s->by->actor && !(access_over_unit(s->by->actor, line, rows.n) & PERMISSION_BIT(MAY_SET_CALENDARS)))
        return ERR_FORBIDDEN;
    return ERR_NONE;
}

static enum err unit_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct db_rows unit;
    struct calendar_row row = {.code = "", .active = true};
    TRY(change_begin(db, s->arena, s->by));
    TRY(check_over(db, s));
    TRY(db_one(db, s->arena, &list[UNIT], DB_ARGS(DB_INT(s->unit_id)), &unit));
    if (db_int(&unit, 0, 0) == s->id)
        return ERR_NONE;
    if (s->id)
        TRY(calendar_load(db, s->arena, s->id, &row));
    if (!row.active)
        return ERR_STATE;
    TRY(db_run(db, &list[UNIT_UPDATE], DB_ARGS(DB_ID(s->id), DB_INT(s->unit_id)), NULL));
    struct change_field field = {"calendar", db_text(&unit, 0, 1), row.code};
    struct change change = {"unit", s->unit_id, "edited", &field, 1};
    return change_note(db, s->arena, s->by, &change);
}

enum err calendar_unit_set(struct db *db, struct arena *a, struct change_by *by, int64_t unit_id, int64_t calendar_id)
{
    struct saving s = {.arena = a, .by = by, .id = calendar_id, .unit_id = unit_id};
    return db_tx(db, unit_tx, &s);
}
