#ifndef REDRESS_PORTAL_DRAFT_PAGES_H
#define REDRESS_PORTAL_DRAFT_PAGES_H

#include "draft_store.h"
#include "page.h"

/* The draft behind the pages of the form: opening it, keeping it, going from page to page. */

/* That of this browser. ERR_NOT_FOUND: it has none. */
enum err portal_open_draft(struct page *page, struct draft_stored *ret_draft) MUST_CHECK;
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
int portal_status_of(const struct http_form_errors *errors); /* 422 when there are any */

#endif
