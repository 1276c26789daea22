#ifndef REDRESS_DESK_CASE_H
#define REDRESS_DESK_CASE_H

#include "arena.h"
#include "complaint.h"
#include "message.h"
#include "timeline.h"

/* What the case page shows of the timeline: everything, or one of the classes of timeline.h. */
enum desk_show { DESK_SHOW_ALL, DESK_SHOW_CONTACT, DESK_SHOW_INTERNAL, DESK_SHOW_MOVES, DESK_SHOW__COUNT };
struct desk_show_kind {
    const char *name;  /* in the address */
    const char *title; /* msgid */
};
const struct desk_show_kind *desk_show_kind(enum desk_show show);
/* Everything when the name is unknown. */
enum desk_show desk_show_from_name(const char *name);

/*
 * One line of the timeline: a message, an event, or both: a step together with what was written for it (reasons, instructions). The other one is
 * NULL.
 */
struct desk_entry {
    const struct message *message;
    const struct event *event;
};

/*
 * Messages and events (each newest first) mixed into one timeline, newest first, in the arena; an event that only says that one of the messages was
 * written is left out.
 */
void desk_timeline(struct arena *a, const struct message *messages, size_t n_messages, const struct event *events, size_t n_events,
                   enum desk_show show, struct desk_entry **ret_entries, size_t *ret_n);

/* Whether the complainant cannot read the message of an entry. */
bool desk_entry_internal(const struct desk_entry *entry);

/* How much of the time between start and due is gone at an instant, 0 to 100. */
int desk_gauge(int64_t start_us, int64_t due_us, int64_t at_us);

/* The step of the complaint and what comes next, for the head of the action panel: msgids. */
const char *desk_step_next(const struct complaint *c);

#endif
