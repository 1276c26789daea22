#include "admin_site_form.h"

#include <limits.h>
#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define NAME_MAX_CHARS 40
#define SUB_MAX_CHARS 60
#define HOTLINE_MAX_CHARS 30
#define URL_MAX_CHARS 200

static const char *read_hotline(const struct http_form *form, struct http_form_errors *errors)
{
    static const char allowed[] = "0123456789+-() ";
    const char *typed = http_form_text(form, "hotline", &(struct http_text_rule){.max = HOTLINE_MAX_CHARS}, errors);
    const char *hotline = utf8_halfwidth(form->arena, str_of(typed));
    if (hotline[strspn(hotline, allowed)] != '\0' || (*hotline && !strpbrk(hotline, "0123456789")))
        http_form_error(errors, "hotline", N_("Write the telephone number with digits, for example 95500 or 0531-8888 6666"), 0);
    return hotline;
}

/* With or without the sign before it; "" for the one of the program. */
static const char *read_colour(const struct http_form *form, struct http_form_errors *errors)
{
    const char *typed = http_form_text(form, "colour", &(struct http_text_rule){.max = 10}, errors);
    char *colour = arena_strdup(form->arena, utf8_halfwidth(form->arena, str_of(typed)));
    if (!*colour)
        return "";
    const char *digits = colour[0] == '#' ? colour + 1 : colour;
    if (strlen(digits) != 6 || strspn(digits, "0123456789abcdefABCDEF") != 6) {
        http_form_error(errors, "colour", N_("Write the colour as # and six digits or letters a to f, for example #0052d9"), 0);
        return typed;
    }
    for (char *p = colour; *p; p++)
        if (*p >= 'A' && *p <= 'F')
            *p = (char)(*p - 'A' + 'a');
    return arena_printf(form->arena, "#%s", digits);
}

/* Where an authority lists the website: an address of the web, or nothing. */
static const char *read_url(const struct http_form *form, const char *field, struct http_form_errors *errors)
{
    const char *url = http_form_text(form, field, &(struct http_text_rule){.max = URL_MAX_CHARS}, errors);
    if (*url && (!str_starts(str_of(url), "https://") || strpbrk(url, " \"<>\\")))
        http_form_error(errors, field, N_("Write the address with https:// at its beginning, or leave it empty"), 0);
    return url;
}

struct admin_site_typed admin_site_read(const struct http_form *form, struct http_form_errors *errors)
{
    const struct http_text_rule name = {.required = true, .max = NAME_MAX_CHARS, .missing = N_("Enter the name of the website")};
    const struct http_text_rule other = {.max = NAME_MAX_CHARS}, sub = {.max = SUB_MAX_CHARS};
    long long version;
    return (struct admin_site_typed){
        .brand_zh = http_form_text(form, "brand_zh", &name, errors),
        .brand_en = http_form_text(form, "brand_en", &other, errors),
        .sub_zh = http_form_text(form, "sub_zh", &sub, errors),
        .sub_en = http_form_text(form, "sub_en", &sub, errors),
        .hotline = read_hotline(form, errors),
        .hours_zh = http_form_text(form, "hours_zh", &sub, errors),
        .hours_en = http_form_text(form, "hours_en", &sub, errors),
        .colour = read_colour(form, errors),
        .filing = http_form_text(form, "filing", &sub, errors),
        .filing_url = read_url(form, "filing_url", errors),
        .police = http_form_text(form, "police", &sub, errors),
        .police_url = read_url(form, "police_url", errors),
        .version = str_to_i64(str_of(http_form_get(form, "version")), 0, INT_MAX, &version) ? (int)version : -1,
    };
}
