#include <string.h>

#include "change_store.h"
#include "clock.h"
#include "committee_store.h"
#include "store_fixture.h"
#include "vexatious_store.h"

Suite *suite_store_committee(void);

/* Province A has a committee (department 9): the chief, the clerk and the reader hold its meetings; the other province has none, nor has a superior unit. */
static const char *const rows[] = {
    "INSERT INTO department (id, unit_id, function, name_zh, name_en, active) VALUES (9, 2, 'committee', '投诉协调委员会', 'Committee', 1)",
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (3, 'handler', '经办', 'Handler')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'hold_meeting'), (3, 'see')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 1, 2), (4, 3, 2)",
    "INSERT INTO role_grant (user_id, role_id, department_id) VALUES (5, 1, 9)",
};
static const char *const book_part = "committee:\n"
                                     "  agenda:\n"
                                     "  - {flags: [media]}\n"
                                     "  votes: yes\n"
                                     "  quorum: 2\n"
                                     "  joint_months: 6\n"
                                     "  vexatious_months: 12\n";

static struct fixture *x;
static struct filed filed;
static struct committee_result result;

static void setup(void)
{
    x = fixture_make();
    fixture_use_book(x, arena_printf(x->arena, "%s- {code: chair, name: {zh: 主持, en: Chair}, permissions: [see, hold_meeting]}\n%s", fixture_book, book_part));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        store_test_sql(x->root, "%s", rows[i]);
    filed = fixture_file(x, 2, 3, "理赔一直没有结果");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
}

static void teardown(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err propose(int user, const char *why)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const struct committee_proposal p = {.number = filed.number, .why = why, .question = "是否认可处理结果？", .once_location = "/staff/committee"};
    return committee_propose(x->staff_db, x->arena, &w, &p, &result);
}

static int64_t call(void)
{
    static const int64_t people[] = {2, 5};
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct meeting_command command = {.action = MEETING_DO_CALL, .unit_id = 2, .at_us = w.now_us + 86400000000, .title = "十一月例会", .place = "三楼", .people = people, .n_people = 2, .once_location = "/staff/committee"};
    ASSERT_OK(meeting_act(x->staff_db, x->arena, &w, &command, &result));
    return result.id;
}

static enum err hold(int user, enum meeting_action action, int64_t id, const int64_t *people, size_t n)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct meeting m;
    bool may_hold;
    enum err e = meeting_load(x->staff_db, x->arena, w.user, id, &m, &may_hold);
    if (e != ERR_NONE)
        return e;
    const struct meeting_command command = {.action = action, .id = id, .version = m.version, .people = people, .n_people = n, .text = "", .title = "", .place = "", .once_location = "/staff/committee"};
    return meeting_act(x->staff_db, x->arena, &w, &command, &result);
}

static struct agenda_item item_now(int64_t id)
{
    struct agenda_item item;
    struct committee_seat seat;
    ASSERT_OK(item_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], id, &item, &seat));
    return item;
}

static enum err act(int user, int64_t id, struct item_command command)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    command.id = id;
    command.version = item_now(id).version;
    command.once_location = "/staff/committee";
    return item_act(x->staff_db, x->arena, &w, &command, &result);
}

static enum err vote(int user, int64_t id, enum committee_vote how)
{
    return act(user, id, (struct item_command){.action = ITEM_DO_VOICE, .text = "同意处理意见", .vote = how});
}

/* On the agenda of a meeting that is under way, with the clerk and the reader invited and these present. */
static int64_t on_agenda(const char *why, const int64_t *present, size_t n)
{
    ASSERT_OK(propose(FIXTURE_CLERK, why));
    int64_t id = result.id, meeting = call();
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_ADD, .meeting_id = meeting}));
    ASSERT_OK(hold(FIXTURE_CLERK, MEETING_DO_OPEN, meeting, present, n));
    return id;
}

START_TEST(put_before_the_nearest_committee_once)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "result"));
    ck_assert_int_eq(item_now(result.id).unit_id, 2);
    ck_assert_int_eq(propose(FIXTURE_CLERK, "result"), ERR_INPUT);
    ck_assert_str_eq(result.field, "why");
    ck_assert_int_eq(propose(FIXTURE_OTHER, "other"), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'committee_asked'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'committee_asked' AND user_id = 5"), 1);
}
END_TEST

START_TEST(a_unit_without_a_committee_says_so)
{
    filed = fixture_file(x, 3, 4, "服务态度不好");
    ck_assert_int_eq(propose(FIXTURE_OTHER, "other"), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "committee"));
}
END_TEST

START_TEST(who_has_no_business_there_sees_nothing)
{
    struct agenda_item item;
    struct committee_seat seat;
    struct meeting m;
    bool may_hold;
    ASSERT_OK(propose(FIXTURE_CLERK, "difficult"));
    int64_t id = result.id, meeting = call();
    ck_assert_int_eq(item_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], id, &item, &seat), ERR_NOT_FOUND);
    ck_assert_int_eq(item_load(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], id, &item, &seat), ERR_NOT_FOUND);
    ck_assert_int_eq(meeting_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], meeting, &m, &may_hold), ERR_NOT_FOUND);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 1, 'own', 1)", (long long)filed.id);
    ck_assert_int_eq(item_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], id, &item, &seat), ERR_NOT_FOUND);
    struct agenda_item *list;
    size_t n;
    ASSERT_OK(committee_items(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], COMMITTEE_WAITING, 10, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(committee_items(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], COMMITTEE_WAITING, 10, &list, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(voted_upon_and_decided)
{
    static const int64_t present[] = {2, 5};
    int64_t id = on_agenda("result", present, 2);
    const struct item_command motion = {.action = ITEM_DO_MOTION, .decision = "upheld", .text = "结果合法合理", .follow_up = "书面答复", .follow_by = 4, .follow_due_us = x->now_us + 5 * 86400000000};
    ck_assert_int_eq(vote(FIXTURE_READER, id, VOTE_FOR), ERR_STATE);
    struct item_command elsewhere = motion;
    elsewhere.follow_by = FIXTURE_OTHER; /* of another unit: he would see the complaint by it */
    ck_assert_int_eq(act(FIXTURE_CLERK, id, elsewhere), ERR_INPUT);
    ck_assert_str_eq(result.field, "follow_by");
    ASSERT_OK(act(FIXTURE_CLERK, id, motion));
    ASSERT_OK(vote(FIXTURE_READER, id, VOTE_FOR));
    ck_assert_int_eq(hold(FIXTURE_CLERK, MEETING_DO_OPEN, item_now(id).meeting_id, present, 1), ERR_INPUT); /* his vote would be lost */
    ck_assert_str_eq(result.field, "people");
    ck_assert_int_eq(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_DECIDE}), ERR_STATE);
    ASSERT_OK(vote(FIXTURE_CLERK, id, VOTE_AGAINST));
    ck_assert_int_eq(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_DECIDE}), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "tie"));
    ck_assert_int_eq(vote(FIXTURE_CHIEF, id, VOTE_FOR), ERR_FORBIDDEN); /* not invited */
    ASSERT_OK(vote(FIXTURE_CLERK, id, VOTE_ABSTAIN));
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_DECIDE}));
    struct agenda_item item = item_now(id);
    ck_assert_int_eq(item.state, ITEM_DECIDED);
    ck_assert_str_eq(item.decision, "upheld");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'committee_decided' AND data LIKE '%\"1:0:1\"%'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'committee_follow' AND user_id = 4"), 1);
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_FOLLOWED, .text = "已书面答复"}));
    ck_assert_int_gt(item_now(id).follow_done_us, 0);
}
END_TEST

START_TEST(long_minutes_can_be_changed)
{
    static const int64_t present[] = {2, 5};
    int64_t meeting = item_now(on_agenda("major", present, 2)).meeting_id;
    struct buf text = {.arena = x->arena};
    for (int i = 0; i < 20000; i++)
        buf_adds(&text, "议");
    for (int i = 0; i < 2; i++) {
        const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
        struct meeting m;
        bool may_hold;
        ASSERT_OK(meeting_load(x->staff_db, x->arena, w.user, meeting, &m, &may_hold));
        const struct meeting_command command = {.action = MEETING_DO_MINUTES, .id = meeting, .version = m.version, .text = i ? text.p : arena_printf(x->arena, "%s%s", "一", text.p + 3), .title = "", .place = "",
                                                .once_location = "/"};
        ASSERT_OK(meeting_act(x->staff_db, x->arena, &w, &command, &result));
    }
    /* What they say is for the committee; that they were changed, for who reads the changes of the unit. */
    struct change_row *changes;
    size_t n;
    ck_assert_int_eq(count("SELECT COUNT(*) FROM change_log WHERE data LIKE '%议%'"), 0);
    ASSERT_OK(change_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], "meeting", meeting, 0, 10, &changes, &n));
    ck_assert_uint_eq(n, 4);
    ASSERT_OK(change_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], "meeting", meeting, 0, 10, &changes, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(too_few_who_are_not_kept_out)
{
    static const int64_t present[] = {2, 5};
    int64_t id = on_agenda("result", present, 2);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 5, 'own', 1)", (long long)filed.id);
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_MOTION, .decision = "upheld", .text = "结果合法合理"}));
    struct agenda_item item = item_now(id);
    struct agenda_voice *voices;
    size_t n;
    ASSERT_OK(item_voices(x->staff_db, x->arena, &item, &voices, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert(voices[1].kept_out);
    ck_assert_int_eq(item_tally(voices, n).present, 1);
    ck_assert_int_eq(vote(FIXTURE_READER, id, VOTE_FOR), ERR_NOT_FOUND);
    ASSERT_OK(vote(FIXTURE_CLERK, id, VOTE_FOR));
    ck_assert_int_eq(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_DECIDE}), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "Too few"));
}
END_TEST

START_TEST(ended_without_a_decision_it_waits_again)
{
    static const int64_t present[] = {2, 5};
    int64_t id = on_agenda("major", present, 2), meeting = item_now(id).meeting_id;
    ASSERT_OK(hold(FIXTURE_CLERK, MEETING_DO_END, meeting, NULL, 0));
    ck_assert_int_eq(item_now(id).state, ITEM_PUT_OFF);
    ck_assert_int_eq(item_now(id).meeting_id, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'committee_put_off'"), 1);
}
END_TEST

START_TEST(found_vexatious_looked_at_again_and_lifted)
{
    static const int64_t present[] = {2, 5};
    int64_t id = on_agenda("vexatious", present, 2);
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_MOTION, .decision = "vexatious", .text = "请由专人接待"}));
    ASSERT_OK(vote(FIXTURE_READER, id, VOTE_FOR));
    ASSERT_OK(vote(FIXTURE_CLERK, id, VOTE_FOR));
    ASSERT_OK(act(FIXTURE_CLERK, id, (struct item_command){.action = ITEM_DO_DECIDE}));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM vexatious WHERE lifted_us IS NULL AND body = '请由专人接待'"), 1);
    const struct complaint_writer w = {.keys = x->keys, .pool = CRYPTO_JOBS, .zone = x->zone, .now_us = x->now_us + INT64_C(400) * 86400 * 1000000};
    size_t n;
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM agenda_item WHERE why = 'vexatious' AND state = 1 AND proposed_by IS NULL"), 1);
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM agenda_item WHERE why = 'vexatious' AND state = 1"), 1);
    struct vexatious *list;
    ASSERT_OK(vexatious_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 10, &list, &n));
    ck_assert_uint_eq(n, 1);
    const struct complaint_writer clerk = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK), other = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER);
    const struct vexatious_lifting lifting = {.id = list[0].id, .why = "已和解", .once_location = "/staff/committee/vexatious"};
    const char *location;
    ck_assert_int_eq(vexatious_lift(x->staff_db, x->arena, &other, &lifting, &location), ERR_NOT_FOUND);
    ASSERT_OK(vexatious_lift(x->staff_db, x->arena, &clerk, &lifting, &location));
    ck_assert_int_eq(vexatious_lift(x->staff_db, x->arena, &clerk, &lifting, &location), ERR_STATE);
}
END_TEST

START_TEST(the_joint_meeting_comes_once_with_its_figures)
{
    const struct complaint_writer w = {.keys = x->keys, .pool = CRYPTO_JOBS, .zone = x->zone, .now_us = x->now_us + INT64_C(200) * 86400 * 1000000};
    struct committee_pack pack;
    struct meeting m;
    bool may_hold;
    size_t n;
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n)); /* what comes at every round does not go through the committees */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM meeting WHERE kind = 2"), 0);
    ASSERT_OK(committee_joint(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(committee_joint(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM meeting WHERE kind = 2"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM meeting WHERE pack IS NULL"), 0);
    ASSERT_OK(meeting_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], count("SELECT MAX(id) FROM meeting"), &m, &may_hold));
    ASSERT_OK(committee_pack_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &m, &pack));
    ck_assert_uint_ge(pack.n_figures, 1);
    ck_assert_str_eq(pack.figures[pack.n_figures - 1].kind, "all");
}
END_TEST

START_TEST(late_follow_ups_are_reminded_of_once)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "major"));
    store_test_sql(x->root, "UPDATE agenda_item SET state = 3, decided_us = 1, decided_by = 2, follow_up = 'x', follow_by = 4, follow_due_us = %lld", (long long)x->now_us);
    const struct complaint_writer w = {.keys = x->keys, .pool = CRYPTO_JOBS, .zone = x->zone, .now_us = x->now_us + 1000000};
    size_t n;
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ASSERT_OK(committee_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'committee_late'"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'committee_late'"), 1);
}
END_TEST

Suite *suite_store_committee(void)
{
    Suite *s = suite_create("store_committee");
    TCase *t = tcase_create("committee");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, put_before_the_nearest_committee_once);
    tcase_add_test(t, a_unit_without_a_committee_says_so);
    tcase_add_test(t, who_has_no_business_there_sees_nothing);
    tcase_add_test(t, voted_upon_and_decided);
    tcase_add_test(t, long_minutes_can_be_changed);
    tcase_add_test(t, too_few_who_are_not_kept_out);
    tcase_add_test(t, ended_without_a_decision_it_waits_again);
    tcase_add_test(t, found_vexatious_looked_at_again_and_lifted);
    tcase_add_test(t, the_joint_meeting_comes_once_with_its_figures);
    tcase_add_test(t, late_follow_ups_are_reminded_of_once);
    suite_add_tcase(s, t);
    return s;
}
