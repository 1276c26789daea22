#include "spot_store.h"

#include "basis_store.h"
#include "places.h"

#define SEVEN "(?, ?, ?, ?, ?, ?, ?)"
#define SEVEN_TYPES "iiiiiii"
#define MINE "EXISTS (SELECT 1 FROM unit_tree m WHERE m.unit_id = s.unit_id AND m.ancestor_id IN " SEVEN ")"
#define COLUMNS                                                                                                                                          \
    "s.id, s.complaint_id, s.unit_id, IFNULL(s.sample_id, 0), IFNULL(s.user_id, 0), IFNULL(s.opened_by, 0), IFNULL(s.replied_by, 0), s.opened_us, s.due_us, IFNULL(s.done_us, 0), "  \
    "IFNULL(s.replied_us, 0), s.version, s.state, s.result, s.finding_before, s.finding_after, s.body, s.reply, c.number, c.title, c.unit_id, IFNULL(u.name, ''), IFNULL(o.name, ''), "  \
    "IFNULL(r.name, ''), " MINE
#define TYPES "iiiiiiiiiiiiiiiittttitttI"
#define FROM                                                                                                                                             \
    " JOIN complaint c ON c.id = s.complaint_id LEFT JOIN app_user u ON u.id = s.user_id LEFT JOIN app_user o ON o.id = s.opened_by LEFT JOIN app_user r ON r.id = s.replied_by "
#define NOT_KEPT_OUT " NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = s.complaint_id AND x.user_id = ?)"

enum { OPEN, DONE, LOAD, OF };
static const struct db_stmt list[] = {
    [OPEN] = {"SELECT " COLUMNS " FROM (SELECT DISTINCT s.id FROM unit_tree t STRAIGHT_JOIN spot_check s FORCE INDEX (spot_check_unit) ON s.unit_id = t.unit_id AND s.state = 1 WHERE t.ancestor_id IN " SEVEN
              " ORDER BY s.due_us, s.id LIMIT ?) w STRAIGHT_JOIN spot_check s ON s.id = w.id" FROM "WHERE" NOT_KEPT_OUT " ORDER BY s.due_us, s.id",
              SEVEN_TYPES SEVEN_TYPES "ii", TYPES},
    [DONE] = {"SELECT " COLUMNS " FROM (SELECT DISTINCT s.id FROM unit_tree t STRAIGHT_JOIN spot_check s FORCE INDEX (spot_check_unit) ON s.unit_id = t.unit_id AND s.state = 2 WHERE t.ancestor_id IN " SEVEN
              " ORDER BY s.id DESC LIMIT ?) w STRAIGHT_JOIN spot_check s ON s.id = w.id" FROM "WHERE" NOT_KEPT_OUT " ORDER BY s.done_us DESC, s.id DESC",
              SEVEN_TYPES SEVEN_TYPES "ii", TYPES},
    [LOAD] = {"SELECT " COLUMNS " FROM spot_check s" FROM "WHERE s.id = ?", SEVEN_TYPES "i", TYPES},
    [OF] = {"SELECT " COLUMNS " FROM spot_check s" FROM "WHERE s.complaint_id = ? ORDER BY s.id DESC LIMIT 20", SEVEN_TYPES "i", TYPES},
};
const struct db_stmts spot_stmts = {"spot", list, COUNT_OF(list), DB_STAFF};

static struct spot_check read_row(const struct basis *basis, const struct db_rows *rows, size_t i)
{
    struct spot_check s = {
        .id = db_int(rows, i, 0), .complaint_id = db_int(rows, i, 1), .unit_id = db_int(rows, i, 2), .sample_id = db_int(rows, i, 3), .user_id = db_int(rows, i, 4), .opened_by = db_int(rows, i, 5),
        .replied_by = db_int(rows, i, 6), .opened_us = db_int(rows, i, 7), .due_us = db_int(rows, i, 8), .done_us = db_int(rows, i, 9), .replied_us = db_int(rows, i, 10),
        .version = (int)db_int(rows, i, 11), .state = (enum spot_state)db_int(rows, i, 12), .result = (enum spot_result)db_int(rows, i, 13),
        .before = (enum complaint_finding)db_int(rows, i, 14), .after = (enum complaint_finding)db_int(rows, i, 15), .body = db_text(rows, i, 16), .reply = db_text(rows, i, 17),
        .number = db_text(rows, i, 18), .title = db_text(rows, i, 19), .of_unit_id = db_int(rows, i, 20), .checker = db_text(rows, i, 21), .opener = db_text(rows, i, 22), .replier = db_text(rows, i, 23),
        .mine = db_int(rows, i, 24) != 0,
    };
    struct basis_names unit = basis_unit(basis, s.unit_id), of = basis_unit(basis, s.of_unit_id);
    s.unit_zh = unit.zh;
    s.unit_en = unit.en;
    s.of_zh = of.zh;
    s.of_en = of.en;
    return s;
}

static size_t add_units(const struct access_user *user, struct db_value *args)
{
    const struct places p = places_of(user, MAY_CHECK);
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[i] = DB_INT(p.units[i]);
    return ACCESS_GRANTS_MAX;
}

static enum err read_all(struct db *db, struct arena *a, const struct db_rows *rows, struct spot_check **ret_list, size_t *ret_n)
{
    struct basis basis;
    TRY(basis_load(db, a, &basis));
    *ret_list = ARENA_ARRAY(a, rows->n + 1, struct spot_check);
    *ret_n = rows->n;
    for (size_t i = 0; i < rows->n; i++)
        (*ret_list)[i] = read_row(&basis, rows, i);
    return ERR_NONE;
}

enum err spot_list(struct db *db, struct arena *a, const struct access_user *user, bool done, size_t limit, struct spot_check **ret_list, size_t *ret_n)
{
    struct db_value args[2 * ACCESS_GRANTS_MAX + 2];
    struct db_rows rows;
    size_t n = add_units(user, args);
    n += add_units(user, args + n);
    args[n++] = DB_INT(limit);
    args[n++] = DB_INT(user->id);
    TRY(db_query(db, a, &list[done ? DONE : OPEN], args, n, &rows));
    return read_all(db, a, &rows, ret_list, ret_n);
}

enum err spot_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct spot_check *ret_check)
{
    struct db_value args[ACCESS_GRANTS_MAX + 1];
    struct db_rows row;
    struct basis basis;
    size_t n = add_units(user, args);
    args[n++] = DB_INT(id);
    TRY(basis_load(db, a, &basis));
    TRY(db_one(db, a, &list[LOAD], args, n, &row));
    *ret_check = read_row(&basis, &row, 0);
    return ERR_NONE;
}

enum err spot_of(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct spot_check **ret_list, size_t *ret_n)
{
    struct db_value args[ACCESS_GRANTS_MAX + 1];
    struct db_rows rows;
    size_t n = add_units(user, args);
    args[n++] = DB_INT(complaint_id);
    TRY(db_query(db, a, &list[OF], args, n, &rows));
    return read_all(db, a, &rows, ret_list, ret_n);
}
