#include "search_queue_store.h"

static const struct db_stmt list[] = {{"INSERT INTO search_queue (complaint_id) VALUES (?)", "i", ""}};
const struct db_stmts search_queue_stmts = {"search_queue", list, COUNT_OF(list), DB_ALL};

enum err search_touch(struct db *db, int64_t complaint_id)
{
    return db_run(db, &list[0], DB_ARGS(DB_INT(complaint_id)), NULL);
}
