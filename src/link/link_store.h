#ifndef REDRESS_LINK_STORE_H
#define REDRESS_LINK_STORE_H

#include "complaint_store.h"
#include "link.h"
#include "message.h"

extern const struct db_stmts link_stmts;      /* staff: reading */
extern const struct db_stmts link_act_stmts;  /* staff */
extern const struct db_stmts link_new_stmts;  /* staff */
extern const struct db_stmts relabel_stmts;   /* staff: reading */

/* Complaints linked with one that was loaded within scope, and those of them that the user may see; newest link first. */
enum err link_load(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct complaint_linked **ret_list, size_t *ret_n) MUST_CHECK;
/* What the complainants of those wrote that were merged into it, since they were; newest first. The message's unit_zh is the number under which it was sent. */
enum err link_merged_messages(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, size_t limit, struct message **ret_list, size_t *ret_n) MUST_CHECK;

struct link_command {
    const char *number, *other; /* of the complaints; the older one leads, whichever is named first */
    int version;                /* merge, split, as new: that number was shown with */
    enum link_kind kind;        /* put: one by hand */
    bool same_person;           /* merge: somebody made sure, for where the contact data do not show it */
    const char *text;           /* merge: why; as new: what is told now */
    const struct link_part *parts;
    size_t n_parts;
    const char *channel, *source, *prefix; /* as new: where it came back; prefix: of complaint numbers */
    const uint8_t *once_hash;
    const char *once_location;
};
struct link_result {
    const char *location;
    const char *why;          /* on ERR_INPUT, ERR_STATE, ERR_FORBIDDEN: a sentence (msgid) that says what is wrong and what can be done */
    struct complaint current; /* on ERR_STALE what number is now */
    const char *numbers;      /* of the new complaints, by commas; merge: of the one that goes on */
};
/*
 * Each is one transaction: once key, both complaints locked in order of their numbers and loaded within scope, flow_decide, link, events on both. Putting a link again changes its kind.
 * Merge: the state of the younger ends, its clocks end, who carries the older sees it, who is kept out of one is kept out of both, and what its complainant writes reaches the older.
 */
enum err link_put(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result) MUST_CHECK;
enum err link_remove(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result) MUST_CHECK;
enum err link_merge(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result) MUST_CHECK;
/* One new complaint per part: the category's, with the times of the original reception, linked with the one that leads. */
enum err link_split(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result) MUST_CHECK;
/* A closed complaint with responsibility that came back to a higher place: a new one that counts again, when the rulebook wants it. */
enum err link_as_new(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result) MUST_CHECK;

/* ---- what was relabelled (M8) ---- */
struct relabelled {
    int64_t at_us, actor_id;
    const char *actor, *made, *reason, *number, *title;
};
struct relabel_count {
    int64_t actor_id;
    const char *actor, *made;
    int n;
};
/* Within scope and time, newest first, at most limit; actor 0: anybody's. sample: drawn by chance instead, the same ones for the same number. */
enum err relabel_list(struct db *db, struct arena *a, const struct access_user *user, int64_t from_us, int64_t to_us, int64_t actor_id, int64_t sample, size_t limit,
                      struct relabelled **ret_list, size_t *ret_n) MUST_CHECK;
/* Per person and what was made of them, most first. */
enum err relabel_counts(struct db *db, struct arena *a, const struct access_user *user, int64_t from_us, int64_t to_us, struct relabel_count **ret_list, size_t *ret_n) MUST_CHECK;

#endif
