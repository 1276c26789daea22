#include "committee_acting_store.h"

/* What an item stands on besides the complaint, and who may be asked to do what follows. */

enum { SOURCES, PEOPLE };
static const struct db_stmt list[] = {
    [SOURCES] = {"SELECT IF(t.action = 'return', 'slip_returned', 'slip_answered'), IFNULL(d.name_zh, u.name_zh), IFNULL(d.name_en, u.name_en), IFNULL(p.name, ''), m.body, t.at_us AS at_us, s.number FROM slip s "
                 "STRAIGHT_JOIN slip_step t ON t.slip_id = s.id AND t.action IN ('answer', 'return') STRAIGHT_JOIN message m ON m.id = t.message_id LEFT JOIN department d ON d.id = s.to_department_id "
                 "LEFT JOIN unit u ON u.id = s.to_unit_id LEFT JOIN app_user p ON p.id = t.actor_id WHERE s.complaint_id = ? UNION ALL "
                 "SELECT k.code, k.title, k.title, p.name, (SELECT GROUP_CONCAT(x.code, CHAR(31), x.body ORDER BY x.code SEPARATOR '\x1e') FROM paper_section x WHERE x.paper_id = k.id AND x.code NOT LIKE '=%'), k.changed_us, 0 "
                 "FROM paper k JOIN app_user p ON p.id = k.author_id WHERE k.complaint_id = ? AND k.state < 5 AND k.kind <> 'closing' ORDER BY at_us LIMIT 100",
                 "ii", "tTTtTii"},
    [PEOPLE] = {"SELECT p.id, p.name, IFNULL(d.name_zh, u.name_zh), IFNULL(d.name_en, u.name_en) FROM complaint c JOIN (SELECT ? AS unit_id) w JOIN app_user p ON p.active = 1 AND p.unit_id IN (c.unit_id, w.unit_id) "
                "LEFT JOIN department d ON d.id = p.department_id LEFT JOIN unit u ON u.id = p.unit_id WHERE c.id = ? AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = p.id) "
                "ORDER BY p.unit_id = c.unit_id DESC, p.department_id = c.department_id DESC, p.name LIMIT 200",
                "ii", "itTT"},
};
const struct db_stmts committee_case_stmts = {"committee_case", list, COUNT_OF(list), DB_STAFF};

enum err item_sources(struct db *db, struct arena *a, int64_t complaint_id, struct committee_source **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[SOURCES], DB_ARGS(DB_INT(complaint_id), DB_INT(complaint_id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct committee_source);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct committee_source){.kind = db_text(&rows, i, 0), .heading = db_text(&rows, i, 1), .heading_en = db_text(&rows, i, 2), .who = db_text(&rows, i, 3), .body = db_text(&rows, i, 4),
                                                   .at_us = db_int(&rows, i, 5), .slip = (int)db_int(&rows, i, 6)};
    return ERR_NONE;
}

enum err item_people(struct db *db, struct arena *a, const struct agenda_item *item, struct meeting_member **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PEOPLE], DB_ARGS(DB_INT(item->unit_id), DB_INT(item->complaint_id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct meeting_member);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct meeting_member){.user_id = db_int(&rows, i, 0), .name = db_text(&rows, i, 1), .place_zh = db_text(&rows, i, 2), .place_en = db_text(&rows, i, 3)};
    return ERR_NONE;
}
