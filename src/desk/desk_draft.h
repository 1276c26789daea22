#ifndef REDRESS_DESK_DRAFT_H
#define REDRESS_DESK_DRAFT_H

#include "arena.h"
#include "aside.h"

/* Drafts of what is written to a complaint: the texts of a form by the names of their fields. Pure. */
/* Which fields of a form are kept: the texts of the case page's forms and of what was found, and the parts of papers ("s-facts"). */
bool desk_draft_field(const char *name);
#define DESK_DRAFT_FIELDS 40 /* of one form */
/* "matter-2", "paper-17" */
const char *desk_draft_matter(struct arena *a, int position);
const char *desk_draft_paper(struct arena *a, int64_t id);
/* Whether it names a form of the case page: lower-case letters, digits and hyphens, at most 40. */
bool desk_draft_what(const char *what);
/* "slip-2-answer" */
const char *desk_draft_slip(struct arena *a, int number, const char *action);
/* NULL when there is none. */
const struct aside_draft *desk_draft_of(const struct aside *aside, const char *what);
/* The text of a field, "" when the draft (NULL: none) has none. */
const char *desk_draft_text(struct arena *a, const struct aside_draft *draft, const char *field);

#endif
