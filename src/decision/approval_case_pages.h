#ifndef REDRESS_APPROVAL_CASE_PAGES_H
#define REDRESS_APPROVAL_CASE_PAGES_H

#include "approval_view.h"

/* What of the complaint who decides has to know, for approval_case_fill: the complaint's part of *x. Whether he may know it was decided by what he decides on. */
enum err approval_case_show(struct page *page, int64_t complaint_id, struct approval_shown *x) MUST_CHECK;

#endif
