#ifndef REDRESS_IDENTITY_H
#define REDRESS_IDENTITY_H

#include "arena.h"
#include "complaint.h"
#include "str.h"

/* Who complains, in the clear; only ever in memory (requirements M2, M3). "" where not given. */
struct identity {
    const char *name, *phone, *email, *address, *id_number;
    const char *prefer;      /* one of complaint_contact_ways */
    const char *prefer_time;
    const char *parties;     /* parties_write of party.h; NULL or "": none */
};

/* Normal forms for the blind indexes: digits of a telephone number without country code; lower-case e-mail; name without blanks. */
const char *identity_phone_key(struct arena *a, const char *phone);
const char *identity_email_key(struct arena *a, const char *email);
const char *identity_name_key(struct arena *a, const char *name);
bool identity_phone_plausible(const char *phone); /* 6 to 20 digits with + - ( ) blanks */
bool identity_email_plausible(const char *email);

#endif
