#include "desk_link_form.h"

#include <string.h>

#include "msgid.h"
#include "str.h"
#include "utf8.h"

#define TITLE_MAX 100

const char *desk_number_typed(struct arena *a, const char *typed)
{
    struct buf out = {.arena = a};
    for (const char *p = utf8_halfwidth(a, str_of(typed)); *p && out.n < 40; p++) {
        if (*p != ' ' && *p != '\t')
            buf_addc(&out, *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
    }
    return out.n ? out.p : "";
}

size_t desk_numbers_read(const struct http_form *form, const char *field, struct arena *a, const char **ret_numbers, size_t max)
{
    size_t n = 0;
    const char *value;
    for (size_t i = 0; (value = http_form_nth(form, field, i)) != NULL; i++) {
        const char *p = utf8_halfwidth(a, str_of(value));
        while (*p && n < max) {
            size_t length = strcspn(p, " \t\r\n,;");
            const char *number = length ? desk_number_typed(a, arena_strndup(a, p, length)) : "";
            bool known = !*number;
            for (size_t k = 0; k < n && !known; k++)
                known = strcmp(ret_numbers[k], number) == 0;
            if (!known)
                ret_numbers[n++] = number;
            p += length + (p[length] ? 1 : 0);
        }
    }
    return n;
}

static int read_version(const struct http_form *form, struct http_form_errors *errors)
{
    return (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
}

void desk_link_read(const struct http_form *form, struct arena *a, size_t text_max, struct desk_link_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.lines = true, .max = text_max};
    struct desk_link_typed typed = {.other = desk_number_typed(a, http_form_get(form, "other")), .same_person = http_form_tick(form, "same_person"), .version = read_version(form, errors)};
    typed.kind = (enum link_kind)http_form_int(form, "kind", false, 0, LINK_MERGED, 0, errors);
    typed.text = http_form_text(form, "text", &rule, errors);
    if (!*typed.other)
        http_form_error(errors, "other", N_("Enter the number of the other complaint"), 0);
    if (typed.kind < LINK_RELATED)
        http_form_error(errors, "kind", N_("Choose how the two belong together"), 0);
    *ret_typed = typed;
}

void desk_split_read(const struct http_form *form, struct arena *a, const char *own_category, struct desk_split_typed *typed, struct http_form_errors *errors)
{
    struct buf bodies[LINK_PARTS_MAX];
    typed->version = read_version(form, errors);
    for (size_t k = 0; k < LINK_PARTS_MAX; k++) {
        bodies[k] = (struct buf){.arena = a};
        typed->categories[k] = http_form_get(form, arena_printf(a, "category%zu", k + 1));
    }
    for (size_t i = 0; i < typed->n_sections; i++) {
        typed->to[i] = (int)http_form_int(form, arena_printf(a, "s%zu", i + 1), false, 0, LINK_PARTS_MAX, 0, errors);
        if (typed->to[i])
            buf_printf(&bodies[typed->to[i] - 1], "%s%s", bodies[typed->to[i] - 1].n ? "\n" : "", typed->sections[i]);
    }
    typed->n_parts = 0;
    for (size_t k = 0; k < LINK_PARTS_MAX; k++) {
        if (bodies[k].n || *typed->categories[k])
            typed->parts[typed->n_parts++] = (struct link_part){typed->categories[k], bodies[k].n ? bodies[k].p : ""};
    }
    const char *wrong = link_parts_wrong(own_category, typed->parts, typed->n_parts);
    if (wrong)
        http_form_error(errors, "parts", wrong, 0);
}

void desk_as_new_read(const struct http_form *form, size_t text_max, struct desk_as_new_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.required = true, .lines = true, .max = text_max, .missing = N_("Write what is said now")};
    *ret_typed = (struct desk_as_new_typed){.channel = http_form_get(form, "channel"), .source = http_form_get(form, "source"), .version = read_version(form, errors),
                                            .text = http_form_text(form, "text", &rule, errors)};
}

void desk_incident_read(const struct http_form *form, size_t text_max, struct desk_incident_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule title = {.required = true, .max = TITLE_MAX, .missing = N_("Give the incident a title")};
    const struct http_text_rule cause = {.required = true, .lines = true, .max = text_max, .missing = N_("Write the common cause")};
    const struct http_text_rule investigation = {.lines = true, .max = text_max};
    *ret_typed = (struct desk_incident_typed){.title = http_form_text(form, "title", &title, errors), .cause = http_form_text(form, "cause", &cause, errors),
                                              .investigation = http_form_text(form, "investigation", &investigation, errors), .version = read_version(form, errors),
                                              .close = http_form_tick(form, "close"), .reopen = http_form_tick(form, "reopen")};
}
