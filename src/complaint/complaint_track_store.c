#include <string.h>

#include "attachment_store.h"
#include "basis_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "message_store.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "search_queue_store.h"
#include "task_store.h"

#define HEAD                                                                                                                          \
    "c.id, c.number, c.channel, c.mode, c.language, c.category_id, c.unit_id, c.department_id, c.state, c.is_open, c.title, "         \
    "c.occurred, c.place, c.persons, c.reference, c.received_us, c.accepted_us, c.replied_us, c.closed_us, c.due_us, "                \
    "c.asked_until_us, c.withdraw_us, c.finding, c.outcome, c.events, c.chain_hash, c.version, c.promised_us, c.complainant_kind, "    \
    "c.head_count, c.source, c.grade, c.validity, CAST(c.loss AS CHAR), c.review_asked_us, c.erased_us, " \
    "c.review, c.urged, c.urged_us, c.urges, c.rated_us, c.rated_solved, c.rated_overall"
#define HEAD_TYPES "itti" "tiiI" "iitt" "ttt" "iIII" "iIIi" "tibi" "Itit" "ttT" "II" "iiIi" "III"

#define BASIS_COLUMN 43

/* What the complainant wrote has to be read; the pool may set that mark, not see it. */
#define SAVE_WITH(mark)                                                                                                               \
    {"UPDATE complaint SET " mark "state = ?, is_open = ?, withdraw_us = ?, asked_until_us = ?, due_us = ?, "                             \
     "due_kind = IFNULL(?, due_kind), promised_us = ?, urged = ?, urged_us = ?, urges = ?, outcome_said = IF(? > 0, ?, outcome_said), events = ?, chain_hash = ?, version = version + 1 WHERE id = ? AND version = ?", \
     "iiIIiIIiIiiiibii", ""}
#define SCOPE_WITH(mark) {"UPDATE complaint_scope SET " mark "state = ?, is_open = ?, due_us = ? WHERE complaint_id = ?", "iiii", ""}

enum { PASSCODE, OPEN, LOAD, CLOSE, SESSION, LOCK, RATE, SAVE, SAVE_UNREAD, SCOPE, SCOPE_UNREAD, FLAGS, DEMANDED, LOAD_INTO, ASK_REVIEW, LOAD_ALONE, RATING, RATE_AGAIN, PARTS };
static const struct db_stmt list[] = {
    [PASSCODE] = {"SELECT id, passcode_hash FROM public_complaint WHERE number = ?", "t", "iB"},
    [OPEN] = {"INSERT INTO track_session (token_hash, complaint_id, created_us) VALUES (?, ?, ?)", "bii", ""},
    [LOAD] = {"SELECT " HEAD ", " BASIS_VERSION ", m.into_id, m.into_number FROM track_session s "
              "JOIN public_tracked c ON c.id = s.complaint_id LEFT JOIN public_merged m ON m.id = c.id "
              "WHERE s.token_hash = ? AND s.created_us > ?",
              "bi", HEAD_TYPES "IIT"},
    [CLOSE] = {"DELETE FROM track_session WHERE token_hash = ?", "b", ""},
    [SESSION] = {"SELECT complaint_id FROM track_session WHERE token_hash = ? AND created_us > ?", "bi", "i"},
    [LOCK] = {"SELECT id FROM complaint WHERE id = ? FOR UPDATE", "i", "i"},
    [RATE] = {"INSERT INTO rating (complaint_id, at_us, solved, overall, speed, attitude, skill, result, callback, words, reasons) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              "iiiiiiiiitt", ""},
    [SAVE] = SAVE_WITH(""),
    [SAVE_UNREAD] = SAVE_WITH("unread = 1, "),
    [SCOPE] = SCOPE_WITH(""),
    [SCOPE_UNREAD] = SCOPE_WITH("unread = 1, "),
    [FLAGS] = {"SELECT code FROM public_code WHERE complaint_id = ? ORDER BY code LIMIT 20", "i", "t"},
    [LOAD_INTO] = {"SELECT " HEAD " FROM public_tracked c WHERE c.id = ?", "i", HEAD_TYPES},
    [LOAD_ALONE] = {"SELECT " HEAD ", " BASIS_VERSION ", m.into_id, m.into_number FROM public_tracked c LEFT JOIN public_merged m ON m.id = c.id WHERE c.id = ?", "i", HEAD_TYPES "IIT"},
    [RATING] = {"SELECT solved, overall, speed, attitude, skill, result, callback, words, reasons FROM rating WHERE complaint_id = ?", "i", "iiiiiiitt"},
    [RATE_AGAIN] = {"UPDATE rating SET changed_us = ?, solved = ?, overall = ?, speed = ?, attitude = ?, skill = ?, result = ?, callback = ?, words = ?, reasons = ? WHERE complaint_id = ?",
                    "iiiiiiiitti", ""},
    [ASK_REVIEW] = {"UPDATE complaint SET review_asked_us = ? WHERE id = ?", "ii", ""},
    [PARTS] = {"SELECT number, title, state, promised_us, closed_us FROM public_part WHERE lead_id = ? ORDER BY id LIMIT 100", "i", "ttiII"},
    [DEMANDED] = {"SELECT CAST(SUM(amount) AS CHAR) FROM public_demand WHERE complaint_id = ?", "i", "T"},
};
const struct db_stmts track_stmts = {"track", list, COUNT_OF(list), DB_PUBLIC | DB_JOBS};

const struct db_stmt *const track_head = &list[LOAD_ALONE];

static const struct db_stmt purge_list[] = {
    {"DELETE FROM track_session WHERE created_us < ? LIMIT 10000", "i", ""},
};
const struct db_stmts track_purge_stmts = {"track_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

/* ---- sessions ---- */

enum err track_open(struct db *db, struct arena *a, const char *number, const uint8_t passcode_hash[32], const uint8_t token_hash[32],
                    int64_t now_us)
{
    static const uint8_t nothing[32];
    struct db_rows rows = {0};
    /* An odd number is looked up like any other, as one that nobody has. */
    TRY(db_query(db, a, &list[PASSCODE], DB_ARGS(DB_TEXT(complaint_number_plain(number) ? number : "-")), &rows));
    struct str stored = rows.n == 1 ? db_bytes(&rows, 0, 1) : (struct str){NULL, 0};
    bool known = stored.n == sizeof nothing;
    bool right = crypto_equal(known ? (const uint8_t *)stored.p : nothing, passcode_hash, sizeof nothing);
    if (!known || !right)
        return ERR_NOT_FOUND;
    return db_run(db, &list[OPEN], DB_ARGS(DB_BYTES(token_hash, 32), DB_INT(db_int(&rows, 0, 0)), DB_INT(now_us)), NULL);
}

static struct complaint read_head(const struct db_rows *r)
{
    struct complaint c = {
        .id = db_int(r, 0, 0),
        .number = db_text(r, 0, 1),
        .channel = db_text(r, 0, 2),
        .mode = (enum complaint_mode)db_int(r, 0, 3),
        .language = db_text(r, 0, 4),
        .category_id = db_int(r, 0, 5),
        .unit_id = db_int(r, 0, 6),
        .department_id = db_int(r, 0, 7),
        .state = (enum complaint_state)db_int(r, 0, 8),
        .is_open = db_int(r, 0, 9) != 0,
        .title = db_text(r, 0, 10),
        .occurred = db_text(r, 0, 11),
        .place = db_text(r, 0, 12),
        .persons = db_text(r, 0, 13),
        .reference = db_text(r, 0, 14),
        .received_us = db_int(r, 0, 15),
        .accepted_us = db_int(r, 0, 16),
        .replied_us = db_int(r, 0, 17),
        .closed_us = db_int(r, 0, 18),
        .due_us = db_int(r, 0, 19),
        .asked_until_us = db_int(r, 0, 20),
        .withdraw_us = db_int(r, 0, 21),
        .finding = (enum complaint_finding)db_int(r, 0, 22),
        .outcome = db_text(r, 0, 23),
        .events = (int)db_int(r, 0, 24),
        .version = (int)db_int(r, 0, 26),
        .promised_us = db_int(r, 0, 27),
        .complainant_kind = db_text(r, 0, 28),
        .head_count = (int)db_int(r, 0, 29),
        .source = db_text(r, 0, 30),
        .grade = db_text(r, 0, 31),
        .validity = db_text(r, 0, 32),
        .loss = db_text(r, 0, 33),
        .review_asked_us = db_int(r, 0, 34),
        .erased_us = db_int(r, 0, 35),
        .review = db_int(r, 0, 36) != 0,
        .urged = db_int(r, 0, 37) != 0,
        .urged_us = db_int(r, 0, 38),
        .urges = (int)db_int(r, 0, 39),
        .rated_us = db_int(r, 0, 40),
        .rated_solved = (int)db_int(r, 0, 41),
        .rated_overall = (int)db_int(r, 0, 42),
        .rated = db_int(r, 0, 40) != 0,
        .grade_proposed = "",
        .grade_reason = "",
        .exclusion = "",
        .basis = "",
        .assignee = "",
    };
    struct str hash = db_bytes(r, 0, 25);
    if (hash.n == sizeof c.chain_hash)
        memcpy(c.chain_hash, hash.p, hash.n);
    return c;
}

enum err track_head_read(struct db *db, struct arena *a, const struct db_rows *row, struct complaint *ret_c)
{
    *ret_c = read_head(row);
    ret_c->merged_into_id = db_int(row, 0, 44);
    ret_c->merged_into = db_text(row, 0, 45);
    return complaint_name(db, a, ret_c, 1);
}

enum err track_load(struct db *db, struct arena *a, const uint8_t token_hash[32], int64_t now_us, int64_t ttl_us, struct complaint *ret_c)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_BYTES(token_hash, 32), DB_INT(now_us - ttl_us)), &row));
    db_kept_version(db, db_int(&row, 0, BASIS_COLUMN));
    return track_head_read(db, a, &row, ret_c);
}

enum err track_head_row(struct db *db, struct arena *a, int64_t complaint_id, struct db_rows *ret_row)
{
    TRY(db_one(db, a, track_head, DB_ARGS(DB_INT(complaint_id)), ret_row));
    db_kept_version(db, db_int(ret_row, 0, BASIS_COLUMN));
    return ERR_NONE;
}

int64_t track_head_basis(const struct db_rows *row)
{
    return db_int(row, 0, BASIS_COLUMN);
}

enum err track_load_of(struct db *db, struct arena *a, int64_t complaint_id, struct complaint *ret_c)
{
    struct db_rows row;
    TRY(track_head_row(db, a, complaint_id, &row));
    return track_head_read(db, a, &row, ret_c);
}

enum err track_rating(struct db *db, struct arena *a, int64_t complaint_id, struct track_rating *ret_rating)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[RATING], DB_ARGS(DB_INT(complaint_id)), &row));
    *ret_rating = (struct track_rating){
        .solved = (int)db_int(&row, 0, 0), .overall = (int)db_int(&row, 0, 1), .speed = (int)db_int(&row, 0, 2), .attitude = (int)db_int(&row, 0, 3), .skill = (int)db_int(&row, 0, 4),
        .result = (int)db_int(&row, 0, 5), .callback = db_int(&row, 0, 6) != 0, .words = db_text(&row, 0, 7), .reasons = db_text(&row, 0, 8),
    };
    return ERR_NONE;
}

enum err track_parts(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_split **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PARTS], DB_ARGS(DB_INT(complaint_id)), &rows));
    struct complaint_split *parts = ARENA_ARRAY(a, rows.n, struct complaint_split);
    for (size_t i = 0; i < rows.n; i++)
        parts[i] = (struct complaint_split){.number = db_text(&rows, i, 0), .title = db_text(&rows, i, 1), .state = (enum complaint_state)db_int(&rows, i, 2), .promised_us = db_int(&rows, i, 3),
                                       .closed_us = db_int(&rows, i, 4)};
    *ret_list = parts;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err track_close(struct db *db, const uint8_t token_hash[32])
{
    return db_run(db, &list[CLOSE], DB_ARGS(DB_BYTES(token_hash, 32)), NULL);
}

enum err track_purge(struct db *db, int64_t before_us)
{
    return db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us)), NULL);
}

/* ---- actions ---- */

struct tracking {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct track_command *command;
    const struct track_mail *mail; /* NULL: from the tracking page */
    const uint8_t *token_hash;
    int64_t ttl_us;
    struct complaint c;
    const char *location;
    bool moved; /* its clocks: what is nearest is known */
    struct clock_world world;
    struct clock_set set;
};

static bool has_text(const struct track_command *command)
{
    return command->text && *command->text;
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

/* A message of the complainant with the files that were staged for it; one of the two has to be there when needed says so. */
static enum err write_message(struct db *db, const struct tracking *t, bool needed, const char **ret_data)
{
    int64_t message_id = 0, files = 0;
    struct attachment *staged = NULL;
    size_t n_staged = 0;
    if (t->command->stage_hash)
        TRY(attachment_staged(db, t->arena, true, t->command->stage_hash, &staged, &n_staged));
    if (!has_text(t->command) && n_staged == 0) {
        *ret_data = "{}";
        return needed ? ERR_INPUT : ERR_NONE;
    }
    const struct message m = {.complaint_id = t->c.id, .at_us = t->writer->now_us, .kind = MESSAGE_FROM,
                              .body = has_text(t->command) ? t->command->text : ""};
    TRY(message_insert(db, &m, &message_id));
    if (t->command->stage_hash)
        TRY(attachment_claim(db, true, t->command->stage_hash, t->c.id, message_id, &files));
    *ret_data = timeline_data(t->arena, "message", number_or_null(t->arena, message_id), "files", number_or_null(t->arena, files), "way", t->mail ? "email" : NULL, "sender",
                              t->mail && t->mail->other_sender ? "other" : NULL, "taken", t->mail && t->mail->by_staff ? "1" : NULL, NULL);
    return t->mail ? t->mail->also(db, t->mail->ctx, message_id) : ERR_NONE;
}

static bool marks_valid(const struct track_command *command)
{
    const int marks[] = {command->rating.speed, command->rating.attitude, command->rating.skill, command->rating.result};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (marks[i] < 0 || marks[i] > 5)
            return false;
    }
    return command->rating.solved >= 1 && command->rating.solved <= 3 && command->rating.overall >= 1 && command->rating.overall <= 5;
}

/* Only codes that the rulebook offers, or offered when the rating was given. */
static bool reasons_known(const struct rulebook *b, const char *reasons)
{
    for (const char *p = reasons; p && *p;) {
        size_t n = strcspn(p, ",");
        bool known = false;
        for (unsigned i = 0; i < b->following.reasons_count; i++)
            known = known || (strlen(b->following.reasons[i].code) == n && strncmp(b->following.reasons[i].code, p, n) == 0);
        if (!known)
            return false;
        p += n + (p[n] == ',');
    }
    return true;
}

static enum err put_rating(struct db *db, const struct tracking *t)
{
    const struct track_command *k = t->command;
    const struct db_value id = DB_INT(t->c.id), now = DB_INT(t->writer->now_us), words = DB_TEXT(has_text(k) ? k->text : ""), reasons = DB_TEXT(k->rating.reasons ? k->rating.reasons : "");
    const struct db_value solved = DB_INT(k->rating.solved), overall = DB_INT(k->rating.overall), speed = DB_INT(k->rating.speed), attitude = DB_INT(k->rating.attitude),
                          skill = DB_INT(k->rating.skill), result = DB_INT(k->rating.result), callback = DB_INT(k->rating.callback);
    if (t->c.rated)
        return db_run(db, &list[RATE_AGAIN], DB_ARGS(now, solved, overall, speed, attitude, skill, result, callback, words, reasons, id), NULL);
    return db_run(db, &list[RATE], DB_ARGS(id, now, solved, overall, speed, attitude, skill, result, callback, words, reasons), NULL);
}

/* Within the time that the rulebook gives; in the place of an earlier one (requirements B7). */
static enum err rate(struct db *db, const struct tracking *t, const char **ret_data)
{
    const struct track_command *command = t->command;
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(db, t->arena, &book, &version_id));
    if (gate_window_over(book->following.survey_days, t->c.closed_us, t->writer->now_us))
        return ERR_STATE;
    if (!marks_valid(command) || !reasons_known(book, command->rating.reasons))
        return ERR_INPUT;
    TRY(put_rating(db, t));
    if (command->rating.callback && !command->rating.why)
        TRY(task_enqueue(db, "callback", t->c.id, t->writer->now_us, "{}"));
    *ret_data = timeline_data(t->arena, "solved", number_or_null(t->arena, command->rating.solved), "overall",
                              number_or_null(t->arena, command->rating.overall), "callback", command->rating.callback ? "1" : NULL, "reasons",
                              command->rating.reasons && *command->rating.reasons ? command->rating.reasons : NULL, NULL);
    return has_text(command) || t->c.rated ? search_touch(db, t->c.id) : ERR_NONE;
}

/* When the rulebook lets him; whoever has the complaint is told by jobs. */
static enum err urge(struct db *db, struct tracking *t, const char **ret_data)
{
    struct clock_world world;
    TRY(clock_world_load(db, t->arena, t->c.unit_id, t->writer->zone, &world));
    if (t->writer->now_us < complaint_urge_from(&world, &t->c))
        return ERR_STATE;
    t->c.urged = true;
    t->c.urged_us = t->writer->now_us;
    t->c.urges++;
    TRY(task_enqueue(db, "urged", t->c.id, t->writer->now_us, "{}"));
    return write_message(db, t, false, ret_data);
}

/* Within the time that the rulebook gives (requirements B9, H6); staff decide. What is wrong with the result is said. */
static enum err ask_review(struct db *db, struct tracking *t, const char **ret_data)
{
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(db, t->arena, &book, &version_id));
    if (gate_window_over(book->closing.review_days, t->c.closed_us, t->writer->now_us))
        return ERR_STATE;
    if (!has_text(t->command))
        return ERR_INPUT;
    t->c.review_asked_us = t->writer->now_us;
    TRY(task_enqueue(db, "review", t->c.id, t->writer->now_us, "{}")); /* jobs bring it to people who did not handle it */
    TRY(db_run(db, &list[ASK_REVIEW], DB_ARGS(DB_INT(t->writer->now_us), DB_INT(t->c.id)), NULL));
    return write_message(db, t, true, ret_data);
}

static enum err apply(struct db *db, struct tracking *t, enum complaint_state to, const char **ret_data)
{
    struct complaint *c = &t->c;
    bool moved = c->state != to;
    c->state = to;
    switch (t->command->action) {
    case ACTION_SUPPLY:
        if (t->command->cannot && !has_text(t->command))
            return ERR_INPUT;
        if (moved)
            c->asked_until_us = 0;
        return write_message(db, t, true, ret_data);
    case ACTION_WITHDRAW:
        c->withdraw_us = t->writer->now_us;
        return write_message(db, t, false, ret_data);
    case ACTION_RATE:
        return rate(db, t, ret_data);
    case ACTION_KEEP:
        c->withdraw_us = 0;
        *ret_data = "{}";
        return ERR_NONE;
    case ACTION_URGE:
        return urge(db, t, ret_data);
    case ACTION_ASK_REVIEW:
        return ask_review(db, t, ret_data);
    default:
        return ERR_STATE;
    }
}

/* A rating is read when it asks for something. */
static bool wants_reading(const struct track_command *command)
{
    enum { SOLVED_NO = 3 };
    return command->action != ACTION_RATE || command->rating.callback || command->rating.solved == SOLVED_NO;
}

static enum err load_class(struct db *db, const struct tracking *t, struct complaint_class *ret_class)
{
    struct complaint_class k = {0};
    struct db_rows rows;
    TRY(db_query(db, t->arena, &list[FLAGS], DB_ARGS(DB_INT(t->c.id)), &rows));
    k.flags = ARENA_ARRAY(t->arena, rows.n, struct complaint_flag);
    k.n_flags = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        k.flags[i] = (struct complaint_flag){db_text(&rows, i, 0), ""};
    TRY(db_one(db, t->arena, &list[DEMANDED], DB_ARGS(DB_INT(t->c.id)), &rows));
    if (*db_text(&rows, 0, 0))
        TRY(rulebook_cents(db_text(&rows, 0, 0), &k.demanded_cents));
    *ret_class = k;
    return ERR_NONE;
}

static bool has_promise(const struct clock_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].kind == CLOCK_RESOLVE && (set->list[i].state == CLOCK_RUNNING || set->list[i].state == CLOCK_PAUSED))
            return true;
    }
    return false;
}

/* What waited for the complainant goes on. When work begins again for which nothing is promised any more, it is promised anew. */
static enum err move_clocks(struct db *db, struct tracking *t, bool again)
{
    struct complaint_class class;
    enum clock_event event = flow_action(t->command->action)->clock;
    if (!event)
        return ERR_NONE;
    TRY(clock_world_load(db, t->arena, t->c.unit_id, t->writer->zone, &t->world));
    TRY(clock_load(db, t->arena, true, t->c.id, false, &t->set));
    TRY(load_class(db, t, &class));
    const struct rb_facts facts = complaint_facts(t->arena, &t->c, &class, t->writer->now_us);
    clock_happened(&t->world, &t->set, &facts, again && !has_promise(&t->set) ? CLOCK_ON_REOPENED : event, t->writer->now_us);
    complaint_take_dates(&t->c, &t->set);
    t->moved = true;
    return clock_save(db, t->arena, true, t->c.id, &t->set);
}

/* A rating says too whether the result is accepted (G6); one that says "partly" leaves what is known. */
static int outcome_by(const struct track_command *command)
{
    enum { SOLVED_YES = 1, SOLVED_NO = 3 };
    if (command->action != ACTION_RATE)
        return OUTCOME_UNKNOWN;
    return command->rating.solved == SOLVED_YES ? OUTCOME_ACCEPTED : command->rating.solved == SOLVED_NO ? OUTCOME_NOT_ACCEPTED : OUTCOME_UNKNOWN;
}

static enum err save(struct db *db, const struct tracking *t, bool unread)
{
    const struct complaint *c = &t->c;
    struct db_done done;
    int is_open = complaint_state_open(c->state), said = outcome_by(t->command);
    TRY(db_run(db, &list[unread ? SAVE_UNREAD : SAVE],
               DB_ARGS(DB_INT(c->state), DB_INT(is_open), DB_ID(c->withdraw_us), DB_ID(c->asked_until_us), DB_INT(c->due_us), t->moved ? DB_INT(c->due_kind) : DB_NULL,
                       DB_ID(c->promised_us), DB_INT(c->urged), DB_ID(c->urged_us), DB_INT(c->urges), DB_INT(said), DB_INT(said), DB_INT(c->events),
                       DB_BYTES(c->chain_hash, 32), DB_INT(c->id), DB_INT(c->version)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    return db_run(db, &list[unread ? SCOPE_UNREAD : SCOPE], DB_ARGS(DB_INT(c->state), DB_INT(is_open), DB_INT(c->due_us), DB_INT(c->id)), NULL);
}

/* It was merged: what is written stays with it, and the one in which it goes on moves as if it had come there (requirements C7). */
static enum err supply_there(struct db *db, struct tracking *t)
{
    struct tracking there = *t;
    enum complaint_state to;
    const char *data;
    struct db_rows row;
    TRY(write_message(db, t, true, &data));
    TRY(complaint_append(db, t->arena, t->writer, &t->c, flow_action(ACTION_SUPPLY)->event, data));
    TRY(save(db, t, false));
    TRY(db_one(db, t->arena, &list[LOCK], DB_ARGS(DB_INT(t->c.merged_into_id)), &row));
    TRY(db_one(db, t->arena, &list[LOAD_INTO], DB_ARGS(DB_INT(t->c.merged_into_id)), &row));
    there.c = read_head(&row);
    TRY(complaint_name(db, t->arena, &there.c, 1));
    if (flow_decide(&there.c, ACTION_SUPPLY, 0, &to) == ERR_NONE) {
        bool again = to != there.c.state;
        there.c.state = to;
        there.c.asked_until_us = again ? 0 : there.c.asked_until_us;
        TRY(move_clocks(db, &there, again));
    }
    TRY(complaint_append(db, t->arena, t->writer, &there.c, "supplied_there", timeline_data(t->arena, "other", t->c.number, NULL)));
    return save(db, &there, true);
}

static const char *event_of(const struct tracking *t)
{
    if (t->command->action == ACTION_SUPPLY && t->command->cannot && t->c.state == COMPLAINT_WAITING)
        return "cannot_supply";
    if (t->command->action == ACTION_RATE && t->c.rated)
        return t->command->rating.why ? "rated_why" : "rated_again";
    return flow_action(t->command->action)->event;
}

/* It has ended: what comes by mail is kept and read, and changes nothing by itself. */
static enum err supply_after(struct db *db, struct tracking *t)
{
    const char *data;
    TRY(write_message(db, t, true, &data));
    TRY(complaint_append(db, t->arena, t->writer, &t->c, "supplied_after", data));
    return save(db, t, true);
}

/* The lock comes before anything is read, so that what is read then is what the last writer left. */
static enum err run(struct db *db, void *ctx)
{
    struct tracking *t = ctx;
    enum complaint_state to;
    const char *data;
    struct db_rows row;
    t->location = t->command->once_location;
    if (t->command->once_hash) {
        enum err e = once_claim(db, t->arena, t->command->once_hash, t->command->once_location, t->writer->now_us, &t->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(db_one(db, t->arena, &list[LOCK], DB_ARGS(DB_INT(t->c.id)), &row));
    if (t->token_hash)
        TRY(track_load(db, t->arena, t->token_hash, t->writer->now_us, t->ttl_us, &t->c));
    else
        TRY(track_load_of(db, t->arena, t->c.id, &t->c));
    if (t->mail && t->c.erased_us)
        return ERR_NOT_FOUND;
    if (t->c.merged_into_id && t->command->action == ACTION_SUPPLY)
        return supply_there(db, t);
    const char *event = event_of(t);
    enum err e = flow_decide(&t->c, t->command->action, 0, &to);
    if (e == ERR_STATE && t->mail)
        return supply_after(db, t);
    TRY(e);
    /* What others are asked to look at waits for them: a further word does not take it back to those who answered. */
    if (t->command->action == ACTION_SUPPLY && t->c.review_asked_us)
        to = t->c.state;
    bool again = to != t->c.state;
    TRY(apply(db, t, to, &data));
    TRY(move_clocks(db, t, again));
    TRY(complaint_append(db, t->arena, t->writer, &t->c, event, data));
    return save(db, t, wants_reading(t->command));
}

enum err track_act(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us,
                   const struct track_command *command, const char **ret_location)
{
    struct tracking t = {.arena = a, .writer = w, .command = command, .token_hash = token_hash, .ttl_us = ttl_us};
    const struct flow_action *action = flow_action(command->action);
    struct db_rows row;
    if (!action || action->actor != FLOW_COMPLAINANT)
        return ERR_STATE;
    /* Outside of the transaction: a read in it would come before the lock. A session that ends meanwhile is noticed by track_load. */
    TRY(db_one(db, a, &list[SESSION], DB_ARGS(DB_BYTES(token_hash, 32), DB_INT(w->now_us - ttl_us)), &row));
    t.c.id = db_int(&row, 0, 0);
    TRY(db_tx(db, run, &t));
    *ret_location = t.location;
    return ERR_NONE;
}

enum err track_rate_of(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, const struct track_command *command, const char **ret_location)
{
    struct tracking t = {.arena = a, .writer = w, .command = command, .c = {.id = complaint_id}};
    if (command->action != ACTION_RATE)
        return ERR_STATE;
    TRY(db_tx(db, run, &t));
    *ret_location = t.location;
    return ERR_NONE;
}

enum err track_mail(struct db *db, struct arena *a, const struct complaint_writer *w, const struct track_mail *mail)
{
    const struct track_command command = {.action = ACTION_SUPPLY, .text = *mail->text ? mail->text : "-", .stage_hash = mail->stage_hash};
    struct tracking t = {.arena = a, .writer = w, .command = &command, .mail = mail, .c = {.id = mail->complaint_id}};
    return db_tx(db, run, &t);
}
