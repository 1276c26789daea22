#include "desk_routes.h"
#include "desk_slip_list_view.h"
#include "pager.h"
#include "slip_store.h"

static const enum slip_view stored[DESK_SLIPS__COUNT] = {
    [DESK_SLIPS_TODO] = SLIP_VIEW_TODO, [DESK_SLIPS_MINE] = SLIP_VIEW_MINE,     [DESK_SLIPS_ANSWERED] = SLIP_VIEW_ANSWERED, [DESK_SLIPS_RETURNED] = SLIP_VIEW_RETURNED,
    [DESK_SLIPS_SENT] = SLIP_VIEW_SENT, [DESK_SLIPS_COPIES] = SLIP_VIEW_COPIES, [DESK_SLIPS_LATE] = SLIP_VIEW_LATE,
};

static enum err list_get(struct page *page)
{
    size_t limit = page->site->config->limits.list_rows, n;
    struct desk_slip_list_shown shown = {.answers = access_may(page->user, MAY_ANSWER), .sends = access_may(page->user, MAY_DISPATCH)};
    struct pager_key after = {0};
    struct slip *rows;
    if (!desk_slip_view_from_name(http_query(page->req, "view"), &shown.view))
        shown.view = shown.answers || !shown.sends ? DESK_SLIPS_TODO : DESK_SLIPS_ANSWERED;
    if (!pager_after(page, &after))
        after = (struct pager_key){0};
    TRY(slip_list(page->db, page->arena, page->user, stored[shown.view], page->now_us, after.value, after.id, limit, &rows, &n));
    shown.rows = rows;
    shown.n = n > limit ? limit : n;
    struct tpl *t = page_template(page, TPL_DESK_SLIPS, page_text(page, desk_slip_view_kind(shown.view)->title));
    desk_slip_list_fill(page, t, &shown);
    bool more = n > limit && limit > 0;
    pager_forward(page, t, more ? pager_word(page->arena, (struct pager_key){rows[limit - 1].due_us, rows[limit - 1].id}) : NULL);
    return page_answer(page, t, 200);
}

const struct route desk_slip_list_routes[] = {
    {.method = HTTP_GET, .path = "/staff/slips", .need = MAY(SEE), .run = list_get},
    {0},
};
