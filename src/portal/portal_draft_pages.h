#ifndef REDRESS_PORTAL_DRAFT_PAGES_H
#define REDRESS_PORTAL_DRAFT_PAGES_H

#include "category.h"
#include "draft_store.h"
#include "page.h"

/* The draft behind the pages of the form: opening it, keeping it, going from page to page. */

/* That of this browser. ERR_NOT_FOUND: it has none. */
enum err portal_open_draft(struct page *page, struct draft_stored *ret_draft) MUST_CHECK;
/* The browser notes which state it has seen: that of this request, which saved one. */
void portal_note_seen(struct page *page);
/* Run a page of the form on it, when that page is its turn. */
enum err portal_with_draft(struct page *page, enum portal_step step, enum err (*run)(struct page *page, struct draft_stored *draft)) MUST_CHECK;
enum err portal_keep(struct page *page, const struct draft_stored *draft) MUST_CHECK;
/* A page was answered: keep, and on to the next one. */
enum err portal_save_step(struct page *page, struct draft_stored *draft, enum portal_step step) MUST_CHECK;
enum err portal_go_to(struct page *page, enum portal_step step, bool to_check) MUST_CHECK;
/* Whether somebody came back from the last page to change something. */
bool portal_from_check(const struct page *page);
struct tpl *portal_step_template(struct page *page, enum tpl_file file, const char *title, const struct draft_stored *draft, enum portal_step step,
                                 const struct http_form_errors *errors);
/* A route's .files: what is sent is staged for the draft, and page->upload says how it went. Without a draft it is let go of. */
enum err portal_files_sink(struct page *page, struct http_file_sink *ret_sink) MUST_CHECK;
/* What can be chosen, when one of a category's own questions is a choice. */
enum err portal_choices(struct page *page, int64_t category_id, struct category_field *fields, size_t n) MUST_CHECK;
int portal_status_of(const struct http_form_errors *errors); /* 422 when there are any */

#endif
