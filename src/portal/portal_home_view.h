#ifndef REDRESS_PORTAL_HOME_VIEW_H
#define REDRESS_PORTAL_HOME_VIEW_H

#include "content.h"
#include "page.h"
#include "rulebook.h"

/*
 * The rulebook's texts of the public pages. NULL, or a text that the book does not have: the page says it in general words, so that both pages
 * stand while the database is away. What administrators wrote comes before the texts of the book.
 */
void portal_home_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct contents *c);
void portal_guide_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct contents *c);
/* {{#EXCLUSIONS}}: what is not handled as a complaint, and where to turn with it (requirements B3). */
void portal_exclusions_fill(struct page *page, struct tpl *t, const struct rulebook *b);
/* The page before the form: what to have ready, and where to turn with what is not handled here (requirements B3). */
/* told: what was said to apply, NULL: nothing was asked yet. */
void portal_start_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct rb_exclusion *told);
/* Who may see the identity behind a confidential complaint: what the book's custody rules say, and no more than that (requirements M2). b may be NULL. */
const char *portal_sealed_words(const struct page *page, const struct rulebook *b);
/* One text of the book in the page's language, "" when there is none. */
const char *portal_book_text(const struct page *page, const struct rulebook *b, const char *key);

#endif
