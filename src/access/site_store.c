#include "site_store.h"

#include <magic.h>
#include <stddef.h>
#include <string.h>

#include "crypto_random.h"

#define HASH_SHOWN 16 /* hex digits in an address */

static const struct {
    const char *name;
    size_t at;
} texts[] = {
    {"brand_zh", offsetof(struct site_texts, brand_zh)}, {"brand_en", offsetof(struct site_texts, brand_en)}, {"sub_zh", offsetof(struct site_texts, sub_zh)},
    {"sub_en", offsetof(struct site_texts, sub_en)},     {"hotline", offsetof(struct site_texts, hotline)},   {"hours_zh", offsetof(struct site_texts, hours_zh)},
    {"hours_en", offsetof(struct site_texts, hours_en)}, {"colour", offsetof(struct site_texts, colour)},
    {"filing", offsetof(struct site_texts, filing)},     {"filing_url", offsetof(struct site_texts, filing_url)}, {"police", offsetof(struct site_texts, police)},   {"police_url", offsetof(struct site_texts, police_url)},
};
#define NAMES "('brand_zh', 'brand_en', 'sub_zh', 'sub_en', 'hotline', 'hours_zh', 'hours_en', 'colour', 'filing', 'filing_url', 'police', 'police_url')"

static const char *get_text(const struct site_texts *t, size_t i)
{
    const char *value;
    memcpy(&value, (const char *)t + texts[i].at, sizeof value);
    return value;
}

static void set_text(struct site_texts *t, size_t i, const char *value)
{
    memcpy((char *)t + texts[i].at, &value, sizeof value);
}

enum { TEXTS, LOGO, FILE_OF, FOOT };
static const struct db_stmt reading[] = {
    [TEXTS] = {"SELECT name, value, version FROM setting WHERE name IN " NAMES, "", "tti"},
    [LOGO] = {"SELECT sha256 FROM site_file WHERE name = 'logo'", "", "b"},
    [FOOT] = {"SELECT slug, COALESCE(JSON_VALUE(live, '$.title_zh'), ''), COALESCE(JSON_VALUE(live, '$.title_en'), '') FROM content WHERE kind = 1 AND slug IS NOT NULL AND live IS NOT NULL AND JSON_VALUE(live, "
              "'$.footer') = '1' ORDER BY CAST(JSON_VALUE(live, '$.sort') AS SIGNED), id LIMIT 8",
              "", "ttt"},
    [FILE_OF] = {"SELECT media_type, bytes, sha256 FROM site_file WHERE name = ?", "t", "tbb"},
};
const struct db_stmts site_stmts = {"site", reading, COUNT_OF(reading), DB_PUBLIC | DB_STAFF};

enum { LOCK, PUT_TEXT, PUT_FILE, USE, DROP };
static const struct db_stmt writing[] = {
    [LOCK] = {"SELECT name, value, version FROM setting WHERE name IN " NAMES " FOR UPDATE", "", "tti"},
    [PUT_TEXT] = {"INSERT INTO setting (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value), version = version + 1", "tt", ""},
    [PUT_FILE] = {"REPLACE INTO site_file (name, media_type, bytes, sha256) VALUES ('logo_draft', ?, ?, ?)", "tbb", ""},
    [USE] = {"REPLACE INTO site_file (name, media_type, bytes, sha256) SELECT 'logo', media_type, bytes, sha256 FROM site_file WHERE name = 'logo_draft'", "", ""},
    [DROP] = {"DELETE FROM site_file WHERE name = ?", "t", ""},
};
const struct db_stmts site_admin_stmts = {"site_admin", writing, COUNT_OF(writing), DB_STAFF};

static const char *const file_names[] = {[SITE_LOGO] = "logo", [SITE_LOGO_DRAFT] = "logo_draft"};

/* ---- reading ---- */

static void take_texts(const struct db_rows *rows, struct site_texts *t)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        set_text(t, i, "");
        for (size_t r = 0; r < rows->n; r++)
            if (strcmp(db_text(rows, r, 0), texts[i].name) == 0)
                set_text(t, i, db_text(rows, r, 1));
    }
    t->version = 0;
    for (size_t r = 0; r < rows->n; r++)
        t->version += (int)db_int(rows, r, 2);
}

static const char *shown_hash(struct arena *a, struct str sha256)
{
    return arena_strndup(a, str_hex(a, sha256.p, sha256.n), HASH_SHOWN);
}

enum err site_texts_load(struct db *db, struct arena *a, struct site_texts *ret_texts)
{
    struct db_rows rows, logo;
    struct site_texts t;
    TRY(db_query(db, a, &reading[TEXTS], DB_NO_ARGS, &rows));
    TRY(db_query(db, a, &reading[LOGO], DB_NO_ARGS, &logo));
    take_texts(&rows, &t);
    t.logo = logo.n ? shown_hash(a, db_bytes(&logo, 0, 0)) : "";
    *ret_texts = t;
    return ERR_NONE;
}

enum err site_pages_load(struct db *db, struct arena *a, struct site_page **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &reading[FOOT], DB_NO_ARGS, &rows));
    struct site_page *found = ARENA_ARRAY(a, rows.n + 1, struct site_page);
    for (size_t i = 0; i < rows.n; i++)
        found[i] = (struct site_page){db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2)};
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err site_file_load(struct db *db, struct arena *a, enum site_file_name name, struct site_file *ret_file)
{
    struct db_rows row;
    TRY(db_one(db, a, &reading[FILE_OF], DB_ARGS(DB_TEXT(file_names[name])), &row));
    *ret_file = (struct site_file){.media_type = db_text(&row, 0, 0), .bytes = db_bytes(&row, 0, 1), .hash = shown_hash(a, db_bytes(&row, 0, 2))};
    return ERR_NONE;
}

/* ---- writing ---- */

struct saving {
    struct arena *arena;
    struct change_by *by;
    const struct site_texts *texts;
    struct str bytes;
    const char *media_type;
    enum site_file_name name;
};

static enum err save_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct db_rows rows;
    struct site_texts was;
    struct change_field fields[COUNT_OF(texts)];
    TRY(change_begin(db, s->arena, s->by));
    TRY(db_query(db, s->arena, &writing[LOCK], DB_NO_ARGS, &rows));
    take_texts(&rows, &was);
    if (was.version != s->texts->version)
        return ERR_STALE;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *value = get_text(s->texts, i);
        fields[i] = (struct change_field){texts[i].name, get_text(&was, i), value};
        if (strcmp(get_text(&was, i), value) != 0)
            TRY(db_run(db, &writing[PUT_TEXT], DB_ARGS(DB_TEXT(texts[i].name), DB_TEXT(value)), NULL));
    }
    struct change change = {"setting", 1, "edited", fields, COUNT_OF(fields)};
    return change_note(db, s->arena, s->by, &change);
}

enum err site_texts_save(struct db *db, struct arena *a, struct change_by *by, const struct site_texts *new_texts)
{
    struct saving s = {.arena = a, .by = by, .texts = new_texts};
    return db_tx(db, save_tx, &s);
}

static bool find_type(struct arena *a, struct str bytes, const char **ret_type)
{
    magic_t magic = magic_open(MAGIC_MIME_TYPE);
    if (!magic)
        return false;
    const char *type = magic_load(magic, NULL) == 0 ? magic_buffer(magic, bytes.p, bytes.n) : NULL;
    bool image = type && (strcmp(type, "image/png") == 0 || strcmp(type, "image/jpeg") == 0);
    if (image)
        *ret_type = arena_strdup(a, type);
    magic_close(magic);
    return image;
}

static enum err put_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    uint8_t hash[32];
    TRY(change_begin(db, s->arena, s->by));
    crypto_sha256(s->bytes.p, s->bytes.n, hash);
    return db_run(db, &writing[PUT_FILE], DB_ARGS(DB_TEXT(s->media_type), DB_BYTES(s->bytes.p, s->bytes.n), DB_BYTES(hash, sizeof hash)), NULL);
}

enum err site_logo_put(struct db *db, struct arena *a, struct change_by *by, struct str bytes)
{
    struct saving s = {.arena = a, .by = by, .bytes = bytes};
    if (!find_type(a, bytes, &s.media_type))
        return ERR_INPUT;
    return db_tx(db, put_tx, &s);
}

static enum err hash_of(struct db *db, struct arena *a, enum site_file_name name, const char **ret_hash)
{
    struct site_file file;
    enum err e = site_file_load(db, a, name, &file);
    if (e != ERR_NOT_FOUND)
        TRY(e);
    *ret_hash = e == ERR_NONE ? file.hash : NULL;
    return ERR_NONE;
}

static enum err note_logo(struct db *db, const struct saving *s, const char *was, const char *is)
{
    struct change_field field = {"logo", was, is};
    struct change change = {"setting", 1, "edited", &field, 1};
    return change_note(db, s->arena, s->by, &change);
}

static enum err use_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const char *was, *is;
    TRY(change_begin(db, s->arena, s->by));
    TRY(hash_of(db, s->arena, SITE_LOGO, &was));
    TRY(hash_of(db, s->arena, SITE_LOGO_DRAFT, &is));
    if (!is)
        return ERR_NOT_FOUND;
    TRY(db_run(db, &writing[USE], DB_NO_ARGS, NULL));
    TRY(db_run(db, &writing[DROP], DB_ARGS(DB_TEXT(file_names[SITE_LOGO_DRAFT])), NULL));
    return note_logo(db, s, was, is);
}

enum err site_logo_use(struct db *db, struct arena *a, struct change_by *by)
{
    struct saving s = {.arena = a, .by = by};
    return db_tx(db, use_tx, &s);
}

static enum err drop_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    const char *was;
    TRY(change_begin(db, s->arena, s->by));
    TRY(hash_of(db, s->arena, s->name, &was));
    if (!was)
        return ERR_NOT_FOUND;
    TRY(db_run(db, &writing[DROP], DB_ARGS(DB_TEXT(file_names[s->name])), NULL));
    return s->name == SITE_LOGO ? note_logo(db, s, was, NULL) : ERR_NONE;
}

enum err site_logo_drop(struct db *db, struct arena *a, struct change_by *by, enum site_file_name name)
{
    struct saving s = {.arena = a, .by = by, .name = name};
    return db_tx(db, drop_tx, &s);
}
