#include "admin_site_view.h"

#include <string.h>

#include "admin_view.h"
#include "colour.h"
#include "format.h"

#define SITE "/staff/admin/site"
#define OWN_COLOUR "#0052d9" /* of static/app.css */

#define NOW(member) (shown->now && strcmp(shown->now->member, s->member) != 0 ? shown->now->member : NULL)

static size_t make_fields(const struct admin_site_shown *shown, struct admin_field *f)
{
    const struct admin_site_typed *s = shown->typed;
    size_t n = 0;
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "brand_zh", .label = N_("Name of the website in Chinese"), .value = s->brand_zh, .now = NOW(brand_zh), .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "brand_en", .label = N_("Name of the website in English"), .value = s->brand_en, .now = NOW(brand_en), .optional = true,
                                  .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "sub_zh", .label = N_("Line below it in Chinese"), .hint = N_("Usually who runs the website"), .value = s->sub_zh,
                                  .now = NOW(sub_zh), .optional = true, .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "sub_en", .label = N_("Line below it in English"), .hint = N_("Usually who runs the website"), .value = s->sub_en,
                                  .now = NOW(sub_en), .optional = true, .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "hotline", .label = N_("Hotline"), .hint = N_("On every public page"), .value = s->hotline, .now = NOW(hotline),
                                  .width = "w-20", .type = "tel", .optional = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "hours_zh", .label = N_("When somebody answers it, in Chinese"), .value = s->hours_zh, .now = NOW(hours_zh), .optional = true,
                                  .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "hours_en", .label = N_("When somebody answers it, in English"), .value = s->hours_en, .now = NOW(hours_en), .optional = true,
                                  .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "filing", .label = N_("Filing number of the website"), .hint = N_("For example the ICP number; at the foot of every public page"), .value = s->filing,
                                  .now = NOW(filing), .optional = true, .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "filing_url", .label = N_("Where it can be looked up"), .hint = N_("For an ICP number https://beian.miit.gov.cn/"), .value = s->filing_url,
                                  .now = NOW(filing_url), .optional = true, .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "police", .label = N_("Filing number with the police"), .hint = N_("At the foot of every public page"), .value = s->police,
                                  .now = NOW(police), .optional = true, .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "police_url", .label = N_("Where that can be looked up"), .hint = N_("For a police number https://beian.mps.gov.cn/"), .value = s->police_url,
                                  .now = NOW(police_url), .optional = true, .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "colour", .label = N_("Colour"),
                                  .hint = N_("As # and six digits or letters, for example #0052d9; empty for the program's own blue. White letters on it must be readable."), .value = s->colour,
                                  .now = NOW(colour), .width = "w-10", .optional = true};
    return n;
}

static void fill_look(struct page *page, struct tpl *look, const struct colour_set *set, bool dark)
{
    static const char *const grounds[2][4] = {{"#f2f4f7", "#ffffff", "#1d2129", "#c9d1db"}, {"#121418", "#1a1d23", "#e6e9ee", "#414957"}};
    struct arena *a = page->arena;
    tpl_text(look, V_TITLE, page_text(page, dark ? N_("In dark mode") : N_("In light mode")));
    tpl_text(look, V_ID, dark ? "look-dark" : "look-light");
    tpl_text(look, V_BG, grounds[dark][0]);
    tpl_text(look, V_SURFACE, grounds[dark][1]);
    tpl_text(look, V_INK, grounds[dark][2]);
    tpl_text(look, V_LINE, grounds[dark][3]);
    tpl_text(look, V_BRAND, colour_text(a, set->ink));
    tpl_text(look, V_FILL, colour_text(a, set->fill));
    tpl_text(look, V_WEAK, colour_text(a, set->weak));
    tpl_text(look, V_TOP, colour_text(a, set->top));
}

static void fill_preview(struct page *page, struct tpl *t, const struct admin_site_shown *shown)
{
    const struct admin_site_typed *s = shown->typed;
    const struct colour white = {255, 255, 255};
    struct colour colour;
    if (!colour_read(*s->colour ? s->colour : OWN_COLOUR, &colour))
        return;
    struct tpl *preview = tpl_add(t, SEC_PREVIEW);
    struct colour_set light = colour_light(colour), dark = colour_dark(colour);
    int contrast = colour_contrast(colour, white);
    tpl_text(preview, V_NAME, page_pick(page, s->brand_zh, s->brand_en));
    tpl_text(preview, V_SUB, page_pick(page, s->sub_zh, s->sub_en));
    tpl_text(preview, V_TEXT, text_f(page->arena, page->lang, N_("White letters on this colour have a contrast of %d.%02d : 1; 4.5 : 1 is needed."), contrast / 100, contrast % 100));
    tpl_show(preview, shown->preview ? SEC_NOT_SAVED : SEC_SAVED);
    fill_look(page, tpl_add(preview, SEC_LOOK), &light, false);
    fill_look(page, tpl_add(preview, SEC_LOOK), &dark, true);
}

static void fill_image(struct page *page, struct tpl *t, enum tpl_section section, const struct admin_site_image *image)
{
    if (!image->url)
        return;
    struct tpl *shown = tpl_add(t, section);
    tpl_text(shown, V_URL, image->url);
    tpl_text(shown, V_TEXT, arena_printf(page->arena, "%u × %u · %s", image->width, image->height, format_size(page->arena, image->bytes)));
}

struct tpl *admin_site_view(struct page *page, const struct admin_site_shown *shown)
{
    struct admin_field fields[14];
    struct admin_form form = {
        .title = page_text(page, N_("Name and look")),
        .back_url = SITE,
        .back = N_("Name and look"),
        .action = SITE,
        .version = shown->now ? shown->now->version : shown->typed->version,
        .stale = shown->now != NULL,
        .active = true,
        .log_entity = "setting",
        .id = 1,
        .fields = fields,
        .errors = shown->errors,
    };
    form.n_fields = make_fields(shown, fields);
    struct tpl *t = admin_form_view(page, TPL_ADMIN_SITE, &form);
    fill_preview(page, t, shown);
    fill_image(page, t, SEC_LOGO_NOW, &shown->logo);
    fill_image(page, t, SEC_LOGO_DRAFT, &shown->draft);
    tpl_show_if(t, SEC_LOGO_NONE, !shown->logo.url);
    if (shown->errors)
        page_field_error(page, t, SEC_LOGO_WRONG, shown->errors, "logo");
    return t;
}
