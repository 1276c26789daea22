#include "org_store.h"

#include "org_scope_store.h"

#define DEPARTMENTS_MAX 500
#define LINE_MAX_UNITS 64

enum { UNITS, DEPARTMENTS_FOR, PEOPLE_OF_DEPARTMENT, PEOPLE_OF_UNIT, PERSON_OF_LOGIN, PEOPLE_OF_NAME, LINE };

static const struct db_stmt list[] = {
    [UNITS] = {"SELECT DISTINCT " ORG_UNIT_COLUMNS " FROM unit u JOIN unit_tree t ON t.unit_id = u.id WHERE t.ancestor_id IN (?, ?, ?, ?, ?, ?, ?) ORDER BY u.level, u.id LIMIT ?",
               "iiiiiiii", ORG_UNIT_TYPES},
    [DEPARTMENTS_FOR] = {ORG_DEPARTMENT_COLUMNS " WHERE d.active = 1 AND n.active = 1 AND d.unit_id IN"
                         " (SELECT ancestor_id FROM unit_tree WHERE unit_id = ? UNION SELECT unit_id FROM unit_tree WHERE ancestor_id = ? AND distance = 1)"
                         " ORDER BY d.unit_id = ? DESC, n.level, n.id, d.id LIMIT ?",
                         "iiii", ORG_DEPARTMENT_TYPES},
    [PEOPLE_OF_DEPARTMENT] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.department_id = ? AND p.active = 1 ORDER BY p.id LIMIT ?", "ii", ORG_PERSON_TYPES},
    [PEOPLE_OF_UNIT] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.unit_id = ? AND p.active = 1 ORDER BY p.id LIMIT ?", "ii", ORG_PERSON_TYPES},
    [PERSON_OF_LOGIN] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.login = ? AND p.active = 1", "t", ORG_PERSON_TYPES},
    [PEOPLE_OF_NAME] = {"SELECT " ORG_PERSON_COLUMNS " FROM (SELECT ancestor_id AS id FROM unit_tree WHERE unit_id = ? UNION SELECT unit_id FROM unit_tree WHERE ancestor_id = ?) w "
                        "STRAIGHT_JOIN app_user p ON p.unit_id = w.id AND p.active = 1" ORG_PERSON_JOINED " WHERE p.name = ? ORDER BY p.id LIMIT ?",
                        "iiti", ORG_PERSON_TYPES},
    [LINE] = {"SELECT ancestor_id FROM unit_tree WHERE unit_id = ? ORDER BY distance LIMIT ?", "ii", "i"},
};

const struct db_stmts org_stmts = {"org", list, COUNT_OF(list), DB_STAFF | DB_JOBS | DB_OWNER};

enum err org_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct unit **ret_list, size_t *ret_n)
{
    struct org_args args = {.n = 0};
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        org_arg(&args, DB_INT(i < user->n_grants ? user->grants[i].unit_id : 0));
    org_arg(&args, DB_INT(limit));
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], args.v, args.n, &rows));
    org_units_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err org_departments_for(struct db *db, struct arena *a, int64_t unit_id, struct department **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[DEPARTMENTS_FOR], DB_ARGS(DB_INT(unit_id), DB_INT(unit_id), DB_INT(unit_id), DB_INT(DEPARTMENTS_MAX)), &rows));
    org_departments_read(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

static void read_people(struct arena *a, const struct db_rows *rows, struct person **ret_list, size_t *ret_n)
{
    struct person *people = ARENA_ARRAY(a, rows->n, struct person);
    for (size_t i = 0; i < rows->n; i++)
        people[i] = org_person_read(rows, i);
    *ret_list = people;
    *ret_n = rows->n;
}

enum err org_people_of(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, size_t limit, struct person **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    const struct db_stmt *statement = department_id ? &list[PEOPLE_OF_DEPARTMENT] : &list[PEOPLE_OF_UNIT];
    TRY(db_query(db, a, statement, DB_ARGS(DB_INT(department_id ? department_id : unit_id), DB_INT(limit)), &rows));
    read_people(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err org_people_named(struct db *db, struct arena *a, int64_t unit_id, const char *name, size_t limit, struct person **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PERSON_OF_LOGIN], DB_ARGS(DB_TEXT(name)), &rows));
    if (rows.n == 0)
        TRY(db_query(db, a, &list[PEOPLE_OF_NAME], DB_ARGS(DB_INT(unit_id), DB_INT(unit_id), DB_TEXT(name), DB_INT(limit)), &rows));
    read_people(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err org_line(struct db *db, struct arena *a, int64_t unit_id, int64_t **ret_line, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LINE], DB_ARGS(DB_INT(unit_id), DB_INT(LINE_MAX_UNITS)), &rows));
    int64_t *line = ARENA_ARRAY(a, rows.n, int64_t);
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    *ret_line = line;
    *ret_n = rows.n;
    return ERR_NONE;
}
