#include "portal_file_view.h"
#include "portal_rater.h"
#include "portal_routes.h"
#include "portal_survey_pages.h"
#include "rulebook_store.h"
#include "survey_store.h"

/* Rating from the link that was sent after closing: it opens the survey of that complaint and nothing else of it (requirements B7). */

static enum err answer_ended(struct page *page, const struct survey *survey, int status)
{
    struct tpl *t = page_template(page, TPL_PORTAL_SURVEY, page_text(page, N_("How did we do?")));
    tpl_show(t, !survey ? SEC_UNKNOWN : survey->state == SURVEY_RATED ? SEC_RATED : survey->state == SURVEY_REOPENED ? SEC_REOPENED : SEC_OVER);
    if (survey)
        tpl_text(tpl_add(t, SEC_KNOWN), V_NUMBER, survey->c.number);
    if (survey && survey->state != SURVEY_RATED && page_has_typed(page))
        portal_view_typed(page, t);
    return page_answer(page, t, status);
}

/* Rated is rated: whoever has the link reads nothing of it. again: but why somebody is not satisfied is asked after that. */
static enum err with_link(struct page *page, bool again, enum err (*run)(struct page *page, struct portal_rater *rater))
{
    struct survey survey;
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    enum err e = survey_load(page->db, page->arena, page->site->keys, page->params[0], page->params[1], page->params[2], page->now_us, book->following.survey_days * UTC_DAY_US, &survey);
    if (e == ERR_NOT_FOUND)
        return answer_ended(page, NULL, 404);
    TRY(e);
    const char *path = arena_printf(page->arena, "/survey/%s/%s/%s", page->params[0], page->params[1], page->params[2]);
    struct portal_rater rater = {.c = &survey.c, .path = path, .back = arena_printf(page->arena, "%s/thanks", path), .once_secret = page->params[2]};
    return survey.state == SURVEY_OPEN || (again && survey.state == SURVEY_RATED) ? run(page, &rater) : answer_ended(page, &survey, page->req->method == HTTP_POST ? 410 : 200);
}

static enum err survey_step(struct page *page)
{
    return with_link(page, false, portal_survey_page);
}

static enum err why_step(struct page *page)
{
    return with_link(page, true, portal_survey_why_page);
}

static enum err thanks_get(struct page *page)
{
    struct survey survey;
    enum err e = survey_load(page->db, page->arena, page->site->keys, page->params[0], page->params[1], page->params[2], page->now_us, 0, &survey);
    return e == ERR_NONE || e == ERR_NOT_FOUND ? answer_ended(page, e == ERR_NONE ? &survey : NULL, e == ERR_NONE ? 200 : 404) : e;
}

const struct route portal_link_routes[] = {
    {.method = HTTP_GET, .path = "/survey/:no/:at/:mark", .need = ANYONE, .run = survey_step},
    {.method = HTTP_POST, .path = "/survey/:no/:at/:mark", .need = ANYONE, .run = survey_step},
    {.method = HTTP_GET, .path = "/survey/:no/:at/:mark/why", .need = ANYONE, .run = why_step},
    {.method = HTTP_POST, .path = "/survey/:no/:at/:mark/why", .need = ANYONE, .run = why_step},
    {.method = HTTP_GET, .path = "/survey/:no/:at/:mark/thanks", .need = ANYONE, .run = thanks_get},
    {0},
};
