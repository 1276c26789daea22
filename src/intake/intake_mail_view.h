#ifndef REDRESS_INTAKE_MAIL_VIEW_H
#define REDRESS_INTAKE_MAIL_VIEW_H

#include "attachment.h"
#include "mail.h"
#include "page.h"
#include "repeat.h"

/* The list; view: the name of what is shown, in the address. */
struct intake_mail_list {
    const char *view;
    const struct mail *rows;
    size_t n;
    const char *next; /* "": no more */
};
extern const char *const intake_mail_views[]; /* in the order of enum intake_mail_view; NULL-terminated */
const char *intake_mail_view_title(const char *view); /* msgid */
void intake_mail_list_fill(struct page *page, struct tpl *t, const struct intake_mail_list *list);

/* One mail; its complaint may be any that the user sees, the likeliest first. */
struct intake_mail_page {
    const struct mail *mail;
    const struct attachment *files;
    const struct repeat_match *found; /* reasons 0: its number stands in the text */
    size_t n_files, n_found;
    const char *typed_number, *typed_reason;
    const struct http_form_errors *errors;
};
void intake_mail_fill(struct page *page, struct tpl *t, const struct intake_mail_page *x);

#endif
