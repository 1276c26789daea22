#ifndef REDRESS_PACK_H
#define REDRESS_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

/*
 * Evidence packs (requirements L5): one printable file of a whole complaint that proves itself. It is HTML made of sections, one after another from the first byte on, then the manifest,
 * its signature, and an end that is always the same. The manifest has length and SHA-256 of every section, every event as it is chained, and the SHA-256 of every attachment; the signature
 * is over the manifest. So no byte of the file can be another without one of them telling. Pure.
 *
 * Manifest: ASCII lines of words with a blank between; texts as base64url.
 *   redress-pack 1
 *   complaint ID NUMBER VERSION          of its head
 *   made MICROSECONDS USER
 *   scope internal|outside|disclosure whole|contact masked|shown|hidden LANGUAGE DISCLOSURE
 *   section NAME BYTES SHA256
 *   event SEQ MICROSECONDS ACTOR-KIND ACTOR KIND KEY-KIND KEY-VERSION PREVIOUS HASH DATA      DATA: base64url, or * where the copy leaves it out (the hash covers it); KIND: * for internal steps in copies without them
 *   file SHA256 BYTES internal|open NAME
 *   end
 */
enum pack_scope { PACK_INTERNAL = 1, PACK_OUTSIDE, PACK_DISCLOSURE, PACK_SCOPE__END };
enum pack_identity { PACK_MASKED = 1, PACK_SHOWN, PACK_HIDDEN, PACK_IDENTITY__END };
const char *pack_scope_title(enum pack_scope scope);          /* msgids */
const char *pack_identity_title(enum pack_identity identity);

struct pack_head {
    int64_t complaint_id, at_us, user_id, disclosure_id; /* 0: of no disclosure */
    int version;
    const char *number, *language;
    enum pack_scope scope;
    enum pack_identity identity;
    bool whole; /* with what is internal */
};
#define PACK_LEFT_OUT "*" /* kind of a step that the copy does not name; who did it is left out as well */
struct pack_event {
    int seq, actor_kind, key_kind, key_version;
    int64_t at_us, actor_id;
    const char *kind;
    const char *data; /* NULL: left out of this copy */
    uint8_t previous[32], hash[32];
};
struct pack_file {
    uint8_t sha256[32];
    int64_t bytes;
    bool internal;
    const char *name;
};

/* SHA-256: crypto_sha256, which rules cannot reach by themselves. */
typedef void pack_sha(const void *bytes, size_t n, uint8_t out[32]);

/* ---- making one ---- */
struct pack {
    struct arena *arena;
    pack_sha *sha;
    struct buf html, sections, events, files;
    size_t start;     /* where the open section begins */
    const char *open; /* its name; NULL: none */
};
struct pack pack_new(struct arena *a, pack_sha *sha);
/* A section: what is added to html between the two is its own. name: letters and hyphens. */
void pack_begin(struct pack *p, const char *name);
void pack_end(struct pack *p);
void pack_add_event(struct pack *p, const struct pack_event *e);
void pack_add_file(struct pack *p, const struct pack_file *f);
/* All but the signature and the end; ret_manifest is what is to be signed, ret_hash its SHA-256: the hash of the pack. */
struct str pack_finish(struct pack *p, const struct pack_head *head, struct str *ret_manifest, uint8_t ret_hash[32]);
/* What follows. */
struct str pack_tail(struct arena *a, int key_version, const char *signature);

/* ---- reading one ---- */
/* Parts of a file that were found other than signed: a section's name, or one of these. */
#define PACK_PART_END "end of the file"
#define PACK_PART_SIGNATURE "signature"
#define PACK_PART_MANIFEST "manifest"
#define PACK_PART_LENGTH "length"
#define PACK_SECTIONS_MAX 64
struct pack_content {
    struct pack_head head;
    struct str manifest;
    uint8_t hash[32]; /* of the manifest */
    int key_version;
    const char *signature;
    const char *sections[PACK_SECTIONS_MAX];
    size_t n_sections, n_events, n_files;
    struct pack_event *events;
    struct pack_file *files;
    const char *differs; /* the first part that is not as it was signed; NULL: all is */
};
/* Find the parts of a file that may have none yet to sign it (unsigned_yet), or have all. differs is set, and the rest as far as it could be read. Does not look at the signature. */
void pack_read(struct arena *a, pack_sha *sha, struct str file, bool unsigned_yet, struct pack_content *ret_content);

/* ---- leaving out who complains ---- */
/*
 * A text with every value of the list (of two characters and more; names, telephone numbers, ...) put over by stars, as it stands, in any case and width, with blanks and hyphens
 * among its digits and with blanks within Chinese names. Values may be "" or NULL.
 */
const char *pack_redact(struct arena *a, const char *text, const char *const *values, size_t n);

#endif
