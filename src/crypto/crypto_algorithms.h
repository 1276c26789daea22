#ifndef REDRESS_CRYPTO_ALGORITHMS_H
#define REDRESS_CRYPTO_ALGORITHMS_H

/* OpenSSL has a type of the name of one of our errors; it gets another here, before or after err.h. */
#define ERR_STATE openssl_err_state
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#undef ERR_STATE
#include <stdbool.h>

/*
 * Inside src/crypto only. OpenSSL looks an algorithm up by name at every fetch, which costs more than a short HMAC, so
 * crypto_start fetches each once; the table is never written afterwards.
 */
struct crypto_algorithms {
    EVP_MD *sha256;
    EVP_CIPHER *aes256gcm;
    EVP_MAC_CTX *hmac_sha256; /* initialised but for the key; duplicated for each use */
};

/* Fetch them all. False, with nothing held, when this OpenSSL lacks one. */
bool crypto_algorithms_fetch(struct crypto_algorithms *ret_algorithms);
void crypto_algorithms_release(struct crypto_algorithms *algorithms);
/* The table of crypto_start; aborts when that did not run. */
const struct crypto_algorithms *crypto_algorithms(void);

/*
 * For calls that fail only when memory is gone or the caller is wrong: like the arena, say so in one line on stderr and
 * abort, so that no code goes on with half a hash.
 */
_Noreturn void crypto_broken(const char *what);
static inline void crypto_must(bool ok, const char *what)
{
    if (!ok)
        crypto_broken(what);
}

#endif
