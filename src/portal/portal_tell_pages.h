#ifndef REDRESS_PORTAL_TELL_PAGES_H
#define REDRESS_PORTAL_TELL_PAGES_H

#include "http_form.h"
#include "page.h"
#include "told.h"

/*
 * An address that somebody gives may be another one's: how much goes there is counted for the address, whoever gives it (security.notices_per_address). Counts what told would send, under
 * one name (such as that of a draft, sent until it is taken) the first time only, NULL: each time; ret_over: bits of the ways whose address had its share of the day already.
 */
enum err portal_tell_count(struct page *page, const struct told *told, const char *once, unsigned *ret_over) MUST_CHECK;
/* Notes that with the fields "email" and "phone". */
void portal_tell_errors(unsigned over, struct http_form_errors *errors);
/* A complaint is filed without what is over; once it is, the receipt says so. */
void portal_tell_without(unsigned over, struct told *told);
void portal_tell_flash(struct page *page, unsigned over);

#endif
