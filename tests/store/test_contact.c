#include <string.h>

#include "aside_store.h"
#include "contact_store.h"
#include "mention_store.h"
#include "notice_store.h"
#include "phrase_store.h"
#include "sheet_store.h"
#include "staff_draft_store.h"
#include "store_fixture.h"

/* Contacts with the complainant (requirements E7, G7, H2), and what stands beside a complaint while somebody works on it. */
static struct fixture *x;

#define REPORT "- {code: report, kind: progress, name: {zh: 进展告知, en: Progress}, limit: 5 wd}\n- {code: first, kind: first_contact, name: {zh: 首次联系, en: First contact}, limit: 1 wd}\n"
#define BASES "- {code: unreachable, name: {zh: 联系不上, en: Cannot be reached}, demands: [attempts], attempts: 2}\n"

static void setup(void)
{
    x = fixture_make();
    const char *clocks = strstr(fixture_book, "clocks:\n") + strlen("clocks:\n"), *bases = strstr(clocks, "bases:\n") + strlen("bases:\n");
    fixture_use_book(x, arena_printf(x->arena, "%.*s" REPORT "%.*s" BASES "%s", (int)(clocks - fixture_book), fixture_book, (int)(bases - clocks), clocks, bases));
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err contact(const char *no, enum contact_way way, enum contact_result result, bool inward, int64_t ago_us, const char *text)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_CONTACT, text);
    struct contact k = {.way = way, .result = result, .inward = inward, .at_us = ago_us ? x->now_us + UTC_SECOND_US - ago_us : 0};
    command.contact = &k;
    command.version = 77; /* what others did meanwhile is no hindrance */
    return fixture_act(x, FIXTURE_CLERK, &command);
}

static enum err tried(const char *no)
{
    return contact(no, CONTACT_TELEPHONE, CONTACT_NOT_REACHED, false, 0, "");
}

static int attempts(int64_t id)
{
    int days;
    ASSERT_OK(contact_attempts(x->staff_db, x->arena, id, &days));
    return days;
}

START_TEST(reached_meets_the_clocks)
{
    struct filed f = fixture_file(x, 2, 3, "还没有人给我打电话");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    ASSERT_OK(tried(f.number));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE kind IN (2, 3) AND state = 3"), 0);
    int64_t met = number("SELECT COUNT(*) FROM clock WHERE state = 3");
    ASSERT_OK(contact(f.number, CONTACT_TELEPHONE, CONTACT_REACHED, false, 0, "告知正在核查"));
    ck_assert_int_ge(number("SELECT COUNT(*) FROM clock WHERE state = 3") - met, 2); /* first contact, and a report on the progress */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'report' AND state = 1 AND round = 2"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'contact_telephone' AND data LIKE '%\"report\":\"1\"%'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM contact_entry k JOIN message m ON m.id = k.message_id WHERE m.kind = 7 AND m.body = '告知正在核查'"), 1);
    ck_assert_int_ge(number("SELECT COUNT(*) FROM search_queue"), 2);
    int bad;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, f.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(what_cannot_be)
{
    struct filed f = fixture_file(x, 2, 3, "打不通电话");
    ASSERT_ERR(contact(f.number, CONTACT_TELEPHONE, CONTACT_REACHED, false, 0, ""), ERR_INPUT);
    ASSERT_ERR(contact(f.number, 0, CONTACT_NOT_REACHED, false, 0, ""), ERR_INPUT);
    ASSERT_ERR(contact(f.number, CONTACT_SMS, 0, false, 0, ""), ERR_INPUT);
    ASSERT_ERR(contact(f.number, CONTACT_TELEPHONE, CONTACT_LEFT_WORD, true, 0, ""), ERR_INPUT);
    ASSERT_ERR(contact(f.number, CONTACT_TELEPHONE, CONTACT_NOT_REACHED, false, UTC_DAY_US + UTC_MINUTE_US, ""), ERR_INPUT);
    ASSERT_ERR(contact(f.number, CONTACT_TELEPHONE, CONTACT_NOT_REACHED, false, -UTC_MINUTE_US, ""), ERR_INPUT);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CONTACT, "");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command = fixture_command(x, FIXTURE_READER, f.number, ACTION_CONTACT, "x");
    ASSERT_ERR(fixture_act(x, FIXTURE_READER, &command), ERR_FORBIDDEN);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM contact_entry"), 0);
}
END_TEST

START_TEST(attempts_count_by_days)
{
    struct filed f = fixture_file(x, 2, 3, "一直没接电话"), other = fixture_file(x, 2, 3, "另一件");
    ASSERT_OK(tried(other.number));
    ASSERT_OK(tried(f.number));
    ASSERT_OK(contact(f.number, CONTACT_SMS, CONTACT_LEFT_WORD, false, 0, "短信留言"));
    ck_assert_int_eq(attempts(f.id), 1);
    x->now_us += UTC_DAY_US;
    ASSERT_OK(tried(f.number));
    ck_assert_int_eq(attempts(f.id), 2);
    ASSERT_OK(contact(f.number, CONTACT_TELEPHONE, CONTACT_REACHED, true, 0, "客户来电"));
    ck_assert_int_eq(attempts(f.id), 0);
    x->now_us += UTC_DAY_US;
    ASSERT_OK(tried(f.number));
    ck_assert_int_eq(attempts(f.id), 1);
    ck_assert_int_eq(attempts(other.id), 1);
}
END_TEST

static enum err close_unreachable(const char *no)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_CLOSE, "多次联系不上");
    command.finding = FINDING_NOT_RESPONSIBLE;
    command.basis = "unreachable";
    return fixture_act(x, FIXTURE_CLERK, &command);
}

START_TEST(closing_as_unreachable_needs_them)
{
    struct filed f = fixture_file(x, 2, 3, "联系不上的人");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "已书面答复");
    ASSERT_OK(tried(f.number));
    ASSERT_ERR(close_unreachable(f.number), ERR_STATE);
    x->now_us += UTC_DAY_US;
    ASSERT_OK(tried(f.number));
    ASSERT_OK(close_unreachable(f.number));
    ASSERT_OK(contact(f.number, CONTACT_TELEPHONE, CONTACT_REACHED, true, 0, "办结后来电询问")); /* a call after closing */
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, f.number).state, COMPLAINT_CLOSED);
}
END_TEST

START_TEST(the_public_reads_when_it_was)
{
    struct filed f = fixture_file(x, 2, 3, "什么时候联系我的");
    ASSERT_OK(tried(f.number));
    ASSERT_OK(contact(f.number, CONTACT_VISIT, CONTACT_REACHED, false, 3 * UTC_HOUR_US, "上门说明情况"));
    int64_t at_us = number("SELECT at_us FROM contact_entry WHERE way = 2");
    struct sheet sheet;
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, f.id, 50, &sheet));
    size_t found = 0;
    for (size_t i = 0; i < sheet.n_events; i++) {
        ck_assert_str_ne(sheet.events[i].kind, "contact_tried");
        if (strcmp(sheet.events[i].kind, "contact_visit") == 0) {
            found++;
            ck_assert_int_eq(sheet.events[i].at_us, at_us);
        }
    }
    ck_assert_uint_eq(found, 1);
    for (size_t i = 0; i < sheet.n_messages; i++)
        ck_assert_ptr_null(strstr(sheet.messages[i].body, "上门说明情况"));
}
END_TEST

/* ---- beside it ---- */

static struct aside beside(int user, const struct filed *f)
{
    const struct aside_of of = {user, x->users[user].unit_id, f->id, f->number};
    struct aside aside;
    ASSERT_OK(aside_load(x->staff_db, x->arena, x->keys, &of, x->now_us, &aside));
    return aside;
}

static void looks(int user, const struct filed *f)
{
    const struct aside_of of = {user, x->users[user].unit_id, f->id, f->number};
    ASSERT_OK(aside_seen(x->staff_db, &of, x->now_us));
}

START_TEST(who_else_is_looking)
{
    struct filed f = fixture_file(x, 2, 3, "大家都在看"), other = fixture_file(x, 2, 3, "没人看");
    looks(FIXTURE_CLERK, &f);
    looks(FIXTURE_CLERK, &f);
    looks(FIXTURE_CHIEF, &f);
    looks(FIXTURE_SEVERAL, &f);
    struct aside clerk = beside(FIXTURE_CLERK, &f);
    ck_assert_uint_eq(clerk.n_viewers, 2);
    ck_assert_int_eq(clerk.seen_us, x->now_us);
    ck_assert_uint_eq(beside(FIXTURE_CLERK, &other).n_viewers, 0);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, %d, 'set', 1)", (long long)f.id, FIXTURE_SEVERAL);
    clerk = beside(FIXTURE_CLERK, &f);
    ck_assert_uint_eq(clerk.n_viewers, 1);
    ck_assert_str_eq(clerk.viewers[0].name, "陈主任");
    x->now_us += ASIDE_SEEN_US + 1;
    ck_assert_uint_eq(beside(FIXTURE_CLERK, &f).n_viewers, 0);
    struct db *jobs = x->jobs_db;
    int64_t n;
    ASSERT_OK(aside_purge(jobs, x->now_us, &n));
    ck_assert_int_eq(n, 3);
}
END_TEST

static void drafts(int user, const struct filed *f, const char *what, const char *body)
{
    ASSERT_OK(staff_draft_put(x->staff_db, x->arena, x->keys, user, aside_draft_key(x->arena, f->number, what), str_of(body), x->now_us));
}

START_TEST(drafts_are_his_own)
{
    struct filed f = fixture_file(x, 2, 3, "草稿"), other = fixture_file(x, 2, 3, "别的");
    drafts(FIXTURE_CLERK, &f, "reply", "{\"text\":\"您好\"}");
    drafts(FIXTURE_CLERK, &f, "note", "{\"text\":\"注意\"}");
    drafts(FIXTURE_CLERK, &other, "reply", "{}");
    drafts(FIXTURE_CHIEF, &f, "note", "{}");
    struct aside mine = beside(FIXTURE_CLERK, &f), theirs = beside(FIXTURE_CHIEF, &f);
    ck_assert_uint_eq(mine.n_drafts, 2);
    ck_assert_uint_eq(mine.n_writers, 0); /* a note is nobody's answer */
    ck_assert_uint_eq(theirs.n_drafts, 1);
    ck_assert_str_eq(theirs.drafts[0].what, "note");
    ck_assert_uint_eq(theirs.n_writers, 1);
    ck_assert_str_eq(theirs.writers[0].name, "李静");
    for (size_t i = 0; i < mine.n_drafts; i++)
        ck_assert(strcmp(mine.drafts[i].what, "note") == 0 || strcmp(mine.drafts[i].body, "{\"text\":\"您好\"}") == 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM staff_draft WHERE body LIKE '%您好%'"), 0); /* sealed */
}
END_TEST

START_TEST(phrases_of_oneself_and_the_unit)
{
    const struct phrase_of clerk = {FIXTURE_CLERK, 2, true}, several = {FIXTURE_SEVERAL, 2, false}, other = {FIXTURE_OTHER, 3, true};
    struct phrase *list, p;
    size_t n;
    ASSERT_OK(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.name = "问候", .body = "您好"}, x->now_us));
    ASSERT_OK(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.name = "结尾", .body = "此复", .unit_id = 2}, x->now_us));
    ASSERT_ERR(phrase_save(x->staff_db, x->arena, &several, &(struct phrase){.name = "x", .body = "y", .unit_id = 2}, x->now_us), ERR_FORBIDDEN);
    ASSERT_ERR(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.name = "x", .body = "y", .unit_id = 3}, x->now_us), ERR_FORBIDDEN);
    ASSERT_OK(phrase_list(x->staff_db, x->arena, &clerk, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(list[0].name, "问候");
    int64_t own = list[0].id, shared = list[1].id;
    ASSERT_OK(phrase_list(x->staff_db, x->arena, &several, &list, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(phrase_list(x->staff_db, x->arena, &other, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_ERR(phrase_load(x->staff_db, x->arena, &several, own, &p), ERR_NOT_FOUND);
    ASSERT_ERR(phrase_load(x->staff_db, x->arena, &other, shared, &p), ERR_NOT_FOUND);
    ASSERT_ERR(phrase_delete(x->staff_db, x->arena, &several, shared), ERR_FORBIDDEN);
    ASSERT_OK(phrase_delete(x->staff_db, x->arena, &clerk, shared));
    ASSERT_OK(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.id = own, .name = "问候", .body = "您好！"}, x->now_us));
    struct filed f = fixture_file(x, 2, 3, "有短语");
    struct aside aside = beside(FIXTURE_CLERK, &f);
    ck_assert_uint_eq(aside.n_phrases, 1);
    ck_assert_str_eq(aside.phrases[0].name, "问候");
    for (int i = 1; i < PHRASES_MAX; i++)
        ASSERT_OK(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.name = "多", .body = "多"}, x->now_us));
    ASSERT_ERR(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.name = "多", .body = "多"}, x->now_us), ERR_STATE);
    ASSERT_OK(phrase_save(x->staff_db, x->arena, &clerk, &(struct phrase){.id = own, .name = "问好", .body = "您好！"}, x->now_us));
}
END_TEST

/* ---- mentions and notices ---- */

static enum err note(const char *no, int user, const int64_t *who, size_t n)
{
    struct complaint_command command = fixture_command(x, user, no, ACTION_NOTE, "请看一下");
    command.mentions = who;
    command.n_mentions = n;
    return fixture_act(x, user, &command);
}

static void grants(void)
{
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 1, 2)");
}

START_TEST(mentioned_people_are_told)
{
    grants();
    struct filed f = fixture_file(x, 2, 3, "请同事看看");
    const int64_t several[] = {FIXTURE_SEVERAL}, other[] = {FIXTURE_OTHER}, reader[] = {FIXTURE_READER}, gone[] = {FIXTURE_GONE};
    ASSERT_OK(note(f.number, FIXTURE_CLERK, several, 1));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE user_id = 4 AND kind = 'mentioned'"), 1);
    ASSERT_ERR(note(f.number, FIXTURE_CLERK, reader, 1), ERR_INPUT); /* no grant to see complaints */
    ASSERT_ERR(note(f.number, FIXTURE_CLERK, gone, 1), ERR_INPUT);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, %d, 'set', 1)", (long long)f.id, FIXTURE_SEVERAL);
    ASSERT_ERR(note(f.number, FIXTURE_CLERK, several, 1), ERR_INPUT);
    /* Who is outside sees the note and no other one from then on, and needs somebody who may assign. */
    permission_set all = x->users[FIXTURE_CLERK].grants[0].permissions;
    x->users[FIXTURE_CLERK].grants[0].permissions &= ~PERMISSION_BIT(MAY_ASSIGN);
    ASSERT_ERR(note(f.number, FIXTURE_CLERK, other, 1), ERR_FORBIDDEN);
    x->users[FIXTURE_CLERK].grants[0].permissions = all;
    ASSERT_OK(note(f.number, FIXTURE_CLERK, other, 1));
    ASSERT_OK(note(f.number, FIXTURE_CLERK, NULL, 0));
    struct complaint c;
    permission_set rights;
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], f.number, &c, &rights));
    ck_assert(c.part);
    struct complaint_part part;
    struct sheet sheet;
    ASSERT_OK(part_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &c, &part));
    ASSERT_OK(sheet_load(x->staff_db, x->arena, &part, c.id, 50, &sheet));
    size_t notes = 0;
    for (size_t i = 0; i < sheet.n_messages; i++)
        notes += sheet.messages[i].kind == MESSAGE_NOTE;
    ck_assert_uint_eq(notes, 1);
}
END_TEST

START_TEST(who_is_meant)
{
    grants();
    struct filed f = fixture_file(x, 2, 3, "找谁");
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    struct mention_words words;
    struct mention *found;
    size_t n;
    mention_read(x->arena, "王芳， other", "@chief 看一下，邮件 a@clerk.cn @nobody.", &words);
    ASSERT_OK(mention_find(x->staff_db, x->arena, &words, &c, 2, &found, &n));
    ck_assert_uint_eq(n, 3);
    for (size_t i = 0; i < n; i++) {
        ck_assert(!found[i].kept_out && found[i].may_see);
        ck_assert_int_eq(found[i].sees, found[i].user_id != FIXTURE_OTHER);
        ck_assert(found[i].user_id == FIXTURE_SEVERAL || found[i].user_id == FIXTURE_OTHER || found[i].user_id == FIXTURE_CHIEF);
    }
}
END_TEST

START_TEST(what_is_switched_off_does_not_come)
{
    bool *off = ARENA_ARRAY(x->arena, notice_kinds_n, bool);
    for (size_t i = 0; i < notice_kinds_n; i++)
        off[i] = true;
    ASSERT_OK(notice_switch(x->staff_db, FIXTURE_CLERK, off, notice_kinds_n));
    for (size_t i = 0; i < notice_kinds_n; i++) {
        ASSERT_OK(notice_put(x->staff_db, &(struct notice){.user_id = FIXTURE_CLERK, .at_us = 1, .kind = notice_kinds[i].kind}));
        ASSERT_OK(notice_put(x->jobs_db, &(struct notice){.user_id = FIXTURE_CHIEF, .at_us = 1, .kind = notice_kinds[i].kind}));
    }
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE user_id = 1"), (int)notice_kinds_n);
    ASSERT_OK(notice_off(x->staff_db, x->arena, FIXTURE_CLERK, off, notice_kinds_n));
    size_t always = 0;
    for (size_t i = 0; i < notice_kinds_n; i++) {
        ck_assert_int_eq(off[i], !notice_kinds[i].always);
        always += notice_kinds[i].always;
        off[i] = false;
    }
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE user_id = 2"), (int)always);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE user_id = 2 AND kind IN ('clock_due', 'clock_escalated')"), 2);
    ASSERT_OK(notice_switch(x->staff_db, FIXTURE_CLERK, off, notice_kinds_n));
    ASSERT_OK(notice_put(x->staff_db, &(struct notice){.user_id = FIXTURE_CLERK, .at_us = 1, .kind = "assigned"}));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE user_id = 2 AND kind = 'assigned'"), 1);
}
END_TEST

Suite *suite_store_contact(void);
Suite *suite_store_contact(void)
{
    Suite *s = suite_create("store_contact");
    TCase *t = tcase_create("contact");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, reached_meets_the_clocks);
    tcase_add_test(t, what_cannot_be);
    tcase_add_test(t, attempts_count_by_days);
    tcase_add_test(t, closing_as_unreachable_needs_them);
    tcase_add_test(t, the_public_reads_when_it_was);
    tcase_add_test(t, who_else_is_looking);
    tcase_add_test(t, drafts_are_his_own);
    tcase_add_test(t, phrases_of_oneself_and_the_unit);
    tcase_add_test(t, mentioned_people_are_told);
    tcase_add_test(t, who_is_meant);
    tcase_add_test(t, what_is_switched_off_does_not_come);
    suite_add_tcase(s, t);
    return s;
}
