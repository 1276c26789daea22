#ifndef REDRESS_LIBRARY_FORM_H
#define REDRESS_LIBRARY_FORM_H

#include "http_form.h"
#include "library.h"

struct library_asked {
    bool drafts;
    const char *words, *cause;
    int64_t category_id;
};
void library_asked_read(const struct http_form *query, struct library_asked *ret_asked);
/* after NULL: from the top. */
const char *library_url(struct arena *a, const struct library_asked *asked, const char *after);

struct library_typed {
    enum library_action action;
    int version;
    const char *number; /* of the complaint, of a new one */
    const char *parts[LIBRARY_PART__END];
    int64_t category_id;
    uint8_t passage[32];
    const char *text;
};
enum err library_read(const struct http_form *form, struct library_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

#endif
