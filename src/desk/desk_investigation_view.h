#ifndef REDRESS_DESK_INVESTIGATION_VIEW_H
#define REDRESS_DESK_INVESTIGATION_VIEW_H

#include "desk_case_view.h"
#include "desk_investigation_form.h"

/* What the page of the investigation shows beside the complaint (x->parts, x->class, x->files). */
struct desk_investigation {
    const struct investigation *list;
    size_t n;
    struct investigation_right right;
    const struct aside_draft *drafts; /* his own, by what they are for */
    size_t n_drafts;
    bool may_flag;                    /* write the key facts of flags */
    int open;                         /* position of the matter that is unfolded; 0: the first that is not written yet */
    /* A form that is shown again: what was entered, and what the other one wrote meanwhile (NULL: nobody). */
    const struct desk_investigation_typed *typed;
    const struct investigation *theirs;
    const struct complaint_allegation *their_finding; /* as it stands with the matter; NULL: not shown */
    const struct desk_flag_typed *flags;              /* of the flags' form; as many as the complaint has */
    bool flags_stale;
    const struct http_form_errors *errors;
    const struct attachment *staged;
    size_t n_staged;
};
void desk_investigation_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_investigation *shown);
/* The record in words, for the history: the matter, then each part with its title. */
const char *desk_investigation_story(struct page *page, const struct desk_investigation_typed *typed);

#endif
