#include "portal_file_view.h"
#include "portal_routes.h"

/* Both pages ask nothing of the database, so they stand while it is away. */
static enum err home_get(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_HOME, page_text(page, N_("Complaints")));
    portal_view_hours(page, t);
    return page_answer(page, t, 200);
}

static enum err guide_get(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_GUIDE, page_text(page, N_("Guide")));
    portal_view_hours(page, t);
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    return page_answer(page, t, 200);
}

const struct route portal_home_routes[] = {
    {.method = HTTP_GET, .path = "/", .need = ANYONE, .run = home_get, .without_db = true},
    {.method = HTTP_GET, .path = "/guide", .need = ANYONE, .run = guide_get, .without_db = true},
    {0},
};
