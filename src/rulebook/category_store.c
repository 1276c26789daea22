#include "category_store.h"

#include "basis_store.h"

#define FIELDS_SHOWN 40

enum { LIST, LOAD, FIELDS };

#define COLUMNS                                                                                                                             \
    "SELECT k.id, k.parent_id, k.code, k.name_zh, k.name_en, k.definition_zh, k.definition_en, k.examples_zh, k.examples_en, k.department_function," \
    " k.sort, k.version, k.active, EXISTS (SELECT 1 FROM category b WHERE b.parent_id = k.id), k.initials FROM category k "
#define TYPES "iIttttttttiiiit"
static const struct db_stmt list[] = {
    [LIST] = {COLUMNS "ORDER BY k.sort, k.id LIMIT 500", "", TYPES},
    [LOAD] = {COLUMNS "WHERE k.id = ?", "i", TYPES},
    /* Of all categories: they follow the rulebook, and each worker remembers them as it does the list. */
    [FIELDS] = {"SELECT id, category_id, label_zh, label_en, hint_zh, hint_en, kind, required, active, sort, code FROM category_field ORDER BY category_id, sort, id LIMIT 10000", "", "iitttttiiit"},
};

const struct db_stmts category_stmts = {"category", list, COUNT_OF(list), DB_ALL};

static struct category category_read(const struct db_rows *rows, size_t i)
{
    return (struct category){
        .id = db_int(rows, i, 0),
        .parent_id = db_int(rows, i, 1),
        .code = db_text(rows, i, 2),
        .name_zh = db_text(rows, i, 3),
        .name_en = db_text(rows, i, 4),
        .definition_zh = db_text(rows, i, 5),
        .definition_en = db_text(rows, i, 6),
        .examples_zh = db_text(rows, i, 7),
        .examples_en = db_text(rows, i, 8),
        .department_function = db_text(rows, i, 9),
        .sort = (int)db_int(rows, i, 10),
        .version = (int)db_int(rows, i, 11),
        .active = db_int(rows, i, 12) != 0,
        .is_group = db_int(rows, i, 13) != 0,
        .initials = db_text(rows, i, 14),
    };
}

enum err category_list(struct db *db, struct arena *a, bool active_only, struct category **ret_list, size_t *ret_n)
{
    const struct db_rows *rows;
    TRY(db_kept(db, a, basis_version, &list[LIST], &rows));
    struct category *found = ARENA_ARRAY(a, rows->n, struct category);
    for (size_t i = 0; i < rows->n; i++)
        found[i] = category_read(rows, i);
    size_t n = category_tree_order(found, rows->n);
    *ret_n = active_only ? category_keep_active(found, n) : n;
    *ret_list = found;
    return ERR_NONE;
}

enum err category_leaves(struct db *db, struct arena *a, const struct category **ret_list, size_t *ret_n)
{
    struct category *all;
    size_t n, kept = 0;
    TRY(category_list(db, a, true, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!all[i].is_group)
            all[kept++] = all[i];
    }
    *ret_list = all;
    *ret_n = kept;
    return ERR_NONE;
}

enum err category_load(struct db *db, struct arena *a, int64_t id, struct category *ret_category)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id)), &row));
    *ret_category = category_read(&row, 0);
    return ERR_NONE;
}

static struct category_field field_read(const struct db_rows *rows, size_t i)
{
    return (struct category_field){
        .id = db_int(rows, i, 0),
        .category_id = db_int(rows, i, 1),
        .label_zh = db_text(rows, i, 2),
        .label_en = db_text(rows, i, 3),
        .hint_zh = db_text(rows, i, 4),
        .hint_en = db_text(rows, i, 5),
        .kind = db_text(rows, i, 6),
        .required = db_int(rows, i, 7) != 0,
        .active = db_int(rows, i, 8) != 0,
        .sort = (int)db_int(rows, i, 9),
        .code = db_text(rows, i, 10),
        .choices_zh = "",
        .choices_en = "",
    };
}

enum err category_fields(struct db *db, struct arena *a, int64_t category_id, bool active_only, struct category_field **ret_list, size_t *ret_n)
{
    const struct db_rows *rows;
    size_t n = 0;
    TRY(db_kept(db, a, basis_version, &list[FIELDS], &rows));
    struct category_field *found = ARENA_ARRAY(a, FIELDS_SHOWN, struct category_field);
    for (size_t i = 0; i < rows->n && n < FIELDS_SHOWN; i++) {
        const struct category_field field = field_read(rows, i);
        if (field.category_id == category_id && (field.active || !active_only))
            found[n++] = field;
    }
    *ret_list = found;
    *ret_n = n;
    return ERR_NONE;
}
