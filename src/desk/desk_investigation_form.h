#ifndef REDRESS_DESK_INVESTIGATION_FORM_H
#define REDRESS_DESK_INVESTIGATION_FORM_H

#include "complaint.h"
#include "http_form.h"
#include "investigation.h"

/* What was entered about one matter; kept when the form is shown again. */
struct desk_investigation_typed {
    int position, version;
    const char *texts[INVESTIGATION_PART__COUNT]; /* cleaned, never NULL */
    enum complaint_finding finding;
    const char *reason;
    const char *stage, *from;
};
/* finds: finding and reason are asked for. Errors are noted under the parts' names, finding and reason, each with "-" and the position behind it, as their controls are named. */
void desk_investigation_read(const struct http_form *form, int position, bool finds, struct arena *a, size_t text_max, struct desk_investigation_typed *ret_typed, struct http_form_errors *errors);
/* "facts-2": the id of a control. */
const char *desk_investigation_field(struct arena *a, const char *field, int position);

/* The key facts of sensitive flags, in the order of the complaint's; field "flag-CODE", with the text that it was shown with in "was-CODE". */
#define DESK_FLAG_NOTE_MAX 1000
struct desk_flag_typed {
    const char *code, *was, *note;
};
void desk_flags_read(const struct http_form *form, const struct complaint_flag *flags, size_t n, struct arena *a, struct desk_flag_typed *ret_list, struct http_form_errors *errors);

#endif
