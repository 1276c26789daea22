#include <string.h>

#include "approval_acting_store.h"
#include "compensation_acting_store.h"
#include "complaint_grade_store.h"
#include "msgid.h"
#include "post_store.h"
#include "rulebook_store.h"

/* What waits for an approval and has a column of its own for it: everything else asks for its state (approval_of). */

enum { PAYABLE, BACK, FILES };
static const struct db_stmt list[] = {
    [PAYABLE] = {"UPDATE compensation SET state = 2, approved_us = ?, version = version + 1 WHERE id = ? AND complaint_id = ? AND state = 1", "iii", ""},
    [BACK] = {"UPDATE compensation SET state = 3, version = version + 1 WHERE id = ? AND complaint_id = ? AND state = 1", "ii", ""},
    /* Files that went with an answer show with it. */
    [FILES] = {"UPDATE attachment SET internal = 0 WHERE complaint_id = ? AND message_id = ?", "ii", ""},
};
const struct db_stmts approval_effect_stmts = {"approval_effect", list, COUNT_OF(list), DB_STAFF};

static enum err change_grade(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval *approval, bool *ret_saved, const char **ret_why)
{
    if (strcmp(c->grade, approval->basis) == 0)
        return ERR_NONE;
    enum err e = complaint_grade_set(db, a, w, c, approval->basis, approval->body);
    if (e == ERR_STATE)
        *ret_why = N_("The rulebook has no such grade any more; send it back");
    *ret_saved = e == ERR_NONE;
    return e;
}

enum err approval_took_effect(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval *approval, bool *ret_saved, const char **ret_why)
{
    bool given = approval->state == APPROVAL_GIVEN;
    *ret_saved = false;
    if (strcmp(approval->about, "grade") == 0 && given)
        return change_grade(db, a, w, c, approval, ret_saved, ret_why);
    if (strcmp(approval->about, "web_reply") == 0 && given) {
        TRY(db_run(db, &list[FILES], DB_ARGS(DB_INT(c->id), DB_INT(approval->subject_id)), NULL));
        TRY(complaint_lead_shows(db, a, w, c));
        return post_told(db, a, c->id, "reply", w->now_us, NULL); /* now it is there to be read */
    }
    if (strcmp(approval->about, "compensation") != 0)
        return ERR_NONE;
    if (given)
        return db_run(db, &list[PAYABLE], DB_ARGS(DB_INT(w->now_us), DB_INT(approval->subject_id), DB_INT(c->id)), NULL);
    return db_run(db, &list[BACK], DB_ARGS(DB_INT(approval->subject_id), DB_INT(c->id)), NULL);
}

/* ---- authority ---- */

static enum err covers(struct db *db, struct arena *a, const struct rulebook *b, const struct complaint *c, int64_t user_id, int64_t cents, int64_t used, bool *ret_covers)
{
    const char **roles;
    size_t n;
    bool daily;
    TRY(compensation_roles(db, a, user_id, c, &roles, &n));
    int64_t up_to = rulebook_authority(b, roles, n, &daily);
    *ret_covers = up_to == INT64_MAX || cents <= up_to - (daily ? used : 0);
    return ERR_NONE;
}

enum err approval_covered(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct approval *approval, int64_t for_id)
{
    const struct rulebook *book;
    int64_t version, used;
    bool enough = false;
    if (strcmp(approval->about, "compensation") != 0)
        return ERR_NONE;
    TRY(rulebook_in_force(db, a, &book, &version));
    TRY(compensation_used(db, a, w, &used));
    TRY(covers(db, a, book, c, w->user->id, approval->cents, used, &enough));
    if (!enough && for_id)
        TRY(covers(db, a, book, c, for_id, approval->cents, used, &enough));
    return enough ? ERR_NONE : ERR_FORBIDDEN;
}
