#include <string.h>

#include "identity_store.h"
#include "intake_store.h"
#include "notice_store.h"
#include "sheet_store.h"
#include "store_fixture.h"

/* Complaints that staff register: one statement, with who took it in. */

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

/* As the clerk of unit 2 takes it in by telephone. */
static struct filing filing(int64_t received_us)
{
    struct filing f = fixture_filing(x, 2, 3, "客户来电投诉");
    const struct complaint_writer w = {.zone = x->zone, .now_us = x->now_us + 1000000};
    const struct filing_route route = {.unit_id = 2, .category = "claims", .category_group = "", .function = "payments"};
    f.channel = "telephone";
    f.source = "regulator";
    f.received_us = received_us;
    f.asks[0].ask = "read_back";
    f.asks[0].value = "yes";
    f.asks[1].ask = "recording";
    f.asks[1].value = "R-7";
    f.n_asks = 2;
    ASSERT_OK(filing_begin(x->staff_db, x->arena, &w, &route, &f));
    return f;
}

static struct filed save(struct filing *f)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct filed filed;
    ASSERT_OK(filing_save(x->staff_db, x->arena, &w, f, &filed));
    return filed;
}

START_TEST(everything_is_stored)
{
    struct filing f = filing(0);
    struct filed filed = save(&f);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    struct sheet sheet;
    struct identity who;
    int bad = -1;
    ck_assert_int_eq(c.first_receiver_id, FIXTURE_CLERK);
    ck_assert_str_eq(c.channel, "telephone");
    ck_assert_str_eq(c.source, "regulator");
    ck_assert_int_eq(c.received_us, x->now_us);
    ck_assert_int_eq(c.state, COMPLAINT_SUBMITTED);
    ASSERT_OK(sheet_load(x->staff_db, x->arena, NULL, c.id, 10, &sheet));
    ck_assert_uint_eq(sheet.n_events, 1);
    ck_assert_str_eq(sheet.events[0].kind, "registered");
    ck_assert_int_eq(sheet.events[0].actor_id, FIXTURE_CLERK);
    ck_assert_str_eq(timeline_get(x->arena, sheet.events[0].data, "channel"), "telephone");
    ck_assert_uint_eq(sheet.parts.n_asked, 2);
    ck_assert_uint_eq(sheet.parts.n_demands, 2);
    ck_assert_uint_eq(sheet.parts.n_answers, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_intake WHERE ask = 'recording' AND value = 'R-7'"), 1);
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, c.id, &who));
    ck_assert_str_eq(who.phone, "13800138000");
    /* Wrapped for staff at once, with its indexes: nothing waits for jobs. */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE wrap_kind = 2 AND phone_index IS NOT NULL AND email_index IS NOT NULL AND name_index IS NOT NULL"), 1);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, c.id, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_ge(count("SELECT COUNT(*) FROM clock"), 1);
}
END_TEST

START_TEST(the_first_receiver_keeps_seeing_it)
{
    struct filing f = filing(0);
    struct filed filed = save(&f);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT GROUP_CONCAT(CONCAT(holder >> 56, ':', holder & 0xffffff) ORDER BY holder) FROM complaint_scope"), "1:1,1:2,2:3,3:2");
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ACCEPT, "");
    struct complaint_command away = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, "");
    away.department_id = 1;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &away));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.department_id, 1);
    ck_assert(!c.part);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder >> 56 = 3 AND holder & 0xffffff = 2"), 1);
}
END_TEST

START_TEST(a_form_saves_once)
{
    struct filing f = filing(0), again = f;
    struct filed first = save(&f), second;
    again.number = NULL;
    second = save(&again);
    ck_assert(!first.again);
    ck_assert(second.again);
    ck_assert_int_eq(first.id, second.id);
    ck_assert_str_eq(first.number, second.number);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event"), 1);
}
END_TEST

START_TEST(clocks_begin_when_it_came)
{
    int64_t before_us = x->now_us - 3 * UTC_DAY_US;
    struct filing f = filing(before_us), today = filing(0);
    struct filed filed = save(&f), now = save(&today);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    struct event *events;
    size_t n;
    ck_assert_int_eq(c.received_us, before_us);
    ck_assert_int_eq(filed.received_us, before_us);
    ck_assert_int_ge(count("SELECT COUNT(*) FROM clock k JOIN complaint c ON c.id = k.complaint_id WHERE c.id = (SELECT MIN(id) FROM complaint) AND k.started_us = c.received_us"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock k JOIN complaint c ON c.id = k.complaint_id WHERE c.id = (SELECT MIN(id) FROM complaint) AND k.started_us <> c.received_us"), 0);
    ck_assert_int_lt(c.promised_us, now.promised_us);
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, NULL, c.id, 0, 10, &events, &n));
    ck_assert_str_eq(timeline_get(x->arena, events[0].data, "received"), arena_printf(x->arena, "%lld", (long long)before_us));
    ck_assert_int_gt(events[0].at_us, before_us + 2 * UTC_DAY_US);
}
END_TEST

START_TEST(unnamed_and_confidential)
{
    struct filing unnamed = filing(0), sealed = filing(0);
    struct identity who;
    unnamed.mode = COMPLAINT_ANONYMOUS;
    sealed.mode = COMPLAINT_CONFIDENTIAL;
    struct filed without = save(&unnamed), with = save(&sealed);
    ASSERT_ERR(identity_load(x->staff_db, x->arena, x->keys, without.id, &who), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity WHERE wrap_kind = 3 AND phone_index IS NULL AND name_index IS NULL"), 1);
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, with.id, &who));
    ck_assert_str_eq(who.name, "张三");
}
END_TEST

START_TEST(whoever_coordinates_the_department_is_told)
{
    struct notice *notices;
    size_t n;
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 1 WHERE id = 3");
    struct filing own = filing(0), f = filing(0);
    (void)save(&own); /* by somebody of the department itself */
    x->users[FIXTURE_CLERK].department_id = 5;
    struct filed filed = save(&f);
    ASSERT_OK(notice_list(x->staff_db, x->arena, FIXTURE_CHIEF, 0, 10, &notices, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(notices[0].kind, "registered");
    ck_assert_int_eq(notices[0].complaint_id, filed.id);
    ASSERT_OK(notice_list(x->staff_db, x->arena, FIXTURE_CLERK, 0, 10, &notices, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(half_of_it_leaves_nothing)
{
    struct filing f = filing(0);
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct filed filed;
    f.asks[1].ask = f.asks[0].ask;
    ck_assert_int_ne(filing_save(x->staff_db, x->arena, &w, &f, &filed), ERR_NONE);
    f.asks[1].ask = "recording";
    f.asks[1].value = str_cstr(x->arena, (struct str){memset(arena_alloc(x->arena, 301), 'x', 301), 301});
    ck_assert_int_ne(filing_save(x->staff_db, x->arena, &w, &f, &filed), ERR_NONE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_identity"), 0);
}
END_TEST

/* ---- for which units ---- */

static const char *units_of(int user, size_t limit)
{
    struct intake_unit *list;
    struct buf out = {.arena = x->arena};
    size_t n;
    ASSERT_OK(intake_units(x->staff_db, x->arena, &x->users[user], "", limit, &list, &n, NULL));
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s ", list[i].code);
    return out.n ? out.p : "";
}

START_TEST(units_of_ones_grants)
{
    ck_assert_str_eq(units_of(FIXTURE_CHIEF, 10), "HQ A B A1 ");
    ck_assert_str_eq(units_of(FIXTURE_CLERK, 10), "A A1 ");
    ck_assert_str_eq(units_of(FIXTURE_READER, 10), "");
    ck_assert_str_eq(units_of(FIXTURE_SEVERAL, 10), "HQ A A1 "); /* a department of head office */
    ck_assert_str_eq(units_of(FIXTURE_CHIEF, 2), "HQ A B ");     /* one more tells that there are more */
    store_test_sql(x->root, "UPDATE unit SET active = 0 WHERE id = 4");
    ck_assert_str_eq(units_of(FIXTURE_CLERK, 10), "A ");
}
END_TEST

START_TEST(whether_a_form_is_that_of_a_mail)
{
    static const struct {
        const char *token;
        bool mailed;
    } cases[] = {{"0123456789ABCDEFGHJKMNPQRS", true}, {"0123456789ABCDEFGHJKMNPQRT", false}, {"", false}, {"邮件", false}};
    struct intake_unit *list;
    size_t n;
    store_test_sql(x->root, "INSERT INTO mail (code, fingerprint, unit_id, at_us, due_us, kind, state, wrap_version, wrapped_key, stage_hash, n_files) "
                            "VALUES ('0123456789ABCDEFGHJKMNPQRS', 'f', 2, 5, 6, 1, 2, 1, '', 's', 0)");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool mailed = !cases[i].mailed;
        ASSERT_OK(intake_units(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], cases[i].token, 1, &list, &n, &mailed));
        ck_assert(mailed == cases[i].mailed);
    }
}
END_TEST

START_TEST(customer_service_of_the_unit_carries_it)
{
    struct filing_route route;
    ASSERT_OK(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 2, 1, &route));
    ck_assert_int_eq(route.unit_id, 2);
    ck_assert_int_eq(route.department_id, 3);
    ck_assert_str_eq(route.category, "claims");
    ck_assert_str_eq(route.function, "payments"); /* of the category, whoever carries it */
    ASSERT_OK(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 4, 1, &route));
    ck_assert_int_eq(route.department_id, 0); /* it has no department */
    ASSERT_ERR(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 1, 1, &route), ERR_NOT_FOUND);
    ASSERT_ERR(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 3, 1, &route), ERR_NOT_FOUND);
    ASSERT_ERR(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_READER], 1, 1, &route), ERR_NOT_FOUND);
    ASSERT_ERR(intake_route(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 2, 99, &route), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_passcode_is_for_who_handed_it_out)
{
    struct filing f = filing(0), without = filing(0);
    struct intake_secret secret;
    without.passcode = NULL;
    struct filed filed = save(&f), bare = save(&without);
    uint8_t token[32];
    fixture_track(x, filed.number, token);
    ASSERT_OK(intake_secret(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], filed.id, &secret));
    ck_assert_mem_eq(secret.submission_hash, f.submission_hash, 32);
    ASSERT_ERR(intake_secret(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], filed.id, &secret), ERR_NOT_FOUND);
    ASSERT_ERR(intake_secret(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], bare.id, &secret), ERR_NOT_FOUND);
}
END_TEST

Suite *suite_store_intake(void);
Suite *suite_store_intake(void)
{
    Suite *s = suite_create("intake");
    TCase *t = tcase_create("intake");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, everything_is_stored);
    tcase_add_test(t, the_first_receiver_keeps_seeing_it);
    tcase_add_test(t, a_form_saves_once);
    tcase_add_test(t, clocks_begin_when_it_came);
    tcase_add_test(t, unnamed_and_confidential);
    tcase_add_test(t, whoever_coordinates_the_department_is_told);
    tcase_add_test(t, half_of_it_leaves_nothing);
    tcase_add_test(t, units_of_ones_grants);
    tcase_add_test(t, whether_a_form_is_that_of_a_mail);
    tcase_add_test(t, customer_service_of_the_unit_carries_it);
    tcase_add_test(t, the_passcode_is_for_who_handed_it_out);
    suite_add_tcase(s, t);
    return s;
}
