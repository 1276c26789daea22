#include <string.h>

#include "basis_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "merit_acting_store.h"
#include "rulebook_store.h"

/* What the rulebook proposes, once for each rule and occasion. */

enum { NUMBER, FACTS, LATE, SLIP, COORDINATOR, DEPARTMENT };
static const struct db_stmt list[] = {
    [NUMBER] = {"SELECT number FROM complaint WHERE id = ?", "i", "t"},
    [FACTS] = {"SELECT category_id, unit_id, department_id, assignee_id, closed_by, channel, source, complainant_kind, grade, CAST(loss AS CHAR), validity, mode, head_count, received_us, finding, path, is_open, closed_us, state "
               "FROM complaint WHERE id = ?",
               "i", "iiIIIttttTtiiiitiIi"},
    [LATE] = {"SELECT COUNT(*) FROM clock WHERE complaint_id = ? AND kind = 6 AND track = '' AND late = 1", "i", "i"},
    [SLIP] = {"SELECT to_unit_id, to_department_id, to_user_id, late FROM slip WHERE id = ? AND complaint_id = ?", "ii", "iiIi"},
    [COORDINATOR] = {"SELECT IFNULL(coordinator_id, deputy_id) FROM department WHERE id = ?", "i", "I"},
    /* That does not stand among the respondents: the first one asked, else where the complaint is. */
    [DEPARTMENT] = {"SELECT p.to_department_id, p.to_unit_id FROM slip p WHERE p.complaint_id = ? AND p.kind = 1 AND p.state NOT IN (4, 7) ORDER BY p.number LIMIT 1", "i", "ii"},
};
const struct db_stmts merit_sweep_stmts = {"merit_sweep", list, COUNT_OF(list), DB_JOBS};

struct proposing {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t complaint_id, subject_id;
    const char *on, *number;
    const struct rulebook *book;
    struct complaint c, head; /* head: what its next event needs */
    struct complaint_class class;
    struct rb_facts facts;
    bool late;
    /* Whose it is: the department that was slow, is responsible, or has the complaint. */
    int64_t unit_id, department_id, handler_id;
};

static enum err load(struct db *db, struct proposing *p)
{
    struct arena *a = p->arena;
    struct db_rows r, late;
    struct basis basis;
    int64_t version;
    TRY(measure_hold(db, a, p->number, &p->head));
    TRY(db_one(db, a, &list[FACTS], DB_ARGS(DB_INT(p->complaint_id)), &r));
    TRY(basis_load(db, a, &basis));
    TRY(rulebook_in_force(db, a, &p->book, &version));
    struct basis_names category = basis_category(&basis, db_int(&r, 0, 0));
    p->c = (struct complaint){
        .id = p->complaint_id, .number = p->number, .category_id = db_int(&r, 0, 0), .unit_id = db_int(&r, 0, 1), .department_id = db_int(&r, 0, 2), .assignee_id = db_int(&r, 0, 3), .closed_by = db_int(&r, 0, 4),
        .channel = db_text(&r, 0, 5), .source = db_text(&r, 0, 6), .complainant_kind = db_text(&r, 0, 7), .grade = db_text(&r, 0, 8), .loss = db_text(&r, 0, 9), .validity = db_text(&r, 0, 10),
        .mode = (enum complaint_mode)db_int(&r, 0, 11), .head_count = (int)db_int(&r, 0, 12), .received_us = db_int(&r, 0, 13), .finding = (enum complaint_finding)db_int(&r, 0, 14), .path = db_text(&r, 0, 15),
        .is_open = db_int(&r, 0, 16) != 0, .closed_us = db_int(&r, 0, 17), .state = (enum complaint_state)db_int(&r, 0, 18),
        .category = category.code, .category_group = category.group, .function = category.function,
    };
    TRY(complaint_class_load(db, a, p->complaint_id, &p->class));
    TRY(db_one(db, a, &list[LATE], DB_ARGS(DB_INT(p->complaint_id)), &late));
    p->late = db_int(&late, 0, 0) > 0;
    p->facts = complaint_facts(a, &p->c, &p->class, p->writer->now_us);
    return ERR_NONE;
}

/* A slip tells its receiver; of the complaint itself the responsible department, and of a valid one the colleague complained of. */
static enum err find_whose(struct db *db, struct proposing *p)
{
    const struct complaint_class *k = &p->class;
    struct db_rows r;
    p->unit_id = p->c.unit_id;
    p->department_id = p->c.department_id;
    p->handler_id = p->c.assignee_id ? p->c.assignee_id : p->c.closed_by;
    if (strcmp(p->on, "late_slip") == 0) {
        TRY(db_one(db, p->arena, &list[SLIP], DB_ARGS(DB_INT(p->subject_id), DB_INT(p->complaint_id)), &r));
        p->unit_id = db_int(&r, 0, 0);
        p->department_id = db_int(&r, 0, 1);
        p->handler_id = db_int(&r, 0, 2);
        p->late = db_int(&r, 0, 3) != 0;
        return ERR_NONE;
    }
    TRY(db_query(db, p->arena, &list[DEPARTMENT], DB_ARGS(DB_INT(p->complaint_id)), &r));
    if (r.n > 0 && strcmp(p->on, "closed") == 0)
        p->department_id = db_int(&r, 0, 0);
    for (size_t i = k->n_respondents; i > 0 && strcmp(p->on, "closed") == 0; i--)
        p->department_id = k->respondents[i - 1].department_id ? k->respondents[i - 1].department_id : p->department_id;
    return ERR_NONE;
}

static int64_t complained_of(const struct complaint_class *k)
{
    for (size_t i = 0; i < k->n_respondents; i++) {
        if (k->respondents[i].user_id)
            return k->respondents[i].user_id;
    }
    return 0;
}

static bool happened(const struct proposing *p, const char *on)
{
    bool ended = !p->c.is_open && strcmp(p->on, "closed") == 0;
    if (strcmp(on, "valid") == 0)
        return ended && p->c.state == COMPLAINT_CLOSED && (p->c.finding == FINDING_RESPONSIBLE || strcmp(p->c.validity, "valid") == 0);
    if (strcmp(on, "late") == 0)
        return ended && p->late;
    if (strcmp(on, "praise") == 0)
        return ended && strcmp(p->c.path, "praise") == 0;
    return strcmp(on, p->on) == 0;
}

static enum err person_of(struct db *db, const struct proposing *p, const struct rb_account *rule, struct merit *m)
{
    struct db_rows r;
    if (strcmp(rule->whom, "unit_head") == 0) /* who that is, the confirmer says */
        return ERR_NONE;
    m->department_id = p->department_id;
    if (strcmp(rule->whom, "handler") == 0) {
        m->user_id = strcmp(rule->on, "valid") == 0 ? complained_of(&p->class) : p->handler_id;
    } else if (strcmp(rule->whom, "department_head") == 0 && p->department_id) {
        TRY(db_one(db, p->arena, &list[COORDINATOR], DB_ARGS(DB_INT(p->department_id)), &r));
        m->user_id = db_int(&r, 0, 0);
    }
    return ERR_NONE;
}

static enum err propose(struct db *db, struct proposing *p, const struct rb_account *rule)
{
    const struct complaint_writer *w = p->writer;
    struct merit m = {.rule = rule->code, .whom = rule->whom, .unit_id = p->unit_id, .complaint_id = p->complaint_id, .slip_id = strcmp(p->on, "late_slip") == 0 ? p->subject_id : 0,
                      .month = merit_month(w->now_us, w->zone), .reward = rule->reward, .points = rule->points, .body = "", .proposed_us = w->now_us};
    if (*rule->amount && rulebook_cents(rule->amount, &m.cents) != ERR_NONE)
        m.cents = 0;
    TRY(person_of(db, p, rule, &m));
    TRY(merit_nth(db, p->arena, &m));
    m.state = m.nth >= rule->nth ? MERIT_PROPOSED : MERIT_COUNTED;
    enum err e = merit_put(db, &m, p->subject_id, &m.id);
    if (e == ERR_EXISTS)
        return ERR_NONE;
    TRY(e);
    return m.state == MERIT_PROPOSED ? merit_event(db, p->arena, w, &p->head, &m, "account_proposed") : ERR_NONE;
}

static enum err run(struct db *db, void *ctx)
{
    struct proposing *p = ctx;
    TRY(load(db, p));
    TRY(find_whose(db, p));
    for (unsigned i = 0; i < p->book->accounts_count; i++) {
        const struct rb_account *rule = &p->book->accounts[i];
        if (!rule->inactive && happened(p, rule->on) && rulebook_when(&rule->when, &p->facts) == RB_HOLDS)
            TRY(propose(db, p, rule));
    }
    return ERR_NONE;
}

enum err merit_go_on(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, const char *data)
{
    struct proposing p = {.arena = a, .writer = w, .complaint_id = complaint_id, .on = timeline_get(a, data, "on")};
    struct db_rows row;
    long long subject;
    if (str_to_i64(str_of(timeline_get(a, data, "subject")), 0, INT64_MAX, &subject))
        p.subject_id = subject;
    /* Outside of the transaction: a read in it would come before the lock. */
    TRY(db_one(db, a, &list[NUMBER], DB_ARGS(DB_INT(complaint_id)), &row));
    p.number = db_text(&row, 0, 0);
    return db_tx(db, run, &p);
}
