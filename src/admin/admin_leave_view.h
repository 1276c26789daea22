#ifndef REDRESS_ADMIN_LEAVE_VIEW_H
#define REDRESS_ADMIN_LEAVE_VIEW_H

#include "absence.h"
#include "org.h"
#include "page.h"

/* What somebody who leaves hands over: the kinds in the order of the page. */
enum admin_leave_kind { ADMIN_LEAVE_COMPLAINTS, ADMIN_LEAVE_POSTS, ADMIN_LEAVE_ABSENCES, ADMIN_LEAVE__COUNT };
extern const char *const admin_leave_fields[]; /* names of the controls: "complaints_to", ... */

struct admin_leave_shown {
    const struct person *person;
    int64_t complaints;
    const struct department *posts;
    const struct absence *absences;
    const struct people_grant *grants;
    size_t n_posts, n_absences, n_grants;
    const struct person *colleagues; /* proposed as successors */
    size_t n_colleagues;
    const char *all, *typed[ADMIN_LEAVE__COUNT]; /* as typed; "" */
    const struct person *to;                     /* of ADMIN_LEAVE__COUNT: who takes over, for the page of confirmation; id 0: nothing to take */
    const struct http_form_errors *errors;       /* NULL: none */
};
/* Choosing, and confirming what was chosen. */
struct tpl *admin_leave_view(struct page *page, const struct admin_leave_shown *shown);
struct tpl *admin_leave_confirm_view(struct page *page, const struct admin_leave_shown *shown);

#endif
