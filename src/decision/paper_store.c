#include "paper_store.h"

#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"

/* Reading papers, and what of them is decided on. */

#define COLUMNS                                                                                                                                             \
    "p.id, p.complaint_id, p.author_id, p.begun_us, p.changed_us, p.final_us, p.delivered_us, (SELECT COUNT(*) FROM paper q WHERE q.complaint_id = p.complaint_id AND q.id <= p.id), p.version, " \
    "p.state, p.code, p.kind, p.title, u.name, IFNULL(p.delivered_way, ''), IFNULL(p.delivered_to, ''), IFNULL(p.delivery_proof, ''), (SELECT k.sha256 FROM paper_copy k WHERE k.paper_id = p.id LIMIT 1), IFNULL(p.replaces_id, 0)"
#define COLUMN_TYPES "iiiiiII" "iii" "tttt" "ttt" "B" "i"
enum { COLUMNS_N = 19 };

enum { OF_COMPLAINT, ONE, COPY };
static const struct db_stmt list[] = {
    [OF_COMPLAINT] = {"SELECT " COLUMNS " FROM paper p JOIN app_user u ON u.id = p.author_id WHERE p.complaint_id = ? ORDER BY p.id DESC LIMIT 100", "i", COLUMN_TYPES},
    [ONE] = {"SELECT " COLUMNS ", s.code, s.body FROM paper p JOIN app_user u ON u.id = p.author_id LEFT JOIN paper_section s ON s.paper_id = p.id AND s.code NOT LIKE '=%' WHERE p.id = ? AND p.complaint_id = ? "
             "ORDER BY s.code LIMIT 200",
             "ii", COLUMN_TYPES "TT"},
    [COPY] = {"SELECT language, body, sha256, at_us FROM paper_copy WHERE paper_id = ? ORDER BY language LIMIT 1", "i", "tbbi"},
};
const struct db_stmts paper_stmts = {"paper", list, COUNT_OF(list), DB_STAFF};

static struct paper read_row(const struct db_rows *rows, size_t i)
{
    struct str sha256 = db_bytes(rows, i, 17);
    return (struct paper){
        .id = db_int(rows, i, 0), .complaint_id = db_int(rows, i, 1), .author_id = db_int(rows, i, 2), .begun_us = db_int(rows, i, 3), .changed_us = db_int(rows, i, 4),
        .final_us = db_int(rows, i, 5), .delivered_us = db_int(rows, i, 6), .n = (int)db_int(rows, i, 7), .version = (int)db_int(rows, i, 8), .state = (enum paper_state)db_int(rows, i, 9),
        .code = db_text(rows, i, 10), .kind = db_text(rows, i, 11), .title = db_text(rows, i, 12), .author = db_text(rows, i, 13),
        .way = db_text(rows, i, 14), .to = db_text(rows, i, 15), .proof = db_text(rows, i, 16),
        .replaces_id = db_int(rows, i, 18),
        .sha256 = sha256.n == 32 ? (const uint8_t *)sha256.p : NULL,
    };
}

enum err paper_list(struct db *db, struct arena *a, int64_t complaint_id, struct paper **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF_COMPLAINT], DB_ARGS(DB_INT(complaint_id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct paper);
    for (*ret_n = 0; *ret_n < rows.n; (*ret_n)++)
        (*ret_list)[*ret_n] = read_row(&rows, *ret_n);
    return ERR_NONE;
}

enum err paper_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t id, struct paper *ret_paper)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ONE], DB_ARGS(DB_INT(id), DB_INT(complaint_id)), &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    *ret_paper = read_row(&rows, 0);
    ret_paper->sections = ARENA_ARRAY(a, rows.n, struct paper_section);
    for (size_t i = 0; i < rows.n; i++) {
        if (!db_is_null(&rows, i, COLUMNS_N))
            ret_paper->sections[ret_paper->n_sections++] = (struct paper_section){db_text(&rows, i, COLUMNS_N), db_text(&rows, i, COLUMNS_N + 1)};
    }
    return ERR_NONE;
}

enum err paper_copy_load(struct db *db, struct arena *a, int64_t paper_id, struct paper_copy *ret_copy)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[COPY], DB_ARGS(DB_INT(paper_id)), &row));
    struct str sha256 = db_bytes(&row, 0, 2);
    *ret_copy = (struct paper_copy){.language = db_text(&row, 0, 0), .body = db_bytes(&row, 0, 1), .at_us = db_int(&row, 0, 3)};
    memcpy(ret_copy->sha256, sha256.p, sha256.n < 32 ? sha256.n : 32);
    return ERR_NONE;
}

/* ---- what is decided on ---- */

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct paper_section *)a)->code, ((const struct paper_section *)b)->code);
}

static void add_text(struct crypto_hash *h, const char *text)
{
    size_t n = strlen(text);
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)n >> (8 * (7 - i)));
    crypto_hash_add(h, length, sizeof length);
    crypto_hash_add(h, text, n);
}

void paper_hash(struct arena *a, const char *title, const struct paper_section *sections, size_t n, uint8_t out[32])
{
    struct crypto_hash *h = crypto_hash_new(a);
    struct paper_section *sorted = ARENA_ARRAY(a, n + 1, struct paper_section);
    for (size_t i = 0; i < n; i++)
        sorted[i] = sections[i];
    qsort(sorted, n, sizeof *sorted, by_code);
    add_text(h, title);
    for (size_t i = 0; i < n; i++) {
        if (!*sorted[i].body)
            continue;
        add_text(h, sorted[i].code);
        add_text(h, sorted[i].body);
    }
    crypto_hash_end(h, out);
}

const struct rb_chain *paper_chain(const struct rulebook *b, const char *kind, const struct rb_facts *facts)
{
    return strcmp(kind, PAPER_OPINION) == 0 ? rulebook_chain(b, "letter", facts, 0, "") : NULL;
}
