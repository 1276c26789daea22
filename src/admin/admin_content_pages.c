#include <string.h>

#include "admin_common_pages.h"
#include "admin_content_form.h"
#include "admin_content_view.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "category_store.h"
#include "content_edit_store.h"
#include "utf8.h"

#define LIST "/staff/admin/content"
#define PART LIST "/:id"

/* ---- the list ---- */

static enum err list_get(struct page *page)
{
    struct content *list;
    const struct category *categories;
    size_t n, n_categories;
    struct utc_parts now = utc_in_zone(page->now_us, page->site->zone);
    TRY(content_list(page->db, page->arena, 0, (now.year - 1) * 100 + now.month, &list, &n));
    TRY(category_leaves(page->db, page->arena, &categories, &n_categories));
    return page_answer(page, admin_content_list_view(page, list, n, categories, n_categories), 200);
}

/* ---- showing one ---- */

static enum err show(struct page *page, struct admin_content_shown *shown, int status)
{
    struct content_version *versions = NULL;
    TRY(category_leaves(page->db, page->arena, &shown->categories, &shown->n_categories));
    if (shown->saved->id)
        TRY(content_versions(page->db, page->arena, shown->saved->id, &versions, &shown->n_versions));
    shown->versions = versions;
    return page_answer(page, admin_content_view(page, shown), status);
}

/* What the form begins with: the draft, what is live, or nothing. */
static struct content_text begin_with(const struct content *c)
{
    struct content_text t = c->has_draft ? c->draft : c->live;
    if (c->kind == CONTENT_FIGURES && !c->has_draft && !c->is_live) {
        t.figures = "received,in_time,mean_days,satisfied";
        t.period = "month";
        t.least = "10";
        t.wait = "10";
    }
    return t;
}

static enum err load(struct page *page, struct content *ret_content)
{
    int64_t id;
    TRY(admin_id(page, &id));
    return content_load(page->db, page->arena, id, ret_content);
}

/* What a text holds that would not be shown as it was meant, named. */
static void check_body(const struct page *page, const char *field, const char *text, struct http_form_errors *errors)
{
    const char *what = "", *fault = markdown_fault(page->arena, text, &what);
    if (!fault)
        return;
    const char *said = page_text(page, fault), *at = strstr(said, "{what}");
    if (at)
        said = arena_printf(page->arena, "%.*s%s%s", (int)(at - said), said, utf8_shorten(page->arena, str_of(what), 60), at + strlen("{what}"));
    http_form_error(errors, field, said, 0);
}

static enum err read_text(struct page *page, const struct content *c, struct content_text *ret_text, struct http_form_errors *errors)
{
    const struct category *categories;
    size_t n;
    TRY(category_leaves(page->db, page->arena, &categories, &n));
    const char **codes = ARENA_ARRAY(page->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        codes[i] = categories[i].code;
    *ret_text = admin_content_read(page->form, c->kind, c->kind == CONTENT_PAGE && content_is_part(c->slug), codes, n, errors);
    check_body(page, "body_zh", ret_text->body_zh, errors);
    check_body(page, "body_en", ret_text->body_en, errors);
    return ERR_NONE;
}

/* ---- a new one ---- */

static enum err new_kind(const struct page *page, struct content *ret_content)
{
    int64_t kind = admin_query_id(page, "kind");
    if (kind != CONTENT_PAGE && kind != CONTENT_CHANNEL && kind != CONTENT_QUESTION)
        return ERR_NOT_FOUND;
    *ret_content = (struct content){.kind = (enum content_kind)kind, .slug = "", .live = content_empty, .draft = content_empty};
    return ERR_NONE;
}

static enum err new_get(struct page *page)
{
    struct content c;
    TRY(new_kind(page, &c));
    struct admin_content_shown shown = {.saved = &c, .typed = &content_empty, .slug = ""};
    return show(page, &shown, 200);
}

static enum err new_post(struct page *page)
{
    struct content c;
    struct content_text typed;
    struct http_form_errors errors = {.n = 0};
    int64_t id;
    TRY(new_kind(page, &c));
    const char *slug = c.kind == CONTENT_PAGE ? admin_content_read_slug(page->form, &errors) : "";
    TRY(read_text(page, &c, &typed, &errors));
    struct admin_content_shown shown = {.saved = &c, .typed = &typed, .slug = slug, .errors = &errors};
    if (errors.n > 0)
        return show(page, &shown, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = content_create(page->db, page->arena, &by, c.kind, slug, &typed, &id);
    if (e == ERR_EXISTS && !by.led_to) {
        http_form_error(&errors, "slug", N_("Another page has this address"), 0);
        return show(page, &shown, 422);
    }
    if (e == ERR_NONE && strcmp(http_form_get(page->form, "do"), "preview") == 0)
        return page_redirect(page, arena_printf(page->arena, LIST "/%lld/preview", (long long)id));
    if (e == ERR_NONE)
        by.location = arena_printf(page->arena, LIST "/%lld", (long long)id);
    return admin_done(page, e, &by, N_("The draft was saved. The public does not see it until it is published."));
}

/* ---- editing ---- */

static enum err edit_get(struct page *page)
{
    struct content c;
    TRY(load(page, &c));
    struct content_text typed = begin_with(&c);
    struct admin_content_shown shown = {.saved = &c, .typed = &typed, .slug = c.slug};
    return show(page, &shown, 200);
}

static enum err show_stale(struct page *page, const struct content_text *typed)
{
    struct content c;
    TRY(load(page, &c));
    struct content_text now = begin_with(&c);
    struct admin_content_shown shown = {.saved = &c, .typed = typed, .slug = c.slug, .now = &now};
    return show(page, &shown, 409);
}

static enum err edit_post(struct page *page)
{
    struct content c;
    struct content_text typed;
    struct http_form_errors errors = {.n = 0};
    TRY(load(page, &c));
    TRY(read_text(page, &c, &typed, &errors));
    if (errors.n > 0) {
        c.version = admin_form_version(page->form);
        struct admin_content_shown shown = {.saved = &c, .typed = &typed, .slug = c.slug, .errors = &errors};
        return show(page, &shown, 422);
    }
    bool preview = strcmp(http_form_get(page->form, "do"), "preview") == 0;
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld%s", (long long)c.id, preview ? "/preview" : ""));
    enum err e = content_save(page->db, page->arena, &by, c.id, admin_form_version(page->form), &typed);
    if (e == ERR_STALE)
        return show_stale(page, &typed);
    if (preview && e == ERR_NONE)
        return page_redirect(page, by.location);
    return admin_done(page, e, &by, N_("The draft was saved. The public does not see it until it is published."));
}

/* ---- publishing and taking off ---- */

typedef enum err act(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version);

static enum err carry_out(struct page *page, act *run, const char *done)
{
    struct content c;
    TRY(load(page, &c));
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld", (long long)c.id));
    enum err e = run(page->db, page->arena, &by, c.id, admin_form_version(page->form));
    if (e == ERR_STALE) {
        struct content_text typed = begin_with(&c);
        return show_stale(page, &typed);
    }
    return admin_done(page, e, &by, done);
}

static enum err publish_post(struct page *page)
{
    return carry_out(page, content_publish, N_("Published. Everybody sees it within a second."));
}

static enum err drop_post(struct page *page)
{
    return carry_out(page, content_drop, N_("The draft was thrown away."));
}

static enum err off_post(struct page *page)
{
    return carry_out(page, content_take_off, N_("It was taken off the website; its text stays here as a draft."));
}

static enum err restore_post(struct page *page)
{
    struct content c;
    long long number;
    TRY(load(page, &c));
    if (!str_to_i64(str_of(http_form_get(page->form, "number")), 1, INT32_MAX, &number))
        return ERR_NOT_FOUND;
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld", (long long)c.id));
    enum err e = content_restore(page->db, page->arena, &by, c.id, admin_form_version(page->form), (int)number);
    if (e == ERR_STALE) {
        struct content_text typed = begin_with(&c);
        return show_stale(page, &typed);
    }
    return admin_done(page, e, &by, N_("That version is the draft now. Look at it, then publish it."));
}

const struct route admin_content_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_SITE), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/new", .need = MAY(SET_SITE), .run = new_get},
    {.method = HTTP_POST, .path = LIST "/new", .need = MAY(SET_SITE), .run = new_post},
    {.method = HTTP_GET, .path = PART, .need = MAY(SET_SITE), .run = edit_get},
    {.method = HTTP_POST, .path = PART, .need = MAY(SET_SITE), .run = edit_post},
    {.method = HTTP_POST, .path = PART "/publish", .need = MAY(SET_SITE), .run = publish_post},
    {.method = HTTP_POST, .path = PART "/drop", .need = MAY(SET_SITE), .run = drop_post},
    {.method = HTTP_POST, .path = PART "/off", .need = MAY(SET_SITE), .run = off_post},
    {.method = HTTP_POST, .path = PART "/restore", .need = MAY(SET_SITE), .run = restore_post},
    {0},
};
