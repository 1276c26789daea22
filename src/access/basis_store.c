#include "basis_store.h"

enum { VERSION, UNITS, DEPARTMENTS, CATEGORIES };
static const struct db_stmt list[] = {
    [VERSION] = {"SELECT " BASIS_VERSION, "", "I"},
    [UNITS] = {"SELECT id, name_zh, name_en FROM unit ORDER BY id LIMIT 100000", "", "itt"},
    [DEPARTMENTS] = {"SELECT id, name_zh, name_en, function, unit_id FROM department ORDER BY id LIMIT 100000", "", "ittti"},
    [CATEGORIES] = {"SELECT k.id, k.name_zh, k.name_en, k.code, g.code, k.department_function FROM category k LEFT JOIN category g ON g.id = k.parent_id ORDER BY k.id LIMIT 10000", "", "itttTt"},
};
const struct db_stmts basis_stmts = {"basis", list, COUNT_OF(list), DB_ALL};
const struct db_stmt *const basis_version = &list[VERSION];

static const struct db_stmt raise_list[] = {
    {"INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1", "", ""},
};
const struct db_stmts basis_raise_stmts = {"basis_raise", raise_list, COUNT_OF(raise_list), DB_STAFF | DB_JOBS | DB_OWNER};

enum err basis_raise(struct db *db)
{
    db_kept_changed(db);
    return db_run(db, &raise_list[0], DB_NO_ARGS, NULL);
}

enum err basis_read(struct db *db, struct arena *a, int64_t *ret_version)
{
    struct db_rows row;
    TRY(db_one(db, a, basis_version, DB_NO_ARGS, &row));
    *ret_version = db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err basis_load(struct db *db, struct arena *a, struct basis *ret_basis)
{
    TRY(db_kept(db, a, basis_version, &list[UNITS], &ret_basis->units));
    TRY(db_kept(db, a, basis_version, &list[DEPARTMENTS], &ret_basis->departments));
    return db_kept(db, a, basis_version, &list[CATEGORIES], &ret_basis->categories);
}

/* rows->n: there is none of it. */
static size_t row_of(const struct db_rows *rows, int64_t id)
{
    size_t from = 0, to = rows->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int64_t found = db_int(rows, middle, 0);
        if (found == id)
            return middle;
        if (found < id)
            from = middle + 1;
        else
            to = middle;
    }
    return rows->n;
}

static const struct basis_names nameless = {"", "", "", "", "", 0};

struct basis_names basis_names_in(const struct db_rows *rows, int64_t id)
{
    size_t i = row_of(rows, id);
    if (i == rows->n)
        return nameless;
    return (struct basis_names){db_text(rows, i, 1), db_text(rows, i, 2), rows->columns > 3 ? db_text(rows, i, 3) : "", rows->columns > 4 ? db_text(rows, i, 4) : "",
                                rows->columns > 5 ? db_text(rows, i, 5) : "", 0};
}

struct basis_names basis_unit(const struct basis *b, int64_t id)
{
    return basis_names_in(b->units, id);
}

struct basis_names basis_department(const struct basis *b, int64_t id)
{
    size_t i = row_of(b->departments, id);
    return i == b->departments->n ? nameless : (struct basis_names){db_text(b->departments, i, 1), db_text(b->departments, i, 2), db_text(b->departments, i, 3), "", "", db_int(b->departments, i, 4)};
}

void basis_unit_name(const struct basis *b, int64_t id, const char **ret_zh, const char **ret_en)
{
    struct basis_names names = basis_unit(b, id);
    *ret_zh = names.zh;
    *ret_en = names.en;
}

void basis_department_name(const struct basis *b, int64_t id, const char **ret_zh, const char **ret_en)
{
    struct basis_names names = basis_department(b, id);
    *ret_zh = names.zh;
    *ret_en = names.en;
}

struct basis_names basis_category(const struct basis *b, int64_t id)
{
    return basis_names_in(b->categories, id);
}
