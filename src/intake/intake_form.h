#ifndef REDRESS_INTAKE_FORM_H
#define REDRESS_INTAKE_FORM_H

#include "http_form.h"
#include "intake.h"

struct intake_limits {
    size_t title_chars, text_chars;
};
/* What a button of the form does. Everything but saving keeps what was typed as it is. */
enum intake_do { INTAKE_FIND, INTAKE_QUESTIONS, INTAKE_KEEP, INTAKE_FILES, INTAKE_REMOVE, INTAKE_SHEET, INTAKE_SAVE, INTAKE_ACCEPT };
enum intake_do intake_form_do(const struct http_form *form);

/* Everything as typed; nothing is refused. fields: the questions that stood in the form. */
void intake_form_read(const struct http_form *form, struct intake *ret_d);
/* Answers to a category's own questions, by the names "f12". */
void intake_form_answers(const struct http_form *form, const struct category_field *fields, size_t n, struct intake *d);
const char *intake_field_name(struct arena *a, int64_t field_id); /* "f12" */
const char *intake_ask_name(struct arena *a, const char *ask);    /* "ask_recording" */

/*
 * What has to be mended before it can be saved, all at once, in the order of the form, under the names of the controls. What was typed in another form (full-width digits, 1,200元, 2026年8月1日) is put right in *d. The category
 * has been looked for already: fields are its own questions.
 */
struct intake_rules {
    const struct rb_intake *rules; /* NULL: the book asks nothing of its own */
    const struct rulebook *book;
    const struct category_field *fields;
    size_t n_fields;
    const char *category; /* what is wrong with it; NULL: one was found */
    struct intake_limits limits;
    const struct utc_zone *zone;
    int64_t now_us;
};
void intake_form_check(struct arena *a, const struct intake_rules *rules, struct intake *d, int64_t *ret_received_us, struct http_form_errors *errors);

#endif
