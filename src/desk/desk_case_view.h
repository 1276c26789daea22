#ifndef REDRESS_DESK_CASE_VIEW_H
#define REDRESS_DESK_CASE_VIEW_H

#include "aside.h"
#include "attachment.h"
#include "clock.h"
#include "complaint_flow.h"
#include "desk_act_form.h"
#include "desk_case.h"
#include "desk_list_form.h"
#include "desk_slip.h"
#include "identity.h"
#include "absence.h"
#include "org.h"
#include "page.h"
#include "recusal.h"

#define DESK_ENTRIES_MAX 100 /* messages, and events, that the case page loads; the record has the rest */

/* Everything that the pages of one complaint show; each page loads what it needs. */
struct desk_case {
    struct complaint c;
    permission_set rights;
    struct complaint_part part; /* what of it the user sees */
    uint64_t allowed; /* flow_allowed */
    struct complaint_parts parts;
    struct message *messages;
    struct event *events;
    struct attachment *files;
    struct department *departments; /* to which it may be assigned */
    struct person *people;
    struct absence *away; /* which of them are away now */
    size_t n_messages, n_events, n_files, n_departments, n_people, n_away;
    struct clock_world world;          /* the book in force, calendar and line of its unit */
    struct clock_set *clocks;          /* most urgent first, with their history */
    struct clock_request *requests;    /* extensions asked for, newest first */
    size_t n_requests;
    const struct clock_request *mine;  /* the one that the user may decide; NULL: none */
    struct complaint_class class;      /* causes, stages, flags, respondents */
    struct rb_facts facts;             /* what the rules know of it */
    struct desk_slips slips;
    struct recusal *kept_out;          /* who is kept out of it */
    size_t n_kept_out;
    const char *const *tags, *const *tags_offered; /* what it has, and words in use in its unit */
    size_t n_tags, n_tags_offered;
    struct aside aside;   /* drafts, who else is looking, phrases */
    struct identity who;
    bool known;       /* who is opened */
    bool has_files;   /* the list of files was loaded */
    bool other_units; /* departments holds those of other units too */
    const char *from; /* query of the list that led here, "" for none */
    struct desk_list list;
};

enum desk_tab { DESK_TAB_WORK, DESK_TAB_FILES, DESK_TAB_RECORD };

/* The absence of a person that runs now; NULL: he is there. */
const struct absence *desk_away(const struct desk_case *x, int64_t person_id);

/* Title, tags, due strip and tabs. */
void desk_head_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_tab tab);
/* Content, facts and timeline of the case page. */
void desk_body_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show);
void desk_files_fill(struct page *page, struct tpl *t, const struct desk_case *x);
void desk_record_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct event *events, size_t n);
void desk_print_fill(struct page *page, struct tpl *t, const struct desk_case *x);
/* The opened identity: {{#FACT}} rows. */
void desk_identity_fill(struct page *page, struct tpl *t, const struct identity *who);

/* Unit and department that carry it, in one line. */
const char *desk_place(const struct page *page, const struct complaint *c);
/* "2026-08-21 10:06" in the site's zone. */
const char *desk_moment(const struct page *page, int64_t at_us);
/* {{#FILE}}: the link to an attachment. */
void desk_file_fill(struct page *page, struct tpl *t, const struct attachment *f);
/* The lang attribute of what the complainant wrote. */
const char *desk_text_lang(const struct complaint *c);
/* A complaint may be given to any department of its own unit, and to the customer service of the units next to it, who pass it on. */
bool desk_department_offered(const struct complaint *c, const struct department *d);

#endif
