#include <string.h>

#include "bulk_store.h"
#include "store_fixture.h"
#include "tag_store.h"

/* What was chosen to be done with many complaints at once: within whose sight it is, in which version, once, and what came of each (requirements L2). */

static struct fixture *x;
static int64_t ids[4]; /* three of province A, the last of province B */
static const char *numbers[4];

static void setup(void)
{
    x = fixture_make();
    for (int i = 0; i < 4; i++) {
        numbers[i] = fixture_file(x, i < 3 ? 2 : 3, i < 3 ? 3 : 4, "扣了两次").number;
        ids[i] = fixture_load(x, FIXTURE_CHIEF, numbers[i]).id;
    }
}

static void teardown(void)
{
    fixture_end(x);
}

static enum err begin(int user, const int64_t *chosen, size_t n, int64_t *ret_id)
{
    return bulk_begin(x->staff_db, x->arena, &x->users[user], BULK_TAG, "view=open", chosen, n, x->now_us, ret_id);
}

static struct bulk_item *load(int user, int64_t id, struct bulk *ret_bulk, size_t *ret_n)
{
    struct bulk_item *items;
    ck_assert_int_eq(bulk_load(x->staff_db, x->arena, &x->users[user], id, ret_bulk, &items, ret_n), ERR_NONE);
    return items;
}

START_TEST(only_what_is_in_sight_in_the_order_chosen)
{
    const int64_t chosen[] = {ids[2], ids[3], ids[0], 9999999};
    struct bulk bulk;
    struct bulk_item *items;
    struct complaint_seen *seen;
    size_t n;
    int64_t id;
    ck_assert_int_eq(begin(FIXTURE_CLERK, chosen, COUNT_OF(chosen), &id), ERR_NONE);
    items = load(FIXTURE_CLERK, id, &bulk, &n);
    ck_assert_int_eq(bulk.action, BULK_TAG);
    ck_assert_int_eq(bulk.state, BULK_CHOSEN);
    ck_assert_str_eq(bulk.query, "view=open");
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(items[0].complaint_id, ids[2]);
    ck_assert_int_eq(items[1].complaint_id, ids[0]);
    ck_assert_int_eq(items[0].state, BULK_ITEM_TO_DO);
    /* nothing of it is in the sibling's sight: nothing is begun */
    ck_assert_int_eq(begin(FIXTURE_OTHER, ids, 3, &id), ERR_INPUT);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM bulk"), 1);
    /* heads come with the rights over each, in the order asked for */
    ck_assert_int_eq(complaint_load_many(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], chosen, COUNT_OF(chosen), &seen, &n), ERR_NONE);
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(seen[0].c.number, numbers[2]);
    ck_assert(seen[0].rights & PERMISSION_BIT(MAY_ASSIGN));
    ck_assert_int_eq(complaint_load_many(x->staff_db, x->arena, &x->users[FIXTURE_READER], chosen, COUNT_OF(chosen), &seen, &n), ERR_NONE);
    ck_assert_uint_eq(n, 3);
    ck_assert(!(seen[0].rights & PERMISSION_BIT(MAY_ASSIGN)));
}
END_TEST

START_TEST(who_is_kept_out_chooses_it_not)
{
    struct bulk bulk;
    struct complaint_seen *seen;
    size_t n;
    int64_t id;
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 2, 'own', 1)", (long long)ids[1]);
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 3, &id), ERR_NONE);
    const struct bulk_item *items = load(FIXTURE_CLERK, id, &bulk, &n);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(items[0].complaint_id, ids[0]);
    ck_assert_int_eq(items[1].complaint_id, ids[2]);
    ck_assert_int_eq(complaint_load_many(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], ids, 3, &seen, &n), ERR_NONE);
    ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(it_is_ones_own)
{
    struct bulk bulk;
    struct bulk_item *items;
    size_t n;
    int64_t id;
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 2, &id), ERR_NONE);
    ck_assert_int_eq(bulk_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], id, &bulk, &items, &n), ERR_NOT_FOUND);
    ck_assert_int_eq(bulk_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], id + 1, &bulk, &items, &n), ERR_NOT_FOUND);
}
END_TEST

/* A form that comes twice confirms once; each complaint keeps what came of it, and an act with its key is done once. */
START_TEST(confirmed_once_and_done_once)
{
    struct bulk bulk;
    size_t n;
    int64_t id;
    uint8_t key[32] = {7};
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 2, &id), ERR_NONE);
    ck_assert_int_eq(bulk_confirm(x->staff_db, id, "{\"word\":\"first\"}"), ERR_NONE);
    ck_assert_int_eq(bulk_confirm(x->staff_db, id, "{\"word\":\"second\"}"), ERR_STATE);
    load(FIXTURE_CLERK, id, &bulk, &n);
    ck_assert_int_eq(bulk.state, BULK_UNDER_WAY);
    ck_assert_str_eq(bulk.data, "{\"word\":\"first\"}");

    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, numbers[0], ACTION_ASSIGN, "together");
    command.assignee_id = 4;
    command.once_hash = key;
    command.once_location = "/staff/bulk/1";
    ck_assert_int_eq(fixture_act(x, FIXTURE_CLERK, &command), ERR_NONE);
    ck_assert_int_eq(fixture_act(x, FIXTURE_CLERK, &command), ERR_NONE); /* the same key: as before, not again */
    ck_assert_int_eq(store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT COUNT(*) FROM event WHERE complaint_id = %lld AND kind = 'assigned'", (long long)ids[0])), 1);

    ck_assert_int_eq(bulk_item_end(x->staff_db, id, ids[0], BULK_ITEM_DONE, ""), ERR_NONE);
    ck_assert_int_eq(bulk_item_end(x->staff_db, id, ids[1], BULK_ITEM_REFUSED, "已办结"), ERR_NONE);
    ck_assert_int_eq(bulk_end(x->staff_db, id), ERR_NONE);
    const struct bulk_item *items = load(FIXTURE_CLERK, id, &bulk, &n);
    ck_assert_int_eq(bulk.state, BULK_DONE);
    ck_assert_int_eq(items[0].state, BULK_ITEM_DONE);
    ck_assert_int_eq(items[1].state, BULK_ITEM_REFUSED);
    ck_assert_str_eq(items[1].why, "已办结");
    ck_assert_int_eq(bulk_confirm(x->staff_db, id, "{}"), ERR_STATE);
}
END_TEST

/* The version of the moment of choosing: what somebody else did meanwhile is seen, and refused for that one alone. */
START_TEST(what_changed_meanwhile_is_refused_by_itself)
{
    struct bulk bulk;
    size_t n;
    int64_t id;
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 2, &id), ERR_NONE);
    fixture_must(x, FIXTURE_CHIEF, numbers[0], ACTION_ACCEPT, "");
    const struct bulk_item *items = load(FIXTURE_CLERK, id, &bulk, &n);
    for (size_t i = 0; i < 2; i++) {
        struct complaint_command command = fixture_command(x, FIXTURE_CLERK, numbers[i], ACTION_ASSIGN, "together");
        command.assignee_id = 4;
        command.version = items[i].version;
        ck_assert_int_eq(fixture_act(x, FIXTURE_CLERK, &command), i == 0 ? ERR_STALE : ERR_NONE);
    }
    ck_assert_int_ne(fixture_load(x, FIXTURE_CLERK, numbers[0]).assignee_id, 4);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, numbers[1]).assignee_id, 4);
}
END_TEST

START_TEST(old_ones_are_cleared_away)
{
    int64_t old, young;
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 2, &old), ERR_NONE);
    store_test_sql(x->root, "UPDATE bulk SET at_us = 5 WHERE id = %lld", (long long)old);
    ck_assert_int_eq(begin(FIXTURE_CLERK, ids, 2, &young), ERR_NONE);
    ck_assert_int_eq(bulk_purge(x->jobs_db, 6), ERR_NONE);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM bulk"), 1);
    ck_assert_int_eq(store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld", (long long)young)), 2);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM bulk_item"), 2);
}
END_TEST

START_TEST(tags_have_a_limit_and_go_on_once)
{
    struct complaint_writer writer = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    enum err e = ERR_NONE;
    int n = 0;
    ck_assert_int_eq(tag_set(x->staff_db, x->arena, &writer, numbers[0], "媒体", true), ERR_NONE);
    ck_assert_int_eq(tag_set(x->staff_db, x->arena, &writer, numbers[0], "媒体", true), ERR_NONE);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM complaint_tag"), 1);
    while (e == ERR_NONE && n++ < 100)
        e = tag_set(x->staff_db, x->arena, &writer, numbers[0], arena_printf(x->arena, "标签%d", n), true);
    ck_assert_int_eq(e, ERR_TOO_LARGE);
    ck_assert_int_eq(tag_set(x->staff_db, x->arena, &writer, numbers[3], "媒体", true), ERR_NOT_FOUND); /* the sibling's */
}
END_TEST

Suite *suite_store_bulk(void);
Suite *suite_store_bulk(void)
{
    Suite *suite = suite_create("bulk");
    TCase *tc = tcase_create("bulk");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, only_what_is_in_sight_in_the_order_chosen);
    tcase_add_test(tc, who_is_kept_out_chooses_it_not);
    tcase_add_test(tc, it_is_ones_own);
    tcase_add_test(tc, confirmed_once_and_done_once);
    tcase_add_test(tc, what_changed_meanwhile_is_refused_by_itself);
    tcase_add_test(tc, old_ones_are_cleared_away);
    tcase_add_test(tc, tags_have_a_limit_and_go_on_once);
    suite_add_tcase(suite, tc);
    return suite;
}
