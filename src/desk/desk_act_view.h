#ifndef REDRESS_DESK_ACT_VIEW_H
#define REDRESS_DESK_ACT_VIEW_H

#include "desk_case_view.h"

/* A form that is shown again: what was entered, what is wrong with it, and the files that came with it. */
struct desk_retry {
    const struct desk_act_typed *typed;
    const struct http_form_errors *errors;
    const struct attachment *staged;
    size_t n_staged;
};

/*
 * The panel with one fold per permitted action. open is the one that is unfolded, ACTION__COUNT for what the state asks for; retry NULL:
 * fresh forms.
 */
void desk_panel_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum complaint_action open, const struct desk_retry *retry);

#endif
