#ifndef REDRESS_DESK_COMPENSATION_VIEW_H
#define REDRESS_DESK_COMPENSATION_VIEW_H

#include "approval.h"
#include "desk_case_view.h"
#include "desk_compensation_form.h"

/* Everything that the page of a complaint's compensation shows. */
struct desk_compensation {
    const struct desk_case *x;
    const struct compensation *list;
    const struct approval *approvals; /* about compensation, the latest of each */
    size_t n, n_approvals;
    int64_t up_to, left;              /* what the user may grant alone, INT64_MAX: any sum; what of it is left today */
    bool daily, alone, may;           /* may: propose and record */
    bool over;                        /* a sum above everybody's authority was refused */
    int64_t change;                   /* the one that is changed; 0: a new one */
    const struct desk_compensation_typed *typed;
    const struct http_form_errors *errors;
};
void desk_compensation_fill(struct page *page, struct tpl *t, const struct desk_compensation *k);

#endif
