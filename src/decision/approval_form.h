#ifndef REDRESS_APPROVAL_FORM_H
#define REDRESS_APPROVAL_FORM_H

#include "approval.h"
#include "http_form.h"

/* What was entered on an approval's page; kept when it is shown again. */
struct approval_typed {
    enum approval_decision decision; /* 0: take it back */
    bool take_back;
    int version;
    int64_t to_id;       /* hand on; 0: none */
    const char *text, *note; /* opinion or reason; words to whom it is handed */
};
/* ERR_MALFORMED when it says nothing that can be done. Errors are noted under text, to and note. */
enum err approval_read_form(const struct http_form *form, struct approval_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

#endif
