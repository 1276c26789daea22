#ifndef REDRESS_ADMIN_BOOK_FORM_H
#define REDRESS_ADMIN_BOOK_FORM_H

#include "admin_book.h"
#include "http_form.h"

/* Things of a rulebook as forms and back. */

#define BOOK_NEW_ROWS 2 /* empty rows offered at the end of a list */

/* A thing as if its form had been sent: what pages show, whether it was typed or is saved. */
struct http_form *admin_book_fill(struct arena *a, const struct book_shape *shape, const void *thing);
/* What stands in its form, in short: a form whose version is another was made of something else. Never 0. */
int admin_book_version(struct arena *a, const struct book_shape *shape, const void *thing);
int admin_book_digest(const struct http_form *form);
/*
 * Read a form over a thing (a copy of the saved one, or an empty one when is_new): every member that the form has. A new thing gets its code here. Errors are noted
 * under the controls' names.
 */
void admin_book_read(const struct book_section *s, const struct rulebook *b, const struct http_form *form, bool is_new, void *thing, struct http_form_errors *errors);

/* "fields.0." before the names of a row's members. */
const char *admin_book_row_prefix(struct arena *a, const char *prefix, const struct book_member *m, size_t row);
/* How many rows the form of a thing has, empty ones at the end included. */
size_t admin_book_rows(const struct book_member *m, const void *thing);

/* A limit in its two controls, "name" and "name.unit". "" when the number is left empty; missing: noted then, NULL when that may be. */
const char *admin_book_limit_read(const struct http_form *form, const char *name, const char *missing, struct http_form_errors *errors);

/* The limits that a unit has of its own, one control "limit.CODE" for each rule, empty where it has its superior's; and back into the book. line: the unit's code and its superiors'. */
struct http_form *admin_book_limits_fill(struct arena *a, const struct rulebook *b, const char *unit);
void admin_book_limits_read(struct rulebook *b, const struct http_form *form, const char *const *line, size_t n_line, struct http_form_errors *errors);

#endif
