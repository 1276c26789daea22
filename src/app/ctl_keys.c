#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto_keyfile.h"
#include "crypto_random.h"
#include "ctl.h"
#include "str.h"

#define FINGERPRINT_BYTES 6
#define ARENA_BYTES 65536

static const char help[] =
    "usage: redress keys generate|rotate|list|public --dir D\n"
    "\n"
    "  generate  make every key that D does not have yet; overwrites nothing\n"
    "  rotate    add a new version of the master, index, intake, custody and notice keys; the old ones stay for opening\n"
    "  list      say what D holds, with fingerprints that may be compared and published\n"
    "  public    print the public key by which evidence packs are verified, to publish: redress verify --pack FILE --key THIS\n"
    "\n"
    "  --dir D   the key directory (paths: keys: in the configuration)\n"
    "  --help    this text\n"
    "\n"
    "Keep a copy of the directory away from the database's backups: without it no identity can be read any more, and\n"
    "with both anyone can. Give each pool's user only the files of the column \"for\" that name it.\n";

static const char *pools_of(struct arena *a, unsigned pools)
{
    return arena_printf(a, "%s%s%s", pools & (1U << CRYPTO_PUBLIC) ? "public " : "", pools & (1U << CRYPTO_STAFF) ? "staff " : "",
                        pools & (1U << CRYPTO_JOBS) ? "jobs" : "");
}

/* Twelve hex digits that tell two keys apart and nothing else about them. */
static const char *fingerprint_of(struct arena *a, const struct crypto_key_kind *kind, const struct crypto_key_version *v)
{
    uint8_t public_key[32] = {0}, mac[32];
    struct crypto_part parts[] = {{"fingerprint", 11}, {v->bytes, kind->bytes}};

    crypto_hmac(public_key, parts, COUNT_OF(parts), mac);
    return str_hex(a, mac, FINGERPRINT_BYTES);
}

/* False when the file is there but cannot be used. */
static bool list_one(struct arena *a, int dir_fd, const char *dir, enum crypto_key key)
{
    const struct crypto_key_kind *kind = crypto_key_kind(key);
    struct crypto_key_slot slot;
    char why[CRYPTO_KEY_WHY];
    bool ok = true;

    if (!crypto_keyfile_exists(dir_fd, key)) {
        printf("%-17s %8s  %-12s  %s\n", kind->file, "-", "-", pools_of(a, kind->pools));
    } else if (crypto_keyfile_read(dir_fd, dir, key, &slot, why) != ERR_NONE) {
        fprintf(stderr, "redress keys: %s\n", why);
        ok = false;
    } else {
        for (size_t i = 0; i < slot.n; i++)
            printf("%-17s %8d  %s  %s\n", kind->file, slot.v[i].version, fingerprint_of(a, kind, &slot.v[i]),
                   pools_of(a, kind->pools));
    }
    crypto_wipe(&slot, sizeof slot);
    return ok;
}

static int list(const char *dir)
{
    struct arena *a;
    char why[CRYPTO_KEY_WHY];
    bool ok = true;
    int dir_fd;

    if (crypto_keyfile_open_dir(dir, &dir_fd, why) != ERR_NONE) {
        fprintf(stderr, "redress keys: %s\n", why);
        return 1;
    }
    a = arena_new(ARENA_BYTES);
    printf("%-17s %8s  %-12s  %s\n", "file", "version", "fingerprint", "for");
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        ok &= list_one(a, dir_fd, dir, key);
    arena_free(a);
    close(dir_fd);
    return ok ? 0 : 1;
}

/* The public halves of the key that signs packs, a line for each version. */
static int show_public(const char *dir)
{
    const struct crypto_key_kind *kind = crypto_key_kind(KEY_ANCHOR);
    struct crypto_key_slot slot = {0};
    char why[CRYPTO_KEY_WHY];
    int dir_fd;

    if (crypto_keyfile_open_dir(dir, &dir_fd, why) != ERR_NONE) {
        fprintf(stderr, "redress keys: %s\n", why);
        return 1;
    }
    enum err e = crypto_keyfile_read(dir_fd, dir, KEY_ANCHOR, &slot, why);
    close(dir_fd);
    if (e == ERR_NONE) {
        struct arena *a = arena_new(ARENA_BYTES);
        for (size_t i = 0; i < slot.n; i++) {
            uint8_t public_key[32];
            crypto_key_public_of(KEY_ANCHOR, slot.v[i].bytes, public_key);
            printf("%s %d %s\n", kind->file, slot.v[i].version, str_base64url(a, public_key, sizeof public_key));
        }
        arena_free(a);
    } else {
        fprintf(stderr, "redress keys: %s\n", why);
    }
    crypto_wipe(&slot, sizeof slot);
    return e == ERR_NONE ? 0 : 1;
}

/* What was made goes to stdout; when it failed, all of it goes to stderr, with the reason as the last line. */
static int change(const char *dir, enum err (*work)(const char *dir, FILE *out))
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    enum err e;

    if (!out) {
        perror("redress keys");
        return 1;
    }
    e = work(dir, out);
    fclose(out);
    fputs(text, e == ERR_NONE ? stdout : stderr);
    free(text);
    return e == ERR_NONE ? 0 : 1;
}

static int generate(const char *dir)
{
    return change(dir, crypto_keys_generate);
}

static int rotate(const char *dir)
{
    return change(dir, crypto_keys_rotate);
}

static const struct {
    const char *name;
    int (*run)(const char *dir);
} actions[] = {{"generate", generate}, {"rotate", rotate}, {"list", list}, {"public", show_public}};

int ctl_keys(int argc, char **argv)
{
    static const struct option options[] = {{"dir", required_argument, NULL, 'd'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *dir = NULL;
    int option;

    optind = 0;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option != 'd')
            return 2;
        dir = optarg;
    }
    if (optind != argc - 1 || !dir) {
        fputs(help, stderr);
        return 2;
    }
    if (crypto_start() != ERR_NONE) {
        fputs("redress keys: this machine gives no randomness or no AES-256-GCM\n", stderr);
        return 1;
    }
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(argv[optind], actions[i].name) == 0)
            return actions[i].run(dir);
    fprintf(stderr, "redress keys: there is no \"%s\"; generate, rotate, list and public are\n", argv[optind]);
    return 2;
}
