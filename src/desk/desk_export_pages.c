#include <string.h>

#include "desk_list_form.h"
#include "desk_routes.h"
#include "export_store.h"
#include "format.h"

#define SHOWN 20
#define REFRESH_S "3"

/* Lists as files (requirements L2): asked for here, made by the jobs, fetched when they are ready. */

static const char *address_of(const struct page *page, const struct list_export *e)
{
    return arena_printf(page->arena, "/staff/exports/%lld", (long long)e->id);
}

static struct desk_list list_of(const struct page *page, const char *query)
{
    struct desk_list list = {.words = ""};
    desk_list_read_from(query, page->arena, desk_date_of(page->now_us, page->site->zone), &list);
    return desk_list_start(&list);
}

static void fill_export(const struct page *page, struct tpl *t, const struct list_export *e)
{
    struct desk_list list = list_of(page, e->query);
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_AT, format_moment(page->arena, page->lang, e->at_us, page->site->zone));
    tpl_text(row, V_TITLE, page_text(page, desk_view_kind(list.view)->title));
    tpl_text(row, V_URL, desk_list_url(page->arena, &list));
    tpl_text(row, V_KIND, strcmp(e->format, "xlsx") == 0 ? "Excel" : "CSV");
    tpl_text(row, V_COUNT_WORDS, text_count(page->arena, page->lang, "%lld row", "%lld rows", e->found));
    if (e->state == EXPORT_DONE) {
        struct tpl *done = tpl_add(row, SEC_READY);
        tpl_text(done, V_URL, arena_printf(page->arena, "%s/file", address_of(page, e)));
        tpl_text(done, V_SIZE, format_size(page->arena, (uint64_t)e->bytes));
        if (e->cut)
            tpl_text(tpl_add(row, SEC_CUT_SHORT), V_MESSAGE,
                     text_count(page->arena, page->lang, "Ended at %lld row; narrow the list for the rest", "Ended at %lld rows; narrow the list for the rest", e->found));
    } else {
        tpl_show(row, e->state == EXPORT_FAILED ? SEC_FAILED : SEC_UNDER_WAY);
    }
}

static enum err show(struct page *page, const char *from)
{
    struct list_export *exports;
    size_t n;
    bool waiting = false;
    struct desk_list list = list_of(page, from);
    TRY(export_list(page->db, page->arena, page->user->id, SHOWN, &exports, &n));
    struct tpl *t = page_template(page, TPL_DESK_EXPORTS, page_text(page, N_("Export")));
    tpl_text(t, V_BACK, desk_list_url(page->arena, &list));
    if (*from) {
        struct tpl *ask = tpl_add(t, SEC_ASK_EXPORT);
        tpl_text(ask, V_QUERY, desk_list_query(page->arena, &list));
        tpl_text(ask, V_TITLE, page_text(page, desk_view_kind(list.view)->title));
        tpl_text(ask, V_LIMIT_WORDS, text_count(page->arena, page->lang, "At most %lld row.", "At most %lld rows.", (long long)page->site->config->limits.export_rows));
        tpl_text(ask, V_KEPT_WORDS, text_count(page->arena, page->lang, "The file is kept for %lld day.", "The file is kept for %lld days.", (long long)page->site->config->limits.export_days));
    }
    for (size_t i = 0; i < n; i++) {
        waiting |= exports[i].state == EXPORT_WAITING;
        fill_export(page, t, &exports[i]);
    }
    tpl_show_if(t, SEC_HAS_ROWS, n > 0);
    tpl_show_if(t, SEC_EMPTY, n == 0 && !*from);
    tpl_show_if(t, SEC_WAITING, waiting);
    /* The page shows how far it is without anybody asking, as long as something is under way. */
    if (waiting)
        http_header(page->resp, "Refresh", REFRESH_S);
    return page_answer(page, t, 200);
}

static enum err new_get(struct page *page)
{
    return show(page, http_query(page->req, "from"));
}

static enum err exports_get(struct page *page)
{
    return show(page, "");
}

static enum err ask_post(struct page *page)
{
    const char *format = http_form_get(page->form, "format");
    struct desk_list list = list_of(page, http_form_get(page->form, "from"));
    int64_t id;
    if (strcmp(format, "csv") != 0 && strcmp(format, "xlsx") != 0)
        return ERR_MALFORMED;
    const char *query = desk_list_query(page->arena, &list);
    if (strlen(query) > DESK_QUERY_MAX)
        return ERR_TOO_LARGE;
    TRY(export_ask(page->db, page->arena, page->user, query, format, page->lang == LANG_ZH ? "zh" : "en", page->now_us, &id));
    page_flash(page, N_("The file is being made; it appears below when it is ready."));
    return page_redirect(page, "/staff/exports");
}

static enum err file_get(struct page *page)
{
    struct list_export e;
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(export_load(page->db, page->arena, page->user->id, id, &e));
    if (e.state != EXPORT_DONE)
        return ERR_NOT_FOUND;
    bool book = strcmp(e.format, "xlsx") == 0;
    struct utc_parts at = utc_in_zone(e.at_us, page->site->zone);
    const char *name = arena_printf(page->arena, "%s-%04d%02d%02d-%02d%02d.%s", page_text(page, N_("complaints")), at.year, at.month, at.day, at.hour, at.minute, e.format);
    http_download(page->resp, book ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", name);
    export_answer(page->db, &e, page->resp);
    return ERR_NONE;
}

const struct route desk_export_routes[] = {
    {.method = HTTP_GET, .path = "/staff/exports", .need = MAY(EXPORT_LIST), .run = exports_get},
    {.method = HTTP_GET, .path = "/staff/exports/new", .need = MAY(EXPORT_LIST), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/exports", .need = MAY(EXPORT_LIST), .run = ask_post},
    {.method = HTTP_GET, .path = "/staff/exports/:id/file", .need = MAY(EXPORT_LIST), .run = file_get},
    {0},
};
