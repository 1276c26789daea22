#include "notice_way_store.h"

#include <string.h>

#include "post.h"

enum { LIST, CLEAR, ADD, ADDRESSES };
static const struct db_stmt list[] = {
    [LIST] = {"SELECT kind, ways FROM notice_way WHERE user_id = ?", "i", "ti"},
    [CLEAR] = {"DELETE FROM notice_way WHERE user_id = ?", "i", ""},
    [ADD] = {"INSERT INTO notice_way (user_id, kind, ways) VALUES (?, ?, ?)", "iti", ""},
    [ADDRESSES] = {"SELECT email, mobile FROM app_user WHERE id = ?", "i", "tt"},
};
const struct db_stmts notice_way_stmts = {"notice_way", list, COUNT_OF(list), DB_STAFF};

enum err notice_ways(struct db *db, struct arena *a, int64_t user_id, unsigned *ret_ways, size_t n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(user_id)), &rows));
    for (size_t i = 0; i < n; i++) {
        ret_ways[i] = notice_kinds[i].usual_ways;
        for (size_t k = 0; k < rows.n; k++) {
            if (strcmp(notice_kinds[i].kind, db_text(&rows, k, 0)) == 0)
                ret_ways[i] = (unsigned)db_int(&rows, k, 1) & POST_WAYS;
        }
    }
    return ERR_NONE;
}

struct setting {
    int64_t user_id;
    const unsigned *ways;
    size_t n;
};

static enum err set_body(struct db *db, void *ctx)
{
    const struct setting *s = ctx;
    TRY(db_run(db, &list[CLEAR], DB_ARGS(DB_INT(s->user_id)), NULL));
    for (size_t i = 0; i < s->n; i++) {
        if (s->ways[i] != notice_kinds[i].usual_ways)
            TRY(db_run(db, &list[ADD], DB_ARGS(DB_INT(s->user_id), DB_TEXT(notice_kinds[i].kind), DB_INT(s->ways[i] & POST_WAYS)), NULL));
    }
    return ERR_NONE;
}

enum err notice_ways_set(struct db *db, int64_t user_id, const unsigned *ways, size_t n)
{
    struct setting s = {user_id, ways, n};
    return db_tx(db, set_body, &s);
}

enum err notice_addresses(struct db *db, struct arena *a, int64_t user_id, const char **ret_email, const char **ret_mobile)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ADDRESSES], DB_ARGS(DB_INT(user_id)), &row));
    *ret_email = db_text(&row, 0, 0);
    *ret_mobile = db_text(&row, 0, 1);
    return ERR_NONE;
}
