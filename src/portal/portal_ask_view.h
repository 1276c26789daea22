#ifndef REDRESS_PORTAL_ASK_VIEW_H
#define REDRESS_PORTAL_ASK_VIEW_H

#include "crypto_keys.h"
#include "text.h"

/*
 * A question that everybody can answer at once, for when much comes from one place or in all (requirements B12): a small sum in words. It is another one for every subject (a draft, a network), every
 * hour and every answer that was given in it (tries), and follows from them, so it is not stored. Pure.
 */
const char *portal_ask(struct arena *a, enum lang lang, const struct crypto_keys *keys, const char *subject, int64_t tries, int64_t now_us);
/* Answered in digits of any width or in words of either language. */
bool portal_ask_answered(struct arena *a, const struct crypto_keys *keys, const char *subject, int64_t tries, int64_t now_us, const char *typed);

#endif
