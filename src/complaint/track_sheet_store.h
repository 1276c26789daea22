#ifndef REDRESS_TRACK_SHEET_STORE_H
#define REDRESS_TRACK_SHEET_STORE_H

#include "clock.h"
#include "complaint.h"
#include "db.h"
#include "sheet_store.h"

extern const struct db_stmts track_sheet_stmts;       /* public */
extern const struct db_stmts track_sheet_purge_stmts; /* jobs */

/* What the complainant sees of a complaint that he has opened. Of an erased one only the head. */
struct track_look {
    struct complaint c;
    struct sheet sheet; /* the newest TRACK_LOOK_MAX messages and events */
    struct clock_set *clocks;
};
#define TRACK_LOOK_MAX 200
/*
 * Of a tracking session not older than ttl_us; ERR_NOT_FOUND. A look that was put together is kept with the hash of the complaint's history and its version, under which it can be nothing else: every
 * write leaves an event; labels and names hold as long as the version of the basis does. Looking again is one statement then, whichever worker and machine it is. Not within a transaction.
 */
enum err track_look(struct db *db, struct arena *a, const uint8_t token_hash[32], int64_t now_us, int64_t ttl_us, struct track_look *ret_look) MUST_CHECK;
/* jobs: those put together before before_us; they are made again when somebody looks. */
enum err track_sheet_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
