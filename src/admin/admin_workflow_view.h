#ifndef REDRESS_ADMIN_WORKFLOW_VIEW_H
#define REDRESS_ADMIN_WORKFLOW_VIEW_H

#include "complaint_flow.h"
#include "page.h"
#include "role.h"
#include "rulebook.h"

/* The workflow as a drawing and as tables. book: of whose clocks to tell what starts and ends; NULL: none is in force. */
struct tpl *admin_workflow_view(struct page *page, const struct role *roles, size_t n_roles, const struct rulebook *book);

#endif
