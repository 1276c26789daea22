#ifndef REDRESS_LAYOUT_H
#define REDRESS_LAYOUT_H

#include "page.h"

/*
 * Put the values of the layout into a page's dictionary. with_counts: ask site->navigation for the counts of the staff menu, which
 * needs the database; error pages do without.
 */
void layout_fill(struct page *page, struct tpl *t, const char *title, bool with_counts);

/*
 * A link to this page (to the start page where one stands in for another) with its query fields but for those named in drop (NULL-terminated), and with field=value added at the end when
 * field is not NULL (value must need no encoding). Always begins with exactly one '/'.
 */
const char *layout_here(const struct page *page, const char *const *drop, const char *field, const char *value);

/* Whether this is what nginx shows in place of a page that it refused: at an address of its own, which nobody can ask for. */
bool layout_stands_in(const struct page *page);
/* Percent-encode everything but what may stand in a path. */
void layout_add_escaped(struct buf *to, struct str text);

/* A msgid in the page's language with its %d, if it has one, replaced by number. */
const char *layout_number_text(const struct page *page, const char *msgid, int number);

#endif
