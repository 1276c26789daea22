#ifndef REDRESS_PORTAL_FOLLOW_VIEW_H
#define REDRESS_PORTAL_FOLLOW_VIEW_H

#include "portal_track_view.h"

/* What the complainant can do about it besides writing: say that it is not solved, urge, take a withdrawal back; and where else he can turn. */
void portal_follow_fill(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors);
/* What he was asked for last: {{#ASKED}}. */
void portal_follow_asked(struct tpl *t, const struct portal_case *kase);
/* Whether it can be rated, or the rating changed, now. */
bool portal_follow_rates(const struct page *page, const struct portal_case *kase);

/* "Why these dates?": what made each promised date, step by step, without the names of rules. */
void portal_dates_fill(struct page *page, struct tpl *t, const struct portal_case *kase, const struct clock_world *w);

#endif
