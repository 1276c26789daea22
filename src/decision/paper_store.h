#ifndef REDRESS_PAPER_STORE_H
#define REDRESS_PAPER_STORE_H

#include "complaint_store.h"
#include "paper.h"
#include "rulebook.h"

extern const struct db_stmts paper_stmts;       /* staff: reading */
extern const struct db_stmts paper_write_stmts; /* staff */

/* The papers of a complaint that the caller has loaded and sees whole, newest first, without sections; at most 100. One statement. */
enum err paper_list(struct db *db, struct arena *a, int64_t complaint_id, struct paper **ret_list, size_t *ret_n) MUST_CHECK;
/* One of them with its sections; ERR_NOT_FOUND when it is another complaint's. One statement. */
enum err paper_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t id, struct paper *ret_paper) MUST_CHECK;
/* Its archived copy, byte for byte. ERR_NOT_FOUND: it has none. */
struct paper_copy {
    const char *language; /* "zh", "en" */
    struct str body;
    uint8_t sha256[32];
    int64_t at_us;
};
enum err paper_copy_load(struct db *db, struct arena *a, int64_t paper_id, struct paper_copy *ret_copy) MUST_CHECK;

/* What is decided on when a paper is agreed to: SHA-256 over its title and sections, in order of their codes; empty ones do not count. */
void paper_hash(struct arena *a, const char *title, const struct paper_section *sections, size_t n, uint8_t out[32]);

/* The chain that a paper of this kind has to walk: opinion letters by the rules about letters. NULL: none. */
const struct rb_chain *paper_chain(const struct rulebook *b, const char *kind, const struct rb_facts *facts);

/*
 * Begin one, as one transaction: once key, lock, load in scope, MAY_INVESTIGATE, the draft with what is known already, event "paper_begun". A location that ends with '/' gets its number. ERR_INPUT: the book
 * has no such paper for this complaint. ERR_NOT_FOUND to who sees a part.
 */
struct paper_begin {
    const char *number, *code, *title;
    const struct paper_section *sections;
    size_t n_sections;
    int64_t replaces_id; /* a new version of that one, which is final or delivered and of the same code; 0: of none */
    const uint8_t *once_hash;
    const char *once_location;
};
enum err paper_begin(struct db *db, struct arena *a, const struct complaint_writer *w, const struct paper_begin *begin, const char **ret_location) MUST_CHECK;

/*
 * Do something with one, as one transaction: once key, lock, load in scope (ERR_NOT_FOUND to who sees a part), version of the paper (ERR_STALE: current holds the other one's words), paper_decide, then:
 * SAVE keeps title and sections (what was agreed to before is agreed to no more). ASK keeps them too and asks by the chain about letters; every section whose condition holds has text (ERR_INPUT: field is its
 * code). FINISH archives copy, whose hash stands in the event, meets the clock of the report for the management, and a final paper of which it is the new version is replaced (event
 * "paper_replaced"); a delivered one stays delivered. An opinion letter that is delivered is the answer: complaint_answered. DELIVER and DROP need what their fields say.
 */
struct paper_command {
    enum paper_action action;
    const char *number;
    int64_t id;
    int version;
    const char *title;                    /* save, ask */
    const struct paper_section *sections;
    size_t n_sections;
    const char *asked_title, *asked_body; /* ask: what the approval is about, in words */
    struct str copy;                      /* finish: the printable page of exactly this version */
    const char *copy_language;
    const char *way, *to, *proof;         /* deliver */
    int64_t delivered_us;
    const char *reason;                   /* drop */
    const uint8_t *stage_hash;            /* deliver: files that prove it */
    const uint8_t *once_hash;
    const char *once_location;
};
struct paper_result {
    const char *location, *field, *why; /* why: msgid */
    struct paper current;               /* as it stood before */
};
enum err paper_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct paper_command *command, struct paper_result *ret_result) MUST_CHECK;

#endif
