#include "notice_store.h"

#include <string.h>

/* Whoever is away now is replaced by his deputy, if that one is there. */
#define RECEIVER "IFNULL(q.id, p.id), IF(q.id IS NULL, NULL, p.id), IFNULL(q.name, p.name)"
#define RECEIVER_TYPES "iIt"
/* Not kept out of the complaint it is about (requirements G9). */
#define IS_IN(person) " AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = " person ")"
#define DEPUTY                                                                                                                              \
    " LEFT JOIN absence b ON b.id = (SELECT MAX(x.id) FROM absence x WHERE x.user_id = p.id AND x.from_us <= ? AND x.to_us > ?)"             \
    " LEFT JOIN app_user q ON q.id = b.deputy_id AND q.active = 1" IS_IN("q.id")
/* Grants over the department first, then over its unit, then over the nearest superior. */
#define HOLDERS(condition)                                                                                                                  \
    "SELECT " RECEIVER ", h.rank FROM (SELECT g.user_id, g.role_id, -1 AS rank FROM role_grant g WHERE g.department_id = ? UNION ALL "       \
    "SELECT g.user_id, g.role_id, t.distance FROM unit_tree t JOIN role_grant g ON g.unit_id = t.ancestor_id WHERE t.unit_id = ?) h "       \
    "JOIN role r ON r.id = h.role_id JOIN app_user p ON p.id = h.user_id AND p.active = 1" IS_IN("p.id") DEPUTY " WHERE " condition                       \
    " ORDER BY h.rank, p.id LIMIT 200"

enum { PUT, LIST, READ, READ_UP_TO, PERSON, COORDINATOR, ROLE, ASSIGNERS, UNIT, OFF };
static const struct db_stmt list[] = {
    /* Not to who is kept out of the complaint, and nothing of a kind that somebody switched off; what was not put is not posted either. */
    [PUT] = {"BEGIN NOT ATOMIC INSERT INTO notice (user_id, for_id, complaint_id, at_us, kind, data) SELECT CAST(? AS SIGNED), CAST(? AS SIGNED), CAST(? AS SIGNED), CAST(? AS SIGNED), ?, ? "
             "FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = ?) AND NOT EXISTS (SELECT 1 FROM notice_off o WHERE o.user_id = ? AND o.kind = ?); "
             "IF ROW_COUNT() > 0 THEN " POST_STAFF_COLUMNS "SELECT " POST_STAFF_VALUES "FROM app_user p" POST_STAFF_JOIN " AND p.id = ?; END IF; END",
             "iIIittIiit" POST_STAFF_TYPES POST_STAFF_JOIN_TYPES "i", ""},
    [LIST] = {"SELECT n.id, n.user_id, n.complaint_id, n.at_us, n.read_us, n.for_id, n.kind, n.data, c.number, c.title, f.name FROM notice n "
              "LEFT JOIN complaint c ON c.id = n.complaint_id LEFT JOIN app_user f ON f.id = n.for_id WHERE n.user_id = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?",
              "iii", "iiIiIIttTTT"},
    [READ] = {"UPDATE notice SET read_us = ? WHERE user_id = ? AND id = ? AND read_us IS NULL", "iii", ""},
    [READ_UP_TO] = {"UPDATE notice SET read_us = ? WHERE user_id = ? AND unread = 1 AND id <= ?", "iii", ""},
    [PERSON] = {"SELECT " RECEIVER " FROM app_user p" DEPUTY " WHERE p.id = ? AND p.active = 1" IS_IN("p.id"), "iiiii", RECEIVER_TYPES},
    [COORDINATOR] = {"SELECT " RECEIVER " FROM department d JOIN app_user c ON c.id = IFNULL((SELECT m.id FROM app_user m WHERE m.id = d.coordinator_id AND m.active = 1" IS_IN("m.id") "), "
                     "d.deputy_id) JOIN app_user p ON p.id = c.id AND p.active = 1" IS_IN("p.id") DEPUTY " WHERE d.id = ?",
                     "iiiiii", RECEIVER_TYPES},
    [ROLE] = {HOLDERS("r.code = ?"), "iiiiiit", RECEIVER_TYPES "i"},
    [ASSIGNERS] = {HOLDERS("EXISTS (SELECT 1 FROM role_permission m WHERE m.role_id = r.id AND m.permission = 'assign')"), "iiiiii", RECEIVER_TYPES "i"},
    [OFF] = {"SELECT kind FROM notice_off WHERE user_id = ?", "i", "t"},
    [UNIT] = {"SELECT unit_id FROM department WHERE id = ?", "i", "i"},
};
static const struct db_stmt switch_list[] = {
    {"DELETE FROM notice_off WHERE user_id = ?", "i", ""},
    {"INSERT INTO notice_off (user_id, kind) VALUES (?, ?)", "it", ""},
};
const struct db_stmts notice_switch_stmts = {"notice_switch", switch_list, COUNT_OF(switch_list), DB_STAFF};
const struct db_stmts notice_stmts = {"notice", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

static unsigned usual_ways(const char *kind)
{
    const struct notice_kind *k = notice_kind(kind);
    return k ? k->usual_ways : 0;
}

enum err notice_put(struct db *db, const struct notice *n)
{
    const char *data = n->data ? n->data : "{}";
    return db_run(db, &list[PUT],
                  DB_ARGS(DB_INT(n->user_id), DB_ID(n->for_id), DB_ID(n->complaint_id), DB_INT(n->at_us), DB_TEXT(n->kind), DB_TEXT(data),
                          DB_ID(n->complaint_id), DB_INT(n->user_id), DB_INT(n->user_id), DB_TEXT(n->kind),
                          DB_ID(n->complaint_id), DB_INT(n->at_us), DB_INT(n->at_us), DB_TEXT(n->kind), DB_TEXT(data), DB_TEXT(n->kind), DB_INT(usual_ways(n->kind)), DB_INT(n->user_id)),
                  NULL);
}

void notice_part(struct arena *a, const struct notice *notice, const struct notice_to *to, size_t n, struct db_value values[NOTICE_PART_VALUES])
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < n; i++)
        buf_printf(&json, "%s[%lld,%lld]", i ? "," : "", (long long)to[i].user_id, (long long)to[i].for_id);
    buf_addc(&json, ']');
    const struct db_value all[NOTICE_PART_VALUES] = {DB_INT(n), DB_INT(notice->complaint_id), DB_INT(notice->at_us), DB_TEXT(notice->kind), DB_TEXT(notice->data), DB_TEXT(json.p),
                                                     DB_INT(notice->complaint_id), DB_TEXT(notice->kind),
                                                     DB_INT(notice->complaint_id), DB_INT(notice->at_us), DB_INT(notice->at_us), DB_TEXT(notice->kind), DB_TEXT(notice->data),
                                                     DB_TEXT(json.p), DB_TEXT(notice->kind), DB_INT(usual_ways(notice->kind)), DB_INT(notice->complaint_id), DB_TEXT(notice->kind)};
    memcpy(values, all, sizeof all);
}

enum err notice_list(struct db *db, struct arena *a, int64_t user_id, int64_t before_id, size_t limit, struct notice **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(user_id), DB_INT(before_id > 0 ? before_id : INT64_MAX), DB_INT(limit)), &rows));
    struct notice *notices = ARENA_ARRAY(a, rows.n, struct notice);
    for (size_t i = 0; i < rows.n; i++) {
        notices[i] = (struct notice){
            .id = db_int(&rows, i, 0),
            .user_id = db_int(&rows, i, 1),
            .complaint_id = db_int(&rows, i, 2),
            .at_us = db_int(&rows, i, 3),
            .read_us = db_int(&rows, i, 4),
            .for_id = db_int(&rows, i, 5),
            .kind = db_text(&rows, i, 6),
            .data = db_text(&rows, i, 7),
            .number = db_text(&rows, i, 8),
            .title = db_text(&rows, i, 9),
            .for_name = db_text(&rows, i, 10),
        };
    }
    *ret_list = notices;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err notice_read(struct db *db, int64_t user_id, int64_t id, bool up_to, int64_t now_us)
{
    return db_run(db, &list[up_to ? READ_UP_TO : READ], DB_ARGS(DB_INT(now_us), DB_INT(user_id), DB_INT(id)), NULL);
}

/* ---- what somebody wants to be told ---- */

enum err notice_off(struct db *db, struct arena *a, int64_t user_id, bool *ret_off, size_t n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OFF], DB_ARGS(DB_INT(user_id)), &rows));
    for (size_t i = 0; i < n; i++) {
        ret_off[i] = false;
        for (size_t k = 0; k < rows.n && !notice_kinds[i].always; k++)
            ret_off[i] |= strcmp(notice_kinds[i].kind, db_text(&rows, k, 0)) == 0;
    }
    return ERR_NONE;
}

struct switching {
    int64_t user_id;
    const bool *off;
    size_t n;
};

static enum err switch_body(struct db *db, void *ctx)
{
    const struct switching *s = ctx;
    TRY(db_run(db, &switch_list[0], DB_ARGS(DB_INT(s->user_id)), NULL));
    for (size_t i = 0; i < s->n; i++) {
        if (s->off[i] && !notice_kinds[i].always)
            TRY(db_run(db, &switch_list[1], DB_ARGS(DB_INT(s->user_id), DB_TEXT(notice_kinds[i].kind)), NULL));
    }
    return ERR_NONE;
}

enum err notice_switch(struct db *db, int64_t user_id, const bool *off, size_t n)
{
    struct switching s = {user_id, off, n};
    return db_tx(db, switch_body, &s);
}

/* ---- who is told ---- */

#define RECEIVERS_MAX 50

struct receivers {
    struct notice_to *list;
    size_t n;
};

/* The rows of the first rank; each person once. */
static void take(struct receivers *to, const struct db_rows *rows)
{
    for (size_t i = 0; i < rows->n && to->n < RECEIVERS_MAX; i++) {
        bool there = rows->columns > 3 && db_int(rows, i, 3) != db_int(rows, 0, 3);
        for (size_t k = 0; k < to->n && !there; k++)
            there = to->list[k].user_id == db_int(rows, i, 0);
        if (!there)
            to->list[to->n++] = (struct notice_to){db_int(rows, i, 0), db_int(rows, i, 1), db_text(rows, i, 2)};
    }
}

struct place {
    int64_t complaint_id, unit_id, department_id, assignee_id, now_us;
};
/* Of DEPUTY. */
#define AWAY(at) DB_INT((at)->now_us), DB_INT((at)->now_us), DB_INT((at)->complaint_id)

static enum err take_assigners(struct db *db, struct arena *a, const struct place *at, struct receivers *to)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ASSIGNERS], DB_ARGS(DB_INT(at->department_id), DB_INT(at->unit_id), DB_INT(at->complaint_id), AWAY(at)), &rows));
    take(to, &rows);
    return ERR_NONE;
}

static enum err take_coordinator(struct db *db, struct arena *a, const struct place *at, struct receivers *to)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[COORDINATOR], DB_ARGS(DB_INT(at->complaint_id), DB_INT(at->complaint_id), AWAY(at), DB_INT(at->department_id)), &rows));
    take(to, &rows);
    return ERR_NONE;
}

static enum err take_handler(struct db *db, struct arena *a, const struct place *at, struct receivers *to)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PERSON], DB_ARGS(AWAY(at), DB_INT(at->assignee_id), DB_INT(at->complaint_id)), &rows));
    take(to, &rows);
    if (to->n == 0)
        TRY(take_coordinator(db, a, at, to));
    return to->n == 0 ? take_assigners(db, a, at, to) : ERR_NONE;
}

static enum err take_role(struct db *db, struct arena *a, const char *role, const struct place *at, struct receivers *to)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ROLE],
                 DB_ARGS(DB_INT(at->department_id), DB_INT(at->unit_id), DB_INT(at->complaint_id), AWAY(at), DB_TEXT(role)), &rows));
    take(to, &rows);
    return ERR_NONE;
}

enum err notice_receivers(struct db *db, struct arena *a, const char *to, int64_t unit_id, int64_t department_id, int64_t assignee_id, int64_t now_us,
                          struct notice_to **ret_list, size_t *ret_n)
{
    return notice_receivers_of(db, a, 0, to, unit_id, department_id, assignee_id, now_us, ret_list, ret_n);
}

enum err notice_receivers_of(struct db *db, struct arena *a, int64_t complaint_id, const char *to, int64_t unit_id, int64_t department_id, int64_t assignee_id, int64_t now_us,
                             struct notice_to **ret_list, size_t *ret_n)
{
    struct place at = {complaint_id, unit_id, department_id, assignee_id, now_us};
    struct receivers found = {ARENA_ARRAY(a, RECEIVERS_MAX, struct notice_to), 0};
    struct db_rows rows;
    if (department_id) { /* its own unit may be another one than the complaint's */
        TRY(db_one(db, a, &list[UNIT], DB_ARGS(DB_INT(department_id)), &rows));
        at.unit_id = db_int(&rows, 0, 0);
    }
    if (strcmp(to, "handler") == 0) {
        TRY(take_handler(db, a, &at, &found));
    } else if (strcmp(to, "coordinator") == 0) {
        TRY(take_coordinator(db, a, &at, &found));
        if (found.n == 0)
            TRY(take_assigners(db, a, &at, &found));
    } else {
        TRY(take_role(db, a, to, &at, &found));
    }
    *ret_list = found.list;
    *ret_n = found.n;
    return ERR_NONE;
}
