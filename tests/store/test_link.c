#include <string.h>

#include "complaint_filing_store.h"
#include "identity_store.h"
#include "incident_store.h"
#include "link_store.h"
#include "store_fixture.h"

static struct fixture *x;

static const char more[] =
    "turns:\n- {code: enquiry, name: {zh: 咨询, en: Enquiry}}\n"
    "repeats: {days: 365, similar_percent: 60, as_new: yes}\n";

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static struct link_command command_for(int user, const char *one, const char *other)
{
    return (struct link_command){.number = one, .other = other, .version = fixture_load(x, user, one).version, .kind = LINK_SAME, .prefix = "TS", .once_location = "/x"};
}

typedef enum err link_function(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result);

static enum err run(link_function *function, int user, const struct link_command *command, struct link_result *ret_result)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    *ret_result = (struct link_result){.why = NULL};
    return function(x->staff_db, x->arena, &w, command, ret_result);
}

static void sound(const char *no)
{
    int bad;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, fixture_load(x, FIXTURE_CHIEF, no).id, &bad));
    ck_assert_int_eq(bad, 0);
}

static void known_contacts(void)
{
    size_t done;
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 100, &done));
}

START_TEST(linked_and_taken_away)
{
    struct filed old = fixture_file(x, 4, 2, "先来的"), young = fixture_file(x, 4, 2, "后来的"), far = fixture_file(x, 3, 0, "别的单位的");
    struct link_command command = command_for(FIXTURE_CLERK, young.number, old.number);
    struct link_result result;
    struct complaint_linked *list;
    size_t n;
    ASSERT_OK(run(link_put, FIXTURE_CLERK, &command, &result));
    ASSERT_OK(link_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], young.id, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert(list[0].leads && list[0].kind == LINK_SAME);
    ck_assert_str_eq(list[0].c.number, old.number);
    ck_assert_str_eq(list[0].actor, "李静");
    command.kind = LINK_FOLLOW_UP;
    ASSERT_OK(run(link_put, FIXTURE_CLERK, &command, &result));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_link WHERE kind = 3"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'linked'"), 4);
    ASSERT_OK(run(link_put, FIXTURE_CLERK, &command, &result)); /* the same again writes nothing */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'linked'"), 4);
    command.other = far.number;
    ASSERT_ERR(run(link_put, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    ck_assert_ptr_nonnull(result.why);
    command.other = young.number;
    ASSERT_ERR(run(link_put, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    command.other = old.number;
    command.kind = LINK_MERGED;
    ASSERT_ERR(run(link_put, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    command.kind = LINK_SAME;
    ASSERT_ERR(run(link_put, FIXTURE_READER, &command, &result), ERR_FORBIDDEN);
    ASSERT_OK(run(link_remove, FIXTURE_CLERK, &command, &result));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_link"), 0);
    sound(old.number);
    sound(young.number);
}
END_TEST

START_TEST(the_younger_goes_on_in_the_older)
{
    struct filed old = fixture_file(x, 4, 2, "同一件事第一次说"), young = fixture_file(x, 4, 2, "同一件事第二次说");
    known_contacts();
    struct link_command command = command_for(FIXTURE_CLERK, old.number, young.number); /* whichever page it is asked from */
    struct link_result result;
    command.text = "同一来电人";
    ASSERT_OK(run(link_merge, FIXTURE_CLERK, &command, &result));
    ck_assert_str_eq(result.numbers, old.number);
    struct complaint a = fixture_load(x, FIXTURE_CLERK, old.number), b = fixture_load(x, FIXTURE_CLERK, young.number);
    ck_assert_int_eq(b.state, COMPLAINT_CLOSED);
    ck_assert_int_eq(b.merged_into_id, a.id);
    ck_assert_int_eq(b.finding, FINDING_NONE);
    ck_assert_int_eq(a.state, COMPLAINT_SUBMITTED);
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT COUNT(*) FROM clock WHERE state < 3 AND complaint_id = %lld", (long long)b.id)), 0);
    ck_assert_int_gt(number(arena_printf(x->arena, "SELECT COUNT(*) FROM clock WHERE state < 3 AND complaint_id = %lld", (long long)a.id)), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind IN ('merged', 'took_in')"), 2);
    struct identity who;
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, b.id, &who));
    ck_assert_str_eq(who.name, "张三");
    struct complaint_command reopen = fixture_command(x, FIXTURE_CLERK, young.number, ACTION_REOPEN, "再开");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &reopen), ERR_STATE);
    command.version = a.version;
    ASSERT_ERR(run(link_merge, FIXTURE_CLERK, &command, &result), ERR_STATE);
    command.version = a.version - 1;
    ASSERT_ERR(run(link_merge, FIXTURE_CLERK, &command, &result), ERR_STALE);
    sound(old.number);
    sound(young.number);
}
END_TEST

START_TEST(what_its_complainant_writes_reaches_the_older)
{
    struct filed old = fixture_file(x, 4, 2, "同一件事第一次说"), young = fixture_file(x, 4, 2, "同一件事第二次说");
    struct link_result result;
    struct message *there;
    size_t n;
    uint8_t token[32];
    known_contacts();
    fixture_must(x, FIXTURE_CLERK, old.number, ACTION_ACCEPT, "");
    struct complaint_command ask = fixture_command(x, FIXTURE_CLERK, old.number, ACTION_ASK_MATERIAL, "请补充发票");
    ask.asked_until_us = x->now_us + 5 * UTC_DAY_US;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &ask));
    struct link_command command = command_for(FIXTURE_CLERK, young.number, old.number);
    ASSERT_OK(run(link_merge, FIXTURE_CLERK, &command, &result));
    fixture_track(x, young.number, token);
    struct complaint seen;
    ASSERT_OK(track_load(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &seen));
    ck_assert_str_eq(seen.merged_into, old.number);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const char *location;
    const struct track_command supply = {.action = ACTION_SUPPLY, .text = "发票在这里", .once_location = "/y"};
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &supply, &location));
    struct complaint a = fixture_load(x, FIXTURE_CLERK, old.number), b = fixture_load(x, FIXTURE_CLERK, young.number);
    ck_assert_int_eq(a.state, COMPLAINT_PROGRESS); /* as if it had been sent there */
    ck_assert(a.unread && !b.unread);
    ck_assert_int_eq(b.state, COMPLAINT_CLOSED);
    ASSERT_OK(link_merged_messages(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], a.id, 10, &there, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(there[0].body, "发票在这里");
    ck_assert_str_eq(there[0].unit_zh, young.number);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'supplied_there'"), 1);
    const struct track_command rate = {.action = ACTION_RATE, .once_location = "/y", .rating = {.solved = 1, .overall = 5}};
    ASSERT_ERR(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &rate, &location), ERR_STATE);
    sound(old.number);
    sound(young.number);
}
END_TEST

START_TEST(merging_is_refused_with_the_reason)
{
    struct filed old = fixture_file(x, 4, 2, "一"), young = fixture_file(x, 4, 2, "二");
    struct link_command command = command_for(FIXTURE_CLERK, young.number, old.number);
    struct link_result result;
    /* Nothing shows yet that both come from the same person. */
    ASSERT_ERR(run(link_merge, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(result.why, "tick it"));
    fixture_must(x, FIXTURE_CLERK, old.number, ACTION_ACCEPT, "");
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, %d, 'own', 1)", (long long)young.id, FIXTURE_CLERK);
    command.same_person = true;
    ASSERT_ERR(run(link_merge, FIXTURE_CLERK, &command, &result), ERR_INPUT); /* he does not see it himself */
    ASSERT_ERR(run(link_merge, FIXTURE_CHIEF, &command, &result), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "kept out"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE merged_into_id IS NOT NULL"), 0);
    store_test_sql(x->root, "UPDATE recusal SET user_id = %d", FIXTURE_READER);
    ASSERT_OK(run(link_merge, FIXTURE_CLERK, &command, &result));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM recusal WHERE user_id = 5"), 2); /* kept out of both */
}
END_TEST

START_TEST(each_matter_becomes_a_complaint)
{
    struct filed f = fixture_file(x, 4, 2, "理赔拖了三个月。\n电话一直占线。");
    known_contacts();
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    const struct link_part parts[] = {{"service", "电话一直占线。"}}, twice[] = {{"service", "一"}, {"service", "二"}}, own[] = {{"claims", "一"}}, unknown[] = {{"nothing", "一"}};
    struct link_command command = command_for(FIXTURE_CLERK, f.number, "");
    struct link_result result;
    command.other = NULL;
    command.parts = twice;
    command.n_parts = 2;
    ASSERT_ERR(run(link_split, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    command.parts = own;
    command.n_parts = 1;
    ASSERT_ERR(run(link_split, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    command.parts = unknown;
    ASSERT_ERR(run(link_split, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint"), 1);
    x->now_us += 2 * UTC_DAY_US;
    command.parts = parts;
    ASSERT_OK(run(link_split, FIXTURE_CLERK, &command, &result));
    struct complaint lead = fixture_load(x, FIXTURE_CLERK, f.number), part = fixture_load(x, FIXTURE_CLERK, result.numbers);
    ck_assert_int_eq(part.state, COMPLAINT_PROGRESS);
    ck_assert_int_eq(part.received_us, lead.received_us);
    ck_assert_int_eq(part.promised_us, lead.promised_us); /* from the same reception */
    ck_assert_int_eq(part.category_id, 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE lead_id IS NOT NULL"), 1);
    struct identity who;
    ASSERT_OK(identity_load(x->staff_db, x->arena, x->keys, part.id, &who));
    ck_assert_str_eq(who.phone, "13800138000");
    ck_assert_int_eq(number(arena_printf(x->arena, "SELECT phone_index IS NOT NULL FROM complaint_identity WHERE complaint_id = %lld", (long long)part.id)), 1);
    ASSERT_ERR(run(link_split, FIXTURE_CLERK, &command, &result), ERR_STALE);
    sound(f.number);
    sound(part.number);
}
END_TEST

/* A complaint that was handed over in time does not make a part that is late from the beginning. */
START_TEST(what_was_done_for_the_lead_is_done_for_its_part)
{
    static const char clocks[] = "clocks:\n";
    const char *at = strstr(fixture_book, clocks) + strlen(clocks);
    fixture_use_book(x, arena_printf(x->arena, "%.*s- {code: handed_over, kind: dispatch, name: {zh: 当日转办, en: Dispatch on the same day}, limit: same day}\n%s", (int)(at - fixture_book), fixture_book, at));
    struct filed f = fixture_file(x, 2, 3, "理赔拖了三个月。\n电话一直占线。");
    known_contacts();
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    struct complaint_command assign = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_ASSIGN, "");
    assign.assignee_id = 4;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &assign));
    x->now_us += 5 * UTC_DAY_US;
    const struct link_part parts[] = {{"service", "电话一直占线。"}};
    struct link_command command = command_for(FIXTURE_CLERK, f.number, "");
    struct link_result result;
    command.other = NULL;
    command.parts = parts;
    command.n_parts = 1;
    ASSERT_OK(run(link_split, FIXTURE_CLERK, &command, &result));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'handed_over'"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'handed_over' AND state = 3 AND late = 0"), 2);
    ck_assert_int_eq(number("SELECT COUNT(DISTINCT met_us) FROM clock WHERE rule = 'handed_over'"), 1);
    sound(result.numbers);
}
END_TEST

START_TEST(what_comes_back_counts_again)
{
    fixture_use_book(x, arena_printf(x->arena, "%s%s", fixture_book, more));
    struct filed f = fixture_file(x, 4, 2, "第一次投诉");
    struct link_result result;
    struct link_command command;
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "答复");
    command = command_for(FIXTURE_CLERK, f.number, "");
    command.other = NULL;
    command.text = "监管转来，要求重新处理";
    command.channel = "telephone";
    command.source = "regulator";
    ASSERT_ERR(run(link_as_new, FIXTURE_CLERK, &command, &result), ERR_STATE);
    struct complaint_command close = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    close.finding = FINDING_RESPONSIBLE;
    close.basis = "agreed";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &close));
    command.version = fixture_load(x, FIXTURE_CLERK, f.number).version;
    command.source = "nobody";
    ASSERT_ERR(run(link_as_new, FIXTURE_CLERK, &command, &result), ERR_INPUT);
    command.source = "regulator";
    ASSERT_OK(run(link_as_new, FIXTURE_CLERK, &command, &result));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, result.numbers);
    ck_assert_int_eq(c.state, COMPLAINT_SUBMITTED);
    ck_assert_str_eq(c.source, "regulator");
    ck_assert_int_gt(c.received_us, f.received_us);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_link WHERE kind = 6"), 1);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, f.number).state, COMPLAINT_CLOSED);
    sound(f.number);
    sound(c.number);
}
END_TEST

START_TEST(an_incident_gathers)
{
    struct filed one = fixture_file(x, 4, 2, "停电一"), two = fixture_file(x, 4, 2, "停电二"), far = fixture_file(x, 3, 0, "停电三");
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct incident typed = {.title = "八月停电", .cause = "变压器故障", .investigation = "", .is_open = true}, now = {0}, *list;
    struct complaint *complaints;
    const char *location, *why;
    size_t n;
    ASSERT_OK(incident_save(x->staff_db, x->arena, &w, &typed, NULL, &location, &now));
    int64_t id = number("SELECT id FROM incident");
    ck_assert_str_eq(location, arena_printf(x->arena, "/staff/incidents/%lld", (long long)id));
    ASSERT_OK(incident_gather(x->staff_db, x->arena, &w, id, one.number, &why));
    ASSERT_OK(incident_gather(x->staff_db, x->arena, &w, id, one.number, &why));
    ASSERT_OK(incident_gather(x->staff_db, x->arena, &w, id, two.number, &why));
    ASSERT_ERR(incident_gather(x->staff_db, x->arena, &w, id, far.number, &why), ERR_NOT_FOUND);
    ck_assert_ptr_nonnull(why);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'gathered'"), 2);
    ASSERT_OK(incident_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], id, &now));
    ck_assert(now.may && now.open == 2 && now.all == 2);
    ASSERT_OK(incident_complaints(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], id, 0, 10, &complaints, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_ERR(incident_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], id, &now), ERR_NOT_FOUND);
    ASSERT_OK(incident_list(x->staff_db, x->arena, &x->users[FIXTURE_READER], true, 0, 10, &list, &n));
    ck_assert(n == 1 && !list[0].may);
    typed.id = id;
    typed.version = 1;
    typed.is_open = false;
    ASSERT_OK(incident_save(x->staff_db, x->arena, &w, &typed, NULL, &location, &now));
    ASSERT_ERR(incident_save(x->staff_db, x->arena, &w, &typed, NULL, &location, &now), ERR_STALE);
    ASSERT_OK(incident_gather(x->staff_db, x->arena, &w, 0, two.number, &why));
    ASSERT_ERR(incident_gather(x->staff_db, x->arena, &w, id, two.number, &why), ERR_STATE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM incident_step"), 2);
    sound(one.number);
    sound(two.number);
}
END_TEST

START_TEST(what_was_relabelled_is_listed_counted_and_sampled)
{
    fixture_use_book(x, arena_printf(x->arena, "%s%s", fixture_book, more));
    struct relabelled *list;
    struct relabel_count *counts;
    size_t n;
    for (int i = 0; i < 4; i++) {
        struct filed f = fixture_file(x, i == 3 ? 3 : 4, i == 3 ? 0 : 2, "当场解释清楚");
        fixture_must(x, i == 3 ? FIXTURE_OTHER : i == 2 ? FIXTURE_CHIEF : FIXTURE_CLERK, f.number, ACTION_SPOT, "当场解决");
    }
    const struct access_user *clerk = &x->users[FIXTURE_CLERK];
    ASSERT_OK(relabel_list(x->staff_db, x->arena, clerk, 0, INT64_MAX, 0, 0, 10, &list, &n));
    ck_assert_uint_eq(n, 3);
    ck_assert_str_eq(list[0].made, "spot");
    ck_assert_str_eq(list[0].actor, "陈主任");
    ASSERT_OK(relabel_list(x->staff_db, x->arena, clerk, 0, INT64_MAX, FIXTURE_CLERK, 0, 10, &list, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_OK(relabel_list(x->staff_db, x->arena, clerk, 0, INT64_MAX, 0, 7, 2, &list, &n));
    ck_assert_uint_eq(n, 2);
    ASSERT_OK(relabel_counts(x->staff_db, x->arena, clerk, 0, INT64_MAX, &counts, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert(counts[0].actor_id == FIXTURE_CLERK && counts[0].n == 2);
    ASSERT_OK(relabel_counts(x->staff_db, x->arena, clerk, 0, 1, &counts, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *suite_store_link(void);
Suite *suite_store_link(void)
{
    Suite *s = suite_create("store_link");
    TCase *t = tcase_create("link");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, linked_and_taken_away);
    tcase_add_test(t, the_younger_goes_on_in_the_older);
    tcase_add_test(t, what_its_complainant_writes_reaches_the_older);
    tcase_add_test(t, merging_is_refused_with_the_reason);
    tcase_add_test(t, each_matter_becomes_a_complaint);
    tcase_add_test(t, what_was_done_for_the_lead_is_done_for_its_part);
    tcase_add_test(t, what_comes_back_counts_again);
    tcase_add_test(t, an_incident_gathers);
    tcase_add_test(t, what_was_relabelled_is_listed_counted_and_sampled);
    suite_add_tcase(s, t);
    return s;
}
