#include "portal_home_pages.h"

#include <string.h>

#include "category_store.h"
#include "content_store.h"
#include "content_view.h"
#include "portal_home_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"
#include "utf8.h"

#define WORDS_MAX 60

/* The book in force; NULL while there is none or the database is away: both pages stand all the same. */
static const struct rulebook *book_of(struct page *page)
{
    const struct rulebook *book;
    int64_t version_id;
    if (!page->db || rulebook_in_force(page->db, page->arena, &book, &version_id) != ERR_NONE)
        return NULL;
    return book;
}

static enum err home_get(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_HOME, page_text(page, N_("Complaints")));
    portal_home_fill(page, t, book_of(page), contents_load(page->db, page->arena));
    return page_answer(page, t, 200);
}

static enum err guide_get(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_GUIDE, page_text(page, N_("Guide")));
    portal_guide_fill(page, t, book_of(page), contents_load(page->db, page->arena));
    return page_answer(page, t, 200);
}

/* ---- questions and answers ---- */

static const char *words_of(const struct page *page)
{
    struct str typed = str_of(http_query(page->req, "q"));
    return utf8_valid(typed) ? utf8_clean(page->arena, utf8_prefix(typed, WORDS_MAX), false) : "";
}

static struct content_group group_of(struct page *page, const struct contents *c, const char *category, const char *id, const char *name, const char *words)
{
    struct content_group g = {id, name, ARENA_ARRAY(page->arena, c->n_questions + 1, const struct content_shown *), 0};
    for (size_t i = 0; i < c->n_questions; i++)
        if (strcmp(c->questions[i].text.category, category) == 0 && (!*words || content_finds(page->arena, &c->questions[i], words)))
            g.list[g.n++] = &c->questions[i];
    return g;
}

/* General ones first, then by category; those of a category that is not in use any more are not shown. */
size_t portal_faq_groups(struct page *page, const struct contents *c, const char *words, struct content_group **ret_groups)
{
    struct category *categories;
    size_t n_categories, n = 0;
    if (!page->db || category_list(page->db, page->arena, true, &categories, &n_categories) != ERR_NONE)
        n_categories = 0;
    struct content_group *groups = ARENA_ARRAY(page->arena, n_categories + 1, struct content_group);
    groups[n] = group_of(page, c, "", "general", page_text(page, N_("General questions")), words);
    n += groups[n].n > 0;
    for (size_t i = 0; i < n_categories; i++) {
        const struct category *k = &categories[i];
        groups[n] = group_of(page, c, k->code, arena_printf(page->arena, "c-%lld", (long long)k->id), page_pick(page, k->name_zh, k->name_en), words);
        n += groups[n].n > 0;
    }
    *ret_groups = groups;
    return n;
}

static enum err faq_get(struct page *page)
{
    struct content_group *groups;
    const char *words = words_of(page);
    size_t n = portal_faq_groups(page, contents_load(page->db, page->arena), words, &groups);
    return page_answer(page, content_faq_view(page, groups, n, words), 200);
}

static enum err figures_get(struct page *page)
{
    return page_answer(page, content_figures_view(page, contents_load(page->db, page->arena)), 200);
}

static enum err page_get(struct page *page)
{
    const struct content_shown *c = contents_page(contents_load(page->db, page->arena), page->params[0]);
    if (!c || content_is_part(c->slug))
        return ERR_NOT_FOUND;
    return page_answer(page, content_page_view(page, c), 200);
}

const struct route portal_home_routes[] = {
    {.method = HTTP_GET, .path = "/", .need = ANYONE, .run = home_get, .without_db = true, .same_for_all = true},
    {.method = HTTP_GET, .path = "/guide", .need = ANYONE, .run = guide_get, .without_db = true, .same_for_all = true},
    {.method = HTTP_GET, .path = "/faq", .need = ANYONE, .run = faq_get, .without_db = true, .same_for_all = true},
    {.method = HTTP_GET, .path = "/figures", .need = ANYONE, .run = figures_get, .without_db = true, .same_for_all = true},
    {.method = HTTP_GET, .path = "/p/:page", .need = ANYONE, .run = page_get, .without_db = true},
    {0},
};
