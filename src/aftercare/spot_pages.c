#include "aftercare_routes.h"
#include "hiding.h"
#include "approval_store.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "spot_store.h"
#include "spot_view.h"

#define ROWS 200
#define LATELY 50

static enum err list_get(struct page *page)
{
    struct spot_rows open = {.n = 0}, done = {.n = 0};
    struct spot_check *list;
    TRY(spot_list(page->db, page->arena, page->user, false, ROWS, &list, &open.n));
    open.list = list;
    TRY(spot_list(page->db, page->arena, page->user, true, LATELY, &list, &done.n));
    done.list = list;
    struct tpl *t = page_template(page, TPL_AFTERCARE_CHECKS, page_text(page, N_("Spot checks")));
    spot_rows_fill(page, t, &open, &done);
    return page_answer(page, t, 200);
}

struct loaded {
    struct spot_shown shown;
    struct complaint c;
    permission_set rights;
    struct approval_case whole;
};

static const char *const *texts_of(struct arena *a, const struct approval_case *k, bool remedy)
{
    const struct complaint_parts *parts = &k->sheet.parts;
    const char **texts = ARENA_ARRAY(a, parts->n_allegations + 1, const char *);
    for (size_t i = 0; i < parts->n_allegations; i++) {
        texts[i] = "";
        for (size_t n = 0; n < k->n_conclusions; n++) {
            if (k->conclusions[n].position == parts->allegations[i].position)
                texts[i] = remedy ? k->conclusions[n].remedy : k->conclusions[n].text;
        }
    }
    return texts;
}

static enum err load(struct page *page, struct loaded *x)
{
    int64_t unit_id, version;
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *x = (struct loaded){.rights = 0};
    struct spot_shown *s = &x->shown;
    TRY(spot_load(page->db, page->arena, page->user, id, &s->s));
    TRY(complaint_load(page->db, page->arena, page->user, s->s.number, &x->c, &x->rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    TRY(rulebook_in_force(page->db, page->arena, &s->book, &version));
    TRY(spot_refusal(page->db, page->arena, page->user, &x->c, x->rights, page->now_us, &unit_id, &s->why));
    s->c = &x->c;
    s->may_answer = s->s.state == SPOT_DONE && s->s.result != SPOT_UPHELD && !s->s.replied_us && s->s.user_id != page->user->id && (x->rights & (PERMISSION_BIT(MAY_CLOSE) | PERMISSION_BIT(MAY_REOPEN)));
    return ERR_NONE;
}

static enum err show(struct page *page, struct loaded *x, int status)
{
    struct spot_shown *s = &x->shown;
    TRY(approval_case_load(page->db, page->arena, x->c.id, &x->whole));
    s->allegations = x->whole.sheet.parts.allegations;
    s->n_allegations = x->whole.sheet.parts.n_allegations;
    s->conclusions = texts_of(page->arena, &x->whole, false);
    s->remedies = texts_of(page->arena, &x->whole, true);
    hiding_messages(s->book, &x->c, hiding_name(page->arena, &x->c, page->lang != LANG_ZH), x->whole.sheet.messages, x->whole.sheet.n_messages);
    s->messages = x->whole.sheet.messages;
    s->n_messages = x->whole.sheet.n_messages;
    s->files = x->whole.sheet.files;
    s->n_files = x->whole.sheet.n_files;
    struct tpl *t = page_template(page, TPL_AFTERCARE_CHECK, arena_printf(page->arena, "%s %s", page_text(page, N_("Spot check")), x->c.number));
    spot_fill(page, t, s);
    return page_answer(page, t, status);
}

static enum err one_get(struct page *page)
{
    struct loaded x;
    TRY(load(page, &x));
    return show(page, &x, 200);
}

/* Why nothing was done, at the top of the page as it stands now, with what was typed. */
static enum err show_why(struct page *page, const struct spot_typed *typed, const char *field, const char *why, int status)
{
    struct loaded x;
    struct http_form_errors errors = {0};
    TRY(load(page, &x));
    http_form_error(&errors, *field ? field : typed->answers ? "reply" : "text", why, 0);
    x.shown.typed = typed;
    x.shown.errors = &errors;
    return show(page, &x, status);
}

static enum err one_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct loaded x;
    struct spot_typed typed;
    struct spot_outcome outcome;
    struct http_form_errors errors = {0};
    uint8_t once[32];
    TRY(load(page, &x));
    spot_read_form(page->form, &typed, &errors);
    if (errors.n > 0) {
        x.shown.typed = &typed;
        x.shown.errors = &errors;
        return show(page, &x, 422);
    }
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct spot_command command = {.action = typed.answers ? SPOT_ANSWER : SPOT_DECIDE, .id = x.shown.s.id, .version = typed.version, .result = typed.result, .after = typed.after,
                                         .text = typed.answers ? typed.reply : typed.text, .once_hash = once, .once_location = arena_printf(page->arena, "/staff/checks/%lld", (long long)x.shown.s.id)};
    enum err e = spot_act(page->db, page->arena, &writer, &command, &outcome);
    if (e == ERR_STALE)
        return show_why(page, &typed, "", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 409);
    if ((e == ERR_STATE || e == ERR_FORBIDDEN || e == ERR_INPUT) && *outcome.why)
        return show_why(page, &typed, outcome.field, outcome.why, e == ERR_STATE ? 409 : e == ERR_FORBIDDEN ? 403 : 422);
    TRY(e);
    page_flash(page, typed.answers ? N_("The answer was recorded.") : N_("The result of the check was recorded."));
    return page_redirect(page, outcome.location);
}

const struct route spot_routes[] = {
    {.method = HTTP_GET, .path = "/staff/checks", .need = MAY(CHECK), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/checks/:id", .need = MAY(SEE), .run = one_get},
    {.method = HTTP_POST, .path = "/staff/checks/:id", .need = MAY(SEE), .run = one_post},
    {0},
};
