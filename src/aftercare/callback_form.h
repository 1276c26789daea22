#ifndef REDRESS_CALLBACK_FORM_H
#define REDRESS_CALLBACK_FORM_H

#include "callback.h"
#include "http_form.h"

/* What was entered on the page of a callback; kept when it is shown again. Answers are fields q-CODE. */
enum callback_do { CALLBACK_DO_DONE, CALLBACK_DO_VAIN, CALLBACK_DO_REVEAL, CALLBACK_DO_TAKE, CALLBACK_DO_LET_GO };
struct callback_typed {
    enum callback_do action;
    int version, said; /* said: CALLBACK_NOT_SAID: not chosen */
    struct callback_answers answers;
    enum contact_way way;
    enum contact_result result; /* in vain */
    const char *text;
};
/* ERR_MALFORMED when it says nothing that can be done. */
enum err callback_read_form(const struct http_form *form, struct arena *a, const struct rb_callback *script, struct callback_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;
/* Name of the field of a question. */
const char *callback_field(struct arena *a, const struct rb_question *question);

#endif
