#ifndef REDRESS_ERASE_STORE_H
#define REDRESS_ERASE_STORE_H

#include "complaint_store.h"
#include "keeping.h"

extern const struct db_stmts erase_stmts;       /* jobs */
extern const struct db_stmts erase_table_stmts; /* jobs */
extern const struct db_stmts erase_event_stmts; /* jobs */

/*
 * What is erased of a complaint whose time of keeping is over (requirements M5): who complained, and every text about it, in every table; rows are overwritten in place before any of them goes, so that
 * InnoDB keeps no older version beyond its purge. Dates, codes, findings, clocks, counts and sums stay, and the chain can still be verified: an event that loses its texts gets a seal instead of them
 * (crypto_chain_erased). What may still be read elsewhere by index (search, texts alike) has to be forgotten before, by who calls: it is found by the texts.
 */
/* Why it may not be erased now: open, held, under review, something running. */
enum err erase_blocked(struct db *db, struct arena *a, int64_t complaint_id, int64_t now_us, enum keeping_wait *ret_wait) MUST_CHECK;
/* Look at it again in a day, and say why in the list. */
enum err erase_put_off(struct db *db, int64_t complaint_id, int64_t now_us, enum keeping_wait wait) MUST_CHECK;
/* As one transaction: asks again whether it is blocked; *ret_wait says why nothing was done. */
enum err erase_complaint(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, enum keeping_wait *ret_wait) MUST_CHECK;

#endif
