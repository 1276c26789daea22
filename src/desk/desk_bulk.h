#ifndef REDRESS_DESK_BULK_H
#define REDRESS_DESK_BULK_H

#include "access.h"
#include "bulk_run.h"
#include "complaint_flow.h"

/* Actions on many complaints: who may, what each asks for, and whether one of the complaints takes it. */
struct desk_bulk_kind {
    enum permission permission;
    const char *title;  /* msgid: in the list of actions */
    const char *button; /* msgid */
    const char *hint;   /* msgid: what happens to each */
    const char *label;  /* msgid: of the text */
    bool person, department, text, text_needed, word, finding; /* what is asked for */
};
const struct desk_bulk_kind *desk_bulk_kind(enum bulk_action action);
bool desk_bulk_may(const struct access_user *user, enum bulk_action action);
bool desk_bulk_any(const struct access_user *user);

/* Why an action cannot be done with a complaint. */
enum desk_bulk_verdict { BULK_FITS, BULK_GONE, BULK_CHANGED, BULK_NO_RIGHT, BULK_NOT_NOW, BULK_PART, BULK_NO_SLIP, BULK_OPEN_SLIPS, BULK_NOT_REPLIED };
/* c NULL: he does not see it any more; version: that it was chosen with. */
enum desk_bulk_verdict desk_bulk_judge(enum bulk_action action, const struct complaint *c, permission_set rights, int version);

#endif
