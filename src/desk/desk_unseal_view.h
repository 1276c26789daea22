#ifndef REDRESS_DESK_UNSEAL_VIEW_H
#define REDRESS_DESK_UNSEAL_VIEW_H

#include "desk_case_view.h"
#include "unsealing.h"

struct desk_unseal_typed {
    const char *purpose, *reason;
    bool danger;
};
struct desk_unseal {
    const struct desk_case *x;
    const struct unsealing *list; /* newest first */
    size_t n;
    bool custodian, decides; /* may look at all; the oldest that waits is his to decide */
    bool together;           /* another person has to agree */
    int64_t decides_id;      /* approval */
    const struct desk_unseal_typed *typed;
    const struct http_form_errors *errors;
};
/* What for, in the words of the rulebook; "" for none. */
const char *desk_purpose(const struct page *page, const struct rulebook *b, const char *code);
void desk_unseal_fill(struct page *page, struct tpl *t, const struct desk_unseal *d);

#endif
