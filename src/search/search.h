#ifndef REDRESS_SEARCH_H
#define REDRESS_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

/*
 * Words of texts, for searching in Chinese and English (requirements L3). Pure. A text is read as units: every Chinese character is one, and so is every word or number in letters and digits, of which
 * case and width do not count. What is found by index are terms: two Chinese characters that stand side by side, and whole words. The index only says where to look: what is shown was found in the
 * texts themselves.
 */
struct search_unit {
    uint32_t at, n;  /* bytes in the text */
    uint64_t key;    /* the character, or the hash of the word */
    bool chinese;
    bool gap;        /* something else stands before it: blanks, punctuation, the beginning */
};
size_t search_units(struct arena *a, struct str text, struct search_unit **ret_units);

/* ---- terms of complaints, for the index ---- */
/* Complaints are counted as they come; SEARCH_BLOCK of them share the rows of the index. A term is 48 bits. */
#define SEARCH_BLOCK 16384
#define SEARCH_BITS_BYTES (SEARCH_BLOCK / 8)
struct search_terms {
    struct arena *arena; /* of its own: it grows */
    uint64_t *pairs;     /* term << 16 | place in the block */
    size_t n, cap;
};
void search_add(struct search_terms *t, unsigned place, struct str text);
/* In order of terms, then places, each pair once. */
void search_sort(struct search_terms *t);
/* The end of the pairs with the same term as the one at from. */
size_t search_run_end(const struct search_terms *t, size_t from);

/* The complaints of a block that have a term: stored as a list of places of two bytes each, or as SEARCH_BITS_BYTES of bits where that is no longer. */
struct search_bits {
    uint64_t words[SEARCH_BLOCK / 64];
};
void search_bits_set(struct search_bits *bits, unsigned place);
bool search_bits_has(const struct search_bits *bits, unsigned place);
/* False when the stored form is none. */
bool search_bits_read(struct str stored, struct search_bits *ret_bits);
size_t search_bits_write(const struct search_bits *bits, uint8_t out[SEARCH_BITS_BYTES]);
void search_bits_and(struct search_bits *bits, const struct search_bits *other);
void search_bits_or(struct search_bits *bits, const struct search_bits *other);

/* ---- what somebody looks for ---- */
#define SEARCH_PHRASES 12
#define SEARCH_TERMS 16
struct search_phrase { /* its units have to stand one after the other */
    const struct search_unit *units;
    size_t n;
};
struct search_query {
    struct search_phrase phrases[SEARCH_PHRASES]; /* each has to occur */
    size_t n;
    int64_t terms[SEARCH_TERMS]; /* that its texts must have */
    size_t n_terms;
};
/*
 * Words stand apart by blanks, and where Chinese is, by punctuation; what stands between quotation marks is one phrase, as is a run of Chinese. False when there is nothing that the index knows:
 * no words at all, or single Chinese characters only.
 */
bool search_read(struct arena *a, const char *typed, struct search_query *ret_query);

/* ---- what was found ---- */
struct search_text {
    const char *label; /* msgid: where it stands */
    const char *text;
};
struct search_piece {
    const char *text;
    bool hit;
};
struct search_passage {
    const char *label;
    struct search_piece *pieces;
    size_t n;
    bool cut_before, cut_after;
};
#define SEARCH_PASSAGES 3
struct search_found {
    struct search_piece *title; /* the first text whole, with what was found in it */
    size_t n_title;
    struct search_passage passages[SEARCH_PASSAGES]; /* of the other texts */
    size_t n;
};
/* Whether every phrase occurs in at least one of the texts; then its title and passages. The first text is the title. */
bool search_judge(struct arena *a, const struct search_query *query, const struct search_text *texts, size_t n, struct search_found *ret_found);

#endif
