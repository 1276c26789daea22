#ifndef REDRESS_CRYPTO_GCM_H
#define REDRESS_CRYPTO_GCM_H

#include "crypto_random.h"

/*
 * Inside src/crypto only: AES-256-GCM with a random nonce. The sealed bytes are format (1), nonce (12), cipher text (as long as the
 * plain one), tag (16). The associated data are the format and the length-prefixed parts.
 */
#define CRYPTO_GCM_OVERHEAD ((size_t)29)

/* Plain text in pieces, so that callers can put a length before it and padding after it without a copy. */
void crypto_gcm_seal(const uint8_t key[32], const struct crypto_part *bound, size_t n_bound, const struct crypto_part *plain,
                     size_t n_plain, uint8_t *out);
/* n - CRYPTO_GCM_OVERHEAD bytes into out; they are wiped, and false given, when anything was changed. n is at least the overhead. */
bool crypto_gcm_open(const uint8_t key[32], const struct crypto_part *bound, size_t n_bound, const uint8_t *sealed, size_t n,
                     uint8_t *out);

#endif
