#ifndef REDRESS_ADMIN_ROUTES_H
#define REDRESS_ADMIN_ROUTES_H

#include "route.h"

/* The administration, below /staff/admin/. */
extern const struct route admin_book_routes[];
extern const struct route admin_rulebook_routes[];
extern const struct route admin_calendar_routes[];
extern const struct route admin_calendar_year_routes[];
extern const struct route admin_clock_routes[];
extern const struct route admin_unit_routes[];
extern const struct route admin_department_routes[];
extern const struct route admin_people_routes[];
extern const struct route admin_role_routes[];
extern const struct route admin_change_routes[];
extern const struct route admin_workflow_routes[];
extern const struct route admin_leave_routes[];
extern const struct route admin_site_routes[], admin_post_routes[], admin_content_routes[];
extern const struct route admin_import_routes[];

#endif
