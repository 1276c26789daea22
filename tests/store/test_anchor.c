#include <string.h>

#include "anchor_store.h"
#include "crypto_receipt.h"
#include "store_fixture.h"

Suite *suite_store_anchor(void);

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

/* As a process of jobs does on a day; what it knows lives as long as it. */
static void work(struct anchor_progress *p, int64_t now_us)
{
    bool more = true;
    for (int rounds = 0; more; rounds++) {
        ck_assert_int_lt(rounds, 20);
        ASSERT_OK(anchor_go_on(x->jobs_db, x->arena, x->keys, x->zone, now_us, p, &more));
    }
}

/* The newest one of a process that began just now. */
static struct anchor make_at(int64_t now_us)
{
    struct anchor_progress p = {0};
    struct anchor *list;
    size_t n;
    work(&p, now_us);
    ASSERT_OK(anchor_list(x->jobs_db, x->arena, 0, &list, &n));
    ck_assert_uint_gt(n, 0);
    return list[n - 1];
}

static struct anchor_finding look(const struct anchor *anchor)
{
    struct anchor_finding f;
    ASSERT_OK(anchor_verify(x->jobs_db, x->keys, anchor, &f));
    return f;
}

static bool sound(const struct anchor *anchor)
{
    struct anchor_finding f = look(anchor);
    return !f.complaint_id && !f.digest_other && !f.forged;
}

START_TEST(one_a_day_holds_what_went_on)
{
    struct filed a = fixture_file(x, 2, 3, "One"), b = fixture_file(x, 2, 3, "Two");
    struct anchor_progress p = {0};
    work(&p, x->now_us);
    struct anchor first = make_at(x->now_us);
    ck_assert_int_eq(first.timelines, 2);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM anchor"), 1);
    fixture_must(x, FIXTURE_CLERK, a.number, ACTION_ACCEPT, NULL);
    ck_assert(sound(&first)); /* what came after it is not its business */
    work(&p, x->now_us + UTC_DAY_US);
    struct anchor second = make_at(x->now_us + UTC_DAY_US);
    ck_assert_int_eq(second.timelines, 1);
    ck_assert_int_gt(second.day, first.day);
    ck_assert_mem_eq(second.before, first.digest, 32);
    ck_assert(sound(&first) && sound(&second));
    work(&p, x->now_us + 2 * UTC_DAY_US);
    struct anchor quiet = make_at(x->now_us + 2 * UTC_DAY_US);
    ck_assert_int_eq(quiet.timelines, 0);
    ck_assert(sound(&quiet));
    (void)b;
}
END_TEST

START_TEST(a_chain_cut_off_with_its_head_is_found)
{
    struct filed a = fixture_file(x, 2, 3, "One"), b = fixture_file(x, 2, 3, "Two");
    int bad;
    fixture_must(x, FIXTURE_CLERK, a.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, a.number, ACTION_NOTE, "What nobody is to know");
    struct anchor anchor = make_at(x->now_us);
    int64_t events = store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT events FROM complaint WHERE id = %lld", (long long)a.id));
    store_test_sql(x->root, "DELETE FROM event WHERE complaint_id = %lld AND seq = %lld", (long long)a.id, (long long)events);
    store_test_sql(x->root, "UPDATE complaint c SET events = events - 1, chain_hash = (SELECT hash FROM event e WHERE e.complaint_id = c.id ORDER BY seq DESC LIMIT 1) WHERE id = %lld", (long long)a.id);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, a.id, &bad));
    ck_assert_int_eq(bad, 0); /* by itself it looks whole */
    struct anchor_finding f = look(&anchor);
    ck_assert_int_eq(f.complaint_id, a.id);
    ck_assert_int_eq(f.seq, events);
    (void)b;
}
END_TEST

START_TEST(an_anchor_that_was_changed_is_found)
{
    struct filed a = fixture_file(x, 2, 3, "One");
    struct anchor anchor = make_at(x->now_us);
    store_test_sql(x->root, "DELETE FROM anchor_head WHERE complaint_id = %lld", (long long)a.id);
    ck_assert(look(&anchor).digest_other);
    struct anchor other = anchor;
    other.timelines = 0;
    ck_assert(look(&other).forged);
    other = anchor;
    other.day++;
    ck_assert(look(&other).forged);
}
END_TEST

START_TEST(the_change_log_stands_in_it)
{
    store_test_sql(x->root, "INSERT INTO change_log (entity, entity_id, seq, at_us, actor_kind, kind, data, key_version, hash) VALUES ('unit', 77, 1, 5, 3, 'created', '{}', 1, REPEAT('a', 32)), "
                            "('unit', 78, 1, %lld, 3, 'created', '{}', 1, REPEAT('b', 32))",
                   (long long)(x->now_us - 30 * UTC_SECOND_US));
    int64_t settled = store_test_number(x->root, x->arena, "SELECT id FROM change_log WHERE entity_id = 77 AND entity = 'unit'");
    struct anchor anchor = make_at(x->now_us);
    ck_assert_int_eq(anchor.changes_to, settled);
    ck_assert(sound(&anchor));
    struct anchor next = make_at(x->now_us + UTC_DAY_US);
    ck_assert_int_gt(next.changes_to, settled);
    store_test_sql(x->root, "DELETE FROM change_log WHERE id = %lld", (long long)settled);
    ck_assert(look(&anchor).digest_other);
    ck_assert(sound(&next));
}
END_TEST

static int one_host(int rival, int64_t at_us)
{
    (void)rival;
    static const struct db_stmts *const tables[] = {&anchor_stmts, NULL};
    struct db *db = store_test_open_as(DB_JOBS, tables);
    struct arena *a = arena_new(64 << 20);
    struct anchor_progress p = {0};
    enum err e = ERR_NONE;
    bool more = true;
    while (e == ERR_NONE && more)
        e = anchor_go_on(db, a, x->keys, x->zone, at_us, &p, &more);
    arena_free(a);
    db_close(db);
    return (int)e;
}

START_TEST(several_hosts_make_one)
{
    for (int i = 0; i < 5; i++)
        (void)fixture_file(x, 2, 3, "One of some");
    store_test_race(4, one_host, x->now_us);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM anchor WHERE made_us IS NOT NULL"), 1);
    struct anchor anchor = make_at(x->now_us);
    ck_assert_int_eq(anchor.timelines, 5);
    ck_assert(sound(&anchor));
}
END_TEST

Suite *suite_store_anchor(void)
{
    Suite *s = suite_create("anchor");
    TCase *t = tcase_create("anchor");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, one_a_day_holds_what_went_on);
    tcase_add_test(t, a_chain_cut_off_with_its_head_is_found);
    tcase_add_test(t, an_anchor_that_was_changed_is_found);
    tcase_add_test(t, the_change_log_stands_in_it);
    tcase_add_test(t, several_hosts_make_one);
    suite_add_tcase(s, t);
    return s;
}
