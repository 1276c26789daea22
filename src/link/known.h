#ifndef REDRESS_KNOWN_H
#define REDRESS_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* An incident that staff made known to the public, to be joined by whoever complains about the same (requirements B10). Pure. */
struct known_incident {
    int64_t incident_id, category_id; /* category 0: any; a group means all below it */
    const char *title_zh, *title_en, *body_zh, *body_en;
    const char *area; /* places, by commas of any kind; "": everywhere */
};
#define KNOWN_OFFERED 3
/* What somebody is about to complain of. */
struct known_question {
    int64_t category_id, group_id;
    const char *text; /* title, body, place and time, one after another */
};
/*
 * How well it fits, 0: not. The category must be meant or the title's words must stand in the text; where the incident names places, one of them or the title's words must.
 */
int known_fit(struct arena *a, const struct known_incident *k, const struct known_question *q);
/* Those that fit, the best first, at most KNOWN_OFFERED; how many. */
size_t known_offered(struct arena *a, const struct known_incident *list, size_t n, const struct known_question *q, const struct known_incident *ret[KNOWN_OFFERED]);

#endif
