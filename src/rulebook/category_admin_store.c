#include <string.h>

#include "category_store.h"

enum { LOCK, CHILD, INSERT, UPDATE, SWITCH, FIELD_INSERT, FIELD_UPDATE, IN_USE };

static const struct db_stmt list[] = {
    [LOCK] = {"SELECT id FROM category WHERE id = ? FOR UPDATE", "i", "i"},
    [CHILD] = {"SELECT id FROM category WHERE parent_id = ? LIMIT 1", "i", "i"},
    [INSERT] = {"INSERT INTO category (parent_id, code, name_zh, name_en, definition_zh, definition_en, examples_zh, examples_en, department_function,"
                " answer_days, sort) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "Ittttttttii", ""},
    [UPDATE] = {"UPDATE category SET parent_id = ?, code = ?, name_zh = ?, name_en = ?, definition_zh = ?, definition_en = ?, examples_zh = ?,"
                " examples_en = ?, department_function = ?, answer_days = ?, sort = ?, version = version + 1 WHERE id = ? AND version = ?",
                "Ittttttttiiii", ""},
    [SWITCH] = {"UPDATE category SET active = ?, version = version + 1 WHERE id = ? AND version = ?", "iii", ""},
    [FIELD_INSERT] = {"INSERT INTO category_field (category_id, label_zh, label_en, hint_zh, hint_en, kind, required, active, sort)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "itttttiii", ""},
    [FIELD_UPDATE] = {"UPDATE category_field SET label_zh = ?, label_en = ?, hint_zh = ?, hint_en = ?, kind = ?, required = ?, active = ?, sort = ?"
                      " WHERE id = ? AND category_id = ?",
                      "tttttiiiii", ""},
    [IN_USE] = {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint x WHERE x.category_id = ? LIMIT 1000) y", "i", "i"},
};

const struct db_stmts category_admin_stmts = {"category_admin", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

struct saving {
    struct arena *arena;
    struct change_by *by;
    struct category *category;
    struct category_field *fields;
    size_t n_fields;
    int64_t id;
    int version;
    bool active;
};

static const char *number(struct arena *a, int value)
{
    return arena_printf(a, "%d", value);
}

static enum err note_category(struct db *db, const struct saving *s, const struct category *was, const char *group_was, const char *group)
{
    const struct category *c = s->category;
    struct arena *a = s->arena;
    struct change_field fields[] = {
        {"group", was ? group_was : NULL, group},
        {"code", was ? was->code : NULL, c->code},
        {"name_zh", was ? was->name_zh : NULL, c->name_zh},
        {"name_en", was ? was->name_en : NULL, c->name_en},
        {"definition_zh", was ? was->definition_zh : NULL, c->definition_zh},
        {"definition_en", was ? was->definition_en : NULL, c->definition_en},
        {"examples_zh", was ? was->examples_zh : NULL, c->examples_zh},
        {"examples_en", was ? was->examples_en : NULL, c->examples_en},
        {"department_function", was ? was->department_function : NULL, c->department_function},
        {"answer_days", was ? number(a, was->answer_days) : NULL, number(a, c->answer_days)},
        {"sort", was ? number(a, was->sort) : NULL, number(a, c->sort)},
    };
    struct change change = {"category", s->id, was ? "edited" : "created", fields, COUNT_OF(fields)};
    return change_note(db, a, s->by, &change);
}

/* One entry for each question, so that an entry stays short; the name says which question. */
static enum err note_field(struct db *db, const struct saving *s, const struct category_field *was, const struct category_field *is, int64_t id)
{
    struct arena *a = s->arena;
    const char *dot = arena_printf(a, "field.%lld.", (long long)id);
    struct change_field fields[] = {
        {"label_zh", was ? was->label_zh : NULL, is->label_zh},
        {"label_en", was ? was->label_en : NULL, is->label_en},
        {"hint_zh", was ? was->hint_zh : NULL, is->hint_zh},
        {"hint_en", was ? was->hint_en : NULL, is->hint_en},
        {"kind", was ? was->kind : NULL, is->kind},
        {"required", was ? number(a, was->required) : NULL, number(a, is->required)},
        {"active", was ? number(a, was->active) : NULL, number(a, is->active)},
        {"sort", was ? number(a, was->sort) : NULL, number(a, is->sort)},
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        fields[i].name = arena_printf(a, "%s%s", dot, fields[i].name);
    struct change change = {"category", s->id, "edited", fields, COUNT_OF(fields)};
    return change_note(db, a, s->by, &change);
}

static enum err insert_field(struct db *db, const struct saving *s, const struct category_field *f)
{
    struct db_done done;
    TRY(db_run(db, &list[FIELD_INSERT], DB_ARGS(DB_INT(s->id), DB_TEXT(f->label_zh), DB_TEXT(f->label_en), DB_TEXT(f->hint_zh), DB_TEXT(f->hint_en),
                                                DB_TEXT(f->kind), DB_INT(f->required), DB_INT(f->active), DB_INT(f->sort)),
               &done));
    return note_field(db, s, NULL, f, done.id);
}

static enum err update_field(struct db *db, const struct saving *s, const struct category_field *was, const struct category_field *f)
{
    TRY(db_run(db, &list[FIELD_UPDATE], DB_ARGS(DB_TEXT(f->label_zh), DB_TEXT(f->label_en), DB_TEXT(f->hint_zh), DB_TEXT(f->hint_en), DB_TEXT(f->kind),
                                                DB_INT(f->required), DB_INT(f->active), DB_INT(f->sort), DB_INT(f->id), DB_INT(s->id)),
               NULL));
    return note_field(db, s, was, f, f->id);
}

static enum err save_fields(struct db *db, const struct saving *s)
{
    struct category_field *were;
    size_t n_were, total;
    TRY(category_fields(db, s->arena, s->id, false, &were, &n_were));
    total = n_were;
    for (size_t i = 0; i < s->n_fields; i++) {
        const struct category_field *f = &s->fields[i];
        if (!f->id) {
            if (++total > CATEGORY_FIELDS_MAX)
                return ERR_INPUT;
            TRY(insert_field(db, s, f));
            continue;
        }
        size_t at = 0;
        while (at < n_were && were[at].id != f->id)
            at++;
        if (at == n_were)
            return ERR_NOT_FOUND;
        TRY(update_field(db, s, &were[at], f));
    }
    return ERR_NONE;
}

/* Two levels: what has a superior is no group, and a superior has none itself. */
static enum err check_group(struct db *db, const struct saving *s, const char **ret_group)
{
    const struct category *c = s->category;
    *ret_group = "";
    if (!c->parent_id)
        return ERR_NONE;
    struct category parent;
    struct db_rows children;
    if (c->parent_id == s->id)
        return ERR_STATE;
    TRY(category_load(db, s->arena, c->parent_id, &parent));
    TRY(db_query(db, s->arena, &list[CHILD], DB_ARGS(DB_INT(s->id)), &children));
    if (parent.parent_id || children.n > 0)
        return ERR_STATE;
    *ret_group = parent.name_zh;
    return ERR_NONE;
}

static enum err group_name(struct db *db, struct arena *a, int64_t id, const char **ret_name)
{
    struct category group = {.name_zh = ""};
    if (id)
        TRY(category_load(db, a, id, &group));
    *ret_name = group.name_zh;
    return ERR_NONE;
}

static enum err create_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const struct category *c = s->category;
    const char *group;
    struct db_done done;
    s->id = 0;
    TRY(change_begin(db, s->arena, s->by));
    TRY(check_group(db, s, &group));
    TRY(db_run(db, &list[INSERT], DB_ARGS(DB_ID(c->parent_id), DB_TEXT(c->code), DB_TEXT(c->name_zh), DB_TEXT(c->name_en), DB_TEXT(c->definition_zh),
                                          DB_TEXT(c->definition_en), DB_TEXT(c->examples_zh), DB_TEXT(c->examples_en), DB_TEXT(c->department_function),
                                          DB_INT(c->answer_days), DB_INT(c->sort)),
               &done));
    s->id = done.id;
    TRY(note_category(db, s, NULL, NULL, group));
    return save_fields(db, s);
}

static enum err update_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const struct category *c = s->category;
    struct category was;
    const char *group, *group_was;
    struct db_rows row;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(db_one(db, s->arena, &list[LOCK], DB_ARGS(DB_INT(s->id)), &row));
    TRY(category_load(db, s->arena, s->id, &was));
    if (was.version != c->version)
        return ERR_STALE;
    TRY(check_group(db, s, &group));
    TRY(group_name(db, s->arena, was.parent_id, &group_was));
    TRY(db_run(db, &list[UPDATE], DB_ARGS(DB_ID(c->parent_id), DB_TEXT(c->code), DB_TEXT(c->name_zh), DB_TEXT(c->name_en), DB_TEXT(c->definition_zh),
                                          DB_TEXT(c->definition_en), DB_TEXT(c->examples_zh), DB_TEXT(c->examples_en), DB_TEXT(c->department_function),
                                          DB_INT(c->answer_days), DB_INT(c->sort), DB_INT(s->id), DB_INT(c->version)),
               &done));
    if (done.rows == 0)
        return ERR_STALE;
    TRY(note_category(db, s, &was, group_was, group));
    return save_fields(db, s);
}

enum err category_save(struct db *db, struct arena *a, struct change_by *by, struct category *category, struct category_field *fields, size_t n_fields)
{
    struct saving s = {.arena = a, .by = by, .category = category, .fields = fields, .n_fields = n_fields, .id = category->id};
    TRY(db_tx(db, category->id ? update_tx : create_tx, &s));
    category->id = s.id;
    return ERR_NONE;
}

static enum err switch_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct category was;
    struct db_rows row;
    struct db_done done;
    TRY(change_begin(db, s->arena, s->by));
    TRY(db_one(db, s->arena, &list[LOCK], DB_ARGS(DB_INT(s->id)), &row));
    TRY(category_load(db, s->arena, s->id, &was));
    if (was.version != s->version)
        return ERR_STALE;
    if (was.active == s->active)
        return ERR_NONE;
    TRY(db_run(db, &list[SWITCH], DB_ARGS(DB_INT(s->active), DB_INT(s->id), DB_INT(s->version)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    struct change_field field = {"active", s->active ? "0" : "1", s->active ? "1" : "0"};
    struct change change = {"category", s->id, s->active ? "activated" : "deactivated", &field, 1};
    return change_note(db, s->arena, s->by, &change);
}

enum err category_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active)
{
    struct saving s = {.arena = a, .by = by, .id = id, .version = version, .active = active};
    return db_tx(db, switch_tx, &s);
}

enum err category_in_use(struct db *db, struct arena *a, int64_t id, int *ret_count)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[IN_USE], DB_ARGS(DB_INT(id)), &row));
    *ret_count = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}
