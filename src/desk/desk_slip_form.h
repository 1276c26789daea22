#ifndef REDRESS_DESK_SLIP_FORM_H
#define REDRESS_DESK_SLIP_FORM_H

#include "desk_date.h"
#include "desk_slip.h"
#include "http_form.h"

/* What was entered for a step of a slip; kept when the form is shown again. */
struct desk_slip_typed {
    enum slip_action action;
    int slip, version; /* slip: its number */
    const char *text;  /* cleaned, never NULL */
    int64_t person_id; /* assign; 0: none */
    bool absent_ok;
    const char *stage; /* token of the files that came with an earlier try, "" for none */
    const char *from;  /* query of the list that the case was opened from */
};
/* Errors are noted under text and person. */
void desk_slip_read(const struct http_form *form, enum slip_action action, int slip, struct arena *a, size_t text_max, struct desk_slip_typed *ret_typed, struct http_form_errors *errors);

#define DESK_SLIP_LEADS 12     /* departments asked at once */
#define DESK_SLIP_COPIES 8     /* as struct slip_command */
#define DESK_SLIP_MATERIALS 12 /* texts of a report up */

/* What was entered to send one or several. */
struct desk_slip_sending {
    enum slip_kind kind;
    int below, before; /* numbers of the slip it helps with, and of the one in whose place it goes; 0: none */
    int version;       /* of the one above */
    int64_t lead;      /* department */
    int64_t also[DESK_SLIP_LEADS], copies[DESK_SLIP_COPIES];
    size_t n_also, n_copies;
    int64_t unit_id;   /* up, down, info */
    const char *day_typed, *time_typed;
    struct desk_date day;
    int minute;        /* of the day, 0 to 1439 */
    const char *text;
    const char *materials[DESK_SLIP_MATERIALS];
    const char *template, *insert, *stage, *from;
};
/*
 * What the address of the form says: ?kind=, ?below=, ?before=. False when the kind is unknown.
 */
bool desk_slip_sending_start(const struct http_form *query, struct desk_slip_sending *ret_sending);
/*
 * Errors are noted under lead (departments), also, copy, unit, day, time, text and m1, m2 ... of the material. b is the book in force; first: no department has a slip yet, so one must lead.
 */
void desk_slip_sending_read(const struct http_form *form, const struct rulebook *b, bool first, struct arena *a, struct desk_date today, size_t text_max,
                            struct desk_slip_sending *ret_sending, struct http_form_errors *errors);
/* The departments that are asked, the leading one first; in the arena. */
size_t desk_slip_receivers(struct arena *a, const struct desk_slip_sending *sending, int64_t **ret_list);
bool desk_slip_holds(const int64_t *list, size_t n, int64_t id);

#endif
