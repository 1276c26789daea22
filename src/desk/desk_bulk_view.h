#ifndef REDRESS_DESK_BULK_VIEW_H
#define REDRESS_DESK_BULK_VIEW_H

#include "absence.h"
#include "complaint_flow.h"
#include "desk_bulk.h"
#include "desk_list_view.h"

/* {{#BULK_BAR}} above the list: what can be done with the chosen ones. */
void desk_bulk_bar_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown);

/* What is entered before the action is confirmed. */
struct desk_bulk_typed {
    int64_t department_id, person_id;
    const char *person; /* name or sign-in name of somebody who is not in the list, "" for none; the page finds him */
    bool absent_ok, away; /* assign to somebody who is away all the same; the chosen one is away */
    const char *text, *word, *basis, *agreement, *cause, *stage;
    enum complaint_finding finding;
};
/* One of the complaints: c NULL when the user does not see it any more. */
struct desk_bulk_row {
    const struct bulk_item *item;
    const struct complaint *c;
    permission_set rights;
    enum desk_bulk_verdict verdict;
};
struct desk_bulk_shown {
    const struct bulk *bulk;
    const struct desk_bulk_row *rows;
    size_t n;
    const struct desk_bulk_typed *typed;
    const struct http_form_errors *errors;
    const struct rulebook *book;
    const struct department *departments;
    const struct person *people;
    const struct absence *away; /* of the people of the unit */
    const char *const *words; /* tags in use */
    size_t n_departments, n_people, n_away, n_words;
    const char *back; /* to the list */
};
void desk_many_fill(struct page *page, struct tpl *t, const struct desk_bulk_shown *shown);
/* Why one is refused, and what could be done instead. */
const char *desk_bulk_words(const struct page *page, enum desk_bulk_verdict verdict, const struct complaint *c, permission_set rights);

#endif
