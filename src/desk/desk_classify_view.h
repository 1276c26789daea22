#ifndef REDRESS_DESK_CLASSIFY_VIEW_H
#define REDRESS_DESK_CLASSIFY_VIEW_H

#include "desk_facts_view.h"

/* The form: as the complaint stands when typed is NULL, else what was typed and what is wrong with it (errors may be NULL). */
void desk_classify_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_classify_typed *typed, const struct http_form_errors *errors);
/* What was entered, line by line: {{#MINE}}. */
void desk_classify_lines(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_classify_typed *typed);
/* Grade, causes, stages, flags, respondents and what else staff decided, as facts. */
void desk_classify_facts(struct desk_facts *facts, const struct desk_case *x);
/* {{#GRADE_TAG}} and {{#FLAG_TAG}} of the head. */
void desk_classify_tags(struct page *page, struct tpl *t, const struct desk_case *x);
/* {{#CATEGORY_GROUP}} with {{#CATEGORY_OPTION}}: the categories that can be chosen, and the chosen one. */
void desk_categories_fill(struct page *page, struct tpl *t, const struct rulebook *b, const char *chosen);

#endif
