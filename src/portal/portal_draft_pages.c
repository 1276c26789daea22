#include "portal_draft_pages.h"

#include <string.h>

#include "attachment_store.h"
#include "category_store.h"
#include "portal_file_view.h"
#include "portal_home_view.h"
#include "rulebook_store.h"

static int64_t draft_ttl_us(const struct page *page)
{
    return (int64_t)page->site->config->limits.draft_days * UTC_DAY_US;
}

enum err portal_open_draft(struct page *page, struct draft_stored *ret_draft)
{
    TRY(draft_load(page->db, page->arena, page->site->keys, http_own_cookie(page->req, "draft"), page->now_us, draft_ttl_us(page), ret_draft));
    ret_draft->content.tells = portal_view_ways(page) != 0;
    return ERR_NONE;
}

/* For a step that is only shown. What is checked before sending is always read. */
static enum err look_at_draft(struct page *page, enum portal_step step, struct draft_stored *ret_draft)
{
    if (page->req->method == HTTP_POST || step == STEP_CHECK)
        return portal_open_draft(page, ret_draft);
    TRY(draft_look(page->db, page->site->drafts, page->arena, page->site->keys, http_own_cookie(page->req, "draft"), http_own_cookie(page->req, "draft_seen"), page->now_us, draft_ttl_us(page), ret_draft));
    ret_draft->content.tells = portal_view_ways(page) != 0;
    return ERR_NONE;
}

void portal_note_seen(struct page *page)
{
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft_seen", draft_seen(page->arena, page->now_us));
}

static enum err answer_gone(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_GONE, page_text(page, N_("File a complaint")));
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    portal_view_typed(page, t);
    return page_answer(page, t, 404);
}

/* It was sent from another window meanwhile. The same sent twice leads to its receipt; what was typed here is given back. */
static enum err answer_sent(struct page *page, enum portal_step step)
{
    return step != STEP_CHECK && page_has_typed(page) ? answer_gone(page) : page_redirect(page, "/receipt");
}

bool portal_from_check(const struct page *page)
{
    const char *from = page->req->method == HTTP_POST ? http_form_get(page->form, "from") : http_query(page->req, "from");
    return strcmp(from, "check") == 0;
}

enum err portal_go_to(struct page *page, enum portal_step step, bool to_check)
{
    const char *path = portal_step_path(step);
    return page_redirect(page, to_check && step != STEP_CHECK ? arena_printf(page->arena, "%s?from=check", path) : path);
}

enum err portal_with_draft(struct page *page, enum portal_step step, enum err (*run)(struct page *page, struct draft_stored *draft))
{
    struct draft_stored draft;
    enum err e = look_at_draft(page, step, &draft);
    if (e == ERR_NOT_FOUND)
        return answer_gone(page);
    if (e != ERR_NONE)
        return e;
    if (draft.complaint_id)
        return answer_sent(page, step);
    if (!portal_step_reachable(&draft.content, step))
        return portal_go_to(page, portal_step_first_open(&draft.content), portal_from_check(page));
    return run(page, &draft);
}

enum err portal_keep(struct page *page, const struct draft_stored *draft)
{
    TRY(draft_save(page->db, page->site->drafts, page->arena, page->site->keys, draft, page->now_us));
    portal_note_seen(page);
    return ERR_NONE;
}

enum err portal_save_step(struct page *page, struct draft_stored *draft, enum portal_step step)
{
    draft->content.done |= 1u << step;
    enum err e = portal_keep(page, draft);
    if (e == ERR_STATE)
        return answer_sent(page, step);
    TRY(e);
    bool back = portal_from_check(page);
    return portal_go_to(page, back ? portal_step_first_open(&draft->content) : portal_step_after(&draft->content, step), back);
}

struct tpl *portal_step_template(struct page *page, enum tpl_file file, const char *title, const struct draft_stored *draft, enum portal_step step,
                                 const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, file, page_text(page, title));
    portal_view_step(page, t, &draft->content, step, portal_from_check(page), errors);
    return t;
}

int portal_status_of(const struct http_form_errors *errors)
{
    return errors->n > 0 ? 422 : 200;
}

enum err portal_files_sink(struct page *page, struct http_file_sink *ret_sink)
{
    struct draft_stored draft;
    enum err e = portal_open_draft(page, &draft);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && draft.complaint_id)) {
        *ret_sink = http_files_dropped;
        return ERR_NONE;
    }
    TRY(e);
    const struct config *config = page->site->config;
    struct attachment_stage *stage = ARENA_NEW(page->arena, struct attachment_stage);
    *stage = (struct attachment_stage){.db = page->db, .arena = page->arena, .clean_pictures = true, .now_us = page->now_us,
                                       .files_max = config->limits.files_per_message, .file_max = config->limits.upload_mib << 20,
                                       .quota = {page->site->keys, page->req->remote_addr, page->req->content_length, config->security.upload_mib_per_hour}};
    memcpy(stage->stage_hash, draft.hash, sizeof stage->stage_hash);
    page->upload = stage;
    return attachment_sink(stage, ret_sink);
}

enum err portal_choices(struct page *page, int64_t category_id, struct category_field *fields, size_t n)
{
    const struct rulebook *book;
    int64_t version_id;
    struct category category;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || strcmp(fields[i].kind, "choice") == 0;
    if (!any)
        return ERR_NONE;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(category_load(page->db, page->arena, category_id, &category));
    rulebook_field_choices(book, category.code, fields, n);
    return ERR_NONE;
}
