#include <string.h>

#include "complaint_acting_store.h"
#include "notice_store.h"

/* What people do to the clocks of a complaint by hand (requirements F5, F7). */

enum { HOLDS, WAITING };
static const struct db_stmt list[] = {
    /* Over the department or its unit or a superior; whoever stands in for an absent holder counts as one. */
    [HOLDS] = {"SELECT COUNT(*) FROM role_grant g JOIN role r ON r.id = g.role_id WHERE r.code = ? AND (g.user_id = ? OR g.user_id IN "
               "(SELECT b.user_id FROM absence b WHERE b.deputy_id = ? AND b.from_us <= ? AND b.to_us > ?)) AND (g.department_id = ? OR g.unit_id IN "
               "(SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?)))",
               "tiiiiiii", "i"},
    /* Few wait at any time: they are read by their state, and each is asked whether the user may decide it. */
    [WAITING] = {"SELECT q.id, q.clock_id, q.complaint_id, k.rule, k.kind, k.due_us, q.due_us, q.reason, a.name, q.asked_us, c.number, c.title FROM clock_request q "
                 "JOIN clock k ON k.id = q.clock_id AND k.state = 1 AND k.due_us >= ? JOIN complaint c ON c.id = q.complaint_id JOIN app_user a ON a.id = q.asker_id "
                 "LEFT JOIN department d ON d.id = c.department_id WHERE q.state = 1 AND q.asker_id <> ? AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?) AND EXISTS (SELECT 1 FROM role_grant g JOIN role r ON r.id = g.role_id "
                 "WHERE r.code = q.role AND (g.user_id = ? OR g.user_id IN (SELECT b.user_id FROM absence b WHERE b.deputy_id = ? AND b.from_us <= ? AND b.to_us > ?)) AND "
                 "(g.department_id = c.department_id OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL(d.unit_id, c.unit_id)))) "
                 "ORDER BY k.due_us, q.id LIMIT ?",
                 "iiiiiiii", "iiitiiittitt"},
};
const struct db_stmts complaint_act_clock_stmts = {"complaint_act_clock", list, COUNT_OF(list), DB_STAFF};

enum err complaint_holds_role(struct db *db, struct arena *a, int64_t user_id, const struct complaint *c, const char *role, int64_t now_us, bool *ret_holds)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[HOLDS],
               DB_ARGS(DB_TEXT(role), DB_INT(user_id), DB_INT(user_id), DB_INT(now_us), DB_INT(now_us), DB_INT(c->department_id), DB_INT(c->department_id),
                       DB_INT(c->unit_id)),
               &row));
    *ret_holds = db_int(&row, 0, 0) > 0;
    return ERR_NONE;
}

enum err complaint_requests_waiting(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, size_t limit, struct clock_request **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[WAITING],
                 DB_ARGS(DB_INT(now_us), DB_INT(user_id), DB_INT(user_id), DB_INT(user_id), DB_INT(user_id), DB_INT(now_us), DB_INT(now_us), DB_INT(limit)), &rows));
    struct clock_request *waiting = ARENA_ARRAY(a, rows.n + 1, struct clock_request);
    for (size_t i = 0; i < rows.n; i++) {
        waiting[i] = (struct clock_request){
            .id = db_int(&rows, i, 0), .clock_id = db_int(&rows, i, 1), .complaint_id = db_int(&rows, i, 2), .rule = db_text(&rows, i, 3),
            .kind = (enum rb_clock_kind)db_int(&rows, i, 4), .old_due_us = db_int(&rows, i, 5), .due_us = db_int(&rows, i, 6), .reason = db_text(&rows, i, 7),
            .asker = db_text(&rows, i, 8), .asked_us = db_int(&rows, i, 9), .number = db_text(&rows, i, 10), .title = db_text(&rows, i, 11), .state = CLOCK_ASKED,
        };
    }
    *ret_list = waiting;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err acting_tell(struct db *db, const struct acting *act, const char *to, const char *kind, const char *data)
{
    const struct complaint *c = &act->c;
    struct notice_to *receivers;
    size_t n;
    TRY(notice_receivers_of(db, act->arena, c->id, to, c->unit_id, c->department_id, c->assignee_id, act->writer->now_us, &receivers, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = receivers[i].user_id, .for_id = receivers[i].for_id, .complaint_id = c->id,
                                      .at_us = act->writer->now_us, .kind = kind, .data = data};
        if (receivers[i].user_id != act->writer->user->id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static bool has_text(const char *text)
{
    return text && *text;
}

/* The clock that the form names, of this complaint. */
static enum err find(const struct acting *act, int64_t id, size_t *ret_i)
{
    for (size_t i = 0; i < act->set.n; i++) {
        if (act->set.list[i].id == id) {
            *ret_i = i;
            return ERR_NONE;
        }
    }
    return ERR_INPUT;
}

static const char *moved_data(const struct acting *act, const struct clock *before, const struct clock *now, const char *reason)
{
    struct arena *a = act->arena;
    return timeline_data(a, "clock", now->rule, "clock_kind", rulebook_clock_word(now->kind), "reason", reason, "due", number(a, now->due_us), "due_before",
                         now->due_us != before->due_us ? number(a, before->due_us) : NULL, NULL);
}

static enum err pause_it(struct acting *act, size_t i)
{
    const struct complaint_command *command = act->command;
    struct clock *c = &act->set.list[i], before = *c;
    if (!has_text(command->text) || !has_text(command->pause))
        return ERR_INPUT;
    TRY(clock_pause(&act->world, c, command->pause, act->writer->now_us));
    act->set.reason = command->text;
    clock_made(&act->set, i, (struct clock_history){.kind = CLOCK_HISTORY_PAUSE, .at_us = c->paused_us, .rule = c->pause, .due_before_us = c->due_us});
    act->data = moved_data(act, &before, c, c->pause);
    return ERR_NONE;
}

static enum err resume_it(struct acting *act, size_t i)
{
    const struct clock *c = &act->set.list[i], before = *c;
    TRY(clock_resume_in(&act->world, &act->set, i, act->writer->now_us));
    act->data = moved_data(act, &before, c, before.pause);
    return ERR_NONE;
}

static enum err done_it(struct acting *act, size_t i)
{
    const struct clock before = act->set.list[i];
    const struct rb_facts facts = acting_facts(act);
    if (!has_text(act->command->text))
        return ERR_INPUT;
    if (!clock_by_hand(before.kind))
        return ERR_STATE;
    TRY(clock_done_in(&act->world, &act->set, &facts, i, act->writer->now_us));
    act->data = moved_data(act, &before, &act->set.list[i], NULL);
    return ERR_NONE;
}

/* ---- more time ---- */

/* The date moves, and the complainant is told, which is what the public event shows. */
static enum err give(struct acting *act, size_t i, const char *reason, const char *notice)
{
    struct clock *c = &act->set.list[i], before = *c;
    const struct rb_extension *rung = clock_rung(act->world.book, c);
    struct calendar_limit by = {0};
    if (!rung || calendar_limit_read(str_of(rung->by), &by) != ERR_NONE)
        return ERR_STATE;
    TRY(clock_extend(&act->world, c, act->writer->now_us));
    act->set.reason = reason;
    clock_made(&act->set, i, (struct clock_history){.kind = CLOCK_HISTORY_EXTENSION, .at_us = act->writer->now_us, .limit = by, .due_before_us = before.due_us,
                                                    .due_after_us = c->due_us});
    act->event = "extended";
    act->data = moved_data(act, &before, c, NULL);
    act->kind = has_text(notice) ? MESSAGE_TO : (enum message_kind)0;
    act->text = notice;
    return ERR_NONE;
}

static enum err no_open_request(struct db *db, const struct acting *act, int64_t clock_id)
{
    struct clock_request *requests;
    size_t n;
    TRY(clock_requests(db, act->arena, act->c.id, &requests, &n));
    for (size_t i = 0; i < n; i++) {
        if (requests[i].clock_id == clock_id && requests[i].state == CLOCK_ASKED)
            return ERR_STATE;
    }
    return ERR_NONE;
}

static enum err extend(struct db *db, struct acting *act, size_t i)
{
    const struct complaint_command *command = act->command;
    const struct access_user *user = act->writer->user;
    const struct clock before = act->set.list[i];
    const struct rb_extension *rung = clock_rung(act->world.book, &before);
    int64_t now_us = act->writer->now_us, id;
    if (!rung || now_us > before.due_us)
        return ERR_STATE;
    if (!has_text(command->text) || (rung->notice && !has_text(command->notice)))
        return ERR_INPUT;
    TRY(no_open_request(db, act, before.id));
    bool asks = *rung->approve != '\0';
    struct clock_request request = {
        .clock_id = before.id, .complaint_id = act->c.id, .state = asks ? CLOCK_ASKED : CLOCK_AGREED, .role = rung->approve,
        .due_us = clock_extended_due(&act->world, &before, rung), .reason = command->text, .notice = has_text(command->notice) ? command->notice : "",
        .asker_id = user->id, .asked_us = now_us, .decider_id = asks ? 0 : user->id, .decided_us = asks ? 0 : now_us,
    };
    TRY(clock_request_put(db, &request, &id));
    if (!asks)
        return give(act, i, command->text, command->notice);
    struct arena *a = act->arena;
    act->data = timeline_data(a, "clock", before.rule, "clock_kind", rulebook_clock_word(before.kind), "due", number(a, request.due_us), "due_before",
                              number(a, before.due_us), "role", rung->approve, NULL);
    return acting_tell(db, act, rung->approve, "extension_asked",
                       timeline_data(a, "clock", before.rule, "clock_kind", rulebook_clock_word(before.kind), "due", number(a, request.due_us), "due_before",
                                     number(a, before.due_us), "role", rung->approve, "by", user->name, NULL));
}

static enum err find_request(struct db *db, const struct acting *act, struct clock_request *ret_request)
{
    struct clock_request *requests;
    size_t n;
    TRY(clock_requests(db, act->arena, act->c.id, &requests, &n));
    for (size_t i = 0; i < n; i++) {
        if (requests[i].id == act->command->request_id) {
            *ret_request = requests[i];
            return ERR_NONE;
        }
    }
    return ERR_INPUT;
}

static enum err tell_asker(struct db *db, const struct acting *act, const struct clock_request *r, bool agreed)
{
    struct arena *a = act->arena;
    const struct notice notice = {
        .user_id = r->asker_id, .complaint_id = act->c.id, .at_us = act->writer->now_us, .kind = "extension_decided",
        .data = timeline_data(a, "clock", r->rule, "due", number(a, r->due_us), "agreed", agreed ? "1" : "0", "by", act->writer->user->name, NULL),
    };
    return notice_put(db, &notice);
}

static enum err decide(struct db *db, struct acting *act)
{
    const struct complaint_command *command = act->command;
    const struct access_user *user = act->writer->user;
    int64_t now_us = act->writer->now_us;
    struct clock_request r;
    size_t i;
    bool holds;
    TRY(find_request(db, act, &r));
    TRY(complaint_holds_role(db, act->arena, user->id, &act->c, r.role, now_us, &holds));
    if (!holds || r.asker_id == user->id)
        return ERR_FORBIDDEN;
    TRY(find(act, r.clock_id, &i));
    const struct clock *c = &act->set.list[i];
    /* Once the old date has passed there is nothing to agree to: the sweep lets the request lapse (F7). */
    if (r.state != CLOCK_ASKED || c->state != CLOCK_RUNNING || now_us > c->due_us)
        return ERR_STATE;
    if (!command->agree && !has_text(command->text))
        return ERR_INPUT;
    TRY(clock_request_decide(db, r.id, command->agree ? CLOCK_AGREED : CLOCK_REFUSED, user->id, has_text(command->text) ? command->text : "", now_us));
    TRY(tell_asker(db, act, &r, command->agree));
    if (command->agree)
        return give(act, i, r.reason, r.notice);
    act->event = "extension_refused";
    act->data = moved_data(act, c, c, NULL);
    return ERR_NONE;
}

enum err acting_clock(struct db *db, struct acting *act)
{
    size_t i;
    if (act->command->action == ACTION_DECIDE_EXTENSION)
        return decide(db, act);
    TRY(find(act, act->command->clock_id, &i));
    switch (act->command->action) {
    case ACTION_PAUSE:
        return pause_it(act, i);
    case ACTION_RESUME:
        return resume_it(act, i);
    case ACTION_EXTEND:
        return extend(db, act, i);
    default:
        return done_it(act, i);
    }
}
