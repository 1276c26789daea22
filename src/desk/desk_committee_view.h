#ifndef REDRESS_DESK_COMMITTEE_VIEW_H
#define REDRESS_DESK_COMMITTEE_VIEW_H

#include "committee.h"
#include "complaint.h"
#include "page.h"

struct desk_committee {
    const struct complaint *c;
    const struct agenda_item *list;
    size_t n;
    bool may, holds; /* put it before the committee; hold its meetings */
    const char *why, *question; /* as typed */
    const struct http_form_errors *errors;
};
void desk_committee_fill(struct page *page, struct tpl *t, const struct desk_committee *k);

/* Findings of vexatious complaining about a contact: {{#VEXATIOUS}} in careful words. */
void desk_vexatious_fill(struct page *page, struct tpl *t, const struct vexatious *list, size_t n);

#endif
