#include <string.h>

#include "approval_acting_store.h"
#include "change_store.h"
#include "clock.h"
#include "committee_acting_store.h"
#include "crypto_random.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "rulebook_store.h"

/* Calling and holding meetings of the committee. */

enum { MAY, PUT, LOCK, CHANGE, STATE, MINUTES, REMAKE, MEMBER_IDS, INVITE, UNINVITE, PRESENT, ABSENT, VOTED, NUMBERS, ON_AGENDA, HEAD, OFF, VOID };
static const struct db_stmt list[] = {
    [MAY] = {"SELECT 1 FROM department q WHERE q.unit_id = ? AND q.function = 'committee' AND q.active = 1 AND " COMMITTEE_HOLDS("q.unit_id") " LIMIT 1", "ii", "i"},
    [PUT] = {"INSERT INTO meeting (unit_id, kind, state, title, place, at_us, minutes, called_by) VALUES (?, 1, 1, ?, ?, ?, '', ?)", "ittii", ""},
    [LOCK] = {"SELECT version FROM meeting WHERE id = ? FOR UPDATE", "i", "i"},
    [CHANGE] = {"UPDATE meeting SET title = ?, place = ?, at_us = ?, version = version + 1 WHERE id = ? AND version = ?", "ttiii", ""},
    [STATE] = {"UPDATE meeting SET state = ?, at_us = IF(at_us > ?, ?, at_us), version = version + 1 WHERE id = ? AND version = ?", "iiiii", ""},
    [MINUTES] = {"UPDATE meeting SET minutes = ?, version = version + 1 WHERE id = ? AND version = ?", "tii", ""},
    [REMAKE] = {"UPDATE meeting SET pack = NULL, version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [MEMBER_IDS] = {"SELECT user_id, present FROM meeting_member WHERE meeting_id = ?", "i", "ii"},
    [INVITE] = {"INSERT IGNORE INTO meeting_member (meeting_id, user_id) SELECT ?, p.id FROM app_user p WHERE p.id = ? AND p.active = 1", "ii", ""},
    [UNINVITE] = {"DELETE FROM meeting_member WHERE meeting_id = ? AND user_id = ?", "ii", ""},
    [PRESENT] = {"UPDATE meeting_member SET present = 1 WHERE meeting_id = ? AND user_id = ?", "ii", ""},
    [ABSENT] = {"UPDATE meeting_member SET present = 0 WHERE meeting_id = ?", "i", ""},
    [VOTED] = {"SELECT DISTINCT v.user_id FROM agenda_item i JOIN agenda_voice v ON v.item_id = i.id AND v.vote > 0 WHERE i.meeting_id = ? AND i.state = 2", "i", "i"},
    [NUMBERS] = {"SELECT c.number FROM agenda_item i JOIN complaint c ON c.id = i.complaint_id WHERE i.meeting_id = ? AND i.state = 2 GROUP BY c.number ORDER BY c.number", "i", "t"},
    [ON_AGENDA] = {"SELECT i.id, c.id, c.number, i.why FROM agenda_item i JOIN complaint c ON c.id = i.complaint_id WHERE i.meeting_id = ? AND i.state = 2 ORDER BY i.position, i.id", "i", "iitt"},
    [HEAD] = {"SELECT events, chain_hash FROM complaint WHERE id = ?", "i", "ib"},
    [OFF] = {"UPDATE agenda_item SET meeting_id = NULL, position = 0, state = 4, decision = '', body = '', version = version + 1 WHERE id = ?", "i", ""},
    [VOID] = {"UPDATE agenda_voice SET vote = 0 WHERE item_id = ?", "i", ""},
};
const struct db_stmts meeting_act_stmts = {"meeting_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct meeting_command *command;
    struct meeting m;
    struct db_rows numbers; /* of complaints on its agenda, locked first */
    const char *location, *why, *field;
    int64_t id;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static enum err changed(enum err e, const struct db_done *done)
{
    return e == ERR_NONE && done->rows != 1 ? ERR_STALE : e;
}

static const char *number_of(struct arena *a, int64_t value)
{
    return value && value < CLOCK_NEVER ? arena_printf(a, "%lld", (long long)value) : NULL;
}

static enum err log_change(struct db *db, struct acting *x, const char *kind, const struct change_field *fields, size_t n)
{
    const struct change change = {.entity = "meeting", .entity_id = x->id, .kind = kind, .fields = fields, .n_fields = n};
    return change_append(db, x->arena, x->writer->keys, x->writer->user, &change, x->writer->now_us);
}

/* ---- who comes ---- */

static bool among(const int64_t *list_of, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list_of[i] == id)
            return true;
    }
    return false;
}

static enum err tell(struct db *db, struct acting *x, int64_t user_id, const char *kind)
{
    struct arena *a = x->arena;
    if (user_id == x->writer->user->id)
        return ERR_NONE;
    const struct notice notice = {.user_id = user_id, .at_us = x->writer->now_us, .kind = kind,
                                  .data = timeline_data(a, "meeting", number_of(a, x->id), "what", x->m.title, "place", *x->m.place ? x->m.place : NULL, "held", number_of(a, x->m.at_us), "by",
                                                        x->writer->user->name, NULL)};
    return notice_put(db, &notice);
}

static enum err tell_members(struct db *db, struct acting *x, const char *kind)
{
    struct db_rows rows;
    TRY(db_query(db, x->arena, &list[MEMBER_IDS], DB_ARGS(DB_INT(x->id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(tell(db, x, db_int(&rows, i, 0), kind));
    return ERR_NONE;
}

/* Whose vote would be lost stays: nobody makes a majority by sending away who is against it. */
static enum err keep_voters(struct db *db, struct acting *x)
{
    struct db_rows rows;
    TRY(db_query(db, x->arena, &list[VOTED], DB_ARGS(DB_INT(x->id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        if (!among(x->command->people, x->command->n_people, db_int(&rows, i, 0)))
            return refuse(x, ERR_INPUT, "people", N_("Whoever has voted on something that is not decided yet stays in the meeting; decide it first, or put it off"));
    }
    return ERR_NONE;
}

static enum err let_see_agenda(struct db *db, struct acting *x, int64_t user_id)
{
    struct db_rows rows;
    TRY(db_query(db, x->arena, &list[ON_AGENDA], DB_ARGS(DB_INT(x->id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(approval_let_see(db, db_int(&rows, i, 1), user_id));
    return ERR_NONE;
}

/* Who is new is invited, who goes on hears of changes, who is not meant any more is left out. Only those are taken that the form offers. */
static enum err set_members(struct db *db, struct acting *x, bool news)
{
    const struct meeting_command *command = x->command;
    struct meeting_member *can;
    struct db_rows rows;
    size_t n_can;
    TRY(meeting_people(db, x->arena, x->m.unit_id, x->id, &can, &n_can));
    TRY(db_query(db, x->arena, &list[MEMBER_IDS], DB_ARGS(DB_INT(x->id)), &rows));
    for (size_t i = 0; i < n_can; i++) {
        bool wanted = among(command->people, command->n_people, can[i].user_id);
        if (wanted && !can[i].invited) {
            TRY(db_run(db, &list[INVITE], DB_ARGS(DB_INT(x->id), DB_INT(can[i].user_id)), NULL));
            TRY(let_see_agenda(db, x, can[i].user_id));
            TRY(tell(db, x, can[i].user_id, "committee_invited"));
        } else if (wanted && news) {
            TRY(tell(db, x, can[i].user_id, "committee_changed"));
        } else if (!wanted && can[i].invited) {
            TRY(db_run(db, &list[UNINVITE], DB_ARGS(DB_INT(x->id), DB_INT(can[i].user_id)), NULL));
            TRY(tell(db, x, can[i].user_id, "committee_cancelled"));
        }
    }
    return ERR_NONE;
}

/* ---- steps ---- */

static enum err check_call(struct acting *x)
{
    const struct meeting_command *command = x->command;
    if (!command->title || !*command->title)
        return refuse(x, ERR_INPUT, "title", N_("Give the meeting a title"));
    if (command->at_us <= 0)
        return refuse(x, ERR_INPUT, "at", N_("Enter when it is held"));
    if (command->n_people == 0)
        return refuse(x, ERR_INPUT, "people", N_("Choose who is invited"));
    return ERR_NONE;
}

static enum err call(struct db *db, struct acting *x)
{
    const struct meeting_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    struct db_rows row;
    struct db_done done;
    enum err e = db_one(db, x->arena, &list[MAY], DB_ARGS(DB_INT(command->unit_id), DB_INT(w->user->id)), &row);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? refuse(x, ERR_INPUT, "unit", N_("Choose a committee whose meetings you may hold")) : e;
    TRY(check_call(x));
    TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(command->unit_id), DB_TEXT(command->title), DB_TEXT(command->place), DB_INT(command->at_us), DB_INT(w->user->id)), &done));
    x->id = done.id;
    x->m = (struct meeting){.id = done.id, .unit_id = command->unit_id, .title = command->title, .place = command->place, .at_us = command->at_us, .state = MEETING_PLANNED};
    TRY(set_members(db, x, false));
    const struct change_field fields[] = {{"title", NULL, command->title}, {"place", NULL, command->place}};
    return log_change(db, x, "created", fields, COUNT_OF(fields));
}

static enum err change(struct db *db, struct acting *x)
{
    const struct meeting_command *command = x->command;
    struct db_done done;
    if (x->m.state > MEETING_UNDER_WAY)
        return refuse(x, ERR_STATE, "", N_("The meeting is over"));
    TRY(check_call(x));
    const struct change_field fields[] = {{"title", x->m.title, command->title}, {"place", x->m.place, command->place},
                                          {"at", utc_iso(x->arena, x->m.at_us), utc_iso(x->arena, command->at_us)}};
    TRY(keep_voters(db, x));
    bool news = strcmp(x->m.place, command->place) != 0 || x->m.at_us != command->at_us;
    TRY(changed(db_run(db, &list[CHANGE], DB_ARGS(DB_TEXT(command->title), DB_TEXT(command->place), DB_INT(command->at_us), DB_INT(x->id), DB_INT(x->m.version)), &done), &done));
    x->m.title = command->title;
    x->m.place = command->place;
    x->m.at_us = command->at_us;
    TRY(set_members(db, x, news));
    return log_change(db, x, "edited", fields, COUNT_OF(fields));
}

static enum err set_state(struct db *db, struct acting *x, enum meeting_state to)
{
    struct db_done done;
    int64_t now_us = x->writer->now_us;
    /* A meeting that was held was not held later than it ended. */
    int64_t until_us = to == MEETING_CANCELLED || to == MEETING_PLANNED ? INT64_MAX : now_us;
    TRY(changed(db_run(db, &list[STATE], DB_ARGS(DB_INT(to), DB_INT(until_us), DB_INT(now_us), DB_INT(x->id), DB_INT(x->m.version)), &done), &done));
    const struct change_field fields[] = {{"state", committee_meeting_state_title(x->m.state), committee_meeting_state_title(to)}};
    return log_change(db, x, "edited", fields, COUNT_OF(fields));
}

static enum err attend(struct db *db, struct acting *x)
{
    const struct meeting_command *command = x->command;
    if (x->m.state > MEETING_UNDER_WAY)
        return refuse(x, ERR_STATE, "", N_("The meeting is over"));
    if (command->n_people == 0)
        return refuse(x, ERR_INPUT, "people", N_("Tick who is present"));
    TRY(keep_voters(db, x));
    TRY(db_run(db, &list[ABSENT], DB_ARGS(DB_INT(x->id)), NULL));
    for (size_t i = 0; i < command->n_people; i++)
        TRY(db_run(db, &list[PRESENT], DB_ARGS(DB_INT(x->id), DB_INT(command->people[i])), NULL));
    return set_state(db, x, MEETING_UNDER_WAY);
}

/* What they say is for the committee; who reads changes learns that they were changed. */
static const char *logged(const struct acting *x, const char *text)
{
    uint8_t hash[32];
    crypto_sha256(text, strlen(text), hash);
    return *text ? str_hex(x->arena, hash, sizeof hash) : "";
}

static enum err minutes(struct db *db, struct acting *x)
{
    struct db_done done;
    if (x->m.state != MEETING_UNDER_WAY && x->m.state != MEETING_ENDED)
        return refuse(x, ERR_STATE, "", N_("Record who is present first"));
    TRY(changed(db_run(db, &list[MINUTES], DB_ARGS(DB_TEXT(x->command->text), DB_INT(x->id), DB_INT(x->m.version)), &done), &done));
    const struct change_field fields[] = {{"minutes", logged(x, x->m.minutes), logged(x, x->command->text)}};
    return log_change(db, x, "edited", fields, COUNT_OF(fields));
}

static bool locked(const struct acting *x, const char *number)
{
    for (size_t i = 0; i < x->numbers.n; i++) {
        if (strcmp(db_text(&x->numbers, i, 0), number) == 0)
            return true;
    }
    return false;
}

/* What was not decided waits for another meeting. */
static enum err clear_agenda(struct db *db, struct acting *x)
{
    struct db_rows items, head;
    TRY(db_query(db, x->arena, &list[ON_AGENDA], DB_ARGS(DB_INT(x->id)), &items));
    for (size_t i = 0; i < items.n; i++) {
        struct complaint c = {.id = db_int(&items, i, 1), .number = db_text(&items, i, 2)};
        if (!locked(x, c.number))
            return ERR_STALE; /* it came onto the agenda just now */
        TRY(db_one(db, x->arena, &list[HEAD], DB_ARGS(DB_INT(c.id)), &head));
        struct str hash = db_bytes(&head, 0, 1);
        c.events = (int)db_int(&head, 0, 0);
        if (hash.n == sizeof c.chain_hash)
            memcpy(c.chain_hash, hash.p, hash.n);
        TRY(db_run(db, &list[OFF], DB_ARGS(DB_INT(db_int(&items, i, 0))), NULL));
        TRY(db_run(db, &list[VOID], DB_ARGS(DB_INT(db_int(&items, i, 0))), NULL));
        TRY(complaint_append(db, x->arena, x->writer, &c, "committee_put_off", timeline_data(x->arena, "item", number_of(x->arena, db_int(&items, i, 0)), "committee_why", db_text(&items, i, 3), NULL)));
        TRY(approval_move_on(db, &c));
    }
    return ERR_NONE;
}

static enum err end(struct db *db, struct acting *x)
{
    bool cancel = x->command->action == MEETING_DO_CANCEL;
    if (cancel && x->m.state != MEETING_PLANNED)
        return refuse(x, ERR_STATE, "", N_("Only a meeting that has not begun can be cancelled"));
    if (!cancel && x->m.state != MEETING_UNDER_WAY)
        return refuse(x, ERR_STATE, "", N_("Record who is present first"));
    TRY(clear_agenda(db, x));
    TRY(set_state(db, x, cancel ? MEETING_CANCELLED : MEETING_ENDED));
    return cancel ? tell_members(db, x, "committee_cancelled") : ERR_NONE;
}

static enum err remake(struct db *db, struct acting *x)
{
    struct db_done done;
    if (x->m.kind != MEETING_JOINT || x->m.state > MEETING_UNDER_WAY)
        return refuse(x, ERR_STATE, "", N_("The meeting is over"));
    TRY(changed(db_run(db, &list[REMAKE], DB_ARGS(DB_INT(x->id), DB_INT(x->m.version)), &done), &done));
    const struct change_field fields[] = {{"figures", NULL, "0"}};
    return log_change(db, x, "edited", fields, COUNT_OF(fields));
}

/* ---- one transaction ---- */

static enum err act(struct db *db, struct acting *x)
{
    switch (x->command->action) {
    case MEETING_DO_CALL: return call(db, x);
    case MEETING_DO_CHANGE: return change(db, x);
    case MEETING_DO_OPEN: return attend(db, x);
    case MEETING_DO_MINUTES: return minutes(db, x);
    case MEETING_DO_END:
    case MEETING_DO_CANCEL: return end(db, x);
    case MEETING_DO_REMAKE: return remake(db, x);
    }
    return ERR_STATE;
}

/* Complaints are locked before the meeting, in order of their numbers: so does whoever works on one of them. */
static enum err hold(struct db *db, struct acting *x)
{
    struct db_rows row;
    bool may_hold;
    for (size_t i = 0; i < x->numbers.n; i++)
        TRY(complaint_lock(db, x->arena, db_text(&x->numbers, i, 0)));
    TRY(db_one(db, x->arena, &list[LOCK], DB_ARGS(DB_INT(x->id)), &row));
    TRY(meeting_load(db, x->arena, x->writer->user, x->id, &x->m, &may_hold));
    if (!may_hold)
        return refuse(x, ERR_FORBIDDEN, "", N_("Only those who hold the committee's meetings can do this"));
    return x->m.version == x->command->version ? ERR_NONE : ERR_STALE;
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct meeting_command *command = x->command;
    x->location = command->once_location;
    x->why = x->field = "";
    x->id = command->id;
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    if (command->action != MEETING_DO_CALL)
        TRY(hold(db, x));
    return act(db, x);
}

enum err meeting_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct meeting_command *command, struct committee_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    *ret_result = (struct committee_result){.why = "", .field = "", .id = command->id};
    if (command->action == MEETING_DO_END || command->action == MEETING_DO_CANCEL)
        TRY(db_query(db, a, &list[NUMBERS], DB_ARGS(DB_INT(command->id)), &x.numbers));
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct committee_result){.location = x.location, .why = x.why ? x.why : "", .field = x.field ? x.field : "", .id = x.id};
    return e;
}
