#include "limit_store.h"
#include "pressure_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static enum err count_one(struct db *db, const char *what, const char *who, unsigned max, int64_t now_us)
{
    return limit_count(db, x->arena, x->keys, what, who, max, 60, now_us);
}

START_TEST(counts_within_a_window)
{
    const int64_t minute = INT64_C(60000000), from = x->now_us - x->now_us % minute;

    for (int i = 0; i < 3; i++)
        ASSERT_OK(count_one(i % 2 ? x->staff_db : x->public_db, "file", "203.0.113.9", 3, from + i));
    ASSERT_ERR(count_one(x->public_db, "file", "203.0.113.9", 3, from + 3), ERR_RATE);
    ASSERT_ERR(count_one(x->public_db, "file", "203.0.113.9", 3, from + minute - 1), ERR_RATE);
    ASSERT_OK(count_one(x->public_db, "file", "203.0.113.9", 3, from + minute));
    ASSERT_OK(count_one(x->public_db, "lookup", "203.0.113.9", 3, from));
    /* A sender has another bucket in each window. */
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(DISTINCT bucket) - COUNT(*) FROM rate_limit"), 0);
    ASSERT_OK(count_one(x->public_db, "file", "203.0.113.10", 3, from));
}
END_TEST

START_TEST(read_without_a_try)
{
    int64_t tries = 9;
    ASSERT_OK(limit_read(x->public_db, x->arena, x->keys, "ask", "203.0.113.9", 60, x->now_us, &tries));
    ck_assert_int_eq(tries, 0);
    for (int i = 1; i <= 3; i++) {
        ASSERT_OK(limit_tried(x->public_db, x->keys, "ask", "203.0.113.9", 60, x->now_us, &tries));
        ASSERT_OK(limit_read(x->public_db, x->arena, x->keys, "ask", "203.0.113.9", 60, x->now_us, &tries));
        ck_assert_int_eq(tries, i);
    }
    ASSERT_OK(limit_read(x->public_db, x->arena, x->keys, "ask", "203.0.113.9", 60, x->now_us - INT64_C(60000000), &tries));
    ck_assert_int_eq(tries, 0);
}
END_TEST

START_TEST(a_network_is_one_sender)
{
    struct arena *a = x->arena;

    ck_assert_str_eq(limit_network(a, "2001:db8:1:2::7"), limit_network(a, "2001:db8:1:2:ffff:ffff:ffff:ffff"));
    ck_assert_str_ne(limit_network(a, "2001:db8:1:2::7"), limit_network(a, "2001:db8:1:3::7"));
    ck_assert_str_eq(limit_network(a, "203.0.113.9"), "203.0.113.9");
    ck_assert_str_eq(limit_network(a, "::ffff:203.0.113.9"), "::ffff:203.0.113.9");
    ck_assert_str_eq(limit_network(a, ""), "");
}
END_TEST

static enum err count_from(const char *address)
{
    return limit_count_from(x->public_db, x->arena, x->keys, "draft", address, 2, 60, x->now_us);
}

/* Whoever has a whole block goes from one of its networks to the next; together they may do what eight of them may. */
START_TEST(a_block_of_networks_has_a_bound)
{
    static const char *const elsewhere[] = {"2001:db8:2:1::7", "198.51.101.1"};
    struct arena *a = x->arena;
    for (size_t f = 0; f < COUNT_OF(elsewhere); f++) {
        for (int i = 1; i <= 16; i++)
            ASSERT_OK(count_from(f ? arena_printf(a, "198.51.100.%d", i) : arena_printf(a, "2001:db8:1:%x::7", (unsigned)i)));
        ASSERT_ERR(count_from(f ? "198.51.100.17" : "2001:db8:1:17::7"), ERR_RATE);
        ASSERT_OK(count_from(elsewhere[f]));
        ASSERT_OK(count_from(elsewhere[f]));
        ASSERT_ERR(count_from(elsewhere[f]), ERR_RATE); /* one network alone */
    }
    ASSERT_OK(count_from("")); /* no address, so no block */
    ck_assert_str_eq(limit_area(a, "::ffff:198.51.100.9"), limit_area(a, "198.51.100.10"));
    ck_assert_ptr_null(limit_area(a, ""));
}
END_TEST

START_TEST(no_limit_counts_nothing)
{
    for (int i = 0; i < 5; i++)
        ASSERT_OK(count_one(x->public_db, "file", "203.0.113.9", 0, x->now_us));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM rate_limit"), 0);
}
END_TEST

START_TEST(swept_without_a_trace)
{
    ASSERT_OK(count_one(x->public_db, "file", "203.0.113.9", 3, x->now_us));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM rate_limit WHERE HEX(bucket) LIKE CONCAT('%', HEX('203.0'), '%')"), 0);
    ASSERT_OK(limit_purge(x->jobs_db, x->now_us - INT64_C(60000000)));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM rate_limit"), 1);
    ASSERT_OK(limit_purge(x->jobs_db, x->now_us + 1));
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM rate_limit"), 0);
}
END_TEST

/* From a number on within ten minutes, until it is less than half of it. */
START_TEST(much_in_all_is_noticed)
{
    const int64_t minute = INT64_C(60000000);
    bool on = true;
    for (int i = 0; i < 4; i++)
        fixture_file(x, 4, 2, "同一时间");
    ASSERT_OK(pressure_read(x->public_db, x->arena, &on));
    ck_assert(!on);
    ASSERT_OK(pressure_watch(x->jobs_db, x->arena, 5, x->now_us, &on));
    ck_assert(!on);
    ASSERT_OK(pressure_watch(x->jobs_db, x->arena, 0, x->now_us, &on));
    ck_assert(!on);
    ASSERT_OK(pressure_watch(x->jobs_db, x->arena, 4, x->now_us, &on));
    ck_assert(on);
    ASSERT_OK(pressure_read(x->public_db, x->arena, &on));
    ck_assert(on);
    ASSERT_OK(pressure_watch(x->jobs_db, x->arena, 8, x->now_us, &on)); /* half of it */
    ck_assert(on);
    ASSERT_OK(pressure_watch(x->jobs_db, x->arena, 8, x->now_us + 11 * minute, &on));
    ck_assert(!on);
    ASSERT_OK(pressure_read(x->public_db, x->arena, &on));
    ck_assert(!on);
}
END_TEST

Suite *suite_store_limit(void);
Suite *suite_store_limit(void)
{
    Suite *suite = suite_create("limit");
    TCase *tc = tcase_create("limit");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, counts_within_a_window);
    tcase_add_test(tc, read_without_a_try);
    tcase_add_test(tc, a_network_is_one_sender);
    tcase_add_test(tc, a_block_of_networks_has_a_bound);
    tcase_add_test(tc, no_limit_counts_nothing);
    tcase_add_test(tc, swept_without_a_trace);
    tcase_add_test(tc, much_in_all_is_noticed);
    suite_add_tcase(suite, tc);
    return suite;
}
