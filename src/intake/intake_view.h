#ifndef REDRESS_INTAKE_VIEW_H
#define REDRESS_INTAKE_VIEW_H

#include "attachment.h"
#include "clock.h"
#include "intake_form.h"
#include "page.h"
#include "repeat.h"
#include "committee.h"

#define INTAKE_FITS 12 /* categories that are offered when several fit */

/* All that the form of a channel shows. */
struct intake_page {
    const struct intake *d;
    const struct rulebook *book;
    const struct rb_name *channel;
    const struct rb_intake *rules;
    const struct category *categories, *chosen; /* chosen: NULL when none or several fit */
    const struct category *fits[INTAKE_FITS];
    const struct category_field *fields; /* of the chosen one */
    const struct intake_unit *units;
    const struct repeat_match *found;
    const struct attachment *files;
    const struct http_form_errors *errors;
    const struct vexatious *vexatious; /* findings about this contact */
    size_t n_vexatious;
    size_t n_categories, n_fits, n_fields, n_units, n_found, n_files;
    bool looked;     /* for earlier complaints */
    bool all_units;  /* false: there are more than are offered */
    bool mailed;     /* it may be made of a mail */
    int64_t kept_us; /* when the draft was last saved; 0: not yet */
};
void intake_form_fill(struct page *page, struct tpl *t, const struct intake_page *x);

/* One that was begun and not saved. */
struct intake_begun {
    struct intake d;
    int64_t updated_us;
};
void intake_start_fill(struct page *page, struct tpl *t, const struct rulebook *book, const struct intake_begun *list, size_t n);

/* After saving: code is the passcode to be handed out, "" none. */
struct intake_done {
    const struct complaint *c;
    const struct rulebook *book;
    const struct clock_set *clocks;
    const char *code;
};
void intake_done_fill(struct page *page, struct tpl *t, const struct intake_done *done);
void intake_receipt_fill(struct page *page, struct tpl *t, const struct intake_done *done);

/* The reception form on paper: of what was typed, or of a complaint, where who complained is left to be filled in by hand. */
struct intake_sheet {
    const struct intake *d;
    const struct rulebook *book;
    const char *number, *category, *place, *back;
    int64_t received_us;
    const struct attachment *files;
    size_t n_files;
};
void intake_sheet_fill(struct page *page, struct tpl *t, const struct intake_sheet *sheet);
const char *intake_wishes(struct page *page, const struct intake *d);

#endif
