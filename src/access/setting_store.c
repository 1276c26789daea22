#include "setting_store.h"

enum { SETTING_GET };
static const struct db_stmt list[] = {
    [SETTING_GET] = {"SELECT value FROM setting WHERE name = ?", "t", "t"},
};
const struct db_stmts setting_stmts = {"setting", list, COUNT_OF(list), DB_ALL};

enum err setting_get(struct db *db, struct arena *a, const char *name, const char **ret_value)
{
    struct db_rows row;
    TRY(db_query(db, a, &list[SETTING_GET], DB_ARGS(DB_TEXT(name)), &row));
    *ret_value = row.n ? db_text(&row, 0, 0) : "";
    return ERR_NONE;
}
