#include <string.h>

#include "complaint_store.h"
#include "utf8.h"

/*
 * A list is read per holder, one range of a covering index of complaint_scope each, and merged here without the duplicates that several holders bring.
 * MariaDB reads a whole index when the holders of a statement are several (measured), so each range is a statement of its own. The head of each row
 * comes with it: looking the rows up by a list of ids afterwards costs half as much again.
 *
 * Ranges are of (holder, is_open) for the ordinary views and of (holder, attention) for what is new or unread. WINDOW reads a short time of
 * receipt and sorts it by due time.
 */
enum { OPEN_DUE, OPEN_DUE_BACK, OPEN_RECEIVED, OPEN_RECEIVED_BACK, WINDOW_DUE, WINDOW_DUE_BACK, ATTENTION_DUE, ATTENTION_DUE_BACK,
       ATTENTION_RECEIVED, ATTENTION_RECEIVED_BACK, PLAIN__COUNT };
enum { FILTERED = PLAIN__COUNT, CATEGORY_DUE = 2 * PLAIN__COUNT, CATEGORY_DUE_BACK, CATEGORY_RECEIVED, CATEGORY_RECEIVED_BACK, CATEGORY_SMALL,
       MINE_DUE, MINE_DUE_BACK, BY_NUMBER, CUT, COVERS_UNIT, COVERS_DEPARTMENT };

/* What lists show of a complaint; the names of category, unit and department are known. */
#define HEAD                                                                                                                      \
    "c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, "             \
    "c.received_us, c.due_us, c.unread, a.name, c.grade, c.due_kind, c.flag, c.flags, c.path, c.open_slips"
#define HEAD_TYPES "itiiiIIiit" "iiiTt" "iti" "ti"
/* Without the hint a small table goes through a join buffer, which loses the order and with it the LIMIT. */
#define NAMES " LEFT JOIN app_user a FORCE INDEX (PRIMARY) ON a.id = c.assignee_id "

#define WITHIN                                                                                                                    \
    " AND s.due_us >= ? AND s.due_us < ? AND s.received_us >= ? AND s.received_us < ? AND (? = 0 OR s.state = ?)"
#define WITHIN_TYPES "iiiiii"
#define AFTER(by, than) " AND (s." by " " than " ? OR (s." by " = ? AND s.complaint_id " than " ?))"
#define ORDER(by, way) " ORDER BY s." by " " way ", s.complaint_id " way
#define RANGE(index, key, by, than, way)                                                                                          \
    {"SELECT " HEAD " FROM complaint_scope s FORCE INDEX (" index ") STRAIGHT_JOIN complaint c ON c.id = s.complaint_id" NAMES    \
     "WHERE s.holder = ? AND s." key " = ?" AFTER(by, than) WITHIN ORDER(by, way) " LIMIT ?",                                     \
     "iiiii" WITHIN_TYPES "i", HEAD_TYPES}

/*
 * The same with filters on the complaint itself. Sub-selects in this form are evaluated row by row; as EXISTS they would be turned into joins. The
 * scope is checked when the range is not the user's own but that of a unit or department that was filtered for. ROWS EXAMINED keeps a filter that matches
 * nothing from reading a million complaints.
 */
#define EXAMINED "200000"
#define IS_HOLDER(alias) "(? = 0 OR (SELECT 1 FROM complaint_scope " alias " WHERE " alias ".complaint_id = s.complaint_id AND " alias ".holder = ?) = 1)"
#define FILTERS                                                                                                                   \
    " AND (? = 0 OR c.category_id = ?) AND (? = 0 OR c.assignee_id = ?) AND (? = '' OR c.title LIKE ?)"                           \
    " AND (? = 1 OR (SELECT 1 FROM complaint_scope m WHERE m.complaint_id = s.complaint_id AND "                                  \
    "m.holder IN (?, ?, ?, ?, ?, ?, ?, ?) LIMIT 1) = 1)"                                                                          \
       " AND " IS_HOLDER("n") " AND " IS_HOLDER("d")
#define FILTER_TYPES "iiiitt" "iiiiiiiii" "iiii"
#define FILTERED_RANGE(index, key, by, than, way)                                                                                 \
    {"SELECT " HEAD " FROM complaint_scope s FORCE INDEX (" index ") STRAIGHT_JOIN complaint c ON c.id = s.complaint_id" NAMES    \
     "WHERE s.holder = ? AND s." key " = ?" AFTER(by, than) WITHIN FILTERS ORDER(by, way) " LIMIT ? ROWS EXAMINED " EXAMINED,     \
     "iiiii" WITHIN_TYPES FILTER_TYPES "i", HEAD_TYPES}
/* A category with few complaints: those are read, and looked up in the range's scope. */
#define CATEGORY_RANGE(by, than, way)                                                                                             \
    {"SELECT " HEAD " FROM (SELECT s.complaint_id, s." by " FROM complaint c FORCE INDEX (complaint_category) "                   \
     "STRAIGHT_JOIN complaint_scope s ON s.complaint_id = c.id AND s.holder = ? WHERE s.is_open = ?" AFTER(by, than) WITHIN FILTERS \
     " AND c.category_id = ?" ORDER(by, way) " LIMIT ?) s STRAIGHT_JOIN complaint c ON c.id = s.complaint_id" NAMES ORDER(by, way), \
     "iiiii" WITHIN_TYPES FILTER_TYPES "ii", HEAD_TYPES}

/* One's own work by due time, without a filter: the assignee's own index has it in order. */
#define MINE(than, way)                                                                                                           \
    {"SELECT " HEAD " FROM complaint c FORCE INDEX (complaint_assignee)" NAMES "WHERE c.assignee_id = ? AND c.is_open = ? AND "   \
     "(c.due_us " than " ? OR (c.due_us = ? AND c.id " than " ?)) AND c.due_us >= ? AND c.due_us < ? AND c.received_us >= ? AND "  \
     "c.received_us < ? AND (? = 0 OR c.state = ?) ORDER BY c.due_us " way ", c.id " way " LIMIT ?",                              \
     "iiiii" WITHIN_TYPES "i", HEAD_TYPES}

#define ALL_RANGES(range)                                                                                                         \
    range("complaint_scope_due", "is_open", "due_us", ">", "ASC"), range("complaint_scope_due", "is_open", "due_us", "<", "DESC"), \
        range("complaint_scope_received", "is_open", "received_us", "<", "DESC"),                                                 \
        range("complaint_scope_received", "is_open", "received_us", ">", "ASC"),                                                  \
        range("complaint_scope_received", "is_open", "due_us", ">", "ASC"),                                                       \
        range("complaint_scope_received", "is_open", "due_us", "<", "DESC"),                                                      \
        range("complaint_scope_attention", "attention", "due_us", ">", "ASC"),                                                    \
        range("complaint_scope_attention", "attention", "due_us", "<", "DESC"),                                                   \
        range("complaint_scope_attention", "attention", "received_us", "<", "DESC"),                                              \
        range("complaint_scope_attention", "attention", "received_us", ">", "ASC")

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"

static const struct db_stmt list[] = {
    ALL_RANGES(RANGE),
    ALL_RANGES(FILTERED_RANGE),
    CATEGORY_RANGE("due_us", ">", "ASC"),
    CATEGORY_RANGE("due_us", "<", "DESC"),
    CATEGORY_RANGE("received_us", "<", "DESC"),
    CATEGORY_RANGE("received_us", ">", "ASC"),
    [CATEGORY_SMALL] = {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE category_id = ? LIMIT 2001) x", "i", "i"},
    MINE(">", "ASC"),
    MINE("<", "DESC"),
    [BY_NUMBER] = {"SELECT " HEAD " FROM complaint c STRAIGHT_JOIN complaint_scope s ON s.complaint_id = c.id" NAMES
                   "WHERE c.number = ? AND s.holder IN (" EIGHT ") LIMIT 1",
                   "tiiiiiiii", HEAD_TYPES},
    [CUT] = {"SELECT @@warning_count", "", "i"},
    [COVERS_UNIT] = {"SELECT COUNT(*) FROM unit_tree WHERE unit_id = ? AND ancestor_id IN (" EIGHT ")", "iiiiiiiii", "i"},
    [COVERS_DEPARTMENT] = {"SELECT COUNT(*) FROM department d JOIN unit_tree t ON t.unit_id = d.unit_id WHERE d.id = ? AND t.ancestor_id IN (" EIGHT
                           ")",
                           "iiiiiiiii", "i"},
};
const struct db_stmts complaint_list_stmts = {"complaint_list", list, COUNT_OF(list), DB_STAFF};

/* ---- ranges ---- */

struct search {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    const struct complaint_filter *filter;
    size_t want; /* rows, with the one more */
    bool mine, by_category;
    bool own; /* the holders are all the user's */
    /* the holders whose ranges are read: the user's, himself, or what is filtered for */
    int64_t holders[ACCESS_HOLDERS];
    size_t n_holders;
    int64_t unit_holder, department_holder; /* that are filters, 0: none */
    const char *like;
    /* result */
    struct complaint *rows;
    size_t n;
};

static bool descending(const struct complaint_filter *f)
{
    return (f->sort == SORT_RECEIVED) != f->backwards;
}

static bool stands_before(const struct complaint_filter *f, const struct complaint *a, const struct complaint *b)
{
    int64_t x = f->sort == SORT_DUE ? a->due_us : a->received_us, y = f->sort == SORT_DUE ? b->due_us : b->received_us;
    if (x == y)
        return descending(f) ? a->id > b->id : a->id < b->id;
    return descending(f) ? x > y : x < y;
}

static struct complaint read_head(const struct db_rows *r, size_t i)
{
    return (struct complaint){
        .id = db_int(r, i, 0),
        .number = db_text(r, i, 1),
        .mode = (enum complaint_mode)db_int(r, i, 2),
        .category_id = db_int(r, i, 3),
        .unit_id = db_int(r, i, 4),
        .department_id = db_int(r, i, 5),
        .assignee_id = db_int(r, i, 6),
        .state = (enum complaint_state)db_int(r, i, 7),
        .is_open = db_int(r, i, 8) != 0,
        .title = db_text(r, i, 9),
        .received_us = db_int(r, i, 10),
        .due_us = db_int(r, i, 11),
        .unread = db_int(r, i, 12) != 0,
        .assignee = db_text(r, i, 13),
        .grade = db_text(r, i, 14),
        .due_kind = (int)db_int(r, i, 15),
        .flag = db_text(r, i, 16),
        .flags = (int)db_int(r, i, 17),
        .path = db_text(r, i, 18),
        .open_slips = (int)db_int(r, i, 19),
        .channel = "",
        .source = "",
        .complainant_kind = "",
        .language = "",
        .occurred = "",
        .place = "",
        .persons = "",
        .reference = "",
        .outcome = "",
    };
}

/* Both are in order; a complaint that stands in both is kept once. */
static void merge(struct search *s, const struct db_rows *more)
{
    struct complaint *merged = ARENA_ARRAY(s->arena, s->want, struct complaint);
    size_t n = 0, i = 0, j = 0;
    while (n < s->want && (i < s->n || j < more->n)) {
        struct complaint next = {0};
        if (j < more->n)
            next = read_head(more, j);
        if (j == more->n || (i < s->n && !stands_before(s->filter, &next, &s->rows[i]))) {
            if (j < more->n && s->rows[i].id == next.id)
                j++;
            merged[n++] = s->rows[i++];
        } else {
            merged[n++] = next;
            j++;
        }
    }
    s->rows = merged;
    s->n = n;
}

struct bounds {
    int64_t key; /* is_open or attention */
    int64_t due_from, due_to;
    int state;
    bool attention;
};

/* Arguments in the order of the statements; the whole set is for the filtered ones. */
static size_t range_args(const struct search *s, int64_t holder, const struct bounds *b, struct db_value *args)
{
    const struct complaint_filter *f = s->filter;
    bool start = f->after_id == 0;
    int64_t value = start ? (descending(f) ? INT64_MAX : INT64_MIN) : f->after_value;
    int64_t id = start ? (descending(f) ? INT64_MAX : 0) : f->after_id;
    const struct db_value own[] = {
        DB_INT(holder),      DB_INT(b->key),     DB_INT(value),
        DB_INT(value),       DB_INT(id),         DB_INT(b->due_from),
        DB_INT(b->due_to),   DB_INT(f->from_us), DB_INT(f->to_us ? f->to_us : INT64_MAX),
        DB_INT(b->state),    DB_INT(b->state),
    };
    memcpy(args, own, sizeof own);
    return COUNT_OF(own);
}

static size_t filter_args(const struct search *s, struct db_value *args)
{
    int64_t assignee = s->mine ? s->user->id : 0;
    const int64_t *h = s->user->holders;
    const struct db_value own[] = {
        DB_INT(s->filter->category_id), DB_INT(s->filter->category_id), DB_INT(assignee),
        DB_INT(assignee),               DB_TEXT(s->like),               DB_TEXT(s->like),
        DB_INT(s->own),                 DB_INT(h[0]),                   DB_INT(h[1]),
        DB_INT(h[2]),                   DB_INT(h[3]),                   DB_INT(h[4]),
        DB_INT(h[5]),                   DB_INT(h[6]),                   DB_INT(h[7]),
        DB_INT(s->unit_holder),         DB_INT(s->unit_holder),         DB_INT(s->department_holder),
        DB_INT(s->department_holder),
    };
    memcpy(args, own, sizeof own);
    return COUNT_OF(own);
}

static bool is_narrowed(const struct search *s)
{
    return s->filter->category_id || *s->like || s->filter->unit_id || s->filter->department_id;
}

/* Whether the statement just run was ended by ROWS EXAMINED. */
static enum err note_cut(const struct search *s)
{
    struct db_rows row;
    if (!s->filter->cut)
        return ERR_NONE;
    TRY(db_one(s->db, s->arena, &list[CUT], DB_NO_ARGS, &row));
    if (db_int(&row, 0, 0) > 0)
        *s->filter->cut = true;
    return ERR_NONE;
}

/* Days of receipt so few that sorting them costs less than looking for them among all due times. */
static bool is_window(const struct complaint_filter *f)
{
    const int64_t month_us = INT64_C(31) * 24 * 3600 * 1000000;
    return f->sort == SORT_DUE && f->from_us && (f->to_us ? f->to_us : f->now_us) - f->from_us <= month_us;
}

static int choose_statement(const struct search *s, bool attention, bool own_work, bool filtered, bool by_category)
{
    const struct complaint_filter *f = s->filter;
    int way = (f->sort == SORT_RECEIVED ? 2 : 0) + (f->backwards ? 1 : 0);
    if (own_work)
        return MINE_DUE + way;
    if (by_category)
        return CATEGORY_DUE + way;
    return (attention ? ATTENTION_DUE : is_window(f) ? WINDOW_DUE : OPEN_DUE) + way + (filtered ? FILTERED : 0);
}

static enum err read_range(struct search *s, int64_t holder, const struct bounds *b)
{
    struct db_value args[40];
    struct db_rows rows;
    const struct complaint_filter *f = s->filter;
    bool own_work = s->mine && f->sort == SORT_DUE && !b->attention && !is_narrowed(s);
    bool filtered = !own_work && (s->mine || is_narrowed(s)), by_category = s->by_category && !b->attention;
    int which = choose_statement(s, b->attention, own_work, filtered, by_category);
    size_t n = range_args(s, own_work ? s->user->id : holder, b, args);
    if (filtered)
        n += filter_args(s, args + n);
    if (by_category)
        args[n++] = DB_INT(f->category_id);
    args[n++] = DB_INT(s->want);
    TRY(db_query(s->db, s->arena, &list[which], args, n, &rows));
    if (filtered && !by_category && rows.n < s->want)
        TRY(note_cut(s));
    merge(s, &rows);
    return ERR_NONE;
}

/* The ranges that make up a view. */
static size_t view_ranges(const struct complaint_filter *f, struct bounds ranges[2])
{
    struct bounds all = {.due_from = INT64_MIN, .due_to = INT64_MAX, .state = f->state};
    size_t n = 0;
    if (f->view == VIEW_NEW || f->view == VIEW_REPLIES) {
        all.attention = true;
        ranges[n] = all;
        ranges[n++].key = f->view == VIEW_NEW ? 1 : 2;
        ranges[n] = all;
        ranges[n++].key = 3;
        return n;
    }
    if (f->view == VIEW_SOON) {
        all.due_from = f->now_us;
        all.due_to = f->now_us + COMPLAINT_SOON_US;
    } else if (f->view == VIEW_LATE) {
        all.due_to = f->now_us;
    }
    bool open = !f->state || complaint_state_open((enum complaint_state)f->state), closed = !f->state || !open;
    for (int key = 1; key >= 0; key--) {
        bool fits = key ? open && f->view != VIEW_CLOSED : closed && (f->view == VIEW_ALL || f->view == VIEW_CLOSED);
        if (fits) {
            ranges[n] = all;
            ranges[n++].key = key;
        }
    }
    return n;
}

static enum err read_ranges(struct search *s)
{
    struct bounds ranges[2];
    size_t n = view_ranges(s->filter, ranges);
    for (size_t h = 0; h < s->n_holders; h++) {
        for (size_t r = 0; r < n; r++)
            TRY(read_range(s, s->holders[h], &ranges[r]));
    }
    return ERR_NONE;
}

/* ---- which ranges ---- */

/* True when the user's grants are over this unit, or over the unit of this department: then its range holds only what he may see, or nearly. */
static enum err covers(const struct search *s, int which, int64_t id, bool *ret_covers)
{
    int64_t units[ACCESS_HOLDERS] = {0};
    struct db_rows row;
    for (size_t i = 0; i < ACCESS_HOLDERS; i++) {
        if (s->user->holders[i] >> 56 == HOLDER_UNIT)
            units[i] = s->user->holders[i] & ((INT64_C(1) << 56) - 1);
    }
    TRY(db_one(s->db, s->arena, &list[which],
               DB_ARGS(DB_INT(id), DB_INT(units[0]), DB_INT(units[1]), DB_INT(units[2]), DB_INT(units[3]), DB_INT(units[4]), DB_INT(units[5]),
                       DB_INT(units[6]), DB_INT(units[7])),
               &row));
    *ret_covers = db_int(&row, 0, 0) > 0;
    return ERR_NONE;
}

static void read_only(struct search *s, int64_t holder)
{
    s->holders[0] = holder;
    s->n_holders = 1;
}

static enum err choose_ranges(struct search *s)
{
    const struct complaint_filter *f = s->filter;
    bool covered = false;
    for (size_t i = 0; i < ACCESS_HOLDERS; i++) {
        if (s->user->holders[i])
            s->holders[s->n_holders++] = s->user->holders[i];
    }
    if (f->unit_id)
        s->unit_holder = holder_code(HOLDER_UNIT, f->unit_id);
    if (f->department_id)
        s->department_holder = holder_code(HOLDER_DEPARTMENT, f->department_id);
    s->own = true;
    /* The narrowest range that is known to be nearly all within the scope. */
    if (s->mine) {
        read_only(s, holder_code(HOLDER_USER, s->user->id));
        return ERR_NONE;
    }
    if (f->department_id) {
        TRY(covers(s, COVERS_DEPARTMENT, f->department_id, &covered));
    } else if (f->unit_id) {
        TRY(covers(s, COVERS_UNIT, f->unit_id, &covered));
    }
    if (covered) {
        read_only(s, f->department_id ? s->department_holder : s->unit_holder);
        s->own = false;
    }
    return ERR_NONE;
}

static enum err choose_category(struct search *s)
{
    enum { FEW = 2000 };
    struct db_rows row;
    if (!s->filter->category_id)
        return ERR_NONE;
    TRY(db_one(s->db, s->arena, &list[CATEGORY_SMALL], DB_ARGS(DB_INT(s->filter->category_id)), &row));
    s->by_category = db_int(&row, 0, 0) <= FEW;
    return ERR_NONE;
}

/* "%words%", with the signs that LIKE understands made plain; "" for no words. */
static const char *like_of(struct arena *a, const char *words)
{
    struct buf like = {.arena = a};
    if (!words || !*words)
        return "";
    buf_addc(&like, '%');
    for (const char *p = words; *p; p++) {
        if (strchr("%_\\", *p))
            buf_addc(&like, '\\');
        buf_addc(&like, *p);
    }
    buf_addc(&like, '%');
    return like.p;
}

static void turn_round(struct complaint *rows, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct complaint first = rows[i];
        rows[i] = rows[n - 1 - i];
        rows[n - 1 - i] = first;
    }
}

/* A number that is typed whole finds its complaint in any view, or nothing: no title holds one. */
static enum err find_number(struct search *s, bool *ret_number)
{
    enum { NUMBER_MIN = 12 };
    const int64_t *h = s->user->holders;
    struct db_rows row;
    const char *number = utf8_halfwidth(s->arena, str_of(s->filter->words));
    char *upper = arena_strdup(s->arena, number);
    for (char *p = upper; *p; p++) {
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    }
    *ret_number = complaint_number_plain(upper) && strlen(upper) >= NUMBER_MIN && strchr(upper, '-') != NULL;
    if (!*ret_number)
        return ERR_NONE;
    TRY(db_query(s->db, s->arena, &list[BY_NUMBER],
                 DB_ARGS(DB_TEXT(upper), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]),
                         DB_INT(h[7])),
                 &row));
    if (row.n == 0)
        return ERR_NONE;
    s->rows = ARENA_NEW(s->arena, struct complaint);
    s->rows[0] = read_head(&row, 0);
    s->n = 1;
    return ERR_NONE;
}

enum err complaint_list(struct db *db, struct arena *a, const struct access_user *user, const struct complaint_filter *filter,
                        struct complaint **ret_rows, size_t *ret_n)
{
    size_t limit = filter->limit < COMPLAINT_LIST_MAX ? filter->limit : COMPLAINT_LIST_MAX;
    struct search s = {
        .db = db,
        .arena = a,
        .user = user,
        .filter = filter,
        .want = limit + 1,
        .mine = filter->mine || filter->view == VIEW_MINE,
        .like = like_of(a, filter->words),
    };
    bool number = false;
    if (*s.like && filter->after_id == 0)
        TRY(find_number(&s, &number));
    if (!number) {
        TRY(choose_ranges(&s));
        TRY(choose_category(&s));
        TRY(read_ranges(&s));
    }
    if (filter->backwards)
        turn_round(s.rows, s.n);
    *ret_rows = s.rows;
    *ret_n = s.n;
    return complaint_name(db, a, s.rows, s.n);
}
