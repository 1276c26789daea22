#ifndef REDRESS_PHRASE_H
#define REDRESS_PHRASE_H

#include <stdbool.h>
#include <stdint.h>

/* A saved phrase (requirements G8): one's own, or shared by the people of a unit. */
struct phrase {
    int64_t id, owner_id, unit_id; /* unit_id 0: the own one of its owner */
    const char *name, *body, *owner; /* owner: name for show */
};
#define PHRASE_NAME_MAX 60  /* code points */
#define PHRASE_BODY_MAX 2000
#define PHRASES_MAX 100     /* own ones, and of a unit, each */

#endif
