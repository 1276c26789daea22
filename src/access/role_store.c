#include "role_store.h"

#include <string.h>

#define ROLES_MAX 200

enum { ALL, ONE, BY_CODE, TOPS, INSERT, UPDATE, ADD_PERMISSION, DROP_PERMISSION };

#define COLUMNS                                                                                                                             \
    "SELECT r.id, r.code, r.name_zh, r.name_en, r.active, r.version, (SELECT COUNT(DISTINCT g.user_id) FROM role_grant g WHERE g.role_id = r.id)," \
    " (SELECT GROUP_CONCAT(p.permission) FROM role_permission p WHERE p.role_id = r.id), r.second_factor FROM role r "
#define TYPES "itttiiiTi"

static const struct db_stmt list[] = {
    [ALL] = {COLUMNS "ORDER BY r.id LIMIT ?", "i", TYPES},
    [ONE] = {COLUMNS "WHERE r.id = ?", "i", TYPES},
    [BY_CODE] = {COLUMNS "WHERE r.code = ?", "t", TYPES},
    [TOPS] = {"SELECT id FROM unit WHERE parent_id IS NULL", "", "i"},
    [INSERT] = {"INSERT INTO role (code, name_zh, name_en, active) VALUES (?, ?, ?, ?)", "ttti", ""},
    [UPDATE] = {"UPDATE role SET name_zh = ?, name_en = ?, active = ?, second_factor = ?, version = version + 1 WHERE id = ? AND version = ?", "ttiiii", ""},
    [ADD_PERMISSION] = {"INSERT INTO role_permission (role_id, permission) VALUES (?, ?)", "it", ""},
    [DROP_PERMISSION] = {"DELETE FROM role_permission WHERE role_id = ? AND permission = ?", "it", ""},
};

const struct db_stmts role_stmts = {"role", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

permission_set role_permissions(struct arena *a, struct str names)
{
    permission_set set = 0;
    while (names.p) {
        enum permission p;
        if (permission_from_name(str_cstr(a, str_cut(&names, ',')), &p))
            set |= PERMISSION_BIT(p);
    }
    return set;
}

static struct role role_read(struct arena *a, const struct db_rows *rows, size_t i)
{
    return (struct role){
        .id = db_int(rows, i, 0),
        .code = db_text(rows, i, 1),
        .name_zh = db_text(rows, i, 2),
        .name_en = db_text(rows, i, 3),
        .active = db_int(rows, i, 4) != 0,
        .version = (int)db_int(rows, i, 5),
        .people = (int)db_int(rows, i, 6),
        .permissions = role_permissions(a, db_bytes(rows, i, 7)),
        .second_factor = db_int(rows, i, 8) != 0,
    };
}

enum err role_list(struct db *db, struct arena *a, struct role **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ALL], DB_ARGS(DB_INT(ROLES_MAX)), &rows));
    struct role *roles = ARENA_ARRAY(a, rows.n, struct role);
    for (size_t i = 0; i < rows.n; i++)
        roles[i] = role_read(a, &rows, i);
    *ret_list = roles;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err role_load(struct db *db, struct arena *a, int64_t id, struct role *ret_role)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ONE], DB_ARGS(DB_INT(id)), &row));
    *ret_role = role_read(a, &row, 0);
    return ERR_NONE;
}

enum err role_by_code(struct db *db, struct arena *a, const char *code, struct role *ret_role)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[BY_CODE], DB_ARGS(DB_TEXT(code)), &row));
    *ret_role = role_read(a, &row, 0);
    return ERR_NONE;
}

/* ---- writing ---- */

struct saving {
    struct arena *arena;
    struct change_by *by;
    struct role *role;
    int64_t id;
};

/* Roles hold everywhere, so only rights over the whole organisation count. */
static enum err check_actor(struct db *db, struct arena *a, const struct access_user *actor, int64_t role_id, permission_set changed)
{
    if (!actor)
        return ERR_NONE;
    for (size_t i = 0; i < actor->n_grants; i++) {
        if (actor->grants[i].role_id == role_id)
            return ERR_FORBIDDEN;
    }
    struct db_rows tops;
    TRY(db_query(db, a, &list[TOPS], DB_NO_ARGS, &tops));
    permission_set rights = tops.n ? ~(permission_set)0 : 0;
    for (size_t i = 0; i < tops.n; i++) {
        int64_t top = db_int(&tops, i, 0);
        rights &= access_over_unit(actor, &top, 1);
    }
    bool may = (rights & PERMISSION_BIT(MAY_SET_ROLES)) && (changed & ~rights) == 0;
    return may ? ERR_NONE : ERR_FORBIDDEN;
}

static const char *permission_names(struct arena *a, permission_set set)
{
    struct buf out = {.arena = a};
    for (int p = 0; p < PERMISSION__COUNT; p++) {
        if (set & PERMISSION_BIT(p))
            buf_printf(&out, "%s%s", out.n ? ", " : "", permission_name((enum permission)p));
    }
    return out.n ? out.p : "";
}

static enum err note(struct db *db, const struct saving *s, const struct role *was)
{
    const struct role *r = s->role;
    struct change_field fields[] = {
        {"code", was ? was->code : NULL, was ? was->code : r->code},
        {"name_zh", was ? was->name_zh : NULL, r->name_zh},
        {"name_en", was ? was->name_en : NULL, r->name_en},
        {"permissions", was ? permission_names(s->arena, was->permissions) : NULL, permission_names(s->arena, r->permissions)},
        {"active", was ? (was->active ? "1" : "0") : NULL, r->active ? "1" : "0"},
        {"second_factor", was ? (was->second_factor ? "1" : "0") : NULL, r->second_factor ? "1" : "0"},
    };
    struct change change = {"role", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

static enum err save_permissions(struct db *db, int64_t id, permission_set was, permission_set is)
{
    for (int p = 0; p < PERMISSION__COUNT; p++) {
        permission_set bit = PERMISSION_BIT(p);
        if ((was & bit) == (is & bit))
            continue;
        TRY(db_run(db, &list[is & bit ? ADD_PERMISSION : DROP_PERMISSION], DB_ARGS(DB_INT(id), DB_TEXT(permission_name((enum permission)p))), NULL));
    }
    return ERR_NONE;
}

static enum err create_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(db_run(db, &list[INSERT], DB_ARGS(DB_TEXT(s->role->code), DB_TEXT(s->role->name_zh), DB_TEXT(s->role->name_en), DB_INT(s->role->active)), &done));
    s->id = done.id;
    TRY(save_permissions(db, s->id, 0, s->role->permissions));
    return note(db, s, NULL);
}

static enum err update_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct role was;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(role_load(db, s->arena, s->role->id, &was));
    TRY(check_actor(db, s->arena, s->by->actor, was.id, was.permissions ^ s->role->permissions));
    TRY(db_run(db, &list[UPDATE],
               DB_ARGS(DB_TEXT(s->role->name_zh), DB_TEXT(s->role->name_en), DB_INT(s->role->active), DB_INT(s->role->second_factor), DB_INT(was.id), DB_INT(s->role->version)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    TRY(save_permissions(db, was.id, was.permissions, s->role->permissions));
    return note(db, s, &was);
}

enum err role_save(struct db *db, struct arena *a, struct change_by *by, struct role *role)
{
    struct saving s = {a, by, role, role->id};
    if (role->id == 0 && by->actor)
        return ERR_FORBIDDEN;
    TRY(db_tx(db, role->id ? update_tx : create_tx, &s));
    role->id = s.id;
    return ERR_NONE;
}
