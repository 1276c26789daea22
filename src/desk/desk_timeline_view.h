#ifndef REDRESS_DESK_TIMELINE_VIEW_H
#define REDRESS_DESK_TIMELINE_VIEW_H

#include "desk_case_view.h"

/* Who took a step, in words. */
/* A complainant by the name made up for him; without one ("" or NULL) the word alone. */
const char *desk_alias(const struct page *page, const char *name);
const char *desk_actor(const struct page *page, const struct event *e);
/* What of its data is worth telling, after a colon; "". b: the book in force, which names the codes. */
const char *desk_event_detail(const struct page *page, const struct rulebook *b, const struct event *e);
/* One step: {{WHO}} {{SENTENCE}} {{ISO}} {{#DETAIL}}. */
void desk_event_fill(struct page *page, struct tpl *row, const struct rulebook *b, const struct event *e);
/* Messages and steps of the case page, and the links to parts of them. */
void desk_timeline_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show);

#endif
