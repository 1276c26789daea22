#include <string.h>

#include "complaint_replay_store.h"
#include "rulebook_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void up(void)
{
    x = fixture_make();
}

static void down(void)
{
    fixture_end(x);
}

static struct rulebook *edited(void)
{
    const struct rulebook *book;
    int64_t id;
    ASSERT_OK(rulebook_in_force(x->staff_db, x->arena, &book, &id));
    return rulebook_copy(x->arena, book);
}

static struct rb_clock *clock_named(struct rulebook *book, const char *code)
{
    for (unsigned i = 0; i < book->clocks_count; i++) {
        if (strcmp(book->clocks[i].code, code) == 0)
            return &book->clocks[i];
    }
    ck_abort_msg("no clock %s", code);
}

static struct replay replay(const struct rulebook *after, int64_t days_later, size_t look)
{
    const struct utc_zone *zone;
    struct replay r;
    int64_t now_us = x->now_us + days_later * UTC_DAY_US;
    ASSERT_OK(utc_zone_load("Asia/Shanghai", &zone));
    ASSERT_OK(complaint_replay_books(x->staff_db, x->arena, zone, edited(), after, now_us - 365 * UTC_DAY_US, now_us, look, &r));
    return r;
}

START_TEST(shorter_limits_make_more_late)
{
    for (int i = 0; i < 5; i++)
        (void)fixture_file(x, 2, 3, "理赔太慢");
    struct rulebook *book = edited();
    struct replay r = replay(book, 3, 0);
    ck_assert_int_eq(r.complaints, 5);
    ck_assert(r.whole);
    ck_assert_int_eq(r.late_before, r.late_after);
    ck_assert_int_eq(r.kinds[CLOCK_RESOLVE].before, 5);
    ck_assert_int_eq(r.kinds[CLOCK_RESOLVE].late_before, 0);
    clock_named(book, "resolve")->limit = "1 nd";
    r = replay(book, 3, 0);
    ck_assert_int_eq(r.kinds[CLOCK_RESOLVE].late_before, 0);
    ck_assert_int_eq(r.kinds[CLOCK_RESOLVE].late_after, 5);
    ck_assert_int_eq(r.late_after, 5);
    ck_assert_int_eq(r.regraded, 0);
    /* Nothing of it was written. */
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM clock WHERE late = 1"), 0);
}
END_TEST

START_TEST(other_grades_are_counted_and_chosen_ones_stay)
{
    struct filed one = fixture_file(x, 2, 3, "一"), two = fixture_file(x, 2, 3, "二");
    (void)one;
    store_test_sql(x->root, "UPDATE complaint SET grade = 'light', grade_proposed = 'heavy' WHERE number = '%s'", two.number);
    struct rulebook *book = edited();
    book->grading[0].when = (struct rb_when){.loss_over = "", .heads_from = 1};
    struct replay r = replay(book, 1, 0);
    ck_assert_int_eq(r.complaints, 2);
    ck_assert_int_eq(r.regraded, 1);
}
END_TEST

START_TEST(only_so_many_and_only_so_old_are_looked_at)
{
    for (int i = 0; i < 5; i++)
        (void)fixture_file(x, 2, 3, "一件");
    store_test_sql(x->root, "UPDATE complaint SET received_us = 1 ORDER BY id LIMIT 2");
    struct replay r = replay(edited(), 1, 0);
    ck_assert_int_eq(r.complaints, 3);
    r = replay(edited(), 1, 3);
    ck_assert(!r.whole);
    ck_assert_int_le(r.complaints, 3);
    r = replay(edited(), 1, 10);
    ck_assert(r.whole);
}
END_TEST

Suite *suite_store_replay(void);
Suite *suite_store_replay(void)
{
    Suite *s = suite_create("store_replay");
    TCase *c = tcase_create("replay");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, shorter_limits_make_more_late);
    tcase_add_test(c, other_grades_are_counted_and_chosen_ones_stay);
    tcase_add_test(c, only_so_many_and_only_so_old_are_looked_at);
    suite_add_tcase(s, c);
    return s;
}
