#ifndef REDRESS_CALLBACK_H
#define REDRESS_CALLBACK_H

#include "complaint.h"
#include "contact.h"
#include "rulebook.h"

/* Callbacks after closing (requirements J1); pure. The numbers are those of the schema. */
enum callback_state { CALLBACK_WAITING = 1, CALLBACK_DONE, CALLBACK_GIVEN_UP, CALLBACK_DROPPED, CALLBACK_STATE__END };
const char *callback_state_title(enum callback_state state); /* msgid, "" unknown */

enum { CALLBACK_DISSATISFIED, CALLBACK_SATISFIED, CALLBACK_NOT_SAID }; /* NULL in the schema */
struct callback {
    int64_t id, complaint_id, unit_id, user_id, sample_id, due_us, next_us, claimed_us, done_us, done_by;
    int closing, attempts, version, said;
    enum callback_state state;
    bool major, wished;
    const char *answers, *body, *escalated;
    /* joined for show */
    const char *number, *title, *user, *doer;
};

/* ---- the script ---- */
/* Answers as a form brings them, in the order of the book's questions: "yes", "no", "1" very dissatisfied to "5" very satisfied, or text; "" not answered. */
struct callback_answers {
    const char **values;
    size_t n;
};
/* Whether one may be given to a question of this kind; "" may. */
bool callback_answer_fits(const struct rb_question *question, const char *value);
/* Flat JSON of code and answer, without what was not answered. */
const char *callback_answers_write(struct arena *a, const struct rb_callback *script, const struct callback_answers *answers);
/* By what decides: dissatisfied when one of them is "no" or one of the two lowest levels. CALLBACK_NOT_SAID: nothing that decides was answered. */
int callback_said(const struct rb_callback *script, const struct callback_answers *answers);
/* Whether any question of the script decides: then nobody is asked besides. */
bool callback_script_decides(const struct rb_callback *script);
/* msgid of an answer of a fixed choice; "" for a text. */
const char *callback_answer_title(const struct rb_question *question, const char *value);

/* ---- attempts ---- */
/* Only one attempt of a day counts. given up: as many in vain as the book asks for; a book that says nothing gives up after none. */
bool callback_counts(int64_t at_us, int64_t next_us);
bool callback_given_up(const struct rb_callback *script, int attempts);

#endif
