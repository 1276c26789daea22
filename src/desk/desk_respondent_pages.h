#ifndef REDRESS_DESK_RESPONDENT_PAGES_H
#define REDRESS_DESK_RESPONDENT_PAGES_H

#include "desk_case_view.h"

/*
 * Respondents that are ours, found by what was typed or chosen (requirements D3): a department near the complaint by its name, a colleague by "name (sign-in name)", sign-in name or, where it is
 * the only one of that name, by name. Those that were saved stay as they are. What is not found is noted under r1_name and so on. Departments and rules of x are loaded.
 */
enum err desk_respondents_find(struct page *page, const struct desk_case *x, struct complaint_class *class, struct http_form_errors *errors) MUST_CHECK;

#endif
