#include "recusal_store.h"

#include <string.h>

#include "message_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"

enum { LIST, PUT, DROP, PERSON, BY_LOGIN, FREE_SLIPS };
static const struct db_stmt list[] = {
    [LIST] = {"SELECT x.user_id, x.at_us, x.reason, p.login, p.name, a.name FROM recusal x JOIN app_user p ON p.id = x.user_id LEFT JOIN app_user a ON a.id = x.actor_id "
              "WHERE x.complaint_id = ? ORDER BY x.at_us, x.user_id LIMIT 100",
              "i", "iitttT"},
    [PUT] = {"INSERT IGNORE INTO recusal (complaint_id, user_id, reason, at_us, actor_id) VALUES (?, ?, ?, ?, ?)", "iitiI", ""},
    [DROP] = {"DELETE FROM recusal WHERE complaint_id = ? AND user_id = ?", "ii", ""},
    [PERSON] = {"SELECT p.name, s.id, s.name FROM app_user p LEFT JOIN app_user s ON s.id = p.superior_id WHERE p.id = ?", "i", "tIT"},
    [BY_LOGIN] = {"SELECT id, name FROM app_user WHERE login = ? AND active = 1", "t", "it"},
    /* What was given to him within a department is the department's again. */
    [FREE_SLIPS] = {"UPDATE slip SET to_user_id = NULL, version = version + 1 WHERE complaint_id = ? AND to_user_id = ? AND is_open = 1", "ii", ""},
};
const struct db_stmts recusal_stmts = {"recusal", list, COUNT_OF(list), DB_STAFF};

enum err recusal_list(struct db *db, struct arena *a, int64_t complaint_id, struct recusal **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(complaint_id)), &rows));
    struct recusal *out = ARENA_ARRAY(a, rows.n + 1, struct recusal);
    for (size_t i = 0; i < rows.n; i++) {
        out[i] = (struct recusal){
            .user_id = db_int(&rows, i, 0),
            .at_us = db_int(&rows, i, 1),
            .reason = db_text(&rows, i, 2),
            .login = db_text(&rows, i, 3),
            .name = db_text(&rows, i, 4),
            .actor = db_text(&rows, i, 5),
        };
    }
    *ret_list = out;
    *ret_n = rows.n;
    return ERR_NONE;
}

struct keeping {
    struct db *db;
    struct arena *arena;
    const struct complaint_writer *writer;
    struct complaint *c;
    int64_t message_id; /* why, 0: no note */
};

static enum err tell_it_is_nobodys(const struct keeping *k)
{
    const struct complaint *c = k->c;
    struct notice_to *to;
    size_t n;
    TRY(notice_receivers_of(k->db, k->arena, c->id, "handler", c->unit_id, c->department_id, 0, k->writer->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = c->id, .at_us = k->writer->now_us, .kind = "kept_out",
                                      .data = timeline_data(k->arena, "by", k->writer->user->name, NULL)};
        TRY(notice_put(k->db, &notice));
    }
    return ERR_NONE;
}

/* Nothing of it stays in the hands of who is kept out. */
static enum err take_away(const struct keeping *k, int64_t user_id)
{
    struct complaint *c = k->c;
    TRY(db_run(k->db, &list[FREE_SLIPS], DB_ARGS(DB_INT(c->id), DB_INT(user_id)), NULL));
    if (c->assignee_id != user_id)
        return ERR_NONE;
    c->assignee_id = 0;
    c->assignee = "";
    return tell_it_is_nobodys(k);
}

static enum err record(const struct keeping *k, const char *kind, const char *person, const char *reason)
{
    const char *message = k->message_id ? arena_printf(k->arena, "%lld", (long long)k->message_id) : NULL;
    return complaint_append(k->db, k->arena, k->writer, k->c, kind, timeline_data(k->arena, "person", person, "why", reason, "message", message, NULL));
}

static enum err keep_out(const struct keeping *k, int64_t user_id, const char *name, const char *reason, bool *ret_new)
{
    struct db_done done;
    TRY(db_run(k->db, &list[PUT],
               DB_ARGS(DB_INT(k->c->id), DB_INT(user_id), DB_TEXT(reason), DB_INT(k->writer->now_us), DB_ID(k->writer->user ? k->writer->user->id : 0)), &done));
    *ret_new = done.rows == 1;
    return *ret_new ? record(k, "recused", name, reason) : ERR_NONE;
}

/* ---- because of who is complained of ---- */

static bool same_staff(const struct complaint_class *was, const struct complaint_class *now)
{
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < was->n_respondents && !was->respondents[i].user_id)
            i++;
        while (j < now->n_respondents && !now->respondents[j].user_id)
            j++;
        if (i == was->n_respondents || j == now->n_respondents)
            return i == was->n_respondents && j == now->n_respondents;
        if (was->respondents[i].user_id != now->respondents[j].user_id)
            return false;
    }
}

struct wanted {
    int64_t user_id;
    const char *name, *reason;
};

static void want(struct wanted *wanted, size_t *n, int64_t user_id, const char *name, const char *reason)
{
    for (size_t i = 0; i < *n; i++) {
        if (wanted[i].user_id == user_id)
            return;
    }
    wanted[(*n)++] = (struct wanted){user_id, name, reason};
}

/* Those who are complained of come first: who is a superior besides is kept out for that. */
static enum err find_wanted(struct db *db, struct arena *a, const struct complaint_class *now, struct wanted *wanted, size_t *ret_n)
{
    int64_t superiors[COMPLAINT_CODES_MAX];
    const char *names[COMPLAINT_CODES_MAX];
    size_t n = 0, n_superiors = 0;
    for (size_t i = 0; i < now->n_respondents && i < COMPLAINT_CODES_MAX; i++) {
        struct db_rows row;
        if (!now->respondents[i].user_id)
            continue;
        TRY(db_one(db, a, &list[PERSON], DB_ARGS(DB_INT(now->respondents[i].user_id)), &row));
        want(wanted, &n, now->respondents[i].user_id, db_text(&row, 0, 0), "respondent");
        if (db_int(&row, 0, 1)) {
            names[n_superiors] = db_text(&row, 0, 2);
            superiors[n_superiors++] = db_int(&row, 0, 1);
        }
    }
    for (size_t i = 0; i < n_superiors; i++)
        want(wanted, &n, superiors[i], names[i], "superior");
    *ret_n = n;
    return ERR_NONE;
}

static bool derived(const struct recusal *r)
{
    return strcmp(r->reason, "respondent") == 0 || strcmp(r->reason, "superior") == 0;
}

enum err recusal_derive(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_class *was, const struct complaint_class *now)
{
    const struct keeping k = {.db = db, .arena = a, .writer = w, .c = c};
    struct wanted wanted[2 * COMPLAINT_CODES_MAX];
    struct recusal *before;
    size_t n, n_before;
    if (same_staff(was, now))
        return ERR_NONE;
    TRY(find_wanted(db, a, now, wanted, &n));
    TRY(recusal_list(db, a, c->id, &before, &n_before));
    for (size_t i = 0; i < n_before; i++) {
        bool stays = !derived(&before[i]);
        for (size_t j = 0; j < n && !stays; j++)
            stays = wanted[j].user_id == before[i].user_id;
        if (stays)
            continue;
        TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(c->id), DB_INT(before[i].user_id)), NULL));
        TRY(record(&k, "recusal_lifted", before[i].name, before[i].reason));
    }
    for (size_t i = 0; i < n; i++) {
        bool fresh;
        TRY(keep_out(&k, wanted[i].user_id, wanted[i].name, wanted[i].reason, &fresh));
    }
    /* Once all of them are out, so that none is told what another one has to leave. */
    for (size_t i = 0; i < n; i++)
        TRY(take_away(&k, wanted[i].user_id));
    return ERR_NONE;
}

/* ---- by hand ---- */

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct recusal_command *command;
    const char *location, *field, *why;
};

static enum err wrong(struct acting *act, const char *field, const char *why)
{
    act->field = field;
    act->why = why;
    return ERR_INPUT;
}

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

static enum err write_note(struct db *db, const struct acting *act, int64_t complaint_id, int64_t *ret_id)
{
    const struct access_user *user = act->writer->user;
    const struct message m = {
        .complaint_id = complaint_id,
        .at_us = act->writer->now_us,
        .author_id = user->id,
        .kind = MESSAGE_NOTE,
        .unit_zh = place_name(act->arena, user->unit_zh, user->department_zh),
        .unit_en = place_name(act->arena, *user->unit_en ? user->unit_en : user->unit_zh, *user->department_en ? user->department_en : user->department_zh),
        .body = act->command->text,
    };
    return message_insert(db, &m, ret_id);
}

static enum err set_one(struct acting *act, const struct keeping *k)
{
    const struct access_user *user = act->writer->user;
    int64_t id = user->id;
    const char *name = user->name;
    bool own = act->command->action == RECUSAL_OWN, fresh;
    if (!own) {
        struct db_rows row;
        TRY(db_query(k->db, act->arena, &list[BY_LOGIN], DB_ARGS(DB_TEXT(act->command->login)), &row));
        if (row.n == 0)
            return wrong(act, "login", N_("Nobody has this sign-in name"));
        id = db_int(&row, 0, 0);
        name = db_text(&row, 0, 1);
    }
    TRY(keep_out(k, id, name, own ? "own" : "set", &fresh));
    return fresh ? take_away(k, id) : wrong(act, "login", N_("This person is kept out already"));
}

static enum err lift_one(struct acting *act, const struct keeping *k)
{
    struct recusal *all;
    size_t n;
    TRY(recusal_list(k->db, act->arena, k->c->id, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (all[i].user_id != act->command->user_id)
            continue;
        TRY(db_run(k->db, &list[DROP], DB_ARGS(DB_INT(k->c->id), DB_INT(all[i].user_id)), NULL));
        return record(k, "recusal_lifted", all[i].name, all[i].reason);
    }
    return wrong(act, "user", N_("Choose somebody who is kept out"));
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *act = ctx;
    const struct recusal_command *command = act->command;
    struct complaint c;
    permission_set rights;
    struct keeping k = {.db = db, .arena = act->arena, .writer = act->writer, .c = &c};
    act->location = command->once_location;
    if (command->once_hash) {
        enum err e = once_claim(db, act->arena, command->once_hash, command->once_location, act->writer->now_us, &act->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, act->arena, command->number));
    TRY(complaint_load(db, act->arena, act->writer->user, command->number, &c, &rights));
    if (command->action != RECUSAL_OWN && !(rights & PERMISSION_BIT(MAY_SUPERVISE)))
        return ERR_FORBIDDEN;
    if (!command->text || !*command->text)
        return wrong(act, "text", N_("Give the reason"));
    TRY(write_note(db, act, c.id, &k.message_id));
    if (command->action == RECUSAL_LIFT)
        TRY(lift_one(act, &k));
    else
        TRY(set_one(act, &k));
    return complaint_save(db, act->arena, &c);
}

enum err recusal_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct recusal_command *command, const char **ret_location,
                     const char **ret_field, const char **ret_why)
{
    struct acting act = {.arena = a, .writer = w, .command = command, .field = "", .why = ""};
    enum err e = db_tx(db, run, &act);
    *ret_location = act.location;
    *ret_field = act.field;
    *ret_why = act.why;
    return e;
}
