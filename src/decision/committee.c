#include "committee.h"

#include <string.h>

#include "msgid.h"
#include "utc.h"

static const struct {
    const char *why, *title, *question;
    const char *decisions[6];
} whys[] = {
    {"major", N_("Major complaint"), N_("How is this complaint to be handled?"), {"upheld", "changed", "back", "noted"}},
    {"difficult", N_("Difficult complaint"), N_("How is this complaint to be handled?"), {"upheld", "changed", "back", "noted"}},
    {"disputed", N_("Disputed between departments"), N_("Which department handles this complaint?"), {"upheld", "changed", "back", "noted"}},
    {"result", N_("Result not accepted"), N_("Is the result lawful and fair, though the complainant does not accept it?"), {"upheld", "changed", "back", "noted"}},
    {"responsibility", N_("Responsibility"), N_("Are we responsible?"), {"responsible", "not_responsible", "back", "noted"}},
    {"vexatious", N_("Vexatious complaining"), N_("Is this person complaining without cause again and again, and how is he to be dealt with?"), {"vexatious", "not_vexatious", "noted"}},
    {"other", N_("Other reason"), N_("How is this complaint to be handled?"), {"upheld", "changed", "back", "noted"}},
};
const char *const committee_whys[] = {"major", "difficult", "disputed", "result", "responsibility", "vexatious", "other", NULL};
const char *const committee_decisions[] = {"upheld", "changed", "back", "responsible", "not_responsible", "vexatious", "not_vexatious", "noted", NULL};

const char *committee_why_title(const char *why)
{
    for (size_t i = 0; i < COUNT_OF(whys); i++) {
        if (strcmp(whys[i].why, why) == 0)
            return whys[i].title;
    }
    return "";
}

const char *committee_why_question(const char *why)
{
    for (size_t i = 0; i < COUNT_OF(whys); i++) {
        if (strcmp(whys[i].why, why) == 0)
            return whys[i].question;
    }
    return "";
}

bool committee_decision_fits(const char *why, const char *decision)
{
    for (size_t i = 0; i < COUNT_OF(whys); i++) {
        if (strcmp(whys[i].why, why) != 0)
            continue;
        for (size_t k = 0; k < COUNT_OF(whys[i].decisions) && whys[i].decisions[k]; k++) {
            if (strcmp(whys[i].decisions[k], decision) == 0)
                return true;
        }
    }
    return false;
}

const char *committee_decision_title(const char *decision, const char *why)
{
    static const struct {
        const char *decision, *why, *title; /* why "": any */
    } titles[] = {
        {"upheld", "disputed", N_("The department that was asked handles it")},
        {"changed", "disputed", N_("Another department handles it")},
        {"upheld", "result", N_("The result is confirmed")},
        {"changed", "result", N_("The result is to be changed")},
        {"upheld", "", N_("The handling is confirmed")},
        {"changed", "", N_("It is to be handled otherwise")},
        {"back", "", N_("Back to the department")},
        {"responsible", "", N_("Responsible")},
        {"not_responsible", "", N_("Not responsible")},
        {"vexatious", "", N_("Vexatious complaining")},
        {"not_vexatious", "", N_("Not vexatious")},
        {"noted", "", N_("Noted")},
    };
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        if (strcmp(titles[i].decision, decision) == 0 && (!*titles[i].why || strcmp(titles[i].why, why) == 0))
            return titles[i].title;
    }
    return "";
}

const char *committee_item_state_title(enum item_state state)
{
    static const char *const titles[ITEM_STATE__END] = {
        [ITEM_WAITING] = N_("Waiting for a meeting"), [ITEM_PLANNED] = N_("On an agenda"), [ITEM_DECIDED] = N_("Decision made"), [ITEM_PUT_OFF] = N_("Put off"), [ITEM_DROPPED] = N_("Dropped")};
    return (unsigned)state < ITEM_STATE__END && titles[state] ? titles[state] : "";
}

const char *committee_meeting_state_title(enum meeting_state state)
{
    static const char *const titles[MEETING_STATE__END] = {
        [MEETING_PLANNED] = N_("Planned"), [MEETING_UNDER_WAY] = N_("Under way"), [MEETING_ENDED] = N_("Held"), [MEETING_CANCELLED] = N_("Cancelled")};
    return (unsigned)state < MEETING_STATE__END && titles[state] ? titles[state] : "";
}

const char *committee_vote_title(enum committee_vote vote)
{
    static const char *const titles[VOTE__END] = {[VOTE_NONE] = N_("Not voted"), [VOTE_FOR] = N_("In favour"), [VOTE_AGAINST] = N_("Against"), [VOTE_ABSTAIN] = N_("Abstains")};
    return (unsigned)vote < VOTE__END ? titles[vote] : "";
}

const char *committee_undecided(const struct rb_committee *rules, const struct committee_tally *tally)
{
    if (!rules->votes)
        return NULL;
    if (tally->present < rules->quorum)
        return N_("Too few members are present for a decision");
    if (tally->in_favour + tally->against + tally->abstained < tally->present)
        return N_("Not everybody who is present has voted yet");
    if (tally->in_favour == tally->against)
        return N_("A tie is no decision: discuss it again, change the proposal or put the item off");
    return tally->in_favour > tally->against ? NULL : N_("The majority is against it: change the proposal or put the item off");
}

bool committee_period(int months, int64_t now_us, const struct utc_zone *zone, int64_t *ret_from_us, int64_t *ret_to_us)
{
    if (months <= 0)
        return false;
    struct utc_parts now = utc_in_zone(now_us, zone);
    int month = now.year * 12 + now.month - 1, end = month - month % months, begin = end - months;
    *ret_to_us = utc_from_local(end / 12, end % 12 + 1, 1, 0, 0, 0, zone);
    *ret_from_us = utc_from_local(begin / 12, begin % 12 + 1, 1, 0, 0, 0, zone);
    return true;
}
