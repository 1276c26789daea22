#ifndef REDRESS_ADMIN_CONTENT_FORM_H
#define REDRESS_ADMIN_CONTENT_FORM_H

#include "content.h"
#include "http_form.h"

/* A text of the public pages as typed; every error at once. part: one of the guide, which has no title of its own. codes: of the categories. */
struct content_text admin_content_read(const struct http_form *form, enum content_kind kind, bool part, const char *const *codes, size_t n_codes, struct http_form_errors *errors);
/* The address of a new page. */
const char *admin_content_read_slug(const struct http_form *form, struct http_form_errors *errors);

#endif
