#include "crypto_chain.h"

#include <string.h>

#include "crypto_random.h"

static void put64(uint8_t out[8], int64_t value)
{
    for (size_t i = 0; i < 8; i++)
        out[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
}

enum err crypto_chain_hash(const struct crypto_keys *keys, enum crypto_key writer, int key_version,
                           const uint8_t previous[32], const struct crypto_link *link, uint8_t out[32])
{
    const uint8_t *key = crypto_key_version(keys, writer, key_version);
    uint8_t numbers[5][8];

    if (!key)
        return ERR_CRYPTO;
    put64(numbers[0], link->owner);
    put64(numbers[1], link->seq);
    put64(numbers[2], link->at_us);
    put64(numbers[3], link->actor_kind);
    put64(numbers[4], link->actor_id);
    struct crypto_part parts[] = {
        {previous, 32},    {link->chain, strlen(link->chain)}, {numbers[0], 8}, {numbers[1], 8},
        {numbers[2], 8},   {numbers[3], 8},                    {numbers[4], 8}, {link->kind, strlen(link->kind)},
        {link->data.p, link->data.n},
    };
    crypto_hmac(key, parts, COUNT_OF(parts), out);
    return ERR_NONE;
}

enum err crypto_chain_erased(const struct crypto_keys *keys, size_t back, const uint8_t previous[32], const uint8_t hash[32], const struct crypto_link *link, uint8_t out[32])
{
    const uint8_t *key = crypto_key_older(keys, KEY_CHAIN_STAFF, back, NULL);
    uint8_t numbers[5][8];

    if (!key)
        return ERR_NOT_FOUND;
    put64(numbers[0], link->owner);
    put64(numbers[1], link->seq);
    put64(numbers[2], link->at_us);
    put64(numbers[3], link->actor_kind);
    put64(numbers[4], link->actor_id);
    struct crypto_part parts[] = {
        {"erased", 6},     {previous, 32},   {hash, 32},      {link->chain, strlen(link->chain)}, {numbers[0], 8},
        {numbers[1], 8},   {numbers[2], 8},  {numbers[3], 8}, {numbers[4], 8},                    {link->kind, strlen(link->kind)},
        {link->data.p, link->data.n},
    };
    crypto_hmac(key, parts, COUNT_OF(parts), out);
    return ERR_NONE;
}
