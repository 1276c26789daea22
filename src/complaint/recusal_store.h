#ifndef REDRESS_RECUSAL_STORE_H
#define REDRESS_RECUSAL_STORE_H

#include "complaint_store.h"
#include "recusal.h"

extern const struct db_stmts recusal_stmts; /* staff */

/* In the order in which they were kept out; at most 100. */
enum err recusal_list(struct db *db, struct arena *a, int64_t complaint_id, struct recusal **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * Within the transaction of a classification, whose respondents are written: those of them who are our staff and their direct superiors are kept out from now on, those who were
 * kept out because of another one are not any more. Each is an event. Whoever handled it and is kept out now handles it no more; those who lead there are told. The caller saves c.
 */
enum err recusal_derive(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_class *was, const struct complaint_class *now) MUST_CHECK;

enum recusal_action {
    RECUSAL_OWN,  /* "I have to stay out of this": whoever sees it */
    RECUSAL_SET,  /* somebody else, by sign-in name: MAY_SUPERVISE */
    RECUSAL_LIFT, /* MAY_SUPERVISE */
};
struct recusal_command {
    enum recusal_action action;
    const char *number;
    const char *login;   /* set */
    int64_t user_id;     /* lift */
    const char *text;    /* why: kept as an internal note */
    const uint8_t *once_hash;
    const char *once_location;
};
/*
 * One transaction. ERR_INPUT with ret_field (of the form) and ret_why (msgid): no reason, nobody of that name, kept out already, not kept out. ERR_FORBIDDEN; ERR_NOT_FOUND: does not see it.
 */
enum err recusal_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct recusal_command *command, const char **ret_location,
                     const char **ret_field, const char **ret_why) MUST_CHECK;

#endif
