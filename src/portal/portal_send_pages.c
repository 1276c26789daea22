#include <string.h>

#include "attachment_store.h"
#include "category_store.h"
#include "complaint_filing_store.h"
#include "crypto_receipt.h"
#include "draft_shelf_store.h"
#include "known_store.h"
#include "limit_store.h"
#include "portal_ask_pages.h"
#include "portal_draft_pages.h"
#include "portal_file_view.h"
#include "portal_party_view.h"
#include "portal_routes.h"
#include "portal_tell_pages.h"
#include "rulebook_store.h"

#define HOUR_S 3600

/* The category may have been switched off while somebody was writing. */
static enum err check_category(struct page *page, struct draft_stored *draft, struct category *ret_category, bool *ret_gone)
{
    struct category *list;
    size_t n;
    TRY(category_list(page->db, page->arena, true, &list, &n));
    *ret_gone = true;
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == draft->content.category_id && !list[i].is_group) {
            *ret_category = list[i];
            *ret_gone = false;
            return ERR_NONE;
        }
    }
    draft->content.done &= ~(1u << STEP_CATEGORY);
    page_flash_warn(page, N_("This category is no longer offered. Please choose another one."));
    return portal_keep(page, draft);
}

static void fill_demands(const struct portal_draft *d, struct filing *f)
{
    int with_note = portal_draft_note_demand(d), with_amount = portal_draft_amount_demand(d);
    for (int i = 0; complaint_demands[i] && f->n_demands < COUNT_OF(f->demands); i++) {
        if (!((d->demands >> i) & 1u))
            continue;
        f->demands[f->n_demands].kind = complaint_demands[i];
        f->demands[f->n_demands].amount = i == with_amount ? d->amount : "";
        f->demands[f->n_demands].note = i == with_note ? d->note : "";
        f->n_demands++;
    }
}

static void fill_filing(const struct page *page, const struct draft_stored *draft, const struct filing_route *route, struct filing *f)
{
    const struct portal_draft *d = &draft->content;
    long long heads = 1;
    (void)str_to_i64(str_trim(str_of(d->head_count)), 2, 100000, &heads); /* 1 unless it is a group */
    *f = (struct filing){
        .mode = d->mode, .channel = "web", .complainant_kind = d->kind, .language = lang_code(page->lang), .body = d->body,
        .title = *d->title ? d->title : complaint_title_of(page->arena, d->body),
        .occurred = d->occurred, .place = d->place, .persons = d->persons, .reference = d->reference, .head_count = (int)heads,
        .category_id = d->category_id, .unit_id = route->unit_id, .department_id = route->department_id, .n_files = route->n_files, .who = d->who,
        .passcode = crypto_passcode_of(page->arena, page->site->keys, (struct str){(const char *)draft->token, DRAFT_TOKEN}),
        .number_prefix = page->site->config->site.number_prefix, .stage_hash = draft->hash, .draft_hash = draft->hash,
    };
    f->told = portal_draft_told(page->arena, d, lang_code(page->lang));
    memcpy(f->submission_hash, draft->hash, sizeof f->submission_hash);
    f->who.parties = portal_draft_parties(page->arena, d);
    f->exclusion_said = d->exclusion;
    fill_demands(d, f);
    for (size_t i = 0; i < d->n_answers && f->n_answers < COUNT_OF(f->answers); i++) {
        if (!*d->answers[i].value)
            continue;
        f->answers[f->n_answers].field_id = d->answers[i].field_id;
        f->answers[f->n_answers++].value = d->answers[i].value;
    }
}

/* What is typed as a filing, and what the rules make of it now. */
static enum err make_filing(struct page *page, const struct draft_stored *draft, const struct filing_route *route, struct complaint_writer *ret_writer, struct filing *ret_filing)
{
    *ret_writer = (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_PUBLIC, .zone = page->site->zone, .now_us = page->now_us};
    fill_filing(page, draft, route, ret_filing);
    if (!ret_filing->passcode)
        return ERR_CRYPTO;
    /* Only where papers are asked for does it matter which files there are. */
    if (portal_draft_standing(&draft->content, false, false)) {
        struct attachment *files;
        size_t n;
        TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
        ret_filing->standing = portal_draft_standing(&draft->content, portal_paper_there(page, "authority", files, n), portal_paper_there(page, "members", files, n));
    }
    return filing_begin(page->db, page->arena, ret_writer, route, ret_filing);
}

/* Incidents that staff made known and that this may be about (requirements B10). */
static enum err find_known(struct page *page, const struct portal_draft *d, const struct category *category, struct portal_check *check)
{
    struct known_incident *list;
    size_t n;
    const char *text = arena_printf(page->arena, "%s\n%s\n%s\n%s", d->title, d->body, d->place, d->occurred);
    const struct known_question q = {.category_id = category->id, .group_id = category->parent_id, .text = text};
    TRY(known_list(page->db, page->arena, &list, &n));
    check->n_known = known_offered(page->arena, list, n, &q, check->known);
    return ERR_NONE;
}

/* The one that somebody chose to join. One that was taken back meanwhile is no longer joined, and the page says so. */
static enum err read_join(struct page *page, struct filing *filing, struct http_form_errors *errors)
{
    struct known_incident *list;
    size_t n;
    long long id;
    const char *typed = http_form_get(page->form, "join");
    if (!*typed || strcmp(typed, "no") == 0)
        return ERR_NONE;
    TRY(known_list(page->db, page->arena, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (str_to_i64(str_of(typed), 1, INT64_MAX, &id) && list[i].incident_id == id) {
            filing->incident_id = id;
            filing->incident_title = list[i].title_zh;
            return ERR_NONE;
        }
    }
    http_form_error(errors, "seen", N_("The incident that you chose is not offered any more. Please look through it again, then send it."), 0);
    return ERR_NONE;
}

/* Which state of the draft somebody saw: two windows of one browser write the same one. */
static const char *seen_of(const struct page *page, const struct draft_stored *draft, size_t n_files)
{
    return arena_printf(page->arena, "%lld-%zu", (long long)draft->updated_us, n_files);
}

/* A name of the draft for what belongs to it, such as the question: another window of the same browser is asked the same. */
static const char *name_of(const struct page *page, const struct draft_stored *draft)
{
    return str_hex(page->arena, draft->hash, sizeof draft->hash);
}

static enum err answer_check(struct page *page, struct draft_stored *draft, const struct http_form_errors *errors)
{
    struct category category;
    struct category_field *fields;
    struct attachment *files;
    struct filing_route route;
    struct filing filing;
    struct complaint_writer writer;
    struct portal_check check = {.category = &category};
    bool gone;
    int64_t version_id;
    TRY(check_category(page, draft, &category, &gone));
    if (gone)
        return portal_go_to(page, STEP_CATEGORY, true);
    TRY(rulebook_in_force(page->db, page->arena, &check.book, &version_id));
    TRY(category_fields(page->db, page->arena, category.id, true, &fields, &check.n_fields));
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &check.n_files));
    TRY(filing_route(page->db, page->arena, category.id, NULL, &route));
    TRY(make_filing(page, draft, &route, &writer, &filing));
    rulebook_field_choices(check.book, category.code, fields, check.n_fields);
    TRY(find_known(page, &draft->content, &category, &check));
    check.join = page->req->method == HTTP_POST ? http_form_get(page->form, "join") : "";
    check.fields = fields;
    check.files = files;
    check.place = page_pick(page, route.place_zh, route.place_en);
    check.clocks = &filing.start->clocks;
    if (page->site->pressure || http_form_error_of(errors, "answer"))
        TRY(portal_question(page, name_of(page, draft), &check.question));
    check.seen = seen_of(page, draft, check.n_files);
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_CHECK, page_text(page, N_("Check before you send")));
    portal_view_step(page, t, &draft->content, STEP_CHECK, false, errors);
    portal_view_check(page, t, &draft->content, &check, errors);
    return page_answer(page, t, portal_status_of(errors));
}

static enum err check_run(struct page *page, struct draft_stored *draft)
{
    struct http_form_errors errors = {.n = 0};
    return answer_check(page, draft, &errors);
}

static enum err check_get(struct page *page)
{
    return portal_with_draft(page, STEP_CHECK, check_run);
}

static enum err ask_question(struct page *page, struct draft_stored *draft, enum portal_said said)
{
    struct http_form_errors errors = {.n = 0};
    portal_question_error(said, &errors);
    return answer_check(page, draft, &errors);
}

static enum err send_run(struct page *page, struct draft_stored *draft)
{
    struct http_form_errors errors = {.n = 0};
    if (*http_form_get(page->form, "website")) {
        http_form_error(&errors, "website", N_("Please leave this field empty: only programs fill it in"), 0);
        return answer_check(page, draft, &errors);
    }
    enum portal_said said;
    bool gone;
    TRY(portal_question_said(page, name_of(page, draft), &said));
    const bool answered = said == SAID_RIGHT;
    if (page->site->pressure && !answered)
        return ask_question(page, draft, said);
    struct category category;
    TRY(check_category(page, draft, &category, &gone));
    if (gone)
        return portal_go_to(page, STEP_CATEGORY, true);
    struct filing_route route;
    struct filing filing;
    struct filed filed;
    struct complaint_writer writer;
    struct limit_part limit;
    unsigned over;
    TRY(filing_route(page->db, page->arena, category.id, draft->n_files < 0 ? draft->hash : NULL, &route));
    if (draft->n_files >= 0)
        route.n_files = draft->n_files;
    if (http_form_has(page->form, "seen") && strcmp(http_form_get(page->form, "seen"), seen_of(page, draft, route.n_files)) != 0) {
        http_form_error(&errors, "seen", N_("This was changed meanwhile, perhaps in another window. Please look through it again, then send it."), 0);
        return answer_check(page, draft, &errors);
    }
    TRY(make_filing(page, draft, &route, &writer, &filing));
    TRY(read_join(page, &filing, &errors));
    if (errors.n)
        return answer_check(page, draft, &errors);
    const struct config *config = page->site->config;
    unsigned most = answered || config->security.filings_per_hour < config->security.question_filings ? config->security.filings_per_hour : config->security.question_filings;
    limit_part(page->site->keys, "file", limit_network(page->arena, page->req->remote_addr), most, HOUR_S, page->now_us, &limit);
    filing.limit = &limit;
    TRY(portal_tell_over(page, &filing.told, &over));
    portal_tell_without(over, &filing.told);
    enum err e = filing_save(page->db, page->arena, &writer, &filing, &filed);
    if (e == ERR_RATE && !answered)
        return ask_question(page, draft, said);
    if (e == ERR_RATE) {
        http_form_error(&errors, "seen", N_("Very many complaints came from your connection within this hour. Nothing you wrote is lost: please send it in an hour, or call our hotline"), 0);
        return answer_check(page, draft, &errors);
    }
    TRY(e);
    if (!filed.again) {
        portal_tell_count(page, &filing.told);
        portal_tell_flash(page, over);
    }
    /* From now on the cookie opens the receipt with the passcode: it goes with the browser's window. */
    draft_shelf_drop(page->site->drafts, draft->hash);
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft", http_own_cookie(page->req, "draft"));
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft_seen", "");
    return page_redirect(page, "/receipt");
}

static enum err send_post(struct page *page)
{
    return portal_with_draft(page, STEP_CHECK, send_run);
}

const struct route portal_send_routes[] = {
    {.method = HTTP_GET, .path = "/file/check", .need = ANYONE, .run = check_get},
    {.method = HTTP_POST, .path = "/file/send", .need = ANYONE, .run = send_post},
    {0},
};
