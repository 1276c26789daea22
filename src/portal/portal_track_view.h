#ifndef REDRESS_PORTAL_TRACK_VIEW_H
#define REDRESS_PORTAL_TRACK_VIEW_H

#include "attachment.h"
#include "clock.h"
#include "complaint_flow.h"
#include "message.h"
#include "page.h"
#include "portal_receipt_view.h"
#include "portal_track_form.h"
#include "rulebook.h"
#include "timeline.h"

/* As what somebody looked at the sealed identity and what for, in words; "" unknown. */
struct portal_look {
    int seq;
    const char *role, *purpose;
};

/* A file that was not taken, and why: a msgid with its number. */
struct portal_refused {
    const char *name, *message;
    int number;
};

/* Everything that the page of one complaint shows to the complainant. */
struct portal_case {
    struct complaint c;
    struct complaint_parts parts;
    struct message *messages; /* newest first */
    struct event *events;     /* newest first */
    struct attachment *files, *staged;
    size_t n_messages, n_events, n_files, n_staged;
    struct portal_look *looks; /* at the sealed identity */
    size_t n_looks;
    struct complaint_split *split;
    size_t n_split;
    const struct clock_set *clocks; /* of which the promised ones are told */
    bool rated;
    const char *typed; /* of the message, after an error */
    bool cannot;       /* what was asked for cannot be supplied, ticked */
    const char *typed_why, *typed_urge; /* of the two other forms */
    const struct portal_refused *refused; /* files that came with an error */
    size_t n_refused;
    const struct rulebook *book;
    int64_t urge_from_us; /* from when on he may urge */
};

/* Unit and department, as the complainant reads them. */
const char *portal_view_place(struct page *page, const struct complaint *c);
void portal_view_case(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors);
/* The same on paper: everything unfolded, nothing to press. */
void portal_view_print(struct page *page, struct tpl *t, const struct portal_case *kase);
/* The receipt as far as it can be printed again: without passcode and name, which the website cannot read. */
struct portal_receipt_sheet portal_view_case_sheet(struct page *page, const struct portal_case *kase);

#endif
