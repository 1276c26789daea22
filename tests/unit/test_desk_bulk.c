#include <check.h>

#include "desk_bulk.h"

#define ALL (~UINT64_C(0))

static const struct complaint replied = {.state = COMPLAINT_REPLIED, .is_open = true, .version = 3, .path = ""};

static enum desk_bulk_verdict judge(enum bulk_action action, struct complaint c, permission_set rights)
{
    return desk_bulk_judge(action, &c, rights, 3);
}

START_TEST(test_closing)
{
    struct complaint c = replied;
    ck_assert_int_eq(judge(BULK_CLOSE, c, ALL), BULK_FITS);
    ck_assert_int_eq(judge(BULK_CLOSE, c, ALL & ~PERMISSION_BIT(MAY_CLOSE)), BULK_NO_RIGHT);
    c.open_slips = 1;
    ck_assert_int_eq(judge(BULK_CLOSE, c, ALL), BULK_OPEN_SLIPS);
    c = replied;
    c.state = COMPLAINT_PROGRESS;
    ck_assert_int_eq(judge(BULK_CLOSE, c, ALL), BULK_NOT_REPLIED);
    c = replied;
    c.version = 4;
    ck_assert_int_eq(judge(BULK_CLOSE, c, ALL), BULK_CHANGED);
    ck_assert_int_eq(desk_bulk_judge(BULK_CLOSE, NULL, 0, 3), BULK_GONE);
}
END_TEST

START_TEST(test_giving)
{
    struct complaint c = replied;
    c.state = COMPLAINT_PROGRESS;
    ck_assert_int_eq(judge(BULK_ASSIGN, c, ALL), BULK_FITS);
    ck_assert_int_eq(judge(BULK_ASSIGN, c, PERMISSION_BIT(MAY_SEE)), BULK_NO_RIGHT);
    ck_assert_int_eq(judge(BULK_DISPATCH, c, ALL), BULK_FITS);
    ck_assert_int_eq(judge(BULK_DISPATCH, c, PERMISSION_BIT(MAY_ASSIGN)), BULK_NO_RIGHT);
    c.merged_into_id = 9;
    ck_assert_int_eq(judge(BULK_DISPATCH, c, ALL), BULK_NOT_NOW);
    c = replied;
    c.state = COMPLAINT_CLOSED;
    c.is_open = false;
    ck_assert_int_eq(judge(BULK_ASSIGN, c, ALL), BULK_NOT_NOW);
    ck_assert_int_eq(judge(BULK_DISPATCH, c, ALL), BULK_NOT_NOW);
}
END_TEST

START_TEST(test_reminding_and_tags)
{
    struct complaint c = replied;
    ck_assert_int_eq(judge(BULK_REMIND, c, ALL), BULK_NO_SLIP);
    c.open_slips = 1;
    c.version = 7; /* a reminder and a tag hold whatever else was changed */
    ck_assert_int_eq(judge(BULK_REMIND, c, ALL), BULK_FITS);
    ck_assert_int_eq(judge(BULK_TAG, c, PERMISSION_BIT(MAY_NOTE)), BULK_FITS);
    ck_assert_int_eq(judge(BULK_TAG, c, PERMISSION_BIT(MAY_SEE)), BULK_NO_RIGHT);
    c.part = true;
    ck_assert_int_eq(judge(BULK_UNTAG, c, ALL), BULK_PART);
}
END_TEST

START_TEST(test_words)
{
    for (int i = 0; i < BULK__COUNT; i++) {
        enum bulk_action action = BULK__COUNT;
        ck_assert(bulk_action_from_word(bulk_action_word((enum bulk_action)i), &action));
        ck_assert_int_eq((int)action, i);
        ck_assert(desk_bulk_kind((enum bulk_action)i)->title && desk_bulk_kind((enum bulk_action)i)->button);
    }
    enum bulk_action untouched = BULK_TAG;
    ck_assert(!bulk_action_from_word("", &untouched));
}
END_TEST

Suite *suite_desk_bulk(void);
Suite *suite_desk_bulk(void)
{
    Suite *suite = suite_create("desk_bulk");
    TCase *tests = tcase_create("verdicts");
    tcase_add_test(tests, test_closing);
    tcase_add_test(tests, test_giving);
    tcase_add_test(tests, test_reminding_and_tags);
    tcase_add_test(tests, test_words);
    suite_add_tcase(suite, tests);
    return suite;
}
