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
 *
 * A filter that few complaints fit has an index of its own: those are found first (FEW_) and looked up in the scope. Any other one looks at so many rows
 * of all ranges together and no more, and says where it gave up; it looks at a few first, since most pages are full by then.
 */
enum { OPEN_DUE, OPEN_DUE_BACK, OPEN_RECEIVED, OPEN_RECEIVED_BACK, WINDOW_DUE, WINDOW_DUE_BACK, ATTENTION_DUE, ATTENTION_DUE_BACK,
       ATTENTION_RECEIVED, ATTENTION_RECEIVED_BACK, PLAIN__COUNT };
enum { FILTERED = PLAIN__COUNT, SELECTED_DUE = 2 * PLAIN__COUNT, SELECTED_DUE_BACK, SELECTED_RECEIVED, SELECTED_RECEIVED_BACK,
       MINE_DUE, MINE_DUE_BACK, BY_NUMBER, COVERS_UNIT, COVERS_DEPARTMENT,
       FEW_REFERENCE, FEW_INCIDENT, FEW_TAG, FEW_FLAG, FEW_CAUSE, FEW_ASKED, FEW_ASSIGNEE, FEW_PATH, FEW_REPEAT, FEW_FALSE, FEW_URGED, FEW_CATEGORY, IN_WINDOW };

/* What lists show of a complaint; the names of category, unit and department are known. */
#define HEAD                                                                                                                      \
    "c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, "             \
    "c.received_us, c.due_us, c.unread, a.name, c.grade, c.due_kind, c.flag, c.flags, c.path, c.open_slips, c.channel, c.source, " \
    "c.reference, c.closed_us, c.urged"
#define HEAD_TYPES "itiiiIIiit" "iiiTt" "iti" "ti" "tttI" "i"
/* The last row that a window looked at, in the shape of the others: its number is empty. */
#define END                                                                                                                       \
    "e.complaint_id, '', 0, 0, 0, NULL, NULL, 0, 0, '', e.received_us, e.due_us, 0, NULL, '', 0, '', 0, '', 0, '', '', '', NULL, 0"
/*
 * Without the hints a small table goes through a join buffer, which loses the order and with it the LIMIT. Who is kept out of a complaint does not see it in a list (requirements G9):
 * a join that must find nothing costs half of a sub-select.
 */
#define NAMES                                                                                                                     \
    " LEFT JOIN app_user a FORCE INDEX (PRIMARY) ON a.id = c.assignee_id LEFT JOIN recusal z FORCE INDEX (PRIMARY) ON z.complaint_id = c.id AND z.user_id = ? "
#define NOT_KEPT_OUT " AND z.user_id IS NULL"

#define WITHIN                                                                                                                    \
    " AND s.due_us >= ? AND s.due_us < ? AND s.received_us >= ? AND s.received_us < ? AND (? = 0 OR (? >> s.state) & 1 = 1)"
#define WITHIN_TYPES "iiiiii"
#define AFTER(by, than) " AND (s." by " " than " ? OR (s." by " = ? AND s.complaint_id " than " ?))"
#define ORDER(by, way) " ORDER BY s." by " " way ", s.complaint_id " way
#define RANGE(index, key, by, than, way)                                                                                          \
    {"SELECT " HEAD " FROM complaint_scope s FORCE INDEX (" index ") STRAIGHT_JOIN complaint c ON c.id = s.complaint_id" NAMES    \
     "WHERE s.holder = ? AND s." key " = ?" AFTER(by, than) WITHIN NOT_KEPT_OUT ORDER(by, way) " LIMIT ?",                        \
     "iiiii" WITHIN_TYPES "ii", HEAD_TYPES}

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
/*
 * Filters on the complaint itself. Sub-selects in this form are evaluated row by row; as EXISTS they would be turned into joins. The scope is checked when the
 * range is not the user's own but that of a unit or department that was filtered for.
 */
#define WORD(column) " AND (? = '' OR " column " = ?)"
#define CODE(kind) " AND (? = '' OR (SELECT 1 FROM complaint_code k WHERE k.complaint_id = c.id AND k.kind = " kind " AND k.code = ?) = 1)"
#define FILTERS                                                                                                                   \
    WORD("c.grade") WORD("c.channel") WORD("c.source") WORD("c.complainant_kind")                                                \
    " AND (? = '' OR c.validity = IF(? = '" FILTER_NONE "', '', ?))"                                                              \
    " AND (? = '' OR IF(? = '" FILTER_ANY "', c.path <> '', c.path = IF(? = '" FILTER_NONE "', '', ?)))" CODE("3") CODE("1")      \
    " AND (? = '' OR (SELECT 1 FROM complaint_tag k WHERE k.complaint_id = c.id AND k.word = ?) = 1)" WORD("c.reference")         \
    " AND (? = 0 OR (SELECT 1 FROM category g LEFT JOIN category h ON h.id = g.parent_id WHERE g.id = c.category_id AND "         \
    "? IN (g.id, g.parent_id, h.parent_id)) = 1)"                                                                                 \
    " AND (? = 0 OR (SELECT 1 FROM unit_tree t WHERE t.unit_id = c.unit_id AND t.ancestor_id = ?) = 1)"                           \
    " AND (? = 0 OR c.department_id = ?)"                                                                                         \
    " AND (? = 0 OR (SELECT 1 FROM slip p WHERE p.complaint_id = c.id AND p.kind = 1 AND p.is_open = 1 AND p.to_department_id = ? LIMIT 1) = 1)" \
    " AND (? = 0 OR c.assignee_id = ? OR (? = -1 AND c.assignee_id IS NULL))"                                                     \
    " AND (? = 0 OR c.incident_id = ?) AND (? = 0 OR c.mode = ?) AND (? = 0 OR c.due_kind = ?)"                                   \
    " AND (? = 0 OR (c.closed_us >= ? AND c.closed_us < ?)) AND (? = '' OR c.title LIKE ?)"                                       \
    " AND (? = 0 OR (c.is_open = 1 AND c.due_us < ?)) AND (? = 0 OR c.unread = 1) AND (? = 0 OR c.state = 3)"                     \
    " AND (? = 0 OR (SELECT 1 FROM complaint_link l WHERE l.b_id = c.id AND l.kind IN (2, 3, 6) LIMIT 1) = 1)"                    \
    " AND (? = 0 OR c.open_slips > 0) AND (? = 0 OR c.path <> '' OR c.validity = 'invalid') AND (? = 0 OR c.false_closing = 1) AND (? = 0 OR c.urged = 1)" \
    " AND (? = 0 OR c.review_asked_us IS NOT NULL)"   \
    " AND (? = 1 OR (SELECT 1 FROM complaint_scope m WHERE m.complaint_id = c.id AND m.holder IN (" EIGHT ") LIMIT 1) = 1)"
#define FILTER_TYPES                                                                                                              \
    "tttttttt" "ttt" "tttt" "tttt" "tttt" "ii" "ii" "ii" "ii" "iii" "iiiiii" "iiitt" "iiii" "iiii" "ii" "iiiiiiiii"
#define FILTERED_RANGE(index, key, by, than, way)                                                                                 \
    {"(SELECT " HEAD " FROM (SELECT s.complaint_id, s." by " FROM complaint_scope s FORCE INDEX (" index ") WHERE s.holder = ? AND s." key " = ?" \
     AFTER(by, than) WITHIN ORDER(by, way) " LIMIT ?) s STRAIGHT_JOIN complaint c ON c.id = s.complaint_id" NAMES "WHERE 1 = 1" NOT_KEPT_OUT      \
     FILTERS ORDER(by, way) " LIMIT ?) UNION ALL (SELECT " END " FROM (SELECT s.complaint_id, s.received_us, s.due_us FROM complaint_scope s "     \
     "FORCE INDEX (" index ") WHERE s.holder = ? AND s." key " = ?" AFTER(by, than) WITHIN ORDER(by, way) " LIMIT 1 OFFSET ?) e)",               \
     "iiiii" WITHIN_TYPES "ii" FILTER_TYPES "i" "iiiii" WITHIN_TYPES "i", HEAD_TYPES}
/* Of complaints that were found by an index of the filter's own. */
#define SELECTED_RANGE(by, than, way)                                                                                             \
    {"SELECT " HEAD " FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j STRAIGHT_JOIN complaint c ON c.id = j.id" NAMES   \
     "WHERE (? < 0 OR c.is_open = ?) AND (? = 0 OR c.state = 1) AND (? = 0 OR c.unread = 1) AND (c." by " " than " ? OR (c." by " = ? AND c.id " than \
     " ?)) AND c.due_us >= ? AND c.due_us < ? AND c.received_us >= ? AND c.received_us < ? AND (? = 0 OR (? >> c.state) & 1 = 1)"    \
     NOT_KEPT_OUT FILTERS " ORDER BY c." by " " way ", c.id " way " LIMIT ?",                                                     \
     "ti" "iiii" "iii" WITHIN_TYPES FILTER_TYPES "i", HEAD_TYPES}

/* One's own work by due time, without a filter: the assignee's own index has it in order. */
#define MINE(than, way)                                                                                                           \
    {"SELECT " HEAD " FROM complaint c FORCE INDEX (complaint_assignee)" NAMES "WHERE c.assignee_id = ? AND c.is_open = ? AND "   \
     "(c.due_us " than " ? OR (c.due_us = ? AND c.id " than " ?)) AND c.due_us >= ? AND c.due_us < ? AND c.received_us >= ? AND "  \
     "c.received_us < ? AND (? = 0 OR (? >> c.state) & 1 = 1)" NOT_KEPT_OUT " ORDER BY c.due_us " way ", c.id " way " LIMIT ?",    \
     "iiiii" WITHIN_TYPES "ii", HEAD_TYPES}

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

/* So many are looked up one by one; of more the ranges are read. */
#define FEW " LIMIT 1001"
enum { FEW_MAX = 1000 };
#define WINDOW_MAX 3000 /* received so few that sorting them costs less than looking for them among all due times */
#define LOOK_FIRST 400
#define LOOK_LEAST 200  /* of a range */

static const struct db_stmt list[] = {
    ALL_RANGES(RANGE),
    ALL_RANGES(FILTERED_RANGE),
    SELECTED_RANGE("due_us", ">", "ASC"),
    SELECTED_RANGE("due_us", "<", "DESC"),
    SELECTED_RANGE("received_us", "<", "DESC"),
    SELECTED_RANGE("received_us", ">", "ASC"),
    MINE(">", "ASC"),
    MINE("<", "DESC"),
    [BY_NUMBER] = {"SELECT " HEAD " FROM complaint c STRAIGHT_JOIN complaint_scope s ON s.complaint_id = c.id" NAMES
                   "WHERE c.number = ? AND s.holder IN (" EIGHT ")" NOT_KEPT_OUT " LIMIT 1",
                   "itiiiiiiii", HEAD_TYPES},
    [COVERS_UNIT] = {"SELECT COUNT(*) FROM unit_tree WHERE unit_id = ? AND ancestor_id IN (" EIGHT ")", "iiiiiiiii", "i"},
    [COVERS_DEPARTMENT] = {"SELECT COUNT(*) FROM department d JOIN unit_tree t ON t.unit_id = d.unit_id WHERE d.id = ? AND t.ancestor_id IN (" EIGHT
                           ")",
                           "iiiiiiiii", "i"},
    [FEW_REFERENCE] = {"SELECT id FROM complaint WHERE reference = ?" FEW, "t", "i"},
    [FEW_INCIDENT] = {"SELECT id FROM complaint WHERE incident_id = ?" FEW, "i", "i"},
    [FEW_TAG] = {"SELECT complaint_id FROM complaint_tag WHERE word = ?" FEW, "t", "i"},
    [FEW_FLAG] = {"SELECT complaint_id FROM complaint_code WHERE kind = 3 AND code = ?" FEW, "t", "i"},
    [FEW_CAUSE] = {"SELECT complaint_id FROM complaint_code WHERE kind = 1 AND code = ?" FEW, "t", "i"},
    [FEW_ASKED] = {"SELECT DISTINCT complaint_id FROM slip FORCE INDEX (slip_receiver) WHERE to_department_id = ? AND is_open = 1 AND kind = 1" FEW, "i", "i"},
    [FEW_ASSIGNEE] = {"SELECT id FROM complaint FORCE INDEX (complaint_assignee) WHERE assignee_id = ?" FEW, "i", "i"},
    [FEW_PATH] = {"SELECT id FROM complaint FORCE INDEX (complaint_path) WHERE path > '' AND (? = '" FILTER_ANY "' OR path = ?)" FEW, "tt", "i"},
    [FEW_REPEAT] = {"SELECT b_id FROM complaint_link FORCE INDEX (complaint_link_kind) WHERE kind IN (2, 3, 6)" FEW, "", "i"},
    [FEW_FALSE] = {"SELECT DISTINCT complaint_id FROM spot_check FORCE INDEX (spot_check_result) WHERE result = 3" FEW, "", "i"},
    [FEW_URGED] = {"SELECT id FROM complaint FORCE INDEX (complaint_urged) WHERE urged = 1" FEW, "", "i"},
    [FEW_CATEGORY] = {"SELECT c.id FROM category g STRAIGHT_JOIN complaint c FORCE INDEX (complaint_category) ON c.category_id = g.id WHERE "
                      "g.id = ? OR g.parent_id = ? OR g.parent_id IN (SELECT h.id FROM category h WHERE h.parent_id = ?)" FEW,
                      "iii", "i"},
    [IN_WINDOW] = {"SELECT COUNT(*) FROM (SELECT 1 FROM complaint_scope FORCE INDEX (complaint_scope_received) WHERE holder = ? AND is_open = ? AND received_us >= ? AND "
                   "received_us < ? LIMIT ?) x",
                   "iiiii", "i"},
};
const struct db_stmts complaint_list_stmts = {"complaint_list", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

/* ---- ranges ---- */

struct search {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    const struct complaint_filter *filter;
    size_t want; /* rows, with the one more */
    bool mine;
    bool own; /* the holders are all the user's */
    /* the holders whose ranges are read: the user's, himself, or what is filtered for */
    int64_t holders[ACCESS_HOLDERS];
    size_t n_holders;
    const char *codes[FILTER_CODE__COUNT]; /* never NULL */
    const char *like;
    const char *selected; /* ids that an index of a filter found, as JSON; NULL: ranges are read */
    size_t look; /* of each range */
    /* result */
    struct complaint *rows;
    size_t n;
    bool cut;
    struct complaint end; /* the nearest row at which a range was given up */
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
        .channel = db_text(r, i, 20),
        .source = db_text(r, i, 21),
        .reference = db_text(r, i, 22),
        .closed_us = db_int(r, i, 23),
        .urged = db_int(r, i, 24) != 0,
        .complainant_kind = "",
        .language = "",
        .occurred = "",
        .place = "",
        .persons = "",
        .outcome = "",
    };
}

/* Both are in order; a complaint that stands in both is kept once. */
static void merge(struct search *s, const struct db_rows *more, size_t more_n)
{
    struct complaint *merged = ARENA_ARRAY(s->arena, s->want, struct complaint);
    size_t n = 0, i = 0, j = 0;
    while (n < s->want && (i < s->n || j < more_n)) {
        struct complaint next = {0};
        if (j < more_n)
            next = read_head(more, j);
        if (j == more_n || (i < s->n && !stands_before(s->filter, &next, &s->rows[i]))) {
            if (j < more_n && s->rows[i].id == next.id)
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
    unsigned states;
    bool attention;
};

/* Where the page begins, and what stands in the range itself. */
static size_t place_args(const struct search *s, const struct bounds *b, struct db_value *args)
{
    const struct complaint_filter *f = s->filter;
    bool start = f->after_id == 0;
    int64_t value = start ? (descending(f) ? INT64_MAX : INT64_MIN) : f->after_value;
    int64_t id = start ? (descending(f) ? INT64_MAX : 0) : f->after_id;
    const struct db_value own[] = {
        DB_INT(value),       DB_INT(value),      DB_INT(id),     DB_INT(b->due_from), DB_INT(b->due_to), DB_INT(f->from_us),
        DB_INT(f->to_us ? f->to_us : INT64_MAX), DB_INT(b->states), DB_INT(b->states),
    };
    memcpy(args, own, sizeof own);
    return COUNT_OF(own);
}

static size_t range_args(const struct search *s, int64_t holder, const struct bounds *b, struct db_value *args)
{
    args[0] = DB_INT(holder);
    args[1] = DB_INT(b->key);
    return 2 + place_args(s, b, args + 2);
}

/* Arguments in the order of FILTERS. */
static size_t filter_args(const struct search *s, struct db_value *args)
{
    const struct complaint_filter *f = s->filter;
    const char *const *c = s->codes;
    const int64_t *h = s->user->holders;
    int64_t assignee = s->mine ? s->user->id : f->assignee_id;
    bool closed = f->closed_from_us || f->closed_to_us;
    const struct db_value own[] = {
        DB_TEXT(c[FILTER_GRADE]), DB_TEXT(c[FILTER_GRADE]), DB_TEXT(c[FILTER_CHANNEL]), DB_TEXT(c[FILTER_CHANNEL]), DB_TEXT(c[FILTER_SOURCE]), DB_TEXT(c[FILTER_SOURCE]),
        DB_TEXT(c[FILTER_COMPLAINANT]), DB_TEXT(c[FILTER_COMPLAINANT]),
        DB_TEXT(c[FILTER_VALIDITY]), DB_TEXT(c[FILTER_VALIDITY]), DB_TEXT(c[FILTER_VALIDITY]),
        DB_TEXT(c[FILTER_PATH]), DB_TEXT(c[FILTER_PATH]), DB_TEXT(c[FILTER_PATH]), DB_TEXT(c[FILTER_PATH]),
        DB_TEXT(c[FILTER_FLAG]), DB_TEXT(c[FILTER_FLAG]), DB_TEXT(c[FILTER_CAUSE]), DB_TEXT(c[FILTER_CAUSE]),
        DB_TEXT(c[FILTER_TAG]), DB_TEXT(c[FILTER_TAG]), DB_TEXT(c[FILTER_REFERENCE]), DB_TEXT(c[FILTER_REFERENCE]),
        DB_INT(f->category_id), DB_INT(f->category_id), DB_INT(f->unit_id), DB_INT(f->unit_id), DB_INT(f->department_id), DB_INT(f->department_id),
        DB_INT(f->asked_id), DB_INT(f->asked_id), DB_INT(assignee), DB_INT(assignee), DB_INT(assignee),
        DB_INT(f->incident_id), DB_INT(f->incident_id), DB_INT(f->mode), DB_INT(f->mode), DB_INT(f->clock), DB_INT(f->clock),
        DB_INT(closed), DB_INT(f->closed_from_us), DB_INT(f->closed_to_us ? f->closed_to_us : INT64_MAX), DB_TEXT(s->like), DB_TEXT(s->like),
        DB_INT(f->marks & MARK_LATE), DB_INT(f->now_us), DB_INT(f->marks & MARK_UNREAD), DB_INT(f->marks & MARK_WAITING),
        DB_INT(f->marks & MARK_REPEAT), DB_INT(f->marks & MARK_SLIPS), DB_INT(f->marks & MARK_RELABELLED), DB_INT(f->marks & MARK_FALSE),
        DB_INT(f->marks & MARK_URGED), DB_INT(f->marks & MARK_REVIEW),
        DB_INT(s->own && !s->selected), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]),
    };
    memcpy(args, own, sizeof own);
    return COUNT_OF(own);
}

static bool is_narrowed(const struct search *s)
{
    const struct complaint_filter *f = s->filter;
    bool narrowed = f->marks || f->category_id || f->unit_id || f->department_id || f->asked_id || f->assignee_id || f->incident_id || f->mode || f->clock ||
                    f->closed_from_us || f->closed_to_us || *s->like;
    for (size_t i = 0; i < FILTER_CODE__COUNT; i++)
        narrowed |= *s->codes[i] != '\0';
    return narrowed;
}

static int64_t received_before(const struct complaint_filter *f)
{
    return f->to_us ? f->to_us : INT64_MAX;
}

/* Whether few enough of a range were received in the time that is asked for. */
static enum err is_window(const struct search *s, int64_t holder, const struct bounds *b, bool *ret_is)
{
    const struct complaint_filter *f = s->filter;
    struct db_rows row;
    *ret_is = false;
    if (f->sort != SORT_DUE || b->attention || (!f->from_us && !f->to_us))
        return ERR_NONE;
    TRY(db_one(s->db, s->arena, &list[IN_WINDOW], DB_ARGS(DB_INT(holder), DB_INT(b->key), DB_INT(f->from_us), DB_INT(received_before(f)), DB_INT(WINDOW_MAX + 1)), &row));
    *ret_is = db_int(&row, 0, 0) <= WINDOW_MAX;
    return ERR_NONE;
}

static int choose_statement(const struct search *s, bool attention, bool window, bool own_work, bool filtered)
{
    const struct complaint_filter *f = s->filter;
    int way = (f->sort == SORT_RECEIVED ? 2 : 0) + (f->backwards ? 1 : 0);
    if (own_work)
        return MINE_DUE + way;
    return (attention ? ATTENTION_DUE : window ? WINDOW_DUE : OPEN_DUE) + way + (filtered ? FILTERED : 0);
}

/* The last row of a window that was looked at whole is the range's end. */
static size_t take_end(struct search *s, const struct db_rows *rows)
{
    if (rows->n == 0 || *db_text(rows, rows->n - 1, 1))
        return rows->n;
    struct complaint end = read_head(rows, rows->n - 1);
    bool full = rows->n - 1 >= s->want;
    if (!full && (!s->cut || stands_before(s->filter, &end, &s->end))) {
        s->cut = true;
        s->end = end;
    }
    return rows->n - 1;
}

static enum err read_range(struct search *s, int64_t holder, const struct bounds *b)
{
    struct db_value args[96];
    struct db_rows rows;
    const struct complaint_filter *f = s->filter;
    bool own_work = s->mine && f->sort == SORT_DUE && !b->attention && !is_narrowed(s);
    bool filtered = !own_work && (s->mine || is_narrowed(s));
    bool window = false;
    if (!own_work)
        TRY(is_window(s, holder, b, &window));
    int which = choose_statement(s, b->attention, window, own_work, filtered);
    size_t n = 0;
    if (!filtered)
        args[n++] = DB_INT(s->user->id);
    n += range_args(s, own_work ? s->user->id : holder, b, args + n);
    if (filtered) {
        args[n++] = DB_INT(s->look);
        args[n++] = DB_INT(s->user->id);
        n += filter_args(s, args + n);
    }
    args[n++] = DB_INT(s->want);
    if (filtered) {
        n += range_args(s, holder, b, args + n);
        args[n++] = DB_INT(s->look - 1);
    }
    TRY(db_query(s->db, s->arena, &list[which], args, n, &rows));
    merge(s, &rows, take_end(s, &rows));
    return ERR_NONE;
}

/* All that was found is looked at, whatever view it stands in. */
static enum err read_selected(struct search *s, const struct bounds *ranges, size_t n_ranges)
{
    const struct complaint_filter *f = s->filter;
    struct db_value args[96];
    struct db_rows rows;
    struct bounds b = ranges[0];
    bool attention = b.attention;
    int64_t open = attention || n_ranges > 1 ? -1 : b.key;
    size_t n = 0;
    args[n++] = DB_TEXT(s->selected);
    args[n++] = DB_INT(s->user->id);
    args[n++] = DB_INT(open);
    args[n++] = DB_INT(open);
    args[n++] = DB_INT(f->view == VIEW_NEW);
    args[n++] = DB_INT(f->view == VIEW_REPLIES);
    n += place_args(s, &b, args + n);
    n += filter_args(s, args + n);
    args[n++] = DB_INT(s->want);
    int which = SELECTED_DUE + (f->sort == SORT_RECEIVED ? 2 : 0) + (f->backwards ? 1 : 0);
    TRY(db_query(s->db, s->arena, &list[which], args, n, &rows));
    merge(s, &rows, rows.n);
    return ERR_NONE;
}

#define OPEN_STATES 0x1eu /* 1 to 4 */

/* The states of a view that are asked for, 0: any. False: none, so that nothing is found. What waits for the complainant is a state, which the index has. */
static bool view_states(const struct complaint_filter *f, unsigned *ret_states)
{
    const unsigned all = ~0u, waiting = 1u << COMPLAINT_WAITING;
    unsigned states = (f->states ? f->states : all) & (f->marks & MARK_WAITING ? waiting : all);
    *ret_states = states == all ? 0 : states;
    return states != 0;
}

/* What is unread stands in the index of what needs attention, beside what is new, by due time: in the order of receipt all of it would have to be sorted. */
static bool is_attention(const struct complaint_filter *f)
{
    return f->view == VIEW_NEW || f->view == VIEW_REPLIES || ((f->marks & MARK_UNREAD) && f->sort == SORT_DUE);
}

static unsigned only_states(unsigned states, unsigned some)
{
    return states ? states & some : some;
}

/* The ranges that make up a view. */
static size_t view_ranges(const struct complaint_filter *f, struct bounds ranges[2])
{
    struct bounds all = {.due_from = f->due_from_us ? f->due_from_us : INT64_MIN, .due_to = f->due_to_us ? f->due_to_us : INT64_MAX};
    size_t n = 0;
    if (!view_states(f, &all.states))
        return 0;
    int64_t from = f->view == VIEW_SOON ? f->now_us : INT64_MIN;
    int64_t to = f->view == VIEW_SOON ? f->now_us + COMPLAINT_SOON_US : f->view == VIEW_LATE || (f->marks & MARK_LATE) ? f->now_us : INT64_MAX;
    all.due_from = from > all.due_from ? from : all.due_from;
    all.due_to = to < all.due_to ? to : all.due_to;
    bool open = !all.states || (all.states & OPEN_STATES), closed = (!all.states || (all.states & ~OPEN_STATES)) && !(f->marks & MARK_LATE);
    if (is_attention(f)) {
        bool is_new = f->view == VIEW_NEW, any = is_new || f->view == VIEW_REPLIES || f->view == VIEW_ALL;
        if (!any && !(all.states = only_states(all.states, f->view == VIEW_CLOSED ? ~OPEN_STATES : OPEN_STATES)))
            return 0;
        all.attention = true;
        ranges[n] = all;
        ranges[n++].key = is_new ? 1 : 2;
        ranges[n] = all;
        ranges[n++].key = 3;
        return n;
    }
    for (int key = 1; key >= 0; key--) {
        bool fits = key ? open && f->view != VIEW_CLOSED : closed && (f->view == VIEW_ALL || f->view == VIEW_CLOSED);
        if (fits) {
            ranges[n] = all;
            ranges[n++].key = key;
        }
    }
    return n;
}

static size_t before_end(const struct search *s)
{
    size_t n = 0;
    while (n < s->n && (!s->cut || !stands_before(s->filter, &s->end, &s->rows[n])))
        n++;
    return n;
}

/* Behind the nearest end rows may be missing: the page goes no further, and says so when it is not full by then. */
static void end_at_cut(struct search *s)
{
    s->n = before_end(s);
    if (s->cut && s->filter->cut && s->n < s->want)
        *s->filter->cut = (struct complaint_cut){true, s->filter->sort == SORT_DUE ? s->end.due_us : s->end.received_us, s->end.id};
}

static enum err look_at(struct search *s, const struct bounds *ranges, size_t n, size_t rows)
{
    size_t each = rows / (s->n_holders * n), least = rows < LOOK_LEAST ? rows : LOOK_LEAST;
    s->look = each > least ? each : least;
    s->n = 0;
    s->cut = false;
    for (size_t h = 0; h < s->n_holders; h++) {
        for (size_t r = 0; r < n; r++)
            TRY(read_range(s, s->holders[h], &ranges[r]));
    }
    return ERR_NONE;
}

static enum err read_ranges(struct search *s)
{
    struct bounds ranges[2];
    size_t n = view_ranges(s->filter, ranges), most = s->look;
    if (n == 0 || s->n_holders == 0)
        return ERR_NONE;
    if (s->selected)
        return read_selected(s, ranges, n);
    if (most > 2 * LOOK_FIRST) {
        TRY(look_at(s, ranges, n, LOOK_FIRST));
        if (!s->cut || before_end(s) >= s->want)
            return ERR_NONE;
    }
    return look_at(s, ranges, n, most);
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
        read_only(s, f->department_id ? holder_code(HOLDER_DEPARTMENT, f->department_id) : holder_code(HOLDER_UNIT, f->unit_id));
        s->own = false;
    }
    return ERR_NONE;
}

static const char *ids_of(struct arena *a, const struct db_rows *rows)
{
    struct buf ids = {.arena = a};
    buf_addc(&ids, '[');
    for (size_t i = 0; i < rows->n; i++)
        buf_printf(&ids, "%s%lld", i > 0 ? "," : "", (long long)db_int(rows, i, 0));
    buf_addc(&ids, ']');
    return ids.p;
}

/* The first filter that few complaints fit, the most telling first. */
static enum err choose_index(struct search *s)
{
    const struct complaint_filter *f = s->filter;
    const char *const *c = s->codes;
    struct db_value category[] = {DB_INT(f->category_id), DB_INT(f->category_id), DB_INT(f->category_id)};
    struct db_value reference = DB_TEXT(c[FILTER_REFERENCE]), tag = DB_TEXT(c[FILTER_TAG]), flag = DB_TEXT(c[FILTER_FLAG]), cause = DB_TEXT(c[FILTER_CAUSE]);
    struct db_value path[] = {DB_TEXT(c[FILTER_PATH]), DB_TEXT(c[FILTER_PATH])};
    bool turned = *c[FILTER_PATH] && strcmp(c[FILTER_PATH], FILTER_NONE) != 0;
    struct db_value incident = DB_INT(f->incident_id), asked = DB_INT(f->asked_id), assignee = DB_INT(f->assignee_id);
    const struct {
        bool used;
        int which;
        const struct db_value *args;
        size_t n;
    } indexes[] = {
        {*c[FILTER_REFERENCE] != '\0', FEW_REFERENCE, &reference, 1}, {f->incident_id != 0, FEW_INCIDENT, &incident, 1}, {*c[FILTER_TAG] != '\0', FEW_TAG, &tag, 1},
        {*c[FILTER_FLAG] != '\0', FEW_FLAG, &flag, 1},                {*c[FILTER_CAUSE] != '\0', FEW_CAUSE, &cause, 1}, {f->asked_id != 0, FEW_ASKED, &asked, 1},
        {f->assignee_id > 0, FEW_ASSIGNEE, &assignee, 1},             {turned, FEW_PATH, path, 2},                      {(f->marks & MARK_REPEAT) != 0, FEW_REPEAT, NULL, 0},
        {(f->marks & MARK_FALSE) != 0, FEW_FALSE, NULL, 0},           {(f->marks & MARK_URGED) != 0, FEW_URGED, NULL, 0},
        {f->category_id != 0, FEW_CATEGORY, category, 3},
    };
    for (size_t i = 0; i < COUNT_OF(indexes); i++) {
        struct db_rows rows;
        if (!indexes[i].used)
            continue;
        TRY(db_query(s->db, s->arena, &list[indexes[i].which], indexes[i].args, indexes[i].n, &rows));
        if (rows.n <= FEW_MAX) {
            s->selected = ids_of(s->arena, &rows);
            return ERR_NONE;
        }
    }
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
                 DB_ARGS(DB_INT(s->user->id), DB_TEXT(upper), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]),
                         DB_INT(h[6]), DB_INT(h[7])),
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
        .look = filter->look ? filter->look : COMPLAINT_LOOK,
    };
    for (size_t i = 0; i < FILTER_CODE__COUNT; i++)
        s.codes[i] = filter->codes[i] ? filter->codes[i] : "";
    bool number = false;
    if (*s.like && filter->after_id == 0)
        TRY(find_number(&s, &number));
    if (!number) {
        TRY(choose_ranges(&s));
        TRY(choose_index(&s));
        TRY(read_ranges(&s));
        end_at_cut(&s);
    }
    if (filter->backwards)
        turn_round(s.rows, s.n);
    *ret_rows = s.rows;
    *ret_n = s.n;
    return complaint_name(db, a, s.rows, s.n);
}
