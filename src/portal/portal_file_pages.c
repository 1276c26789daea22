#include <string.h>

#include "attachment_store.h"
#include "category_store.h"
#include "format.h"
#include "limit_store.h"
#include "portal_draft_pages.h"
#include "portal_file_form.h"
#include "portal_file_view.h"
#include "portal_help_pages.h"
#include "portal_home_view.h"
#include "portal_party_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

#define HOUR_S 3600
#define TEXT_BODY_MAX (512u * 1024u) /* 20 000 Chinese characters as a form sends them, and the rest of the page */

/* ---- start ---- */

/* told: what somebody said applies; where to go with it is shown, and that one may go on. */
static enum err answer_start(struct page *page, const struct rulebook *book, const struct rb_exclusion *told)
{
    const struct config *config = page->site->config;
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_START, page_text(page, N_("File a complaint")));
    struct draft_stored draft;
    enum err e = portal_open_draft(page, &draft);
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
    portal_start_fill(page, t, book, told);
    return page_answer(page, t, 200);
}

static enum err start_get(struct page *page)
{
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    return answer_start(page, book, NULL);
}

/* Nobody is kept out: whoever goes on all the same says so by a second button, and what was said is a fact for those who decide. */
static enum err start_post(struct page *page)
{
    const struct config *config = page->site->config;
    const char *cookie, *from = limit_network(page->arena, page->req->remote_addr), *said = http_form_get(page->form, "exclusion");
    struct portal_draft content;
    portal_draft_empty(&content);
    if (*said && strcmp(said, "none") != 0) {
        const struct rulebook *book;
        int64_t version_id;
        TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
        const struct rb_exclusion *exclusion = rulebook_exclusion(book, said);
        if (exclusion && !exclusion->inactive && !http_form_tick(page->form, "anyway"))
            return answer_start(page, book, exclusion);
        content.exclusion = exclusion ? exclusion->code : "";
    }
    TRY(limit_count(page->db, page->arena, page->site->keys, "draft", from, config->security.filings_per_hour * 4, HOUR_S, page->now_us));
    /* Complaints are sent from drafts: those of a block of networks are bounded here, where nobody waits for a row that all of them share. */
    TRY(limit_count_area(page->db, page->arena, page->site->keys, "draft", page->req->remote_addr, config->security.filings_per_hour, HOUR_S, page->now_us));
    TRY(draft_begin(page->db, page->site->drafts, page->arena, page->site->keys, &content, page->now_us, &cookie));
    /* The kind that outlives the browser's window (requirements B11); the row behind it ends after draft_days. */
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "draft", cookie);
    portal_note_seen(page);
    return page_redirect(page, portal_step_path(STEP_CATEGORY));
}

/* A paper that is not asked for any more: it names people, and the page where it was added is not shown any more. */
static bool is_left_over(const struct page *page, const struct portal_draft *d, const struct attachment *file)
{
    const char *paper = portal_paper_of(page, file);
    return paper && (d->mode == COMPLAINT_ANONYMOUS || !portal_draft_asks(d, paper));
}

static enum err drop_files(struct page *page, const struct draft_stored *draft, bool only_left_over)
{
    struct attachment *files;
    size_t n;
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
    for (size_t i = 0; i < n; i++) {
        if (only_left_over && !is_left_over(page, &draft->content, &files[i]))
            continue;
        enum err e = attachment_unstage(page->db, draft->hash, files[i].code);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_NONE;
}

static enum err forget_post(struct page *page)
{
    struct draft_stored draft;
    enum err e = portal_open_draft(page, &draft);
    if (e == ERR_NONE && !draft.complaint_id) {
        TRY(drop_files(page, &draft, false));
        TRY(draft_delete(page->db, page->site->drafts, draft.hash));
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
    struct tpl *t = portal_step_template(page, TPL_PORTAL_FILE_CATEGORY, N_("What is your complaint about?"), draft, STEP_CATEGORY, errors);
    portal_view_category(page, t, &draft->content, list, n, errors);
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    portal_exclusions_fill(page, t, book);
    return page_answer(page, t, portal_status_of(errors));
}

static enum err category_run(struct page *page, struct draft_stored *draft)
{
    struct category *list;
    size_t n;
    TRY(category_list(page->db, page->arena, true, &list, &n));
    struct http_form_errors errors = {.n = 0};
    if (page->req->method != HTTP_POST)
        return answer_category(page, draft, list, n, &errors);
    portal_form_category(page->form, list, n, &draft->content, &errors);
    if (errors.n > 0)
        return answer_category(page, draft, list, n, &errors);
    if (portal_from_check(page) || !portal_help_offered(page, &draft->content))
        return portal_save_step(page, draft, STEP_CATEGORY);
    draft->content.done |= 1u << STEP_CATEGORY;
    enum err e = portal_keep(page, draft);
    if (e != ERR_NONE && e != ERR_STATE)
        return e;
    return page_redirect(page, e == ERR_NONE ? "/file/help" : "/receipt");
}

static enum err category_step(struct page *page)
{
    return portal_with_draft(page, STEP_CATEGORY, category_run);
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
    TRY(portal_choices(page, draft->content.category_id, fields, n));
    if (page->req->method == HTTP_POST) {
        struct portal_form_limits limits = {config->limits.title_chars, config->limits.text_chars};
        portal_form_what(page->form, fields, n, limits, &draft->content, &errors);
        if (errors.n == 0)
            return portal_save_step(page, draft, STEP_WHAT);
    }
    struct tpl *t = portal_step_template(page, TPL_PORTAL_FILE_WHAT, N_("What happened?"), draft, STEP_WHAT, &errors);
    portal_view_what(page, t, &draft->content, fields, n, &errors);
    return page_answer(page, t, portal_status_of(&errors));
}

static enum err what_step(struct page *page)
{
    return portal_with_draft(page, STEP_WHAT, what_run);
}

/* ---- wish and contact have one shape; who depends on the rulebook ---- */

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
            return portal_save_step(page, draft, plain->step);
    }
    struct tpl *t = portal_step_template(page, plain->file, plain->title, draft, plain->step, &errors);
    plain->show(page, t, &draft->content, &errors);
    return page_answer(page, t, portal_status_of(&errors));
}

static enum err wish_run(struct page *page, struct draft_stored *draft)
{
    static const struct plain_step wish = {STEP_WISH, TPL_PORTAL_FILE_WISH, N_("What would you like us to do?"), portal_form_wish, portal_view_wish};
    return plain_run(page, draft, &wish);
}

static enum err who_run(struct page *page, struct draft_stored *draft)
{
    const struct rulebook *book;
    int64_t version_id;
    struct http_form_errors errors = {.n = 0};
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    if (page->req->method == HTTP_POST) {
        const bool papers = portal_draft_asks(&draft->content, "authority") || portal_draft_asks(&draft->content, "members");
        portal_form_who(page->form, book, &draft->content, &errors);
        if (errors.n == 0 && papers)
            TRY(drop_files(page, draft, true));
        if (errors.n == 0)
            return portal_save_step(page, draft, STEP_WHO);
    }
    struct tpl *t = portal_step_template(page, TPL_PORTAL_FILE_WHO, N_("Who are you?"), draft, STEP_WHO, &errors);
    portal_view_who(page, t, book, &draft->content, &errors);
    return page_answer(page, t, portal_status_of(&errors));
}

static enum err contact_run(struct page *page, struct draft_stored *draft)
{
    static const struct plain_step contact = {STEP_CONTACT, TPL_PORTAL_FILE_CONTACT, N_("How can we reach you?"), portal_form_contact,
                                              portal_view_contact};
    static const struct plain_step news = {STEP_CONTACT, TPL_PORTAL_FILE_CONTACT, N_("May we tell you when something happens?"), portal_form_contact, portal_view_contact};
    return plain_run(page, draft, draft->content.mode == COMPLAINT_ANONYMOUS ? &news : &contact);
}

static enum err wish_step(struct page *page)
{
    return portal_with_draft(page, STEP_WISH, wish_run);
}

static enum err who_step(struct page *page)
{
    return portal_with_draft(page, STEP_WHO, who_run);
}

static enum err contact_step(struct page *page)
{
    return portal_with_draft(page, STEP_CONTACT, contact_run);
}

/* ---- files ---- */

static void upload_errors(struct page *page, struct http_form_errors *errors)
{
    const struct attachment_stage *stage = page->upload;
    for (size_t i = 0; stage && i < stage->n_problems; i++)
        portal_view_file_error(page, "file", stage->problems[i].name, stage->problems[i].message, stage->problems[i].number, errors);
    if (errors->n == 0 && strcmp(http_form_get(page->form, "do"), "add") == 0 && (!stage || stage->n_stored == 0))
        http_form_error(errors, "file", N_("Choose a file first, then add it"), 0);
}

static enum err files_run(struct page *page, struct draft_stored *draft)
{
    struct http_form_errors errors = {.n = 0};
    if (page->req->method == HTTP_POST) {
        upload_errors(page, &errors);
        if (errors.n == 0 && strcmp(http_form_get(page->form, "do"), "add") == 0)
            return portal_go_to(page, STEP_FILES, portal_from_check(page));
        if (errors.n == 0)
            return portal_save_step(page, draft, STEP_FILES);
    }
    struct attachment *files;
    size_t n;
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
    struct tpl *t = portal_step_template(page, TPL_PORTAL_FILE_FILES, N_("Do you have photos or documents?"), draft, STEP_FILES, &errors);
    portal_view_files(page, t, files, n, &errors);
    return page_answer(page, t, portal_status_of(&errors));
}

static enum err files_step(struct page *page)
{
    return portal_with_draft(page, STEP_FILES, files_run);
}

static enum err remove_run(struct page *page, struct draft_stored *draft)
{
    enum err e = attachment_unstage(page->db, draft->hash, http_form_get(page->form, "code"));
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    const bool party = strcmp(http_form_get(page->form, "to"), "party") == 0 && portal_step_reachable(&draft->content, STEP_PARTY);
    return portal_go_to(page, party ? STEP_PARTY : STEP_FILES, portal_from_check(page));
}

static enum err remove_step(struct page *page)
{
    return portal_with_draft(page, STEP_FILES, remove_run);
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
    {.method = HTTP_POST, .path = "/file/files", .need = ANYONE, .run = files_step, .files = portal_files_sink},
    {.method = HTTP_POST, .path = "/file/files/remove", .need = ANYONE, .run = remove_step},
    {.method = HTTP_GET, .path = "/file/who", .need = ANYONE, .run = who_step},
    {.method = HTTP_POST, .path = "/file/who", .need = ANYONE, .run = who_step},
    {.method = HTTP_GET, .path = "/file/contact", .need = ANYONE, .run = contact_step},
    {.method = HTTP_POST, .path = "/file/contact", .need = ANYONE, .run = contact_step},
    {0},
};
