#ifndef REDRESS_DESK_CLOSE_VIEW_H
#define REDRESS_DESK_CLOSE_VIEW_H

#include "approval.h"
#include "complaint_gate.h"
#include "desk_case_view.h"
#include "desk_close_form.h"

/* What the close page shows beside the complaint. */
struct desk_close_shown {
    const struct desk_close_typed *typed; /* what stands in the form */
    const struct gate_open *gates;
    size_t n_gates;
    const struct http_form_errors *errors;
    const struct approval *approval;      /* the newest about closing; NULL: none */
    const struct department *departments; /* one of which may be responsible */
    size_t n_departments;
    const struct attachment *staged;
    size_t n_staged;
    bool drafted; /* a draft is kept */
    const char *later; /* msgid why the form is not there yet, only what holds; NULL: it is */
    int attempts; /* in vain, on different days */
};
void desk_close_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_close_shown *shown);
/* {{#ASK_CAUSE}} and {{#ASK_STAGE}} with their options, for closing many at once. */
void desk_close_class_fill(struct page *page, struct tpl *t, const struct rulebook *b, const char *cause, const char *stage);
/* What was closed: what follows, and where its report is. */
void desk_closed_fill(struct page *page, struct tpl *t, const struct desk_case *x, bool has_report);
/* The report to print. */
void desk_closing_report_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct closing_report *report);

/* A fresh form: what is known of the complaint, put where it belongs. */
void desk_close_propose(struct page *page, const struct desk_case *x, const struct closing_knowledge *known, struct complaint_closing *closing);
/* An open gate in one sentence, for lists of refusals: "Attempts to reach the complainant on different days: 1 of 3". */
const char *desk_gate_words(const struct page *page, const struct rulebook *b, const struct gate_open *open);
/* All of them, for one complaint among many. */
const char *desk_gates_words(const struct page *page, const struct rulebook *b, const struct gate_open *open, size_t n);
/* Gates that the form itself mends become errors of its fields. */
void desk_close_errors(struct page *page, const struct rulebook *b, const struct gate_open *open, size_t n, struct http_form_errors *errors);
/* The words that are decided on, as one text for who has to agree. */
const char *desk_close_words(struct page *page, const struct desk_case *x, const struct complaint_closing *closing);

#endif
