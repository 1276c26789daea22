#include "desk_standing_pages.h"

#include "desk_list.h"
#include "desk_routes.h"
#include "party.h"
#include "standing_store.h"

void desk_standing_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const char *missing = page_text(page, standing_missing_words(x->c.standing));
    if (!*missing || x->c.part || !x->c.is_open)
        return;
    struct tpl *box = tpl_add(t, SEC_PAPERS_MISSING);
    tpl_text(box, V_WHAT, missing);
    tpl_show_if(box, SEC_MAY_MARK, x->rights & PERMISSION_BIT(MAY_NOTE));
}

static enum err papers_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const char *from = http_form_get(page->form, "from");
    TRY(standing_papers_came(page->db, page->arena, &writer, page->params[0]));
    page_flash(page, N_("Noted: the papers have come."));
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s%s%s", page->params[0], *from ? "?from=" : "", desk_url_encode(page->arena, from)));
}

const struct route desk_standing_routes[] = {
    {.method = HTTP_POST, .path = "/staff/complaints/:no/standing", .need = MAY(NOTE), .run = papers_post},
    {0},
};
