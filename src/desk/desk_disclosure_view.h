#ifndef REDRESS_DESK_DISCLOSURE_VIEW_H
#define REDRESS_DESK_DISCLOSURE_VIEW_H

#include "desk_case_view.h"
#include "disclosure.h"

/* The page of disclosures of one complaint. */
struct desk_disclosure_typed {
    const char *action; /* ask, hand-over */
    int64_t id;
    const char *body_name, *reference, *ground, *handed_to, *handed_way, *handed_on;
    bool with_identity, with_internal;
};
struct desk_disclosures {
    const struct desk_case *x;
    const struct disclosure *list;
    size_t n;
    bool may_identity; /* he may make a copy with the identity */
    bool no_chain;     /* nobody could agree: the rulebook has no chain about disclosure */
    const struct desk_disclosure_typed *typed;
    const struct http_form_errors *errors;
};
void desk_disclosures_fill(struct page *page, struct tpl *t, const struct desk_disclosures *d);
/* The slip to sign when it is handed over. */
void desk_disclosure_slip_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct disclosure *one);

#endif
