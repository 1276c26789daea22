#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "basis_store.h"
#include "calendar_import.h"
#include "calendar_store.h"
#include "store_fixture.h"

/* Calendars in the database: what is kept, who may set them, what the change log says. */

static struct fixture *x;
static const struct utc_zone *zone;

static void up(void)
{
    x = fixture_make();
    ASSERT_OK(utc_zone_load("Asia/Shanghai", &zone));
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

static const char *last_change(void)
{
    return store_test_text(x->root, x->arena, "SELECT CONCAT(entity, ' ', kind, ' ', data) FROM change_log ORDER BY id DESC LIMIT 1");
}

static struct calendar_row new_row(const char *code)
{
    struct calendar_row row = {.code = code, .name_zh = "日历", .name_en = "", .make_up = "", .active = true};
    for (size_t w = 0; w < 7; w++)
        row.week[w] = w == 0 || w == 6 ? "" : "09:00-12:00 13:00-18:00";
    return row;
}

static int64_t make(const char *code, int64_t parent)
{
    struct calendar_row row = new_row(code);
    struct change_by me = by(FIXTURE_CHIEF);
    row.parent_id = parent;
    ASSERT_OK(calendar_save(x->staff_db, x->arena, &me, &row));
    return row.id;
}

static int version_of(int64_t id)
{
    struct calendar_row row;
    ASSERT_OK(calendar_load(x->staff_db, x->arena, id, &row));
    return row.version;
}

static int32_t day(int month, int d)
{
    return (int32_t)utc_civil_days(2026, month, d);
}

static void save_spring(int64_t id)
{
    struct calendar_day days[] = {{.day = day(2, 14), .kind = CALENDAR_DAY_WORK, .name_zh = "春节", .name_en = "Spring Festival"},
                                  {.day = day(2, 16), .kind = CALENDAR_DAY_OFF, .name_zh = "春节", .name_en = "Spring Festival"},
                                  {.day = day(2, 17), .kind = CALENDAR_DAY_OFF, .name_zh = "春节", .name_en = "Spring Festival"}};
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_OK(calendar_days_save(x->staff_db, x->arena, &me, id, version_of(id), 2026, "通知", days, COUNT_OF(days)));
}

static const char *due(struct db *db, int64_t unit_id, const char *limit)
{
    const struct calendar *c;
    struct calendar_limit l;
    (void)db_take_counts(db); /* a request of its own */
    ASSERT_OK(calendar_of_unit(db, x->arena, unit_id, zone, &c));
    ASSERT_OK(calendar_limit_read(str_of(limit), &l));
    struct utc_parts p = utc_in_zone(calendar_add(c, utc_from_local(2026, 2, 13, 10, 0, 0, zone), l), zone);
    return arena_printf(x->arena, "%02d-%02d %02d:%02d", p.month, p.day, p.hour, p.minute);
}

START_TEST(units_inherit_and_workers_notice_changes)
{
    ck_assert_str_eq(due(x->public_db, 4, "1 wd"), "02-16 17:30"); /* nobody set up anything: plain weeks */
    int64_t cn = make("cn", 0);
    save_spring(cn);
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &me, 1, cn));
    ck_assert_str_eq(due(x->public_db, 4, "1 wd"), "02-14 18:00");
    ck_assert_str_eq(due(x->jobs_db, 4, "2 wd"), "02-18 18:00");
    /* A calendar of the province: other hours, a day of its own; the country's days hold besides. */
    int64_t province = make("a", cn);
    struct calendar_day own = {.day = day(2, 18), .kind = CALENDAR_DAY_HOURS, .hours = {{{540, 720}}, 1}, .name_zh = "半天", .name_en = ""};
    me = by(FIXTURE_CLERK);
    ASSERT_OK(calendar_day_save(x->staff_db, x->arena, &me, province, version_of(province), &own));
    me = by(FIXTURE_CLERK);
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &me, 2, province));
    ck_assert_str_eq(due(x->public_db, 4, "2 wd"), "02-18 12:00");
    ck_assert_str_eq(due(x->public_db, 3, "2 wd"), "02-18 18:00");
    /* What changes above is seen below at once, by every connection. */
    struct calendar_day none = {.day = day(2, 17)};
    me = by(FIXTURE_CHIEF);
    ASSERT_OK(calendar_day_save(x->staff_db, x->arena, &me, cn, version_of(cn), &none));
    ck_assert_str_eq(due(x->public_db, 4, "2 wd"), "02-17 18:00");
    me = by(FIXTURE_CLERK);
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &me, 2, 0));
    ck_assert_str_eq(last_change(), "unit edited {\"calendar\":[\"a\",\"\"]}");
    store_test_sql(x->root, "UPDATE unit SET timezone = 'Asia/Tokyo' WHERE id = 4");
    store_test_sql(x->root, "UPDATE setting SET version = version + 1 WHERE name = 'basis'");
    ck_assert_str_eq(due(x->public_db, 4, "1 wd"), "02-14 17:00"); /* its 18:00 */
}
END_TEST

START_TEST(an_unchanged_calendar_is_one_statement)
{
    int64_t cn = make("cn", 0);
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &me, 1, cn));
    const struct calendar *first, *second;
    ASSERT_OK(calendar_of_unit(x->public_db, x->arena, 4, zone, &first));
    (void)db_take_counts(x->public_db);
    ASSERT_OK(calendar_of_unit(x->public_db, x->arena, 3, zone, &second));
    ck_assert_ptr_eq(first, second);
    ck_assert_uint_eq(db_take_counts(x->public_db).statements, 1);
}
END_TEST

START_TEST(years_are_replaced_whole)
{
    struct calendar_day *days, next = {.day = (int32_t)utc_civil_days(2025, 12, 31), .kind = CALENDAR_DAY_OFF, .name_zh = "元旦", .name_en = "New Year's Day"};
    struct calendar_year *years;
    size_t n;
    int64_t cn = make("cn", 0), below = make("below", cn);
    save_spring(cn);
    ck_assert_str_eq(last_change(), "calendar edited {\"days\":[\"\",\"2026-02-14 work 春节; 2026-02-16 off 春节; 2026-02-17 off 春节\"],\"year\":[\"\",\"2026\"],"
                                    "\"source\":[\"\",\"通知\"]}");
    struct calendar_day later[] = {next, {.day = day(2, 17), .kind = CALENDAR_DAY_OFF, .name_zh = "春节", .name_en = "Spring Festival"}};
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_OK(calendar_days_save(x->staff_db, x->arena, &me, cn, version_of(cn), 2026, "通知", later, COUNT_OF(later)));
    ck_assert_ptr_nonnull(strstr(last_change(), "\"2026-02-14 work 春节; 2026-02-16 off 春节\",\"2025-12-31 off 元旦\""));
    ASSERT_OK(calendar_days(x->staff_db, x->arena, cn, 2026, &days, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(days[0].day, day(2, 17));
    ASSERT_OK(calendar_days(x->staff_db, x->arena, cn, 2025, &days, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(calendar_years(x->staff_db, x->arena, below, &years, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(years[0].year, 2026);
    ck_assert_int_eq(years[0].calendar_id, cn);
    /* The list of all says the same, however many there are. */
    struct calendar_row *rows;
    struct calendar_years all[8];
    size_t n_rows;
    ASSERT_OK(calendar_list(x->staff_db, x->arena, &rows, &n_rows));
    ck_assert_uint_le(n_rows, COUNT_OF(all));
    ASSERT_OK(calendar_years_all(x->staff_db, x->arena, rows, n_rows, all));
    for (size_t i = 0; i < n_rows; i++) {
        ASSERT_OK(calendar_years(x->staff_db, x->arena, rows[i].id, &years, &n));
        ck_assert_uint_eq(all[i].n, n);
        for (size_t k = 0; k < n; k++)
            ck_assert(all[i].list[k].year == years[k].year && all[i].list[k].calendar_id == years[k].calendar_id);
    }
    const struct calendar *c;
    ASSERT_OK(calendar_by_id(x->staff_db, x->arena, below, zone, &c));
    ck_assert(!calendar_guessed(c, utc_from_local(2026, 2, 1, 0, 0, 0, zone), utc_from_local(2026, 3, 1, 0, 0, 0, zone)));
    ck_assert(calendar_guessed(c, utc_from_local(2026, 12, 31, 0, 0, 0, zone), utc_from_local(2027, 1, 1, 0, 0, 0, zone)));
    struct change_by late = by(FIXTURE_CHIEF);
    ASSERT_ERR(calendar_days_save(x->staff_db, x->arena, &late, cn, 1, 2026, "", later, 1), ERR_STALE);
    ASSERT_ERR(calendar_day_save(x->staff_db, x->arena, &late, cn, 1, &later[0]), ERR_STALE);
    ASSERT_OK(calendar_days(x->staff_db, x->arena, cn, 2026, &days, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(saving_a_calendar)
{
    int64_t a = make("a", 0), b = make("b", a), bad = -1;
    struct calendar_row row = new_row("a"), *rows;
    size_t n;
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_ERR(calendar_save(x->staff_db, x->arena, &me, &row), ERR_EXISTS);
    ASSERT_OK(calendar_load(x->staff_db, x->arena, a, &row));
    row.parent_id = b;
    ASSERT_ERR(calendar_save(x->staff_db, x->arena, &me, &row), ERR_STATE);
    row.parent_id = a;
    ASSERT_ERR(calendar_save(x->staff_db, x->arena, &me, &row), ERR_STATE);
    row.parent_id = 999;
    ASSERT_ERR(calendar_save(x->staff_db, x->arena, &me, &row), ERR_NOT_FOUND);
    row.parent_id = 0;
    row.week[6] = "09:00-12:00";
    row.late_next_day = true;
    ASSERT_OK(calendar_save(x->staff_db, x->arena, &me, &row));
    ck_assert_str_eq(last_change(), "calendar edited {\"late_next_day\":[\"0\",\"1\"],\"saturday\":[\"\",\"09:00-12:00\"]}");
    ASSERT_ERR(calendar_save(x->staff_db, x->arena, &me, &row), ERR_STALE);
    ASSERT_ERR(calendar_load(x->staff_db, x->arena, 999, &row), ERR_NOT_FOUND);
    ASSERT_OK(calendar_list(x->staff_db, x->arena, &rows, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(rows[0].week[6], "09:00-12:00");
    ck_assert_int_eq(rows[1].parent_id, a);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'calendar'"), 3);
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(units_are_set_by_those_over_them)
{
    struct calendar_use *units;
    size_t n;
    int64_t cn = make("cn", 0);
    struct change_by clerk = by(FIXTURE_CLERK), chief = by(FIXTURE_CHIEF);
    ASSERT_ERR(calendar_unit_set(x->staff_db, x->arena, &clerk, 1, cn), ERR_FORBIDDEN);
    ASSERT_ERR(calendar_unit_set(x->staff_db, x->arena, &clerk, 3, cn), ERR_FORBIDDEN);
    ASSERT_ERR(calendar_unit_set(x->staff_db, x->arena, &clerk, 999, cn), ERR_NOT_FOUND);
    ASSERT_ERR(calendar_unit_set(x->staff_db, x->arena, &clerk, 4, 999), ERR_NOT_FOUND);
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &clerk, 2, cn));
    store_test_sql(x->root, "UPDATE calendar SET active = 0, version = version + 1");
    ASSERT_ERR(calendar_unit_set(x->staff_db, x->arena, &chief, 3, cn), ERR_STATE);
    ASSERT_OK(calendar_units(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 100, &units, &n));
    ck_assert_uint_eq(n, 4);
    static const int64_t order[] = {1, 2, 4, 3};
    for (size_t i = 0; i < n; i++) {
        bool below = order[i] == 2 || order[i] == 4;
        ck_assert_int_eq(units[i].id, order[i]);
        ck_assert_int_eq(units[i].may_set, below);
        ck_assert_int_eq(units[i].used_id, below ? cn : 0);
        ck_assert_int_eq(units[i].calendar_id, order[i] == 2 ? cn : 0);
    }
}
END_TEST

START_TEST(files_are_taken_in_once)
{
    struct db *owner = store_test_open_as(DB_OWNER, (const struct db_stmts *const[]){&calendar_stmts, &calendar_admin_stmts, &change_stmts, &basis_raise_stmts, NULL});
    ASSERT_OK(calendar_seed(owner, x->arena, x->keys, x->now_us, store_test_path("templates")));
    int64_t days = number("SELECT COUNT(*) FROM calendar_day"), entries = number("SELECT COUNT(*) FROM change_log");
    ck_assert_int_eq(days, 36 + 33 + 39);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM calendar_year"), 3);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM unit u JOIN calendar k ON k.id = u.calendar_id WHERE u.id = 1 AND k.code = 'cn'"), 1);
    ck_assert_str_eq(due(x->public_db, 4, "2 wd"), "02-24 17:30");
    ASSERT_OK(calendar_seed(owner, x->arena, x->keys, x->now_us, store_test_path("templates")));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), entries);
    char path[] = P_tmpdir "/redress-calendar-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_gt(write(fd, "calendar: cn\n", 13), 0);
    close(fd);
    ASSERT_ERR(calendar_import(owner, x->arena, x->keys, x->now_us, path, NULL), ERR_CONFIG);
    ASSERT_ERR(calendar_import_check(x->arena, path), ERR_CONFIG);
    unlink(path);
    ASSERT_ERR(calendar_import(owner, x->arena, x->keys, x->now_us, path, NULL), ERR_CONFIG);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM calendar_day"), days);
    db_close(owner);
}
END_TEST

Suite *suite_store_calendar(void);
Suite *suite_store_calendar(void)
{
    Suite *suite = suite_create("calendar");
    TCase *c = tcase_create("store");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, units_inherit_and_workers_notice_changes);
    tcase_add_test(c, an_unchanged_calendar_is_one_statement);
    tcase_add_test(c, years_are_replaced_whole);
    tcase_add_test(c, saving_a_calendar);
    tcase_add_test(c, units_are_set_by_those_over_them);
    tcase_add_test(c, files_are_taken_in_once);
    suite_add_tcase(suite, c);
    return suite;
}
