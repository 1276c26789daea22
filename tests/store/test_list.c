#include <stdlib.h>
#include <string.h>

#include "store_fixture.h"
#include "waiting_store.h"

/*
 * The lists against the same question asked in plain SQL: every view, order and filter, for people with one and with several holders, forwards to the
 * end and backwards to the beginning.
 */

#define ROWS 220
#define DAY_US INT64_C(86400000000)

static struct fixture *x;
static struct complaint_filter filter;
static const char *besides; /* what the plain question asks besides; "" nothing */

/* Complaints in every state and unit; due times and times of receipt that several share. */
static void fill(void)
{
    store_test_sql(x->root, "INSERT INTO complaint (id, number, submission_hash, channel, mode, category_id, unit_id, department_id, assignee_id, state, "
                            "is_open, title, received_us, due_us, unread, chain_hash) "
                            "SELECT seq, CONCAT('TS-', LPAD(seq, 11, '0')), UNHEX(SHA2(seq, 256)), 'web', 1, 1 + seq %% 2, 1 + seq %% 4, "
                            "IF(seq %% 5 = 0, NULL, 1 + seq %% 3), IF(seq %% 3 = 0, 1 + seq %% 5, NULL), 1 + seq %% 7, seq %% 7 < 4, "
                            "CONCAT(IF(seq %% 10 = 0, '100%%_特别', '普通'), seq), %lld + (seq DIV 3) * 60000000, "
                            "%lld + (CAST(seq * 37 %% 50 AS SIGNED) - 25) * 3600000000, seq %% 11 = 0, REPEAT('\\0', 32) FROM seq_1_to_%d",
                   (long long)(x->now_us - 90 * DAY_US), (long long)x->now_us, ROWS);
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                            "SELECT (1 << 56) + t.ancestor_id, c.id, c.is_open, c.state, c.unread, c.due_us, c.received_us FROM complaint c "
                            "JOIN unit_tree t ON t.unit_id = c.unit_id");
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                            "SELECT (2 << 56) + c.department_id, c.id, c.is_open, c.state, c.unread, c.due_us, c.received_us FROM complaint c "
                            "WHERE c.department_id IS NOT NULL");
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                            "SELECT (3 << 56) + c.assignee_id, c.id, c.is_open, c.state, c.unread, c.due_us, c.received_us FROM complaint c "
                            "WHERE c.assignee_id IS NOT NULL");
}

static void setup(void)
{
    x = fixture_make();
    fill();
    filter = (struct complaint_filter){.words = "", .limit = 7, .now_us = x->now_us};
    besides = "";
}

static void teardown(void)
{
    fixture_end(x);
}

/* ---- the plain question ---- */

static const char *view_sql(enum complaint_view view)
{
    switch (view) {
    case VIEW_OPEN: return "c.is_open = 1";
    case VIEW_NEW: return "c.state = 1";
    case VIEW_MINE: return "c.is_open = 1 AND c.assignee_id = @me";
    case VIEW_SOON: return "c.is_open = 1 AND c.due_us >= @now AND c.due_us < @now + 86400000000";
    case VIEW_LATE: return "c.is_open = 1 AND c.due_us < @now";
    case VIEW_REPLIES: return "c.unread = 1";
    case VIEW_CLOSED: return "c.is_open = 0";
    case VIEW_ALL:
    case VIEW__COUNT: break;
    }
    return "1 = 1";
}

static const char *filter_sql(void)
{
    struct buf sql = {.arena = x->arena};
    buf_printf(&sql, "%s", view_sql(filter.view));
    if (filter.mine)
        buf_adds(&sql, " AND c.assignee_id = @me");
    if (filter.states)
        buf_printf(&sql, " AND %u >> c.state & 1 = 1", filter.states);
    if (filter.category_id)
        buf_printf(&sql, " AND c.category_id = %lld", (long long)filter.category_id);
    if (filter.unit_id)
        buf_printf(&sql, " AND c.unit_id IN (SELECT unit_id FROM unit_tree WHERE ancestor_id = %lld)", (long long)filter.unit_id);
    if (filter.department_id)
        buf_printf(&sql, " AND c.department_id = %lld", (long long)filter.department_id);
    if (filter.from_us)
        buf_printf(&sql, " AND c.received_us >= %lld", (long long)filter.from_us);
    if (filter.to_us)
        buf_printf(&sql, " AND c.received_us < %lld", (long long)filter.to_us);
    if (*filter.words)
        buf_printf(&sql, " AND INSTR(c.title, '%s') > 0", filter.words);
    if (*besides)
        buf_printf(&sql, " AND %s", besides);
    return sql.p;
}

/* The ids in order, as "1,2,3". */
static const char *expected(int user)
{
    const int64_t *h = x->users[user].holders;
    const char *order = filter.sort == SORT_DUE ? "c.due_us, c.id" : "c.received_us DESC, c.id DESC";
    store_test_sql(x->root, "SET @me = %d, @now = %lld, SESSION group_concat_max_len = 100000", user, (long long)filter.now_us);
    return store_test_text(x->root, x->arena,
                           arena_printf(x->arena,
                                        "SELECT IFNULL(GROUP_CONCAT(c.id ORDER BY %s), '') FROM complaint c WHERE %s AND EXISTS (SELECT 1 FROM "
                                        "complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (%lld, %lld, %lld, %lld, %lld))",
                                        order, filter_sql(), (long long)h[0], (long long)h[1], (long long)h[2], (long long)h[3], (long long)h[4]));
}

/* ---- the lists ---- */

static void go_on_from(const struct complaint *c, bool backwards)
{
    filter.after_id = c->id;
    filter.after_value = filter.sort == SORT_DUE ? c->due_us : c->received_us;
    filter.backwards = backwards;
}

static void add_ids(struct buf *to, const struct complaint *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(to, "%s%lld", to->n ? "," : "", (long long)rows[i].id);
}

/* All pages forwards, then all pages backwards from the last row; both as "1,2,3". */
static void walk(int user, const char **ret_forwards, const char **ret_backwards)
{
    struct buf forwards = {.arena = x->arena}, last_page = {.arena = x->arena};
    struct complaint *rows, last = {0};
    size_t n, pages = 0;
    filter.after_id = 0;
    filter.backwards = false;
    do {
        ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[user], &filter, &rows, &n));
        ck_assert_uint_le(n, filter.limit + 1);
        size_t shown = n > filter.limit ? filter.limit : n;
        add_ids(&forwards, rows, shown);
        if (shown > 0) {
            last = rows[shown - 1];
            go_on_from(&last, false);
        }
        ck_assert_uint_lt(++pages, ROWS);
    } while (n > filter.limit);
    *ret_forwards = forwards.n ? forwards.p : "";

    const char *behind = "";
    if (last.id)
        behind = arena_printf(x->arena, "%lld", (long long)last.id);
    while (last.id) {
        go_on_from(&last, true);
        ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[user], &filter, &rows, &n));
        bool more = n > filter.limit;
        const struct complaint *shown = more ? rows + 1 : rows;
        last_page = (struct buf){.arena = x->arena};
        add_ids(&last_page, shown, more ? n - 1 : n);
        if (last_page.n)
            behind = arena_printf(x->arena, "%s,%s", last_page.p, behind);
        last = more ? shown[0] : (struct complaint){0};
    }
    *ret_backwards = behind;
}

static void compare(int user, const char *what)
{
    const char *forwards, *backwards, *wanted = expected(user);
    walk(user, &forwards, &backwards);
    ck_assert_msg(strcmp(forwards, wanted) == 0, "%s, user %d, view %d, sort %d:\n got %s\nwant %s", what, user, filter.view, filter.sort, forwards, wanted);
    ck_assert_msg(strcmp(backwards, wanted) == 0, "%s backwards, user %d, view %d, sort %d:\n got %s\nwant %s", what, user, filter.view, filter.sort,
                  backwards, wanted);
}

static void compare_orders(int user, const char *what)
{
    filter.sort = SORT_DUE;
    compare(user, what);
    filter.sort = SORT_RECEIVED;
    compare(user, what);
}

START_TEST(every_view)
{
    int user = 1 + _i;
    for (int view = 0; view < VIEW__COUNT; view++) {
        filter.view = (enum complaint_view)view;
        filter.mine = false;
        compare_orders(user, "view");
        filter.mine = true;
        compare_orders(user, "of mine");
    }
}
END_TEST

START_TEST(every_state)
{
    static const enum complaint_view views[] = {VIEW_ALL, VIEW_OPEN, VIEW_CLOSED, VIEW_REPLIES};
    for (size_t v = 0; v < COUNT_OF(views); v++) {
        filter.view = views[v];
        for (int state = 1; state < COMPLAINT_STATE__END; state++) {
            filter.states = 1u << state;
            compare_orders(FIXTURE_SEVERAL, "state");
        }
        filter.states = 1u << COMPLAINT_PROGRESS | 1u << COMPLAINT_CLOSED;
        compare_orders(FIXTURE_SEVERAL, "two states");
    }
}
END_TEST

START_TEST(filters)
{
    int user = 1 + _i;
    filter.category_id = 2;
    compare_orders(user, "category");
    filter.view = VIEW_REPLIES;
    compare_orders(user, "category, unread");
    filter.view = VIEW_ALL;
    filter.category_id = 0;
    for (filter.unit_id = 1; filter.unit_id <= 4; filter.unit_id++)
        compare_orders(user, "unit");
    filter.unit_id = 0;
    for (filter.department_id = 1; filter.department_id <= 4; filter.department_id++)
        compare_orders(user, "department");
    filter.department_id = 2;
    filter.unit_id = 2;
    compare_orders(user, "both");
    filter.department_id = filter.unit_id = 0;
    filter.from_us = x->now_us - 90 * DAY_US + INT64_C(60000000) * 20;
    compare_orders(user, "from");
    filter.to_us = filter.from_us + INT64_C(60000000) * 50;
    compare_orders(user, "from and to");
    filter.words = "特别";
    compare_orders(user, "words and dates");
    filter.words = "";
    filter.to_us = x->now_us - 50 * DAY_US;
    compare_orders(user, "a long time");
    filter.from_us = 0;
    compare_orders(user, "until");
}
END_TEST

/* Everything that can be filtered by, spread so that each filter finds some and leaves some out. */
static void fill_more(void)
{
    static const char *const statements[] = {
        "UPDATE complaint SET grade = IF(id % 3 = 0, 'heavy', 'light'), channel = IF(id % 4 = 0, 'phone', 'web'), source = IF(id % 5 = 0, 'regulator', ''), "
        "complainant_kind = IF(id % 2 = 0, 'group', 'customer'), validity = ELT(1 + id % 3, '', 'valid', 'invalid'), path = ELT(1 + id % 7, 'spot', 'praise', '', '', '', '', ''), "
        "reference = IF(id % 20 = 0, 'PL-1', IF(id % 20 = 1, 'PL-10', '')), mode = 1 + id % 3, due_kind = 1 + id % 6, closed_us = IF(is_open = 1, NULL, received_us + id * 3600000000)",
        "INSERT INTO complaint_code (complaint_id, kind, code) SELECT id, 3, IF(id % 2 = 0, 'media', 'noise') FROM complaint WHERE id % 3 = 0",
        "INSERT INTO complaint_code (complaint_id, kind, code) SELECT id, 1, 'media' FROM complaint WHERE id % 8 = 1",
        "INSERT INTO complaint_tag (complaint_id, word, unit_id, at_us, actor_id) SELECT id, IF(id % 2 = 0, '回访', '回访 二'), unit_id, 1, 1 FROM complaint WHERE id % 4 < 2",
        "INSERT INTO incident (id, title, cause, investigation, unit_id, lead_id, at_us) VALUES (1, '停电', '停电', '', 1, 1, 1), (2, '停水', '停水', '', 1, 1, 1)",
        "UPDATE complaint SET incident_id = IF(id % 9 = 0, 1, IF(id % 9 = 1, 2, NULL))",
        ("INSERT INTO slip (complaint_id, number, kind, state, from_unit_id, from_user_id, to_unit_id, to_department_id, sent_us, due_us, next_us, request) "
         "SELECT id, 1, IF(id % 5 = 1, 2, 1), IF(id % 7 = 0, 6, 1), 1, 1, 1, 2 + id % 2, 1, 1, 1, '' FROM complaint WHERE id % 3 = 1"),
        "UPDATE complaint c SET open_slips = (SELECT COUNT(*) FROM slip s WHERE s.complaint_id = c.id AND s.is_open = 1)",
        "INSERT INTO complaint_link (a_id, b_id, kind, at_us) SELECT id - 1, id, 1 + id % 3, 1 FROM complaint WHERE id % 6 = 5 AND id > 1",
        "INSERT INTO recusal (complaint_id, user_id, reason, at_us) SELECT id, 1 + id % 5, 'set', 1 FROM complaint WHERE id % 13 = 0",
    };
    for (size_t i = 0; i < COUNT_OF(statements); i++)
        store_test_sql(x->root, "%s", statements[i]);
    besides = "NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = @me)";
}

#define CODE_OF(filter_code, word) {.codes[filter_code] = (word)}
#define HAS(table, condition) "EXISTS (SELECT 1 FROM " table " k WHERE k.complaint_id = c.id AND " condition ")"
static const struct {
    struct complaint_filter of;
    const char *sql;
} each[] = {
    {CODE_OF(FILTER_GRADE, "heavy"), "c.grade = 'heavy'"},
    {CODE_OF(FILTER_CHANNEL, "phone"), "c.channel = 'phone'"},
    {CODE_OF(FILTER_SOURCE, "regulator"), "c.source = 'regulator'"},
    {CODE_OF(FILTER_COMPLAINANT, "group"), "c.complainant_kind = 'group'"},
    {CODE_OF(FILTER_VALIDITY, "invalid"), "c.validity = 'invalid'"},
    {CODE_OF(FILTER_VALIDITY, FILTER_NONE), "c.validity = ''"},
    {CODE_OF(FILTER_PATH, "praise"), "c.path = 'praise'"},
    {CODE_OF(FILTER_PATH, FILTER_NONE), "c.path = ''"},
    {CODE_OF(FILTER_PATH, FILTER_ANY), "c.path <> ''"},
    {CODE_OF(FILTER_FLAG, "media"), HAS("complaint_code", "k.kind = 3 AND k.code = 'media'")},
    {CODE_OF(FILTER_CAUSE, "media"), HAS("complaint_code", "k.kind = 1 AND k.code = 'media'")},
    {CODE_OF(FILTER_TAG, "回访"), HAS("complaint_tag", "k.word = '回访'")},
    {CODE_OF(FILTER_REFERENCE, "PL-1"), "c.reference = 'PL-1'"},
    {{.asked_id = 3}, HAS("slip", "k.kind = 1 AND k.is_open = 1 AND k.to_department_id = 3")},
    {{.assignee_id = 2}, "c.assignee_id = 2"},
    {{.assignee_id = -1}, "c.assignee_id IS NULL"},
    {{.incident_id = 2}, "c.incident_id = 2"},
    {{.mode = COMPLAINT_CONFIDENTIAL}, "c.mode = 2"},
    {{.clock = 4}, "c.due_kind = 4"},
    {{.marks = MARK_LATE}, "c.is_open = 1 AND c.due_us < @now"},
    {{.marks = MARK_UNREAD}, "c.unread = 1"},
    {{.marks = MARK_WAITING}, "c.state = 3"},
    {{.marks = MARK_REPEAT}, "EXISTS (SELECT 1 FROM complaint_link k WHERE k.b_id = c.id AND k.kind IN (2, 3))"},
    {{.marks = MARK_SLIPS}, "c.open_slips > 0"},
    {{.marks = MARK_RELABELLED}, "(c.path <> '' OR c.validity = 'invalid')"},
    {{.marks = MARK_SLIPS | MARK_LATE, .codes[FILTER_CHANNEL] = "phone"}, "c.open_slips > 0 AND c.is_open = 1 AND c.due_us < @now AND c.channel = 'phone'"},
};

/* Each filter alone, in every view, for one of the people; it has to find some and leave some out. */
START_TEST(each_filter)
{
    static const enum complaint_view views[] = {VIEW_ALL, VIEW_OPEN, VIEW_NEW, VIEW_CLOSED, VIEW_LATE};
    int user = 1 + _i;
    fill_more();
    const char *kept_out = besides;
    for (size_t i = 0; i < COUNT_OF(each); i++) {
        const char *some = arena_printf(x->arena, "SELECT COUNT(*) FROM complaint c WHERE %s", each[i].sql);
        store_test_sql(x->root, "SET @now = %lld", (long long)x->now_us);
        int64_t found = store_test_number(x->root, x->arena, some);
        ck_assert_msg(found > 0 && found < ROWS, "%s finds %lld", each[i].sql, (long long)found);
        for (size_t v = 0; v < COUNT_OF(views); v++) {
            filter = each[i].of;
            filter.words = "";
            filter.limit = 40;
            filter.now_us = x->now_us;
            filter.view = views[v];
            besides = arena_printf(x->arena, "%s AND %s", kept_out, each[i].sql);
            compare(user, each[i].sql);
        }
    }
}
END_TEST

/* What is due and what was closed between two moments, with the filters that have ranges of their own. */
START_TEST(between_moments)
{
    fill_more();
    const char *kept_out = besides;
    const int64_t hour_us = INT64_C(3600000000), from_us = x->now_us - 20 * hour_us, to_us = x->now_us + 5 * hour_us, closed_us = x->now_us - 88 * DAY_US;
    for (int user = 1; user <= 5; user++) {
        filter = (struct complaint_filter){.words = "", .limit = 40, .now_us = x->now_us, .view = VIEW_ALL, .due_from_us = from_us, .due_to_us = to_us};
        besides = arena_printf(x->arena, "%s AND c.due_us >= %lld AND c.due_us < %lld", kept_out, (long long)from_us, (long long)to_us);
        compare_orders(user, "due between");
        filter = (struct complaint_filter){.words = "", .limit = 40, .now_us = x->now_us, .view = VIEW_ALL, .closed_from_us = closed_us, .closed_to_us = closed_us + 2 * DAY_US};
        besides = arena_printf(x->arena, "%s AND c.closed_us >= %lld AND c.closed_us < %lld", kept_out, (long long)closed_us, (long long)(closed_us + 2 * DAY_US));
        compare_orders(user, "closed between");
        filter.closed_from_us = 0;
        besides = arena_printf(x->arena, "%s AND c.closed_us < %lld", kept_out, (long long)(closed_us + 2 * DAY_US));
        compare_orders(user, "closed until");
    }
}
END_TEST

START_TEST(words)
{
    struct complaint_cut cut = {0};
    filter.cut = &cut;
    filter.words = "特别";
    compare_orders(FIXTURE_SEVERAL, "words");
    filter.words = "100%_特";
    compare_orders(FIXTURE_SEVERAL, "signs of LIKE are plain");
    filter.words = "0_特";
    compare_orders(FIXTURE_SEVERAL, "no wild card");
    filter.words = "没有";
    compare_orders(FIXTURE_SEVERAL, "nothing");
    ck_assert(!cut.cut);
}
END_TEST

START_TEST(a_whole_number)
{
    struct complaint *rows;
    size_t n;
    filter.view = VIEW_CLOSED;
    filter.words = "ts-00000000008";
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(rows[0].id, 8);
    ck_assert_str_eq(rows[0].number, "TS-00000000008");
    ck_assert_str_eq(rows[0].title, "普通8");
    ck_assert_str_eq(rows[0].category_zh, "理赔");
    ck_assert_str_eq(rows[0].department_zh, "客户服务部");
    ck_assert_str_eq(rows[0].outcome, "");
    /* complaint 8 is the head office's and department 3's: nothing of the sibling's */
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &filter, &rows, &n));
    ck_assert_uint_eq(n, 0);
    filter.words = "ＴＳ－００００００００００８";
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(long_pages)
{
    struct complaint *rows;
    size_t n;
    filter.limit = 1000;
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
    ck_assert_uint_eq(n, COMPLAINT_LIST_MAX + 1);
    for (size_t i = 1; i < n; i++) {
        ck_assert_int_gt(rows[i].id, 0);
        ck_assert_int_ge(rows[i].due_us, rows[i - 1].due_us);
    }
    filter.limit = COMPLAINT_LIST_MAX;
    compare_orders(FIXTURE_SEVERAL, "long pages");
    filter.limit = 1;
    compare_orders(FIXTURE_CLERK, "short pages");
}
END_TEST

/* As far as counts go. */
static int64_t plain_count(int user, enum complaint_view view, bool mine)
{
    filter.view = view;
    filter.mine = mine;
    const char *ids = expected(user);
    int64_t n = *ids ? 1 : 0;
    for (; *ids; ids++)
        n += *ids == ',';
    return n < COMPLAINT_COUNT_MAX ? n : COMPLAINT_COUNT_MAX;
}

START_TEST(counts)
{
    int user = 1 + _i;
    struct complaint_counts all;
    struct waiting waiting;
    ASSERT_OK(complaint_count(x->staff_db, x->arena, &x->users[user], x->now_us, &all));
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[user], x->now_us, &waiting));
    ck_assert_int_eq(all.fresh, plain_count(user, VIEW_NEW, false));
    ck_assert_int_eq(all.open, plain_count(user, VIEW_OPEN, false));
    ck_assert_int_eq(all.late, plain_count(user, VIEW_LATE, false));
    ck_assert_int_eq(waiting.mine.open, plain_count(user, VIEW_OPEN, true));
    ck_assert_int_eq(waiting.mine.soon, plain_count(user, VIEW_SOON, true));
    ck_assert_int_eq(waiting.mine.late, plain_count(user, VIEW_LATE, true));
    ck_assert_int_eq(waiting.mine.replies, plain_count(user, VIEW_REPLIES, true));
}
END_TEST

START_TEST(counts_end)
{
    struct complaint_counts all;
    store_test_sql(x->root, "INSERT INTO complaint (id, number, submission_hash, channel, mode, category_id, unit_id, state, is_open, title, received_us, "
                            "due_us, chain_hash) SELECT 1000 + seq, CONCAT('TX-', seq), UNHEX(SHA2(CONCAT('x', seq), 256)), 'web', 1, 1, 4, 1, 1, 'x', "
                            "1, 1, REPEAT('\\0', 32) FROM seq_1_to_1500");
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                            "SELECT (1 << 56) + t.ancestor_id, c.id, 1, 1, 0, 1, 1 FROM complaint c JOIN unit_tree t ON t.unit_id = c.unit_id "
                            "WHERE c.id > 1000");
    ASSERT_OK(complaint_count(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], x->now_us, &all));
    ck_assert_int_eq(all.fresh, COMPLAINT_COUNT_MAX);
    ck_assert_int_eq(all.open, COMPLAINT_COUNT_MAX);
    ck_assert_int_eq(all.late, COMPLAINT_COUNT_MAX);

    struct waiting waiting;
    store_test_sql(x->root, "UPDATE complaint SET assignee_id = %d WHERE id > 1000", FIXTURE_CLERK);
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], x->now_us, &waiting));
    ck_assert_int_eq(waiting.mine.open, COMPLAINT_COUNT_MAX);
    ck_assert_int_eq(waiting.mine.late, COMPLAINT_COUNT_MAX);
    int soon = waiting.mine.soon;
    ck_assert_int_eq(soon, plain_count(FIXTURE_CLERK, VIEW_SOON, true));
    store_test_sql(x->root, "UPDATE complaint SET due_us = %lld WHERE id BETWEEN 2001 AND 2003", (long long)x->now_us + 1);
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], x->now_us, &waiting));
    ck_assert_int_eq(waiting.mine.soon, soon + 3);
}
END_TEST

/* The statement with numbers for its '?', as JSON of the plan: a page near the end of the list. */
static const char *plan_of(const struct db_stmt *stmt, const char *value)
{
    /* who asks, holder, is_open, the row to go on from, due and received within, states, limit */
    const char *const values[] = {"7", "72057594037927937", "1", value, value, "5", "0", "9000000000000000", "0", "9000000000000000", "0", "0", "8"};
    struct buf sql = {.arena = x->arena};
    size_t n = 0;
    buf_adds(&sql, "EXPLAIN FORMAT=JSON ");
    for (const char *p = stmt->sql; *p; p++) {
        if (*p == '?' && n < COUNT_OF(values))
            buf_adds(&sql, values[n++]);
        else
            buf_addc(&sql, *p);
    }
    return store_test_text(x->root, x->arena, sql.p);
}

/* MariaDB once took only the prefix of such an index, and sorted the rest: eleven times slower. */
START_TEST(pages_are_ranges_of_whole_keys)
{
    static const char *const indexes[] = {"due", "due", "received", "received"}, *const values[] = {"4900", "100", "100", "4900"};
    store_test_sql(x->root, "INSERT INTO complaint (id, number, submission_hash, channel, mode, category_id, unit_id, state, is_open, title, received_us, "
                            "due_us, chain_hash) SELECT 1000 + seq, CONCAT('TX-', seq), UNHEX(SHA2(CONCAT('x', seq), 256)), 'web', 1, 1, 4, 2, 1, 'x', "
                            "seq, seq, REPEAT('\\0', 32) FROM seq_1_to_5000");
    store_test_sql(x->root, "DELETE FROM complaint_scope");
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                            "SELECT (1 << 56) + 1, id, 1, 2, 0, due_us, received_us FROM complaint WHERE id > 1000");
    store_test_sql(x->root, "ANALYZE TABLE complaint_scope");
    for (size_t i = 0; i < COUNT_OF(indexes); i++) {
        const char *plan = plan_of(&complaint_list_stmts.list[i], values[i]);
        const char *key = arena_printf(x->arena, "\"key\": \"complaint_scope_%s\"", indexes[i]);
        ck_assert_msg(strstr(plan, key) && strstr(plan, "\"access_type\": \"range\"") && strstr(plan, "\"key_length\": \"25\"") &&
                          strstr(plan, "\"using_index\": true") && !strstr(plan, "filesort"),
                      "statement %zu: %s", i, plan);
    }
}
END_TEST

/* Filters that few complaints fit: each by an index alone, without sorting. */
START_TEST(few_are_found_by_an_index)
{
    static const char *const keys[] = {"complaint_path", "complaint_link_kind"};
    for (size_t k = 0; k < COUNT_OF(keys); k++) {
        size_t found = 0;
        for (size_t i = 0; i < complaint_list_stmts.n; i++) {
            if (!strstr(complaint_list_stmts.list[i].sql, keys[k]))
                continue;
            const char *plan = plan_of(&complaint_list_stmts.list[i], "5");
            ck_assert_msg(strstr(plan, "\"using_index\": true") && !strstr(plan, "filesort") && !strstr(plan, "\"access_type\": \"ALL\""), "%s: %s", keys[k], plan);
            found++;
        }
        ck_assert_msg(found > 0, "no statement has %s", keys[k]);
    }
}
END_TEST

/* What a filter asks for stands behind many others: it is found by a second look, and where that ends too the list says so. */
START_TEST(a_second_look)
{
    const int rows[] = {500, 4000};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct complaint *found;
        size_t n;
        struct complaint_cut cut = {0};
        store_test_sql(x->root, "DELETE FROM complaint_scope");
        store_test_sql(x->root, "DELETE FROM complaint WHERE id > 1000");
        store_test_sql(x->root, "INSERT INTO complaint (id, number, submission_hash, channel, mode, category_id, unit_id, state, is_open, title, received_us, "
                                "due_us, chain_hash) SELECT 1000 + seq, CONCAT('TX-', seq), UNHEX(SHA2(CONCAT('x', seq), 256)), IF(seq > %d, 'letter', 'web'), 1, 1, 4, 2, 1, 'x', "
                                "seq, seq, REPEAT('\\0', 32) FROM seq_1_to_%d",
                       rows[i] - 3, rows[i]);
        store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) "
                                "SELECT (1 << 56) + t.ancestor_id, c.id, 1, 2, 0, c.due_us, c.received_us FROM complaint c JOIN unit_tree t ON t.unit_id = c.unit_id WHERE c.id > 1000");
        filter.view = VIEW_OPEN;
        filter.codes[FILTER_CHANNEL] = "letter";
        filter.cut = &cut;
        ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], &filter, &found, &n));
        ck_assert_uint_eq(n, i == 0 ? 3 : 0);
        ck_assert_int_eq(cut.cut, i == 1);
    }
}
END_TEST

Suite *suite_store_list(void);
Suite *suite_store_list(void)
{
    Suite *suite = suite_create("list");
    TCase *tc = tcase_create("list");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, every_view, 0, 5);
    tcase_add_test(tc, every_state);
    tcase_add_loop_test(tc, filters, 0, 5);
    tcase_add_loop_test(tc, each_filter, 0, 5);
    tcase_add_test(tc, between_moments);
    tcase_add_test(tc, words);
    tcase_add_test(tc, a_whole_number);
    tcase_add_test(tc, long_pages);
    tcase_add_loop_test(tc, counts, 0, 5);
    tcase_add_test(tc, counts_end);
    tcase_add_test(tc, pages_are_ranges_of_whole_keys);
    tcase_add_test(tc, few_are_found_by_an_index);
    tcase_add_test(tc, a_second_look);
    suite_add_tcase(suite, tc);
    return suite;
}
