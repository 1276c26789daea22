#include <string.h>

#include "aside_store.h"
#include "complaint_class_store.h"
#include "complaint_store.h"
#include "desk_case_pages.h"
#include "desk_draft.h"
#include "desk_draft_pages.h"
#include "desk_investigation_view.h"
#include "desk_routes.h"
#include "desk_upload_pages.h"
#include "investigation_store.h"
#include "once_store.h"
#include "sheet_store.h"
#include "staff_draft_store.h"

/* What was found out about each matter (requirements G0, G1), and the key facts of sensitive matters (D5). */

#define DRAFTS_MAX 30

struct investigation_page {
    struct desk_case x;
    struct investigation *list;
    struct desk_investigation shown;
};

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

static const char *own_path(struct page *page, const struct desk_case *x, const char *anchor)
{
    const char *from = *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "";
    return arena_printf(page->arena, "/staff/complaints/%s/investigation%s%s", x->c.number, from, anchor);
}

/* ---- loading ---- */

static enum err load(struct page *page, const char *from, struct investigation_page *p)
{
    struct sheet sheet;
    struct desk_case *x = &p->x;
    *p = (struct investigation_page){.list = NULL};
    TRY(desk_case_load(page, page->params[0], from, x));
    TRY(sheet_load(page->db, page->arena, &x->part, x->c.id, 1, &sheet));
    x->parts = sheet.parts;
    x->files = sheet.files;
    x->n_files = sheet.n_files;
    TRY(investigation_load(page->db, page->arena, page->user, &x->c, &p->list, &p->shown.n));
    TRY(investigation_right_load(page->db, page->arena, page->user, &x->c, x->rights, &p->shown.right));
    p->shown.list = p->list;
    if (x->c.part)
        return ERR_NONE;
    TRY(complaint_class_load(page->db, page->arena, x->c.id, &x->class));
    p->shown.may_flag = x->c.is_open && (x->rights & (PERMISSION_BIT(MAY_INVESTIGATE) | PERMISSION_BIT(MAY_CLASSIFY)));
    return ERR_NONE;
}

static enum err load_drafts(struct page *page, struct investigation_page *p)
{
    struct staff_draft *drafts;
    size_t n;
    const char *prefix = aside_draft_key(page->arena, p->x.c.number, "matter-");
    if (p->shown.right.writer == INVESTIGATION_READS)
        return ERR_NONE;
    TRY(staff_draft_list(page->db, page->arena, page->site->keys, page->user->id, prefix, DRAFTS_MAX, &drafts, &n));
    struct aside_draft *list = ARENA_ARRAY(page->arena, n + 1, struct aside_draft);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct aside_draft){.what = drafts[i].key + strlen(prefix) - strlen("matter-"), .body = drafts[i].body, .at_us = drafts[i].updated_us};
    p->shown.drafts = list;
    p->shown.n_drafts = n;
    return ERR_NONE;
}

static enum err show(struct page *page, struct investigation_page *p, const struct http_form_errors *errors, int status)
{
    struct attachment *staged;
    const char *stage = p->shown.typed ? p->shown.typed->stage : "";
    TRY(load_drafts(page, p));
    TRY(desk_upload_staged(page, &stage, &staged, &p->shown.n_staged));
    p->shown.staged = staged;
    p->shown.errors = errors;
    struct tpl *t = page_template(page, TPL_DESK_INVESTIGATION, arena_printf(page->arena, "%s %s", page_text(page, N_("Investigation")), p->x.c.number));
    desk_investigation_fill(page, t, &p->x, &p->shown);
    return page_answer(page, t, status);
}

static enum err investigation_get(struct page *page)
{
    struct investigation_page p;
    const struct http_form_errors none = {.n = 0};
    long long position;
    TRY(load(page, http_query(page->req, "from"), &p));
    if (str_to_i64(str_of(http_query(page->req, "matter")), 1, INT32_MAX, &position))
        p.shown.open = (int)position;
    return show(page, &p, &none, 200);
}

/* ---- writing ---- */

static void once_of(const struct page *page, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, out);
}

static enum err write_record(struct page *page, const struct investigation_page *p, const struct desk_investigation_typed *typed, struct investigation_result *ret_result)
{
    uint8_t once[32], stage[32];
    struct complaint_writer writer = writer_of(page);
    once_of(page, once);
    desk_upload_name(page, stage);
    struct investigation_command command = {
        .number = p->x.c.number,
        .position = typed->position,
        .version = typed->version,
        .finding = typed->finding,
        .reason = typed->reason,
        .story = desk_investigation_story(page, typed),
        .stage_hash = *typed->stage || desk_upload_any(page) ? stage : NULL,
        .once_hash = once,
        .once_location = own_path(page, &p->x, arena_printf(page->arena, "#matter-%d", typed->position)),
    };
    memcpy(command.texts, typed->texts, sizeof command.texts);
    return investigation_write(page->db, page->arena, &writer, &command, ret_result);
}

static enum err show_again(struct page *page, struct investigation_page *p, struct desk_investigation_typed *typed, const struct http_form_errors *errors, int status)
{
    struct attachment *staged;
    size_t n_staged;
    TRY(desk_draft_keep(page, &p->x.c, desk_draft_matter(page->arena, typed->position)));
    TRY(desk_upload_staged(page, &typed->stage, &staged, &n_staged));
    p->shown.typed = typed;
    p->shown.open = typed->position;
    return show(page, p, errors, status);
}

/* Both versions, with the form filled in with what was typed. */
static enum err show_stale(struct page *page, struct desk_investigation_typed *typed, const struct investigation_result *result)
{
    const struct http_form_errors none = {.n = 0};
    const struct complaint_allegation theirs = {.position = typed->position, .finding = result->finding, .reason = result->reason};
    struct investigation_page now;
    TRY(load(page, typed->from, &now));
    now.shown.theirs = &result->current;
    now.shown.their_finding = now.x.c.part ? NULL : &theirs;
    return show_again(page, &now, typed, &none, 409);
}

static enum err matter_post(struct page *page)
{
    struct investigation_page p;
    struct desk_investigation_typed typed;
    struct http_form_errors errors = {.n = 0};
    struct investigation_result result = {.location = NULL};
    long long position;
    if (!str_to_i64(str_of(page->params[1]), 1, INT32_MAX, &position))
        return ERR_NOT_FOUND;
    TRY(load(page, http_form_get(page->form, "from"), &p));
    desk_investigation_read(page->form, (int)position, p.shown.right.writer == INVESTIGATION_WRITES, page->arena, page->site->config->limits.message_chars, &typed, &errors);
    desk_upload_refused(page, &errors);
    if (errors.n > 0 && p.shown.right.writer != INVESTIGATION_READS)
        return show_again(page, &p, &typed, &errors, 422);
    enum err e = write_record(page, &p, &typed, &result);
    if (e == ERR_STALE)
        return show_stale(page, &typed, &result);
    if (e == ERR_INPUT) {
        http_form_error(&errors, desk_investigation_field(page->arena, result.field, typed.position), result.why, 0);
        return show_again(page, &p, &typed, &errors, 422);
    }
    TRY(e);
    desk_draft_sent(page, &p.x.c, desk_draft_matter(page->arena, typed.position));
    page_flash(page, N_("What was found is saved."));
    return page_redirect(page, result.location);
}

/* ---- key facts ---- */

static enum err flags_post(struct page *page)
{
    struct investigation_page p;
    struct http_form_errors errors = {.n = 0};
    uint8_t once[32];
    const char *location;
    struct complaint_writer writer = writer_of(page);
    TRY(load(page, http_form_get(page->form, "from"), &p));
    if (p.x.c.part)
        return ERR_FORBIDDEN;
    size_t n = p.x.class.n_flags;
    struct desk_flag_typed *typed = ARENA_ARRAY(page->arena, n + 1, struct desk_flag_typed);
    struct investigation_flag *flags = ARENA_ARRAY(page->arena, n + 1, struct investigation_flag);
    desk_flags_read(page->form, p.x.class.flags, n, page->arena, typed, &errors);
    p.shown.flags = typed;
    if (errors.n > 0)
        return show(page, &p, &errors, 422);
    for (size_t i = 0; i < n; i++)
        flags[i] = (struct investigation_flag){typed[i].code, typed[i].was, typed[i].note};
    once_of(page, once);
    enum err e = investigation_flags(page->db, page->arena, &writer, p.x.c.number, flags, n, once, own_path(page, &p.x, ""), &location);
    if (e == ERR_STALE) {
        TRY(complaint_class_load(page->db, page->arena, p.x.c.id, &p.x.class));
        p.shown.flags_stale = p.x.class.n_flags == n;
        p.shown.flags = p.shown.flags_stale ? typed : NULL;
        return show(page, &p, &errors, 409);
    }
    TRY(e);
    page_flash(page, N_("The key facts were saved."));
    return page_redirect(page, location);
}

const struct route desk_investigation_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/investigation", .need = MAY(SEE), .run = investigation_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/investigation/:n", .need = MAY_EITHER(INVESTIGATE, ANSWER), .run = matter_post, .files = desk_upload_files},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/key-facts", .need = MAY_EITHER(INVESTIGATE, CLASSIFY), .run = flags_post, .body_max = 256 << 10},
    {0},
};
