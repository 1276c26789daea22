#include "review_route_store.h"

#include "handled_store.h"
#include "notice_store.h"

#define TOLD_LAST "complaint_manager" /* role that learns of what nobody else can do */

enum { PLACE, WAYS, FREE, KEEP_OUT, KEPT_OUT };
static const struct db_stmt list[] = {
    [PLACE] = {"SELECT number, unit_id FROM complaint WHERE id = ?", "i", "ti"},
    /* Customer service of the superiors, the nearest first, and of its own unit at last. */
    [WAYS] = {"SELECT d.id, d.unit_id FROM unit_tree t JOIN department d ON d.unit_id = t.ancestor_id AND d.function = '" COMPLAINT_CARRIER "' AND d.active = 1 WHERE t.unit_id = ? "
              "ORDER BY t.distance = 0, t.distance, d.id LIMIT 20",
              "i", "ii"},
    /* Somebody there may reopen, is there, and did not handle it. */
    [FREE] = {"SELECT EXISTS (SELECT 1 FROM (SELECT g.user_id, g.role_id FROM role_grant g WHERE g.unit_id = ? UNION ALL SELECT g.user_id, g.role_id FROM role_grant g WHERE g.department_id = ?) h "
              "JOIN role_permission p ON p.role_id = h.role_id AND p.permission = ? JOIN app_user u ON u.id = h.user_id AND u.active = 1 WHERE u.id NOT IN (?, ?) "
              "AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = u.id) AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.user_id = u.id AND b.from_us <= ? AND b.to_us > ?) "
              "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = ? AND e.actor_id = u.id AND e.actor_kind = 2 AND " COMPLAINT_HANDLED_OR_AGREED "))",
              "iit" "ii" "iii" "i", "i"},
    [KEEP_OUT] = {"INSERT IGNORE INTO recusal (complaint_id, user_id, reason, at_us) SELECT DISTINCT CAST(? AS SIGNED), h.user_id, 'handled', CAST(? AS SIGNED) FROM (SELECT e.actor_id AS user_id FROM event e "
                  "WHERE e.complaint_id = ? AND e.actor_kind = 2 AND " COMPLAINT_HANDLED " UNION SELECT c.assignee_id FROM complaint c WHERE c.id = ? UNION "
                  "SELECT c.closed_by FROM complaint c WHERE c.id = ?) h JOIN app_user u ON u.id = h.user_id",
                  "iiiii", ""},
    [KEPT_OUT] = {"SELECT p.name FROM recusal z JOIN app_user p ON p.id = z.user_id WHERE z.complaint_id = ? AND z.reason = 'handled' AND z.at_us = ? ORDER BY p.id LIMIT 50", "ii", "t"},
};
const struct db_stmts review_route_stmts = {"review_route", list, COUNT_OF(list), DB_JOBS};

struct routing {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t complaint_id, unit_id;
    const char *number;
    struct complaint c;
};

/* As the unit to which it belongs sees it: all of it. */
static enum err load(struct db *db, struct routing *r)
{
    const struct access_user unit = {.holders = {holder_code(HOLDER_UNIT, r->unit_id)}};
    permission_set rights;
    TRY(complaint_lock(db, r->arena, r->number));
    return complaint_load(db, r->arena, &unit, r->number, &r->c, &rights);
}

static enum err tell(struct db *db, const struct routing *r, const char *to, int64_t unit_id, const char *kind, struct buf *names)
{
    const struct complaint *c = &r->c;
    struct notice_to *receivers;
    size_t n;
    TRY(notice_receivers_of(db, r->arena, c->id, to, unit_id, c->department_id, c->assignee_id, r->writer->now_us, &receivers, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = receivers[i].user_id, .for_id = receivers[i].for_id, .complaint_id = c->id, .at_us = r->writer->now_us, .kind = kind, .data = "{}"};
        TRY(notice_put(db, &notice));
        if (names)
            buf_printf(names, "%s%s", names->n ? "," : "", receivers[i].name);
    }
    return ERR_NONE;
}

/* ---- not solved ---- */

/* Where somebody is free to decide; *ret_department_id stays 0 where nobody is. */
static enum err find_place(struct db *db, const struct routing *r, int64_t *ret_department_id, int64_t *ret_unit_id)
{
    const struct complaint *c = &r->c;
    const struct db_value id = DB_INT(c->id), now = DB_INT(r->writer->now_us);
    struct db_rows ways, row;
    TRY(db_query(db, r->arena, &list[WAYS], DB_ARGS(DB_INT(c->unit_id)), &ways));
    for (size_t i = 0; i < ways.n; i++) {
        TRY(db_one(db, r->arena, &list[FREE],
                   DB_ARGS(DB_INT(db_int(&ways, i, 1)), DB_INT(db_int(&ways, i, 0)), DB_TEXT(permission_name(MAY_REOPEN)), DB_INT(c->assignee_id), DB_INT(c->closed_by), id, now, now, id), &row));
        if (!db_int(&row, 0, 0))
            continue;
        *ret_department_id = db_int(&ways, i, 0);
        *ret_unit_id = db_int(&ways, i, 1);
        return ERR_NONE;
    }
    return ERR_NONE;
}

static enum err unplaced(struct db *db, struct routing *r)
{
    struct buf names = {.arena = r->arena};
    TRY(tell(db, r, TOLD_LAST, r->c.unit_id, "review_unplaced", &names));
    TRY(complaint_append(db, r->arena, r->writer, &r->c, "review_unplaced", timeline_data(r->arena, "told", names.n ? names.p : NULL, NULL)));
    return complaint_save(db, r->arena, &r->c);
}

static enum err keep_out(struct db *db, const struct routing *r, const char **ret_names)
{
    struct buf names = {.arena = r->arena};
    const struct db_value id = DB_INT(r->c.id), now = DB_INT(r->writer->now_us);
    struct db_rows rows;
    TRY(db_run(db, &list[KEEP_OUT], DB_ARGS(id, now, id, id, id), NULL));
    TRY(db_query(db, r->arena, &list[KEPT_OUT], DB_ARGS(id, now), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&names, "%s%s", i ? "," : "", db_text(&rows, i, 0));
    *ret_names = names.n ? names.p : NULL;
    return ERR_NONE;
}

static enum err route(struct db *db, void *ctx)
{
    struct routing *r = ctx;
    struct complaint *c = &r->c;
    int64_t department_id = 0, unit_id = 0;
    const char *names;
    TRY(load(db, r));
    if (!c->review_asked_us)
        return ERR_NONE;
    TRY(find_place(db, r, &department_id, &unit_id));
    if (!department_id)
        return unplaced(db, r);
    TRY(keep_out(db, r, &names));
    c->department_id = department_id;
    c->assignee_id = 0;
    c->assignee = "";
    c->unread = true;
    TRY(complaint_name(db, r->arena, c, 1));
    TRY(complaint_append(db, r->arena, r->writer, c, "review_routed",
                         timeline_data(r->arena, "department", c->department_zh, "department_en", c->department_en, "told", names, NULL)));
    TRY(complaint_save(db, r->arena, c));
    return tell(db, r, "handler", unit_id, "review_asked", NULL);
}

/* ---- urged ---- */

static enum err urged(struct db *db, void *ctx)
{
    struct routing *r = ctx;
    TRY(load(db, r));
    if (!r->c.urged)
        return ERR_NONE;
    TRY(tell(db, r, "handler", r->c.unit_id, "urged", NULL));
    return ERR_NONE;
}

/* ---- ---- */

static enum err with_complaint(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, enum err (*run)(struct db *db, void *ctx))
{
    struct db_rows row;
    enum err e = db_one(db, a, &list[PLACE], DB_ARGS(DB_INT(complaint_id)), &row);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    struct routing r = {.arena = a, .writer = w, .complaint_id = complaint_id, .number = db_text(&row, 0, 0), .unit_id = db_int(&row, 0, 1)};
    e = db_tx(db, run, &r);
    return e == ERR_ERASED ? ERR_NONE : e;
}

enum err review_route(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id)
{
    return with_complaint(db, a, w, complaint_id, route);
}

enum err review_urged(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id)
{
    return with_complaint(db, a, w, complaint_id, urged);
}
