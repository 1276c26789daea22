#ifndef REDRESS_APPROVAL_VIEW_H
#define REDRESS_APPROVAL_VIEW_H

#include "approval_form.h"
#include "attachment.h"
#include "clock.h"
#include "complaint.h"
#include "message.h"
#include "page.h"

/* "Compensation: double the price, 1200.00". */
const char *approval_heading(const struct page *page, const struct approval *a);
/* {{#TABLE}} with {{#APPROVAL}} rows; requests for more time stand among those that wait. */
struct approval_rows {
    const struct approval *list;
    size_t n;
    const struct clock_request *requests;
    size_t n_requests;
    bool waiting; /* they wait for the user: the nearest date first */
    bool decided; /* the step of each is the one that the user decided */
};
void approval_rows_fill(struct page *page, struct tpl *t, const struct approval_rows *rows);

/* Everything that the page of one shows. */
struct approval_shown {
    struct approval approval;
    bool mine, asked; /* the user decides, the user asked */
    const char *for_name;
    const struct complaint *c;
    const struct rulebook *book;
    const struct complaint_allegation *allegations;
    const char *const *conclusions, *const *remedies; /* by allegation */
    const struct message *messages;
    const struct attachment *files;
    const struct approval *others;
    size_t n_allegations, n_messages, n_files, n_others;
    const char *const *people; /* to whom it may be handed, and their ids */
    const int64_t *people_ids;
    size_t n_people;
    const struct approval_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
/* The complaint alone, as parts/approval_case.html shows it: c, book, allegations, messages, files. */
void approval_case_fill(struct page *page, struct tpl *t, const struct approval_shown *x);
void approval_fill(struct page *page, struct tpl *t, const struct approval_shown *x);

#endif
