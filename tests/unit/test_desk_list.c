#include <check.h>
#include <string.h>

#include "desk_list_form.h"
#include "utc.h"

static struct arena *arena;
static const struct desk_date today = {2026, 8, 25};

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static struct desk_list_typed read_query(const char *query, struct http_form_errors *errors)
{
    struct http_form *form;
    struct desk_list_typed typed;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    desk_list_read(form, arena, today, &typed, errors);
    return typed;
}

/* What the address says again after it was read. */
static const char *again(const char *query)
{
    struct http_form_errors errors = {0};
    struct desk_list_typed typed = read_query(query, &errors);
    return desk_list_query(arena, &typed.list);
}

START_TEST(test_round_trip)
{
    static const char *const same[] = {
        "view=mine",
        "view=late",
        "view=all&sort=due",
        "view=mine&sort=received",
        "view=open&state=2&category=7&unit=3&department=12&from=2026-08-01&to=2026-08-21&q=%E6%B0%B4%E5%8E%8B%20100%25%26",
        "view=all&state=1&state=4&unit=3&department=5&asked=6&handler=nobody&incident=8&mode=2&clock=6&from=2026-08-01&closed-to=2026-08-02&due-from=2026-08-03&due-to=2026-08-04&grade=major&channel=web&source=direct&kind=group&validity=-&path=%2A&flag=media&cause=c1&tag=%E6%B0%B4&reference=A%201&only=late&only=relabelled",
        "view=mine&handler=me&columns=title.grade.tags&saved=9",
        "view=all&after=1787000000000000.42",
        "view=all&sort=due&q=a%2Bb&before=1787000000000000.42",
    };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        ck_assert_str_eq(again(same[i]), same[i]);
}
END_TEST

START_TEST(test_canonical)
{
    ck_assert_str_eq(again(""), "view=mine");
    ck_assert_str_eq(again("q=water"), "view=all&q=water");
    ck_assert_str_eq(again("view=nonsense&state=99&category=-1&unit=x&department=&sort=size"), "view=mine");
    ck_assert_str_eq(again("view=mine&sort=due"), "view=mine");
    ck_assert_str_eq(again("view=mine&state=2&state=2&only=nothing&handler=-3&mode=9&clock=99&columns=nothing"), "view=mine&state=2");
    ck_assert_str_eq(again("view=mine&columns=state&columns=due&columns=nothing"), "view=mine&columns=due.state");
    ck_assert_str_eq(again("view=mine&columns=due.title.state.number.category.place.handler.received"), "view=mine");
    ck_assert_str_eq(again("q=+%E6%B0%B4+&view=open"), "view=open&q=%E6%B0%B4");
    ck_assert_str_eq(again("view=open&from=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%96%E5%B9%B4%EF%BC%98%E6%9C%881%E6%97%A5"), "view=open&from=2026-08-01");
}
END_TEST

START_TEST(test_broken_cursor_is_the_start)
{
    static const char *const broken[] = {"after=", "after=5", "after=5.", "after=.5", "after=5.0", "after=-1.5", "after=5.5.5", "before=x.y",
                                         "after=99999999999999999999.1"};
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        ck_assert_str_eq(again(broken[i]), "view=mine");
}
END_TEST

START_TEST(test_wrong_date_is_kept_and_told)
{
    struct http_form_errors errors = {0};
    struct desk_list_typed typed = read_query("view=all&from=soon&to=2026-02-30", &errors);
    ck_assert_uint_eq(errors.n, 2);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "from"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "to"));
    ck_assert_str_eq(typed.from[DESK_RECEIVED], "soon");
    ck_assert_str_eq(typed.to[DESK_RECEIVED], "2026-02-30");
    ck_assert_int_eq(typed.list.from[DESK_RECEIVED].year, 0);
    ck_assert_str_eq(desk_list_query(arena, &typed.list), "view=all");
}
END_TEST

START_TEST(test_words_are_bounded)
{
    char query[1024] = "q=";
    memset(query + 2, 'w', 600);
    struct http_form_errors errors = {0};
    struct desk_list_typed typed = read_query(query, &errors);
    ck_assert_uint_eq(strlen(typed.list.words), DESK_WORDS_MAX);
}
END_TEST

START_TEST(test_moving)
{
    struct http_form_errors errors = {0};
    struct desk_list list = read_query("view=open&state=2&after=9.9", &errors).list;
    struct desk_list other = desk_list_in_view(&list, DESK_CLOSED);
    ck_assert_str_eq(desk_list_query(arena, &other), "view=closed&state=2");
    other = desk_list_sorted(&list, DESK_BY_RECEIVED);
    ck_assert_str_eq(desk_list_url(arena, &other), "/staff/complaints?view=open&sort=received&state=2");
    other = desk_list_at(&list, 7, 8, true);
    ck_assert_str_eq(desk_list_query(arena, &other), "view=open&state=2&before=7.8");
    other = desk_list_start(&other);
    ck_assert_str_eq(desk_list_query(arena, &other), "view=open&state=2");
    ck_assert(desk_list_filtered(&list));
    ck_assert(!desk_list_filtered_more(&list));
}
END_TEST

START_TEST(test_from_of_a_case)
{
    struct desk_list list;
    ck_assert(!desk_list_read_from("", arena, today, &list));
    ck_assert(!desk_list_read_from("q=%zz", arena, today, &list));
    ck_assert(desk_list_read_from("view=late&q=%E6%B0%B4", arena, today, &list));
    ck_assert_int_eq(list.view, DESK_LATE);
    ck_assert_str_eq(list.words, "水");
}
END_TEST

static const struct utc_zone *zone_of_china(void)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    return zone;
}

/* Every filter of the address reaches the store. */
START_TEST(test_filter)
{
    struct http_form_errors errors = {0};
    struct desk_list list = read_query("view=late&state=2&state=3&category=7&unit=3&department=5&asked=6&handler=me&incident=8&mode=2&clock=6&from=2026-08-01&to=2026-08-01&due-to=2026-08-04&"
                                       "grade=major&tag=x&only=unread&only=slips&only=false&q=w",
                                       &errors)
                                .list;
    struct complaint_filter f = desk_list_filter(&list, 42, zone_of_china(), 1000, 50);
    ck_assert_int_eq(f.view, VIEW_LATE);
    ck_assert(f.mine);
    ck_assert_uint_eq(f.states, 1u << 2 | 1u << 3);
    ck_assert_uint_eq(f.marks, MARK_UNREAD | MARK_SLIPS | MARK_FALSE);
    ck_assert_int_eq(f.category_id, 7);
    ck_assert_int_eq(f.unit_id, 3);
    ck_assert_int_eq(f.department_id, 5);
    ck_assert_int_eq(f.asked_id, 6);
    ck_assert_int_eq(f.assignee_id, 42);
    ck_assert_int_eq(f.incident_id, 8);
    ck_assert_int_eq(f.mode, 2);
    ck_assert_int_eq(f.clock, 6);
    ck_assert_int_eq(f.to_us - f.from_us, UTC_DAY_US);
    /* what ends with a day is due at its midnight */
    ck_assert_int_eq((f.due_to_us - 1 - f.from_us) / UTC_DAY_US, 4);
    ck_assert_int_eq(f.due_from_us, 0);
    ck_assert_str_eq(f.codes[FILTER_GRADE], "major");
    ck_assert_str_eq(f.codes[FILTER_TAG], "x");
    ck_assert_str_eq(f.words, "w");
    list.ids[DESK_HANDLER] = DESK_NOBODY;
    ck_assert_int_eq(desk_list_filter(&list, 42, zone_of_china(), 1000, 50).assignee_id, FILTER_NOBODY);
}
END_TEST

START_TEST(test_views)
{
    for (int i = 0; i < DESK_VIEW__COUNT; i++) {
        enum desk_view view = DESK_VIEW__COUNT;
        ck_assert(desk_view_from_name(desk_view_kind((enum desk_view)i)->name, &view));
        ck_assert_int_eq((int)view, i);
        ck_assert_uint_gt(strlen(desk_view_kind((enum desk_view)i)->nothing), 0);
    }
    enum desk_view untouched = DESK_NEW;
    ck_assert(!desk_view_from_name("", &untouched));
    ck_assert_int_eq(untouched, DESK_NEW);
}
END_TEST

Suite *suite_desk_list(void);
Suite *suite_desk_list(void)
{
    Suite *suite = suite_create("desk_list");
    TCase *tests = tcase_create("addresses");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_round_trip);
    tcase_add_test(tests, test_canonical);
    tcase_add_test(tests, test_broken_cursor_is_the_start);
    tcase_add_test(tests, test_wrong_date_is_kept_and_told);
    tcase_add_test(tests, test_words_are_bounded);
    tcase_add_test(tests, test_moving);
    tcase_add_test(tests, test_from_of_a_case);
    tcase_add_test(tests, test_filter);
    tcase_add_test(tests, test_views);
    suite_add_tcase(suite, tests);
    return suite;
}
