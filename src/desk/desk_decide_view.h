#ifndef REDRESS_DESK_DECIDE_VIEW_H
#define REDRESS_DESK_DECIDE_VIEW_H

#include "desk_case_view.h"

/* {{#DECIDING}} on the case page: how far investigation, papers, compensation, approvals, committee and closing are, each with the way to its page. For who sees all of the complaint. */
struct desk_decide {
    int matters, found, investigated, papers, papers_final, papers_delivered, proposed, to_pay, paid, approvals, approvals_given, agenda, agenda_decided;
    int64_t paid_cents, to_pay_cents, approval_id;
};
void desk_decide_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_decide *s);

#endif
