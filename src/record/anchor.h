#ifndef REDRESS_ANCHOR_H
#define REDRESS_ANCHOR_H

#include "str.h"
#include "utc.h"

/*
 * The daily signed anchor over all chains (requirements M1). A chain shows what was changed within it; cut off at its end together with its head it looks whole. The anchor holds where every chain that went
 * on since the anchor before had come, and is signed by a key that neither pool nor database has. Pure.
 */
struct anchor {
    int64_t id;
    int day;                           /* year times 10000 plus month times 100 plus day */
    int64_t begun_us, made_us;         /* made_us 0: not signed yet */
    int64_t timelines;                 /* how many it holds */
    int64_t changes_from, changes_to;  /* records of the change log it holds: above the one, up to the other */
    uint8_t before[32], digest[32];    /* SHA-256 over its heads in the order of their complaints, then its records of the change log; before: of the anchor before it, zeros for the first */
    int key_version;
    const char *signature;
};

int anchor_day_of(int64_t at_us, const struct utc_zone *zone);
/* What is signed: "redress-anchor 1 DAY TIMELINES CHANGES_TO BEFORE DIGEST KEY_VERSION", digests in hexadecimal. */
struct str anchor_text(struct arena *a, const struct anchor *x);
/* The same with the signature behind it: a line of the file that is kept elsewhere. */
const char *anchor_line(struct arena *a, const struct anchor *x);
/* The day that a line is of; 0: it is none. */
int anchor_line_day(struct str line);

#endif
