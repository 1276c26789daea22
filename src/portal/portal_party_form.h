#ifndef REDRESS_PORTAL_PARTY_FORM_H
#define REDRESS_PORTAL_PARTY_FORM_H

#include "http_form.h"
#include "portal_draft.h"

/*
 * For whom, and with whom, somebody complains (requirements B2, B13): what the kind of complainant is asked. Everything typed is kept in the draft, wrong or not.
 * named: how many representatives may be named.
 */
void portal_form_party(const struct http_form *form, int named, struct portal_draft *d, struct http_form_errors *errors);
/* Papers that neither came nor are to come later are an error of their control. */
void portal_form_papers(const struct portal_draft *d, bool authority, bool members, struct http_form_errors *errors);

#endif
