#include "attachment_store.h"
#include "calendar_store.h"
#include "message_store.h"
#include "msgid.h"
#include "rulebook_store.h"
#include "slip_acting_store.h"

enum { SAVE, STEP, SEE, MOVE, UNITS_PUT, UNITS_DROP, CARRY, CARRY_DATES, SCOPE_DATES };
static const struct db_stmt list[] = {
    [SAVE] = {"UPDATE slip SET state = ?, round = ?, to_user_id = ?, read_us = ?, accepted_us = ?, answered_us = ?, done_us = ?, due_us = ?, next_us = ?, stage = ?, reminders = ?, "
              "supervised_us = ?, late = ?, settled = ?, version = version + 1 WHERE id = ? AND version = ?",
              "iiIIIIIiiiiIiiii", ""},
    [STEP] = {"INSERT INTO slip_step (slip_id, n, at_us, action, actor_id, state, message_id, due_us) "
              "SELECT ?, IFNULL(MAX(n), 0) + 1, ?, ?, ?, ?, ?, ? FROM slip_step WHERE slip_id = ?",
              "iitIiIii", ""},
    [SEE] = {"INSERT IGNORE INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us, part) "
             "SELECT ?, id, is_open, state, unread, due_us, received_us, 1 FROM complaint WHERE id = ?",
             "ii", ""},
    [MOVE] = {"UPDATE complaint SET unit_id = ? WHERE id = ?", "ii", ""},
    [UNITS_PUT] = {"INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us, part) SELECT 72057594037927936 + t.ancestor_id, c.id, c.is_open, "
                   "c.state, c.unread, c.due_us, c.received_us, 0 FROM complaint c JOIN unit_tree t ON t.unit_id = ? WHERE c.id = ? ON DUPLICATE KEY UPDATE part = 0",
                   "ii", ""},
    [UNITS_DROP] = {"DELETE FROM complaint_scope WHERE complaint_id = ? AND holder < ? AND part = 0 AND holder NOT IN "
                    "(SELECT 72057594037927936 + t.ancestor_id FROM unit_tree t WHERE t.unit_id = ?)",
                    "iii", ""},
    /* Nothing that others are writing is touched by these, so the version stays. */
    [CARRY] = {"UPDATE complaint SET open_slips = ?, events = ?, chain_hash = ? WHERE id = ?", "iibi", ""},
    [CARRY_DATES] = {"UPDATE complaint SET open_slips = ?, due_us = ?, due_kind = ?, promised_us = ?, events = ?, chain_hash = ? WHERE id = ?", "iiiIibi", ""},
    [SCOPE_DATES] = {"UPDATE complaint_scope SET due_us = ? WHERE complaint_id = ?", "ii", ""},
};
const struct db_stmts slip_write_stmts = {"slip_write", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum err slip_refuse(struct slip_acting *x, enum err e, const char *why, const char *of)
{
    x->why = why;
    x->why_of = of;
    return e;
}

enum err slip_refuse_move(struct slip_acting *x)
{
    return slip_refuse(x, ERR_STATE, N_("Departments still work on this complaint: confirm or withdraw their slips before it goes to another unit"), "");
}

enum err slip_rules(struct db *db, struct slip_acting *x, int64_t unit_id)
{
    int64_t version;
    TRY(rulebook_in_force(db, x->arena, &x->book, &version));
    return calendar_of_unit(db, x->arena, unit_id, x->writer->zone, &x->calendar);
}

struct slip *slip_find(const struct slip_acting *x, int number)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x->slips[i].number == number)
            return &x->slips[i];
    }
    return NULL;
}

/* ---- the slip ---- */

enum err slip_write_step(struct db *db, const struct slip_acting *x, const struct slip *s, enum slip_action action, int64_t message_id)
{
    int64_t actor_id = x->writer->user ? x->writer->user->id : 0;
    return db_run(db, &list[STEP],
                  DB_ARGS(DB_INT(s->id), DB_INT(x->writer->now_us), DB_TEXT(slip_action(action)->name), DB_ID(actor_id), DB_INT(s->state), DB_ID(message_id), DB_INT(s->due_us),
                          DB_INT(s->id)),
                  NULL);
}

enum err slip_write(struct db *db, struct slip *s)
{
    struct db_done done;
    TRY(db_run(db, &list[SAVE],
               DB_ARGS(DB_INT(s->state), DB_INT(s->round), DB_ID(s->to_user_id), DB_ID(s->read_us), DB_ID(s->accepted_us), DB_ID(s->answered_us), DB_ID(s->done_us),
                       DB_INT(s->due_us), DB_INT(s->next_us), DB_INT(s->stage), DB_INT(s->reminders), DB_ID(s->supervised_us), DB_INT(s->late), DB_INT(s->settled),
                       DB_INT(s->id), DB_INT(s->version)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    s->version++;
    return ERR_NONE;
}

enum err slip_save(struct db *db, const struct slip_acting *x, struct slip *s, enum slip_action action, int64_t message_id)
{
    TRY(slip_write(db, s));
    return slip_write_step(db, x, s, action, message_id);
}

enum err slip_write_message(struct db *db, struct slip_acting *x, const struct slip *s, const char *text, int64_t *ret_message_id, int64_t *ret_files)
{
    const struct access_user *user = x->writer->user;
    const uint8_t *stage_hash = x->command ? x->command->stage_hash : NULL;
    struct arena *a = x->arena;
    *ret_message_id = *ret_files = 0;
    if (!text || !*text)
        return ERR_NONE;
    const struct message m = {
        .complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = MESSAGE_SLIP, .slip_id = s->id,
        .unit_zh = slip_place(a, user->unit_zh, user->department_zh),
        .unit_en = slip_place(a, *user->unit_en ? user->unit_en : user->unit_zh, *user->department_en ? user->department_en : user->department_zh),
        .body = text,
    };
    TRY(message_insert(db, &m, ret_message_id));
    return stage_hash ? attachment_claim(db, false, stage_hash, x->c.id, *ret_message_id, ret_files) : ERR_NONE;
}

enum err slip_append(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind, int64_t message_id, int64_t files, const char *key, const char *value)
{
    struct arena *a = x->arena;
    const char *message = message_id ? arena_printf(a, "%lld", (long long)message_id) : NULL;
    const char *n_files = files ? arena_printf(a, "%lld", (long long)files) : NULL;
    const char *data = timeline_data(
        a, "slip", arena_printf(a, "%d", s->number), "message", message, "files", n_files, "from", slip_place(a, s->from_unit_zh, s->from_zh), "from_en",
        slip_from_en(a, s), "to", slip_place(a, s->to_unit_zh, s->to_zh), "to_en", slip_to_en(a, s), "due", arena_printf(a, "%lld", (long long)s->due_us), "told",
        x->told.n ? x->told.p : NULL, key ? key : "", key ? value : NULL, NULL);
    return complaint_append_slip(db, a, x->writer, &x->c, s->id, kind, data);
}

/* ---- who sees it, where it is carried ---- */

enum err slip_let_see(struct db *db, const struct slip_acting *x, enum holder_kind kind, int64_t id)
{
    return db_run(db, &list[SEE], DB_ARGS(DB_INT(holder_code(kind, id)), DB_INT(x->c.id)), NULL);
}

enum err slip_let_see_at(struct db *db, const struct slip_acting *x, int64_t unit_id, int64_t department_id)
{
    TRY(slip_let_see(db, x, HOLDER_DEPARTMENT, department_id));
    return slip_let_see(db, x, HOLDER_UNIT, unit_id);
}

enum err slip_move(struct db *db, struct slip_acting *x, int64_t unit_id, int64_t department_id)
{
    struct complaint *c = &x->c;
    TRY(db_run(db, &list[MOVE], DB_ARGS(DB_INT(unit_id), DB_INT(c->id)), NULL));
    TRY(db_run(db, &list[UNITS_PUT], DB_ARGS(DB_INT(unit_id), DB_INT(c->id)), NULL));
    TRY(db_run(db, &list[UNITS_DROP], DB_ARGS(DB_INT(c->id), DB_INT(holder_code(HOLDER_DEPARTMENT, 0)), DB_INT(unit_id)), NULL));
    c->unit_id = unit_id;
    c->department_id = department_id;
    c->assignee_id = 0;
    c->assignee = "";
    x->moved = true;
    return complaint_name(db, x->arena, c, 1);
}

/* ---- the complaint ---- */

static int count_open(const struct slip_acting *x)
{
    int open = 0;
    for (size_t i = 0; i < x->n; i++)
        open += slip_holds_closing(x->slips, x->n, &x->slips[i]) && slip_state_open(x->slips[i].state);
    return open;
}

/* The department that the matter was sent to first and that still has it: for the rules it is the one that handles it. */
static const struct slip *lead_slip(const struct slip_acting *x)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x->slips[i].kind == SLIP_DISPATCH && slip_state_open(x->slips[i].state))
            return &x->slips[i];
    }
    return NULL;
}

enum err slip_facts(struct db *db, struct slip_acting *x, struct rb_facts *ret_facts)
{
    struct complaint_class *class = ARENA_NEW(x->arena, struct complaint_class);
    const struct slip *lead = lead_slip(x);
    struct basis basis;
    TRY(complaint_class_load(db, x->arena, x->c.id, class));
    TRY(basis_load(db, x->arena, &basis));
    *ret_facts = complaint_facts(x->arena, &x->c, class, x->writer->now_us);
    if (lead)
        ret_facts->function = basis_department(&basis, lead->to_department_id).code;
    return ERR_NONE;
}

static enum err move_clocks(struct db *db, struct slip_acting *x)
{
    struct clock_world world;
    struct clock_set *set = ARENA_NEW(x->arena, struct clock_set);
    struct rb_facts facts;
    TRY(clock_world_load(db, x->arena, x->c.unit_id, x->writer->zone, &world));
    TRY(clock_load(db, x->arena, false, x->c.id, true, set));
    TRY(slip_facts(db, x, &facts));
    set->happened = complaint_happened(&x->c, set);
    set->actor_id = x->writer->user ? x->writer->user->id : 0;
    set->moved = x->clock_moved;
    clock_happened(&world, set, &facts, x->clock, x->writer->now_us);
    complaint_take_dates(&x->c, set);
    TRY(clock_save(db, x->arena, false, x->c.id, set));
    return clock_requests_settle(db, x->c.id, set, x->writer->now_us);
}

enum err slip_finish(struct db *db, struct slip_acting *x)
{
    struct complaint *c = &x->c;
    c->open_slips = count_open(x);
    if (x->clock)
        TRY(move_clocks(db, x));
    if (x->moved)
        return complaint_save(db, x->arena, c);
    if (!x->clock)
        return db_run(db, &list[CARRY], DB_ARGS(DB_INT(c->open_slips), DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL);
    TRY(db_run(db, &list[CARRY_DATES],
               DB_ARGS(DB_INT(c->open_slips), DB_INT(c->due_us), DB_INT(c->due_kind), DB_ID(c->promised_us), DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL));
    return db_run(db, &list[SCOPE_DATES], DB_ARGS(DB_INT(c->due_us), DB_INT(c->id)), NULL);
}

/* ---- dates ---- */

static int64_t later(const struct calendar *calendar, int64_t now_us, struct calendar_limit limit)
{
    int64_t due_us = calendar_add(calendar, now_us, limit);
    return due_us > now_us && due_us < CLOCK_NEVER ? due_us : now_us + 7 * UTC_DAY_US;
}

enum err slip_answer_due(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_facts *facts, enum slip_kind kind,
                         const char *function, int64_t unit_id, int64_t *ret_due_us)
{
    struct calendar_limit limit = {CALENDAR_WORKING_DAYS, kind == SLIP_INFO ? 1 : 3};
    struct rb_facts theirs = *facts;
    struct clock_world world;
    const struct calendar *calendar;
    const char *whose;
    if (kind == SLIP_DOWN && c->promised_us > w->now_us) {
        *ret_due_us = c->promised_us;
        return ERR_NONE;
    }
    theirs.function = function;
    TRY(clock_world_load(db, a, c->unit_id, w->zone, &world));
    TRY(calendar_of_unit(db, a, unit_id, w->zone, &calendar));
    const struct rb_clock *rule = kind == SLIP_INFO ? NULL : clock_rule(world.book, &theirs, CLOCK_ANSWER, "");
    if (rule)
        limit = rulebook_limit(world.book, rule, world.line, world.n_line, &whose);
    *ret_due_us = later(calendar, w->now_us, limit);
    return ERR_NONE;
}
