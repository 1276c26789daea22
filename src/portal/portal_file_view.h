#ifndef REDRESS_PORTAL_FILE_VIEW_H
#define REDRESS_PORTAL_FILE_VIEW_H

#include "attachment.h"
#include "category.h"
#include "clock.h"
#include "known.h"
#include "page.h"
#include "portal_draft.h"
#include "rulebook.h"

/* Back link, progress and buttons of a page of the form, and its errors. from_check: the person came from the check page and goes back there. */
void portal_view_step(struct page *page, struct tpl *t, const struct portal_draft *d, enum portal_step step, bool from_check,
                      const struct http_form_errors *errors);

void portal_view_category(struct page *page, struct tpl *t, const struct portal_draft *d, const struct category *list, size_t n,
                          const struct http_form_errors *errors);
void portal_view_what(struct page *page, struct tpl *t, const struct portal_draft *d, const struct category_field *fields, size_t n,
                      const struct http_form_errors *errors);
void portal_view_wish(struct page *page, struct tpl *t, const struct portal_draft *d, const struct http_form_errors *errors);
void portal_view_files(struct page *page, struct tpl *t, const struct attachment *files, size_t n, const struct http_form_errors *errors);
void portal_view_who(struct page *page, struct tpl *t, const struct rulebook *book, const struct portal_draft *d, const struct http_form_errors *errors);
void portal_view_contact(struct page *page, struct tpl *t, const struct portal_draft *d, const struct http_form_errors *errors);

/* What the check page shows besides the draft. */
struct portal_check {
    const struct rulebook *book;
    const struct category *category;
    const struct category_field *fields;
    const struct attachment *files;
    size_t n_fields, n_files;
    const char *place; /* unit and department that will take it */
    const char *seen;  /* which state of the draft this is */
    const struct known_incident *known[KNOWN_OFFERED]; /* to be joined */
    size_t n_known;
    const char *join; /* what was chosen; "" nothing */
    const struct clock_set *clocks; /* with which it would begin, of which the promised ones are told */
    const char *question;  /* to be answered before sending; NULL: none */
};
void portal_view_check(struct page *page, struct tpl *t, const struct portal_draft *d, const struct portal_check *check,
                       const struct http_form_errors *errors);

/* The question of portal_ask_view.h, with the error of "answer"; NULL: none is asked. */
void portal_view_question(struct page *page, struct tpl *t, const char *question, const struct http_form_errors *errors);

/* What was typed in this POST, to be copied: for a draft that is gone. */
void portal_view_typed(struct page *page, struct tpl *t);

/* ---- words shared with the other pages of the website ---- */
/* "explanation, refund" of a draft, in the page's language. */
const char *portal_view_demands(struct page *page, const struct portal_draft *d);
/* Two parts of an enumeration with the language's comma between; either may be "". */
const char *portal_view_join(struct page *page, const char *before, const char *next);
/* One row of a list of files: name, size, code. */
void portal_view_file(struct page *page, struct tpl *t, enum tpl_section section, const struct attachment *file);
/* An error of the control field: the file by its name, and why it was refused. Several files of one control stand one after another in its one error. */
void portal_view_file_error(struct page *page, const char *field, const char *name, const char *msgid, int number, struct http_form_errors *errors);
/* By what news can be told at all here, bits of told_way; and such bits in words. */
unsigned portal_view_ways(const struct page *page);
const char *portal_view_ways_text(struct page *page, unsigned ways);
/* The hours of the hotline, when they are known. */
void portal_view_hours(struct page *page, struct tpl *t);

#endif
