#ifndef REDRESS_PORTAL_TOLD_FORM_H
#define REDRESS_PORTAL_TOLD_FORM_H

#include "http_form.h"
#include "told.h"

/* Where news go: as typed, so that a page with errors shows it again, and what is made of it. */
struct portal_telling {
    const char *mail, *phone; /* as typed */
    unsigned ways;            /* bits of told_way that are wanted */
    struct told told;         /* with addresses in their normal forms, NULL where one stays as it is */
};

/* On the page of the receipt: one address at least. offered: bits of what is sent by here. */
void portal_form_receipt_to(const struct http_form *form, unsigned offered, const char *lang, struct portal_telling *ret_telling, struct http_form_errors *errors);
/* On the tracking page: before are those that have an address already. An address that is typed is wanted, ticked or not. */
void portal_form_notices(const struct http_form *form, unsigned offered, unsigned before, const char *lang, struct portal_telling *ret_telling, struct http_form_errors *errors);

#endif
