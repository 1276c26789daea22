#include "waiting_store.h"

#include <stdlib.h>

#include "slip_acting_store.h"

/*
 * Parts of a UNION ALL go straight to the connection; the rows, a few dozen, are counted here, since derived tables cost more than sending them. A place of which the user has one
 * is a range of an index; of several, they come together as a list, whose table costs as much as all the rest. What he is kept out of is the last part and taken away here: asked for each
 * row it doubles the cost (measured).
 */
#define QUOTE_(number) #number
#define QUOTE(number) QUOTE_(number)
#define MOST " LIMIT " QUOTE(COMPLAINT_COUNT_MAX) ")"
#define SLIPS_MOST " LIMIT 120)" /* counts end at a hundred; some he may be kept out of */
#define PLACES_MOST " LIMIT 300)" /* of all his places of a kind, and both turns */
#define AND_THEN " UNION ALL "

enum part { NOTICE = 1, OPEN, REPLY, DRAFT, SLIP, KEPT_OUT, DECISION, MAIL };
enum { PART, ID, COMPLAINT, DUE, TURN };
#define COLUMN_TYPES "iiiii"

#define OWN                                                                                                                               \
    "(SELECT 1, id, 0, 0, 0 FROM notice WHERE user_id = ? AND unread = 1" MOST AND_THEN                                                   \
    "(SELECT 2, id, id, due_us, 0 FROM complaint FORCE INDEX (complaint_assignee) WHERE assignee_id = ? AND is_open = 1 ORDER BY due_us" MOST AND_THEN \
    "(SELECT 3, c.id, c.id, 0, 0 FROM complaint_scope s FORCE INDEX (complaint_scope_attention) STRAIGHT_JOIN complaint c ON c.id = s.complaint_id " \
    "WHERE s.holder = ? AND s.attention IN (2, 3) AND c.assignee_id = ?" MOST AND_THEN                                                   \
    "(SELECT 4, 0, 0, updated_us, 0 FROM staff_draft WHERE user_id = ? AND draft_key >= 'intake:' AND draft_key < 'intake:~'" MOST
#define OWN_TYPES "iiiii"
/*
 * Approvals and requests for more time that wait for his roles, his own or those of absent people whose deputy he is, over the complaint; few wait at any time. Then approvals handed to him.
 */
#define ROLES                                                                                                                             \
    "(SELECT r.code, g.user_id, g.unit_id, g.department_id FROM role_grant g JOIN role r ON r.id = g.role_id WHERE g.user_id = ? UNION ALL "   \
    "SELECT r.code, g.user_id, g.unit_id, g.department_id FROM absence b JOIN role_grant g ON g.user_id = b.user_id JOIN role r ON r.id = g.role_id WHERE b.deputy_id = ? AND b.from_us <= ? AND b.to_us > ?) m"
#define OVER_IT                                                                                                                           \
    "(m.department_id = c.department_id OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = IFNULL(d.unit_id, c.unit_id) AND t.ancestor_id = m.unit_id))"
/* Nobody stands in for somebody who is kept out of it. */
#define NOT_FOR_KEPT_OUT "NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = c.id AND y.user_id = m.user_id)"
#define DECISIONS                                                                                                                         \
    AND_THEN "(SELECT 7, s.approval_id, a.complaint_id, s.due_us, 0 FROM " ROLES " STRAIGHT_JOIN approval_step s FORCE INDEX (approval_step_waits) ON s.waits = 1 AND s.role = m.code AND s.to_id IS NULL " \
    "STRAIGHT_JOIN approval a ON a.id = s.approval_id AND a.asked_by NOT IN (?, m.user_id) STRAIGHT_JOIN complaint c ON c.id = a.complaint_id LEFT JOIN department d ON d.id = c.department_id WHERE " OVER_IT " AND " NOT_FOR_KEPT_OUT MOST \
    AND_THEN "(SELECT 7, -q.id, q.complaint_id, 0, 0 FROM " ROLES " STRAIGHT_JOIN clock_request q FORCE INDEX (clock_request_state) ON q.state = 1 AND q.role = m.code AND q.asker_id <> ? STRAIGHT_JOIN clock k ON k.id = q.clock_id AND " \
    "k.state = 1 AND k.due_us >= ? STRAIGHT_JOIN complaint c ON c.id = q.complaint_id LEFT JOIN department d ON d.id = c.department_id WHERE " OVER_IT MOST                                    \
    AND_THEN "(SELECT 7, s.approval_id, a.complaint_id, s.due_us, 0 FROM approval_step s FORCE INDEX (approval_step_to) JOIN approval a ON a.id = s.approval_id WHERE s.to_id = ? AND s.waits = 1" MOST
#define DECISION_TYPES "iiii" "i" "iiii" "ii" "i"
/* E-mails that wait for who registers for their unit. */
#define MAILS                                                                                                                             \
    AND_THEN "(SELECT 8, m.id, 0, m.due_us, 0 FROM mail m FORCE INDEX (mail_state) WHERE m.state = 2 AND m.unit_id IN (SELECT t.unit_id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j " \
    "STRAIGHT_JOIN unit_tree t ON t.ancestor_id = j.id)" MOST
#define MAIL_TYPES "t"
#define LAST MAILS AND_THEN "(SELECT 6, 0, complaint_id, 0, 0 FROM recusal WHERE user_id = ? LIMIT 10000)"

#define COLUMNS "5, p.id, p.complaint_id, p.due_us, p.turn"
/* In the order of the index, which has all of it: those to be answered begin with the latest. Each turn by itself, so that many of one never hide the other. */
#define ONE(index, column, turns)                                                                                                         \
    AND_THEN "(SELECT " COLUMNS " FROM slip p FORCE INDEX (" index ") WHERE p." column " = ? AND p.turn " turns " AND p.kind BETWEEN ? AND ?" SLIPS_MOST
#define SEVERAL(index, column, turns)                                                                                                     \
    AND_THEN "(SELECT " COLUMNS " FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', lo INT PATH '$[1]', hi INT PATH '$[2]')) j STRAIGHT_JOIN slip p FORCE INDEX (" \
    index ") ON p." column " = j.id AND p.turn " turns " AND p.kind BETWEEN j.lo AND j.hi WHERE 1 = 1" PLACES_MOST
#define RECEIVED(form, index, column) form(index, column, "= 1")
#define SENT_ONE(index, column) ONE(index, column, "= 2") ONE(index, column, "= 3")
#define SENT_SEVERAL(index, column) SEVERAL(index, column, "IN (2, 3)")
#define BY_USER RECEIVED(ONE, "slip_person", "to_user_id") SENT_ONE("slip_sender", "from_user_id")
#define TO_DEPARTMENT(form) RECEIVED(form, "slip_receiver", "to_department_id")
#define TO_UNIT(form) RECEIVED(form, "slip_to_unit", "to_unit_id")
#define FROM_DEPARTMENT(form) SENT_##form("slip_from_department", "from_department_id")
#define FROM_UNIT(form) SENT_##form("slip_from_unit", "from_unit_id")
#define BY_USER_TYPES "iii" "iiiiii"
#define LATE_AT(index, column)                                                                                                            \
    "(SELECT p.id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', lo INT PATH '$[1]', hi INT PATH '$[2]')) j STRAIGHT_JOIN slip p FORCE INDEX (" index ") ON p." column \
    " = j.id AND p.turn = 1 AND p.due_us < ? AND p.kind BETWEEN j.lo AND j.hi LEFT JOIN recusal z ON z.complaint_id = p.complaint_id AND z.user_id = ? WHERE z.user_id IS NULL" PLACES_MOST

enum { MOSTLY, ONE_EACH, MANY, SOON, LATE };
static const struct db_stmt list[] = {
    /* Who answers for a department and sends for a unit, as nearly everybody; who has at most one place of each kind; all others. */
    [MOSTLY] = {OWN DECISIONS BY_USER TO_DEPARTMENT(ONE) FROM_UNIT(ONE) LAST, OWN_TYPES DECISION_TYPES BY_USER_TYPES "iii" "iiiiii" MAIL_TYPES "i", COLUMN_TYPES},
    [ONE_EACH] = {OWN DECISIONS BY_USER TO_DEPARTMENT(ONE) FROM_UNIT(ONE) TO_UNIT(ONE) FROM_DEPARTMENT(ONE) LAST, OWN_TYPES DECISION_TYPES BY_USER_TYPES "iii" "iiiiii" "iii" "iiiiii" MAIL_TYPES "i", COLUMN_TYPES},
    [MANY] = {OWN DECISIONS BY_USER TO_DEPARTMENT(SEVERAL) FROM_UNIT(SEVERAL) TO_UNIT(SEVERAL) FROM_DEPARTMENT(SEVERAL) LAST, OWN_TYPES DECISION_TYPES BY_USER_TYPES "t" "t" "t" "t" MAIL_TYPES "i", COLUMN_TYPES},
    [SOON] = {"SELECT c.due_us FROM complaint c FORCE INDEX (complaint_assignee) LEFT JOIN recusal z ON z.complaint_id = c.id AND z.user_id = ? WHERE c.assignee_id = ? AND "
              "c.is_open = 1 AND c.due_us >= ? AND c.due_us < ? AND z.user_id IS NULL ORDER BY c.due_us LIMIT " QUOTE(COMPLAINT_COUNT_MAX),
              "iiii", "i"},
    [LATE] = {LATE_AT("slip_receiver", "to_department_id") AND_THEN LATE_AT("slip_to_unit", "to_unit_id"), "tii" "tii", "i"},
};
const struct db_stmts waiting_stmts = {"waiting", list, COUNT_OF(list), DB_STAFF};

/* ---- places ---- */

static void add_place(struct slip_places *p, enum slip_place_kind kind, int64_t id, int lo, int hi)
{
    for (size_t i = 0; i < p->n; i++) {
        struct slip_place_of *one = &p->list[i];
        if (one->kind == kind && one->id == id) {
            one->lo = one->lo < lo ? one->lo : lo;
            one->hi = one->hi > hi ? one->hi : hi;
            return;
        }
    }
    p->list[p->n++] = (struct slip_place_of){kind, id, lo, hi};
}

struct slip_places slip_places(const struct access_user *user, bool received, bool sent)
{
    struct slip_places p = {.n = 0};
    const permission_set answers = PERMISSION_BIT(MAY_ANSWER), dispatches = PERMISSION_BIT(MAY_DISPATCH), supervises = PERMISSION_BIT(MAY_SUPERVISE);
    if (received)
        add_place(&p, SLIP_TO_USER, user->id, SLIP_DISPATCH, SLIP_INFO);
    if (sent)
        add_place(&p, SLIP_FROM_USER, user->id, SLIP_DISPATCH, SLIP_INFO);
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        bool unit = grant->unit_id != 0;
        int64_t id = unit ? grant->unit_id : grant->department_id;
        /* Over a unit he answers for the department in which he works there. */
        bool within = unit && user->department_id;
        if (received && (grant->permissions & (answers | dispatches)) && (!within || grant->unit_id == user->unit_id))
            add_place(&p, unit && !within ? SLIP_TO_UNIT : SLIP_TO_DEPARTMENT, within ? user->department_id : id, grant->permissions & answers ? SLIP_DISPATCH : SLIP_UP, SLIP_INFO);
        if (sent && (grant->permissions & (dispatches | supervises)))
            add_place(&p, unit ? SLIP_FROM_UNIT : SLIP_FROM_DEPARTMENT, id, SLIP_DISPATCH, SLIP_INFO);
        else if (sent && (grant->permissions & answers))
            add_place(&p, unit ? SLIP_FROM_UNIT : SLIP_FROM_DEPARTMENT, id, SLIP_HELP, SLIP_HELP);
    }
    return p;
}

/* ---- asking ---- */

/* Of the places that are asked for by id, in the order of the statements. */
static const enum slip_place_kind asked[] = {SLIP_TO_DEPARTMENT, SLIP_FROM_UNIT, SLIP_TO_UNIT, SLIP_FROM_DEPARTMENT};

static const char *keys_of(struct arena *a, const struct slip_places *places, enum slip_place_kind kind)
{
    struct buf keys = {.arena = a};
    buf_addc(&keys, '[');
    for (size_t i = 0; i < places->n; i++) {
        const struct slip_place_of *one = &places->list[i];
        if (one->kind == kind)
            buf_printf(&keys, "%s[%lld,%d,%d]", keys.n > 1 ? "," : "", (long long)one->id, one->lo, one->hi);
    }
    buf_addc(&keys, ']');
    return keys.p;
}

static size_t add_one(const struct slip_places *places, enum slip_place_kind kind, struct db_value *args)
{
    struct slip_place_of none = {.kind = kind}, one = none;
    for (size_t i = 0; i < places->n; i++) {
        if (places->list[i].kind == kind)
            one = places->list[i];
    }
    args[0] = DB_INT(one.id);
    args[1] = DB_INT(one.lo);
    args[2] = DB_INT(one.hi);
    return 3;
}

/* Once for each turn. */
static size_t add_sent(const struct slip_places *places, enum slip_place_kind kind, struct db_value *args)
{
    size_t n = add_one(places, kind, args);
    return n + add_one(places, kind, args + n);
}

static int choose(const struct slip_places *places)
{
    size_t n[SLIP_PLACE_KIND__COUNT] = {0};
    int which = MOSTLY;
    for (size_t i = 0; i < places->n; i++) {
        if (++n[places->list[i].kind] > 1)
            return MANY;
    }
    if (n[SLIP_TO_UNIT] || n[SLIP_FROM_DEPARTMENT])
        which = ONE_EACH;
    return which;
}

struct counting {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    int64_t now_us;
    struct slip_places places;
    int which;
    struct db_rows rows;
    const int64_t *kept_out; /* complaints, the last rows */
    size_t n_kept_out;
};

/* Units from which on down he registers, as JSON. */
static const char *registering(const struct counting *c)
{
    int64_t units[ACCESS_GRANTS_MAX];
    struct buf json = {.arena = c->arena};
    access_units(c->user, MAY_REGISTER, units);
    buf_addc(&json, '[');
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (units[i])
            buf_printf(&json, "%s%lld", json.n > 1 ? "," : "", (long long)units[i]);
    }
    buf_addc(&json, ']');
    return json.p;
}

static enum err ask(struct counting *c)
{
    const struct db_value me = DB_INT(c->user->id);
    const struct db_value now = DB_INT(c->now_us);
    struct db_value args[56] = {me, me, DB_INT(holder_code(HOLDER_USER, c->user->id)), me, me, me, me, now, now, me, me, me, now, now, me, now, me};
    size_t n = 17, kinds = c->which == MOSTLY ? 2 : COUNT_OF(asked);
    n += add_one(&c->places, SLIP_TO_USER, args + n);
    n += add_sent(&c->places, SLIP_FROM_USER, args + n);
    for (size_t i = 0; i < kinds; i++) {
        if (c->which == MANY)
            args[n++] = DB_TEXT(keys_of(c->arena, &c->places, asked[i]));
        else if (asked[i] == SLIP_FROM_UNIT || asked[i] == SLIP_FROM_DEPARTMENT)
            n += add_sent(&c->places, asked[i], args + n);
        else
            n += add_one(&c->places, asked[i], args + n);
    }
    args[n++] = DB_TEXT(registering(c));
    args[n++] = me;
    return db_query(c->db, c->arena, &list[c->which], args, n, &c->rows);
}

/* ---- counting ---- */

static void find_kept_out(struct counting *c)
{
    int64_t *ids = ARENA_ARRAY(c->arena, c->rows.n + 1, int64_t);
    for (size_t i = c->rows.n; i > 0 && db_int(&c->rows, i - 1, PART) == KEPT_OUT; i--)
        ids[c->n_kept_out++] = db_int(&c->rows, i - 1, COMPLAINT);
    c->kept_out = ids;
}

static bool is_kept_out(const struct counting *c, int64_t complaint_id)
{
    for (size_t i = 0; i < c->n_kept_out; i++) {
        if (c->kept_out[i] == complaint_id)
            return true;
    }
    return false;
}

static void count_one(int *count)
{
    if (*count < COMPLAINT_COUNT_MAX)
        (*count)++;
}

/* A slip or decision of the counts. */
struct counted {
    int64_t id, due_us;
    int turn;
};

static void count_own(const struct counting *c, struct waiting *w)
{
    const int64_t soon_us = c->now_us + COMPLAINT_SOON_US;
    for (size_t i = 0; i < c->rows.n; i++) {
        int64_t part = db_int(&c->rows, i, PART), due_us = db_int(&c->rows, i, DUE);
        if (is_kept_out(c, db_int(&c->rows, i, COMPLAINT)))
            continue;
        w->notices += part == NOTICE;
        w->mails += part == MAIL;
        w->mails_late += part == MAIL && due_us < c->now_us;
        w->mine.open += part == OPEN;
        w->mine.late += part == OPEN && due_us < c->now_us;
        w->mine.soon += part == OPEN && due_us >= c->now_us && due_us < soon_us;
        w->mine.replies += part == REPLY;
        w->mine.drafts += part == DRAFT;
    }
}


static int by_id(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Each slip once, however many of his places it stands with. */
static size_t distinct(struct counted *all, size_t n)
{
    size_t kept = 0;
    if (n > 1)
        qsort(all, n, sizeof *all, by_id);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || all[kept - 1].id != all[i].id)
            all[kept++] = all[i];
    }
    return kept;
}

/* Each once, whatever number of his roles it waits for. */
static int count_decisions(const struct counting *c)
{
    struct counted *all = ARENA_ARRAY(c->arena, c->rows.n + 1, struct counted);
    size_t n = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        if (db_int(&c->rows, i, PART) == DECISION && !is_kept_out(c, db_int(&c->rows, i, COMPLAINT)))
            all[n++] = (struct counted){.id = db_int(&c->rows, i, ID)};
    }
    n = distinct(all, n);
    return n < COMPLAINT_COUNT_MAX ? (int)n : COMPLAINT_COUNT_MAX;
}

static void count_slips(const struct counting *c, struct slip_counts *counts)
{
    enum { TURN_RECEIVER = 1, TURN_CONFIRM };
    struct counted *all = ARENA_ARRAY(c->arena, c->rows.n + 1, struct counted);
    size_t n = 0;
    for (size_t i = 0; i < c->rows.n; i++) {
        if (db_int(&c->rows, i, PART) == SLIP && !is_kept_out(c, db_int(&c->rows, i, COMPLAINT)))
            all[n++] = (struct counted){db_int(&c->rows, i, ID), db_int(&c->rows, i, DUE), (int)db_int(&c->rows, i, TURN)};
    }
    n = distinct(all, n);
    for (size_t i = 0; i < n; i++) {
        count_one(all[i].turn == TURN_RECEIVER ? &counts->todo : all[i].turn == TURN_CONFIRM ? &counts->answered : &counts->returned);
        if (all[i].turn == TURN_RECEIVER && all[i].due_us < c->now_us)
            count_one(&counts->late);
    }
}

/* With so many that not all were read those that are due soon are read by themselves. */
static enum err count_soon(const struct counting *c, int *ret_soon)
{
    const struct db_value me = DB_INT(c->user->id);
    struct db_rows rows;
    TRY(db_query(c->db, c->arena, &list[SOON], DB_ARGS(me, me, DB_INT(c->now_us), DB_INT(c->now_us + COMPLAINT_SOON_US)), &rows));
    *ret_soon = (int)rows.n;
    return ERR_NONE;
}

static enum err count_late(const struct counting *c, int *ret_late)
{
    const struct db_value me = DB_INT(c->user->id), now = DB_INT(c->now_us);
    struct db_rows rows;
    TRY(db_query(c->db, c->arena, &list[LATE],
                 DB_ARGS(DB_TEXT(keys_of(c->arena, &c->places, SLIP_TO_DEPARTMENT)), now, me, DB_TEXT(keys_of(c->arena, &c->places, SLIP_TO_UNIT)), now, me), &rows));
    struct counted *all = ARENA_ARRAY(c->arena, rows.n + 1, struct counted);
    for (size_t i = 0; i < rows.n; i++)
        all[i] = (struct counted){.id = db_int(&rows, i, 0)};
    size_t n = distinct(all, rows.n);
    *ret_late = n < COMPLAINT_COUNT_MAX ? (int)n : COMPLAINT_COUNT_MAX;
    return ERR_NONE;
}

enum err waiting_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct waiting *ret_waiting)
{
    struct counting c = {.db = db, .arena = a, .user = user, .now_us = now_us, .places = slip_places(user, true, true)};
    struct waiting w = {.notices = 0};
    c.which = choose(&c.places);
    TRY(ask(&c));
    find_kept_out(&c);
    count_own(&c, &w);
    count_slips(&c, &w.slips);
    w.decisions = count_decisions(&c);
    if (w.mine.open == COMPLAINT_COUNT_MAX)
        TRY(count_soon(&c, &w.mine.soon));
    if (w.slips.todo == COMPLAINT_COUNT_MAX && c.which == MANY)
        TRY(count_late(&c, &w.slips.late));
    *ret_waiting = w;
    return ERR_NONE;
}
