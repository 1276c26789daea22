#include "complaint_slip_store.h"

#include "basis_store.h"
#include "message_store.h"
#include "notice_store.h"

/* The numbers of slip.h, which comes after this feature. */
enum { KIND_UP = 3, KIND_DOWN, KIND_INFO };
enum { STATE_ANSWERED = 5, STATE_CONFIRMED, STATE_WITHDRAWN };

enum { LEFT, END, SETTLE, STEP };
static const struct db_stmt list[] = {
    [LEFT] = {"SELECT id, number, kind, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id, due_us, is_open FROM slip "
              "WHERE complaint_id = ? AND turn > 0 ORDER BY number LIMIT 500",
              "i", "iiiiIiiiIii"},
    [END] = {"UPDATE slip SET state = ?, answered_us = IF(? = 1, ?, answered_us), done_us = IF(? = 1, done_us, ?), late = late OR (answered_us IS NULL AND due_us < ?), "
             "next_us = 253402300799000000, version = version + 1 WHERE id = ?",
             "iiiiiii", ""},
    [SETTLE] = {"UPDATE slip SET settled = 1 WHERE complaint_id = ? AND turn = 3", "i", ""},
    [STEP] = {"INSERT INTO slip_step (slip_id, n, at_us, action, actor_id, state, message_id, due_us) SELECT ?, IFNULL(MAX(n), 0) + 1, ?, ?, ?, ?, ?, ? FROM slip_step "
              "WHERE slip_id = ?",
              "iitIiIii", ""},
};
const struct db_stmts complaint_slip_stmts = {"complaint_slip", list, COUNT_OF(list), DB_STAFF};

struct ending {
    struct arena *arena;
    const struct complaint_writer *writer;
    struct complaint *c;
    const char *outcome;
    struct basis basis;
};
struct open_slip {
    int64_t id, due_us, message_id;
    int number, kind;
    int64_t from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id;
};

/* What the end of the complaint is for a slip of each kind. */
struct end_of {
    int state;
    const char *action, *event, *notice;
    bool back; /* the sender hears of it, else the receiver */
};

static struct end_of end_of(int kind)
{
    switch (kind) {
    case KIND_DOWN:
    case KIND_INFO:
        return (struct end_of){STATE_ANSWERED, "answer", "slip_answered", "slip_answered", true};
    case KIND_UP:
        return (struct end_of){STATE_CONFIRMED, "confirm", "slip_confirmed", "slip_feedback", false};
    default:
        return (struct end_of){STATE_WITHDRAWN, "withdraw", "slip_withdrawn", "slip_withdrawn", false};
    }
}

static const char *number(struct arena *a, int64_t value)
{
    return value ? arena_printf(a, "%lld", (long long)value) : NULL;
}

static const char *place(struct arena *a, struct basis_names unit, struct basis_names department, bool english)
{
    const char *u = english && *unit.en ? unit.en : unit.zh, *d = english && *department.en ? department.en : department.zh;
    return arena_printf(a, "%s%s%s", u, *u && *d ? " " : "", d);
}

static const char *data_of(const struct ending *e, const struct open_slip *s, const char *by)
{
    struct arena *a = e->arena;
    struct basis_names from_unit = basis_unit(&e->basis, s->from_unit_id), from = basis_department(&e->basis, s->from_department_id);
    struct basis_names to_unit = basis_unit(&e->basis, s->to_unit_id), to = basis_department(&e->basis, s->to_department_id);
    return timeline_data(a, "slip", number(a, s->number), "message", by ? NULL : number(a, s->message_id), "by", by, "from", place(a, from_unit, from, false), "from_en",
                         place(a, from_unit, from, true), "to", place(a, to_unit, to, false), "to_en", place(a, to_unit, to, true), "due", number(a, s->due_us), NULL);
}

static enum err tell(struct db *db, const struct ending *e, const struct open_slip *s, const struct end_of *end)
{
    const struct access_user *user = e->writer->user;
    struct notice_to *to;
    size_t n;
    TRY(notice_receivers_of(db, e->arena, e->c->id, "handler", end->back ? s->from_unit_id : s->to_unit_id, end->back ? s->from_department_id : s->to_department_id,
                         end->back ? s->from_user_id : s->to_user_id, e->writer->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = e->c->id, .at_us = e->writer->now_us, .kind = end->notice,
                                      .data = data_of(e, s, user->name)};
        if (to[i].user_id != user->id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

/* The outcome goes upward as the text of the answer. */
static enum err write_outcome(struct db *db, const struct ending *e, struct open_slip *s)
{
    const struct access_user *user = e->writer->user;
    const struct message m = {
        .complaint_id = e->c->id, .slip_id = s->id, .at_us = e->writer->now_us, .author_id = user->id, .kind = MESSAGE_SLIP, .unit_zh = user->unit_zh,
        .unit_en = *user->unit_en ? user->unit_en : user->unit_zh, .body = e->outcome,
    };
    return *e->outcome ? message_insert(db, &m, &s->message_id) : ERR_NONE;
}

static enum err end_one(struct db *db, const struct ending *e, struct open_slip *s)
{
    const struct end_of end = end_of(s->kind);
    const struct db_value answered = DB_INT(end.state == STATE_ANSWERED), now = DB_INT(e->writer->now_us);
    if (end.state != STATE_WITHDRAWN)
        TRY(write_outcome(db, e, s));
    TRY(db_run(db, &list[END], DB_ARGS(DB_INT(end.state), answered, now, answered, now, now, DB_INT(s->id)), NULL));
    TRY(db_run(db, &list[STEP],
               DB_ARGS(DB_INT(s->id), now, DB_TEXT(end.action), DB_INT(e->writer->user->id), DB_INT(end.state), DB_ID(s->message_id), DB_INT(s->due_us), DB_INT(s->id)), NULL));
    TRY(complaint_append_slip(db, e->arena, e->writer, e->c, s->id, end.event, data_of(e, s, NULL)));
    return tell(db, e, s, &end);
}

enum err complaint_end_slips(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *outcome)
{
    struct ending e = {.arena = a, .writer = w, .c = c, .outcome = outcome ? outcome : ""};
    struct db_rows rows;
    TRY(db_query(db, a, &list[LEFT], DB_ARGS(DB_INT(c->id)), &rows));
    if (rows.n == 0)
        return ERR_NONE;
    TRY(db_run(db, &list[SETTLE], DB_ARGS(DB_INT(c->id)), NULL));
    TRY(basis_load(db, a, &e.basis));
    for (size_t i = 0; i < rows.n; i++) {
        struct open_slip s = {
            .id = db_int(&rows, i, 0), .number = (int)db_int(&rows, i, 1), .kind = (int)db_int(&rows, i, 2), .from_unit_id = db_int(&rows, i, 3),
            .from_department_id = db_int(&rows, i, 4), .from_user_id = db_int(&rows, i, 5), .to_unit_id = db_int(&rows, i, 6), .to_department_id = db_int(&rows, i, 7),
            .to_user_id = db_int(&rows, i, 8), .due_us = db_int(&rows, i, 9),
        };
        if (db_int(&rows, i, 10))
            TRY(end_one(db, &e, &s));
    }
    c->open_slips = 0;
    return ERR_NONE;
}
