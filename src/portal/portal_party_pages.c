#include <string.h>

#include "attachment_store.h"
#include "portal_draft_pages.h"
#include "portal_party_form.h"
#include "portal_party_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

/* The sink of the form's files, which puts the paper's name in front of the file's. */
struct paper_sink {
    struct http_file_sink inner;
    struct page *page;
};

static enum err paper_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    const struct paper_sink *sink = ctx;
    return sink->inner.begin(sink->inner.ctx, so_far, field, portal_paper_name(sink->page, field, file_name), content_type);
}

static enum err paper_write(void *ctx, const void *bytes, size_t n)
{
    const struct paper_sink *sink = ctx;
    return sink->inner.write(sink->inner.ctx, bytes, n);
}

static void paper_over_limit(void *ctx)
{
    const struct paper_sink *sink = ctx;
    sink->inner.over_limit(sink->inner.ctx);
}

static enum err paper_end(void *ctx, bool whole)
{
    const struct paper_sink *sink = ctx;
    return sink->inner.end(sink->inner.ctx, whole);
}

static enum err party_sink(struct page *page, struct http_file_sink *ret_sink)
{
    struct paper_sink *sink = ARENA_NEW(page->arena, struct paper_sink);
    sink->page = page;
    TRY(portal_files_sink(page, &sink->inner));
    *ret_sink = (struct http_file_sink){.ctx = sink, .begin = paper_begin, .write = paper_write, .over_limit = paper_over_limit, .end = paper_end, .sha256 = sink->inner.sha256};
    return ERR_NONE;
}

static void upload_errors(struct page *page, const struct attachment *files, size_t n, struct http_form_errors *errors)
{
    const struct attachment_stage *stage = page->upload;
    const char *field = portal_paper_there(page, "authority", files, n) ? "members" : "authority";
    for (size_t i = 0; stage && i < stage->n_problems; i++) {
        const struct attachment_problem *p = &stage->problems[i];
        if (str_starts(str_of(p->name), portal_paper_name(page, "members", "")))
            field = "members";
        portal_view_file_error(page, field, p->name, p->message, p->number, errors);
    }
}

static enum err party_run(struct page *page, struct draft_stored *draft)
{
    const struct rulebook *book;
    int64_t version_id;
    struct attachment *files;
    size_t n;
    struct http_form_errors errors = {.n = 0};
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(attachment_staged(page->db, page->arena, true, draft->hash, &files, &n));
    const struct rb_name *kind = rulebook_name(book->complainants, book->complainants_count, draft->content.kind);
    if (!kind)
        return portal_go_to(page, STEP_WHO, portal_from_check(page));
    if (page->req->method == HTTP_POST) {
        portal_form_party(page->form, rulebook_named_most(kind), &draft->content, &errors);
        upload_errors(page, files, n, &errors);
        portal_form_papers(&draft->content, portal_paper_there(page, "authority", files, n), portal_paper_there(page, "members", files, n), &errors);
        if (errors.n == 0)
            return portal_save_step(page, draft, STEP_PARTY);
    }
    const char *title = portal_draft_asks(&draft->content, "represented") ? N_("For whom do you complain?")
                        : portal_draft_asks(&draft->content, "representatives") ? N_("Who complains with you?") : N_("A little more about you");
    struct tpl *t = portal_step_template(page, TPL_PORTAL_FILE_PARTY, title, draft, STEP_PARTY, &errors);
    portal_view_party(page, t, kind, &draft->content, files, n, &errors);
    return page_answer(page, t, portal_status_of(&errors));
}

static enum err party_step(struct page *page)
{
    return portal_with_draft(page, STEP_PARTY, party_run);
}

const struct route portal_party_routes[] = {
    {.method = HTTP_GET, .path = "/file/party", .need = ANYONE, .run = party_step},
    {.method = HTTP_POST, .path = "/file/party", .need = ANYONE, .run = party_step, .files = party_sink},
    {0},
};
