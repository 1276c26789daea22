#ifndef REDRESS_TOLD_H
#define REDRESS_TOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "config.h"

/*
 * How a complainant is told what happens (requirements B4, L4): by e-mail, by SMS, by both, by neither. The addresses stand apart from who complains, so that a confidential complainant can be told
 * without anybody of the staff reading where.
 */
enum told_way { TOLD_MAIL = 1, TOLD_SMS = 2 }; /* also bits */

struct told {
    const char *lang;       /* "zh", "en" */
    unsigned ways;          /* bits of told_way; 0: not at all */
    unsigned own;           /* bits: the address of the contact data; else one that was given for this alone */
    const char *mail, *sms; /* in their normal forms; NULL in what was read from the database */
};

/* The normal form to send to, full-width characters and blanks mended; NULL: nothing can be sent there. A number without country code is one of the mainland's mobile telephones. */
const char *told_mail_address(struct arena *a, const char *typed);
const char *told_sms_number(struct arena *a, const char *typed); /* "13800138000", or "+85291234567" from elsewhere */

/* What stands for where a normal form leads, in counting how much goes there: one mailbox has many spellings (capitals, what follows a "+"). */
const char *told_mailbox(struct arena *a, const char *address);

/* By what anything is sent here at all. */
unsigned told_ways_on(const struct config *config);

/* What the complainant is told of when such an event is written (its data as of timeline.h): a kind of post, NULL when of nothing. */
const char *told_of(struct arena *a, const char *event_kind, const char *data);

#endif
