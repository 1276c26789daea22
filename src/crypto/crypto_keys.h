#ifndef REDRESS_CRYPTO_KEYS_H
#define REDRESS_CRYPTO_KEYS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "arena.h"

/*
 * The key files. Each is one file of mode 0400 in the key directory, text of "name version base64url" lines, newest last;
 * never in argv, environment or repository. A *.pub may be readable by others. Which pool gets which (requirements M1, M3; bar section 2):
 *
 *   file             public  staff  jobs  what
 *   web.key             x      x          HMAC: CSRF, pre-session, idempotency (each pool's own derivation)
 *   passcode.key        x      x          HMAC: passcode from submission token, and its stored hash
 *   receipt.key         x                 Ed25519 secret: signs receipts
 *   receipt.pub         x      x     x    Ed25519 public: /verify
 *   chain-public.key    x            x    HMAC: events written by the public pool
 *   chain-staff.key            x     x    HMAC: events written by staff and jobs
 *   intake.pub          x      x     x    X25519 public: the public pool seals record keys to it
 *   intake.key                 x     x    X25519 secret
 *   master.key                 x     x    AES-256: wraps record keys once jobs took them over
 *   index.key                  x     x    HMAC: blind indexes
 *   custody.pub         x      x     x    X25519 public: confidential identities
 *   custody.key                x          X25519 secret: opened only for identity custodians
 *   notice.pub          x      x     x    X25519 public: addresses to which complainants are told
 *   notice.key                       x    X25519 secret: opened only to send
 *   anchor.key                       x    Ed25519 secret: signs the daily anchor
 *   reply.key                  x     x    HMAC: addresses by which mails find their complaint
 */
enum crypto_key {
    KEY_WEB, KEY_PASSCODE, KEY_RECEIPT, KEY_RECEIPT_PUB, KEY_CHAIN_PUBLIC, KEY_CHAIN_STAFF, KEY_INTAKE_PUB, KEY_INTAKE,
    KEY_MASTER, KEY_INDEX, KEY_CUSTODY_PUB, KEY_CUSTODY,
    KEY_NOTICE_PUB, KEY_NOTICE, KEY_ANCHOR,
    KEY_REPLY, KEY__COUNT
};
enum crypto_pool { CRYPTO_PUBLIC, CRYPTO_STAFF, CRYPTO_JOBS, CRYPTO_ALL };

struct crypto_keys; /* guarded, locked memory; one per process */

/*
 * Load the keys of a pool from dir. ERR_CONFIG with a sentence in why (what is wrong with which file and how to mend it): a file is missing, readable
 * by others or malformed. Keys in dir that the pool must not have are left alone and are no error.
 */
enum err crypto_keys_load(const char *dir, enum crypto_pool pool, struct crypto_keys **ret_keys, char why[256]) MUST_CHECK;
void crypto_keys_free(struct crypto_keys *keys);
bool crypto_keys_have(const struct crypto_keys *keys, enum crypto_key key);
/* The 32 bytes (64 for Ed25519 secrets) of the newest version, or of a given one; NULL when absent. */
const uint8_t *crypto_key(const struct crypto_keys *keys, enum crypto_key key, int *ret_version);
const uint8_t *crypto_key_version(const struct crypto_keys *keys, enum crypto_key key, int version);
/* The newest (back = 0), the one before it (1) and so on; NULL when there is none. */
const uint8_t *crypto_key_older(const struct crypto_keys *keys, enum crypto_key key, size_t back, int *ret_version);

/*
 * Make every missing key in dir (0700, files 0400; a public key is derived when only its secret is there). Says on out what it
 * made, and in its last line why it failed. Never overwrites.
 */
enum err crypto_keys_generate(const char *dir, FILE *out) MUST_CHECK;
/* Add a new version of the master, index, intake, custody and notice keys; old versions stay for opening. Says on out the same. */
enum err crypto_keys_rotate(const char *dir, FILE *out) MUST_CHECK;

#endif
