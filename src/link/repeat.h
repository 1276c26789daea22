#ifndef REDRESS_REPEAT_H
#define REDRESS_REPEAT_H

#include "complaint.h"

/* Repeats and duplicates (requirements C7): complaints that may be the same matter, each with every reason for which it was found. Pure. */
enum repeat_reason { REPEAT_PHONE = 1, REPEAT_EMAIL = 2, REPEAT_NAME = 4, REPEAT_REFERENCE = 8, REPEAT_TEXT = 16 }; /* a bit set */
struct repeat_match {
    struct complaint c;   /* as lists have it */
    unsigned reasons;
    int similar_percent;  /* of the texts; 0: not compared or not alike */
};
/* The reasons as one sentence's parts: msgids, NULL-terminated, in the arena. */
const char **repeat_reasons(struct arena *a, unsigned reasons);

/*
 * Likeness of texts. A signature is REPEAT_BANDS numbers: two texts share at least one of them very likely when they are alike; all 0 when a text is too short for one. repeat_similar compares
 * the texts themselves: the share of two-character pieces that both have, in percent; blanks, punctuation, case and width of letters count for nothing.
 */
#define REPEAT_BANDS 8
/* What holds when the rulebook says nothing: how far back is looked, and from when on texts are alike. */
#define REPEAT_DAYS 365
#define REPEAT_PERCENT 60
void repeat_signature(const char *text, uint32_t ret_bands[REPEAT_BANDS]);
int repeat_similar(struct arena *a, const char *text, const char *other);

#endif
