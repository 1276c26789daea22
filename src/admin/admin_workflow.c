#include "admin_workflow.h"

#include <string.h>

#include "str.h"

#define MARGIN 12

int admin_flow_x(enum complaint_state state)
{
    return ADMIN_FLOW_LABEL + ((int)state - 1) * ADMIN_FLOW_LANE + ADMIN_FLOW_LANE / 2;
}

static struct admin_flow_row *row_for(struct admin_flow *flow, size_t first, enum complaint_state to)
{
    for (size_t i = first; i < flow->n; i++)
        if (flow->rows[i].to == to)
            return &flow->rows[i];
    flow->rows[flow->n] = (struct admin_flow_row){.to = to};
    return &flow->rows[flow->n++];
}

/* Where an action is possible without a move is shown in its first row with a move, if it has one. */
static void add_action(struct admin_flow *flow, enum complaint_action action)
{
    size_t first = flow->n;
    for (size_t i = 0; i < flow_rows_n; i++)
        if (flow_rows[i].action == action && flow_rows[i].from != flow_rows[i].to)
            row_for(flow, first, flow_rows[i].to)->from |= 1u << flow_rows[i].from;
    for (size_t i = 0; i < flow_rows_n; i++) {
        if (flow_rows[i].action != action || flow_rows[i].from != flow_rows[i].to)
            continue;
        struct admin_flow_row *row = flow->n > first ? &flow->rows[first] : row_for(flow, first, (enum complaint_state)0);
        row->stays |= 1u << flow_rows[i].from;
    }
    for (size_t i = first; i < flow->n; i++)
        flow->rows[i].action = action;
}

static void place(struct admin_flow_row *row, size_t i)
{
    row->y = ADMIN_FLOW_TOP + (int)i * ADMIN_FLOW_ROW + ADMIN_FLOW_ROW / 2;
    if (!row->to)
        return;
    row->left = row->right = admin_flow_x(row->to);
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        if (!(row->from & 1u << s))
            continue;
        int x = admin_flow_x((enum complaint_state)s);
        row->left = x < row->left ? x : row->left;
        row->right = x > row->right ? x : row->right;
    }
}

struct admin_flow admin_flow_make(struct arena *a)
{
    struct admin_flow flow = {.rows = ARENA_ARRAY(a, flow_rows_n, struct admin_flow_row)};
    for (int i = 0; i < ACTION__COUNT; i++)
        add_action(&flow, (enum complaint_action)i);
    for (size_t i = 0; i < flow.n; i++)
        place(&flow.rows[i], i);
    flow.width = ADMIN_FLOW_LABEL + (COMPLAINT_STATE__END - 1) * ADMIN_FLOW_LANE;
    flow.height = ADMIN_FLOW_TOP + (int)flow.n * ADMIN_FLOW_ROW + MARGIN;
    return flow;
}

/* ---- text ---- */

static size_t char_bytes(const char *p)
{
    size_t n = 1;
    while (((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* A piece that is not torn: a Chinese character, or a word with the blank before it. In hundredths of an em. */
static size_t piece(const char *p, int *ret_wide)
{
    size_t n = char_bytes(p);
    *ret_wide = n > 2 ? 100 : 50;
    if (n > 2)
        return n;
    while (p[n] && p[n] != ' ' && char_bytes(p + n) <= 2) {
        n += char_bytes(p + n);
        *ret_wide += 50;
    }
    return n;
}

size_t admin_flow_wrap(struct arena *a, const char *text, int width, int type, const char *ret_lines[ADMIN_FLOW_LINES])
{
    const int room = width * 100 / type;
    size_t lines = 0, at = 0;
    while (text[at] && lines < ADMIN_FLOW_LINES) {
        at += strspn(text + at, " ");
        size_t from = at;
        int used = 0, wide;
        bool last = lines + 1 == ADMIN_FLOW_LINES;
        while (text[at]) {
            size_t n = piece(text + at, &wide);
            if (!last && used > 0 && used + wide > room)
                break;
            used += wide;
            at += n;
        }
        if (at > from)
            ret_lines[lines++] = arena_strndup(a, text + from, at - from);
    }
    return lines;
}
