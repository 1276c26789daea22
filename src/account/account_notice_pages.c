#include "account_routes.h"
#include "notice_store.h"

#define PATH "/staff/account/notices"

static enum err notices_get(struct page *page)
{
    bool *off = ARENA_ARRAY(page->arena, notice_kinds_n, bool);
    TRY(notice_off(page->db, page->arena, page->user->id, off, notice_kinds_n));
    struct tpl *t = page_template(page, TPL_ACCOUNT_NOTICES, page_text(page, N_("What I am told")));
    for (size_t i = 0; i < notice_kinds_n; i++) {
        struct tpl *row = tpl_add(t, notice_kinds[i].always ? SEC_ALWAYS : SEC_KIND);
        tpl_text(row, V_ICON, notice_kinds[i].icon);
        tpl_text(row, V_LABEL, page_text(page, notice_kinds[i].sentence));
        tpl_text(row, V_VALUE, notice_kinds[i].kind);
        tpl_show_if(row, SEC_CHECKED, !off[i]);
    }
    return page_answer(page, t, 200);
}

static bool is_wanted(const struct page *page, const char *kind)
{
    for (size_t i = 0; i < http_form_count(page->form, "kind"); i++) {
        if (str_is(str_of(http_form_nth(page->form, "kind", i)), kind))
            return true;
    }
    return false;
}

static enum err notices_post(struct page *page)
{
    bool *off = ARENA_ARRAY(page->arena, notice_kinds_n, bool);
    for (size_t i = 0; i < notice_kinds_n; i++)
        off[i] = !is_wanted(page, notice_kinds[i].kind);
    TRY(notice_switch(page->db, page->user->id, off, notice_kinds_n));
    page_flash(page, N_("Saved."));
    return page_redirect(page, PATH);
}

const struct route account_notice_routes[] = {
    {.method = HTTP_GET, .path = PATH, .need = SIGNED_IN, .run = notices_get},
    {.method = HTTP_POST, .path = PATH, .need = SIGNED_IN, .run = notices_post},
    {0},
};
