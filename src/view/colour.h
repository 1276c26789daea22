#ifndef REDRESS_COLOUR_H
#define REDRESS_COLOUR_H

#include <stdbool.h>

#include "arena.h"

/*
 * The brand's colour. All that a page shows in it is derived from one colour, so that every pair that stands on a page has a contrast of 4.5:1 at least
 * (WCAG 2.2, 1.4.3), in light and in dark.
 */
struct colour {
    int r, g, b; /* 0 to 255 */
};
/* "#0052d9" or "0052D9"; false for anything else. */
bool colour_read(const char *text, struct colour *ret_colour);
const char *colour_text(struct arena *a, struct colour c); /* "#0052d9" */

/* WCAG contrast in hundredths: 100 (the same) to 2100 (black and white). */
int colour_contrast(struct colour a, struct colour b);
#define COLOUR_ENOUGH 450
/* Whether white letters on it can be read: what a brand's colour must allow. */
bool colour_carries_white(struct colour c);

/* What is derived: letters and links, surfaces under white letters and the same with the pointer over them, a weak tint, the bar at the top of staff pages. */
struct colour_set {
    struct colour ink, ink_over, fill, fill_over, weak, top;
};
struct colour_set colour_light(struct colour brand);
struct colour_set colour_dark(struct colour brand);

/* The stylesheet that sets the tokens of static/app.css; edition is raised when the derivation changes, and stands in its address. */
#define COLOUR_EDITION 1
const char *colour_sheet(struct arena *a, struct colour brand);

#endif
