#ifndef REDRESS_PORTAL_ASK_PAGES_H
#define REDRESS_PORTAL_ASK_PAGES_H

#include "http_form.h"
#include "page.h"

/*
 * The question of portal_ask_view.h and what comes of its answers. Every answer brings another question, so that nobody goes through the few sums there are, and wrong ones are counted for the network
 * (security.answers_per_hour).
 */
enum portal_said {
    SAID_NOTHING,
    SAID_RIGHT,
    SAID_WRONG,
    SAID_TOO_OFTEN, /* wrong ones before: this one was not looked at */
};
/* The question for a subject as it stands now. */
enum err portal_question(struct page *page, const char *subject, const char **ret_question) MUST_CHECK;
/* What stands in the field "answer", counted. */
enum err portal_question_said(struct page *page, const char *subject, enum portal_said *ret_said) MUST_CHECK;
/* Notes with the field "answer" why it is asked (again). */
void portal_question_error(enum portal_said said, struct http_form_errors *errors);

#endif
