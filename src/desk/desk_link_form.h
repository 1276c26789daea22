#ifndef REDRESS_DESK_LINK_FORM_H
#define REDRESS_DESK_LINK_FORM_H

#include "http_form.h"
#include "link.h"

/* What was entered to link, merge, split or count anew; kept when the form is shown again. */
struct desk_link_typed {
    const char *other; /* as it was typed, without blanks, in capitals */
    enum link_kind kind;
    const char *text;
    bool same_person;
    int version;
};
struct desk_split_typed {
    const char *sections[LINK_SECTIONS_MAX]; /* of the complaint's text */
    int to[LINK_SECTIONS_MAX];               /* 0: stays, else which new complaint */
    size_t n_sections;
    const char *categories[LINK_PARTS_MAX];
    struct link_part parts[LINK_PARTS_MAX]; /* of those that got a section or a category */
    size_t n_parts;
    int version;
};
struct desk_as_new_typed {
    const char *channel, *source, *text;
    int version;
};
struct desk_incident_typed {
    const char *title, *cause, *investigation;
    int version;
    bool close, reopen;
};
/* What is done to the complaints of an incident together. */
#define DESK_BULK_MAX 100
struct desk_bulk_typed {
    const char *numbers[DESK_BULK_MAX];
    size_t n;
    const char *text, *given, *basis, *agreement, *cause, *stage; /* given: word of contact.h, "" for none */
    enum complaint_finding finding;
    bool accept_first, sure;
};

/* Errors are noted under other, kind, text. */
void desk_link_read(const struct http_form *form, struct arena *a, size_t text_max, struct desk_link_typed *ret_typed, struct http_form_errors *errors);
/* sections are filled already; errors under parts. */
void desk_split_read(const struct http_form *form, struct arena *a, const char *own_category, struct desk_split_typed *typed, struct http_form_errors *errors);
void desk_as_new_read(const struct http_form *form, size_t text_max, struct desk_as_new_typed *ret_typed, struct http_form_errors *errors);
void desk_incident_read(const struct http_form *form, size_t text_max, struct desk_incident_typed *ret_typed, struct http_form_errors *errors);
/* A complaint's number as it may be typed or pasted: half width, capitals, no blanks. */
const char *desk_number_typed(struct arena *a, const char *typed);
/* The numbers of a field with one or several in each value, at most max. */
size_t desk_numbers_read(const struct http_form *form, const char *field, struct arena *a, const char **ret_numbers, size_t max);

#endif
