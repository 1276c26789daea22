#include "crypto_keys.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "crypto_algorithms.h"
#include "crypto_keyfile.h"
#include "crypto_random.h"

/* In one block of sodium_malloc: locked in memory, kept out of core dumps, between guard pages, read-only once loaded. */
struct crypto_keys {
    struct crypto_key_slot slot[KEY__COUNT];
};

static bool pool_has(enum crypto_pool pool, enum crypto_key key)
{
    return pool == CRYPTO_ALL || (crypto_key_kind(key)->pools & (1U << pool)) != 0;
}

/* The pools may share one web.key, yet a token made by one must be worth nothing to another. */
static void derive_web(struct crypto_key_slot *slot, enum crypto_pool pool)
{
    static const char *const names[] = {
        [CRYPTO_PUBLIC] = "public", [CRYPTO_STAFF] = "staff", [CRYPTO_JOBS] = "jobs", [CRYPTO_ALL] = "all"};
    struct crypto_part parts[] = {{"web of pool", 11}, {names[pool], strlen(names[pool])}};

    for (size_t i = 0; i < slot->n; i++) {
        uint8_t derived[32];

        crypto_hmac(slot->v[i].bytes, parts, COUNT_OF(parts), derived);
        memcpy(slot->v[i].bytes, derived, sizeof derived);
        crypto_wipe(derived, sizeof derived);
    }
}

static enum err check_pairs(const struct crypto_keys *keys, char why[CRYPTO_KEY_WHY])
{
    for (enum crypto_key key = 0; key < KEY__COUNT; key++) {
        enum crypto_key public_key = crypto_key_kind(key)->public_key;

        if (public_key != KEY__COUNT && keys->slot[key].n > 0)
            TRY(crypto_key_check_pair(key, &keys->slot[key], &keys->slot[public_key], why));
    }
    return ERR_NONE;
}

static enum err read_all(int dir_fd, const char *dir, enum crypto_pool pool, struct crypto_keys *keys, char why[CRYPTO_KEY_WHY])
{
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        if (pool_has(pool, key))
            TRY(crypto_keyfile_read(dir_fd, dir, key, &keys->slot[key], why));
    return check_pairs(keys, why);
}

enum err crypto_keys_load(const char *dir, enum crypto_pool pool, struct crypto_keys **ret_keys, char why[256])
{
    struct crypto_keys *keys;
    int dir_fd;
    enum err e;

    TRY(crypto_keyfile_open_dir(dir, &dir_fd, why));
    keys = sodium_malloc(sizeof *keys);
    crypto_must(keys != NULL, "no memory for the keys");
    *keys = (struct crypto_keys){0};
    e = read_all(dir_fd, dir, pool, keys, why);
    close(dir_fd);
    if (e != ERR_NONE) {
        sodium_free(keys);
        return e;
    }
    derive_web(&keys->slot[KEY_WEB], pool);
    sodium_mprotect_readonly(keys);
    *ret_keys = keys;
    return ERR_NONE;
}

void crypto_keys_free(struct crypto_keys *keys)
{
    sodium_free(keys);
}

bool crypto_keys_have(const struct crypto_keys *keys, enum crypto_key key)
{
    return keys->slot[key].n > 0;
}

const uint8_t *crypto_key_older(const struct crypto_keys *keys, enum crypto_key key, size_t back, int *ret_version)
{
    const struct crypto_key_slot *slot = &keys->slot[key];
    const struct crypto_key_version *v;

    if (back >= slot->n)
        return NULL;
    v = &slot->v[slot->n - 1 - back];
    if (ret_version)
        *ret_version = v->version;
    return v->bytes;
}

const uint8_t *crypto_key(const struct crypto_keys *keys, enum crypto_key key, int *ret_version)
{
    return crypto_key_older(keys, key, 0, ret_version);
}

const uint8_t *crypto_key_version(const struct crypto_keys *keys, enum crypto_key key, int version)
{
    const struct crypto_key_version *v = crypto_key_slot_find(&keys->slot[key], version);

    return v ? v->bytes : NULL;
}
