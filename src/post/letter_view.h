#ifndef REDRESS_LETTER_VIEW_H
#define REDRESS_LETTER_VIEW_H

#include "letter.h"
#include "rulebook.h"
#include "text.h"

/* A letter in a language. */
struct letter {
    const char *subject, *body, *sms;
};
/*
 * key: of rulebook_notice_keys. book may be NULL. Every mail ends with who sends it, and with whether it can be answered; that to complainants also says that nobody asks for the passcode.
 */
struct letter letter_make(struct arena *a, const struct rulebook *book, enum lang lang, const char *key, const struct letter_words *words, bool answerable);
/* To see whether sending works. */
struct letter letter_test(struct arena *a, enum lang lang, const struct letter_words *words);

#endif
