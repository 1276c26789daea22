#ifndef REDRESS_RULEBOOK_STORE_H
#define REDRESS_RULEBOOK_STORE_H

#include "change_store.h"
#include "crypto_keys.h"
#include "db.h"
#include "rulebook_text.h"

extern const struct db_stmts rulebook_stmts;       /* every pool: reading */
extern const struct db_stmts rulebook_admin_stmts; /* staff, owner: versions, the draft */
extern const struct db_stmts rulebook_used_stmts;  /* staff, owner: what uses a code */
extern const struct db_stmts rulebook_follow_stmts, rulebook_publish_stmts; /* staff, jobs, owner: bringing in force */

enum rulebook_state { RULEBOOK_DRAFT = 1, RULEBOOK_PLANNED, RULEBOOK_IN_FORCE, RULEBOOK_PAST, RULEBOOK_DROPPED };
struct rulebook_version {
    int64_t id, based_on, created_us, edited_us, published_us, effective_us;
    enum rulebook_state state;
    int number, version; /* number: of published ones, from 1; version: guards the draft */
    const char *note, *author, *editor, *publisher;
    int64_t author_id, editor_id; /* editor: who changed the draft last */
};

/* What is in force now: read, kept by the worker until another is. ERR_CONFIG when none was ever loaded. */
enum err rulebook_in_force(struct db *db, struct arena *a, const struct rulebook **ret_book, int64_t *ret_version_id) MUST_CHECK;
/* Newest first. */
enum err rulebook_versions(struct db *db, struct arena *a, size_t limit, struct rulebook_version **ret_list, size_t *ret_n) MUST_CHECK;
/* Names of those who may publish this draft: not who drafted it, and not who changed it last. */
enum err rulebook_publishers(struct db *db, struct arena *a, const struct rulebook_version *draft, size_t limit, const char *const **ret_names,
                             size_t *ret_n) MUST_CHECK;
/* One version with its document; ret_yaml is its text as stored (canonical). */
enum err rulebook_version_load(struct db *db, struct arena *a, int64_t id, struct rulebook_version *ret_version, struct rulebook **ret_book, struct str *ret_yaml) MUST_CHECK;
/* The open draft; ERR_NOT_FOUND when there is none. */
enum err rulebook_draft(struct db *db, struct arena *a, struct rulebook_version *ret_version, struct rulebook **ret_book) MUST_CHECK;

/* There is at most one draft. Open one with the document in force, or with that of an older version (restore). ERR_STATE: there is one already. */
enum err rulebook_draft_open(struct db *db, struct arena *a, struct change_by *by, int64_t from_id, int64_t *ret_id) MUST_CHECK;
/*
 * Save the draft (opened when there is none): writes the canonical text and a change log entry (entity "rulebook") of what differs from the draft before. ERR_STALE: version. The document need
 * not be free of faults yet; publishing demands it.
 */
enum err rulebook_draft_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct rulebook *book) MUST_CHECK;
/* Drop the draft, or take back one that is planned: only one can be planned, and nothing else is published while it waits. */
enum err rulebook_draft_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version) MUST_CHECK;
/*
 * Publish: in force from effective_us (now, or planned when later; jobs bring it in then). The tables category and category_field follow: by code, never deleted. Roles that are
 * not there are made. ERR_FORBIDDEN: who drafted or last changed it may not publish it, unless the book in force says publish_alone or nothing was ever in force. ERR_INPUT: faults. ERR_STATE: a code that complaints,
 * running clocks or departments use is missing (faults name it: deactivate instead), or another
 * version is planned. ERR_STALE: version.
 */
enum err rulebook_publish(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int64_t effective_us, const char *note,
                          struct rulebook_faults *faults) MUST_CHECK;
/* Bring in what is planned and due; whether anything was. jobs call it. */
enum err rulebook_bring_in(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, bool *ret_brought) MUST_CHECK;
/* `redress rulebook load`: publish a book in one transaction, by the command line; nothing happens when it is the one in force. An open draft stays. */
enum err rulebook_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct rulebook *book, const char *note, int64_t now_us,
                       struct rulebook_faults *faults) MUST_CHECK;
/* How many open complaints use a code of a section ("categories", "grades", "causes", ...), capped at 1000: shown before deactivating. */
enum err rulebook_in_use(struct db *db, struct arena *a, const char *section, const char *code, int *ret_n) MUST_CHECK;

#endif
