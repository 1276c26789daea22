#include "desk_case.h"

#include <string.h>

#include "msgid.h"

static const struct desk_show_kind shows[DESK_SHOW__COUNT] = {
    [DESK_SHOW_ALL] = {"all", N_("Everything")},
    [DESK_SHOW_CONTACT] = {"contact", N_("With the complainant")},
    [DESK_SHOW_INTERNAL] = {"internal", N_("Internal")},
    [DESK_SHOW_MOVES] = {"moves", N_("Steps")},
};

const struct desk_show_kind *desk_show_kind(enum desk_show show)
{
    return &shows[show < DESK_SHOW__COUNT ? show : DESK_SHOW_ALL];
}

enum desk_show desk_show_from_name(const char *name)
{
    for (int i = 0; i < DESK_SHOW__COUNT; i++) {
        if (strcmp(shows[i].name, name) == 0)
            return (enum desk_show)i;
    }
    return DESK_SHOW_ALL;
}

/* The kind of event that is written with each kind of message. */
static const char *event_of_message(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_FROM: return "supplied";
    case MESSAGE_TO: return "message";
    case MESSAGE_ASK: return "asked";
    case MESSAGE_REPLY: return "replied";
    case MESSAGE_NOTE: return "note";
    case MESSAGE_SLIP: /* written for a step of the slip, which tells what it is */
    case MESSAGE_CONTACT:
    case MESSAGE_KIND__END: break;
    }
    return "";
}

/* What is written in one transaction carries the same time and the same person. */
static bool belong_together(const struct message *message, const struct event *event)
{
    if (message->at_us != event->at_us)
        return false;
    if (message->kind == MESSAGE_FROM)
        return strcmp(event->kind, event_of_message(MESSAGE_FROM)) == 0;
    return message->author_id == event->actor_id;
}

static bool told_by_message(const struct event *event, const struct message *messages, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (belong_together(&messages[i], event))
            return true;
    }
    return false;
}

/* The step for which a message was written; NULL when writing it was the step, unless there is more to say of how it came. */
static const struct event *step_of(const struct message *message, const struct event *events, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (belong_together(message, &events[i]))
            return strcmp(events[i].kind, event_of_message(message->kind)) == 0 && !(events[i].data && strstr(events[i].data, "\"way\"")) ? NULL : &events[i];
    }
    return NULL;
}

static bool shows_class(enum desk_show show, enum event_class class)
{
    switch (show) {
    case DESK_SHOW_CONTACT: return class == EVENT_CLASS_CONTACT;
    case DESK_SHOW_INTERNAL: return class == EVENT_CLASS_INTERNAL;
    case DESK_SHOW_MOVES: return class == EVENT_CLASS_MOVE;
    case DESK_SHOW_ALL:
    case DESK_SHOW__COUNT: break;
    }
    return true;
}

/* Why a complaint was not accepted is kept as a note, but the complainant reads it (the outcome of a rejected one). */
bool desk_entry_internal(const struct desk_entry *entry)
{
    if (!entry->message)
        return false;
    if (entry->message->kind == MESSAGE_SLIP || entry->message->kind == MESSAGE_CONTACT)
        return true;
    if (entry->message->kind != MESSAGE_NOTE)
        return false;
    return !entry->event || strcmp(entry->event->kind, "rejected") != 0;
}

static bool shows_entry(enum desk_show show, const struct desk_entry *entry)
{
    if (entry->message && shows_class(show, desk_entry_internal(entry) ? EVENT_CLASS_INTERNAL : EVENT_CLASS_CONTACT))
        return true;
    if (!entry->event)
        return false;
    const struct timeline_kind *kind = timeline_kind(entry->event->kind);
    return shows_class(show, kind ? kind->class : EVENT_CLASS_INTERNAL);
}

void desk_timeline(struct arena *a, const struct message *messages, size_t n_messages, const struct event *events, size_t n_events,
                   enum desk_show show, struct desk_entry **ret_entries, size_t *ret_n)
{
    struct desk_entry *entries = ARENA_ARRAY(a, n_messages + n_events + 1, struct desk_entry);
    size_t n = 0, m = 0, e = 0;
    while (m < n_messages || e < n_events) {
        struct desk_entry entry = {0};
        if (m == n_messages || (e < n_events && events[e].at_us >= messages[m].at_us)) {
            const struct event *event = &events[e++];
            if (told_by_message(event, messages, n_messages))
                continue;
            entry.event = event;
        } else {
            entry.message = &messages[m++];
            entry.event = step_of(entry.message, events, n_events);
        }
        if (shows_entry(show, &entry))
            entries[n++] = entry;
    }
    *ret_entries = entries;
    *ret_n = n;
}

int desk_gauge(int64_t start_us, int64_t due_us, int64_t at_us)
{
    if (at_us <= start_us)
        return 0;
    if (at_us >= due_us)
        return 100;
    return (int)((at_us - start_us) * 100 / (due_us - start_us));
}

const char *desk_step_next(const struct complaint *c)
{
    if (c->withdraw_us && c->is_open)
        return N_("The complainant wants to withdraw. Make sure that it is of free will, then confirm or decline.");
    if (c->review_asked_us)
        return N_("The complainant says that it is not solved and asks for a review. Whoever did not handle it lets it be looked at again, or declines with the reason.");
    if (c->urged)
        return N_("The complainant asks how it stands. Please tell; any message answers it.");
    switch (c->state) {
    case COMPLAINT_SUBMITTED: return N_("Next: accept or reject it, then dispatch it to the departments concerned.");
    case COMPLAINT_PROGRESS: return c->assignee_id ? N_("Next: find out what happened and answer the complainant.") : N_("Next: dispatch it to the departments concerned, or assign it to a handler.");
    case COMPLAINT_WAITING: return N_("Next: the complainant supplies what was asked for.");
    case COMPLAINT_REPLIED: return N_("Next: close it with a finding.");
    case COMPLAINT_CLOSED: return N_("Nothing is left to do. It can be reopened for a good reason.");
    case COMPLAINT_REJECTED: return N_("It was not accepted. It can be reopened for a good reason.");
    case COMPLAINT_WITHDRAWN: return N_("The complainant has withdrawn it.");
    case COMPLAINT_STATE__END: break;
    }
    return "";
}
