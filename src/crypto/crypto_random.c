#include "crypto_random.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "crypto_algorithms.h"
#include "str.h"

static struct crypto_algorithms table; /* written once, by crypto_start */

void crypto_broken(const char *what)
{
    fprintf(stderr, "redress: cryptography failed: %s\n", what);
    abort();
}

void crypto_algorithms_release(struct crypto_algorithms *algorithms)
{
    EVP_MD_free(algorithms->sha256);
    EVP_CIPHER_free(algorithms->aes256gcm);
    EVP_MAC_CTX_free(algorithms->hmac_sha256);
    *algorithms = (struct crypto_algorithms){0};
}

static EVP_MAC_CTX *hmac_template(EVP_MAC *mac)
{
    char digest[] = "SHA256";
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(mac);

    crypto_must(EVP_MAC_CTX_set_params(ctx, params) == 1, "HMAC-SHA256");
    return ctx;
}

bool crypto_algorithms_fetch(struct crypto_algorithms *ret_algorithms)
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
    struct crypto_algorithms a = {
        .sha256 = EVP_MD_fetch(NULL, "SHA256", NULL),
        .aes256gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL),
    };
    bool complete = (a.sha256 != NULL) & (a.aes256gcm != NULL) & (mac != NULL);

    if (complete) {
        a.hmac_sha256 = hmac_template(mac);
        *ret_algorithms = a;
    } else {
        crypto_algorithms_release(&a);
    }
    EVP_MAC_free(mac);
    return complete;
}

const struct crypto_algorithms *crypto_algorithms(void)
{
    crypto_must(table.hmac_sha256 != NULL, "crypto_start was not called");
    return &table;
}

enum err crypto_start(void)
{
    if (table.hmac_sha256)
        return ERR_NONE;
    if (sodium_init() < 0 || oath_init() != OATH_OK || !crypto_algorithms_fetch(&table))
        return ERR_CRYPTO;
    return ERR_NONE;
}

void crypto_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}

const char *crypto_random_base32(struct arena *a, size_t n)
{
    uint8_t *bytes = arena_alloc(a, n);
    const char *text;

    crypto_random(bytes, n);
    text = str_base32(a, bytes, n);
    crypto_wipe(bytes, n);
    return text;
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void crypto_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

void crypto_sha256(const void *bytes, size_t n, uint8_t out[32])
{
    crypto_must(EVP_Digest(bytes, n, out, NULL, crypto_algorithms()->sha256, NULL) == 1, "SHA-256");
}

void crypto_hmac(const uint8_t key[32], const struct crypto_part *parts, size_t n_parts, uint8_t out[32])
{
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(crypto_algorithms()->hmac_sha256);
    int ok = EVP_MAC_init(ctx, key, 32, NULL);
    size_t out_n;

    for (size_t i = 0; i < n_parts; i++) {
        uint8_t length[8];

        for (size_t b = 0; b < 8; b++)
            length[b] = (uint8_t)((uint64_t)parts[i].n >> (56 - 8 * b));
        ok &= EVP_MAC_update(ctx, length, sizeof length);
        ok &= EVP_MAC_update(ctx, parts[i].p, parts[i].n);
    }
    ok &= EVP_MAC_final(ctx, out, &out_n, 32);
    EVP_MAC_CTX_free(ctx);
    crypto_must(ok == 1, "HMAC-SHA256");
}

struct crypto_hash {
    EVP_MD_CTX *ctx;
};

static void hash_free(void *ctx)
{
    struct crypto_hash *h = ctx;

    EVP_MD_CTX_free(h->ctx);
}

struct crypto_hash *crypto_hash_new(struct arena *a)
{
    struct crypto_hash *h = ARENA_NEW(a, struct crypto_hash);

    h->ctx = EVP_MD_CTX_new();
    arena_on_reset(a, hash_free, h);
    crypto_must(EVP_DigestInit_ex2(h->ctx, crypto_algorithms()->sha256, NULL) == 1, "SHA-256");
    return h;
}

void crypto_hash_add(struct crypto_hash *h, const void *bytes, size_t n)
{
    crypto_must(EVP_DigestUpdate(h->ctx, bytes, n) == 1, "SHA-256");
}

void crypto_hash_end(struct crypto_hash *h, uint8_t out[32])
{
    crypto_must(EVP_DigestFinal_ex(h->ctx, out, NULL) == 1, "SHA-256");
}
