#include "search_index_store.h"

#include <stdlib.h>

#include "search.h"

#define IDS "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "
#define PAIRS "JSON_TABLE(?, '$[*]' COLUMNS (doc BIGINT PATH '$[0]', id BIGINT PATH '$[1]')) j "
#define TEXTS_AT_ONCE 200            /* complaints whose texts are in memory together */
#define ROWS_AT_ONCE 4000            /* of the index in one statement */
#define JSON_MAX ((size_t)2 << 20)
#define SCRATCH_BYTES ((size_t)512 << 20)
#define TERMS_BYTES ((size_t)2 << 30)
#define PAIRS_MAX ((size_t)16 << 20) /* terms of so many places are written before more are read */

enum { WAITING, LOCK_FREE, LOCK, TURN, QUEUE, QUEUE_OF, DONE, NEXT, FRESH, MISSING, PUT_DOCS, PUT_PART, DOCS, DOCS_OF_BLOCK, TEXTS, READ, WRITE, CLEAR };
static const struct db_stmt list[] = {
    [WAITING] = {"SELECT id FROM search_queue ORDER BY id LIMIT 1", "", "i"},
    [LOCK_FREE] = {"SELECT turns FROM search_part WHERE block = 0 FOR UPDATE SKIP LOCKED", "", "i"},
    [LOCK] = {"SELECT turns FROM search_part WHERE block = 0 FOR UPDATE", "", "i"},
    [TURN] = {"UPDATE search_part SET turns = turns + 1 WHERE block = 0", "", ""},
    [QUEUE] = {"SELECT id, complaint_id FROM search_queue ORDER BY id LIMIT ?", "i", "ii"},
    [QUEUE_OF] = {"SELECT q.id FROM " IDS "STRAIGHT_JOIN search_queue q ON q.complaint_id = j.id", "t", "i"},
    [DONE] = {"DELETE q FROM " IDS "STRAIGHT_JOIN search_queue q ON q.id = j.id", "t", ""},
    [NEXT] = {"SELECT IFNULL(MAX(doc), -1) + 1 FROM search_doc", "", "i"},
    [FRESH] = {"SELECT DISTINCT c.id, c.received_us FROM " IDS "STRAIGHT_JOIN complaint c ON c.id = j.id LEFT JOIN search_doc d ON d.complaint_id = c.id WHERE d.doc IS NULL ORDER BY c.received_us, c.id", "t", "ii"},
    [MISSING] = {"SELECT c.id, c.received_us FROM complaint c LEFT JOIN search_doc d ON d.complaint_id = c.id WHERE c.id > ? AND d.doc IS NULL ORDER BY c.id LIMIT ?", "ii", "ii"},
    [PUT_DOCS] = {"INSERT INTO search_doc (doc, complaint_id) SELECT j.doc, j.id FROM " PAIRS, "t", ""},
    [PUT_PART] = {"INSERT INTO search_part (block, docs, from_us, to_us) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE docs = docs + VALUES(docs), from_us = LEAST(from_us, VALUES(from_us)), "
                  "to_us = GREATEST(to_us, VALUES(to_us))",
                  "iiii", ""},
    [DOCS] = {"SELECT DISTINCT d.doc, d.complaint_id FROM " IDS "STRAIGHT_JOIN search_doc d ON d.complaint_id = j.id ORDER BY d.doc", "t", "ii"},
    [DOCS_OF_BLOCK] = {"SELECT doc, complaint_id FROM search_doc WHERE doc >= ? AND doc < ? ORDER BY doc", "ii", "ii"},
    [TEXTS] = {"SELECT j.doc, CONCAT_WS('\n', c.number, c.title, c.occurred, c.place, c.persons, c.reference, c.outcome) FROM " PAIRS "STRAIGHT_JOIN complaint c ON c.id = j.id "
               "UNION ALL SELECT j.doc, g.body FROM " PAIRS "STRAIGHT_JOIN allegation g ON g.complaint_id = j.id "
               "UNION ALL SELECT j.doc, m.body FROM " PAIRS "STRAIGHT_JOIN message m ON m.complaint_id = j.id "
               "UNION ALL SELECT j.doc, w.note FROM " PAIRS "STRAIGHT_JOIN demand w ON w.complaint_id = j.id "
               "UNION ALL SELECT j.doc, f.value FROM " PAIRS "STRAIGHT_JOIN complaint_field f ON f.complaint_id = j.id "
               "UNION ALL SELECT j.doc, i.value FROM " PAIRS "STRAIGHT_JOIN complaint_intake i ON i.complaint_id = j.id "
               "UNION ALL SELECT j.doc, r.words FROM " PAIRS "STRAIGHT_JOIN rating r ON r.complaint_id = j.id",
               "ttttttt", "it"},
    [READ] = {"SELECT b.term, b.bits FROM " IDS "STRAIGHT_JOIN search_block b ON b.block = ? AND b.term = j.id", "ti", "ib"},
    [WRITE] = {"INSERT INTO search_block (block, term, bits) SELECT CAST(? AS SIGNED), j.term, UNHEX(j.bits) FROM JSON_TABLE(?, '$[*]' COLUMNS (term BIGINT PATH '$[0]', "
               "bits VARCHAR(4096) CHARACTER SET latin1 PATH '$[1]')) j ON DUPLICATE KEY UPDATE bits = VALUES(bits)",
               "it", ""},
    [CLEAR] = {"DELETE FROM search_block WHERE block = ?", "i", ""},
};
const struct db_stmts search_index_stmts = {"search_index", list, COUNT_OF(list), DB_JOBS | DB_OWNER};

struct doc {
    int64_t doc, complaint_id;
};

static const char *column_json(struct arena *a, const struct db_rows *rows, size_t column)
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < rows->n; i++)
        buf_printf(&json, "%s%lld", i ? "," : "", (long long)db_int(rows, i, column));
    buf_addc(&json, ']');
    return json.p;
}

static const char *docs_json(struct arena *a, const struct doc *docs, size_t n)
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < n; i++)
        buf_printf(&json, "%s[%lld,%lld]", i ? "," : "", (long long)docs[i].doc, (long long)docs[i].complaint_id);
    buf_addc(&json, ']');
    return json.p;
}

static struct doc *docs_of(struct arena *a, const struct db_rows *rows)
{
    struct doc *docs = ARENA_ARRAY(a, rows->n, struct doc);
    for (size_t i = 0; i < rows->n; i++)
        docs[i] = (struct doc){db_int(rows, i, 0), db_int(rows, i, 1)};
    return docs;
}

/* ---- writing the terms of one block ---- */

struct writing {
    struct db *db;
    struct arena *arena; /* for a batch of rows */
    int64_t block;
    bool fresh;          /* the block has no rows yet */
    const struct search_terms *terms;
    size_t from, end;    /* pairs of the batch */
};

static const char *terms_json(const struct writing *w)
{
    struct buf json = {.arena = w->arena};
    buf_addc(&json, '[');
    for (size_t i = w->from; i < w->end; i = search_run_end(w->terms, i))
        buf_printf(&json, "%s%llu", i > w->from ? "," : "", (unsigned long long)(w->terms->pairs[i] >> 16));
    buf_addc(&json, ']');
    return json.p;
}

/* Rows by rising terms: the one of this term, or rows->n. */
static size_t row_of(const struct db_rows *rows, int64_t term)
{
    size_t low = 0, high = rows->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (db_int(rows, middle, 0) < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rows->n && db_int(rows, low, 0) == term ? low : rows->n;
}

static void add_row(struct buf *json, int64_t term, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    buf_printf(json, "%s[%lld,\"", json->n > 1 ? "," : "", (long long)term);
    for (size_t i = 0; i < n; i++) {
        buf_addc(json, digits[bytes[i] >> 4]);
        buf_addc(json, digits[bytes[i] & 15]);
    }
    buf_adds(json, "\"]");
}

static enum err write_rows(struct writing *w, struct buf *json)
{
    if (json->n <= 1)
        return ERR_NONE;
    buf_addc(json, ']');
    TRY(db_run(w->db, &list[WRITE], DB_ARGS(DB_INT(w->block), DB_STR(buf_str(json))), NULL));
    json->n = 0;
    buf_addc(json, '[');
    return ERR_NONE;
}

/* What is there stays; rows that would not change are not written. */
static enum err write_batch(struct writing *w)
{
    struct buf json = {.arena = w->arena};
    struct db_rows there = {0};
    if (!w->fresh)
        TRY(db_query(w->db, w->arena, &list[READ], DB_ARGS(DB_TEXT(terms_json(w)), DB_INT(w->block)), &there));
    buf_addc(&json, '[');
    for (size_t i = w->from, end; i < w->end; i = end) {
        struct search_bits bits = {{0}};
        uint8_t bytes[SEARCH_BITS_BYTES] = {0};
        int64_t term = (int64_t)(w->terms->pairs[i] >> 16);
        size_t row = row_of(&there, term);
        bool news = row == there.n || !search_bits_read(db_bytes(&there, row, 1), &bits);
        end = search_run_end(w->terms, i);
        for (size_t k = i; k < end; k++) {
            unsigned place = w->terms->pairs[k] & 0xffff;
            news = news || !search_bits_has(&bits, place);
            search_bits_set(&bits, place);
        }
        if (news)
            add_row(&json, term, bytes, search_bits_write(&bits, bytes));
        if (json.n > JSON_MAX)
            TRY(write_rows(w, &json));
    }
    return write_rows(w, &json);
}

static enum err write_terms(struct db *db, struct arena *scratch, int64_t block, bool fresh, struct search_terms *terms)
{
    struct writing w = {.db = db, .arena = scratch, .block = block, .fresh = fresh, .terms = terms};
    search_sort(terms);
    while (w.from < terms->n) {
        w.end = w.from;
        for (size_t n = 0; n < ROWS_AT_ONCE && w.end < terms->n; n++)
            w.end = search_run_end(terms, w.end);
        TRY(write_batch(&w));
        arena_reset(scratch);
        w.from = w.end;
    }
    return ERR_NONE;
}

static enum err add_texts(struct db *db, struct arena *scratch, const struct doc *docs, size_t n, struct search_terms *terms)
{
    struct db_rows rows;
    const struct db_value json = DB_TEXT(docs_json(scratch, docs, n));
    TRY(db_query(db, scratch, &list[TEXTS], DB_ARGS(json, json, json, json, json, json, json), &rows));
    for (size_t i = 0; i < rows.n; i++)
        search_add(terms, (unsigned)(db_int(&rows, i, 0) % SEARCH_BLOCK), str_of(db_text(&rows, i, 1)));
    arena_reset(scratch);
    return ERR_NONE;
}

/* Complaints of one block. */
static enum err write_block(struct db *db, const struct doc *docs, size_t n, bool fresh)
{
    struct arena *scratch = arena_new(SCRATCH_BYTES), *keep = arena_new(TERMS_BYTES);
    struct search_terms terms = {.arena = keep};
    enum err e = ERR_NONE;
    for (size_t i = 0; i < n && e == ERR_NONE; i += TEXTS_AT_ONCE) {
        bool last = i + TEXTS_AT_ONCE >= n;
        e = add_texts(db, scratch, docs + i, last ? n - i : TEXTS_AT_ONCE, &terms);
        if (e != ERR_NONE || (!last && terms.n < PAIRS_MAX))
            continue;
        e = write_terms(db, scratch, docs[0].doc / SEARCH_BLOCK, fresh, &terms);
        fresh = false;
        arena_reset(keep);
        terms = (struct search_terms){.arena = keep};
    }
    arena_free(scratch);
    arena_free(keep);
    return e;
}

/* In order of their numbers, of any blocks. */
static enum err write_docs(struct db *db, const struct doc *docs, size_t n)
{
    for (size_t from = 0, end; from < n; from = end) {
        for (end = from; end < n && docs[end].doc / SEARCH_BLOCK == docs[from].doc / SEARCH_BLOCK;)
            end++;
        TRY(write_block(db, docs + from, end - from, false));
    }
    return ERR_NONE;
}

/* ---- new complaints ---- */

/* Those of the rows (id, time of receipt) get the next numbers. */
static enum err put_docs(struct db *db, struct arena *a, const struct db_rows *rows, struct doc **ret_docs)
{
    struct db_rows next;
    struct doc *docs = ARENA_ARRAY(a, rows->n, struct doc);
    *ret_docs = docs;
    if (rows->n == 0)
        return ERR_NONE;
    TRY(db_one(db, a, &list[NEXT], DB_NO_ARGS, &next));
    for (size_t i = 0; i < rows->n; i++)
        docs[i] = (struct doc){db_int(&next, 0, 0) + (int64_t)i, db_int(rows, i, 0)};
    TRY(db_run(db, &list[PUT_DOCS], DB_ARGS(DB_TEXT(docs_json(a, docs, rows->n))), NULL));
    for (size_t from = 0, end; from < rows->n; from = end) {
        int64_t block = docs[from].doc / SEARCH_BLOCK, from_us = INT64_MAX, to_us = 0;
        for (end = from; end < rows->n && docs[end].doc / SEARCH_BLOCK == block; end++) {
            int64_t at_us = db_int(rows, end, 1);
            from_us = at_us < from_us ? at_us : from_us;
            to_us = at_us > to_us ? at_us : to_us;
        }
        TRY(db_run(db, &list[PUT_PART], DB_ARGS(DB_INT(block), DB_INT(end - from), DB_INT(from_us), DB_INT(to_us)), NULL));
    }
    return ERR_NONE;
}

/* ---- what jobs do ---- */

struct batch {
    struct arena *arena;
    size_t limit, done;
};

/* The lock comes before anything is read; what was noted and the texts are read as of the same moment, so nothing that comes meanwhile is lost. */
static enum err index_tx(struct db *db, void *ctx)
{
    struct batch *b = ctx;
    struct db_rows lock, queue, fresh, rows;
    struct doc *docs;
    b->done = 0;
    TRY(db_query(db, b->arena, &list[LOCK_FREE], DB_NO_ARGS, &lock));
    if (lock.n == 0)
        return ERR_NONE;
    TRY(db_query(db, b->arena, &list[QUEUE], DB_ARGS(DB_INT(b->limit)), &queue));
    if (queue.n == 0)
        return ERR_NONE;
    TRY(db_run(db, &list[TURN], DB_NO_ARGS, NULL));
    const struct db_value ids = DB_TEXT(column_json(b->arena, &queue, 1));
    TRY(db_query(db, b->arena, &list[FRESH], DB_ARGS(ids), &fresh));
    TRY(put_docs(db, b->arena, &fresh, &docs));
    TRY(db_query(db, b->arena, &list[DOCS], DB_ARGS(ids), &rows));
    TRY(write_docs(db, docs_of(b->arena, &rows), rows.n));
    TRY(db_run(db, &list[DONE], DB_ARGS(DB_TEXT(column_json(b->arena, &queue, 0))), NULL));
    b->done = queue.n;
    return ERR_NONE;
}

enum err search_index(struct db *db, struct arena *a, size_t limit, size_t *ret_done)
{
    struct batch b = {.arena = a, .limit = limit};
    struct db_rows waiting;
    *ret_done = 0;
    TRY(db_query(db, a, &list[WAITING], DB_NO_ARGS, &waiting));
    if (waiting.n == 0)
        return ERR_NONE;
    TRY(db_tx(db, index_tx, &b));
    *ret_done = b.done;
    return ERR_NONE;
}

/* ---- building ---- */

struct building {
    struct arena *arena;
    int64_t block;           /* again: the one to write */
    const int64_t *missing;  /* else: complaints that are not there, in the order in which they were received */
    size_t from, end, n;
    int64_t done;
    bool more;
};

static enum err again_tx(struct db *db, void *ctx)
{
    struct building *b = ctx;
    struct db_rows lock, rows;
    TRY(db_one(db, b->arena, &list[LOCK], DB_NO_ARGS, &lock));
    TRY(db_run(db, &list[TURN], DB_NO_ARGS, NULL));
    TRY(db_query(db, b->arena, &list[DOCS_OF_BLOCK], DB_ARGS(DB_INT(b->block * SEARCH_BLOCK), DB_INT((b->block + 1) * SEARCH_BLOCK)), &rows));
    TRY(db_run(db, &list[CLEAR], DB_ARGS(DB_INT(b->block)), NULL));
    b->done = (int64_t)rows.n;
    b->more = rows.n == SEARCH_BLOCK;
    return rows.n ? write_block(db, docs_of(b->arena, &rows), rows.n, true) : ERR_NONE;
}

/* As many as the block has room for. */
static enum err missing_tx(struct db *db, void *ctx)
{
    struct building *b = ctx;
    struct db_rows lock, next, rows, queue;
    struct doc *docs;
    struct buf ids = {.arena = b->arena};
    TRY(db_one(db, b->arena, &list[LOCK], DB_NO_ARGS, &lock));
    TRY(db_one(db, b->arena, &list[NEXT], DB_NO_ARGS, &next));
    size_t room = (size_t)(SEARCH_BLOCK - db_int(&next, 0, 0) % SEARCH_BLOCK);
    b->end = b->n - b->from < room ? b->n : b->from + room;
    b->done = 0;
    b->more = b->end < b->n;
    for (size_t i = b->from; i < b->end; i++)
        buf_printf(&ids, "%c%lld", i > b->from ? ',' : '[', (long long)b->missing[i]);
    if (ids.n == 0)
        return ERR_NONE;
    buf_addc(&ids, ']');
    TRY(db_run(db, &list[TURN], DB_NO_ARGS, NULL));
    TRY(db_query(db, b->arena, &list[FRESH], DB_ARGS(DB_STR(buf_str(&ids))), &rows));
    TRY(db_query(db, b->arena, &list[QUEUE_OF], DB_ARGS(DB_TEXT(column_json(b->arena, &rows, 0))), &queue));
    TRY(put_docs(db, b->arena, &rows, &docs));
    if (rows.n > 0)
        TRY(write_block(db, docs, rows.n, room == SEARCH_BLOCK));
    b->done = (int64_t)rows.n;
    return db_run(db, &list[DONE], DB_ARGS(DB_TEXT(column_json(b->arena, &queue, 0))), NULL);
}

struct arrival {
    int64_t received_us, id;
};

static int order(const void *a, const void *b)
{
    const struct arrival *x = a, *y = b;
    if (x->received_us != y->received_us)
        return x->received_us < y->received_us ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Those that the index does not have, so that the newest stand in its last blocks. */
static enum err find_missing(struct db *db, struct arena *keep, struct building *b)
{
    enum { AT_ONCE = 50000 };
    struct arrival *list_of = NULL;
    struct db_rows rows;
    size_t n = 0;
    int64_t after = 0;
    do {
        TRY(db_query(db, b->arena, &list[MISSING], DB_ARGS(DB_INT(after), DB_INT(AT_ONCE)), &rows));
        list_of = arena_grow(keep, list_of, n * sizeof *list_of, (n + rows.n + 1) * sizeof *list_of);
        for (size_t i = 0; i < rows.n; i++)
            list_of[n++] = (struct arrival){db_int(&rows, i, 1), after = db_int(&rows, i, 0)};
        arena_reset(b->arena);
    } while (rows.n == AT_ONCE);
    qsort(list_of, n, sizeof *list_of, order);
    int64_t *ids = ARENA_ARRAY(keep, n + 1, int64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = list_of[i].id;
    b->missing = ids;
    b->n = n;
    return ERR_NONE;
}

static enum err build(struct db *db, struct building *b, enum err (*step)(struct db *db, void *ctx), void (*show)(void *ctx, int64_t done), void *ctx, int64_t *done)
{
    for (b->more = true; b->more; b->block++) {
        TRY(db_tx(db, step, b));
        *done += b->done;
        b->from = b->end;
        if (show)
            show(ctx, *done);
        arena_reset(b->arena);
    }
    return ERR_NONE;
}

enum err search_build(struct db *db, bool again, void (*show)(void *ctx, int64_t done), void *ctx, int64_t *ret_done)
{
    struct arena *keep = arena_new(TERMS_BYTES);
    struct building b = {.arena = arena_new(SCRATCH_BYTES)};
    enum err e = ERR_NONE;
    *ret_done = 0;
    if (again)
        e = build(db, &b, again_tx, show, ctx, ret_done);
    if (e == ERR_NONE)
        e = find_missing(db, keep, &b);
    if (e == ERR_NONE)
        e = build(db, &b, missing_tx, show, ctx, ret_done);
    arena_free(b.arena);
    arena_free(keep);
    return e;
}

/* ---- forgetting ---- */

/* Of one place: its bit goes from every row that its texts have set. */
static enum err clear_batch(struct writing *w, unsigned place)
{
    struct buf json = {.arena = w->arena};
    struct db_rows there;
    TRY(db_query(w->db, w->arena, &list[READ], DB_ARGS(DB_TEXT(terms_json(w)), DB_INT(w->block)), &there));
    buf_addc(&json, '[');
    for (size_t i = 0; i < there.n; i++) {
        struct search_bits bits = {{0}};
        uint8_t bytes[SEARCH_BITS_BYTES] = {0};
        if (!search_bits_read(db_bytes(&there, i, 1), &bits) || !search_bits_has(&bits, place))
            continue;
        bits.words[place / 64] &= ~(UINT64_C(1) << (place % 64));
        add_row(&json, db_int(&there, i, 0), bytes, search_bits_write(&bits, bytes));
        if (json.n > JSON_MAX)
            TRY(write_rows(w, &json));
    }
    return write_rows(w, &json);
}

struct forgetting {
    struct arena *arena;
    int64_t complaint_id;
};

static enum err forget_doc(struct db *db, const struct doc *doc)
{
    struct arena *scratch = arena_new(SCRATCH_BYTES), *keep = arena_new(TERMS_BYTES);
    struct search_terms terms = {.arena = keep};
    struct writing w = {.db = db, .arena = scratch, .block = doc->doc / SEARCH_BLOCK, .terms = &terms};
    enum err e = add_texts(db, scratch, doc, 1, &terms);
    search_sort(&terms);
    while (e == ERR_NONE && w.from < terms.n) {
        w.end = w.from;
        for (size_t n = 0; n < ROWS_AT_ONCE && w.end < terms.n; n++)
            w.end = search_run_end(&terms, w.end);
        e = clear_batch(&w, (unsigned)(doc->doc % SEARCH_BLOCK));
        arena_reset(scratch);
        w.from = w.end;
    }
    arena_free(scratch);
    arena_free(keep);
    return e;
}

static enum err forget_tx(struct db *db, void *ctx)
{
    const struct forgetting *f = ctx;
    struct db_rows lock, rows, queue;
    const char *ids = arena_printf(f->arena, "[%lld]", (long long)f->complaint_id);
    TRY(db_one(db, f->arena, &list[LOCK], DB_NO_ARGS, &lock));
    TRY(db_run(db, &list[TURN], DB_NO_ARGS, NULL));
    TRY(db_query(db, f->arena, &list[QUEUE_OF], DB_ARGS(DB_TEXT(ids)), &queue));
    TRY(db_run(db, &list[DONE], DB_ARGS(DB_TEXT(column_json(f->arena, &queue, 0))), NULL));
    TRY(db_query(db, f->arena, &list[DOCS], DB_ARGS(DB_TEXT(ids)), &rows));
    struct doc *docs = docs_of(f->arena, &rows);
    for (size_t i = 0; i < rows.n; i++)
        TRY(forget_doc(db, &docs[i]));
    return ERR_NONE;
}

enum err search_forget(struct db *db, struct arena *a, int64_t complaint_id)
{
    struct forgetting f = {a, complaint_id};
    return db_tx(db, forget_tx, &f);
}
