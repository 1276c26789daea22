#include "look_store.h"

static const struct db_stmt list[] = {
    {"SELECT seq, role, purpose FROM public_look WHERE complaint_id = ? ORDER BY seq DESC LIMIT 100", "i", "itt"},
};
const struct db_stmts look_stmts = {"look", list, COUNT_OF(list), DB_PUBLIC};

enum err look_list(struct db *db, struct arena *a, int64_t complaint_id, struct look_told **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[0], DB_ARGS(DB_INT(complaint_id)), &r));
    *ret_list = ARENA_ARRAY(a, r.n + 1, struct look_told);
    for (size_t i = 0; i < r.n; i++)
        (*ret_list)[i] = (struct look_told){(int)db_int(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2)};
    *ret_n = r.n;
    return ERR_NONE;
}
