#include "crypto_gcm.h"

#include "crypto_algorithms.h"

#define FORMAT 1
#define NONCE_BYTES 12
#define TAG_BYTES 16

/* The functions return 1 on success; results are and-ed together and looked at once. */
static int bind(EVP_CIPHER_CTX *ctx, const struct crypto_part *bound, size_t n_bound)
{
    static const uint8_t format = FORMAT;
    int unused;
    int ok = EVP_CipherUpdate(ctx, NULL, &unused, &format, 1);

    for (size_t i = 0; i < n_bound; i++) {
        uint8_t length[8];

        for (size_t b = 0; b < 8; b++)
            length[b] = (uint8_t)((uint64_t)bound[i].n >> (56 - 8 * b));
        ok &= EVP_CipherUpdate(ctx, NULL, &unused, length, sizeof length);
        if (bound[i].n > 0)
            ok &= EVP_CipherUpdate(ctx, NULL, &unused, bound[i].p, (int)bound[i].n);
    }
    return ok;
}

void crypto_gcm_seal(const uint8_t key[32], const struct crypto_part *bound, size_t n_bound, const struct crypto_part *plain,
                     size_t n_plain, uint8_t *out)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    uint8_t *nonce = out + 1, *at = nonce + NONCE_BYTES;
    int n, ok;

    out[0] = FORMAT;
    crypto_random(nonce, NONCE_BYTES);
    ok = EVP_EncryptInit_ex2(ctx, crypto_algorithms()->aes256gcm, key, nonce, NULL);
    ok &= bind(ctx, bound, n_bound);
    for (size_t i = 0; i < n_plain; i++) {
        if (plain[i].n == 0)
            continue; /* OpenSSL takes a NULL input for the end */
        ok &= EVP_EncryptUpdate(ctx, at, &n, plain[i].p, (int)plain[i].n);
        at += plain[i].n;
    }
    ok &= EVP_EncryptFinal_ex(ctx, at, &n);
    ok &= EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, at);
    EVP_CIPHER_CTX_free(ctx);
    crypto_must(ok == 1, "AES-256-GCM");
}

bool crypto_gcm_open(const uint8_t key[32], const struct crypto_part *bound, size_t n_bound, const uint8_t *sealed, size_t n,
                     uint8_t *out)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    const uint8_t *nonce = sealed + 1, *text = nonce + NONCE_BYTES;
    size_t text_n = n - CRYPTO_GCM_OVERHEAD;
    uint8_t tag[TAG_BYTES];
    int got, ok;

    for (size_t i = 0; i < TAG_BYTES; i++)
        tag[i] = text[text_n + i];
    ok = EVP_DecryptInit_ex2(ctx, crypto_algorithms()->aes256gcm, key, nonce, NULL);
    ok &= bind(ctx, bound, n_bound);
    ok &= EVP_DecryptUpdate(ctx, out, &got, text, (int)text_n);
    ok &= EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag);
    crypto_must(ok == 1, "AES-256-GCM");
    ok = (EVP_DecryptFinal_ex(ctx, out + text_n, &got) == 1) & (sealed[0] == FORMAT);
    EVP_CIPHER_CTX_free(ctx);
    if (!ok)
        crypto_wipe(out, text_n);
    return ok;
}
