#ifndef REDRESS_CRYPTO_CHAIN_H
#define REDRESS_CRYPTO_CHAIN_H

#include <stdint.h>

#include "crypto_keys.h"
#include "str.h"

/*
 * One link of an append-only chain (requirements M1): h = HMAC(chain key of the writer's pool, previous h ‖ length-prefixed fields).
 * The first link's previous h is 32 zero bytes.
 */
struct crypto_link {
    const char *chain; /* "complaint" or "setting" */
    int64_t owner;     /* whose chain */
    int64_t seq;       /* from 1 */
    int64_t at_us;
    int actor_kind;
    int64_t actor_id;
    const char *kind;
    struct str data;
};
/* writer: KEY_CHAIN_PUBLIC or KEY_CHAIN_STAFF. ERR_CRYPTO when that key is absent. */
enum err crypto_chain_hash(const struct crypto_keys *keys, enum crypto_key writer, int key_version,
                           const uint8_t previous[32], const struct crypto_link *link, uint8_t out[32]) MUST_CHECK;
/*
 * What takes the place of the link's own hash for a link whose data was erased (requirements M5): over the hash before it, its hash as it was written, and the link with the data that is left. back: 0 the newest key,
 * 1 the one before. ERR_NOT_FOUND: there is no key so old.
 */
enum err crypto_chain_erased(const struct crypto_keys *keys, size_t back, const uint8_t previous[32], const uint8_t hash[32], const struct crypto_link *link, uint8_t out[32]) MUST_CHECK;

#endif
