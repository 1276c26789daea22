#ifndef REDRESS_CRYPTO_RECEIPT_H
#define REDRESS_CRYPTO_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto_keys.h"
#include "str.h"

/*
 * Complaint numbers and passcodes (bar section 2): a number is prefix + 10 random Crockford characters + a check character
 * (Crockford's mod 37; numbers whose check character would be none of the alphabet are never made). Stored and shown form:
 * "TS-4F7K2-9QXBM-3". A passcode is 16 Crockford characters (80 bits), shown in groups of four.
 */
#define CRYPTO_PASSCODE_BYTES 10
const char *crypto_number_new(struct arena *a, const char *prefix);
/* What a person typed: case, blanks, hyphens, full-width forms and O I L mistakes mended. NULL when the check character is wrong. */
const char *crypto_number_read(struct arena *a, const char *prefix, const char *typed);
const char *crypto_passcode_read(struct arena *a, const char *typed); /* 16 canonical characters or NULL */
const char *crypto_grouped(struct arena *a, const char *code); /* "ABCD EFGH ..." */
/* The passcode of a submission token, always the same one; NULL without the passcode key, which jobs do not have. */
const char *crypto_passcode_of(struct arena *a, const struct crypto_keys *keys, struct str token);
/* The keyed hash under which it is stored. False without the passcode key; out is then random and fits nothing. */
bool crypto_passcode_hash(const struct crypto_keys *keys, const char *number, const char *passcode, uint8_t out[32]);

/*
 * The mark at the end of a link that opens one thing for whoever has it: 26 characters over purpose and text, under the passcode key; NULL without that key. The check takes any version of it.
 */
#define CRYPTO_LINK_CHARACTERS 26
const char *crypto_link_mark(struct arena *a, const struct crypto_keys *keys, const char *purpose, const char *text);
bool crypto_link_ok(const struct crypto_keys *keys, const char *purpose, const char *text, const char *mark);

/*
 * Ed25519 over text; the signature is base64url, 86 characters, NULL without the key. Verify takes any version of the public
 * key, or the public half of an Ed25519 secret (KEY_ANCHOR has no file of its own for it).
 */
const char *crypto_signature_make(struct arena *a, const struct crypto_keys *keys, enum crypto_key secret, struct str text);
bool crypto_signature_ok(const struct crypto_keys *keys, enum crypto_key public_key, struct str text, const char *signature);
/* The same by one public key of 32 bytes, for who has no key directory; the signature has to be written in the one way there is. */
bool crypto_signature_by(const uint8_t public_key[32], struct str text, const char *signature);
/* The public half of an Ed25519 secret of this version; NULL: there is none. */
const uint8_t *crypto_signature_key(const struct crypto_keys *keys, enum crypto_key secret, int version);

#endif
