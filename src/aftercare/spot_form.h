#ifndef REDRESS_SPOT_FORM_H
#define REDRESS_SPOT_FORM_H

#include "http_form.h"
#include "spot.h"

/* What was entered on the page of a spot check; kept when it is shown again. */
struct spot_typed {
    bool answers; /* the unit answers; else it is decided */
    int version;
    enum spot_result result;
    enum complaint_finding after;
    const char *text, *reply;
};
void spot_read_form(const struct http_form *form, struct spot_typed *ret_typed, struct http_form_errors *errors);

#endif
