#ifndef PAGES_CASE_H
#define PAGES_CASE_H

#include "pages_website.h"

/* A complaint of one's own at the desk of the staff, for suites that carry one. */

#define HANDLER "zhaolei" /* may do everything with complaints of his unit, which takes those of the website */

/* The path of a complaint in a list: the first after a text, or the first of all. */
const char *complaint_after(struct reply list, const char *text);
/* A page below a complaint's. */
const char *sub(const char *path, const char *name);
/* The number in its path. */
const char *number_of(const char *path);
/* The version that the case page shows, in front of further fields. */
const char *with_version(const char *path, const char *fields);
/* An action that succeeds, and what is said of it on the page it leads to. */
void act(const char *path, const char *action, const char *fields, const char *flash);

/* Filed on the website, in a browser of its own, as "named", "confidential" or "anonymous"; its path. */
const char *file_complaint(const char *mode);
/* One that was accepted already, by whoever is signed in. */
const char *accepted_complaint(void);
/* A message from the tracking page of the complaint that was filed last. */
void complainant_writes(const char *text);

/* The day so many days from now, as the forms take it. */
const char *in_days(int days);
/* The value of the first option after a text of a page. */
const char *first_option(struct reply page, const char *select);

#endif
