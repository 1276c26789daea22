#include "org_admin_store.h"
#include "org_store.h"

#include <string.h>

#include "org_scope_store.h"

enum {
    UNITS,
    UNIT_COUNTS,
    UNIT,
    UNIT_USE,
    UNIT_INSERT,
    UNIT_TREE,
    UNIT_UPDATE,
    UNIT_SWITCH,
    DEPARTMENTS,
    DEPARTMENT,
    DEPARTMENT_USE,
    DEPARTMENT_INSERT,
    DEPARTMENT_UPDATE,
    DEPARTMENT_SWITCH,
    COLLEAGUE,
};

/* Counting stops at 1000, so that it costs the same at a million complaints. */
#define OPEN_COMPLAINTS "(SELECT COUNT(*) FROM (SELECT 1 FROM complaint_scope x WHERE x.holder = ? AND x.is_open = 1 LIMIT 1000) y)"

static const struct db_stmt list[] = {
    [UNIT_COUNTS] = {"SELECT u.id, (SELECT COUNT(*) FROM department d WHERE d.unit_id = u.id AND d.active = 1), (SELECT COUNT(*) FROM app_user p WHERE p.unit_id = u.id"
                     " AND p.active = 1), (SELECT c.name FROM department d JOIN app_user c ON c.id = d.coordinator_id WHERE d.unit_id = u.id AND d.active = 1"
                     " AND d.function = 'customer_service' ORDER BY d.id LIMIT 1) FROM unit u WHERE " ORG_SCOPE("u.id") " ORDER BY u.id LIMIT ?",
                     ORG_SCOPE_TYPES "i", "iiiT"},
    [UNITS] = {"SELECT " ORG_UNIT_COLUMNS " FROM unit u WHERE (u.code LIKE ? OR u.name_zh LIKE ? OR u.name_en LIKE ?) AND " ORG_SCOPE("u.id")
               " ORDER BY u.level, u.id LIMIT ?",
               "ttt" ORG_SCOPE_TYPES "i", ORG_UNIT_TYPES},
    [UNIT] = {"SELECT " ORG_UNIT_COLUMNS ", " ORG_SCOPE("COALESCE(u.parent_id, u.id)") " FROM unit u WHERE u.id = ? AND " ORG_SCOPE("u.id"),
              ORG_SCOPE_TYPES "i" ORG_SCOPE_TYPES, ORG_UNIT_TYPES "i"},
    [UNIT_USE] = {"SELECT " OPEN_COMPLAINTS ", (SELECT COUNT(*) FROM app_user WHERE unit_id = ? AND active = 1),"
                  " (SELECT COUNT(*) FROM department WHERE unit_id = ? AND active = 1), (SELECT COUNT(*) FROM unit WHERE parent_id = ? AND active = 1)",
                  "iiii", "iiii"},
    [UNIT_INSERT] = {"INSERT INTO unit (parent_id, level, code, name_zh, name_en, timezone, can_close, closes_above, mail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "Iittttiit", ""},
    [UNIT_TREE] = {"INSERT INTO unit_tree (ancestor_id, unit_id, distance) SELECT t.ancestor_id, ?, t.distance + 1 FROM unit_tree t WHERE t.unit_id = ?"
                   " UNION ALL SELECT ?, ?, 0",
                   "iiii", ""},
    [UNIT_UPDATE] = {"UPDATE unit SET code = ?, name_zh = ?, name_en = ?, timezone = ?, can_close = ?, closes_above = ?, mail = ?, version = version + 1 WHERE id = ? AND version = ?",
                     "ttttiitii", ""},
    [UNIT_SWITCH] = {"UPDATE unit SET active = ?, version = version + 1 WHERE id = ? AND version = ?", "iii", ""},
    [DEPARTMENTS] = {ORG_DEPARTMENT_COLUMNS " WHERE (d.name_zh LIKE ? OR d.name_en LIKE ? OR n.name_zh LIKE ? OR n.name_en LIKE ?)"
                     " AND (? = 0 OR d.unit_id = ?) AND (d.unit_id > ? OR (d.unit_id = ? AND d.id > ?)) AND " ORG_SCOPE("d.unit_id")
                     " ORDER BY d.unit_id, d.id LIMIT ?",
                     "ttttiiiii" ORG_SCOPE_TYPES "i", ORG_DEPARTMENT_TYPES},
    [DEPARTMENT] = {ORG_DEPARTMENT_COLUMNS " WHERE d.id = ? AND " ORG_SCOPE("d.unit_id"), "i" ORG_SCOPE_TYPES, ORG_DEPARTMENT_TYPES},
    [DEPARTMENT_USE] = {"SELECT " OPEN_COMPLAINTS ", (SELECT COUNT(*) FROM app_user WHERE department_id = ? AND active = 1)", "ii", "ii"},
    [DEPARTMENT_INSERT] = {"INSERT INTO department (unit_id, function, name_zh, name_en, coordinator_id, deputy_id) VALUES (?, ?, ?, ?, ?, ?)", "itttII", ""},
    [DEPARTMENT_UPDATE] = {"UPDATE department SET function = ?, name_zh = ?, name_en = ?, coordinator_id = ?, deputy_id = ?, version = version + 1"
                           " WHERE id = ? AND version = ?",
                           "tttIIii", ""},
    [DEPARTMENT_SWITCH] = {"UPDATE department SET active = ?, version = version + 1 WHERE id = ? AND version = ?", "iii", ""},
    [COLLEAGUE] = {"SELECT name FROM app_user WHERE id = ? AND unit_id = ? AND active = 1", "ii", "t"},
};

const struct db_stmts org_admin_stmts = {"org_admin", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* One transaction's worth of what is being saved. */
struct saving {
    struct arena *arena;
    struct change_by *by;
    struct unit *unit;
    struct department *department;
    int64_t id;
    int version;
    bool active;
};

static const char *yes(bool b)
{
    return b ? "1" : "0";
}

/* A row that was there a moment ago and does not carry the version any more was changed by somebody else. */
static enum err versioned(struct db *db, int statement, const struct db_value *args, size_t n)
{
    struct db_done done;
    TRY(db_run(db, &list[statement], args, n, &done));
    return done.rows == 0 ? ERR_STALE : ERR_NONE;
}

static enum err note_switch(struct db *db, const struct saving *s, const char *entity)
{
    struct change_field field = {"active", yes(!s->active), yes(s->active)};
    struct change change = {entity, s->id, s->active ? "activated" : "deactivated", &field, 1};
    return change_note(db, s->arena, s->by, &change);
}

/* ---- units ---- */

enum err org_admin_units(struct db *db, struct arena *a, const struct access_user *user, const char *words, size_t limit, struct unit **ret_list,
                         size_t *ret_n)
{
    struct org_args args = {.n = 0};
    struct db_value like = DB_TEXT(org_like(a, words));
    for (int i = 0; i < 3; i++)
        org_arg(&args, like);
    org_arg_scope(&args, user, MAY_SET_UNITS);
    org_arg(&args, DB_INT(limit));
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], args.v, args.n, &rows));
    org_units_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err org_admin_unit_counts(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct org_unit_count **ret_list, size_t *ret_n)
{
    struct org_args args = {.n = 0};
    org_arg_scope(&args, user, MAY_SET_UNITS);
    org_arg(&args, DB_INT(limit));
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNIT_COUNTS], args.v, args.n, &rows));
    struct org_unit_count *counts = ARENA_ARRAY(a, rows.n, struct org_unit_count);
    for (size_t i = 0; i < rows.n; i++)
        counts[i] = (struct org_unit_count){db_int(&rows, i, 0), (int)db_int(&rows, i, 1), (int)db_int(&rows, i, 2), db_text(&rows, i, 3)};
    *ret_list = counts;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err org_admin_unit(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct unit *ret_unit, bool *ret_superior)
{
    struct org_args args = {.n = 0};
    org_arg_scope(&args, user, MAY_SET_UNITS);
    org_arg(&args, DB_INT(id));
    org_arg_scope(&args, user, MAY_SET_UNITS);
    struct db_rows row;
    TRY(db_one(db, a, &list[UNIT], args.v, args.n, &row));
    *ret_unit = org_unit_read(&row, 0);
    *ret_superior = db_int(&row, 0, 12) != 0;
    return ERR_NONE;
}

enum err org_admin_unit_use(struct db *db, struct arena *a, int64_t id, struct org_use *ret_use)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[UNIT_USE], DB_ARGS(DB_INT(holder_code(HOLDER_UNIT, id)), DB_INT(id), DB_INT(id), DB_INT(id)), &row));
    *ret_use = (struct org_use){(int)db_int(&row, 0, 0), (int)db_int(&row, 0, 1), (int)db_int(&row, 0, 2), (int)db_int(&row, 0, 3)};
    return ERR_NONE;
}

static enum err note_unit(struct db *db, const struct saving *s, const struct unit *was, const char *superior)
{
    const struct unit *u = s->unit;
    struct change_field fields[] = {
        {"superior", was ? superior : NULL, superior},
        {"code", was ? was->code : NULL, u->code},
        {"name_zh", was ? was->name_zh : NULL, u->name_zh},
        {"name_en", was ? was->name_en : NULL, u->name_en},
        {"timezone", was ? was->timezone : NULL, u->timezone},
        {"can_close", was ? yes(was->can_close) : NULL, yes(u->can_close)},
        {"mail", was ? was->mail : NULL, u->mail},
        {"closes_above", was ? yes(was->closes_above) : NULL, yes(u->closes_above)},
    };
    struct change change = {"unit", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

static enum err unit_create_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct unit *u = s->unit, parent = {0};
    bool superior;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    if (u->parent_id)
        TRY(org_admin_unit(db, s->arena, s->by->actor, u->parent_id, &parent, &superior));
    else if (s->by->actor)
        return ERR_FORBIDDEN;
    TRY(db_run(db, &list[UNIT_INSERT], DB_ARGS(DB_ID(u->parent_id), DB_INT(parent.level + 1), DB_TEXT(u->code), DB_TEXT(u->name_zh), DB_TEXT(u->name_en),
                                               DB_TEXT(u->timezone), DB_INT(u->can_close), DB_INT(u->closes_above), DB_TEXT(u->mail ? u->mail : "")),
               &done));
    s->id = done.id;
    TRY(db_run(db, &list[UNIT_TREE], DB_ARGS(DB_INT(s->id), DB_INT(u->parent_id), DB_INT(s->id), DB_INT(s->id)), NULL));
    return note_unit(db, s, NULL, parent.code);
}

static enum err unit_update_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct unit *u = s->unit, was;
    bool superior;
    TRY(change_begin(db, s->arena, s->by));
    TRY(org_admin_unit(db, s->arena, s->by->actor, u->id, &was, &superior));
    if (was.version != u->version)
        return ERR_STALE;
    if ((was.can_close != u->can_close || was.closes_above != u->closes_above) && !superior)
        return ERR_FORBIDDEN;
    TRY(versioned(db, UNIT_UPDATE, DB_ARGS(DB_TEXT(u->code), DB_TEXT(u->name_zh), DB_TEXT(u->name_en), DB_TEXT(u->timezone), DB_INT(u->can_close), DB_INT(u->closes_above), DB_TEXT(u->mail ? u->mail : ""),
                                           DB_INT(u->id), DB_INT(u->version))));
    return note_unit(db, s, &was, "");
}

enum err org_admin_unit_save(struct db *db, struct arena *a, struct change_by *by, struct unit *unit)
{
    struct saving s = {.arena = a, .by = by, .unit = unit, .id = unit->id};
    TRY(db_tx(db, unit->id ? unit_update_tx : unit_create_tx, &s));
    unit->id = s.id;
    return ERR_NONE;
}

static enum err unit_switch_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct unit was;
    bool superior;
    TRY(change_begin(db, s->arena, s->by));
    TRY(org_admin_unit(db, s->arena, s->by->actor, s->id, &was, &superior));
    if (!superior)
        return ERR_FORBIDDEN;
    if (!was.parent_id)
        return ERR_STATE;
    if (was.version != s->version)
        return ERR_STALE;
    if (was.active == s->active)
        return ERR_NONE;
    TRY(versioned(db, UNIT_SWITCH, DB_ARGS(DB_INT(s->active), DB_INT(s->id), DB_INT(s->version))));
    return note_switch(db, s, "unit");
}

enum err org_admin_unit_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .active = active};
    return db_tx(db, unit_switch_tx, &s);
}

/* ---- departments ---- */

enum err org_admin_departments(struct db *db, struct arena *a, const struct access_user *user, const struct org_filter *filter,
                               struct department **ret_list, size_t *ret_n)
{
    struct org_args args = {.n = 0};
    struct db_value like = DB_TEXT(org_like(a, filter->words));
    for (int i = 0; i < 4; i++)
        org_arg(&args, like);
    org_arg(&args, DB_INT(filter->unit_id));
    org_arg(&args, DB_INT(filter->unit_id));
    org_arg(&args, DB_INT(filter->after_unit));
    org_arg(&args, DB_INT(filter->after_unit));
    org_arg(&args, DB_INT(filter->after_id));
    org_arg_scope(&args, user, MAY_SET_UNITS);
    org_arg(&args, DB_INT(filter->limit + 1));
    struct db_rows rows;
    TRY(db_query(db, a, &list[DEPARTMENTS], args.v, args.n, &rows));
    org_departments_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err org_admin_department(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct department *ret_department)
{
    struct org_args args = {.n = 0};
    org_arg(&args, DB_INT(id));
    org_arg_scope(&args, user, MAY_SET_UNITS);
    struct db_rows row;
    TRY(db_one(db, a, &list[DEPARTMENT], args.v, args.n, &row));
    *ret_department = org_department_read(&row, 0);
    return ERR_NONE;
}

enum err org_admin_department_use(struct db *db, struct arena *a, int64_t id, struct org_use *ret_use)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[DEPARTMENT_USE], DB_ARGS(DB_INT(holder_code(HOLDER_DEPARTMENT, id)), DB_INT(id)), &row));
    *ret_use = (struct org_use){.complaints = (int)db_int(&row, 0, 0), .people = (int)db_int(&row, 0, 1)};
    return ERR_NONE;
}

/* The name of an active person of the unit, "" for none at all. */
static enum err colleague(struct db *db, struct arena *a, int64_t person_id, int64_t unit_id, const char **ret_name)
{
    struct db_rows row;
    if (!person_id) {
        *ret_name = "";
        return ERR_NONE;
    }
    enum err e = db_one(db, a, &list[COLLEAGUE], DB_ARGS(DB_INT(person_id), DB_INT(unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        return ERR_INPUT;
    TRY(e);
    *ret_name = db_text(&row, 0, 0);
    return ERR_NONE;
}

/* Who is already in the place may stay there, even when he left meanwhile. */
static enum err check_people(struct db *db, const struct saving *s, const struct department *was)
{
    struct department *d = s->department;
    if (was && was->coordinator_id == d->coordinator_id)
        d->coordinator = was->coordinator;
    else
        TRY(colleague(db, s->arena, d->coordinator_id, d->unit_id, &d->coordinator));
    if (was && was->deputy_id == d->deputy_id)
        d->deputy = was->deputy;
    else
        TRY(colleague(db, s->arena, d->deputy_id, d->unit_id, &d->deputy));
    return ERR_NONE;
}

static enum err note_department(struct db *db, const struct saving *s, const struct department *was, const char *unit)
{
    const struct department *d = s->department;
    struct change_field fields[] = {
        {"unit", was ? unit : NULL, unit},
        {"function", was ? was->function : NULL, d->function},
        {"name_zh", was ? was->name_zh : NULL, d->name_zh},
        {"name_en", was ? was->name_en : NULL, d->name_en},
        {"coordinator", was ? was->coordinator : NULL, d->coordinator},
        {"deputy", was ? was->deputy : NULL, d->deputy},
    };
    struct change change = {"department", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

static enum err department_create(struct db *db, struct saving *s, struct department *ret_was)
{
    struct department *d = s->department;
    struct unit unit;
    bool superior;
    struct db_done done;
    TRY(org_admin_unit(db, s->arena, s->by->actor, d->unit_id, &unit, &superior));
    TRY(check_people(db, s, NULL));
    TRY(db_run(db, &list[DEPARTMENT_INSERT], DB_ARGS(DB_INT(d->unit_id), DB_TEXT(d->function), DB_TEXT(d->name_zh), DB_TEXT(d->name_en),
                                                     DB_ID(d->coordinator_id), DB_ID(d->deputy_id)),
               &done));
    s->id = done.id;
    TRY(note_department(db, s, NULL, unit.name_zh));
    *ret_was = (struct department){.unit_id = unit.id, .unit_zh = unit.name_zh, .unit_en = unit.name_en};
    return ERR_NONE;
}

static enum err department_update(struct db *db, struct saving *s, struct department *ret_was)
{
    struct department *d = s->department, was;
    TRY(org_admin_department(db, s->arena, s->by->actor, d->id, &was));
    if (was.version != d->version)
        return ERR_STALE;
    d->unit_id = was.unit_id;
    TRY(check_people(db, s, &was));
    TRY(versioned(db, DEPARTMENT_UPDATE, DB_ARGS(DB_TEXT(d->function), DB_TEXT(d->name_zh), DB_TEXT(d->name_en), DB_ID(d->coordinator_id), DB_ID(d->deputy_id),
                                                 DB_INT(d->id), DB_INT(d->version))));
    TRY(note_department(db, s, &was, ""));
    *ret_was = was;
    return ERR_NONE;
}

enum err org_admin_department_save_in(struct db *db, struct arena *a, struct change_by *by, struct department *department, struct department *ret_was)
{
    struct saving s = {.arena = a, .by = by, .department = department, .id = department->id};
    TRY(change_begin(db, a, by));
    TRY(department->id ? department_update(db, &s, ret_was) : department_create(db, &s, ret_was));
    department->id = s.id;
    return ERR_NONE;
}

static enum err department_save_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct department was, typed = *s->department;
    TRY(org_admin_department_save_in(db, s->arena, s->by, &typed, &was));
    s->id = typed.id;
    return ERR_NONE;
}

enum err org_admin_department_save(struct db *db, struct arena *a, struct change_by *by, struct department *department)
{
    struct saving s = {.arena = a, .by = by, .department = department};
    TRY(db_tx(db, department_save_tx, &s));
    department->id = s.id;
    return ERR_NONE;
}

static enum err department_switch_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct department was;
    TRY(change_begin(db, s->arena, s->by));
    TRY(org_admin_department(db, s->arena, s->by->actor, s->id, &was));
    if (was.version != s->version)
        return ERR_STALE;
    if (was.active == s->active)
        return ERR_NONE;
    TRY(versioned(db, DEPARTMENT_SWITCH, DB_ARGS(DB_INT(s->active), DB_INT(s->id), DB_INT(s->version))));
    return note_switch(db, s, "department");
}

enum err org_admin_department_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .active = active};
    return db_tx(db, department_switch_tx, &s);
}
