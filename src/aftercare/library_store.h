#ifndef REDRESS_LIBRARY_STORE_H
#define REDRESS_LIBRARY_STORE_H

#include "complaint_store.h"
#include "library.h"

extern const struct db_stmts library_stmts; /* staff */

/* Published ones, the last first; words have all to be found. Or what is being written and was taken back, of units whose library the user edits. */
struct library_filter {
    bool drafts;
    const char *const *words; /* library_query; at most 4 */
    size_t n_words;
    int64_t category_id;      /* 0: any */
    const char *cause;        /* code; "": any */
    int64_t before_us, before_id; /* 0, 0: from the top */
    size_t limit;
};
enum err library_list(struct db *db, struct arena *a, const struct access_user *user, const struct library_filter *filter, struct library_case **ret_list, size_t *ret_n) MUST_CHECK;
/* Published, or of a unit whose library he edits. */
enum err library_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct library_case *ret_case) MUST_CHECK;
/* Passages of a case by which somebody might be recognised, with the reasons for which some may stand. ret_sealed: the complainant's name is sealed and could not be looked for. */
enum err library_doubts(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct library_case *c, struct library_doubt **ret_list, size_t *ret_n, bool *ret_sealed) MUST_CHECK;
/* What a case of a closed complaint begins with, from what is written about it. */
enum err library_begin(struct db *db, struct arena *a, const struct complaint *c, const struct rulebook *book, struct library_case *ret_case) MUST_CHECK;
/* At most limit published cases like a complaint: of its category, its causes, and alike in text; the likeliest first. One statement for cases, one for texts. */
enum err library_similar(struct db *db, struct arena *a, const struct complaint *c, const char *const *causes, size_t n_causes, size_t limit, struct library_case **ret_list, size_t *ret_n) MUST_CHECK;

struct library_command {
    enum library_action action;
    int64_t id;            /* 0: a new one, of the complaint */
    int version;
    const char *number;    /* save a new one: of the closed complaint; MAY_EDIT_LIBRARY over it */
    const char *parts[LIBRARY_PART__END]; /* save, hand in */
    int64_t category_id;
    const uint8_t *passage;/* pass: 32 bytes */
    const char *text;      /* pass, give back, take back: why */
    const uint8_t *once_hash;
    const char *once_location;
};
struct library_result {
    int64_t id;
    const char *location, *field, *why; /* msgid */
};
/* One transaction; handing in saves too. Publishing looks for passages anew. ERR_INPUT, ERR_FORBIDDEN, ERR_STATE with why; ERR_STALE. */
enum err library_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct library_command *command, struct library_result *ret_result) MUST_CHECK;

#endif
