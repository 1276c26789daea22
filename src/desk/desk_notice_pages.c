#include "desk_notice_view.h"
#include "desk_routes.h"
#include "notice_store.h"
#include "pager.h"
#include "rulebook_store.h"

#define ROWS 50

static enum err notices_get(struct page *page)
{
    struct notice *list;
    size_t n;
    const struct rulebook *book;
    int64_t version_id;
    long long before = 0;
    if (!str_to_i64(str_of(http_query(page->req, "before")), 1, INT64_MAX, &before))
        before = 0;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(notice_list(page->db, page->arena, page->user->id, before, ROWS + 1, &list, &n));
    bool more = n > ROWS, unread = false;
    n = more ? ROWS : n;
    for (size_t i = 0; i < n; i++)
        unread |= !list[i].read_us;
    struct tpl *t = page_template(page, TPL_DESK_NOTICES, page_text(page, N_("Notices")));
    tpl_show_if(t, SEC_EMPTY, n == 0);
    if (n > 0)
        desk_notices_fill(page, tpl_add(t, SEC_LIST), book, list, n);
    if (unread)
        tpl_int(tpl_add(t, SEC_READ_ALL), V_ID, list[0].id);
    const struct pager_links links = {
        .text = "",
        .first = before ? "/staff/notices" : NULL,
        .next = more ? arena_printf(page->arena, "/staff/notices?before=%lld", (long long)list[n - 1].id) : NULL,
    };
    if (links.first || links.next)
        pager_fill(t, &links);
    return page_answer(page, t, 200);
}

/* One that is gone on to is read; all up to the newest that was seen are read at once. */
static enum err read_post(struct page *page)
{
    long long id;
    if (!str_to_i64(str_of(http_form_get(page->form, "id")), 1, INT64_MAX, &id))
        return ERR_MALFORMED;
    bool up_to = http_form_has(page->form, "all");
    TRY(notice_read(page->db, page->user->id, id, up_to, page->now_us));
    page_flash(page, up_to ? N_("All notices are marked as read.") : N_("Marked as read."));
    return page_redirect(page, "/staff/notices");
}

const struct route desk_notice_routes[] = {
    {.method = HTTP_GET, .path = "/staff/notices", .need = SIGNED_IN, .run = notices_get},
    {.method = HTTP_POST, .path = "/staff/notices/read", .need = SIGNED_IN, .run = read_post},
    {0},
};
