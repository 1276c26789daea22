#include "org_store.h"

#include "absence.h"
#include "org_scope_store.h"

#define DEPARTMENTS_MAX 500
#define LINE_MAX_UNITS 64

enum { UNITS, DEPARTMENTS_FOR, PEOPLE_OF_DEPARTMENT, PEOPLE_OF_UNIT, PERSON_OF_LOGIN, PEOPLE_OF_NAME, LINE, OFFER_OF_UNIT, OFFER_OF_DEPARTMENT, OFFER_ALL };

#define DEPARTMENTS_NEAR                                                                                                                        \
    " WHERE d.active = 1 AND n.active = 1 AND d.unit_id IN (SELECT ancestor_id FROM unit_tree WHERE unit_id = ?"                                 \
    " UNION SELECT unit_id FROM unit_tree WHERE ancestor_id = ? AND distance = 1) ORDER BY d.unit_id = ? DESC, n.level, n.id, d.id LIMIT ?"
/* Departments and people as parts of one UNION ALL; the texts of all parts need one collation. */
#define ONE_COLLATION " COLLATE utf8mb4_unicode_520_ci"
#define OFFERED_DEPARTMENTS                                                                                                                     \
    "SELECT 1, d.id, d.unit_id, d.id, CONVERT(d.function USING utf8mb4)" ONE_COLLATION ", '', d.name_zh, d.name_en, n.name_zh, n.name_en, NULL, NULL" \
    " FROM department d JOIN unit n ON n.id = d.unit_id" DEPARTMENTS_NEAR
#define OFFERED_PEOPLE(which)                                                                                                                   \
    "SELECT 2, p.id, p.unit_id, p.department_id, CONVERT(p.login USING utf8mb4)" ONE_COLLATION ", p.name, d.name_zh, d.name_en, n.name_zh, n.name_en, b.to_us, e.name" \
    " FROM app_user p JOIN unit n ON n.id = p.unit_id LEFT JOIN department d ON d.id = p.department_id"                                          \
    " LEFT JOIN absence b ON b.user_id = p.id AND b.from_us <= ? AND b.to_us > ? LEFT JOIN app_user e ON e.id = b.deputy_id"                     \
    " WHERE p.active = 1 AND " which " ORDER BY p.id LIMIT ?"
#define OFFERED_TYPES "iiiIttTTttIT"

static const struct db_stmt list[] = {
    [UNITS] = {"SELECT DISTINCT " ORG_UNIT_COLUMNS " FROM unit u JOIN unit_tree t ON t.unit_id = u.id WHERE t.ancestor_id IN (?, ?, ?, ?, ?, ?, ?) ORDER BY u.level, u.id LIMIT ?",
               "iiiiiiii", ORG_UNIT_TYPES},
    [DEPARTMENTS_FOR] = {ORG_DEPARTMENT_COLUMNS DEPARTMENTS_NEAR, "iiii", ORG_DEPARTMENT_TYPES},
    [PEOPLE_OF_DEPARTMENT] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.department_id = ? AND p.active = 1 ORDER BY p.id LIMIT ?", "ii", ORG_PERSON_TYPES},
    [PEOPLE_OF_UNIT] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.unit_id = ? AND p.active = 1 ORDER BY p.id LIMIT ?", "ii", ORG_PERSON_TYPES},
    [PERSON_OF_LOGIN] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.login = ? AND p.active = 1", "t", ORG_PERSON_TYPES},
    [PEOPLE_OF_NAME] = {"SELECT " ORG_PERSON_COLUMNS " FROM (SELECT ancestor_id AS id FROM unit_tree WHERE unit_id = ? UNION SELECT unit_id FROM unit_tree WHERE ancestor_id = ?) w "
                        "STRAIGHT_JOIN app_user p ON p.unit_id = w.id AND p.active = 1" ORG_PERSON_JOINED " WHERE p.name = ? ORDER BY p.id LIMIT ?",
                        "iiti", ORG_PERSON_TYPES},
    [LINE] = {"SELECT ancestor_id FROM unit_tree WHERE unit_id = ? ORDER BY distance LIMIT ?", "ii", "i"},
    [OFFER_OF_UNIT] = {OFFERED_PEOPLE("p.unit_id = ?"), "iiii", OFFERED_TYPES},
    [OFFER_OF_DEPARTMENT] = {OFFERED_PEOPLE("p.department_id = ?"), "iiii", OFFERED_TYPES},
    [OFFER_ALL] = {"(" OFFERED_DEPARTMENTS ") UNION ALL ("
                   OFFERED_PEOPLE("p.unit_id = ? AND NOT EXISTS (SELECT 1 FROM department o WHERE o.id = ? AND o.unit_id <> ? AND o.active = 1)") ") UNION ALL ("
                   OFFERED_PEOPLE("p.department_id = ? AND d.unit_id <> ? AND d.active = 1") ")",
                   "iiii" "ii" "iii" "i" "ii" "ii" "i", OFFERED_TYPES},
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

static void read_offer(struct arena *a, const struct db_rows *r, struct org_offer *ret_offer)
{
    enum { PART, ID, UNIT, DEPARTMENT, CODE, NAME, PLACE_ZH, PLACE_EN, UNIT_ZH, UNIT_EN, AWAY_UNTIL, DEPUTY };
    struct org_offer o = {.departments = ARENA_ARRAY(a, r->n, struct department), .people = ARENA_ARRAY(a, r->n, struct person), .away = ARENA_ARRAY(a, r->n, struct absence)};
    for (size_t i = 0; i < r->n; i++) {
        const char *unit_zh = db_text(r, i, UNIT_ZH), *unit_en = db_text(r, i, UNIT_EN), *zh = db_text(r, i, PLACE_ZH), *en = db_text(r, i, PLACE_EN);
        int64_t id = db_int(r, i, ID), unit_id = db_int(r, i, UNIT);
        if (db_int(r, i, PART) == 1) {
            o.departments[o.n_departments++] = (struct department){.id = id, .unit_id = unit_id, .function = db_text(r, i, CODE), .name_zh = zh, .name_en = en, .unit_zh = unit_zh, .unit_en = unit_en, .active = true};
            continue;
        }
        const struct person p = {.id = id, .unit_id = unit_id, .department_id = db_int(r, i, DEPARTMENT), .login = db_text(r, i, CODE), .name = db_text(r, i, NAME),
                                 .department_zh = zh, .department_en = en, .unit_zh = unit_zh, .unit_en = unit_en, .active = true};
        o.people[o.n_people++] = p;
        if (db_int(r, i, AWAY_UNTIL))
            o.away[o.n_away++] = (struct absence){.user_id = id, .name = p.name, .to_us = db_int(r, i, AWAY_UNTIL), .deputy = db_text(r, i, DEPUTY)};
    }
    *ret_offer = o;
}

enum err org_offer_people(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, int64_t now_us, size_t limit, struct org_offer *ret_offer)
{
    struct db_rows rows;
    const struct db_stmt *statement = department_id ? &list[OFFER_OF_DEPARTMENT] : &list[OFFER_OF_UNIT];
    TRY(db_query(db, a, statement, DB_ARGS(DB_INT(now_us), DB_INT(now_us), DB_INT(department_id ? department_id : unit_id), DB_INT(limit)), &rows));
    read_offer(a, &rows, ret_offer);
    return ERR_NONE;
}

enum err org_offer_all(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, int64_t now_us, size_t limit, struct org_offer *ret_offer)
{
    struct db_rows rows;
    const struct db_value unit = DB_INT(unit_id), department = DB_INT(department_id), now = DB_INT(now_us), most = DB_INT(limit);
    TRY(db_query(db, a, &list[OFFER_ALL],
                 DB_ARGS(unit, unit, unit, DB_INT(DEPARTMENTS_MAX), now, now, unit, department, unit, most, now, now, department, unit, most), &rows));
    read_offer(a, &rows, ret_offer);
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
