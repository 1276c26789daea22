#include "complaint_agenda_store.h"

#include "notice_store.h"

#define TOLD_MAX "20"

enum { COMMITTEE, WAITS, BY_RULE, PUT, PEOPLE };
static const struct db_stmt list[] = {
    [COMMITTEE] = {"SELECT d.unit_id, d.id FROM unit_tree t JOIN department d ON d.unit_id = t.ancestor_id AND d.active = 1 AND d.function = 'committee' WHERE t.unit_id = ? ORDER BY t.distance, d.id LIMIT 1",
                   "i", "ii"},
    [WAITS] = {"SELECT id FROM agenda_item WHERE complaint_id = ? AND why = ? AND is_waiting = 1 LIMIT 1", "it", "i"},
    [BY_RULE] = {"SELECT id FROM agenda_item WHERE complaint_id = ? AND why = ? AND proposed_by IS NULL LIMIT 1", "it", "i"},
    [PUT] = {"INSERT INTO agenda_item (unit_id, complaint_id, why, question, state, body, follow_up, proposed_by, proposed_us) VALUES (?, ?, ?, ?, 1, '', '', ?, ?)", "iittIi", ""},
    /* Who works in the committee's department or holds a grant over it, else whoever holds meetings over the unit itself. */
    [PEOPLE] = {"SELECT p.id, MIN(IF(g.department_id = ? OR p.department_id = ?, 0, 1)) AS rank FROM role_permission m JOIN role_grant g ON g.role_id = m.role_id JOIN app_user p ON p.id = g.user_id AND p.active = 1 "
                "WHERE m.permission = 'hold_meeting' AND (g.department_id = ? OR g.unit_id = ?) GROUP BY p.id ORDER BY rank, p.id LIMIT " TOLD_MAX,
                "iiii", "ii"},
};
const struct db_stmts complaint_agenda_stmts = {"complaint_agenda", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

static enum err tell(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, int64_t unit_id, int64_t department_id, const char *data)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PEOPLE], DB_ARGS(DB_INT(department_id), DB_INT(department_id), DB_INT(department_id), DB_INT(unit_id)), &rows));
    for (size_t i = 0; i < rows.n && db_int(&rows, i, 1) == db_int(&rows, 0, 1); i++) {
        const struct notice notice = {.user_id = db_int(&rows, i, 0), .complaint_id = c->id, .at_us = w->now_us, .kind = "committee_asked", .data = data};
        if (!w->user || w->user->id != notice.user_id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

enum err complaint_agenda_put(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_agenda *wish, int64_t *ret_item_id)
{
    struct db_rows place, rows;
    struct db_done done;
    TRY(db_one(db, a, &list[COMMITTEE], DB_ARGS(DB_INT(c->unit_id)), &place));
    TRY(db_query(db, a, &list[WAITS], DB_ARGS(DB_INT(c->id), DB_TEXT(wish->why)), &rows));
    if (rows.n > 0)
        return ERR_EXISTS;
    int64_t unit_id = db_int(&place, 0, 0), department_id = db_int(&place, 0, 1);
    TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(unit_id), DB_INT(c->id), DB_TEXT(wish->why), DB_TEXT(wish->question), DB_ID(wish->by_id), DB_INT(w->now_us)), &done));
    const char *data = timeline_data(a, "item", arena_printf(a, "%lld", (long long)done.id), "committee_why", wish->why, "by", wish->by_id && w->user ? w->user->name : NULL, NULL);
    *ret_item_id = done.id;
    TRY(tell(db, a, w, c, unit_id, department_id, data));
    return complaint_append(db, a, w, c, "committee_asked", data);
}

enum err complaint_agenda_by_itself(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *why)
{
    const struct complaint_agenda wish = {.why = why, .question = ""};
    int64_t id;
    enum err e = complaint_agenda_put(db, a, w, c, &wish, &id);
    return e == ERR_NOT_FOUND || e == ERR_EXISTS ? ERR_NONE : e;
}

enum err complaint_agenda_by_rule(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct rb_committee *rules, const struct rb_facts *facts)
{
    bool holds = false;
    struct db_rows rows;
    for (unsigned i = 0; i < rules->agenda_count && !holds; i++)
        holds = rulebook_when(&rules->agenda[i], facts) == RB_HOLDS;
    if (!holds)
        return ERR_NONE;
    TRY(db_query(db, a, &list[BY_RULE], DB_ARGS(DB_INT(c->id), DB_TEXT("major")), &rows));
    return rows.n > 0 ? ERR_NONE : complaint_agenda_by_itself(db, a, w, c, "major");
}
