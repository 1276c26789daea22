#ifndef REDRESS_INTAKE_MAIL_PAGES_H
#define REDRESS_INTAKE_MAIL_PAGES_H

#include "mail.h"
#include "page.h"

/* The mail that a form of intake was opened from; its token is the mail's code. id 0: it was not. */
enum err intake_mail_of_draft(struct page *page, const char *token, struct mail *ret_mail) MUST_CHECK;
/* Under which the files of a form of this user are staged. */
void intake_stage_name(const struct page *page, const char *token, uint8_t out[32]);

#endif
