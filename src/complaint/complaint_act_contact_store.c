#include <string.h>

#include "complaint_acting_store.h"
#include "contact_store.h"
#include "mention_store.h"
#include "notice_store.h"

/* Calls, visits and letters with the complainant (requirements E7); and colleagues mentioned in notes. */

static bool reached(const struct acting *act)
{
    return act->command->contact->result == CONTACT_REACHED;
}

static int64_t moment_of(const struct acting *act)
{
    return act->command->contact->at_us ? act->command->contact->at_us : act->writer->now_us;
}

/* Whether a report on the progress is owed. */
static bool reports(const struct acting *act)
{
    for (size_t i = 0; i < act->set.n; i++) {
        if (act->set.list[i].kind == CLOCK_PROGRESS && act->set.list[i].state == CLOCK_RUNNING)
            return true;
    }
    return false;
}

/* Clocks that began after the contact cannot have been met before they began. */
static int64_t for_clocks(const struct acting *act, int64_t at_us)
{
    for (size_t i = 0; i < act->set.n; i++) {
        if (act->set.list[i].state == CLOCK_RUNNING && act->set.list[i].started_us > at_us)
            at_us = act->set.list[i].started_us;
    }
    return at_us < act->writer->now_us ? at_us : act->writer->now_us;
}

enum err acting_contact(struct acting *act)
{
    const struct contact *k = act->command->contact;
    int64_t now_us = act->writer->now_us;
    if (!k || !*contact_way_word(k->way) || !*contact_result_word(k->result) || (k->inward && k->result != CONTACT_REACHED))
        return ERR_INPUT;
    if (reached(act) && (!act->text || !*act->text))
        return ERR_INPUT;
    int64_t at_us = moment_of(act);
    if (at_us > now_us || at_us < now_us - CONTACT_BACK_US)
        return ERR_INPUT;
    act->happens = reached(act);
    act->happened_us = for_clocks(act, at_us);
    act->event = contact_event(k);
    act->data = timeline_data(act->arena, "way", contact_way_word(k->way), "result", contact_result_word(k->result),
                              "at", arena_printf(act->arena, "%lld", (long long)at_us), "report", reached(act) && reports(act) ? "1" : NULL, NULL);
    return ERR_NONE;
}

enum err acting_contacted(struct db *db, const struct acting *act, int64_t message_id)
{
    if (act->command->action != ACTION_CONTACT)
        return ERR_NONE;
    struct contact k = *act->command->contact;
    k.at_us = moment_of(act);
    return contact_put(db, act->c.id, act->c.events, message_id, &k, act->writer->zone);
}

enum err acting_mention(struct db *db, const struct acting *act, int64_t message_id)
{
    const struct complaint_command *command = act->command;
    struct arena *a = act->arena;
    const char *data = timeline_data(a, "by", act->writer->user->name, "message", arena_printf(a, "%lld", (long long)message_id), NULL);
    if (command->n_mentions > MENTIONS_MAX || (command->n_mentions > 0 && (command->action != ACTION_NOTE || !message_id)))
        return ERR_INPUT;
    for (size_t i = 0; i < command->n_mentions; i++) {
        struct mention who;
        enum err e = mention_load(db, a, act->c.id, command->mentions[i], &who);
        if (e == ERR_NOT_FOUND || (e == ERR_NONE && (who.kept_out || !who.may_see)))
            return ERR_INPUT;
        TRY(e);
        if (!who.sees && !(act->rights & PERMISSION_BIT(MAY_ASSIGN)))
            return ERR_FORBIDDEN;
        TRY(mention_put(db, act->c.id, message_id, who.user_id));
        if (who.user_id != act->writer->user->id)
            TRY(notice_put(db, &(struct notice){.user_id = who.user_id, .complaint_id = act->c.id, .at_us = act->writer->now_us, .kind = "mentioned", .data = data}));
    }
    return ERR_NONE;
}
