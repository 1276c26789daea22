#ifndef REDRESS_ERASING_H
#define REDRESS_ERASING_H

#include "complaint_store.h"
#include "site.h"

/*
 * jobs: keeping and erasing (requirements M5). Reckons until when what ended is kept (all of it once a day, a range at a time), lists what is due soon, and erases what stood in the list long enough: forgotten
 * by the indexes first, then in its tables. One of these lives as long as the process.
 */
struct erasing_state {
    int64_t cursor, planned_us;
};
enum err erasing_go_on(struct db *db, struct arena *a, const struct site *site, const struct complaint_writer *w, struct erasing_state *state, size_t *ret_n) MUST_CHECK;

#endif
