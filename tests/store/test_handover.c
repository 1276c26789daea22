#include <string.h>

#include "coordinator_store.h"
#include "handover_store.h"
#include "store_fixture.h"
#include "utc.h"

Suite *suite_store_handover(void);

/* The clerk of unit 2 leaves; the other one of that unit ("several", 4) takes over. The chief of unit 1 does it. */
static struct fixture *x;

static void up(void)
{
    x = fixture_make();
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'handler', '处理', 'Handler'), (2, 'admin', '管理', 'Admin')");
    store_test_sql(x->root, "INSERT INTO role_permission VALUES (1, 'see'), (2, 'see'), (2, 'set_people'), (2, 'set_units')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 2, 1), (2, 1, 2), (4, 1, 2)");
}

static void down(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static struct change_by by(int user)
{
    x->now_us += UTC_SECOND_US;
    return (struct change_by){.keys = x->keys, .actor = user ? &x->users[user] : NULL, .now_us = x->now_us};
}

static enum handover_fault fault;
static int64_t left_over;

static enum err leave(int actor, int64_t complaints_to, int64_t posts_to, int64_t absences_to)
{
    struct change_by me = by(actor);
    struct handover h = {.person_id = FIXTURE_CLERK, .version = (int)number("SELECT version FROM app_user WHERE id = 2"), .complaints_to = complaints_to,
                         .posts_to = posts_to, .absences_to = absences_to};
    fault = HANDOVER_FINE;
    return handover_run(x->staff_db, x->arena, &me, &h, &fault, &left_over);
}

static void refused(enum err e, enum handover_fault expected)
{
    ASSERT_ERR(e, ERR_INPUT);
    ck_assert_int_eq((int)fault, (int)expected);
    ck_assert_int_eq(number("SELECT active FROM app_user WHERE id = 2"), 1);
}

/* Complaints that the clerk has; of the first he is the first receiver too. */
static void give_complaints(int n)
{
    for (int i = 0; i < n; i++) {
        struct filed filed = fixture_file(x, 2, 3, "理赔拖了很久。");
        store_test_sql(x->root, "UPDATE complaint SET assignee_id = 2, state = 2, first_receiver_id = %s WHERE id = %lld", i == 0 ? "2" : "NULL", (long long)filed.id);
        store_test_sql(x->root, "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) SELECT %lld, id, is_open, state, unread, due_us, "
                                "received_us FROM complaint WHERE id = %lld",
                       (long long)holder_code(HOLDER_USER, 2), (long long)filed.id);
    }
}

static void chains_are_sound(void)
{
    int64_t *ids, bad_id = -1;
    size_t n;
    ASSERT_OK(complaint_ids(x->staff_db, x->arena, 0, 5000, &ids, &n));
    for (size_t i = 0; i < n; i++) {
        int bad = -1;
        ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, ids[i], &bad));
        ck_assert_int_eq(bad, 0);
    }
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad_id));
    ck_assert_int_eq(bad_id, 0);
}

START_TEST(everything_goes_on_with_others)
{
    struct handover_held held;
    give_complaints(3);
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 2, deputy_id = 4 WHERE id = 3");
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 1 WHERE id = 1");
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (5, 2, %lld, %lld)", (long long)x->now_us, (long long)(x->now_us + UTC_DAY_US));
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (2, 4, %lld, %lld)", (long long)(x->now_us + 9 * UTC_DAY_US),
                   (long long)(x->now_us + 12 * UTC_DAY_US));
    store_test_sql(x->root, "INSERT INTO staff_session (token_hash, user_id, created_us, seen_us, reauth_us, address, agent) VALUES (REPEAT('x', 32), 2, 1, 1, 1, '', '')");
    ASSERT_OK(handover_held(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], 2, x->now_us, &held));
    ck_assert_int_eq(held.complaints, 3);
    ck_assert_uint_eq(held.n_posts, 1);
    ck_assert_uint_eq(held.n_absences, 1);
    ck_assert_uint_eq(held.n_grants, 1);
    ASSERT_OK(leave(FIXTURE_CHIEF, 4, 4, 1));
    ck_assert_int_eq(left_over, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE assignee_id = 4"), 3);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'handed_over' AND actor_id = 1"), 3);
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT COUNT(*) FROM complaint_scope WHERE holder = %lld", (long long)holder_code(HOLDER_USER, 4))), 3);
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT COUNT(*) FROM complaint_scope WHERE holder = %lld", (long long)holder_code(HOLDER_USER, 2))), 1);
    /* Nobody is his own deputy. */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM department WHERE id = 3 AND coordinator_id = 4 AND deputy_id IS NULL"), 1);
    ck_assert_int_eq(number("SELECT deputy_id FROM absence WHERE user_id = 5"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM absence WHERE user_id = 2"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role_grant WHERE user_id = 2"), 0);
    ck_assert_int_eq(number("SELECT active FROM app_user WHERE id = 2"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM staff_session WHERE user_id = 2"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'handover' AND user_id = 4"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'handover' AND user_id = 1"), 0); /* he did it himself */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'user' AND entity_id = 2 AND kind = 'handed_over'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'grant' AND entity_id = 2 AND kind = 'revoked'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'department' AND entity_id = 3"), 1);
    chains_are_sound();
    ASSERT_ERR(leave(FIXTURE_CHIEF, 4, 4, 1), ERR_STATE);
}
END_TEST

START_TEST(who_cannot_take_over)
{
    give_complaints(1);
    refused(leave(FIXTURE_CHIEF, 0, 0, 0), HANDOVER_COMPLAINTS);
    refused(leave(FIXTURE_CHIEF, 2, 0, 0), HANDOVER_COMPLAINTS); /* himself */
    refused(leave(FIXTURE_CHIEF, FIXTURE_GONE, 0, 0), HANDOVER_COMPLAINTS);
    refused(leave(FIXTURE_CHIEF, FIXTURE_OTHER, 0, 0), HANDOVER_COMPLAINTS); /* may not see complaints */
    store_test_sql(x->root, "UPDATE department SET deputy_id = 2 WHERE id = 3");
    refused(leave(FIXTURE_CHIEF, 4, 0, 0), HANDOVER_POSTS);
    refused(leave(FIXTURE_CHIEF, 4, 1, 0), HANDOVER_POSTS); /* of another unit */
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (4, 2, %lld, %lld)", (long long)x->now_us, (long long)(x->now_us + UTC_DAY_US));
    refused(leave(FIXTURE_CHIEF, 4, 4, 0), HANDOVER_ABSENCES);
    refused(leave(FIXTURE_CHIEF, 4, 4, 4), HANDOVER_ABSENCES_AWAY); /* who is away cannot stand in for himself */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE assignee_id = 2"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice"), 0);
    ASSERT_OK(leave(FIXTURE_CHIEF, 4, 4, 1));
}
END_TEST

START_TEST(who_may_not_do_it)
{
    ASSERT_ERR(leave(FIXTURE_OTHER, 4, 4, 4), ERR_NOT_FOUND); /* of a unit beside */
    ASSERT_ERR(leave(FIXTURE_CLERK, 4, 4, 4), ERR_FORBIDDEN); /* himself */
    struct change_by me = by(FIXTURE_CHIEF);
    const struct handover stale = {.person_id = 2, .version = 77};
    ASSERT_ERR(handover_run(x->staff_db, x->arena, &me, &stale, &fault, &left_over), ERR_STALE);
    ck_assert_int_eq(number("SELECT active FROM app_user WHERE id = 2"), 1);
    ASSERT_OK(leave(FIXTURE_CHIEF, 0, 0, 0)); /* who holds nothing needs no successor */
}
END_TEST

START_TEST(thousands_go_on_as_a_task)
{
    give_complaints(1);
    /* More than one batch, made of the one: same events and hash, so their chains are not looked at here. */
    store_test_sql(x->root, "INSERT INTO complaint (number, submission_hash, passcode_hash, channel, mode, language, category_id, unit_id, department_id, assignee_id, state, "
                            "is_open, title, received_us, due_us, events, chain_hash) SELECT CONCAT('TS-X-', s.seq), UNHEX(SHA2(s.seq, 256)), passcode_hash, channel, mode, "
                            "language, category_id, unit_id, department_id, assignee_id, state, is_open, title, received_us, due_us, 0, REPEAT('\\0', 32) FROM complaint, "
                            "seq_1_to_%d s",
                   HANDOVER_AT_ONCE + 20);
    ASSERT_OK(leave(FIXTURE_CHIEF, 4, 4, 4));
    ck_assert_int_eq(left_over, 21);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE assignee_id = 2"), 21);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM task WHERE kind = 'handover'"), 1);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM task WHERE kind = 'handover'");
    ASSERT_OK(handover_go_on(x->jobs_db, x->arena, x->keys, data, x->now_us + UTC_SECOND_US));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE assignee_id = 2"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM task WHERE kind = 'handover'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'handed_over' AND actor_id = 1"), HANDOVER_AT_ONCE + 21);
    ASSERT_OK(handover_go_on(x->jobs_db, x->arena, x->keys, data, x->now_us + UTC_SECOND_US)); /* twice does no harm */
    ASSERT_ERR(handover_go_on(x->jobs_db, x->arena, x->keys, "{}", x->now_us), ERR_MALFORMED);
    chains_are_sound();
}
END_TEST

START_TEST(another_coordinator_is_told_above)
{
    struct department d;
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 5 WHERE id = 1"); /* customer service of the head office */
    struct change_by me = by(FIXTURE_CLERK);
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 3, &d));
    d.coordinator_id = 4;
    ASSERT_OK(coordinator_department_save(x->staff_db, x->arena, &me, &d));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'coordinator' AND user_id = 5 AND complaint_id IS NULL"), 1);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM notice");
    ck_assert_msg(strstr(data, "\"person\":\"王芳\"") && strstr(data, "\"unit\":\"甲省分公司\""), "%s", data);
    /* Another name of the department is no other coordinator. */
    me = by(FIXTURE_CLERK);
    ASSERT_OK(org_admin_department(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 3, &d));
    d.name_zh = "客服部";
    ASSERT_OK(coordinator_department_save(x->staff_db, x->arena, &me, &d));
    me = by(FIXTURE_CLERK);
    ASSERT_ERR(coordinator_department_save(x->staff_db, x->arena, &me, &d), ERR_STALE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice"), 1);
    /* A new one that has a coordinator from the beginning. */
    struct department fresh = {.unit_id = 2, .function = "brand", .name_zh = "品牌部", .name_en = "", .coordinator_id = 4};
    me = by(FIXTURE_CLERK);
    ASSERT_OK(coordinator_department_save(x->staff_db, x->arena, &me, &fresh));
    ck_assert_int_gt(fresh.id, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice"), 2);
}
END_TEST

Suite *suite_store_handover(void)
{
    Suite *suite = suite_create("handover");
    TCase *tests = tcase_create("handover");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, up, down);
    tcase_add_test(tests, everything_goes_on_with_others);
    tcase_add_test(tests, who_cannot_take_over);
    tcase_add_test(tests, who_may_not_do_it);
    tcase_add_test(tests, thousands_go_on_as_a_task);
    tcase_add_test(tests, another_coordinator_is_told_above);
    suite_add_tcase(suite, tests);
    return suite;
}
