#ifndef REDRESS_COMMITTEE_VIEW_H
#define REDRESS_COMMITTEE_VIEW_H

#include "committee.h"
#include "committee_form.h"
#include "page.h"

/* The committee's pages: lists, a meeting, one item. */
const char *committee_meeting_name(const struct page *page, const struct meeting *m);
const char *committee_meeting_time(const struct page *page, int64_t at_us);
const char *committee_question(const struct page *page, const struct agenda_item *i); /* as it was asked, or what is always asked for this reason */

/* {{#TABLE}} with {{#ITEM}} rows, or {{#EMPTY}}. */
enum committee_column { COMMITTEE_SHOW_STATE, COMMITTEE_SHOW_DECISION, COMMITTEE_SHOW_FOLLOW };
void committee_rows_fill(struct page *page, struct tpl *t, const struct agenda_item *list, size_t n, enum committee_column column);
void committee_meetings_fill(struct page *page, struct tpl *t, const struct meeting *list, size_t n);

/* Calling one, or changing it. */
struct meeting_call {
    const struct meeting *m; /* NULL: a new one */
    const int64_t *unit_ids;
    const char *const *units;
    size_t n_units;
    int64_t unit_id; /* whose people are offered */
    const struct meeting_member *people;
    size_t n_people;
    const struct meeting_typed *typed; /* NULL: nothing yet */
    const struct http_form_errors *errors;
};
void meeting_call_fill(struct page *page, struct tpl *t, const struct meeting_call *x);

struct meeting_shown {
    const struct meeting *m;
    bool may_hold, votes;
    int quorum;
    const struct agenda_item *agenda, *waiting;
    const struct meeting_member *people;
    size_t n_agenda, n_waiting, n_people;
    const struct meeting_typed *typed;
    const struct http_form_errors *errors;
};
void meeting_fill(struct page *page, struct tpl *t, const struct meeting_shown *x);

struct vexatious_shown {
    const struct vexatious *list;
    size_t n;
    int64_t typed_id;
    const char *typed;
    const struct http_form_errors *errors;
};
void vexatious_fill(struct page *page, struct tpl *t, const struct vexatious_shown *x);

#endif
