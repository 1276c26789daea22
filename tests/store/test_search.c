#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "complaint_store.h"
#include "identity_store.h"
#include "message_store.h"
#include "search_index_store.h"
#include "search_queue_store.h"
#include "search_store.h"
#include "stores.h"
#include "store_fixture.h"

Suite *suite_store_search(void);

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

/* What jobs do in one round. */
static size_t follow(void)
{
    size_t done;
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 100, &done));
    ASSERT_OK(search_index(x->jobs_db, x->arena, 300, &done));
    return done;
}

static struct search_answer ask(int user, struct search_question question)
{
    struct search_query query;
    struct search_answer answer;
    if (search_read(x->arena, question.typed, &query))
        question.query = &query;
    question.limit = question.limit ? question.limit : SEARCH_RESULTS;
    ASSERT_OK(search_run(x->staff_db, x->arena, &x->users[user], x->keys, &question, &answer));
    return answer;
}

static struct search_answer find(int user, const char *typed)
{
    return ask(user, (struct search_question){.typed = typed});
}

static void let_see(int64_t complaint_id, int64_t holder, int part)
{
    store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us, part) SELECT %lld, id, is_open, state, due_us, received_us, %d FROM complaint WHERE id = %lld",
                   (long long)holder, part, (long long)complaint_id);
}

static void put(int64_t complaint_id, enum message_kind kind, int64_t author_id, const char *body)
{
    const struct message m = {.complaint_id = complaint_id, .at_us = x->now_us, .kind = kind, .author_id = author_id, .body = body};
    int64_t id;
    ASSERT_OK(message_insert(x->staff_db, &m, &id));
}

START_TEST(a_new_complaint_is_found_after_one_round)
{
    struct filed filed = fixture_file(x, 4, 0, "业务员承诺满期返还全部保费，The agent promised a refund.");
    ck_assert_uint_eq(find(FIXTURE_CLERK, "保费").n, 0);
    ck_assert_uint_gt(follow(), 0);
    ck_assert_uint_eq(follow(), 0);
    struct search_answer found = find(FIXTURE_CLERK, "保费");
    ck_assert_uint_eq(found.n, 1);
    ck_assert_int_eq(found.results[0].c.id, filed.id);
    ck_assert_str_eq(found.results[0].c.number, filed.number);
    ck_assert_str_ne(found.results[0].c.category_zh, "");
    ck_assert_uint_gt(found.results[0].found.n, 0);
    ck_assert_int_eq(found.next, 0);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "REFUND").n, 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "书面").n, 1);       /* of a demand */
    ck_assert_uint_eq(find(FIXTURE_CLERK, "PL-2026-77").n, 1); /* an answer to the category's question */
    ck_assert_uint_eq(find(FIXTURE_CLERK, "柜台").n, 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, filed.number).n, 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "保费 refund").n, 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "保费 重疾").n, 0);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "员承诺满").n, 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "满期保费").n, 0);
}
END_TEST

START_TEST(only_within_scope_and_not_when_kept_out)
{
    struct filed filed = fixture_file(x, 4, 0, "理赔材料交了三个月没有回音。");
    (void)follow();
    ck_assert_uint_eq(find(FIXTURE_CHIEF, "理赔材料").n, 1);
    ck_assert_uint_eq(find(FIXTURE_OTHER, "理赔材料").n, 0);
    ck_assert_uint_eq(find(FIXTURE_OTHER, "P-1").n, 0);
    ck_assert_uint_eq(find(FIXTURE_OTHER, "13800138000").n, 0);
    ck_assert_uint_eq(find(FIXTURE_SEVERAL, "理赔材料").n, 1);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, %d, 'set', 1)", (long long)filed.id, FIXTURE_CHIEF);
    ck_assert_uint_eq(find(FIXTURE_CHIEF, "理赔材料").n, 0);
    ck_assert_uint_eq(find(FIXTURE_CHIEF, "P-1").n, 0);
    ck_assert_uint_eq(find(FIXTURE_CHIEF, "13800138000").n, 0);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "理赔材料").n, 1);
}
END_TEST

START_TEST(who_sees_a_part_finds_what_he_sees)
{
    struct filed filed = fixture_file(x, 4, 0, "理赔材料交了三个月没有回音。");
    put(filed.id, MESSAGE_NOTE, FIXTURE_CLERK, "疑似欺诈，内部核查");
    put(filed.id, MESSAGE_TO, FIXTURE_CLERK, "我们正在核实情况");
    put(filed.id, MESSAGE_NOTE, FIXTURE_OTHER, "已联系医院调阅病历");
    store_test_sql(x->root, "INSERT INTO slip (id, complaint_id, number, kind, state, from_unit_id, to_unit_id, from_department_id, to_department_id, from_user_id, sent_us, due_us, next_us, request) VALUES "
                            "(1, %lld, 1, 1, 1, 2, 3, 3, 4, 2, 1, 1, 1, ''), (2, %lld, 2, 1, 1, 2, 2, 3, 1, 2, 1, 1, 1, '')", (long long)filed.id, (long long)filed.id);
    store_test_sql(x->root, "INSERT INTO message (complaint_id, at_us, kind, author_id, slip_id, body) VALUES (%lld, 1, 6, 2, 1, '请提供出险记录'), (%lld, 1, 6, 2, 2, '请合规部门复查合同')",
                   (long long)filed.id, (long long)filed.id);
    let_see(filed.id, holder_code(HOLDER_UNIT, 3), 1);
    (void)follow();
    static const char *const seen[] = {"理赔材料", "核实情况", "调阅病历", "出险记录"}, *const hidden[] = {"欺诈", "内部核查", "复查合同", "13800138000"};
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        ck_assert_msg(find(FIXTURE_OTHER, seen[i]).n == 1, "%s is not found", seen[i]);
    for (size_t i = 0; i < COUNT_OF(hidden); i++) {
        ck_assert_msg(find(FIXTURE_OTHER, hidden[i]).n == 0, "%s is found", hidden[i]);
        ck_assert_uint_eq(find(FIXTURE_CLERK, hidden[i]).n, 1);
    }
    ck_assert_uint_eq(find(FIXTURE_OTHER, "理赔材料 欺诈").n, 0);
}
END_TEST

START_TEST(by_contact_and_reference)
{
    struct filing f = fixture_filing(x, 4, 0, "没有写电话的一段话。");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed secret, named = fixture_file(x, 4, 0, "另外一件事情。");
    f.mode = COMPLAINT_CONFIDENTIAL;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &secret));
    (void)follow();
    static const char *const typed[] = {"13800138000", "+86 138-0013-8000", "１３８００１３８０００", " zhang@example.com ", "ZHANG@example.com"};
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        struct search_answer found = find(FIXTURE_CLERK, typed[i]);
        ck_assert_msg(found.n == 1, "%s", typed[i]);
        ck_assert(found.by_contact);
        ck_assert_int_eq(found.results[0].way, SEARCH_BY_CONTACT);
        ck_assert_int_eq(found.results[0].c.id, named.id);
    }
    ck_assert_uint_eq(find(FIXTURE_CLERK, "13800138001").n, 0);
    struct search_answer found = find(FIXTURE_CLERK, "P-1");
    ck_assert_uint_eq(found.n, 2);
    ck_assert_int_eq(found.results[0].way, SEARCH_BY_REFERENCE);
    ck_assert(!found.by_contact);
    ck_assert(!find(FIXTURE_CLERK, "退保").by_contact);
}
END_TEST

START_TEST(what_is_written_later_is_found)
{
    struct filed filed = fixture_file(x, 4, 0, "第一段话。");
    (void)follow();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "电话联系过投诉人");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    ck_assert_uint_eq(find(FIXTURE_CLERK, "联系过").n, 0);
    (void)follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, "联系过").n, 1);
    uint8_t token[32];
    const char *location;
    fixture_track(x, filed.number, token);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const struct track_command supply = {.action = ACTION_SUPPLY, .text = "补充一份银行流水"};
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &supply, &location));
    (void)follow();
    struct search_answer found = find(FIXTURE_CLERK, "银行流水");
    ck_assert_uint_eq(found.n, 1);
    ck_assert_str_eq(found.results[0].found.passages[0].label, message_kind_title(MESSAGE_FROM));
    ck_assert_uint_eq(find(FIXTURE_CLERK, "第一段话").n, 1);
}
END_TEST

START_TEST(pages_and_filters)
{
    enum { MANY = 27 };
    int64_t seen[MANY];
    size_t n = 0;
    for (int i = 0; i < MANY; i++)
        (void)fixture_file(x, 4, 0, "同样的一段话。");
    (void)follow();
    struct search_question q = {.typed = "同样的一段话", .limit = 10};
    for (int page = 0; page < 3; page++) {
        struct search_answer found = ask(FIXTURE_CLERK, q);
        ck_assert_uint_eq(found.n, page < 2 ? 10 : 7);
        for (size_t i = 0; i < found.n; i++) {
            ck_assert(n == 0 || found.results[i].c.id < seen[n - 1]);
            seen[n++] = found.results[i].c.id;
        }
        ck_assert(page == 2 ? found.next == 0 : found.next > 0);
        ck_assert_int_eq(found.stopped_us, 0);
        q.before = found.next;
    }
    ck_assert_uint_eq(n, MANY);
    store_test_sql(x->root, "UPDATE complaint SET is_open = 0, state = 5 WHERE id = %lld", (long long)seen[3]);
    store_test_sql(x->root, "UPDATE complaint_scope SET is_open = 0, state = 5 WHERE complaint_id = %lld", (long long)seen[3]);
    struct search_answer closed = ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的", .state = SEARCH_CLOSED});
    ck_assert_uint_eq(closed.n, 1);
    ck_assert_int_eq(closed.results[0].c.id, seen[3]);
    ck_assert_uint_eq(ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的", .state = SEARCH_OPEN}).next > 0, 1);
    int64_t newest_us = ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的"}).results[0].c.received_us;
    ck_assert_uint_eq(ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的", .from_us = newest_us}).n, 1);
    ck_assert_uint_eq(ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的", .from_us = newest_us + 1}).n, 0);
    ck_assert_uint_eq(ask(FIXTURE_CLERK, (struct search_question){.typed = "同样的", .to_us = newest_us}).results[0].c.id == seen[1], 1);
}
END_TEST

START_TEST(the_index_is_built_in_blocks)
{
    int64_t done;
    for (int i = 0; i < 12; i++)
        (void)fixture_file(x, 4, 0, i % 2 ? "单数的一件。" : "双数的一件。");
    store_test_sql(x->root, "DELETE FROM search_queue");
    ck_assert_uint_eq(find(FIXTURE_CLERK, "单数").n, 0);
    ASSERT_OK(search_build(x->jobs_db, false, NULL, NULL, &done));
    ck_assert_int_eq(done, 12);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "单数").n, 6);
    ASSERT_OK(search_build(x->jobs_db, false, NULL, NULL, &done));
    ck_assert_int_eq(done, 0);
    store_test_sql(x->root, "DELETE FROM search_block");
    ck_assert_uint_eq(find(FIXTURE_CLERK, "双数").n, 0);
    ASSERT_OK(search_build(x->jobs_db, true, NULL, NULL, &done));
    ck_assert_int_eq(done, 12);
    ck_assert_uint_eq(find(FIXTURE_CLERK, "双数").n, 6);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT docs FROM search_part WHERE block = 0"), 12);
}
END_TEST

/* A damaged row of the index is passed over when something is looked for, and mended when it is written. */
START_TEST(damaged_rows_do_no_harm)
{
    struct filed filed = fixture_file(x, 4, 0, "损坏的索引。");
    (void)follow();
    store_test_sql(x->root, "UPDATE search_block SET bits = 'x'");
    ck_assert_uint_eq(find(FIXTURE_CLERK, "损坏").n, 0);
    ASSERT_OK(search_touch(x->staff_db, filed.id));
    (void)follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, "损坏").n, 1);
}
END_TEST

/* Nothing is lost and nothing fails when several hosts work at once, while complaints come in. */
START_TEST(two_hosts_at_once)
{
    enum { HOSTS = 3, FILED = 60 };
    pid_t hosts[HOSTS];
    for (int i = 0; i < FILED / 2; i++)
        (void)fixture_file(x, 4, 0, "并发的投诉。");
    for (int h = 0; h < HOSTS; h++) {
        hosts[h] = fork();
        ck_assert_int_ge(hosts[h], 0);
        if (hosts[h] > 0)
            continue;
        struct db *db = store_test_open_as(DB_JOBS, app_stores);
        struct arena *a = arena_new((size_t)64 << 20);
        bool failed = false;
        for (int round = 0; round < 60 && !failed; round++) {
            size_t done;
            failed = search_index(db, a, 3, &done) != ERR_NONE;
            arena_reset(a);
            usleep(2000);
        }
        _exit(failed);
    }
    for (int i = 0; i < FILED / 2; i++)
        (void)fixture_file(x, 4, 0, "并发的投诉。");
    for (int h = 0; h < HOSTS; h++) {
        int status;
        ck_assert_int_eq(waitpid(hosts[h], &status, 0), hosts[h]);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    while (follow() > 0)
        ;
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM search_doc"), FILED);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT MAX(doc) FROM search_doc"), FILED - 1);
    size_t n = 0;
    struct search_question q = {.typed = "并发的投诉"};
    do {
        struct search_answer found = ask(FIXTURE_CLERK, q);
        n += found.n;
        q.before = found.next;
    } while (q.before);
    ck_assert_uint_eq(n, FILED);
}
END_TEST

Suite *suite_store_search(void)
{
    Suite *s = suite_create("search_store");
    TCase *c = tcase_create("search_store");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 120);
    tcase_add_test(c, a_new_complaint_is_found_after_one_round);
    tcase_add_test(c, only_within_scope_and_not_when_kept_out);
    tcase_add_test(c, who_sees_a_part_finds_what_he_sees);
    tcase_add_test(c, by_contact_and_reference);
    tcase_add_test(c, what_is_written_later_is_found);
    tcase_add_test(c, pages_and_filters);
    tcase_add_test(c, the_index_is_built_in_blocks);
    tcase_add_test(c, damaged_rows_do_no_harm);
    tcase_add_test(c, two_hosts_at_once);
    suite_add_tcase(s, c);
    return s;
}
