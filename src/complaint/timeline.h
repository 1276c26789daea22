#ifndef REDRESS_TIMELINE_H
#define REDRESS_TIMELINE_H

#include "arena.h"
#include "complaint.h"

/*
 * Timeline events. Kinds are words as stored: submitted, registered (by staff), accepted, rejected, assigned, note, message, asked, replied, closed, reopened, supplied,
 * withdraw_asked, withdrawn, withdraw_declined, rated, revealed, unsealed, indexed, read; and of classification and clocks: classified, paused, resumed,
 * extension_asked, extended, extension_refused, extension_lapsed, clock_done, clock_warned, clock_late, clock_escalated, recomputed.
 */
enum event_actor { EVENT_COMPLAINANT = 1, EVENT_STAFF, EVENT_SYSTEM };
enum event_class { EVENT_CLASS_MOVE, EVENT_CLASS_CONTACT, EVENT_CLASS_INTERNAL }; /* the case page's filters */

struct timeline_kind {
    const char *kind;
    enum event_class class;
    const char *icon;        /* name in the sprite */
    const char *sentence;    /* msgid for staff: what happened, after the actor's name */
    const char *public_line; /* msgid for the complainant, NULL when it never shows to him */
};
const struct timeline_kind *timeline_kind(const char *kind); /* NULL when unknown */
/* All that are not internal, by commas: what somebody sees who sees a part of the complaint. */
const char *timeline_open_kinds(struct arena *a);

struct event {
    int64_t complaint_id;
    int seq;
    int64_t at_us;
    enum event_actor actor_kind;
    int64_t actor_id;
    const char *actor; /* name joined for show; of a complainant who is hidden the name made up for him */
    const char *kind;
    const char *data;  /* JSON object, flat, of strings and numbers */
    int64_t slip_id;   /* 0: of no slip */
    int coarse;        /* how much of at_us is shown: hiding.h; 0: all */
};

/*
 * A flat JSON object from key, value pairs ended by a NULL key; a pair whose value is NULL is left out. In the arena. The keys in use:
 *   message     id of the message that was written with it
 *   later       "1": the complainant learns of the answer when the tracking page shows it, not before (replied)
 *   files       how many files came with it
 *   channel     by which it came (registered); received: when, in microseconds, where that was some time before
 *   department, department_en, assignee    to whom it went (assigned; accepted: the assignee alone; handed_over: with from, who had it)
 *   until       until when material is asked for, microseconds
 *   finding     number of the finding (closed)
 *   solved, overall, callback    of the rating
 *   clock       code of the clock's rule (everything about clocks); clock_kind: its kind's word
 *   due, due_before    microseconds: the date, and the one that it takes the place of
 *   reason      word of a pause
 *   told        names of those who were told, by commas; to: of whom the rule spoke (a role's code, handler, coordinator)
 *   exclusion, basis   codes (rejected, closed)
 *   category, grade, validity, loss, causes, stages, flags, respondents    as they are now, codes by commas (classified), and with _before as they were; only what
 *               changed. grade_reason, validity_reason: why
 *   turn        code of what it was turned into (turned, turned_back); validity_reason: why (validity_decided)
 *   other, link     number of another complaint and the kind's number (linked, unlinked, merged, took_in, split, split_off, counted_as_new, came_back, supplied_there, answer_shown; message: the copy of one that was written about that matter); others: several, by commas
 *   incident, incident_title    (gathered, let_go; submitted: joined by the complainant); exclusion_said: a code (submitted); standing: bits of party.h (papers_came)
 *   clocks      how many clocks (recomputed)
 *   person, why name of who is kept out, and the word of recusal_reasons (recused, recusal_lifted)
 *   approval, about, what, cents, step    id of an approval, its subject's word, its title, the sum, and "2/3" (approval_..., approved); person: to whom it was handed, or in whose place somebody decided
 *   compensation, standard, cents, reward   id, the standard's code, the sum, "1" for a reward (compensation_...); approval: that it waits for; voucher, paid, paid_way: of the payment
 *   item, committee_why, decision   id of what is before the committee, its reason and what was decided, words of committee.h (committee_...); meeting, at: its title and time; follow, due: who does what follows, until when
 *   measure     id of a measure (measure_...); what: its title. account: id of a reward or penalty, rule: code of the rulebook's rule, reward: "1" (account_...)
 *   outcome, outcome_way    1 accepted, 2 not accepted, and how that is known (outcome_said)
 *   position    of the matter (investigated)
 *   paper, title, sha256, delivery   id of a paper, its title, the hash of its copy in hex (paper_final), the word of paper_ways (letter_delivered, paper_delivered)
 *   satisfied, attempts    "1" or "0" as said when called back; how many days it was tried in vain (callback_...); way, result, at as of contacts
 *   sample      id of the sample (sampled_...); check: id of the spot check (check_...), with finding_before and finding where it changed
 *   ways        "none", "mail", "sms" or "mail,sms" (told_changed, receipt_sent)
 *   way, sender, taken    of a mail of the complainant (supplied, supplied_after): "email", "other" when it came from another address than is known, "1" when staff put it there
 *   tag         the word (tagged, untagged)
 *   way, result, at    words of contact.h and microseconds (contact_...); report: "1" when it was the progress report that was due
 *   unsealing   id of the request; purpose, role: codes of what for and as what (unsealed, unsealed_alone); other: number of the one that shares the identity
 *   mentioned   names of colleagues, by commas (note)
 */
const char *timeline_data(struct arena *a, const char *key, ...) __attribute__((sentinel));
/* The same of n pairs. */
const char *timeline_pairs(struct arena *a, const char *const *keys, const char *const *values, size_t n);
/* A string member of such an object; "" when absent. */
const char *timeline_get(struct arena *a, const char *data, const char *key);

#endif
