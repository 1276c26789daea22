#include "decide_store.h"

#include "vexatious_store.h"

/* Parts of a UNION ALL: three figures and a sum each, and findings in columns of their own. */
enum part { MATTERS = 1, PAPERS, COMPENSATION, APPROVALS, AGENDA, TO_PAY, FINDING };
#define FIGURES(part, one, two, three, cents) "SELECT " part ", " one ", " two ", " three ", " cents ", 0, 0, '', '', '', '', '', 0 FROM "
#define COUNT_IF(what) "CAST(IFNULL(SUM(" what "), 0) AS SIGNED)"

static const struct db_stmt list[] = {
    {FIGURES("1", "COUNT(*)", COUNT_IF("finding > 0"), "(SELECT COUNT(*) FROM investigation i WHERE i.complaint_id = ?)", "0") "allegation WHERE complaint_id = ? UNION ALL "
     FIGURES("2", "COUNT(*)", COUNT_IF("state >= 3"), COUNT_IF("state = 4"), "0") "paper WHERE complaint_id = ? AND kind <> 'closing' AND state < 5 UNION ALL "
     FIGURES("3", COUNT_IF("state IN (1, 3)"), COUNT_IF("state = 2"), COUNT_IF("state = 4"), COUNT_IF("IF(state = 4, cents, 0)")) "compensation WHERE complaint_id = ? UNION ALL "
     FIGURES("4", COUNT_IF("state = 1"), COUNT_IF("state = 2"), "CAST(IFNULL(MAX(IF(state = 1, id, 0)), 0) AS SIGNED)", "0") "approval WHERE complaint_id = ? UNION ALL "
     FIGURES("5", COUNT_IF("is_waiting"), COUNT_IF("state = 3"), "0", "0") "agenda_item WHERE complaint_id = ? UNION ALL "
     FIGURES("6", "0", "0", "0", COUNT_IF("cents")) "compensation WHERE complaint_id = ? AND state = 2 UNION ALL "
     "(SELECT 7, " VEXATIOUS_OF ")",
     "iiiiiii" VEXATIOUS_OF_TYPES, "i" VEXATIOUS_TYPES},
};
const struct db_stmts decide_stmts = {"decide", list, COUNT_OF(list), DB_STAFF};

static void take_row(const struct db_rows *r, size_t i, struct decide_state *s)
{
    int one = (int)db_int(r, i, 1), two = (int)db_int(r, i, 2), three = (int)db_int(r, i, 3);
    switch ((enum part)db_int(r, i, 0)) {
    case MATTERS: s->matters = one, s->found = two, s->investigated = three; break;
    case PAPERS: s->papers = one, s->papers_final = two, s->papers_delivered = three; break;
    case COMPENSATION: s->proposed = one, s->to_pay = two, s->paid = three, s->paid_cents = db_int(r, i, 4); break;
    case APPROVALS: s->approvals = one, s->approvals_given = two, s->approval_id = db_int(r, i, 3); break;
    case AGENDA: s->agenda = one, s->agenda_decided = two; break;
    case TO_PAY: s->to_pay_cents = db_int(r, i, 4); break;
    case FINDING: s->findings[s->n_findings++] = vexatious_read(r, i, 1); break;
    }
}

enum err decide_load(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t complaint_id,
                     struct decide_state *ret_state)
{
    enum { PLACES = 7 };
    struct db_value args[PLACES + VEXATIOUS_OF_VALUES];
    struct db_rows rows;
    for (size_t i = 0; i < PLACES; i++)
        args[i] = DB_INT(complaint_id);
    vexatious_values(a, user, keys, who, 0, args + PLACES);
    TRY(db_query(db, a, &list[0], args, COUNT_OF(args), &rows));
    struct decide_state s = {.findings = ARENA_ARRAY(a, rows.n, struct vexatious)};
    for (size_t i = 0; i < rows.n; i++)
        take_row(&rows, i, &s);
    *ret_state = s;
    return ERR_NONE;
}
