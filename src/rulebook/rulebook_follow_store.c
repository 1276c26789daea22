#include "rulebook_follow_store.h"

#include <string.h>

#include "basis_store.h"
#include "initials.h"
#include "permission.h"
#include "utf8.h"

#define ROWS_MAX 2000
#define DIFFERENCES_SHOWN 31 /* an entry of the change log holds 32 */
#define VALUE_SHOWN 280      /* characters, so that 64 kB hold the longest entry */

enum { CATEGORIES, CATEGORY_ADD, CATEGORY_SET, CATEGORY_OFF, FIELDS, FIELD_ADD, FIELD_SET, FIELD_OFF, ROLES, ROLE_ADD, ROLE_MAY, NOW };

static const struct db_stmt list[] = {
    [CATEGORIES] = {"SELECT id, parent_id, code, name_zh, name_en, definition_zh, definition_en, examples_zh, examples_en, department_function, sort, active, initials"
                    " FROM category ORDER BY id LIMIT ? FOR UPDATE",
                    "i", "iIttttttttiit"},
    [CATEGORY_ADD] = {"INSERT INTO category (parent_id, name_zh, name_en, definition_zh, definition_en, examples_zh, examples_en, department_function, sort, active, initials, code)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "Itttttttiitt", ""},
    [CATEGORY_SET] = {"UPDATE category SET parent_id = ?, name_zh = ?, name_en = ?, definition_zh = ?, definition_en = ?, examples_zh = ?, examples_en = ?,"
                      " department_function = ?, sort = ?, active = ?, initials = ?, version = version + 1 WHERE code = ?",
                      "Itttttttiitt", ""},
    [CATEGORY_OFF] = {"UPDATE category SET active = 0, version = version + 1 WHERE id = ?", "i", ""},
    [FIELDS] = {"SELECT id, category_id, code, label_zh, label_en, hint_zh, hint_en, kind, required, sort, active FROM category_field ORDER BY id LIMIT ?", "i", "iittttttiii"},
    [FIELD_ADD] = {"INSERT INTO category_field (code, label_zh, label_en, hint_zh, hint_en, kind, required, sort, active, category_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "ttttttiiii", ""},
    [FIELD_SET] = {"UPDATE category_field SET code = ?, label_zh = ?, label_en = ?, hint_zh = ?, hint_en = ?, kind = ?, required = ?, sort = ?, active = ? WHERE id = ?", "ttttttiiii",
                   ""},
    [FIELD_OFF] = {"UPDATE category_field SET active = 0 WHERE id = ?", "i", ""},
    [ROLES] = {"SELECT code FROM role LIMIT ?", "i", "t"},
    [ROLE_ADD] = {"INSERT INTO role (code, name_zh, name_en) VALUES (?, ?, ?)", "ttt", ""},
    [ROLE_MAY] = {"INSERT INTO role_permission (role_id, permission) VALUES (?, ?)", "it", ""},
    [NOW] = {"SELECT id, body FROM rulebook_version WHERE state = 3 FOR UPDATE", "", "it"},
};

const struct db_stmts rulebook_follow_stmts = {"rulebook_follow", list, COUNT_OF(list), DB_STAFF | DB_JOBS | DB_OWNER};

enum err rulebook_parse(struct arena *a, struct str body, struct rulebook **ret_book)
{
    struct rulebook_faults *faults = ARENA_NEW(a, struct rulebook_faults);
    return rulebook_read(a, body, ret_book, faults) == ERR_NONE ? ERR_NONE : ERR_CONFIG;
}

enum err rulebook_now(struct db *db, struct arena *a, const struct rulebook **ret_book, int64_t *ret_id)
{
    struct db_rows row;
    struct rulebook *book;
    *ret_book = NULL;
    *ret_id = 0;
    TRY(db_query(db, a, &list[NOW], DB_NO_ARGS, &row));
    if (row.n == 0)
        return ERR_NONE;
    TRY(rulebook_parse(a, db_bytes(&row, 0, 1), &book));
    *ret_book = book;
    *ret_id = db_int(&row, 0, 0);
    return ERR_NONE;
}

/* ---- categories ---- */

struct following {
    struct arena *arena;
    const struct change_by *by;
    const struct rulebook *book;
    struct db_rows categories, fields;
    int64_t *ids; /* of the book's categories, by place */
    const char **initials;
};

static bool row_says(const struct db_rows *rows, size_t i, const struct db_value *values, size_t from, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const struct db_value *v = &values[k];
        bool same = v->type == DB_TYPE_TEXT ? str_is(v->text, db_text(rows, i, from + k)) : v->number == db_int(rows, i, from + k);
        if (!same)
            return false;
    }
    return true;
}

static int row_of(const struct db_rows *rows, size_t column, const char *code)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (strcmp(db_text(rows, i, column), code) == 0)
            return (int)i;
    }
    return -1;
}

static enum err follow_category(struct db *db, struct following *f, unsigned at, int64_t parent_id)
{
    const struct rb_category *k = &f->book->categories[at];
    int row = row_of(&f->categories, 2, k->code);
    const struct db_value values[] = {DB_TEXT(k->name.zh),     DB_TEXT(k->name.en),     DB_TEXT(k->definition.zh), DB_TEXT(k->definition.en), DB_TEXT(k->examples.zh),
                                      DB_TEXT(k->examples.en), DB_TEXT(k->function),    DB_INT(at),                DB_INT(!k->inactive),
                                      DB_TEXT(f->initials[at])};
    struct db_value args[COUNT_OF(values) + 2] = {DB_ID(parent_id)};
    struct db_done done;
    memcpy(&args[1], values, sizeof values);
    args[COUNT_OF(args) - 1] = DB_TEXT(k->code);
    if (row < 0) {
        TRY(db_run(db, &list[CATEGORY_ADD], args, COUNT_OF(args), &done));
        f->ids[at] = done.id;
        return ERR_NONE;
    }
    f->ids[at] = db_int(&f->categories, (size_t)row, 0);
    if (db_int(&f->categories, (size_t)row, 1) == parent_id && row_says(&f->categories, (size_t)row, values, 3, COUNT_OF(values)))
        return ERR_NONE;
    return db_run(db, &list[CATEGORY_SET], args, COUNT_OF(args), NULL);
}

/* The row of a question: by code, else, from before questions had codes, by its label. */
static int row_of_field(const struct following *f, int64_t category_id, const struct rb_field *field)
{
    const struct db_rows *rows = &f->fields;
    int unnamed = -1;
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, 1) != category_id)
            continue;
        if (strcmp(db_text(rows, i, 2), field->code) == 0)
            return (int)i;
        if (!*db_text(rows, i, 2) && strcmp(db_text(rows, i, 3), field->label.zh) == 0)
            unnamed = (int)i;
    }
    return unnamed;
}

static enum err follow_field(struct db *db, const struct following *f, int64_t category_id, const struct rb_field *field, unsigned at, bool *taken)
{
    int row = row_of_field(f, category_id, field);
    const struct db_value values[] = {DB_TEXT(field->code), DB_TEXT(field->label.zh), DB_TEXT(field->label.en), DB_TEXT(field->hint.zh),  DB_TEXT(field->hint.en),
                                      DB_TEXT(field->kind), DB_INT(field->required),  DB_INT(at),               DB_INT(!field->inactive)};
    struct db_value args[COUNT_OF(values) + 1];
    memcpy(args, values, sizeof values);
    if (row < 0) {
        args[COUNT_OF(values)] = DB_INT(category_id);
        return db_run(db, &list[FIELD_ADD], args, COUNT_OF(args), NULL);
    }
    taken[row] = true;
    if (row_says(&f->fields, (size_t)row, values, 2, COUNT_OF(values)))
        return ERR_NONE;
    args[COUNT_OF(values)] = DB_INT(db_int(&f->fields, (size_t)row, 0));
    return db_run(db, &list[FIELD_SET], args, COUNT_OF(args), NULL);
}

static enum err follow_fields(struct db *db, const struct following *f)
{
    bool *taken = ARENA_ARRAY(f->arena, f->fields.n, bool);
    for (unsigned i = 0; i < f->book->categories_count; i++) {
        const struct rb_category *k = &f->book->categories[i];
        for (unsigned q = 0; q < k->fields_count; q++)
            TRY(follow_field(db, f, f->ids[i], &k->fields[q], q, taken));
    }
    for (size_t i = 0; i < f->fields.n; i++) {
        if (!taken[i] && db_int(&f->fields, i, 10))
            TRY(db_run(db, &list[FIELD_OFF], DB_ARGS(DB_INT(db_int(&f->fields, i, 0))), NULL));
    }
    return ERR_NONE;
}

static enum err follow_categories(struct db *db, struct following *f)
{
    const struct rulebook *b = f->book;
    /* Groups first: the others need their ids. */
    for (unsigned i = 0; i < b->categories_count; i++) {
        if (!*b->categories[i].parent)
            TRY(follow_category(db, f, i, 0));
    }
    for (unsigned i = 0; i < b->categories_count; i++) {
        const struct rb_category *group = rulebook_category(b, b->categories[i].parent);
        if (group)
            TRY(follow_category(db, f, i, f->ids[group - b->categories]));
    }
    for (size_t i = 0; i < f->categories.n; i++) {
        if (db_int(&f->categories, i, 11) && !rulebook_category(b, db_text(&f->categories, i, 2)))
            TRY(db_run(db, &list[CATEGORY_OFF], DB_ARGS(DB_INT(db_int(&f->categories, i, 0))), NULL));
    }
    return follow_fields(db, f);
}

/* ---- roles ---- */

static enum err make_role(struct db *db, const struct following *f, const struct rb_role *role)
{
    struct db_done done;
    struct buf may = {.arena = f->arena};
    TRY(db_run(db, &list[ROLE_ADD], DB_ARGS(DB_TEXT(role->code), DB_TEXT(role->name.zh), DB_TEXT(role->name.en)), &done));
    for (unsigned i = 0; i < role->permissions_count; i++) {
        bool twice = false;
        for (unsigned k = 0; k < i; k++)
            twice = twice || strcmp(role->permissions[k], role->permissions[i]) == 0;
        if (twice)
            continue;
        TRY(db_run(db, &list[ROLE_MAY], DB_ARGS(DB_INT(done.id), DB_TEXT(role->permissions[i])), NULL));
        buf_printf(&may, "%s%s", may.n ? ", " : "", role->permissions[i]);
    }
    struct change_field fields[] = {
        {"code", NULL, role->code}, {"name_zh", NULL, role->name.zh}, {"name_en", NULL, role->name.en}, {"permissions", NULL, may.n ? may.p : ""}, {"active", NULL, "1"},
    };
    struct change change = {"role", done.id, "created", fields, COUNT_OF(fields)};
    return change_note(db, f->arena, f->by, &change);
}

static enum err follow_roles(struct db *db, const struct following *f)
{
    struct db_rows rows;
    TRY(db_query(db, f->arena, &list[ROLES], DB_ARGS(DB_INT(ROWS_MAX)), &rows));
    for (unsigned i = 0; i < f->book->roles_count; i++) {
        if (row_of(&rows, 0, f->book->roles[i].code) < 0)
            TRY(make_role(db, f, &f->book->roles[i]));
    }
    return ERR_NONE;
}

static const char **make_initials(struct arena *a, const struct rulebook *book)
{
    const char **names = ARENA_ARRAY(a, book->categories_count, const char *), **initials = ARENA_ARRAY(a, book->categories_count, const char *);
    for (unsigned i = 0; i < book->categories_count; i++)
        names[i] = book->categories[i].name.zh;
    initials_of(a, names, book->categories_count, initials);
    return initials;
}

enum err rulebook_follow(struct db *db, struct arena *a, const struct change_by *by, const struct rulebook *book)
{
    struct following f = {.arena = a, .by = by, .book = book, .ids = ARENA_ARRAY(a, book->categories_count, int64_t)};
    TRY(db_query(db, a, &list[CATEGORIES], DB_ARGS(DB_INT(ROWS_MAX)), &f.categories));
    TRY(db_query(db, a, &list[FIELDS], DB_ARGS(DB_INT(ROWS_MAX * 10)), &f.fields));
    f.initials = make_initials(a, book);
    TRY(follow_categories(db, &f));
    TRY(follow_roles(db, &f));
    return basis_raise(db);
}

/* ---- change log ---- */

static const char *shown(struct arena *a, const char *value)
{
    return utf8_shorten(a, str_of(value), VALUE_SHOWN);
}

enum err rulebook_note(struct db *db, struct arena *a, const struct change_by *by, int64_t id, const char *kind, const struct rulebook *before,
                       const struct rulebook *after)
{
    struct rulebook_difference *differences;
    size_t n;
    rulebook_diff(a, before ? before : rulebook_empty(a), after, &differences, &n);
    size_t fits = n > DIFFERENCES_SHOWN ? DIFFERENCES_SHOWN : n;
    struct change_field *fields = ARENA_ARRAY(a, fits + 1, struct change_field);
    for (size_t i = 0; i < fits; i++) {
        const struct rulebook_difference *d = &differences[i];
        fields[i].name = arena_printf(a, "%s%s%s%s%.60s", d->section, *d->code ? "." : "", d->code, *d->member && (*d->section || *d->code) ? "." : "", d->member);
        fields[i].before = shown(a, d->before);
        fields[i].after = shown(a, d->after);
    }
    if (n > fits)
        fields[fits] = (struct change_field){"more", NULL, arena_printf(a, "%zu", n - fits)};
    struct change change = {"rulebook", id, kind, fields, n > fits ? fits + 1 : fits};
    return change_note(db, a, by, &change);
}
