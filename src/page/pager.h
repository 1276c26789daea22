#ifndef REDRESS_PAGER_H
#define REDRESS_PAGER_H

#include "page.h"

/*
 * Long lists go by key, not by offset: a page is asked for as "the rows after this one" or "before this one", where a row is known by the
 * value that the list is sorted by and its id. In the address this is ?after= or ?before= with an opaque word, which may
 * be anything: an unreadable one means the first page.
 */
struct pager_key {
    int64_t value, id;
};
struct pager_place {
    bool given;  /* false: the first page, and key does not count */
    bool before; /* the rows before key: read them backwards, then turn them round */
    struct pager_key key;
};
struct pager_place pager_read(const struct page *page);
const char *pager_word(struct arena *a, struct pager_key key);

/* What was read: the keys of the first and last row shown, and whether one more row was there in the direction of reading. */
struct pager_rows {
    size_t n;
    struct pager_key first, last;
    bool more;
    const char *text; /* what the list says about itself, such as "218 complaints, 50 a page"; may be NULL */
};
/* Fill parts/pager.html: {{#PAGER}}. Nothing is shown when there is one page and no text. */
void pager_fill(const struct page *page, struct tpl *t, const struct pager_place *place, const struct pager_rows *rows);

#endif
