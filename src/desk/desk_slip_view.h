#ifndef REDRESS_DESK_SLIP_VIEW_H
#define REDRESS_DESK_SLIP_VIEW_H

#include "desk_case_view.h"
#include "desk_slip_form.h"

/* A form that is shown again: what was entered, what is wrong with it, and the files that came with it. */
struct desk_slip_retry {
    const struct desk_slip_typed *typed;
    const struct http_form_errors *errors;
    const struct attachment *staged;
    size_t n_staged;
};

/* The card of the case page: every slip that the user may see with what he may do, and the path; and the ways to send one in the panel of actions. Nothing where there is nothing. */
void desk_slips_fill(struct page *page, struct tpl *t, const struct desk_case *x);
/* {{#PATH}}: the drawing and the list with the stopwatch; false when there are no slips. */
bool desk_path_fill(struct page *page, struct tpl *t, const struct desk_case *x);
/* Somebody was faster: both versions side by side, and the form again on the new version when it is still possible. */
void desk_slip_stale_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct slip *now, const struct desk_slip_typed *typed);
/* Not possible as it stands: why (a sentence, "" for none), and what is possible; into the page desk/state.html. */
void desk_slip_state_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct slip *now, const struct desk_slip_typed *typed, const char *why);

/* ---- words ---- */
/* "Customer Service", with the unit before it when it is another one than of (0: always). */
const char *desk_slip_place(const struct page *page, int64_t of, int64_t unit_id, const char *unit_zh, const char *unit_en, const char *zh, const char *en);
const char *desk_slip_from(const struct page *page, int64_t of, const struct slip *s);
const char *desk_slip_to(const struct page *page, int64_t of, const struct slip *s);
/* {{#DUE_BAD}} ..., {{#DUE_AT}}: what is left of its time in words; brief: the date in short, for lists. */
void desk_slip_due_fill(const struct page *page, struct tpl *row, const struct slip *s, bool brief);
/* {{#SUPERVISED}}, {{#REMINDED}}. */
void desk_slip_marks_fill(const struct page *page, struct tpl *row, const struct slip *s);
/* What is next about the slips of a complaint, for the head of the panel: a sentence, "" when nothing waits for the user. */
const char *desk_slip_next(const struct page *page, const struct desk_case *x);
/* That open slips alone keep an action away; "" when they do not. */
const char *desk_open_slips_words(const struct page *page, const struct complaint *c, enum complaint_action action);
/* What is staged with a form: {{#STAGED}}. */
void desk_staged_fill(struct page *page, struct tpl *t, const char *stage, const struct attachment *staged, size_t n);

#endif
