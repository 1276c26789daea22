#include "decide_store.h"

static const struct db_stmt list[] = {
    {"SELECT 1, COUNT(*), CAST(IFNULL(SUM(finding > 0), 0) AS SIGNED), (SELECT COUNT(*) FROM investigation i WHERE i.complaint_id = ?), 0 FROM allegation WHERE complaint_id = ? "
     "UNION ALL SELECT 2, COUNT(*), CAST(IFNULL(SUM(state >= 3), 0) AS SIGNED), CAST(IFNULL(SUM(state = 4), 0) AS SIGNED), 0 FROM paper WHERE complaint_id = ? AND kind <> 'closing' AND state < 5 "
     "UNION ALL SELECT 3, CAST(IFNULL(SUM(state IN (1, 3)), 0) AS SIGNED), CAST(IFNULL(SUM(state = 2), 0) AS SIGNED), CAST(IFNULL(SUM(state = 4), 0) AS SIGNED), CAST(IFNULL(SUM(IF(state = 4, cents, 0)), 0) AS SIGNED) "
     "FROM compensation WHERE complaint_id = ? "
     "UNION ALL SELECT 4, CAST(IFNULL(SUM(state = 1), 0) AS SIGNED), CAST(IFNULL(SUM(state = 2), 0) AS SIGNED), CAST(IFNULL(MAX(IF(state = 1, id, 0)), 0) AS SIGNED), 0 FROM approval WHERE complaint_id = ? "
     "UNION ALL SELECT 5, CAST(IFNULL(SUM(is_waiting), 0) AS SIGNED), CAST(IFNULL(SUM(state = 3), 0) AS SIGNED), 0, 0 FROM agenda_item WHERE complaint_id = ? "
     "UNION ALL SELECT 6, 0, 0, 0, CAST(IFNULL(SUM(cents), 0) AS SIGNED) FROM compensation WHERE complaint_id = ? AND state = 2",
     "iiiiiii", "iiiii"},
};
const struct db_stmts decide_stmts = {"decide", list, COUNT_OF(list), DB_STAFF};

enum err decide_load(struct db *db, struct arena *a, int64_t complaint_id, struct decide_state *ret_state)
{
    const struct db_value id = DB_INT(complaint_id);
    struct decide_state s = {.matters = 0};
    struct db_rows r;
    TRY(db_query(db, a, &list[0], DB_ARGS(id, id, id, id, id, id, id), &r));
    for (size_t i = 0; i < r.n; i++) {
        int one = (int)db_int(&r, i, 1), two = (int)db_int(&r, i, 2), three = (int)db_int(&r, i, 3);
        switch (db_int(&r, i, 0)) {
        case 1: s.matters = one, s.found = two, s.investigated = three; break;
        case 2: s.papers = one, s.papers_final = two, s.papers_delivered = three; break;
        case 3: s.proposed = one, s.to_pay = two, s.paid = three, s.paid_cents = db_int(&r, i, 4); break;
        case 4: s.approvals = one, s.approvals_given = two, s.approval_id = db_int(&r, i, 3); break;
        case 5: s.agenda = one, s.agenda_decided = two; break;
        default: s.to_pay_cents = db_int(&r, i, 4); break;
        }
    }
    *ret_state = s;
    return ERR_NONE;
}
