#include <string.h>

#include "account_due_store.h"
#include "callback_store.h"
#include "complaint_meet_store.h"
#include "contact_store.h"
#include "handled_store.h"
#include "message_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "rulebook_store.h"

enum { SAVE, KEEP };
static const struct db_stmt list[] = {
    [SAVE] = {"UPDATE callback SET state = ?, user_id = ?, claimed_us = ?, attempts = ?, next_us = ?, done_us = ?, done_by = ?, satisfied = ?, answers = ?, body = ?, escalated = ?, version = version + 1 "
              "WHERE id = ? AND version = ? AND state = 1",
              "iIIiiIIItttii", ""},
    /* Held until the end: two that record at once come one after the other. */
    [KEEP] = {"SELECT version FROM callback WHERE id = ? FOR UPDATE", "i", "i"},
};
const struct db_stmts callback_act_stmts = {"callback_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct callback_command *command;
    struct callback k;
    struct complaint c;
    const struct rulebook *book;
    const char *location, *why, *escalation;
    bool given_up;
};

static enum err refuse(struct acting *x, enum err e, const char *why)
{
    x->why = why;
    return e;
}

/* ---- who, and whether ---- */

static enum err check(struct db *db, struct acting *x, permission_set rights)
{
    const struct complaint_writer *w = x->writer;
    struct complaint_hands hands;
    if (!(rights & PERMISSION_BIT(MAY_CALL_BACK)))
        return refuse(x, ERR_FORBIDDEN, N_("Your role does not make callbacks for this complaint"));
    if (x->k.state == CALLBACK_DROPPED)
        return refuse(x, ERR_STATE, N_("The complaint was opened again meanwhile, so nobody is called back now"));
    if (x->k.state != CALLBACK_WAITING)
        return refuse(x, ERR_STATE, N_("This callback was made already"));
    if (x->k.version != x->command->version)
        return ERR_STALE;
    TRY(complaint_hands(db, x->arena, &x->c, x->k.unit_id, w->user->id, MAY_CALL_BACK, w->now_us, &hands));
    if (hands.handled && hands.others && x->command->action != CALLBACK_LET_GO)
        return refuse(x, ERR_FORBIDDEN, N_("You handled this complaint. Somebody who did not makes the call"));
    return ERR_NONE;
}

static enum err save(struct db *db, struct acting *x)
{
    struct callback *k = &x->k;
    struct db_done done;
    const struct db_value said = k->state == CALLBACK_DONE && k->said != CALLBACK_NOT_SAID ? DB_INT(k->said) : DB_NULL;
    TRY(db_run(db, &list[SAVE],
               DB_ARGS(DB_INT(k->state), DB_ID(k->user_id), DB_ID(k->claimed_us), DB_INT(k->attempts), DB_INT(k->next_us), DB_ID(k->done_us), DB_ID(k->done_by), said, DB_TEXT(k->answers),
                       DB_TEXT(k->body), DB_TEXT(k->escalated), DB_INT(k->id), DB_INT(k->version)),
               &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

/* ---- what is told ---- */

static enum err write_message(struct db *db, const struct acting *x, int64_t *ret_id)
{
    const struct access_user *user = x->writer->user;
    *ret_id = 0;
    if (!*x->command->text)
        return ERR_NONE;
    const char *zh = arena_printf(x->arena, "%s%s%s", user->unit_zh, *user->department_zh ? " " : "", user->department_zh);
    const char *en = arena_printf(x->arena, "%s%s%s", *user->unit_en ? user->unit_en : user->unit_zh, *user->department_zh ? " " : "", *user->department_en ? user->department_en : user->department_zh);
    return message_insert(db, &(struct message){.complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = MESSAGE_CONTACT, .unit_zh = zh, .unit_en = en, .body = x->command->text}, ret_id);
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

static enum err record(struct db *db, struct acting *x, const char *kind, enum contact_result result)
{
    const struct complaint_writer *w = x->writer;
    const struct contact contact = {.at_us = w->now_us, .way = x->command->way, .result = result};
    const char *said = x->k.state == CALLBACK_DONE && x->k.said != CALLBACK_NOT_SAID ? (x->k.said == CALLBACK_SATISFIED ? "1" : "0") : NULL;
    int64_t message_id;
    TRY(write_message(db, x, &message_id));
    TRY(complaint_append(db, x->arena, w, &x->c, kind,
                         timeline_data(x->arena, "message", number_or_null(x->arena, message_id), "way", contact_way_word(contact.way), "result", contact_result_word(result), "at",
                                       arena_printf(x->arena, "%lld", (long long)w->now_us), "satisfied", said, "attempts", number_or_null(x->arena, x->k.attempts), NULL)));
    return contact_put(db, x->c.id, x->c.events, message_id, &contact, w->zone);
}

static enum err tell_manager(struct db *db, const struct acting *x)
{
    const char *role = x->book->callback.manager && *x->book->callback.manager ? x->book->callback.manager : "handler";
    struct notice_to *to;
    size_t n;
    TRY(notice_receivers_of(db, x->arena, x->c.id, role, x->c.unit_id, x->c.department_id, x->c.assignee_id, x->writer->now_us, &to, &n));
    const char *data = timeline_data(x->arena, "by", x->writer->user->name, "what", x->escalation, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = x->c.id, .at_us = x->writer->now_us, .kind = "callback_dissatisfied", .data = data};
        if (to[i].user_id != x->writer->user->id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

/* ---- what follows ---- */

static bool takes_up(const char *escalation, enum complaint_action *ret_action)
{
    bool review = strcmp(escalation, "review") == 0;
    *ret_action = review ? ACTION_REVIEW : ACTION_REOPEN;
    return review || strcmp(escalation, "reopen") == 0;
}

/* What the book says; what the closed complaint does not allow any more, such as a review of one that was turned into an enquiry, is left at telling the manager. */
static const char *escalation_of(const struct acting *x)
{
    const char *escalation = x->book->callback.escalate;
    enum complaint_action action;
    enum complaint_state to;
    if (!escalation || !*escalation)
        return "notice";
    bool possible = !takes_up(escalation, &action) || x->c.is_open || flow_decide(&x->c, action, ~(permission_set)0, &to) == ERR_NONE;
    return possible ? escalation : "notice";
}

/* The complaint as saved is taken up by the action, in the same transaction. */
static enum err escalate(struct db *db, struct acting *x)
{
    enum complaint_action action;
    if (!takes_up(x->escalation, &action) || x->c.is_open)
        return ERR_NONE;
    const char *said = *x->command->text ? x->command->text : x->command->reason;
    const struct complaint_command command = {.action = action, .number = x->c.number, .version = x->c.version, .text = said, .by_rule = true};
    struct complaint_result result = {0};
    struct complaint_writer after = *x->writer;
    after.now_us++; /* in the history it stands behind the callback */
    return complaint_act_within(db, x->arena, &after, &command, &result);
}

/* Its clock is met with what was done, whether somebody was reached or the book's attempts were made. */
static enum err finish(struct db *db, struct acting *x)
{
    size_t met;
    TRY(complaint_meet(db, x->arena, x->writer, &x->c, CLOCK_CALLBACK, &met));
    return ERR_NONE;
}

static enum err reached(struct db *db, struct acting *x)
{
    const struct rb_callback *script = &x->book->callback;
    struct callback *k = &x->k;
    int said = callback_said(script, x->command->answers);
    k->state = CALLBACK_DONE;
    k->said = callback_script_decides(script) ? said : x->command->said;
    k->answers = callback_answers_write(x->arena, script, x->command->answers);
    k->body = x->command->text;
    k->done_us = x->writer->now_us;
    k->done_by = k->user_id = x->writer->user->id;
    bool dissatisfied = k->said == CALLBACK_DISSATISFIED;
    x->escalation = dissatisfied ? escalation_of(x) : "";
    k->escalated = x->escalation;
    TRY(save(db, x));
    TRY(record(db, x, "callback_done", CONTACT_REACHED));
    TRY(finish(db, x));
    if (dissatisfied) {
        TRY(tell_manager(db, x));
        TRY(account_happened(db, x->arena, x->book, x->c.id, "dissatisfied", k->id, x->writer->now_us));
    }
    TRY(complaint_save(db, x->arena, &x->c));
    return dissatisfied ? escalate(db, x) : ERR_NONE;
}

static enum err in_vain(struct db *db, struct acting *x)
{
    struct callback *k = &x->k;
    int64_t now_us = x->writer->now_us;
    if (callback_counts(now_us, k->next_us)) {
        k->attempts++;
        k->next_us = utc_day_start(now_us, 1, x->writer->zone);
    }
    x->given_up = callback_given_up(&x->book->callback, k->attempts);
    if (x->given_up) {
        k->state = CALLBACK_GIVEN_UP;
        k->body = x->command->text;
        k->done_us = now_us;
        k->done_by = x->writer->user->id;
    } else {
        k->user_id = k->claimed_us = 0; /* tomorrow it may be anybody */
    }
    TRY(save(db, x));
    TRY(record(db, x, x->given_up ? "callback_given_up" : "callback_tried", x->command->result));
    if (x->given_up)
        TRY(finish(db, x));
    return complaint_save(db, x->arena, &x->c);
}

static enum err hand(struct db *db, struct acting *x, bool take)
{
    x->k.user_id = take ? x->writer->user->id : 0;
    x->k.claimed_us = take ? x->writer->now_us : 0;
    return save(db, x);
}

static enum err apply(struct db *db, struct acting *x)
{
    const struct callback_command *command = x->command;
    switch (command->action) {
    case CALLBACK_RECORD:
        return reached(db, x);
    case CALLBACK_IN_VAIN:
        return command->result == CONTACT_NOT_REACHED || command->result == CONTACT_LEFT_WORD ? in_vain(db, x) : ERR_INPUT;
    case CALLBACK_TAKE_OVER:
        return hand(db, x, true);
    case CALLBACK_LET_GO:
        return hand(db, x, false);
    }
    return ERR_INPUT;
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct callback_command *command = x->command;
    struct db_rows row;
    permission_set rights;
    int64_t book_id;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .command = command, .location = command->once_location, .why = "", .escalation = ""};
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e == ERR_EXISTS) { /* a second click: what the first one did is said again */
            TRY(callback_load(db, x->arena, command->id, &x->k));
            x->given_up = x->k.state == CALLBACK_GIVEN_UP;
            return ERR_NONE;
        }
        TRY(e);
    }
    TRY(callback_load(db, x->arena, command->id, &x->k));
    TRY(complaint_lock(db, x->arena, x->k.number));
    TRY(complaint_load(db, x->arena, x->writer->user, x->k.number, &x->c, &rights));
    TRY(db_one(db, x->arena, &list[KEEP], DB_ARGS(DB_INT(command->id)), &row));
    TRY(callback_load(db, x->arena, command->id, &x->k));
    TRY(rulebook_in_force(db, x->arena, &x->book, &book_id));
    TRY(check(db, x, rights));
    return apply(db, x);
}

enum err callback_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct callback_command *command, struct callback_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct callback_result){.location = x.location, .why = x.why ? x.why : "", .given_up = x.given_up, .escalated = x.escalation && *x.escalation, .escalation = x.escalation ? x.escalation : ""};
    return e;
}
