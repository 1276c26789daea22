#ifndef REDRESS_CONTENT_VIEW_H
#define REDRESS_CONTENT_VIEW_H

#include "content.h"
#include "page.h"

/* What administrators wrote, put into the public pages and their previews. */

/* Headings of a text: below a h1, below a h2, or bold lines where no heading fits. */
enum content_heads { HEADS_2, HEADS_3, HEADS_BOLD };
/* The body in the page's language, the other one where it has none. */
void content_body_fill(const struct page *page, struct tpl *t, const struct content_shown *c, enum content_heads heads);
/* {{#CHANNEL}} of parts/portal_channels.html, or {{#NO_CHANNELS}}. */
void content_channels_fill(struct page *page, struct tpl *t, const struct contents *c);
void content_question_fill(const struct page *page, struct tpl *t, const struct content_shown *question, bool open);
/* A section of the guide with a page of its own. False when there is none: the section says what it says without. */
bool content_part_fill(const struct page *page, struct tpl *t, const struct contents *c, const char *slug, enum tpl_section section);
/* The newest period on the first page; nothing when no figure of it is told. */
void content_home_figures_fill(struct page *page, struct tpl *t, const struct contents *c);

/* A group of questions as the page shows them. */
struct content_group {
    const char *id, *name;
    const struct content_shown **list;
    size_t n;
};
struct tpl *content_faq_view(struct page *page, const struct content_group *groups, size_t n, const char *words);
struct tpl *content_page_view(struct page *page, const struct content_shown *c);
struct tpl *content_figures_view(struct page *page, const struct contents *c);
/* "97%", "4.2 days", "1204" and "2026年10月". */
const char *content_value_text(const struct page *page, const struct content_value *v);
const char *content_period_text(const struct page *page, const char *period);

#endif
