#include "admin_content_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define NUMBER_MAX_CHARS 30
#define HOURS_MAX_CHARS 80

static const char *read_body(const struct http_form *form, const char *field, bool required, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.required = required, .lines = true, .max = CONTENT_BODY_MAX, .missing = N_("Write the text in Chinese")};
    return http_form_text(form, field, &rule, errors);
}

static const char *read_number(const struct http_form *form, struct http_form_errors *errors)
{
    static const char allowed[] = "0123456789+-() ";
    const char *typed = http_form_text(form, "number", &(struct http_text_rule){.max = NUMBER_MAX_CHARS}, errors);
    const char *number = utf8_halfwidth(form->arena, str_of(typed));
    if (number[strspn(number, allowed)] != '\0' || (*number && !strpbrk(number, "0123456789")))
        http_form_error(errors, "number", N_("Write the telephone number with digits, for example 95500 or 0531-8888 6666"), 0);
    return number;
}

static const char *read_int(const struct http_form *form, const char *field, int64_t lo, int64_t hi, int64_t fallback, struct http_form_errors *errors)
{
    return arena_printf(form->arena, "%lld", (long long)http_form_int(form, field, false, lo, hi, fallback, errors));
}

static void read_titles(const struct http_form *form, enum content_kind kind, struct content_text *t, struct http_form_errors *errors)
{
    struct http_text_rule title = {.required = true, .max = CONTENT_TITLE_MAX, .missing = kind == CONTENT_QUESTION ? N_("Write the question in Chinese") : N_("Enter the name in Chinese")};
    t->title_zh = http_form_text(form, "title_zh", &title, errors);
    title.required = false;
    t->title_en = http_form_text(form, "title_en", &title, errors);
    t->sort = read_int(form, "sort", 0, 9999, 0, errors);
}

static void read_figures(const struct http_form *form, struct content_text *t, struct http_form_errors *errors)
{
    static const char *const periods[] = {"month", "quarter"};
    struct buf chosen = {.arena = form->arena};
    for (int f = 0; f < FIGURE__COUNT; f++) {
        const char *code = content_figure_code((enum content_figure)f);
        for (size_t i = 0; i < http_form_count(form, "figures"); i++)
            if (strcmp(http_form_nth(form, "figures", i), code) == 0) {
                buf_adds(&chosen, chosen.n ? "," : "");
                buf_adds(&chosen, code);
                break;
            }
    }
    if (chosen.n == 0)
        http_form_error(errors, "figures", N_("Choose at least one figure"), 0);
    t->figures = chosen.n ? chosen.p : "";
    int period = http_form_choice(form, "period", periods, COUNT_OF(periods), true, N_("Choose month or quarter"), errors);
    t->period = period >= 0 ? periods[period] : "";
    t->least = read_int(form, "least", 5, 1000, 10, errors);
    t->wait = read_int(form, "wait", 0, 90, 10, errors);
}

struct content_text admin_content_read(const struct http_form *form, enum content_kind kind, bool part, const char *const *codes, size_t n_codes, struct http_form_errors *errors)
{
    const struct http_text_rule hours = {.max = HOURS_MAX_CHARS};
    struct content_text t = content_empty;
    if (kind != CONTENT_FIGURES && !part)
        read_titles(form, kind, &t, errors);
    t.body_zh = read_body(form, "body_zh", kind == CONTENT_PAGE || kind == CONTENT_QUESTION, errors);
    t.body_en = read_body(form, "body_en", false, errors);
    if (kind == CONTENT_PAGE && !part)
        t.footer = http_form_tick(form, "footer") ? "1" : "";
    if (kind == CONTENT_CHANNEL) {
        t.number = read_number(form, errors);
        t.hours_zh = http_form_text(form, "hours_zh", &hours, errors);
        t.hours_en = http_form_text(form, "hours_en", &hours, errors);
    }
    if (kind == CONTENT_QUESTION) {
        int chosen = http_form_choice(form, "category", codes, n_codes, false, N_("Choose one of the categories"), errors);
        t.category = chosen >= 0 ? codes[chosen] : "";
    }
    if (kind == CONTENT_FIGURES)
        read_figures(form, &t, errors);
    return t;
}

const char *admin_content_read_slug(const struct http_form *form, struct http_form_errors *errors)
{
    const char *slug = http_form_text(form, "slug", &(struct http_text_rule){.required = true, .max = 40, .missing = N_("Write an address for the page")}, errors);
    if (*slug && !content_slug_ok(slug))
        http_form_error(errors, "slug", N_("The address may hold small letters, digits and hyphens, for example our-pledge"), 0);
    return slug;
}
