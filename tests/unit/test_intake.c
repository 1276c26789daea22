#include <check.h>
#include <stdio.h>
#include <string.h>

#include "intake_form.h"

static struct arena *a;
static const struct utc_zone *zone;

static void setup(void)
{
    a = arena_new(1 << 22);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
}

static void teardown(void)
{
    arena_free(a);
}

/* ---- category ---- */

static const struct category categories[] = {
    {.id = 1, .code = "policy", .name_zh = "保单", .name_en = "Policy", .initials = "bd", .is_group = true},
    {.id = 2, .parent_id = 1, .code = "maintenance", .name_zh = "保全", .name_en = "Policy service", .initials = "bq"},
    {.id = 3, .parent_id = 1, .code = "claims", .name_zh = "理赔", .name_en = "Claims", .initials = "lp"},
    {.id = 4, .code = "counter", .name_zh = "柜面形象", .name_en = "Counter", .initials = "gmxx"},
    {.id = 5, .code = "counter-queue", .name_zh = "柜面排队", .name_en = "Waiting at the counter", .initials = "gmpd"},
    {.id = 6, .code = "bqx", .name_zh = "标签", .name_en = "Label", .initials = "bq"},
};

static const char *found(const char *typed)
{
    const struct category *fits[4];
    struct buf out = {.arena = a};
    size_t n = intake_categories(categories, COUNT_OF(categories), typed, fits, COUNT_OF(fits));
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%lld ", (long long)fits[i]->id);
    return out.n ? out.p : "";
}

START_TEST(a_category_by_code_name_or_initials)
{
    ck_assert_str_eq(found("claims"), "3 ");
    ck_assert_str_eq(found(" CLAIMS "), "3 ");
    ck_assert_str_eq(found("理赔"), "3 ");
    ck_assert_str_eq(found("lp"), "3 ");
    ck_assert_str_eq(found("counter"), "4 ");     /* itself goes before what begins like it */
    ck_assert_str_eq(found("gm"), "4 5 ");        /* several: to be chosen */
    ck_assert_str_eq(found("gmp"), "5 ");
    ck_assert_str_eq(found("排队"), "5 ");
    ck_assert_str_eq(found("service"), "2 ");
    ck_assert_str_eq(found("bq"), "2 6 ");        /* the same initials, not the code that begins so */
    ck_assert_str_eq(found("bqx"), "6 ");
    ck_assert_str_eq(found("保单"), "");          /* a group is never meant */
    ck_assert_str_eq(found(""), "");
    ck_assert_str_eq(found("没有"), "");
}
END_TEST

START_TEST(no_more_than_asked_for)
{
    const struct category *fits[1];
    ck_assert_uint_eq(intake_categories(categories, COUNT_OF(categories), "gm", fits, 1), 1);
    ck_assert_int_eq(fits[0]->id, 4);
}
END_TEST

/* ---- when ---- */

START_TEST(a_moment_as_it_is_typed)
{
    static const struct {
        const char *typed;
        int64_t expected; /* seconds; 0: none */
    } cases[] = {
        {"2026-08-20T10:06", 1787191560}, {"2026-8-20 10:06", 1787191560}, {"2026年8月20日", 1787155200}, {"２０２６－０８－２０　１０：０６", 1787191560},
        {"2026-08-20T10:06:30", 1787191560}, {"2026-08-32", 0}, {"2026-08-20 25:00", 0}, {"2026-08-20 10", 0}, {"gestern", 0}, {"", 0}, {"2026-08-20 10:6", 0},
    };
    int64_t now_us = INT64_C(1787281200) * UTC_SECOND_US; /* 21 August */
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t at_us = 0;
        bool read = intake_moment(a, cases[i].typed, now_us, zone, &at_us);
        ck_assert_msg(read == (cases[i].expected != 0), "%s", cases[i].typed);
        if (read)
            ck_assert_msg(at_us == cases[i].expected * UTC_SECOND_US, "%s: %lld", cases[i].typed, (long long)(at_us / UTC_SECOND_US));
    }
    int64_t today;
    ck_assert(intake_moment(a, "2026-08-21", now_us, zone, &today));
    ck_assert_int_eq(today, now_us);
}
END_TEST

/* ---- as a draft ---- */

START_TEST(a_draft_gives_back_what_was_typed)
{
    struct intake d, back;
    intake_empty(&d);
    ck_assert(!intake_any(&d));
    d.channel = "telephone";
    d.phone = "138 0013 8000";
    d.body = "第一行\n“第二行” <b>";
    d.mode = "confidential";
    d.kind = "group";
    d.category_choice = "claims";
    d.unit = "jn";
    intake_want(&d, "refund");
    intake_want(&d, "nonsense");
    d.asks[intake_ask_index("recording")] = "R-7";
    ck_assert(intake_set_answer(&d, 7, "PL-1"));
    ck_assert(intake_any(&d));
    ck_assert(intake_read(a, intake_write(a, &d), &back));
    ck_assert_str_eq(back.channel, "telephone");
    ck_assert_str_eq(back.phone, d.phone);
    ck_assert_str_eq(back.body, d.body);
    ck_assert_str_eq(back.mode, "confidential");
    ck_assert_str_eq(back.kind, "group");
    ck_assert_str_eq(back.category_choice, "claims");
    ck_assert_str_eq(back.unit, "jn");
    ck_assert_str_eq(back.email, "");
    ck_assert(intake_wants(&back, "refund"));
    ck_assert_uint_eq(back.demands, d.demands);
    ck_assert_str_eq(back.asks[intake_ask_index("recording")], "R-7");
    ck_assert_str_eq(intake_answer(&back, 7), "PL-1");
    ck_assert_str_eq(intake_answer(&back, 8), "");
    struct str once = intake_write(a, &d), twice = intake_write(a, &back);
    ck_assert(str_eq(once, twice)); /* the same text is the same complaint */
    ck_assert(!intake_read(a, STR("{\"format\":2,\"channel\":\"x\"}"), &back));
    ck_assert(!intake_read(a, STR("{\"format\":1}"), &back));
    ck_assert(!intake_read(a, STR("not JSON"), &back));
}
END_TEST

START_TEST(there_is_room_for_so_many_answers)
{
    struct intake d;
    intake_empty(&d);
    for (int i = 1; i <= INTAKE_ANSWERS; i++)
        ck_assert(intake_set_answer(&d, i, "x"));
    ck_assert(!intake_set_answer(&d, INTAKE_ANSWERS + 1, "x"));
    ck_assert(intake_set_answer(&d, 1, "y"));
    ck_assert_str_eq(intake_answer(&d, 1), "y");
}
END_TEST

START_TEST(tokens_are_of_our_own_shape)
{
    ck_assert(intake_token_ok("0123456789ABCDEFGHJKMNPQRS"));
    ck_assert(!intake_token_ok("0123456789ABCDEFGHJKMNPQR"));
    ck_assert(!intake_token_ok("0123456789abcdefghjkmnpqrs"));
    ck_assert(!intake_token_ok("0123456789ABCDEFGHJKMNPQ:S"));
    ck_assert(!intake_token_ok(""));
}
END_TEST

START_TEST(every_ask_has_its_place)
{
    size_t n = 0;
    for (; rulebook_asks[n]; n++)
        ck_assert_int_eq(intake_ask_index(rulebook_asks[n]), (int)n);
    ck_assert_uint_le(n, INTAKE_ASKS);
    ck_assert_int_eq(intake_ask_index("nonsense"), -1);
    ck_assert_int_eq(intake_ask_kind("read_back"), INTAKE_ASK_TICK);
    ck_assert_int_eq(intake_ask_kind("from_due"), INTAKE_ASK_DATE);
    ck_assert_int_eq(intake_ask_kind("arrived"), INTAKE_ASK_ARRIVED);
    ck_assert_int_eq(intake_ask_kind("recording"), INTAKE_ASK_TEXT);
    ck_assert(!intake_asks(NULL, "read_back"));
}
END_TEST

/* ---- what has to be mended ---- */

static const char *ask_list[] = {"read_back", "recording", "visitors", "letter_date"}, *must_list[] = {"read_back", "arrived"};
static const struct rb_intake asking = {.channel = "telephone", .asks = ask_list, .musts = must_list, .asks_count = 4, .musts_count = 2};
static const struct rb_name sources[] = {{.code = "direct"}, {.code = "regulator"}, {.code = "old", .inactive = true}};
static const char *group_asks[] = {"heads", "representatives"}, *son_asks[] = {"represented", "authority"};
static const struct rb_name complainants[] = {{.code = "customer"}, {.code = "representative", .asks = son_asks, .asks_count = 2}, {.code = "group", .asks = group_asks, .asks_count = 2, .named_most = 2}, {.code = "employee"}, {.code = "other"}};
static const struct rulebook book = {.sources = (struct rb_name *)sources, .sources_count = 3, .complainants = (struct rb_name *)complainants, .complainants_count = COUNT_OF(complainants)};
static const struct category_field questions[] = {{.id = 7, .kind = "text", .required = true}, {.id = 8, .kind = "date"}, {.id = 9, .kind = "number"}};
static int64_t received_us;

static const struct http_form *form(const char *query)
{
    struct http_form *read;
    ck_assert_int_eq(http_form_parse_query(a, str_of(query), &read), ERR_NONE);
    return read;
}

/* The fields that have to be mended. */
static const char *wrong(const struct rb_intake *rules, const char *query, struct intake *d)
{
    const struct intake_rules r = {.rules = rules, .book = &book, .fields = questions, .n_fields = COUNT_OF(questions), .limits = {40, 200}, .zone = zone,
                                   .now_us = INT64_C(1787281200) * UTC_SECOND_US};
    struct http_form_errors errors = {.n = 0};
    struct buf out = {.arena = a};
    intake_form_read(form(query), d);
    d->channel = rules ? rules->channel : "letter";
    intake_form_answers(form(query), questions, COUNT_OF(questions), d);
    intake_form_check(a, &r, d, &received_us, &errors);
    for (size_t i = 0; i < errors.n; i++)
        buf_printf(&out, "%s ", errors.items[i].field);
    return out.n ? out.p : "";
}

#define SOUND "mode=named&kind=customer&prefer=phone&phone=13800138000&name=Wang&body=It+broke&want_refund=1&source=direct&f7=P-1"

START_TEST(what_is_whole_is_saved)
{
    struct intake d;
    ck_assert_str_eq(wrong(NULL, SOUND, &d), "");
    ck_assert_int_eq(received_us, 0);
    ck_assert_str_eq(wrong(NULL, SOUND "&amount=1,200%E5%85%83&f8=2026%E5%B9%B48%E6%9C%881%E6%97%A5&received=2026-08-20T10:06", &d), "");
    ck_assert_str_eq(d.amount, "1200.00");
    ck_assert_str_eq(intake_answer(&d, 8), "2026-08-01");
    ck_assert_int_eq(received_us, INT64_C(1787191560) * UTC_SECOND_US);
    ck_assert_str_eq(wrong(&asking, SOUND "&ask_read_back=1&received=2026-08-20&ask_visitors=%EF%BC%93&ask_letter_date=2026.8.1", &d), "");
    ck_assert_str_eq(d.asks[intake_ask_index("visitors")], "3");
    ck_assert_str_eq(d.asks[intake_ask_index("letter_date")], "2026-08-01");
}
END_TEST

START_TEST(everything_missing_is_told_at_once)
{
    struct intake d;
    ck_assert_str_eq(wrong(&asking, "", &d), "mode kind body demand f7 source received ask_read_back ");
    ck_assert_str_eq(wrong(&asking, "mode=named&kind=group&source=old&want_other=1&f9=x&f8=soon&ask_visitors=0&ask_letter_date=then&received=2027-01-01", &d),
                     "name head_count body note f7 f8 f9 source received ask_read_back ask_letter_date ask_visitors ");
    ck_assert_str_eq(d.asks[intake_ask_index("visitors")], "0"); /* as typed */
}
END_TEST

START_TEST(when_it_came)
{
    struct intake d;
    ck_assert_str_eq(wrong(NULL, SOUND "&received=2026-08-22", &d), "received ");
    ck_assert_str_eq(wrong(NULL, SOUND "&received=2025-08-22", &d), "received ");
    ck_assert_str_eq(wrong(NULL, SOUND "&received=yesterday", &d), "received ");
    ck_assert_str_eq(wrong(NULL, SOUND "&received=2026-08-21", &d), "");
    ck_assert_int_eq(received_us, 0); /* now */
}
END_TEST

START_TEST(who_complains)
{
    struct intake d;
    ck_assert_str_eq(wrong(NULL, "mode=anonymous&kind=other&body=x&want_apology=1&source=direct&f7=1", &d), "");
    ck_assert_str_eq(wrong(NULL, "mode=anonymous&kind=other&phone=13800138000&body=x&want_apology=1&source=direct&f7=1", &d), "mode ");
    ck_assert_str_eq(wrong(NULL, "mode=confidential&kind=other&body=x&want_apology=1&source=direct&f7=1", &d), "name ");
    ck_assert_str_eq(wrong(NULL, "mode=named&kind=other&phone=abc&email=x&prefer=letter&body=x&want_apology=1&source=direct&f7=1", &d), "address phone email ");
    ck_assert_str_eq(wrong(NULL, "mode=named&kind=other&name=Li&prefer=letter&body=x&want_apology=1&source=direct&f7=1", &d), ""); /* a letter's usual way; only the name is known */
    ck_assert_str_eq(wrong(NULL, "mode=named&kind=other&name=Li&prefer=email&body=x&want_apology=1&source=direct&f7=1", &d), "email ");
}
END_TEST

START_TEST(what_is_too_long_is_told_and_kept)
{
    struct intake d;
    char query[2000];
    int n = snprintf(query, sizeof query, "%s&title=", SOUND);
    memset(query + n, 'x', 41);
    query[n + 41] = '\0';
    ck_assert_str_eq(wrong(NULL, query, &d), "title ");
    ck_assert_uint_eq(strlen(d.title), 41);
    n = snprintf(query, sizeof query, "%s&body=", "mode=named&kind=customer&name=Wang&want_refund=1&source=direct&f7=P-1");
    memset(query + n, 'y', 201);
    query[n + 201] = '\0';
    ck_assert_str_eq(wrong(NULL, query, &d), "body ");
    ck_assert_uint_eq(strlen(d.body), 201);
}
END_TEST

START_TEST(what_another_body_passed_on_says_which)
{
    static const struct rb_intake transfer = {.channel = "transfer"};
    struct intake d;
    ck_assert_str_eq(wrong(&transfer, SOUND, &d), "source ");
    ck_assert_str_eq(wrong(&transfer, "mode=named&kind=customer&name=Wang&body=x&want_refund=1&source=regulator&f7=P-1", &d), "");
}
END_TEST

START_TEST(what_a_channel_does_not_ask_is_not_taken)
{
    struct intake d;
    ck_assert_str_eq(wrong(NULL, SOUND "&ask_recording=R-7", &d), "");
    ck_assert_str_eq(d.asks[intake_ask_index("recording")], "");
}
END_TEST

START_TEST(buttons)
{
    static const struct {
        const char *query;
        enum intake_do what;
    } cases[] = {{"do=save", INTAKE_SAVE},       {"do=accept", INTAKE_ACCEPT}, {"do=find", INTAKE_FIND}, {"do=keep", INTAKE_KEEP}, {"do=questions", INTAKE_QUESTIONS},
                 {"do=files", INTAKE_FILES},     {"do=sheet", INTAKE_SHEET},   {"remove=X", INTAKE_REMOVE}, {"", INTAKE_FIND},        {"do=nonsense", INTAKE_FIND}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_int_eq(intake_form_do(form(cases[i].query)), cases[i].what);
}
END_TEST

START_TEST(channels)
{
    ck_assert(intake_channel_ok(&(struct rb_name){.code = "telephone"}));
    ck_assert(!intake_channel_ok(&(struct rb_name){.code = "web"}));
    ck_assert(!intake_channel_ok(&(struct rb_name){.code = "fax", .inactive = true}));
    ck_assert(!intake_channel_ok(NULL));
    ck_assert_str_eq(intake_prefer("letter"), "letter");
    ck_assert_str_eq(intake_prefer("pigeon"), "phone");
    ck_assert_str_eq(intake_icon("pigeon"), "inbox");
    ck_assert_int_eq(intake_mode("anonymous"), COMPLAINT_ANONYMOUS);
    ck_assert_int_eq(intake_mode("x"), 0);
}
END_TEST

Suite *suite_intake(void);
Suite *suite_intake(void)
{
    Suite *s = suite_create("intake");
    TCase *t = tcase_create("intake");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_category_by_code_name_or_initials);
    tcase_add_test(t, no_more_than_asked_for);
    tcase_add_test(t, a_moment_as_it_is_typed);
    tcase_add_test(t, a_draft_gives_back_what_was_typed);
    tcase_add_test(t, there_is_room_for_so_many_answers);
    tcase_add_test(t, tokens_are_of_our_own_shape);
    tcase_add_test(t, every_ask_has_its_place);
    tcase_add_test(t, what_is_whole_is_saved);
    tcase_add_test(t, everything_missing_is_told_at_once);
    tcase_add_test(t, when_it_came);
    tcase_add_test(t, who_complains);
    tcase_add_test(t, what_is_too_long_is_told_and_kept);
    tcase_add_test(t, what_another_body_passed_on_says_which);
    tcase_add_test(t, what_a_channel_does_not_ask_is_not_taken);
    tcase_add_test(t, buttons);
    tcase_add_test(t, channels);
    suite_add_tcase(s, t);
    return s;
}
