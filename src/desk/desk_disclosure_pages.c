#include <string.h>

#include "approval_store.h"
#include "desk_case_pages.h"
#include "desk_date.h"
#include "desk_disclosure_view.h"
#include "desk_pack_pages.h"
#include "desk_routes.h"
#include "disclosure_store.h"
#include "once_store.h"

#define NAME_MAX_CHARS 200
#define WAY_MAX 100
#define GROUND_MAX 2000
#define REFRESH_S "3"

static bool may_show(const struct desk_case *x)
{
    return x->c.mode != COMPLAINT_ANONYMOUS && (x->rights & PERMISSION_BIT(x->c.mode == COMPLAINT_CONFIDENTIAL ? MAY_UNSEAL : MAY_REVEAL)) != 0;
}

static enum err load(struct page *page, struct desk_case *x)
{
    TRY(desk_case_load(page, page->params[0], "", x));
    if (x->c.part)
        return ERR_NOT_FOUND;
    if (!(x->rights & PERMISSION_BIT(MAY_DISCLOSE)))
        return ERR_FORBIDDEN;
    return desk_case_load_rules(page, x);
}

static const struct rb_chain *chain_of(const struct desk_case *x)
{
    return rulebook_chain(x->world.book, "disclosure", &x->facts, 0, "");
}

static enum err show(struct page *page, struct desk_case *x, const struct desk_disclosure_typed *typed, const struct http_form_errors *errors, int status)
{
    struct disclosure *list;
    struct desk_disclosures d = {.x = x, .may_identity = may_show(x), .no_chain = chain_of(x) == NULL, .typed = typed, .errors = errors};
    bool waiting = false;
    TRY(disclosure_list(page->db, page->arena, x->c.id, &list, &d.n));
    d.list = list;
    for (size_t i = 0; i < d.n; i++)
        waiting |= list[i].state == DISCLOSURE_ASKED && list[i].pack_state == 1;
    if (waiting && !typed)
        http_header(page->resp, "Refresh", REFRESH_S);
    struct tpl *t = page_template(page, TPL_DESK_DISCLOSURES, arena_printf(page->arena, "%s %s", page_text(page, N_("Disclosures")), x->c.number));
    desk_disclosures_fill(page, t, &d);
    return page_answer(page, t, status);
}

static enum err disclosures_get(struct page *page)
{
    struct desk_case x;
    TRY(load(page, &x));
    return show(page, &x, NULL, NULL, 200);
}

/* ---- forms ---- */

static const char *text_of(const struct page *page, const char *name, const char *as, size_t max, bool lines, const char *missing, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.required = true, .lines = lines, .max = max, .missing = missing};
    struct http_form_errors own = {0};
    const char *text = http_form_text(page->form, name, &rule, &own);
    if (own.n > 0)
        http_form_error(errors, as, own.items[0].message, own.items[0].number);
    return text;
}

static void read_ask(struct page *page, struct desk_disclosure_typed *typed, struct http_form_errors *errors)
{
    typed->body_name = text_of(page, "body", "body", NAME_MAX_CHARS, false, N_("Write down who asks"), errors);
    typed->reference = text_of(page, "reference", "reference", NAME_MAX_CHARS, false, N_("Write down their reference number, or the date of their letter"), errors);
    typed->ground = text_of(page, "ground", "ground", GROUND_MAX, true, N_("Write down on what ground they ask, and for what"), errors);
    typed->with_identity = http_form_tick(page->form, "identity");
    typed->with_internal = http_form_tick(page->form, "internal");
}

/* Today means now; another day its beginning. */
static int64_t read_hand_over(struct page *page, struct desk_disclosure_typed *typed, struct http_form_errors *errors)
{
    const char *suffix = arena_printf(page->arena, "-%lld", (long long)typed->id);
    struct desk_date day, today = desk_date_of(page->now_us, page->site->zone);
    typed->handed_to = text_of(page, "to", arena_printf(page->arena, "to%s", suffix), NAME_MAX_CHARS, false, N_("Write down who took it"), errors);
    typed->handed_way = text_of(page, "way", arena_printf(page->arena, "way%s", suffix), WAY_MAX, false, N_("Write down how it was handed over"), errors);
    typed->handed_on = http_form_get(page->form, "on");
    if (!desk_date_parse(page->arena, str_of(typed->handed_on), today, &day) || desk_date_begin(day, page->site->zone) > page->now_us) {
        http_form_error(errors, arena_printf(page->arena, "on%s", suffix), N_("Enter the day of the handing over, not later than today"), 0);
        return 0;
    }
    return day.year == today.year && day.month == today.month && day.day == today.day ? page->now_us : desk_date_begin(day, page->site->zone);
}

static enum err find(struct page *page, const struct desk_case *x, int64_t id, struct disclosure *ret)
{
    struct disclosure *list;
    size_t n;
    TRY(disclosure_list(page->db, page->arena, x->c.id, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id) {
            *ret = list[i];
            return ERR_NONE;
        }
    }
    return ERR_NOT_FOUND;
}

/* The pack of exactly what was agreed to. */
static enum err make(struct page *page, struct desk_case *x, int64_t id, const char *back)
{
    struct disclosure one;
    const char *location;
    TRY(find(page, x, id, &one));
    if (one.state != DISCLOSURE_ASKED || one.approval != APPROVAL_GIVEN)
        return ERR_STATE;
    if (one.with_identity && !may_show(x))
        return ERR_FORBIDDEN;
    TRY(page_recent(page, false));
    const struct desk_pack_wish wish = {
        .scope = PACK_DISCLOSURE, .identity = one.with_identity ? PACK_SHOWN : PACK_HIDDEN, .whole = one.with_internal, .body_name = one.body_name, .reference = one.reference, .disclosure_id = id,
        .reason = one.with_identity ? arena_printf(page->arena, "%s %s", one.body_name, one.reference) : "", .location = back,
    };
    TRY(desk_pack_create(page, x->c.number, &wish, &location));
    page_flash(page, N_("The file to hand over is made and is being signed."));
    return page_redirect(page, location);
}

static const char *approval_body(const struct page *page, const struct desk_disclosure_typed *typed)
{
    return arena_printf(page->arena, "%s: %s\n%s: %s\n%s\n%s\n\n%s", page_text(page, N_("Who asks")), typed->body_name, page_text(page, N_("Their reference")), typed->reference,
                        page_text(page, typed->with_internal ? N_("the whole complaint") : N_("without internal parts")),
                        page_text(page, typed->with_identity ? N_("with the identity") : N_("without the identity")), typed->ground);
}

static enum err run(struct page *page, struct desk_case *x, const struct desk_disclosure_typed *typed, enum disclosure_action action, int64_t handed_us, int version, const char *back, const char **ret_location)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct disclosure_command command = {
        .action = action, .number = x->c.number, .id = typed->id, .version = version, .body_name = typed->body_name, .reference = typed->reference, .ground = typed->ground,
        .with_identity = typed->with_identity, .with_internal = typed->with_internal, .chain = chain_of(x), .title = typed->body_name, .body = action == DISCLOSURE_ASK ? approval_body(page, typed) : "",
        .handed_to = typed->handed_to, .handed_way = typed->handed_way, .handed_us = handed_us, .once_hash = once, .once_location = back,
    };
    return disclosure_act(page->db, page->arena, &writer, &command, ret_location);
}

static enum err disclosures_post(struct page *page)
{
    static const char *const words[] = {"ask", "hand-over", "drop", "make"};
    static const enum disclosure_action actions[] = {DISCLOSURE_ASK, DISCLOSURE_HAND_OVER, DISCLOSURE_DROP};
    static const char *const done[] = {N_("The request was recorded; whoever has to agree was told."), N_("The handing over was recorded."), N_("It was dropped.")};
    struct desk_case x;
    struct http_form_errors errors = {0};
    struct desk_disclosure_typed typed = {0};
    int64_t handed_us = 0;
    const char *location;
    size_t which = 0;
    long long id;
    TRY(load(page, &x));
    const char *back = arena_printf(page->arena, "/staff/complaints/%s/disclosures", x.c.number);
    typed.action = http_form_get(page->form, "do");
    while (which < COUNT_OF(words) && strcmp(words[which], typed.action) != 0)
        which++;
    if (which == COUNT_OF(words))
        return ERR_MALFORMED;
    if (str_to_i64(str_of(http_form_get(page->form, "id")), 1, INT64_MAX, &id))
        typed.id = id;
    if (which == 3)
        return make(page, &x, typed.id, back);
    int version = (int)http_form_int(page->form, "version", false, 0, INT32_MAX, 0, &errors);
    if (which == 0)
        read_ask(page, &typed, &errors);
    else if (which == 1)
        handed_us = read_hand_over(page, &typed, &errors);
    if (errors.n > 0)
        return show(page, &x, &typed, &errors, 422);
    enum err e = run(page, &x, &typed, actions[which], handed_us, version, back, &location);
    if (e == ERR_STATE || e == ERR_STALE) {
        const char *why = e == ERR_STALE ? N_("Somebody else changed this meanwhile. Look at it again; nothing was done")
                          : which == 0   ? N_("Nobody can agree to it: the rules have no approval about disclosure, or nobody holds its role. Set that first, on the rulebook's page of approvals")
                                         : N_("This is not possible now. Look at how it stands");
        http_form_error(&errors, which == 0 ? "body" : "entries", why, 0);
        return show(page, &x, &typed, &errors, 409);
    }
    TRY(e);
    page_flash(page, done[which]);
    return page_redirect(page, location);
}

static enum err slip_get(struct page *page)
{
    struct desk_case x;
    struct disclosure one;
    long long id;
    TRY(load(page, &x));
    if (!str_to_i64(str_of(page->params[1]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(find(page, &x, id, &one));
    if (one.state != DISCLOSURE_HANDED)
        return ERR_NOT_FOUND;
    struct tpl *t = page_template(page, TPL_DESK_DISCLOSURE_SLIP, arena_printf(page->arena, "%s %s", page_text(page, N_("Hand-over slip")), x.c.number));
    desk_disclosure_slip_fill(page, t, &x, &one);
    return page_answer(page, t, 200);
}

const struct route desk_disclosure_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/disclosures", .need = MAY(DISCLOSE), .run = disclosures_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/disclosures", .need = MAY(DISCLOSE), .run = disclosures_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/disclosures/:id/slip", .need = MAY(DISCLOSE), .run = slip_get},
    {0},
};
