#ifndef REDRESS_PORTAL_TRACK_FORM_H
#define REDRESS_PORTAL_TRACK_FORM_H

#include "http_form.h"

/* What the forms of the tracking pages take. */
struct portal_key {
    const char *number, *code; /* as typed */
};
void portal_form_key(const struct http_form *form, struct portal_key *ret_key, struct http_form_errors *errors);

/* A message; n_files with it: one of both must be there. */
const char *portal_form_message(const struct http_form *form, unsigned max_chars, size_t n_files, struct http_form_errors *errors);

const char *portal_form_reason(const struct http_form *form, struct http_form_errors *errors);

/* The survey: solved 1 yes .. 3 no; levels 5 .. 1, 0 not answered. */
#define PORTAL_LEVELS 5
struct portal_rating {
    int solved, levels[PORTAL_LEVELS]; /* overall, speed, attitude, skill, result */
    const char *words;
    bool callback;
};
extern const char *const portal_rating_fields[PORTAL_LEVELS];
void portal_form_rating(const struct http_form *form, struct portal_rating *ret_rating, struct http_form_errors *errors);

#endif
