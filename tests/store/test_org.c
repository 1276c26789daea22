#include <string.h>

#include "org_admin_store.h"
#include "org_store.h"
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

static struct change_by by(int user)
{
    x->now_us += 1000000;
    return (struct change_by){.keys = x->keys, .actor = user ? &x->users[user] : NULL, .now_us = x->now_us};
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void log_is_sound(int64_t entries)
{
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), entries);
}

/* ---- reading ---- */

START_TEST(units_of_the_grants_in_tree_order)
{
    struct unit *units;
    size_t n;
    ASSERT_OK(org_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], 100, &units, &n));
    ck_assert_uint_eq(n, 4);
    static const int64_t order[] = {1, 2, 4, 3};
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(units[i].id, order[i]);
    ASSERT_OK(org_units(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], 100, &units, &n));
    ck_assert_uint_eq(n, 2); /* unit 4 through two grants stands once */
    ASSERT_OK(org_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], 1, &units, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(departments_to_give_a_complaint_to)
{
    struct department *d;
    size_t n;
    ASSERT_OK(org_departments_for(x->staff_db, x->arena, 2, &d, &n));
    ck_assert_uint_eq(n, 3); /* its own active one first, then those of its superior; its city has none */
    ck_assert_int_eq(d[0].id, 3);
    ck_assert_str_eq(d[0].unit_en, "Province A");
    ck_assert_int_eq(d[1].id, 1);
    ck_assert_int_eq(d[2].id, 2);
    store_test_sql(x->root, "UPDATE unit SET active = 0 WHERE id = 3");
    ASSERT_OK(org_departments_for(x->staff_db, x->arena, 1, &d, &n));
    ck_assert_uint_eq(n, 3); /* a unit switched off takes nothing */
}
END_TEST

START_TEST(active_people_of_a_place)
{
    struct person *people;
    size_t n;
    ASSERT_OK(org_people_of(x->staff_db, x->arena, 2, 0, 10, &people, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(people[0].login, "clerk");
    ASSERT_OK(org_people_of(x->staff_db, x->arena, 0, 1, 10, &people, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_OK(org_people_of(x->staff_db, x->arena, 2, 0, 1, &people, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

static size_t row_of(const struct org_offer *offer, int64_t id)
{
    size_t i = 0;
    while (i < offer->n_people && offer->people[i].id != id)
        i++;
    return i;
}

/* What is offered is what the lists of departments and people say. */
START_TEST(whom_work_can_be_given_to)
{
    struct org_offer offer;
    struct department *d;
    struct person *people;
    size_t n;
    ASSERT_OK(org_departments_for(x->staff_db, x->arena, 2, &d, &n));
    ASSERT_OK(org_offer_all(x->staff_db, x->arena, 2, 0, x->now_us, 10, &offer));
    ck_assert_uint_eq(offer.n_departments, n);
    for (size_t i = 0; i < n; i++) {
        ck_assert_int_eq(offer.departments[i].id, d[i].id);
        ck_assert_int_eq(offer.departments[i].unit_id, d[i].unit_id);
        ck_assert_str_eq(offer.departments[i].function, d[i].function);
        ck_assert_str_eq(offer.departments[i].name_zh, d[i].name_zh);
        ck_assert_str_eq(offer.departments[i].unit_en, d[i].unit_en);
    }
    ASSERT_OK(org_people_of(x->staff_db, x->arena, 2, 0, 10, &people, &n));
    ck_assert_uint_eq(offer.n_people, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = row_of(&offer, people[i].id);
        ck_assert_uint_lt(at, offer.n_people);
        ck_assert_str_eq(offer.people[at].login, people[i].login);
        ck_assert_str_eq(offer.people[at].name, people[i].name);
        ck_assert_int_eq(offer.people[at].department_id, people[i].department_id);
        ck_assert_str_eq(offer.people[at].department_zh, people[i].department_zh);
    }
    ck_assert_uint_eq(offer.n_away, 0);
    /* The department is one of the unit: the same people. It is one of another unit: those of the department. */
    ASSERT_OK(org_offer_all(x->staff_db, x->arena, 2, 3, x->now_us, 10, &offer));
    ck_assert_uint_eq(offer.n_people, n);
    ASSERT_OK(org_people_of(x->staff_db, x->arena, 0, 1, 10, &people, &n));
    ASSERT_OK(org_offer_all(x->staff_db, x->arena, 2, 1, x->now_us, 10, &offer));
    ck_assert_uint_eq(offer.n_people, n);
    ck_assert_uint_lt(row_of(&offer, people[0].id), offer.n_people);
    ASSERT_OK(org_offer_people(x->staff_db, x->arena, 2, 0, x->now_us, 1, &offer));
    ck_assert_uint_eq(offer.n_people, 1);
    ck_assert_uint_eq(offer.n_departments, 0);
}
END_TEST

START_TEST(a_line_leads_to_the_top)
{
    int64_t *line;
    size_t n;
    ASSERT_OK(org_line(x->staff_db, x->arena, 4, &line, &n));
    ck_assert_uint_eq(n, 3);
    ck_assert(line[0] == 4 && line[1] == 2 && line[2] == 1);
    ASSERT_OK(org_line(x->staff_db, x->arena, 999, &line, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

/* ---- units ---- */

static struct unit new_unit(int64_t parent, const char *code)
{
    return (struct unit){.parent_id = parent, .code = code, .name_zh = "新单位", .name_en = "", .timezone = "", .mail = "", .can_close = true};
}

static enum err unit_of(int user, int64_t id, struct unit *ret_unit, bool *ret_superior)
{
    return org_admin_unit(x->staff_db, x->arena, user ? &x->users[user] : NULL, id, ret_unit, ret_superior);
}

START_TEST(a_unit_is_made_below_another)
{
    struct unit u = new_unit(4, "A1X"), read;
    struct change_by me = by(FIXTURE_CLERK);
    bool superior;
    ASSERT_OK(org_admin_unit_save(x->staff_db, x->arena, &me, &u));
    ck_assert_int_gt(u.id, 4);
    ASSERT_OK(unit_of(FIXTURE_CLERK, u.id, &read, &superior));
    ck_assert_int_eq(read.level, 4);
    ck_assert(superior && read.active && read.can_close);
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT SUM(ancestor_id * 10 + distance) FROM unit_tree WHERE unit_id = %lld", (long long)u.id)),
                     10 * (u.id + 4 + 2 + 1) + 0 + 1 + 2 + 3);
    log_is_sound(1);
    struct unit again = new_unit(2, "A1X");
    me = by(FIXTURE_CLERK);
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &me, &again), ERR_EXISTS);
    ck_assert_ptr_null(me.led_to);
    log_is_sound(1);
}
END_TEST

START_TEST(units_outside_are_out_of_reach)
{
    struct unit u = new_unit(3, "B1"), read;
    struct change_by me = by(FIXTURE_CLERK);
    bool superior;
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &me, &u), ERR_NOT_FOUND);
    ASSERT_ERR(unit_of(FIXTURE_CLERK, 3, &read, &superior), ERR_NOT_FOUND); /* the sibling */
    ASSERT_ERR(unit_of(FIXTURE_CLERK, 1, &read, &superior), ERR_NOT_FOUND); /* the superior */
    ASSERT_ERR(unit_of(FIXTURE_READER, 1, &read, &superior), ERR_NOT_FOUND); /* sees, but sets up nothing */
    u = new_unit(0, "TOP");
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &me, &u), ERR_FORBIDDEN);
    ASSERT_OK(unit_of(FIXTURE_OTHER, 3, &read, &superior));
    struct change_by clerk = by(FIXTURE_CLERK);
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &clerk, &read), ERR_NOT_FOUND);
    ASSERT_ERR(org_admin_unit_switch(x->staff_db, x->arena, &clerk, 3, read.version, false), ERR_NOT_FOUND);
    log_is_sound(0);
}
END_TEST

START_TEST(who_saves_second_learns_of_the_first)
{
    struct unit mine, theirs;
    bool superior;
    ASSERT_OK(unit_of(FIXTURE_CHIEF, 2, &mine, &superior));
    theirs = mine;
    theirs.name_en = "Theirs";
    mine.name_en = "Mine";
    struct change_by first = by(FIXTURE_CLERK), second = by(FIXTURE_CHIEF);
    ASSERT_OK(org_admin_unit_save(x->staff_db, x->arena, &first, &theirs));
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &second, &mine), ERR_STALE);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT name_en FROM unit WHERE id = 2"), "Theirs");
    mine.version++;
    ASSERT_OK(org_admin_unit_save(x->staff_db, x->arena, &second, &mine));
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log ORDER BY id DESC LIMIT 1"), "{\"name_en\":[\"Theirs\",\"Mine\"]}");
    log_is_sound(2);
}
END_TEST

START_TEST(closing_authority_comes_from_above)
{
    struct unit u;
    bool superior;
    ASSERT_OK(unit_of(FIXTURE_CLERK, 2, &u, &superior));
    ck_assert(!superior);
    u.can_close = false;
    struct change_by me = by(FIXTURE_CLERK);
    ASSERT_ERR(org_admin_unit_save(x->staff_db, x->arena, &me, &u), ERR_FORBIDDEN);
    ASSERT_ERR(org_admin_unit_switch(x->staff_db, x->arena, &me, 2, u.version, false), ERR_FORBIDDEN);
    struct change_by chief = by(FIXTURE_CHIEF);
    ASSERT_OK(unit_of(FIXTURE_CHIEF, 2, &u, &superior));
    ck_assert(superior);
    u.can_close = false;
    ASSERT_OK(org_admin_unit_save(x->staff_db, x->arena, &chief, &u));
    ASSERT_ERR(org_admin_unit_switch(x->staff_db, x->arena, &chief, 2, u.version, false), ERR_STALE);
    ASSERT_OK(org_admin_unit_switch(x->staff_db, x->arena, &chief, 2, u.version + 1, false));
    ASSERT_OK(org_admin_unit_switch(x->staff_db, x->arena, &chief, 2, u.version + 2, false)); /* is off already: nothing happens */
    ck_assert_int_eq(number("SELECT active FROM unit WHERE id = 2"), 0);
    ASSERT_ERR(org_admin_unit_switch(x->staff_db, x->arena, &chief, 1, 1, false), ERR_STATE);
    log_is_sound(2);
}
END_TEST

START_TEST(units_are_found_by_their_words)
{
    struct unit *units;
    size_t n;
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "", 10, &units, &n));
    ck_assert_uint_eq(n, 4);
    struct org_unit_count *counts;
    size_t n_counts;
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 4 WHERE id = 3");
    ASSERT_OK(org_admin_unit_counts(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 10, &counts, &n_counts));
    ck_assert_uint_eq(n_counts, 2); /* unit 2 and the one below it */
    ck_assert(counts[0].unit_id == 2 && counts[0].departments == 1 && counts[0].people == 2);
    ck_assert_str_eq(counts[0].coordinator, "王芳");
    ck_assert(counts[1].unit_id == 4 && counts[1].departments == 0 && !*counts[1].coordinator);
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "分公司", 10, &units, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], "分公司", 10, &units, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "%", 10, &units, &n));
    ck_assert_uint_eq(n, 0); /* signs of LIKE are plain letters */
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, NULL, "_", 10, &units, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(org_admin_units(x->staff_db, x->arena, NULL, "", 10, &units, &n));
    ck_assert_uint_eq(n, 4);
}
END_TEST

START_TEST(what_hangs_on_a_unit_is_counted)
{
    struct org_use use;
    (void)fixture_file(x, 4, 0, "甲市的一件");
    (void)fixture_file(x, 2, 3, "甲省的一件");
    ASSERT_OK(org_admin_unit_use(x->staff_db, x->arena, 2, &use));
    ck_assert_int_eq(use.complaints, 2);
    ck_assert_int_eq(use.people, 2);
    ck_assert_int_eq(use.departments, 1);
    ck_assert_int_eq(use.units, 1);
    ASSERT_OK(org_admin_department_use(x->staff_db, x->arena, 3, &use));
    ck_assert_int_eq(use.complaints, 1);
    ck_assert_int_eq(use.people, 2);
}
END_TEST

/* ---- departments ---- */

START_TEST(a_department_is_made_and_given_people)
{
    struct change_by me = by(FIXTURE_CLERK);
    struct department d = {.unit_id = 2, .function = "legal", .name_zh = "法律部", .name_en = ""}, read;
    ASSERT_OK(org_admin_department_save(x->staff_db, x->arena, &me, &d));
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, me.actor, d.id, &read));
    ck_assert_str_eq(read.function, "legal");
    ck_assert_int_eq(read.version, 1);
    read.coordinator_id = 2;
    read.deputy_id = 4;
    ASSERT_OK(org_admin_department_save(x->staff_db, x->arena, &me, &read));
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT coordinator_id * 10 + deputy_id FROM department WHERE id = %lld", (long long)d.id)), 24);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log ORDER BY id DESC LIMIT 1"),
                     "{\"coordinator\":[\"\",\"李静\"],\"deputy\":[\"\",\"王芳\"]}");
    ASSERT_ERR(org_admin_department_save(x->staff_db, x->arena, &me, &read), ERR_STALE);
    log_is_sound(2);
}
END_TEST

START_TEST(coordinators_work_in_the_unit)
{
    struct change_by me = by(FIXTURE_CHIEF);
    struct department d;
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, me.actor, 3, &d));
    static const int64_t wrong[] = {1, 3, 6, 999}; /* head office, the sibling, gone, nobody */
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        d.coordinator_id = wrong[i];
        ASSERT_ERR(org_admin_department_save(x->staff_db, x->arena, &me, &d), ERR_INPUT);
    }
    d.coordinator_id = 2;
    ASSERT_OK(org_admin_department_save(x->staff_db, x->arena, &me, &d));
    store_test_sql(x->root, "UPDATE app_user SET active = 0 WHERE id = 2");
    d.version++;
    d.name_en = "Service"; /* who has the place may keep it */
    ASSERT_OK(org_admin_department_save(x->staff_db, x->arena, &me, &d));
    log_is_sound(2);
}
END_TEST

START_TEST(departments_outside_are_out_of_reach)
{
    struct change_by me = by(FIXTURE_CLERK), other = by(FIXTURE_OTHER);
    struct department d = {.unit_id = 3, .function = "legal", .name_zh = "x", .name_en = ""}, read;
    ASSERT_ERR(org_admin_department_save(x->staff_db, x->arena, &me, &d), ERR_NOT_FOUND);
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, other.actor, 4, &read));
    ASSERT_ERR(org_admin_department(x->staff_db, x->arena, me.actor, 4, &d), ERR_NOT_FOUND);
    ASSERT_ERR(org_admin_department_save(x->staff_db, x->arena, &me, &read), ERR_NOT_FOUND);
    ASSERT_ERR(org_admin_department_switch(x->staff_db, x->arena, &me, 4, 1, false), ERR_NOT_FOUND);
    ASSERT_OK(org_admin_department_switch(x->staff_db, x->arena, &other, 4, 1, false));
    ASSERT_ERR(org_admin_department_switch(x->staff_db, x->arena, &other, 4, 1, true), ERR_STALE);
    ASSERT_OK(org_admin_department_switch(x->staff_db, x->arena, &other, 4, 2, true));
    log_is_sound(2);
}
END_TEST

START_TEST(a_department_stays_in_its_unit)
{
    struct change_by me = by(FIXTURE_CHIEF);
    struct department d;
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, me.actor, 3, &d));
    d.unit_id = 3;
    ASSERT_OK(org_admin_department_save(x->staff_db, x->arena, &me, &d));
    ck_assert_int_eq(number("SELECT unit_id FROM department WHERE id = 3"), 2);
}
END_TEST

START_TEST(departments_are_listed_by_key)
{
    struct department *rows;
    size_t n, seen = 0;
    struct org_filter filter = {.words = "", .limit = 2};
    do {
        ASSERT_OK(org_admin_departments(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
        size_t shown = n > filter.limit ? filter.limit : n;
        for (size_t i = 0; i < shown; i++)
            ck_assert_int_eq(rows[i].id, (int64_t)(++seen == 4 ? 5 : seen == 5 ? 4 : seen)); /* by unit: 1 2 | 3 5 | 4 */
        filter.after_unit = rows[shown - 1].unit_id;
        filter.after_id = rows[shown - 1].id;
    } while (n > filter.limit);
    ck_assert_uint_eq(seen, 5);
    filter = (struct org_filter){.words = "理赔", .unit_id = 2, .limit = 10};
    ASSERT_OK(org_admin_departments(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
    filter.unit_id = 0;
    ASSERT_OK(org_admin_departments(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &filter, &rows, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *suite_store_org(void);
Suite *suite_store_org(void)
{
    Suite *s = suite_create("store: org");
    TCase *c = tcase_create("org");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, units_of_the_grants_in_tree_order);
    tcase_add_test(c, departments_to_give_a_complaint_to);
    tcase_add_test(c, active_people_of_a_place);
    tcase_add_test(c, whom_work_can_be_given_to);
    tcase_add_test(c, a_line_leads_to_the_top);
    tcase_add_test(c, a_unit_is_made_below_another);
    tcase_add_test(c, units_outside_are_out_of_reach);
    tcase_add_test(c, who_saves_second_learns_of_the_first);
    tcase_add_test(c, closing_authority_comes_from_above);
    tcase_add_test(c, units_are_found_by_their_words);
    tcase_add_test(c, what_hangs_on_a_unit_is_counted);
    tcase_add_test(c, a_department_is_made_and_given_people);
    tcase_add_test(c, coordinators_work_in_the_unit);
    tcase_add_test(c, departments_outside_are_out_of_reach);
    tcase_add_test(c, a_department_stays_in_its_unit);
    tcase_add_test(c, departments_are_listed_by_key);
    suite_add_tcase(s, c);
    return s;
}
