#ifndef REDRESS_FLOW_CHECK_H
#define REDRESS_FLOW_CHECK_H

#include "complaint_flow.h"

/* The workflow table as data, so that broken ones can be tried. */
struct flow_table {
    const struct flow_row *rows;
    size_t n_rows;
    const struct flow_action *actions; /* by enum complaint_action */
    size_t n_actions;
};
struct flow_table flow_table(void);

/*
 * Whether the table is sound: rows name states and actions that exist and stand once; every action has a row, a name, a title, a right and an event that
 * the timeline knows; every state can be reached from the first; and staff can bring every open state to an end by themselves, by actions that no guard keeps from a plain one.
 * When not, why says in a sentence what is wrong. The program does not start with an unsound table.
 */
#define FLOW_WHY_MAX 256
bool flow_check(const struct flow_table *table, char why[FLOW_WHY_MAX]);

#endif
