#include <check.h>
#include <string.h>

#include "desk_slip_form.h"
#include "http_fake.h"
#include "text.h"

/* Slips on the desk: order, folds, dates, the drawing's layout, and the forms. */

static struct arena *arena;
static struct http_form_errors errors;

static void up(void)
{
    arena = arena_new(8 << 20);
    errors.n = 0;
}

static void down(void)
{
    arena_free(arena);
}

#define BIT(action) (1u << (action))

START_TEST(every_action_by_hand_has_its_form)
{
    unsigned listed = 0;
    for (size_t i = 0; desk_slip_order[i] != SLIP_ACTION__COUNT; i++) {
        const struct desk_slip_act *act = desk_slip_act(desk_slip_order[i]);
        ck_assert_ptr_nonnull(act);
        ck_assert(*act->icon && *act->button && *act->done);
        listed |= BIT(desk_slip_order[i]);
    }
    for (int i = 0; i < SLIP_ACTION__COUNT; i++) {
        enum slip_action action = (enum slip_action)i;
        const struct desk_slip_act *act = desk_slip_act(action);
        ck_assert(*desk_slip_step_title(action) && *desk_slip_step_icon(action));
        ck_assert_int_eq(act != NULL, (listed & BIT(i)) != 0);
        /* What the table of slips calls needed is asked for. */
        if (act && !act->page && slip_action(action)->text_needed)
            ck_assert_ptr_nonnull(act->missing);
    }
    ck_assert_ptr_null(desk_slip_act(SLIP_DO_READ));
    ck_assert_str_eq(desk_slip_step_title(SLIP_ACTION__COUNT), "");
}
END_TEST

START_TEST(the_fold_that_the_state_asks_for)
{
    static const struct {
        enum slip_state state;
        enum slip_action first;
    } table[] = {{SLIP_SENT, SLIP_DO_ACCEPT},          {SLIP_READ, SLIP_DO_ACCEPT},           {SLIP_ACCEPTED, SLIP_DO_ANSWER},
                 {SLIP_ANSWERED, SLIP_DO_CONFIRM},     {SLIP_RETURNED, SLIP_ACTION__COUNT},   {SLIP_CONFIRMED, SLIP_ACTION__COUNT}};
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct slip s = {.state = table[i].state};
        ck_assert_int_eq(desk_slip_first(&s, ~0u), table[i].first);
        ck_assert_int_eq(desk_slip_first(&s, BIT(SLIP_DO_REMIND)), SLIP_ACTION__COUNT);
    }
}
END_TEST

START_TEST(dates)
{
    struct slip s = {.state = SLIP_ACCEPTED, .due_us = 10 * UTC_DAY_US};
    ck_assert_int_eq(desk_slip_look(&s, 0), DESK_SLIP_CALM);
    ck_assert_int_eq(desk_slip_look(&s, s.due_us - UTC_HOUR_US), DESK_SLIP_SOON);
    ck_assert_int_eq(desk_slip_look(&s, s.due_us + 1), DESK_SLIP_LATE);
    s.state = SLIP_ANSWERED;
    ck_assert_int_eq(desk_slip_look(&s, s.due_us + 1), DESK_SLIP_DONE);
    s.late = true;
    ck_assert_int_eq(desk_slip_look(&s, 0), DESK_SLIP_DONE_LATE);
    s.state = SLIP_WITHDRAWN;
    ck_assert_int_eq(desk_slip_look(&s, s.due_us + 1), DESK_SLIP_OVER);
    for (int i = 1; i < SLIP_STATE__END; i++)
        ck_assert_int_eq(strncmp(desk_slip_state_class((enum slip_state)i), "tag-", 4), 0);
}
END_TEST

static const struct slip family[] = {
    {.id = 11, .number = 1}, {.id = 12, .number = 2}, {.id = 13, .number = 3, .parent_id = 11}, {.id = 14, .number = 4, .before_id = 12}, {.id = 15, .number = 5, .parent_id = 13},
    {.id = 16, .number = 6, .parent_id = 99}, /* the one above is not for this reader */
};

START_TEST(each_below_its_own)
{
    static const int numbers[] = {1, 3, 5, 2, 4, 6}, depths[] = {0, 1, 2, 0, 0, 0};
    struct desk_slip_node *nodes;
    desk_slip_tree(arena, family, COUNT_OF(family), &nodes);
    for (size_t i = 0; i < COUNT_OF(family); i++) {
        ck_assert_int_eq(nodes[i].slip->number, numbers[i]);
        ck_assert_int_eq(nodes[i].depth, depths[i]);
    }
    ck_assert_ptr_eq(desk_slip_find(family, COUNT_OF(family), 4), &family[3]);
    ck_assert_ptr_null(desk_slip_find(family, COUNT_OF(family), 7));
    ck_assert_ptr_null(desk_slip_by_id(family, COUNT_OF(family), 0));
    ck_assert(desk_slip_replaced(family, COUNT_OF(family), &family[1]) && !desk_slip_replaced(family, COUNT_OF(family), &family[0]));
}
END_TEST

START_TEST(what_waits_most_urgently)
{
    struct slip list[] = {{.number = 1, .state = SLIP_ACCEPTED, .due_us = 30}, {.number = 2, .state = SLIP_ANSWERED, .due_us = 20}, {.number = 3, .state = SLIP_SENT, .due_us = 10}};
    unsigned allowed[] = {BIT(SLIP_DO_ANSWER), BIT(SLIP_DO_CONFIRM), BIT(SLIP_DO_REMIND)};
    struct desk_slips slips = {.list = list, .allowed = allowed, .n = 3};
    enum slip_action action = SLIP_ACTION__COUNT;
    ck_assert_int_eq(desk_slip_waiting(&slips, &action)->number, 2);
    ck_assert_int_eq(action, SLIP_DO_CONFIRM);
    allowed[0] = allowed[1] = 0;
    ck_assert_ptr_null(desk_slip_waiting(&slips, &action));
    ck_assert_uint_eq(desk_slip_allowed(&slips, &list[2]), BIT(SLIP_DO_REMIND));
}
END_TEST

START_TEST(names_lead_back)
{
    enum slip_kind kind = SLIP_DISPATCH;
    enum desk_slip_view view;
    for (int i = 1; i < SLIP_KIND__END; i++) {
        ck_assert(desk_slip_kind_from_name(desk_slip_kind((enum slip_kind)i)->name, &kind));
        ck_assert_int_eq(kind, i);
    }
    ck_assert(!desk_slip_kind_from_name("gift", &kind));
    for (int i = 0; i < DESK_SLIPS__COUNT; i++) {
        ck_assert(desk_slip_view_from_name(desk_slip_view_kind((enum desk_slip_view)i)->name, &view));
        ck_assert_int_eq(view, i);
    }
    ck_assert(!desk_slip_view_from_name("", &view));
}
END_TEST

/* ---- the drawing ---- */

#define PLACES .from_unit_id = 1, .from_department_id = 10, .to_unit_id = 1

START_TEST(lanes_rows_and_bars)
{
    static struct slip_step first[] = {{.at_us = 100, .action = SLIP_DO_SEND, .state = SLIP_SENT}, {.at_us = 300, .action = SLIP_DO_RETURN, .state = SLIP_RETURNED}};
    static struct slip_step second[] = {
        {.at_us = 100, .action = SLIP_DO_SEND, .state = SLIP_SENT}, {.at_us = 200, .action = SLIP_DO_REMIND, .state = SLIP_SENT}, {.at_us = 400, .action = SLIP_DO_ANSWER, .state = SLIP_ANSWERED}};
    static const struct slip slips[] = {{.id = 1, .number = 1, PLACES, .to_department_id = 20, .steps = first, .n_steps = 2},
                                        {.id = 2, .number = 2, PLACES, .to_department_id = 30, .steps = second, .n_steps = 3}};
    const struct slip_hop hops[] = {
        {.slip = &slips[0], .step = &first[0], .from_us = 100, .to_us = 300, .with = SLIP_RECEIVER},
        {.slip = &slips[1], .step = &second[0], .from_us = 100, .to_us = 400, .with = SLIP_RECEIVER},
        {.slip = &slips[0], .step = &first[1], .from_us = 300, .with = SLIP_SENDER},
        {.slip = &slips[1], .step = &second[2], .from_us = 400, .with = SLIP_SENDER},
    };
    struct complaint c = {.unit_id = 1, .department_id = 10, .received_us = 50, .replied_us = 500};
    struct desk_path path;
    desk_path_make(arena, &c, slips, 2, hops, COUNT_OF(hops), &path);
    ck_assert_uint_eq(path.n_lanes, 3);
    ck_assert_int_eq(path.lanes[0].department_id, 10);
    ck_assert_uint_eq(path.n_rows, 7);
    for (size_t i = 1; i < path.n_rows; i++)
        ck_assert_int_le(path.rows[i - 1].at_us, path.rows[i].at_us);
    ck_assert_int_eq(path.rows[0].mark, DESK_MARK_RECEIVED);
    ck_assert_int_eq(path.rows[6].mark, DESK_MARK_REPLIED);
    ck_assert(path.rows[1].from == 0 && path.rows[1].to == 1);
    ck_assert(path.rows[4].step == &first[1] && path.rows[4].from == 1 && path.rows[4].to == 0);
    ck_assert_uint_eq(path.n_bars, 4);
    ck_assert(path.bars[0].lane == 1 && path.bars[0].first == 1 && path.bars[0].last == 4);
    ck_assert(path.bars[1].lane == 2 && path.bars[1].first == 2 && path.bars[1].last == 5);
    /* Both are with the sender at the end: side by side, down to the foot. */
    ck_assert(path.bars[2].lane == 0 && path.bars[2].last == 7 && path.bars[2].slot == 0);
    ck_assert(path.bars[3].lane == 0 && path.bars[3].last == 7 && path.bars[3].slot == 1);
    /* Who sees a part of the complaint sees the slips alone. */
    c.part = true;
    desk_path_make(arena, &c, slips, 2, hops, COUNT_OF(hops), &path);
    ck_assert_uint_eq(path.n_rows, 5);
    desk_path_make(arena, &c, NULL, 0, NULL, 0, &path);
    ck_assert_uint_eq(path.n_lanes, 1);
}
END_TEST

START_TEST(names_that_do_not_fit_are_cut)
{
    ck_assert_str_eq(desk_path_fit(arena, "Sales", 100, 13), "Sales");
    ck_assert_str_eq(desk_path_fit(arena, "客户投诉工作协调委员会", 150, 13), "客户投诉工作协调委员会");
    const char *cut = desk_path_fit(arena, "客户投诉工作协调委员会", 65, 13);
    ck_assert_str_eq(cut, "客户投诉…");
    ck_assert_str_eq(desk_path_fit(arena, "", 10, 13), "");
}
END_TEST

/* ---- forms ---- */

static const struct http_form *form_of(const char *query)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    errors.n = 0;
    return form;
}

static bool wrong(const char *field)
{
    return http_form_error_of(&errors, field) != NULL;
}

START_TEST(a_step)
{
    struct desk_slip_typed typed;
    desk_slip_read(form_of("version=4&text=+Not+ours+&stage=0123456789ABCDEFGHJKMNPQRS&from=view%3Dmine"), SLIP_DO_RETURN, 3, arena, 100, &typed, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(typed.slip == 3 && typed.version == 4);
    ck_assert_str_eq(typed.text, "Not ours");
    ck_assert_str_eq(typed.stage, "0123456789ABCDEFGHJKMNPQRS");
    ck_assert_str_eq(typed.from, "view=mine");
    desk_slip_read(form_of("version=4&text="), SLIP_DO_RETURN, 3, arena, 100, &typed, &errors);
    ck_assert(wrong("text"));
    desk_slip_read(form_of("text=&stage=short"), SLIP_DO_CONFIRM, 3, arena, 100, &typed, &errors);
    ck_assert(errors.n == 0 && typed.version == 0 && !*typed.stage);
    desk_slip_read(form_of("person=x"), SLIP_DO_ASSIGN, 3, arena, 100, &typed, &errors);
    ck_assert(wrong("person"));
    desk_slip_read(form_of("person=7&absent_ok=1&text=Yours"), SLIP_DO_ASSIGN, 3, arena, 100, &typed, &errors);
    ck_assert(errors.n == 0 && typed.person_id == 7 && typed.absent_ok);
    desk_slip_read(form_of("text=12345678901"), SLIP_DO_ANSWER, 3, arena, 10, &typed, &errors);
    ck_assert(wrong("text"));
    ck_assert_str_eq(typed.text, "12345678901");
}
END_TEST

static struct desk_slip_sending sent(const char *query, bool first, unsigned materials)
{
    static struct rb_text texts[2] = {{"a", "a"}, {"b", "b"}};
    const struct rulebook b = {.slips = {.material = texts, .material_count = materials}};
    struct desk_slip_sending s;
    desk_slip_sending_read(form_of(query), &b, first, arena, (struct desk_date){2026, 8, 20}, 100, &s, &errors);
    return s;
}

START_TEST(sending)
{
    int64_t *list;
    struct desk_slip_sending s = sent("kind=dispatch&lead=3&also=4&also=3&also=4&copy=5&day=2026-08-21&time=17%3A30&text=Look&before=2", true, 2);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(s.minute, 17 * 60 + 30);
    ck_assert_int_eq(s.before, 2);
    ck_assert_uint_eq(desk_slip_receivers(arena, &s, &list), 2);
    ck_assert(list[0] == 3 && list[1] == 4 && s.n_copies == 1);
    sent("kind=dispatch&also=4&day=2026-08-21&time=17:30&text=Look", true, 0);
    ck_assert(wrong("lead"));
    sent("kind=dispatch&also=4&day=2026-08-21&time=17:30&text=Look", false, 0);
    ck_assert_uint_eq(errors.n, 0);
    sent("kind=dispatch&lead=4&copy=4&day=32&time=24:00&text=", true, 0);
    ck_assert(wrong("copy") && wrong("day") && wrong("time") && wrong("text"));
    s = sent("kind=dispatch&lead=4&day=2026%E5%B9%B48%E6%9C%8821%E6%97%A5&time=%EF%BC%90%EF%BC%99%EF%BC%9A00&text=x", true, 0);
    ck_assert(errors.n == 0 && s.day.day == 21 && s.minute == 540);
    s = sent("kind=up&unit=2&day=2026-08-21&time=09:00&text=Decide&m1=Policy", true, 2);
    ck_assert(wrong("m2") && !wrong("m1"));
    ck_assert_str_eq(s.materials[0], "Policy");
    sent("kind=down&day=2026-08-21&time=09:00&text=Do", true, 2);
    ck_assert(wrong("unit") && errors.n == 1);
    sent("kind=help&also=3&day=2026-08-21&time=09:00&text=Do", true, 0);
    ck_assert(wrong("kind"));
    sent("kind=gift&lead=3&day=2026-08-21&time=09:00&text=Do", true, 0);
    ck_assert(wrong("kind"));
}
END_TEST

START_TEST(too_many)
{
    struct buf query = {.arena = arena};
    buf_adds(&query, "kind=dispatch&lead=99&day=2026-08-21&time=09:00&text=Do");
    for (int i = 1; i <= 30; i++)
        buf_printf(&query, "&also=%d&copy=%d", i, 100 + i);
    struct desk_slip_sending s = sent(query.p, true, 0);
    ck_assert(wrong("also") && wrong("copy"));
    ck_assert(s.n_also == DESK_SLIP_LEADS && s.n_copies == DESK_SLIP_COPIES);
}
END_TEST

Suite *suite_desk_slip(void);
Suite *suite_desk_slip(void)
{
    Suite *s = suite_create("desk_slip");
    TCase *tc = tcase_create("slip");
    tcase_add_checked_fixture(tc, up, down);
    tcase_add_test(tc, every_action_by_hand_has_its_form);
    tcase_add_test(tc, the_fold_that_the_state_asks_for);
    tcase_add_test(tc, dates);
    tcase_add_test(tc, each_below_its_own);
    tcase_add_test(tc, what_waits_most_urgently);
    tcase_add_test(tc, names_lead_back);
    tcase_add_test(tc, lanes_rows_and_bars);
    tcase_add_test(tc, names_that_do_not_fit_are_cut);
    tcase_add_test(tc, a_step);
    tcase_add_test(tc, sending);
    tcase_add_test(tc, too_many);
    suite_add_tcase(s, tc);
    return s;
}
