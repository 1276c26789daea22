#include "pack_verify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_load.h"
#include "crypto_chain.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "file_read.h"
#include "pack.h"
#include "utc.h"

#define ARENA_BYTES ((size_t)2 << 30)
#define FILE_MAX ((size_t)512 << 20)
#define KEY_NAME "anchor.key"

struct verifying {
    struct arena *arena;
    struct crypto_keys *keys;  /* NULL: only the public key at hand */
    const char *key_path;
    uint8_t public_key[32];
};

static int failed(const char *path, const char *why)
{
    fprintf(stderr, "redress verify: %s: %s\n", path, why);
    return 1;
}

/* "anchor.key VERSION BASE64URL" lines, as "redress keys public" prints them. */
static bool find_public(struct str lines, int version, uint8_t out[32])
{
    while (lines.p && lines.n > 0) {
        struct str line = str_cut(&lines, '\n');
        long long found;
        size_t n;
        if (!str_is(str_cut(&line, ' '), KEY_NAME) || !str_to_i64(str_cut(&line, ' '), 1, INT32_MAX, &found) || found != version)
            continue;
        return str_unbase64url(str_trim(line), out, 32, &n) && n == 32;
    }
    return false;
}

static bool take_public(struct verifying *v, int version)
{
    if (v->keys) {
        const uint8_t *key = crypto_signature_key(v->keys, KEY_ANCHOR, version);
        if (key)
            memcpy(v->public_key, key, sizeof v->public_key);
        return key != NULL;
    }
    struct str lines;
    return file_read(v->arena, v->key_path, FILE_MAX, &lines) && find_public(lines, version, v->public_key);
}

/* The first step whose data in the copy is not what was chained; 0: none. Without the chain keys nothing is looked at. */
static int bad_event(const struct verifying *v, const struct pack_content *c)
{
    for (size_t i = 0; v->keys && i < c->n_events; i++) {
        const struct pack_event *e = &c->events[i];
        const struct crypto_link link = {.chain = "complaint", .owner = c->head.complaint_id, .seq = e->seq, .at_us = e->at_us, .actor_kind = e->actor_kind, .actor_id = e->actor_id, .kind = e->kind,
                                         .data = str_of(e->data ? e->data : "")};
        uint8_t hash[32];
        if (!e->data)
            continue;
        if (crypto_chain_hash(v->keys, e->key_kind == 1 ? KEY_CHAIN_PUBLIC : KEY_CHAIN_STAFF, e->key_version, e->previous, &link, hash) != ERR_NONE || memcmp(hash, e->hash, sizeof hash) != 0)
            return e->seq;
    }
    return 0;
}

static const char *scope_word(const struct pack_head *h)
{
    return h->scope == PACK_INTERNAL ? "for inside" : h->scope == PACK_OUTSIDE ? "for outside" : "disclosure";
}

static void tell_content(const struct verifying *v, const struct pack_content *c)
{
    static const char *const identities[] = {[PACK_MASKED] = "masked", [PACK_SHOWN] = "shown", [PACK_HIDDEN] = "left out"};
    printf("complaint %s, version %d\nmade      %s by user %" PRId64 "\ncopy      %s, identity %s%s\n", c->head.number, c->head.version, utc_iso(v->arena, c->head.at_us), c->head.user_id,
           scope_word(&c->head), identities[c->head.identity], c->head.whole ? "" : ", without internal parts");
    if (c->head.disclosure_id)
        printf("for       disclosure %" PRId64 "\n", c->head.disclosure_id);
    printf("hash      %s\nsections ", str_hex(v->arena, c->hash, sizeof c->hash));
    for (size_t i = 0; i < c->n_sections; i++)
        printf(" %s", c->sections[i]);
    printf("\nsteps     %zu%s\nfiles     %zu\n", c->n_events, v->keys ? ", recomputed with the chain keys" : "", c->n_files);
    for (size_t i = 0; i < c->n_files; i++)
        printf("          %s  %" PRId64 " bytes  %s\n", str_hex(v->arena, c->files[i].sha256, 32), c->files[i].bytes, c->files[i].name);
}

static int differs(const char *path, const char *part)
{
    printf("ALTERED: %s: the first part that is not as it was signed: %s\n", path, part);
    return 1;
}

static int run(struct verifying *v, const char *path, bool quiet)
{
    struct str file;
    struct pack_content c;
    if (!file_read(v->arena, path, FILE_MAX, &file) || file.n == FILE_MAX)
        return failed(path, errno ? strerror(errno) : "cannot be read");
    pack_read(v->arena, crypto_sha256, file, false, &c);
    /* The signature first: what an altered manifest says of the sections is worth nothing. */
    if (c.differs && (!c.manifest.p || strcmp(c.differs, PACK_PART_MANIFEST) == 0))
        return differs(path, c.differs);
    if (!take_public(v, c.key_version))
        return failed(path, "the public key of this version is not there; take the file of \"redress keys public\" of the installation that made it (--key FILE)");
    if (!crypto_signature_by(v->public_key, c.manifest, c.signature))
        return differs(path, PACK_PART_MANIFEST " or " PACK_PART_SIGNATURE);
    if (c.differs)
        return differs(path, c.differs);
    int seq = bad_event(v, &c);
    if (seq)
        return differs(path, arena_printf(v->arena, "step %d of the chain", seq));
    if (!quiet) {
        tell_content(v, &c);
        printf("sound: not a character was changed since it was signed\n");
    }
    return 0;
}

int pack_verify(const char *path, const char *key_path, const char *config_path, bool quiet)
{
    struct verifying v = {.key_path = key_path};
    struct config *config;
    char why[256] = "";
    if (crypto_start() != ERR_NONE)
        return failed(path, "this machine gives no randomness or no AES-256-GCM");
    if (!key_path) {
        if (config_load(config_path, &config) != ERR_NONE)
            return 1;
        if (crypto_keys_load(config->paths.keys, CRYPTO_JOBS, &v.keys, why) != ERR_NONE)
            return failed("keys", why);
    }
    v.arena = arena_new(ARENA_BYTES);
    int status = run(&v, path, quiet);
    arena_free(v.arena);
    if (v.keys)
        crypto_keys_free(v.keys);
    return status;
}
