#include <string.h>

#include "closing_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_gate_store.h"
#include "complaint_store.h"
#include "desk_case_pages.h"
#include "desk_close_pages.h"
#include "desk_close_view.h"
#include "desk_routes.h"
#include "desk_upload_pages.h"
#include "once_store.h"
#include "org_store.h"
#include "sheet_store.h"

/* Closing a complaint (requirements H): what is missing above, finding, basis and report below; the draft is everybody's who may close it. */

struct closing_page {
    struct desk_case x;
    struct gate_facts have;
    struct closing_draft draft; /* version 0: none */
    struct approval approval;
    bool asked; /* an approval about closing was asked for */
    struct department *departments;
    size_t n_departments;
};

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static const char *close_path(struct page *page, const struct desk_case *x)
{
    const char *from = *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s/close%s", x->c.number, from);
}

/* ---- loading ---- */

static enum err load(struct page *page, const char *from, struct closing_page *p)
{
    struct complaint_writer writer = writer_of(page);
    struct sheet sheet;
    struct desk_case *x = &p->x;
    TRY(desk_case_load(page, page->params[0], from, x));
    if (x->part.limited)
        return ERR_FORBIDDEN;
    if (!x->c.is_open)
        return ERR_NONE;
    TRY(sheet_load(page->db, page->arena, &x->part, x->c.id, 1, &sheet));
    x->parts = sheet.parts;
    TRY(complaint_class_load(page->db, page->arena, x->c.id, &x->class));
    x->facts = complaint_facts(page->arena, &x->c, &x->class, page->now_us);
    TRY(gate_load(page->db, page->arena, &writer, &x->c, x->world.book, &p->have));
    enum err e = closing_draft_load(page->db, page->arena, x->c.id, &p->draft);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    if (p->have.approval_state == 0)
        return ERR_NONE;
    struct approval *approvals;
    size_t n;
    TRY(approval_load_all(page->db, page->arena, x->c.id, &approvals, &n));
    for (size_t i = 0; i < n && !p->asked; i++) {
        p->asked = strcmp(approvals[i].about, "closing") == 0;
        p->approval = approvals[i];
    }
    return ERR_NONE;
}

static enum err load_departments(struct page *page, struct closing_page *p)
{
    if (p->x.class.n_respondents > 0)
        return ERR_NONE;
    return org_departments_for(page->db, page->arena, p->x.c.unit_id, &p->departments, &p->n_departments);
}

/* ---- the gates as the form stands ---- */

static int matters_found(const struct desk_case *x, const struct complaint_closing *k)
{
    int found = 0;
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *a = &x->parts.allegations[i];
        const struct closing_matter *m = closing_matter_of(k, a->position);
        bool one = x->parts.n_allegations == 1 && k->finding != FINDING_NONE && *k->text;
        found += one || (m && m->finding != FINDING_NONE && (*m->reason || *a->reason)) || (a->finding != FINDING_NONE && *a->reason);
    }
    return found;
}

static void check_gates(struct page *page, const struct closing_page *p, const struct desk_close_typed *typed, bool files, struct gate_open **ret_open, size_t *ret_n)
{
    const struct complaint_closing *k = &typed->closing;
    const struct desk_case *x = &p->x;
    struct gate_facts have = p->have;
    const char **codes = ARENA_ARRAY(page->arena, k->n_parts + 1, const char *);
    uint8_t *hash = ARENA_ARRAY(page->arena, 32, uint8_t);
    bool confirmed = gate_basis_demands(rulebook_basis(x->world.book, k->basis), "committee");
    for (size_t i = 0; i < k->n_parts; i++)
        codes[i] = k->parts[i].code;
    have.allegations_found = matters_found(x, k);
    have.causes += *k->cause != '\0';
    have.stages += *k->stage != '\0';
    have.respondents += k->department_id != 0;
    have.outcome = *k->agreement || k->outcome == 1 ? 1 : k->outcome == 2 || (confirmed && !have.outcome) ? 2 : have.outcome;
    closing_hash(page->arena, k, hash);
    const struct gate_asked asked = {.end = GATE_END_CLOSE, .finding = k->finding, .basis = k->basis, .sections = codes, .n_sections = k->n_parts, .agreement = *k->agreement != '\0',
                                     .voluntary = k->freely == 1, .evidence = *k->evidence || files, .hash = hash};
    gate_check(page->arena, x->world.book, &x->facts, &x->c, &have, &asked, ret_open, ret_n);
}

/* ---- showing ---- */

/* What holds it is told from the beginning; the form comes with the answer, which is the first of it. */
static void wait_for_answer(struct page *page, struct desk_close_shown *shown)
{
    struct gate_open *all = ARENA_ARRAY(page->arena, shown->n_gates + 1, struct gate_open);
    size_t n = 0;
    all[n++] = (struct gate_open){.gate = GATE_REPLY, .what = ""};
    for (size_t i = 0; i < shown->n_gates; i++) {
        if (shown->gates[i].gate != GATE_REPLY)
            all[n++] = shown->gates[i];
    }
    shown->gates = all;
    shown->n_gates = n;
    shown->later = N_("Once the complainant is answered, finding and report are filled in here.");
}

static enum err show(struct page *page, struct closing_page *p, struct desk_close_typed *typed, const struct http_form_errors *errors, int status)
{
    struct desk_close_shown shown = {.typed = typed, .errors = errors, .approval = p->asked ? &p->approval : NULL, .drafted = p->draft.version > 0, .attempts = p->have.attempts};
    struct gate_open *open;
    struct attachment *staged;
    TRY(load_departments(page, p));
    shown.departments = p->departments;
    shown.n_departments = p->n_departments;
    TRY(desk_upload_staged(page, &typed->stage, &staged, &shown.n_staged));
    shown.staged = staged;
    check_gates(page, p, typed, shown.n_staged > 0, &open, &shown.n_gates);
    shown.gates = open;
    if (p->x.c.state != COMPLAINT_REPLIED)
        wait_for_answer(page, &shown);
    struct tpl *t = page_template(page, TPL_DESK_CLOSE, arena_printf(page->arena, "%s %s", page_text(page, N_("Close the complaint")), p->x.c.number));
    desk_close_fill(page, t, &p->x, &shown);
    return page_answer(page, t, status);
}

static enum err show_closed(struct page *page, const struct closing_page *p)
{
    struct closing_report report;
    enum err e = closing_report_load(page->db, page->arena, p->x.c.id, &report);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    struct tpl *t = page_template(page, TPL_DESK_CLOSED, arena_printf(page->arena, "%s %s", page_text(page, N_("The complaint is closed")), p->x.c.number));
    desk_closed_fill(page, t, &p->x, e == ERR_NONE);
    return page_answer(page, t, 200);
}

static enum err close_get(struct page *page)
{
    struct closing_page p = {.departments = NULL};
    struct desk_close_typed typed = {.closing = closing_none(), .stage = "", .from = ""};
    struct closing_knowledge known;
    const struct http_form_errors none = {.n = 0};
    TRY(load(page, http_query(page->req, "from"), &p));
    if (p.x.c.state == COMPLAINT_CLOSED)
        return show_closed(page, &p);
    if (!p.x.c.is_open || complaint_is_turned(&p.x.c))
        return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", p.x.c.number));
    typed.draft_version = p.draft.version;
    if (p.draft.version > 0) {
        typed.closing = p.draft.closing;
    } else {
        TRY(closing_knowledge_load(page->db, page->arena, p.x.c.id, &known));
        desk_close_propose(page, &p.x, &known, &typed.closing);
        if (p.have.committee_finding != FINDING_NONE)
            typed.closing.finding = p.have.committee_finding;
    }
    return show(page, &p, &typed, &none, 200);
}

/* ---- saving, asking, closing ---- */

static void once_of(const struct page *page, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, out);
}

static enum err stale_draft(struct page *page, struct closing_page *p, struct desk_close_typed *typed, struct http_form_errors *errors)
{
    http_form_error(errors, "text", N_("Somebody else changed the draft meanwhile. What you typed stands here; saving again puts it in the place of the other one"), 0);
    typed->draft_version = p->draft.version;
    return show(page, p, typed, errors, 409);
}

static enum err save_draft(struct page *page, struct closing_page *p, struct desk_close_typed *typed, struct http_form_errors *errors)
{
    struct complaint_writer writer = writer_of(page);
    if (errors->n > 0)
        return show(page, p, typed, errors, 422);
    if (p->have.approval_state == APPROVAL_OPEN) {
        http_form_error(errors, "text", N_("These words wait for approval. Withdraw the approval first, then change them"), 0);
        return show(page, p, typed, errors, 422);
    }
    enum err e = closing_draft_save(page->db, page->arena, &writer, p->x.c.number, &typed->closing, typed->draft_version);
    if (e == ERR_STALE)
        return stale_draft(page, p, typed, errors);
    TRY(e);
    page_flash(page, N_("The draft was saved."));
    return page_redirect(page, close_path(page, &p->x));
}

/* What has to be agreed to is complete but for the approval itself. */
static enum err ask_approval(struct page *page, struct closing_page *p, struct desk_close_typed *typed, struct http_form_errors *errors)
{
    struct complaint_writer writer = writer_of(page);
    struct gate_open *open;
    size_t n;
    uint8_t once[32];
    const char *location = close_path(page, &p->x), *why;
    check_gates(page, p, typed, desk_upload_any(page) || *typed->stage, &open, &n);
    if (errors->n == 0)
        desk_close_errors(page, p->x.world.book, open, n, errors);
    if (errors->n > 0)
        return show(page, p, typed, errors, 422);
    once_of(page, once);
    const struct closing_asking asking = {
        .number = p->x.c.number,
        .version = typed->draft_version,
        .closing = &typed->closing,
        .title = text_f(page->arena, page->lang, N_("Closing: %s"), page_text(page, complaint_finding_title(typed->closing.finding))),
        .body = desk_close_words(page, &p->x, &typed->closing),
        .once_hash = once,
        .once_location = location,
    };
    enum err e = closing_ask(page->db, page->arena, &writer, &asking, &location, &why);
    if (e == ERR_STALE)
        return stale_draft(page, p, typed, errors);
    if (e == ERR_INPUT) {
        http_form_error(errors, "ask", why, 0);
        return show(page, p, typed, errors, 422);
    }
    TRY(e);
    page_flash(page, N_("The approval was asked for."));
    return page_redirect(page, location);
}

static enum err run_close(struct page *page, const struct closing_page *p, const struct desk_close_typed *typed, struct complaint_result *ret_result)
{
    uint8_t once[32], stage[32];
    struct complaint_writer writer = writer_of(page);
    once_of(page, once);
    desk_upload_name(page, stage);
    const struct complaint_command command = {
        .action = ACTION_CLOSE,
        .number = p->x.c.number,
        .version = typed->version,
        .text = typed->closing.text,
        .finding = typed->closing.finding,
        .basis = typed->closing.basis,
        .closing = &typed->closing,
        .stage_hash = *typed->stage || desk_upload_any(page) ? stage : NULL,
        .once_hash = once,
        .once_location = close_path(page, &p->x),
    };
    return complaint_act(page->db, page->arena, &writer, &command, ret_result);
}

/* What stands in the way by now is read anew. */
static enum err show_held(struct page *page, struct closing_page *p, struct desk_close_typed *typed, const struct complaint_result *result, enum err why, struct http_form_errors *errors)
{
    struct closing_page now = {.departments = NULL};
    TRY(load(page, typed->from, &now));
    if (now.x.c.state == COMPLAINT_CLOSED)
        return show_closed(page, &now);
    if (now.x.c.state != COMPLAINT_REPLIED)
        return why;
    if (why == ERR_STALE)
        http_form_error(errors, "text", N_("Somebody else changed this complaint meanwhile. Look at it; what you typed stands here still"), 0);
    desk_close_errors(page, p->x.world.book, result->gates, why == ERR_STATE ? result->n_gates : 0, errors);
    typed->version = now.x.c.version;
    typed->draft_version = now.draft.version;
    return show(page, &now, typed, errors, why == ERR_STALE ? 409 : 422);
}

static enum err close_done(struct page *page, struct closing_page *p, struct desk_close_typed *typed, struct http_form_errors *errors)
{
    struct complaint_result result = {.location = NULL};
    if (errors->n > 0)
        return show(page, p, typed, errors, 422);
    enum err e = run_close(page, p, typed, &result);
    if (e == ERR_STALE || e == ERR_STATE)
        return show_held(page, p, typed, &result, e, errors);
    TRY(e);
    page_flash(page, N_("The complaint was closed."));
    return page_redirect(page, result.location);
}

static int version_of(const struct page *page)
{
    long long version;
    return str_to_i64(str_of(http_form_get(page->form, "version")), 0, INT32_MAX, &version) ? (int)version : 0;
}

/* What was turned into something that is no complaint is done with one click on its own page. */
static enum err finish_turned(struct page *page, const struct closing_page *p)
{
    const struct desk_close_typed typed = {.closing = closing_none(), .stage = "", .version = version_of(page)};
    struct complaint_result result = {.location = NULL};
    enum err e = run_close(page, p, &typed, &result);
    if (e == ERR_STATE && result.n_gates > 0) {
        page_flash(page, gate_title(result.gates[0].gate));
        return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", p->x.c.number));
    }
    TRY(e);
    page_flash(page, N_("The matter was done."));
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", p->x.c.number));
}

static enum err close_post(struct page *page)
{
    struct closing_page p = {.departments = NULL};
    struct desk_close_typed typed;
    struct http_form_errors errors = {.n = 0};
    TRY(load(page, http_form_get(page->form, "from"), &p));
    if (complaint_is_turned(&p.x.c))
        return finish_turned(page, &p);
    desk_close_read(page->form, p.x.world.book, p.x.parts.allegations, p.x.parts.n_allegations, page->arena, page->site->config->limits.message_chars, &typed, &errors);
    desk_upload_refused(page, &errors);
    if (p.x.c.state != COMPLAINT_REPLIED) {
        struct complaint_result result = {.location = NULL};
        enum err e = run_close(page, &p, &typed, &result); /* a form that came twice leads where the first one did */
        return e == ERR_NONE ? page_redirect(page, result.location) : p.x.c.state == COMPLAINT_CLOSED ? show_closed(page, &p) : e;
    }
    switch (typed.what) {
    case DESK_CLOSE_SAVE:
        return save_draft(page, &p, &typed, &errors);
    case DESK_CLOSE_ASK:
        return ask_approval(page, &p, &typed, &errors);
    default:
        return close_done(page, &p, &typed, &errors);
    }
}

/* ---- many at once ---- */

enum err desk_close_for_many(struct page *page, const struct rulebook *b, int64_t complaint_id, const struct complaint_closing *same, struct complaint_closing *ret_closing)
{
    struct closing_draft draft = {.closing = closing_none()};
    enum err e = closing_draft_load(page->db, page->arena, complaint_id, &draft);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    struct complaint_closing closing = draft.closing;
    struct closing_part *parts = ARENA_ARRAY(page->arena, b->sections_count + 1, struct closing_part);
    size_t n = 0;
    for (unsigned i = 0; i < b->sections_count; i++) {
        const char *own = closing_part_text(&draft.closing, b->sections[i].code);
        parts[n++] = (struct closing_part){b->sections[i].code, *own ? own : same->text};
    }
    closing.parts = parts;
    closing.n_parts = n;
    closing.agreement = *same->agreement ? same->agreement : closing.agreement;
    closing.cause = *same->cause ? same->cause : closing.cause;
    closing.stage = *same->stage ? same->stage : closing.stage;
    *ret_closing = closing;
    return ERR_NONE;
}

/* ---- the report ---- */

static enum err report_get(struct page *page)
{
    struct desk_case x;
    struct sheet sheet;
    struct closing_report report;
    TRY(desk_case_load(page, page->params[0], "", &x));
    if (x.part.limited)
        return ERR_NOT_FOUND;
    TRY(closing_report_load(page->db, page->arena, x.c.id, &report));
    TRY(sheet_load(page->db, page->arena, &x.part, x.c.id, 1, &sheet));
    x.parts = sheet.parts;
    TRY(complaint_class_load(page->db, page->arena, x.c.id, &x.class));
    struct tpl *t = page_template(page, TPL_DESK_CLOSING_REPORT, arena_printf(page->arena, "%s %s", page_text(page, N_("Closing report")), x.c.number));
    desk_closing_report_fill(page, t, &x, &report);
    return page_answer(page, t, 200);
}

const struct route desk_close_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/close", .need = MAY(CLOSE), .run = close_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/close", .need = MAY(CLOSE), .run = close_post, .files = desk_upload_files},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/closing-report", .need = MAY(SEE), .run = report_get},
    {0},
};
