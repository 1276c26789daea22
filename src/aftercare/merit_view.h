#ifndef REDRESS_MERIT_VIEW_H
#define REDRESS_MERIT_VIEW_H

#include "merit_form.h"
#include "org.h"
#include "page.h"

/* Of one line of the payroll: as merit_store.h has it. */
struct merit_line {
    const char *person, *login, *unit_zh, *unit_en, *department_zh, *department_en;
    int64_t reward_cents, penalty_cents;
    int reward_points, penalty_points, count, pending;
};
struct merits_shown {
    const struct merits_asked *asked;
    const struct rulebook *book;
    const struct merit *list;
    const struct merit_line *lines;
    const struct unit *units;
    size_t n, n_lines, n_units;
    bool more;
};
void merits_fill(struct page *page, struct tpl *t, const struct merits_shown *x);
void merits_mine_fill(struct page *page, struct tpl *t, const struct merits_shown *x);
/* The list to print, A4. */
void merits_paper_fill(struct page *page, struct tpl *t, const struct merits_shown *x);
/* Totals as a table of text, sums as decimals. */
struct str merits_csv(struct page *page, const struct merits_shown *x);

struct merit_shown {
    const struct merit *m;
    const struct rulebook *book;
    const struct merit_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
void merit_fill(struct page *page, struct tpl *t, const struct merit_shown *x);

void merit_new_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct merit_new_typed *typed, const struct http_form_errors *errors);

#endif
