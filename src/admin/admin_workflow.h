#ifndef REDRESS_ADMIN_WORKFLOW_H
#define REDRESS_ADMIN_WORKFLOW_H

#include "arena.h"
#include "complaint_flow.h"

/*
 * The workflow table drawn: a lifeline for every state, a row for every action; in it a line from the states where the action is possible to the one it leads to, and rings on
 * those where it leads nowhere else. Coordinates are those of the drawing, in units of a pixel at full size.
 */
#define ADMIN_FLOW_LABEL 210 /* width of the actions' names at the left */
#define ADMIN_FLOW_LANE 118
#define ADMIN_FLOW_BOX 108
#define ADMIN_FLOW_BOX_TOP 24
#define ADMIN_FLOW_BOX_HEIGHT 46
#define ADMIN_FLOW_TOP 88 /* where the rows begin */
#define ADMIN_FLOW_ROW 34

struct admin_flow_row {
    enum complaint_action action;
    enum complaint_state to;    /* 0: stays wherever it is possible */
    unsigned from, stays;       /* sets of 1u << state: moved from, possible without a move */
    int y, left, right;         /* of the row's middle; of its line, equal when there is none */
};
struct admin_flow {
    struct admin_flow_row *rows; /* in the order of the actions; an action that leads to several states has several */
    size_t n;
    int width, height;
};
struct admin_flow admin_flow_make(struct arena *a);
int admin_flow_x(enum complaint_state state); /* of a lifeline */

/* A text in lines that fit into a width at a size of type, three at most, by an estimate of how wide characters are. */
#define ADMIN_FLOW_LINES 3
size_t admin_flow_wrap(struct arena *a, const char *text, int width, int type, const char *ret_lines[ADMIN_FLOW_LINES]);

#endif
