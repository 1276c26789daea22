#include <check.h>
#include <string.h>

#include "err.h"
#include "known.h"

static struct arena *a;

static void setup(void)
{
    a = arena_new(1 << 16);
}

static void teardown(void)
{
    arena_free(a);
}

static const struct known_incident outage = {.incident_id = 1, .category_id = 10, .title_zh = "幸福里小区停水", .title_en = "No water in Xingfuli", .body_zh = "", .body_en = "", .area = "幸福里，和平路"};

static int fit(const struct known_incident *k, int64_t category, int64_t group, const char *text)
{
    return known_fit(a, k, &(struct known_question){category, group, text});
}

START_TEST(category_and_place)
{
    ck_assert_int_gt(fit(&outage, 10, 0, "和平路３号没有水"), 0);
    ck_assert_int_gt(fit(&outage, 11, 10, "和平路没有水"), 0);        /* a category below the group */
    ck_assert_int_eq(fit(&outage, 10, 0, "保单退保太慢"), 0);         /* neither the place nor the words */
    ck_assert_int_eq(fit(&outage, 12, 0, "和平路的服务不好"), 0);     /* the place alone */
    ck_assert_int_gt(fit(&outage, 12, 0, "我们幸福里小区又停水了"), 0); /* its words, whatever was chosen */
    ck_assert_int_gt(fit(&outage, 12, 0, "There is NO WATER in XingFuLi since Monday"), 0);
    ck_assert_int_eq(fit(&outage, 12, 0, ""), 0);
}
END_TEST

START_TEST(without_place_or_category)
{
    struct known_incident k = outage;
    k.area = "";
    ck_assert_int_gt(fit(&k, 10, 0, "不相干"), 0); /* of its category, everywhere */
    k.category_id = 0;
    ck_assert_int_eq(fit(&k, 10, 0, "不相干"), 0);
    ck_assert_int_gt(fit(&k, 10, 0, "小区停水，幸福里的"), 0);
    k.title_zh = k.title_en = "水"; /* too short to say anything */
    ck_assert_int_eq(fit(&k, 10, 0, "水"), 0);
}
END_TEST

START_TEST(the_best_first)
{
    struct known_incident list[6];
    const struct known_incident *found[KNOWN_OFFERED];
    for (int i = 0; i < 6; i++) {
        list[i] = outage;
        list[i].incident_id = i + 1;
        list[i].area = i == 4 ? "幸福里" : "";
        list[i].category_id = i == 1 ? 99 : 10;
        list[i].title_zh = i == 5 ? "停水" : "燃气涨价通知";
        list[i].title_en = "";
    }
    const struct known_question q = {10, 0, "幸福里停水三天"};
    ck_assert_uint_eq(known_offered(a, list, 6, &q, found), KNOWN_OFFERED);
    ck_assert_int_eq(found[0]->incident_id, 6);
    ck_assert_int_eq(found[1]->incident_id, 5);
    ck_assert_int_eq(found[2]->incident_id, 1);
    ck_assert_uint_eq(known_offered(a, list, 0, &q, found), 0);
    ck_assert_uint_eq(known_offered(a, &list[1], 1, &q, found), 0);
}
END_TEST

Suite *suite_known(void);
Suite *suite_known(void)
{
    Suite *s = suite_create("known");
    TCase *tc = tcase_create("known");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, category_and_place);
    tcase_add_test(tc, without_place_or_category);
    tcase_add_test(tc, the_best_first);
    suite_add_tcase(s, tc);
    return s;
}
