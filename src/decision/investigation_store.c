#include "investigation_store.h"

#include <string.h>

#include "attachment_store.h"
#include "complaint_class_store.h"
#include "message_store.h"
#include "msgid.h"
#include "once_store.h"
#include "search_queue_store.h"
#include "slip_store.h"

#define TEXTS "v.facts, v.sources, v.interviews, v.evidence, v.conclusion, v.remedy"
#define COLUMNS "v.position, v.version, " TEXTS ", v.first_by, v.last_by, v.at_us, f.name, l.name, l.department_id, IFNULL(d.name_zh, ''), IFNULL(d.name_en, '')"
#define FROM_THEM " FROM investigation v JOIN app_user f ON f.id = v.first_by JOIN app_user l ON l.id = v.last_by LEFT JOIN department d ON d.id = l.department_id WHERE v.complaint_id = ?"
#define COLUMN_TYPES "ii" "tttttt" "iii" "tt" "I" "tt"

enum { ALL, ONE, MATTER, PUT, CHANGE, FOUND, FLAG_NOTE, MOVE_ON };
static const struct db_stmt list[] = {
    [ALL] = {"SELECT " COLUMNS FROM_THEM " ORDER BY v.position LIMIT 100", "i", COLUMN_TYPES},
    [ONE] = {"SELECT " COLUMNS FROM_THEM " AND v.position = ?", "ii", COLUMN_TYPES},
    [MATTER] = {"SELECT finding, reason FROM allegation WHERE complaint_id = ? AND position = ? FOR UPDATE", "ii", "it"},
    [PUT] = {"INSERT INTO investigation (complaint_id, position, facts, sources, interviews, evidence, conclusion, remedy, first_by, last_by, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             "ii" "tttttt" "iii", ""},
    [CHANGE] = {"UPDATE investigation SET facts = ?, sources = ?, interviews = ?, evidence = ?, conclusion = ?, remedy = ?, last_by = ?, at_us = ?, version = version + 1 WHERE complaint_id = ? AND position = ? AND version = ?",
                "tttttt" "ii" "iii", ""},
    [FOUND] = {"UPDATE allegation SET finding = ?, reason = ? WHERE complaint_id = ? AND position = ?", "itii", ""},
    [FLAG_NOTE] = {"UPDATE complaint_code SET note = ? WHERE complaint_id = ? AND kind = 3 AND code = ?", "tit", ""},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts investigation_stmts = {"investigation", list, COUNT_OF(list), DB_STAFF};

/* ---- reading ---- */

static bool his_department(const struct access_user *user, int64_t department_id)
{
    if (department_id == 0)
        return false;
    bool his = department_id == user->department_id;
    for (size_t i = 0; i < ACCESS_HOLDERS; i++)
        his |= user->holders[i] == holder_code(HOLDER_DEPARTMENT, department_id);
    return his;
}

static struct investigation hide(const struct investigation *one)
{
    struct investigation hidden = {.position = one->position, .version = one->version, .hidden = true, .first = "", .last = "", .last_zh = "", .last_en = ""};
    for (int k = 0; k < INVESTIGATION_PART__COUNT; k++)
        hidden.texts[k] = "";
    return hidden;
}

static struct investigation read_row(const struct db_rows *rows, size_t i, const struct access_user *user, bool part)
{
    struct investigation one = {.position = (int)db_int(rows, i, 0), .version = (int)db_int(rows, i, 1), .first_by = db_int(rows, i, 8), .last_by = db_int(rows, i, 9), .at_us = db_int(rows, i, 10),
                                .first = db_text(rows, i, 11), .last = db_text(rows, i, 12), .last_zh = db_text(rows, i, 14), .last_en = db_text(rows, i, 15)};
    for (size_t k = 0; k < INVESTIGATION_PART__COUNT; k++)
        one.texts[k] = db_text(rows, i, 2 + k);
    bool own = one.last_by == user->id || his_department(user, db_int(rows, i, 13));
    return part && !own ? hide(&one) : one;
}

enum err investigation_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct investigation **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ALL], DB_ARGS(DB_INT(c->id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct investigation);
    for (*ret_n = 0; *ret_n < rows.n; (*ret_n)++)
        (*ret_list)[*ret_n] = read_row(&rows, *ret_n, user, c->part);
    return ERR_NONE;
}

enum err investigation_right_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, permission_set rights, struct investigation_right *ret_right)
{
    struct slip *slips = NULL;
    unsigned *sides = NULL;
    size_t n = 0;
    if (c->part) {
        TRY(slip_load_all(db, a, user, c, &slips, &n));
        sides = ARENA_ARRAY(a, n + 1, unsigned);
        for (size_t i = 0; i < n; i++)
            sides[i] = slip_sides(user, &slips[i]);
    }
    *ret_right = investigation_right(c, rights, slips, sides, n);
    return ERR_NONE;
}

/* ---- writing ---- */

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct investigation_command *command;
    struct complaint c;
    struct investigation_right right;
    struct investigation_result result;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->result.field = field;
    x->result.why = why;
    return e;
}

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

/* As it stands: the allegation is held, so that two who write about it come one after the other. */
static enum err find(struct db *db, struct acting *x)
{
    const struct access_user *user = x->writer->user;
    const int position = x->command->position;
    struct db_rows matter, rows;
    TRY(db_one(db, x->arena, &list[MATTER], DB_ARGS(DB_INT(x->c.id), DB_INT(position)), &matter));
    TRY(db_query(db, x->arena, &list[ONE], DB_ARGS(DB_INT(x->c.id), DB_INT(position)), &rows));
    struct investigation none = {.position = position};
    struct investigation current = rows.n ? read_row(&rows, 0, user, x->c.part) : hide(&none);
    current.hidden = rows.n > 0 && current.hidden;
    x->result.current = current;
    x->result.finding = x->c.part ? FINDING_NONE : (enum complaint_finding)db_int(&matter, 0, 0);
    x->result.reason = x->c.part ? "" : db_text(&matter, 0, 1);
    if (current.hidden)
        return refuse(x, ERR_FORBIDDEN, "", N_("Somebody of another department wrote down what was found about this matter; it is not yours to change"));
    return current.version == x->command->version ? ERR_NONE : ERR_STALE;
}

static enum err save(struct db *db, const struct acting *x)
{
    const struct investigation_command *k = x->command;
    const struct db_value by = DB_INT(x->writer->user->id), now = DB_INT(x->writer->now_us), of = DB_INT(x->c.id), position = DB_INT(k->position);
    struct db_done done;
#define SIX DB_TEXT(k->texts[0]), DB_TEXT(k->texts[1]), DB_TEXT(k->texts[2]), DB_TEXT(k->texts[3]), DB_TEXT(k->texts[4]), DB_TEXT(k->texts[5])
    if (x->result.current.version == 0)
        TRY(db_run(db, &list[PUT], DB_ARGS(of, position, SIX, by, by, now), &done));
    else
        TRY(db_run(db, &list[CHANGE], DB_ARGS(SIX, by, now, of, position, DB_INT(k->version)), &done));
#undef SIX
    if (done.rows != 1)
        return ERR_STALE;
    if (x->right.writer != INVESTIGATION_WRITES)
        return ERR_NONE;
    return db_run(db, &list[FOUND], DB_ARGS(DB_INT(k->finding), DB_TEXT(k->reason), of, position), NULL);
}

/* The record as it is now stands in the history too, with its files. */
static enum err tell(struct db *db, struct acting *x)
{
    const struct access_user *user = x->writer->user;
    const struct investigation_command *k = x->command;
    struct arena *a = x->arena;
    const bool part = x->right.writer == INVESTIGATION_WRITES_PART;
    int64_t message_id, files = 0;
    const struct message m = {.complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = part ? MESSAGE_SLIP : MESSAGE_NOTE, .slip_id = x->right.slip_id,
                              .unit_zh = place_name(a, user->unit_zh, user->department_zh),
                              .unit_en = place_name(a, *user->unit_en ? user->unit_en : user->unit_zh, *user->department_en ? user->department_en : user->department_zh),
                              .body = k->story};
    TRY(message_insert(db, &m, &message_id));
    if (k->stage_hash)
        TRY(attachment_claim(db, false, k->stage_hash, x->c.id, message_id, &files));
    const char *data = timeline_data(a, "position", number(a, k->position), "message", number(a, message_id), "files", files ? number(a, files) : NULL, "finding",
                                     !part && k->finding ? number(a, k->finding) : NULL, NULL);
    TRY(part ? complaint_append_slip(db, a, x->writer, &x->c, x->right.slip_id, "investigated", data) : complaint_append(db, a, x->writer, &x->c, "investigated", data));
    return search_touch(db, x->c.id);
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct investigation_command *command = x->command;
    struct access_user const *user = x->writer->user;
    permission_set rights;
    const char *field, *fault;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .command = command, .result = {.location = command->once_location, .field = "", .why = "", .reason = ""}};
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->result.location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, command->number));
    TRY(complaint_load(db, x->arena, user, command->number, &x->c, &rights));
    TRY(investigation_right_load(db, x->arena, user, &x->c, rights, &x->right));
    if (!x->c.is_open)
        return refuse(x, ERR_STATE, "", N_("The complaint is over; what was found stays as it is"));
    if (x->right.writer == INVESTIGATION_READS)
        return refuse(x, ERR_FORBIDDEN, "", N_("Your role does not allow this for the complaint"));
    TRY(find(db, x));
    bool finds = x->right.writer == INVESTIGATION_WRITES;
    fault = investigation_fault(command->texts, finds ? command->finding : FINDING_NONE, finds ? command->reason : "", &field);
    if (fault)
        return refuse(x, ERR_INPUT, field, fault);
    TRY(save(db, x));
    TRY(tell(db, x));
    return db_run(db, &list[MOVE_ON], DB_ARGS(DB_INT(x->c.events), DB_BYTES(x->c.chain_hash, 32), DB_INT(x->c.id)), NULL);
}

enum err investigation_write(struct db *db, struct arena *a, const struct complaint_writer *w, const struct investigation_command *command, struct investigation_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, run, &x);
    *ret_result = x.result;
    return e;
}

/* ---- key facts ---- */

struct flagging {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
    const struct investigation_flag *flags;
    size_t n;
    const uint8_t *once_hash;
    const char *once_location, *location;
};

static const struct complaint_flag *flag_of(const struct complaint_class *class, const char *code)
{
    for (size_t i = 0; i < class->n_flags; i++) {
        if (strcmp(class->flags[i].code, code) == 0)
            return &class->flags[i];
    }
    return NULL;
}

static enum err run_flags(struct db *db, void *ctx)
{
    struct flagging *x = ctx;
    struct complaint c;
    struct complaint_class class;
    permission_set rights;
    struct buf changed = {.arena = x->arena};
    x->location = x->once_location;
    if (x->once_hash) {
        enum err e = once_claim(db, x->arena, x->once_hash, x->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, x->number));
    TRY(complaint_load(db, x->arena, x->writer->user, x->number, &c, &rights));
    if (c.part || !(rights & (PERMISSION_BIT(MAY_INVESTIGATE) | PERMISSION_BIT(MAY_CLASSIFY))))
        return ERR_FORBIDDEN;
    if (!c.is_open)
        return ERR_STATE;
    TRY(complaint_class_load(db, x->arena, c.id, &class));
    for (size_t i = 0; i < x->n; i++) {
        const struct complaint_flag *now = flag_of(&class, x->flags[i].code);
        if (!now)
            return ERR_STALE;
        if (strcmp(now->note, x->flags[i].note) == 0)
            continue;
        if (strcmp(now->note, x->flags[i].was) != 0)
            return ERR_STALE;
        TRY(db_run(db, &list[FLAG_NOTE], DB_ARGS(DB_TEXT(x->flags[i].note), DB_INT(c.id), DB_TEXT(x->flags[i].code)), NULL));
        buf_printf(&changed, "%s%s", changed.n ? "," : "", x->flags[i].code);
    }
    if (changed.n == 0)
        return ERR_NONE;
    TRY(complaint_append(db, x->arena, x->writer, &c, "flag_facts", timeline_data(x->arena, "flags", changed.p, NULL)));
    return db_run(db, &list[MOVE_ON], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL);
}

enum err investigation_flags(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const struct investigation_flag *flags, size_t n, const uint8_t *once_hash,
                             const char *once_location, const char **ret_location)
{
    struct flagging x = {.arena = a, .writer = w, .number = number, .flags = flags, .n = n, .once_hash = once_hash, .once_location = once_location};
    enum err e = db_tx(db, run_flags, &x);
    *ret_location = x.location;
    return e;
}
