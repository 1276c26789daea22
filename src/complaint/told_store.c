#include "told_store.h"

#include <string.h>

#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "crypto_seal.h"
#include "survey_store.h"

enum { LOAD, INSERT };
static const struct db_stmt list[] = {
    [LOAD] = {"SELECT lang, ways, own FROM complaint_told WHERE complaint_id = ?", "i", "tii"},
    [INSERT] = {"BEGIN NOT ATOMIC " TOLD_PART "END", TOLD_PART_TYPES, ""},
};
const struct db_stmts told_stmts = {"told", list, COUNT_OF(list), DB_PUBLIC | DB_STAFF};

/* The pool that changes it cannot read what is there: what stays is not named. */
enum { CHANGE, LOCK, BY_TOKEN, SAVE, POSTS };
static const struct db_stmt change_list[] = {
    [CHANGE] = {"BEGIN NOT ATOMIC UPDATE complaint_told SET lang = ?, ways = ?, own = ?, changed_us = ? WHERE complaint_id = ?; IF ROW_COUNT() = 0 THEN "
                "INSERT INTO complaint_told (complaint_id, lang, ways, own, changed_us) VALUES (?, ?, ?, ?, ?); END IF; "
                "IF ? = 1 THEN UPDATE complaint_told SET mail_version = ?, mail = ? WHERE complaint_id = ?; END IF; "
                "IF ? = 1 THEN UPDATE complaint_told SET sms_version = ?, sms = ? WHERE complaint_id = ?; END IF; END",
                "tiiii" "itiii" "iIBi" "iIBi", ""},
    [LOCK] = {"SELECT id FROM complaint WHERE id = ? FOR UPDATE", "i", "i"},
    [BY_TOKEN] = {"SELECT id, events, chain_hash, version, IFNULL(erased_us, 0) FROM public_complaint WHERE submission_hash = ?", "b", "iibii"},
    [POSTS] = {"SELECT id, at_us, sent_us, way, kind, state FROM public_post WHERE complaint_id = ? ORDER BY id DESC LIMIT ?", "ii", "iiIiti"},
    [SAVE] = {"UPDATE complaint SET events = ?, chain_hash = ?, version = version + 1 WHERE id = ? AND version = ?", "ibii", ""},
};
const struct db_stmts told_change_stmts = {"told_change", change_list, COUNT_OF(change_list), DB_PUBLIC};

enum { AGAIN, LEAD };
static const struct db_stmt staff_list[] = {
    [AGAIN] = {"UPDATE post SET state = 1, attempts = 0, next_us = ? WHERE id = ? AND complaint_id = ? AND user_id IS NULL AND state = 3", "iii", ""},
    [LEAD] = {"SELECT l.number FROM complaint c JOIN complaint l ON l.id = c.lead_id WHERE c.id = ?", "i", "t"},
};
const struct db_stmts told_staff_stmts = {"told_staff", staff_list, COUNT_OF(staff_list), DB_STAFF};

static const struct db_stmt jobs_list[] = {
    {"SELECT lang, ways, mail_version, mail, sms_version, sms FROM complaint_told WHERE complaint_id = ?", "i", "tiIBIB"},
};
const struct db_stmts told_jobs_stmts = {"told_jobs", jobs_list, COUNT_OF(jobs_list), DB_JOBS};

/* ---- sealing ---- */

static const char *where_of(enum told_way way)
{
    return way == TOLD_MAIL ? "complaint_told.mail" : "complaint_told.sms";
}

#define WRAPPED_BYTES 80 /* of a record key in a sealed box, which comes first */

static enum err seal(struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, enum told_way way, const char *address, struct db_value *ret_version,
                     struct db_value *ret_bytes)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;
    struct buf out = {.arena = a};
    *ret_version = *ret_bytes = DB_NULL;
    if (!address)
        return ERR_NONE;
    TRY(crypto_record_new(a, keys, WRAP_NOTICE, key, &wrapped));
    struct str sealed = crypto_field_seal(a, key, where_of(way), arena_printf(a, "%lld", (long long)complaint_id), str_of(address));
    crypto_wipe(key, sizeof key);
    if (wrapped.bytes.n != WRAPPED_BYTES)
        return ERR_CRYPTO;
    buf_add(&out, wrapped.bytes.p, wrapped.bytes.n);
    buf_add(&out, sealed.p, sealed.n);
    *ret_version = DB_INT(wrapped.version);
    *ret_bytes = DB_BYTES(out.p, out.n);
    return ERR_NONE;
}

static enum err unseal(struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, enum told_way way, int version, struct str bytes, const char **ret_address)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct str plain;
    if (bytes.n <= WRAPPED_BYTES)
        return ERR_CRYPTO;
    const struct crypto_wrapped wrapped = {WRAP_NOTICE, version, {bytes.p, WRAPPED_BYTES}};
    TRY(crypto_record_open(keys, &wrapped, key));
    enum err e = crypto_field_open(a, key, where_of(way), arena_printf(a, "%lld", (long long)complaint_id), (struct str){bytes.p + WRAPPED_BYTES, bytes.n - WRAPPED_BYTES}, &plain);
    crypto_wipe(key, sizeof key);
    if (e == ERR_NONE)
        *ret_address = str_cstr(a, plain);
    return e;
}

/* ---- at filing ---- */

static const char *language(const struct told *told)
{
    return told->lang && strcmp(told->lang, "en") == 0 ? "en" : "zh";
}

static const char *wanted(const struct told *told, enum told_way way)
{
    const char *address = way == TOLD_MAIL ? told->mail : told->sms;
    return (told->ways & (unsigned)way) && address && *address ? address : NULL;
}

enum err told_part(struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, const struct told *told, int64_t now_us, struct db_value values[TOLD_PART_VALUES])
{
    struct db_value mail_version, mail, sms_version, sms;
    const char *to_mail = wanted(told, TOLD_MAIL), *to_sms = wanted(told, TOLD_SMS);
    const unsigned ways = (to_mail ? TOLD_MAIL : 0U) | (to_sms ? TOLD_SMS : 0U);
    TRY(seal(a, keys, complaint_id, TOLD_MAIL, to_mail, &mail_version, &mail));
    TRY(seal(a, keys, complaint_id, TOLD_SMS, to_sms, &sms_version, &sms));
    const struct db_value all[TOLD_PART_VALUES] = {DB_INT(ways), DB_INT(complaint_id), DB_TEXT(language(told)), DB_INT(ways), DB_INT(told->own & ways),
                                                   mail_version, mail, sms_version, sms, DB_INT(now_us)};
    memcpy(values, all, sizeof all);
    return ERR_NONE;
}

enum err told_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, const struct told *told, int64_t now_us)
{
    struct db_value values[TOLD_PART_VALUES];
    TRY(told_part(a, keys, complaint_id, told, now_us, values));
    return values[0].number ? db_run(db, &list[INSERT], values, COUNT_OF(values), NULL) : ERR_NONE;
}

/* The dates that a text may name, and the way to rating once it is closed; nothing else of the event leaves the house. */
size_t told_event_parts(struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct complaint_event *e,
                        struct db_value values[TOLD_PARTS_MAX * POST_TOLD_PART_VALUES])
{
    const char *post = told_of(a, e->kind, e->data);
    if (!post)
        return 0;
    const char *until = timeline_get(a, e->data, "until"), *due = timeline_get(a, e->data, "due");
    const char *promised = strcmp(post, "receipt") == 0 && c->promised_us ? arena_printf(a, "%lld", (long long)c->promised_us) : NULL;
    post_told_part(c->id, post, e->at_us, timeline_data(a, "due", *until ? until : *due ? due : promised, NULL), values);
    const char *path = strcmp(e->kind, "closed") == 0 ? survey_path(a, w->keys, c->number, w->now_us) : NULL;
    if (!path)
        return 1;
    post_told_part(c->id, "survey", e->at_us, timeline_data(a, "path", path, NULL), values + POST_TOLD_PART_VALUES);
    return TOLD_PARTS_MAX;
}

enum err told_load(struct db *db, struct arena *a, int64_t complaint_id, struct told *ret_told)
{
    struct db_rows row;
    TRY(db_query(db, a, &list[LOAD], DB_ARGS(DB_INT(complaint_id)), &row));
    *ret_told = (struct told){.lang = "zh"};
    if (row.n)
        *ret_told = (struct told){.lang = db_text(&row, 0, 0), .ways = (unsigned)db_int(&row, 0, 1), .own = (unsigned)db_int(&row, 0, 2)};
    return ERR_NONE;
}

enum err told_lead(struct db *db, struct arena *a, int64_t complaint_id, const char **ret_number)
{
    struct db_rows row;
    TRY(db_query(db, a, &staff_list[LEAD], DB_ARGS(DB_INT(complaint_id)), &row));
    *ret_number = row.n ? db_text(&row, 0, 0) : "";
    return ERR_NONE;
}

/* ---- the complainant ---- */

enum err told_posts(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct post **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &change_list[POSTS], DB_ARGS(DB_INT(complaint_id), DB_INT(limit)), &rows));
    struct post *list_of = ARENA_ARRAY(a, rows.n, struct post);
    for (size_t i = 0; i < rows.n; i++)
        list_of[i] = (struct post){.id = db_int(&rows, i, 0), .complaint_id = complaint_id, .at_us = db_int(&rows, i, 1), .sent_us = db_int(&rows, i, 2),
                                   .way = (enum post_way)db_int(&rows, i, 3), .kind = db_text(&rows, i, 4), .state = (enum post_state)db_int(&rows, i, 5)};
    *ret_list = list_of;
    *ret_n = rows.n;
    return ERR_NONE;
}

struct changing {
    struct arena *arena;
    const struct complaint_writer *writer;
    const uint8_t *token_hash, *submission_hash; /* one of them */
    int64_t ttl_us;
    const struct told *told; /* NULL: only the receipt */
    bool receipt;
    struct complaint c;
};

static enum err change(struct db *db, const struct changing *x, const struct told *before)
{
    const struct told *told = x->told;
    struct db_value mail_version, mail, sms_version, sms;
    const char *to_mail = wanted(told, TOLD_MAIL), *to_sms = wanted(told, TOLD_SMS);
    const unsigned kept = told->ways & before->ways & ~((to_mail ? TOLD_MAIL : 0U) | (to_sms ? TOLD_SMS : 0U));
    const unsigned new = (to_mail ? TOLD_MAIL : 0U) | (to_sms ? TOLD_SMS : 0U);
    const unsigned own = (before->own & kept) | (told->own & new);
    const int64_t now_us = x->writer->now_us, id = x->c.id;
    if ((kept | new) != told->ways)
        return ERR_INPUT;
    TRY(seal(x->arena, x->writer->keys, id, TOLD_MAIL, to_mail, &mail_version, &mail));
    TRY(seal(x->arena, x->writer->keys, id, TOLD_SMS, to_sms, &sms_version, &sms));
    return db_run(db, &change_list[CHANGE],
                  DB_ARGS(DB_TEXT(language(told)), DB_INT(told->ways), DB_INT(own), DB_INT(now_us), DB_INT(id), DB_INT(id), DB_TEXT(language(told)), DB_INT(told->ways), DB_INT(own),
                          DB_INT(now_us), DB_INT(!(kept & TOLD_MAIL)), mail_version, mail, DB_INT(id), DB_INT(!(kept & TOLD_SMS)), sms_version, sms, DB_INT(id)),
                  NULL);
}

static enum err load_by_token(struct db *db, struct changing *x)
{
    struct db_rows row;
    TRY(db_one(db, x->arena, &change_list[BY_TOKEN], DB_ARGS(DB_BYTES(x->submission_hash, 32)), &row));
    x->c = (struct complaint){.id = db_int(&row, 0, 0), .events = (int)db_int(&row, 0, 1), .version = (int)db_int(&row, 0, 3), .erased_us = db_int(&row, 0, 4)};
    struct str hash = db_bytes(&row, 0, 2);
    if (hash.n == sizeof x->c.chain_hash)
        memcpy(x->c.chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

static enum err load_session(struct db *db, struct changing *x)
{
    return x->submission_hash ? load_by_token(db, x) : track_load(db, x->arena, x->token_hash, x->writer->now_us, x->ttl_us, &x->c);
}

static const char *ways_words(unsigned ways)
{
    static const char *const words[] = {"none", "mail", "sms", "mail,sms"};
    return words[ways & (TOLD_MAIL | TOLD_SMS)];
}

static enum err run(struct db *db, void *ctx)
{
    struct changing *x = ctx;
    struct told before;
    struct db_rows row;
    struct db_done done;
    /* The lock comes before what is decided upon is read. */
    TRY(db_one(db, x->arena, &change_list[LOCK], DB_ARGS(DB_INT(x->c.id)), &row));
    TRY(load_session(db, x));
    if (x->c.erased_us)
        return ERR_STATE;
    TRY(told_load(db, x->arena, x->c.id, &before));
    if (x->told) {
        TRY(change(db, x, &before));
        TRY(complaint_append(db, x->arena, x->writer, &x->c, "told_changed", timeline_data(x->arena, "ways", ways_words(x->told->ways), NULL)));
    }
    const unsigned ways = x->told ? x->told->ways : before.ways;
    if (x->receipt && !ways)
        return ERR_STATE;
    if (x->receipt)
        TRY(complaint_append(db, x->arena, x->writer, &x->c, "receipt_sent", timeline_data(x->arena, "ways", ways_words(ways), NULL)));
    TRY(db_run(db, &change_list[SAVE], DB_ARGS(DB_INT(x->c.events), DB_BYTES(x->c.chain_hash, 32), DB_INT(x->c.id), DB_INT(x->c.version)), &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

/* Which complaint it is is found before the transaction: a read in it would come before the lock. */
static enum err begin(struct db *db, struct changing *x)
{
    TRY(load_session(db, x));
    return db_tx(db, run, x);
}

enum err told_change(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us, const struct told *told)
{
    struct changing x = {.arena = a, .writer = w, .token_hash = token_hash, .ttl_us = ttl_us, .told = told};
    return begin(db, &x);
}

enum err told_receipt(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us)
{
    struct changing x = {.arena = a, .writer = w, .token_hash = token_hash, .ttl_us = ttl_us, .receipt = true};
    return begin(db, &x);
}

enum err told_receipt_by_token(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t submission_hash[32], const struct told *told)
{
    struct changing x = {.arena = a, .writer = w, .submission_hash = submission_hash, .told = told && told->ways ? told : NULL, .receipt = true};
    return begin(db, &x);
}

/* ---- staff ---- */

struct again {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
    int64_t post_id;
};

static enum err again_tx(struct db *db, void *ctx)
{
    const struct again *x = ctx;
    struct complaint c;
    permission_set rights;
    struct db_done done;
    TRY(complaint_lock(db, x->arena, x->number));
    TRY(complaint_load(db, x->arena, x->writer->user, x->number, &c, &rights));
    if (c.part || !(rights & PERMISSION_BIT(MAY_MESSAGE)))
        return ERR_FORBIDDEN;
    TRY(db_run(db, &staff_list[AGAIN], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(x->post_id), DB_INT(c.id)), &done));
    if (done.rows != 1)
        return ERR_STATE;
    TRY(complaint_append(db, x->arena, x->writer, &c, "told_again", "{}"));
    enum err e = complaint_save(db, x->arena, &c);
    return e == ERR_STALE ? ERR_RETRY : e; /* somebody else wrote meanwhile */
}

enum err told_again(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, int64_t post_id)
{
    struct again x = {a, w, number, post_id};
    return db_tx(db, again_tx, &x);
}

/* ---- jobs ---- */

enum err told_address(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, enum told_way way, const char **ret_address, const char **ret_lang)
{
    struct db_rows row;
    TRY(db_one(db, a, &jobs_list[0], DB_ARGS(DB_INT(complaint_id)), &row));
    const size_t at = way == TOLD_MAIL ? 2 : 4;
    if (!((unsigned)db_int(&row, 0, 1) & (unsigned)way) || db_is_null(&row, 0, at + 1))
        return ERR_NOT_FOUND;
    TRY(unseal(a, keys, complaint_id, way, (int)db_int(&row, 0, at), db_bytes(&row, 0, at + 1), ret_address));
    *ret_lang = db_text(&row, 0, 0);
    return ERR_NONE;
}
