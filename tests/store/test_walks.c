#include <stdio.h>
#include <string.h>

#include "calendar_file.h"
#include "calendar_store.h"
#include "complaint_sweep_store.h"
#include "rulebook_store.h"
#include "store_fixture.h"
#include "stores.h"

Suite *suite_store_walks(void);

/*
 * One complaint of each shipped rulebook carried through the database, the clock moved on by hand: what is promised, who is warned and told when it passes, more time, waiting for the
 * complainant, reports and callbacks. The rules alone, with every date counted, are in tests/unit/test_walks.c; here on China's calendar of 2026 too:
 *
 *   February   Fri 13 | work on Sat 14 | off 15-23 | Tue 24 Wed 25 Thu 26 Fri 27 | work on Sat 28 | March: Mon 2 ... Fri 6, Mon 9 ... Fri 13, Mon 16 ...
 *   May        Thu Apr 30 | off 1-5 | Wed 6 Thu 7 Fri 8 | work on Sat 9 | Mon 11 ...
 *   October    Wed Sep 30 | off 1-7 | Thu 8 Fri 9 | work on Sat 10 | Mon 12 ... Fri 16
 */

static struct fixture *x;
static struct filed filed;

enum { SERVICE = 3, BUSINESS = 6 }; /* departments of unit 2 */

static struct str file_of(const char *name)
{
    FILE *f = fopen(store_test_path(arena_printf(x->arena, "rulebooks/%s", name)), "re");
    char *text = ARENA_ARRAY(x->arena, 256 << 10, char);
    ck_assert_ptr_nonnull(f);
    size_t n = fread(text, 1, 256 << 10, f);
    (void)fclose(f);
    return (struct str){text, n};
}

static void sql(const char *text)
{
    store_test_sql(x->root, "%s", text);
}

static const char *told(const char *query)
{
    return store_test_text(x->root, x->arena, query);
}

/* ---- an organisation with this book and China's calendar ---- */

static void use_calendar(void)
{
    struct calendar_file_faults faults = {.n = 0};
    struct calendar_file file;
    struct change_by by = {.keys = x->keys, .now_us = x->now_us};
    struct calendar_row row = {.code = "walks", .name_zh = "全国工作日历", .name_en = "Working days in China", .make_up = "", .active = true};
    for (int day = 0; day < 7; day++)
        row.week[day] = day >= 1 && day <= 5 ? "08:30-12:00 13:30-17:30" : "";
    ASSERT_OK(calendar_file_read(x->arena, file_of("calendars/cn-2026.yaml"), &file, &faults));
    ASSERT_OK(calendar_save(x->staff_db, x->arena, &by, &row));
    ASSERT_OK(calendar_load(x->staff_db, x->arena, row.id, &row));
    ASSERT_OK(calendar_days_save(x->staff_db, x->arena, &by, row.id, row.version, 2026, file.source, file.days, file.n_days));
    ASSERT_OK(calendar_unit_set(x->staff_db, x->arena, &by, 1, row.id));
}

/* Its document with the limits of units that the walk wants in place of none. */
static struct str with_units(struct str yaml, const char *units)
{
    static const char none[] = "\nunits: []\n";
    struct buf b = {.arena = x->arena};
    const char *at = strstr(yaml.p, none);
    ck_assert_ptr_nonnull(at);
    buf_add(&b, yaml.p, (size_t)(at - yaml.p));
    buf_printf(&b, "\nunits: %s\n", units);
    return buf_str(&b);
}

static enum err load(struct str yaml, struct rulebook_faults *faults)
{
    struct rulebook *book;
    ASSERT_OK(rulebook_read(x->arena, yaml, &book, faults));
    return rulebook_load(x->staff_db, x->arena, x->keys, book, "", x->now_us, faults);
}

/* function: of department 6, which handles what the walk is about. */
static void use_book(const char *name, const char *function)
{
    struct rulebook_faults *faults = ARENA_ARRAY(x->arena, 1, struct rulebook_faults);
    store_test_sql(x->root, "UPDATE department SET function = 'custom' WHERE function <> 'customer_service'");
    store_test_sql(x->root, "INSERT INTO department (id, unit_id, function, name_zh, name_en, active) VALUES (6, 2, '%s', '业务部门', 'Business', 1)", function);
    sql("INSERT INTO app_user (id, login, name, unit_id, department_id, active) VALUES (7, 'coordinator', '协调员', 2, 6, 1)");
    sql("UPDATE department SET coordinator_id = 7 WHERE id = 6");
    sql("INSERT INTO setting (name, value) VALUES ('intake_unit', 'A')");
    enum err e = load(file_of(name), faults);
    if (e != ERR_NONE)
        ck_abort_msg("%s: %s", err_name(e), faults->n ? faults->list[0].message : "no fault told");
    use_calendar();
}

static void holds(int user, const char *role, int unit)
{
    ck_assert_int_eq(store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT COUNT(*) FROM role WHERE code = '%s'", role)), 1);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) SELECT %d, id, %d FROM role WHERE code = '%s'", user, unit, role);
}

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

/* ---- moving on ---- */

/* What comes next happens at this moment: a writer is a second later than the fixture's clock. */
static void now(int month, int day, int hour, int minute)
{
    x->now_us = utc_from_local(2026, month, day, hour, minute, 0, x->zone) - UTC_SECOND_US;
}

/* As the website does: customer service carries it, and the rules go by the function of the category. Here the department that does what the category asks for has it already. */
static void file_as(struct filing *f, const char *category, int64_t department_id)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filing_route route;
    f->category_id = store_test_number(x->root, x->arena, arena_printf(x->arena, "SELECT id FROM category WHERE code = '%s'", category));
    f->n_answers = 0;
    ASSERT_OK(filing_route(x->public_db, x->arena, f->category_id, NULL, &route));
    ck_assert_int_eq(route.department_id, SERVICE);
    f->department_id = department_id;
    ASSERT_OK(filing_begin(x->public_db, x->arena, &w, &route, f));
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, f, &filed));
}

static void file(const char *category)
{
    struct filing f = fixture_filing(x, 2, BUSINESS, "等了很久也没有结果");
    file_as(&f, category, BUSINESS);
}

static enum err try(int user, struct complaint_command command)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct complaint_result result;
    return complaint_act(x->staff_db, x->arena, &w, &command, &result);
}

static void act(enum complaint_action action, const char *text)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, action, text);
    if (action == ACTION_ASSIGN)
        command.department_id = BUSINESS;
    ASSERT_OK(try(FIXTURE_CLERK, command));
}

/* Closed on a basis of this book. */
static void end(const char *basis, const char *text)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, text);
    command.basis = basis;
    ASSERT_OK(try(FIXTURE_CLERK, command));
}

static void classify(struct complaint_classing classing)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLASSIFY, NULL);
    classing.category = "";
    classing.grade = "";
    classing.grade_reason = "";
    classing.loss = classing.loss ? classing.loss : "";
    classing.validity = classing.validity ? classing.validity : "";
    classing.validity_reason = *classing.validity ? "现场核实属实" : "";
    command.classing = &classing;
    ASSERT_OK(try(FIXTURE_CLERK, command));
}

static int64_t clock_id(const char *rule)
{
    return store_test_number(x->root, x->arena,
                             arena_printf(x->arena, "SELECT IFNULL(MAX(id), 0) FROM clock WHERE complaint_id = %lld AND rule = '%s'", (long long)filed.id, rule));
}

static size_t sweep(void)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    size_t done = 0;
    ASSERT_OK(complaint_sweep(x->jobs_db, x->arena, &w, x->zone, 100, &done));
    return done;
}

/* ---- looking ---- */

static const char *shown(int64_t at_us)
{
    struct utc_parts p = utc_in_zone(at_us, x->zone);
    return arena_printf(x->arena, "%02d-%02d %02d:%02d", p.month, p.day, p.hour, p.minute);
}

/* The newest clock of a rule: "running 03-02 17:30", with "late" and what it waits for. */
static const char *clock_of(const char *rule)
{
    static const char *const states[] = {"", "running", "paused", "met", "ended"};
    int64_t id = clock_id(rule);
    if (!id)
        return "none";
    struct arena *a = x->arena;
    int state = (int)store_test_number(x->root, a, arena_printf(a, "SELECT state FROM clock WHERE id = %lld", (long long)id));
    int64_t due_us = store_test_number(x->root, a, arena_printf(a, "SELECT due_us FROM clock WHERE id = %lld", (long long)id));
    bool late = store_test_number(x->root, a, arena_printf(a, "SELECT late FROM clock WHERE id = %lld", (long long)id));
    return arena_printf(a, "%s %s%s", states[state], shown(due_us), late ? " late" : "");
}
#define CLOCK(rule, expected) ck_assert_str_eq(clock_of(rule), expected)

/* Notices since the last look, in order: "7 clock_due dispatch; 4 clock_escalated dispatch". */
static const char *notices(void)
{
    const char *seen = told("SELECT IFNULL(GROUP_CONCAT(CONCAT(user_id, ' ', kind) ORDER BY id SEPARATOR '; '), '') FROM notice");
    sql("DELETE FROM notice");
    return seen;
}

static int events(const char *kind)
{
    return (int)store_test_number(x->root, x->arena,
                                  arena_printf(x->arena, "SELECT COUNT(*) FROM event WHERE complaint_id = %lld AND kind = '%s'", (long long)filed.id, kind));
}

static void promises(const char *promised, const char *next)
{
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_str_eq(shown(c.promised_us), promised);
    ck_assert_str_eq(shown(c.due_us), next);
}

static void unbroken(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
}

/* ---- the life insurer ---- */

static void insurer(void)
{
    use_book("life-insurer.yaml", "operations");
    holds(FIXTURE_CLERK, "complaint_handler", 2);
    holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    holds(FIXTURE_CHIEF, "executive_approver", 1);
    holds(FIXTURE_READER, "committee_member", 1);
    now(2, 13, 10, 0);
    file("claim");
}

START_TEST(insurer_promises_over_spring_festival)
{
    insurer();
    CLOCK("resolve", "running 03-02 17:30"); /* 14 24 25 26 27 28 2 */
    CLOCK("law", "running 03-01 00:00");     /* fifteen natural days */
    CLOCK("dispatch", "running 02-13 17:30");
    promises("03-02 17:30", "02-13 17:30");
    ck_assert_str_eq(told("SELECT grade FROM complaint"), "general");
}
END_TEST

START_TEST(insurer_units_may_tighten_not_loosen)
{
    struct rulebook_faults *faults = ARENA_ARRAY(x->arena, 1, struct rulebook_faults);
    struct str yaml = file_of("life-insurer.yaml");
    insurer();
    ASSERT_ERR(load(with_units(yaml, "[{unit: A, clock: resolve, limit: 8 wd}]"), faults), ERR_INPUT); /* the rule's seven are a floor */
    ck_assert_uint_eq(faults->n, 1);
    ASSERT_OK(load(with_units(yaml, "[{unit: HQ, clock: resolve, limit: 6 wd}, {unit: A, clock: resolve, limit: 5 wd}]"), faults));
    CLOCK("resolve", "running 03-02 17:30"); /* what runs keeps its date */
    now(2, 13, 10, 5);
    db_kept_changed(x->public_db); /* as in the next request of the website */
    file("claim");
    CLOCK("resolve", "running 02-27 17:30"); /* 14 24 25 26 27: the nearest unit's own */
    ck_assert_str_eq(told("SELECT limit_of FROM clock WHERE rule = 'resolve' ORDER BY id DESC LIMIT 1"), "A");
}
END_TEST

START_TEST(insurer_gives_other_departments_longer)
{
    insurer();
    struct filing f = fixture_filing(x, 2, SERVICE, "热线一直打不通");
    now(2, 13, 10, 30);
    file_as(&f, "callcentre", SERVICE);
    CLOCK("resolve_service", "running 02-25 17:30"); /* 14 24 25: within customer service */
    now(2, 13, 11, 0);
    act(ACTION_ACCEPT, NULL);
    now(2, 14, 9, 0);
    act(ACTION_ASSIGN, NULL);
    CLOCK("resolve_service", "none");
    CLOCK("resolve", "running 03-02 17:30"); /* from the same start, and the record says why */
    ck_assert_str_eq(told("SELECT CONCAT(kind, ' ', rule) FROM clock_history ORDER BY id DESC LIMIT 1"), "3 resolve_service");
    promises("03-02 17:30", "02-14 17:30");
}
END_TEST

START_TEST(insurer_reminds_and_escalates_once)
{
    insurer();
    now(2, 13, 11, 0);
    act(ACTION_ACCEPT, NULL);
    CLOCK("contact", "running 02-14 17:30");
    now(2, 13, 15, 29);
    ck_assert_uint_eq(sweep(), 0);
    now(2, 13, 15, 31); /* two hours before the office closes: who took it on is warned */
    ck_assert_uint_eq(sweep(), 1);
    ck_assert_str_eq(notices(), "2 clock_warn");
    ck_assert_uint_eq(sweep(), 0);
    now(2, 13, 17, 31); /* not dispatched on the same day: the manager is told at once */
    ck_assert_uint_eq(sweep(), 1);
    ck_assert_str_eq(notices(), "2 clock_due; 7 clock_due; 4 clock_escalated");
    CLOCK("dispatch", "running 02-13 17:30 late");
    ck_assert_uint_eq(sweep(), 0);
    ck_assert_str_eq(notices(), "");
    now(2, 14, 9, 0);
    act(ACTION_ASSIGN, NULL);
    CLOCK("dispatch", "met 02-13 17:30 late");
    CLOCK("answer", "running 02-28 17:30"); /* 24 25 26 27 28 */
    unbroken();
}
END_TEST

START_TEST(insurer_catches_up_after_a_stop)
{
    insurer();
    now(2, 13, 11, 0);
    act(ACTION_ACCEPT, NULL);
    act(ACTION_ASSIGN, NULL);
    act(ACTION_MESSAGE, "您好，我们已经受理，正在核实。");
    (void)notices();
    now(3, 9, 17, 31); /* nobody looked for three weeks: no warning of what has passed, but every step of the chain, once */
    ck_assert_uint_ge(sweep(), 3);
    CLOCK("resolve", "running 03-02 17:30 late");
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM notice WHERE kind = 'clock_warn'"), 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 5 AND kind = 'clock_escalated'"), 1); /* the committee, of resolve only */
    (void)notices();
    ck_assert_uint_eq(sweep(), 0);
    unbroken();
}
END_TEST

START_TEST(insurer_regrades_waits_and_extends)
{
    insurer();
    now(2, 13, 11, 0);
    act(ACTION_ACCEPT, NULL);
    act(ACTION_ASSIGN, NULL);
    now(2, 14, 9, 0);
    classify((struct complaint_classing){.loss = "20000.00"});
    ck_assert_str_eq(told("SELECT CONCAT(grade, ' ', grade_proposed) FROM complaint"), "important important");
    CLOCK("resolve_complex", "running 03-12 17:30");  /* fifteen from the 13th */
    CLOCK("answer_complex", "running 03-05 17:30");   /* ten */
    CLOCK("progress_complex", "running 03-03 17:30"); /* seven from the 14th: 24 25 26 27 28 2 3 */
    now(2, 25, 10, 0);
    act(ACTION_ASK_MATERIAL, "请补充住院费用总清单");
    CLOCK("resolve_complex", "paused 03-12 17:30");
    CLOCK("law", "running 03-01 00:00");

    /* fifteen natural days more, with the manager's word; not with one's own */
    now(2, 26, 9, 0);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_EXTEND, "异地医院调查需要时间");
    command.clock_id = clock_id("law");
    ASSERT_ERR(try(FIXTURE_CLERK, command), ERR_INPUT); /* the complainant has to be told */
    command.notice = "因需要异地调查，办理时限延长十五日。";
    (void)notices();
    ASSERT_OK(try(FIXTURE_CLERK, command));
    CLOCK("law", "running 03-01 00:00");
    ck_assert_str_eq(notices(), "4 extension_asked");
    command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_DECIDE_EXTENSION, "同意");
    command.request_id = store_test_number(x->root, x->arena, "SELECT MAX(id) FROM clock_request");
    command.agree = true;
    ASSERT_ERR(try(FIXTURE_CLERK, command), ERR_FORBIDDEN);
    command.version = fixture_load(x, FIXTURE_SEVERAL, filed.number).version;
    ASSERT_OK(try(FIXTURE_SEVERAL, command));
    CLOCK("law", "running 03-16 00:00");
    ck_assert_str_eq(notices(), "2 extension_decided");

    /* the material comes: twelve working days were left */
    uint8_t token[32];
    struct track_command supplied = {.action = ACTION_SUPPLY, .text = "清单已经上传"};
    const char *location;
    now(3, 2, 8, 59);
    fixture_track(x, filed.number, token);
    now(3, 2, 9, 0);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &supplied, &location));
    CLOCK("resolve_complex", "running 03-18 17:30");
    promises("03-18 17:30", "03-03 17:30");

    now(3, 3, 10, 0);
    act(ACTION_REPLY, "经核定，您的住院属于保险责任范围，赔付金额今日转出。");
    CLOCK("law", "met 03-16 00:00");
    now(3, 4, 10, 0);
    act(ACTION_CLOSE, "投诉人认可");
    CLOCK("resolve_complex", "met 03-18 17:30");
    CLOCK("callback", "running 03-11 17:30"); /* 5 6 9 10 11 */
    CLOCK("closing_report", "none");
    unbroken();
}
END_TEST

START_TEST(insurer_grades_by_who_is_complained_of)
{
    struct complaint_respondent chief = {.kind = "staff", .name = "江州市分公司总经理", .manager = true};
    insurer();
    now(2, 13, 16, 0);
    classify((struct complaint_classing){.class = {.respondents = &chief, .n_respondents = 1}});
    ck_assert_str_eq(told("SELECT grade FROM complaint"), "important");
    CLOCK("resolve_complex", "running 03-12 17:30");
}
END_TEST

START_TEST(insurer_reports_a_major_one_up)
{
    struct complaint_flag media = {"media", "某晚报记者来电，尚未报道"};
    insurer();
    now(2, 13, 16, 0);
    classify((struct complaint_classing){.class = {.flags = &media, .n_flags = 1}});
    ck_assert_str_eq(told("SELECT grade FROM complaint"), "major");
    CLOCK("report_major", "running 02-14 17:30");
    CLOCK("resolve_major", "running 04-02 17:30");
    (void)notices();
    now(2, 14, 17, 31);
    (void)sweep();
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 1 AND kind = 'clock_escalated'"), 1);
    now(2, 14, 18, 0);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLOCK_DONE, "已电话并书面报告总经理室");
    command.clock_id = clock_id("report_major");
    ASSERT_OK(try(FIXTURE_CLERK, command));
    CLOCK("report_major", "met 02-14 17:30 late");
    ck_assert_int_eq(events("clock_done"), 1);
    unbroken();
}
END_TEST

/* ---- the real-estate group ---- */

START_TEST(estate_answers_in_five_minutes_and_calls_back)
{
    use_book("real-estate-group.yaml", "engineering");
    holds(FIXTURE_CLERK, "complaint_handler", 2);
    holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    holds(FIXTURE_CHIEF, "vice_president", 1);
    now(9, 30, 17, 28);
    struct filing f = fixture_filing(x, 2, BUSINESS, "卫生间漏水到楼下");
    f.complainant_kind = "owner";
    file_as(&f, "leak", BUSINESS);
    CLOCK("record", "running 10-08 08:33"); /* two office minutes before the holidays, three after */
    promises("10-10 17:30", "10-08 08:33"); /* 8 9 10: Saturday 10 is worked */
    now(10, 8, 8, 32);
    act(ACTION_ACCEPT, NULL);
    CLOCK("record", "met 10-08 08:33");
    CLOCK("respond", "running 10-08 08:37");
    now(10, 8, 8, 38); /* nobody called: the head of the call centre knows at once */
    ck_assert_uint_eq(sweep(), 1);
    ck_assert_str_eq(notices(), "2 clock_due; 7 clock_due; 4 clock_escalated");
    act(ACTION_ASSIGN, NULL);
    act(ACTION_MESSAGE, "您好，工程师今天下午上门查看。");
    CLOCK("respond", "met 10-08 08:37 late");

    now(10, 9, 9, 0); /* only the vice president may give more time */
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_EXTEND, "需要拆开吊顶");
    command.clock_id = clock_id("resolve");
    command.notice = "维修需要拆开吊顶，完成日期顺延。";
    ASSERT_OK(try(FIXTURE_CLERK, command));
    ck_assert_str_eq(told("SELECT role FROM clock_request"), "vice_president");
    command = fixture_command(x, FIXTURE_SEVERAL, filed.number, ACTION_DECIDE_EXTENSION, "同意");
    command.request_id = store_test_number(x->root, x->arena, "SELECT MAX(id) FROM clock_request");
    command.agree = true;
    ASSERT_ERR(try(FIXTURE_SEVERAL, command), ERR_FORBIDDEN);
    ASSERT_OK(try(FIXTURE_CHIEF, command));
    promises("10-14 17:30", "10-09 17:30"); /* 12 13 14; the department's own day ends first */

    now(10, 9, 15, 0);
    act(ACTION_REPLY, "防水层已经重做，闭水试验合格。");
    classify((struct complaint_classing){.validity = "valid"});
    now(10, 9, 16, 0);
    act(ACTION_CLOSE, "业主认可");
    CLOCK("callback", "running 10-11 16:00"); /* 48 hours, over Saturday and Sunday */
    now(10, 10, 9, 0);
    act(ACTION_REOPEN, "回访时业主反映仍在渗水");
    CLOCK("callback", "ended 10-11 16:00");
    CLOCK("report_again", "running 10-12 17:30");
    CLOCK("resolve", "running 10-14 17:30"); /* anew: 12 13 14 */
    classify((struct complaint_classing){.validity = "valid"});
    ck_assert_str_eq(told("SELECT grade FROM complaint"), "major"); /* the same matter again is escalated by rule */
    CLOCK("resolve_major", "running 10-20 17:30");                 /* 12-16 19 20 */
    unbroken();
}
END_TEST

/* ---- the hospital ---- */

/* Its book knows one level of units. */
static void one_level(void)
{
    sql("UPDATE unit SET level = 1");
}

START_TEST(hospital_tells_the_authority_in_six_hours)
{
    struct complaint_flag death = {"death", "5月2日22时，外科，术后"};
    one_level();
    use_book("hospital.yaml", "medical");
    holds(FIXTURE_CLERK, "complaint_handler", 2);
    holds(FIXTURE_SEVERAL, "duty_officer", 2);
    holds(FIXTURE_CHIEF, "president", 1);
    now(5, 2, 23, 0);
    struct filing f = fixture_filing(x, 2, BUSINESS, "手术以后病情恶化");
    f.complainant_kind = "family";
    file_as(&f, "surgery", BUSINESS);
    ck_assert_str_eq(told("SELECT grade FROM complaint"), "heavy");
    promises("05-10 00:00", "05-03 23:00"); /* seven natural days; the management is told within a day */
    CLOCK("statutory", "running 05-11 17:30"); /* 6 7 8 9 11 beside it */
    CLOCK("report_authority", "none");
    now(5, 2, 23, 10);
    classify((struct complaint_classing){.class = {.flags = &death, .n_flags = 1}});
    CLOCK("report_authority", "running 05-03 05:10");
    now(5, 3, 5, 11); /* the holiday does not matter */
    ck_assert_uint_eq(sweep(), 1);
    ck_assert_str_eq(told("SELECT GROUP_CONCAT(DISTINCT user_id ORDER BY user_id) FROM notice WHERE kind = 'clock_escalated'"), "1,4");
    now(5, 3, 5, 30);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLOCK_DONE, "已电话报告市卫生健康委");
    command.clock_id = clock_id("report_authority");
    ASSERT_OK(try(FIXTURE_CLERK, command));
    CLOCK("report_authority", "met 05-03 05:10 late");
    CLOCK("report_president", "running 05-03 23:00");
    unbroken();
}
END_TEST

START_TEST(hospital_solves_by_grade)
{
    one_level();
    use_book("hospital.yaml", "technology");
    now(4, 30, 9, 0);
    struct filing f = fixture_filing(x, 2, BUSINESS, "问了两句就被呵斥");
    f.complainant_kind = "patient";
    file_as(&f, "manners", SERVICE);
    promises("04-30 17:30", "04-30 17:30"); /* light: on the same day */
    CLOCK("statutory", "running 05-11 17:30");
    f = fixture_filing(x, 2, BUSINESS, "化验单找不到了");
    f.complainant_kind = "patient";
    now(4, 30, 9, 30);
    file_as(&f, "results", BUSINESS);
    CLOCK("resolve_medium", "running 05-01 09:30"); /* 24 hours, holiday or not */
    now(4, 30, 10, 0);
    act(ACTION_ACCEPT, NULL);
    now(4, 30, 16, 0);
    act(ACTION_REPLY, "化验单已经补打并寄出。");
    CLOCK("resolve_medium", "met 05-01 09:30");
    CLOCK("close_answered", "running 05-11 17:30");
    now(4, 30, 16, 10);
    classify((struct complaint_classing){.validity = "valid"});
    now(4, 30, 16, 30);
    end("explained", "患者认可");
    CLOCK("improvement", "running 05-18 17:30"); /* May's tenth working day: 6 7 8 9 11 12 13 14 15 18 */
    unbroken();
}
END_TEST

Suite *suite_store_walks(void)
{
    Suite *s = suite_create("walks");
    TCase *t = tcase_create("walks");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, insurer_promises_over_spring_festival);
    tcase_add_test(t, insurer_units_may_tighten_not_loosen);
    tcase_add_test(t, insurer_gives_other_departments_longer);
    tcase_add_test(t, insurer_reminds_and_escalates_once);
    tcase_add_test(t, insurer_catches_up_after_a_stop);
    tcase_add_test(t, insurer_regrades_waits_and_extends);
    tcase_add_test(t, insurer_grades_by_who_is_complained_of);
    tcase_add_test(t, insurer_reports_a_major_one_up);
    tcase_add_test(t, estate_answers_in_five_minutes_and_calls_back);
    tcase_add_test(t, hospital_tells_the_authority_in_six_hours);
    tcase_add_test(t, hospital_solves_by_grade);
    suite_add_tcase(s, t);
    return s;
}
