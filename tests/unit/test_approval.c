#include <check.h>
#include <string.h>

#include "approval.h"
#include "approval_form.h"

Suite *suite_approval(void);

static struct approval_step steps[2];
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

static struct approval open_one(void)
{
    memset(steps, 0, sizeof steps);
    steps[0] = (struct approval_step){.n = 1, .role = "legal"};
    steps[1] = (struct approval_step){.n = 2, .role = "manager"};
    return (struct approval){.state = APPROVAL_OPEN, .asked_by = 2, .steps = steps, .n_steps = 2, .step = 1};
}

static void decides(const struct approval *a, enum approval_decision decision, const char *text, enum err wanted, enum approval_state state, int step)
{
    enum approval_state got = APPROVAL_STATE__END;
    int next = -1;
    ck_assert_str_eq(err_name(approval_decide(a, 4, true, decision, text, &got, &next)), err_name(wanted));
    if (wanted != ERR_NONE)
        return;
    ck_assert_int_eq(got, state);
    ck_assert_int_eq(next, step);
}

START_TEST(step_by_step)
{
    struct approval a = open_one();
    decides(&a, APPROVAL_AGREE, "", ERR_NONE, APPROVAL_OPEN, 2);
    decides(&a, APPROVAL_DELEGATE, "", ERR_NONE, APPROVAL_OPEN, 1);
    decides(&a, APPROVAL_SEND_BACK, "Because", ERR_NONE, APPROVAL_SENT_BACK, 1);
    decides(&a, APPROVAL_SEND_BACK, "", ERR_INPUT, APPROVAL_OPEN, 0);
    decides(&a, APPROVAL_SEND_BACK, NULL, ERR_INPUT, APPROVAL_OPEN, 0);
    a.step = 2;
    decides(&a, APPROVAL_AGREE, NULL, ERR_NONE, APPROVAL_GIVEN, 2);
    steps[1].decision = APPROVAL_AGREE;
    decides(&a, APPROVAL_AGREE, NULL, ERR_STATE, APPROVAL_OPEN, 0);
    a.step = 3;
    decides(&a, APPROVAL_AGREE, NULL, ERR_STATE, APPROVAL_OPEN, 0);
}
END_TEST

START_TEST(who_may)
{
    struct approval a = open_one();
    enum approval_state state;
    int step;
    ck_assert_int_eq(approval_decide(&a, 2, true, APPROVAL_AGREE, "", &state, &step), ERR_FORBIDDEN);
    ck_assert_int_eq(approval_decide(&a, 5, false, APPROVAL_AGREE, "", &state, &step), ERR_FORBIDDEN);
    steps[0].to_id = 5;
    ck_assert_int_eq(approval_decide(&a, 5, false, APPROVAL_AGREE, "", &state, &step), ERR_NONE);
    steps[0].to_id = 2;
    ck_assert_int_eq(approval_decide(&a, 2, false, APPROVAL_AGREE, "", &state, &step), ERR_FORBIDDEN);
    for (int s = APPROVAL_GIVEN; s < APPROVAL_STATE__END; s++) {
        a.state = (enum approval_state)s;
        ck_assert_int_eq(approval_decide(&a, 4, true, APPROVAL_AGREE, "", &state, &step), ERR_STATE);
        ck_assert_str_ne(approval_state_title(a.state), "");
    }
    ck_assert_str_eq(approval_state_title(APPROVAL_STATE__END), "");
}
END_TEST

static struct approval_typed read(const char *body, enum err wanted, struct http_form_errors *errors)
{
    struct approval_typed typed = {.text = ""};
    *errors = (struct http_form_errors){0};
    ck_assert_str_eq(err_name(approval_read_form(fake_form(body), &typed, errors)), err_name(wanted));
    return typed;
}

START_TEST(the_form)
{
    struct http_form_errors errors;
    struct approval_typed typed = read("do=agree&version=3&text=Fine", ERR_NONE, &errors);
    ck_assert_int_eq(typed.decision, APPROVAL_AGREE);
    ck_assert_int_eq(typed.version, 3);
    ck_assert_str_eq(typed.text, "Fine");
    ck_assert_uint_eq(errors.n, 0);
    read("do=send-back&version=3&text=+", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "text"));
    read("do=hand-on&version=3", ERR_NONE, &errors);
    ck_assert_ptr_nonnull(http_form_error_of(&errors, "to"));
    typed = read("do=hand-on&to=7&note=Please", ERR_NONE, &errors);
    ck_assert_int_eq(typed.to_id, 7);
    ck_assert_str_eq(typed.note, "Please");
    ck_assert(read("do=take-back", ERR_NONE, &errors).take_back);
    read("do=sign", ERR_MALFORMED, &errors);
    read("", ERR_MALFORMED, &errors);
}
END_TEST

Suite *suite_approval(void)
{
    Suite *s = suite_create("approval");
    TCase *t = tcase_create("approval");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, step_by_step);
    tcase_add_test(t, who_may);
    tcase_add_test(t, the_form);
    suite_add_tcase(s, t);
    return s;
}
