#ifndef REDRESS_SAMPLE_H
#define REDRESS_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "calendar.h"
#include "utc.h"

/*
 * Monthly random samples (requirements J2, J3, M8); pure. The seed is 32 random bytes, drawn once; each complaint's lot is SHA-256 over the seed and its number, and the smallest lots are drawn. Whoever has
 * seed and list draws the same ones.
 */
struct rb_sample;
enum sample_kind { SAMPLE_CALLBACKS = 1, SAMPLE_CHECKS, SAMPLE_RELABELLED, SAMPLE_KIND__END };
const char *sample_kind_title(enum sample_kind kind); /* msgid, "" unknown */
const char *sample_kind_population(enum sample_kind kind, bool all); /* msgid: from what it is drawn */

/* How many percent the rules have drawn for it. */
int sample_percent(const struct rb_sample *rules, enum sample_kind kind);

/* sample_item.drawn. To be taken up: drawn, and jobs have not made its callback or check yet. */
enum { SAMPLE_NOT_DRAWN, SAMPLE_DRAWN, SAMPLE_LEFT_OUT, SAMPLE_TO_TAKE_UP };
struct sample_item {
    int64_t complaint_id;
    const char *number;
    uint8_t lot[32];
    int drawn;
    /* joined for show */
    const char *title;
    int64_t work_id; /* of its callback or check, 0: none yet */
    int work_state;
};
struct sample {
    int64_t id, unit_id, drawn_by, drawn_us;
    int month; /* year times 100 plus month */
    enum sample_kind kind;
    int percent, population, excluded;
    uint8_t seed[32], list_hash[32];
    /* joined for show */
    int drawn, done; /* how many were drawn, and of these are called back or checked */
    const char *unit_zh, *unit_en, *drawer;
};

#define SAMPLE_TEXT_MAX 32 /* of a complaint number */
typedef void sample_hash(const void *bytes, size_t n, uint8_t out[32]); /* SHA-256: crypto_sha256 */
void sample_lot(sample_hash *hash, const uint8_t seed[32], const char *number, uint8_t ret_lot[32]);
/* A begun complaint counts whole: 20 percent of 6 are 2. */
size_t sample_size(int percent, size_t n);
/* SHA-256 over the numbers that are drawn from (not those left out), in the order of the list, each with a line feed. */
void sample_list_hash(sample_hash *hash, struct arena *a, const struct sample_item *items, size_t n, uint8_t ret_hash[32]);
/* Fill lots and choose: items are in the order of their numbers, those with SAMPLE_LEFT_OUT stay so. How many were drawn. */
size_t sample_choose(sample_hash *hash, struct arena *a, const uint8_t seed[32], int percent, struct sample_item *items, size_t n);
/* Recompute: NULL when everything is as it was drawn, else what is not, in words for the administrator. Items in the order of their numbers. */
const char *sample_differs(sample_hash *hash, struct arena *a, const struct sample *s, const struct sample_item *items, size_t n);

/* ---- months ---- */
int sample_month_of(int64_t at_us, const struct utc_zone *zone);
int sample_month_before(int month);
bool sample_month_valid(int month);
void sample_month_span(int month, const struct utc_zone *zone, int64_t *ret_from_us, int64_t *ret_to_us);
/* Whether the first working day of the month of an instant has begun: then the month before is drawn. */
bool sample_day_come(const struct calendar *c, int64_t now_us);

#endif
