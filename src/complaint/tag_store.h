#ifndef REDRESS_TAG_STORE_H
#define REDRESS_TAG_STORE_H

#include "complaint_store.h"

extern const struct db_stmts tag_stmts; /* staff and jobs: reading */
extern const struct db_stmts tag_write_stmts; /* staff */

#define TAG_MAX 20      /* code points of a word */
#define TAGS_MAX 20     /* of one complaint */
#define TAGS_OFFERED 30 /* words in use that are proposed */

/* A word as it is kept, "" when nothing is left of it: cleaned, blanks inside made one, at most TAG_MAX. */
const char *tag_word(struct arena *a, const char *typed);
/* Of any number of complaints, in their order: words joined by separator, "" none. One statement. */
enum err tag_of(struct db *db, struct arena *a, const struct complaint *rows, size_t n, const char *separator, const char ***ret_tags) MUST_CHECK;
enum err tag_list(struct db *db, struct arena *a, int64_t complaint_id, const char ***ret_words, size_t *ret_n) MUST_CHECK;
/* Words in use in a unit, by their order. */
enum err tag_in_use(struct db *db, struct arena *a, int64_t unit_id, const char ***ret_words, size_t *ret_n) MUST_CHECK;
/*
 * Put a word on a complaint or take it off, as one transaction with its event; nothing happens when it is so already. Needs MAY_NOTE. ERR_FORBIDDEN; ERR_NOT_FOUND out of scope; ERR_TOO_LARGE:
 * it has TAGS_MAX.
 */
enum err tag_set(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const char *word, bool on) MUST_CHECK;

#endif
