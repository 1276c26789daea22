#include "walk.h"

#include <stdio.h>
#include <string.h>

#include "calendar_file.h"
#include "calendar_store.h"
#include "complaint_gate.h"
#include "complaint_sweep_store.h"
#include "rulebook_store.h"
#include "stores.h"

struct fixture *walk_x;
struct filed walk_filed;


struct str walk_file_of(const char *name)
{
    FILE *f = fopen(store_test_path(arena_printf(walk_x->arena, "rulebooks/%s", name)), "re");
    char *text = ARENA_ARRAY(walk_x->arena, 256 << 10, char);
    ck_assert_ptr_nonnull(f);
    size_t n = fread(text, 1, 256 << 10, f);
    (void)fclose(f);
    return (struct str){text, n};
}

void walk_sql(const char *text)
{
    store_test_sql(walk_x->root, "%s", text);
}

const char *walk_told(const char *query)
{
    return store_test_text(walk_x->root, walk_x->arena, query);
}

/* ---- an organisation with this book and China's calendar ---- */

static void use_calendar(void)
{
    struct calendar_file_faults faults = {.n = 0};
    struct calendar_file file;
    struct change_by by = {.keys = walk_x->keys, .now_us = walk_x->now_us};
    struct calendar_row row = {.code = "walks", .name_zh = "全国工作日历", .name_en = "Working days in China", .make_up = "", .active = true};
    for (int day = 0; day < 7; day++)
        row.week[day] = day >= 1 && day <= 5 ? "08:30-12:00 13:30-17:30" : "";
    ASSERT_OK(calendar_file_read(walk_x->arena, walk_file_of("calendars/cn-2026.yaml"), &file, &faults));
    ASSERT_OK(calendar_save(walk_x->staff_db, walk_x->arena, &by, &row));
    ASSERT_OK(calendar_load(walk_x->staff_db, walk_x->arena, row.id, &row));
    ASSERT_OK(calendar_days_save(walk_x->staff_db, walk_x->arena, &by, row.id, row.version, 2026, file.source, file.days, file.n_days));
    ASSERT_OK(calendar_unit_set(walk_x->staff_db, walk_x->arena, &by, 1, row.id));
}

/* Its document with the limits of units that the walk wants in place of none. */
struct str walk_with_units(struct str yaml, const char *units)
{
    static const char none[] = "\nunits: []\n";
    struct buf b = {.arena = walk_x->arena};
    const char *at = strstr(yaml.p, none);
    ck_assert_ptr_nonnull(at);
    buf_add(&b, yaml.p, (size_t)(at - yaml.p));
    buf_printf(&b, "\nunits: %s\n", units);
    return buf_str(&b);
}

enum err walk_load(struct str yaml, struct rulebook_faults *faults)
{
    struct rulebook *book;
    ASSERT_OK(rulebook_read(walk_x->arena, yaml, &book, faults));
    return rulebook_load(walk_x->staff_db, walk_x->arena, walk_x->keys, book, "", walk_x->now_us, faults);
}

/* function: of department 6, which handles what the walk is about. */
void walk_use_book(const char *name, const char *function)
{
    struct rulebook_faults *faults = ARENA_ARRAY(walk_x->arena, 1, struct rulebook_faults);
    store_test_sql(walk_x->root, "UPDATE department SET function = 'custom' WHERE function <> 'customer_service'");
    store_test_sql(walk_x->root, "INSERT INTO department (id, unit_id, function, name_zh, name_en, active) VALUES (6, 2, '%s', '业务部门', 'Business', 1)", function);
    walk_sql("INSERT INTO app_user (id, login, name, unit_id, department_id, active) VALUES (7, 'coordinator', '协调员', 2, 6, 1)");
    walk_sql("UPDATE department SET coordinator_id = 7 WHERE id = 6");
    walk_sql("INSERT INTO setting (name, value) VALUES ('intake_unit', 'A')");
    enum err e = walk_load(walk_file_of(name), faults);
    if (e != ERR_NONE)
        ck_abort_msg("%s: %s", err_name(e), faults->n ? faults->list[0].message : "no fault told");
    use_calendar();
}

void walk_one_level(void)
{
    walk_sql("UPDATE unit SET level = 1");
}

void walk_holds(int user, const char *role, int unit)
{
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, arena_printf(walk_x->arena, "SELECT COUNT(*) FROM role WHERE code = '%s'", role)), 1);
    store_test_sql(walk_x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) SELECT %d, id, %d FROM role WHERE code = '%s'", user, unit, role);
}

void walk_setup(void)
{
    walk_x = fixture_make();
}

void walk_teardown(void)
{
    fixture_end(walk_x);
}

/* ---- moving on ---- */

/* What comes next happens at this moment: a writer is a second later than the fixture's clock. */
void walk_now(int month, int day, int hour, int minute)
{
    walk_x->now_us = utc_from_local(2026, month, day, hour, minute, 0, walk_x->zone) - UTC_SECOND_US;
}

/* As the website does: customer service carries it, and the rules go by the function of the category. Here the department that does what the category asks for has it already. */
void walk_file_as(struct filing *f, const char *category, int64_t department_id)
{
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_PUBLIC, 0);
    struct filing_route route;
    f->category_id = store_test_number(walk_x->root, walk_x->arena, arena_printf(walk_x->arena, "SELECT id FROM category WHERE code = '%s'", category));
    f->n_answers = 0;
    ASSERT_OK(filing_route(walk_x->public_db, walk_x->arena, f->category_id, NULL, &route));
    ck_assert_int_eq(route.department_id, WALK_SERVICE);
    f->department_id = department_id;
    ASSERT_OK(filing_begin(walk_x->public_db, walk_x->arena, &w, &route, f));
    ASSERT_OK(filing_save(walk_x->public_db, walk_x->arena, &w, f, &walk_filed));
}

void walk_file(const char *category)
{
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "等了很久也没有结果");
    walk_file_as(&f, category, WALK_BUSINESS);
}

static struct complaint_result result; /* of the last action */

enum err walk_try(int user, struct complaint_command command)
{
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_STAFF, user);
    return complaint_act(walk_x->staff_db, walk_x->arena, &w, &command, &result);
}

void walk_act(enum complaint_action action, const char *text)
{
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, action, text);
    if (action == ACTION_ASSIGN)
        command.department_id = WALK_BUSINESS;
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
}

/* Closed on a basis of this book. */
void walk_end(const char *basis, const char *text)
{
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLOSE, text);
    command.basis = basis;
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
}

const char *walk_open_gates(void)
{
    struct buf b = {.arena = walk_x->arena};
    for (size_t i = 0; i < result.n_gates; i++)
        buf_printf(&b, "%s%s", b.n ? " " : "", gate_word(result.gates[i].gate));
    return b.n ? b.p : "";
}

/* Without the reasons that a form would add; department_id: who is responsible. */
enum err walk_try_end(const char *basis, enum complaint_finding finding, int64_t department_id)
{
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLOSE, "已经办结");
    struct complaint_closing *closing = fixture_closing(walk_x);
    closing->department_id = department_id;
    closing->finding = finding;
    closing->basis = basis;
    closing->text = command.text;
    command.closing = closing;
    command.basis = basis;
    command.finding = finding;
    return walk_try(FIXTURE_CLERK, command);
}

void walk_flag(const char *flag, const char *note)
{
    struct complaint_flag flags[] = {{flag, note}};
    walk_classify((struct complaint_classing){.class = {.flags = flags, .n_flags = 1}});
}

void walk_done(const char *rule, const char *note)
{
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLOCK_DONE, note);
    command.clock_id = walk_clock_id(rule);
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
}

const char *walk_grade(void)
{
    return walk_told(arena_printf(walk_x->arena, "SELECT grade FROM complaint WHERE id = %lld", (long long)walk_filed.id));
}

void walk_classify(struct complaint_classing classing)
{
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLASSIFY, NULL);
    classing.category = "";
    classing.grade = "";
    classing.grade_reason = "";
    classing.loss = classing.loss ? classing.loss : "";
    classing.validity = classing.validity ? classing.validity : "";
    classing.validity_reason = *classing.validity ? "现场核实属实" : "";
    command.classing = &classing;
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
}

int64_t walk_clock_id(const char *rule)
{
    return store_test_number(walk_x->root, walk_x->arena,
                             arena_printf(walk_x->arena, "SELECT IFNULL(MAX(id), 0) FROM clock WHERE complaint_id = %lld AND rule = '%s'", (long long)walk_filed.id, rule));
}

size_t walk_sweep(void)
{
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_JOBS, 0);
    size_t done = 0;
    ASSERT_OK(complaint_sweep(walk_x->jobs_db, walk_x->arena, &w, walk_x->zone, 100, &done));
    return done;
}

/* ---- looking ---- */

const char *walk_shown(int64_t at_us)
{
    struct utc_parts p = utc_in_zone(at_us, walk_x->zone);
    return arena_printf(walk_x->arena, "%02d-%02d %02d:%02d", p.month, p.day, p.hour, p.minute);
}

/* The newest clock of a rule: "running 03-02 17:30", with "late" and what it waits for. */
const char *walk_clock_of(const char *rule)
{
    static const char *const states[] = {"", "running", "paused", "met", "ended"};
    int64_t id = walk_clock_id(rule);
    if (!id)
        return "none";
    struct arena *a = walk_x->arena;
    int state = (int)store_test_number(walk_x->root, a, arena_printf(a, "SELECT state FROM clock WHERE id = %lld", (long long)id));
    int64_t due_us = store_test_number(walk_x->root, a, arena_printf(a, "SELECT due_us FROM clock WHERE id = %lld", (long long)id));
    bool late = store_test_number(walk_x->root, a, arena_printf(a, "SELECT late FROM clock WHERE id = %lld", (long long)id));
    return arena_printf(a, "%s %s%s", states[state], walk_shown(due_us), late ? " late" : "");
}

/* Notices since the last look, in order: "7 clock_due dispatch; 4 clock_escalated dispatch". */
const char *walk_notices(void)
{
    const char *seen = walk_told("SELECT IFNULL(GROUP_CONCAT(CONCAT(user_id, ' ', kind) ORDER BY id SEPARATOR '; '), '') FROM notice");
    walk_sql("DELETE FROM notice");
    return seen;
}

int walk_events(const char *kind)
{
    return (int)store_test_number(walk_x->root, walk_x->arena,
                                  arena_printf(walk_x->arena, "SELECT COUNT(*) FROM event WHERE complaint_id = %lld AND kind = '%s'", (long long)walk_filed.id, kind));
}

void walk_promises(const char *promised, const char *next)
{
    struct complaint c = fixture_load(walk_x, FIXTURE_CLERK, walk_filed.number);
    ck_assert_str_eq(walk_shown(c.promised_us), promised);
    ck_assert_str_eq(walk_shown(c.due_us), next);
}

void walk_unbroken(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(walk_x->jobs_db, walk_x->arena, walk_x->keys, walk_filed.id, &bad));
    ck_assert_int_eq(bad, 0);
}

void walk_opens(const struct walk_opening *o, const char *category)
{
    walk_one_level();
    walk_use_book(o->book, o->function);
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_CHIEF, "general_manager", 1);
    walk_now(6, 3, o->hour, 0);
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, o->body);
    f.complainant_kind = o->kind;
    walk_file_as(&f, category, WALK_BUSINESS);
}
