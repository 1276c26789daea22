#ifndef REDRESS_CRYPTO_TOTP_H
#define REDRESS_CRYPTO_TOTP_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* Codes of an authenticator app (bar section 2; RFC 6238): SHA-1, six digits, steps of 30 seconds. */
#define CRYPTO_TOTP_BYTES 20

void crypto_totp_new(uint8_t secret[CRYPTO_TOTP_BYTES]);
/* The secret as people type it into the app: RFC 4648 base32, 32 characters. */
const char *crypto_totp_base32(struct arena *a, const uint8_t secret[CRYPTO_TOTP_BYTES]);
/* "otpauth://totp/..." for the QR code. */
const char *crypto_totp_uri(struct arena *a, const char *issuer, const char *login, const uint8_t secret[CRYPTO_TOTP_BYTES]);
/*
 * Whether typed (blanks and full-width digits allowed) is the code of the step of now_s, the one before or the one after, and that step
 * is later than last_step. The caller stores *ret_step as the next last_step, in the same transaction, so that a code
 * counts once; it is untouched when the answer is false.
 */
bool crypto_totp_ok(struct arena *a, const uint8_t secret[CRYPTO_TOTP_BYTES], const char *typed, int64_t now_s,
                    int64_t last_step, int64_t *ret_step);

#endif
