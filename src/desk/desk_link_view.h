#ifndef REDRESS_DESK_LINK_VIEW_H
#define REDRESS_DESK_LINK_VIEW_H

#include "desk_case_view.h"
#include "desk_link_form.h"
#include "repeat.h"

/* What stands beside a complaint. */
struct desk_links {
    struct complaint_linked *list;
    size_t n;
    struct message *there; /* written under a merged number */
    size_t n_there;
    struct repeat_match *matches; /* that are not linked yet */
    size_t n_matches;
};

/* The card of the case page. */
void desk_links_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_links *links);
void desk_link_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_links *links, const struct desk_link_typed *typed, const struct http_form_errors *errors);
void desk_split_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_split_typed *typed, const struct http_form_errors *errors);
void desk_as_new_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_as_new_typed *typed, const struct http_form_errors *errors);
/* Why nothing was done, with the way back and what had been written. */
void desk_link_refused_fill(struct page *page, struct tpl *t, const char *url, const char *label, const char *why, const char *typed);
/* {{#MATCH}} rows of {{#REPEATS}}; nothing when there are none. */
void desk_matches_fill(struct page *page, struct tpl *t, const struct repeat_match *list, size_t n, bool open, bool may_link);
/* "spot", a turn of the rulebook, "invalid", "back" in words. */
const char *desk_made_words(const struct page *page, const struct rulebook *b, const char *made);

#endif
