#ifndef REDRESS_CRYPTO_REPLY_H
#define REDRESS_CRYPTO_REPLY_H

#include <stdbool.h>

#include "crypto_keys.h"
#include "str.h"

/*
 * The address by which a mail finds its complaint (requirements L4): base is "reply@example.org" (setting mail_in.reply_address), the result
 * "reply+NUMBER-SIGNATURE@example.org" with the number enciphered, so that logs of mail servers do not say it: lower case throughout, since mail servers change the case of the part before the @, and no longer than 64 characters there. The signature is
 * HMAC under reply.key, which staff and jobs have; nobody makes an address without it. NULL when base is "" or no address, or the key or the room is missing.
 */
const char *crypto_reply_address(struct arena *a, const struct crypto_keys *keys, const char *base, const char *number);
/*
 * The complaint's number, in the form that crypto_number_read understands, of an address that was made so, with any version of the key and in any case; NULL for every other one.
 */
const char *crypto_reply_number(struct arena *a, const struct crypto_keys *keys, const char *base, const char *address);
/* Whether an address is base, or base with anything after a + sign, whether signed rightly or not: our own. */
bool crypto_reply_own(const char *base, const char *address);

#endif
