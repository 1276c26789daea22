#include "crypto_password.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "crypto_common.h"
#include "log.h"
#include "msgid.h"
#include "utf8.h"

#define LOGIN_CHARACTERS_MIN 4 /* a shorter sign-in name is in many passwords by chance */
#define SLOTS 2

static bool contains_folded(struct str s, struct str part)
{
    for (size_t i = 0; i + part.n <= s.n; i++)
        if (str_ieq((struct str){s.p + i, part.n}, part))
            return true;
    return false;
}

const char *crypto_password_weakness(const char *password, const char *login)
{
    struct str s = str_of(password), name = str_of(login);

    if (!utf8_valid(s))
        return N_("The password contains characters that cannot be read. Please type it again.");
    if (utf8_length(s) < CRYPTO_PASSWORD_MIN)
        return N_("The password is too short. It needs at least 12 characters.");
    if (utf8_length(s) > CRYPTO_PASSWORD_MAX)
        return N_("The password is too long. It can have at most 128 characters.");
    if (name.n >= LOGIN_CHARACTERS_MIN && contains_folded(s, name))
        return N_("The password must not contain the sign-in name.");
    if (crypto_common_password(s))
        return N_("This password is easily guessed: it is made of common words, rows of keys, numbers or repeated characters. "
                  "Four or five unrelated words make a good one.");
    return NULL;
}

static unsigned long long passes(struct crypto_password_cost cost)
{
    return cost.passes;
}

static size_t memory(struct crypto_password_cost cost)
{
    return (size_t)cost.memory_kib * 1024;
}

enum err crypto_password_hash(struct arena *a, const char *password, struct crypto_password_cost cost, const char **ret_hash)
{
    char hash[crypto_pwhash_STRBYTES];

    if (crypto_pwhash_str_alg(hash, password, strlen(password), passes(cost), memory(cost), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ERR_CRYPTO;
    *ret_hash = arena_strdup(a, hash);
    return ERR_NONE;
}

static int open_slot(const char *lock_dir, unsigned slot)
{
    char path[4096];
    int fd;

    snprintf(path, sizeof path, "%s/password-%u.lock", lock_dir, slot);
    fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        log_note(LOG_WARN, "no bound on password checks: %s: %s", strerror(errno), path);
    return fd;
}

/*
 * Take one of the slots, waiting for the last one tried when all are taken; closing the file gives it back. A run directory
 * that cannot be written must not lock everybody out: then there is no bound, -1. A signal ends the waiting, too.
 */
static int take_slot(const char *lock_dir)
{
    unsigned first = randombytes_uniform(SLOTS);
    int fd = -1;

    for (unsigned i = 0; i < SLOTS; i++) {
        if (fd >= 0)
            close(fd);
        fd = open_slot(lock_dir, (first + i) % SLOTS);
        if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
    }
    flock(fd, LOCK_EX);
    return fd;
}

/* A hash of the same cost as a real one that no password fits: what is compared is not the hash of anything known. */
static void dummy_hash(struct crypto_password_cost cost, char out[crypto_pwhash_STRBYTES])
{
    snprintf(out, crypto_pwhash_STRBYTES, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s", cost.memory_kib, cost.passes,
             "cmVkcmVzcyBub2JvZHkhIQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

bool crypto_password_ok(const char *hash, const char *password, struct crypto_password_cost cost, const char *lock_dir)
{
    char dummy[crypto_pwhash_STRBYTES];
    bool known = hash && *hash;
    int slot = lock_dir ? take_slot(lock_dir) : -1;
    bool ok;

    dummy_hash(cost, dummy);
    ok = crypto_pwhash_str_verify(known ? hash : dummy, password, strlen(password)) == 0;
    if (slot >= 0)
        close(slot);
    return ok & known;
}

bool crypto_password_outdated(const char *hash, struct crypto_password_cost cost)
{
    return crypto_pwhash_str_needs_rehash(hash, passes(cost), memory(cost)) != 0;
}
