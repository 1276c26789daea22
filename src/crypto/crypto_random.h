#ifndef REDRESS_CRYPTO_RANDOM_H
#define REDRESS_CRYPTO_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* Initialise libsodium and OpenSSL once at start. ERR_CRYPTO when the machine has no randomness or no AES. */
enum err crypto_start(void) MUST_CHECK;
void crypto_random(void *out, size_t n);
/* n random bytes as Crockford base32, NUL-terminated, in the arena. */
const char *crypto_random_base32(struct arena *a, size_t n);
bool crypto_equal(const void *a, const void *b, size_t n); /* constant time */
void crypto_wipe(void *p, size_t n);
/* SHA-256, and HMAC-SHA256 over the length-prefixed parts (8 bytes big-endian each), so that no two lists collide. */
void crypto_sha256(const void *bytes, size_t n, uint8_t out[32]);
struct crypto_part {
    const void *p;
    size_t n;
};
void crypto_hmac(const uint8_t key[32], const struct crypto_part *parts, size_t n_parts, uint8_t out[32]);
/* A streaming SHA-256 for uploads; in the arena. */
struct crypto_hash;
struct crypto_hash *crypto_hash_new(struct arena *a);
void crypto_hash_add(struct crypto_hash *h, const void *bytes, size_t n);
void crypto_hash_end(struct crypto_hash *h, uint8_t out[32]);

#endif
