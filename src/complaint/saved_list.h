#ifndef REDRESS_SAVED_LIST_H
#define REDRESS_SAVED_LIST_H

#include <stdbool.h>
#include <stdint.h>

/* A list that somebody keeps under a name (requirements L2). What it shows is each person's own scope. */
#define SAVED_NAME_MAX 30 /* code points */
#define SAVED_VIEWS_MAX 30 /* of one person, and of one unit */
struct saved_view {
    int64_t id, user_id, unit_id; /* unit_id: with whose people it is shared; 0: with nobody */
    const char *name, *query, *owner; /* owner: who saved it, for show */
    bool is_start;
};

#endif
