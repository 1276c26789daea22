#ifndef REDRESS_ANONYMITY_H
#define REDRESS_ANONYMITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/*
 * Whether somebody can be recognised in a text (requirements J6). Finds the names that are known of a complaint, and what looks like a telephone number, an identity or bank card number, a complaint, policy or order
 * number, an e-mail address, a number plate, an address, or a person spoken of by surname. Full-width figures and letters count as their half-width ones, blanks and hyphens within numbers as nothing. Pure.
 */
enum anonymity_kind { ANONYMITY_NAME = 1, ANONYMITY_PHONE, ANONYMITY_IDENTITY, ANONYMITY_NUMBER, ANONYMITY_EMAIL, ANONYMITY_PLATE, ANONYMITY_ADDRESS, ANONYMITY_PERSON, ANONYMITY_KIND__END };
const char *anonymity_title(enum anonymity_kind kind); /* msgid; "" unknown */

struct anonymity_known { /* what must not stand there: names, references; shorter than two characters is not looked for */
    const char *const *names;
    size_t n;
};
struct anonymity_passage {
    enum anonymity_kind kind;
    size_t at, n; /* bytes in the text */
};
/* In the order of the text, none within another; text is valid UTF-8. In the arena. */
void anonymity_find(struct arena *a, const char *text, const struct anonymity_known *known, struct anonymity_passage **ret_list, size_t *ret_n);

#endif
