#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "http_fake.h"
#include "portal_file_form.h"
#include "portal_party_form.h"
#include "portal_track_form.h"

static struct arena *arena;
static struct http_form_errors errors;
static struct portal_draft draft;

static void start(void)
{
    arena = arena_new(4 << 20);
    errors.n = 0;
    portal_draft_empty(&draft);
}

static void stop(void)
{
    arena_free(arena);
}

static const struct http_form *typed(const char *body)
{
    struct http_form *form = NULL;
    struct http_request *req = fake_post(arena, "application/x-www-form-urlencoded", body, strlen(body), 64);
    ck_assert_int_eq(http_form_read(req, NULL, NULL, &form), ERR_NONE);
    return form;
}

static bool wrong(const char *field)
{
    return http_form_error_of(&errors, field) != NULL;
}

static const struct category categories[] = {
    {.id = 1, .active = true, .is_group = true}, {.id = 2, .parent_id = 1, .active = true}, {.id = 3, .parent_id = 1, .active = false},
};

START_TEST(test_category)
{
    static const char *const bad[] = {"", "category=", "category=1", "category=3", "category=4", "category=x", "category=2&category=2", "category=-2"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        errors.n = 0;
        portal_form_category(typed(bad[i]), categories, COUNT_OF(categories), &draft, &errors);
        ck_assert_msg(wrong("category"), "%s", bad[i]);
        ck_assert_int_eq(draft.category_id, 0);
    }
    errors.n = 0;
    portal_form_category(typed("category=2"), categories, COUNT_OF(categories), &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(draft.category_id, 2);
}
END_TEST

static const struct portal_form_limits limits = {20, 50};
static const struct category_field fields[] = {
    {.id = 11, .kind = "text", .required = true}, {.id = 12, .kind = "date"}, {.id = 13, .kind = "number"}, {.id = 14, .kind = "lines"},
};

static void what(const char *body)
{
    errors.n = 0;
    portal_form_what(typed(body), fields, COUNT_OF(fields), limits, &draft, &errors);
}

START_TEST(test_what)
{
    what("title=T&body=B&f11=one&f12=2026%E5%B9%B48%E6%9C%881%E6%97%A5&f13=%EF%BC%91%EF%BC%92&f14=a%0D%0Ab&place=P&reference=R");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(draft.body, "B");
    ck_assert_str_eq(draft.place, "P");
    ck_assert_str_eq(draft.reference, "R");
    ck_assert_str_eq(portal_draft_answer(&draft, 12), "2026-08-01");
    ck_assert_str_eq(portal_draft_answer(&draft, 13), "12");
    ck_assert_str_eq(portal_draft_answer(&draft, 14), "a\nb");
}
END_TEST

START_TEST(test_what_keeps_wrong_answers)
{
    what("title=&body=&f12=yesterday&f13=many");
    ck_assert(!wrong("title"));
    ck_assert(wrong("body"));
    ck_assert(wrong("f11"));
    ck_assert(wrong("f12"));
    ck_assert(wrong("f13"));
    ck_assert_str_eq(portal_draft_answer(&draft, 12), "yesterday");
    ck_assert_str_eq(portal_draft_answer(&draft, 13), "many");
    what("body=123456789012345678901234567890123456789012345678901&f11=x&title=123456789012345678901");
    ck_assert(wrong("body"));
    ck_assert(wrong("title"));
    ck_assert_uint_eq(strlen(draft.body), 51);
}
END_TEST

START_TEST(test_wish)
{
    portal_form_wish(typed("want_apology=1&want_other=1&note=tea&want_bogus=1"), &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(portal_draft_wants(&draft, "apology"));
    ck_assert(portal_draft_wants(&draft, "other"));
    portal_form_wish(typed("amount=12,5"), &draft, &errors);
    ck_assert_msg(portal_draft_wants(&draft, "compensation"), "an amount alone asks for compensation");
    ck_assert_str_eq(draft.amount, "125.00");
    errors.n = 0;
    portal_form_wish(typed("want_other=1&amount=much"), &draft, &errors);
    ck_assert(wrong("amount"));
    ck_assert(wrong("note"));
    ck_assert_str_eq(draft.amount, "much");
    errors.n = 0;
    portal_form_wish(typed("note=x"), &draft, &errors);
    ck_assert(wrong("demand"));
}
END_TEST

static const char *group_asks[] = {"heads", "representatives", "members"}, *son_asks[] = {"represented", "authority"};
static const struct rb_name complainants[] = {{.code = "patient"}, {.code = "group", .asks = group_asks, .asks_count = 3, .named_most = 2}, {.code = "agency", .inactive = true},
                                              {.code = "son", .asks = son_asks, .asks_count = 2}};
static const struct rulebook book = {.complainants = (struct rb_name *)complainants, .complainants_count = COUNT_OF(complainants)};

START_TEST(test_who)
{
    portal_form_who(typed("mode=named&kind=patient&head_count=5"), &book, &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(draft.mode, COMPLAINT_NAMED);
    ck_assert_str_eq(draft.head_count, "");
    portal_form_who(typed("mode=confidential&kind=group&head_count=%EF%BC%95"), &book, &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(draft.head_count, "5");
    portal_form_who(typed("mode=secret&kind=group&head_count=1"), &book, &draft, &errors);
    ck_assert(wrong("mode"));
    ck_assert(wrong("head_count"));
    errors.n = 0;
    portal_form_who(typed(""), &book, &draft, &errors);
    ck_assert(wrong("mode"));
    ck_assert(wrong("kind"));
    static const char *const others[] = {"mode=named&kind=customer", "mode=named&kind=agency"}; /* of another rulebook; taken out of use */
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        errors.n = 0;
        portal_form_who(typed(others[i]), &book, &draft, &errors);
        ck_assert(wrong("kind"));
        ck_assert_str_eq(draft.kind, "group");
    }
}
END_TEST

START_TEST(test_represented)
{
    struct party list[PARTIES_MAX];
    portal_form_who(typed("mode=named&kind=son"), &book, &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(portal_step_applies(&draft, STEP_PARTY));
    portal_form_party(typed("for_name=&for_contact=nonsense"), 3, &draft, &errors);
    portal_form_papers(&draft, false, false, &errors);
    ck_assert(wrong("for_name"));
    ck_assert(wrong("for_relation"));
    ck_assert(wrong("for_contact"));
    ck_assert(wrong("authority"));
    ck_assert(!wrong("members"));
    ck_assert_uint_eq(parties_read(arena, draft.parties, list, COUNT_OF(list)), 1);
    ck_assert_str_eq(list[0].contact, "nonsense"); /* kept, to be mended */
    errors.n = 0;
    portal_form_party(typed("for_name=%E7%8E%8B%E5%A5%B6%E5%A5%B6&for_relation=mother&for_contact=%EF%BC%91%EF%BC%93%EF%BC%98%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%96%EF%BC%90%EF%BC%92%EF%BC%91&authority_later=1"), 3, &draft, &errors);
    portal_form_papers(&draft, false, false, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(parties_read(arena, portal_draft_parties(arena, &draft), list, COUNT_OF(list)), 1);
    ck_assert_int_eq(list[0].role, PARTY_REPRESENTED);
    ck_assert_str_eq(list[0].name, "王奶奶");
    ck_assert_str_eq(list[0].contact, "13800006021");
    ck_assert_uint_eq(portal_draft_standing(&draft, false, false), STANDING_AUTHORITY_MISSING);
    ck_assert_uint_eq(portal_draft_standing(&draft, true, false), STANDING_AUTHORITY);
    /* Another kind is asked nothing of it: nothing of it is filed. */
    draft.done |= 1u << STEP_PARTY;
    portal_form_who(typed("mode=named&kind=patient"), &book, &draft, &errors);
    ck_assert(!portal_step_applies(&draft, STEP_PARTY));
    ck_assert_str_eq(portal_draft_parties(arena, &draft), "");
    ck_assert_uint_eq(portal_draft_standing(&draft, true, true), 0);
}
END_TEST

START_TEST(test_representatives)
{
    struct party list[PARTIES_MAX];
    portal_form_who(typed("mode=confidential&kind=group&head_count=30"), &book, &draft, &errors);
    draft.done |= 1u << STEP_PARTY;
    portal_form_party(typed(""), 2, &draft, &errors);
    ck_assert(wrong("name_1"));
    errors.n = 0;
    /* The first row was left empty: what follows closes up, the error with it. */
    portal_form_party(typed("name_2=Li"), 2, &draft, &errors);
    ck_assert(wrong("contact_1"));
    ck_assert(!wrong("contact_2"));
    errors.n = 0;
    portal_form_party(typed("name_1=Li&contact_1=li%40example.com&name_2=Wang&contact_2=13800006021&name_3=Zhao&contact_3=13800006022&members_later=1"), 2, &draft, &errors);
    portal_form_papers(&draft, false, false, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_uint_eq(parties_read(arena, draft.parties, list, COUNT_OF(list)), 2);
    ck_assert_str_eq(list[1].name, "Wang");
    ck_assert_uint_eq(portal_draft_standing(&draft, true, false), STANDING_MEMBERS_MISSING);
    /* Anonymous ones name nobody. */
    portal_form_who(typed("mode=anonymous&kind=group&head_count=30"), &book, &draft, &errors);
    ck_assert(!portal_step_applies(&draft, STEP_PARTY));
    ck_assert_str_eq(draft.parties, "");
    ck_assert_str_eq(draft.head_count, "30");
}
END_TEST

START_TEST(test_choice)
{
    struct category_field field = {.id = 5, .kind = "choice", .required = true, .choices_zh = "微信\n\n 支付宝 ", .choices_en = "WeChat\nAlipay"};
    portal_form_what(typed("body=x&f5=cash"), &field, 1, limits, &draft, &errors);
    ck_assert(wrong("f5"));
    ck_assert_str_eq(portal_draft_answer(&draft, 5), "cash");
    static const char *const good[] = {"body=x&f5=Alipay", "body=x&f5=%E6%94%AF%E4%BB%98%E5%AE%9D"};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        errors.n = 0;
        portal_form_what(typed(good[i]), &field, 1, limits, &draft, &errors);
        ck_assert_uint_eq(errors.n, 0);
    }
    portal_form_what(typed("body=x&f5="), &field, 1, limits, &draft, &errors);
    ck_assert(wrong("f5"));
}
END_TEST

START_TEST(test_anonymous_forgets_who)
{
    draft.who.name = "Zhang";
    draft.who.phone = "13800006021";
    portal_form_who(typed("mode=anonymous&kind=patient"), &book, &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(draft.who.name, "");
    ck_assert_str_eq(draft.who.phone, "");
}
END_TEST

START_TEST(test_contact)
{
    portal_form_contact(typed("name=Zhang&prefer=phone&phone=138+0000+6021"), &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
    portal_form_contact(typed("name=&prefer=phone&email=nonsense"), &draft, &errors);
    ck_assert(wrong("name"));
    ck_assert(wrong("phone"));
    ck_assert(wrong("email"));
    ck_assert_str_eq(draft.who.email, "nonsense");
    errors.n = 0;
    portal_form_contact(typed("name=Z&prefer=letter"), &draft, &errors);
    ck_assert(wrong("address"));
    errors.n = 0;
    portal_form_contact(typed("name=Z&prefer=email"), &draft, &errors);
    ck_assert(wrong("email"));
    errors.n = 0;
    portal_form_contact(typed("name=Z&phone=12"), &draft, &errors);
    ck_assert(wrong("phone"));
    ck_assert(wrong("prefer"));
    errors.n = 0;
    portal_form_contact(typed("name=Z&prefer=web"), &draft, &errors);
    ck_assert_uint_eq(errors.n, 0);
}
END_TEST

START_TEST(test_key_and_message)
{
    struct portal_key key;
    portal_form_key(typed("number=&code="), &key, &errors);
    ck_assert(wrong("number"));
    ck_assert(wrong("code"));
    errors.n = 0;
    ck_assert_str_eq(portal_form_message(typed("text=+hello%0D%0Aworld+"), 20, 0, &errors), "hello\nworld");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(portal_form_message(typed("text="), 20, 1, &errors), "");
    ck_assert_uint_eq(errors.n, 0);
    portal_form_message(typed("text="), 20, 0, &errors);
    ck_assert(wrong("text"));
    errors.n = 0;
    portal_form_message(typed("text=123456"), 5, 0, &errors);
    ck_assert(wrong("text"));
}
END_TEST

START_TEST(test_rating)
{
    struct portal_rating rating;
    portal_form_rating(typed("solved=partly&overall=4&skill=1&callback=1&words=ok"), &rating, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(rating.solved, 2);
    ck_assert_int_eq(rating.levels[0], 4);
    ck_assert_int_eq(rating.levels[1], 0);
    ck_assert_int_eq(rating.levels[3], 1);
    ck_assert(rating.callback);
    ck_assert_str_eq(rating.words, "ok");
    portal_form_rating(typed("solved=maybe&overall=6"), &rating, &errors);
    ck_assert(wrong("solved"));
    ck_assert(wrong("overall"));
    ck_assert_int_eq(rating.levels[0], 0);
}
END_TEST

Suite *suite_portal_forms(void);
Suite *suite_portal_forms(void)
{
    Suite *s = suite_create("portal_forms");
    TCase *tc = tcase_create("portal_forms");
    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_category);
    tcase_add_test(tc, test_what);
    tcase_add_test(tc, test_what_keeps_wrong_answers);
    tcase_add_test(tc, test_wish);
    tcase_add_test(tc, test_who);
    tcase_add_test(tc, test_represented);
    tcase_add_test(tc, test_representatives);
    tcase_add_test(tc, test_choice);
    tcase_add_test(tc, test_anonymous_forgets_who);
    tcase_add_test(tc, test_contact);
    tcase_add_test(tc, test_key_and_message);
    tcase_add_test(tc, test_rating);
    suite_add_tcase(s, tc);
    return s;
}
