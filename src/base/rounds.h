#ifndef REDRESS_ROUNDS_H
#define REDRESS_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

/* Kinds of work that are done in turn, round by round. One that fails is put off and keeps no other from being done. */

struct jobs; /* what they work with: the caller's own */

struct round_kind {
    const char *name;
    /* Do what is due at now_us, at_once of it at most; ret_n (0 before): how many were done. */
    enum err (*run)(struct jobs *jobs, int64_t now_us, size_t *ret_n);
    int64_t every_us; /* 0: every round; else so long after a round in which there was less to do than it does at once */
    size_t at_once;
};

/* Of one kind; zeros at first. */
struct round_progress {
    int failures;     /* one after the other */
    int64_t again_us; /* by the monotonic clock: not before */
    int64_t idle_us;  /* when there was less to do than it does at once; 0: there may be more */
};

/* What a round did: nothing, what had come, or in some kind as much as it takes at once, so that more is waiting. */
enum round { ROUND_IDLE, ROUND_DONE, ROUND_FULL };

/*
 * One turn of the kind at now_us, when monotonic_us is the time since whenever: nothing before its time has come. A kind that fails is left alone for 1 s, 2 s,
 * 4 s ... at most ten minutes, which is logged with its name. *round is raised to what it did. ERR_DB_AWAY, with which no kind can do anything, puts none off.
 */
enum err round_turn(const struct round_kind *kind, struct round_progress *progress, struct jobs *jobs, int64_t now_us, int64_t monotonic_us, enum round *round) MUST_CHECK;

#endif
