#ifndef REDRESS_CRYPTO_KEYFILE_H
#define REDRESS_CRYPTO_KEYFILE_H

#include "crypto_keys.h"

/*
 * One key file, for src/crypto and the command "redress keys". Its lines are "name version base64url", name being the file's own name, so
 * that a copied or renamed file is noticed; versions rise from line to line.
 */
#define CRYPTO_KEY_VERSIONS_MAX 32
#define CRYPTO_KEY_VERSION_LIMIT 999999
#define CRYPTO_KEY_BYTES_MAX 64
#define CRYPTO_KEY_WHY 256

enum crypto_key_form { KEY_FORM_SECRET, KEY_FORM_X25519, KEY_FORM_ED25519, KEY_FORM_PUBLIC };

struct crypto_key_kind {
    const char *file;
    enum crypto_key_form form;
    size_t bytes;
    unsigned pools;             /* bits 1 << enum crypto_pool */
    enum crypto_key public_key; /* of an X25519 or Ed25519 secret that has a file for it, else KEY__COUNT */
    bool rotates;               /* crypto_keys_rotate adds a version */
};
/* What a key is. Never NULL. */
const struct crypto_key_kind *crypto_key_kind(enum crypto_key key);

struct crypto_key_slot {
    size_t n; /* 0: absent */
    struct crypto_key_version {
        int version;
        uint8_t bytes[CRYPTO_KEY_BYTES_MAX];
    } v[CRYPTO_KEY_VERSIONS_MAX];
};

/* ERR_CONFIG with the sentence in why; the form of every refusal in this module. */
enum err crypto_key_refuse(char why[CRYPTO_KEY_WHY], const char *fmt, ...) PRINTF_LIKE(2, 3) MUST_CHECK;
/* Open the directory, refusing one that others may write to. The caller closes *ret_fd. */
enum err crypto_keyfile_open_dir(const char *dir, int *ret_fd, char why[CRYPTO_KEY_WHY]) MUST_CHECK;
bool crypto_keyfile_exists(int dir_fd, enum crypto_key key);
/* Read and check one file. dir is for the sentence in why. The caller wipes *ret_slot, also after a failure. */
enum err crypto_keyfile_read(int dir_fd, const char *dir, enum crypto_key key, struct crypto_key_slot *ret_slot,
                             char why[CRYPTO_KEY_WHY]) MUST_CHECK;
/* Put slot in place of the file: written beside it, synced, then renamed, so that a reader sees the old or the new one. */
enum err crypto_keyfile_write(int dir_fd, const char *dir, enum crypto_key key, const struct crypto_key_slot *slot,
                              char why[CRYPTO_KEY_WHY]) MUST_CHECK;
/* The public half of a secret of form X25519 or Ed25519. */
void crypto_key_public_of(enum crypto_key key, const uint8_t *secret, uint8_t out[32]);
/* Every version in public_slot must belong to the same version of the secret. */
enum err crypto_key_check_pair(enum crypto_key secret, const struct crypto_key_slot *secret_slot,
                               const struct crypto_key_slot *public_slot, char why[CRYPTO_KEY_WHY]) MUST_CHECK;
const struct crypto_key_version *crypto_key_slot_find(const struct crypto_key_slot *slot, int version);

#endif
