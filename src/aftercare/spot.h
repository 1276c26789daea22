#ifndef REDRESS_SPOT_H
#define REDRESS_SPOT_H

#include "complaint.h"

/* Spot checks of closed complaints by a superior unit (requirements J3); pure. The numbers are those of the schema. */
enum spot_state { SPOT_OPEN = 1, SPOT_DONE, SPOT_DROPPED };
enum spot_result { SPOT_UPHELD = 1, SPOT_CHANGED, SPOT_FALSE, SPOT_RESULT__END };
#define SPOT_NO_DATE INT64_C(253402300799000000) /* nobody set one */
extern const char *const spot_words[];                   /* upheld, changed, false; NULL-terminated, by enum spot_result less one */
const char *spot_result_title(enum spot_result result);  /* msgid, "" unknown */
const char *spot_result_event(enum spot_result result);  /* kind of the timeline event */

struct spot_check {
    int64_t id, complaint_id, unit_id, sample_id, user_id, opened_by, replied_by, opened_us, due_us, done_us, replied_us;
    int version;
    enum spot_state state;
    enum spot_result result;
    enum complaint_finding before, after;
    bool mine; /* the reader may check for its unit */
    const char *body, *reply;
    /* joined for show */
    const char *number, *title, *checker, *opener, *replier, *unit_zh, *unit_en, *of_zh, *of_en; /* of: the unit that is checked */
    int64_t of_unit_id;
};

#endif
