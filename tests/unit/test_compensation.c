#include <check.h>
#include <string.h>

#include "compensation.h"
#include "desk_compensation_form.h"
#include "ledger_form.h"

Suite *suite_compensation(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(1u << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct http_form *fake_form(const char *fields)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(fields), &form), ERR_NONE);
    return form;
}

static void sum(const char *ratio, const char *cap, int64_t base, int64_t typed, int64_t wanted, const char *field)
{
    const struct rb_standard s = {.code = "x", .ratio = ratio, .cap = cap};
    const char *wrong = "", *why = "";
    int64_t cents = -1;
    enum err e = compensation_sum(&s, base, typed, &cents, &wrong, &why);
    ck_assert_int_eq(e, wanted ? ERR_NONE : ERR_INPUT);
    if (wanted)
        ck_assert_int_eq(cents, wanted);
    else
        ck_assert_str_eq(wrong, field);
}

START_TEST(sums)
{
    sum("10", "1000.00", 4550, 0, 45500, "");
    sum("10", "1000.00", 20000, 0, 100000, "");
    sum("0.50", "", 333, 0, 167, "");
    sum("1", "", 999999999, 0, 999999999, "");
    sum("2", "", 999999999, 0, 0, "base");
    sum("10", "", 0, 500, 0, "base");
    sum("10", "", 1000000000, 0, 0, "base");
    sum("", "", 0, 12345, 12345, "");
    sum("", "", 0, 0, 0, "sum");
    sum("", "", 0, 1000000000, 0, "sum");
    sum("", "100.00", 0, 10000, 10000, "");
    sum("", "100.00", 0, 10001, 0, "sum");
    ck_assert_str_eq(compensation_amount(arena, 5), "0.05");
    ck_assert_str_eq(compensation_amount(arena, 123450), "1234.50");
}
END_TEST

START_TEST(what_can_be_done)
{
    static const bool possible[COMPENSATION_STATE__END][5] = {
        [COMPENSATION_PROPOSED] = {0, 1, 0, 1, 0}, [COMPENSATION_APPROVED] = {0, 1, 0, 1, 1}, [COMPENSATION_SENT_BACK] = {0, 1, 1, 1, 0},
        [COMPENSATION_PAID] = {0, 1, 0, 0, 0},     [COMPENSATION_DROPPED] = {0, 1, 0, 0, 0},
    };
    const char *why;
    for (int s = COMPENSATION_PROPOSED; s < COMPENSATION_STATE__END; s++) {
        const struct compensation k = {.state = (enum compensation_state)s, .proposed_by = 2};
        enum compensation_state back;
        for (int a = COMPENSATION_PROPOSE; a <= COMPENSATION_PAY; a++)
            ck_assert_int_eq(compensation_decide(&k, (enum compensation_action)a, 3, false, &why), possible[s][a] ? ERR_NONE : ERR_STATE);
        ck_assert(compensation_state_from_name(compensation_state_name(k.state), &back) && back == k.state);
        ck_assert_str_ne(compensation_state_title(k.state), "");
    }
    const struct compensation own = {.state = COMPENSATION_APPROVED, .proposed_by = 2};
    ck_assert_int_eq(compensation_decide(&own, COMPENSATION_PAY, 2, false, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(compensation_decide(&own, COMPENSATION_PAY, 2, true, &why), ERR_NONE);
}
END_TEST

START_TEST(for_what_it_is_offered)
{
    struct rb_standard s = {.code = "x", .ratio = "", .cap = "", .when = {.loss_over = ""}};
    struct complaint c = {.is_open = true, .validity = ""};
    const struct rb_facts facts = {.category = "", .group = "", .grade = "", .channel = "", .source = "", .complainant = "", .function = "", .validity = "", .mode = ""};
    ck_assert_ptr_null(compensation_not_offered(&s, &c, &facts));
    c.is_open = false;
    ck_assert_ptr_nonnull(compensation_not_offered(&s, &c, &facts));
    s.reward = true;
    ck_assert_ptr_nonnull(compensation_not_offered(&s, &c, &facts));
    c.validity = "valid";
    ck_assert_ptr_null(compensation_not_offered(&s, &c, &facts));
    c.validity = "";
    c.finding = FINDING_RESPONSIBLE;
    ck_assert_ptr_null(compensation_not_offered(&s, &c, &facts));
    s.inactive = true;
    ck_assert_ptr_nonnull(compensation_not_offered(&s, &c, &facts));
}
END_TEST

static struct desk_compensation_typed read(const char *body, enum err wanted, struct http_form_errors *errors)
{
    static struct rb_standard standards[] = {{.code = "double", .ratio = "2", .cap = ""}, {.code = "free", .ratio = "", .cap = ""}};
    const struct rulebook b = {.standards = standards, .standards_count = 2};
    struct desk_compensation_typed typed = {.standard = ""};
    *errors = (struct http_form_errors){0};
    ck_assert_str_eq(err_name(desk_compensation_read(fake_form(body), &b, arena, (struct desk_date){2026, 11, 22}, &typed, errors)), err_name(wanted));
    return typed;
}

START_TEST(the_form)
{
    struct http_form_errors errors;
    struct desk_compensation_typed typed = read("do=propose&standard=free&sum=1,200.5&reason=Because", ERR_NONE, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.cents, 120050);
    read("do=propose&standard=double&sum=5&reason=Because", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "base"));
    read("do=propose&standard=&sum=5&reason=", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "standard"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "reason"));
    read("do=propose&standard=free&sum=a+lot&reason=x", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "sum"));
    typed = read("do=pay&id=4&version=2&paid=2026-11-20&way=cash&voucher=7", ERR_NONE, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(typed.paid_on.day, 20);
    read("do=pay&id=4&paid=yesterday", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "paid-4"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "way-4"));
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "voucher-4"));
    read("do=drop&id=4&why=", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "drop-4"));
    read("do=pay", ERR_MALFORMED, &errors);
    read("do=steal&id=4", ERR_MALFORMED, &errors);
}
END_TEST

START_TEST(the_ledger_as_its_address_has_it)
{
    const struct utc_parts today = {.year = 2026, .month = 11, .day = 22};
    struct ledger l;
    ledger_read(fake_form(""), today, &l);
    ck_assert_str_eq(ledger_url(arena, &l, 0, 0, false), "/staff/compensation?state=&kind=&month=2026-11");
    ledger_read(fake_form("state=approved&kind=reward&unit=3"), today, &l);
    ck_assert_int_eq(l.month, 0);
    ck_assert_str_eq(ledger_url(arena, &l, 9, 4, true), "/staff/compensation?state=approved&kind=reward&unit=3&before=9&id=4&as=csv");
    ledger_read(fake_form("state=paid&month=2026-02&before=9&id=4&as=csv"), today, &l);
    ck_assert_int_eq(l.month, 2);
    ck_assert_int_eq(l.before_id, 4);
    ck_assert(l.csv);
    ledger_read(fake_form("state=x&month=2026-13&before=9"), today, &l);
    ck_assert_int_eq(l.state, 0);
    ck_assert_int_eq(l.month, 11);
    ck_assert_int_eq(l.before_us, 0);
}
END_TEST

Suite *suite_compensation(void)
{
    Suite *s = suite_create("compensation");
    TCase *t = tcase_create("compensation");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sums);
    tcase_add_test(t, what_can_be_done);
    tcase_add_test(t, for_what_it_is_offered);
    tcase_add_test(t, the_form);
    tcase_add_test(t, the_ledger_as_its_address_has_it);
    suite_add_tcase(s, t);
    return s;
}
