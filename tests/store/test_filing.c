#include <string.h>

#include "attachment_store.h"
#include "limit_store.h"
#include "sheet_store.h"
#include "store_fixture.h"
#include "stores.h"

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

START_TEST(everything_is_stored)
{
    struct filed filed = fixture_file(x, 4, 2, "理赔款没有到账，电话13800138000联系不上\n第二行");
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    struct sheet sheet;
    int bad = -1;

    ck_assert_int_eq(c.id, filed.id);
    ck_assert_str_eq(c.title, "理赔款没有到账，电话***联系不上");
    ck_assert_int_eq(c.state, COMPLAINT_SUBMITTED);
    ck_assert(c.is_open);
    ck_assert(!c.unread);
    ck_assert_int_eq(c.received_us, x->now_us);
    ck_assert_int_eq(c.promised_us, filed.promised_us);
    ck_assert_int_eq(c.events, 1);
    ck_assert_str_eq(c.category_zh, "理赔");
    ck_assert_str_eq(c.unit_en, "City A1");
    ck_assert_str_eq(c.department_zh, "理赔部");
    ck_assert_str_eq(c.reference, "P-1");
    ASSERT_OK(sheet_load(x->staff_db, x->arena, NULL, c.id, 10, &sheet));
    struct complaint_parts parts = sheet.parts;
    ck_assert_uint_eq(parts.n_allegations, 1);
    ck_assert_str_eq(parts.allegations[0].body, "理赔款没有到账，电话13800138000联系不上\n第二行");
    ck_assert_uint_eq(parts.n_demands, 2);
    ck_assert_str_eq(parts.demands[0].kind, "apology");
    ck_assert_str_eq(parts.demands[0].amount, "");
    ck_assert_str_eq(parts.demands[1].amount, "120.50");
    ck_assert_uint_eq(parts.n_answers, 1);
    ck_assert_str_eq(parts.answers[0].label_en, "Policy number");
    ck_assert_str_eq(parts.answers[0].value, "PL-2026-77");
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, c.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(seen_by_the_line_of_units_and_the_department)
{
    (void)fixture_file(x, 4, 2, "一");
    ck_assert_str_eq(store_test_text(x->root, x->arena,
                                     "SELECT GROUP_CONCAT(CONCAT(holder >> 56, ':', holder & 0xffffff) ORDER BY holder) FROM complaint_scope"),
                     "1:1,1:2,1:4,2:2");
    (void)fixture_file(x, 3, 0, "二");
    ck_assert_str_eq(store_test_text(x->root, x->arena,
                                     "SELECT GROUP_CONCAT(CONCAT(holder >> 56, ':', holder & 0xffffff) ORDER BY holder) FROM complaint_scope "
                                     "WHERE complaint_id = (SELECT MAX(id) FROM complaint)"),
                     "1:1,1:3");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope s JOIN complaint c ON c.id = s.complaint_id WHERE s.due_us = c.due_us AND "
                           "s.received_us = c.received_us AND s.is_open = 1 AND s.state = 1 AND s.attention = 1"),
                     6);
}
END_TEST

START_TEST(a_token_files_once)
{
    struct filing f = fixture_filing(x, 4, 2, "双击");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed first, second, found;

    ASSERT_ERR(filing_by_token(x->public_db, x->arena, f.submission_hash, &found), ERR_NOT_FOUND);
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &first));
    struct filing again = f;
    again.number = NULL;
    w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &again, &second));
    ck_assert(!first.again);
    ck_assert(second.again);
    ck_assert_int_eq(first.id, second.id);
    ck_assert_str_eq(first.number, second.number);
    ck_assert_str_eq(again.number, first.number);
    ck_assert_int_eq(first.received_us, second.received_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event"), 1);
    ASSERT_OK(filing_by_token(x->public_db, x->arena, f.submission_hash, &found));
    ck_assert_int_eq(found.id, first.id);
}
END_TEST

START_TEST(a_taken_number_is_drawn_anew)
{
    struct filed first = fixture_file(x, 4, 2, "一");
    struct filing f = fixture_filing(x, 4, 2, "二");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed second;
    uint8_t token[32];

    f.number = first.number;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &second));
    ck_assert_int_ne(first.id, second.id);
    ck_assert_str_ne(first.number, second.number);
    ck_assert_str_eq(f.number, second.number);
    fixture_track(x, second.number, token);
}
END_TEST

enum { RIVALS = 4, TOKENS = 25 };

/* A process of its own that files every token, in an order of its own. 0: each was filed by somebody. */
static int rival(int which, int64_t at_us)
{
    (void)at_us;
    struct db *db = x->public_db = store_test_open_as(DB_PUBLIC, app_stores);
    for (int i = 0; i < TOKENS; i++) {
        struct filing f = fixture_filing(x, 4, 2, "同时提交");
        struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
        struct filed filed;
        memset(f.submission_hash, 0, sizeof f.submission_hash);
        f.submission_hash[0] = (uint8_t)((i * (which + 1)) % TOKENS);
        if (filing_save(db, x->arena, &w, &f, &filed) != ERR_NONE)
            return 1;
    }
    return 0;
}

START_TEST(at_the_same_time_is_once_too)
{
    int bad;

    store_test_race(RIVALS, rival, x->now_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), TOKENS);
    ck_assert_int_eq(count("SELECT COUNT(DISTINCT submission_hash) FROM complaint"), TOKENS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event"), TOKENS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity"), TOKENS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM demand"), 2 * TOKENS);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, count("SELECT MAX(id) FROM complaint"), &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(half_a_filing_leaves_nothing)
{
    struct filing f = fixture_filing(x, 4, 2, "两个相同的诉求");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;

    f.demands[1].kind = f.demands[0].kind;
    ck_assert_int_ne(filing_save(x->public_db, x->arena, &w, &f, &filed), ERR_NONE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope"), 0);
    f.demands[1].kind = "other";
    f.demands[1].amount = "a lot";
    ck_assert_int_ne(filing_save(x->public_db, x->arena, &w, &f, &filed), ERR_NONE);
    f.demands[1].amount = "";
    f.answers[0].value = str_cstr(x->arena, (struct str){memset(arena_alloc(x->arena, 2001), 'x', 2001), 2001});
    ck_assert_int_ne(filing_save(x->public_db, x->arena, &w, &f, &filed), ERR_NONE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 0);
    f.answers[0].value = "x";
    f.category_id = 99;
    ck_assert_int_ne(filing_save(x->public_db, x->arena, &w, &f, &filed), ERR_NONE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 0);
}
END_TEST

START_TEST(a_draft_is_marked)
{
    struct filing f = fixture_filing(x, 4, 2, "草稿");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;
    uint8_t draft[32] = "draft one";
    int bad = -1;

    store_test_sql(x->root, "INSERT INTO draft (token_hash, created_us, updated_us, sealed) VALUES (RPAD('draft one', 32, '\\0'), 1, 1, '')");
    f.draft_hash = draft;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(count("SELECT complaint_id FROM draft"), filed.id);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);

    /* one that was swept away in the meantime */
    struct filing lost = fixture_filing(x, 4, 2, "没有草稿");
    uint8_t gone[32] = "gone";
    lost.draft_hash = gone;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &lost, &filed));
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(files_come_with_it)
{
    struct filing f = fixture_filing(x, 4, 2, "附件");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct attachment *files;
    struct filed filed;
    uint8_t stage[32] = "stage";
    size_t n;

    store_test_sql(x->root, "INSERT INTO attachment (code, stage_hash, name, media_type, bytes, sha256, at_us, whole) VALUES "
                            "('00000000000000000000000001', RPAD('stage', 32, '\\0'), 'a.png', 'image/png', 3, REPEAT('x', 32), 1, 1), "
                            "('00000000000000000000000002', RPAD('stage', 32, '\\0'), 'half.png', 'image/png', 3, REPEAT('x', 32), 1, 0), "
                            "('00000000000000000000000003', RPAD('other', 32, '\\0'), 'b.png', 'image/png', 3, REPEAT('x', 32), 1, 1)");
    f.stage_hash = stage;
    struct filing_route route;
    ASSERT_OK(filing_route(x->public_db, x->arena, 1, stage, &route));
    ck_assert_int_eq(route.n_files, 1);
    f.n_files = 2 * _i; /* what was counted is no longer so: one has come, or one has gone */
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(f.n_files, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 1);
    ASSERT_OK(attachment_list(x->public_db, x->arena, true, filed.id, &files, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(files[0].name, "a.png");
    struct event *events;
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, NULL, filed.id, 0, 10, &events, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(timeline_get(x->arena, events[0].data, "files"), "1");
    ck_assert_int_eq(events[0].actor_kind, EVENT_COMPLAINANT);
}
END_TEST

START_TEST(modes)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filing f = fixture_filing(x, 4, 2, "匿名");
    struct filed filed;

    f.mode = COMPLAINT_ANONYMOUS;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity"), 0);
    f = fixture_filing(x, 4, 2, "保密");
    f.mode = COMPLAINT_CONFIDENTIAL;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(count("SELECT wrap_kind FROM complaint_identity"), 3);
}
END_TEST

START_TEST(too_many_are_refused_whole)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct limit_part limit;
    struct filed filed;
    struct filing f;

    for (unsigned i = 1; i <= 3; i++) {
        f = fixture_filing(x, 4, 2, "排队");
        f.submission_hash[0] = (uint8_t)i;
        limit_part(x->keys, "file", "203.0.113.9", 2, 60, x->now_us, &limit);
        f.limit = &limit;
        enum err e = filing_save(x->public_db, x->arena, &w, &f, &filed);
        ck_assert_int_eq(e, i <= 2 ? ERR_NONE : ERR_RATE);
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 2);
    ck_assert_int_eq(count("SELECT SUM(count) FROM rate_limit"), 2);
    /* Counted together with what is counted by itself, and for each sender apart; the refused transaction has left nothing open. */
    ASSERT_ERR(limit_count(x->public_db, x->arena, x->keys, "file", "203.0.113.9", 2, 60, x->now_us), ERR_RATE);
    limit_part(x->keys, "file", "203.0.113.10", 5, 60, x->now_us, &limit);
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 3);
    /* Sent again it is the same one, and not counted. */
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    ck_assert(filed.again);
    ck_assert_int_eq(count("SELECT SUM(count) FROM rate_limit"), 4);
}
END_TEST

/* An administrator changes something (basis_raise), and the next request begins. */
static void change(const char *sql)
{
    store_test_sql(x->root, "%s", sql);
    store_test_sql(x->root, "INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1");
    db_take_counts(x->public_db);
}

static void check_route(int64_t category, int64_t unit, int64_t department, const char *zh, const char *code)
{
    struct filing_route route;

    ASSERT_OK(filing_route(x->public_db, x->arena, category, NULL, &route));
    ck_assert_int_eq(route.unit_id, unit);
    ck_assert_int_eq(route.department_id, department);
    ck_assert_str_eq(route.place_zh, zh);
    ck_assert_str_eq(route.category, code);
    ck_assert_int_eq(route.n_files, 0);
    ck_assert(*route.place_en != '\0');
}

START_TEST(routes)
{
    struct filing_route route;

    /* Customer service carries it, whatever it is about; the rules go by who will be asked. */
    check_route(1, 1, 1, "总公司 客户服务部", "claims");
    ASSERT_OK(filing_route(x->public_db, x->arena, 1, NULL, &route));
    ck_assert_str_eq(route.function, "payments");
    check_route(2, 1, 1, "总公司 客户服务部", "service");
    /* Without a customer service it goes to the department of the category. */
    change("UPDATE department SET active = 0 WHERE id = 1");
    check_route(1, 1, 2, "总公司 理赔部", "claims");
    change("UPDATE department SET active = 1 WHERE id = 1");
    change("INSERT INTO setting (name, value) VALUES ('intake_unit', 'A')");
    check_route(1, 2, 3, "甲省分公司 客户服务部", "claims");
    change("UPDATE setting SET value = 'A1'");
    check_route(1, 4, 0, "甲市支公司", "claims");
    change("UPDATE setting SET value = 'none such'");
    check_route(1, 1, 1, "总公司 客户服务部", "claims");
    ASSERT_ERR(filing_route(x->public_db, x->arena, 99, NULL, &route), ERR_NOT_FOUND);
}
END_TEST

Suite *suite_store_filing(void);
Suite *suite_store_filing(void)
{
    Suite *suite = suite_create("filing");
    TCase *tc = tcase_create("filing");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, everything_is_stored);
    tcase_add_test(tc, seen_by_the_line_of_units_and_the_department);
    tcase_add_test(tc, a_token_files_once);
    tcase_add_test(tc, a_taken_number_is_drawn_anew);
    tcase_add_test(tc, at_the_same_time_is_once_too);
    tcase_add_test(tc, half_a_filing_leaves_nothing);
    tcase_add_test(tc, a_draft_is_marked);
    tcase_add_loop_test(tc, files_come_with_it, 0, 2);
    tcase_add_test(tc, modes);
    tcase_add_test(tc, too_many_are_refused_whole);
    tcase_add_test(tc, routes);
    suite_add_tcase(suite, tc);
    return suite;
}
