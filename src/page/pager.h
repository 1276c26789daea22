#ifndef REDRESS_PAGER_H
#define REDRESS_PAGER_H

#include "page.h"

/*
 * Long lists go by key, not by offset: a page is asked for as "the rows after this one", where a row is known by the value that the list is sorted by
 * and its id. In the address this is ?after= with an opaque word, which may be anything: an unreadable one means the first page.
 */
struct pager_key {
    int64_t value, id;
};
const char *pager_word(struct arena *a, struct pager_key key);
/* The key of ?after=; false for the first page. */
bool pager_after(const struct page *page, struct pager_key *ret_key);

/* The foot of a list; what is NULL is left out. */
struct pager_links {
    const char *text; /* what the list says about itself, such as "218 complaints" */
    const char *first, *previous, *next;
};
/* Fill parts/pager.html: {{#PAGER}}. Nothing is shown when there is neither link nor text. */
void pager_fill(struct tpl *t, const struct pager_links *links);
/* The same for a list that only goes forward: next is the value of ?after= for the next page, NULL on the last one. Filters stay in the links. */
void pager_forward(const struct page *page, struct tpl *t, const char *next);

#endif
