#include <string.h>

#include "change_store.h"
#include "once_store.h"
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

struct append {
    const struct access_user *actor;
    struct change change;
};

static enum err append_tx(struct db *db, void *ctx)
{
    struct append *a = ctx;
    return change_append(db, x->arena, x->keys, a->actor, &a->change, x->now_us);
}

static void append_as(const struct access_user *actor, const char *entity, int64_t id, const char *kind, const char *before, const char *after)
{
    struct change_field field = {"name_zh", before, after};
    struct append a = {actor, {entity, id, kind, &field, 1}};
    x->now_us += 1000000;
    ASSERT_OK(db_tx(x->staff_db, append_tx, &a));
}

static void append(const char *entity, int64_t id, const char *kind, const char *before, const char *after)
{
    append_as(&x->users[FIXTURE_CHIEF], entity, id, kind, before, after);
}

static int64_t bad_id(void)
{
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    return bad;
}

START_TEST(changes_are_numbered_per_entity_and_sound)
{
    append("unit", 1, "created", NULL, "a");
    append("unit", 2, "created", NULL, "b");
    append("unit", 1, "edited", "a", "c");
    append_as(NULL, "role", 1, "created", NULL, "d");
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT CAST(GROUP_CONCAT(seq ORDER BY id SEPARATOR '') AS SIGNED) FROM change_log"), 1121);
    ck_assert_int_eq(bad_id(), 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT actor_kind FROM change_log WHERE entity = 'role' AND actor_id IS NULL"), 3);
}
END_TEST

START_TEST(an_edit_that_changes_nothing_leaves_no_trace)
{
    append("unit", 1, "edited", "same", "same");
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM change_log"), 0);
    append("user", 1, "password", "", ""); /* others are written even without fields */
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log"), "{}");
    ck_assert_int_eq(bad_id(), 0);
}
END_TEST

static const char *const forgeries[] = {
    "UPDATE change_log SET data = REPLACE(data, 'b', 'B') WHERE id = ",
    "UPDATE change_log SET at_us = at_us + 1 WHERE id = ",
    "UPDATE change_log SET actor_id = 3 WHERE id = ",
    "UPDATE change_log SET actor_kind = 3 WHERE id = ",
    "UPDATE change_log SET kind = 'activated' WHERE id = ",
    "UPDATE change_log SET hash = REVERSE(hash) WHERE id = ",
    "UPDATE change_log SET key_version = 99 WHERE id = ",
    "UPDATE change_log SET entity = 'department' WHERE id = ",
    "UPDATE change_log SET entity_id = 4 WHERE id = ",
    "UPDATE change_log SET seq = 7 WHERE id = ",
    "DELETE FROM change_log WHERE id = ",
};

START_TEST(every_forgery_is_found)
{
    append("unit", 1, "created", NULL, "a");
    append("unit", 1, "edited", "a", "b");
    append("unit", 1, "edited", "b", "c");
    append("unit", 2, "created", NULL, "other");
    int64_t middle = store_test_number(x->root, x->arena, "SELECT id FROM change_log WHERE entity_id = 1 AND seq = 2");
    ck_assert_int_eq(bad_id(), 0);
    store_test_sql(x->root, "%s%lld", forgeries[_i], (long long)middle);
    ck_assert_msg(bad_id() != 0, "not found: %s", forgeries[_i]);
}
END_TEST

START_TEST(swapped_entries_are_found)
{
    append("unit", 1, "created", NULL, "a");
    append("unit", 1, "edited", "a", "b");
    append("unit", 1, "edited", "b", "c");
    store_test_sql(x->root, "UPDATE change_log SET seq = 9 WHERE seq = 2");
    store_test_sql(x->root, "UPDATE change_log SET seq = 2 WHERE seq = 3");
    store_test_sql(x->root, "UPDATE change_log SET seq = 3 WHERE seq = 9");
    ck_assert_int_ne(bad_id(), 0);
}
END_TEST

START_TEST(long_logs_are_walked_whole)
{
    for (int i = 0; i < 450; i++)
        append("unit", 1 + i % 3, i < 3 ? "created" : "edited", i < 3 ? NULL : "x", arena_printf(x->arena, "y%d", i));
    ck_assert_int_eq(bad_id(), 0);
    store_test_sql(x->root, "UPDATE change_log SET at_us = at_us - 1 WHERE entity_id = 3 AND seq = 150");
    ck_assert_int_eq(bad_id(), store_test_number(x->root, x->arena, "SELECT id FROM change_log WHERE entity_id = 3 AND seq = 150"));
}
END_TEST

static size_t list(int reader, const char *entity, int64_t id, int64_t before, size_t limit, struct change_row **rows)
{
    size_t n;
    ASSERT_OK(change_list(x->staff_db, x->arena, &x->users[reader], entity, id, before, limit, rows, &n));
    return n;
}

START_TEST(the_log_is_listed_newest_first)
{
    struct change_row *rows;
    append("unit", 2, "created", NULL, "甲");
    append("department", 3, "created", NULL, "客服");
    append("user", 2, "password", NULL, NULL);
    append("category", 1, "edited", "a", "b");
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "", 0, 0, 10, &rows), 4);
    ck_assert_str_eq(rows[0].entity, "category");
    ck_assert_str_eq(rows[0].name_zh, "理赔");
    ck_assert_str_eq(rows[0].actor, "陈主任");
    ck_assert_str_eq(rows[1].name_zh, "李静");
    ck_assert_str_eq(rows[2].name_en, "Customer service");
    ck_assert_str_eq(rows[3].name_en, "Province A");
    int64_t second = rows[1].id;
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "", 0, second, 1, &rows), 1);
    ck_assert_str_eq(rows[0].entity, "department");
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "unit", 0, 0, 10, &rows), 1);
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "unit", 2, 0, 10, &rows), 1);
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "unit", 3, 0, 10, &rows), 0);
}
END_TEST

START_TEST(the_log_shows_what_stands_in_ones_own_units)
{
    struct change_row *rows;
    static const struct {
        const char *entity;
        int64_t id;
    } made[] = {{"unit", 2}, {"unit", 4}, {"unit", 3}, {"unit", 1}, {"department", 3}, {"department", 4}, {"user", 2}, {"user", 3}, {"grant", 3}, {"grant", 4}};
    for (size_t i = 0; i < COUNT_OF(made); i++)
        append(made[i].entity, made[i].id, "created", NULL, "x");
    append("category", 1, "edited", "a", "b");
    append("role", 9, "edited", "a", "b");
    ck_assert_uint_eq(list(FIXTURE_CHIEF, "", 0, 0, 50, &rows), 12);
    /* Province A: units 2 and 4, department 3, people 2 and 4, and what belongs to nobody. */
    ck_assert_uint_eq(list(FIXTURE_CLERK, "", 0, 0, 50, &rows), 7);
    ck_assert_uint_eq(list(FIXTURE_CLERK, "user", 3, 0, 50, &rows), 0);
    ck_assert_uint_eq(list(FIXTURE_CLERK, "grant", 0, 0, 50, &rows), 1);
    ck_assert_uint_eq(list(FIXTURE_READER, "unit", 0, 0, 50, &rows), 0); /* may not read the log anywhere */
}
END_TEST

/* ---- forms carried out once ---- */

struct once_use {
    struct change_by by;
    bool fails;
};

static enum err once_tx(struct db *db, void *ctx)
{
    struct once_use *use = ctx;
    struct change_field field = {"name_zh", NULL, "x"};
    struct change change = {"setting", 1, "created", &field, 1};
    TRY(change_begin(db, x->arena, &use->by));
    TRY(change_note(db, x->arena, &use->by, &change));
    return use->fails ? ERR_STATE : ERR_NONE;
}

START_TEST(a_form_is_carried_out_once)
{
    uint8_t hash[32];
    once_hash(x->keys, "session", "/staff/admin/units/new", "ABCDEFGHJKMNPQRSTVWXYZ0123", hash);
    struct once_use use = {.by = {.keys = x->keys, .actor = &x->users[FIXTURE_CHIEF], .now_us = x->now_us, .once_hash = hash, .location = "/staff/admin/units"}, .fails = true};
    ASSERT_ERR(db_tx(x->staff_db, once_tx, &use), ERR_STATE); /* what failed was not carried out */
    use.fails = false;
    ASSERT_OK(db_tx(x->staff_db, once_tx, &use));
    ck_assert_ptr_null(use.by.led_to);
    use.by.location = "/somewhere/else";
    ASSERT_ERR(db_tx(x->staff_db, once_tx, &use), ERR_EXISTS);
    ck_assert_str_eq(use.by.led_to, "/staff/admin/units");
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM change_log"), 1);
    use.by = (struct change_by){.keys = x->keys, .now_us = x->now_us}; /* the command line has no form */
    ASSERT_OK(db_tx(x->staff_db, once_tx, &use));
    ASSERT_OK(db_tx(x->staff_db, once_tx, &use));
}
END_TEST

Suite *suite_store_change(void);
Suite *suite_store_change(void)
{
    Suite *s = suite_create("store: change");
    TCase *c = tcase_create("change");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, changes_are_numbered_per_entity_and_sound);
    tcase_add_test(c, an_edit_that_changes_nothing_leaves_no_trace);
    tcase_add_loop_test(c, every_forgery_is_found, 0, (int)COUNT_OF(forgeries));
    tcase_add_test(c, swapped_entries_are_found);
    tcase_add_test(c, long_logs_are_walked_whole);
    tcase_add_test(c, the_log_is_listed_newest_first);
    tcase_add_test(c, the_log_shows_what_stands_in_ones_own_units);
    tcase_add_test(c, a_form_is_carried_out_once);
    suite_add_tcase(s, c);
    return s;
}
