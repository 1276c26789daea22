#ifndef REDRESS_ADMIN_CATEGORY_FORM_H
#define REDRESS_ADMIN_CATEGORY_FORM_H

#include "category.h"
#include "http_form.h"

#define ADMIN_CATEGORY_NEW_FIELDS 3 /* empty questions offered at the end of the form */

struct admin_category_typed {
    struct category category;
    struct category_field fields[CATEGORY_FIELDS_MAX + ADMIN_CATEGORY_NEW_FIELDS];
    size_t slots[CATEGORY_FIELDS_MAX + ADMIN_CATEGORY_NEW_FIELDS]; /* of the new ones: where in the form they stand */
    size_t n_fields; /* those there were, in their order, then those that are new and not left empty */
};
/* What was typed, with its errors; saved are the questions that the category has. */
void admin_category_read(const struct http_form *form, const struct category_field *saved, size_t n_saved, struct admin_category_typed *ret_typed,
                         struct http_form_errors *errors);
/* The name of a control of a question: of the one saved under id, or of the new one in a slot. */
const char *admin_category_control(struct arena *a, int64_t id, size_t slot, const char *part);

#endif
