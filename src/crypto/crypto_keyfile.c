#include "crypto_keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "str.h"

#define FILE_BYTES_MAX 8192
#define LINE_BYTES_MAX 160

#define PUB (1U << CRYPTO_PUBLIC)
#define STAFF (1U << CRYPTO_STAFF)
#define JOBS (1U << CRYPTO_JOBS)

static const struct crypto_key_kind kinds[KEY__COUNT] = {
    [KEY_WEB] = {"web.key", KEY_FORM_SECRET, 32, PUB | STAFF, KEY__COUNT, false},
    [KEY_PASSCODE] = {"passcode.key", KEY_FORM_SECRET, 32, PUB | STAFF, KEY__COUNT, false},
    [KEY_RECEIPT] = {"receipt.key", KEY_FORM_ED25519, 64, PUB, KEY_RECEIPT_PUB, false},
    [KEY_RECEIPT_PUB] = {"receipt.pub", KEY_FORM_PUBLIC, 32, PUB | STAFF | JOBS, KEY__COUNT, false},
    [KEY_CHAIN_PUBLIC] = {"chain-public.key", KEY_FORM_SECRET, 32, PUB | JOBS, KEY__COUNT, false},
    [KEY_CHAIN_STAFF] = {"chain-staff.key", KEY_FORM_SECRET, 32, STAFF | JOBS, KEY__COUNT, false},
    [KEY_INTAKE_PUB] = {"intake.pub", KEY_FORM_PUBLIC, 32, PUB | STAFF | JOBS, KEY__COUNT, false},
    [KEY_INTAKE] = {"intake.key", KEY_FORM_X25519, 32, STAFF | JOBS, KEY_INTAKE_PUB, true},
    [KEY_MASTER] = {"master.key", KEY_FORM_SECRET, 32, STAFF | JOBS, KEY__COUNT, true},
    [KEY_INDEX] = {"index.key", KEY_FORM_SECRET, 32, STAFF | JOBS, KEY__COUNT, true},
    [KEY_CUSTODY_PUB] = {"custody.pub", KEY_FORM_PUBLIC, 32, PUB | STAFF | JOBS, KEY__COUNT, false},
    [KEY_CUSTODY] = {"custody.key", KEY_FORM_X25519, 32, STAFF, KEY_CUSTODY_PUB, true},
    [KEY_NOTICE_PUB] = {"notice.pub", KEY_FORM_PUBLIC, 32, PUB | STAFF | JOBS, KEY__COUNT, false},
    [KEY_NOTICE] = {"notice.key", KEY_FORM_X25519, 32, JOBS, KEY_NOTICE_PUB, true},
    [KEY_ANCHOR] = {"anchor.key", KEY_FORM_ED25519, 64, JOBS, KEY__COUNT, false},
    [KEY_REPLY] = {"reply.key", KEY_FORM_SECRET, 32, STAFF | JOBS, KEY__COUNT, false},
};

const struct crypto_key_kind *crypto_key_kind(enum crypto_key key)
{
    return &kinds[key];
}

enum err crypto_key_refuse(char why[CRYPTO_KEY_WHY], const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(why, CRYPTO_KEY_WHY, fmt, args);
    va_end(args);
    return ERR_CONFIG;
}

enum err crypto_keyfile_open_dir(const char *dir, int *ret_fd, char why[CRYPTO_KEY_WHY])
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st = {0};

    if (fd < 0)
        return crypto_key_refuse(why, "cannot open the key directory: %s: %s (redress keys generate makes one)",
                                 strerror(errno), dir);
    fstat(fd, &st);
    if (st.st_mode & (S_IWGRP | S_IWOTH)) {
        close(fd);
        return crypto_key_refuse(why, "others may write to the key directory: chmod 0700 %s", dir);
    }
    *ret_fd = fd;
    return ERR_NONE;
}

bool crypto_keyfile_exists(int dir_fd, enum crypto_key key)
{
    struct stat st;

    return fstatat(dir_fd, kinds[key].file, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A public key may be read by anyone, but replaced by nobody else. */
static enum err check_owner(int fd, const char *dir, const struct crypto_key_kind *kind, char why[CRYPTO_KEY_WHY])
{
    mode_t forbidden = kind->form == KEY_FORM_PUBLIC ? S_IWGRP | S_IWOTH : S_IRWXG | S_IRWXO;
    struct stat st = {0};

    fstat(fd, &st);
    if (!S_ISREG(st.st_mode))
        return crypto_key_refuse(why, "key %s is not a file; put the key from your backup there: %s", kind->file, dir);
    if (st.st_mode & forbidden)
        return crypto_key_refuse(why, "key %s is open to others (mode %04o): chmod 0400 %s/%s", kind->file,
                                 (unsigned)(st.st_mode & 07777), dir, kind->file);
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return crypto_key_refuse(why, "key %s belongs to user id %u: run this as that user, or chown %u %s/%s", kind->file,
                                 (unsigned)st.st_uid, (unsigned)geteuid(), dir, kind->file);
    return ERR_NONE;
}

static bool parse_line(struct str line, const struct crypto_key_kind *kind, struct crypto_key_version *ret)
{
    struct str name = str_cut(&line, ' ');
    struct str version = str_cut(&line, ' ');
    long long number;
    size_t n;

    if (!str_is(name, kind->file) || !str_to_i64(version, 1, CRYPTO_KEY_VERSION_LIMIT, &number))
        return false;
    if (sodium_base642bin(ret->bytes, kind->bytes, line.p, line.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    ret->version = (int)number;
    return n == kind->bytes;
}

/* An Ed25519 secret carries its public half; one that does not fit would make signatures that nobody can verify. */
static bool coherent(const struct crypto_key_kind *kind, const uint8_t *bytes)
{
    uint8_t seed[crypto_sign_SEEDBYTES], public_key[32], secret[64];
    bool same;

    if (kind->form != KEY_FORM_ED25519)
        return true;
    crypto_sign_ed25519_sk_to_seed(seed, bytes);
    crypto_sign_seed_keypair(public_key, secret, seed);
    same = sodium_memcmp(secret, bytes, sizeof secret) == 0;
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    return same;
}

static enum err parse(struct str text, const char *dir, const struct crypto_key_kind *kind, struct crypto_key_slot *slot,
                      char why[CRYPTO_KEY_WHY])
{
    int previous = 0;

    slot->n = 0;
    for (size_t line = 1; text.n > 0; line++) {
        struct crypto_key_version *v = &slot->v[slot->n];

        if (slot->n == CRYPTO_KEY_VERSIONS_MAX)
            return crypto_key_refuse(why, "key %s has more than %d versions; remove the oldest lines that nothing uses any more: %s",
                                     kind->file, CRYPTO_KEY_VERSIONS_MAX, dir);
        if (!parse_line(str_cut(&text, '\n'), kind, v) || !coherent(kind, v->bytes) || v->version <= previous)
            return crypto_key_refuse(why, "key %s is damaged in line %zu; put the file from your backup in its place: %s", kind->file,
                                     line, dir);
        previous = v->version;
        slot->n++;
    }
    if (slot->n == 0)
        return crypto_key_refuse(why, "key %s is empty; put the file from your backup in its place: %s", kind->file, dir);
    return ERR_NONE;
}

enum err crypto_keyfile_read(int dir_fd, const char *dir, enum crypto_key key, struct crypto_key_slot *ret_slot,
                             char why[CRYPTO_KEY_WHY])
{
    const struct crypto_key_kind *kind = &kinds[key];
    /* O_NONBLOCK: a pipe in the place of a key must not hold the start. */
    int fd = openat(dir_fd, kind->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char text[FILE_BYTES_MAX];
    enum err e;

    if (fd < 0 && errno == ENOENT)
        return crypto_key_refuse(why, "key %s is missing: put it there from your backup, or run: redress keys generate --dir %s",
                                 kind->file, dir);
    if (fd < 0)
        return crypto_key_refuse(why, "key %s cannot be read: %s: %s", kind->file, strerror(errno), dir);
    e = check_owner(fd, dir, kind, why);
    if (e == ERR_NONE) {
        ssize_t n = read(fd, text, sizeof text);

        e = parse((struct str){text, n > 0 ? (size_t)n : 0}, dir, kind, ret_slot, why);
    }
    sodium_memzero(text, sizeof text);
    close(fd);
    return e;
}

/* Every step is tried and the failures are counted together: whichever failed, the file is not put in place. */
static bool write_synced(int dir_fd, const char *name, const char *text, size_t n)
{
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR);
    int failed;

    if (fd < 0)
        return false;
    failed = write(fd, text, n) != (ssize_t)n;
    failed |= fchmod(fd, S_IRUSR);
    failed |= fsync(fd);
    failed |= close(fd);
    return failed == 0;
}

static size_t render(const struct crypto_key_kind *kind, const struct crypto_key_slot *slot, char text[FILE_BYTES_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < slot->n; i++) {
        char encoded[sodium_base64_ENCODED_LEN(CRYPTO_KEY_BYTES_MAX, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

        sodium_bin2base64(encoded, sizeof encoded, slot->v[i].bytes, kind->bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        n += (size_t)snprintf(text + n, FILE_BYTES_MAX - n, "%s %d %s\n", kind->file, slot->v[i].version, encoded);
        sodium_memzero(encoded, sizeof encoded);
    }
    return n;
}

_Static_assert(CRYPTO_KEY_VERSIONS_MAX * LINE_BYTES_MAX < FILE_BYTES_MAX, "a full key file must fit the buffer");

enum err crypto_keyfile_write(int dir_fd, const char *dir, enum crypto_key key, const struct crypto_key_slot *slot,
                              char why[CRYPTO_KEY_WHY])
{
    const struct crypto_key_kind *kind = &kinds[key];
    char text[FILE_BYTES_MAX], beside[64];
    size_t n = render(kind, slot, text);
    bool written;

    snprintf(beside, sizeof beside, ".%s.new", kind->file);
    unlinkat(dir_fd, beside, 0); /* left by a run that was interrupted */
    written = write_synced(dir_fd, beside, text, n) && renameat(dir_fd, beside, dir_fd, kind->file) == 0;
    sodium_memzero(text, sizeof text);
    if (!written) {
        int saved = errno;

        unlinkat(dir_fd, beside, 0);
        return crypto_key_refuse(why, "cannot write key %s: %s: %s", kind->file, strerror(saved), dir);
    }
    fsync(dir_fd);
    return ERR_NONE;
}

void crypto_key_public_of(enum crypto_key key, const uint8_t *secret, uint8_t out[32])
{
    if (kinds[key].form == KEY_FORM_ED25519)
        crypto_sign_ed25519_sk_to_pk(out, secret);
    else
        crypto_scalarmult_base(out, secret);
}

const struct crypto_key_version *crypto_key_slot_find(const struct crypto_key_slot *slot, int version)
{
    for (size_t i = 0; i < slot->n; i++)
        if (slot->v[i].version == version)
            return &slot->v[i];
    return NULL;
}

enum err crypto_key_check_pair(enum crypto_key secret, const struct crypto_key_slot *secret_slot,
                               const struct crypto_key_slot *public_slot, char why[CRYPTO_KEY_WHY])
{
    const char *secret_file = kinds[secret].file, *public_file = kinds[kinds[secret].public_key].file;

    for (size_t i = 0; i < public_slot->n; i++) {
        const struct crypto_key_version *v = crypto_key_slot_find(secret_slot, public_slot->v[i].version);
        uint8_t expected[32];

        if (v)
            crypto_key_public_of(secret, v->bytes, expected);
        if (!v || sodium_memcmp(expected, public_slot->v[i].bytes, sizeof expected) != 0)
            return crypto_key_refuse(why, "keys %s and %s do not belong together (version %d): put both from the same backup there",
                                     public_file, secret_file, public_slot->v[i].version);
    }
    return ERR_NONE;
}
