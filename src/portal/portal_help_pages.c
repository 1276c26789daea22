#include "portal_help_pages.h"

#include <string.h>

#include "category_store.h"
#include "content_help_store.h"
#include "content_store.h"
#include "content_view.h"
#include "log.h"
#include "portal_draft_pages.h"
#include "portal_routes.h"

/* Answers of the category before the form goes on: one click passes them by, and nothing about them ever stops anybody. */

#define OFFERED_MAX 8

struct offer {
    const struct content_shown *list[OFFERED_MAX];
    size_t n;
    const char *category; /* as it is called */
};

static void load_offer(struct page *page, int64_t category_id, struct offer *o)
{
    const struct category *categories;
    size_t n;
    *o = (struct offer){.category = ""};
    if (category_leaves(page->db, page->arena, &categories, &n) != ERR_NONE)
        return;
    for (size_t i = 0; i < n; i++) {
        if (categories[i].id != category_id)
            continue;
        o->category = page_pick(page, categories[i].name_zh, categories[i].name_en);
        o->n = contents_of_category(contents_load(page->db, page->arena), categories[i].code, o->list, OFFERED_MAX);
    }
}

bool portal_help_offered(struct page *page, const struct portal_draft *d)
{
    struct offer o;
    if (d->done >> STEP_WHAT & 1u)
        return false;
    load_offer(page, d->category_id, &o);
    return o.n > 0;
}

/* What cannot be counted is not counted. */
static void count(struct page *page, const struct offer *o, int64_t helped_id)
{
    int64_t ids[OFFERED_MAX];
    struct utc_parts now = utc_in_zone(page->now_us, page->site->zone);
    for (size_t i = 0; i < o->n; i++)
        ids[i] = o->list[i]->id;
    if (content_help_count(page->db, page->arena, ids, o->n, helped_id, now.year * 100 + now.month) != ERR_NONE)
        log_note(LOG_WARN, "whether answers helped could not be counted");
}

/* The one that helped; 0: none of those that are offered. */
static int64_t helped_by(const struct page *page, const struct offer *o)
{
    long long id;
    if (!str_to_i64(str_of(http_form_get(page->form, "do")), 1, INT64_MAX, &id))
        return 0;
    for (size_t i = 0; i < o->n; i++)
        if (o->list[i]->id == id)
            return id;
    return 0;
}

static enum err answer_help(struct page *page, const struct draft_stored *draft, const struct offer *o)
{
    int64_t helped = helped_by(page, o);
    count(page, o, helped);
    if (!helped)
        return portal_go_to(page, STEP_WHAT, false);
    TRY(draft_delete(page->db, page->site->drafts, draft->hash)); /* a category was chosen, nothing else */
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft", "");
    page_flash(page, N_("Good that it helped. You can complain at any time all the same."));
    return page_redirect(page, "/");
}

static enum err help_run(struct page *page, struct draft_stored *draft)
{
    struct offer o;
    load_offer(page, draft->content.category_id, &o);
    if (o.n == 0 || draft->content.done >> STEP_WHAT & 1u)
        return portal_go_to(page, STEP_WHAT, false);
    if (page->req->method == HTTP_POST)
        return answer_help(page, draft, &o);
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_HELP, page_text(page, N_("Does one of these help you at once?")));
    tpl_text(t, V_NAME, o.category);
    for (size_t i = 0; i < o.n; i++)
        content_question_fill(page, t, o.list[i], false);
    return page_answer(page, t, 200);
}

static enum err help_step(struct page *page)
{
    return portal_with_draft(page, STEP_WHAT, help_run);
}

const struct route portal_help_routes[] = {
    {.method = HTTP_GET, .path = "/file/help", .need = ANYONE, .run = help_step},
    {.method = HTTP_POST, .path = "/file/help", .need = ANYONE, .run = help_step},
    {0},
};
