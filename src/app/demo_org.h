#ifndef REDRESS_DEMO_ORG_H
#define REDRESS_DEMO_ORG_H

#include <stddef.h>

/* Departments of the demo: those that exist in units down to a level. */
struct demo_office {
    const char *function, *zh, *en;
    int deepest;
    int share; /* of the people of a large organisation, against the other departments of its unit */
};
extern const struct demo_office demo_offices[];
extern const size_t demo_offices_n;

#endif
