#include "admin_common_pages.h"
#include "admin_routes.h"
#include "admin_site.h"
#include "admin_site_view.h"
#include "colour.h"
#include "site_store.h"

#include <string.h>

#define SITE "/staff/admin/site"

static struct admin_site_typed typed_of(const struct site_texts *t)
{
    return (struct admin_site_typed){t->brand_zh, t->brand_en, t->sub_zh, t->sub_en, t->hotline, t->hours_zh, t->hours_en, t->colour, t->filing, t->filing_url, t->police, t->police_url, t->version};
}

/* ---- showing ---- */

static enum err load_image(struct page *page, enum site_file_name name, const char *url, struct admin_site_image *ret_image)
{
    struct site_file file;
    enum err e = site_file_load(page->db, page->arena, name, &file);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    struct admin_site_image image = {.url = arena_printf(page->arena, "%s?v=%s", url, file.hash), .bytes = file.bytes.n};
    if (admin_site_pixels(file.bytes, &image.width, &image.height))
        *ret_image = image;
    return ERR_NONE;
}

static enum err show(struct page *page, struct admin_site_shown *shown, int status)
{
    TRY(load_image(page, SITE_LOGO, "/staff/brand/logo", &shown->logo));
    TRY(load_image(page, SITE_LOGO_DRAFT, SITE "/logo/draft", &shown->draft));
    return page_answer(page, admin_site_view(page, shown), status);
}

static enum err show_saved(struct page *page, const struct http_form_errors *errors, int status)
{
    struct site_texts saved;
    TRY(site_texts_load(page->db, page->arena, &saved));
    struct admin_site_typed typed = typed_of(&saved);
    struct admin_site_shown shown = {.typed = &typed, .errors = errors};
    return show(page, &shown, status);
}

static enum err site_get(struct page *page)
{
    return show_saved(page, NULL, 200);
}

/* ---- texts and colour ---- */

static void check_colour(struct page *page, const struct admin_site_typed *typed, struct http_form_errors *errors)
{
    const struct colour white = {255, 255, 255};
    struct colour colour;
    if (!*typed->colour || !colour_read(typed->colour, &colour) || colour_carries_white(colour))
        return;
    int contrast = colour_contrast(colour, white);
    http_form_error(errors, "colour",
                    text_f(page->arena, page->lang, N_("White letters on this colour have a contrast of %d.%02d : 1 only; choose a darker one, 4.5 : 1 is needed"), contrast / 100,
                           contrast % 100),
                    0);
}

static enum err show_stale(struct page *page, const struct admin_site_typed *typed)
{
    struct site_texts saved;
    TRY(site_texts_load(page->db, page->arena, &saved));
    struct admin_site_typed now = typed_of(&saved);
    struct admin_site_shown shown = {.typed = typed, .now = &now};
    return show(page, &shown, 409);
}

static enum err site_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct admin_site_typed typed = admin_site_read(page->form, &errors);
    struct admin_site_shown shown = {.typed = &typed, .preview = true};
    check_colour(page, &typed, &errors);
    if (errors.n > 0) {
        shown.errors = &errors;
        return show(page, &shown, 422);
    }
    if (strcmp(http_form_get(page->form, "do"), "save") != 0)
        return show(page, &shown, 200);
    const struct site_texts texts = {typed.brand_zh, typed.brand_en, typed.sub_zh, typed.sub_en, typed.hotline, typed.hours_zh, typed.hours_en, typed.colour, "", typed.filing, typed.filing_url, typed.police, typed.police_url, typed.version};
    struct change_by by = admin_by(page, SITE);
    enum err e = site_texts_save(page->db, page->arena, &by, &texts);
    if (e == ERR_STALE)
        return show_stale(page, &typed);
    return admin_done(page, e, &by, N_("Name and look were saved. All pages show them within a second."));
}

/* ---- the logo ---- */

static enum err logo_files(struct page *page, struct http_file_sink *ret_sink)
{
    return admin_upload_into(page, SITE_LOGO_BYTES, ret_sink);
}

static const char *fault_of(const struct admin_upload *u)
{
    unsigned width, height;
    if (u->too_large)
        return N_("The picture is larger than 200 KB");
    if (u->bytes.n == 0)
        return N_("Choose a picture");
    if (!admin_site_pixels(buf_str(&u->bytes), &width, &height))
        return N_("This is no PNG or JPEG picture, or it is damaged");
    if (width < SITE_LOGO_PIXELS_MIN || height < SITE_LOGO_PIXELS_MIN || width > SITE_LOGO_PIXELS_MAX || height > SITE_LOGO_PIXELS_MAX)
        return N_("The picture must be 32 to 2000 pixels wide and high");
    return NULL;
}

static enum err logo_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    const struct admin_upload *u = page->upload;
    const char *fault = fault_of(u);
    struct change_by by = admin_by(page, SITE "#logo-card");
    enum err e = fault ? ERR_INPUT : site_logo_put(page->db, page->arena, &by, buf_str(&u->bytes));
    if (e == ERR_INPUT) {
        http_form_error(&errors, "logo", fault ? fault : N_("This is no PNG or JPEG picture, or it is damaged"), 0);
        return show_saved(page, &errors, 422);
    }
    return admin_done(page, e, &by, N_("The picture was uploaded. Look at it before you use it."));
}

static enum err logo_use_post(struct page *page)
{
    struct change_by by = admin_by(page, SITE "#logo-card");
    return admin_done(page, site_logo_use(page->db, page->arena, &by), &by, N_("The logo is in use."));
}

static enum err logo_drop_post(struct page *page)
{
    struct change_by by = admin_by(page, SITE "#logo-card");
    bool draft = strcmp(http_form_get(page->form, "which"), "draft") == 0;
    enum err e = site_logo_drop(page->db, page->arena, &by, draft ? SITE_LOGO_DRAFT : SITE_LOGO);
    return admin_done(page, e, &by, draft ? N_("The picture was thrown away.") : N_("The logo was removed."));
}

static enum err draft_get(struct page *page)
{
    struct site_file file;
    TRY(site_file_load(page->db, page->arena, SITE_LOGO_DRAFT, &file));
    page->resp->content_type = file.media_type;
    buf_add(&page->resp->body, file.bytes.p, file.bytes.n);
    return ERR_NONE;
}

const struct route admin_site_routes[] = {
    {.method = HTTP_GET, .path = SITE, .need = MAY(SET_SITE), .run = site_get},
    {.method = HTTP_POST, .path = SITE, .need = MAY(SET_SITE), .run = site_post},
    {.method = HTTP_POST, .path = SITE "/logo", .need = MAY(SET_SITE), .run = logo_post, .files = logo_files},
    {.method = HTTP_POST, .path = SITE "/logo/use", .need = MAY(SET_SITE), .run = logo_use_post},
    {.method = HTTP_POST, .path = SITE "/logo/drop", .need = MAY(SET_SITE), .run = logo_drop_post},
    {.method = HTTP_GET, .path = SITE "/logo/draft", .need = MAY(SET_SITE), .run = draft_get},
    {0},
};
