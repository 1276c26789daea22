#include <string.h>

#include "approval_store.h"
#include "compensation_acting_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "message_store.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"

/* Proposing, changing, dropping and paying. */

enum { PUT, FIND, CHANGE, DROP, PAY, LOCK_DAY, MOVE_ON };
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO compensation (complaint_id, unit_id, standard, is_reward, state, base_cents, cents, reason, proposed_by, proposed_us, approved_us, own_authority) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             "iitiiiitiiIi", ""},
    [FIND] = {"SELECT standard, is_reward, state, cents, proposed_by, version FROM compensation WHERE id = ? AND complaint_id = ?", "ii", "tiiiii"},
    [CHANGE] = {"UPDATE compensation SET standard = ?, is_reward = ?, state = ?, base_cents = ?, cents = ?, reason = ?, proposed_by = ?, proposed_us = ?, approved_us = ?, own_authority = ?, version = version + 1 WHERE id = ? AND version = ?",
                "tiiiitiiIiii", ""},
    [DROP] = {"UPDATE compensation SET state = 5, version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [PAY] = {"UPDATE compensation SET state = 4, paid_us = ?, paid_by = ?, paid_way = ?, paid_voucher = ?, version = version + 1 WHERE id = ? AND version = ?", "iittii", ""},
    /* Who grants of an authority of the day does one after the other: his entries of the day are held, so that two at once are not both within it. */
    [LOCK_DAY] = {"SELECT id FROM compensation FORCE INDEX (compensation_proposer) WHERE proposed_by = ? AND proposed_us >= ? FOR UPDATE", "ii", "i"},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts compensation_write_stmts = {"compensation_write", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct compensation_command *command;
    struct complaint c;
    struct compensation k;
    const struct rulebook *book;
    const struct rb_standard *standard;
    struct rb_facts facts;
    struct compensation_own own;
    const char *location, *field, *why;
    bool over;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static bool has_text(const char *text)
{
    return text && *text;
}

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static enum err record(struct db *db, struct acting *x, const char *kind, int64_t message_id, const char *paid_way)
{
    struct arena *a = x->arena;
    return complaint_append(db, a, x->writer, &x->c, kind,
                            timeline_data(a, "compensation", number(a, x->k.id), "standard", x->k.standard, "cents", number(a, x->k.cents), "reward", x->k.reward ? "1" : NULL, "message",
                                          message_id ? number(a, message_id) : NULL, "paid_way", paid_way, NULL));
}

/* ---- proposing ---- */

static enum err check(struct db *db, struct acting *x)
{
    const struct compensation_command *command = x->command;
    struct complaint_class class;
    x->standard = rulebook_standard(x->book, command->standard);
    if (!x->standard)
        return refuse(x, ERR_INPUT, "standard", N_("Choose what it is given for"));
    TRY(complaint_class_load(db, x->arena, x->c.id, &class));
    x->facts = complaint_facts(x->arena, &x->c, &class, x->writer->now_us);
    const char *why = compensation_not_offered(x->standard, &x->c, &x->facts);
    if (why)
        return refuse(x, ERR_INPUT, "standard", why);
    x->k.standard = x->standard->code;
    x->k.reward = x->standard->reward;
    x->k.base_cents = command->base_cents;
    TRY(compensation_sum(x->standard, command->base_cents, command->cents, &x->k.cents, &x->field, &x->why));
    return has_text(command->reason) ? ERR_NONE : refuse(x, ERR_INPUT, "reason", N_("Say what it is given for"));
}

/* Whether he may grant it himself: then nobody is asked, unless the book leaves every sum to its chains. */
static bool within_own(const struct acting *x, const struct rb_chain *chain)
{
    if (x->book->authorities_count == 0)
        return chain == NULL;
    return x->k.cents <= x->own.up_to - (x->own.daily ? x->own.used : 0);
}

static bool role_covers(const struct rulebook *b, const char *role, int64_t cents)
{
    bool daily;
    return rulebook_authority(b, &role, 1, &daily) >= cents;
}

/* The smallest role that may decide on more than he may himself, so that colleagues do not use up each other's day; the smallest that covers the sum where nobody may more. */
static const struct rb_authority *who_decides(const struct acting *x)
{
    int64_t above = x->own.up_to < COMPENSATION_MOST && x->own.up_to + 1 > x->k.cents ? x->own.up_to + 1 : x->k.cents;
    const struct rb_authority *who = rulebook_who_may(x->book, above);
    return who ? who : rulebook_who_may(x->book, x->k.cents);
}

static enum err ask(struct db *db, struct acting *x, const struct rb_chain *chain)
{
    const struct rb_authority *who = who_decides(x);
    struct rb_step step = {.role = who ? who->role : "", .limit = ""};
    struct rb_chain by_authority = {.code = APPROVAL_BY_AUTHORITY, .about = "compensation", .steps = &step, .steps_count = 1};
    int64_t id;
    if (x->book->authorities_count && !who) {
        x->over = true;
        return refuse(x, ERR_INPUT, *x->standard->ratio ? "base" : "sum", N_("Nobody may decide on so much"));
    }
    if (chain && chain->steps_count && !role_covers(x->book, chain->steps[chain->steps_count - 1].role, x->k.cents)) {
        x->over = true;
        return refuse(x, ERR_INPUT, *x->standard->ratio ? "base" : "sum", N_("Whoever decides last in the approval chain may not decide on so much"));
    }
    const struct approval_ask wish = {.chain = chain ? chain : &by_authority, .subject_id = x->k.id, .cents = x->k.cents, .basis = "", .title = x->standard->name.zh, .body = x->command->reason};
    enum err e = approval_ask(db, x->arena, x->writer, &x->c, &wish, &id);
    if (e == ERR_STATE)
        return refuse(x, ERR_STATE, "", N_("Nobody who could agree to it holds the role for this complaint. Tell an administrator"));
    if (e == ERR_EXISTS)
        return refuse(x, ERR_STATE, "", N_("An approval of this is under way already"));
    return e;
}

static enum err save_proposal(struct db *db, struct acting *x, bool own)
{
    const struct complaint_writer *w = x->writer;
    const struct db_value state = DB_INT(own ? COMPENSATION_APPROVED : COMPENSATION_PROPOSED), approved = DB_ID(own ? w->now_us : 0);
    struct db_done done;
    if (x->command->action == COMPENSATION_PROPOSE) {
        TRY(db_run(db, &list[PUT],
                   DB_ARGS(DB_INT(x->c.id), DB_INT(x->c.unit_id), DB_TEXT(x->k.standard), DB_INT(x->k.reward), state, DB_INT(x->k.base_cents), DB_INT(x->k.cents), DB_TEXT(x->command->reason),
                           DB_INT(w->user->id), DB_INT(w->now_us), approved, DB_INT(own)),
                   &done));
        x->k.id = done.id;
        return ERR_NONE;
    }
    TRY(db_run(db, &list[CHANGE],
               DB_ARGS(DB_TEXT(x->k.standard), DB_INT(x->k.reward), state, DB_INT(x->k.base_cents), DB_INT(x->k.cents), DB_TEXT(x->command->reason), DB_INT(w->user->id), DB_INT(w->now_us), approved,
                       DB_INT(own), DB_INT(x->k.id), DB_INT(x->k.version)),
               &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

static enum err propose(struct db *db, struct acting *x)
{
    struct db_rows rows;
    TRY(check(db, x));
    TRY(db_query(db, x->arena, &list[LOCK_DAY], DB_ARGS(DB_INT(x->writer->user->id), DB_INT(utc_day_start(x->writer->now_us, 0, x->writer->zone))), &rows));
    TRY(compensation_own(db, x->arena, x->writer, &x->c, x->book, &x->own));
    const struct rb_chain *chain = rulebook_chain(x->book, "compensation", &x->facts, x->k.cents, "");
    bool own = within_own(x, chain);
    TRY(save_proposal(db, x, own));
    x->k.state = own ? COMPENSATION_APPROVED : COMPENSATION_PROPOSED;
    TRY(record(db, x, own ? "compensation_approved" : "compensation_proposed", 0, NULL));
    return own ? ERR_NONE : ask(db, x, chain);
}

/* ---- dropping, paying ---- */

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

static enum err drop(struct db *db, struct acting *x)
{
    const struct access_user *user = x->writer->user;
    struct db_done done;
    int64_t message_id;
    if (!has_text(x->command->reason))
        return refuse(x, ERR_INPUT, "reason", N_("Say why it is dropped"));
    TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(x->k.id), DB_INT(x->k.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    const struct message m = {.complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = MESSAGE_NOTE, .unit_zh = place_name(x->arena, user->unit_zh, user->department_zh),
                              .unit_en = place_name(x->arena, *user->unit_en ? user->unit_en : user->unit_zh, *user->department_en ? user->department_en : user->department_zh),
                              .body = x->command->reason};
    TRY(message_insert(db, &m, &message_id));
    TRY(approval_withdraw(db, x->arena, x->writer, &x->c, "compensation", x->k.id));
    x->k.state = COMPENSATION_DROPPED;
    return record(db, x, "compensation_dropped", message_id, NULL);
}

static enum err pay(struct db *db, struct acting *x)
{
    const struct compensation_command *command = x->command;
    struct db_done done;
    if (command->paid_us <= 0 || command->paid_us > x->writer->now_us)
        return refuse(x, ERR_INPUT, "paid", N_("Enter the day on which it was paid, today at the latest"));
    if (!has_text(command->paid_way))
        return refuse(x, ERR_INPUT, "way", N_("Say how it was paid"));
    if (!has_text(command->paid_voucher))
        return refuse(x, ERR_INPUT, "voucher", N_("Enter the number of the voucher"));
    TRY(db_run(db, &list[PAY], DB_ARGS(DB_INT(command->paid_us), DB_INT(x->writer->user->id), DB_TEXT(command->paid_way), DB_TEXT(command->paid_voucher), DB_INT(x->k.id), DB_INT(x->k.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    x->k.state = COMPENSATION_PAID;
    return record(db, x, "compensation_paid", 0, arena_printf(x->arena, "%s %s", command->paid_way, command->paid_voucher));
}

/* ---- ---- */

/* The entry, and whether this can be done with it now. */
static enum err find(struct db *db, struct acting *x)
{
    const struct compensation_command *command = x->command;
    struct db_rows row;
    const char *why;
    TRY(db_one(db, x->arena, &list[FIND], DB_ARGS(DB_INT(command->id), DB_INT(x->c.id)), &row));
    x->k = (struct compensation){.id = command->id, .standard = db_text(&row, 0, 0), .reward = db_int(&row, 0, 1) != 0, .state = (enum compensation_state)db_int(&row, 0, 2), .cents = db_int(&row, 0, 3),
                                 .proposed_by = db_int(&row, 0, 4), .version = (int)db_int(&row, 0, 5)};
    TRY(compensation_own(db, x->arena, x->writer, &x->c, x->book, &x->own));
    enum err e = compensation_decide(&x->k, command->action, x->writer->user->id, x->own.alone, &why);
    if (e == ERR_FORBIDDEN)
        return refuse(x, e, "", why);
    if (x->k.version != command->version)
        return ERR_STALE;
    return e == ERR_NONE ? ERR_NONE : refuse(x, e, "", why);
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct compensation_command *command = x->command;
    permission_set rights;
    int64_t version;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .command = command, .location = command->once_location, .field = "", .why = ""};
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, command->number));
    TRY(complaint_load(db, x->arena, x->writer->user, command->number, &x->c, &rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    if (!(rights & PERMISSION_BIT(MAY_COMPENSATE)))
        return refuse(x, ERR_FORBIDDEN, "", N_("Your role does not allow this for the complaint"));
    TRY(rulebook_in_force(db, x->arena, &x->book, &version));
    if (command->action != COMPENSATION_PROPOSE)
        TRY(find(db, x));
    switch (command->action) {
    case COMPENSATION_PROPOSE:
    case COMPENSATION_CHANGE:
        TRY(propose(db, x));
        break;
    case COMPENSATION_DROP:
        TRY(drop(db, x));
        break;
    case COMPENSATION_PAY:
        TRY(pay(db, x));
        break;
    }
    return db_run(db, &list[MOVE_ON], DB_ARGS(DB_INT(x->c.events), DB_BYTES(x->c.chain_hash, 32), DB_INT(x->c.id)), NULL);
}

enum err compensation_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct compensation_command *command, struct compensation_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct compensation_result){.location = x.location, .field = x.field ? x.field : "", .why = x.why ? x.why : "", .over = x.over, .state = x.k.state};
    return e;
}
