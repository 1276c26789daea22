#ifndef REDRESS_PORTAL_TOLD_VIEW_H
#define REDRESS_PORTAL_TOLD_VIEW_H

#include "complaint.h"
#include "page.h"
#include "portal_told_form.h"
#include "post.h"

/* The block of the receipt's page: ways are those that were agreed to. Nothing where nothing is sent here. */
void portal_view_receipt_to(struct page *page, struct tpl *t, unsigned ways, const struct portal_telling *telling, const struct http_form_errors *errors);
/* The page of the tracking session, with what was sent. */
void portal_view_notices(struct page *page, struct tpl *t, const struct complaint *c, const struct told *told, const struct portal_telling *telling, const struct post *posts, size_t n,
                         const struct http_form_errors *errors);

#endif
