#ifndef REDRESS_DESK_CLASSIFY_FORM_H
#define REDRESS_DESK_CLASSIFY_FORM_H

#include "complaint.h"
#include "http_form.h"
#include "rulebook.h"

/* What is entered to classify a complaint (requirements D1-D5); everything in words and codes, as typed as far as it was wrong. */
struct desk_classify_typed {
    const char *category, *grade, *grade_reason, *loss; /* codes; grade "": as the rules propose */
    struct complaint_class class;
};
#define DESK_RESPONDENTS_SPARE 2 /* empty rows below those that are filled in */

/*
 * Errors are noted under category, grade, grade_reason, loss, cause, at_stage, flag_note_CODE and r1_name, r1_kind ...; codes that the rulebook does not have are passed over. Whether
 * another grade needs a reason is for the caller, who knows the complaint.
 */
void desk_classify_read(const struct http_form *form, const struct rulebook *b, struct arena *a, struct desk_classify_typed *ret_typed, struct http_form_errors *errors);
/* As the complaint stands. */
struct desk_classify_typed desk_classify_saved(const struct complaint *c, const struct complaint_class *class);
bool desk_classify_has(const char *const *codes, size_t n, const char *code);
/* The note of a flag that was chosen, NULL when it was not. */
const char *desk_classify_note(const struct complaint_class *class, const char *code);
/* The complaint as it would be with what was typed, for the rules to look at. */
void desk_classify_apply(const struct desk_classify_typed *typed, const struct rulebook *b, struct complaint *c);

#endif
