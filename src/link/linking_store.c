#include "linking_store.h"

#include <string.h>

#include "complaint_class_store.h"
#include "complaint_gate_store.h"
#include "complaint_slip_store.h"
#include "clock_store.h"
#include "message_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "search_queue_store.h"

enum { CHAIN, PUT, KIND_OF, DROP, SAME_CONTACT, KEPT_OUT, KEEP_OUT, SCOPE_FOLLOWS, CHILDREN_FOLLOW, LEADS };
static const struct db_stmt list[] = {
    [CHAIN] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
    [PUT] = {"INSERT INTO complaint_link (a_id, b_id, kind, at_us, actor_id) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE kind = VALUES(kind), at_us = VALUES(at_us), actor_id = VALUES(actor_id)",
             "iiiii", ""},
    [KIND_OF] = {"SELECT kind FROM complaint_link WHERE a_id = ? AND b_id = ?", "ii", "i"},
    [DROP] = {"DELETE FROM complaint_link WHERE a_id = ? AND b_id = ?", "ii", ""},
    [SAME_CONTACT] = {"SELECT COUNT(*) FROM complaint_identity x JOIN complaint_identity y ON y.complaint_id = ? WHERE x.complaint_id = ? AND (x.phone_index = y.phone_index OR x.email_index = y.email_index)",
                      "ii", "i"},
    [KEPT_OUT] = {"SELECT p.name FROM recusal x JOIN app_user p ON p.id = x.user_id WHERE x.complaint_id = ? AND x.user_id = ?", "ii", "t"},
    [KEEP_OUT] = {"INSERT IGNORE INTO recusal (complaint_id, user_id, reason, at_us, actor_id) SELECT CAST(? AS SIGNED), x.user_id, x.reason, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM recusal x "
                  "WHERE x.complaint_id = ?",
                  "iiii", ""},
    /* Who carries the older one sees all of the one that goes on in it. */
    [SCOPE_FOLLOWS] = {"INSERT IGNORE INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) SELECT s.holder, CAST(? AS SIGNED), CAST(? AS SIGNED), "
                       "CAST(? AS SIGNED), 0, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM complaint_scope s WHERE s.complaint_id = ? AND s.part = 0",
                       "iiiiii", ""},
    [CHILDREN_FOLLOW] = {"UPDATE complaint SET merged_into_id = ? WHERE merged_into_id = ?", "ii", ""},
    [LEADS] = {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE lead_id = ? LIMIT 1) x", "i", "i"},
};
const struct db_stmts link_act_stmts = {"link_act", list, COUNT_OF(list), DB_STAFF};

static const char *given(const char *text)
{
    return text ? text : "";
}

/* ---- shared ---- */

static enum err lock_both(struct db *db, const struct linking *l)
{
    const char *one = l->command->number, *other = given(l->command->other);
    if (!*other)
        return complaint_lock(db, l->arena, one);
    bool first = strcmp(one, other) < 0;
    enum err e = complaint_lock(db, l->arena, first ? one : other);
    return e == ERR_NONE ? complaint_lock(db, l->arena, first ? other : one) : e;
}

enum err linking_begin(struct db *db, struct linking *l)
{
    const struct link_command *command = l->command;
    l->loaded = l->again = false;
    l->why = l->numbers = NULL;
    l->location = command->once_location;
    if (command->once_hash) {
        enum err e = once_claim(db, l->arena, command->once_hash, command->once_location, l->writer->now_us, &l->location);
        if (e == ERR_EXISTS)
            l->again = true;
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    const char *other = given(command->other);
    if (*other && strcmp(command->number, other) == 0) {
        l->why = N_("This is the same complaint. Enter the number of the other one");
        return ERR_INPUT;
    }
    enum err e = lock_both(db, l);
    if (e == ERR_NONE)
        e = complaint_load(db, l->arena, l->writer->user, command->number, &l->one, &l->rights);
    l->loaded = e == ERR_NONE;
    if (e == ERR_NONE && *other)
        e = complaint_load(db, l->arena, l->writer->user, other, &l->other, &l->other_rights);
    if (e == ERR_NOT_FOUND && *other) {
        l->why = N_("There is no complaint with this number that you may see");
        return ERR_INPUT;
    }
    return e;
}

enum err linking_append(struct db *db, const struct linking *l, struct complaint *c, const char *kind, const char *data)
{
    TRY(complaint_append(db, l->arena, l->writer, c, kind, data));
    return db_run(db, &list[CHAIN], DB_ARGS(DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL);
}

enum err linking_row(struct db *db, const struct linking *l, int64_t a_id, int64_t b_id, enum link_kind kind)
{
    return db_run(db, &list[PUT], DB_ARGS(DB_INT(a_id), DB_INT(b_id), DB_INT(kind), DB_INT(l->writer->now_us), DB_INT(l->writer->user->id)), NULL);
}

const char *linking_data(const struct linking *l, const struct complaint *other, enum link_kind kind)
{
    return timeline_data(l->arena, "other", other->number, "link", arena_printf(l->arena, "%d", kind), NULL);
}

enum err linking_run(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, enum err (*body)(struct db *db, void *ctx),
                     struct link_result *ret_result)
{
    struct linking l = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, body, &l);
    ret_result->why = l.why;
    ret_result->location = l.location;
    ret_result->numbers = l.numbers;
    if (l.loaded)
        ret_result->current = l.one;
    return e;
}

/* The older one leads. */
static bool is_older(const struct complaint *x, const struct complaint *y)
{
    return x->received_us != y->received_us ? x->received_us < y->received_us : x->id < y->id;
}

static void order(struct linking *l, struct complaint **ret_a, struct complaint **ret_b)
{
    bool first = is_older(&l->one, &l->other);
    *ret_a = first ? &l->one : &l->other;
    *ret_b = first ? &l->other : &l->one;
}

static enum err may_link(struct linking *l, const struct complaint *c, permission_set rights)
{
    enum complaint_state to;
    enum err e = flow_decide(c, ACTION_LINK, rights, &to);
    if (e == ERR_FORBIDDEN)
        l->why = N_("Your role may not link these complaints");
    return e;
}

/* ERR_STATE when the two belong together in a way that nobody chose by hand. */
static enum err kind_between(struct db *db, struct linking *l, int64_t a_id, int64_t b_id, enum link_kind *ret_kind)
{
    struct db_rows row;
    enum err e = db_one(db, l->arena, &list[KIND_OF], DB_ARGS(DB_INT(a_id), DB_INT(b_id)), &row);
    *ret_kind = e == ERR_NONE ? (enum link_kind)db_int(&row, 0, 0) : (enum link_kind)0;
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    if (!link_by_hand(*ret_kind)) {
        l->why = N_("One was split off, merged into or counted anew from the other; that link stays");
        return ERR_STATE;
    }
    return ERR_NONE;
}

/* ---- link and unlink ---- */

static enum err put(struct db *db, void *ctx)
{
    struct linking *l = ctx;
    struct complaint *a, *b;
    enum link_kind before;
    TRY(linking_begin(db, l));
    if (l->again)
        return ERR_NONE;
    TRY(may_link(l, &l->one, l->rights));
    if (!link_by_hand(l->command->kind)) {
        l->why = N_("Choose how the two belong together");
        return ERR_INPUT;
    }
    order(l, &a, &b);
    TRY(kind_between(db, l, a->id, b->id, &before));
    if (before == l->command->kind)
        return ERR_NONE;
    TRY(linking_row(db, l, a->id, b->id, l->command->kind));
    TRY(linking_append(db, l, a, "linked", linking_data(l, b, l->command->kind)));
    return linking_append(db, l, b, "linked", linking_data(l, a, l->command->kind));
}

enum err link_put(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result)
{
    return linking_run(db, a, w, command, put, ret_result);
}

static enum err remove_it(struct db *db, void *ctx)
{
    struct linking *l = ctx;
    struct complaint *a, *b;
    enum link_kind before;
    TRY(linking_begin(db, l));
    if (l->again)
        return ERR_NONE;
    TRY(may_link(l, &l->one, l->rights));
    order(l, &a, &b);
    TRY(kind_between(db, l, a->id, b->id, &before));
    if (!before)
        return ERR_NONE;
    TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(a->id), DB_INT(b->id)), NULL));
    TRY(linking_append(db, l, a, "unlinked", linking_data(l, b, before)));
    return linking_append(db, l, b, "unlinked", linking_data(l, a, before));
}

enum err link_remove(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result)
{
    return linking_run(db, a, w, command, remove_it, ret_result);
}

/* ---- merge ---- */

static enum err refuse(struct linking *l, enum err e, const char *why)
{
    l->why = why;
    return e;
}

static enum err check_merge(struct db *db, struct linking *l, const struct complaint *a, const struct complaint *b, enum complaint_state *ret_to)
{
    permission_set of_a = a == &l->one ? l->rights : l->other_rights, of_b = b == &l->one ? l->rights : l->other_rights;
    struct db_rows row;
    TRY(may_link(l, a, of_a));
    TRY(may_link(l, b, of_b));
    if (flow_decide(b, ACTION_MERGE, of_b, ret_to) != ERR_NONE)
        return refuse(l, ERR_STATE, N_("The later complaint has ended already. Link the two instead"));
    if (!a->is_open || a->merged_into_id)
        return refuse(l, ERR_STATE, N_("The earlier complaint has ended, so nothing can go on in it. Link the two, or reopen it first"));
    if (b->open_slips > 0)
        return refuse(l, ERR_STATE, N_("Departments still work on requests of the later complaint. Confirm or withdraw these first"));
    struct gate_open *open;
    size_t n;
    TRY(gate_check_end(db, l->arena, l->writer, b, GATE_END_MERGE, &open, &n));
    if (n > 0)
        return refuse(l, ERR_STATE, gate_title(open[0].gate));
    TRY(db_one(db, l->arena, &list[LEADS], DB_ARGS(DB_INT(b->id)), &row));
    if (db_int(&row, 0, 0) > 0)
        return refuse(l, ERR_STATE, N_("Other matters were split off the later complaint, which leads them. Link the two instead"));
    enum err e = a->assignee_id ? db_one(db, l->arena, &list[KEPT_OUT], DB_ARGS(DB_INT(b->id), DB_INT(a->assignee_id)), &row) : ERR_NOT_FOUND;
    if (e == ERR_NONE)
        return refuse(l, ERR_STATE, N_("Who handles the earlier complaint is kept out of the later one. Assign the earlier one to somebody else first"));
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(db_one(db, l->arena, &list[SAME_CONTACT], DB_ARGS(DB_INT(a->id), DB_INT(b->id)), &row));
    if (db_int(&row, 0, 0) == 0 && !l->command->same_person)
        return refuse(l, ERR_INPUT, N_("Contact data do not show that both come from the same person. Make sure and tick it; link complaints of different people, or gather them under an incident"));
    return ERR_NONE;
}

static enum err end_clocks(struct db *db, struct linking *l, struct complaint *c)
{
    struct clock_world world;
    struct clock_set set;
    struct complaint_class class;
    int64_t now_us = l->writer->now_us;
    TRY(clock_world_load(db, l->arena, c->unit_id, l->writer->zone, &world));
    TRY(clock_load(db, l->arena, false, c->id, true, &set));
    TRY(complaint_class_load(db, l->arena, c->id, &class));
    const struct rb_facts facts = complaint_facts(l->arena, c, &class, now_us);
    set.happened = complaint_happened(c, &set);
    set.actor_id = l->writer->user->id;
    clock_happened(&world, &set, &facts, flow_action(ACTION_MERGE)->clock, now_us);
    complaint_take_dates(c, &set);
    TRY(clock_save(db, l->arena, false, c->id, &set));
    return clock_requests_settle(db, c->id, &set, now_us);
}

static enum err tell_handler(struct db *db, const struct linking *l, const struct complaint *c)
{
    struct notice_to *receivers;
    size_t n;
    TRY(notice_receivers(db, l->arena, "handler", c->unit_id, c->department_id, c->assignee_id, l->writer->now_us, &receivers, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = receivers[i].user_id, .for_id = receivers[i].for_id, .complaint_id = c->id, .at_us = l->writer->now_us, .kind = "merged",
                                      .data = timeline_data(l->arena, "by", l->writer->user->name, NULL)};
        if (receivers[i].user_id != l->writer->user->id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

static enum err keep_out_of_both(struct db *db, const struct linking *l, int64_t a_id, int64_t b_id)
{
    int64_t now_us = l->writer->now_us, actor_id = l->writer->user->id;
    TRY(db_run(db, &list[KEEP_OUT], DB_ARGS(DB_INT(a_id), DB_INT(now_us), DB_INT(actor_id), DB_INT(b_id)), NULL));
    return db_run(db, &list[KEEP_OUT], DB_ARGS(DB_INT(b_id), DB_INT(now_us), DB_INT(actor_id), DB_INT(a_id)), NULL);
}

/* Why, as a note of the one that ends. */
static enum err write_note(struct db *db, const struct linking *l, const struct complaint *c, const char **ret_id)
{
    const struct message note = {.complaint_id = c->id, .at_us = l->writer->now_us, .author_id = l->writer->user->id, .kind = MESSAGE_NOTE, .body = l->command->text};
    int64_t id;
    *ret_id = NULL;
    if (!*given(l->command->text))
        return ERR_NONE;
    TRY(message_insert(db, &note, &id));
    *ret_id = arena_printf(l->arena, "%lld", (long long)id);
    return ERR_NONE;
}

static enum err merge(struct db *db, void *ctx)
{
    struct linking *l = ctx;
    struct complaint *a, *b;
    enum complaint_state to;
    const char *note;
    TRY(linking_begin(db, l));
    if (l->again)
        return ERR_NONE;
    order(l, &a, &b);
    if (l->one.version != l->command->version)
        return ERR_STALE;
    TRY(check_merge(db, l, a, b, &to));
    b->state = to;
    b->closed_us = l->writer->now_us;
    b->accepted_us = b->accepted_us ? b->accepted_us : l->writer->now_us;
    b->merged_into_id = a->id;
    b->closed_by = l->writer->user->id;
    b->withdraw_us = b->asked_until_us = 0;
    a->unread = a->unread || b->unread;
    a->incident_id = a->incident_id ? a->incident_id : b->incident_id;
    b->unread = false;
    TRY(end_clocks(db, l, b));
    TRY(write_note(db, l, b, &note));
    TRY(complaint_append(db, l->arena, l->writer, b, flow_action(ACTION_MERGE)->event,
                         timeline_data(l->arena, "message", note, "other", a->number, "link", arena_printf(l->arena, "%d", LINK_MERGED), NULL)));
    TRY(complaint_end_slips(db, l->arena, l->writer, b, given(l->command->text)));
    TRY(complaint_save(db, l->arena, b));
    TRY(complaint_append(db, l->arena, l->writer, a, "took_in", linking_data(l, b, LINK_MERGED)));
    TRY(complaint_save(db, l->arena, a));
    TRY(db_run(db, &list[CHILDREN_FOLLOW], DB_ARGS(DB_INT(a->id), DB_INT(b->id)), NULL));
    TRY(db_run(db, &list[SCOPE_FOLLOWS], DB_ARGS(DB_INT(b->id), DB_INT(b->is_open), DB_INT(b->state), DB_INT(b->due_us), DB_INT(b->received_us), DB_INT(a->id)), NULL));
    TRY(keep_out_of_both(db, l, a->id, b->id));
    TRY(linking_row(db, l, a->id, b->id, LINK_MERGED));
    l->numbers = a->number;
    TRY(search_touch(db, b->id));
    TRY(tell_handler(db, l, a));
    return b->assignee_id == a->assignee_id ? ERR_NONE : tell_handler(db, l, b);
}

enum err link_merge(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result)
{
    return linking_run(db, a, w, command, merge, ret_result);
}
