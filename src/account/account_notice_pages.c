#include "account_routes.h"
#include "notice_store.h"
#include "notice_way_store.h"
#include "post_store.h"

#define PATH "/staff/account/notices"

static void add_way(struct tpl *row, bool offered, enum tpl_section section, bool checked)
{
    if (offered)
        tpl_show_if(tpl_add(row, section), SEC_CHECKED, checked);
}

/* By e-mail and SMS only where it is sent by, and to who has an address at work. */
static enum err offered_ways(struct page *page, struct tpl *t, unsigned *ret_ways)
{
    const char *email, *mobile;
    unsigned ways;
    TRY(notice_addresses(page->db, page->arena, page->user->id, &email, &mobile));
    TRY(post_ways(page->db, page->arena, &ways));
    *ret_ways = (*email ? ways & POST_MAIL : 0U) | (*mobile ? ways & POST_SMS : 0U);
    tpl_show_if(t, SEC_BY_MAIL, *ret_ways & POST_MAIL);
    tpl_show_if(t, SEC_BY_SMS, *ret_ways & POST_SMS);
    tpl_optional(t, SEC_MAIL_TO, V_VALUE, *ret_ways & POST_MAIL ? email : "");
    tpl_optional(t, SEC_SMS_TO, V_VALUE, *ret_ways & POST_SMS ? mobile : "");
    tpl_show_if(t, SEC_NO_ADDRESS, ways && !*ret_ways);
    return ERR_NONE;
}

static enum err notices_get(struct page *page)
{
    bool *off = ARENA_ARRAY(page->arena, notice_kinds_n, bool);
    unsigned *ways = ARENA_ARRAY(page->arena, notice_kinds_n, unsigned), offered;
    TRY(notice_off(page->db, page->arena, page->user->id, off, notice_kinds_n));
    TRY(notice_ways(page->db, page->arena, page->user->id, ways, notice_kinds_n));
    struct tpl *t = page_template(page, TPL_ACCOUNT_NOTICES, page_text(page, N_("What I am told")));
    TRY(offered_ways(page, t, &offered));
    for (size_t i = 0; i < notice_kinds_n; i++) {
        struct tpl *row = tpl_add(t, SEC_KIND);
        tpl_text(row, V_ICON, notice_kinds[i].icon);
        tpl_text(row, V_LABEL, page_text(page, notice_kinds[i].sentence));
        tpl_text(row, V_VALUE, notice_kinds[i].kind);
        if (notice_kinds[i].always)
            tpl_show(row, SEC_ALWAYS);
        else
            tpl_show_if(tpl_add(row, SEC_CHOICE), SEC_CHECKED, !off[i]);
        add_way(row, offered & POST_MAIL, SEC_MAIL_CELL, ways[i] & POST_MAIL);
        add_way(row, offered & POST_SMS, SEC_SMS_CELL, ways[i] & POST_SMS);
    }
    return page_answer(page, t, 200);
}

static bool is_wanted(const struct page *page, const char *field, const char *kind)
{
    for (size_t i = 0; i < http_form_count(page->form, field); i++) {
        if (str_is(str_of(http_form_nth(page->form, field, i)), kind))
            return true;
    }
    return false;
}

/* What the page did not offer stays as it is. */
static enum err save_ways(struct page *page)
{
    unsigned *ways = ARENA_ARRAY(page->arena, notice_kinds_n, unsigned);
    bool mail = http_form_has(page->form, "mail_offered"), sms = http_form_has(page->form, "sms_offered");
    TRY(notice_ways(page->db, page->arena, page->user->id, ways, notice_kinds_n));
    for (size_t i = 0; i < notice_kinds_n; i++) {
        if (mail)
            ways[i] = (ways[i] & ~(unsigned)POST_MAIL) | (is_wanted(page, "mail", notice_kinds[i].kind) ? POST_MAIL : 0U);
        if (sms)
            ways[i] = (ways[i] & ~(unsigned)POST_SMS) | (is_wanted(page, "sms", notice_kinds[i].kind) ? POST_SMS : 0U);
    }
    return mail || sms ? notice_ways_set(page->db, page->user->id, ways, notice_kinds_n) : ERR_NONE;
}

static enum err notices_post(struct page *page)
{
    bool *off = ARENA_ARRAY(page->arena, notice_kinds_n, bool);
    for (size_t i = 0; i < notice_kinds_n; i++)
        off[i] = !is_wanted(page, "kind", notice_kinds[i].kind);
    TRY(notice_switch(page->db, page->user->id, off, notice_kinds_n));
    TRY(save_ways(page));
    page_flash(page, N_("Saved."));
    return page_redirect(page, PATH);
}

const struct route account_notice_routes[] = {
    {.method = HTTP_GET, .path = PATH, .need = SIGNED_IN, .run = notices_get},
    {.method = HTTP_POST, .path = PATH, .need = SIGNED_IN, .run = notices_post},
    {0},
};
