#include <string.h>

#include "category_store.h"
#include "rulebook_store.h"
#include "store_fixture.h"

static struct fixture *x;
static struct rulebook_faults faults;

static void up(void)
{
    x = fixture_make();
    faults = (struct rulebook_faults){0};
}

static void down(void)
{
    fixture_end(x);
}

static struct change_by by(int user)
{
    x->now_us += 1000000;
    return (struct change_by){.keys = x->keys, .actor = user ? &x->users[user] : NULL, .now_us = x->now_us};
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void log_is_sound(void)
{
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
}

static const struct rulebook *now(struct db *db, int64_t *ret_id)
{
    const struct rulebook *book = NULL;
    (void)db_take_counts(db); /* another request */
    ASSERT_OK(rulebook_in_force(db, x->arena, &book, ret_id));
    return book;
}

static struct rulebook *book_of(const char *yaml)
{
    struct rulebook *book = NULL;
    ASSERT_OK(rulebook_read(x->arena, str_of(yaml), &book, &faults));
    return book;
}

/* A copy of the book in force, to be changed. */
static struct rulebook *edited(void)
{
    int64_t id;
    return rulebook_copy(x->arena, now(x->staff_db, &id));
}

static struct rulebook_version draft(void)
{
    struct rulebook_version v = {0};
    struct rulebook *book;
    ASSERT_OK(rulebook_draft(x->staff_db, x->arena, &v, &book));
    return v;
}

static void save_new(int user, const struct rulebook *book)
{
    struct change_by me = by(user);
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, 0, 0, book));
}

static enum err publish(int user, int64_t later_us)
{
    struct rulebook_version v = draft();
    struct change_by me = by(user);
    return rulebook_publish(x->staff_db, x->arena, &me, v.id, v.version, x->now_us + later_us, "更新时限", &faults);
}

static void load(const struct rulebook *book)
{
    x->now_us += 1000000;
    ASSERT_OK(rulebook_load(x->staff_db, x->arena, x->keys, book, "", x->now_us, &faults));
}

static bool told(const char *path, const char *words)
{
    for (size_t i = 0; i < faults.n; i++) {
        if (strcmp(faults.list[i].path, path) == 0 && strstr(faults.list[i].message, words))
            return true;
    }
    return false;
}

START_TEST(the_book_in_force_is_kept_by_each_worker)
{
    int64_t id;
    struct db *pools[] = {x->public_db, x->staff_db, x->jobs_db};
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        const struct rulebook *book = now(pools[i], &id);
        ck_assert_int_eq(id, 1);
        ck_assert_str_eq(rulebook_clock(book, "resolve")->limit, "15 nd");
        ck_assert_ptr_eq(now(pools[i], &id), book);
    }
    const struct rulebook *old = now(x->public_db, &id);
    struct rulebook *changed = edited();
    changed->clocks[3].limit = "10 nd";
    load(changed);
    const struct rulebook *new = now(x->public_db, &id);
    ck_assert_int_eq(id, number("SELECT id FROM rulebook_version WHERE state = 3"));
    ck_assert_str_eq(rulebook_clock(new, "resolve")->limit, "10 nd");
    ck_assert_str_eq(rulebook_clock(old, "resolve")->limit, "15 nd");
}
END_TEST

START_TEST(without_a_book_it_says_so)
{
    const struct rulebook *book;
    int64_t id;
    (void)db_take_counts(x->public_db);
    store_test_sql(x->root, "UPDATE rulebook_version SET state = 4");
    ASSERT_ERR(rulebook_in_force(x->public_db, x->arena, &book, &id), ERR_CONFIG);
    struct change_by me = by(FIXTURE_CHIEF);
    ASSERT_OK(rulebook_draft_open(x->staff_db, x->arena, &me, 0, &id));
    struct rulebook *empty;
    struct rulebook_version v;
    ASSERT_OK(rulebook_draft(x->staff_db, x->arena, &v, &empty));
    ck_assert_uint_eq(empty->categories_count, 0);
    ASSERT_ERR(publish(FIXTURE_CHIEF, 0), ERR_INPUT);
    ck_assert(told("categories", "nobody could complain"));
    ck_assert_int_eq(draft().state, RULEBOOK_DRAFT);
    /* The first one may be published by who drafted it. */
    me = by(FIXTURE_CHIEF);
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, v.id, v.version, book_of(fixture_book)));
    ASSERT_OK(publish(FIXTURE_CHIEF, 0));
    book = now(x->public_db, &id);
    ck_assert_uint_eq(book->categories_count, 2);
}
END_TEST

START_TEST(a_draft_is_saved_and_published_by_somebody_else)
{
    struct rulebook *book = edited();
    book->clocks[3].limit = "12 nd";
    save_new(FIXTURE_CLERK, book);
    struct rulebook_version v = draft();
    ck_assert_int_eq(v.based_on, 1);
    ck_assert_str_eq(v.author, "李静");
    ASSERT_ERR(publish(FIXTURE_CLERK, 0), ERR_FORBIDDEN);
    /* Who changed it last may not either; who did neither may. */
    struct change_by me = by(FIXTURE_OTHER);
    book->clocks[3].limit = "11 nd";
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, v.id, v.version, book));
    ASSERT_ERR(publish(FIXTURE_OTHER, 0), ERR_FORBIDDEN);
    ASSERT_ERR(publish(FIXTURE_CLERK, 0), ERR_FORBIDDEN);
    ASSERT_OK(publish(FIXTURE_CHIEF, 0));
    struct rulebook_version *list;
    size_t n;
    ASSERT_OK(rulebook_versions(x->staff_db, x->arena, 10, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(list[0].state, RULEBOOK_IN_FORCE);
    ck_assert_int_eq(list[0].number, 2);
    ck_assert_str_eq(list[0].note, "更新时限");
    ck_assert_str_eq(list[0].publisher, "陈主任");
    ck_assert_str_eq(list[0].editor, "赵磊");
    ck_assert_int_eq(list[1].state, RULEBOOK_PAST);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'rulebook' AND kind = 'created'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'rulebook' AND kind = 'edited' AND data = '{\"clocks.resolve.limit\":[\"12 nd\",\"11 nd\"]}'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'rulebook' AND kind = 'published' AND data LIKE '%15 nd%11 nd%'"), 1);
    log_is_sound();
}
END_TEST

START_TEST(a_small_organisation_publishes_alone)
{
    struct rulebook *book = edited();
    book->publish_alone = true;
    save_new(FIXTURE_CLERK, book);
    /* Not by the draft's own word. */
    ASSERT_ERR(publish(FIXTURE_CLERK, 0), ERR_FORBIDDEN);
    ASSERT_OK(publish(FIXTURE_CHIEF, 0));
    book->clocks[3].limit = "9 nd";
    save_new(FIXTURE_CLERK, book);
    ASSERT_OK(publish(FIXTURE_CLERK, 0));
}
END_TEST

START_TEST(there_is_one_draft_and_it_is_guarded)
{
    struct change_by me = by(FIXTURE_CLERK);
    int64_t id, again;
    ASSERT_OK(rulebook_draft_open(x->staff_db, x->arena, &me, 0, &id));
    me = by(FIXTURE_OTHER);
    ASSERT_ERR(rulebook_draft_open(x->staff_db, x->arena, &me, 0, &again), ERR_STATE);
    struct rulebook *book = edited();
    book->clocks[0].limit = "2 wd";
    ASSERT_ERR(rulebook_draft_save(x->staff_db, x->arena, &me, 0, 0, book), ERR_STALE);
    ASSERT_ERR(rulebook_draft_save(x->staff_db, x->arena, &me, id, 7, book), ERR_STALE);
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, id, 1, book));
    /* Nothing new is nothing saved. */
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, id, 2, book));
    ck_assert_int_eq(draft().version, 2);
    ASSERT_ERR(rulebook_draft_drop(x->staff_db, x->arena, &me, id, 1), ERR_STALE);
    ASSERT_OK(rulebook_draft_drop(x->staff_db, x->arena, &me, id, 2));
    struct rulebook_version v;
    ASSERT_ERR(rulebook_draft(x->staff_db, x->arena, &v, &book), ERR_NOT_FOUND);
    ASSERT_ERR(rulebook_draft_drop(x->staff_db, x->arena, &me, 99, 2), ERR_NOT_FOUND);
    log_is_sound();
}
END_TEST

START_TEST(an_older_version_is_restored_as_a_draft)
{
    struct rulebook *book = edited();
    book->clocks[3].limit = "10 nd";
    load(book);
    struct change_by me = by(FIXTURE_CLERK);
    int64_t id;
    struct rulebook_version v;
    struct str yaml;
    ASSERT_OK(rulebook_draft_open(x->staff_db, x->arena, &me, 1, &id));
    ASSERT_OK(rulebook_version_load(x->staff_db, x->arena, id, &v, &book, &yaml));
    ck_assert_int_eq(v.based_on, 1);
    ck_assert_str_eq(book->clocks[3].limit, "15 nd");
    ck_assert(strstr(yaml.p, "15 nd") != NULL);
    ASSERT_OK(publish(FIXTURE_CHIEF, 0));
    ck_assert_str_eq(now(x->public_db, &id)->clocks[3].limit, "15 nd");
    ASSERT_ERR(rulebook_version_load(x->staff_db, x->arena, 999, &v, &book, &yaml), ERR_NOT_FOUND);
}
END_TEST

/* ---- what follows the book ---- */

START_TEST(categories_follow_the_book_and_keep_their_ids)
{
    struct rulebook *book = edited();
    struct rb_category *list = ARENA_ARRAY(x->arena, 4, struct rb_category);
    struct rb_field *fields = ARENA_ARRAY(x->arena, 2, struct rb_field);
    list[0] = book->categories[1];
    list[0].name.zh = "新服务";
    list[1] = (struct rb_category){.code = "money", .parent = "", .function = "", .name = {"钱款", "Money"}, .definition = {"", ""}, .examples = {"", ""}};
    list[2] = book->categories[0];
    list[2].parent = "money";
    list[2].fields = fields;
    list[2].fields_count = 2;
    fields[0] = (struct rb_field){.code = "day", .label = {"日期", "Day"}, .hint = {"", ""}, .kind = "date", .choices = {"", ""}, .required = true};
    fields[1] = book->categories[0].fields[0];
    fields[1].label.zh = "保险单号";
    list[3] = (struct rb_category){.code = "fees", .parent = "money", .function = "payments", .name = {"收费", "Fees"}, .definition = {"", ""}, .examples = {"", ""}};
    book->categories = list;
    book->categories_count = 4;
    load(book);
    struct category *shown, one;
    struct category_field *questions;
    size_t n;
    ASSERT_OK(category_list(x->public_db, x->arena, true, &shown, &n));
    ck_assert_uint_eq(n, 4);
    ck_assert_int_eq(shown[0].id, 2);
    ck_assert_str_eq(shown[0].name_zh, "新服务");
    ck_assert(shown[1].is_group);
    ck_assert_int_eq(shown[2].id, 1);
    ck_assert_int_eq(shown[2].parent_id, shown[1].id);
    ck_assert_str_eq(shown[3].code, "fees");
    ASSERT_OK(category_fields(x->public_db, x->arena, 1, true, &questions, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(questions[0].kind, "date");
    ck_assert_int_eq(questions[1].id, 1);
    ck_assert_str_eq(questions[1].label_zh, "保险单号");
    /* What is gone from the book stays in the table, for what refers to it. */
    book->categories_count = 3;
    book->categories[2].fields_count = 1;
    load(book);
    ASSERT_OK(category_load(x->public_db, x->arena, shown[3].id, &one));
    ck_assert(!one.active);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM category_field WHERE category_id = 1"), 2);
    ck_assert_int_eq(number("SELECT active FROM category_field WHERE id = 1"), 0);
}
END_TEST

START_TEST(questions_without_a_code_are_known_by_their_label)
{
    store_test_sql(x->root, "UPDATE category_field SET code = ''");
    struct rulebook *book = edited();
    book->categories[0].fields[0].hint = (struct rb_text){"在首页", "On the first page"};
    load(book);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM category_field"), 1);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT CONCAT(id, code, hint_zh) FROM category_field"), "1policy在首页");
}
END_TEST

START_TEST(roles_are_made_once_and_left_alone)
{
    load(edited());
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role"), 0);
    struct rulebook *book = edited();
    book->clocks[3].limit = "14 nd";
    load(book);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role r JOIN role_permission p ON p.role_id = r.id WHERE r.code = 'manager'"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'role' AND kind = 'created'"), 1);
    store_test_sql(x->root, "UPDATE role SET name_zh = '改过'");
    book->clocks[3].limit = "13 nd";
    load(book);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role WHERE name_zh = '改过'"), 1);
    log_is_sound();
}
END_TEST

/* ---- what is used stays ---- */

START_TEST(a_code_in_use_cannot_be_taken_out)
{
    struct filed filed = fixture_file(x, 2, 3, "理赔太慢");
    store_test_sql(x->root, "UPDATE complaint SET grade = 'heavy', basis = 'agreed', exclusion = 'court' WHERE number = '%s'", filed.number);
    store_test_sql(x->root, "INSERT INTO complaint_code (complaint_id, kind, code) SELECT id, 1, 'people' FROM complaint");
    store_test_sql(x->root, "INSERT INTO complaint_code (complaint_id, kind, code) SELECT id, 3, 'media' FROM complaint");
    struct rulebook *book = edited();
    book->categories = &book->categories[1];
    book->categories_count = 1;
    book->grades_count = 1;
    book->grading_count = book->causes_count = book->stages_count = book->flags_count = book->bases_count = book->exclusions_count = book->channels_count = 0;
    book->clocks[2] = book->clocks[3];
    book->clocks_count = 3;
    book->levels_count = 2;
    book->functions_count = 1;
    save_new(FIXTURE_CLERK, book);
    ASSERT_ERR(publish(FIXTURE_CHIEF, 0), ERR_STATE);
    ck_assert(told("categories", "\"claims\"") && told("grades", "\"heavy\"") && told("causes", "\"people\"") && told("flags", "\"media\"") && told("bases", "\"agreed\""));
    ck_assert(told("exclusions", "\"court\"") && told("channels", "\"web\"") && told("levels", "level 3") && told("functions", "\"payments\""));
    ck_assert(!told("stages", "\"sale\"") && !told("channels", "\"telephone\""));
    int64_t id;
    (void)now(x->public_db, &id);
    ck_assert_int_eq(id, 1);
    ck_assert_int_eq(draft().state, RULEBOOK_DRAFT);
    int n = -1;
    store_test_sql(x->root, "INSERT INTO clock (complaint_id, kind, track, rule, book_id, state, limit_unit, limit_value, started_us, first_due_us, due_us, next_us) "
                            "SELECT id, 9, 'test', 'none', 1, 1, 1, 1, 1, 1, 1, 1 FROM complaint");
    ASSERT_OK(rulebook_in_use(x->staff_db, x->arena, "grades", "heavy", &n));
    ck_assert_int_eq(n, 1);
    ASSERT_OK(rulebook_in_use(x->staff_db, x->arena, "categories", "claims", &n));
    ck_assert_int_eq(n, 1);
    ASSERT_OK(rulebook_in_use(x->staff_db, x->arena, "stages", "sale", &n));
    ck_assert_int_eq(n, 0);
    ASSERT_OK(rulebook_in_use(x->staff_db, x->arena, "kpis", "any", &n));
    ck_assert_int_eq(n, 0);
}
END_TEST

START_TEST(every_section_that_is_used_can_be_asked)
{
    static const char *const sections[] = {"categories", "grades", "channels", "sources", "complainants", "exclusions", "bases", "causes", "stages", "flags", "clocks", "functions"};
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        int n = -1;
        ASSERT_OK(rulebook_in_use(x->staff_db, x->arena, sections[i], "nowhere", &n));
        ck_assert_int_eq(n, 0);
    }
}
END_TEST

/* ---- later ---- */

START_TEST(a_planned_version_comes_in_by_itself)
{
    struct rulebook *book = edited();
    book->clocks[3].limit = "20 nd";
    book->categories[1].name.en = "Our service";
    save_new(FIXTURE_CLERK, book);
    ASSERT_OK(publish(FIXTURE_CHIEF, INT64_C(3600) * 1000000));
    int64_t id, due = number("SELECT effective_us FROM rulebook_version WHERE state = 2");
    bool brought = true;
    ck_assert_str_eq(now(x->public_db, &id)->clocks[3].limit, "15 nd");
    ASSERT_OK(rulebook_bring_in(x->jobs_db, x->arena, x->keys, due - 1, &brought));
    ck_assert(!brought);
    /* Nothing else is published while it waits. */
    save_new(FIXTURE_CLERK, edited());
    ASSERT_ERR(publish(FIXTURE_CHIEF, 0), ERR_STATE);
    ck_assert(told("", "is planned"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM category WHERE name_en = 'Our service'"), 0);
    ASSERT_OK(rulebook_bring_in(x->jobs_db, x->arena, x->keys, due, &brought));
    ck_assert(brought);
    ck_assert_str_eq(now(x->public_db, &id)->clocks[3].limit, "20 nd");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM category WHERE name_en = 'Our service'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role WHERE code = 'manager'"), 1);
    ASSERT_OK(rulebook_bring_in(x->jobs_db, x->arena, x->keys, due, &brought));
    ck_assert(!brought);
    ASSERT_OK(publish(FIXTURE_CHIEF, 0));
    log_is_sound();
}
END_TEST

START_TEST(a_planned_version_can_be_taken_back_and_takes_nothing_out)
{
    struct rulebook *book = edited();
    book->stages_count = 0;
    save_new(FIXTURE_CLERK, book);
    ASSERT_ERR(publish(FIXTURE_CHIEF, INT64_C(3600) * 1000000), ERR_STATE);
    ck_assert(told("stages", "may be used until"));
    struct rulebook_version v = draft();
    struct change_by me = by(FIXTURE_CLERK);
    book = edited();
    book->stages[0].inactive = true;
    ASSERT_OK(rulebook_draft_save(x->staff_db, x->arena, &me, v.id, v.version, book));
    ASSERT_OK(publish(FIXTURE_CHIEF, INT64_C(3600) * 1000000));
    me = by(FIXTURE_CHIEF);
    ASSERT_OK(rulebook_draft_drop(x->staff_db, x->arena, &me, v.id, v.version + 2));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM rulebook_version WHERE state = 5"), 1);
    bool brought;
    ASSERT_OK(rulebook_bring_in(x->jobs_db, x->arena, x->keys, x->now_us + INT64_C(7200) * 1000000, &brought));
    ck_assert(!brought);
}
END_TEST

/* ---- loading ---- */

START_TEST(loading_changes_everything_or_nothing)
{
    struct rulebook *book = edited();
    book->clocks[3].limit = "soon";
    ASSERT_ERR(rulebook_load(x->staff_db, x->arena, x->keys, book, "", x->now_us, &faults), ERR_INPUT);
    ck_assert(told("clocks[3].limit", "not a limit"));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM rulebook_version"), 1);
    /* The same again is nothing. */
    load(edited());
    ck_assert_int_eq(number("SELECT COUNT(*) FROM rulebook_version"), 1);
    /* An open draft stays. */
    book = edited();
    book->clocks[3].limit = "8 nd";
    save_new(FIXTURE_CLERK, book);
    book->clocks[3].limit = "7 nd";
    load(book);
    ck_assert_int_eq(draft().based_on, 1);
    int64_t id;
    ck_assert_str_eq(now(x->public_db, &id)->clocks[3].limit, "7 nd");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'rulebook' AND kind = 'published' AND actor_id IS NULL"), 1);
}
END_TEST

START_TEST(a_long_change_is_summarised)
{
    struct rulebook *book = edited();
    struct rb_template *list = ARENA_ARRAY(x->arena, 60, struct rb_template);
    struct buf body = {.arena = x->arena};
    for (int i = 0; i < 2000; i++)
        buf_adds(&body, "字\"");
    for (int i = 0; i < 60; i++)
        list[i] = (struct rb_template){.code = arena_printf(x->arena, "t%d", i), .use = "reply", .name = {"模板", "Template"}, .body = {body.p, body.p}};
    book->templates = list;
    book->templates_count = 60;
    load(book);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE kind = 'published' AND LENGTH(data) < 65536 AND data LIKE '%\"more\":[null,\"29\"]%'"), 1);
    log_is_sound();
}
END_TEST

Suite *suite_store_rulebook(void);
Suite *suite_store_rulebook(void)
{
    Suite *s = suite_create("store_rulebook");
    TCase *c = tcase_create("rulebook");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, the_book_in_force_is_kept_by_each_worker);
    tcase_add_test(c, without_a_book_it_says_so);
    tcase_add_test(c, a_draft_is_saved_and_published_by_somebody_else);
    tcase_add_test(c, a_small_organisation_publishes_alone);
    tcase_add_test(c, there_is_one_draft_and_it_is_guarded);
    tcase_add_test(c, an_older_version_is_restored_as_a_draft);
    tcase_add_test(c, categories_follow_the_book_and_keep_their_ids);
    tcase_add_test(c, questions_without_a_code_are_known_by_their_label);
    tcase_add_test(c, roles_are_made_once_and_left_alone);
    tcase_add_test(c, a_code_in_use_cannot_be_taken_out);
    tcase_add_test(c, every_section_that_is_used_can_be_asked);
    tcase_add_test(c, a_planned_version_comes_in_by_itself);
    tcase_add_test(c, a_planned_version_can_be_taken_back_and_takes_nothing_out);
    tcase_add_test(c, loading_changes_everything_or_nothing);
    tcase_add_test(c, a_long_change_is_summarised);
    suite_add_tcase(s, c);
    return s;
}
