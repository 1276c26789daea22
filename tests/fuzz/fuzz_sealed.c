/*
 * What comes from outside or from a database that somebody may have changed: sealed fields, wrapped record keys, blobs, signatures, and
 * the numbers, passcodes and codes that people type. The first byte chooses; keys are fixed so that the corpus has
 * seals that open.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto_keyfile.h"
#include "crypto_password.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "crypto_seal.h"
#include "crypto_totp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILL 7

static struct arena *arena;
static struct crypto_keys *keys;
static uint8_t fixed_key[32];

static void require(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "fuzz_sealed: %s\n", what);
    abort();
}

/* Key files with one known secret each, in a directory that is gone again once they are loaded. */
static void load_keys(void)
{
    const char *parent = getenv("TMPDIR");
    char dir[4096], why[CRYPTO_KEY_WHY];
    int dir_fd = -1;

    snprintf(dir, sizeof dir, "%s/redress-fuzz-XXXXXX", parent ? parent : P_tmpdir);
    require(mkdtemp(dir) && crypto_keyfile_open_dir(dir, &dir_fd, why) == ERR_NONE, "no directory for keys");
    for (enum crypto_key key = 0; key < KEY__COUNT; key++) {
        const struct crypto_key_kind *kind = crypto_key_kind(key);
        struct crypto_key_slot slot = {.n = 1, .v = {{.version = 1}}};
        uint8_t public_key[32];

        memset(slot.v[0].bytes, FILL, sizeof slot.v[0].bytes);
        if (key == KEY_INTAKE_PUB || key == KEY_CUSTODY_PUB || key == KEY_NOTICE_PUB)
            crypto_key_public_of(KEY_INTAKE, fixed_key, slot.v[0].bytes);
        else if (kind->form == KEY_FORM_PUBLIC)
            crypto_sign_seed_keypair(slot.v[0].bytes, (uint8_t[64]){0}, fixed_key);
        else if (kind->form == KEY_FORM_ED25519)
            crypto_sign_seed_keypair(public_key, slot.v[0].bytes, fixed_key);
        require(crypto_keyfile_write(dir_fd, dir, key, &slot, why) == ERR_NONE, "a key cannot be written");
    }
    require(crypto_keys_load(dir, CRYPTO_ALL, &keys, why) == ERR_NONE, why);
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        unlinkat(dir_fd, crypto_key_kind(key)->file, 0);
    close(dir_fd);
    rmdir(dir);
}

static void start(void)
{
    require(crypto_start() == ERR_NONE, "crypto_start failed");
    memset(fixed_key, FILL, sizeof fixed_key);
    arena = arena_new((size_t)64 << 20);
    load_keys();
}

static void typed(const char *text)
{
    const char *number = crypto_number_read(arena, "TS", text), *passcode = crypto_passcode_read(arena, text);
    int64_t step;

    if (number) {
        const char *again = crypto_number_read(arena, "TS", number);

        require(strlen(number) == 16 && again && strcmp(number, again) == 0, "a number that is not canonical");
    }
    if (passcode)
        require(strlen(passcode) == 16 && strcmp(passcode, crypto_passcode_read(arena, crypto_grouped(arena, passcode))) == 0,
                "a passcode that is not canonical");
    (void)crypto_totp_ok(arena, fixed_key, text, 1700000000, 0, &step);
    (void)crypto_signature_ok(keys, KEY_RECEIPT_PUB, STR("text"), text);
    (void)crypto_password_outdated(text, (struct crypto_password_cost){1, 64});
}

static void wrapped(enum crypto_wrap kind, struct str bytes)
{
    struct crypto_wrapped w = {kind, 1, bytes};
    uint8_t record_key[CRYPTO_RECORD_KEY];

    if (crypto_record_open(keys, &w, record_key) == ERR_NONE) {
        require(crypto_record_wrap(arena, keys, WRAP_MASTER, record_key, &w) == ERR_NONE, "an opened key cannot be wrapped");
        crypto_wipe(record_key, sizeof record_key);
    }
}

static void opened(struct str plain)
{
    size_t sum = 0;

    for (size_t i = 0; i <= plain.n; i++) /* the NUL behind it, too */
        sum += (unsigned char)plain.p[i];
    require(plain.p[plain.n] == '\0' && sum <= 255 * plain.n, "an opened text without its end");
}

static void key_file(struct str text)
{
    char dir[] = P_tmpdir "/redress-fuzz-XXXXXX", why[CRYPTO_KEY_WHY];
    static const char name[] = "web.key";
    struct crypto_key_slot slot;
    int dir_fd = -1, fd;

    require(mkdtemp(dir) && crypto_keyfile_open_dir(dir, &dir_fd, why) == ERR_NONE, "no directory for a key");
    fd = openat(dir_fd, name, O_WRONLY | O_CREAT, 0400);
    require(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n, "a key cannot be written");
    close(fd);
    if (crypto_keyfile_read(dir_fd, dir, KEY_WEB, &slot, why) == ERR_NONE)
        require(slot.n > 0 && slot.n <= CRYPTO_KEY_VERSIONS_MAX, "versions out of bounds");
    unlinkat(dir_fd, name, 0);
    close(dir_fd);
    rmdir(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data + 1, size - 1}, plain;

    if (size == 0)
        return 0;
    if (!arena)
        start();
    switch (data[0]) {
    case 't':
        typed(str_cstr(arena, rest));
        break;
    case 'f':
        if (crypto_field_open(arena, fixed_key, "t.c", "1", rest, &plain) == ERR_NONE)
            opened(plain);
        break;
    case 'b':
        if (crypto_blob_open(arena, keys, "draft", STR("cookie"), rest, &plain) == ERR_NONE)
            opened(plain);
        break;
    case 'i':
        wrapped(WRAP_INTAKE, rest);
        break;
    case 'm':
        wrapped(WRAP_MASTER, rest);
        break;
    case 'c':
        wrapped(WRAP_CUSTODY, rest);
        break;
    case 'k':
        key_file(rest);
        break;
    default:
        break;
    }
    arena_reset(arena);
    return 0;
}
