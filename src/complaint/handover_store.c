#include "handover_store.h"

#include "absence_store.h"
#include "complaint_store.h"
#include "coordinator_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "org_scope_store.h"
#include "task_store.h"

#include <string.h>

/* ---- moving complaints: staff and jobs ---- */

enum { PICK, MOVE, UNTIE, TIE, COUNT };
static const struct db_stmt moving[] = {
    /* What the other one is kept out of (requirements G9) goes to the department. */
    [PICK] = {"SELECT id, events, chain_hash, first_receiver_id, (SELECT COUNT(*) FROM recusal z WHERE z.complaint_id = complaint.id AND z.user_id = ?) FROM complaint WHERE assignee_id = ? AND is_open = 1 ORDER BY id LIMIT ? FOR UPDATE", "iii", "iibIi"},
    [MOVE] = {"UPDATE complaint SET assignee_id = ?, events = ?, chain_hash = ?, version = version + 1 WHERE id = ?", "Iibi", ""},
    [UNTIE] = {"DELETE FROM complaint_scope WHERE complaint_id = ? AND holder = ?", "ii", ""},
    /* Who saw a part of it sees all of it. */
    [TIE] = {"INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us)"
             " SELECT ?, c.id, c.is_open, c.state, c.unread, c.due_us, c.received_us FROM complaint c WHERE c.id = ? ON DUPLICATE KEY UPDATE part = 0",
             "ii", ""},
    [COUNT] = {"SELECT COUNT(*) FROM complaint WHERE assignee_id = ? AND is_open = 1", "i", "i"},
};
const struct db_stmts handover_move_stmts = {"handover_move", moving, COUNT_OF(moving), DB_STAFF | DB_JOBS};

struct route_of {
    int64_t from_id, to_id, by_id;
    const char *from, *to, *by;
};

static enum err move_one(struct db *db, struct arena *a, const struct complaint_writer *w, const struct route_of *r, const struct db_rows *rows, size_t i)
{
    struct complaint c = {.id = db_int(rows, i, 0), .events = (int)db_int(rows, i, 1)};
    struct str hash = db_bytes(rows, i, 2);
    if (hash.n != sizeof c.chain_hash)
        return ERR_DB;
    memcpy(c.chain_hash, hash.p, sizeof c.chain_hash);
    bool kept_out = db_int(rows, i, 4) != 0;
    TRY(complaint_append(db, a, w, &c, "handed_over", timeline_data(a, "assignee", kept_out ? NULL : r->to, "from", r->from, NULL)));
    TRY(db_run(db, &moving[MOVE], DB_ARGS(DB_ID(kept_out ? 0 : r->to_id), DB_INT(c.events), DB_BYTES(c.chain_hash, sizeof c.chain_hash), DB_INT(c.id)), NULL));
    if (db_int(rows, i, 3) != r->from_id) /* who registered it keeps seeing it (requirements A5) */
        TRY(db_run(db, &moving[UNTIE], DB_ARGS(DB_INT(c.id), DB_INT(holder_code(HOLDER_USER, r->from_id))), NULL));
    return kept_out ? ERR_NONE : db_run(db, &moving[TIE], DB_ARGS(DB_INT(holder_code(HOLDER_USER, r->to_id)), DB_INT(c.id)), NULL);
}

/* A batch; when there is more, the task for it. */
static enum err move_some(struct db *db, struct arena *a, const struct complaint_writer *w, const struct route_of *r, int64_t *ret_left)
{
    struct db_rows rows, left;
    TRY(db_query(db, a, &moving[PICK], DB_ARGS(DB_INT(r->to_id), DB_INT(r->from_id), DB_INT(HANDOVER_AT_ONCE)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(move_one(db, a, w, r, &rows, i));
    TRY(db_one(db, a, &moving[COUNT], DB_ARGS(DB_INT(r->from_id)), &left));
    *ret_left = db_int(&left, 0, 0);
    if (*ret_left == 0)
        return ERR_NONE;
    const char *from_id = arena_printf(a, "%lld", (long long)r->from_id), *to_id = arena_printf(a, "%lld", (long long)r->to_id);
    const char *by_id = r->by_id ? arena_printf(a, "%lld", (long long)r->by_id) : NULL;
    return task_enqueue(db, "handover", 0, w->now_us, timeline_data(a, "from", from_id, "to", to_id, "by", by_id, "from_name", r->from, "to_name", r->to, NULL));
}

struct going_on {
    struct arena *arena;
    struct complaint_writer writer;
    struct route_of route;
};

static enum err go_on_tx(struct db *db, void *ctx)
{
    struct going_on *g = ctx;
    int64_t left;
    return move_some(db, g->arena, &g->writer, &g->route, &left);
}

static bool read_id(struct arena *a, const char *data, const char *key, int64_t *ret_id)
{
    long long id;
    if (!str_to_i64(str_of(timeline_get(a, data, key)), 1, INT64_MAX, &id))
        return false;
    *ret_id = id;
    return true;
}

enum err handover_go_on(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *data, int64_t now_us)
{
    struct going_on g = {.arena = a, .writer = {.keys = keys, .pool = CRYPTO_JOBS, .now_us = now_us}};
    struct access_user by = {.id = 0};
    if (!read_id(a, data, "from", &g.route.from_id) || !read_id(a, data, "to", &g.route.to_id))
        return ERR_MALFORMED;
    if (read_id(a, data, "by", &by.id))
        g.writer.user = &by;
    g.route.by_id = by.id;
    g.route.from = timeline_get(a, data, "from_name");
    g.route.to = timeline_get(a, data, "to_name");
    return db_tx(db, go_on_tx, &g);
}

/* ---- what is held, and handing it over: staff ---- */

enum { POSTS, LOCK, SUCCESSOR, MAY_SEE_ANY, POST, ABSENCE_CLASH, STAND_IN, REVOKE, OFF, END_SESSIONS, END_ABSENCES };
static const struct db_stmt list[] = {
    [POSTS] = {ORG_DEPARTMENT_COLUMNS " WHERE d.active = 1 AND (d.coordinator_id = ? OR d.deputy_id = ?) ORDER BY d.unit_id, d.id LIMIT 200", "ii", ORG_DEPARTMENT_TYPES},
    [LOCK] = {"SELECT id FROM app_user WHERE id IN (?, ?, ?, ?) ORDER BY id FOR UPDATE", "iiii", "i"},
    [SUCCESSOR] = {"SELECT u.name, u.unit_id FROM app_user u WHERE u.id = ? AND u.id <> ? AND u.active = 1 AND " ORG_SCOPE("u.unit_id"), "ii" ORG_SCOPE_TYPES, "ti"},
    [MAY_SEE_ANY] = {"SELECT COUNT(*) FROM role_grant g JOIN role_permission p ON p.role_id = g.role_id AND p.permission = 'see' WHERE g.user_id = ?", "i", "i"},
    [POST] = {"UPDATE department SET coordinator_id = ?, deputy_id = ?, version = version + 1 WHERE id = ?", "IIi", ""},
    [ABSENCE_CLASH] = {"SELECT COUNT(*) FROM absence b WHERE b.deputy_id = ? AND b.to_us > ? AND (b.user_id = ? OR EXISTS"
                       " (SELECT 1 FROM absence o WHERE o.user_id = ? AND o.to_us > b.from_us AND o.from_us < b.to_us))",
                       "iiii", "i"},
    [STAND_IN] = {"UPDATE absence SET deputy_id = ? WHERE deputy_id = ? AND to_us > ?", "iii", ""},
    [REVOKE] = {"DELETE FROM role_grant WHERE user_id = ?", "i", ""},
    [OFF] = {"UPDATE app_user SET active = 0, version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [END_SESSIONS] = {"DELETE FROM staff_session WHERE user_id = ?", "i", ""},
    /* His own absences to come tell nobody anything any more. */
    [END_ABSENCES] = {"DELETE FROM absence WHERE user_id = ? AND to_us > ?", "ii", ""},
};
const struct db_stmts handover_stmts = {"handover", list, COUNT_OF(list), DB_STAFF};

static const struct {
    const char *field, *text;
} faults[HANDOVER__END] = {
    [HANDOVER_FINE] = {"", ""},
    [HANDOVER_COMPLAINTS] = {"complaints_to", N_("Choose a colleague for the complaints who can sign in and may see complaints")},
    [HANDOVER_POSTS] = {"posts_to", N_("Choose a colleague of the same unit for the posts")},
    [HANDOVER_ABSENCES] = {"absences_to", N_("Choose a colleague who stands in from now on")},
    [HANDOVER_ABSENCES_AWAY] = {"absences_to", N_("This colleague is away in that time too, or is the one who is away; choose somebody else")},
};

const char *handover_fault_field(enum handover_fault fault)
{
    return faults[fault].field;
}

const char *handover_fault_text(enum handover_fault fault)
{
    return faults[fault].text;
}

enum err handover_held(struct db *db, struct arena *a, const struct access_user *user, int64_t person_id, int64_t now_us, struct handover_held *ret_held)
{
    struct handover_held held;
    struct db_rows rows;
    TRY(db_one(db, a, &moving[COUNT], DB_ARGS(DB_INT(person_id)), &rows));
    held.complaints = db_int(&rows, 0, 0);
    TRY(db_query(db, a, &list[POSTS], DB_ARGS(DB_INT(person_id), DB_INT(person_id)), &rows));
    org_departments_read(a, &rows, &held.posts, &held.n_posts);
    TRY(absence_deputised(db, a, person_id, now_us, &held.absences, &held.n_absences));
    TRY(people_grants(db, a, user, person_id, &held.grants, &held.n_grants));
    *ret_held = held;
    return ERR_NONE;
}

struct leaving {
    struct arena *arena;
    struct change_by *by;
    const struct handover *h;
    struct person person;
    struct handover_held held;
    const char *complaints_to, *posts_to, *absences_to; /* names */
    enum handover_fault fault;
    int64_t left;
};

static enum err successor(struct db *db, const struct leaving *l, int64_t id, const char **ret_name, int64_t *ret_unit)
{
    struct org_args args = {.n = 0};
    struct db_rows row;
    org_arg(&args, DB_INT(id));
    org_arg(&args, DB_INT(l->h->person_id));
    org_arg_scope(&args, l->by->actor, MAY_SET_PEOPLE);
    TRY(db_one(db, l->arena, &list[SUCCESSOR], args.v, args.n, &row));
    *ret_name = db_text(&row, 0, 0);
    *ret_unit = db_int(&row, 0, 1);
    return ERR_NONE;
}

static enum err wrong(struct leaving *l, enum handover_fault fault)
{
    l->fault = fault;
    return ERR_INPUT;
}

static enum err check_complaints(struct db *db, struct leaving *l)
{
    struct db_rows row;
    int64_t unit;
    if (l->held.complaints == 0)
        return ERR_NONE;
    enum err e = successor(db, l, l->h->complaints_to, &l->complaints_to, &unit);
    if (e == ERR_NOT_FOUND)
        return wrong(l, HANDOVER_COMPLAINTS);
    TRY(e);
    TRY(db_one(db, l->arena, &list[MAY_SEE_ANY], DB_ARGS(DB_INT(l->h->complaints_to)), &row));
    return db_int(&row, 0, 0) > 0 ? ERR_NONE : wrong(l, HANDOVER_COMPLAINTS);
}

static enum err check_posts(struct db *db, struct leaving *l)
{
    int64_t unit;
    if (l->held.n_posts == 0)
        return ERR_NONE;
    enum err e = successor(db, l, l->h->posts_to, &l->posts_to, &unit);
    if (e == ERR_NOT_FOUND)
        return wrong(l, HANDOVER_POSTS);
    TRY(e);
    for (size_t i = 0; i < l->held.n_posts; i++)
        if (l->held.posts[i].unit_id != unit)
            return wrong(l, HANDOVER_POSTS);
    return ERR_NONE;
}

static enum err check_absences(struct db *db, struct leaving *l)
{
    struct db_rows row;
    int64_t unit, to = l->h->absences_to;
    if (l->held.n_absences == 0)
        return ERR_NONE;
    enum err e = successor(db, l, to, &l->absences_to, &unit);
    if (e == ERR_NOT_FOUND)
        return wrong(l, HANDOVER_ABSENCES);
    TRY(e);
    TRY(db_one(db, l->arena, &list[ABSENCE_CLASH], DB_ARGS(DB_INT(l->h->person_id), DB_INT(l->by->now_us), DB_INT(to), DB_INT(to)), &row));
    return db_int(&row, 0, 0) == 0 ? ERR_NONE : wrong(l, HANDOVER_ABSENCES_AWAY);
}

/* ---- each kind ---- */

static enum err tell_successor(struct db *db, const struct leaving *l, int64_t to, int64_t complaints)
{
    const struct access_user *actor = l->by->actor;
    if (!to || (actor && actor->id == to))
        return ERR_NONE;
    struct notice notice = {
        .user_id = to,
        .at_us = l->by->now_us,
        .kind = "handover",
        .data = timeline_data(l->arena, "by", actor ? actor->name : NULL, "from", l->person.name, "count", arena_printf(l->arena, "%lld", (long long)complaints), NULL),
    };
    return notice_put(db, &notice);
}

static enum err hand_complaints(struct db *db, struct leaving *l)
{
    const struct access_user *actor = l->by->actor;
    const struct complaint_writer w = {.keys = l->by->keys, .pool = CRYPTO_STAFF, .user = actor, .now_us = l->by->now_us};
    const struct route_of r = {.from_id = l->h->person_id, .to_id = l->h->complaints_to, .by_id = actor ? actor->id : 0, .from = l->person.name, .to = l->complaints_to};
    if (l->held.complaints == 0)
        return ERR_NONE;
    return move_some(db, l->arena, &w, &r, &l->left);
}

/* Who holds the other post of the department already leaves it empty: nobody is his own deputy. */
static enum err hand_post(struct db *db, struct leaving *l, struct department d)
{
    int64_t leaver = l->h->person_id, to = l->h->posts_to;
    bool coordinated = d.coordinator_id == leaver;
    struct change_field fields[2];
    size_t n = 0;
    if (coordinated) {
        fields[n++] = (struct change_field){"coordinator", d.coordinator, l->posts_to};
        if (d.deputy_id == to)
            fields[n++] = (struct change_field){"deputy", d.deputy, NULL};
        d.coordinator_id = to;
        d.deputy_id = d.deputy_id == to ? 0 : d.deputy_id;
    } else {
        bool both = d.coordinator_id == to;
        fields[n++] = (struct change_field){"deputy", d.deputy, both ? NULL : l->posts_to};
        d.deputy_id = both ? 0 : to;
    }
    TRY(db_run(db, &list[POST], DB_ARGS(DB_ID(d.coordinator_id), DB_ID(d.deputy_id), DB_INT(d.id)), NULL));
    struct change change = {"department", d.id, "edited", fields, n};
    TRY(change_note(db, l->arena, l->by, &change));
    return coordinated ? coordinator_tell(db, l->arena, l->by, &d, l->posts_to) : ERR_NONE;
}

static enum err revoke_all(struct db *db, struct leaving *l)
{
    for (size_t i = 0; i < l->held.n_grants; i++) {
        const struct people_grant *g = &l->held.grants[i];
        struct change_field fields[] = {{"role", g->role_zh, NULL}, {"over", g->over_zh, NULL}};
        struct change change = {"grant", l->h->person_id, "revoked", fields, COUNT_OF(fields)};
        TRY(change_note(db, l->arena, l->by, &change));
    }
    return db_run(db, &list[REVOKE], DB_ARGS(DB_INT(l->h->person_id)), NULL);
}

static enum err switch_off(struct db *db, struct leaving *l)
{
    struct db_done done;
    int64_t id = l->h->person_id;
    TRY(db_run(db, &list[OFF], DB_ARGS(DB_INT(id), DB_INT(l->h->version)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    TRY(db_run(db, &list[END_SESSIONS], DB_ARGS(DB_INT(id)), NULL));
    TRY(db_run(db, &list[END_ABSENCES], DB_ARGS(DB_INT(id), DB_INT(l->by->now_us)), NULL));
    const char *count = arena_printf(l->arena, "%s (%lld)", l->complaints_to, (long long)l->held.complaints);
    struct change_field fields[] = {
        {"active", "1", "0"},
        {"complaints_to", l->held.complaints ? l->person.name : NULL, l->held.complaints ? count : NULL},
        {"posts_to", l->held.n_posts ? l->person.name : NULL, l->held.n_posts ? l->posts_to : NULL},
        {"absences_to", l->held.n_absences ? l->person.name : NULL, l->held.n_absences ? l->absences_to : NULL},
    };
    struct change change = {"user", id, "handed_over", fields, COUNT_OF(fields)};
    return change_note(db, l->arena, l->by, &change);
}

static enum err tell_all(struct db *db, struct leaving *l)
{
    int64_t to[] = {l->held.complaints ? l->h->complaints_to : 0, l->held.n_posts ? l->h->posts_to : 0, l->held.n_absences ? l->h->absences_to : 0};
    TRY(tell_successor(db, l, to[0], l->held.complaints));
    if (to[1] != to[0])
        TRY(tell_successor(db, l, to[1], 0));
    return to[2] == to[0] || to[2] == to[1] ? ERR_NONE : tell_successor(db, l, to[2], 0);
}

/* Whether everything that is held has somebody who can take it. */
static enum err check_all(struct db *db, struct leaving *l)
{
    TRY(handover_held(db, l->arena, l->by->actor, l->h->person_id, l->by->now_us, &l->held));
    TRY(check_complaints(db, l));
    TRY(check_posts(db, l));
    return check_absences(db, l);
}

enum err handover_check(struct db *db, struct arena *a, struct change_by *by, const struct handover *handover, enum handover_fault *ret_fault)
{
    struct leaving l = {.arena = a, .by = by, .h = handover};
    enum err e = check_all(db, &l);
    if (e == ERR_INPUT)
        *ret_fault = l.fault;
    return e;
}

static enum err leave_tx(struct db *db, void *ctx)
{
    struct leaving *l = ctx;
    const struct handover *h = l->h;
    struct db_rows locked;
    bool governed;
    l->fault = HANDOVER_FINE;
    l->left = 0;
    l->complaints_to = l->posts_to = l->absences_to = "";
    TRY(change_begin(db, l->arena, l->by));
    TRY(db_query(db, l->arena, &list[LOCK], DB_ARGS(DB_INT(h->person_id), DB_INT(h->complaints_to), DB_INT(h->posts_to), DB_INT(h->absences_to)), &locked));
    TRY(people_load(db, l->arena, l->by->actor, h->person_id, &l->person, &governed));
    if (!governed)
        return ERR_FORBIDDEN;
    if (!l->person.active)
        return ERR_STATE;
    if (l->person.version != h->version)
        return ERR_STALE;
    TRY(check_all(db, l));
    TRY(hand_complaints(db, l));
    for (size_t i = 0; i < l->held.n_posts; i++)
        TRY(hand_post(db, l, l->held.posts[i]));
    if (l->held.n_absences)
        TRY(db_run(db, &list[STAND_IN], DB_ARGS(DB_INT(h->absences_to), DB_INT(h->person_id), DB_INT(l->by->now_us)), NULL));
    TRY(revoke_all(db, l));
    TRY(switch_off(db, l));
    return tell_all(db, l);
}

enum err handover_run(struct db *db, struct arena *a, struct change_by *by, const struct handover *handover, enum handover_fault *ret_fault, int64_t *ret_left)
{
    struct leaving l = {.arena = a, .by = by, .h = handover};
    enum err e = db_tx(db, leave_tx, &l);
    if (e == ERR_INPUT)
        *ret_fault = l.fault;
    TRY(e);
    *ret_left = l.left;
    return ERR_NONE;
}
