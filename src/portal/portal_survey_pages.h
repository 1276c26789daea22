#ifndef REDRESS_PORTAL_SURVEY_PAGES_H
#define REDRESS_PORTAL_SURVEY_PAGES_H

#include "page.h"
#include "portal_rater.h"

/* GET and POST of the survey, and of the page after it. */
enum err portal_survey_page(struct page *page, struct portal_rater *rater) MUST_CHECK;
enum err portal_survey_why_page(struct page *page, struct portal_rater *rater) MUST_CHECK;

#endif
