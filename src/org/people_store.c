#include "people_store.h"

#include <string.h>

#include "org_scope_store.h"
#include "org_store.h"
#include "role_store.h"

enum {
    LIST,
    LOAD,
    BY_LOGIN,
    USE,
    GRANTS,
    DEPARTMENTS,
    UNITS,
    LOCK,
    INSERT,
    UPDATE,
    SWITCH,
    RESET,
    RESET_TOTP,
    END_SESSIONS,
    PLACE,
    GRANT_PLACE_UNIT,
    GRANT_PLACE_DEPARTMENT,
    GRANT,
    REVOKE,
};

#define HELD(name)                                                                                                                          \
    "(SELECT GROUP_CONCAT(DISTINCT r." name " ORDER BY r.id SEPARATOR ', ') FROM role_grant g JOIN role r ON r.id = g.role_id WHERE g.user_id = p.id)"

enum { HELD_AT = sizeof(ORG_PERSON_TYPES) - 1 }; /* they stand behind the person */

static const struct db_stmt list[] = {
    [LIST] = {"SELECT " ORG_PERSON_COLUMNS ", " HELD("name_zh") ", " HELD("name_en") ORG_PERSON_FROM
              " WHERE (p.login LIKE ? OR p.name LIKE ? OR d.name_zh LIKE ?) AND (? = 0 OR p.unit_id = ?) AND p.login > ? AND " ORG_SCOPE("p.unit_id")
              " ORDER BY p.login LIMIT ?",
              "tttiit" ORG_SCOPE_TYPES "i", ORG_PERSON_TYPES "TT"},
    [LOAD] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.id = ? AND " ORG_SCOPE("p.unit_id"), "i" ORG_SCOPE_TYPES, ORG_PERSON_TYPES},
    [BY_LOGIN] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.login = ?", "t", ORG_PERSON_TYPES},
    [USE] = {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint x WHERE x.assignee_id = ? AND x.is_open = 1 LIMIT 1000) y", "i", "i"},
    /* With the permissions of the role, and the line of the unit as org_line has it. */
    [GRANTS] = {"SELECT g.id, g.role_id, g.unit_id, g.department_id, COALESCE(g.unit_id, d.unit_id), r.name_zh, r.name_en,"
                " COALESCE(d.name_zh, u.name_zh), COALESCE(d.name_en, u.name_en), u.name_zh, u.name_en,"
                " (SELECT GROUP_CONCAT(p.permission) FROM role_permission p WHERE p.role_id = r.id),"
                " (SELECT GROUP_CONCAT(t.ancestor_id ORDER BY t.distance) FROM unit_tree t WHERE t.unit_id = COALESCE(g.unit_id, d.unit_id))"
                " FROM role_grant g JOIN role r ON r.id = g.role_id"
                " LEFT JOIN department d ON d.id = g.department_id JOIN unit u ON u.id = COALESCE(g.unit_id, d.unit_id)"
                " WHERE g.user_id = ? ORDER BY g.id LIMIT ?",
                "ii", "iiIIitttttt" "TT"},
    [DEPARTMENTS] = {ORG_DEPARTMENT_COLUMNS " WHERE d.active = 1 AND (? = 0 OR d.unit_id = ?) AND " ORG_SCOPE("d.unit_id") " ORDER BY d.unit_id, d.id LIMIT ?",
                     "ii" ORG_SCOPE_TYPES "i", ORG_DEPARTMENT_TYPES},
    [UNITS] = {"SELECT " ORG_UNIT_COLUMNS " FROM unit u WHERE " ORG_SCOPE("u.id") " ORDER BY u.level, u.id LIMIT ?", ORG_SCOPE_TYPES "i", ORG_UNIT_TYPES},
    [LOCK] = {"SELECT id FROM app_user WHERE id = ? FOR UPDATE", "i", "i"},
    [INSERT] = {"INSERT INTO app_user (login, name, unit_id, department_id, language, email, mobile, superior_id, password_hash, must_change) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                "ttiItttIt", ""},
    [UPDATE] = {"UPDATE app_user SET login = ?, name = ?, unit_id = ?, department_id = ?, language = ?, email = ?, mobile = ?, superior_id = ?, version = version + 1"
                " WHERE id = ? AND version = ?",
                "ttiItttIii", ""},
    [SWITCH] = {"UPDATE app_user SET active = ?, version = version + 1 WHERE id = ? AND version = ?", "iii", ""},
    [RESET] = {"UPDATE app_user SET password_hash = ?, must_change = 1, failed_count = 0, failed_us = 0, version = version + 1 WHERE id = ?", "ti", ""},
    [RESET_TOTP] = {"UPDATE app_user SET totp_secret = NULL, totp_last_step = 0 WHERE id = ?", "i", ""},
    [END_SESSIONS] = {"DELETE FROM staff_session WHERE user_id = ?", "i", ""},
    [PLACE] = {"SELECT u.name_zh, (SELECT d.name_zh FROM department d WHERE d.id = ? AND d.unit_id = u.id) FROM unit u WHERE u.id = ? AND " ORG_SCOPE("u.id"),
               "Ii" ORG_SCOPE_TYPES, "tT"},
    [GRANT_PLACE_UNIT] = {"SELECT u.id, u.name_zh FROM unit u WHERE u.id = ?", "i", "it"},
    [GRANT_PLACE_DEPARTMENT] = {"SELECT d.unit_id, CONCAT(u.name_zh, ' / ', d.name_zh) FROM department d JOIN unit u ON u.id = d.unit_id WHERE d.id = ?", "i",
                                "it"},
    [GRANT] = {"INSERT INTO role_grant (user_id, role_id, unit_id, department_id) VALUES (?, ?, ?, ?)", "iiII", ""},
    [REVOKE] = {"DELETE FROM role_grant WHERE id = ? AND user_id = ?", "ii", ""},
};

const struct db_stmts people_stmts = {"people", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* ---- reading ---- */

enum err people_list(struct db *db, struct arena *a, const struct access_user *user, const struct org_filter *filter, struct people_row **ret_list,
                     size_t *ret_n)
{
    struct org_args args = {.n = 0};
    struct db_value like = DB_TEXT(org_like(a, filter->words));
    for (int i = 0; i < 3; i++)
        org_arg(&args, like);
    org_arg(&args, DB_INT(filter->unit_id));
    org_arg(&args, DB_INT(filter->unit_id));
    org_arg(&args, DB_TEXT(filter->after));
    org_arg_scope(&args, user, MAY_SET_PEOPLE);
    org_arg(&args, DB_INT(filter->limit + 1));
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], args.v, args.n, &rows));
    struct people_row *found = ARENA_ARRAY(a, rows.n, struct people_row);
    for (size_t i = 0; i < rows.n; i++)
        found[i] = (struct people_row){org_person_read(&rows, i), db_text(&rows, i, HELD_AT), db_text(&rows, i, HELD_AT + 1)};
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

static bool has_over(const struct access_user *user, const int64_t *line, size_t n, permission_set permissions)
{
    if (!user)
        return true;
    permission_set rights = access_over_unit(user, line, n);
    return (rights & PERMISSION_BIT(MAY_SET_PEOPLE)) && (permissions & ~rights) == 0;
}

enum err people_has_over(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, permission_set permissions, bool *ret_has)
{
    int64_t *line = NULL;
    size_t n = 0;
    if (user)
        TRY(org_line(db, a, unit_id, &line, &n));
    *ret_has = has_over(user, line, n, permissions);
    return ERR_NONE;
}

static bool may_revoke(const struct access_user *user, int64_t person_id, struct str ancestors, permission_set permissions)
{
    enum { LINE_MAX_UNITS = 64 };
    int64_t line[LINE_MAX_UNITS];
    size_t n = 0;
    while (ancestors.n && n < COUNT_OF(line)) {
        long long id;
        if (!str_to_i64(str_cut(&ancestors, ','), 1, INT64_MAX, &id))
            return false;
        line[n++] = id;
    }
    return !(user && user->id == person_id) && has_over(user, line, n, permissions);
}

enum err people_grants(struct db *db, struct arena *a, const struct access_user *user, int64_t person_id, struct people_grant **ret_list,
                       size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[GRANTS], DB_ARGS(DB_INT(person_id), DB_INT(2 * ACCESS_GRANTS_MAX)), &rows));
    struct people_grant *grants = ARENA_ARRAY(a, rows.n, struct people_grant);
    for (size_t i = 0; i < rows.n; i++) {
        struct people_grant *g = &grants[i];
        *g = (struct people_grant){
            .id = db_int(&rows, i, 0),
            .role_id = db_int(&rows, i, 1),
            .unit_id = db_int(&rows, i, 2),
            .department_id = db_int(&rows, i, 3),
            .over_unit_id = db_int(&rows, i, 4),
            .role_zh = db_text(&rows, i, 5),
            .role_en = db_text(&rows, i, 6),
            .over_zh = db_text(&rows, i, 7),
            .over_en = db_text(&rows, i, 8),
            .permissions = role_permissions(a, db_bytes(&rows, i, 11)),
        };
        if (g->department_id) {
            g->over_zh = arena_printf(a, "%s / %s", db_text(&rows, i, 9), g->over_zh);
            g->over_en = *g->over_en ? arena_printf(a, "%s / %s", db_text(&rows, i, 10), g->over_en) : "";
        }
        g->may_revoke = may_revoke(user, person_id, db_bytes(&rows, i, 12), g->permissions);
    }
    *ret_list = grants;
    *ret_n = rows.n;
    return ERR_NONE;
}

static enum err governed(struct db *db, struct arena *a, const struct access_user *user, int64_t person_id, bool *ret_governed)
{
    struct people_grant *grants;
    size_t n;
    bool all = !user || user->id != person_id;
    TRY(people_grants(db, a, user, person_id, &grants, &n));
    for (size_t i = 0; i < n; i++)
        all = all && grants[i].may_revoke;
    *ret_governed = all;
    return ERR_NONE;
}

enum err people_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct person *ret_person, bool *ret_governed)
{
    struct org_args args = {.n = 0};
    org_arg(&args, DB_INT(id));
    org_arg_scope(&args, user, MAY_SET_PEOPLE);
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], args.v, args.n, &row));
    TRY(governed(db, a, user, id, ret_governed));
    *ret_person = org_person_read(&row, 0);
    return ERR_NONE;
}

enum err people_by_login(struct db *db, struct arena *a, const char *login, struct person *ret_person)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[BY_LOGIN], DB_ARGS(DB_TEXT(login)), &row));
    *ret_person = org_person_read(&row, 0);
    return ERR_NONE;
}

enum err people_use(struct db *db, struct arena *a, int64_t id, int *ret_complaints)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[USE], DB_ARGS(DB_INT(id)), &row));
    *ret_complaints = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err people_departments(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, size_t limit, struct department **ret_list,
                            size_t *ret_n)
{
    struct org_args args = {.n = 0};
    org_arg(&args, DB_INT(unit_id));
    org_arg(&args, DB_INT(unit_id));
    org_arg_scope(&args, user, MAY_SET_PEOPLE);
    org_arg(&args, DB_INT(limit));
    struct db_rows rows;
    TRY(db_query(db, a, &list[DEPARTMENTS], args.v, args.n, &rows));
    org_departments_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err people_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct unit **ret_list, size_t *ret_n)
{
    struct org_args args = {.n = 0};
    org_arg_scope(&args, user, MAY_SET_PEOPLE);
    org_arg(&args, DB_INT(limit));
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], args.v, args.n, &rows));
    org_units_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

/* ---- writing: who and where ---- */

struct saving {
    struct arena *arena;
    struct change_by *by;
    struct person *person;
    const char *password_hash;
    int64_t id, role_id, unit_id, department_id, grant_id;
    int version;
    bool active, drop_totp;
};

/* Lock the person, so that what he holds stands still, then see whether the actor may change him. */
static enum err lock_governed(struct db *db, struct saving *s, struct person *ret_was)
{
    struct db_rows row;
    bool may;
    TRY(db_one(db, s->arena, &list[LOCK], DB_ARGS(DB_INT(s->id)), &row));
    TRY(people_load(db, s->arena, s->by->actor, s->id, ret_was, &may));
    return may ? ERR_NONE : ERR_FORBIDDEN;
}

/* The unit is within the actor's and the department is one of it; gives their names for the log. */
static enum err place(struct db *db, const struct saving *s, const char **ret_unit, const char **ret_department)
{
    const struct person *p = s->person;
    struct org_args args = {.n = 0};
    org_arg(&args, DB_ID(p->department_id));
    org_arg(&args, DB_INT(p->unit_id));
    org_arg_scope(&args, s->by->actor, MAY_SET_PEOPLE);
    struct db_rows row;
    TRY(db_one(db, s->arena, &list[PLACE], args.v, args.n, &row));
    if (p->department_id && db_is_null(&row, 0, 1))
        return ERR_INPUT;
    *ret_unit = db_text(&row, 0, 0);
    *ret_department = db_text(&row, 0, 1);
    return ERR_NONE;
}

static enum err note_person(struct db *db, const struct saving *s, const struct person *was, const char *unit, const char *department)
{
    const struct person *p = s->person;
    struct change_field fields[] = {
        {"login", was ? was->login : NULL, p->login},
        {"name", was ? was->name : NULL, p->name},
        {"unit", was ? was->unit_zh : NULL, unit},
        {"department", was ? was->department_zh : NULL, department},
        {"language", was ? was->language : NULL, p->language},
        {"email", was ? was->email : NULL, p->email},
        {"mobile", was ? was->mobile : NULL, p->mobile ? p->mobile : ""},
        {"superior", was ? was->superior : NULL, p->superior ? p->superior : ""},
    };
    struct change change = {"user", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

static enum err create(struct db *db, struct saving *s)
{
    const struct person *p = s->person;
    const char *unit, *department;
    struct db_done done;
    TRY(place(db, s, &unit, &department));
    TRY(db_run(db, &list[INSERT], DB_ARGS(DB_TEXT(p->login), DB_TEXT(p->name), DB_INT(p->unit_id), DB_ID(p->department_id), DB_TEXT(p->language),
                                          DB_TEXT(p->email), DB_TEXT(p->mobile ? p->mobile : ""), DB_ID(p->superior_id), DB_TEXT(s->password_hash)),
               &done));
    s->id = done.id;
    return note_person(db, s, NULL, unit, department);
}

static enum err update(struct db *db, struct saving *s)
{
    struct person *p = s->person, was;
    const char *unit, *department;
    struct db_done done;
    TRY(lock_governed(db, s, &was));
    if (was.version != p->version)
        return ERR_STALE;
    TRY(place(db, s, &unit, &department));
    TRY(db_run(db, &list[UPDATE], DB_ARGS(DB_TEXT(p->login), DB_TEXT(p->name), DB_INT(p->unit_id), DB_ID(p->department_id), DB_TEXT(p->language),
                                          DB_TEXT(p->email), DB_TEXT(p->mobile ? p->mobile : ""), DB_ID(p->superior_id), DB_INT(p->id), DB_INT(p->version)),
               &done));
    if (done.rows == 0)
        return ERR_STALE;
    return note_person(db, s, &was, unit, department);
}

enum err people_save_in(struct db *db, struct arena *a, struct change_by *by, struct person *person, const char *password_hash)
{
    struct saving s = {.arena = a, .by = by, .person = person, .id = person->id, .password_hash = password_hash};
    TRY(person->id ? update(db, &s) : create(db, &s));
    person->id = s.id;
    return ERR_NONE;
}

static enum err save_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    TRY(change_begin(db, s->arena, s->by));
    return s->person->id ? update(db, s) : create(db, s);
}

enum err people_save(struct db *db, struct arena *a, struct change_by *by, struct person *person, const char *password_hash)
{
    struct saving s = {.arena = a, .by = by, .person = person, .id = person->id, .password_hash = password_hash};
    TRY(db_tx(db, save_tx, &s));
    person->id = s.id;
    return ERR_NONE;
}

static enum err switch_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct person was;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(lock_governed(db, s, &was));
    if (was.version != s->version)
        return ERR_STALE;
    if (was.active == s->active)
        return ERR_NONE;
    TRY(db_run(db, &list[SWITCH], DB_ARGS(DB_INT(s->active), DB_INT(s->id), DB_INT(s->version)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    TRY(db_run(db, &list[END_SESSIONS], DB_ARGS(DB_INT(s->id)), NULL));
    struct change_field field = {"active", s->active ? "0" : "1", s->active ? "1" : "0"};
    struct change change = {"user", s->id, s->active ? "activated" : "deactivated", &field, 1};
    return change_note(db, s->arena, s->by, &change);
}

enum err people_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .active = active};
    return db_tx(db, switch_tx, &s);
}

static enum err reset_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct person was;
    TRY(change_begin(db, s->arena, s->by));
    TRY(lock_governed(db, s, &was));
    TRY(db_run(db, &list[RESET], DB_ARGS(DB_TEXT(s->password_hash), DB_INT(s->id)), NULL));
    if (s->drop_totp)
        TRY(db_run(db, &list[RESET_TOTP], DB_ARGS(DB_INT(s->id)), NULL));
    TRY(db_run(db, &list[END_SESSIONS], DB_ARGS(DB_INT(s->id)), NULL));
    struct change_field field = {"second_factor", "1", "0"};
    struct change change = {"user", s->id, "password", &field, s->drop_totp ? 1 : 0};
    return change_note(db, s->arena, s->by, &change);
}

enum err people_reset(struct db *db, struct arena *a, struct change_by *by, int64_t id, const char *password_hash, bool drop_totp)
{
    struct saving s = {.arena = a, .by = by, .id = id, .password_hash = password_hash, .drop_totp = drop_totp};
    return db_tx(db, reset_tx, &s);
}

/* ---- grants ---- */

/* Lock the person whose grants change; the actor himself is never that person. */
static enum err lock_other(struct db *db, struct saving *s)
{
    struct db_rows row;
    struct person was;
    bool may;
    if (s->by->actor && s->by->actor->id == s->id)
        return ERR_FORBIDDEN;
    TRY(db_one(db, s->arena, &list[LOCK], DB_ARGS(DB_INT(s->id)), &row));
    return people_load(db, s->arena, s->by->actor, s->id, &was, &may);
}

static enum err grant(struct db *db, struct saving *s)
{
    struct people_grant *held;
    size_t n;
    struct role role;
    struct db_rows over;
    bool may;
    TRY(lock_other(db, s));
    TRY(role_load(db, s->arena, s->role_id, &role));
    TRY(db_one(db, s->arena, &list[s->unit_id ? GRANT_PLACE_UNIT : GRANT_PLACE_DEPARTMENT], DB_ARGS(DB_INT(s->unit_id ? s->unit_id : s->department_id)), &over));
    TRY(people_has_over(db, s->arena, s->by->actor, db_int(&over, 0, 0), role.permissions, &may));
    if (!may)
        return ERR_FORBIDDEN;
    TRY(people_grants(db, s->arena, s->by->actor, s->id, &held, &n));
    /* The unique key lets NULLs stand twice, so it is looked up under the person's lock. */
    for (size_t i = 0; i < n; i++) {
        if (held[i].role_id == s->role_id && held[i].unit_id == s->unit_id && held[i].department_id == s->department_id)
            return ERR_EXISTS;
    }
    if (n >= ACCESS_GRANTS_MAX || !role.active)
        return ERR_STATE;
    TRY(db_run(db, &list[GRANT], DB_ARGS(DB_INT(s->id), DB_INT(s->role_id), DB_ID(s->unit_id), DB_ID(s->department_id)), NULL));
    struct change_field fields[] = {{"role", NULL, role.name_zh}, {"over", NULL, db_text(&over, 0, 1)}};
    struct change change = {"grant", s->id, "granted", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

enum err people_grant_in(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t role_id, int64_t unit_id, int64_t department_id)
{
    struct saving s = {.arena = a, .by = by, .id = person_id, .role_id = role_id, .unit_id = unit_id, .department_id = department_id};
    return !unit_id == !department_id ? ERR_INPUT : grant(db, &s);
}

static enum err grant_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    TRY(change_begin(db, s->arena, s->by));
    return grant(db, s);
}

enum err people_grant(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t role_id, int64_t unit_id, int64_t department_id)
{
    struct saving s = {.arena = a, .by = by, .id = person_id, .role_id = role_id, .unit_id = unit_id, .department_id = department_id};
    if (!unit_id == !department_id)
        return ERR_INPUT;
    return db_tx(db, grant_tx, &s);
}

static enum err revoke_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct people_grant *held;
    size_t n, i = 0;
    TRY(change_begin(db, s->arena, s->by));
    TRY(lock_other(db, s));
    TRY(people_grants(db, s->arena, s->by->actor, s->id, &held, &n));
    while (i < n && held[i].id != s->grant_id)
        i++;
    if (i == n)
        return ERR_NOT_FOUND;
    if (!held[i].may_revoke)
        return ERR_FORBIDDEN;
    TRY(db_run(db, &list[REVOKE], DB_ARGS(DB_INT(s->grant_id), DB_INT(s->id)), NULL));
    struct change_field fields[] = {{"role", held[i].role_zh, NULL}, {"over", held[i].over_zh, NULL}};
    struct change change = {"grant", s->id, "revoked", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

enum err people_revoke(struct db *db, struct arena *a, struct change_by *by, int64_t person_id, int64_t grant_id)
{
    struct saving s = {.arena = a, .by = by, .id = person_id, .grant_id = grant_id};
    return db_tx(db, revoke_tx, &s);
}
