#include <check.h>
#include <string.h>

#include "flow_check.h"

Suite *suite_flow_check(void);

/* The program's own table, copied so that each test can break one thing. */
static struct flow_row rows[200];
static struct flow_action actions[ACTION__COUNT];
static struct flow_table table;
static char why[FLOW_WHY_MAX];

static void copy(void)
{
    struct flow_table own = flow_table();
    ck_assert_uint_lt(own.n_rows, COUNT_OF(rows));
    memcpy(rows, own.rows, own.n_rows * sizeof *rows);
    memcpy(actions, own.actions, sizeof actions);
    table = (struct flow_table){rows, own.n_rows, actions, own.n_actions};
    why[0] = '\0';
}

static void refused(const char *words)
{
    ck_assert(!flow_check(&table, why));
    ck_assert_msg(strstr(why, words) != NULL, "\"%s\" does not say: %s", why, words);
}

/* Take out the rows from and to a state (0: any) by an action (-1: any). */
static void without(int from, int action, int to)
{
    size_t n = 0;
    for (size_t i = 0; i < table.n_rows; i++) {
        bool out = (!from || (int)rows[i].from == from) && (action < 0 || (int)rows[i].action == action) && (!to || (int)rows[i].to == to);
        if (!out)
            rows[n++] = rows[i];
    }
    table.n_rows = n;
}

START_TEST(our_own_is_sound)
{
    ck_assert_msg(flow_check(&table, why), "%s", why);
}
END_TEST

START_TEST(rows_that_make_no_sense)
{
    rows[3].to = COMPLAINT_STATE__END;
    refused("row 4 names a state that does not exist");
    copy();
    rows[0].from = (enum complaint_state)0;
    refused("row 1 names a state that does not exist");
    copy();
    rows[2].action = ACTION__COUNT;
    refused("row 3 names an action that does not exist");
    copy();
    rows[table.n_rows] = rows[0];
    table.n_rows++;
    refused("says twice what \"accept\" does");
}
END_TEST

START_TEST(actions_that_are_not_finished)
{
    actions[ACTION_REPLY].event = "shouted";
    refused("\"reply\" writes an event that the timeline does not know: \"shouted\"");
    copy();
    actions[ACTION_REPLY].event = NULL;
    refused("does not know: \"\"");
    copy();
    actions[ACTION_REPLY].name = "";
    refused("has no name");
    copy();
    actions[ACTION_CLOSE].permission = PERMISSION__COUNT;
    refused("\"close\" asks for a right that does not exist");
    copy();
    without(0, ACTION_RATE, 0);
    refused("\"rate\" is possible in no state");
}
END_TEST

START_TEST(a_state_out_of_reach)
{
    without(0, ACTION_REJECT, 0);
    rows[table.n_rows] = (struct flow_row){COMPLAINT_REJECTED, ACTION_REJECT, COMPLAINT_REJECTED};
    table.n_rows++;
    refused("no way to the state \"Not accepted\"");
}
END_TEST

START_TEST(a_dead_end)
{
    /* What is left of the ways out of an answered complaint depends on the complainant. */
    without(COMPLAINT_REPLIED, ACTION_CLOSE, 0);
    without(COMPLAINT_PROGRESS, ACTION_SPOT, 0);
    for (int s = COMPLAINT_PROGRESS; s <= COMPLAINT_REPLIED; s++)
        without(s, ACTION_MERGE, 0);
    rows[table.n_rows] = (struct flow_row){COMPLAINT_CLOSED, ACTION_CLOSE, COMPLAINT_CLOSED};
    rows[table.n_rows + 1] = (struct flow_row){COMPLAINT_SUBMITTED, ACTION_CLOSE, COMPLAINT_CLOSED};
    table.n_rows += 2;
    refused("no way out of the state \"In progress\"");
    /* A way that leads there is one. */
    rows[table.n_rows] = (struct flow_row){COMPLAINT_REPLIED, ACTION_REJECT, COMPLAINT_REJECTED};
    table.n_rows++;
    ck_assert_msg(flow_check(&table, why), "%s", why);
}
END_TEST

START_TEST(nothing_at_all)
{
    table.n_rows = 0;
    refused("is possible in no state");
    table.n_actions = 0;
    refused("no way out of the state \"To be accepted\"");
}
END_TEST

Suite *suite_flow_check(void)
{
    Suite *suite = suite_create("flow_check");
    TCase *tests = tcase_create("flow_check");
    tcase_add_checked_fixture(tests, copy, NULL);
    tcase_add_test(tests, our_own_is_sound);
    tcase_add_test(tests, rows_that_make_no_sense);
    tcase_add_test(tests, actions_that_are_not_finished);
    tcase_add_test(tests, a_state_out_of_reach);
    tcase_add_test(tests, a_dead_end);
    tcase_add_test(tests, nothing_at_all);
    suite_add_tcase(suite, tests);
    return suite;
}
