#include <string.h>

#include "clock_parts.h"

static const char *const events[CLOCK_EVENT__END] = {
    [CLOCK_ON_RECEIVED] = "received", [CLOCK_ON_ACCEPTED] = "accepted", [CLOCK_ON_ASSIGNED] = "assigned", [CLOCK_ON_CONTACTED] = "contacted",
    [CLOCK_ON_ASKED] = "asked",       [CLOCK_ON_SUPPLIED] = "supplied", [CLOCK_ON_REPLIED] = "replied",   [CLOCK_ON_DECIDED] = "decided",
    [CLOCK_ON_CLOSED] = "closed",     [CLOCK_ON_REJECTED] = "rejected", [CLOCK_ON_WITHDRAWN] = "withdrawn", [CLOCK_ON_REOPENED] = "reopened",
    [CLOCK_ON_GRADED] = "graded",     [CLOCK_ON_ANSWERED] = "answered", [CLOCK_ON_REPORTED] = "reported",
    [CLOCK_ON_URGED] = "urged",
};

const char *clock_event_word(enum clock_event event)
{
    return event >= CLOCK_ON_RECEIVED && event < CLOCK_EVENT__END ? events[event] : "";
}

enum clock_event clock_event_from_word(const char *word)
{
    for (int e = CLOCK_ON_RECEIVED; word && e < CLOCK_EVENT__END; e++) {
        if (strcmp(events[e], word) == 0)
            return (enum clock_event)e;
    }
    return (enum clock_event)0;
}

/* What a rule that names no events means. No end: done by hand. */
static const struct {
    enum clock_event from, until[3];
} usual[CLOCK_KIND__END] = {
    [CLOCK_ACKNOWLEDGE] = {CLOCK_ON_RECEIVED, {CLOCK_ON_ACCEPTED, CLOCK_ON_REJECTED, CLOCK_ON_CONTACTED}},
    [CLOCK_DISPATCH] = {CLOCK_ON_RECEIVED, {CLOCK_ON_ASSIGNED, CLOCK_ON_REPLIED}},
    [CLOCK_FIRST_CONTACT] = {CLOCK_ON_RECEIVED, {CLOCK_ON_CONTACTED, CLOCK_ON_REPLIED}},
    [CLOCK_ANSWER] = {CLOCK_ON_ASSIGNED, {CLOCK_ON_ANSWERED, CLOCK_ON_REPLIED}},
    [CLOCK_PROGRESS] = {CLOCK_ON_ACCEPTED, {CLOCK_ON_CONTACTED, CLOCK_ON_REPLIED}},
    [CLOCK_RESOLVE] = {CLOCK_ON_RECEIVED, {CLOCK_ON_REPLIED}},
    [CLOCK_REPORT_MAJOR] = {CLOCK_ON_GRADED, {CLOCK_ON_REPORTED}},
    [CLOCK_REPLY] = {CLOCK_ON_DECIDED, {CLOCK_ON_REPLIED}},
    [CLOCK_CALLBACK] = {CLOCK_ON_CLOSED, {0}},
    [CLOCK_CLOSING_REPORT] = {CLOCK_ON_CLOSED, {0}},
};

enum clock_event clock_begins_with(const struct rb_clock *rule)
{
    enum clock_event named = clock_event_from_word(rule->from);
    return named ? named : usual[rulebook_clock_kind(rule->kind)].from;
}

bool clock_met_by(const struct rb_clock *rule, enum rb_clock_kind kind, enum clock_event event)
{
    for (unsigned i = 0; rule && i < rule->until_count; i++) {
        if (clock_event_from_word(rule->until[i]) == event)
            return true;
    }
    /* Word to the complainant is what a progress clock waits for, whatever else its rule names. */
    if (rule && rule->until_count > 0)
        return kind == CLOCK_PROGRESS && (event == CLOCK_ON_CONTACTED || event == CLOCK_ON_REPLIED);
    for (size_t i = 0; i < COUNT_OF(usual[kind].until); i++) {
        if (usual[kind].until[i] == event)
            return true;
    }
    return false;
}

bool clock_may_pause(const struct rb_clock *rule, const char *reason)
{
    for (unsigned i = 0; rule && i < rule->pause_count; i++) {
        if (strcmp(rule->pause[i], reason) == 0)
            return true;
    }
    return false;
}

static bool is_for(const struct rb_clock *rule, const char *kind, const char *track)
{
    return !rule->inactive && strcmp(rule->kind, kind) == 0 && strcmp(rule->track, track) == 0;
}

const struct rb_clock *clock_rule(const struct rulebook *b, const struct rb_facts *facts, enum rb_clock_kind kind, const char *track)
{
    const struct rb_clock *best = NULL;
    const char *word = rulebook_clock_word(kind);
    int best_weight = 0;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        const struct rb_clock *rule = &b->clocks[i];
        if (!is_for(rule, word, track) || rulebook_when(&rule->when, facts) != RB_HOLDS)
            continue;
        int weight = rulebook_weight(&rule->when, facts);
        if (!best || weight > best_weight) {
            best = rule;
            best_weight = weight;
        }
    }
    return best;
}

void clock_candidates(const struct rulebook *b, struct arena *a, const struct rb_facts *facts, enum rb_clock_kind kind, const char *track,
                      struct clock_candidate **ret_list, size_t *ret_n)
{
    const struct rb_clock *chosen = clock_rule(b, facts, kind, track);
    struct clock_candidate *list = ARENA_ARRAY(a, b->clocks_count, struct clock_candidate);
    size_t n = 0;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        const struct rb_clock *rule = &b->clocks[i];
        if (!is_for(rule, rulebook_clock_word(kind), track))
            continue;
        list[n++] = (struct clock_candidate){rule, rulebook_when(&rule->when, facts), rulebook_weight(&rule->when, facts), rule == chosen};
    }
    *ret_list = list;
    *ret_n = n;
}
