#include <string.h>

#include "category_store.h"
#include "complaint_store.h"
#include "crypto_receipt.h"
#include "desk_list_view.h"
#include "desk_routes.h"
#include "rulebook_store.h"
#include "org_store.h"

#define UNITS_MAX 200

/* The views of the desk in terms of the store: the first four are of the user's own work. */
static const struct {
    enum complaint_view view;
    bool mine;
} stored[DESK_VIEW__COUNT] = {
    [DESK_MINE] = {VIEW_OPEN, true},  [DESK_SOON] = {VIEW_SOON, true},       [DESK_LATE] = {VIEW_LATE, true},
    [DESK_REPLIES] = {VIEW_REPLIES, true}, [DESK_NEW] = {VIEW_NEW, false},   [DESK_OPEN] = {VIEW_OPEN, false},
    [DESK_UNIT_LATE] = {VIEW_LATE, false}, [DESK_CLOSED] = {VIEW_CLOSED, false}, [DESK_ALL] = {VIEW_ALL, false},
};

static struct desk_date today(const struct page *page)
{
    return desk_date_of(page->now_us, page->site->zone);
}

static struct complaint_filter filter_of(const struct page *page, const struct desk_list *list, size_t limit)
{
    return (struct complaint_filter){
        .view = stored[list->view].view,
        .mine = stored[list->view].mine,
        .sort = list->sort == DESK_BY_DUE ? SORT_DUE : SORT_RECEIVED,
        .state = list->state,
        .category_id = list->category_id,
        .unit_id = list->unit_id,
        .department_id = list->department_id,
        .from_us = list->from.year ? desk_date_begin(list->from, page->site->zone) : 0,
        .to_us = list->to.year ? desk_date_end(list->to, page->site->zone) + UTC_SECOND_US - 1 : 0,
        .words = list->words,
        .after_value = list->at_value,
        .after_id = list->at_id,
        .backwards = list->backwards,
        .limit = limit,
        .now_us = page->now_us,
    };
}

static const char *case_path(struct arena *a, const char *number, const struct desk_list *list)
{
    return arena_printf(a, "/staff/complaints/%s?from=%s", number, desk_url_encode(a, desk_list_query(a, list)));
}

/* Whoever types a whole number wants that complaint, not a list of one. */
static enum err jump_to_number(struct page *page, const char *words, bool *ret_jumped)
{
    const char *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, words);
    *ret_jumped = false;
    if (!number)
        return ERR_NONE;
    struct complaint c;
    permission_set rights;
    enum err e = complaint_load(page->db, page->arena, page->user, number, &c, &rights);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    *ret_jumped = true;
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", c.number));
}

static enum err load_choices(struct page *page, struct desk_list_shown *shown)
{
    struct category *categories;
    struct unit *units;
    struct department *departments;
    TRY(category_list(page->db, page->arena, false, &categories, &shown->n_categories));
    shown->categories = categories;
    if (!shown->more)
        return ERR_NONE;
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &shown->n_units));
    int64_t unit_id = shown->typed->list.unit_id ? shown->typed->list.unit_id : page->user->unit_id;
    TRY(org_departments_for(page->db, page->arena, unit_id, &departments, &shown->n_departments));
    shown->units = units;
    shown->departments = departments;
    return ERR_NONE;
}

static enum err list_get(struct page *page)
{
    struct http_form *query;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    struct desk_list_typed typed;
    struct http_form_errors errors = {0};
    desk_list_read(query, page->arena, today(page), &typed, &errors);
    bool jumped;
    TRY(jump_to_number(page, typed.list.words, &jumped));
    if (jumped)
        return ERR_NONE;

    struct desk_list_shown shown = {.typed = &typed, .errors = &errors, .limit = page->site->config->limits.list_rows};
    struct complaint_filter filter = filter_of(page, &typed.list, shown.limit);
    filter.cut = &shown.cut;
    shown.more = *http_query(page->req, "more") || desk_list_filtered_more(&typed.list) || errors.n > 0;
    struct complaint *rows;
    TRY(complaint_list(page->db, page->arena, page->user, &filter, &rows, &shown.n));
    TRY(load_choices(page, &shown));
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &shown.book, &version_id));
    shown.rows = rows;

    struct tpl *t = page_template(page, TPL_DESK_LIST, page_text(page, desk_view_kind(typed.list.view)->title));
    page_errors(page, t, &errors);
    desk_list_fill(page, t, &shown);
    return page_answer(page, t, errors.n ? 422 : 200);
}

/* The search box of the top bar. */
static enum err find_get(struct page *page)
{
    struct http_form *query;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    struct desk_list_typed typed;
    struct http_form_errors errors = {0};
    desk_list_read(query, page->arena, today(page), &typed, &errors);
    struct desk_list found = {.view = DESK_ALL, .sort = desk_view_kind(DESK_ALL)->sort, .words = typed.list.words};
    return page_redirect(page, desk_list_url(page->arena, &found));
}

/* The complaint before or after this one in the list that it was opened from; that list when there is none. */
static enum err go_to_neighbour(struct page *page, bool backwards)
{
    struct complaint c;
    permission_set rights;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    struct desk_list list;
    if (!desk_list_read_from(http_query(page->req, "from"), page->arena, today(page), &list))
        return page_redirect(page, "/staff/complaints");
    struct desk_list start = desk_list_start(&list);
    struct desk_list at = desk_list_at(&list, list.sort == DESK_BY_DUE ? c.due_us : c.received_us, c.id, backwards);
    struct complaint_filter filter = filter_of(page, &at, 1);
    struct complaint *rows;
    size_t n;
    TRY(complaint_list(page->db, page->arena, page->user, &filter, &rows, &n));
    if (n == 0) {
        page_flash(page, backwards ? N_("That was the first complaint of the list.") : N_("That was the last complaint of the list."));
        return page_redirect(page, desk_list_url(page->arena, &start));
    }
    return page_redirect(page, case_path(page->arena, rows[backwards ? n - 1 : 0].number, &start));
}

static enum err next_get(struct page *page)
{
    return go_to_neighbour(page, false);
}

static enum err previous_get(struct page *page)
{
    return go_to_neighbour(page, true);
}

const struct route desk_list_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints", .need = MAY(SEE), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/find", .need = MAY(SEE), .run = find_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/next", .need = MAY(SEE), .run = next_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/previous", .need = MAY(SEE), .run = previous_get},
    {0},
};
