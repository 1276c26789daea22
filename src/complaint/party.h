#ifndef REDRESS_PARTY_H
#define REDRESS_PARTY_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

/*
 * Who else stands behind a complaint (requirements B2, B13): for whom it is made, the named representatives of a group, the staff number of an employee. Kept as one text within the sealed identity
 * (identity.parties), so whatever holds for the complainant's name holds for theirs. Pure.
 */
enum party_role { PARTY_REPRESENTED = 1, PARTY_REPRESENTATIVE, PARTY_STAFF, PARTY_ROLE__END };

struct party {
    enum party_role role;
    const char *name;     /* of PARTY_STAFF: the staff number */
    const char *contact;  /* telephone or e-mail; "" none */
    const char *relation; /* of PARTY_REPRESENTED to the complainant; "" not told */
};
#define PARTIES_MAX 12 /* one represented, RB_NAMED_MOST representatives, a staff number */

/* "" for none. The text is at most 11 000 bytes when every member is within 120 code points. */
const char *parties_write(struct arena *a, const struct party *list, size_t n);
/* How many were read into ret_list; 0 of a text that is none of ours. */
size_t parties_read(struct arena *a, const char *text, struct party *ret_list, size_t max);
const char *party_title(enum party_role role); /* msgid */

/* ---- papers of who complains: bits of complaint.standing ---- */
enum { STANDING_AUTHORITY = 1, STANDING_AUTHORITY_MISSING = 2, STANDING_MEMBERS = 4, STANDING_MEMBERS_MISSING = 8 };
/* Missing ones as given. */
unsigned standing_came(unsigned standing);
/* msgid of what is missing, of what came; "" neither. */
const char *standing_missing_words(unsigned standing);
const char *standing_there_words(unsigned standing);

#endif
