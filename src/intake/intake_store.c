#include "intake_store.h"

#include <string.h>

enum { UNITS, ROUTE, SECRET };
#define SEVEN "?, ?, ?, ?, ?, ?, ?"
#define SEVEN_TYPES "iiiiiii"
/* Grants over a department are for the unit that it belongs to. Of all units it is quicker to gather those of the departments, of one to ask for it. */
#define UNDER "EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = u.id AND t.ancestor_id IN (" SEVEN "))"
#define COVERED "(" UNDER " OR u.id IN (SELECT o.unit_id FROM department o WHERE o.id IN (" SEVEN ")))"
#define COVERED_ONE "(" UNDER " OR EXISTS (SELECT 1 FROM department o WHERE o.unit_id = u.id AND o.id IN (" SEVEN ")))"
#define COVERED_TYPES SEVEN_TYPES SEVEN_TYPES
static const struct db_stmt list[] = {
    [UNITS] = {"SELECT u.id, u.code, u.name_zh, u.name_en, EXISTS (SELECT 1 FROM mail m WHERE m.code = ?) FROM unit u WHERE u.active = 1 AND " COVERED " ORDER BY u.level, u.id LIMIT ?",
               "t" COVERED_TYPES "i", "ittti"},
    [ROUTE] = {"SELECT u.id, d.id, u.name_zh, u.name_en, d.name_zh, d.name_en, k.code, g.code, k.department_function FROM category k "
               "LEFT JOIN category g ON g.id = k.parent_id JOIN unit u ON u.id = ? AND u.active = 1 AND " COVERED_ONE " "
               "LEFT JOIN department d ON d.unit_id = u.id AND d.active = 1 AND d.function IN (k.department_function, 'customer_service') "
               "WHERE k.id = ? ORDER BY d.function = 'customer_service' DESC, d.id LIMIT 1",
               "i" COVERED_TYPES "i", "iIttTTtTt"},
    [SECRET] = {"SELECT c.submission_hash, c.passcode_hash, e.at_us FROM complaint c JOIN event e ON e.complaint_id = c.id AND e.seq = 1 "
                "WHERE c.id = ? AND c.first_receiver_id = ? AND c.passcode_hash IS NOT NULL",
                "ii", "bbi"},
};
const struct db_stmts intake_stmts = {"intake", list, COUNT_OF(list), DB_STAFF};

/* The values of COVERED. */
static void add_grants(const struct access_user *user, struct db_value values[2 * ACCESS_GRANTS_MAX])
{
    int64_t units[ACCESS_GRANTS_MAX];
    access_units(user, MAY_REGISTER, units);
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++) {
        bool department = i < user->n_grants && user->grants[i].department_id && (user->grants[i].permissions & PERMISSION_BIT(MAY_REGISTER));
        values[i] = DB_INT(units[i]);
        values[ACCESS_GRANTS_MAX + i] = DB_INT(department ? user->grants[i].department_id : 0);
    }
}

enum err intake_units(struct db *db, struct arena *a, const struct access_user *user, const char *token, size_t limit, struct intake_unit **ret_list, size_t *ret_n, bool *ret_mail)
{
    struct db_rows rows;
    struct db_value args[2 * ACCESS_GRANTS_MAX + 2] = {DB_TEXT(intake_token_ok(token) ? token : "")};
    add_grants(user, args + 1);
    args[COUNT_OF(args) - 1] = DB_INT(limit + 1);
    TRY(db_query(db, a, &list[UNITS], args, COUNT_OF(args), &rows));
    if (ret_mail)
        *ret_mail = rows.n && db_int(&rows, 0, 4);
    *ret_list = ARENA_ARRAY(a, rows.n, struct intake_unit);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct intake_unit){db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), db_text(&rows, i, 3)};
    return ERR_NONE;
}

static const char *place(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

enum err intake_route(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, int64_t category_id, struct filing_route *ret_route)
{
    struct db_rows row;
    struct db_value args[2 * ACCESS_GRANTS_MAX + 2] = {DB_INT(unit_id)};
    add_grants(user, args + 1);
    args[COUNT_OF(args) - 1] = DB_INT(category_id);
    TRY(db_one(db, a, &list[ROUTE], args, COUNT_OF(args), &row));
    const char *unit_zh = db_text(&row, 0, 2), *unit_en = db_text(&row, 0, 3), *department_zh = db_text(&row, 0, 4), *department_en = db_text(&row, 0, 5);
    *ret_route = (struct filing_route){
        .unit_id = db_int(&row, 0, 0),
        .department_id = db_int(&row, 0, 1),
        .place_zh = place(a, unit_zh, department_zh),
        .place_en = place(a, *unit_en ? unit_en : unit_zh, *department_en ? department_en : department_zh),
        .category = db_text(&row, 0, 6),
        .category_group = db_text(&row, 0, 7),
        .function = db_text(&row, 0, 8),
    };
    return ERR_NONE;
}

enum err intake_secret(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct intake_secret *ret_secret)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[SECRET], DB_ARGS(DB_INT(complaint_id), DB_INT(user->id)), &row));
    struct str submission = db_bytes(&row, 0, 0), passcode = db_bytes(&row, 0, 1);
    if (submission.n != 32 || passcode.n != 32)
        return ERR_INTERNAL;
    memcpy(ret_secret->submission_hash, submission.p, 32);
    memcpy(ret_secret->passcode_hash, passcode.p, 32);
    ret_secret->registered_us = db_int(&row, 0, 2);
    return ERR_NONE;
}
