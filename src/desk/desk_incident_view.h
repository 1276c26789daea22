#ifndef REDRESS_DESK_INCIDENT_VIEW_H
#define REDRESS_DESK_INCIDENT_VIEW_H

#include "desk_link_view.h"
#include "measure.h"

/* What became of one complaint of several. */
struct desk_result {
    const char *number, *message; /* message in the page's language */
    bool done, known;
};
struct desk_incident_page {
    const struct incident *incident; /* id 0: a new one */
    const struct desk_incident_typed *typed; /* NULL: as it stands */
    const struct incident *stale;            /* what another made of it; NULL */
    const struct http_form_errors *errors;
    const struct complaint *complaints;
    const struct incident_step *steps;
    const struct repeat_match *matches;
    const struct measure *measures;
    const struct desk_result *results;
    size_t n, n_steps, n_matches, n_measures, n_results;
    const char *with; /* a new one: number of the complaint that it begins with */
    const char *heading; /* of the results */
};
void desk_incidents_fill(struct page *page, struct tpl *t, const struct incident *list, size_t n, bool open, bool may_open);
void desk_incident_fill(struct page *page, struct tpl *t, const struct desk_incident_page *p);

/* Answering or closing several; confirm: everything is filled in and is asked once more. */
struct desk_bulk_page {
    const struct incident *incident;
    enum complaint_action action;
    const struct rulebook *book;
    const struct complaint *complaints;
    size_t n;
    bool more, confirm;
    const struct desk_bulk_typed *typed; /* NULL: nothing yet */
    const struct http_form_errors *errors;
};
void desk_bulk_fill(struct page *page, struct tpl *t, const struct desk_bulk_page *p);
/* Whether it can be done as it stands, as far as can be told here. */
bool desk_bulk_possible(const struct page *page, const struct complaint *c, enum complaint_action action);
void desk_gather_fill(struct page *page, struct tpl *t, const struct complaint *c, const struct incident *list, size_t n, const struct http_form_errors *errors);

#endif
