#include <string.h>

#include "desk_case_pages.h"
#include "desk_draft.h"
#include "desk_draft_pages.h"
#include "desk_routes.h"
#include "desk_slip_view.h"
#include "desk_upload_pages.h"
#include "once_store.h"
#include "org_store.h"
#include "slip_store.h"

#define PEOPLE_MAX 200

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* ---- loading ---- */

static enum err load_colleagues(struct page *page, struct desk_slips *slips, const struct slip *s)
{
    struct org_offer offer;
    TRY(org_offer_people(page->db, page->arena, 0, s->to_department_id, page->now_us, PEOPLE_MAX, &offer));
    slips->people_of = s->to_department_id;
    slips->people = offer.people;
    slips->n_people = offer.n_people;
    slips->away = offer.away;
    slips->n_away = offer.n_away;
    return ERR_NONE;
}

/* Of the slip whose fold for it is open; who sees a part of the complaint has it at hand for the first one. */
static const struct slip *to_be_given(const struct desk_case *x)
{
    const struct desk_slips *slips = &x->slips;
    const struct slip *open = desk_slip_find(slips->list, slips->n, slips->open);
    if (open && slips->act == SLIP_DO_ASSIGN && desk_slip_in(desk_slip_allowed(slips, open), SLIP_DO_ASSIGN))
        return open;
    for (size_t i = 0; x->c.part && i < slips->n; i++) {
        if (desk_slip_in(slips->allowed[i], SLIP_DO_ASSIGN))
            return &slips->list[i];
    }
    return NULL;
}

enum err desk_case_load_slips(struct page *page, struct desk_case *x)
{
    struct desk_slips *slips = &x->slips;
    TRY(slip_load_all(page->db, page->arena, page->user, &x->c, &slips->list, &slips->n));
    slips->allowed = ARENA_ARRAY(page->arena, slips->n + 1, unsigned);
    for (size_t i = 0; i < slips->n; i++) {
        const struct slip *s = &slips->list[i];
        unsigned allowed = slip_allowed(s, slip_sides(page->user, s), x->rights, slip_open_below(slips->list, slips->n, s->id));
        slips->allowed[i] = x->c.is_open ? allowed : allowed & (1u << SLIP_DO_CONFIRM);
    }
    const struct slip *given = to_be_given(x);
    return given ? load_colleagues(page, slips, given) : ERR_NONE;
}

static bool is_news(const struct page *page, const struct slip *s)
{
    if (s->state == SLIP_SENT && s->from_user_id != page->user->id && (slip_sides(page->user, s) & SLIP_SIDE(SLIP_RECEIVER)))
        return true;
    for (size_t i = 0; i < s->n_copies; i++) {
        if (!s->copies[i].read_us && s->copies[i].department_id == page->user->department_id)
            return true;
    }
    return false;
}

enum err desk_case_read_slips(struct page *page, const struct desk_case *x, bool *ret_news)
{
    struct complaint_writer writer = writer_of(page);
    *ret_news = false;
    for (size_t i = 0; i < x->slips.n; i++)
        *ret_news |= is_news(page, &x->slips.list[i]);
    return *ret_news ? slip_mark_read(page->db, page->arena, &writer, &x->c, x->slips.list, x->slips.n) : ERR_NONE;
}

/* ---- a step of a slip ---- */

static const char *slip_path_of(struct page *page, const struct desk_case *x, int number)
{
    const char *from = *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s%s#slip-%d", x->c.number, from, number);
}

/* The colleague comes out of the list that was offered. */
static void check_colleague(struct page *page, const struct desk_slips *slips, const struct desk_slip_typed *typed, struct http_form_errors *errors)
{
    bool known = false;
    for (size_t i = 0; i < slips->n_people; i++)
        known |= slips->people[i].id == typed->person_id;
    if (!known)
        http_form_error(errors, "person", N_("This person cannot take the slip any more. Choose another"), 0);
    for (size_t i = 0; known && !typed->absent_ok && i < slips->n_away; i++) {
        const struct absence *away = &slips->away[i];
        if (away->user_id == typed->person_id)
            http_form_error(errors, "person", text_f(page->arena, page->lang, N_("%s is away; %s stands in. Choose another colleague, or tick that it is meant so"), away->name, away->deputy),
                            0);
    }
}

static enum err run(struct page *page, const struct desk_case *x, const struct desk_slip_typed *typed, struct slip_result *ret_result)
{
    uint8_t once[32], stage[32];
    struct complaint_writer writer = writer_of(page);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    desk_upload_name(page, stage);
    struct slip_command command = {
        .action = typed->action,
        .number = x->c.number,
        .slip = typed->slip,
        .version = typed->version,
        .user_id = typed->person_id,
        .text = typed->text,
        .stage_hash = *typed->stage || desk_upload_any(page) ? stage : NULL,
        .once_hash = once,
        .once_location = slip_path_of(page, x, typed->slip),
    };
    return slip_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err show_again(struct page *page, struct desk_case *x, struct desk_slip_typed *typed, const struct http_form_errors *errors)
{
    struct desk_slip_retry retry = {.typed = typed, .errors = errors};
    struct attachment *staged;
    TRY(desk_draft_keep(page, &x->c, desk_draft_slip(page->arena, typed->slip, slip_action(typed->action)->name)));
    TRY(desk_upload_staged(page, &typed->stage, &staged, &retry.n_staged));
    retry.staged = staged;
    x->slips.retry = &retry;
    x->slips.open = typed->slip;
    x->slips.act = typed->action;
    return desk_case_show_slip_again(page, x);
}

/* Read anew for the pages that explain why nothing was changed. why: of the store, with a name in it; "" for none. */
static enum err show_conflict(struct page *page, struct desk_slip_typed *typed, enum err e, const char *why)
{
    struct desk_case now;
    TRY(desk_case_load(page, page->params[0], typed->from, &now));
    now.slips.open = typed->slip;
    now.slips.act = typed->action;
    TRY(desk_case_load_slips(page, &now));
    const struct slip *s = desk_slip_find(now.slips.list, now.slips.n, typed->slip);
    if (!s)
        return ERR_NOT_FOUND;
    TRY(desk_draft_keep(page, &now.c, desk_draft_slip(page->arena, typed->slip, slip_action(typed->action)->name)));
    if (desk_upload_any(page))
        typed->stage = desk_upload_token(page);
    if (e == ERR_STALE) {
        struct tpl *t = page_template(page, TPL_DESK_SLIP_STALE, page_text(page, N_("Somebody else changed this slip meanwhile")));
        desk_slip_stale_fill(page, t, &now, s, typed);
        return page_answer(page, t, 409);
    }
    struct tpl *t = page_template(page, TPL_DESK_STATE, page_text(page, N_("This step is not possible now")));
    desk_slip_state_fill(page, t, &now, s, typed, why);
    return page_answer(page, t, e == ERR_FORBIDDEN ? 403 : 409);
}

/* The store's reason in the page's language: a msgid that may hold one %s for a name. */
static const char *reason(const struct page *page, const struct slip_result *result)
{
    if (!result->why || !*result->why)
        return "";
    const char *text = page_text(page, result->why), *name = strstr(text, "%s");
    return name ? arena_printf(page->arena, "%.*s%s%s", (int)(name - text), text, result->why_of, name + 2) : text;
}

static enum err act_post(struct page *page)
{
    enum slip_action action;
    long long number;
    struct desk_case x;
    struct desk_slip_typed typed;
    struct http_form_errors errors = {0};
    if (!slip_action_from_name(strrchr(page->route->path, '/') + 1, &action) || !str_to_i64(str_of(page->params[1]), 1, INT32_MAX, &number))
        return ERR_NOT_FOUND;
    desk_slip_read(page->form, action, (int)number, page->arena, page->site->config->limits.message_chars, &typed, &errors);
    TRY(desk_case_load(page, page->params[0], typed.from, &x));
    x.slips.open = typed.slip;
    x.slips.act = action;
    TRY(desk_case_load_slips(page, &x));
    const struct slip *s = desk_slip_find(x.slips.list, x.slips.n, typed.slip);
    if (!s)
        return ERR_NOT_FOUND;
    bool possible = desk_slip_in(desk_slip_allowed(&x.slips, s), action);
    desk_upload_refused(page, &errors);
    if (possible && action == SLIP_DO_ASSIGN && errors.n == 0)
        check_colleague(page, &x.slips, &typed, &errors);
    if (errors.n > 0 && possible)
        return show_again(page, &x, &typed, &errors);

    struct slip_result result = {0};
    enum err e = run(page, &x, &typed, &result);
    if (e == ERR_STALE || e == ERR_STATE || e == ERR_FORBIDDEN)
        return show_conflict(page, &typed, e, reason(page, &result));
    if (e == ERR_INPUT) {
        http_form_error(&errors, action == SLIP_DO_ASSIGN ? "person" : "text", *reason(page, &result) ? reason(page, &result) : N_("This cannot be done. Check what you entered"), 0);
        return show_again(page, &x, &typed, &errors);
    }
    TRY(e);
    desk_draft_sent(page, &x.c, desk_draft_slip(page->arena, (int)number, slip_action(action)->name));
    page_flash(page, desk_slip_act(action)->done);
    return page_redirect(page, result.location);
}

/* ---- the path ---- */

static enum err path_get(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], http_query(page->req, "from"), &x));
    TRY(desk_case_load_slips(page, &x));
    struct tpl *t = page_template(page, TPL_DESK_PATH, arena_printf(page->arena, "%s %s", page_text(page, N_("Path of the complaint")), x.c.number));
    tpl_text(t, V_NUMBER, x.c.number);
    tpl_text(t, V_TITLE, x.c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x.c));
    tpl_text(t, V_CARRY, *x.from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x.from)) : "");
    tpl_show_if(t, SEC_EMPTY, !desk_path_fill(page, t, &x));
    return page_answer(page, t, 200);
}

#define STEP(name, need_) {.method = HTTP_POST, .path = "/staff/complaints/:no/slips/:n/" name, .need = need_, .run = act_post}
#define STEP_WITH_FILES(name, need_) {.method = HTTP_POST, .path = "/staff/complaints/:no/slips/:n/" name, .need = need_, .run = act_post, .files = desk_upload_files}

const struct route desk_slip_routes[] = {
    STEP("accept", MAY_EITHER(ANSWER, DISPATCH)),
    STEP("assign", MAY_EITHER(ANSWER, DISPATCH)),
    STEP_WITH_FILES("return", MAY_EITHER(ANSWER, DISPATCH)),
    STEP_WITH_FILES("answer", MAY_EITHER(ANSWER, DISPATCH)),
    STEP("confirm", MAY_EITHER(ANSWER, DISPATCH)),
    STEP_WITH_FILES("send-back", MAY_EITHER(ANSWER, DISPATCH)),
    STEP("withdraw", MAY_EITHER(ANSWER, DISPATCH)),
    STEP("remind", MAY_EITHER(ANSWER, DISPATCH)),
    STEP("supervise", MAY(SUPERVISE)),
    {.method = HTTP_GET, .path = "/staff/complaints/:no/path", .need = MAY(SEE), .run = path_get},
    {0},
};
