#ifndef REDRESS_LIBRARY_H
#define REDRESS_LIBRARY_H

#include "anonymity.h"
#include "err.h"

/* The case library (requirements J6): cases worth knowing, in which nobody can be recognised. Pure. */
enum library_state { LIBRARY_DRAFT = 1, LIBRARY_PUBLISHED, LIBRARY_TAKEN_BACK, LIBRARY_STATE__END };
enum library_action { LIBRARY_SAVE = 1, LIBRARY_HAND_IN, LIBRARY_PASS, LIBRARY_PUBLISH, LIBRARY_GIVE_BACK, LIBRARY_TAKE_BACK, LIBRARY_ACTION__END };
enum library_part { LIBRARY_TITLE, LIBRARY_COMPLAINT, LIBRARY_VERIFICATION, LIBRARY_HANDLING, LIBRARY_ANALYSIS, LIBRARY_PREVENTION, LIBRARY_PART__END };

struct library_case {
    int64_t id, complaint_id, unit_id, category_id, author_id, checked_by, published_us, changed_us, ready_us;
    enum library_state state;
    int version;
    const char *parts[LIBRARY_PART__END]; /* title and the five sections */
    const char *causes;                   /* codes by commas */
    const char *remark, *author, *checker, *number; /* for show; number: of the complaint, "" where the reader does not see it */
    const char *unit_zh, *unit_en, *category_zh, *category_en;
    bool edits; /* the reader may edit the library of the unit */
};
/* A passage by which somebody might be recognised, and why it may stand; reason "": it may not yet. */
struct library_doubt {
    enum library_part part;
    struct anonymity_passage passage;
    uint8_t hash[32];
    const char *text, *reason, *by;
};

const char *library_state_title(enum library_state state); /* msgids; "" unknown, as all of these */
const char *library_part_title(enum library_part part);
const char *library_part_name(enum library_part part);     /* name of the control: "complaint" */
bool library_action_from_name(const char *name, enum library_action *ret_action);
/*
 * ERR_FORBIDDEN or ERR_STATE with a msgid. Who edits the library writes; who wrote a case neither confirms its passages nor publishes it; open: passages that are not confirmed.
 */
enum err library_decide(const struct library_case *c, enum library_action action, int64_t user_id, size_t open, const char **ret_why) MUST_CHECK;
/* All of its texts as the search compares them: small letters, half width, parts apart by a line. */
const char *library_words(struct arena *a, const char *const parts[LIBRARY_PART__END]);
/* What was typed as words that all have to be found: parted by blanks, in the same form; at most max. */
size_t library_query(struct arena *a, const char *typed, const char **ret_words, size_t max);
/* For the index: two characters that stand side by side on a line, no blank among them, each pair once; in order. Whatever is a part of the text has all of its pairs there. */
size_t library_terms(struct arena *a, const char *words, int64_t **ret_terms);

#endif
