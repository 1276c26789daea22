#include "absence_store.h"
#include "org_store.h"
#include "store_fixture.h"
#include "utc.h"

Suite *suite_store_absence(void);

/* The chief is of unit 1, clerk and several of unit 2 below it, other of unit 3, gone is switched off. */
static struct fixture *x;
static int64_t day0;

static void up(void)
{
    x = fixture_make();
    day0 = x->now_us + UTC_DAY_US;
}

static void down(void)
{
    fixture_end(x);
}

static struct change_by by(int user)
{
    x->now_us += UTC_SECOND_US;
    return (struct change_by){.keys = x->keys, .actor = user ? &x->users[user] : NULL, .now_us = x->now_us};
}

static enum absence_fault fault;

static enum err away(int actor, int user, int deputy, int from_day, int to_day)
{
    struct change_by me = by(actor);
    struct absence b = {.user_id = user, .deputy_id = deputy, .from_us = day0 + from_day * UTC_DAY_US, .to_us = day0 + to_day * UTC_DAY_US, .note = "年假"};
    fault = ABSENCE_FINE;
    return absence_add(x->staff_db, x->arena, &me, &b, &fault);
}

static void refused(enum err e, enum absence_fault expected)
{
    ASSERT_ERR(e, ERR_INPUT);
    ck_assert_int_eq((int)fault, (int)expected);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

START_TEST(ones_own)
{
    ASSERT_OK(away(FIXTURE_CLERK, FIXTURE_CLERK, FIXTURE_SEVERAL, 0, 5));
    struct absence *own, *for_others;
    size_t n, m;
    ASSERT_OK(absence_list(x->staff_db, x->arena, FIXTURE_CLERK, x->now_us, &own, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(own[0].deputy_id, FIXTURE_SEVERAL);
    ck_assert_str_eq(own[0].note, "年假");
    ck_assert(!own[0].deputy_away);
    ASSERT_OK(absence_deputised(x->staff_db, x->arena, FIXTURE_SEVERAL, x->now_us, &for_others, &m));
    ck_assert_uint_eq(m, 1);
    ck_assert_int_eq(for_others[0].user_id, FIXTURE_CLERK);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'user' AND entity_id = 2 AND kind = 'absence'"), 1);
    ASSERT_OK(absence_list(x->staff_db, x->arena, FIXTURE_CLERK, day0 + 5 * UTC_DAY_US, &own, &n));
    ck_assert_uint_eq(n, 0); /* over */
}
END_TEST

START_TEST(what_is_refused)
{
    refused(away(2, 2, 4, 3, 3), ABSENCE_ORDER);
    refused(away(2, 2, 4, -9, -4), ABSENCE_PAST);
    refused(away(2, 2, 4, 0, 400), ABSENCE_LONG);
    refused(away(2, 2, 2, 0, 5), ABSENCE_SELF);
    refused(away(2, 2, FIXTURE_OTHER, 0, 5), ABSENCE_STRANGER); /* of a unit beside */
    refused(away(2, 2, FIXTURE_GONE, 0, 5), ABSENCE_STRANGER);
    refused(away(2, 2, 999, 0, 5), ABSENCE_STRANGER);
    refused(away(FIXTURE_CHIEF, FIXTURE_CHIEF, FIXTURE_CLERK, 0, 5), ABSENCE_STRANGER); /* of a unit below */
    ASSERT_OK(away(2, 2, 4, 0, 5));
    refused(away(2, 2, 4, 4, 8), ABSENCE_OVERLAP);
    refused(away(2, 2, 4, -1, 9), ABSENCE_OVERLAP);
    ASSERT_OK(away(2, 2, FIXTURE_CHIEF, 5, 8)); /* the next day */
    refused(away(4, 4, 2, 4, 6), ABSENCE_DEPUTY_AWAY);
    ASSERT_OK(away(4, 4, FIXTURE_CHIEF, 4, 6));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM absence"), 3);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), 3);
    /* Whoever was to stand in and then goes away himself is seen. */
    struct absence *own;
    size_t n;
    ASSERT_OK(absence_list(x->staff_db, x->arena, 2, x->now_us, &own, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert(own[0].deputy_away);
    ck_assert(!own[1].deputy_away);
}
END_TEST

START_TEST(by_administrators_within_their_units)
{
    ASSERT_ERR(away(FIXTURE_OTHER, 2, 4, 0, 5), ERR_NOT_FOUND); /* of a unit beside */
    ASSERT_ERR(away(FIXTURE_READER, 2, 4, 0, 5), ERR_NOT_FOUND);
    ASSERT_OK(away(FIXTURE_CHIEF, 2, 4, 0, 5));
    ASSERT_OK(away(0, 2, 4, 7, 9));
    ASSERT_ERR(away(FIXTURE_CHIEF, 999, 4, 0, 5), ERR_NOT_FOUND);
    int64_t id = number("SELECT MIN(id) FROM absence");
    struct change_by other = by(FIXTURE_OTHER), chief = by(FIXTURE_CHIEF);
    ASSERT_ERR(absence_end(x->staff_db, x->arena, &other, 2, id), ERR_NOT_FOUND);
    ASSERT_ERR(absence_end(x->staff_db, x->arena, &chief, 4, id), ERR_NOT_FOUND); /* somebody else's */
    ASSERT_OK(absence_end(x->staff_db, x->arena, &chief, 2, id));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM absence"), 1);
}
END_TEST

START_TEST(who_is_away_now)
{
    struct absence one;
    ASSERT_OK(away(2, 2, 4, 0, 5));
    int64_t before = day0 - 1, within = day0, last = day0 + 5 * UTC_DAY_US - 1, after = day0 + 5 * UTC_DAY_US;
    ASSERT_ERR(absence_of(x->staff_db, x->arena, 2, before, &one), ERR_NOT_FOUND);
    ASSERT_OK(absence_of(x->staff_db, x->arena, 2, within, &one));
    ck_assert_int_eq(one.deputy_id, 4);
    ASSERT_OK(absence_of(x->staff_db, x->arena, 2, last, &one));
    ASSERT_ERR(absence_of(x->staff_db, x->arena, 2, after, &one), ERR_NOT_FOUND);
    /* Beside the names where work is given. */
    struct org_offer offer;
    ASSERT_OK(org_offer_people(x->staff_db, x->arena, 2, 0, within, 10, &offer));
    ck_assert_uint_eq(offer.n_away, 1);
    ck_assert_int_eq(offer.away[0].user_id, 2);
    ck_assert_int_eq(offer.away[0].to_us, after);
    ck_assert_str_eq(offer.away[0].deputy, one.deputy);
    ASSERT_OK(org_offer_people(x->staff_db, x->arena, 2, 0, after, 10, &offer));
    ck_assert_uint_eq(offer.n_away, 0);
    ASSERT_OK(org_offer_people(x->staff_db, x->arena, 3, 0, within, 10, &offer));
    ck_assert_uint_eq(offer.n_away, 0);
    ASSERT_OK(org_offer_people(x->staff_db, x->arena, 0, 1, within, 10, &offer));
    ck_assert_uint_eq(offer.n_away, 0);
    /* Back early: it ends now and stays on record; work comes to him again. */
    x->now_us = day0 + UTC_DAY_US;
    struct change_by me = by(2);
    ASSERT_OK(absence_end(x->staff_db, x->arena, &me, 2, one.id));
    ASSERT_ERR(absence_of(x->staff_db, x->arena, 2, x->now_us + 1, &one), ERR_NOT_FOUND);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM absence"), 1);
    ASSERT_ERR(absence_end(x->staff_db, x->arena, &me, 2, one.id), ERR_NOT_FOUND);
}
END_TEST

START_TEST(colleagues_are_found_by_name)
{
    struct person *people;
    size_t n;
    ASSERT_OK(absence_colleagues(x->staff_db, x->arena, FIXTURE_CLERK, "", 50, &people, &n));
    for (size_t i = 0; i < n; i++)
        ck_assert(people[i].active && people[i].id != FIXTURE_CLERK && (people[i].unit_id == 2 || people[i].unit_id == 1));
    ck_assert_uint_ge(n, 2);
    ck_assert_int_eq(people[0].unit_id, 2); /* the own unit first */
    ASSERT_OK(absence_colleagues(x->staff_db, x->arena, FIXTURE_CLERK, "several", 50, &people, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(absence_colleagues(x->staff_db, x->arena, FIXTURE_CLERK, "%", 50, &people, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(absence_colleagues(x->staff_db, x->arena, FIXTURE_CLERK, "gone", 50, &people, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *suite_store_absence(void)
{
    Suite *suite = suite_create("absence");
    TCase *tests = tcase_create("absence");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, up, down);
    tcase_add_test(tests, ones_own);
    tcase_add_test(tests, what_is_refused);
    tcase_add_test(tests, by_administrators_within_their_units);
    tcase_add_test(tests, who_is_away_now);
    tcase_add_test(tests, colleagues_are_found_by_name);
    suite_add_tcase(suite, tests);
    return suite;
}
