#ifndef REDRESS_POST_OUT_H
#define REDRESS_POST_OUT_H

#include "page.h"
#include "post.h"
#include "post_wire.h"

/*
 * Sending what is due (requirements L4), by any number of jobs processes: each post is held by one of them. A server that takes nothing is left alone for a while, so that what else jobs do goes on;
 * what could not be sent waits.
 */
struct post_out {
    struct post_wire *wire;
    bool told;                          /* the database knows which ways are switched on */
    struct {
        int64_t again_us; /* not before, by the monotonic clock */
        unsigned downs;   /* in a row */
    } way[POST_SMS + 1];
};
/* What is due now, for at most a few seconds; ret_n: how many were sent, or batch when more is waiting. */
enum err post_out_go_on(struct db *db, struct arena *a, const struct site *site, struct post_out *out, int64_t now_us, size_t *ret_n) MUST_CHECK;

/* What a test says; the way by what the address looks like. */
enum wire_answer post_out_test(struct db *db, struct arena *a, const struct site *site, struct post_wire *wire, const char *address, int64_t now_us, const char **ret_said);

#endif
