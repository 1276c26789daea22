#ifndef REDRESS_PORTAL_TRACK_VIEW_H
#define REDRESS_PORTAL_TRACK_VIEW_H

#include "attachment.h"
#include "clock.h"
#include "complaint_flow.h"
#include "message.h"
#include "page.h"
#include "portal_receipt_view.h"
#include "portal_track_form.h"
#include "timeline.h"

/* As what somebody looked at the sealed identity and what for, in words; "" unknown. */
struct portal_look {
    int seq;
    const char *role, *purpose;
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
    const struct clock_set *clocks; /* of which the promised ones are told */
    bool rated;
    const char *typed; /* of the message, after an error */
};

/* Unit and department, as the complainant reads them. */
const char *portal_view_place(struct page *page, const struct complaint *c);
void portal_view_case(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors);
/* The receipt as far as it can be printed again: without passcode and name, which the website cannot read. */
struct portal_receipt_sheet portal_view_case_sheet(struct page *page, const struct portal_case *kase);
void portal_view_rating(struct page *page, struct tpl *t, const struct complaint *c, const struct portal_rating *rating,
                        const struct http_form_errors *errors);

#endif
