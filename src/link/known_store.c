#include "known_store.h"

#include "timeline.h"

#define COLUMNS "incident_id, category_id, title_zh, title_en, body_zh, body_en, area"
#define COLUMN_TYPES "iIttttt"

static const struct db_stmt list[] = {
    {"SELECT " COLUMNS " FROM public_incident ORDER BY incident_id DESC LIMIT 50", "", COLUMN_TYPES},
};
const struct db_stmts known_stmts = {"known", list, COUNT_OF(list), DB_PUBLIC};

enum { LOAD, LOCK, SHOW, HIDE, STEP };
static const struct db_stmt notice_list[] = {
    [LOAD] = {"SELECT " COLUMNS " FROM incident_notice WHERE incident_id = ?", "i", COLUMN_TYPES},
    [LOCK] = {"SELECT version FROM incident WHERE id = ? FOR UPDATE", "i", "i"},
    [SHOW] = {"INSERT INTO incident_notice (incident_id, category_id, title_zh, title_en, body_zh, body_en, area, at_us, actor_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON DUPLICATE KEY UPDATE category_id = VALUES(category_id), title_zh = VALUES(title_zh), title_en = VALUES(title_en), body_zh = VALUES(body_zh), body_en = VALUES(body_en), "
              "area = VALUES(area), at_us = VALUES(at_us), actor_id = VALUES(actor_id)",
              "iItttttii", ""},
    [HIDE] = {"DELETE FROM incident_notice WHERE incident_id = ?", "i", ""},
    [STEP] = {"INSERT INTO incident_step (incident_id, n, at_us, actor_id, kind, data) SELECT CAST(? AS SIGNED), IFNULL(MAX(s.n), 0) + 1, CAST(? AS SIGNED), CAST(? AS SIGNED), CAST(? AS CHAR), "
              "CAST(? AS CHAR) FROM incident_step s WHERE s.incident_id = ?",
              "iiitti", ""},
};
const struct db_stmts known_notice_stmts = {"known_notice", notice_list, COUNT_OF(notice_list), DB_STAFF};

static struct known_incident known_read(const struct db_rows *r, size_t i)
{
    return (struct known_incident){
        .incident_id = db_int(r, i, 0), .category_id = db_int(r, i, 1), .title_zh = db_text(r, i, 2), .title_en = db_text(r, i, 3), .body_zh = db_text(r, i, 4),
        .body_en = db_text(r, i, 5), .area = db_text(r, i, 6),
    };
}

enum err known_list(struct db *db, struct arena *a, struct known_incident **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[0], DB_NO_ARGS, &r));
    struct known_incident *found = ARENA_ARRAY(a, r.n + 1, struct known_incident);
    for (size_t i = 0; i < r.n; i++)
        found[i] = known_read(&r, i);
    *ret_list = found;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err known_load(struct db *db, struct arena *a, int64_t incident_id, struct known_incident *ret_known)
{
    struct db_rows r;
    TRY(db_one(db, a, &notice_list[LOAD], DB_ARGS(DB_INT(incident_id)), &r));
    *ret_known = known_read(&r, 0);
    return ERR_NONE;
}

struct showing {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct known_incident *known; /* NULL: no longer */
    int64_t incident_id;
};

static enum err show_tx(struct db *db, void *ctx)
{
    const struct showing *s = ctx;
    const struct known_incident *k = s->known;
    const struct complaint_writer *w = s->writer;
    struct db_rows row;
    struct db_done done;
    TRY(db_one(db, s->arena, &notice_list[LOCK], DB_ARGS(DB_INT(s->incident_id)), &row));
    if (k)
        TRY(db_run(db, &notice_list[SHOW],
                   DB_ARGS(DB_INT(s->incident_id), DB_ID(k->category_id), DB_TEXT(k->title_zh), DB_TEXT(k->title_en), DB_TEXT(k->body_zh), DB_TEXT(k->body_en), DB_TEXT(k->area),
                           DB_INT(w->now_us), DB_INT(w->user->id)),
                   &done));
    else
        TRY(db_run(db, &notice_list[HIDE], DB_ARGS(DB_INT(s->incident_id)), &done));
    if (!k && done.rows == 0)
        return ERR_NONE;
    const char *data = k ? timeline_data(s->arena, "title", k->title_zh, NULL) : "{}";
    return db_run(db, &notice_list[STEP],
                  DB_ARGS(DB_INT(s->incident_id), DB_INT(w->now_us), DB_INT(w->user->id), DB_TEXT(k ? "shown" : "hidden"), DB_TEXT(data), DB_INT(s->incident_id)), NULL);
}

enum err known_show(struct db *db, struct arena *a, const struct complaint_writer *w, const struct known_incident *k)
{
    struct showing s = {a, w, k, k->incident_id};
    return db_tx(db, show_tx, &s);
}

enum err known_hide(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t incident_id)
{
    struct showing s = {a, w, NULL, incident_id};
    return db_tx(db, show_tx, &s);
}
