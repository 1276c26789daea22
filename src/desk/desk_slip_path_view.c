#include <string.h>

#include "hiding.h"
#include "moment.h"
#include "desk_slip_view.h"
#include "format.h"

/* The drawing: a column for each department, a row for each step, from the top downwards. */
#define TIMES 96 /* width of the column of times */
#define LANE 184
#define AFTER 64 /* beside the last column, for the times of its bars */
#define HEAD 46  /* the boxes with the departments' names */
#define FIRST 78 /* middle of the first row */
#define ROW 44
#define BAR 10
#define TIP 9
#define TYPE 13

static int lane_x(int lane)
{
    return TIMES + lane * LANE + LANE / 2;
}

static int row_y(int row)
{
    return FIRST + row * ROW;
}

static int bar_x(const struct desk_path_bar *bar)
{
    return lane_x(bar->lane) - BAR / 2 + bar->slot * (BAR + 3);
}

static bool is_late(const struct desk_path_bar *bar)
{
    return bar->hop->late;
}

/* ---- words ---- */

static const char *row_words(const struct page *page, const struct desk_path_row *row)
{
    switch (row->mark) {
    case DESK_MARK_RECEIVED: return page_text(page, N_("Complaint received"));
    case DESK_MARK_ACCEPTED: return page_text(page, N_("Complaint accepted"));
    case DESK_MARK_REPLIED: return page_text(page, N_("Answered the complainant"));
    case DESK_MARK_CLOSED: return page_text(page, N_("Complaint ended"));
    case DESK_MARK_STEP: break;
    }
    return page_text(page, desk_slip_step_title(row->step->action));
}

static const char *working_words(const struct page *page, int64_t minutes)
{
    return text_f(page->arena, page->lang, N_("%d h %02d min"), (int)(minutes / 60), (int)(minutes % 60));
}

static const char *lane_name(const struct page *page, const struct desk_lane *lane)
{
    const char *department = page_pick(page, lane->zh, lane->en);
    return *department ? department : page_pick(page, lane->unit_zh, lane->unit_en);
}

/* ---- the drawing ---- */

static void add_text_line(struct page *page, struct tpl *lane, int x, int y, const char *text)
{
    struct tpl *line = tpl_add(lane, SEC_LINE);
    tpl_int(line, V_X, x);
    tpl_int(line, V_Y, y);
    tpl_text(line, V_TEXT, desk_path_fit(page->arena, text, LANE - 30, TYPE));
}

static void draw_lanes(struct page *page, struct tpl *t, const struct desk_path *path, int height)
{
    for (size_t i = 0; i < path->n_lanes; i++) {
        const struct desk_lane *lane = &path->lanes[i];
        struct tpl *drawn = tpl_add(t, SEC_LANE);
        int x = lane_x((int)i);
        const char *name = lane_name(page, lane), *unit = page_pick(page, lane->unit_zh, lane->unit_en);
        tpl_int(drawn, V_X, x);
        tpl_int(drawn, V_LEFT, x - 80);
        tpl_int(drawn, V_BOTTOM, height);
        add_text_line(page, drawn, x, strcmp(name, unit) == 0 ? HEAD / 2 + 6 : HEAD / 2 - 2, name);
        if (strcmp(name, unit) != 0)
            add_text_line(page, drawn, x, HEAD / 2 + 15, unit);
    }
}

static void draw_bar(struct page *page, struct tpl *t, const struct desk_path_bar *bar, int height)
{
    struct tpl *drawn = tpl_add(t, SEC_BAR);
    bool open = !bar->hop->to_us;
    int up = row_y(bar->first), down = open ? height - 6 : row_y(bar->last);
    tpl_text(drawn, V_CLASS, is_late(bar) ? "pth-bar pth-late" : "pth-bar");
    tpl_int(drawn, V_X, bar_x(bar));
    tpl_int(drawn, V_UP, up);
    tpl_int(drawn, V_LENGTH, down > up ? down - up : 2);
    struct tpl *span = tpl_add(t, SEC_SPAN);
    const char *words = working_words(page, bar->hop->working_minutes);
    tpl_text(span, V_CLASS, is_late(bar) ? "pth-s pth-bad" : "pth-s");
    tpl_int(span, V_X, bar_x(bar) + BAR + 5);
    tpl_int(span, V_Y, up + ROW / 2);
    if (is_late(bar))
        words = text_f(page->arena, page->lang, N_("%s, late"), words);
    tpl_text(span, V_TEXT, open ? text_f(page->arena, page->lang, N_("%s so far"), words) : words);
}

/* A step that goes against the direction of work is drawn dashed. */
static bool goes_back(enum slip_action action)
{
    return action == SLIP_DO_RETURN || action == SLIP_DO_SEND_BACK || action == SLIP_DO_WITHDRAW;
}

static void draw_row(struct page *page, struct tpl *t, const struct desk_path_row *row, int i)
{
    struct arena *a = page->arena;
    struct tpl *drawn = tpl_add(t, SEC_ARROW);
    int y = row_y(i), from = lane_x(row->from), to = lane_x(row->to);
    const char *words = row->slip ? arena_printf(a, "%d %s", row->slip->number, row_words(page, row)) : row_words(page, row);
    tpl_text(drawn, V_AT, moment_short(page, row->at_us, row->coarse));
    tpl_int(drawn, V_Y, y);
    tpl_int(drawn, V_DOWN, y + 4);
    if (from == to) {
        struct tpl *dot = tpl_add(drawn, SEC_DOT);
        tpl_int(dot, V_X, to);
        tpl_int(dot, V_RIGHT, to + BAR + 5);
        tpl_text(dot, V_TEXT, words);
        return;
    }
    int side = to > from ? 1 : -1;
    struct tpl *move = tpl_add(drawn, SEC_MOVE);
    tpl_text(move, V_CLASS, goes_back(row->step->action) ? "pth-go pth-back" : "pth-go");
    tpl_int(move, V_LEFT, from);
    tpl_int(move, V_RIGHT, to - side * (TIP + 5));
    tpl_int(move, V_X, to - side * 5);
    tpl_int(move, V_BACK_X, to - side * (TIP + 5));
    tpl_int(move, V_UP, y - 5);
    tpl_int(move, V_DOWN, y + 5);
    /* Beside the tip, where no other lane crosses it. */
    tpl_int(move, V_MIDDLE, to - side * LANE / 2);
    tpl_int(move, V_TOP, y - 7);
    tpl_text(move, V_TEXT, desk_path_fit(a, words, LANE - 24, TYPE));
}

static void draw(struct page *page, struct tpl *t, const struct desk_path *path)
{
    int width = TIMES + (int)path->n_lanes * LANE + AFTER, height = row_y((int)path->n_rows);
    tpl_int(t, V_WIDTH, width);
    tpl_int(t, V_HEIGHT, height);
    draw_lanes(page, t, path, height);
    for (size_t i = 0; i < path->n_bars; i++)
        draw_bar(page, t, &path->bars[i], height);
    for (size_t i = 0; i < path->n_rows; i++)
        draw_row(page, t, &path->rows[i], (int)i);
}

/* ---- the list ---- */

static const char *row_icon(const struct desk_path_row *row)
{
    switch (row->mark) {
    case DESK_MARK_RECEIVED: return "inbox";
    case DESK_MARK_ACCEPTED: return "circle-check";
    case DESK_MARK_REPLIED: return "send";
    case DESK_MARK_CLOSED: return "clipboard-check";
    case DESK_MARK_STEP: break;
    }
    return desk_slip_step_icon(row->step->action);
}

/* "Sent: Customer Service → Operations"; what stays where it is names the one department. */
static const char *where_words(struct page *page, const struct desk_path *path, const struct desk_path_row *row)
{
    const char *from = lane_name(page, &path->lanes[row->from]), *to = lane_name(page, &path->lanes[row->to]);
    const char *where = row->from == row->to ? to : arena_printf(page->arena, "%s → %s", from, to);
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", row_words(page, row), where);
}

static const char *stopwatch_words(struct page *page, const struct desk_path *path, const struct desk_path_bar *bar)
{
    const struct slip_hop *hop = bar->hop;
    int64_t end_us = hop->to_us ? hop->to_us : page->now_us;
    const char *place = lane_name(page, &path->lanes[bar->lane]), *working = working_words(page, hop->working_minutes);
    const char *natural = format_span(page->arena, page->lang, end_us - hop->from_us);
    if (!hop->to_us)
        return text_f(page->arena, page->lang, N_("With %s for %s of working time so far (%s in all)"), place, working, natural);
    return text_f(page->arena, page->lang, N_("Stayed with %s for %s of working time (%s in all)"), place, working, natural);
}

static void list_row(struct page *page, struct tpl *t, const struct desk_path *path, size_t i)
{
    const struct desk_path_row *row = &path->rows[i];
    struct tpl *item = tpl_add(t, SEC_HOP);
    bool now = false;
    tpl_text(item, V_ICON, row_icon(row));
    if (row->slip)
        tpl_int(tpl_add(item, SEC_OF_SLIP), V_SLIP_NUMBER, row->slip->number);
    tpl_text(item, V_WORDS, where_words(page, path, row));
    if (row->step)
        tpl_text(tpl_add(item, SEC_BY), V_TEXT, *row->step->actor ? row->step->actor : page_text(page, N_("System")));
    tpl_text(item, V_ISO, moment_iso(page, row->at_us, row->coarse));
    tpl_text(item, V_AT, moment_short(page, row->at_us, row->coarse));
    for (size_t k = 0; k < path->n_bars; k++) {
        const struct desk_path_bar *bar = &path->bars[k];
        if (bar->first != (int)i)
            continue;
        struct tpl *watch = tpl_add(item, SEC_STOPWATCH);
        tpl_text(watch, V_TEXT, stopwatch_words(page, path, bar));
        tpl_show_if(watch, SEC_LATE, is_late(bar));
        now |= !bar->hop->to_us;
    }
    tpl_text(item, V_TONE, now ? "cur" : "done");
}

bool desk_path_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    if (x->slips.n == 0)
        return false;
    struct slip_hop *hops;
    size_t n_hops;
    struct desk_path path;
    slip_path(page->arena, x->world.calendar, x->slips.list, x->slips.n, page->now_us, &hops, &n_hops);
    desk_path_make(page->arena, &x->c, x->slips.list, x->slips.n, hops, n_hops, &path);
    for (size_t i = 0; i < path.n_rows; i++) {
        if (!path.rows[i].slip && path.rows[i].mark == DESK_MARK_RECEIVED)
            path.rows[i].coarse = (int)hiding_times(x->world.book, x->c.mode);
    }
    struct tpl *shown = tpl_add(t, SEC_PATH);
    draw(page, shown, &path);
    for (size_t i = 0; i < path.n_rows; i++)
        list_row(page, shown, &path, i);
    return true;
}
