#include <string.h>

#include "approval_acting_store.h"
#include "clock.h"
#include "committee_acting_store.h"
#include "complaint_agenda_store.h"
#include "message_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "utc.h"
#include "vexatious_store.h"

/* What is done with something that is before the committee. */

enum { HEAD, MEETING, LAST, ADD, PLACE, NEIGHBOUR, OFF, DROP, VOICE, VOID, MOTION, DECIDE, FOLLOWED, MEMBERS };
static const struct db_stmt list[] = {
    [HEAD] = {"SELECT unit_id, department_id, assignee_id, events, chain_hash FROM complaint WHERE id = ?", "i", "iIIib"},
    [MEETING] = {"SELECT unit_id, state, title, at_us FROM meeting WHERE id = ? FOR UPDATE", "i", "iiti"},
    [LAST] = {"SELECT IFNULL(MAX(position), 0) FROM agenda_item WHERE meeting_id = ?", "i", "i"},
    [ADD] = {"UPDATE agenda_item SET meeting_id = ?, position = ?, state = 2, version = version + 1 WHERE id = ? AND version = ?", "iiii", ""},
    [PLACE] = {"UPDATE agenda_item SET position = ?, version = version + 1 WHERE id = ?", "ii", ""},
    [NEIGHBOUR] = {"SELECT id, position FROM agenda_item WHERE meeting_id = ? AND IF(?, position < ?, position > ?) ORDER BY IF(?, -position, position) LIMIT 1", "iiiii", "ii"},
    [OFF] = {"UPDATE agenda_item SET meeting_id = NULL, position = 0, state = 4, decision = '', body = '', version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [DROP] = {"UPDATE agenda_item SET meeting_id = NULL, state = 5, decision = '', body = ?, version = version + 1 WHERE id = ? AND version = ?", "tii", ""},
    [VOICE] = {"INSERT INTO agenda_voice (item_id, user_id, vote, opinion, at_us) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE vote = VALUES(vote), opinion = VALUES(opinion), at_us = VALUES(at_us)",
               "iiiti", ""},
    [VOID] = {"UPDATE agenda_voice SET vote = 0 WHERE item_id = ?", "i", ""},
    [MOTION] = {"UPDATE agenda_item SET decision = ?, body = ?, follow_up = ?, follow_by = ?, follow_due_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tttIIii", ""},
    [DECIDE] = {"UPDATE agenda_item SET state = 3, decision = ?, body = ?, follow_up = ?, follow_by = ?, follow_due_us = ?, decided_us = ?, decided_by = ?, version = version + 1 WHERE id = ? AND version = ?",
                "tttII" "iiii", ""},
    [FOLLOWED] = {"UPDATE agenda_item SET follow_done = ?, follow_done_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tiii", ""},
    [MEMBERS] = {"SELECT user_id FROM meeting_member WHERE meeting_id = ?", "i", "i"},
};
const struct db_stmts committee_act_stmts = {"committee_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct item_command *command;
    const char *number;
    struct complaint c;
    struct agenda_item item;
    struct committee_seat seat;
    const struct rulebook *book;
    const char *location, *why, *field;
    const char *votes; /* in favour:against:abstained, NULL where nobody votes */
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static const char *number_of(struct arena *a, int64_t value)
{
    return value ? arena_printf(a, "%lld", (long long)value) : NULL;
}

static enum err changed(enum err e, const struct db_done *done)
{
    return e == ERR_NONE && done->rows != 1 ? ERR_STALE : e;
}

static const char *given(const char *text)
{
    return text ? text : "";
}

static enum err load_head(struct db *db, struct arena *a, struct acting *x)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[HEAD], DB_ARGS(DB_INT(x->item.complaint_id)), &row));
    x->c = (struct complaint){.id = x->item.complaint_id, .number = x->item.number, .title = x->item.complaint_title, .unit_id = db_int(&row, 0, 0), .department_id = db_int(&row, 0, 1),
                              .assignee_id = db_int(&row, 0, 2), .events = (int)db_int(&row, 0, 3)};
    struct str hash = db_bytes(&row, 0, 4);
    if (hash.n == sizeof x->c.chain_hash)
        memcpy(x->c.chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

/* ---- events and notices ---- */

static enum err record(struct db *db, struct acting *x, const char *kind, const char *reason, int64_t message_id)
{
    struct arena *a = x->arena;
    const struct agenda_item *i = &x->item;
    bool decided = strcmp(kind, "committee_decided") == 0, called = strcmp(kind, "committee_called") == 0;
    return complaint_append(db, a, x->writer, &x->c, kind,
                            timeline_data(a, "item", number_of(a, i->id), "committee_why", i->why, "decision", decided ? i->decision : NULL, "meeting", called ? i->meeting_title : NULL, "at",
                                          called && i->meeting_us < CLOCK_NEVER ? number_of(a, i->meeting_us) : NULL, "follow", decided && i->follow_by ? i->follower : NULL, "due",
                                          decided ? number_of(a, i->follow_due_us) : NULL, "votes", x->votes, "reason", reason && *reason ? reason : NULL, "message", number_of(a, message_id), NULL));
}

static enum err tell(struct db *db, struct acting *x, int64_t user_id, int64_t for_id, const char *kind)
{
    struct arena *a = x->arena;
    const struct agenda_item *i = &x->item;
    if (!user_id || user_id == x->writer->user->id)
        return ERR_NONE;
    const struct notice notice = {.user_id = user_id, .for_id = for_id, .complaint_id = x->c.id, .at_us = x->writer->now_us, .kind = kind,
                                  .data = timeline_data(a, "item", number_of(a, i->id), "committee_why", i->why, "decision", *i->decision ? i->decision : NULL, "due", number_of(a, i->follow_due_us), "by",
                                                        x->writer->user->name, NULL)};
    return notice_put(db, &notice);
}

static enum err tell_all(struct db *db, struct acting *x)
{
    struct notice_to *to;
    size_t n;
    bool proposer_told = false;
    TRY(notice_receivers_of(db, x->arena, x->c.id, "handler", x->c.unit_id, x->c.department_id, x->c.assignee_id, x->writer->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        proposer_told |= to[i].user_id == x->item.proposed_by;
        TRY(tell(db, x, to[i].user_id, to[i].for_id, "committee_decided"));
    }
    if (!proposer_told)
        TRY(tell(db, x, x->item.proposed_by, 0, "committee_decided"));
    if (!x->item.follow_by)
        return ERR_NONE;
    TRY(approval_let_see(db, x->c.id, x->item.follow_by));
    return tell(db, x, x->item.follow_by, 0, "committee_follow");
}

static enum err note(struct db *db, struct acting *x, int64_t *ret_message_id)
{
    const struct access_user *user = x->writer->user;
    const struct message m = {.complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = MESSAGE_NOTE, .unit_zh = user->unit_zh,
                              .unit_en = *user->unit_en ? user->unit_en : user->unit_zh, .body = x->item.body};
    return message_insert(db, &m, ret_message_id);
}

/* ---- the agenda ---- */

static enum err add(struct db *db, struct acting *x)
{
    struct db_rows meeting, last, members;
    struct db_done done;
    if (x->item.state != ITEM_WAITING && x->item.state != ITEM_PUT_OFF)
        return refuse(x, ERR_STATE, "", N_("It is on an agenda already, or was decided"));
    enum err e = db_one(db, x->arena, &list[MEETING], DB_ARGS(DB_INT(x->command->meeting_id)), &meeting);
    if (e != ERR_NONE)
        return e;
    if (db_int(&meeting, 0, 0) != x->item.unit_id || db_int(&meeting, 0, 1) > MEETING_UNDER_WAY)
        return refuse(x, ERR_INPUT, "meeting", N_("Choose a meeting of this committee that is still to be held"));
    TRY(db_one(db, x->arena, &list[LAST], DB_ARGS(DB_INT(x->command->meeting_id)), &last));
    TRY(changed(db_run(db, &list[ADD], DB_ARGS(DB_INT(x->command->meeting_id), DB_INT(db_int(&last, 0, 0) + 1), DB_INT(x->item.id), DB_INT(x->item.version)), &done), &done));
    x->item.meeting_title = db_text(&meeting, 0, 2);
    x->item.meeting_us = db_int(&meeting, 0, 3);
    TRY(db_query(db, x->arena, &list[MEMBERS], DB_ARGS(DB_INT(x->command->meeting_id)), &members));
    for (size_t i = 0; i < members.n; i++)
        TRY(approval_let_see(db, x->c.id, db_int(&members, i, 0)));
    return record(db, x, "committee_called", NULL, 0);
}

static enum err move(struct db *db, struct acting *x)
{
    bool up = x->command->action == ITEM_DO_UP;
    const struct db_value place = DB_INT(x->item.position);
    struct db_rows row;
    enum err e = db_one(db, x->arena, &list[NEIGHBOUR], DB_ARGS(DB_INT(x->item.meeting_id), DB_INT(up), place, place, DB_INT(up)), &row);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e; /* it is the first or last already */
    TRY(db_run(db, &list[PLACE], DB_ARGS(place, DB_INT(db_int(&row, 0, 0))), NULL));
    return db_run(db, &list[PLACE], DB_ARGS(DB_INT(db_int(&row, 0, 1)), DB_INT(x->item.id)), NULL);
}

static enum err put_off(struct db *db, struct acting *x)
{
    struct db_done done;
    if (!*given(x->command->text))
        return refuse(x, ERR_INPUT, "reason", N_("Say why it is put off"));
    TRY(changed(db_run(db, &list[OFF], DB_ARGS(DB_INT(x->item.id), DB_INT(x->item.version)), &done), &done));
    TRY(db_run(db, &list[VOID], DB_ARGS(DB_INT(x->item.id)), NULL));
    return record(db, x, "committee_put_off", x->command->text, 0);
}

static enum err drop(struct db *db, struct acting *x)
{
    struct db_done done;
    if (!*given(x->command->text))
        return refuse(x, ERR_INPUT, "reason", N_("Say why there is nothing to decide any more"));
    TRY(changed(db_run(db, &list[DROP], DB_ARGS(DB_TEXT(x->command->text), DB_INT(x->item.id), DB_INT(x->item.version)), &done), &done));
    return record(db, x, "committee_dropped", x->command->text, 0);
}

/* ---- opinions and votes ---- */

static enum err voice(struct db *db, struct acting *x)
{
    const struct item_command *command = x->command;
    bool asked = x->book->committee.votes && *x->item.decision && x->item.meeting_state == MEETING_UNDER_WAY;
    if (!x->seat.member)
        return refuse(x, ERR_FORBIDDEN, "", N_("Only members who were invited to the meeting can say something here"));
    if (x->item.state != ITEM_PLANNED)
        return refuse(x, ERR_STATE, "", N_("It is not on an agenda any more"));
    if (command->vote && !asked)
        return refuse(x, ERR_STATE, "vote", N_("Nothing is put to the vote here at present"));
    if (command->vote && !x->seat.present)
        return refuse(x, ERR_STATE, "vote", N_("Only members who are recorded as present can vote"));
    if (command->vote && command->version != x->item.version)
        return ERR_STALE; /* what was put to the vote has changed */
    if (!command->vote && !*given(command->text))
        return refuse(x, ERR_INPUT, "opinion", N_("Write your opinion"));
    return db_run(db, &list[VOICE], DB_ARGS(DB_INT(x->item.id), DB_INT(x->writer->user->id), DB_INT(command->vote), DB_TEXT(given(command->text)), DB_INT(x->writer->now_us)), NULL);
}

/* ---- deciding ---- */

static enum err under_way(struct acting *x)
{
    if (x->item.state != ITEM_PLANNED)
        return refuse(x, ERR_STATE, "", N_("Put it on the agenda of a meeting first"));
    return x->item.meeting_state == MEETING_UNDER_WAY ? ERR_NONE : refuse(x, ERR_STATE, "", N_("Decisions are made in the meeting: record who is present first"));
}

static enum err take_decision(struct acting *x)
{
    const struct item_command *command = x->command;
    struct agenda_item *i = &x->item;
    bool follows = *given(command->follow_up) || command->follow_by || command->follow_due_us;
    if (!committee_decision_fits(i->why, given(command->decision)))
        return refuse(x, ERR_INPUT, "decision", N_("Choose what is decided"));
    if (!*given(command->text))
        return refuse(x, ERR_INPUT, "text", N_("Write the decision in words; it binds whoever handles the complaint"));
    if (follows && !*given(command->follow_up))
        return refuse(x, ERR_INPUT, "follow_up", N_("Write what is to be done"));
    if (follows && !command->follow_by)
        return refuse(x, ERR_INPUT, "follow_by", N_("Choose who does it"));
    if (follows && command->follow_due_us <= x->writer->now_us)
        return refuse(x, ERR_INPUT, "follow_due", N_("Enter until when, a day in the future"));
    i->decision = command->decision;
    i->body = command->text;
    i->follow_up = given(command->follow_up);
    i->follow_by = command->follow_by;
    i->follow_due_us = command->follow_due_us;
    return ERR_NONE;
}

/* One of those whom the form offers: he sees a part of the complaint from then on. */
static enum err check_follower(struct db *db, struct acting *x)
{
    struct meeting_member *people;
    size_t n;
    if (!x->item.follow_by)
        return ERR_NONE;
    TRY(item_people(db, x->arena, &x->item, &people, &n));
    for (size_t i = 0; i < n; i++) {
        if (people[i].user_id == x->item.follow_by)
            return ERR_NONE;
    }
    return refuse(x, ERR_INPUT, "follow_by", N_("Choose who does it"));
}

static enum err motion(struct db *db, struct acting *x)
{
    struct db_done done;
    TRY(under_way(x));
    if (!x->book->committee.votes)
        return refuse(x, ERR_STATE, "", N_("This committee does not vote"));
    TRY(take_decision(x));
    TRY(check_follower(db, x));
    const struct agenda_item *i = &x->item;
    TRY(changed(db_run(db, &list[MOTION], DB_ARGS(DB_TEXT(i->decision), DB_TEXT(i->body), DB_TEXT(i->follow_up), DB_ID(i->follow_by), DB_ID(i->follow_due_us), DB_INT(i->id), DB_INT(i->version)), &done), &done));
    return db_run(db, &list[VOID], DB_ARGS(DB_INT(i->id)), NULL);
}

static enum err voted(struct db *db, struct acting *x)
{
    struct agenda_voice *voices;
    size_t n;
    if (!x->book->committee.votes) {
        TRY(take_decision(x));
        return check_follower(db, x);
    }
    if (!*x->item.decision)
        return refuse(x, ERR_STATE, "", N_("Put a proposal to the vote first"));
    TRY(item_voices(db, x->arena, &x->item, &voices, &n));
    const struct committee_tally tally = item_tally(voices, n);
    const char *why = committee_undecided(&x->book->committee, &tally);
    x->votes = arena_printf(x->arena, "%d:%d:%d", tally.in_favour, tally.against, tally.abstained);
    return why ? refuse(x, ERR_STATE, "", why) : ERR_NONE;
}

static int64_t look_again(const struct acting *x)
{
    const struct complaint_writer *w = x->writer;
    int months = x->book->committee.vexatious_months;
    if (months <= 0)
        return CLOCK_NEVER;
    struct utc_parts now = utc_in_zone(w->now_us, w->zone);
    int month = now.year * 12 + now.month - 1 + months;
    return utc_from_local(month / 12, month % 12 + 1, now.day > 28 ? 28 : now.day, 0, 0, 0, w->zone);
}

static enum err decide(struct db *db, struct acting *x)
{
    const struct complaint_writer *w = x->writer;
    struct agenda_item *i = &x->item;
    struct db_done done;
    int64_t message_id;
    TRY(under_way(x));
    TRY(voted(db, x));
    TRY(changed(db_run(db, &list[DECIDE],
                       DB_ARGS(DB_TEXT(i->decision), DB_TEXT(i->body), DB_TEXT(i->follow_up), DB_ID(i->follow_by), DB_ID(i->follow_due_us), DB_INT(w->now_us), DB_INT(w->user->id), DB_INT(i->id), DB_INT(i->version)),
                       &done),
                &done));
    if (strcmp(i->decision, "vexatious") == 0)
        TRY(vexatious_find(db, w, x->c.id, i->id, look_again(x), i->body));
    if (strcmp(i->decision, "not_vexatious") == 0)
        TRY(vexatious_end(db, w, x->c.id, i->body));
    TRY(note(db, x, &message_id));
    TRY(record(db, x, "committee_decided", NULL, message_id));
    return tell_all(db, x);
}

static enum err followed(struct db *db, struct acting *x)
{
    struct db_done done;
    if (x->item.state != ITEM_DECIDED || !*x->item.follow_up || x->item.follow_done_us)
        return refuse(x, ERR_STATE, "", N_("Nothing is left to do here"));
    if (!*given(x->command->text))
        return refuse(x, ERR_INPUT, "done", N_("Say what was done"));
    TRY(changed(db_run(db, &list[FOLLOWED], DB_ARGS(DB_TEXT(x->command->text), DB_INT(x->writer->now_us), DB_INT(x->item.id), DB_INT(x->item.version)), &done), &done));
    return record(db, x, "committee_followed", x->command->text, 0);
}

/* ---- one transaction ---- */

static enum err check(struct acting *x)
{
    enum item_action action = x->command->action;
    bool planned = x->item.state == ITEM_PLANNED, open = planned || x->item.state == ITEM_WAITING || x->item.state == ITEM_PUT_OFF;
    bool mine = action == ITEM_DO_FOLLOWED && x->item.follow_by == x->writer->user->id;
    if (action == ITEM_DO_VOICE)
        return ERR_NONE;
    if (!x->seat.may_hold && !mine)
        return refuse(x, ERR_FORBIDDEN, "", N_("Only those who hold the committee's meetings can do this"));
    if (x->command->version != x->item.version)
        return ERR_STALE;
    if (((action == ITEM_DO_UP || action == ITEM_DO_DOWN || action == ITEM_DO_PUT_OFF) && !planned) || (action == ITEM_DO_DROP && !open))
        return refuse(x, ERR_STATE, "", N_("It is not on an agenda any more"));
    return ERR_NONE;
}

static enum err act(struct db *db, struct acting *x)
{
    switch (x->command->action) {
    case ITEM_DO_ADD: return add(db, x);
    case ITEM_DO_UP:
    case ITEM_DO_DOWN: return move(db, x);
    case ITEM_DO_PUT_OFF: return put_off(db, x);
    case ITEM_DO_DROP: return drop(db, x);
    case ITEM_DO_VOICE: return voice(db, x);
    case ITEM_DO_MOTION: return motion(db, x);
    case ITEM_DO_DECIDE: return decide(db, x);
    case ITEM_DO_FOLLOWED: return followed(db, x);
    }
    return ERR_STATE;
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct item_command *command = x->command;
    int64_t version;
    x->location = command->once_location;
    x->why = x->field = "";
    x->votes = NULL;
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, x->number));
    TRY(item_load(db, x->arena, x->writer->user, command->id, &x->item, &x->seat));
    TRY(load_head(db, x->arena, x));
    TRY(rulebook_in_force(db, x->arena, &x->book, &version));
    TRY(check(x));
    TRY(act(db, x));
    return approval_move_on(db, &x->c);
}

enum err item_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct item_command *command, struct committee_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    struct agenda_item item;
    struct committee_seat seat;
    *ret_result = (struct committee_result){.why = "", .field = "", .id = command->id};
    TRY(item_load(db, a, w->user, command->id, &item, &seat));
    x.number = item.number;
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct committee_result){.location = x.location, .why = x.why ? x.why : "", .field = x.field ? x.field : "", .id = command->id};
    return e;
}

/* ---- putting a complaint before it ---- */

struct proposing {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct committee_proposal *proposal;
    struct committee_result result;
};

static enum err propose(struct db *db, void *ctx)
{
    struct proposing *x = ctx;
    const struct committee_proposal *p = x->proposal;
    const struct complaint_writer *w = x->writer;
    struct complaint c;
    permission_set rights;
    x->result = (struct committee_result){.location = p->once_location, .why = "", .field = ""};
    if (p->once_hash) {
        enum err e = once_claim(db, x->arena, p->once_hash, p->once_location, w->now_us, &x->result.location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, p->number));
    TRY(complaint_load(db, x->arena, w->user, p->number, &c, &rights));
    if (c.part)
        return ERR_NOT_FOUND;
    if (!(rights & (PERMISSION_BIT(MAY_DISPATCH) | PERMISSION_BIT(MAY_HOLD_MEETING)))) {
        x->result.why = N_("Your role does not allow this for the complaint");
        return ERR_FORBIDDEN;
    }
    const struct complaint_agenda wish = {.why = p->why, .question = p->question, .by_id = w->user->id};
    enum err e = complaint_agenda_put(db, x->arena, w, &c, &wish, &x->result.id);
    if (e == ERR_NOT_FOUND) {
        x->result.why = N_("Neither the unit nor one above it has a complaints committee. Tell an administrator");
        return ERR_STATE;
    }
    if (e == ERR_EXISTS) {
        x->result.field = "why";
        x->result.why = N_("It waits for the committee with this reason already");
        return ERR_INPUT;
    }
    TRY(e);
    return approval_move_on(db, &c);
}

enum err committee_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct committee_proposal *proposal, struct committee_result *ret_result)
{
    struct proposing x = {.arena = a, .writer = w, .proposal = proposal};
    enum err e = db_tx(db, propose, &x);
    *ret_result = x.result;
    return e;
}
