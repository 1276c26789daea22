#include "desk_tag_pages.h"

#include "complaint_store.h"
#include "desk_routes.h"
#include "tag_store.h"

void desk_tags_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    bool may = (x->rights & PERMISSION_BIT(MAY_NOTE)) && !x->c.part;
    if (x->c.part || (x->n_tags == 0 && !may))
        return;
    struct tpl *tags = tpl_add(t, SEC_TAGS);
    for (size_t i = 0; i < x->n_tags; i++) {
        struct desk_list list = {.view = DESK_ALL, .sort = DESK_BY_RECEIVED, .words = ""};
        struct tpl *tag = tpl_add(tags, SEC_TAG_WORD);
        list.codes[FILTER_TAG] = x->tags[i];
        tpl_text(tag, V_VALUE, x->tags[i]);
        tpl_text(tag, V_URL, desk_list_url(page->arena, &list));
        tpl_show_if(tag, SEC_MAY_TAG, may);
    }
    if (!may)
        return;
    struct tpl *form = tpl_add(tags, SEC_TAG_FORM);
    for (size_t i = 0; i < x->n_tags_offered; i++)
        tpl_text(tpl_add(form, SEC_PROPOSED), V_VALUE, x->tags_offered[i]);
}

static enum err tags_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const char *from = http_form_get(page->form, "from"), *off = tag_word(page->arena, http_form_get(page->form, "off"));
    const char *word = *off ? off : tag_word(page->arena, http_form_get(page->form, "word"));
    const char *back = arena_printf(page->arena, "/staff/complaints/%s%s%s", page->params[0], *from ? "?from=" : "", desk_url_encode(page->arena, from));
    if (!*word) {
        page_flash_warn(page, N_("Write the tag first."));
        return page_redirect(page, back);
    }
    enum err e = tag_set(page->db, page->arena, &writer, page->params[0], word, !*off);
    if (e == ERR_TOO_LARGE) {
        page_flash_warn(page, N_("It has as many tags as there may be; take one off first."));
        return page_redirect(page, back);
    }
    TRY(e);
    page_flash(page, *off ? N_("The tag was taken off.") : N_("The tag was put on."));
    return page_redirect(page, back);
}

const struct route desk_tag_routes[] = {
    {.method = HTTP_POST, .path = "/staff/complaints/:no/tags", .need = MAY(NOTE), .run = tags_post},
    {0},
};
