#ifndef REDRESS_LINKING_STORE_H
#define REDRESS_LINKING_STORE_H

#include "complaint_clock.h"
#include "link_store.h"

/* What the files of link_store share; nobody else includes it. */
struct linking {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct link_command *command;
    struct complaint one, other; /* number and other of the command */
    permission_set rights, other_rights;
    bool loaded, again;
    const char *location, *why, *numbers;
};

/* Claim the once key (again: it was carried out before) and load both, or the one when the command names no other. */
enum err linking_begin(struct db *db, struct linking *l) MUST_CHECK;
/* An event, with the head moved on and nothing else: linking takes nothing from what others are writing. */
enum err linking_append(struct db *db, const struct linking *l, struct complaint *c, const char *kind, const char *data) MUST_CHECK;
enum err linking_row(struct db *db, const struct linking *l, int64_t a_id, int64_t b_id, enum link_kind kind) MUST_CHECK;
/* Run one as a transaction and hand out what came of it. */
enum err linking_run(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, enum err (*body)(struct db *db, void *ctx),
                     struct link_result *ret_result) MUST_CHECK;
/* {"other": number, "link": kind}. */
const char *linking_data(const struct linking *l, const struct complaint *other, enum link_kind kind);

#endif
