#include "pressure_store.h"

#include <string.h>

#include "basis_store.h"
#include "log.h"
#include "utc.h"

#define WITHIN_US (10 * UTC_MINUTE_US)

enum { READ };
static const struct db_stmt list[] = {
    [READ] = {"SELECT value FROM setting WHERE name = 'pressure'", "", "t"},
};
const struct db_stmts pressure_stmts = {"pressure", list, COUNT_OF(list), DB_PUBLIC};

enum { LATELY, SET };
static const struct db_stmt watch_list[] = {
    /* The newest only, by their ids: as many as decide. */
    [LATELY] = {"SELECT (SELECT COUNT(*) FROM (SELECT channel, received_us FROM complaint ORDER BY id DESC LIMIT ?) c WHERE c.channel = 'web' AND c.received_us > ?), "
                "IFNULL((SELECT value FROM setting WHERE name = 'pressure'), '')",
                "ii", "it"},
    [SET] = {"INSERT INTO setting (name, value) VALUES ('pressure', ?) ON DUPLICATE KEY UPDATE value = VALUES(value), version = version + 1", "t", ""},
};
const struct db_stmts pressure_watch_stmts = {"pressure_watch", watch_list, COUNT_OF(watch_list), DB_JOBS};

static enum err set(struct db *db, void *on)
{
    TRY(db_run(db, &watch_list[SET], DB_ARGS(DB_TEXT(*(bool *)on ? "1" : "")), NULL));
    return basis_raise(db);
}

enum err pressure_watch(struct db *db, struct arena *a, unsigned at_least, int64_t now_us, bool *ret_on)
{
    struct db_rows row;
    TRY(db_one(db, a, &watch_list[LATELY], DB_ARGS(DB_INT(at_least), DB_INT(now_us - WITHIN_US)), &row));
    int64_t lately = db_int(&row, 0, 0);
    bool was = *db_text(&row, 0, 1) != '\0', on = at_least > 0 && (was ? lately * 2 >= at_least : lately >= at_least);
    *ret_on = on;
    if (on == was)
        return ERR_NONE;
    LOG(LOG_WARN, on ? "very many complaints are filed on the website: a question is asked before sending" : "no more than usual is filed on the website: no question is asked",
        LOG_NUM("ten_minutes", lately));
    return db_tx(db, set, &on);
}

enum err pressure_read(struct db *db, struct arena *a, bool *ret_on)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[READ], DB_NO_ARGS, &rows));
    *ret_on = rows.n > 0 && *db_text(&rows, 0, 0) != '\0';
    return ERR_NONE;
}
