#ifndef REDRESS_DRAFT_SHELF_STORE_H
#define REDRESS_DRAFT_SHELF_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

/*
 * Drafts as the workers of this machine saved or read them a moment ago, sealed as in the database, in memory that master and workers share: the page after
 * a step needs no statement then. Only for pages that show, and only the very state that the visitor's browser names (its time): what was saved on another
 * machine or device is never covered by what lies here. Nothing depends on it: what is not found is read from the database.
 */
#define DRAFT_SHELF_AGE_US INT64_C(5000000) /* as long as something is handed out */

struct draft_shelf;
/* In the master, before fork. NULL when there is no room for it; where a shelf is asked for, NULL is one that keeps nothing. */
struct draft_shelf *draft_shelf_new(void);
/* A newer state takes the place of an older one, another draft that of whatever lies there. Long ones are not kept. */
void draft_shelf_put(struct draft_shelf *shelf, const uint8_t hash[32], int64_t updated_us, struct str sealed, int64_t monotonic_us);
/* A copy in the arena of what was put for that very state, a few minutes ago at most by the monotonic clock; false when it is not there. */
bool draft_shelf_get(struct draft_shelf *shelf, const uint8_t hash[32], int64_t updated_us, int64_t monotonic_us, struct arena *a, struct str *ret_sealed);
/* A draft that was sent or deleted. */
void draft_shelf_drop(struct draft_shelf *shelf, const uint8_t hash[32]);

#endif
