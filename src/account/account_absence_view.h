#ifndef REDRESS_ACCOUNT_ABSENCE_VIEW_H
#define REDRESS_ACCOUNT_ABSENCE_VIEW_H

#include "absence.h"
#include "account_absence_form.h"
#include "org.h"
#include "page.h"

/* The absences of a person and the form for a further one; one's own, or those of somebody else for administrators. */
struct account_absence_shown {
    const char *path;            /* of the page: where its forms go */
    const struct person *person; /* NULL: one's own */
    const struct absence *list, *deputised;
    size_t n, n_deputised;
    const struct person *colleagues; /* proposed as deputies */
    size_t n_colleagues;
    const struct person *fitting;    /* several who fit what was typed */
    size_t n_fitting;
    const struct account_absence_typed *typed; /* NULL: nothing yet */
    const struct http_form_errors *errors;
};
struct tpl *account_absence_view(struct page *page, const struct account_absence_shown *shown);

#endif
