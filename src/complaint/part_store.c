#include "part_store.h"

#include "timeline.h"

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define EIGHT_TYPES "iiiiiiii"
#define EIGHT_ARGS(of)                                                                                                                     \
    DB_INT((of)[0]), DB_INT((of)[1]), DB_INT((of)[2]), DB_INT((of)[3]), DB_INT((of)[4]), DB_INT((of)[5]), DB_INT((of)[6]), DB_INT((of)[7])

#define MINE_OF(slips, most)                                                                                                               \
    "WITH RECURSIVE mine (id) AS (SELECT p.id FROM " slips " AND (p.to_user_id = ? OR p.from_user_id = ? "                                 \
    "OR p.to_department_id IN (" EIGHT ") OR p.from_department_id IN (" EIGHT ") "                                                        \
    "OR EXISTS (SELECT 1 FROM slip_copy k WHERE k.slip_id = p.id AND k.department_id IN (" EIGHT ")) "                                    \
    "OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id IN (p.to_unit_id, p.from_unit_id) AND t.ancestor_id IN (" EIGHT "))) "          \
    "UNION SELECT p.id FROM slip p JOIN mine m ON p.parent_id = m.id) SELECT id FROM mine ORDER BY id LIMIT " most
#define MINE_TYPES "ii" EIGHT_TYPES EIGHT_TYPES EIGHT_TYPES EIGHT_TYPES

enum { SLIPS, SLIPS_OF_SEVERAL, SEES_FILE };
static const struct db_stmt list[] = {
    [SLIPS] = {MINE_OF("slip p WHERE p.complaint_id = ?", "1000"), "i" MINE_TYPES, "i"},
    [SLIPS_OF_SEVERAL] = {MINE_OF("JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j STRAIGHT_JOIN slip p ON p.complaint_id = j.id WHERE 1 = 1", "20000"), "t" MINE_TYPES, "i"},
    [SEES_FILE] = {"SELECT f.id FROM attachment f LEFT JOIN message m ON m.id = f.message_id WHERE f.id = ? AND " PART_FILES, "i" PART_TYPES, "i"},
};
const struct db_stmts part_stmts = {"part", list, COUNT_OF(list), DB_STAFF};

/* The ids of the user's holders of one kind, zero-padded. */
static void held(const struct access_user *user, enum holder_kind kind, int64_t ret_ids[ACCESS_HOLDERS])
{
    size_t n = 0;
    for (size_t i = 0; i < ACCESS_HOLDERS; i++) {
        if (user->holders[i] >> 56 == kind)
            ret_ids[n++] = user->holders[i] & ((INT64_C(1) << 56) - 1);
    }
    while (n < ACCESS_HOLDERS)
        ret_ids[n++] = 0;
}

static enum err load_slips(struct db *db, struct arena *a, const struct access_user *user, const struct db_stmt *stmt, struct db_value of, const char **ret_slips)
{
    int64_t departments[ACCESS_HOLDERS], units[ACCESS_HOLDERS];
    const struct db_value me = DB_INT(user->id);
    struct db_rows rows;
    struct buf slips = {.arena = a};
    held(user, HOLDER_DEPARTMENT, departments);
    held(user, HOLDER_UNIT, units);
    TRY(db_query(db, a, stmt, DB_ARGS(of, me, me, EIGHT_ARGS(departments), EIGHT_ARGS(departments), EIGHT_ARGS(departments), EIGHT_ARGS(units)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&slips, "%s%lld", i ? "," : "", (long long)db_int(&rows, i, 0));
    *ret_slips = slips.n ? slips.p : "";
    return ERR_NONE;
}

enum err part_slips(struct db *db, struct arena *a, const struct access_user *user, const char *complaints, const char **ret_slips)
{
    return load_slips(db, a, user, &list[SLIPS_OF_SEVERAL], DB_TEXT(complaints), ret_slips);
}

enum err part_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct complaint_part *ret_part)
{
    *ret_part = (struct complaint_part){.limited = c->part, .user_id = user->id, .slips = "", .kinds = ""};
    if (!c->part)
        return ERR_NONE;
    TRY(load_slips(db, a, user, &list[SLIPS], DB_INT(c->id), &ret_part->slips));
    ret_part->kinds = timeline_open_kinds(a);
    return ERR_NONE;
}

enum err part_file(struct db *db, struct arena *a, const struct complaint_part *part, const struct attachment *file)
{
    struct db_rows row;
    if (!part->limited)
        return ERR_NONE;
    return db_one(db, a, &list[SEES_FILE], DB_ARGS(DB_INT(file->id), PART_ARGS(part)), &row);
}
