#ifndef REDRESS_PORTAL_PARTY_VIEW_H
#define REDRESS_PORTAL_PARTY_VIEW_H

#include "portal_file_view.h"

/* Papers are known by the beginning of their name, which whoever handles the complaint sees too. */
const char *portal_paper_name(const struct page *page, const char *field, const char *name);
/* The field that it was added by, "authority" or "members"; NULL: no paper. */
const char *portal_paper_of(const struct page *page, const struct attachment *file);
bool portal_paper_there(const struct page *page, const char *field, const struct attachment *files, size_t n);

void portal_view_party(struct page *page, struct tpl *t, const struct rb_name *kind, const struct portal_draft *d, const struct attachment *files, size_t n,
                       const struct http_form_errors *errors);
/* For the page on which all is checked: those for whom and with whom, a line each. */
const char *portal_party_words(struct page *page, const struct portal_draft *d);
const char *portal_papers_words(struct page *page, const struct portal_draft *d, const struct attachment *files, size_t n);

#endif
