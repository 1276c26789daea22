#ifndef REDRESS_DESK_CLOSE_FORM_H
#define REDRESS_DESK_CLOSE_FORM_H

#include "closing.h"
#include "http_form.h"
#include "rulebook.h"

/* What the close page is asked to do. */
enum desk_close_do { DESK_CLOSE_NOW, DESK_CLOSE_SAVE, DESK_CLOSE_ASK };
struct desk_close_typed {
    enum desk_close_do what;
    struct complaint_closing closing; /* cleaned, never NULL; parts in the order of the rulebook, matters in theirs */
    int version, draft_version;       /* of the complaint, and of the draft as it was shown; 0: there was none */
    const char *stage, *from;
};
/*
 * Read the form; sections are those of the book, matters as many as the complaint has. Errors are noted under finding, basis, text only when it is to be closed or asked for: a draft may lack anything. What
 * the gates miss is noted by desk_close_errors.
 */
void desk_close_read(const struct http_form *form, const struct rulebook *b, const struct complaint_allegation *matters, size_t n_matters, struct arena *a, size_t text_max,
                     struct desk_close_typed *ret_typed, struct http_form_errors *errors);
/* Name of the control of a section: "part-facts"; of a matter: "reason-2". */
const char *desk_close_part_field(struct arena *a, const char *code);
const char *desk_close_matter_field(struct arena *a, const char *what, int position);

#endif
