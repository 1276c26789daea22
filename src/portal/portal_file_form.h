#ifndef REDRESS_PORTAL_FILE_FORM_H
#define REDRESS_PORTAL_FILE_FORM_H

#include "category.h"
#include "http_form.h"
#include "portal_draft.h"
#include "rulebook.h"

/*
 * What was typed on one page of the form, into the draft. Everything typed is kept, wrong or not, so that the page can show it again; a draft is
 * only saved when there is no error.
 */
struct portal_form_limits {
    unsigned title_chars, text_chars;
};

void portal_form_category(const struct http_form *form, const struct category *list, size_t n, struct portal_draft *d,
                          struct http_form_errors *errors);
void portal_form_what(const struct http_form *form, const struct category_field *fields, size_t n_fields, struct portal_form_limits limits,
                      struct portal_draft *d, struct http_form_errors *errors);
void portal_form_wish(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors);
/* kind: one of the rulebook's complainants that is in use. */
void portal_form_who(const struct http_form *form, const struct rulebook *book, struct portal_draft *d, struct http_form_errors *errors);
/* And how news may be told; of who stays anonymous only that. */
void portal_form_contact(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors);

/* Name and id of the control of a category's own question: "f12". */
const char *portal_field_name(struct arena *a, int64_t field_id);
/* The words of the three modes in forms, from enum value 1: "named", "confidential", "anonymous". */
extern const char *const portal_mode_words[3];

#endif
