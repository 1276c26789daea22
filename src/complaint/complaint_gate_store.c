#include "complaint_gate_store.h"

#include <limits.h>
#include <string.h>

#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "contact_store.h"
#include "handled_store.h"
#include "rulebook_store.h"

/*
 * Everything that is counted stands in tables whose keys begin with the complaint. What came before it was opened again (r.at_us) does not count for this closing: neither what the committee said
 * nor what was agreed to. Who handled what is under review wrote one of these steps before the review began.
 */
#define OF_IT ".complaint_id = c.id"
#define COUNTED(what) "(SELECT COUNT(*) FROM " what ")"
#define HANDLING COMPLAINT_HANDLING
/* Whether a unit closes what only a higher level closes: of its line those over which he has a grant, and that of the department that carries it. */
#define REACHES "u.can_close = 1 AND (u.level <= ? OR u.closes_above = 1)"

enum { FACTS };
static const struct db_stmt list[] = {
    [FACTS] = {"SELECT " COUNTED("approval p WHERE p" OF_IT " AND p.about NOT IN ('closing', 'disclosure') AND p.state = 1") ", "
               COUNTED("compensation m WHERE m" OF_IT " AND m.state IN (1, 2)") ", "
               COUNTED("callback k WHERE k" OF_IT " AND k.state = 1 AND k.sample_id IS NULL") ", " /* a sample holds nothing up */
               COUNTED("clock_request q WHERE q" OF_IT " AND q.state = 1") ", "
               COUNTED("allegation l WHERE l" OF_IT) ", "
               COUNTED("allegation l WHERE l" OF_IT " AND l.finding > 0 AND l.reason <> ''") ", "
               COUNTED("complaint_code o WHERE o" OF_IT " AND o.kind = 1") ", "
               COUNTED("complaint_code o WHERE o" OF_IT " AND o.kind = 2") ", "
               COUNTED("respondent n WHERE n" OF_IT) ", "
               "(SELECT GROUP_CONCAT(o.code) FROM complaint_code o WHERE o" OF_IT " AND o.kind = 3 AND o.note = ''), "
               CONTACT_ATTEMPTS ", "
               "(SELECT COUNT(DISTINCT e.code) FROM paper e WHERE e" OF_IT " AND e.kind = 'opinion' AND e.state = 4), "
               COUNTED("measure e WHERE e" OF_IT " AND e.state <> 5") ", "
               COUNTED("measure e WHERE e.incident_id = c.incident_id AND e.state <> 5") ", "
               COUNTED("clock k WHERE k" OF_IT " AND k.kind = 1 AND k.state IN (1, 2)") ", "
               COUNTED("agenda_item i WHERE i" OF_IT " AND i.state = 3 AND i.decision = 'upheld' AND i.decided_us > r.at_us") ", "
               "z.state, z.chain, z.basis, z.hash, "
               COUNTED("investigation v WHERE v" OF_IT) ", "
               COUNTED("investigation v WHERE v" OF_IT " AND v.first_by = ? AND v.last_by = ?") ", "
               COUNTED("event e WHERE e" OF_IT " AND e.actor_id = ? AND e.kind IN (" HANDLING ") AND e.seq < (SELECT MAX(w.seq) FROM event w WHERE w" OF_IT " AND w.kind = 'review_begun')") ", "
               "(SELECT MAX(" REACHES ") FROM unit_tree t JOIN unit u ON u.id = t.ancestor_id WHERE t.unit_id = c.unit_id AND FIND_IN_SET(u.id, ?)), "
               "(SELECT " REACHES " FROM department d JOIN unit u ON u.id = d.unit_id WHERE d.id = c.department_id AND FIND_IN_SET(d.id, ?)), "
               "(SELECT i.decision FROM agenda_item i WHERE i" OF_IT " AND i.state = 3 AND i.why = 'responsibility' AND i.decision IN ('responsible', 'not_responsible') AND i.decided_us > r.at_us "
               "ORDER BY i.decided_us DESC, i.id DESC LIMIT 1) "
               "FROM complaint c JOIN (SELECT IFNULL(MAX(e.at_us), 0) AS at_us FROM event e WHERE e.complaint_id = ? AND e.kind IN ('reopened', 'review_begun')) r "
               "LEFT JOIN approval z ON z.id = (SELECT MAX(y.id) FROM approval y WHERE y" OF_IT " AND y.about = 'closing' AND y.asked_us > r.at_us) WHERE c.id = ?",
               "ii" "iii" "itit" "ii", "iiii" "iiiii" "T" "ii" "iiii" "ITTB" "iii" "II" "T"},
};
const struct db_stmts complaint_gate_stmts = {"complaint_gate", list, COUNT_OF(list), DB_STAFF};

/* Of the flags that came without their facts, those that ask for some. */
static int flags_that_ask(struct arena *a, const struct rulebook *b, const char *codes)
{
    int n = 0;
    for (unsigned i = 0; i < b->flags_count && *codes; i++) {
        const struct rb_name *flag = &b->flags[i];
        const char *padded = arena_printf(a, ",%s,", codes), *wanted = arena_printf(a, ",%s,", flag->code);
        n += (*flag->note.zh || *flag->note.en) && strstr(padded, wanted);
    }
    return n;
}

/* What his grants that let close are over, by commas: units, or departments. */
static const char *closing_over(struct arena *a, const struct access_user *user, bool units)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *g = &user->grants[i];
        int64_t id = units ? g->unit_id : g->department_id;
        if (id && !g->no_closing && (g->permissions & PERMISSION_BIT(MAY_CLOSE)))
            buf_printf(&out, "%s%lld", out.n ? "," : "", (long long)id);
    }
    return out.n ? out.p : "";
}

static enum complaint_finding decided_of(const char *decision)
{
    return strcmp(decision, "responsible") == 0 ? FINDING_RESPONSIBLE : strcmp(decision, "not_responsible") == 0 ? FINDING_NOT_RESPONSIBLE : FINDING_NONE;
}

enum err gate_load(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rulebook *b, struct gate_facts *ret_facts)
{
    const int64_t user_id = w->user->id;
    const char *units = closing_over(a, w->user, true), *departments = closing_over(a, w->user, false);
    const struct db_value id = DB_INT(c->id), me = DB_INT(user_id), depth = DB_INT(gate_level_depth(b));
    struct db_rows row;
    TRY(db_one(db, a, &list[FACTS], DB_ARGS(id, id, me, me, me, depth, DB_TEXT(units), depth, DB_TEXT(departments), id, id), &row));
    struct str hash = db_bytes(&row, 0, 19);
    int records = (int)db_int(&row, 0, 20), own = (int)db_int(&row, 0, 21);
    *ret_facts = (struct gate_facts){
        .open_slips = c->open_slips,
        .open_approvals = (int)db_int(&row, 0, 0),
        .unpaid = (int)db_int(&row, 0, 1),
        .running_callbacks = (int)db_int(&row, 0, 2),
        .open_requests = (int)db_int(&row, 0, 3),
        .allegations = (int)db_int(&row, 0, 4),
        .allegations_found = (int)db_int(&row, 0, 5),
        .causes = (int)db_int(&row, 0, 6),
        .stages = (int)db_int(&row, 0, 7),
        .respondents = (int)db_int(&row, 0, 8),
        .flags_without_facts = flags_that_ask(a, b, db_text(&row, 0, 9)),
        .attempts = (int)db_int(&row, 0, 10),
        .letters_delivered = (int)db_int(&row, 0, 11),
        .measures = (int)(db_int(&row, 0, 12) + db_int(&row, 0, 13)),
        .missing_notices = (int)db_int(&row, 0, 14),
        .committee_confirmed = db_int(&row, 0, 15) > 0,
        .committee_finding = decided_of(db_text(&row, 0, 25)),
        .approval_state = (int)db_int(&row, 0, 16),
        .approved_chain = db_text(&row, 0, 17),
        .approved_basis = db_text(&row, 0, 18),
        .approved_hash = hash.n == 32 ? (const uint8_t *)hash.p : NULL,
        .investigated_alone = records > 0 && own == records,
        .handled_before = c->review && (db_int(&row, 0, 22) > 0 || c->closed_by == user_id),
        .unit_closes = *units || *departments,
        .level_reached = db_int(&row, 0, 23) > 0 || db_int(&row, 0, 24) > 0,
        .outcome = c->outcome_said,
    };
    return ERR_NONE;
}

enum err gate_check_end(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, enum gate_end end, struct gate_open **ret_open, size_t *ret_n)
{
    const struct gate_asked asked = {.end = end};
    const struct rulebook *book;
    struct complaint_class class;
    struct gate_facts have;
    int64_t version_id;
    TRY(rulebook_in_force(db, a, &book, &version_id));
    TRY(complaint_class_load(db, a, c->id, &class));
    TRY(gate_load(db, a, w, c, book, &have));
    const struct rb_facts facts = complaint_facts(a, c, &class, w->now_us);
    gate_check(a, book, &facts, c, &have, &asked, ret_open, ret_n);
    return ERR_NONE;
}
