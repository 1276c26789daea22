#include <string.h>

#include "library_store.h"
#include "measure_store.h"
#include "merit_store.h"
#include "store_fixture.h"
#include "task_store.h"

/* Measures, rewards and penalties, and the case library, in the small organisation of store_fixture.h. */

static struct fixture *x;

static const char *book(struct arena *a)
{
    return arena_printf(a, "%s%s", fixture_book,
                        "accounts:\n"
                        "- {code: valid_each, occasion: valid, whom: handler, name: {zh: 有效投诉, en: Valid}, amount: \"100.00\", points: 2}\n"
                        "- {code: valid_third, occasion: valid, whom: department, nth: 2, name: {zh: 第二次, en: Second}, points: 5}\n"
                        "- {code: concealed, occasion: concealed, whom: unit_head, name: {zh: 隐瞒, en: Concealed}, amount: \"500.00\"}\n"
                        "measures:\n"
                        "  check_days: 30\n");
}

static void setup(void)
{
    x = fixture_make();
    fixture_use_book(x, book(x->arena));
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number_of(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

/* Closed with the company responsible, with the cause "people". */
static const char *closed(const char *body)
{
    struct filed f = fixture_file(x, 2, 3, body);
    const struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    store_test_sql(x->root, "INSERT IGNORE INTO complaint_code (complaint_id, kind, code) VALUES (%lld, 1, 'people')", (long long)c.id);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "We are sorry");
    struct complaint_command close = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "So it was");
    close.finding = FINDING_RESPONSIBLE;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &close));
    return arena_strdup(x->arena, f.number);
}

static void run_tasks(void)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    struct task *tasks;
    size_t n;
    ASSERT_OK(task_claim(x->jobs_db, x->arena, w.now_us, UTC_MINUTE_US, 100, &tasks, &n));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tasks[i].kind, "account") != 0)
            continue;
        ASSERT_OK(merit_go_on(x->jobs_db, x->arena, &w, tasks[i].complaint_id, tasks[i].data));
        /* A host that dies after its work does it again. */
        ASSERT_OK(merit_go_on(x->jobs_db, x->arena, &w, tasks[i].complaint_id, tasks[i].data));
        ASSERT_OK(task_done(x->jobs_db, tasks[i].id));
    }
}

/* ---- measures ---- */

static struct measure_command new_measure(const char *number, int64_t due_us)
{
    return (struct measure_command){.action = MEASURE_SET, .number = number, .department_id = 3, .owner_id = FIXTURE_SEVERAL, .kind = MEASURE_CORRECTIVE, .cause = "people", .title = "Train the counter", .body = "", .due_us = due_us,
                                    .once_location = "/staff/measures"};
}

static enum err act_measure(int user, const struct measure_command *command, struct measure_result *ret_result)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    return measure_act(x->staff_db, x->arena, &w, command, ret_result);
}

static struct measure measure_now(int64_t id)
{
    struct measure m;
    ASSERT_OK(measure_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], id, &m));
    return m;
}

static void do_measure(int user, int64_t id, enum measure_action action, const char *text, enum err expected)
{
    struct measure_result r;
    const struct measure_command command = {.action = action, .id = id, .version = measure_now(id).version, .text = text};
    ASSERT_ERR(act_measure(user, &command, &r), expected);
}

static void sweep(size_t expected)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    size_t n;
    ASSERT_OK(measure_sweep(x->jobs_db, x->arena, &w, 100, &n));
    ck_assert_uint_eq(n, expected);
}

START_TEST(a_measure_is_set_done_and_checked)
{
    const char *number = closed("The counter was rude");
    struct measure_result r;
    struct measure_command set = new_measure(number, x->now_us + 20 * UTC_DAY_US);
    ASSERT_ERR(act_measure(FIXTURE_READER, &set, &r), ERR_FORBIDDEN);
    ASSERT_ERR(act_measure(FIXTURE_OTHER, &set, &r), ERR_NOT_FOUND);
    set.due_us = x->now_us - UTC_DAY_US;
    ASSERT_ERR(act_measure(FIXTURE_CLERK, &set, &r), ERR_INPUT);
    ck_assert_str_eq(r.field, "due");
    set = new_measure(number, x->now_us + 20 * UTC_DAY_US);
    ASSERT_OK(act_measure(FIXTURE_CLERK, &set, &r));
    int64_t id = r.id;
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM notice WHERE user_id = 4 AND kind = 'measure_set'"), 1);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM event WHERE kind = 'measure_set'"), 1);
    sweep(0);
    x->now_us += 18 * UTC_DAY_US;
    sweep(1);
    sweep(0);
    x->now_us += 9 * UTC_DAY_US;
    sweep(1);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM notice WHERE user_id = 4 AND kind = 'measure_late'"), 1);
    do_measure(FIXTURE_CLERK, id, MEASURE_FINISH, "", ERR_INPUT);
    do_measure(FIXTURE_READER, id, MEASURE_FINISH, "Trained", ERR_FORBIDDEN);
    do_measure(FIXTURE_SEVERAL, id, MEASURE_FINISH, "Trained, list enclosed", ERR_NONE);
    ck_assert_int_eq(measure_now(id).state, MEASURE_DONE);
    sweep(0);
    (void)closed("Rude again");
    x->now_us += 31 * UTC_DAY_US;
    sweep(1);
    sweep(0);
    struct measure m = measure_now(id);
    ck_assert_int_eq(m.state, MEASURE_NOT_EFFECTIVE);
    ck_assert_int_eq(m.before, 1);
    ck_assert_int_eq(m.after, 1);
    do_measure(FIXTURE_CLERK, id, MEASURE_SAY, "Only half of them came", ERR_NONE);
    do_measure(FIXTURE_CLERK, id, MEASURE_DROP, "No", ERR_STATE);
}
END_TEST

START_TEST(lists_are_whose_they_are)
{
    const char *number = closed("Slow");
    struct measure_result r;
    struct measure *list;
    size_t n;
    struct measure_command set = new_measure(number, x->now_us + 5 * UTC_DAY_US);
    for (int i = 0; i < 3; i++) {
        set.due_us = x->now_us + (5 + i) * UTC_DAY_US;
        ASSERT_OK(act_measure(FIXTURE_CLERK, &set, &r));
    }
    struct measure_filter f = {.whose = MEASURE_MINE, .phase = MEASURE_PHASE_OPEN, .cause = "", .limit = 2};
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 2);
    f.after_us = list[1].due_us;
    f.after_id = list[1].id;
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(list[0].id, r.id);
    f = (struct measure_filter){.whose = MEASURE_UNITS, .phase = MEASURE_PHASE_OPEN, .cause = "people", .limit = 10};
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 3);
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    struct measure m;
    x->users[FIXTURE_OTHER].department_id = 4; /* of his own unit */
    ASSERT_ERR(measure_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], r.id, &m), ERR_NOT_FOUND);
    f.late = true;
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    f.phase = MEASURE_PHASE_ENDED;
    f.whose = MEASURE_DEPARTMENT;
    ASSERT_OK(measure_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->now_us, &f, &list, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

/* ---- accountability ---- */

static enum err act_merit(int user, int64_t id, enum merit_action action, int64_t cents, int points, const char *text, struct merit_result *r)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct merit m;
    TRY(merit_load(x->staff_db, x->arena, w.user, id, &m));
    const struct merit_command command = {.action = action, .id = id, .version = m.version, .cents = cents, .points = points, .text = text, .once_location = "/"};
    return merit_act(x->staff_db, x->arena, &w, &command, r);
}

START_TEST(rules_propose_once)
{
    (void)closed("One");
    run_tasks();
    run_tasks();
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM account_item"), 2);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM account_item WHERE rule = 'valid_each' AND state = 1 AND cents = 10000 AND points = 2"), 1);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM account_item WHERE rule = 'valid_third' AND state = 0"), 1);
    (void)closed("Two");
    run_tasks();
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM account_item WHERE rule = 'valid_third' AND state = 1 AND nth = 2"), 1);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM event WHERE kind = 'account_proposed'"), 3);
}
END_TEST

START_TEST(confirmed_appealed_and_lifted)
{
    struct merit_result r;
    struct merit_total *totals;
    size_t n;
    (void)closed("One");
    run_tasks();
    int64_t id = number_of("SELECT id FROM account_item WHERE rule = 'valid_each'");
    store_test_sql(x->root, "UPDATE account_item SET user_id = 4 WHERE id = %lld", (long long)id);
    int month = (int)number_of("SELECT MAX(month) FROM account_item");
    ASSERT_ERR(act_merit(FIXTURE_OTHER, id, MERIT_CONFIRM, 10000, 2, "", &r), ERR_NOT_FOUND);
    ASSERT_ERR(act_merit(FIXTURE_SEVERAL, id, MERIT_CONFIRM, 10000, 2, "", &r), ERR_FORBIDDEN);
    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_CONFIRM, 5000, 2, "", &r), ERR_INPUT);
    ck_assert_str_eq(r.field, "text");
    ASSERT_OK(act_merit(FIXTURE_CLERK, id, MERIT_CONFIRM, 5000, 2, "First time", &r));
    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_REJECT, 0, 0, "No", &r), ERR_STATE);
    ASSERT_OK(merit_totals(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], month, 0, 100, &totals, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(totals[0].penalty_cents, 5000);
    ck_assert_int_eq(totals[0].penalty_points, 2);
    ck_assert_int_eq(totals[0].count, 1);
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM notice WHERE user_id = 4 AND kind = 'account_confirmed'"), 1);
    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_APPEAL, 0, 0, "Not me", &r), ERR_FORBIDDEN);
    ASSERT_OK(act_merit(FIXTURE_SEVERAL, id, MERIT_APPEAL, 0, 0, "I was away", &r));
    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_UPHOLD, 0, 0, "No", &r), ERR_FORBIDDEN);
    ASSERT_OK(act_merit(FIXTURE_CHIEF, id, MERIT_LIFT, 0, 0, "He was away", &r));
    ASSERT_OK(merit_totals(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], month, 0, 100, &totals, &n));
    ck_assert_uint_eq(n, 0);
    struct merit *mine;
    ASSERT_OK(merit_mine(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], 0, 10, &mine, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(mine[0].state, MERIT_LIFTED);
}
END_TEST

START_TEST(by_hand_once)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK), reader = fixture_writer(x, CRYPTO_STAFF, FIXTURE_READER), other = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER);
    struct merit_result r;
    struct merit *list;
    size_t n;
    struct merit_proposal p = {.number = closed("Hidden"), .rule = "concealed", .text = "It lay in a drawer", .department_id = 3, .once_location = "/"};
    ASSERT_ERR(merit_propose(x->staff_db, x->arena, &reader, &p, &r), ERR_FORBIDDEN);
    ASSERT_ERR(merit_propose(x->staff_db, x->arena, &other, &p, &r), ERR_INPUT);
    ASSERT_OK(merit_propose(x->staff_db, x->arena, &w, &p, &r));
    ASSERT_ERR(merit_propose(x->staff_db, x->arena, &w, &p, &r), ERR_INPUT);
    p.rule = "nothing";
    ASSERT_ERR(merit_propose(x->staff_db, x->arena, &w, &p, &r), ERR_INPUT);
    const struct merit_filter f = {.view = MERIT_VIEW_PROPOSED, .limit = 10};
    ASSERT_OK(merit_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &f, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(list[0].cents, 50000);
    ASSERT_OK(merit_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(nobody_confirms_what_he_proposed_while_others_may)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct merit_result r;
    struct merit_proposal p = {.number = closed("Hidden"), .rule = "concealed", .text = "It lay in a drawer", .department_id = 3, .once_location = "/"};
    ASSERT_OK(merit_propose(x->staff_db, x->arena, &w, &p, &r));
    int64_t id = number_of("SELECT MAX(id) FROM account_item");
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'hold_to_account')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 1, 2)");
    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_CONFIRM, 50000, 0, "", &r), ERR_FORBIDDEN);
    store_test_sql(x->root, "DELETE FROM role_grant WHERE user_id = 1");
    ASSERT_OK(act_merit(FIXTURE_CLERK, id, MERIT_CONFIRM, 50000, 0, "", &r)); /* he is the only one */
}
END_TEST

START_TEST(who_is_kept_out_of_the_complaint_decides_nothing_that_came_of_it)
{
    const char *number = closed("The branch manager was rude");
    struct merit_result r;
    struct merit *list;
    struct library_result written;
    struct library_case c, *drafts;
    struct measure_result set;
    size_t n;
    const struct merit_filter proposed = {.view = MERIT_VIEW_PROPOSED, .limit = 10};
    const struct library_filter unpublished = {.drafts = true, .cause = "", .limit = 10};
    struct library_command command = {.action = LIBRARY_HAND_IN, .number = number, .category_id = 1, .once_location = "/", .parts = {"rude", "told", "checked", "handled", "why", "train"}};
    const struct measure_command measure = new_measure(number, x->now_us + 20 * UTC_DAY_US);
    run_tasks();
    int64_t id = number_of("SELECT id FROM account_item WHERE rule = 'valid_each'");
    store_test_sql(x->root, "UPDATE account_item SET user_id = 4 WHERE id = %lld", (long long)id);
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CHIEF);
    ASSERT_OK(library_act(x->staff_db, x->arena, &w, &command, &written));
    ASSERT_OK(act_measure(FIXTURE_CHIEF, &measure, &set));
    ASSERT_OK(library_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], written.id, &c));
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) SELECT id, j.who, 'own', 1 FROM complaint JOIN (SELECT 2 AS who UNION SELECT 4) j");

    ASSERT_ERR(act_merit(FIXTURE_CLERK, id, MERIT_REJECT, 0, 0, "He is mine", &r), ERR_NOT_FOUND);
    ASSERT_OK(merit_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &proposed, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_ERR(library_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], written.id, &c), ERR_NOT_FOUND);
    ASSERT_OK(library_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &unpublished, &drafts, &n));
    ck_assert_uint_eq(n, 0);
    do_measure(FIXTURE_CLERK, set.id, MEASURE_DROP, "Not needed", ERR_FORBIDDEN);
    /* Whom it concerns learns of it all the same, and may appeal. */
    ASSERT_OK(act_merit(FIXTURE_CHIEF, id, MERIT_CONFIRM, 10000, 2, "", &r));
    ASSERT_OK(act_merit(FIXTURE_SEVERAL, id, MERIT_APPEAL, 0, 0, "I was away", &r));
}
END_TEST

/* ---- the library ---- */

static enum err act_case(int user, struct library_command *command, struct library_result *r)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct library_case c;
    if (command->id) {
        TRY(library_load(x->staff_db, x->arena, w.user, command->id, &c));
        command->version = c.version;
    }
    return library_act(x->staff_db, x->arena, &w, command, r);
}

START_TEST(a_case_is_written_checked_and_found)
{
    struct library_result r;
    struct library_doubt *doubts;
    struct library_case c, *list;
    size_t n;
    bool sealed;
    const char *number = closed("Refund refused for no reason at all");
    struct library_command command = {.action = LIBRARY_HAND_IN, .number = number, .category_id = 1, .once_location = "/",
                                      .parts = {"退费被拒", "客户张三电话13812345678反映退费", "checked", "handled", "why", ""}};
    ASSERT_ERR(act_case(FIXTURE_CLERK, &command, &r), ERR_INPUT);
    ck_assert_str_eq(r.field, "prevention");
    command.parts[LIBRARY_PREVENTION] = "Train";
    ASSERT_ERR(act_case(FIXTURE_READER, &command, &r), ERR_FORBIDDEN);
    ASSERT_OK(act_case(FIXTURE_CLERK, &command, &r));
    command.id = r.id;
    ASSERT_OK(library_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], r.id, &c));
    ASSERT_OK(library_doubts(x->staff_db, x->arena, x->keys, &c, &doubts, &n, &sealed));
    ck_assert_uint_ge(n, 1);
    command.action = LIBRARY_PUBLISH;
    ASSERT_ERR(act_case(FIXTURE_CLERK, &command, &r), ERR_FORBIDDEN);
    ASSERT_ERR(act_case(FIXTURE_CHIEF, &command, &r), ERR_STATE);
    for (size_t i = 0; i < n; i++) {
        struct library_command pass = {.action = LIBRARY_PASS, .id = command.id, .passage = doubts[i].hash, .text = "", .once_location = "/"};
        ASSERT_ERR(act_case(FIXTURE_CHIEF, &pass, &r), ERR_INPUT);
        pass.text = "Not of the case";
        ASSERT_ERR(act_case(FIXTURE_CLERK, &pass, &r), ERR_FORBIDDEN);
        ASSERT_OK(act_case(FIXTURE_CHIEF, &pass, &r));
    }
    ASSERT_OK(act_case(FIXTURE_CHIEF, &command, &r));
    const char *words[4];
    struct library_filter f = {.words = words, .n_words = library_query(x->arena, "退费 TRAIN", words, 4), .cause = "people", .category_id = 1, .limit = 10};
    ASSERT_OK(library_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &f, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_gt(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM library_term"), 20);
    /* Parts of words and single characters too, and only what stands in the text side by side. */
    static const struct {
        const char *typed;
        size_t found;
    } asked[] = {{"退费被拒", 1}, {"费被", 1}, {"拒", 1}, {"rai", 1}, {"handled checked", 1}, {"Handled　WHY", 1}, {"被费", 0}, {"退费 nothing", 0}, {"handledwhy", 0}, {"1381234", 1}};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        f.n_words = library_query(x->arena, asked[i].typed, words, 4);
        ASSERT_OK(library_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &f, &list, &n));
        ck_assert_msg(n == asked[i].found, "%s: %zu", asked[i].typed, n);
    }
    f.n_words = library_query(x->arena, "退货", words, 4);
    ASSERT_OK(library_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    struct filed open = fixture_file(x, 2, 3, "Another refund");
    const struct complaint like = fixture_load(x, FIXTURE_CLERK, open.number);
    ASSERT_OK(library_similar(x->staff_db, x->arena, &like, NULL, 0, 3, &list, &n));
    ck_assert_uint_eq(n, 1);
    struct library_command back = {.action = LIBRARY_TAKE_BACK, .id = command.id, .text = "Outdated", .once_location = "/"};
    ASSERT_OK(act_case(FIXTURE_CLERK, &back, &r));
    ck_assert_int_eq(number_of("SELECT COUNT(*) FROM change_log WHERE entity = 'library' AND kind IN ('published', 'taken_back')"), 2);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM library_term"), 0);
    ASSERT_OK(library_similar(x->staff_db, x->arena, &like, NULL, 0, 3, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_ERR(library_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], command.id, &c), ERR_NOT_FOUND);
}
END_TEST

Suite *suite_store_aftercare_learn(void);
Suite *suite_store_aftercare_learn(void)
{
    Suite *s = suite_create("aftercare_learn");
    TCase *c = tcase_create("aftercare_learn");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, a_measure_is_set_done_and_checked);
    tcase_add_test(c, lists_are_whose_they_are);
    tcase_add_test(c, rules_propose_once);
    tcase_add_test(c, confirmed_appealed_and_lifted);
    tcase_add_test(c, by_hand_once);
    tcase_add_test(c, nobody_confirms_what_he_proposed_while_others_may);
    tcase_add_test(c, who_is_kept_out_of_the_complaint_decides_nothing_that_came_of_it);
    tcase_add_test(c, a_case_is_written_checked_and_found);
    suite_add_tcase(s, c);
    return s;
}
