#include "aside_store.h"

#include <string.h>

#include "contact_store.h"
#include "staff_draft_store.h"

/* Parts of a UNION ALL as of sheet_store: what it is, two numbers, two texts, two pieces of bytes. */
enum part { ATTEMPTS = 1, DRAFT, WRITER, VIEWER, PHRASE };
enum { PART, N1, N2, T1, B1, B2 };
#define COLLATED " COLLATE utf8mb4_unicode_520_ci"
#define AND_THEN ") UNION ALL ("
#define NOT_KEPT_OUT(user) " AND NOT EXISTS (SELECT 1 FROM recusal r WHERE r.complaint_id = ? AND r.user_id = " user ")"

enum { LOAD, SEEN };
static const struct db_stmt list[] = {
    [LOAD] = {"(SELECT 1, " CONTACT_ATTEMPTS ", 0, '', NULL, NULL" AND_THEN
              "SELECT 2, wrap_version, updated_us, CONVERT(draft_key USING utf8mb4)" COLLATED ", wrapped_key, body FROM staff_draft "
              "WHERE user_id = ? AND draft_key >= ? AND draft_key < CONCAT(?, '~') LIMIT 30" AND_THEN
              "SELECT 3, d.user_id, d.updated_us, p.name, NULL, NULL FROM staff_draft d JOIN app_user p ON p.id = d.user_id "
              "WHERE d.draft_key = ? AND d.updated_us > ? AND d.user_id <> ?" NOT_KEPT_OUT("d.user_id") " ORDER BY d.updated_us DESC LIMIT 10" AND_THEN
              "SELECT 4, v.user_id, v.seen_us, p.name, NULL, NULL FROM viewing v JOIN app_user p ON p.id = v.user_id "
              "WHERE v.complaint_id = ? AND v.seen_us > ?" NOT_KEPT_OUT("v.user_id") " ORDER BY v.seen_us DESC LIMIT 20" AND_THEN
              "SELECT 5, id, 0, name, NULL, NULL FROM phrase WHERE owner_id = ? AND unit_id IS NULL ORDER BY name, id LIMIT 100" AND_THEN
              "SELECT 5, id, 1, name, NULL, NULL FROM phrase WHERE unit_id = ? ORDER BY name, id LIMIT 100)",
              "ii" "itt" "tiii" "iii" "i" "i", "iiitBB"},
    [SEEN] = {"INSERT INTO viewing (complaint_id, user_id, seen_us) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE seen_us = VALUES(seen_us)", "iii", ""},
};
const struct db_stmts aside_stmts = {"aside", list, COUNT_OF(list), DB_STAFF};

static const struct db_stmt purge_list[] = {
    {"DELETE FROM viewing WHERE seen_us < ? LIMIT ?", "ii", ""},
};
const struct db_stmts aside_purge_stmts = {"aside_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

const char *aside_draft_key(struct arena *a, const char *number, const char *what)
{
    return arena_printf(a, "case:%s:%s", number, what);
}

static void take_draft(struct arena *a, const struct crypto_keys *keys, const struct aside_of *of, const struct db_rows *r, size_t i, struct aside *to)
{
    const struct staff_draft_sealed sealed = {db_text(r, i, T1), db_int(r, i, N2), (int)db_int(r, i, N1), db_bytes(r, i, B1), db_bytes(r, i, B2)};
    struct staff_draft draft;
    if (staff_draft_open(a, keys, of->user_id, &sealed, &draft) == ERR_NONE)
        to->drafts[to->n_drafts++] = (struct aside_draft){strrchr(draft.key, ':') + 1, draft.body, draft.updated_us};
}

static struct aside_person person_of(const struct db_rows *r, size_t i)
{
    return (struct aside_person){.user_id = db_int(r, i, N1), .at_us = db_int(r, i, N2), .name = db_text(r, i, T1)};
}

static void take_row(struct arena *a, const struct crypto_keys *keys, const struct aside_of *of, const struct db_rows *r, size_t i, struct aside *to)
{
    switch ((enum part)db_int(r, i, PART)) {
    case ATTEMPTS:
        to->attempts = (int)db_int(r, i, N1);
        break;
    case DRAFT:
        take_draft(a, keys, of, r, i, to);
        break;
    case WRITER:
        to->writers[to->n_writers++] = person_of(r, i);
        break;
    case VIEWER:
        if (db_int(r, i, N1) == of->user_id)
            to->seen_us = db_int(r, i, N2);
        else
            to->viewers[to->n_viewers++] = person_of(r, i);
        break;
    case PHRASE:
        to->phrases[to->n_phrases++] = (struct aside_phrase){.id = db_int(r, i, N1), .shared = db_int(r, i, N2) != 0, .name = db_text(r, i, T1)};
        break;
    }
}

enum err aside_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct aside_of *of, int64_t now_us, struct aside *ret_aside)
{
    struct db_rows rows;
    const struct db_value id = DB_INT(of->complaint_id), me = DB_INT(of->user_id);
    const char *begins = aside_draft_key(a, of->number, "");
    TRY(db_query(db, a, &list[LOAD],
                 DB_ARGS(id, id, me, DB_TEXT(begins), DB_TEXT(begins), DB_TEXT(aside_draft_key(a, of->number, "reply")), DB_INT(now_us - ASIDE_WRITES_US), me, id, id,
                         DB_INT(now_us - ASIDE_SEEN_US), id, me, DB_INT(of->unit_id)),
                 &rows));
    struct aside found = {.drafts = ARENA_ARRAY(a, rows.n, struct aside_draft), .viewers = ARENA_ARRAY(a, rows.n, struct aside_person),
                          .writers = ARENA_ARRAY(a, rows.n, struct aside_person), .phrases = ARENA_ARRAY(a, rows.n, struct aside_phrase)};
    for (size_t i = 0; i < rows.n; i++)
        take_row(a, keys, of, &rows, i, &found);
    *ret_aside = found;
    return ERR_NONE;
}

enum err aside_seen(struct db *db, const struct aside_of *of, int64_t now_us)
{
    return db_run(db, &list[SEEN], DB_ARGS(DB_INT(of->complaint_id), DB_INT(of->user_id), DB_INT(now_us)), NULL);
}

enum err aside_purge(struct db *db, int64_t before_us, int64_t *ret_n)
{
    enum { BATCH = 1000 };
    struct db_done done;
    int64_t n = 0;
    do {
        TRY(db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us), DB_INT(BATCH)), &done));
        n += done.rows;
    } while (done.rows == BATCH);
    *ret_n = n;
    return ERR_NONE;
}
