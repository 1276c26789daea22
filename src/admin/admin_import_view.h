#ifndef REDRESS_ADMIN_IMPORT_VIEW_H
#define REDRESS_ADMIN_IMPORT_VIEW_H

#include "org.h"
#include "page.h"
#include "people_import.h"

/* A row of the preview; the store's plan in words of the view. */
enum admin_import_kind { ADMIN_IMPORT_NEW, ADMIN_IMPORT_CHANGED, ADMIN_IMPORT_SAME, ADMIN_IMPORT_FAULTY, ADMIN_IMPORT_KIND__COUNT };
struct admin_import_row {
    int line;
    enum admin_import_kind kind;
    const struct person *was, *person; /* was->id 0: new */
    const char *roles;                 /* to add, as shown */
    const char *login, *name;          /* as in the table */
    const char *fault, *about;
};
struct admin_import_shown {
    const char *text;                      /* as pasted */
    const struct people_import *table;     /* NULL: nothing read yet */
    const struct admin_import_row *rows;
    size_t n, counts[ADMIN_IMPORT_KIND__COUNT];
    const char *const *parts;              /* the table as hidden fields */
    size_t n_parts;
    bool moved;                            /* something changed since the last preview */
    const struct http_form_errors *errors; /* NULL: none */
};
struct tpl *admin_import_view(struct page *page, const struct admin_import_shown *shown);

/* Afterwards: passwords NULL: of so many people none were made. One for each new person in the order of the rows. */
struct tpl *admin_import_done_view(struct page *page, const struct admin_import_shown *shown, const char *const *passwords);

/* A msgid with its first %s replaced. */
const char *admin_import_text(struct page *page, const char *msgid, const char *about);

#endif
