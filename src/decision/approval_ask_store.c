#include <string.h>

#include "approval_acting_store.h"
#include "calendar_store.h"
#include "crypto_random.h"
#include "msgid.h"

/* Asking for approvals, taking them back, telling those who decide. */

enum { OPEN, PUT, PUT_STEP, ANYBODY, OPEN_ABOUT, OPEN_ALL, WITHDRAW, WAITS_NO_MORE };
static const struct db_stmt list[] = {
    [OPEN] = {"SELECT id FROM approval WHERE complaint_id = ? AND about = ? AND subject_id = ? AND state = 1 LIMIT 1", "iti", "i"},
    [PUT] = {"INSERT INTO approval (complaint_id, about, subject_id, chain, basis, state, step, cents, title, body, hash, asked_by, asked_us) VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)",
             "ititti" "ttbii", ""},
    [PUT_STEP] = {"INSERT INTO approval_step (approval_id, n, role, waits, due_us) VALUES (?, ?, ?, ?, ?)", "iitii", ""},
    /* Somebody who holds the role over the complaint, is not kept out of it and did not ask. */
    [ANYBODY] = {"SELECT p.id FROM role r JOIN role_grant g ON g.role_id = r.id JOIN app_user p ON p.id = g.user_id AND p.active = 1 WHERE r.code = ? AND p.id <> ? AND (g.department_id = ? OR g.unit_id IN "
                 "(SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))) AND NOT EXISTS (SELECT 1 FROM recusal z WHERE "
                 "z.complaint_id = ? AND z.user_id = p.id) LIMIT 1",
                 "tiiiii", "i"},
    [OPEN_ABOUT] = {"SELECT id FROM approval WHERE complaint_id = ? AND about = ? AND subject_id = ? AND state = 1 ORDER BY id", "iti", "i"},
    [OPEN_ALL] = {"SELECT id FROM approval WHERE complaint_id = ? AND state = 1 ORDER BY id", "i", "i"},
    [WITHDRAW] = {"UPDATE approval SET state = 4, done_us = ?, version = version + 1 WHERE id = ? AND state = 1", "ii", ""},
    [WAITS_NO_MORE] = {"UPDATE approval_step SET waits = 0 WHERE approval_id = ? AND waits = 1", "i", ""},
};
const struct db_stmts approval_write_stmts = {"approval_write", list, COUNT_OF(list), DB_STAFF};

enum { HOLDERS, SEE, MOVE_ON };
static const struct db_stmt tell_list[] = {
    [HOLDERS] = {"SELECT p.id, p.name FROM role r JOIN role_grant g ON g.role_id = r.id JOIN app_user p ON p.id = g.user_id AND p.active = 1 WHERE r.code = ? AND p.id <> ? AND (g.department_id = ? OR "
                 "g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))) GROUP BY p.id, p.name ORDER BY p.id LIMIT 50",
                 "tiiii", "it"},
    [SEE] = {"INSERT IGNORE INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us, part) SELECT ?, id, is_open, state, unread, due_us, received_us, 1 FROM complaint WHERE id = ?",
             "ii", ""},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts approval_tell_stmts = {"approval_tell", tell_list, COUNT_OF(tell_list), DB_STAFF | DB_JOBS};

static const char *number(struct arena *a, int64_t value)
{
    return value ? arena_printf(a, "%lld", (long long)value) : NULL;
}

/* ---- who hears of it ---- */

enum err approval_let_see(struct db *db, int64_t complaint_id, int64_t user_id)
{
    return db_run(db, &tell_list[SEE], DB_ARGS(DB_INT(holder_code(HOLDER_USER, user_id)), DB_INT(complaint_id)), NULL);
}

enum err approval_move_on(struct db *db, const struct complaint *c)
{
    return db_run(db, &tell_list[MOVE_ON], DB_ARGS(DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL);
}

static const struct approval_step *waiting_step(const struct approval *approval)
{
    for (size_t i = 0; i < approval->n_steps; i++) {
        if (approval->steps[i].n == approval->step)
            return &approval->steps[i];
    }
    return NULL;
}

static const char *notice_data(struct arena *a, const struct complaint_writer *w, const struct approval *approval, int64_t due_us)
{
    return timeline_data(a, "approval", number(a, approval->id), "about", approval->about, "what", approval->title, "cents", number(a, approval->cents), "due", number(a, due_us), "by",
                         w->user ? w->user->name : approval->asker, NULL);
}

static enum err put(struct db *db, const struct complaint_writer *w, int64_t complaint_id, const struct notice_to *to, const char *kind, const char *data)
{
    const struct notice notice = {.user_id = to->user_id, .for_id = to->for_id, .complaint_id = complaint_id, .at_us = w->now_us, .kind = kind, .data = data};
    return notice_put(db, &notice);
}

/* Nearest first, as for clocks; when that is nobody but who asked, everybody who holds the role over it. */
static enum err deciders(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct approval *approval, const char *role, struct notice_to **ret_to, size_t *ret_n)
{
    struct notice_to *to;
    struct db_rows rows;
    size_t n, kept = 0;
    TRY(notice_receivers_of(db, a, c->id, role, c->unit_id, c->department_id, 0, w->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        if (to[i].user_id != approval->asked_by && to[i].for_id != approval->asked_by)
            to[kept++] = to[i];
    }
    *ret_to = to;
    *ret_n = kept;
    if (kept > 0)
        return ERR_NONE;
    TRY(db_query(db, a, &tell_list[HOLDERS], DB_ARGS(DB_TEXT(role), DB_INT(approval->asked_by), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id)), &rows));
    *ret_to = ARENA_ARRAY(a, rows.n + 1, struct notice_to);
    for (*ret_n = 0; *ret_n < rows.n; (*ret_n)++)
        (*ret_to)[*ret_n] = (struct notice_to){db_int(&rows, *ret_n, 0), 0, db_text(&rows, *ret_n, 1)};
    return ERR_NONE;
}

enum err approval_tell(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct approval *approval, const char *kind, const char **ret_told)
{
    const struct approval_step *step = waiting_step(approval);
    struct buf told = {.arena = a};
    struct notice_to one, *to = &one;
    size_t n = 1;
    *ret_told = "";
    if (!step)
        return ERR_NONE;
    if (step->to_id)
        one = (struct notice_to){step->to_id, 0, step->to};
    else
        TRY(deciders(db, a, w, c, approval, step->role, &to, &n));
    const char *data = notice_data(a, w, approval, step->due_us);
    for (size_t i = 0; i < n; i++) {
        if (w->user && w->user->id == to[i].user_id)
            continue;
        if (to[i].for_id)
            TRY(approval_let_see(db, c->id, to[i].user_id));
        TRY(put(db, w, c->id, &to[i], kind, data));
        buf_printf(&told, "%s%s", told.n ? "," : "", to[i].name);
    }
    *ret_told = told.n ? told.p : "";
    return ERR_NONE;
}

enum err approval_tell_asker(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval *approval, const char *kind)
{
    const struct notice_to to = {approval->asked_by, 0, approval->asker};
    if (w->user && w->user->id == approval->asked_by)
        return ERR_NONE;
    return put(db, w, approval->complaint_id, &to, kind, notice_data(a, w, approval, 0));
}

enum err approval_event(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval *approval, const char *kind, const char *person, const char *told)
{
    return complaint_append(db, a, w, c, kind,
                            timeline_data(a, "approval", number(a, approval->id), "about", approval->about, "what", approval->title, "cents", number(a, approval->cents), "step",
                                          approval->n_steps > 1 ? arena_printf(a, "%d/%zu", approval->step, approval->n_steps) : NULL, "person", person && *person ? person : NULL, "told",
                                          told && *told ? told : NULL, NULL));
}

/* ---- asking ---- */

enum err approval_step_due(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const char *limit, int64_t *ret_due_us)
{
    const struct calendar *calendar;
    struct calendar_limit read = {0};
    *ret_due_us = CLOCK_NEVER;
    if (!limit || !*limit || calendar_limit_read(str_of(limit), &read) != ERR_NONE)
        return ERR_NONE;
    TRY(calendar_of_unit(db, a, c->unit_id, w->zone, &calendar));
    int64_t due_us = calendar_add(calendar, w->now_us, read);
    if (due_us > w->now_us && due_us < CLOCK_NEVER)
        *ret_due_us = due_us;
    return ERR_NONE;
}

static void hash_of(struct arena *a, const struct approval_ask *ask, uint8_t out[32])
{
    struct buf all = {.arena = a};
    buf_printf(&all, "%lld\n%s\n%s", (long long)ask->cents, ask->title, ask->body);
    crypto_sha256(all.p, all.n, out);
}

static enum err somebody_decides(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_chain *chain)
{
    for (unsigned i = 0; i < chain->steps_count; i++) {
        struct db_rows row;
        enum err e = db_one(db, a, &list[ANYBODY],
                            DB_ARGS(DB_TEXT(chain->steps[i].role), DB_INT(w->user->id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id), DB_INT(c->id)), &row);
        if (e != ERR_NONE)
            return e == ERR_NOT_FOUND ? ERR_STATE : e;
    }
    return chain->steps_count > 0 && chain->steps_count <= APPROVAL_STEPS_MAX ? ERR_NONE : ERR_STATE;
}

static enum err put_steps(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_chain *chain, struct approval *approval)
{
    approval->steps = ARENA_ARRAY(a, chain->steps_count, struct approval_step);
    approval->n_steps = chain->steps_count;
    for (unsigned i = 0; i < chain->steps_count; i++) {
        int64_t due_us = CLOCK_NEVER;
        if (i == 0)
            TRY(approval_step_due(db, a, w, c, chain->steps[i].limit, &due_us));
        TRY(db_run(db, &list[PUT_STEP], DB_ARGS(DB_INT(approval->id), DB_INT(i + 1), DB_TEXT(chain->steps[i].role), DB_INT(i == 0), DB_INT(due_us)), NULL));
        approval->steps[i] = (struct approval_step){.n = (int)i + 1, .role = chain->steps[i].role, .due_us = due_us < CLOCK_NEVER ? due_us : 0, .to = ""};
    }
    return ERR_NONE;
}

/* Titles stand in a column of 200 characters. */
static const char *short_title(struct arena *a, const char *title)
{
    enum { TITLE_MAX = 200 };
    size_t n = 0, chars = 0;
    for (; title[n]; n++) {
        if (((unsigned char)title[n] & 0xc0) != 0x80 && chars++ == TITLE_MAX)
            break;
    }
    return title[n] ? arena_strndup(a, title, n) : title;
}

enum err approval_ask(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval_ask *ask, int64_t *ret_id)
{
    struct db_rows rows;
    struct db_done done;
    uint8_t hash[32];
    const char *told, *basis = ask->basis ? ask->basis : "";
    TRY(db_query(db, a, &list[OPEN], DB_ARGS(DB_INT(c->id), DB_TEXT(ask->chain->about), DB_INT(ask->subject_id)), &rows));
    if (rows.n > 0)
        return ERR_EXISTS;
    TRY(somebody_decides(db, a, w, c, ask->chain));
    if (ask->hash)
        memcpy(hash, ask->hash, sizeof hash);
    else
        hash_of(a, ask, hash);
    struct approval approval = {.complaint_id = c->id, .subject_id = ask->subject_id, .asked_by = w->user->id, .asked_us = w->now_us, .cents = ask->cents, .state = APPROVAL_OPEN, .about = ask->chain->about,
                                .chain = ask->chain->code, .basis = basis, .title = short_title(a, ask->title), .body = ask->body, .step = 1, .version = 1, .asker = w->user->name};
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(c->id), DB_TEXT(approval.about), DB_INT(ask->subject_id), DB_TEXT(approval.chain), DB_TEXT(basis), DB_INT(ask->cents), DB_TEXT(approval.title), DB_TEXT(ask->body),
                       DB_BYTES(hash, 32), DB_INT(w->user->id), DB_INT(w->now_us)),
               &done));
    approval.id = done.id;
    TRY(put_steps(db, a, w, c, ask->chain, &approval));
    TRY(approval_tell(db, a, w, c, &approval, "approval_asked", &told));
    *ret_id = approval.id;
    return approval_event(db, a, w, c, &approval, "approval_asked", NULL, told);
}

/* ---- taking back ---- */

enum err approval_withdraw(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *about, int64_t subject_id)
{
    struct db_rows rows;
    if (*about)
        TRY(db_query(db, a, &list[OPEN_ABOUT], DB_ARGS(DB_INT(c->id), DB_TEXT(about), DB_INT(subject_id)), &rows));
    else
        TRY(db_query(db, a, &list[OPEN_ALL], DB_ARGS(DB_INT(c->id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct approval approval;
        TRY(approval_read(db, a, db_int(&rows, i, 0), &approval));
        TRY(db_run(db, &list[WITHDRAW], DB_ARGS(DB_INT(w->now_us), DB_INT(approval.id)), NULL));
        TRY(db_run(db, &list[WAITS_NO_MORE], DB_ARGS(DB_INT(approval.id)), NULL));
        TRY(approval_event(db, a, w, c, &approval, "approval_withdrawn", NULL, NULL));
    }
    return ERR_NONE;
}

/* ---- for actions of complaints ---- */

enum err approval_asking(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_wish *wish, const char **ret_why)
{
    const struct approval_ask ask = {.chain = wish->chain, .subject_id = wish->subject_id, .basis = wish->basis, .title = wish->title, .body = wish->body};
    struct approval before;
    int64_t id;
    enum err e = approval_of(db, a, c->id, wish->chain->about, wish->subject_id, &before);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NONE && before.state == APPROVAL_OPEN) {
        if (strcmp(before.basis, wish->basis) == 0 && strcmp(before.title, wish->title) == 0)
            return ERR_NONE;
        TRY(approval_withdraw(db, a, w, c, wish->chain->about, wish->subject_id));
    }
    e = approval_ask(db, a, w, c, &ask, &id);
    if (e == ERR_STATE)
        *ret_why = N_("Nobody who could agree to it holds the role for this complaint. Tell an administrator");
    return e;
}
