#include <string.h>

#include "category_store.h"
#include "complaint_store.h"
#include "crypto_receipt.h"
#include "desk_list_view.h"
#include "desk_routes.h"
#include "rulebook_store.h"
#include "org_store.h"
#include "saved_view_store.h"
#include "tag_store.h"

#define UNITS_MAX 200
#define PEOPLE_MAX 200

static struct desk_date today(const struct page *page)
{
    return desk_date_of(page->now_us, page->site->zone);
}

static struct complaint_filter filter_of(const struct page *page, const struct desk_list *list, size_t limit)
{
    return desk_list_filter(list, page->user->id, page->site->zone, page->now_us, limit);
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
    struct person *people;
    const char **words;
    int64_t unit_id = shown->typed->list.ids[DESK_UNIT] ? shown->typed->list.ids[DESK_UNIT] : page->user->unit_id;
    TRY(category_list(page->db, page->arena, false, &categories, &shown->n_categories));
    shown->categories = categories;
    if (!shown->more)
        return ERR_NONE;
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &shown->n_units));
    TRY(org_departments_for(page->db, page->arena, unit_id, &departments, &shown->n_departments));
    TRY(org_people_of(page->db, page->arena, unit_id, 0, PEOPLE_MAX, &people, &shown->n_people));
    TRY(tag_in_use(page->db, page->arena, page->user->unit_id, &words, &shown->n_words));
    shown->units = units;
    shown->departments = departments;
    shown->people = people;
    shown->words = words;
    return ERR_NONE;
}

static enum err load_rows(struct page *page, const struct desk_list *list, struct desk_list_shown *shown)
{
    struct complaint_filter filter = filter_of(page, list, shown->limit);
    struct complaint *rows;
    struct saved_view *saved;
    const char **tags;
    int64_t version_id;
    filter.cut = &shown->cut;
    TRY(complaint_list(page->db, page->arena, page->user, &filter, &rows, &shown->n));
    shown->rows = rows;
    if (desk_list_columns(list) & DESK_COLUMN(COLUMN_TAGS)) {
        TRY(tag_of(page->db, page->arena, rows, shown->n, page->lang == LANG_ZH ? "、" : ", ", &tags));
        shown->tags = tags;
    }
    TRY(saved_view_list(page->db, page->arena, page->user, &saved, &shown->n_saved));
    shown->saved = saved;
    return rulebook_in_force(page->db, page->arena, &shown->book, &version_id);
}

/* The list without a word in the address is the one that the user chose to begin with. */
static enum err go_to_start(struct page *page, bool *ret_gone)
{
    struct saved_view view;
    *ret_gone = false;
    if (page->req->query.n > 0)
        return ERR_NONE;
    enum err e = saved_view_start(page->db, page->arena, page->user, &view);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    *ret_gone = true;
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints?%s&saved=%lld", view.query, (long long)view.id));
}

/* The form of columns sends the whole list with it. */
static enum err choose_columns(struct page *page, const struct http_form *query, unsigned columns, bool *ret_gone)
{
    struct desk_list list;
    *ret_gone = desk_list_read_from(http_form_get(query, "list"), page->arena, today(page), &list);
    if (!*ret_gone)
        return ERR_NONE;
    list.columns = columns;
    return page_redirect(page, desk_list_url(page->arena, &list));
}

static enum err list_get(struct page *page)
{
    struct http_form *query;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    struct desk_list_typed typed;
    struct http_form_errors errors = {0};
    bool gone;
    desk_list_read(query, page->arena, today(page), &typed, &errors);
    TRY(go_to_start(page, &gone));
    if (!gone)
        TRY(choose_columns(page, query, typed.list.columns, &gone));
    if (!gone)
        TRY(jump_to_number(page, typed.list.words, &gone));
    if (gone)
        return ERR_NONE;

    struct desk_list_shown shown = {.typed = &typed, .errors = &errors, .limit = page->site->config->limits.list_rows};
    shown.more = *http_query(page->req, "more") || desk_list_filtered_more(&typed.list) || errors.n > 0;
    TRY(load_rows(page, &typed.list, &shown));
    TRY(load_choices(page, &shown));
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
