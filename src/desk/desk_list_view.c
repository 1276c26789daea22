#include "desk_list_view.h"

#include "clock.h"
#include "complaint_list.h"
#include "desk_bulk_view.h"
#include "format.h"
#include "pager.h"

const char *desk_count_words(struct arena *a, int count)
{
    return count >= COMPLAINT_COUNT_MAX ? arena_printf(a, "%d+", COMPLAINT_COUNT_MAX) : arena_printf(a, "%d", count);
}

bool desk_saved_fill(const struct page *page, struct tpl *t, const struct saved_view *views, size_t n, int64_t current_id)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        const struct saved_view *v = &views[i];
        struct tpl *tab = tpl_add(t, SEC_SAVED);
        tpl_text(tab, V_URL, arena_printf(page->arena, "/staff/complaints?%s&saved=%lld", v->query, (long long)v->id));
        tpl_text(tab, V_LABEL, v->name);
        if (v->user_id != page->user->id)
            tpl_text(tpl_add(tab, SEC_SHARED_BY), V_NAME, v->owner);
        tpl_show_if(tab, SEC_CUR, v->id == current_id);
        found |= v->id == current_id;
    }
    return found;
}

/*
 * The counts of the user's own work stand in the page already, for the navigation. The unit's are not counted here: among a million complaints
 * that would cost more than the list.
 */
static void fill_views(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    static const enum tpl_section counted[] = {
        [DESK_MINE] = SEC_COUNT_MINE, [DESK_SOON] = SEC_COUNT_SOON, [DESK_LATE] = SEC_COUNT_LATE, [DESK_REPLIES] = SEC_COUNT_REPLIES};
    const struct desk_list *list = &shown->typed->list;
    bool saved = desk_saved_fill(page, t, shown->saved, shown->n_saved, list->saved_id);
    for (size_t i = 0; i < DESK_VIEW__COUNT; i++) {
        enum desk_view view = (enum desk_view)i;
        struct desk_list other = desk_list_in_view(list, view);
        struct tpl *tab = tpl_add(t, SEC_VIEW);
        tpl_text(tab, V_URL, desk_list_url(page->arena, &other));
        tpl_text(tab, V_LABEL, page_text(page, desk_view_kind(view)->title));
        tpl_show_if(tab, SEC_CUR, view == list->view && !saved);
        if (i < COUNT_OF(counted) && !desk_list_filtered(list))
            tpl_show(tab, counted[i]);
    }
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
    bool all = !has_next && !has_previous && !shown->cut.cut;
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
    struct desk_list bare = desk_list_bare(list);
    struct desk_list all = desk_list_in_view(list, DESK_ALL);
    struct tpl *advice = tpl_add(empty, SEC_EMPTY_FILTERED);
    tpl_text(advice, V_URL, desk_list_url(page->arena, &bare));
    tpl_text(advice, V_ALL_URL, desk_list_url(page->arena, &all));
}

static void fill_heading(struct page *page, struct tpl *table, const struct desk_list *list, enum desk_column column)
{
    bool sorts = column == COLUMN_DUE || column == COLUMN_RECEIVED;
    enum desk_sort sort = column == COLUMN_DUE ? DESK_BY_DUE : DESK_BY_RECEIVED;
    struct tpl *heading = tpl_add(table, SEC_HEADING);
    tpl_show_if(heading, SEC_LOW, column > COLUMN_STATE);
    if (!sorts) {
        tpl_text(tpl_add(heading, SEC_UNSORTED), V_LABEL, page_text(page, desk_columns[column].title));
        return;
    }
    struct desk_list other = desk_list_sorted(list, sort);
    if (list->sort == sort)
        tpl_show(heading, sort == DESK_BY_DUE ? SEC_DUE_SORTED : SEC_RECEIVED_SORTED);
    struct tpl *link = tpl_add(heading, SEC_SORTS);
    tpl_text(link, V_LABEL, page_text(page, desk_columns[column].title));
    tpl_text(link, V_URL, desk_list_url(page->arena, &other));
}

static void fill_headings(struct page *page, struct tpl *table, const struct desk_list *list)
{
    for (int column = 0; column < COLUMN__COUNT; column++) {
        if (desk_list_columns(list) & DESK_COLUMN(column))
            fill_heading(page, table, list, (enum desk_column)column);
    }
    tpl_text(table, V_CAPTION,
             text_f(page->arena, page->lang, list->sort == DESK_BY_DUE ? N_("%s, the nearest due time first") : N_("%s, the newest first"),
                    page_text(page, desk_view_kind(list->view)->title)));
}

/* Which columns there are, to choose from. */
static void fill_columns(struct page *page, struct tpl *t, const struct desk_list *list)
{
    for (int column = 0; column < COLUMN__COUNT; column++) {
        if (column == COLUMN_TITLE)
            continue;
        struct tpl *option = tpl_add(t, SEC_COLUMN);
        tpl_text(option, V_VALUE, desk_columns[column].name);
        tpl_text(option, V_LABEL, page_text(page, desk_columns[column].title));
        tpl_show_if(option, SEC_CHECKED, desk_list_columns(list) & DESK_COLUMN(column));
    }
}

/* Where the search was given up: how far it came, and the way on. */
static void fill_cut(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    if (!shown->cut.cut)
        return;
    struct desk_list on = desk_list_at(list, shown->cut.value, shown->cut.id, list->backwards);
    struct tpl *cut = tpl_add(t, SEC_CUT_SHORT);
    const char *day = shown->cut.value < CLOCK_NEVER ? format_date(page->arena, page->lang, shown->cut.value, page->site->zone) : "";
    const char *words = page_text(page, N_("A part of the complaints was looked through."));
    if (*day)
        words = list->sort == DESK_BY_RECEIVED ? text_f(page->arena, page->lang, N_("Complaints received back to %s were looked through."), day)
                                               : text_f(page->arena, page->lang, N_("Complaints due up to %s were looked through."), day);
    tpl_text(cut, V_MESSAGE, words);
    tpl_text(cut, V_URL, desk_list_url(page->arena, &on));
}

void desk_list_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct desk_list start = desk_list_start(list);
    tpl_text(t, V_VIEW_TITLE, page_text(page, desk_view_kind(list->view)->title));
    tpl_text(t, V_QUERY, desk_list_query(page->arena, &start));
    tpl_text(t, V_FROM_LIST, desk_url_encode(page->arena, desk_list_query(page->arena, &start)));
    fill_views(page, t, shown);
    desk_list_filters_fill(page, t, shown);
    fill_columns(page, t, list);
    fill_cut(page, t, shown);
    tpl_show_if(t, SEC_CAN_EXPORT, access_may(page->user, MAY_EXPORT_LIST));
    size_t n = shown->n > shown->limit ? shown->limit : shown->n;
    bool behind = list->backwards && shown->n > n;
    const struct complaint *rows = behind ? shown->rows + 1 : shown->rows;
    if (n == 0) {
        if (!shown->cut.cut)
            fill_empty(page, t, list);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    struct desk_rows all = {.book = shown->book, .list = rows, .tags = shown->tags ? (behind ? shown->tags + 1 : shown->tags) : NULL, .n = n,
                            .columns = desk_list_columns(list), .pick = desk_bulk_any(page->user), .from = desk_list_query(page->arena, list)};
    fill_headings(page, table, list);
    tpl_show_if(table, SEC_PICK_HEAD, all.pick);
    if (all.pick)
        desk_bulk_bar_fill(page, t, shown);
    desk_rows_fill_columns(page, table, &all);
    fill_pager(page, t, shown, rows, n);
}
