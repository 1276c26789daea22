#include "incident_store.h"

#include <string.h>

#include "msgid.h"
#include "once_store.h"
#include "utf8.h"

#define BEFORE_MAX 5000 /* characters */
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define SEVEN "?, ?, ?, ?, ?, ?, ?"
#define WITHIN                                                                                                                       \
    "(SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") LIMIT 1) = 1 "                       \
    "AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?)"
#define WITHIN_TYPES "iiiiiiiii"
#define WITHIN_ARGS(u)                                                                                                               \
    DB_INT((u)->holders[0]), DB_INT((u)->holders[1]), DB_INT((u)->holders[2]), DB_INT((u)->holders[3]), DB_INT((u)->holders[4]),    \
        DB_INT((u)->holders[5]), DB_INT((u)->holders[6]), DB_INT((u)->holders[7]), DB_INT((u)->id)
#define SEVEN_ARGS(of) DB_INT((of)[0]), DB_INT((of)[1]), DB_INT((of)[2]), DB_INT((of)[3]), DB_INT((of)[4]), DB_INT((of)[5]), DB_INT((of)[6])

/* Over its unit by a grant, or one of its complaints is seen. */
#define SEEN                                                                                                                         \
    "(EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = i.unit_id AND t.ancestor_id IN (" SEVEN ")) OR EXISTS (SELECT 1 FROM complaint c WHERE c.incident_id = i.id AND " WITHIN "))"
#define SEEN_TYPES "iiiiiii" WITHIN_TYPES
#define HEAD                                                                                                                         \
    "SELECT i.id, i.title, i.cause, i.investigation, i.unit_id, i.lead_id, p.name, u.name_zh, u.name_en, i.is_open, i.at_us, i.closed_us, i.version, "                                              \
    "(SELECT COUNT(*) FROM complaint c WHERE c.incident_id = i.id AND c.is_open = 1 AND " WITHIN "), "   \
    "(SELECT COUNT(*) FROM complaint c WHERE c.incident_id = i.id AND " WITHIN "), "                    \
    "EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = i.unit_id AND t.ancestor_id IN (" SEVEN ")) "                               \
    "FROM incident i JOIN app_user p ON p.id = i.lead_id JOIN unit u ON u.id = i.unit_id "
#define HEAD_PARAMS WITHIN_TYPES WITHIN_TYPES "iiiiiii"
#define HEAD_TYPES "ittt" "iitt" "tiiIi" "iii"

enum { LIST, LOAD, COMPLAINTS, STEPS };
static const struct db_stmt list[] = {
    [LIST] = {HEAD "WHERE i.is_open = ? AND i.id < ? AND " SEEN " ORDER BY i.id DESC LIMIT ?", HEAD_PARAMS "ii" SEEN_TYPES "i", HEAD_TYPES},
    [LOAD] = {HEAD "WHERE i.id = ? AND " SEEN, HEAD_PARAMS "i" SEEN_TYPES, HEAD_TYPES},
    [COMPLAINTS] = {"SELECT c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, c.received_us, c.due_us, c.unread, a.name, c.grade, "
                    "c.version, c.path, c.withdraw_us, c.open_slips, c.merged_into_id FROM complaint c LEFT JOIN app_user a ON a.id = c.assignee_id "
                    "WHERE c.incident_id = ? AND c.id > ? AND " WITHIN " ORDER BY c.id LIMIT ?",
                    "ii" WITHIN_TYPES "i", "itii" "iIIi" "itii" "iTti" "tIiI"},
    [STEPS] = {"SELECT s.at_us, p.name, s.kind, s.data FROM incident_step s JOIN app_user p ON p.id = s.actor_id WHERE s.incident_id = ? ORDER BY s.n DESC LIMIT ?", "ii", "ittt"},
};
const struct db_stmts incident_stmts = {"incident", list, COUNT_OF(list), DB_STAFF};

enum { NEW, CHANGE, LOCK, STEP, CHAIN };
static const struct db_stmt act_list[] = {
    [NEW] = {"INSERT INTO incident (title, cause, investigation, unit_id, lead_id, at_us) VALUES (?, ?, ?, ?, ?, ?)", "tttiii", ""},
    [CHANGE] = {"UPDATE incident SET title = ?, cause = ?, investigation = ?, is_open = ?, closed_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tttiIii", ""},
    [LOCK] = {"SELECT version, is_open, title FROM incident WHERE id = ? FOR UPDATE", "i", "iit"},
    [STEP] = {"INSERT INTO incident_step (incident_id, n, at_us, actor_id, kind, data) SELECT CAST(? AS SIGNED), IFNULL(MAX(s.n), 0) + 1, CAST(? AS SIGNED), CAST(? AS SIGNED), CAST(? AS CHAR), "
              "CAST(? AS CHAR) FROM incident_step s WHERE s.incident_id = ?",
              "iiitti", ""},
    [CHAIN] = {"UPDATE complaint SET incident_id = ?, events = ?, chain_hash = ? WHERE id = ?", "Iibi", ""},
};
const struct db_stmts incident_act_stmts = {"incident_act", act_list, COUNT_OF(act_list), DB_STAFF};

/* ---- reading ---- */

static struct incident read_incident(const struct db_rows *r, size_t i)
{
    return (struct incident){
        .id = db_int(r, i, 0), .title = db_text(r, i, 1), .cause = db_text(r, i, 2), .investigation = db_text(r, i, 3), .unit_id = db_int(r, i, 4), .lead_id = db_int(r, i, 5),
        .lead = db_text(r, i, 6), .unit_zh = db_text(r, i, 7), .unit_en = db_text(r, i, 8), .is_open = db_int(r, i, 9) != 0, .at_us = db_int(r, i, 10), .closed_us = db_int(r, i, 11),
        .version = (int)db_int(r, i, 12), .open = (int)db_int(r, i, 13), .all = (int)db_int(r, i, 14), .may = db_int(r, i, 15) != 0,
    };
}

enum err incident_list(struct db *db, struct arena *a, const struct access_user *user, bool is_open, int64_t before_id, size_t limit, struct incident **ret_list, size_t *ret_n)
{
    struct db_rows r;
    int64_t sees[ACCESS_GRANTS_MAX], links[ACCESS_GRANTS_MAX];
    access_units(user, MAY_SEE, sees);
    access_units(user, MAY_LINK, links);
    TRY(db_query(db, a, &list[LIST],
                 DB_ARGS(WITHIN_ARGS(user), WITHIN_ARGS(user), SEVEN_ARGS(links), DB_INT(is_open), DB_INT(before_id ? before_id : INT64_MAX), SEVEN_ARGS(sees), WITHIN_ARGS(user),
                         DB_INT(limit)),
                 &r));
    struct incident *incidents = ARENA_ARRAY(a, r.n + 1, struct incident);
    for (size_t i = 0; i < r.n; i++)
        incidents[i] = read_incident(&r, i);
    *ret_list = incidents;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err incident_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct incident *ret_incident)
{
    struct db_rows r;
    int64_t sees[ACCESS_GRANTS_MAX], links[ACCESS_GRANTS_MAX];
    access_units(user, MAY_SEE, sees);
    access_units(user, MAY_LINK, links);
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(WITHIN_ARGS(user), WITHIN_ARGS(user), SEVEN_ARGS(links), DB_INT(id), SEVEN_ARGS(sees), WITHIN_ARGS(user)), &r));
    *ret_incident = read_incident(&r, 0);
    return ERR_NONE;
}

enum err incident_complaints(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int64_t after_id, size_t limit, struct complaint **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[COMPLAINTS], DB_ARGS(DB_INT(id), DB_INT(after_id), WITHIN_ARGS(user), DB_INT(limit)), &r));
    struct complaint *heads = ARENA_ARRAY(a, r.n + 1, struct complaint);
    for (size_t i = 0; i < r.n; i++) {
        heads[i] = (struct complaint){
            .id = db_int(&r, i, 0), .number = db_text(&r, i, 1), .mode = (enum complaint_mode)db_int(&r, i, 2), .category_id = db_int(&r, i, 3), .unit_id = db_int(&r, i, 4),
            .department_id = db_int(&r, i, 5), .assignee_id = db_int(&r, i, 6), .state = (enum complaint_state)db_int(&r, i, 7), .is_open = db_int(&r, i, 8) != 0,
            .title = db_text(&r, i, 9), .received_us = db_int(&r, i, 10), .due_us = db_int(&r, i, 11), .unread = db_int(&r, i, 12) != 0, .assignee = db_text(&r, i, 13),
            .grade = db_text(&r, i, 14), .version = (int)db_int(&r, i, 15), .path = db_text(&r, i, 16), .withdraw_us = db_int(&r, i, 17), .open_slips = (int)db_int(&r, i, 18),
            .merged_into_id = db_int(&r, i, 19), .incident_id = id, .flag = "", .outcome = "",
        };
    }
    *ret_list = heads;
    *ret_n = r.n;
    return complaint_name(db, a, heads, r.n);
}

enum err incident_steps(struct db *db, struct arena *a, int64_t id, size_t limit, struct incident_step **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[STEPS], DB_ARGS(DB_INT(id), DB_INT(limit)), &r));
    struct incident_step *steps = ARENA_ARRAY(a, r.n + 1, struct incident_step);
    for (size_t i = 0; i < r.n; i++)
        steps[i] = (struct incident_step){db_int(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3)};
    *ret_list = steps;
    *ret_n = r.n;
    return ERR_NONE;
}

/* ---- writing ---- */

static enum err step(struct db *db, const struct complaint_writer *w, int64_t id, const char *kind, const char *data)
{
    return db_run(db, &act_list[STEP], DB_ARGS(DB_INT(id), DB_INT(w->now_us), DB_INT(w->user->id), DB_TEXT(kind), DB_TEXT(data), DB_INT(id)), NULL);
}

struct saving {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct incident *typed;
    const uint8_t *once_hash;
    struct incident now;
    const char *location;
    bool loaded;
};

static enum err open_new(struct db *db, struct saving *s)
{
    const struct complaint_writer *w = s->writer;
    struct db_done done;
    TRY(db_run(db, &act_list[NEW],
               DB_ARGS(DB_TEXT(s->typed->title), DB_TEXT(s->typed->cause), DB_TEXT(s->typed->investigation), DB_INT(w->user->unit_id), DB_INT(w->user->id), DB_INT(w->now_us)), &done));
    s->location = arena_printf(s->arena, "/staff/incidents/%lld", (long long)done.id);
    return step(db, w, done.id, "opened", "{}");
}

/* What stood there, as much of it as a step has room for; NULL when it is the same. */
static const char *before(struct arena *a, const char *was, const char *is)
{
    return strcmp(was, is) == 0 ? NULL : str_cstr(a, utf8_prefix(str_of(was), BEFORE_MAX));
}

static enum err change(struct db *db, struct saving *s)
{
    const struct incident *typed = s->typed;
    struct db_rows row;
    struct db_done done;
    TRY(db_one(db, s->arena, &act_list[LOCK], DB_ARGS(DB_INT(typed->id)), &row));
    TRY(incident_load(db, s->arena, s->writer->user, typed->id, &s->now));
    s->loaded = true;
    if (!s->now.may)
        return ERR_FORBIDDEN;
    if (s->now.version != typed->version)
        return ERR_STALE;
    TRY(db_run(db, &act_list[CHANGE],
               DB_ARGS(DB_TEXT(typed->title), DB_TEXT(typed->cause), DB_TEXT(typed->investigation), DB_INT(typed->is_open), DB_ID(typed->is_open ? 0 : s->writer->now_us), DB_INT(typed->id),
                       DB_INT(typed->version)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    const char *kind = typed->is_open == s->now.is_open ? "changed" : typed->is_open ? "reopened" : "closed";
    return step(db, s->writer, typed->id, kind,
                timeline_data(s->arena, "title_before", strcmp(typed->title, s->now.title) == 0 ? NULL : s->now.title, "cause_before", before(s->arena, s->now.cause, typed->cause),
                              "investigation_before", before(s->arena, s->now.investigation, typed->investigation), NULL));
}

/* The number of a new incident is not known before it is made: a form that comes twice leads to the list, where the new one stands first. */
static enum err save(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    s->location = s->typed->id ? arena_printf(s->arena, "/staff/incidents/%lld", (long long)s->typed->id) : "/staff/incidents";
    if (s->once_hash) {
        enum err e = once_claim(db, s->arena, s->once_hash, s->location, s->writer->now_us, &s->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    return s->typed->id ? change(db, s) : open_new(db, s);
}

enum err incident_save(struct db *db, struct arena *a, const struct complaint_writer *w, const struct incident *incident, const uint8_t *once_hash, const char **ret_location,
                       struct incident *ret_incident)
{
    struct saving s = {.arena = a, .writer = w, .typed = incident, .once_hash = once_hash};
    if (!*incident->title || !*incident->cause)
        return ERR_INPUT;
    enum err e = db_tx(db, save, &s);
    if (s.loaded)
        *ret_incident = s.now;
    if (e == ERR_NONE)
        *ret_location = s.location;
    return e;
}

struct gathering {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t incident_id;
    const char *number, *why;
};

static enum err gather(struct db *db, void *ctx)
{
    struct gathering *g = ctx;
    struct complaint c = {0};
    permission_set rights = 0;
    enum complaint_state to;
    struct db_rows incident;
    int64_t concerned;
    g->why = NULL;
    enum err e = complaint_lock(db, g->arena, g->number);
    if (e == ERR_NONE)
        e = complaint_load(db, g->arena, g->writer->user, g->number, &c, &rights);
    if (e == ERR_NOT_FOUND)
        g->why = N_("There is no complaint with this number that you may see");
    TRY(e);
    e = flow_decide(&c, ACTION_LINK, rights, &to);
    if (e == ERR_FORBIDDEN)
        g->why = N_("Your role may not link these complaints");
    TRY(e);
    if (c.incident_id == g->incident_id)
        return ERR_NONE;
    if (c.incident_id && g->incident_id) {
        g->why = N_("It belongs to another incident already; take it out there first");
        return ERR_STATE;
    }
    concerned = g->incident_id ? g->incident_id : c.incident_id;
    TRY(db_one(db, g->arena, &act_list[LOCK], DB_ARGS(DB_INT(concerned)), &incident));
    if (g->incident_id && !db_int(&incident, 0, 1)) {
        g->why = N_("The incident is closed. Open it again first");
        return ERR_STATE;
    }
    const char *data = timeline_data(g->arena, "incident", arena_printf(g->arena, "%lld", (long long)concerned), "incident_title", db_text(&incident, 0, 2), NULL);
    TRY(complaint_append(db, g->arena, g->writer, &c, g->incident_id ? "gathered" : "let_go", data));
    return db_run(db, &act_list[CHAIN], DB_ARGS(DB_ID(g->incident_id), DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL);
}

enum err incident_gather(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t incident_id, const char *number, const char **ret_why)
{
    struct gathering g = {.arena = a, .writer = w, .incident_id = incident_id, .number = number};
    enum err e = db_tx(db, gather, &g);
    *ret_why = g.why;
    return e;
}

struct noting {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t id;
    const char *kind;
    size_t count;
};

static enum err note(struct db *db, void *ctx)
{
    const struct noting *n = ctx;
    struct db_rows row;
    TRY(db_one(db, n->arena, &act_list[LOCK], DB_ARGS(DB_INT(n->id)), &row));
    return step(db, n->writer, n->id, n->kind, timeline_data(n->arena, "count", arena_printf(n->arena, "%zu", n->count), NULL));
}

enum err incident_note(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t id, const char *kind, size_t count)
{
    struct noting n = {a, w, id, kind, count};
    return db_tx(db, note, &n);
}
