#include "bulk_store.h"

#include <string.h>

#define IDS "JSON_TABLE(?, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT PATH '$')) j STRAIGHT_JOIN complaint c ON c.id = j.id"
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define NOT_KEPT_OUT "(SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?) IS NULL"

enum { BEGIN, ITEMS, LOAD, LOAD_ITEMS, CONFIRM, ITEM_END, END, MANY };
static const struct db_stmt list[] = {
    [BEGIN] = {"INSERT INTO bulk (user_id, action, query, data, at_us) VALUES (?, ?, ?, '{}', ?)", "itti", ""},
    [ITEMS] = {"INSERT INTO bulk_item (bulk_id, place, complaint_id, version) SELECT ?, j.place, c.id, c.version FROM " IDS " WHERE "
               "(SELECT 1 FROM complaint_scope m WHERE m.complaint_id = c.id AND m.holder IN (" EIGHT ") LIMIT 1) = 1 AND " NOT_KEPT_OUT,
               "itiiiiiiiii", ""},
    [LOAD] = {"SELECT id, action, state, query, data, at_us FROM bulk WHERE id = ? AND user_id = ?", "ii", "ititti"},
    [LOAD_ITEMS] = {"SELECT complaint_id, place, version, state, why FROM bulk_item WHERE bulk_id = ? ORDER BY place", "i", "iiiit"},
    [CONFIRM] = {"UPDATE bulk SET state = 2, data = ? WHERE id = ? AND state = 1", "ti", ""},
    [ITEM_END] = {"UPDATE bulk_item SET state = ?, why = ? WHERE bulk_id = ? AND complaint_id = ?", "itii", ""},
    [END] = {"UPDATE bulk SET state = 3 WHERE id = ?", "i", ""},
    [MANY] = {"SELECT c.id, c.number, c.title, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.version, c.path, c.open_slips, c.merged_into_id, "
              "c.withdraw_us, c.mode, c.finding, c.received_us, c.due_us, c.unread, s.holder, s.part FROM " IDS " STRAIGHT_JOIN complaint_scope s ON s.complaint_id = c.id "
              "WHERE s.holder IN (" EIGHT ") AND " NOT_KEPT_OUT " ORDER BY j.place",
              "tiiiiiiiii", "ittiiIIiiitiIIiiiiiii"},
};
const struct db_stmts bulk_stmts = {"bulk", list, COUNT_OF(list), DB_STAFF};

enum { PURGE_ITEMS, PURGE };
static const struct db_stmt purge_list[] = {
    [PURGE_ITEMS] = {"DELETE i FROM bulk_item i JOIN bulk b ON b.id = i.bulk_id WHERE b.at_us < ?", "i", ""},
    [PURGE] = {"DELETE FROM bulk WHERE at_us < ?", "i", ""},
};
const struct db_stmts bulk_purge_stmts = {"bulk_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

struct beginning {
    struct arena *arena;
    const struct access_user *user;
    const char *action, *query, *ids;
    int64_t now_us, id;
};

static enum err begin_tx(struct db *db, void *ctx)
{
    struct beginning *b = ctx;
    struct db_done done;
    const int64_t *h = b->user->holders;
    TRY(db_run(db, &list[BEGIN], DB_ARGS(DB_INT(b->user->id), DB_TEXT(b->action), DB_TEXT(b->query), DB_INT(b->now_us)), &done));
    b->id = done.id;
    TRY(db_run(db, &list[ITEMS],
               DB_ARGS(DB_INT(b->id), DB_TEXT(b->ids), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]),
                       DB_INT(b->user->id)),
               &done));
    return done.rows > 0 ? ERR_NONE : ERR_INPUT;
}

enum err bulk_begin(struct db *db, struct arena *a, const struct access_user *user, enum bulk_action action, const char *query, const int64_t *ids, size_t n, int64_t now_us,
                    int64_t *ret_id)
{
    struct beginning b = {.arena = a, .user = user, .action = bulk_action_word(action), .query = query, .ids = db_ids(a, ids, n), .now_us = now_us};
    TRY(db_tx(db, begin_tx, &b));
    *ret_id = b.id;
    return ERR_NONE;
}

enum err bulk_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct bulk *ret_bulk, struct bulk_item **ret_items, size_t *ret_n)
{
    struct db_rows row, rows;
    enum bulk_action action;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id), DB_INT(user->id)), &row));
    if (!bulk_action_from_word(db_text(&row, 0, 1), &action))
        return ERR_NOT_FOUND;
    TRY(db_query(db, a, &list[LOAD_ITEMS], DB_ARGS(DB_INT(id)), &rows));
    struct bulk_item *items = ARENA_ARRAY(a, rows.n + 1, struct bulk_item);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct bulk_item){db_int(&rows, i, 0), (int)db_int(&rows, i, 1), (int)db_int(&rows, i, 2), (enum bulk_item_state)db_int(&rows, i, 3), db_text(&rows, i, 4)};
    *ret_bulk = (struct bulk){db_int(&row, 0, 0), db_int(&row, 0, 5), action, (enum bulk_state)db_int(&row, 0, 2), db_text(&row, 0, 3), db_text(&row, 0, 4)};
    *ret_items = items;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err bulk_confirm(struct db *db, int64_t id, const char *data)
{
    struct db_done done;
    TRY(db_run(db, &list[CONFIRM], DB_ARGS(DB_TEXT(data), DB_INT(id)), &done));
    return done.rows > 0 ? ERR_NONE : ERR_STATE;
}

enum err bulk_item_end(struct db *db, int64_t id, int64_t complaint_id, enum bulk_item_state state, const char *why)
{
    return db_run(db, &list[ITEM_END], DB_ARGS(DB_INT(state), DB_TEXT(why), DB_INT(id), DB_INT(complaint_id)), NULL);
}

enum err bulk_end(struct db *db, int64_t id)
{
    return db_run(db, &list[END], DB_ARGS(DB_INT(id)), NULL);
}

enum err bulk_purge(struct db *db, int64_t before_us)
{
    TRY(db_run(db, &purge_list[PURGE_ITEMS], DB_ARGS(DB_INT(before_us)), NULL));
    return db_run(db, &purge_list[PURGE], DB_ARGS(DB_INT(before_us)), NULL);
}

/* ---- many heads ---- */

static struct complaint read_head(const struct db_rows *r, size_t i)
{
    return (struct complaint){
        .id = db_int(r, i, 0),
        .number = db_text(r, i, 1),
        .title = db_text(r, i, 2),
        .category_id = db_int(r, i, 3),
        .unit_id = db_int(r, i, 4),
        .department_id = db_int(r, i, 5),
        .assignee_id = db_int(r, i, 6),
        .state = (enum complaint_state)db_int(r, i, 7),
        .is_open = db_int(r, i, 8) != 0,
        .version = (int)db_int(r, i, 9),
        .path = db_text(r, i, 10),
        .open_slips = (int)db_int(r, i, 11),
        .merged_into_id = db_int(r, i, 12),
        .withdraw_us = db_int(r, i, 13),
        .mode = (enum complaint_mode)db_int(r, i, 14),
        .finding = (enum complaint_finding)db_int(r, i, 15),
        .received_us = db_int(r, i, 16),
        .due_us = db_int(r, i, 17),
        .unread = db_int(r, i, 18) != 0,
        .assignee = "",
        .grade = "",
        .flag = "",
    };
}

enum err complaint_load_many(struct db *db, struct arena *a, const struct access_user *user, const int64_t *ids, size_t n, struct complaint_seen **ret_list, size_t *ret_n)
{
    enum { HOLDER = 19, PART };
    const int64_t *h = user->holders;
    struct db_rows rows;
    struct complaint_seen *seen = ARENA_ARRAY(a, n + 1, struct complaint_seen);
    struct complaint *heads = ARENA_ARRAY(a, n + 1, struct complaint);
    size_t found = 0;
    TRY(db_query(db, a, &list[MANY],
                 DB_ARGS(DB_TEXT(db_ids(a, ids, n)), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]),
                         DB_INT(user->id)),
                 &rows));
    for (size_t i = 0; i < rows.n && found < n;) {
        struct complaint_holders holders = {0};
        heads[found] = read_head(&rows, i);
        for (; i < rows.n && db_int(&rows, i, 0) == heads[found].id; i++)
            complaint_holder_add(&holders, db_int(&rows, i, HOLDER), db_int(&rows, i, PART) != 0);
        seen[found].rights = complaint_rights(user, &holders, &heads[found].part);
        found++;
    }
    TRY(complaint_name(db, a, heads, found));
    for (size_t i = 0; i < found; i++)
        seen[i].c = heads[i];
    *ret_list = seen;
    *ret_n = found;
    return ERR_NONE;
}
