#include <string.h>

#include "saved_view_store.h"
#include "store_fixture.h"

/* Lists that people keep under a name: whose they are, who else sees them, their order, and how many there may be (requirements L2). */

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
    x->users[FIXTURE_CHIEF].unit_id = 1;
    x->users[FIXTURE_OTHER].unit_id = 3;
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t put(int user, const char *name, const char *query, int64_t unit_id)
{
    int64_t id = 0;
    ck_assert_int_eq(saved_view_put(x->staff_db, x->arena, &x->users[user], name, query, unit_id, x->now_us, &id), ERR_NONE);
    return id;
}

/* The names that somebody is shown, in order; an own one that is shared has a star. */
static const char *shown(int user)
{
    struct saved_view *list;
    struct buf names = {.arena = x->arena};
    size_t n;
    ck_assert_int_eq(saved_view_list(x->staff_db, x->arena, &x->users[user], &list, &n), ERR_NONE);
    buf_adds(&names, "");
    for (size_t i = 0; i < n; i++)
        buf_printf(&names, "%s%s%s", i > 0 ? " " : "", list[i].name, list[i].user_id == x->users[user].id && list[i].unit_id ? "*" : "");
    return names.p ? names.p : "";
}

START_TEST(what_is_saved_is_ones_own)
{
    int64_t late = put(FIXTURE_CLERK, "late", "view=late", 0);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "late");
    ck_assert_str_eq(shown(FIXTURE_SEVERAL), "");
    /* a colleague of the same unit changes none of it, and does not learn that there is one */
    const struct access_user *other = &x->users[FIXTURE_SEVERAL];
    ck_assert_int_eq(saved_view_rename(x->staff_db, other, late, "mine"), ERR_NOT_FOUND);
    ck_assert_int_eq(saved_view_share(x->staff_db, other, late, 2), ERR_NOT_FOUND);
    ck_assert_int_eq(saved_view_move(x->staff_db, x->arena, other, late, 1), ERR_NOT_FOUND);
    ck_assert_int_eq(saved_view_set_start(x->staff_db, x->arena, other, late), ERR_NOT_FOUND);
    ck_assert_int_eq(saved_view_delete(x->staff_db, other, late), ERR_NOT_FOUND);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "late");
    ck_assert_int_eq(saved_view_delete(x->staff_db, &x->users[FIXTURE_CLERK], late), ERR_NONE);
    ck_assert_int_eq(saved_view_delete(x->staff_db, &x->users[FIXTURE_CLERK], late), ERR_NOT_FOUND);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "");
}
END_TEST

START_TEST(the_same_name_replaces)
{
    struct saved_view *list;
    size_t n;
    int64_t first = put(FIXTURE_CLERK, "late", "view=late", 0), again = put(FIXTURE_CLERK, "late", "view=late&state=2", 2);
    ck_assert_int_eq(first, again);
    ck_assert_int_eq(saved_view_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &list, &n), ERR_NONE);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(list[0].query, "view=late&state=2");
    ck_assert_int_eq(list[0].unit_id, 2);
    /* the same name of somebody else is another list */
    ck_assert_int_ne(put(FIXTURE_SEVERAL, "late", "view=all", 0), first);
    /* and a name that is another's of one's own is refused; one's own name is no change */
    int64_t second = put(FIXTURE_CLERK, "soon", "view=soon", 0);
    ck_assert_int_eq(saved_view_rename(x->staff_db, &x->users[FIXTURE_CLERK], second, "late"), ERR_EXISTS);
    ck_assert_int_eq(saved_view_rename(x->staff_db, &x->users[FIXTURE_CLERK], second, "soon"), ERR_NONE);
    ck_assert_int_eq(saved_view_rename(x->staff_db, &x->users[FIXTURE_CLERK], second, "near"), ERR_NONE);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "late* near");
}
END_TEST

START_TEST(shared_down_the_line_and_no_further)
{
    int64_t id = put(FIXTURE_CHIEF, "house", "view=all", 1), province = put(FIXTURE_CLERK, "province", "view=open", 2);
    ck_assert_str_eq(shown(FIXTURE_CHIEF), "house*");
    ck_assert_str_eq(shown(FIXTURE_CLERK), "province* house");
    ck_assert_str_eq(shown(FIXTURE_SEVERAL), "province house");
    ck_assert_str_eq(shown(FIXTURE_OTHER), "house"); /* not what the sibling shares */
    ck_assert_int_eq(saved_view_share(x->staff_db, &x->users[FIXTURE_CLERK], province, 2), ERR_NONE); /* as it is */
    ck_assert_int_eq(saved_view_share(x->staff_db, &x->users[FIXTURE_CLERK], province, 0), ERR_NONE);
    ck_assert_str_eq(shown(FIXTURE_SEVERAL), "house");
    ck_assert_str_eq(shown(FIXTURE_CLERK), "province house");
    /* who is gone shares nothing any more */
    store_test_sql(x->root, "UPDATE app_user SET active = 0 WHERE id = 1");
    ck_assert_str_eq(shown(FIXTURE_OTHER), "");
    store_test_sql(x->root, "UPDATE app_user SET active = 1 WHERE id = 1");
    ck_assert_int_eq(saved_view_delete(x->staff_db, &x->users[FIXTURE_CHIEF], id), ERR_NONE);
    ck_assert_str_eq(shown(FIXTURE_OTHER), "");
}
END_TEST

START_TEST(order_and_what_opens_first)
{
    const struct access_user *me = &x->users[FIXTURE_CLERK];
    struct saved_view start;
    int64_t a = put(FIXTURE_CLERK, "a", "view=all", 0), b = put(FIXTURE_CLERK, "b", "view=open", 0), c = put(FIXTURE_CLERK, "c", "view=late", 0);
    ck_assert_int_eq(saved_view_move(x->staff_db, x->arena, me, c, -1), ERR_NONE);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "a c b");
    ck_assert_int_eq(saved_view_move(x->staff_db, x->arena, me, a, -1), ERR_NONE); /* first already */
    ck_assert_int_eq(saved_view_move(x->staff_db, x->arena, me, b, 1), ERR_NONE);  /* last already */
    ck_assert_str_eq(shown(FIXTURE_CLERK), "a c b");
    ck_assert_int_eq(saved_view_move(x->staff_db, x->arena, me, a, 1), ERR_NONE);
    ck_assert_str_eq(shown(FIXTURE_CLERK), "c a b");
    ck_assert_int_eq(saved_view_start(x->staff_db, x->arena, me, &start), ERR_NOT_FOUND);
    ck_assert_int_eq(saved_view_set_start(x->staff_db, x->arena, me, a), ERR_NONE);
    ck_assert_int_eq(saved_view_set_start(x->staff_db, x->arena, me, b), ERR_NONE);
    ck_assert_int_eq(saved_view_start(x->staff_db, x->arena, me, &start), ERR_NONE);
    ck_assert_int_eq(start.id, b);
    ck_assert_int_eq(saved_view_set_start(x->staff_db, x->arena, me, b), ERR_NONE); /* taken back */
    ck_assert_int_eq(saved_view_start(x->staff_db, x->arena, me, &start), ERR_NOT_FOUND);
}
END_TEST

START_TEST(no_more_than_there_may_be)
{
    int64_t id;
    for (int i = 0; i < SAVED_VIEWS_MAX; i++)
        put(FIXTURE_CLERK, arena_printf(x->arena, "list %d", i), "view=all", 0);
    ck_assert_int_eq(saved_view_put(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], "one more", "view=all", 0, x->now_us, &id), ERR_TOO_LARGE);
    put(FIXTURE_CLERK, "list 7", "view=late", 0); /* one that is there already is none more */
    put(FIXTURE_SEVERAL, "one more", "view=all", 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM saved_view WHERE user_id = 2"), SAVED_VIEWS_MAX);
}
END_TEST

Suite *suite_store_saved_view(void);
Suite *suite_store_saved_view(void)
{
    Suite *suite = suite_create("saved_view");
    TCase *tc = tcase_create("saved_view");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, what_is_saved_is_ones_own);
    tcase_add_test(tc, the_same_name_replaces);
    tcase_add_test(tc, shared_down_the_line_and_no_further);
    tcase_add_test(tc, order_and_what_opens_first);
    tcase_add_test(tc, no_more_than_there_may_be);
    suite_add_tcase(suite, tc);
    return suite;
}
