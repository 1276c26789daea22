#include "approval_store.h"
#include "compensation_store.h"
#include "desk_case_pages.h"
#include "desk_compensation_view.h"
#include "desk_routes.h"
#include "once_store.h"

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* Money is none of the business of who sees a part of the complaint. */
static enum err load(struct page *page, struct desk_case *x)
{
    TRY(desk_case_load(page, page->params[0], "", x));
    if (x->c.part)
        return ERR_NOT_FOUND;
    return desk_case_load_rules(page, x);
}

static enum err show(struct page *page, struct desk_case *x, struct desk_compensation *k, int status)
{
    const struct complaint_writer writer = writer_of(page);
    struct compensation *list;
    struct approval *approvals;
    struct compensation_own own;
    k->x = x;
    k->may = (x->rights & PERMISSION_BIT(MAY_COMPENSATE)) != 0;
    TRY(compensation_list(page->db, page->arena, x->c.id, &list, &k->n));
    TRY(approval_of_all(page->db, page->arena, x->c.id, "compensation", &approvals, &k->n_approvals));
    k->list = list;
    k->approvals = approvals;
    if (k->may) {
        TRY(compensation_own(page->db, page->arena, &writer, &x->c, x->world.book, &own));
        k->up_to = own.up_to;
        k->left = own.up_to - own.used;
        k->daily = own.daily;
        k->alone = own.alone;
    }
    struct tpl *t = page_template(page, TPL_DESK_COMPENSATION, arena_printf(page->arena, "%s %s", page_text(page, N_("Compensation")), x->c.number));
    desk_compensation_fill(page, t, k);
    return page_answer(page, t, status);
}

static enum err compensation_get(struct page *page)
{
    struct desk_case x;
    struct desk_compensation k = {.n = 0};
    long long change;
    TRY(load(page, &x));
    if (str_to_i64(str_of(http_query(page->req, "change")), 1, INT64_MAX, &change))
        k.change = change;
    return show(page, &x, &k, 200);
}

static const char *done_words(enum compensation_action action, enum compensation_state state)
{
    if (action == COMPENSATION_PAY)
        return N_("The payment was recorded.");
    if (action == COMPENSATION_DROP)
        return N_("It was dropped.");
    return state == COMPENSATION_APPROVED ? N_("It was granted within your own authority and can be paid.") : N_("It was proposed; whoever has to agree was told.");
}

static enum err run(struct page *page, const struct desk_case *x, const struct desk_compensation_typed *typed, struct compensation_result *ret_result)
{
    const struct complaint_writer writer = writer_of(page);
    struct desk_date today = desk_date_of(page->now_us, page->site->zone);
    bool is_today = typed->paid_on.year == today.year && typed->paid_on.month == today.month && typed->paid_on.day == today.day;
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct compensation_command command = {
        .action = typed->action,
        .number = x->c.number,
        .standard = typed->standard,
        .reason = typed->reason,
        .id = typed->id,
        .base_cents = typed->base_cents,
        .cents = typed->cents,
        .paid_us = is_today ? page->now_us : typed->paid_on.year ? desk_date_begin(typed->paid_on, page->site->zone) : 0,
        .paid_way = typed->way,
        .paid_voucher = typed->voucher,
        .version = typed->version,
        .once_hash = once,
        .once_location = arena_printf(page->arena, "/staff/complaints/%s/compensation", x->c.number),
    };
    return compensation_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err compensation_post(struct page *page)
{
    struct desk_case x;
    struct desk_compensation_typed typed;
    struct http_form_errors errors = {0};
    struct compensation_result result;
    TRY(load(page, &x));
    TRY(desk_compensation_read(page->form, x.world.book, page->arena, desk_date_of(page->now_us, page->site->zone), &typed, &errors));
    struct desk_compensation k = {.typed = &typed, .errors = &errors, .change = typed.action == COMPENSATION_CHANGE ? typed.id : 0};
    if (errors.n > 0)
        return show(page, &x, &k, 422);
    enum err e = run(page, &x, &typed, &result);
    if (e == ERR_STALE) {
        http_form_error(&errors, "entries", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 0);
        return show(page, &x, &k, 409);
    }
    if ((e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN) && *result.why) {
        http_form_error(&errors, *result.field ? desk_compensation_field(page->arena, typed.action, typed.id, result.field) : "entries", result.why, 0);
        k.over = result.over;
        return show(page, &x, &k, e == ERR_INPUT ? 422 : e == ERR_STATE ? 409 : 403);
    }
    TRY(e);
    page_flash(page, done_words(typed.action, result.state));
    return page_redirect(page, result.location);
}

const struct route desk_compensation_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/compensation", .need = MAY(SEE), .run = compensation_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/compensation", .need = MAY(COMPENSATE), .run = compensation_post},
    {0},
};
