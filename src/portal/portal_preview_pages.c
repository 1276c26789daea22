#include <string.h>

#include "content_edit_store.h"
#include "content_store.h"
#include "content_view.h"
#include "portal_home_pages.h"
#include "portal_home_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

/* What is to be published, on the very page where it will stand, for those who may publish it. */

#define EDIT "/staff/admin/content"

static struct tpl *guide_of(struct page *page, const struct rulebook *b, const struct contents *c)
{
    struct tpl *t = page_template(page, TPL_PORTAL_GUIDE, page_text(page, N_("Guide")));
    portal_guide_fill(page, t, b, c);
    return t;
}

static struct tpl *view_of(struct page *page, const struct content *shown, const struct rulebook *b, const struct contents *c)
{
    struct content_group *groups;
    size_t n;
    switch (shown->kind) {
    case CONTENT_PAGE:
        return content_is_part(shown->slug) ? guide_of(page, b, c) : content_page_view(page, contents_page(c, shown->slug));
    case CONTENT_QUESTION:
        n = portal_faq_groups(page, c, "", &groups);
        return content_faq_view(page, groups, n, "");
    case CONTENT_FIGURES: return content_figures_view(page, c);
    case CONTENT_CHANNEL: break;
    }
    struct tpl *t = page_template(page, TPL_PORTAL_HOME, page_text(page, N_("Complaints")));
    portal_home_fill(page, t, b, c);
    return t;
}

/* The head above the page, which is the only thing that the public will not see. */
static void fill_head(struct page *page, struct tpl *t, const struct content *shown)
{
    const char *at = arena_printf(page->arena, EDIT "/%lld", (long long)shown->id);
    struct tpl *head = tpl_add(t, SEC_PREVIEW);
    tpl_text(head, V_URL, at);
    tpl_text(tpl_add(head, SEC_OTHER), V_URL, arena_printf(page->arena, "%s/preview?in=%s", at, page->lang == LANG_ZH ? "en" : "zh"));
    if (shown->has_draft) {
        struct tpl *publish = tpl_add(head, SEC_PUBLISH);
        tpl_text(publish, V_URL, arena_printf(page->arena, "%s/publish", at));
        tpl_int(publish, V_VERSION, shown->version);
    }
}

static enum err preview_get(struct page *page)
{
    long long id;
    struct content shown;
    struct contents contents;
    const struct rulebook *book = NULL;
    int64_t version_id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(content_load(page->db, page->arena, id, &shown));
    if (!shown.has_draft && !shown.is_live)
        return ERR_NOT_FOUND;
    TRY(contents_preview(page->db, page->arena, &shown, &contents));
    enum err e = rulebook_in_force(page->db, page->arena, &book, &version_id);
    if (e != ERR_NONE && e != ERR_CONFIG)
        return e;
    enum lang lang;
    if (lang_from_code(http_query(page->req, "in"), &lang))
        page->lang = lang;
    struct tpl *t = view_of(page, &shown, book, &contents);
    tpl_text(t, V_HTML_CLASS, "pub");
    tpl_text(t, V_LARGE_LINK, "#main");
    tpl_show(t, SEC_NOT_LARGE);
    tpl_show(t, SEC_NOINDEX);
    fill_head(page, t, &shown);
    return page_answer(page, t, 200);
}

const struct route portal_preview_routes[] = {
    {.method = HTTP_GET, .path = EDIT "/:id/preview", .need = MAY(SET_SITE), .run = preview_get},
    {0},
};
