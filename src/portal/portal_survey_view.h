#ifndef REDRESS_PORTAL_SURVEY_VIEW_H
#define REDRESS_PORTAL_SURVEY_VIEW_H

#include "page.h"
#include "portal_rater.h"
#include "portal_track_form.h"
#include "rulebook.h"

/* The survey: path is where its form goes, back where its way back leads. again: it was rated before. */
void portal_view_rating(struct page *page, struct tpl *t, const struct portal_rater *rater, const struct portal_rating *rating, const struct http_form_errors *errors);
/* Why somebody is not satisfied: the rulebook's reasons, those chosen before (codes by commas) ticked. */
void portal_view_why(struct page *page, struct tpl *t, const struct portal_rater *rater, const struct rulebook *book, const char *chosen);

#endif
