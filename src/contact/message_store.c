#include "message_store.h"

#include "search_queue_store.h"

enum { MESSAGE_INSERT };
static const struct db_stmt write_list[] = {
    [MESSAGE_INSERT] = {"INSERT INTO message (complaint_id, at_us, kind, author_id, unit_zh, unit_en, body, slip_id, held, given, copy_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "iiiItttIitI", ""},
};
const struct db_stmts message_write_stmts = {"message_write", write_list, COUNT_OF(write_list), DB_ALL};

enum { MESSAGE_LIST };
static const struct db_stmt staff_list[] = {
    [MESSAGE_LIST] = {"SELECT m.id, m.at_us, m.kind, m.unit_zh, m.unit_en, m.body, m.author_id, a.name, m.slip_id FROM message m "
                      "LEFT JOIN app_user a ON a.id = m.author_id WHERE m.complaint_id = ? ORDER BY m.id DESC LIMIT ?",
                      "ii", "iiitttITI"},
};
const struct db_stmts message_stmts = {"message", staff_list, COUNT_OF(staff_list), DB_STAFF | DB_JOBS};

enum err message_insert(struct db *db, const struct message *m, int64_t *ret_id)
{
    struct db_done done;
    TRY(db_run(db, &write_list[MESSAGE_INSERT],
               DB_ARGS(DB_INT(m->complaint_id), DB_INT(m->at_us), DB_INT(m->kind), DB_ID(m->author_id), DB_TEXT(m->unit_zh ? m->unit_zh : ""),
                       DB_TEXT(m->unit_en ? m->unit_en : ""), DB_TEXT(m->body), DB_ID(m->slip_id), DB_INT(m->held), DB_TEXT(m->given ? m->given : ""), DB_ID(m->copy_of)),
               &done));
    *ret_id = done.id;
    return search_touch(db, m->complaint_id);
}

enum err message_list(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct message **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &staff_list[MESSAGE_LIST], DB_ARGS(DB_INT(complaint_id), DB_INT(limit)), &rows));
    struct message *list = ARENA_ARRAY(a, rows.n, struct message);
    for (size_t i = 0; i < rows.n; i++) {
        list[i] = (struct message){
            .id = db_int(&rows, i, 0),
            .complaint_id = complaint_id,
            .at_us = db_int(&rows, i, 1),
            .kind = (enum message_kind)db_int(&rows, i, 2),
            .unit_zh = db_text(&rows, i, 3),
            .unit_en = db_text(&rows, i, 4),
            .body = db_text(&rows, i, 5),
            .author_id = db_int(&rows, i, 6),
            .author = db_text(&rows, i, 7),
            .slip_id = db_int(&rows, i, 8),
        };
    }
    *ret_list = list;
    *ret_n = rows.n;
    return ERR_NONE;
}
