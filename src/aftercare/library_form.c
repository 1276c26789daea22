#include "library_form.h"

#include <string.h>

#include "msgid.h"

#define TITLE_MAX 200
#define PART_MAX 10000
#define TEXT_MAX 500

static int64_t number(const struct http_form *form, const char *name)
{
    long long value;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &value) ? value : 0;
}

void library_asked_read(const struct http_form *query, struct library_asked *ret_asked)
{
    *ret_asked = (struct library_asked){.drafts = strcmp(http_form_get(query, "view"), "drafts") == 0, .words = http_form_get(query, "q"), .cause = http_form_get(query, "cause"), .category_id = number(query, "category")};
}

static void add_encoded(struct buf *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '_' || *p == '-';
        buf_printf(out, plain ? "%c" : "%%%02X", *p);
    }
}

const char *library_url(struct arena *a, const struct library_asked *asked, const char *after)
{
    struct buf out = {.arena = a};
    buf_printf(&out, "/staff/library?view=%s", asked->drafts ? "drafts" : "published");
    if (*asked->words) {
        buf_adds(&out, "&q=");
        add_encoded(&out, asked->words);
    }
    if (asked->category_id)
        buf_printf(&out, "&category=%lld", (long long)asked->category_id);
    if (*asked->cause) {
        buf_adds(&out, "&cause=");
        add_encoded(&out, asked->cause);
    }
    if (after)
        buf_printf(&out, "&after=%s", after);
    return out.p;
}

enum err library_read(const struct http_form *form, struct library_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule title = {.required = true, .max = TITLE_MAX, .missing = N_("Enter a heading")}, part = {.lines = true, .max = PART_MAX}, text = {.lines = true, .max = TEXT_MAX};
    struct library_typed typed = {.number = http_form_get(form, "number"), .text = ""};
    if (!library_action_from_name(http_form_get(form, "do"), &typed.action))
        return ERR_MALFORMED;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    bool writes = typed.action == LIBRARY_SAVE || typed.action == LIBRARY_HAND_IN;
    for (int i = 0; i < LIBRARY_PART__END; i++)
        typed.parts[i] = writes ? http_form_text(form, library_part_name((enum library_part)i), i == LIBRARY_TITLE ? &title : &part, errors) : "";
    typed.category_id = number(form, "category");
    if (writes && !typed.category_id)
        http_form_error(errors, "category", N_("Choose a category of the list"), 0);
    if (!writes)
        typed.text = http_form_text(form, "text", &text, errors);
    if (typed.action == LIBRARY_PASS && !str_unhex(str_of(http_form_get(form, "passage")), typed.passage, sizeof typed.passage))
        return ERR_MALFORMED;
    *ret_typed = typed;
    return ERR_NONE;
}
