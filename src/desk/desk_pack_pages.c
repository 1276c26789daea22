#include "desk_pack_pages.h"

#include <string.h>

#include "hiding.h"
#include "approval_store.h"
#include "crypto_random.h"
#include "desk_case_pages.h"
#include "desk_pack_view.h"
#include "desk_routes.h"
#include "identity_store.h"
#include "once_store.h"
#include "pack_case_store.h"
#include "pack_store.h"
#include "sheet_store.h"
#include "unsealing_store.h"

#define SHOWN 20
#define REFRESH_S "3"
#define REASON_MAX 300
#define TRIES 3

static bool holds(const struct desk_case *x, enum permission permission)
{
    return (x->rights & PERMISSION_BIT(permission)) != 0;
}

/* Copies for inside: whoever may take lists along, or disclose. */
static bool may_inside(const struct desk_case *x)
{
    return holds(x, MAY_EXPORT_LIST) || holds(x, MAY_DISCLOSE);
}

/* With the identity: who may look at it; of a sealed one whoever may by now, where another person has to agree to that. */
static enum err may_show(struct page *page, const struct desk_case *x, bool *ret_may, struct unsealing *ret_unsealing)
{
    *ret_unsealing = (struct unsealing){.purpose = "", .alone = UNSEALING_ALONE};
    *ret_may = x->c.mode != COMPLAINT_ANONYMOUS && holds(x, x->c.mode == COMPLAINT_CONFIDENTIAL ? MAY_UNSEAL : MAY_REVEAL);
    if (!*ret_may || x->c.mode != COMPLAINT_CONFIDENTIAL || !rulebook_unsealing(page->arena, x->world.book, &x->facts))
        return ERR_NONE;
    enum err e = unsealing_mine(page->db, page->arena, x->c.id, page->user->id, page->now_us, rulebook_unsealed_hours(x->world.book), ret_unsealing);
    *ret_may = e == ERR_NONE;
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err load(struct page *page, const char *number, struct desk_case *x)
{
    TRY(desk_case_load(page, number, "", x));
    if (x->c.part)
        return ERR_NOT_FOUND;
    return ERR_NONE;
}

/* ---- making ---- */

struct creating {
    struct page *page;
    const struct desk_pack_wish *wish;
    struct desk_case x;
    struct pack_making making;
    struct unsealing unsealing;
    uint8_t hash[32], once[32];
    const char *location;
};

/*
 * The identity is opened where it is shown, where it is masked (an open one), and where it has to be taken out of the texts: then nobody sees it, and it need not be asked for who complained
 * confidentially.
 */
static enum err load_identity(struct creating *k, struct identity *who, const struct identity **ret_who)
{
    const struct complaint *c = &k->x.c;
    *ret_who = NULL;
    if (c->mode == COMPLAINT_ANONYMOUS || (c->mode == COMPLAINT_CONFIDENTIAL && k->wish->identity == PACK_MASKED))
        return ERR_NONE;
    enum err e = identity_load(k->page->db, k->page->arena, k->page->site->keys, c->id, who);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    *ret_who = who;
    if (c->mode != COMPLAINT_CONFIDENTIAL) {
        k->x.who = *who;
        k->x.known = true;
    }
    return ERR_NONE;
}

static enum err make_file(struct creating *k, const char *number)
{
    struct page *page = k->page;
    struct sheet sheet;
    struct pack_case tables;
    struct identity who;
    struct approval *approvals;
    struct desk_pack d = {.x = &k->x, .k = &tables, .sha = crypto_sha256, .reason = k->wish->reason, .body_name = k->wish->body_name, .reference = k->wish->reference};
    struct str manifest;
    TRY(load(page, number, &k->x));
    if (k->x.c.erased_us)
        return ERR_STATE;
    TRY(desk_case_load_rules(page, &k->x));
    if (k->wish->identity == PACK_SHOWN && !k->wish->disclosure_id) { /* what is disclosed was agreed to by its own chain */
        bool may;
        TRY(may_show(page, &k->x, &may, &k->unsealing));
        if (!may)
            return ERR_FORBIDDEN;
    }
    TRY(sheet_load(page->db, page->arena, &k->x.part, k->x.c.id, 1, &sheet));
    k->x.parts = sheet.parts;
    TRY(pack_case_load(page->db, page->arena, k->x.c.id, &tables));
    TRY(approval_load_all(page->db, page->arena, k->x.c.id, &approvals, &d.n_approvals));
    TRY(load_identity(k, &who, &d.who));
    const char *name = hiding_name(page->arena, &k->x.c, page->lang != LANG_ZH);
    for (size_t i = 0; i < tables.n_steps; i++)
        hiding_events(k->x.world.book, &k->x.c, name, &tables.steps[i].event, 1);
    hiding_messages(k->x.world.book, &k->x.c, name, tables.messages, tables.n_messages);
    hiding_files(k->x.world.book, &k->x.c, tables.messages, tables.n_messages, tables.files, tables.n_files);
    d.approvals = approvals;
    d.head = (struct pack_head){
        .complaint_id = k->x.c.id, .at_us = page->now_us, .user_id = page->user->id, .disclosure_id = k->wish->disclosure_id, .version = k->x.c.version, .number = k->x.c.number,
        .language = lang_code(page->lang), .scope = k->wish->scope, .identity = k->wish->identity, .whole = k->wish->whole,
    };
    k->making = (struct pack_making){.hash = k->hash, .head = d.head, .events = (int)tables.n_steps, .reason = k->wish->reason};
    k->making.file = desk_pack_make(page, &d, &manifest, k->hash);
    return ERR_NONE;
}

static enum err put_tx(struct db *db, void *ctx)
{
    struct creating *k = ctx;
    struct page *page = k->page;
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct complaint c;
    permission_set rights;
    int64_t id;
    enum err e = once_claim(db, page->arena, k->once, k->wish->location, page->now_us, &k->location);
    if (e == ERR_EXISTS)
        return ERR_NONE;
    TRY(e);
    TRY(complaint_lock(db, page->arena, k->x.c.number));
    TRY(complaint_load(db, page->arena, page->user, k->x.c.number, &c, &rights));
    TRY(pack_put(db, page->arena, &writer, &c, &k->making, &id));
    if (k->wish->identity == PACK_SHOWN && c.mode == COMPLAINT_CONFIDENTIAL)
        TRY(unsealing_record(db, page->arena, &writer, &c, &k->unsealing));
    else if (k->wish->identity == PACK_SHOWN)
        TRY(complaint_append(db, page->arena, &writer, &c, "revealed", timeline_data(page->arena, "reason", k->wish->reason, NULL)));
    return complaint_save(db, page->arena, &c);
}

enum err desk_pack_create(struct page *page, const char *number, const struct desk_pack_wish *wish, const char **ret_location)
{
    struct creating k = {.page = page, .wish = wish, .unsealing = {.purpose = "", .alone = UNSEALING_ALONE}, .location = wish->location};
    enum err e = ERR_STALE;
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, k.once);
    /* Somebody may write while it is made: then once more, with what he wrote. */
    for (int i = 0; i < TRIES && e == ERR_STALE; i++) {
        TRY(make_file(&k, number));
        e = db_tx(page->db, put_tx, &k);
    }
    *ret_location = k.location;
    return e;
}

/* ---- the page ---- */

static enum err show(struct page *page, struct desk_case *x, const struct http_form_errors *errors, const char *typed, const char *copy)
{
    struct pack_row *rows;
    size_t n;
    struct unsealing unsealing;
    bool waiting = false, may;
    TRY(desk_case_load_rules(page, x));
    TRY(may_show(page, x, &may, &unsealing));
    TRY(pack_list(page->db, page->arena, x->c.id, SHOWN, &rows, &n));
    struct desk_pack_line *lines = ARENA_ARRAY(page->arena, n + 1, struct desk_pack_line);
    for (size_t i = 0; i < n; i++) {
        lines[i] = (struct desk_pack_line){.id = rows[i].id, .made_us = rows[i].made_us, .bytes = rows[i].bytes, .scope = rows[i].scope, .identity = rows[i].identity, .state = (int)rows[i].state,
                                           .maker = rows[i].maker, .hash = str_hex(page->arena, rows[i].hash, 32), .mine = rows[i].user_id == page->user->id};
        waiting |= rows[i].state == PACK_WAITING;
    }
    struct tpl *t = page_template(page, TPL_DESK_PACK, arena_printf(page->arena, "%s %s", page_text(page, N_("Evidence pack")), x->c.number));
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_REASON_ERR, errors, "reason");
    page_field_error(page, t, SEC_COPY_ERR, errors, "copy");
    tpl_text(t, V_TYPED, typed);
    tpl_show_if(t, x->c.erased_us ? SEC_ERASED : SEC_MAKE, true);
    tpl_show_if(t, SEC_INSIDE, may_inside(x));
    tpl_show_if(t, SEC_SHOW, may_inside(x) && may);
    tpl_show_if(t, SEC_SHOW_FIRST, may_inside(x) && !may && x->c.mode == COMPLAINT_CONFIDENTIAL && holds(x, MAY_UNSEAL));
    tpl_show_if(t, SEC_OUTSIDE, holds(x, MAY_DISCLOSE));
    tpl_show_if(t, SEC_INSIDE_CHOSEN, strcmp(copy, "inside") == 0);
    tpl_show_if(t, SEC_SHOW_CHOSEN, strcmp(copy, "shown") == 0);
    tpl_show_if(t, SEC_OUTSIDE_CHOSEN, strcmp(copy, "outside") == 0);
    tpl_show_if(t, SEC_MAY_DISCLOSE, holds(x, MAY_DISCLOSE));
    tpl_text(t, V_KEPT_WORDS, text_count(page->arena, page->lang, "The file is kept for %lld day.", "The file is kept for %lld days.", (long long)page->site->config->limits.export_days));
    desk_pack_fill(page, t, x, lines, n);
    if (waiting && errors->n == 0) {
        tpl_show(t, SEC_WAITING);
        http_header(page->resp, "Refresh", REFRESH_S);
    }
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err pack_get(struct page *page)
{
    struct desk_case x;
    struct http_form_errors errors = {0};
    TRY(load(page, page->params[0], &x));
    return may_inside(&x) ? show(page, &x, &errors, "", "inside") : ERR_FORBIDDEN;
}

static enum err pack_post(struct page *page)
{
    static const char *const copies[] = {"inside", "shown", "outside"};
    struct desk_case x;
    struct http_form_errors errors = {0};
    TRY(load(page, page->params[0], &x));
    int which = http_form_choice(page->form, "copy", copies, COUNT_OF(copies), true, N_("Choose which copy is made"), &errors);
    const struct http_text_rule rule = {.required = which == 1, .max = REASON_MAX, .missing = N_("Write down why the identity is needed in it")};
    const char *reason = http_form_text(page->form, "reason", &rule, &errors);
    struct unsealing unsealing;
    bool may;
    TRY(desk_case_load_rules(page, &x));
    TRY(may_show(page, &x, &may, &unsealing));
    if ((which == 2 && !holds(&x, MAY_DISCLOSE)) || (which == 1 && !may) || !may_inside(&x))
        return ERR_FORBIDDEN;
    if (errors.n > 0)
        return show(page, &x, &errors, reason, which >= 0 ? copies[which] : "");
    TRY(page_recent(page, false));
    const struct desk_pack_wish wish = {
        .scope = which == 2 ? PACK_OUTSIDE : PACK_INTERNAL, .identity = which == 2 ? PACK_HIDDEN : which == 1 ? PACK_SHOWN : PACK_MASKED, .whole = which != 2,
        .reason = which == 1 ? reason : "", .body_name = "", .reference = "", .location = arena_printf(page->arena, "/staff/complaints/%s/pack", x.c.number),
    };
    const char *location;
    TRY(desk_pack_create(page, x.c.number, &wish, &location));
    page_flash(page, N_("The evidence pack is made and is being signed; it appears below when it is ready."));
    return page_redirect(page, location);
}

/* Whoever made it fetches it, as long as he sees the complaint whole, and may see the identity that stands in it. */
static enum err file_get(struct page *page)
{
    struct desk_case x;
    struct unsealing unsealing;
    bool may;
    struct pack_row pack;
    long long id;
    TRY(load(page, page->params[0], &x));
    if (!may_inside(&x))
        return ERR_FORBIDDEN;
    if (!str_to_i64(str_of(page->params[1]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(pack_load(page->db, page->arena, x.c.id, id, &pack));
    TRY(desk_case_load_rules(page, &x));
    TRY(may_show(page, &x, &may, &unsealing));
    /* What is disclosed was agreed to by its own chain, for as long as the file is kept. */
    may |= pack.scope == PACK_DISCLOSURE && holds(&x, x.c.mode == COMPLAINT_CONFIDENTIAL ? MAY_UNSEAL : MAY_REVEAL);
    if (pack.user_id != page->user->id || pack.state != PACK_READY || (pack.identity == PACK_SHOWN && !may))
        return ERR_NOT_FOUND;
    http_download(page->resp, "text/html; charset=utf-8", arena_printf(page->arena, "%s-%s-%lld.html", page_text(page, N_("evidence-pack")), x.c.number, id));
    pack_answer(page->db, &pack, page->resp);
    return ERR_NONE;
}

const struct route desk_pack_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/pack", .need = MAY_EITHER(EXPORT_LIST, DISCLOSE), .run = pack_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/pack", .need = MAY_EITHER(EXPORT_LIST, DISCLOSE), .run = pack_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/pack/:id/file", .need = MAY_EITHER(EXPORT_LIST, DISCLOSE), .run = file_get},
    {0},
};
