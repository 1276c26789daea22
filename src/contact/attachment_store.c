#include "attachment_store.h"

#include <magic.h>
#include <string.h>

#include "crypto_random.h"
#include "image_clean.h"
#include "limit_store.h"
#include "log.h"
#include "msgid.h"

#define COLUMNS "id, IFNULL(complaint_id, 0), IFNULL(message_id, 0), code, name, media_type, bytes, sha256, at_us"
#define COLUMN_TYPES "iiitttibi"

/*
 * Staged files are changed through a view that shows no others, so that no pool can touch what belongs to a complaint. It and the statements say
 * IFNULL(complaint_id, 0) = 0: "IS NULL" would be answered by the index of complaint_id, where every visitor's files lock each other's.
 */
#define CHUNKS(more) "INSERT INTO attachment_chunk (attachment_id, n, data) VALUES (?, ?, ?)" more
enum { AT_ONCE = 4 }; /* chunks of one INSERT: each statement is a commit, which costs more than the bytes */
enum { INSERT, INSERT_CHUNKS, FINISH = INSERT_CHUNKS + AT_ONCE, DROP, COUNT_STAGED, STAGED, UNSTAGE };
static const struct db_stmt stage_list[] = {
    [INSERT] = {"INSERT INTO attachment (code, stage_hash, internal, name, media_type, bytes, sha256, at_us) VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
                "tbittbi", ""},
    [INSERT_CHUNKS] = {CHUNKS(""), "iib", ""},
    [INSERT_CHUNKS + 1] = {CHUNKS(", (?, ?, ?)"), "iibiib", ""},
    [INSERT_CHUNKS + 2] = {CHUNKS(", (?, ?, ?), (?, ?, ?)"), "iibiibiib", ""},
    [INSERT_CHUNKS + 3] = {CHUNKS(", (?, ?, ?), (?, ?, ?), (?, ?, ?)"), "iibiibiibiib", ""},
    [FINISH] = {"UPDATE staged_attachment SET bytes = ?, sha256 = ?, whole = 1 WHERE id = ? AND whole = 0", "ibi", ""},
    [DROP] = {"DELETE FROM staged_attachment WHERE id = ? AND whole = 0", "i", ""},
    [COUNT_STAGED] = {"SELECT COUNT(*) FROM staged_attachment WHERE stage_hash = ? AND whole = 1", "b", "i"},
    [STAGED] = {"SELECT " COLUMNS ", internal FROM staged_attachment WHERE stage_hash = ? AND whole = 1 ORDER BY id LIMIT 100", "b",
                COLUMN_TYPES "i"},
    [UNSTAGE] = {"DELETE FROM staged_attachment WHERE stage_hash = ? AND code = ?", "bt", ""},
};
const struct db_stmts attachment_stage_stmts = {"attachment_stage", stage_list, COUNT_OF(stage_list), DB_PUBLIC | DB_STAFF | DB_JOBS};

enum { CLAIM, LIST, FIND, CHUNK, STATEMENTS, FIND_COPY = STATEMENTS };
#define READING(table, internal)                                                                                                  \
    [LIST] = {"SELECT " COLUMNS ", " internal " FROM " table " WHERE complaint_id = ? AND whole = 1 ORDER BY id LIMIT 1000", "i", \
              COLUMN_TYPES "i"},                                                                                                  \
    [FIND] = {"SELECT " COLUMNS ", " internal " FROM " table " WHERE complaint_id = ? AND code = ? AND whole = 1", "it",          \
              COLUMN_TYPES "i"},                                                                                                  \
    [CHUNK] = {"SELECT data FROM " table "_chunk WHERE attachment_id = ? AND n = ?", "ii", "b"}
/* Those with the answer of a complaint that was split off are read with the one that leads, to which the answer was copied. */
static const struct db_stmt public_list[STATEMENTS + 1] = {
    [CLAIM] = {"UPDATE staged_attachment SET complaint_id = ?, message_id = ?, stage_hash = NULL WHERE stage_hash = ? AND whole = 1",
               "iIb", ""},
    READING("public_attachment", "0"),
    [FIND_COPY] = {"SELECT " COLUMNS ", 0 FROM public_attachment_copy WHERE complaint_id = ? AND code = ? AND whole = 1", "it", COLUMN_TYPES "i"},
};
/* Files of what is internal (notes, slips, records of contact) are internal, whatever they were staged as. */
static const struct db_stmt staff_list[STATEMENTS] = {
    [CLAIM] = {"UPDATE attachment SET complaint_id = ?, message_id = ?, stage_hash = NULL, "
               "internal = IF(EXISTS (SELECT 1 FROM message m WHERE m.id = ? AND m.kind >= 5), 1, internal) "
               "WHERE stage_hash = ? AND IFNULL(complaint_id, 0) = 0 AND whole = 1",
               "iIIb", ""},
    READING("attachment", "internal"),
};
static const struct db_stmt purge_list[] = {
    {"DELETE FROM attachment WHERE complaint_id IS NULL AND mail_id IS NULL AND at_us < ? AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.token_hash = attachment.stage_hash AND d.complaint_id IS NULL) ORDER BY id LIMIT ?", "ii", ""},
};
const struct db_stmts attachment_public_stmts = {"attachment_public", public_list, COUNT_OF(public_list), DB_PUBLIC | DB_JOBS};
const struct db_stmts attachment_stmts = {"attachment", staff_list, COUNT_OF(staff_list), DB_STAFF};
const struct db_stmts attachment_purge_stmts = {"attachment_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

static const struct db_stmt *stmt_of(bool public_pool, int which)
{
    return public_pool ? &public_list[which] : &staff_list[which];
}

/* ---- receiving ---- */

#define HOUR_S 3600
#define PART_BYTES ((size_t)AT_ONCE * ATTACHMENT_CHUNK)

struct receiving {
    struct attachment_stage *stage;
    magic_t magic;
    int64_t staged;      /* of this form, from before and from now */
    bool counted, too_much; /* what is uploaded from that address: with this form, more than may be */
    /* the file that is arriving */
    const char *name, *type;
    int64_t id;          /* 0: no row yet */
    uint64_t bytes, kept; /* that came, that were stored */
    struct crypto_hash *hash;
    int chunks;
    bool refused, cleaned; /* cleaned: goes through image_clean */
    size_t n, n_ready;
    char *chunk; /* the first one, as it came */
    /* As it is stored: one part is filled while the database works on the other. */
    struct part {
        char *bytes;
        struct db_value values[3 * AT_ONCE];
    } parts[2], *ready;
    struct image_clean clean;
};

static void note_problem(struct receiving *r, const char *message, int number)
{
    struct attachment_stage *stage = r->stage;
    if (!r->refused && stage->n_problems < COUNT_OF(stage->problems))
        stage->problems[stage->n_problems++] = (struct attachment_problem){r->name, message, number};
    r->refused = true;
}

static enum err begin_row(struct receiving *r)
{
    static const uint8_t no_hash[32];
    const struct attachment_stage *stage = r->stage;
    struct db_done done;
    TRY(db_run(stage->db, &stage_list[INSERT],
               DB_ARGS(DB_TEXT(crypto_random_base32(stage->arena, 16)), DB_BYTES(stage->stage_hash, 32), DB_INT(stage->internal),
                       DB_TEXT(r->name), DB_TEXT(r->type), DB_BYTES(no_hash, 32), DB_INT(stage->now_us)),
               &done));
    r->id = done.id;
    return ERR_NONE;
}

static enum err store_ready(struct receiving *r)
{
    struct part *part = r->ready;
    int n = 0;
    if (r->n_ready == 0)
        return ERR_NONE;
    TRY(db_await(r->stage->db));
    for (size_t at = 0; at < r->n_ready; at += ATTACHMENT_CHUNK, n++) {
        part->values[3 * n] = DB_INT(r->id);
        part->values[3 * n + 1] = DB_INT(r->chunks + n);
        part->values[3 * n + 2] = DB_BYTES(part->bytes + at, at + ATTACHMENT_CHUNK < r->n_ready ? ATTACHMENT_CHUNK : r->n_ready - at);
    }
    TRY(db_start(r->stage->db, &stage_list[INSERT_CHUNKS + n - 1], part->values, (size_t)(3 * n)));
    crypto_hash_add(r->hash, part->bytes, r->n_ready);
    r->ready = part == r->parts ? r->parts + 1 : r->parts;
    r->kept += r->n_ready;
    r->chunks += n;
    r->n_ready = 0;
    return ERR_NONE;
}

static enum err keep(void *ctx, const void *bytes, size_t n)
{
    struct receiving *r = ctx;
    const char *from = bytes;
    while (n > 0) {
        size_t room = PART_BYTES - r->n_ready, part = room < n ? room : n;
        memcpy(r->ready->bytes + r->n_ready, from, part);
        r->n_ready += part;
        from += part;
        n -= part;
        if (r->n_ready == PART_BYTES)
            TRY(store_ready(r));
    }
    return ERR_NONE;
}

/* Pictures that break off or are none: what they hold besides cannot be told from the picture. */
static enum err broken(struct receiving *r, enum err e)
{
    if (e != ERR_INPUT)
        return e;
    note_problem(r, N_("The picture is damaged, so we cannot take out place and time that a camera writes into it. Open it, save it anew and send that"), 0);
    return ERR_NONE;
}

static enum err pass(struct receiving *r, const char *bytes, size_t n)
{
    return r->cleaned ? broken(r, image_clean_feed(&r->clean, bytes, n)) : keep(r, bytes, n);
}

/* The first chunk decides what the file is; what follows it passes by. */
static enum err decide(struct receiving *r)
{
    if (r->n == 0 || r->id || r->refused)
        return ERR_NONE;
    const char *found = magic_buffer(r->magic, r->chunk, r->n);
    r->type = arena_strdup(r->stage->arena, found ? found : "application/octet-stream");
    const char *refusal = r->stage->internal ? attachment_refusal_internal(r->name, r->type) : attachment_refusal(r->name, r->type);
    if (refusal) {
        note_problem(r, refusal, 0);
        return ERR_NONE;
    }
    enum image_kind kind = r->stage->clean_pictures ? image_kind_of(r->type) : IMAGE_NONE;
    r->cleaned = kind != IMAGE_NONE;
    if (r->cleaned)
        image_clean_begin(&r->clean, kind, keep, r);
    TRY(begin_row(r));
    return pass(r, r->chunk, r->n);
}

/* Once for a form, by its length: nothing more has to be asked while it arrives. */
static enum err count_form(struct receiving *r)
{
    const struct attachment_quota *q = &r->stage->quota;
    if (!q->address || r->counted)
        return ERR_NONE;
    r->counted = true;
    enum err e = limit_count_mib(r->stage->db, r->stage->arena, q->keys, "upload", q->address, (unsigned)(q->bytes >> 20) + 1, q->mib_per_hour, HOUR_S, r->stage->now_us);
    r->too_much = e == ERR_RATE;
    return r->too_much ? ERR_NONE : e;
}

static enum err sink_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    struct receiving *r = ctx;
    (void)so_far, (void)field, (void)content_type;
    r->name = arena_strdup(r->stage->arena, file_name);
    r->type = "";
    r->id = 0;
    r->bytes = r->kept = 0;
    r->n = r->n_ready = 0;
    r->chunks = 0;
    r->refused = r->cleaned = false;
    r->hash = crypto_hash_new(r->stage->arena);
    memset(r->stage->sha256, 0, sizeof r->stage->sha256);
    TRY(count_form(r));
    if (r->too_much)
        note_problem(r, N_("Very much was uploaded from your connection within this hour. What you wrote is kept. Please add this file in an hour, or go on without it"), 0);
    if (r->staged >= (int64_t)r->stage->files_max)
        note_problem(r, N_("At most %d files can be sent"), (int)r->stage->files_max);
    return ERR_NONE;
}

static void sink_over_limit(void *ctx)
{
    struct receiving *r = ctx;
    note_problem(r, N_("The file is larger than %d MB"), (int)(r->stage->file_max >> 20));
}

static enum err sink_write(void *ctx, const void *bytes, size_t n)
{
    struct receiving *r = ctx;
    const char *from = bytes;
    r->bytes += n;
    if (r->bytes > r->stage->file_max)
        sink_over_limit(r);
    if (!r->id && !r->refused) {
        size_t room = ATTACHMENT_CHUNK - r->n, part = room < n ? room : n;
        memcpy(r->chunk + r->n, from, part);
        r->n += part;
        from += part;
        n -= part;
        if (r->n == ATTACHMENT_CHUNK)
            TRY(decide(r));
    }
    return n == 0 || r->refused ? ERR_NONE : pass(r, from, n);
}

static enum err sink_end(void *ctx, bool whole)
{
    struct receiving *r = ctx;
    const struct attachment_stage *stage = r->stage;
    if (!whole)
        note_problem(r, N_("The file did not arrive whole. Send it once more"), 0);
    else if (r->bytes == 0)
        note_problem(r, N_("The file is empty"), 0);
    TRY(decide(r));
    if (r->cleaned && !r->refused)
        TRY(broken(r, image_clean_end(&r->clean)));
    if (!r->refused)
        TRY(store_ready(r));
    TRY(db_await(stage->db));
    if (r->refused) {
        if (r->id)
            TRY(db_run(stage->db, &stage_list[DROP], DB_ARGS(DB_INT(r->id)), NULL));
        return ERR_NONE;
    }
    struct db_done done;
    crypto_hash_end(r->hash, r->stage->sha256);
    TRY(db_run(stage->db, &stage_list[FINISH], DB_ARGS(DB_INT(r->kept), DB_BYTES(stage->sha256, 32), DB_INT(r->id)), &done));
    if (done.rows != 1)
        return ERR_INTERNAL;
    r->staged++;
    r->stage->n_stored++;
    return ERR_NONE;
}

static void close_magic(void *ctx)
{
    magic_close(ctx);
}

enum err attachment_sink(struct attachment_stage *stage, struct http_file_sink *ret_sink)
{
    struct db_rows row;
    TRY(db_one(stage->db, stage->arena, &stage_list[COUNT_STAGED], DB_ARGS(DB_BYTES(stage->stage_hash, 32)), &row));
    /* Loading the compiled rules is a mmap of some 20 microseconds, so no process keeps them. */
    magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TAR);
    if (!magic || magic_load(magic, NULL) != 0) {
        LOG(LOG_ERROR, "the rules of libmagic cannot be loaded", LOG_TEXT("reason", magic ? magic_error(magic) : NULL));
        if (magic)
            magic_close(magic);
        return ERR_IO;
    }
    arena_on_reset(stage->arena, close_magic, magic);
    struct receiving *r = ARENA_NEW(stage->arena, struct receiving);
    r->stage = stage;
    r->chunk = arena_grow(stage->arena, NULL, 0, ATTACHMENT_CHUNK);
    for (size_t i = 0; i < COUNT_OF(r->parts); i++)
        r->parts[i].bytes = arena_grow(stage->arena, NULL, 0, PART_BYTES);
    r->ready = r->parts;
    r->magic = magic;
    r->staged = db_int(&row, 0, 0);
    *ret_sink = (struct http_file_sink){.ctx = r, .begin = sink_begin, .write = sink_write, .over_limit = sink_over_limit, .end = sink_end, .sha256 = stage->sha256};
    return ERR_NONE;
}

/* ---- staged ---- */

static struct attachment read_row(const struct db_rows *rows, size_t i)
{
    struct attachment file = {
        .id = db_int(rows, i, 0),
        .complaint_id = db_int(rows, i, 1),
        .message_id = db_int(rows, i, 2),
        .code = db_text(rows, i, 3),
        .name = db_text(rows, i, 4),
        .media_type = db_text(rows, i, 5),
        .bytes = db_int(rows, i, 6),
        .at_us = db_int(rows, i, 8),
        .internal = db_int(rows, i, 9) != 0,
    };
    struct str hash = db_bytes(rows, i, 7);
    if (hash.n == sizeof file.sha256)
        memcpy(file.sha256, hash.p, hash.n);
    return file;
}

static void read_list(struct arena *a, const struct db_rows *rows, struct attachment **ret_list, size_t *ret_n)
{
    struct attachment *list = ARENA_ARRAY(a, rows->n, struct attachment);
    for (size_t i = 0; i < rows->n; i++)
        list[i] = read_row(rows, i);
    *ret_list = list;
    *ret_n = rows->n;
}

/* Codes come out of addresses; anything but plain characters would keep the unique key from being used. */
static bool is_code(const char *code)
{
    size_t n = strspn(code, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    return n == 26 && code[n] == '\0';
}

enum err attachment_staged(struct db *db, struct arena *a, bool public_pool, const uint8_t stage_hash[32], struct attachment **ret_list,
                           size_t *ret_n)
{
    struct db_rows rows;
    (void)public_pool; /* the same view for both */
    TRY(db_query(db, a, &stage_list[STAGED], DB_ARGS(DB_BYTES(stage_hash, 32)), &rows));
    read_list(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err attachment_unstage(struct db *db, const uint8_t stage_hash[32], const char *code)
{
    struct db_done done;
    if (!is_code(code))
        return ERR_NOT_FOUND;
    TRY(db_run(db, &stage_list[UNSTAGE], DB_ARGS(DB_BYTES(stage_hash, 32), DB_TEXT(code)), &done));
    return done.rows > 0 ? ERR_NONE : ERR_NOT_FOUND;
}

enum err attachment_claim(struct db *db, bool public_pool, const uint8_t stage_hash[32], int64_t complaint_id, int64_t message_id,
                          int64_t *ret_n)
{
    struct db_done done;
    if (public_pool)
        TRY(db_run(db, &public_list[CLAIM], DB_ARGS(DB_INT(complaint_id), DB_ID(message_id), DB_BYTES(stage_hash, 32)), &done));
    else
        TRY(db_run(db, &staff_list[CLAIM], DB_ARGS(DB_INT(complaint_id), DB_ID(message_id), DB_ID(message_id), DB_BYTES(stage_hash, 32)),
                   &done));
    *ret_n = done.rows;
    return ERR_NONE;
}

/* ---- of a complaint ---- */

enum err attachment_list(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, struct attachment **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, stmt_of(public_pool, LIST), DB_ARGS(DB_INT(complaint_id)), &rows));
    read_list(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err attachment_find(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, const char *code,
                         struct attachment *ret_file)
{
    struct db_rows row;
    if (!is_code(code))
        return ERR_NOT_FOUND;
    enum err e = db_one(db, a, stmt_of(public_pool, FIND), DB_ARGS(DB_INT(complaint_id), DB_TEXT(code)), &row);
    if (e == ERR_NOT_FOUND && public_pool)
        e = db_one(db, a, &public_list[FIND_COPY], DB_ARGS(DB_INT(complaint_id), DB_TEXT(code)), &row);
    TRY(e);
    *ret_file = read_row(&row, 0);
    return ERR_NONE;
}

enum err attachment_chunk(struct db *db, struct arena *a, bool public_pool, int64_t attachment_id, int n, struct str *ret_bytes)
{
    struct db_rows row;
    TRY(db_one(db, a, stmt_of(public_pool, CHUNK), DB_ARGS(DB_INT(attachment_id), DB_INT(n)), &row));
    *ret_bytes = db_bytes(&row, 0, 0);
    return ERR_NONE;
}

struct download {
    struct db *db;
    bool public_pool;
    int64_t id, bytes;
};

static enum err send_chunks(const struct download *file, struct arena *a, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    int64_t sent = 0;
    for (int n = 0; sent < file->bytes; n++) {
        struct str chunk;
        TRY(attachment_chunk(file->db, a, file->public_pool, file->id, n, &chunk));
        if (!put(to, chunk.p, chunk.n))
            return ERR_IO;
        sent += (int64_t)chunk.n;
        arena_reset(a);
    }
    return ERR_NONE;
}

static enum err send_file(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    struct arena *a = arena_new(8 * ATTACHMENT_CHUNK);
    enum err e = send_chunks(ctx, a, put, to);
    arena_free(a);
    return e;
}

void attachment_answer(struct db *db, bool public_pool, const struct attachment *file, struct http_response *resp)
{
    struct download *download = ARENA_NEW(resp->arena, struct download);
    *download = (struct download){db, public_pool, file->id, file->bytes};
    http_download(resp, file->media_type, file->name);
    resp->stream = send_file;
    resp->stream_ctx = download;
    resp->stream_length = (uint64_t)file->bytes;
}

enum err attachment_purge(struct db *db, int64_t before_us, int64_t *ret_n)
{
    enum { BATCH = 100 };
    struct db_done done;
    int64_t n = 0;
    do {
        TRY(db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us), DB_INT(BATCH)), &done));
        n += done.rows;
    } while (done.rows == BATCH);
    *ret_n = n;
    return ERR_NONE;
}
