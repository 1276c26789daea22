#include "portal_home_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

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
    portal_home_fill(page, t, book_of(page));
    return page_answer(page, t, 200);
}

static enum err guide_get(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_GUIDE, page_text(page, N_("Guide")));
    portal_guide_fill(page, t, book_of(page));
    return page_answer(page, t, 200);
}

const struct route portal_home_routes[] = {
    {.method = HTTP_GET, .path = "/", .need = ANYONE, .run = home_get, .without_db = true},
    {.method = HTTP_GET, .path = "/guide", .need = ANYONE, .run = guide_get, .without_db = true},
    {0},
};
