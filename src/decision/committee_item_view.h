#ifndef REDRESS_COMMITTEE_ITEM_VIEW_H
#define REDRESS_COMMITTEE_ITEM_VIEW_H

#include "approval_view.h"
#include "committee_view.h"

/* One item as the committee sees it. */
struct item_shown {
    const struct agenda_item *item;
    bool may_hold, member, present, votes;
    struct committee_tally tally;
    const char *undecided; /* why it cannot be decided now, msgid; NULL: it can */
    const struct agenda_voice *voices;
    const struct committee_source *sources;
    const struct meeting *meetings; /* onto whose agenda it can be put */
    const int64_t *people_ids;
    const char *const *people;
    size_t n_voices, n_sources, n_meetings, n_people;
    int returned_slip; /* number of the returned slip in whose place another one goes; 0: none */
    const struct approval_shown *k; /* the complaint */
    const struct item_typed *typed;
    const struct http_form_errors *errors;
};
void item_fill(struct page *page, struct tpl *t, const struct item_shown *x);

/* ---- for paper ---- */
struct meeting_paper {
    const struct meeting *m;
    const struct agenda_item *agenda;
    const struct meeting_member *people;
    const struct meeting_voice *voices;
    size_t n_agenda, n_people, n_voices;
};
void agenda_print_fill(struct page *page, struct tpl *t, const struct meeting_paper *x);
void minutes_print_fill(struct page *page, struct tpl *t, const struct meeting_paper *x);

#endif
