#ifndef REDRESS_DESK_TEMPLATE_H
#define REDRESS_DESK_TEMPLATE_H

#include <stdbool.h>

#include "arena.h"
#include "msgid.h"

/* What a template of the rulebook may have filled in (requirements G8); "" or NULL where there is nothing. */
struct desk_template_data {
    const char *number, *title, *unit, *due, *category, *handler, *today;
};
/*
 * The body with {number}, {title}, {unit}, {due}, {category}, {handler} and {today} filled in. What is empty becomes a gap, "[…]", so that whoever sends the text sees what is still to be
 * written; what is unknown stays as it stands, braces and all. In the arena.
 */
#define DESK_TEMPLATE_GAP "[…]"
/* Whether there is still a gap in it, of a template's or one that its writer left for whoever uses it ("[...]" too). */
bool desk_template_gaps(const char *text);
#define DESK_TEMPLATE_UNFILLED N_("Fill in what is still missing at […]")
const char *desk_template_fill(struct arena *a, const char *body, const struct desk_template_data *data);
/* The text below what was already written, with an empty line between; either may be "". */
const char *desk_template_below(struct arena *a, const char *written, const char *text);

#endif
