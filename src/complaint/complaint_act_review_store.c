#include <string.h>

#include "complaint_acting_store.h"
#include "handled_store.h"
#include "msgid.h"

/*
 * Review of what was closed, not accepted or answered to no satisfaction (requirements B9, G6, G9, H6): the complaint is opened again in the hands of the superior unit's customer service, or of its own where
 * there is no superior, and whoever handled it is kept out of it from then on. Who orders the review is not kept out, but does not close it (GATE_RECUSED).
 */
enum { ABOVE, OWN, KEEP_OUT, KEPT_OUT, HANDLED, LATELY };
static const struct db_stmt list[] = {
    [ABOVE] = {"SELECT d.id FROM unit u JOIN department d ON d.unit_id = u.parent_id AND d.function = '" COMPLAINT_CARRIER "' AND d.active = 1 WHERE u.id = ? ORDER BY d.id LIMIT 1", "i", "i"},
    [OWN] = {"SELECT d.id FROM department d WHERE d.unit_id = ? AND d.function = '" COMPLAINT_CARRIER "' AND d.active = 1 ORDER BY d.id LIMIT 1", "i", "i"},
    [KEEP_OUT] = {"INSERT IGNORE INTO recusal (complaint_id, user_id, reason, at_us, actor_id) SELECT DISTINCT e.complaint_id, e.actor_id, 'handled', ?, ? FROM event e WHERE e.complaint_id = ? AND "
                  "e.actor_kind = 2 AND e.actor_id <> ? AND " COMPLAINT_HANDLED,
                  "iiii", ""},
    [HANDLED] = {"SELECT COUNT(*) FROM event e WHERE e.complaint_id = ? AND e.actor_kind = 2 AND e.actor_id = ? AND " COMPLAINT_HANDLED_OR_AGREED, "ii", "i"},
    /* What jobs made of the request: review_routed, review_unplaced. */
    [LATELY] = {"SELECT COUNT(*) FROM event e WHERE e.complaint_id = ? AND e.kind = ? AND e.seq > (SELECT MAX(a.seq) FROM event a WHERE a.complaint_id = ? AND a.kind = 'review_asked')", "iti", "i"},
    [KEPT_OUT] = {"SELECT p.name FROM recusal z JOIN app_user p ON p.id = z.user_id WHERE z.complaint_id = ? AND z.reason = 'handled' AND z.at_us = ? ORDER BY p.id LIMIT 50", "ii", "t"},
};
const struct db_stmts complaint_act_review_stmts = {"complaint_act_review", list, COUNT_OF(list), DB_STAFF};

/* The nearest customer service above; without one the unit's own, where others than those who handled it take it. */
static enum err who_reviews(struct db *db, struct acting *act, int64_t *ret_department_id)
{
    struct db_rows row;
    enum err e = db_one(db, act->arena, &list[ABOVE], DB_ARGS(DB_INT(act->c.unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        e = db_one(db, act->arena, &list[OWN], DB_ARGS(DB_INT(act->c.unit_id)), &row);
    if (e == ERR_NONE)
        *ret_department_id = db_int(&row, 0, 0);
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err lately(struct db *db, const struct acting *act, const char *kind, bool *ret_was)
{
    struct db_rows row;
    TRY(db_one(db, act->arena, &list[LATELY], DB_ARGS(DB_INT(act->c.id), DB_TEXT(kind), DB_INT(act->c.id)), &row));
    *ret_was = act->c.review_asked_us && db_int(&row, 0, 0) > 0;
    return ERR_NONE;
}

enum err acting_decline_review(struct db *db, struct acting *act)
{
    struct db_rows row;
    bool unplaced;
    int64_t me = act->writer->user->id;
    TRY(lately(db, act, "review_unplaced", &unplaced));
    TRY(db_one(db, act->arena, &list[HANDLED], DB_ARGS(DB_INT(act->c.id), DB_INT(me)), &row));
    if (unplaced || (!db_int(&row, 0, 0) && act->c.assignee_id != me && act->c.closed_by != me))
        return ERR_NONE;
    act->why = N_("You handled this complaint yourself: somebody else decides about the review.");
    return ERR_STATE;
}

static enum err keep_out(struct db *db, const struct acting *act, const char **ret_names)
{
    struct buf names = {.arena = act->arena};
    const struct db_value id = DB_INT(act->c.id), me = DB_INT(act->writer->user->id), now = DB_INT(act->writer->now_us);
    struct db_rows rows;
    TRY(db_run(db, &list[KEEP_OUT], DB_ARGS(now, me, id, me), NULL));
    TRY(db_query(db, act->arena, &list[KEPT_OUT], DB_ARGS(id, now), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&names, "%s%s", i ? "," : "", db_text(&rows, i, 0));
    *ret_names = names.n ? names.p : NULL;
    return ERR_NONE;
}

/* The complainant has his time to ask; afterwards only who may supervise begins a review by himself. */
static bool too_late(const struct acting *act)
{
    bool over = gate_window_over(act->world.book->closing.review_days, act->c.closed_us, act->writer->now_us);
    return over && !act->c.review_asked_us && !(act->rights & PERMISSION_BIT(MAY_SUPERVISE));
}

enum err acting_review(struct db *db, struct acting *act)
{
    struct complaint *c = &act->c;
    int64_t department_id = c->department_id;
    const char *names;
    bool routed;
    if (too_late(act))
        return ERR_FORBIDDEN;
    TRY(lately(db, act, "review_routed", &routed));
    if (!routed) /* else it stands already with those who look at it */
        TRY(who_reviews(db, act, &department_id));
    TRY(keep_out(db, act, &names));
    c->closed_us = c->review_asked_us = c->asked_until_us = 0;
    c->finding = FINDING_NONE;
    c->outcome = c->exclusion = c->basis = "";
    c->review = true;
    c->assignee_id = 0;
    c->assignee = "";
    act->set.moved = department_id != c->department_id;
    c->department_id = department_id;
    if (strcmp(c->path, COMPLAINT_PATH_SPOT) == 0) {
        act->made = "back";
        c->path = "";
    }
    TRY(complaint_name(db, act->arena, c, 1));
    act->data = timeline_data(act->arena, "department", c->department_id ? c->department_zh : NULL, "department_en", c->department_id ? c->department_en : NULL, "told", names, NULL);
    return acting_tell(db, act, "coordinator", "review_begun", timeline_data(act->arena, "by", act->writer->user->name, NULL));
}
