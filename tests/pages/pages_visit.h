#ifndef PAGES_VISIT_H
#define PAGES_VISIT_H

#include "pages_fixture.h"

/*
 * One visitor at a time, for suites that tell a story: what the browser of the moment asks for, sends and sees. Every step fails the test when it goes
 * otherwise than the story says. Pages are in English once somebody is signed in by be().
 */
extern struct browser *b;
extern struct arena *kept; /* for what a test remembers from page to page */
extern char mark[24];      /* of this run, for names and codes: suites and runs do not meet */

/* Before and after each test: a browser at the staff's pages with nobody signed in. */
void visit_begin(void);
void visit_end(void);
/* Somebody of the staff, in a browser of his own. */
void be(const char *login);

struct reply get(const char *path, int status);
struct reply post(const char *path, const char *form, int status);
void sees(const char *text);
void sees_not(const char *text);
/* A redirect to a path. */
void leads_to(struct reply reply, const char *path);
/* In the database, as the staff's pages do. */
void sql(const char *text);

const char *f(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* The version that the form of the last page carries. */
const char *version(void);
/* The rest of an attribute's value. */
const char *upto_quote(const char *at);
/* From a place in a page back to the nearest text before it. */
const char *back_to(const char *at, const char *text);
/* The page of the first row that a search of a list finds. */
const char *find(const char *list, const char *words);
/* An open one of no special grade that somebody sees and somebody else does not; its path. Signs both in. */
const char *open_complaint(const char *login, const char *unseen_by);
/* The value of the option whose label begins with a text. */
const char *option_of(struct reply reply, const char *label);

/* The value of the last choice of a select of the last page, by its id. */
const char *last_choice(struct reply reply, const char *id);
/* Everything that closing can ask for beside the finding, as the form of the close page that was just shown has it: "&basis=...". */
const char *closing_form(struct reply reply);

#endif
