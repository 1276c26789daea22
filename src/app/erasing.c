#include "erasing.h"

#include "erase_store.h"
#include "keep_store.h"
#include "log.h"
#include "repeat_store.h"
#include "search_index_store.h"

#define PLAN_EVERY_US (6 * UTC_HOUR_US)

/* The indexes forget it by its texts, so before these are gone. Whatever stops halfway begins anew with what is left. */
static enum err erase_one(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t id, bool *ret_done)
{
    enum keeping_wait wait;
    *ret_done = false;
    TRY(erase_blocked(db, a, id, w->now_us, &wait));
    if (!wait) {
        TRY(repeat_forget(db, a, id));
        TRY(search_forget(db, a, id));
        TRY(erase_complaint(db, a, w, id, &wait));
    }
    *ret_done = wait == KEEPING_FREE;
    return wait ? erase_put_off(db, id, w->now_us, wait) : ERR_NONE;
}

static enum err plan(struct db *db, struct arena *a, const struct site *site, int64_t now_us, struct erasing_state *state)
{
    bool over;
    if (now_us - state->planned_us < PLAN_EVERY_US)
        return ERR_NONE;
    TRY(keep_plan(db, a, site->zone, now_us, &state->cursor, &over));
    if (over)
        state->planned_us = now_us;
    return ERR_NONE;
}

enum err erasing_go_on(struct db *db, struct arena *a, const struct site *site, const struct complaint_writer *w, struct erasing_state *state, size_t *ret_n)
{
    const struct config *config = site->config;
    int64_t *ids, listed;
    size_t n, erased = 0;
    TRY(plan(db, a, site, w->now_us, state));
    TRY(keep_list_due(db, w->now_us, config->limits.erasure_days * UTC_DAY_US, config->jobs.batch, &listed));
    TRY(keep_due(db, a, w->now_us, config->jobs.batch, &ids, &n));
    for (size_t i = 0; i < n; i++) {
        bool done;
        TRY(erase_one(db, a, w, ids[i], &done));
        erased += done;
    }
    if (erased > 0)
        LOG(LOG_INFO, "erased", LOG_NUM("complaints", (int64_t)erased));
    *ret_n = n > (size_t)listed ? n : (size_t)listed;
    return ERR_NONE;
}
