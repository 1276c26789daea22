#include "portal_survey_pages.h"

#include <string.h>

#include "complaint_flow.h"
#include "complaint_gate.h"
#include "once_store.h"
#include "portal_routes.h"
#include "portal_session_pages.h"
#include "portal_survey_view.h"
#include "rulebook_store.h"
#include "survey_store.h"

#define LOW 2 /* this and below are the bottom two levels, after which it is asked why */

static bool may_rate(const struct page *page, const struct rulebook *book, struct portal_rater *rater)
{
    const struct complaint *c = rater->c;
    int days = book->following.survey_days;
    rater->until_us = days > 0 && c->closed_us ? c->closed_us + days * UTC_DAY_US - 1 : 0;
    return (flow_allowed(c, FLOW_COMPLAINANT, 0) & FLOW_BIT(ACTION_RATE)) && !gate_window_over(days, c->closed_us, page->now_us);
}

static enum err save(struct page *page, const struct portal_rater *rater, struct track_command *command, const char *location_wanted)
{
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_PUBLIC, .zone = page->site->zone, .now_us = page->now_us};
    uint8_t once[32];
    const char *location = location_wanted;
    once_hash(page->site->keys, rater->once_secret, page->route->path, page->once, once);
    command->once_hash = once;
    command->once_location = location_wanted;
    if (rater->token_hash)
        TRY(track_act(page->db, page->arena, &writer, rater->token_hash, portal_session_ttl_us(page), command, &location));
    else
        TRY(track_rate_of(page->db, page->arena, &writer, rater->c->id, command, &location));
    if (rater->token_hash && strcmp(location, rater->back) == 0) /* the page where a link ends says it by itself */
        page_flash(page, N_("Thank you for your rating."));
    return page_redirect(page, location);
}

static struct track_command command_of(const struct portal_rating *rating)
{
    struct track_command command = {.action = ACTION_RATE, .text = rating->words};
    command.rating.solved = rating->solved;
    command.rating.overall = rating->levels[0];
    command.rating.speed = rating->levels[1];
    command.rating.attitude = rating->levels[2];
    command.rating.skill = rating->levels[3];
    command.rating.result = rating->levels[4];
    command.rating.callback = rating->callback;
    return command;
}

/* As it was given before; nothing chosen when it was not. */
static enum err given(struct page *page, const struct portal_rater *rater, struct portal_rating *ret_rating, const char **ret_reasons)
{
    struct track_rating r;
    *ret_rating = (struct portal_rating){.words = ""};
    *ret_reasons = "";
    if (!rater->c->rated)
        return ERR_NONE;
    TRY(track_rating(page->db, page->arena, rater->c->id, &r));
    *ret_rating = (struct portal_rating){.solved = r.solved, .levels = {r.overall, r.speed, r.attitude, r.skill, r.result}, .words = r.words, .callback = r.callback};
    *ret_reasons = r.reasons;
    return ERR_NONE;
}

enum err portal_survey_page(struct page *page, struct portal_rater *rater)
{
    struct http_form_errors errors = {.n = 0};
    const struct rulebook *book;
    struct portal_rating rating;
    const char *reasons;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(given(page, rater, &rating, &reasons));
    TRY(survey_callable(page->db, page->arena, rater->c->id, &rater->callable));
    bool may = may_rate(page, book, rater);
    if (may && page->req->method == HTTP_POST) {
        portal_form_rating(page->form, &rating, &errors);
        rating.callback &= rater->callable;
        struct track_command command = command_of(&rating);
        bool asks_why = rating.levels[0] <= LOW && book->following.reasons_count > 0;
        command.rating.reasons = asks_why ? reasons : "";
        if (errors.n == 0)
            return save(page, rater, &command, asks_why ? arena_printf(page->arena, "%s/why", rater->path) : rater->back);
    }
    if (!may)
        return page->req->method == HTTP_POST ? portal_session_late(page, rater->back) : page_redirect(page, rater->back);
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_RATE, page_text(page, N_("How did we do?")));
    portal_view_rating(page, t, rater, &rating, &errors);
    return page_answer(page, t, errors.n ? 422 : 200);
}

/* Those of the book that are ticked, by commas. */
static const char *ticked(struct page *page, const struct rulebook *book)
{
    struct buf codes = {.arena = page->arena};
    for (unsigned i = 0; i < book->following.reasons_count; i++) {
        const char *value;
        for (size_t k = 0; (value = http_form_nth(page->form, "reason", k)); k++) {
            if (strcmp(value, book->following.reasons[i].code) == 0) {
                buf_printf(&codes, "%s%s", codes.n ? "," : "", value);
                break;
            }
        }
    }
    return codes.n ? codes.p : "";
}

enum err portal_survey_why_page(struct page *page, struct portal_rater *rater)
{
    const struct rulebook *book;
    struct portal_rating rating;
    const char *reasons;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(given(page, rater, &rating, &reasons));
    if (!may_rate(page, book, rater) || !rater->c->rated || rating.levels[0] > LOW || book->following.reasons_count == 0)
        return page_redirect(page, rater->back);
    if (page->req->method == HTTP_POST) {
        struct track_command command = command_of(&rating);
        command.rating.reasons = ticked(page, book);
        command.rating.why = true;
        return save(page, rater, &command, rater->back);
    }
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_WHY, page_text(page, N_("What was wrong?")));
    portal_view_why(page, t, rater, book, reasons);
    return page_answer(page, t, 200);
}

/* ---- from the tracking page ---- */

static enum err with_rater(struct page *page, struct portal_session *session, enum err (*run)(struct page *page, struct portal_rater *rater))
{
    struct portal_rater rater = {.c = &session->c, .path = "/track/rate", .back = "/track/case", .token_hash = session->token_hash, .once_secret = http_own_cookie(page->req, "track")};
    return run(page, &rater);
}

static enum err rate_run(struct page *page, struct portal_session *session)
{
    return with_rater(page, session, portal_survey_page);
}

static enum err rate_step(struct page *page)
{
    return portal_with_session(page, rate_run);
}

static enum err why_run(struct page *page, struct portal_session *session)
{
    return with_rater(page, session, portal_survey_why_page);
}

static enum err why_step(struct page *page)
{
    return portal_with_session(page, why_run);
}

const struct route portal_survey_routes[] = {
    {.method = HTTP_GET, .path = "/track/rate", .need = ANYONE, .run = rate_step},
    {.method = HTTP_POST, .path = "/track/rate", .need = ANYONE, .run = rate_step},
    {.method = HTTP_GET, .path = "/track/rate/why", .need = ANYONE, .run = why_step},
    {.method = HTTP_POST, .path = "/track/rate/why", .need = ANYONE, .run = why_step},
    {0},
};
