#include <string.h>

#include "approval_store.h"
#include "aside_store.h"
#include "closing_paper_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_store.h"
#include "desk_case_pages.h"
#include "desk_draft.h"
#include "desk_draft_pages.h"
#include "desk_paper_view.h"
#include "desk_routes.h"
#include "desk_upload_pages.h"
#include "once_store.h"
#include "paper_store.h"
#include "sheet_store.h"
#include "staff_draft_store.h"

/* Papers about a complaint (requirements G2, H5): the list, writing one, its printed form and its archived copy, delivery. Who sees a part of the complaint sees none of them. */

struct paper_page {
    struct desk_case x;
    struct paper p;
    struct approval approval;
    struct desk_paper shown;
};

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static void once_of(const struct page *page, const char *once, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), once, out);
}

static enum err load_case(struct page *page, struct desk_case *x)
{
    TRY(desk_case_load(page, page->params[0], "", x));
    if (x->c.part)
        return ERR_NOT_FOUND;
    TRY(complaint_class_load(page->db, page->arena, x->c.id, &x->class));
    x->facts = complaint_facts(page->arena, &x->c, &x->class, page->now_us);
    return ERR_NONE;
}

/* ---- the list ---- */

static enum err list_get(struct page *page)
{
    struct desk_case x;
    struct desk_papers papers = {.list = NULL};
    struct paper *list;
    struct approval *approvals;
    TRY(load_case(page, &x));
    TRY(paper_list(page->db, page->arena, x.c.id, &list, &papers.n));
    TRY(approval_of_all(page->db, page->arena, x.c.id, "letter", &approvals, &papers.n_approvals));
    papers.list = list;
    papers.approvals = approvals;
    papers.may = (x.rights & PERMISSION_BIT(MAY_INVESTIGATE)) != 0;
    struct tpl *t = page_template(page, TPL_DESK_PAPERS, arena_printf(page->arena, "%s %s", page_text(page, N_("Papers")), x.c.number));
    desk_papers_fill(page, t, &x, &papers);
    return page_answer(page, t, 200);
}

/* Of which a new version is begun: with its words. */
static enum err load_replaced(struct page *page, const struct desk_case *x, struct paper *ret_paper)
{
    long long id;
    const char *typed = http_form_get(page->form, "replaces");
    if (!*typed)
        return ERR_NONE;
    return str_to_i64(str_of(typed), 1, INT64_MAX, &id) ? paper_load(page->db, page->arena, x->c.id, id, ret_paper) : ERR_MALFORMED;
}

static enum err begin_post(struct page *page)
{
    struct desk_case x;
    struct sheet sheet;
    struct closing_knowledge known;
    struct paper_section *sections;
    size_t n;
    uint8_t once[32];
    const char *location;
    TRY(load_case(page, &x));
    const struct rb_paper *rule = rulebook_paper(x.world.book, http_form_get(page->form, "code"));
    if (!rule)
        return ERR_MALFORMED;
    struct paper was = {.id = 0};
    TRY(load_replaced(page, &x, &was));
    if (was.id) {
        sections = was.sections;
        n = was.n_sections;
    } else {
        TRY(sheet_load(page->db, page->arena, &x.part, x.c.id, 1, &sheet));
        x.parts = sheet.parts;
        TRY(closing_knowledge_load(page->db, page->arena, x.c.id, &known));
        desk_paper_propose(page, &x, &known, rule, &sections, &n);
    }
    once_of(page, page->once, once);
    const enum lang lang = desk_paper_lang(page, &x.c, rule->kind);
    const struct complaint_writer writer = writer_of(page);
    const struct paper_begin begin = {.number = x.c.number, .code = rule->code, .title = was.id ? was.title : lang_pick(lang, rule->name.zh, rule->name.en), .replaces_id = was.id, .sections = sections, .n_sections = n,
                                      .once_hash = once, .once_location = arena_printf(page->arena, "/staff/complaints/%s/papers", x.c.number)};
    TRY(paper_begin(page->db, page->arena, &writer, &begin, &location));
    return page_redirect(page, location);
}

/* ---- one of them ---- */

static enum err load_approval(struct page *page, struct paper_page *p)
{
    struct approval full;
    uint8_t hash[32];
    enum err e = approval_of(page->db, page->arena, p->x.c.id, "letter", p->p.id, &p->approval);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NONE && p->approval.state == APPROVAL_SENT_BACK && approval_load(page->db, page->arena, page->user, p->approval.id, page->now_us, &full) == ERR_NONE)
        p->approval = full; /* with the reason */
    p->shown.approval = e == ERR_NONE ? &p->approval : NULL;
    p->shown.chain = paper_chain(p->x.world.book, p->p.kind, &p->x.facts);
    paper_hash(page->arena, p->p.title, p->p.sections, p->p.n_sections, hash);
    p->shown.consent = paper_consent(p->shown.approval, p->shown.chain, hash);
    return ERR_NONE;
}

static enum err load(struct page *page, struct paper_page *p)
{
    long long id;
    const char **codes;
    *p = (struct paper_page){.p = {.id = 0}};
    if (!str_to_i64(str_of(page->params[1]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(load_case(page, &p->x));
    TRY(paper_load(page->db, page->arena, p->x.c.id, id, &p->p));
    p->shown.p = &p->p;
    p->shown.rule = rulebook_paper(p->x.world.book, p->p.code);
    p->shown.n_codes = desk_paper_parts(page->arena, p->shown.rule, &p->x.facts, &p->p, &codes);
    p->shown.codes = codes;
    return load_approval(page, p);
}

static bool is_closing(const struct paper_page *p)
{
    return strcmp(p->p.kind, PAPER_CLOSING) == 0;
}

static enum err to_closing(struct page *page, const struct paper_page *p)
{
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s/%s", p->x.c.number, p->p.state == PAPER_FINAL ? "closing-report" : "close"));
}

static enum err load_draft(struct page *page, struct paper_page *p)
{
    struct staff_draft draft;
    const char *what = desk_draft_paper(page->arena, p->p.id);
    if (p->shown.typed || p->p.state > PAPER_ASKED)
        return ERR_NONE;
    enum err e = staff_draft_get(page->db, page->arena, page->site->keys, page->user->id, aside_draft_key(page->arena, p->x.c.number, what), &draft);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    struct aside_draft *kept = ARENA_NEW(page->arena, struct aside_draft);
    *kept = (struct aside_draft){.what = what, .body = draft.body, .at_us = draft.updated_us};
    p->shown.draft = kept;
    return ERR_NONE;
}

static enum err show(struct page *page, struct paper_page *p, const struct http_form_errors *errors, int status)
{
    struct attachment *staged;
    const char *stage = p->shown.typed ? p->shown.typed->stage : "";
    TRY(load_draft(page, p));
    TRY(desk_upload_staged(page, &stage, &staged, &p->shown.n_staged));
    p->shown.staged = staged;
    p->shown.errors = errors;
    struct tpl *t = page_template(page, TPL_DESK_PAPER, arena_printf(page->arena, "%s %s", p->p.title, p->x.c.number));
    desk_paper_fill(page, t, &p->x, &p->shown);
    return page_answer(page, t, status);
}

static enum err paper_get(struct page *page)
{
    struct paper_page p;
    const struct http_form_errors none = {.n = 0};
    TRY(load(page, &p));
    return is_closing(&p) ? to_closing(page, &p) : show(page, &p, &none, 200);
}

/* ---- doing something with it ---- */

static const char *own_path(struct page *page, const struct paper_page *p)
{
    return arena_printf(page->arena, "/staff/complaints/%s/papers/%lld", p->x.c.number, (long long)p->p.id);
}

/* once: of the form, or made of it where one click is two steps. */
static enum err act(struct page *page, struct paper_page *p, enum paper_action action, const struct desk_paper_typed *typed, const char *once, struct paper_result *ret_result)
{
    uint8_t hash[32], stage[32];
    struct buf copy = {.arena = page->arena};
    const enum lang lang = desk_paper_lang(page, &p->x.c, p->p.kind);
    const struct complaint_writer writer = writer_of(page);
    once_of(page, once, hash);
    desk_upload_name(page, stage);
    struct paper_command command = {.action = action, .number = p->x.c.number, .id = p->p.id, .version = typed->version, .title = typed->title, .sections = typed->sections, .n_sections = typed->n_sections,
                                    .way = typed->way, .to = typed->to, .proof = typed->proof, .reason = typed->reason, .stage_hash = *typed->stage || desk_upload_any(page) ? stage : NULL,
                                    .once_hash = hash, .once_location = own_path(page, p)};
    if (action == PAPER_ASK) {
        command.asked_title = arena_printf(page->arena, "%s %s", typed->title, desk_paper_number(page->arena, &p->x, &p->p));
        command.asked_body = desk_paper_words(page->arena, lang, p->shown.rule, typed->sections, typed->n_sections);
    }
    if (action == PAPER_FINISH) {
        TRY(desk_paper_document(page, &p->x, &p->p, p->shown.rule, page->now_us, &copy));
        command.copy = buf_str(&copy);
        command.copy_language = lang_code(lang);
        command.version = p->p.version;
    }
    if (action == PAPER_DELIVER && typed->on.year)
        command.delivered_us = utc_from_local(typed->on.year, typed->on.month, typed->on.day, 0, 0, 0, page->site->zone);
    return paper_act(page->db, page->arena, &writer, &command, ret_result);
}

static bool same_words(struct page *page, const struct paper *p, const struct desk_paper_typed *typed)
{
    uint8_t was[32], now[32];
    paper_hash(page->arena, p->title, p->sections, p->n_sections, was);
    paper_hash(page->arena, typed->title, typed->sections, typed->n_sections, now);
    return memcmp(was, now, 32) == 0;
}

/* What stands in the form becomes final: it is kept first where it was changed, and rendered from what is kept. */
static enum err finish(struct page *page, struct paper_page *p, struct desk_paper_typed *typed, struct paper_result *ret_result)
{
    if (typed->version == p->p.version && !same_words(page, &p->p, typed)) {
        TRY(act(page, p, PAPER_SAVE, typed, arena_printf(page->arena, "%s-words", page->once), ret_result));
        TRY(load(page, p));
        typed->version = p->p.version;
    }
    if (typed->version != p->p.version) {
        uint8_t hash[32];
        const char *location;
        once_of(page, page->once, hash);
        if (once_find(page->db, page->arena, hash, &location) != ERR_NONE)
            return ERR_STALE;
        ret_result->location = location;
        return ERR_NONE;
    }
    return act(page, p, PAPER_FINISH, typed, page->once, ret_result);
}

static enum err show_again(struct page *page, struct paper_page *p, struct desk_paper_typed *typed, const struct http_form_errors *errors, int status)
{
    struct attachment *staged;
    size_t n_staged;
    TRY(desk_draft_keep(page, &p->x.c, desk_draft_paper(page->arena, p->p.id)));
    TRY(desk_upload_staged(page, &typed->stage, &staged, &n_staged));
    p->shown.typed = typed;
    return show(page, p, errors, status);
}

/* Read anew: as it is by now, with what was typed beside it as far as it can be typed still. */
static enum err show_refused(struct page *page, struct desk_paper_typed *typed, enum err e, const char *why)
{
    struct paper_page now;
    struct http_form_errors errors = {.n = 0};
    struct paper *theirs = ARENA_NEW(page->arena, struct paper);
    TRY(load(page, &now));
    if (is_closing(&now))
        return to_closing(page, &now);
    if (e == ERR_STALE && typed->n_sections) {
        *theirs = now.p;
        now.shown.theirs = theirs;
    }
    if (e == ERR_STALE && !typed->n_sections)
        why = N_("Somebody else changed this paper meanwhile. Look at it as it is now, then decide again");
    if (why && *why)
        http_form_error(&errors, "p1", why, 0);
    return show_again(page, &now, typed, &errors, e == ERR_FORBIDDEN ? 403 : 409);
}

static const char *done_words(enum paper_action action)
{
    switch (action) {
    case PAPER_SAVE: return N_("The paper was saved.");
    case PAPER_ASK: return N_("The approval was asked for.");
    case PAPER_FINISH: return N_("The paper is final; its copy is archived.");
    case PAPER_DELIVER: return N_("The delivery was recorded.");
    case PAPER_DROP: return N_("The paper was dropped.");
    }
    return "";
}

static bool of_part(const struct paper_page *p, const char *code)
{
    for (size_t i = 0; i < p->shown.n_codes; i++) {
        if (strcmp(p->shown.codes[i], code) == 0)
            return true;
    }
    return false;
}

static enum err paper_post(struct page *page)
{
    struct paper_page p;
    struct desk_paper_typed typed;
    struct http_form_errors errors = {.n = 0};
    struct paper_result result = {.location = NULL};
    TRY(load(page, &p));
    TRY(desk_paper_read(page->form, p.shown.codes, p.shown.n_codes, page->arena, desk_date_of(page->now_us, page->site->zone), page->site->config->limits.text_chars, &typed, &errors));
    desk_upload_refused(page, &errors);
    if (errors.n > 0)
        return show_again(page, &p, &typed, &errors, 422);
    enum err e = typed.action == PAPER_FINISH ? finish(page, &p, &typed, &result) : act(page, &p, typed.action, &typed, page->once, &result);
    if (e == ERR_STALE || e == ERR_STATE || (e == ERR_FORBIDDEN && result.why && *result.why))
        return show_refused(page, &typed, e, result.why);
    if (e == ERR_INPUT) {
        http_form_error(&errors, of_part(&p, result.field) ? desk_paper_field(page->arena, result.field) : result.field, result.why, 0);
        return show_again(page, &p, &typed, &errors, 422);
    }
    TRY(e);
    if (typed.n_sections)
        desk_draft_sent(page, &p.x.c, desk_draft_paper(page->arena, p.p.id));
    page_flash(page, done_words(typed.action));
    return page_redirect(page, result.location);
}

/* ---- on paper ---- */

/* A document of its own: nothing but its own style, no script, nothing loaded. */
static enum err answer_document(struct page *page, struct str body, const char *name)
{
    http_header(page->resp, "Content-Disposition", arena_printf(page->arena, "inline; filename=\"%s.html\"", name));
    http_header(page->resp, "Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    buf_add(&page->resp->body, body.p, body.n);
    return ERR_NONE;
}

static enum err copy_get(struct page *page)
{
    struct paper_page p;
    struct paper_copy copy;
    TRY(load(page, &p));
    TRY(paper_copy_load(page->db, page->arena, p.p.id, &copy));
    return answer_document(page, copy.body, desk_paper_number(page->arena, &p.x, &p.p));
}

/* What is final is printed from its copy. */
static enum err print_get(struct page *page)
{
    struct paper_page p;
    struct buf document;
    TRY(load(page, &p));
    if (is_closing(&p))
        return to_closing(page, &p);
    if (p.p.sha256)
        return copy_get(page);
    TRY(desk_paper_document(page, &p.x, &p.p, p.shown.rule, p.p.final_us, &document));
    return answer_document(page, buf_str(&document), desk_paper_number(page->arena, &p.x, &p.p));
}

const struct route desk_paper_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/papers", .need = MAY(SEE), .run = list_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/papers", .need = MAY(INVESTIGATE), .run = begin_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/papers/:id", .need = MAY(SEE), .run = paper_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/papers/:id", .need = MAY_EITHER(INVESTIGATE, REPLY), .run = paper_post, .files = desk_upload_files, .body_max = 512 << 10},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/papers/:id/print", .need = MAY(SEE), .run = print_get},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/papers/:id/copy", .need = MAY(SEE), .run = copy_get},
    {0},
};
