#include <string.h>

#include "category_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void up(void)
{
    x = fixture_make();
}

static void down(void)
{
    fixture_end(x);
}

static struct change_by by(void)
{
    x->now_us += 1000000;
    return (struct change_by){.keys = x->keys, .actor = &x->users[FIXTURE_CHIEF], .now_us = x->now_us};
}

static struct category fresh(const char *code, int64_t group)
{
    return (struct category){.parent_id = group, .code = code, .name_zh = "新类别", .name_en = "New", .definition_zh = "", .definition_en = "", .examples_zh = "",
                             .examples_en = "", .department_function = "legal", .answer_days = 7, .sort = 5};
}

static enum err change(struct category *c, struct category_field *fields, size_t n)
{
    struct change_by me = by();
    return category_save(x->staff_db, x->arena, &me, c, fields, n);
}

static void log_is_sound(int64_t entries)
{
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM change_log"), entries);
}

static struct category_field question(int64_t id, const char *label)
{
    return (struct category_field){.id = id, .label_zh = label, .label_en = "", .hint_zh = "", .hint_en = "", .kind = "text", .active = true, .sort = 1};
}

START_TEST(a_category_is_made_with_its_questions)
{
    struct category c = fresh("law", 0), read;
    struct category_field fields[] = {question(0, "合同号"), question(0, "签订日期")}, *found;
    size_t n;
    fields[1].kind = "date";
    fields[1].required = true;
    fields[1].sort = 0;
    ASSERT_OK(change(&c, fields, 2));
    ASSERT_OK(category_load(x->public_db, x->arena, c.id, &read));
    ck_assert_str_eq(read.code, "law");
    ck_assert_int_eq(read.answer_days, 7);
    ck_assert(read.active && !read.is_group && read.version == 1);
    ASSERT_OK(category_fields(x->public_db, x->arena, c.id, true, &found, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(found[0].label_zh, "签订日期"); /* by their order */
    ck_assert(found[0].required && !found[1].required);
    log_is_sound(3);
    struct category same = fresh("law", 0);
    ASSERT_ERR(change(&same, NULL, 0), ERR_EXISTS);
    log_is_sound(3);
}
END_TEST

START_TEST(questions_are_changed_and_switched_off_but_never_deleted)
{
    struct category c;
    struct category_field *fields;
    size_t n;
    ASSERT_OK(category_load(x->staff_db, x->arena, 1, &c));
    ASSERT_OK(category_fields(x->staff_db, x->arena, 1, false, &fields, &n));
    fields[0].active = false;
    fields[0].label_en = "Policy no.";
    ASSERT_OK(change(&c, fields, n));
    ASSERT_OK(category_fields(x->public_db, x->arena, 1, true, &fields, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(category_fields(x->staff_db, x->arena, 1, false, &fields, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log"),
                     "{\"field.1.label_en\":[\"Policy number\",\"Policy no.\"],\"field.1.active\":[\"1\",\"0\"]}");
    c.version++;
    ASSERT_OK(change(&c, NULL, 0)); /* questions left out stay */
    ASSERT_OK(category_fields(x->staff_db, x->arena, 1, false, &fields, &n));
    ck_assert_uint_eq(n, 1);
    log_is_sound(1);
}
END_TEST

START_TEST(questions_of_other_categories_are_not_touched)
{
    struct category c;
    struct category_field stolen = question(1, "改名");
    ASSERT_OK(category_load(x->staff_db, x->arena, 2, &c));
    ASSERT_ERR(change(&c, &stolen, 1), ERR_NOT_FOUND);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT label_zh FROM category_field WHERE id = 1"), "保单号");
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT version FROM category WHERE id = 2"), 1);
    log_is_sound(0);
}
END_TEST

START_TEST(there_is_an_end_to_questions)
{
    struct category c;
    struct category_field fields[CATEGORY_FIELDS_MAX];
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        fields[i] = question(0, "问");
    ASSERT_OK(category_load(x->staff_db, x->arena, 1, &c));
    ASSERT_ERR(change(&c, fields, COUNT_OF(fields)), ERR_INPUT); /* with the one there is */
    ASSERT_OK(change(&c, fields, COUNT_OF(fields) - 1));
    c.version++;
    ASSERT_ERR(change(&c, fields, 1), ERR_INPUT);
}
END_TEST

START_TEST(who_saves_second_learns_of_the_first)
{
    struct category mine, theirs;
    ASSERT_OK(category_load(x->staff_db, x->arena, 1, &mine));
    theirs = mine;
    theirs.name_en = "Theirs";
    ASSERT_OK(change(&theirs, NULL, 0));
    mine.name_en = "Mine";
    ASSERT_ERR(change(&mine, NULL, 0), ERR_STALE);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT name_en FROM category WHERE id = 1"), "Theirs");
    struct change_by me = by();
    ASSERT_ERR(category_switch(x->staff_db, x->arena, &me, 1, mine.version, false), ERR_STALE);
    mine.id = 999;
    ASSERT_ERR(change(&mine, NULL, 0), ERR_NOT_FOUND);
    log_is_sound(1);
}
END_TEST

START_TEST(there_are_two_levels)
{
    struct category group = fresh("group", 0), child = fresh("child", 0), read;
    ASSERT_OK(change(&group, NULL, 0));
    child.parent_id = group.id;
    ASSERT_OK(change(&child, NULL, 0));
    ASSERT_OK(category_load(x->staff_db, x->arena, group.id, &read));
    ck_assert(read.is_group);
    struct category deeper = fresh("deeper", child.id);
    ASSERT_ERR(change(&deeper, NULL, 0), ERR_STATE);
    read.parent_id = 1; /* a group below another */
    ASSERT_ERR(change(&read, NULL, 0), ERR_STATE);
    read.parent_id = read.id;
    ASSERT_ERR(change(&read, NULL, 0), ERR_STATE);
    read.parent_id = 999;
    ASSERT_ERR(change(&read, NULL, 0), ERR_NOT_FOUND);
    child.version = 1;
    child.parent_id = 0;
    ASSERT_OK(change(&child, NULL, 0));
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT data FROM change_log ORDER BY id DESC LIMIT 1"), "{\"group\":[\"新类别\",\"\"]}");
    log_is_sound(3);
}
END_TEST

START_TEST(the_public_list_holds_what_can_be_chosen)
{
    struct category group = fresh("group", 0), child = fresh("child", 0), *list;
    size_t n;
    ASSERT_OK(change(&group, NULL, 0));
    child.parent_id = group.id;
    ASSERT_OK(change(&child, NULL, 0));
    ASSERT_OK(category_list(x->public_db, x->arena, true, &list, &n));
    ck_assert_uint_eq(n, 4);
    struct change_by me = by();
    ASSERT_OK(category_switch(x->staff_db, x->arena, &me, child.id, 1, false));
    (void)db_take_counts(x->public_db); /* the next request */
    ASSERT_OK(category_list(x->public_db, x->arena, true, &list, &n));
    ck_assert_uint_eq(n, 2); /* the group has nothing left */
    ASSERT_OK(category_list(x->staff_db, x->arena, false, &list, &n));
    ck_assert_uint_eq(n, 4);
    log_is_sound(3);
}
END_TEST

START_TEST(complaints_in_a_category_are_counted)
{
    int complaints;
    (void)fixture_file(x, 2, 3, "一件");
    ASSERT_OK(category_in_use(x->staff_db, x->arena, 1, &complaints));
    ck_assert_int_eq(complaints, 1);
    ASSERT_OK(category_in_use(x->staff_db, x->arena, 2, &complaints));
    ck_assert_int_eq(complaints, 0);
}
END_TEST

START_TEST(the_longest_change_fits_the_log)
{
    char long_text[601 * 4], label[61 * 4];
    for (size_t i = 0; i < 600; i++)
        memcpy(long_text + 4 * i, "\xf0\xa0\xae\xb7", 4);
    for (size_t i = 0; i < 60; i++)
        memcpy(label + 4 * i, "\xf0\xa0\xae\xb7", 4);
    long_text[2400] = '\0';
    label[240] = '\0';
    struct category c = fresh("long", 0);
    struct category_field fields[CATEGORY_FIELDS_MAX];
    c.name_zh = c.name_en = label;
    c.definition_zh = c.definition_en = c.examples_zh = c.examples_en = long_text;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        fields[i] = question(0, label);
    ASSERT_OK(change(&c, fields, COUNT_OF(fields)));
    c.version = 1;
    c.definition_zh = c.definition_en = c.examples_zh = c.examples_en = long_text + 4;
    ASSERT_OK(change(&c, NULL, 0));
    log_is_sound(2 + CATEGORY_FIELDS_MAX);
}
END_TEST

Suite *suite_store_category(void);
Suite *suite_store_category(void)
{
    Suite *s = suite_create("store: category");
    TCase *c = tcase_create("category");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, a_category_is_made_with_its_questions);
    tcase_add_test(c, questions_are_changed_and_switched_off_but_never_deleted);
    tcase_add_test(c, questions_of_other_categories_are_not_touched);
    tcase_add_test(c, there_is_an_end_to_questions);
    tcase_add_test(c, who_saves_second_learns_of_the_first);
    tcase_add_test(c, there_are_two_levels);
    tcase_add_test(c, the_public_list_holds_what_can_be_chosen);
    tcase_add_test(c, complaints_in_a_category_are_counted);
    tcase_add_test(c, the_longest_change_fits_the_log);
    suite_add_tcase(s, c);
    return s;
}
