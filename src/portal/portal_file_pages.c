#include <string.h>

#include "attachment_store.h"
#include "category_store.h"
#include "complaint_filing_store.h"
#include "crypto_receipt.h"
#include "draft_store.h"
#include "format.h"
#include "limit_store.h"
#include "portal_file_form.h"
#include "portal_file_view.h"
#include "portal_home_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

#define HOUR_S 3600
#define TEXT_BODY_MAX (512u * 1024u) /* 20 000 Chinese characters as a form sends them, and the rest of the page */

/* ---- the draft behind a page ---- */

static int64_t draft_ttl_us(const struct page *page)
{
    return (int64_t)page->site->config->limits.draft_days * UTC_DAY_US;
}

static enum err open_draft(struct page *page, struct draft_stored *ret_draft)
{
    return draft_load(page->db, page->arena, page->site->keys, http_own_cookie(page->req, "draft"), page->now_us, draft_ttl_us(page), ret_draft);
}

static enum err answer_gone(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_GONE, page_text(page, N_("File a complaint")));
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    portal_view_typed(page, t);
    return page_answer(page, t, 404);
}

static bool from_check(const struct page *page)
{
    const char *from = page->req->method == HTTP_POST ? http_form_get(page->form, "from") : http_query(page->req, "from");
    return strcmp(from, "check") == 0;
}

static enum err go_to(struct page *page, enum portal_step step, bool to_check)
{
    const char *path = portal_step_path(step);
    return page_redirect(page, to_check && step != STEP_CHECK ? arena_printf(page->arena, "%s?from=check", path) : path);
}

/* Run a page of the form on the visitor's draft, when that page is its turn. */
static enum err with_draft(struct page *page, enum portal_step step, enum err (*run)(struct page *page, struct draft_stored *draft))
{
    struct draft_stored draft;
    enum err e = open_draft(page, &draft);
    if (e == ERR_NOT_FOUND)
        return answer_gone(page);
    if (e != ERR_NONE)
        return e;
    if (draft.complaint_id)
        return page_redirect(page, "/receipt");
    if (!portal_step_reachable(&draft.content, step))
        return go_to(page, portal_step_first_open(&draft.content), from_check(page));
    return run(page, &draft);
}

static enum err keep(struct page *page, const struct draft_stored *draft)
{
    return draft_save(page->db, page->arena, page->site->keys, draft, page->now_us);
}

/* A page was answered: save, and on to the next one. */
static enum err save_step(struct page *page, struct draft_stored *draft, enum portal_step step)
{
    draft->content.done |= 1u << step;
    enum err e = keep(page, draft);
    if (e == ERR_STATE)
        return page_redirect(page, "/receipt");
    TRY(e);
    bool back = from_check(page);
    return go_to(page, back ? portal_step_first_open(&draft->content) : portal_step_after(&draft->content, step), back);
}

static struct tpl *step_template(struct page *page, enum tpl_file file, const char *title, const struct draft_stored *draft, enum portal_step step,
                                 const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, file, page_text(page, title));
    portal_view_step(page, t, &draft->content, step, from_check(page), errors);
    return t;
}

static int status_of(const struct http_form_errors *errors)
{
    return errors->n > 0 ? 422 : 200;
}

static const struct http_form_errors no_errors;

/* ---- start ---- */

static enum err start_get(struct page *page)
{
    const struct config *config = page->site->config;
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_START, page_text(page, N_("File a complaint")));
    struct draft_stored draft;
    enum err e = open_draft(page, &draft);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    bool under_way = e == ERR_NONE && !draft.complaint_id && draft.content.done;
    if (under_way) {
        struct tpl *section = tpl_add(t, SEC_DRAFT);
        tpl_text(section, V_WHEN, format_moment(page->arena, page->lang, draft.updated_us, page->site->zone));
        tpl_text(section, V_CONTINUE, portal_step_path(portal_step_first_open(&draft.content)));
    }
    tpl_show_if(t, SEC_NO_DRAFT, !under_way);
    tpl_show_if(t, SEC_FILED, e == ERR_NONE && draft.complaint_id != 0);
    tpl_int(t, V_MIB, (long long)config->limits.upload_mib);
    tpl_int(t, V_FILES, config->limits.files_per_message);
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    portal_start_fill(page, t, book);
    return page_answer(page, t, 200);
}

static enum err start_post(struct page *page)
{
    const struct config *config = page->site->config;
    const char *cookie, *from = limit_network(page->arena, page->req->remote_addr);
    TRY(limit_count(page->db, page->arena, page->site->keys, "draft", from, config->security.filings_per_hour * 4, HOUR_S, page->now_us));
    TRY(draft_new(page->db, page->arena, page->site->keys, page->now_us, &cookie));
    /* The kind that outlives the browser's window (requirements B11); the row behind it ends after draft_days. */
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "draft", cookie);
    return page_redirect(page, portal_step_path(STEP_CATEGORY));
}

static enum err drop_files(struct page *page, const struct draft_stored *draft)
{
    struct attachment *files;
    size_t n;
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
    for (size_t i = 0; i < n; i++) {
        enum err e = attachment_unstage(page->db, draft->hash, files[i].code);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_NONE;
}

static enum err forget_post(struct page *page)
{
    struct draft_stored draft;
    enum err e = open_draft(page, &draft);
    if (e == ERR_NONE && !draft.complaint_id) {
        TRY(drop_files(page, &draft));
        TRY(draft_delete(page->db, draft.hash));
    } else if (e != ERR_NONE && e != ERR_NOT_FOUND) {
        return e;
    }
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft", "");
    page_flash(page, N_("What you typed has been deleted."));
    return page_redirect(page, "/");
}

/* ---- category ---- */

static enum err answer_category(struct page *page, const struct draft_stored *draft, const struct category *list, size_t n,
                                const struct http_form_errors *errors)
{
    struct tpl *t = step_template(page, TPL_PORTAL_FILE_CATEGORY, N_("What is your complaint about?"), draft, STEP_CATEGORY, errors);
    portal_view_category(page, t, &draft->content, list, n, errors);
    return page_answer(page, t, status_of(errors));
}

static enum err category_run(struct page *page, struct draft_stored *draft)
{
    struct category *list;
    size_t n;
    TRY(category_list(page->db, page->arena, true, &list, &n));
    if (page->req->method != HTTP_POST)
        return answer_category(page, draft, list, n, &no_errors);
    struct http_form_errors errors = {.n = 0};
    portal_form_category(page->form, list, n, &draft->content, &errors);
    return errors.n ? answer_category(page, draft, list, n, &errors) : save_step(page, draft, STEP_CATEGORY);
}

static enum err category_step(struct page *page)
{
    return with_draft(page, STEP_CATEGORY, category_run);
}

/* ---- what ---- */

static enum err what_run(struct page *page, struct draft_stored *draft)
{
    const struct config *config = page->site->config;
    struct category_field *fields;
    size_t n;
    struct http_form_errors errors = {.n = 0};
    TRY(category_fields(page->db, page->arena, draft->content.category_id, true, &fields, &n));
    if (n > PORTAL_ANSWERS)
        n = PORTAL_ANSWERS;
    if (page->req->method == HTTP_POST) {
        struct portal_form_limits limits = {config->limits.title_chars, config->limits.text_chars};
        portal_form_what(page->form, fields, n, limits, &draft->content, &errors);
        if (errors.n == 0)
            return save_step(page, draft, STEP_WHAT);
    }
    struct tpl *t = step_template(page, TPL_PORTAL_FILE_WHAT, N_("What happened?"), draft, STEP_WHAT, &errors);
    portal_view_what(page, t, &draft->content, fields, n, &errors);
    return page_answer(page, t, status_of(&errors));
}

static enum err what_step(struct page *page)
{
    return with_draft(page, STEP_WHAT, what_run);
}

/* ---- wish, who, contact: one shape ---- */

struct plain_step {
    enum portal_step step;
    enum tpl_file file;
    const char *title;
    void (*read)(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors);
    void (*show)(struct page *page, struct tpl *t, const struct portal_draft *d, const struct http_form_errors *errors);
};

static enum err plain_run(struct page *page, struct draft_stored *draft, const struct plain_step *plain)
{
    struct http_form_errors errors = {.n = 0};
    if (page->req->method == HTTP_POST) {
        plain->read(page->form, &draft->content, &errors);
        if (errors.n == 0)
            return save_step(page, draft, plain->step);
    }
    struct tpl *t = step_template(page, plain->file, plain->title, draft, plain->step, &errors);
    plain->show(page, t, &draft->content, &errors);
    return page_answer(page, t, status_of(&errors));
}

static enum err wish_run(struct page *page, struct draft_stored *draft)
{
    static const struct plain_step wish = {STEP_WISH, TPL_PORTAL_FILE_WISH, N_("What would you like us to do?"), portal_form_wish, portal_view_wish};
    return plain_run(page, draft, &wish);
}

static enum err who_run(struct page *page, struct draft_stored *draft)
{
    static const struct plain_step who = {STEP_WHO, TPL_PORTAL_FILE_WHO, N_("Who are you?"), portal_form_who, portal_view_who};
    return plain_run(page, draft, &who);
}

static enum err contact_run(struct page *page, struct draft_stored *draft)
{
    static const struct plain_step contact = {STEP_CONTACT, TPL_PORTAL_FILE_CONTACT, N_("How can we reach you?"), portal_form_contact,
                                              portal_view_contact};
    return plain_run(page, draft, &contact);
}

static enum err wish_step(struct page *page)
{
    return with_draft(page, STEP_WISH, wish_run);
}

static enum err who_step(struct page *page)
{
    return with_draft(page, STEP_WHO, who_run);
}

static enum err contact_step(struct page *page)
{
    return with_draft(page, STEP_CONTACT, contact_run);
}

/* ---- files ---- */

static enum err files_sink(struct page *page, struct http_file_sink *ret_sink)
{
    struct draft_stored draft;
    enum err e = open_draft(page, &draft);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && draft.complaint_id)) {
        *ret_sink = http_files_dropped;
        return ERR_NONE;
    }
    TRY(e);
    const struct config *config = page->site->config;
    struct attachment_stage *stage = ARENA_NEW(page->arena, struct attachment_stage);
    *stage = (struct attachment_stage){.db = page->db, .arena = page->arena, .public_pool = true, .now_us = page->now_us,
                                       .files_max = config->limits.files_per_message, .file_max = config->limits.upload_mib << 20};
    memcpy(stage->stage_hash, draft.hash, sizeof stage->stage_hash);
    page->upload = stage;
    return attachment_sink(stage, ret_sink);
}

static void upload_errors(struct page *page, struct http_form_errors *errors)
{
    const struct attachment_stage *stage = page->upload;
    if (stage && stage->n_problems > 0)
        portal_view_file_error(page, stage->problems[0].name, stage->problems[0].message, stage->problems[0].number, errors);
    else if (strcmp(http_form_get(page->form, "do"), "add") == 0 && (!stage || stage->n_stored == 0))
        http_form_error(errors, "file", N_("Choose a file first, then add it"), 0);
}

static enum err files_run(struct page *page, struct draft_stored *draft)
{
    struct http_form_errors errors = {.n = 0};
    if (page->req->method == HTTP_POST) {
        upload_errors(page, &errors);
        if (errors.n == 0 && strcmp(http_form_get(page->form, "do"), "add") == 0)
            return go_to(page, STEP_FILES, from_check(page));
        if (errors.n == 0)
            return save_step(page, draft, STEP_FILES);
    }
    struct attachment *files;
    size_t n;
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
    struct tpl *t = step_template(page, TPL_PORTAL_FILE_FILES, N_("Do you have photos or documents?"), draft, STEP_FILES, &errors);
    portal_view_files(page, t, files, n, &errors);
    return page_answer(page, t, status_of(&errors));
}

static enum err files_step(struct page *page)
{
    return with_draft(page, STEP_FILES, files_run);
}

static enum err remove_run(struct page *page, struct draft_stored *draft)
{
    enum err e = attachment_unstage(page->db, draft->hash, http_form_get(page->form, "code"));
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    return go_to(page, STEP_FILES, from_check(page));
}

static enum err remove_step(struct page *page)
{
    return with_draft(page, STEP_FILES, remove_run);
}

/* ---- check and send ---- */

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
    page_flash(page, N_("This category is no longer offered. Please choose another one."));
    return keep(page, draft);
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
    memcpy(f->submission_hash, draft->hash, sizeof f->submission_hash);
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
    return filing_begin(page->db, page->arena, ret_writer, route, ret_filing);
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
    TRY(check_category(page, draft, &category, &gone));
    if (gone)
        return go_to(page, STEP_CATEGORY, true);
    TRY(category_fields(page->db, page->arena, category.id, true, &fields, &check.n_fields));
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &check.n_files));
    TRY(filing_route(page->db, page->arena, category.id, NULL, &route));
    TRY(make_filing(page, draft, &route, &writer, &filing));
    check.fields = fields;
    check.files = files;
    check.place = page_pick(page, route.place_zh, route.place_en);
    check.clocks = &filing.start->clocks;
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_CHECK, page_text(page, N_("Check before you send")));
    portal_view_step(page, t, &draft->content, STEP_CHECK, false, errors);
    portal_view_check(page, t, &draft->content, &check, errors);
    return page_answer(page, t, status_of(errors));
}

static enum err check_run(struct page *page, struct draft_stored *draft)
{
    return answer_check(page, draft, &no_errors);
}

static enum err check_get(struct page *page)
{
    return with_draft(page, STEP_CHECK, check_run);
}

static enum err send_run(struct page *page, struct draft_stored *draft)
{
    struct http_form_errors errors = {.n = 0};
    if (*http_form_get(page->form, "website")) {
        http_form_error(&errors, "website", N_("Please leave this field empty: only programs fill it in"), 0);
        return answer_check(page, draft, &errors);
    }
    struct category category;
    bool gone;
    TRY(check_category(page, draft, &category, &gone));
    if (gone)
        return go_to(page, STEP_CATEGORY, true);
    TRY(limit_count(page->db, page->arena, page->site->keys, "file", limit_network(page->arena, page->req->remote_addr),
                    page->site->config->security.filings_per_hour, HOUR_S, page->now_us));
    struct filing_route route;
    struct filing filing;
    struct filed filed;
    struct complaint_writer writer;
    TRY(filing_route(page->db, page->arena, category.id, draft->hash, &route));
    TRY(make_filing(page, draft, &route, &writer, &filing));
    TRY(filing_save(page->db, page->arena, &writer, &filing, &filed));
    /* From now on the cookie opens the receipt with the passcode: it goes with the browser's window. */
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft", http_own_cookie(page->req, "draft"));
    return page_redirect(page, "/receipt");
}

static enum err send_post(struct page *page)
{
    return with_draft(page, STEP_CHECK, send_run);
}

const struct route portal_file_routes[] = {
    {.method = HTTP_GET, .path = "/file", .need = ANYONE, .run = start_get},
    {.method = HTTP_POST, .path = "/file", .need = ANYONE, .run = start_post},
    {.method = HTTP_POST, .path = "/file/forget", .need = ANYONE, .run = forget_post},
    {.method = HTTP_GET, .path = "/file/category", .need = ANYONE, .run = category_step},
    {.method = HTTP_POST, .path = "/file/category", .need = ANYONE, .run = category_step},
    {.method = HTTP_GET, .path = "/file/what", .need = ANYONE, .run = what_step},
    {.method = HTTP_POST, .path = "/file/what", .need = ANYONE, .run = what_step, .body_max = TEXT_BODY_MAX},
    {.method = HTTP_GET, .path = "/file/wish", .need = ANYONE, .run = wish_step},
    {.method = HTTP_POST, .path = "/file/wish", .need = ANYONE, .run = wish_step},
    {.method = HTTP_GET, .path = "/file/files", .need = ANYONE, .run = files_step},
    {.method = HTTP_POST, .path = "/file/files", .need = ANYONE, .run = files_step, .files = files_sink},
    {.method = HTTP_POST, .path = "/file/files/remove", .need = ANYONE, .run = remove_step},
    {.method = HTTP_GET, .path = "/file/who", .need = ANYONE, .run = who_step},
    {.method = HTTP_POST, .path = "/file/who", .need = ANYONE, .run = who_step},
    {.method = HTTP_GET, .path = "/file/contact", .need = ANYONE, .run = contact_step},
    {.method = HTTP_POST, .path = "/file/contact", .need = ANYONE, .run = contact_step},
    {.method = HTTP_GET, .path = "/file/check", .need = ANYONE, .run = check_get},
    {.method = HTTP_POST, .path = "/file/send", .need = ANYONE, .run = send_post},
    {0},
};
