#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "desk_slip_list_view.h"
#include "desk_slip_send_view.h"

/* What pages show of slips, made of the real templates and of slips that nobody stored. Pages are in English, which takes no catalogue. */

static struct arena *arena;
static struct config config;
static struct site site;
static struct access_user user;
static struct page page;
static struct rulebook book;
static struct desk_case x;
static struct slip slips[3];
static unsigned allowed[3];

#define HOUR UTC_HOUR_US
#define NOW (1000 * UTC_DAY_US)

static struct slip_step steps_1[] = {
    {.n = 1, .at_us = NOW - 50 * HOUR, .action = SLIP_DO_SEND, .state = SLIP_SENT, .due_us = NOW + 5 * HOUR, .actor = "Li", .body = "Check it", .message_id = 1},
    {.n = 2, .at_us = NOW - 40 * HOUR, .action = SLIP_DO_RETURN, .state = SLIP_RETURNED, .due_us = NOW + 5 * HOUR, .actor = "Wang", .body = "Not <ours>", .message_id = 2},
};
static struct slip_step steps_2[] = {
    {.n = 1, .at_us = NOW - 30 * HOUR, .action = SLIP_DO_SEND, .state = SLIP_SENT, .due_us = NOW - HOUR, .actor = "Li", .body = "Check it", .message_id = 3},
    {.n = 2, .at_us = NOW - 20 * HOUR, .action = SLIP_DO_ACCEPT, .state = SLIP_ACCEPTED, .due_us = NOW - HOUR, .actor = "Sun", .body = ""},
};
static struct slip_copy copies_2[] = {{.slip_id = 2, .department_id = 40, .name_zh = "品牌", .name_en = "Brand", .read_us = NOW - HOUR}};

static struct slip slip_of(int number, enum slip_state state, int64_t to, const char *to_en)
{
    return (struct slip){.id = number, .number = number, .kind = SLIP_DISPATCH, .state = state, .round = 1, .version = 4, .from_unit_id = 1, .from_department_id = 10, .to_unit_id = 1,
                         .to_department_id = to, .due_us = NOW - HOUR, .sent_us = NOW - 30 * HOUR, .request = "Check it", .from_unit_zh = "省", .from_unit_en = "Province", .from_zh = "客服",
                         .from_en = "Service", .from_user = "Li", .to_unit_zh = "省", .to_unit_en = "Province", .to_zh = "部门", .to_en = to_en, .to_user = "", .complaint_number = "TS-1",
                         .complaint_title = "Charged <twice>"};
}

static void up(void)
{
    static struct clock_set clocks;
    arena = arena_new(64 << 20);
    const char *top = getenv("REDRESS_TOP");
    ck_assert_int_eq(tpl_start(arena_printf(arena, "%s/templates", top ? top : ".")), ERR_NONE);
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    config = (struct config){.limits = {.files_per_message = 5, .upload_mib = 20}};
    site = (struct site){.config = &config, .zone = zone};
    user = (struct access_user){.id = 7, .name = "Li", .unit_id = 1};
    page = (struct page){.site = &site, .arena = arena, .user = &user, .lang = LANG_EN, .now_us = NOW};
    book = (struct rulebook){.slips = {.returns_manager = 2, .manager = "boss", .committee = ""}};
    slips[0] = slip_of(1, SLIP_RETURNED, 20, "Sales");
    slips[0].steps = steps_1, slips[0].n_steps = 2;
    slips[1] = slip_of(2, SLIP_ACCEPTED, 30, "Operations");
    slips[1].steps = steps_2, slips[1].n_steps = 2, slips[1].copies = copies_2, slips[1].n_copies = 1;
    slips[1].before_id = 1, slips[1].reminders = 2, slips[1].supervised_us = NOW, slips[1].round = 2, slips[1].to_user_id = 8, slips[1].to_user = "Sun";
    slips[2] = slip_of(3, SLIP_SENT, 50, "IT");
    slips[2].kind = SLIP_HELP, slips[2].parent_id = 2, slips[2].due_us = NOW + 50 * HOUR;
    memset(allowed, 0, sizeof allowed);
    x = (struct desk_case){.from = "", .clocks = &clocks,
                           .c = {.number = "TS-1", .title = "Charged <twice>", .unit_id = 1, .department_id = 10, .is_open = true, .language = "en", .received_us = NOW - 60 * HOUR, .unit_zh = "省",
                                 .unit_en = "Province", .department_zh = "客服", .department_en = "Service", .category_zh = "", .category_en = "Premium"}};
    x.world = (struct clock_world){.book = &book, .calendar = calendar_make(arena, &calendar_plain, zone)};
    x.slips = (struct desk_slips){.list = slips, .allowed = allowed, .n = 3, .act = SLIP_ACTION__COUNT};
}

static void down(void)
{
    arena_free(arena);
}

static const char *rendered(const struct tpl *t)
{
    struct buf out = {.arena = arena};
    ck_assert_int_eq(tpl_render(t, LANG_EN, &out), ERR_NONE);
    return out.p;
}

static const char *case_page(void)
{
    struct tpl *t = tpl_new(arena, TPL_DESK_CASE);
    tpl_text(t, V_NUMBER, x.c.number);
    desk_slips_fill(&page, t, &x);
    return rendered(t);
}

#define HAS(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "the page does not say: %s", (part))
#define HAS_NO(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "the page says: %s", (part))
#define BIT(action) (1u << (action))

START_TEST(every_slip_with_its_story)
{
    const char *text = case_page();
    HAS(text, "Not &lt;ours&gt;");
    HAS(text, "Slip 1");
    HAS(text, "(in the place of slip 1)");
    HAS(text, "(for slip 2)");
    HAS(text, "Over by 1 hour");
    HAS(text, "2 days 2 hours left");
    HAS(text, "Round 2");
    HAS(text, "2 reminders");
    HAS(text, "Under supervision");
    HAS(text, "Copies: Brand (read)");
    HAS_NO(text, "class=\"sl-a\"");
    struct attachment files[] = {{.code = "ABC", .name = "request.pdf", .message_id = 1}};
    x.files = files, x.n_files = 1;
    const char *first = strstr(case_page(), "request.pdf");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "request.pdf")); /* with the request, not with every answer */
    x.slips.n = 0;
    HAS_NO(case_page(), "id=\"slips\"");
}
END_TEST

START_TEST(what_may_be_done)
{
    allowed[1] = BIT(SLIP_DO_ANSWER) | BIT(SLIP_DO_HELP) | BIT(SLIP_DO_ASSIGN) | BIT(SLIP_DO_READ);
    const char *text = case_page();
    HAS(text, "id=\"act-slip-2-answer\" open");
    HAS(text, "action=\"/staff/complaints/TS-1/slips/2/answer\"");
    HAS(text, "name=\"version\" value=\"4\"");
    HAS(text, "kind=help&amp;below=2");
    HAS(text, "?slip=2&amp;do=assign#act-slip-2-assign"); /* nobody is loaded yet */
    HAS_NO(text, "act-slip-2-read");
    HAS_NO(text, "act-slip-1-");
    HAS(desk_slip_next(&page, &x), "Next: answer slip 2 by");
    struct person people[] = {{.id = 7, .name = "Li"}, {.id = 8, .name = "Sun"}};
    struct absence away[] = {{.user_id = 8, .name = "Sun", .deputy = "Zhou", .to_us = NOW + 24 * HOUR}};
    x.slips.people_of = 30, x.slips.people = people, x.slips.n_people = 2, x.slips.away = away, x.slips.n_away = 1;
    x.slips.open = 2, x.slips.act = SLIP_DO_ASSIGN;
    text = case_page();
    HAS(text, "id=\"act-slip-2-assign\" open");
    HAS(text, "Li (me)");
    HAS(text, "Sun · away until");
}
END_TEST

START_TEST(a_returned_one_is_sent_anew)
{
    HAS_NO(case_page(), "before=1");
    x.rights = PERMISSION_BIT(MAY_DISPATCH);
    HAS_NO(case_page(), "before=1"); /* slip 2 went in its place */
    slips[1].before_id = 0;
    HAS(case_page(), "kind=dispatch&amp;before=1");
    HAS(desk_slip_next(&page, &x), "slip 1 was returned");
    slips[0].settled = true;
    HAS_NO(case_page(), "before=1");
}
END_TEST

START_TEST(what_was_entered_is_kept)
{
    struct http_form_errors errors = {0};
    struct desk_slip_typed typed = {.action = SLIP_DO_ANSWER, .slip = 2, .version = 3, .text = "Half an <answer>", .stage = "0123456789ABCDEFGHJKMNPQRS", .from = ""};
    struct attachment staged[] = {{.name = "proof.png", .bytes = 1000}};
    struct desk_slip_retry retry = {.typed = &typed, .errors = &errors, .staged = staged, .n_staged = 1};
    allowed[1] = BIT(SLIP_DO_ANSWER);
    http_form_error(&errors, "text", "Write more", 0);
    x.slips.retry = &retry, x.slips.open = 2, x.slips.act = SLIP_DO_ANSWER;
    const char *text = case_page();
    HAS(text, "Half an &lt;answer&gt;</textarea>");
    HAS(text, "href=\"#slip-2-answer-text\"");
    HAS(text, "proof.png");
    HAS(text, "name=\"stage\" value=\"0123456789ABCDEFGHJKMNPQRS\"");
    HAS(text, "aria-describedby=\"slip-2-answer-text-e\"");
}
END_TEST

START_TEST(both_versions)
{
    struct desk_slip_typed typed = {.action = SLIP_DO_WITHDRAW, .slip = 2, .version = 3, .text = "Not needed", .stage = "", .from = ""};
    allowed[1] = BIT(SLIP_DO_WITHDRAW);
    struct tpl *t = tpl_new(arena, TPL_DESK_SLIP_STALE);
    desk_slip_stale_fill(&page, t, &x, &slips[1], &typed);
    const char *text = rendered(t);
    HAS(text, "Not needed");
    HAS(text, "Being worked on");
    HAS(text, "Sun Accepted");
    HAS(text, "name=\"version\" value=\"4\"");
    allowed[1] = 0;
    t = tpl_new(arena, TPL_DESK_SLIP_STALE);
    desk_slip_stale_fill(&page, t, &x, &slips[1], &typed);
    text = rendered(t);
    HAS(text, "no longer possible");
    HAS_NO(text, "/slips/2/withdraw");
    t = tpl_new(arena, TPL_DESK_STATE);
    allowed[1] = BIT(SLIP_DO_ANSWER);
    desk_slip_state_fill(&page, t, &x, &slips[1], &typed, "");
    text = rendered(t);
    HAS(text, "Slip 2 is in the state");
    HAS(text, "#act-slip-2-answer");
    HAS(text, "Not needed");
}
END_TEST

START_TEST(the_path)
{
    struct tpl *t = tpl_new(arena, TPL_DESK_PATH);
    ck_assert(desk_path_fill(&page, t, &x));
    const char *text = rendered(t);
    HAS(text, "<svg class=\"pth\"");
    HAS(text, ">1 Returned</text>");
    HAS(text, "Complaint received: Service");
    HAS(text, "Sent: Service → Sales");
    HAS(text, "Returned: Sales → Service");
    HAS(text, "Stayed with Sales for");
    HAS(text, "With Operations for");
    HAS(text, "past its date");
    HAS(text, "pth-bar pth-late");
    HAS(text, ", late so far");
    HAS_NO(text, "style=");
    x.slips.n = 0;
    ck_assert(!desk_path_fill(&page, tpl_new(arena, TPL_DESK_PATH), &x));
}
END_TEST

START_TEST(the_list)
{
    struct desk_slip_list_shown shown = {.view = DESK_SLIPS_TODO, .answers = true, .rows = slips, .n = 3};
    struct tpl *t = tpl_new(arena, TPL_DESK_SLIPS);
    desk_slip_list_fill(&page, t, &shown);
    const char *text = rendered(t);
    HAS(text, "Charged &lt;twice&gt;");
    HAS(text, "/staff/complaints/TS-1?slip=2#slip-2");
    HAS(text, "<tr class=\"late\">");
    HAS(text, "view=copies");
    HAS_NO(text, "view=sent");
    shown = (struct desk_slip_list_shown){.view = DESK_SLIPS_SENT, .sends = true};
    t = tpl_new(arena, TPL_DESK_SLIPS);
    desk_slip_list_fill(&page, t, &shown);
    HAS(rendered(t), "No slip that you or your department sent is open.");
}
END_TEST

/* ---- the form ---- */

static struct department departments[] = {
    {.id = 10, .unit_id = 1, .function = "customer_service", .name_zh = "客服", .name_en = "Service", .unit_zh = "省", .unit_en = "Province", .coordinator = ""},
    {.id = 20, .unit_id = 1, .function = "sales", .name_zh = "销售", .name_en = "Sales", .unit_zh = "省", .unit_en = "Province", .coordinator = "Wang"},
    {.id = 30, .unit_id = 1, .function = "operations", .name_zh = "业管", .name_en = "Operations", .unit_zh = "省", .unit_en = "Province", .coordinator = ""},
    {.id = 60, .unit_id = 2, .function = "customer_service", .name_zh = "客服", .name_en = "Service", .unit_zh = "总", .unit_en = "Head office", .coordinator = ""},
    {.id = 61, .unit_id = 2, .function = "legal", .name_zh = "法律", .name_en = "Legal", .unit_zh = "总", .unit_en = "Head office", .coordinator = ""},
    {.id = 70, .unit_id = 3, .function = "customer_service", .name_zh = "客服", .name_en = "Service", .unit_zh = "市", .unit_en = "City", .coordinator = ""},
};
static const int64_t line[] = {1, 2};

static struct desk_slip_offer offer_of(int64_t proposed)
{
    return (struct desk_slip_offer){.departments = departments, .n = COUNT_OF(departments), .line = line, .n_line = 2, .proposed = proposed, .due_us = NOW + 48 * HOUR, .function = "sales"};
}

static const char *form(const struct desk_slip_sending *s, const struct desk_slip_offer *offer, bool typed, const struct http_form_errors *errors)
{
    const struct desk_slip_send_shown shown = {.sending = s, .offer = offer, .typed = typed, .errors = errors};
    struct tpl *t = tpl_new(arena, TPL_DESK_SLIP_NEW);
    desk_slip_send_fill(&page, t, &x, &shown);
    return rendered(t);
}

static struct desk_slip_sending start(const char *query)
{
    struct http_form *q;
    struct desk_slip_sending s;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &q), ERR_NONE);
    ck_assert(desk_slip_sending_start(q, &s));
    return s;
}

START_TEST(what_is_proposed)
{
    struct desk_slip_offer offer = offer_of(20);
    struct desk_slip_sending s = start("");
    x.slips.n = 0;
    const char *text = form(&s, &offer, false, NULL);
    HAS(text, "name=\"lead\" value=\"20\" aria-label=\"Sales: Leads\" checked");
    HAS(text, "Wang");
    HAS_NO(text, "value=\"10\""); /* who carries it does not ask himself */
    HAS_NO(text, "value=\"60\""); /* another unit's customer service is reported to */
    HAS(text, "value=\"61\"");
    HAS(text, desk_slip_day(&page, NOW + 48 * HOUR));
    HAS(text, "kind=up");
    HAS(text, "kind=down");
    HAS_NO(text, "kind=info");
    x.slips.n = 3;
    text = form(&s, &offer, false, NULL);
    HAS_NO(text, "name=\"lead\"");
    HAS(text, "name=\"also\" value=\"20\" aria-label=\"Sales: To answer\" checked");
    HAS(text, "has slip 2");
}
END_TEST

START_TEST(units)
{
    struct desk_slip_offer offer = offer_of(0);
    struct desk_slip_sending s = start("kind=up");
    static struct rb_text material[] = {{"保单", "Policy"}};
    book.slips.material = material, book.slips.material_count = 1;
    const char *text = form(&s, &offer, false, NULL);
    HAS(text, "name=\"unit\" value=\"2\" checked");
    HAS_NO(text, "name=\"unit\" value=\"3\"");
    HAS(text, "id=\"m1\"");
    s = start("kind=down");
    text = form(&s, &offer, false, NULL);
    HAS(text, "name=\"unit\" value=\"3\" checked");
    HAS_NO(text, "id=\"m1\"");
    s = start("kind=info");
    HAS(form(&s, &offer, false, NULL), "There is nobody to whom such a slip could go.");
    user.grants[0] = (struct access_grant){.unit_id = 2, .permissions = PERMISSION_BIT(MAY_DISPATCH)}, user.n_grants = 1;
    HAS(form(&s, &offer, false, NULL), "name=\"unit\" value=\"1\" checked");
}
END_TEST

START_TEST(in_the_place_of_a_returned_one)
{
    struct desk_slip_offer offer = offer_of(0);
    struct desk_slip_sending s = start("before=1");
    const char *text = form(&s, &offer, false, NULL);
    HAS(text, "Slip 1, returned by Sales");
    HAS(text, "Not &lt;ours&gt;");
    HAS(text, ">Check it</textarea>");
    HAS_NO(text, "Who handles it is decided by");
    slips[0].returns = 1;
    HAS(form(&s, &offer, false, NULL), "This request was returned 2 times. Who handles it is decided by: boss");
    struct http_form_errors errors = {0};
    http_form_error(&errors, "lead", "The manager decides", 0);
    s.text = "Mine", s.also[0] = 30, s.n_also = 1, s.day_typed = "tomorrow", s.time_typed = "9";
    text = form(&s, &offer, true, &errors);
    HAS(text, "The manager decides");
    HAS(text, ">Mine</textarea>");
    HAS(text, "value=\"tomorrow\"");
    HAS(text, "1 chosen");
}
END_TEST

Suite *suite_desk_slip_view(void);
Suite *suite_desk_slip_view(void)
{
    Suite *s = suite_create("desk_slip_view");
    TCase *tc = tcase_create("view");
    tcase_add_checked_fixture(tc, up, down);
    tcase_add_test(tc, every_slip_with_its_story);
    tcase_add_test(tc, what_may_be_done);
    tcase_add_test(tc, a_returned_one_is_sent_anew);
    tcase_add_test(tc, what_was_entered_is_kept);
    tcase_add_test(tc, both_versions);
    tcase_add_test(tc, the_path);
    tcase_add_test(tc, the_list);
    tcase_add_test(tc, what_is_proposed);
    tcase_add_test(tc, units);
    tcase_add_test(tc, in_the_place_of_a_returned_one);
    suite_add_tcase(s, tc);
    return s;
}
