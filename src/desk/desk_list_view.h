#ifndef REDRESS_DESK_LIST_VIEW_H
#define REDRESS_DESK_LIST_VIEW_H

#include "category.h"
#include "complaint.h"
#include "desk_list_form.h"
#include "org.h"
#include "page.h"
#include "rulebook.h"
#include "saved_list.h"

/*
 * Rows of complaints ({{#ROW}} of parts/desk_rows.html) below t; from is the query of the list that the case leads back to, b the book in force, which names the
 * grades and the sensitive flags: any grade but the lightest is shown, and a mark for the gravest flag. Beside the date stands which clock it is of.
 */
void desk_rows_fill(const struct page *page, struct tpl *t, const struct rulebook *b, const struct complaint *rows, size_t n, const char *from);
/* The same with columns of choice, and a box to choose each row by; tags of each row, NULL: none. */
struct desk_rows {
    const struct rulebook *book;
    const struct complaint *list;
    const char *const *tags;
    size_t n;
    unsigned columns;
    bool pick;
    const char *from;
};
void desk_rows_fill_columns(const struct page *page, struct tpl *t, const struct desk_rows *rows);
/* What a column says in plain words, as files have it: of a row and its tags. */
const char *desk_cell_words(const struct page *page, const struct rulebook *b, enum desk_column column, const struct complaint *c, const char *tags);
/* Time left or passed in words: "Over by 3 hours", "2 days left"; "" for a complaint that is no longer open. */
const char *desk_due_words(const struct page *page, const struct complaint *c);
/* The class of the tag that shows a state. */
const char *desk_state_class(enum complaint_state state);

/* What the page of the list shows. */
struct desk_list_shown {
    const struct desk_list_typed *typed;
    const struct rulebook *book;
    const struct complaint *rows; /* as complaint_list gave them, with the one too many */
    size_t n, limit;
    struct complaint_cut cut; /* the search was given up before its end */
    const char *const *tags;  /* of each row */
    const struct saved_view *saved; /* the user's own and those shared with him */
    size_t n_saved;
    const struct person *people; /* to filter by, and to give complaints to */
    size_t n_people;
    const char *const *words; /* tags in use in the unit */
    size_t n_words;
    const struct category *categories;
    size_t n_categories;
    bool more; /* the folded filters are open; units and departments are loaded only then */
    const struct unit *units;
    size_t n_units;
    const struct department *departments;
    size_t n_departments;
    const struct http_form_errors *errors;
};
/* The filters of it: the form and the chips. */
void desk_list_filters_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown);
void desk_list_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown);
/* A link to each saved list; whether the one with this id is among them. */
bool desk_saved_fill(const struct page *page, struct tpl *t, const struct saved_view *views, size_t n, int64_t current_id);

/* A count for show: "100+" from COMPLAINT_COUNT_MAX on. */
const char *desk_count_words(struct arena *a, int count);

#endif
