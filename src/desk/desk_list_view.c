#include "desk_list_view.h"

#include "complaint_list.h"
#include "desk_words_view.h"
#include "format.h"
#include "pager.h"

#define EXACT_US (3 * UTC_DAY_US) /* from here on hours are of no interest */

const char *desk_state_class(enum complaint_state state)
{
    static const char *const classes[COMPLAINT_STATE__END] = {
        [COMPLAINT_SUBMITTED] = "tag-w", [COMPLAINT_PROGRESS] = "tag-b", [COMPLAINT_WAITING] = "tag-w",
        [COMPLAINT_REPLIED] = "tag-ok",  [COMPLAINT_CLOSED] = "tag-ok",
    };
    return state > 0 && state < COMPLAINT_STATE__END && classes[state] ? classes[state] : "tag-n";
}

const char *desk_due_words(const struct page *page, const struct complaint *c)
{
    enum complaint_urgency urgency = complaint_urgency(c->is_open, c->due_us, page->now_us);
    if (urgency == URGENCY_NONE)
        return "";
    int64_t span = urgency == URGENCY_LATE ? page->now_us - c->due_us : c->due_us - page->now_us;
    if (span >= EXACT_US)
        span -= span % UTC_DAY_US;
    const char *words = format_span(page->arena, page->lang, span);
    return urgency == URGENCY_LATE ? text_f(page->arena, page->lang, N_("Over by %s"), words)
                                   : text_f(page->arena, page->lang, N_("%s left"), words);
}

/* "08-28": the day alone, for the width of a list; what ends with a day ends on that day. */
static const char *due_day(const struct page *page, int64_t due_us)
{
    struct utc_parts at = utc_in_zone(due_us - 1, page->site->zone);
    return arena_printf(page->arena, "%02d-%02d", at.month, at.day);
}

static void fill_due(const struct page *page, struct tpl *row, const struct complaint *c)
{
    enum complaint_urgency urgency = complaint_urgency(c->is_open, c->due_us, page->now_us);
    tpl_text(row, V_DUE, urgency == URGENCY_NONE ? "—" : desk_due_words(page, c));
    if (urgency == URGENCY_LATE) {
        tpl_show(row, SEC_LATE);
        tpl_show(row, SEC_DUE_BAD);
    } else {
        tpl_show(row, urgency == URGENCY_SOON ? SEC_DUE_WARN : SEC_DUE_CALM);
    }
    if (urgency == URGENCY_NONE)
        return;
    struct tpl *at = tpl_add(row, SEC_DUE_AT);
    tpl_text(at, V_AT, due_day(page, c->due_us));
    if (c->due_kind)
        tpl_text(tpl_add(at, SEC_DUE_OF), V_KIND, page_text(page, rulebook_clock_brief((enum rb_clock_kind)c->due_kind)));
}

static void fill_grade(const struct page *page, struct tpl *row, const struct rulebook *b, const struct complaint *c)
{
    const struct rb_grade *grade = rulebook_grade(b, c->grade);
    if (!grade || rulebook_grade_rank(b, c->grade) == 0)
        return;
    struct tpl *tag = tpl_add(row, SEC_GRADE_TAG);
    tpl_text(tag, V_LABEL, desk_rb_text(page, grade->name));
    tpl_show_if(tag, SEC_MAJOR, grade->major);
}

/* A mark alone, for the width of a list: its name is its text alternative. */
static void fill_flag(const struct page *page, struct tpl *row, const struct rulebook *b, const struct complaint *c)
{
    if (c->flags == 0)
        return;
    const char *name = desk_rb_name(page, b->flags, b->flags_count, c->flag);
    tpl_text(tpl_add(row, SEC_FLAG_MARK), V_LABEL, c->flags == 1 ? name : text_f(page->arena, page->lang, N_("%s and %d more"), name, c->flags - 1));
}

void desk_rows_fill(const struct page *page, struct tpl *t, const struct rulebook *b, const struct complaint *rows, size_t n, const char *from)
{
    tpl_text(t, V_FROM, desk_url_encode(page->arena, from));
    for (size_t i = 0; i < n; i++) {
        const struct complaint *c = &rows[i];
        struct tpl *row = tpl_add(t, SEC_ROW);
        fill_due(page, row, c);
        fill_grade(page, row, b, c);
        fill_flag(page, row, b, c);
        tpl_text(row, V_NUMBER, c->number);
        tpl_text(row, V_TITLE, c->title);
        tpl_text(row, V_TAG, desk_state_class(c->state));
        tpl_text(row, V_STATE, page_text(page, complaint_state_title(c->state)));
        tpl_text(row, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
        tpl_text(row, V_PLACE, c->department_id ? page_pick(page, c->department_zh, c->department_en) : page_pick(page, c->unit_zh, c->unit_en));
        tpl_text(row, V_PERSON, c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
        tpl_text(row, V_RECEIVED, format_short(page->arena, c->received_us, page->now_us, page->site->zone));
        tpl_show_if(row, SEC_UNREAD, c->unread);
        tpl_show_if(row, SEC_SEALED, c->mode == COMPLAINT_CONFIDENTIAL);
    }
}

const char *desk_count_words(struct arena *a, int count)
{
    return count >= COMPLAINT_COUNT_MAX ? arena_printf(a, "%d+", COMPLAINT_COUNT_MAX) : arena_printf(a, "%d", count);
}

/*
 * The counts of the user's own work stand in the page already, for the navigation. The unit's are not counted here: among a million complaints
 * that would cost more than the list.
 */
static void fill_views(const struct page *page, struct tpl *t, const struct desk_list *list)
{
    static const enum tpl_section counted[] = {
        [DESK_MINE] = SEC_COUNT_MINE, [DESK_SOON] = SEC_COUNT_SOON, [DESK_LATE] = SEC_COUNT_LATE, [DESK_REPLIES] = SEC_COUNT_REPLIES};
    for (size_t i = 0; i < DESK_VIEW__COUNT; i++) {
        enum desk_view view = (enum desk_view)i;
        struct desk_list other = desk_list_in_view(list, view);
        struct tpl *tab = tpl_add(t, SEC_VIEW);
        tpl_text(tab, V_URL, desk_list_url(page->arena, &other));
        tpl_text(tab, V_LABEL, page_text(page, desk_view_kind(view)->title));
        tpl_show_if(tab, SEC_CUR, view == list->view);
        if (i < COUNT_OF(counted) && !desk_list_filtered(list))
            tpl_show(tab, counted[i]);
    }
}

static void add_option(struct tpl *t, enum tpl_section section, int64_t value, const char *label, int64_t chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_int(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, value == chosen);
}

/* A group of the tree is a heading; what stands before any group is gathered below one without a name. */
static void fill_categories(const struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    struct tpl *group = NULL;
    for (size_t i = 0; i < shown->n_categories; i++) {
        const struct category *c = &shown->categories[i];
        const char *name = page_pick(page, c->name_zh, c->name_en);
        if (c->is_group || !group) {
            group = tpl_add(t, SEC_CATEGORY_GROUP);
            tpl_text(group, V_LABEL, c->is_group ? name : page_text(page, N_("Category")));
        }
        if (!c->is_group)
            add_option(group, SEC_CATEGORY_OPTION, c->id, name, shown->typed->list.category_id);
    }
}

static const char *unit_label(const struct page *page, const struct unit *u)
{
    static const char blanks[] = "\u3000\u3000\u3000\u3000\u3000\u3000";
    int depth = u->level > 1 ? u->level - 1 : 0;
    size_t indent = (size_t)(depth > 6 ? 6 : depth) * 3;
    return arena_printf(page->arena, "%.*s%s", (int)indent, blanks, page_pick(page, u->name_zh, u->name_en));
}

/* Units and departments can be hundreds: they are loaded and shown only when asked for. */
static void fill_more(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct tpl *more = tpl_add(t, SEC_MORE);
    if (shown->n_units > 1) {
        struct tpl *units = tpl_add(more, SEC_UNITS);
        for (size_t i = 0; i < shown->n_units; i++)
            add_option(units, SEC_UNIT_OPTION, shown->units[i].id, unit_label(page, &shown->units[i]), list->unit_id);
    }
    if (shown->n_departments) {
        struct tpl *departments = tpl_add(more, SEC_DEPARTMENTS);
        for (size_t i = 0; i < shown->n_departments; i++)
            add_option(departments, SEC_DEPARTMENT_OPTION, shown->departments[i].id,
                       page_pick(page, shown->departments[i].name_zh, shown->departments[i].name_en), list->department_id);
    }
    tpl_text(more, V_FROM_TYPED, shown->typed->from);
    tpl_text(more, V_TO_TYPED, shown->typed->to);
    tpl_show_if(more, SEC_FROM_WRONG, http_form_error_of(shown->errors, "from") != NULL);
    tpl_show_if(more, SEC_TO_WRONG, http_form_error_of(shown->errors, "to") != NULL);
}

static void fill_filters(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct desk_list start = desk_list_start(list), bare = {.view = list->view, .sort = list->sort, .words = ""};
    for (int s = 1; s < COMPLAINT_STATE__END; s++)
        add_option(t, SEC_STATE_OPTION, s, page_text(page, complaint_state_title((enum complaint_state)s)), list->state);
    fill_categories(page, t, shown);
    tpl_text(t, V_WORDS, list->words);
    if (shown->more)
        fill_more(page, t, shown);
    else
        tpl_text(tpl_add(t, SEC_MORE_LINK), V_URL, arena_printf(page->arena, "%s&more=1#filters", desk_list_url(page->arena, &start)));
    if (desk_list_filtered(list))
        tpl_text(tpl_add(t, SEC_RESET), V_URL, desk_list_url(page->arena, &bare));
}

static int64_t sort_value(const struct complaint *c, enum desk_sort sort)
{
    return sort == DESK_BY_DUE ? c->due_us : c->received_us;
}

static void fill_pager(struct page *page, struct tpl *t, const struct desk_list_shown *shown, const struct complaint *rows, size_t n)
{
    const struct desk_list *list = &shown->typed->list;
    bool further = shown->n > shown->limit;
    bool has_next = list->backwards ? list->at_id != 0 : further;
    bool has_previous = list->backwards ? further : list->at_id != 0;
    bool all = !has_next && !has_previous && !shown->cut;
    struct pager_links links = {
        .text = all ? text_count(page->arena, page->lang, "%lld complaint", "%lld complaints", (long long)n)
                    : text_count(page->arena, page->lang, "%lld complaint on this page", "%lld complaints on this page", (long long)n),
    };
    if (has_previous) {
        struct desk_list first = desk_list_start(list);
        struct desk_list previous = desk_list_at(list, sort_value(&rows[0], list->sort), rows[0].id, true);
        links.first = desk_list_url(page->arena, &first);
        links.previous = desk_list_url(page->arena, &previous);
    }
    if (has_next) {
        struct desk_list next = desk_list_at(list, sort_value(&rows[n - 1], list->sort), rows[n - 1].id, false);
        links.next = desk_list_url(page->arena, &next);
    }
    pager_fill(t, &links);
}

static void fill_empty(struct page *page, struct tpl *t, const struct desk_list *list)
{
    struct tpl *empty = tpl_add(t, SEC_EMPTY);
    if (!desk_list_filtered(list)) {
        tpl_text(empty, V_MESSAGE, page_text(page, desk_view_kind(list->view)->nothing));
        return;
    }
    tpl_text(empty, V_MESSAGE, page_text(page, N_("No complaint fits these filters.")));
    struct desk_list bare = {.view = list->view, .sort = list->sort, .words = ""};
    struct desk_list all = desk_list_in_view(list, DESK_ALL);
    struct tpl *advice = tpl_add(empty, SEC_EMPTY_FILTERED);
    tpl_text(advice, V_URL, desk_list_url(page->arena, &bare));
    tpl_text(advice, V_ALL_URL, desk_list_url(page->arena, &all));
}

static void fill_headings(struct page *page, struct tpl *table, const struct desk_list *list)
{
    struct desk_list by_due = desk_list_sorted(list, DESK_BY_DUE), by_received = desk_list_sorted(list, DESK_BY_RECEIVED);
    tpl_text(table, V_DUE_URL, desk_list_url(page->arena, &by_due));
    tpl_text(table, V_RECEIVED_URL, desk_list_url(page->arena, &by_received));
    tpl_show(table, list->sort == DESK_BY_DUE ? SEC_DUE_SORTED : SEC_RECEIVED_SORTED);
    tpl_text(table, V_CAPTION,
             text_f(page->arena, page->lang, list->sort == DESK_BY_DUE ? N_("%s, the nearest due time first") : N_("%s, the newest first"),
                    page_text(page, desk_view_kind(list->view)->title)));
}

void desk_list_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    tpl_text(t, V_VIEW_TITLE, page_text(page, desk_view_kind(list->view)->title));
    tpl_text(t, V_VIEW_NAME, desk_view_kind(list->view)->name);
    if (list->sort != desk_view_kind(list->view)->sort)
        tpl_text(tpl_add(t, SEC_KEEP_SORT), V_SORT, list->sort == DESK_BY_DUE ? "due" : "received");
    fill_views(page, t, list);
    fill_filters(page, t, shown);
    tpl_show_if(t, SEC_CUT_SHORT, shown->cut);
    size_t n = shown->n > shown->limit ? shown->limit : shown->n;
    const struct complaint *rows = list->backwards ? shown->rows + (shown->n - n) : shown->rows;
    if (n == 0) {
        fill_empty(page, t, list);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    fill_headings(page, table, list);
    desk_rows_fill(page, table, shown->book, rows, n, desk_list_query(page->arena, list));
    fill_pager(page, t, shown, rows, n);
}
