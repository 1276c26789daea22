#include "crypto_seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto_algorithms.h"
#include "crypto_gcm.h"

#define PAD_BYTES 32
#define LENGTH_BYTES 4

static struct crypto_part part_of(struct str s)
{
    return (struct crypto_part){s.p, s.n};
}

/* The length goes first and the whole is filled up to the next multiple, so that a seal tells little about its text. */
static struct str seal(struct arena *a, const uint8_t key[32], const struct crypto_part *bound, size_t n_bound, struct str plain)
{
    static const uint8_t zeros[PAD_BYTES];
    uint8_t length[LENGTH_BYTES];
    size_t used = LENGTH_BYTES + plain.n, padded = (used + PAD_BYTES - 1) / PAD_BYTES * PAD_BYTES;
    uint8_t *out;

    crypto_must(plain.n <= CRYPTO_SEAL_MAX, "a text too long to seal");
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        length[i] = (uint8_t)(plain.n >> (24 - 8 * i));
    struct crypto_part pieces[] = {{length, sizeof length}, part_of(plain), {zeros, padded - used}};

    out = arena_alloc(a, padded + CRYPTO_GCM_OVERHEAD);
    crypto_gcm_seal(key, bound, n_bound, pieces, COUNT_OF(pieces), out);
    return (struct str){(const char *)out, padded + CRYPTO_GCM_OVERHEAD};
}

static enum err open_seal(struct arena *a, const uint8_t key[32], const struct crypto_part *bound, size_t n_bound,
                          struct str sealed, struct str *ret_plain)
{
    uint8_t *out;
    size_t padded, n = 0;

    if (sealed.n < CRYPTO_GCM_OVERHEAD + PAD_BYTES || sealed.n > CRYPTO_SEAL_MAX + CRYPTO_GCM_OVERHEAD + PAD_BYTES)
        return ERR_CRYPTO;
    padded = sealed.n - CRYPTO_GCM_OVERHEAD;
    out = arena_alloc(a, padded + 1);
    if (!crypto_gcm_open(key, bound, n_bound, (const uint8_t *)sealed.p, sealed.n, out))
        return ERR_CRYPTO;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        n = n << 8 | out[i];
    if (n > padded - LENGTH_BYTES)
        return ERR_CRYPTO;
    *ret_plain = (struct str){(const char *)out + LENGTH_BYTES, n};
    return ERR_NONE;
}

struct str crypto_field_seal(struct arena *a, const uint8_t record_key[CRYPTO_RECORD_KEY], const char *where, const char *row,
                             struct str plain)
{
    struct crypto_part bound[] = {{"field", 5}, {where, strlen(where)}, {row, strlen(row)}};

    return seal(a, record_key, bound, COUNT_OF(bound), plain);
}

enum err crypto_field_open(struct arena *a, const uint8_t record_key[CRYPTO_RECORD_KEY], const char *where, const char *row,
                           struct str sealed, struct str *ret_plain)
{
    struct crypto_part bound[] = {{"field", 5}, {where, strlen(where)}, {row, strlen(row)}};

    return open_seal(a, record_key, bound, COUNT_OF(bound), sealed, ret_plain);
}

/* The keys of a way of wrapping: what seals (public or symmetric) and what opens. False for an unknown way. */
static bool wrap_keys(enum crypto_wrap kind, enum crypto_key *ret_seals, enum crypto_key *ret_opens)
{
    switch (kind) {
    case WRAP_INTAKE:
        *ret_seals = KEY_INTAKE_PUB, *ret_opens = KEY_INTAKE;
        return true;
    case WRAP_MASTER:
        *ret_seals = *ret_opens = KEY_MASTER;
        return true;
    case WRAP_CUSTODY:
        *ret_seals = KEY_CUSTODY_PUB, *ret_opens = KEY_CUSTODY;
        return true;
    case WRAP_NOTICE:
        *ret_seals = KEY_NOTICE_PUB, *ret_opens = KEY_NOTICE;
        return true;
    }
    return false;
}

#define MASTER_WRAPPED_BYTES (CRYPTO_RECORD_KEY + CRYPTO_GCM_OVERHEAD)
#define BOX_WRAPPED_BYTES ((size_t)CRYPTO_RECORD_KEY + crypto_box_SEALBYTES)

static const struct crypto_part wrap_bound[] = {{"record key", 10}};

enum err crypto_record_wrap(struct arena *a, const struct crypto_keys *keys, enum crypto_wrap kind,
                            const uint8_t record_key[CRYPTO_RECORD_KEY], struct crypto_wrapped *ret_wrapped)
{
    struct crypto_part plain = {record_key, CRYPTO_RECORD_KEY};
    size_t n = kind == WRAP_MASTER ? MASTER_WRAPPED_BYTES : BOX_WRAPPED_BYTES;
    enum crypto_key seals, opens;
    const uint8_t *key;
    uint8_t *out;
    int version;

    if (!wrap_keys(kind, &seals, &opens) || !(key = crypto_key(keys, seals, &version)))
        return ERR_CRYPTO;
    out = arena_alloc(a, n);
    if (kind == WRAP_MASTER)
        crypto_gcm_seal(key, wrap_bound, COUNT_OF(wrap_bound), &plain, 1, out);
    else if (crypto_box_seal(out, record_key, CRYPTO_RECORD_KEY, key) != 0)
        return ERR_CRYPTO; /* the public key is none */
    *ret_wrapped = (struct crypto_wrapped){kind, version, {(const char *)out, n}};
    return ERR_NONE;
}

enum err crypto_record_new(struct arena *a, const struct crypto_keys *keys, enum crypto_wrap kind,
                           uint8_t record_key[CRYPTO_RECORD_KEY], struct crypto_wrapped *ret_wrapped)
{
    crypto_random(record_key, CRYPTO_RECORD_KEY);
    return crypto_record_wrap(a, keys, kind, record_key, ret_wrapped);
}

static bool open_box(const uint8_t *secret, struct str bytes, uint8_t record_key[CRYPTO_RECORD_KEY])
{
    uint8_t public_key[32];

    if (bytes.n != BOX_WRAPPED_BYTES)
        return false;
    crypto_scalarmult_base(public_key, secret);
    return crypto_box_seal_open(record_key, (const uint8_t *)bytes.p, bytes.n, public_key, secret) == 0;
}

enum err crypto_record_open(const struct crypto_keys *keys, const struct crypto_wrapped *wrapped,
                            uint8_t record_key[CRYPTO_RECORD_KEY])
{
    enum crypto_key seals, opens;
    const uint8_t *key;
    bool ok;

    if (!wrap_keys(wrapped->kind, &seals, &opens) || !(key = crypto_key_version(keys, opens, wrapped->version)))
        return ERR_CRYPTO;
    if (wrapped->kind == WRAP_MASTER)
        ok = wrapped->bytes.n == MASTER_WRAPPED_BYTES &&
             crypto_gcm_open(key, wrap_bound, COUNT_OF(wrap_bound), (const uint8_t *)wrapped->bytes.p, wrapped->bytes.n, record_key);
    else
        ok = open_box(key, wrapped->bytes, record_key);
    return ok ? ERR_NONE : ERR_CRYPTO;
}

bool crypto_blind_index_older(const struct crypto_keys *keys, size_t back, const char *column, struct str value, uint8_t out[16])
{
    struct crypto_part parts[] = {{"blind index", 11}, {column, strlen(column)}, part_of(value)};
    const uint8_t *key = crypto_key_older(keys, KEY_INDEX, back, NULL);
    uint8_t whole[32];

    if (!key)
        return false;
    crypto_hmac(key, parts, COUNT_OF(parts), whole);
    memcpy(out, whole, 16);
    crypto_wipe(whole, sizeof whole);
    return true;
}

bool crypto_blind_index(const struct crypto_keys *keys, const char *column, struct str value, uint8_t out[16])
{
    return crypto_blind_index_older(keys, 0, column, value, out);
}

static void blob_key(const uint8_t web_key[32], const char *purpose, struct str secret, uint8_t out[32])
{
    struct crypto_part parts[] = {{"blob", 4}, {purpose, strlen(purpose)}, part_of(secret)};

    crypto_hmac(web_key, parts, COUNT_OF(parts), out);
}

struct str crypto_blob_seal(struct arena *a, const struct crypto_keys *keys, const char *purpose, struct str secret,
                            struct str plain)
{
    const uint8_t *web_key = crypto_key(keys, KEY_WEB, NULL);
    struct crypto_part bound[] = {{"blob", 4}, {purpose, strlen(purpose)}};
    struct str sealed;
    uint8_t key[32];

    if (!web_key)
        return (struct str){0};
    blob_key(web_key, purpose, secret, key);
    sealed = seal(a, key, bound, COUNT_OF(bound), plain);
    crypto_wipe(key, sizeof key);
    return sealed;
}

enum err crypto_blob_open(struct arena *a, const struct crypto_keys *keys, const char *purpose, struct str secret,
                          struct str sealed, struct str *ret_plain)
{
    struct crypto_part bound[] = {{"blob", 4}, {purpose, strlen(purpose)}};
    const uint8_t *web_key;
    enum err e = ERR_CRYPTO;

    /* A blob does not say which version it was sealed under; there is rarely more than one. */
    for (size_t back = 0; e != ERR_NONE && (web_key = crypto_key_older(keys, KEY_WEB, back, NULL)) != NULL; back++) {
        uint8_t key[32];

        blob_key(web_key, purpose, secret, key);
        e = open_seal(a, key, bound, COUNT_OF(bound), sealed, ret_plain);
        crypto_wipe(key, sizeof key);
    }
    return e;
}
