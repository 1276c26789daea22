#ifndef REDRESS_LETTER_H
#define REDRESS_LETTER_H

#include "arena.h"
#include "str.h"

/*
 * What a mail or a short message says (requirements L4): the rulebook's text of the occasion, else the program's own, with a few words filled in. Nothing of a person and nothing of what was
 * complained about is among them.
 */
struct letter_text {
    const char *subject, *body, *sms; /* of the program: msgids */
};
/* key: of rulebook_notice_keys. Never NULL: what is unknown is told as news in general. */
const struct letter_text *letter_default(const char *key);

struct letter_words {
    const char *number, *link, *unit, *due, *site, *hotline, *what; /* "" where there is none */
};
/* Filled in. Of a text of several lines those are left out that would say nothing because a word of theirs is empty; a text of one line closes up. Line breaks and control characters of words go. */
const char *letter_fill(struct arena *a, const char *text, const struct letter_words *words);
/* One line of it: for subjects and short messages. */
const char *letter_line(struct arena *a, const char *text);

/*
 * What a server answered, cut and with everything that may be an address or a telephone number made unreadable: it is shown to people. address: to which it was sent, "" none; of it the part before the @,
 * what that is made of, the domain, and the groups of digits of a telephone number are made unreadable wherever they stand by themselves.
 */
const char *letter_said(struct arena *a, const char *answer, const char *address);

#endif
