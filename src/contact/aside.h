#ifndef REDRESS_ASIDE_H
#define REDRESS_ASIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What stands beside a complaint while somebody works on it: his drafts, the colleagues who look at it or write an answer to it just now, phrases that can be put in, and how often the
 * complainant was tried to be reached in vain. Pure types; aside_store.h loads it in one statement.
 */
#define ASIDE_SEEN_US (5 * INT64_C(60) * 1000000)        /* for how long somebody counts as looking at it */
#define ASIDE_WRITES_US (12 * INT64_C(3600) * 1000000)   /* for how long a draft tells that somebody is writing */
#define ASIDE_AGAIN_US (INT64_C(60) * 1000000)           /* how often it is noted that he still does */
struct aside_person {
    int64_t user_id, at_us;
    const char *name;
};
struct aside_draft {
    const char *what; /* the action that it is for: "reply", "slip-2-answer" */
    const char *body; /* JSON of its texts by the names of their fields, as of timeline_data */
    int64_t at_us;
};
struct aside_phrase {
    int64_t id;
    bool shared;
    const char *name;
};
struct aside {
    int attempts; /* of contact_store.h */
    struct aside_draft *drafts;              /* his own, of this complaint */
    struct aside_person *viewers, *writers;  /* colleagues, the last ones first; nobody who is kept out of it */
    struct aside_phrase *phrases;            /* own ones first, by name */
    size_t n_drafts, n_viewers, n_writers, n_phrases;
    int64_t seen_us; /* when he himself was last noted; 0: not */
};
/* For whom, and of what: the caller has loaded the complaint within his scope. */
struct aside_of {
    int64_t user_id, unit_id, complaint_id; /* unit_id: his own */
    const char *number;
};

#endif
