#include "link_store.h"

#include <string.h>

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define WITHIN                                                                                                                       \
    "(SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") LIMIT 1) = 1 "                       \
    "AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?)"
#define WITHIN_TYPES "iiiiiiiii"
#define WITHIN_ARGS(u)                                                                                                               \
    DB_INT((u)->holders[0]), DB_INT((u)->holders[1]), DB_INT((u)->holders[2]), DB_INT((u)->holders[3]), DB_INT((u)->holders[4]),    \
        DB_INT((u)->holders[5]), DB_INT((u)->holders[6]), DB_INT((u)->holders[7]), DB_INT((u)->id)

enum { LINKED, MERGED_MESSAGES };
static const struct db_stmt list[] = {
    [LINKED] = {"SELECT k.kind, k.leads, k.at_us, p.name, c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, c.received_us, "
                "c.due_us, c.finding, c.path, a.name FROM ((SELECT kind, 0 AS leads, at_us, actor_id, b_id AS id FROM complaint_link WHERE a_id = ? ORDER BY b_id DESC LIMIT 100) UNION ALL "
                "(SELECT kind, 1, at_us, actor_id, a_id FROM complaint_link WHERE b_id = ? ORDER BY a_id DESC LIMIT 100)) k STRAIGHT_JOIN complaint c ON c.id = k.id "
                "LEFT JOIN app_user p ON p.id = k.actor_id LEFT JOIN app_user a ON a.id = c.assignee_id WHERE " WITHIN " ORDER BY k.at_us DESC, c.id DESC LIMIT 100",
                "ii" WITHIN_TYPES, "iiiT" "itii" "iIIi" "itii" "itT"},
    [MERGED_MESSAGES] = {"SELECT m.id, c.id, m.at_us, m.kind, c.number, m.body FROM complaint c STRAIGHT_JOIN message m ON m.complaint_id = c.id "
                         "WHERE c.merged_into_id = ? AND m.kind = 1 AND m.at_us >= c.closed_us AND " WITHIN " ORDER BY m.id DESC LIMIT ?",
                         "i" WITHIN_TYPES "i", "iiiitt"},
};
const struct db_stmts link_stmts = {"link", list, COUNT_OF(list), DB_STAFF};

enum { RELABELLED, SAMPLE, COUNTS };
#define RELABEL_HEAD "SELECT r.at_us, r.actor_id, p.name, r.made, r.reason, c.number, c.title FROM relabelling r FORCE INDEX (relabelling_time) STRAIGHT_JOIN complaint c ON c.id = r.complaint_id " \
    "LEFT JOIN app_user p ON p.id = r.actor_id WHERE r.at_us >= ? AND r.at_us < ? AND (? = 0 OR r.actor_id = ?) AND " WITHIN
static const struct db_stmt relabel_statements[] = {
    [RELABELLED] = {RELABEL_HEAD " ORDER BY r.at_us DESC, r.complaint_id DESC LIMIT ?", "iiii" WITHIN_TYPES "i", "iiTtttt"},
    /* By chance, and yet the same ones whenever somebody looks at this sample again. */
    [SAMPLE] = {RELABEL_HEAD " ORDER BY CRC32(CONCAT(r.complaint_id, '/', r.seq, '/', ?)) LIMIT ?", "iiii" WITHIN_TYPES "ii", "iiTtttt"},
    [COUNTS] = {"SELECT r.actor_id, p.name, r.made, COUNT(*) AS n FROM relabelling r FORCE INDEX (relabelling_time) STRAIGHT_JOIN complaint c ON c.id = r.complaint_id "
                "LEFT JOIN app_user p ON p.id = r.actor_id WHERE r.at_us >= ? AND r.at_us < ? AND " WITHIN " GROUP BY r.actor_id, p.name, r.made ORDER BY n DESC, r.actor_id, r.made LIMIT 200",
                "ii" WITHIN_TYPES, "iTti"},
};
const struct db_stmts relabel_stmts = {"relabel", relabel_statements, COUNT_OF(relabel_statements), DB_STAFF};

enum err link_load(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct complaint_linked **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[LINKED], DB_ARGS(DB_INT(complaint_id), DB_INT(complaint_id), WITHIN_ARGS(user)), &r));
    struct complaint_linked *linked = ARENA_ARRAY(a, r.n + 1, struct complaint_linked);
    struct complaint *heads = ARENA_ARRAY(a, r.n + 1, struct complaint);
    for (size_t i = 0; i < r.n; i++) {
        linked[i] = (struct complaint_linked){.kind = (enum link_kind)db_int(&r, i, 0), .leads = db_int(&r, i, 1) != 0, .at_us = db_int(&r, i, 2), .actor = db_text(&r, i, 3)};
        heads[i] = (struct complaint){
            .id = db_int(&r, i, 4), .number = db_text(&r, i, 5), .mode = (enum complaint_mode)db_int(&r, i, 6), .category_id = db_int(&r, i, 7), .unit_id = db_int(&r, i, 8),
            .department_id = db_int(&r, i, 9), .assignee_id = db_int(&r, i, 10), .state = (enum complaint_state)db_int(&r, i, 11), .is_open = db_int(&r, i, 12) != 0,
            .title = db_text(&r, i, 13), .received_us = db_int(&r, i, 14), .due_us = db_int(&r, i, 15), .finding = (enum complaint_finding)db_int(&r, i, 16),
            .path = db_text(&r, i, 17), .assignee = db_text(&r, i, 18),
        };
    }
    TRY(complaint_name(db, a, heads, r.n));
    for (size_t i = 0; i < r.n; i++)
        linked[i].c = heads[i];
    *ret_list = linked;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err link_merged_messages(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, size_t limit, struct message **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[MERGED_MESSAGES], DB_ARGS(DB_INT(complaint_id), WITHIN_ARGS(user), DB_INT(limit)), &r));
    struct message *messages = ARENA_ARRAY(a, r.n + 1, struct message);
    for (size_t i = 0; i < r.n; i++) {
        messages[i] = (struct message){.id = db_int(&r, i, 0), .complaint_id = db_int(&r, i, 1), .at_us = db_int(&r, i, 2), .kind = (enum message_kind)db_int(&r, i, 3),
                                       .unit_zh = db_text(&r, i, 4), .unit_en = db_text(&r, i, 4), .author = "", .body = db_text(&r, i, 5)};
    }
    *ret_list = messages;
    *ret_n = r.n;
    return ERR_NONE;
}

/* ---- what was relabelled ---- */

enum err relabel_list(struct db *db, struct arena *a, const struct access_user *user, int64_t from_us, int64_t to_us, int64_t actor_id, int64_t sample, size_t limit,
                      struct relabelled **ret_list, size_t *ret_n)
{
    struct db_rows r;
    if (sample)
        TRY(db_query(db, a, &relabel_statements[SAMPLE],
                     DB_ARGS(DB_INT(from_us), DB_INT(to_us), DB_INT(actor_id), DB_INT(actor_id), WITHIN_ARGS(user), DB_INT(sample), DB_INT(limit)), &r));
    else
        TRY(db_query(db, a, &relabel_statements[RELABELLED],
                     DB_ARGS(DB_INT(from_us), DB_INT(to_us), DB_INT(actor_id), DB_INT(actor_id), WITHIN_ARGS(user), DB_INT(limit)), &r));
    struct relabelled *rows = ARENA_ARRAY(a, r.n + 1, struct relabelled);
    for (size_t i = 0; i < r.n; i++) {
        rows[i] = (struct relabelled){.at_us = db_int(&r, i, 0), .actor_id = db_int(&r, i, 1), .actor = db_text(&r, i, 2), .made = db_text(&r, i, 3), .reason = db_text(&r, i, 4),
                                      .number = db_text(&r, i, 5), .title = db_text(&r, i, 6)};
    }
    *ret_list = rows;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err relabel_counts(struct db *db, struct arena *a, const struct access_user *user, int64_t from_us, int64_t to_us, struct relabel_count **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &relabel_statements[COUNTS], DB_ARGS(DB_INT(from_us), DB_INT(to_us), WITHIN_ARGS(user)), &r));
    struct relabel_count *rows = ARENA_ARRAY(a, r.n + 1, struct relabel_count);
    for (size_t i = 0; i < r.n; i++)
        rows[i] = (struct relabel_count){.actor_id = db_int(&r, i, 0), .actor = db_text(&r, i, 1), .made = db_text(&r, i, 2), .n = (int)db_int(&r, i, 3)};
    *ret_list = rows;
    *ret_n = r.n;
    return ERR_NONE;
}
