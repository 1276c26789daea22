#include "content_help_store.h"

static const struct db_stmt list[] = {
    {"INSERT INTO content_help (content_id, month, offered, helped) SELECT c.id, ?, 1, c.id = ? FROM content c WHERE FIND_IN_SET(c.id, ?) AND c.kind = 3 ORDER BY c.id "
     "ON DUPLICATE KEY UPDATE offered = content_help.offered + 1, helped = content_help.helped + VALUES(helped)",
     "iit", ""},
};
const struct db_stmts content_help_stmts = {"content_help", list, COUNT_OF(list), DB_PUBLIC};

enum err content_help_count(struct db *db, struct arena *a, const int64_t *ids, size_t n, int64_t helped_id, int month)
{
    struct buf set = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&set, "%s%lld", i ? "," : "", (long long)ids[i]);
    if (n == 0)
        return ERR_NONE;
    return db_run(db, &list[0], DB_ARGS(DB_INT(month), DB_INT(helped_id), DB_TEXT(set.p)), NULL);
}
