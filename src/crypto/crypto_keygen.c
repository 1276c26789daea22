#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto_keyfile.h"
#include "crypto_random.h"

/* What one run works on. */
struct keygen {
    const char *dir;
    int dir_fd;
    FILE *out;
    char why[CRYPTO_KEY_WHY];
    struct crypto_key_slot slot[KEY__COUNT]; /* wiped at the end */
};

static void append_random(struct keygen *g, enum crypto_key key)
{
    struct crypto_key_slot *slot = &g->slot[key];
    struct crypto_key_version *v = &slot->v[slot->n];
    uint8_t unused[32];

    v->version = slot->n > 0 ? slot->v[slot->n - 1].version + 1 : 1;
    if (crypto_key_kind(key)->form == KEY_FORM_ED25519)
        crypto_sign_keypair(unused, v->bytes);
    else
        crypto_random(v->bytes, 32); /* any 32 bytes are an X25519 secret, too */
    slot->n++;
}

static enum err write_one(struct keygen *g, enum crypto_key key)
{
    const struct crypto_key_slot *slot = &g->slot[key];

    TRY(crypto_keyfile_write(g->dir_fd, g->dir, key, slot, g->why));
    fprintf(g->out, "made %s version %d\n", crypto_key_kind(key)->file, slot->v[slot->n - 1].version);
    return ERR_NONE;
}

/* The public file of a secret that has one, made anew from all its versions. */
static enum err write_public(struct keygen *g, enum crypto_key key)
{
    enum crypto_key public_key = crypto_key_kind(key)->public_key;
    const struct crypto_key_slot *secret = &g->slot[key];

    if (public_key == KEY__COUNT)
        return ERR_NONE;
    g->slot[public_key].n = secret->n;
    for (size_t i = 0; i < secret->n; i++) {
        g->slot[public_key].v[i].version = secret->v[i].version;
        crypto_key_public_of(key, secret->v[i].bytes, g->slot[public_key].v[i].bytes);
    }
    return write_one(g, public_key);
}

static enum err read_one(struct keygen *g, enum crypto_key key)
{
    return crypto_keyfile_read(g->dir_fd, g->dir, key, &g->slot[key], g->why);
}

static enum err generate_one(struct keygen *g, enum crypto_key key)
{
    const struct crypto_key_kind *kind = crypto_key_kind(key);
    bool has_public = kind->public_key != KEY__COUNT;
    bool public_there = has_public && crypto_keyfile_exists(g->dir_fd, kind->public_key);

    if (crypto_keyfile_exists(g->dir_fd, key)) {
        if (!has_public || public_there)
            return ERR_NONE;
        TRY(read_one(g, key));
        return write_public(g, key);
    }
    if (public_there)
        return crypto_key_refuse(g->why, "%s is there without its secret %s; put that there from your backup: %s",
                                 crypto_key_kind(kind->public_key)->file, kind->file, g->dir);
    append_random(g, key);
    TRY(write_one(g, key));
    return write_public(g, key);
}

static enum err generate_all(struct keygen *g)
{
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        if (crypto_key_kind(key)->form != KEY_FORM_PUBLIC)
            TRY(generate_one(g, key));
    return ERR_NONE;
}

/* Read a rotating key with its public half and see that one more version fits. */
static enum err read_rotating(struct keygen *g, enum crypto_key key)
{
    const struct crypto_key_kind *kind = crypto_key_kind(key);
    const struct crypto_key_slot *slot = &g->slot[key];

    TRY(read_one(g, key));
    if (slot->n == CRYPTO_KEY_VERSIONS_MAX || slot->v[slot->n - 1].version == CRYPTO_KEY_VERSION_LIMIT)
        return crypto_key_refuse(g->why, "%s has no room for a version more; remove the oldest lines that nothing uses: %s",
                                 kind->file, g->dir);
    if (kind->public_key == KEY__COUNT)
        return ERR_NONE;
    TRY(read_one(g, kind->public_key));
    return crypto_key_check_pair(key, slot, &g->slot[kind->public_key], g->why);
}

static enum err rotate_one(struct keygen *g, enum crypto_key key)
{
    append_random(g, key);
    TRY(write_one(g, key)); /* the secret first: a public key whose secret was never written would seal for nobody */
    return write_public(g, key);
}

static enum err rotate_all(struct keygen *g)
{
    /* All are read before the first is written: a broken file stops the run while nothing has changed. */
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        if (crypto_key_kind(key)->rotates)
            TRY(read_rotating(g, key));
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        if (crypto_key_kind(key)->rotates)
            TRY(rotate_one(g, key));
    fputs("reload jobs and the staff pool first, then the public pool: it seals with the new keys at once\n", g->out);
    return ERR_NONE;
}

static enum err run(const char *dir, FILE *out, enum err (*work)(struct keygen *g))
{
    struct keygen g = {.dir = dir, .out = out};
    enum err e = crypto_keyfile_open_dir(dir, &g.dir_fd, g.why);

    if (e == ERR_NONE) {
        flock(g.dir_fd, LOCK_EX); /* two runs at once would each add the same version */
        e = work(&g);
        close(g.dir_fd);
    }
    if (e != ERR_NONE)
        fprintf(out, "%s\n", g.why);
    crypto_wipe(&g, sizeof g);
    return e;
}

enum err crypto_keys_generate(const char *dir, FILE *out)
{
    if (mkdir(dir, S_IRWXU) != 0 && errno != EEXIST) {
        fprintf(out, "cannot make the key directory: %s: %s\n", strerror(errno), dir);
        return ERR_CONFIG;
    }
    return run(dir, out, generate_all);
}

enum err crypto_keys_rotate(const char *dir, FILE *out)
{
    return run(dir, out, rotate_all);
}
