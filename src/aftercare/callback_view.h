#ifndef REDRESS_CALLBACK_VIEW_H
#define REDRESS_CALLBACK_VIEW_H

#include "callback_form.h"
#include "identity.h"
#include "message.h"
#include "page.h"

struct callback_rows {
    const struct callback *list;
    size_t n;
    bool more; /* there are further ones */
};
void callback_rows_fill(struct page *page, struct tpl *t, const struct callback_rows *waiting, const struct callback_rows *made);

/* Everything that the page of one shows. */
struct callback_shown {
    struct callback k;
    const struct complaint *c;
    const struct rulebook *book;
    const struct complaint_allegation *allegations;
    size_t n_allegations;
    const struct message *answer; /* what was answered last; NULL: nothing */
    const struct identity *who;   /* NULL: there is none to show (anonymous, confidential) */
    bool in_clear, may_reveal;    /* shown whole just now; may be */
    bool may, handled, alone;     /* the right over this complaint; he handled it; nobody else is there */
    const struct callback_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
void callback_fill(struct page *page, struct tpl *t, const struct callback_shown *x);

#endif
