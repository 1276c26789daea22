#ifndef REDRESS_PORTAL_TELL_PAGES_H
#define REDRESS_PORTAL_TELL_PAGES_H

#include "http_form.h"
#include "page.h"
#include "told.h"

/*
 * An address that somebody gives may be another one's: how much goes there is counted for the address, whoever gives it (security.notices_per_address). ret_over: bits of
 * the ways whose address had its share of the day already. Those who ask at the same moment are let through together.
 */
enum err portal_tell_over(struct page *page, const struct told *told, unsigned *ret_over) MUST_CHECK;
/* Counts what told sends, once it is sent: what was refused on the way takes nothing of anybody's share. An error is logged: what was done is done. */
void portal_tell_count(struct page *page, const struct told *told);
/* Notes that with the fields "email" and "phone". */
void portal_tell_errors(unsigned over, struct http_form_errors *errors);
/* A complaint is filed without what is over; once it is, the receipt says so. */
void portal_tell_without(unsigned over, struct told *told);
void portal_tell_flash(struct page *page, unsigned over);

#endif
