#include <string.h>

#include "identity_store.h"
#include "repeat_store.h"
#include "store_fixture.h"

static struct fixture *x;
static const struct rb_repeats rules = {.days = 90, .similar_percent = 60};

static const char told[] = "我于2026年8月在贵公司购买重疾险，业务员承诺满期返还全部保费，现在公司只肯退现金价值，要求全额退保并书面道歉。";
static const char again[] = "我在贵公司购买了重疾险，业务员承诺满期返还全部保费，可是现在公司只肯退现金价值，我要求全额退保、书面道歉！";
static const char else_told[] = "理赔材料交了三个月没有任何回音，客服电话一直占线，请尽快处理住院医疗费用的报销问题。";

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static struct filed file(int64_t unit_id, enum complaint_mode mode, const char *phone, const char *reference, const char *body)
{
    struct filing f = fixture_filing(x, unit_id, 0, body);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed filed;
    f.mode = mode;
    f.who = (struct identity){.name = "", .phone = phone, .email = "", .address = "", .id_number = "", .prefer = "phone", .prefer_time = ""};
    f.reference = reference;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    return filed;
}

/* As jobs do a moment after the filing. */
static void follow(void)
{
    size_t done;
    ASSERT_OK(identity_take_over(x->jobs_db, x->arena, x->keys, 100, &done));
    ASSERT_OK(repeat_index(x->jobs_db, x->arena, 100, &done));
}

static size_t find(int user, const struct repeat_question *asked, struct repeat_match **ret_list)
{
    struct repeat_question q = *asked;
    size_t n;
    q.now_us = q.now_us ? q.now_us : x->now_us;
    ASSERT_OK(repeat_find(x->staff_db, x->arena, &x->users[user], x->keys, &rules, &q, 20, ret_list, &n));
    return n;
}

START_TEST(each_way_is_found_with_its_reason)
{
    struct filed by_phone = file(4, COMPLAINT_NAMED, "+86 138-0013-8000", "", "第一件事情说的是别的内容，与后面几件没有关系。");
    struct filed by_reference = file(4, COMPLAINT_NAMED, "13900000001", "P-2026-7", "第二件谈的是另外一个问题，保全变更一直没有生效。");
    struct filed by_text = file(4, COMPLAINT_ANONYMOUS, "", "", told);
    file(4, COMPLAINT_NAMED, "13900000002", "P-9", else_told);
    struct repeat_match *found;
    const struct identity who = {.name = "", .phone = "138 0013 8000", .email = ""};
    follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.who = &who, .reference = "P-2026-7", .text = again}, &found), 3);
    unsigned seen = 0;
    for (size_t i = 0; i < 3; i++) {
        seen |= found[i].reasons;
        if (found[i].c.id == by_phone.id)
            ck_assert_uint_eq(found[i].reasons, REPEAT_PHONE);
        if (found[i].c.id == by_reference.id)
            ck_assert_uint_eq(found[i].reasons, REPEAT_REFERENCE);
        if (found[i].c.id == by_text.id) {
            ck_assert_uint_eq(found[i].reasons, REPEAT_TEXT);
            ck_assert_int_ge(found[i].similar_percent, 60);
        }
    }
    ck_assert_uint_eq(seen, REPEAT_PHONE | REPEAT_REFERENCE | REPEAT_TEXT);
    ck_assert_str_ne(found[0].c.category_zh, "");
}
END_TEST

START_TEST(one_match_names_all_its_reasons_and_stands_first)
{
    file(4, COMPLAINT_NAMED, "13800138000", "", else_told);
    struct filed all = file(4, COMPLAINT_NAMED, "13800138000", "P-1", told);
    file(4, COMPLAINT_NAMED, "13800138000", "", else_told);
    struct repeat_match *found;
    const struct identity who = {.name = "", .phone = "13800138000", .email = ""};
    follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.who = &who, .reference = "P-1", .text = told}, &found), 3);
    ck_assert_int_eq(found[0].c.id, all.id);
    ck_assert_uint_eq(found[0].reasons, REPEAT_PHONE | REPEAT_REFERENCE | REPEAT_TEXT);
    ck_assert_int_eq(found[0].similar_percent, 100);
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.who = &who, .reference = "P-1", .text = told, .but = all.id}, &found), 2);
}
END_TEST

START_TEST(nothing_out_of_scope_kept_out_or_confidential)
{
    struct filed one = file(4, COMPLAINT_NAMED, "13800138000", "P-1", told);
    file(4, COMPLAINT_CONFIDENTIAL, "13800138000", "", else_told);
    struct repeat_match *found;
    const struct identity who = {.name = "", .phone = "13800138000", .email = ""};
    const struct repeat_question asked = {.who = &who, .reference = "P-1", .text = told};
    follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, &asked, &found), 1);
    ck_assert_uint_eq(find(FIXTURE_OTHER, &asked, &found), 0);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, %d, 'own', 1)", (long long)one.id, FIXTURE_CLERK);
    ck_assert_uint_eq(find(FIXTURE_CLERK, &asked, &found), 0);
    ck_assert_uint_eq(find(FIXTURE_CHIEF, &asked, &found), 1);
}
END_TEST

START_TEST(what_is_too_old_or_asked_for_by_nothing_is_not_found)
{
    file(4, COMPLAINT_NAMED, "13800138000", "P-1", told);
    struct repeat_match *found;
    const struct identity who = {.name = "", .phone = "13800138000", .email = ""};
    follow();
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.who = &who, .now_us = x->now_us + 91 * UTC_DAY_US}, &found), 0);
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.who = &who, .now_us = x->now_us + 89 * UTC_DAY_US}, &found), 1);
    ck_assert_uint_eq(find(FIXTURE_CLERK, &(struct repeat_question){.text = "", .reference = ""}, &found), 0);
}
END_TEST

START_TEST(signatures_are_made_once)
{
    size_t done;
    file(4, COMPLAINT_NAMED, "13800138000", "", told);
    file(4, COMPLAINT_NAMED, "13800138000", "", "太短");
    ASSERT_OK(repeat_index(x->jobs_db, x->arena, 1, &done));
    ck_assert_uint_eq(done, 1);
    ASSERT_OK(repeat_index(x->jobs_db, x->arena, 10, &done));
    ck_assert_uint_eq(done, 1);
    ASSERT_OK(repeat_index(x->jobs_db, x->arena, 10, &done));
    ck_assert_uint_eq(done, 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM complaint_signature"), REPEAT_BANDS);
}
END_TEST

Suite *suite_store_repeat(void);
Suite *suite_store_repeat(void)
{
    Suite *s = suite_create("store_repeat");
    TCase *t = tcase_create("repeat");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, each_way_is_found_with_its_reason);
    tcase_add_test(t, one_match_names_all_its_reasons_and_stands_first);
    tcase_add_test(t, nothing_out_of_scope_kept_out_or_confidential);
    tcase_add_test(t, what_is_too_old_or_asked_for_by_nothing_is_not_found);
    tcase_add_test(t, signatures_are_made_once);
    suite_add_tcase(s, t);
    return s;
}
