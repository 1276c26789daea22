#ifndef REDRESS_CRYPTO_SEAL_H
#define REDRESS_CRYPTO_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto_keys.h"
#include "str.h"

/*
 * Identity fields (requirements M3, bar section 2). Each record has a random 32-byte key. Fields are AES-256-GCM under it with a random
 * nonce and "table.column.row" as associated data, padded to a multiple of 32 bytes. The record key is stored wrapped:
 *   intake   sealed box to the intake public key: what the public pool makes and cannot open;
 *   master   AES-256-GCM under the master key: what jobs makes of it;
 *   custody  sealed box to the custodians' public key: confidential complaints;
 *   notice   sealed box to the public key of notices: addresses that nobody but jobs opens, to send there.
 */
enum crypto_wrap { WRAP_INTAKE = 1, WRAP_MASTER = 2, WRAP_CUSTODY = 3, WRAP_NOTICE = 4 };
#define CRYPTO_RECORD_KEY 32

struct crypto_wrapped {
    enum crypto_wrap kind;
    int version; /* of the wrapping key */
    struct str bytes;
};

/* A fresh record key and its wrapping. The caller wipes record_key. ERR_CRYPTO when the wrapping key is absent. */
enum err crypto_record_new(struct arena *a, const struct crypto_keys *keys, enum crypto_wrap kind,
                           uint8_t record_key[CRYPTO_RECORD_KEY], struct crypto_wrapped *ret_wrapped) MUST_CHECK;
/* Open a wrapping. ERR_CRYPTO when the key is absent or the bytes were changed. The caller wipes record_key. */
enum err crypto_record_open(const struct crypto_keys *keys, const struct crypto_wrapped *wrapped,
                            uint8_t record_key[CRYPTO_RECORD_KEY]) MUST_CHECK;
/* Wrap a known record key again (jobs: intake → master; rotation: old → new master). */
enum err crypto_record_wrap(struct arena *a, const struct crypto_keys *keys, enum crypto_wrap kind,
                            const uint8_t record_key[CRYPTO_RECORD_KEY], struct crypto_wrapped *ret_wrapped) MUST_CHECK;

/*
 * Seal and open one field. where is "table.column", row its id in the clear, both bound to the text. Sealing aborts beyond
 * CRYPTO_SEAL_MAX. An opened text is NUL-terminated. ERR_CRYPTO when one byte of the seal, where or row is another.
 */
#define CRYPTO_SEAL_MAX ((size_t)16 << 20) /* bytes of one plain text */
struct str crypto_field_seal(struct arena *a, const uint8_t record_key[CRYPTO_RECORD_KEY], const char *where, const char *row,
                             struct str plain);
enum err crypto_field_open(struct arena *a, const uint8_t record_key[CRYPTO_RECORD_KEY], const char *where, const char *row,
                           struct str sealed, struct str *ret_plain) MUST_CHECK;

/* Blind index of a normalised value in a column: HMAC under the index key of that column, 16 bytes; 0 when no key. */
bool crypto_blind_index(const struct crypto_keys *keys, const char *column, struct str value, uint8_t out[16]);
/* The same under an older index key (back = 0 the newest), to find rows written before a rotation; false when there is none. */
bool crypto_blind_index_older(const struct crypto_keys *keys, size_t back, const char *column, struct str value, uint8_t out[16]);

/*
 * Seal and open a blob under a secret that only the visitor holds (drafts): key = HMAC(web key, purpose ‖ secret). Padded like
 * fields. Sealing gives an empty str when there is no web key.
 */
struct str crypto_blob_seal(struct arena *a, const struct crypto_keys *keys, const char *purpose, struct str secret,
                            struct str plain);
enum err crypto_blob_open(struct arena *a, const struct crypto_keys *keys, const char *purpose, struct str secret,
                          struct str sealed, struct str *ret_plain) MUST_CHECK;

#endif
