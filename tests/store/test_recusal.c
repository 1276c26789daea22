#include <string.h>

#include "complaint_class_store.h"
#include "handover_store.h"
#include "notice_store.h"
#include "recusal_store.h"
#include "store_fixture.h"

/* Who is kept out of a complaint. It is of province A's customer service; "several" handles it; the reader's direct superior is the chief. */

static struct fixture *x;
static struct filed filed;

static void sql(const char *text)
{
    store_test_sql(x->root, "%s", text);
}

static int64_t number(const char *text)
{
    return store_test_number(x->root, x->arena, text);
}

static void setup(void)
{
    x = fixture_make();
    sql("UPDATE app_user SET superior_id = 2 WHERE id = 4");
    sql("UPDATE department SET coordinator_id = 2, deputy_id = 4 WHERE id = 3");
    filed = fixture_file(x, 2, 3, "柜面人员态度恶劣");
}

static void teardown(void)
{
    fixture_end(x);
}

static enum err classify(int user, size_t n, const struct complaint_respondent *respondents)
{
    struct complaint_respondent list[4];
    struct complaint_command command = fixture_command(x, user, filed.number, ACTION_CLASSIFY, NULL);
    memcpy(list, respondents, n * sizeof *list);
    const struct complaint_classing classing = {.category = "", .grade = "", .grade_reason = "", .loss = "", .validity = "", .validity_reason = "",
                                                .class = {.respondents = list, .n_respondents = n}};
    command.classing = &classing;
    return fixture_act(x, user, &command);
}

static enum err sees(int user)
{
    struct complaint c;
    permission_set rights;
    return complaint_load(x->staff_db, x->arena, &x->users[user], filed.number, &c, &rights);
}

static const char *why;
static enum err act(int user, enum recusal_action action, const char *login, int64_t user_id, const char *text)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const struct recusal_command command = {.action = action, .number = filed.number, .login = login, .user_id = user_id, .text = text, .once_location = "/done"};
    const char *location, *field;
    return recusal_act(x->staff_db, x->arena, &w, &command, &location, &field, &why);
}

static const char *kept_out(void)
{
    struct recusal *list;
    struct buf out = {.arena = x->arena};
    size_t n;
    ASSERT_OK(recusal_list(x->staff_db, x->arena, filed.id, &list, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s/%s ", list[i].login, list[i].reason);
    return out.n ? out.p : "";
}

START_TEST(staff_complained_of_and_their_superiors)
{
    static const struct complaint_respondent several = {.kind = "staff", .name = "王芳", .user_id = FIXTURE_SEVERAL}, agent = {.kind = "agent", .name = "某中介"};
    struct complaint_command command = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, NULL);
    command.assignee_id = FIXTURE_SEVERAL;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &command));
    ASSERT_OK(sees(FIXTURE_SEVERAL));
    sql("DELETE FROM notice");
    sql("UPDATE department SET deputy_id = 1 WHERE id = 3");
    ASSERT_OK(classify(FIXTURE_CHIEF, 1, &several));
    ck_assert_str_eq(kept_out(), "clerk/superior several/respondent ");
    ASSERT_ERR(sees(FIXTURE_SEVERAL), ERR_NOT_FOUND);
    ASSERT_ERR(sees(FIXTURE_CLERK), ERR_NOT_FOUND);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CHIEF, filed.number).assignee_id, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'recused'"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'kept_out' AND user_id IN (2, 4)"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'kept_out'"), 1);
    ck_assert_int_eq(number("SELECT user_id FROM notice WHERE kind = 'kept_out'"), FIXTURE_CHIEF);
    /* Nobody can give it back to them. */
    command = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, NULL);
    command.assignee_id = FIXTURE_SEVERAL;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &command), ERR_INPUT);
    /* The same again changes nothing; somebody else lets them in. */
    ASSERT_OK(classify(FIXTURE_CHIEF, 1, &several));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'recused'"), 2);
    ASSERT_OK(classify(FIXTURE_CHIEF, 1, &agent));
    ck_assert_str_eq(kept_out(), "");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'recusal_lifted'"), 2);
    ASSERT_OK(sees(FIXTURE_SEVERAL));
}
END_TEST

START_TEST(whoever_asks_for_it_is_kept_out)
{
    ASSERT_ERR(act(FIXTURE_CLERK, RECUSAL_OWN, NULL, 0, ""), ERR_INPUT);
    ck_assert(*why);
    ASSERT_OK(sees(FIXTURE_CLERK));
    ASSERT_ERR(act(FIXTURE_OTHER, RECUSAL_OWN, NULL, 0, "亲属"), ERR_NOT_FOUND);
    ASSERT_OK(act(FIXTURE_CLERK, RECUSAL_OWN, NULL, 0, "投诉人是我的亲属"));
    ck_assert_str_eq(kept_out(), "clerk/own ");
    ASSERT_ERR(sees(FIXTURE_CLERK), ERR_NOT_FOUND);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE kind = 5 AND body = '投诉人是我的亲属'"), 1);
    int bad_seq;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, filed.id, &bad_seq));
    ck_assert_int_eq(bad_seq, 0);
}
END_TEST

START_TEST(managers_set_and_lift_it)
{
    ASSERT_ERR(act(FIXTURE_READER, RECUSAL_SET, "clerk", 0, "x"), ERR_FORBIDDEN);
    ASSERT_ERR(act(FIXTURE_CHIEF, RECUSAL_SET, "nobody", 0, "x"), ERR_INPUT);
    ck_assert_str_eq(why, "Nobody has this sign-in name");
    ASSERT_ERR(act(FIXTURE_CHIEF, RECUSAL_SET, "gone", 0, "x"), ERR_INPUT);
    ASSERT_OK(act(FIXTURE_CHIEF, RECUSAL_SET, "clerk", 0, "与投诉人有利害关系"));
    ASSERT_ERR(sees(FIXTURE_CLERK), ERR_NOT_FOUND);
    ASSERT_ERR(act(FIXTURE_CHIEF, RECUSAL_SET, "clerk", 0, "x"), ERR_INPUT);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message"), 1); /* nothing of what failed is left */
    ASSERT_ERR(act(FIXTURE_CHIEF, RECUSAL_LIFT, NULL, FIXTURE_OTHER, "x"), ERR_INPUT);
    ASSERT_ERR(act(FIXTURE_READER, RECUSAL_LIFT, NULL, FIXTURE_CLERK, "x"), ERR_FORBIDDEN);
    ASSERT_OK(act(FIXTURE_CHIEF, RECUSAL_LIFT, NULL, FIXTURE_CLERK, "查明没有关系"));
    ASSERT_OK(sees(FIXTURE_CLERK));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind IN ('recused', 'recusal_lifted')"), 2);
}
END_TEST

START_TEST(the_deputy_is_told_instead)
{
    struct notice_to *to;
    size_t n;
    ASSERT_OK(notice_receivers_of(x->staff_db, x->arena, filed.id, "coordinator", 2, 3, 0, x->now_us, &to, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(to[0].user_id, FIXTURE_CLERK);
    ASSERT_OK(act(FIXTURE_CLERK, RECUSAL_OWN, NULL, 0, "回避"));
    ASSERT_OK(notice_receivers_of(x->staff_db, x->arena, filed.id, "coordinator", 2, 3, 0, x->now_us, &to, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(to[0].user_id, FIXTURE_SEVERAL);
    ASSERT_OK(notice_receivers_of(x->staff_db, x->arena, filed.id, "handler", 2, 3, FIXTURE_CLERK, x->now_us, &to, &n));
    ck_assert_int_eq(to[0].user_id, FIXTURE_SEVERAL);
    /* Of other complaints she goes on being told, and of this one nothing gets through. */
    ASSERT_OK(notice_receivers(x->staff_db, x->arena, "coordinator", 2, 3, 0, x->now_us, &to, &n));
    ck_assert_int_eq(to[0].user_id, FIXTURE_CLERK);
    const struct notice about = {.user_id = FIXTURE_CLERK, .complaint_id = filed.id, .at_us = 1, .kind = "assigned"}, other = {.user_id = FIXTURE_CLERK, .at_us = 1, .kind = "assigned"};
    sql("DELETE FROM notice");
    ASSERT_OK(notice_put(x->staff_db, &about));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice"), 0);
    ASSERT_OK(notice_put(x->staff_db, &other));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice"), 1);
}
END_TEST

START_TEST(slips_of_his_are_the_departments_again)
{
    store_test_sql(x->root, "INSERT INTO slip (id, complaint_id, number, kind, state, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id, sent_us, due_us, next_us, request) "
                            "VALUES (1, %lld, 1, 1, 3, 2, 3, 2, 1, 2, 4, 1, 1, 1, '请核实')", (long long)filed.id);
    ASSERT_OK(act(FIXTURE_CHIEF, RECUSAL_SET, "several", 0, "回避"));
    ck_assert_int_eq(number("SELECT IFNULL(to_user_id, 0) FROM slip"), 0);
    ck_assert_int_eq(number("SELECT version FROM slip"), 2);
}
END_TEST

Suite *suite_store_recusal(void);
Suite *suite_store_recusal(void)
{
    Suite *suite = suite_create("recusal");
    TCase *tc = tcase_create("recusal");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, staff_complained_of_and_their_superiors);
    tcase_add_test(tc, whoever_asks_for_it_is_kept_out);
    tcase_add_test(tc, managers_set_and_lift_it);
    tcase_add_test(tc, the_deputy_is_told_instead);
    tcase_add_test(tc, slips_of_his_are_the_departments_again);
    suite_add_tcase(suite, tc);
    return suite;
}
