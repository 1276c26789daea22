#ifndef REDRESS_SPOT_VIEW_H
#define REDRESS_SPOT_VIEW_H

#include "attachment.h"
#include "message.h"
#include "page.h"
#include "rulebook.h"
#include "spot_form.h"

struct spot_rows {
    const struct spot_check *list;
    size_t n;
};
void spot_rows_fill(struct page *page, struct tpl *t, const struct spot_rows *open, const struct spot_rows *done);

/* Everything that the page of one shows. */
struct spot_shown {
    struct spot_check s;
    const struct complaint *c;
    const struct rulebook *book;
    const struct complaint_allegation *allegations;
    const char *const *conclusions, *const *remedies; /* by allegation */
    const struct message *messages;
    const struct attachment *files;
    size_t n_allegations, n_messages, n_files;
    const char *why;   /* msgid: why the user does not decide it; NULL: he does */
    bool may_answer;   /* for the unit */
    const struct spot_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
void spot_fill(struct page *page, struct tpl *t, const struct spot_shown *x);

#endif
