#include <string.h>

#include "basis_store.h"
#include "content_edit_store.h"
#include "content_help_store.h"
#include "content_store.h"
#include "figure_store.h"
#include "site_store.h"
#include "store_fixture.h"

Suite *suite_store_content(void);

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
    store_test_sql(x->root, "DELETE FROM content_help");
    store_test_sql(x->root, "DELETE FROM content_version");
    store_test_sql(x->root, "DELETE FROM published_figure");
    store_test_sql(x->root, "DELETE FROM content");
    store_test_sql(x->root, "INSERT INTO content (kind, slug) VALUES (1, 'how'), (4, 'figures')");
}

static void teardown(void)
{
    fixture_end(x);
}

static struct change_by by_of(int user)
{
    x->now_us += UTC_SECOND_US;
    return (struct change_by){.keys = x->keys, .actor = &x->users[user], .now_us = x->now_us, .location = "/"};
}

static struct content_text text_of(const char *title, const char *body)
{
    struct content_text t = content_empty;
    t.title_zh = title;
    t.body_zh = body;
    return t;
}

static int64_t create(enum content_kind kind, const char *slug, struct content_text text)
{
    struct change_by by = by_of(FIXTURE_CHIEF);
    int64_t id;
    ASSERT_OK(content_create(x->staff_db, x->arena, &by, kind, slug, &text, &id));
    return id;
}

static struct content load(int64_t id)
{
    struct content c;
    ASSERT_OK(content_load(x->staff_db, x->arena, id, &c));
    return c;
}

static void publish(int64_t id)
{
    struct change_by by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_publish(x->staff_db, x->arena, &by, id, load(id).version));
}

static int64_t published(enum content_kind kind, const char *slug, struct content_text text)
{
    int64_t id = create(kind, slug, text);
    publish(id);
    return id;
}

/* As the next request of a worker of the public pool sees it. */
static const struct contents *seen(void)
{
    db_take_counts(x->public_db);
    return contents_load(x->public_db, x->arena);
}

START_TEST(drafts_are_not_seen_before_they_are_published)
{
    struct content_text text = text_of("承诺", "一"), second = text_of("承诺", "二");
    text.footer = "1";
    text.sort = "2";
    int64_t id = create(CONTENT_PAGE, "pledge", text);
    ck_assert_ptr_null(contents_page(seen(), "pledge"));
    publish(id);
    const struct content_shown *page = contents_page(seen(), "pledge");
    ck_assert_ptr_nonnull(page);
    ck_assert_str_eq(page->text.body_zh, "一");
    struct site_page *foot;
    size_t n;
    ASSERT_OK(site_pages_load(x->public_db, x->arena, &foot, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(foot[0].slug, "pledge");
    ck_assert_str_eq(foot[0].title_zh, "承诺");
    struct change_by by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_save(x->staff_db, x->arena, &by, id, load(id).version, &second));
    ck_assert_str_eq(contents_page(seen(), "pledge")->text.body_zh, "一");
    struct content now = load(id);
    ck_assert(now.is_live && now.has_draft);
    struct contents preview;
    ASSERT_OK(contents_preview(x->staff_db, x->arena, &now, &preview));
    ck_assert_str_eq(contents_page(&preview, "pledge")->text.body_zh, "二");
    publish(id);
    ck_assert_str_eq(contents_page(seen(), "pledge")->text.body_zh, "二");
    ASSERT_OK(site_pages_load(x->public_db, x->arena, &foot, &n));
    ck_assert_uint_eq(n, 0); /* the second version is not linked from the foot */
    int64_t other;
    ASSERT_ERR(content_create(x->staff_db, x->arena, &by, CONTENT_PAGE, "pledge", &text, &other), ERR_EXISTS);
    ck_assert_ptr_null(by.led_to);
}
END_TEST

START_TEST(versions_are_kept_and_come_back)
{
    int64_t id = published(CONTENT_QUESTION, "", text_of("问", "答一"));
    struct change_by by = by_of(FIXTURE_CHIEF);
    struct content_text second = text_of("问", "答二");
    ASSERT_OK(content_save(x->staff_db, x->arena, &by, id, load(id).version, &second));
    publish(id);
    by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_take_off(x->staff_db, x->arena, &by, id, load(id).version));
    ck_assert_uint_eq(seen()->n_questions, 0);
    ck_assert_str_eq(load(id).draft.body_zh, "答二"); /* nothing is lost */
    struct content_version *versions;
    size_t n;
    ASSERT_OK(content_versions(x->staff_db, x->arena, id, &versions, &n));
    ck_assert_uint_eq(n, 3);
    ck_assert(versions[0].off && versions[0].number == 3);
    ck_assert_str_eq(versions[1].text.body_zh, "答二");
    ck_assert_str_eq(versions[2].text.body_zh, "答一");
    by = by_of(FIXTURE_CHIEF);
    ASSERT_ERR(content_restore(x->staff_db, x->arena, &by, id, load(id).version, 3), ERR_NOT_FOUND);
    ASSERT_OK(content_restore(x->staff_db, x->arena, &by, id, load(id).version, 1));
    ck_assert_uint_eq(seen()->n_questions, 0);
    publish(id);
    ck_assert_str_eq(seen()->questions[0].text.body_zh, "答一");
    by = by_of(FIXTURE_CHIEF);
    ASSERT_ERR(content_publish(x->staff_db, x->arena, &by, id, load(id).version), ERR_STATE);
    ASSERT_ERR(content_drop(x->staff_db, x->arena, &by, id, load(id).version), ERR_STATE);
}
END_TEST

START_TEST(two_people_at_once)
{
    int64_t id = create(CONTENT_CHANNEL, "", text_of("热线", ""));
    int version = load(id).version;
    struct content_text mine = text_of("热线一", ""), theirs = text_of("热线二", "");
    struct change_by by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_save(x->staff_db, x->arena, &by, id, version, &theirs));
    ASSERT_ERR(content_save(x->staff_db, x->arena, &by, id, version, &mine), ERR_STALE);
    ASSERT_ERR(content_publish(x->staff_db, x->arena, &by, id, version), ERR_STALE);
    ck_assert_str_eq(load(id).draft.title_zh, "热线二");
    ASSERT_ERR(content_save(x->staff_db, x->arena, &by, id + 1000, 1, &mine), ERR_NOT_FOUND);
}
END_TEST

START_TEST(each_change_is_in_the_log)
{
    int64_t id = published(CONTENT_CHANNEL, "", text_of("热线", "按 3"));
    struct change_by by = by_of(FIXTURE_CHIEF);
    struct content_text second = text_of("热线", "按 5");
    ASSERT_OK(content_save(x->staff_db, x->arena, &by, id, load(id).version, &second));
    by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_drop(x->staff_db, x->arena, &by, id, load(id).version));
    struct change_row *rows;
    size_t n;
    ASSERT_OK(change_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "content", id, 0, 10, &rows, &n));
    ck_assert_uint_eq(n, 4);
    static const char *const kinds[] = {"dropped", "edited", "published", "created"};
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(rows[i].kind, kinds[i]);
    ck_assert_str_eq(rows[0].name_zh, "热线");
    ck_assert_str_eq(rows[1].data, "{\"body_zh\":[\"按 3\",\"按 5\"]}");
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

/* As long as forms allow, in characters of four bytes: the entry in the log has room. */
START_TEST(the_longest_texts)
{
    struct buf body = {.arena = x->arena}, title = {.arena = x->arena};
    for (int i = 0; i < CONTENT_BODY_MAX; i++)
        buf_adds(&body, "𠮷");
    for (int i = 0; i < CONTENT_TITLE_MAX; i++)
        buf_adds(&title, "𠮷");
    struct content_text t = text_of(title.p, body.p);
    t.title_en = title.p;
    t.body_en = body.p;
    int64_t id = published(CONTENT_PAGE, "long", t);
    struct content_text other = text_of("x", arena_printf(x->arena, "y%s", body.p + 4));
    other.body_en = other.body_zh;
    struct change_by by = by_of(FIXTURE_CHIEF);
    ASSERT_OK(content_save(x->staff_db, x->arena, &by, id, load(id).version, &other));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT MIN(JSON_VALID(data)) FROM change_log WHERE entity = 'content'"), 1);
}
END_TEST

START_TEST(what_was_read_last_stands_while_the_database_is_away)
{
    published(CONTENT_CHANNEL, "", text_of("热线", ""));
    ck_assert_uint_eq(seen()->n_channels, 1);
    struct db_config away = store_test_config(DB_PUBLIC, NULL);
    away.socket = "/nonexistent";
    static const struct db_stmts *const tables[] = {&basis_stmts, &content_stmts, NULL};
    struct db *db = db_new(&away, DB_PUBLIC, tables);
    ck_assert_uint_eq(contents_load(db, x->arena)->n_channels, 0); /* never read any */
    db_close(db);
    ck_assert_uint_eq(contents_load(NULL, x->arena)->n_channels, 0);
    db_take_counts(x->public_db);
    int64_t id = store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT id FROM information_schema.processlist WHERE user = '%s' LIMIT 1", store_test_user(DB_PUBLIC)));
    store_test_sql(x->root, "RENAME TABLE setting TO setting_gone");
    store_test_sql(x->root, "KILL CONNECTION %lld", (long long)id);
    ck_assert_uint_eq(contents_load(x->public_db, x->arena)->n_channels, 1);
    store_test_sql(x->root, "RENAME TABLE setting_gone TO setting");
}
END_TEST

START_TEST(no_statement_for_a_request_that_only_shows)
{
    published(CONTENT_CHANNEL, "", text_of("热线", ""));
    seen();
    db_take_counts(x->public_db);
    db_kept_may_lag(x->public_db, UTC_MINUTE_US);
    contents_load(x->public_db, x->arena);
    ck_assert_uint_eq(db_take_counts(x->public_db).statements, 0);
}
END_TEST

START_TEST(help_is_counted)
{
    int64_t a = published(CONTENT_QUESTION, "", text_of("甲", "一")), b = published(CONTENT_QUESTION, "", text_of("乙", "二")), page = published(CONTENT_PAGE, "p", text_of("丙", "三"));
    const int64_t ids[] = {a, b, page, 999999};
    ASSERT_OK(content_help_count(x->public_db, x->arena, ids, 4, a, 202611));
    ASSERT_OK(content_help_count(x->public_db, x->arena, ids, 2, 0, 202611));
    ASSERT_OK(content_help_count(x->public_db, x->arena, ids, 1, a, 202510));
    ASSERT_OK(content_help_count(x->public_db, x->arena, ids, 0, a, 202611));
    struct content *list;
    size_t n;
    ASSERT_OK(content_list(x->staff_db, x->arena, CONTENT_QUESTION, 202511, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(list[0].offered, 2);
    ck_assert_int_eq(list[0].helped, 1);
    ck_assert_int_eq(list[1].offered, 2);
    ck_assert_int_eq(list[1].helped, 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM content_help"), 3);
}
END_TEST

/* ---- figures ---- */

static void choose(const char *figures, const char *least, const char *wait)
{
    struct content_text t = content_empty;
    t.figures = figures;
    t.period = "month";
    t.least = least;
    t.wait = wait;
    store_test_sql(x->root, "UPDATE content SET live = '%s' WHERE slug = 'figures'", content_write(x->arena, CONTENT_FIGURES, &t));
}

static size_t sweep(int64_t now_us)
{
    size_t n;
    ASSERT_OK(figure_sweep(x->jobs_db, x->arena, x->zone, now_us, &n));
    return n;
}

static const char *told(const char *period)
{
    return store_test_text(x->root, x->arena, arena_printf(x->arena, "SELECT COALESCE(GROUP_CONCAT(figure, '=', COALESCE(value, 'none') ORDER BY figure SEPARATOR ' '), '') FROM published_figure WHERE period = '%s'", period));
}

/* Six complaints of October, all but one closed in November, five days after they came; two of them late, three of them rated. */
static void make_complaints(void)
{
    int64_t october = utc_from_local(2026, 10, 20, 9, 0, 0, x->zone), november = october + 15 * UTC_DAY_US;
    for (int i = 0; i < 6; i++) {
        struct filed f = fixture_file(x, i % 2 ? 2 : 4, 3, "x");
        const char *where = arena_printf(x->arena, "WHERE number = '%s'", f.number);
        int64_t id = store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT id FROM complaint %s", where));
        store_test_sql(x->root, "UPDATE complaint_scope SET received_us = %lld WHERE complaint_id = %lld", (long long)october, (long long)id);
        store_test_sql(x->root, "UPDATE complaint SET received_us = %lld WHERE id = %lld", (long long)(i == 5 ? october : november), (long long)id);
        if (i == 5)
            continue;
        store_test_sql(x->root, "UPDATE complaint SET state = 5, is_open = 0, closed_us = %lld WHERE id = %lld", (long long)(november + 5 * UTC_DAY_US), (long long)id);
        store_test_sql(x->root, "UPDATE complaint_scope SET state = 5, is_open = 0 WHERE complaint_id = %lld", (long long)id);
        store_test_sql(x->root, "UPDATE clock SET promised = 1, late = %d WHERE complaint_id = %lld AND kind = 6", i < 2, (long long)id);
        if (i < 3)
            store_test_sql(x->root, "INSERT INTO rating (complaint_id, at_us, solved, overall, speed, attitude, skill, result) VALUES (%lld, %lld, 1, %d, 0, 0, 0, 0)", (long long)id, (long long)november, 5 - i * 2);
    }
    store_test_sql(x->root, "UPDATE complaint SET path = 'enquiry' WHERE id = (SELECT MAX(id) FROM complaint)");
}

START_TEST(figures_of_a_month)
{
    make_complaints();
    int64_t before = utc_from_local(2026, 11, 10, 23, 59, 59, x->zone), after = utc_from_local(2026, 11, 11, 0, 0, 1, x->zone), december = utc_from_local(2026, 12, 20, 0, 0, 0, x->zone);
    ck_assert_uint_eq(sweep(december), 0); /* nothing was chosen */
    choose("received,closed,in_time,mean_days,satisfied", "5", "10");
    sweep(before);
    ck_assert_str_eq(told("2026-10"), "");
    sweep(after);
    ck_assert_str_eq(told("2026-10"), "closed=none in_time=none mean_days=none received=5 satisfied=none");
}
END_TEST

START_TEST(figures_stay_as_they_were_published)
{
    make_complaints();
    int64_t december = utc_from_local(2026, 12, 20, 0, 0, 0, x->zone);
    choose("closed,in_time,mean_days", "5", "10");
    ck_assert_uint_gt(sweep(december), 0);
    ck_assert_str_eq(told("2026-11"), "closed=5 in_time=600 mean_days=50");
    ck_assert_uint_eq(sweep(december), 0);
    store_test_sql(x->root, "UPDATE complaint SET state = 2, closed_us = NULL");
    ck_assert_uint_eq(sweep(december + UTC_DAY_US), 0);
    ck_assert_str_eq(told("2026-11"), "closed=5 in_time=600 mean_days=50");
    choose("closed,satisfied", "2", "0");
    sweep(december);
    ck_assert_str_eq(told("2026-11"), "closed=5 in_time=600 mean_days=50 satisfied=none");
}
END_TEST

START_TEST(too_few_are_not_told)
{
    make_complaints();
    int64_t december = utc_from_local(2026, 12, 20, 0, 0, 0, x->zone);
    choose("closed,satisfied", "4", "0");
    sweep(december);
    ck_assert_str_eq(told("2026-11"), "closed=5 satisfied=none"); /* three rated */
    store_test_sql(x->root, "DELETE FROM published_figure");
    choose("closed,satisfied", "3", "0");
    sweep(december);
    ck_assert_str_eq(told("2026-11"), "closed=5 satisfied=333");
    const struct contents *c = seen();
    ck_assert_uint_gt(c->n_values, 0);
    ck_assert_str_eq(c->values[0].period, "2026-11");
}
END_TEST

Suite *suite_store_content(void)
{
    Suite *s = suite_create("store_content");
    TCase *t = tcase_create("content");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, drafts_are_not_seen_before_they_are_published);
    tcase_add_test(t, versions_are_kept_and_come_back);
    tcase_add_test(t, two_people_at_once);
    tcase_add_test(t, each_change_is_in_the_log);
    tcase_add_test(t, the_longest_texts);
    tcase_add_test(t, what_was_read_last_stands_while_the_database_is_away);
    tcase_add_test(t, no_statement_for_a_request_that_only_shows);
    tcase_add_test(t, help_is_counted);
    tcase_add_test(t, figures_of_a_month);
    tcase_add_test(t, figures_stay_as_they_were_published);
    tcase_add_test(t, too_few_are_not_told);
    suite_add_tcase(s, t);
    return s;
}
