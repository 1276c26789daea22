#include "admin_workflow_view.h"

#include <string.h>

#include "admin_workflow.h"
#include "complaint.h"

#define TYPE 13 /* size of the drawing's letters */
#define LINE_HEIGHT 15
#define GAP 9 /* between a lifeline and the tip that points at it */
#define TIP 9

static const char *state_name(struct page *page, enum complaint_state s)
{
    return page_text(page, complaint_state_title(s));
}

static const char *join(struct page *page, struct buf *list, const char *name)
{
    if (list->n)
        buf_adds(list, page->lang == LANG_ZH ? "、" : ", ");
    buf_adds(list, name);
    return list->p;
}

/* ---- the drawing ---- */

static void add_lines(struct page *page, struct tpl *to, const char *text, int width, int middle_y)
{
    const char *lines[ADMIN_FLOW_LINES];
    size_t n = admin_flow_wrap(page->arena, text, width, TYPE, lines);
    int y = middle_y - ((int)n - 1) * LINE_HEIGHT / 2 + TYPE / 2 - 1;
    for (size_t i = 0; i < n; i++, y += LINE_HEIGHT) {
        struct tpl *line = tpl_add(to, SEC_LINE);
        tpl_int(line, V_Y, y);
        tpl_text(line, V_TEXT, lines[i]);
    }
}

static void draw_states(struct page *page, struct tpl *t, const struct admin_flow *flow)
{
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        struct tpl *state = tpl_add(t, SEC_STATE);
        int x = admin_flow_x((enum complaint_state)s);
        tpl_int(state, V_X, x);
        tpl_int(state, V_LEFT, x - ADMIN_FLOW_BOX / 2);
        tpl_int(state, V_BOTTOM, flow->height);
        if (!complaint_state_open((enum complaint_state)s))
            tpl_int(tpl_add(state, SEC_ENDED), V_LEFT, x - ADMIN_FLOW_BOX / 2 + 3);
        add_lines(page, state, state_name(page, (enum complaint_state)s), ADMIN_FLOW_BOX - 8, ADMIN_FLOW_BOX_TOP + ADMIN_FLOW_BOX_HEIGHT / 2);
    }
}

/* Tips of one line: from the left, from the right or from both sides. */
static void draw_tips(struct tpl *t, const struct admin_flow_row *row)
{
    int x = admin_flow_x(row->to);
    for (int side = -1; side <= 1; side += 2) {
        if (side < 0 ? row->left == x : row->right == x)
            continue;
        struct tpl *tip = tpl_add(t, SEC_TIP);
        tpl_int(tip, V_X, x + side * GAP);
        tpl_int(tip, V_BACK_X, x + side * (GAP + TIP));
        tpl_int(tip, V_UP, row->y - 5);
        tpl_int(tip, V_DOWN, row->y + 5);
    }
}

static void draw_dots(struct tpl *t, const struct admin_flow_row *row)
{
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        if (row->from & 1u << s)
            tpl_int(tpl_add(t, SEC_DOT), V_X, admin_flow_x((enum complaint_state)s));
        if (row->stays & 1u << s)
            tpl_int(tpl_add(t, SEC_RING), V_X, admin_flow_x((enum complaint_state)s));
    }
}

static void draw_row(struct page *page, struct tpl *t, const struct admin_flow_row *row, bool band)
{
    const struct flow_action *action = flow_action(row->action);
    struct tpl *drawn = tpl_add(t, SEC_ARROW);
    bool own = action->actor == FLOW_COMPLAINANT;
    tpl_int(drawn, V_Y, row->y);
    tpl_int(drawn, V_UP, row->y - ADMIN_FLOW_ROW / 2);
    tpl_show_if(drawn, SEC_BAND, band);
    tpl_text(drawn, V_CLASS, own ? "fl-own" : "fl-by");
    add_lines(page, drawn, page_text(page, action->title), ADMIN_FLOW_LABEL - 14, row->y);
    if (row->to) {
        int x = admin_flow_x(row->to);
        struct tpl *line = tpl_add(drawn, SEC_MOVE);
        tpl_int(line, V_LEFT, row->left == x ? x + GAP + TIP - 1 : row->left);
        tpl_int(line, V_RIGHT, row->right == x ? x - GAP - TIP + 1 : row->right);
        draw_tips(drawn, row);
    }
    draw_dots(drawn, row);
}

static void draw(struct page *page, struct tpl *t)
{
    struct admin_flow flow = admin_flow_make(page->arena);
    tpl_int(t, V_WIDTH, flow.width);
    tpl_int(t, V_HEIGHT, flow.height);
    draw_states(page, t, &flow);
    for (size_t i = 0; i < flow.n; i++)
        draw_row(page, t, &flow.rows[i], i % 2 == 0);
}

/* ---- the tables ---- */

static const char *holders(struct page *page, const struct role *roles, size_t n, enum permission p)
{
    struct buf list = {.arena = page->arena};
    for (size_t i = 0; i < n; i++)
        if (roles[i].active && roles[i].permissions & PERMISSION_BIT(p))
            join(page, &list, page_pick(page, roles[i].name_zh, roles[i].name_en));
    return list.n ? list.p : "";
}

static bool ends_with(struct arena *a, const struct rb_clock *clock, const char *event)
{
    for (const char *const *until = rulebook_clock_until(a, clock); *until; until++)
        if (strcmp(*until, event) == 0)
            return true;
    return false;
}

/* The clocks that begin and end with the event of an action. */
static void tell_clocks(struct page *page, struct tpl *row, const struct rulebook *book, const char *event)
{
    struct buf starts = {.arena = page->arena}, ends = {.arena = page->arena};
    for (unsigned i = 0; book && i < book->clocks_count; i++) {
        const struct rb_clock *clock = &book->clocks[i];
        if (clock->inactive)
            continue;
        const char *name = page_pick(page, clock->name.zh, clock->name.en);
        if (strcmp(rulebook_clock_from(clock), event) == 0)
            join(page, &starts, name);
        if (ends_with(page->arena, clock, event))
            join(page, &ends, name);
    }
    tpl_optional(row, SEC_STARTS, V_TEXT, starts.n ? starts.p : "");
    tpl_optional(row, SEC_ENDS, V_TEXT, ends.n ? ends.p : "");
}

/* "In progress, Answered → In progress", for what moves; empty for what does not. */
static const char *moves(struct page *page, enum complaint_action action, enum complaint_state to)
{
    struct buf from = {.arena = page->arena};
    for (size_t i = 0; i < flow_rows_n; i++)
        if (flow_rows[i].action == action && flow_rows[i].to == to && flow_rows[i].from != to)
            join(page, &from, state_name(page, flow_rows[i].from));
    return from.n ? arena_printf(page->arena, "%s → %s", from.p, state_name(page, to)) : "";
}

static const char *stays(struct page *page, enum complaint_action action)
{
    struct buf in = {.arena = page->arena};
    for (size_t i = 0; i < flow_rows_n; i++)
        if (flow_rows[i].action == action && flow_rows[i].from == flow_rows[i].to)
            join(page, &in, state_name(page, flow_rows[i].from));
    return in.n ? in.p : "";
}

static void tell_action(struct page *page, struct tpl *t, enum complaint_action action, const struct role *roles, size_t n_roles, const struct rulebook *book)
{
    const struct flow_action *what = flow_action(action);
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_NAME, page_text(page, what->title));
    for (int to = COMPLAINT_SUBMITTED; to < COMPLAINT_STATE__END; to++)
        tpl_optional(row, SEC_LEADS, V_TEXT, moves(page, action, (enum complaint_state)to));
    tpl_optional(row, SEC_POSSIBLE, V_TEXT, stays(page, action));
    if (what->actor == FLOW_STAFF) {
        struct tpl *right = tpl_add(row, SEC_RIGHT);
        tpl_text(right, V_LABEL, page_text(page, permission_title(what->permission)));
        tpl_text(right, V_TEXT, holders(page, roles, n_roles, what->permission));
    } else {
        tpl_show(row, SEC_OWN);
    }
    if (what->clock)
        tell_clocks(page, row, book, clock_event_word(what->clock));
}

static void tell_state(struct page *page, struct tpl *t, enum complaint_state s)
{
    struct tpl *row = tpl_add(t, SEC_STATE_ROW);
    struct buf staff = {.arena = page->arena}, own = {.arena = page->arena};
    tpl_text(row, V_NAME, state_name(page, s));
    tpl_show(row, complaint_state_open(s) ? SEC_ON : SEC_OFF);
    for (size_t i = 0; i < flow_rows_n; i++) {
        if (flow_rows[i].from != s)
            continue;
        const struct flow_action *action = flow_action(flow_rows[i].action);
        const char *name = page_text(page, action->title);
        if (flow_rows[i].to != s)
            name = arena_printf(page->arena, "%s → %s", name, state_name(page, flow_rows[i].to));
        join(page, action->actor == FLOW_STAFF ? &staff : &own, name);
    }
    tpl_text(row, V_STAFF, staff.n ? staff.p : "");
    tpl_text(row, V_OWN, own.n ? own.p : "—");
}

struct tpl *admin_workflow_view(struct page *page, const struct role *roles, size_t n_roles, const struct rulebook *book)
{
    struct tpl *t = page_template(page, TPL_ADMIN_WORKFLOW, page_text(page, N_("Workflow")));
    draw(page, t);
    for (int i = 0; i < ACTION__COUNT; i++)
        tell_action(page, t, (enum complaint_action)i, roles, n_roles, book);
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++)
        tell_state(page, t, (enum complaint_state)s);
    return t;
}
