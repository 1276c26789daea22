#ifndef REDRESS_CONTACT_H
#define REDRESS_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#include "utc.h"

/* A call, visit or letter with the complainant, or an attempt at one (requirements E7, H2); pure. The numbers are those of the schema. */
enum contact_way { CONTACT_TELEPHONE = 1, CONTACT_VISIT, CONTACT_LETTER, CONTACT_EMAIL, CONTACT_SMS, CONTACT_CHAT, CONTACT_WAY__END };
enum contact_result { CONTACT_REACHED = 1, CONTACT_NOT_REACHED, CONTACT_LEFT_WORD, CONTACT_RESULT__END };
struct contact {
    int64_t at_us; /* when it took place; 0: as it is recorded */
    enum contact_way way;
    enum contact_result result;
    bool inward; /* the complainant made it */
};

/* Words of forms and events, and their msgids; "" and 0 for unknown ones. */
const char *contact_way_word(enum contact_way way);
const char *contact_result_word(enum contact_result result);
enum contact_way contact_way_from_word(const char *word);
enum contact_result contact_result_from_word(const char *word);
const char *contact_way_title(enum contact_way way);
const char *contact_result_title(enum contact_result result);

/* The kind of event that records it. Those where the complainant was reached have a public line of their own. */
const char *contact_event(const struct contact *c);
bool contact_is_event(const char *kind);

/* How long ago a contact that is recorded now may have been. */
#define CONTACT_BACK_US UTC_DAY_US
/* A time of day as a control or a person writes it, "9:05", "09：05", "9点05分": the last such moment up to now. False when it is none. */
bool contact_moment(struct arena *a, const char *typed, int64_t now_us, const struct utc_zone *zone, int64_t *ret_us);
/* The local day, as contact_entry counts it. */
int64_t contact_day(int64_t at_us, const struct utc_zone *zone);

#endif
