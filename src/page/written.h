#ifndef REDRESS_WRITTEN_H
#define REDRESS_WRITTEN_H

#include "page.h"

/* What was attached to a complaint and written about it, where a page shows all of it to somebody who has to decide. */

/* One {{#FILE}} of t. */
void written_file(struct page *page, struct tpl *t, const char *code, const char *name, int64_t bytes);
/* One {{#SAID}} of t; kind is a msgid, who "" when it was the complainant. */
void written_said(struct page *page, struct tpl *t, const char *kind, const char *who, int64_t at_us, int coarse, const char *body);

#endif
