#include "tag_store.h"

#include <string.h>

#include "utf8.h"

enum { OF, LIST, IN_USE };
static const struct db_stmt list[] = {
    [OF] = {"SELECT t.complaint_id, t.word FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j STRAIGHT_JOIN complaint_tag t ON t.complaint_id = j.id "
            "ORDER BY t.complaint_id, t.word",
            "t", "it"},
    [LIST] = {"SELECT word FROM complaint_tag WHERE complaint_id = ? ORDER BY word", "i", "t"},
    [IN_USE] = {"SELECT word FROM complaint_tag FORCE INDEX (complaint_tag_unit) WHERE unit_id = ? GROUP BY unit_id, word LIMIT ?", "ii", "t"},
};
const struct db_stmts tag_stmts = {"tag", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { PUT, DROP, TOUCH };
static const struct db_stmt write_list[] = {
    [PUT] = {"INSERT INTO complaint_tag (complaint_id, word, unit_id, at_us, actor_id) VALUES (?, ?, ?, ?, ?)", "itiii", ""},
    [DROP] = {"DELETE FROM complaint_tag WHERE complaint_id = ? AND word = ?", "it", ""},
    /* The event alone: whoever is writing to the complaint is not disturbed by it. */
    [TOUCH] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts tag_write_stmts = {"tag_write", write_list, COUNT_OF(write_list), DB_STAFF};

const char *tag_word(struct arena *a, const char *typed)
{
    const char *clean = utf8_clean(a, utf8_prefix(str_of(utf8_clean(a, str_of(typed), false)), TAG_MAX), false);
    struct buf word = {.arena = a};
    for (const char *p = clean; *p; p++) {
        if (*p != ' ' || (word.n > 0 && word.p[word.n - 1] != ' '))
            buf_addc(&word, *p);
    }
    return word.n ? word.p : "";
}

enum err tag_of(struct db *db, struct arena *a, const struct complaint *rows, size_t n, const char *separator, const char ***ret_tags)
{
    struct buf ids = {.arena = a};
    struct db_rows found;
    const char **tags = ARENA_ARRAY(a, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        tags[i] = "";
        buf_printf(&ids, "%s%lld", i > 0 ? "," : "[", (long long)rows[i].id);
    }
    *ret_tags = tags;
    if (n == 0)
        return ERR_NONE;
    buf_addc(&ids, ']');
    TRY(db_query(db, a, &list[OF], DB_ARGS(DB_TEXT(ids.p)), &found));
    for (size_t f = 0; f < found.n; f++) {
        for (size_t i = 0; i < n; i++) {
            if (rows[i].id == db_int(&found, f, 0))
                tags[i] = *tags[i] ? arena_printf(a, "%s%s%s", tags[i], separator, db_text(&found, f, 1)) : db_text(&found, f, 1);
        }
    }
    return ERR_NONE;
}

static const char **words_of(struct arena *a, const struct db_rows *rows)
{
    const char **words = ARENA_ARRAY(a, rows->n + 1, const char *);
    for (size_t i = 0; i < rows->n; i++)
        words[i] = db_text(rows, i, 0);
    return words;
}

enum err tag_list(struct db *db, struct arena *a, int64_t complaint_id, const char ***ret_words, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(complaint_id)), &rows));
    *ret_words = words_of(a, &rows);
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err tag_in_use(struct db *db, struct arena *a, int64_t unit_id, const char ***ret_words, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[IN_USE], DB_ARGS(DB_INT(unit_id), DB_INT(TAGS_OFFERED)), &rows));
    *ret_words = words_of(a, &rows);
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- writing ---- */

struct tagging {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number, *word;
    bool on;
};

static enum err change_word(struct db *db, const struct tagging *t, const struct complaint *c, bool *ret_changed)
{
    const char **words;
    size_t n;
    struct db_done done;
    *ret_changed = false;
    if (!t->on) {
        TRY(db_run(db, &write_list[DROP], DB_ARGS(DB_INT(c->id), DB_TEXT(t->word)), &done));
        *ret_changed = done.rows > 0;
        return ERR_NONE;
    }
    TRY(tag_list(db, t->arena, c->id, &words, &n));
    if (n >= TAGS_MAX)
        return ERR_TOO_LARGE;
    enum err e = db_run(db, &write_list[PUT],
                        DB_ARGS(DB_INT(c->id), DB_TEXT(t->word), DB_INT(c->unit_id), DB_INT(t->writer->now_us), DB_INT(t->writer->user->id)), NULL);
    *ret_changed = e == ERR_NONE;
    return e == ERR_EXISTS ? ERR_NONE : e;
}

static enum err set_tx(struct db *db, void *ctx)
{
    const struct tagging *t = ctx;
    struct complaint c;
    permission_set rights;
    bool changed;
    TRY(complaint_lock(db, t->arena, t->number));
    TRY(complaint_load(db, t->arena, t->writer->user, t->number, &c, &rights));
    if (!(rights & PERMISSION_BIT(MAY_NOTE)) || c.part)
        return ERR_FORBIDDEN;
    TRY(change_word(db, t, &c, &changed));
    if (!changed)
        return ERR_NONE;
    TRY(complaint_append(db, t->arena, t->writer, &c, t->on ? "tagged" : "untagged", timeline_data(t->arena, "tag", t->word, NULL)));
    return db_run(db, &write_list[TOUCH], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, sizeof c.chain_hash), DB_INT(c.id)), NULL);
}

enum err tag_set(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const char *word, bool on)
{
    struct tagging t = {.arena = a, .writer = w, .number = number, .word = word, .on = on};
    return db_tx(db, set_tx, &t);
}
