#include <string.h>

#include "account_due_store.h"
#include "attachment_store.h"
#include "closing_paper_store.h"
#include "complaint_acting_store.h"
#include "complaint_gate_store.h"
#include "recusal_store.h"
#include "utf8.h"

/*
 * How a complaint ends: what the closing form fills in is written first, then every gate is asked with it in place, in the same transaction. What is open lets nothing of it stand (requirements H0-H4).
 */
enum { MATTERS, FOUND, DEPARTMENT, CHECKED_ABOVE, DROP_CALLBACKS };
static const struct db_stmt list[] = {
    [MATTERS] = {"SELECT position, finding, reason FROM allegation WHERE complaint_id = ? ORDER BY position", "i", "iit"},
    [FOUND] = {"UPDATE allegation SET finding = ?, reason = ? WHERE complaint_id = ? AND position = ?", "itii", ""},
    /* Of the complaint's line of units, or below it. */
    [DEPARTMENT] = {"SELECT d.name_zh FROM department d WHERE d.id = ? AND (EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = ? AND t.ancestor_id = d.unit_id) OR EXISTS (SELECT 1 FROM unit_tree t WHERE "
                    "t.ancestor_id = ? AND t.unit_id = d.unit_id))",
                    "iii", "t"},
    /* The top looks at what a unit below closed in its place; once at a time, and not at its own. */
    [CHECKED_ABOVE] = {"INSERT INTO spot_check (complaint_id, unit_id, state, finding_before, body, reply, opened_us, due_us) SELECT ?, u.id, 1, ?, '', '', ?, 253402300799000000 FROM unit_tree t "
                       "JOIN unit u ON u.id = t.ancestor_id AND u.parent_id IS NULL WHERE t.unit_id = ? AND u.id <> ? AND NOT EXISTS (SELECT 1 FROM spot_check s WHERE s.complaint_id = ? AND s.state = 1)",
                       "iiiiii", ""},
    [DROP_CALLBACKS] = {"UPDATE callback SET state = 4, version = version + 1 WHERE complaint_id = ? AND state = 1", "i", ""},
};
const struct db_stmts complaint_act_close_stmts = {"complaint_act_close", list, COUNT_OF(list), DB_STAFF};

#define REASON_MAX 2000 /* of an allegation */
#define TOLD_MAX 500    /* of what the event repeats */

static const char *given(const char *text)
{
    return text ? text : "";
}

/* ---- what the form fills in ---- */

static struct complaint_closing closing_of(const struct acting *act)
{
    const struct complaint_command *command = act->command;
    struct complaint_closing closing = command->closing ? *command->closing : closing_none();
    closing.finding = command->finding;
    closing.basis = given(command->basis);
    closing.text = given(command->text);
    return closing;
}

static enum err find_matter(struct db *db, const struct acting *act, int position, enum complaint_finding finding, const char *reason)
{
    const char *kept = utf8_shorten(act->arena, str_of(reason), REASON_MAX - 1);
    return db_run(db, &list[FOUND], DB_ARGS(DB_INT(finding), DB_TEXT(kept), DB_INT(act->c.id), DB_INT(position)), NULL);
}

/* One matter is the ordinary case: the finding of the whole is its finding, and the reasons are its reasons unless they were told before. */
static enum err fill_matters(struct db *db, const struct acting *act)
{
    const struct complaint_closing *closing = &act->closing;
    struct db_rows rows;
    TRY(db_query(db, act->arena, &list[MATTERS], DB_ARGS(DB_INT(act->c.id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct closing_matter *typed = closing_matter_of(closing, (int)db_int(&rows, i, 0));
        enum complaint_finding finding = typed ? typed->finding : FINDING_NONE;
        const char *reason = typed ? typed->reason : "", *was = db_text(&rows, i, 2);
        if (rows.n == 1 && finding == FINDING_NONE) {
            bool same = (enum complaint_finding)db_int(&rows, i, 1) == closing->finding && *was;
            finding = closing->finding;
            reason = same ? was : closing->text;
        }
        if (finding != FINDING_NONE)
            TRY(find_matter(db, act, (int)db_int(&rows, i, 0), finding, *reason ? reason : was));
    }
    return ERR_NONE;
}

static bool tree_has(const struct rb_tree *tree, unsigned n, const char *code)
{
    const struct rb_tree *node = rulebook_tree(tree, n, code);
    return node && !node->inactive;
}

static const char **with_code(struct arena *a, const char **codes, size_t *n, const char *code)
{
    const char **more = ARENA_ARRAY(a, *n + 1, const char *);
    for (size_t i = 0; i < *n; i++)
        more[i] = codes[i];
    more[(*n)++] = code;
    return more;
}

static enum err add_department(struct db *db, struct acting *act, int64_t department_id)
{
    struct complaint_class *k = &act->class;
    struct db_rows row;
    enum err e = db_one(db, act->arena, &list[DEPARTMENT], DB_ARGS(DB_INT(department_id), DB_INT(act->c.unit_id), DB_INT(act->c.unit_id)), &row);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_INPUT : e;
    struct complaint_respondent *more = ARENA_ARRAY(act->arena, k->n_respondents + 1, struct complaint_respondent);
    for (size_t i = 0; i < k->n_respondents; i++)
        more[i] = k->respondents[i];
    more[k->n_respondents++] = (struct complaint_respondent){.kind = "department", .name = db_text(&row, 0, 0), .department_id = department_id};
    k->respondents = more;
    return ERR_NONE;
}

/* Cause, stage and who is responsible, where the classification has none yet. */
static enum err fill_class(struct db *db, struct acting *act)
{
    const struct complaint_closing *closing = &act->closing;
    const struct rulebook *b = act->world.book;
    const struct complaint_class was = act->class;
    struct complaint_class *k = &act->class;
    bool cause = *closing->cause && k->n_causes == 0, stage = *closing->stage && k->n_stages == 0, department = closing->department_id && k->n_respondents == 0;
    if ((cause && !tree_has(b->causes, b->causes_count, closing->cause)) || (stage && !tree_has(b->stages, b->stages_count, closing->stage)))
        return ERR_INPUT;
    if (cause)
        k->causes = with_code(act->arena, k->causes, &k->n_causes, closing->cause);
    if (stage)
        k->stages = with_code(act->arena, k->stages, &k->n_stages, closing->stage);
    if (department)
        TRY(add_department(db, act, closing->department_id));
    return cause || stage || department ? complaint_class_save(db, act->c.id, &was, k) : ERR_NONE;
}

/* What the committee confirms in the complainant's place was not accepted. */
static void fill_outcome(struct acting *act)
{
    const struct complaint_closing *closing = &act->closing;
    bool confirmed = gate_basis_demands(rulebook_basis(act->world.book, closing->basis), "committee");
    if (*closing->agreement || closing->outcome == 1)
        act->c.outcome_said = 1;
    else if (closing->outcome == 2 || (confirmed && act->c.outcome_said == 0))
        act->c.outcome_said = 2;
}

/* ---- the gates ---- */

static enum gate_end end_of(const struct acting *act)
{
    switch (act->command->action) {
    case ACTION_CLOSE:
        return complaint_is_turned(&act->c) ? GATE_END_DONE : GATE_END_CLOSE;
    case ACTION_SPOT:
        return GATE_END_SPOT;
    case ACTION_REJECT:
        return GATE_END_REJECT;
    case ACTION_CONFIRM_WITHDRAWAL:
        return GATE_END_WITHDRAW;
    default:
        return (enum gate_end)0;
    }
}

static enum err has_evidence(struct db *db, const struct acting *act, bool *ret_has)
{
    struct attachment *staged;
    size_t n = 0;
    *ret_has = *act->closing.evidence != '\0';
    if (*ret_has || !act->command->stage_hash)
        return ERR_NONE;
    TRY(attachment_staged(db, act->arena, false, act->command->stage_hash, &staged, &n));
    *ret_has = n > 0;
    return ERR_NONE;
}

static const char *const *written(const struct acting *act, size_t *ret_n)
{
    const struct complaint_closing *closing = &act->closing;
    const char **codes = ARENA_ARRAY(act->arena, closing->n_parts + 1, const char *);
    *ret_n = 0;
    for (size_t i = 0; i < closing->n_parts; i++) {
        if (*given(closing->parts[i].body))
            codes[(*ret_n)++] = closing->parts[i].code;
    }
    return codes;
}

static enum err ask_gates(struct db *db, struct acting *act, enum gate_end end)
{
    const struct complaint_closing *closing = &act->closing;
    struct gate_facts have;
    uint8_t hash[32];
    struct gate_asked asked = {.end = end, .finding = closing->finding, .basis = closing->basis, .agreement = *closing->agreement != '\0', .hash = hash};
    asked.voluntary = closing->freely == 1 && *closing->asked && *closing->answered;
    asked.sections = written(act, &asked.n_sections);
    TRY(has_evidence(db, act, &asked.evidence));
    closing_hash(act->arena, closing, hash);
    TRY(gate_load(db, act->arena, act->writer, &act->c, act->world.book, &have));
    const struct rb_facts facts = acting_facts(act);
    gate_check(act->arena, act->world.book, &facts, &act->c, &have, &asked, &act->gates, &act->n_gates);
    return act->n_gates == 0 ? ERR_NONE : ERR_STATE;
}

enum err acting_closing(struct db *db, struct acting *act)
{
    enum gate_end end = end_of(act);
    if (!end)
        return ERR_NONE;
    act->closing = closing_of(act);
    act->forced = end == GATE_END_WITHDRAW && act->closing.freely < 0;
    if (act->forced) /* it goes on: nothing ends */
        return *act->closing.asked && *act->closing.answered ? ERR_NONE : ERR_INPUT;
    if (end == GATE_END_CLOSE) {
        TRY(fill_matters(db, act));
        TRY(fill_class(db, act));
        fill_outcome(act);
    }
    return ask_gates(db, act, end);
}

void acting_slips_gate(struct acting *act)
{
    act->gates = ARENA_NEW(act->arena, struct gate_open);
    *act->gates = (struct gate_open){GATE_SLIPS, act->c.open_slips, 0, ""};
    act->n_gates = 1;
}

/* Later than the rulebook's time only who may supervise takes it up again (requirements H6). */
enum err acting_window(struct acting *act)
{
    bool over = gate_window_over(act->world.book->closing.reopen_days, act->c.closed_us, act->writer->now_us);
    if (act->command->action != ACTION_REOPEN || !over || (act->rights & PERMISSION_BIT(MAY_SUPERVISE)))
        return ERR_NONE;
    return ERR_FORBIDDEN;
}

/* ---- what is recorded, and what follows ---- */

static const char *told(struct arena *a, const char *text)
{
    return *text ? utf8_shorten(a, str_of(text), TOLD_MAX) : NULL;
}

static const char *matters_told(const struct acting *act)
{
    struct buf out = {.arena = act->arena};
    for (size_t i = 0; i < act->closing.n_matters; i++) {
        if (act->closing.matters[i].finding)
            buf_printf(&out, "%s%d:%d", out.n ? "," : "", act->closing.matters[i].position, act->closing.matters[i].finding);
    }
    return out.n ? out.p : NULL;
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

void acting_closing_data(struct acting *act)
{
    const struct complaint_closing *k = &act->closing;
    struct arena *a = act->arena;
    if (act->command->action == ACTION_CLOSE)
        act->data = timeline_data(a, "finding", number_or_null(a, act->c.finding), "basis", *act->c.basis ? act->c.basis : NULL, "matters", matters_told(act), "agreement", told(a, k->agreement), "asked",
                                  told(a, k->asked), "answered", told(a, k->answered), "evidence", told(a, k->evidence), "causes", *k->cause ? k->cause : NULL, "stages", *k->stage ? k->stage : NULL,
                                  "outcome", number_or_null(a, k->outcome), NULL);
    else if (act->command->action == ACTION_CONFIRM_WITHDRAWAL)
        act->data = timeline_data(a, "asked", told(a, k->asked), "answered", told(a, k->answered), NULL);
}

/* He was not free: the wish does not count, and whoever manages complaints looks into it (B3.18). */
enum err acting_forced(struct db *db, struct acting *act)
{
    act->c.withdraw_us = 0;
    act->happens = false;
    act->event = "withdraw_forced";
    acting_closing_data(act);
    const char *manager = act->world.book->slips.manager;
    return acting_tell(db, act, manager && *manager ? manager : "handler", "withdraw_forced", timeline_data(act->arena, "by", act->writer->user->name, NULL));
}

static enum err check_above(struct db *db, const struct acting *act)
{
    const struct complaint *c = &act->c;
    const struct access_user *user = act->writer->user;
    if (!gate_source_above(act->world.book, c->source))
        return ERR_NONE;
    return db_run(db, &list[CHECKED_ABOVE],
                  DB_ARGS(DB_INT(c->id), DB_INT(c->finding), DB_INT(act->writer->now_us), DB_INT(c->unit_id), DB_INT(user->unit_id), DB_INT(c->id)), NULL);
}

enum err acting_closed(struct db *db, struct acting *act)
{
    int64_t paper_id;
    if (act->c.is_open && !complaint_state_open(act->c.state)) {
        act->c.closed_by = act->writer->user->id;
        TRY(account_happened(db, act->arena, act->world.book, act->c.id, "closed", 0, act->writer->now_us));
    }
    if (act->command->action == ACTION_REOPEN || act->command->action == ACTION_REVIEW)
        return db_run(db, &list[DROP_CALLBACKS], DB_ARGS(DB_INT(act->c.id)), NULL);
    if (act->command->action != ACTION_CLOSE || complaint_is_turned(&act->c))
        return ERR_NONE;
    TRY(closing_paper_write(db, act->arena, act->writer, &act->c, &act->closing, -1, true, &paper_id));
    return check_above(db, act);
}
