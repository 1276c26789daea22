#include "closing_paper_store.h"

#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"

enum { STATE_DRAFT = 1, STATE_ASKED, STATE_FINAL };
#define OF_IT "p.complaint_id = ? AND p.kind = '" CLOSING_PAPER "'"
#define ONE_COLLATION " COLLATE utf8mb4_unicode_520_ci"

enum { DRAFT, REPORT, LOOK, BEGIN, CHANGE, DROP, PUT, KNOWN };
static const struct db_stmt list[] = {
    [DRAFT] = {"SELECT p.id, p.version, s.code, s.body FROM paper p LEFT JOIN paper_section s ON s.paper_id = p.id WHERE " OF_IT " AND p.state IN (1, 2) ORDER BY p.id, s.code LIMIT 200", "i", "iiTT"},
    [REPORT] = {"SELECT p.id, p.final_us, a.name, s.code, s.body FROM paper p JOIN app_user a ON a.id = p.author_id LEFT JOIN paper_section s ON s.paper_id = p.id WHERE p.id = "
                "(SELECT MAX(p.id) FROM paper p WHERE " OF_IT " AND p.state = 3) ORDER BY s.code LIMIT 200",
                "i", "iItTT"},
    [LOOK] = {"SELECT p.id, p.version FROM paper p WHERE " OF_IT " AND p.state IN (1, 2) FOR UPDATE", "i", "ii"},
    [BEGIN] = {"INSERT INTO paper (complaint_id, code, kind, state, title, author_id, begun_us, changed_us, final_us) VALUES (?, '" CLOSING_PAPER "', '" CLOSING_PAPER "', ?, ?, ?, ?, ?, ?)",
               "iitiiiI", ""},
    [CHANGE] = {"UPDATE paper SET state = ?, changed_us = ?, final_us = ?, version = version + 1 WHERE id = ?", "iiIi", ""},
    [DROP] = {"DELETE FROM paper_section WHERE paper_id = ?", "i", ""},
    [PUT] = {"INSERT INTO paper_section (paper_id, code, body) VALUES (?, ?, ?)", "itt", ""},
    /* 1 what was found about each matter, 2 what departments answered at last, 3 what the complainant was answered, 4 what was paid. */
    [KNOWN] = {"(SELECT 1, v.position, v.facts, v.conclusion, v.remedy FROM investigation v WHERE v.complaint_id = ? ORDER BY v.position LIMIT 20) UNION ALL "
               "(SELECT 2, s.number, m.body" ONE_COLLATION ", '', '' FROM slip s JOIN slip_step t ON t.slip_id = s.id AND t.n = (SELECT MAX(x.n) FROM slip_step x WHERE x.slip_id = s.id AND x.action = 'answer') "
               "JOIN message m ON m.id = t.message_id WHERE s.complaint_id = ? AND s.kind IN (1, 2) AND s.state IN (5, 6) ORDER BY s.number LIMIT 20) UNION ALL "
               "(SELECT 3, 0, m.body" ONE_COLLATION ", '', '' FROM message m WHERE m.complaint_id = ? AND m.kind = 4 ORDER BY m.id DESC LIMIT 1) UNION ALL "
               "(SELECT 4, IFNULL(SUM(k.cents), 0), '', '', '' FROM compensation k WHERE k.complaint_id = ? AND k.state = 4)",
               "iiii", "iittt"},
};
const struct db_stmts closing_paper_stmts = {"closing_paper", list, COUNT_OF(list), DB_STAFF};

static struct complaint_closing read_rows(struct arena *a, const struct db_rows *rows, size_t code)
{
    struct closing_part *parts = ARENA_ARRAY(a, rows->n + 1, struct closing_part);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (!db_is_null(rows, i, code))
            parts[n++] = (struct closing_part){db_text(rows, i, code), db_text(rows, i, code + 1)};
    }
    return closing_of_rows(a, parts, n);
}

enum err closing_draft_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_draft *ret_draft)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[DRAFT], DB_ARGS(DB_INT(complaint_id)), &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    *ret_draft = (struct closing_draft){db_int(&rows, 0, 0), (int)db_int(&rows, 0, 1), read_rows(a, &rows, 2)};
    return ERR_NONE;
}

enum err closing_report_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_report *ret_report)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[REPORT], DB_ARGS(DB_INT(complaint_id)), &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    *ret_report = (struct closing_report){db_int(&rows, 0, 0), db_int(&rows, 0, 1), db_text(&rows, 0, 2), read_rows(a, &rows, 3)};
    return ERR_NONE;
}

/* ---- what is decided on ---- */

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct closing_part *)a)->code, ((const struct closing_part *)b)->code);
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

void closing_hash(struct arena *a, const struct complaint_closing *closing, uint8_t out[32])
{
    struct crypto_hash *h = crypto_hash_new(a);
    struct closing_part *rows;
    size_t n;
    closing_rows(a, closing, &rows, &n);
    qsort(rows, n, sizeof *rows, by_code);
    for (size_t i = 0; i < n; i++) {
        add_text(h, rows[i].code);
        add_text(h, rows[i].body);
    }
    crypto_hash_end(h, out);
}

/* ---- writing ---- */

enum err closing_paper_write(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct complaint_closing *closing, int version, bool final, int64_t *ret_paper_id)
{
    struct closing_part *rows;
    struct db_rows there;
    struct db_done done = {0};
    size_t n;
    const struct db_value state = DB_INT(final ? STATE_FINAL : STATE_DRAFT), now = DB_INT(w->now_us), final_us = DB_ID(final ? w->now_us : 0);
    TRY(db_query(db, a, &list[LOOK], DB_ARGS(DB_INT(c->id)), &there));
    if (version >= 0 && version != (there.n ? (int)db_int(&there, 0, 1) : 0))
        return ERR_STALE;
    int64_t id = there.n ? db_int(&there, 0, 0) : 0;
    if (id)
        TRY(db_run(db, &list[CHANGE], DB_ARGS(state, now, final_us, DB_INT(id)), NULL));
    else
        TRY(db_run(db, &list[BEGIN], DB_ARGS(DB_INT(c->id), state, DB_TEXT(c->title), DB_INT(w->user->id), now, now, final_us), &done));
    if (id)
        TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(id)), NULL));
    id = id ? id : done.id;
    closing_rows(a, closing, &rows, &n);
    for (size_t i = 0; i < n; i++)
        TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(id), DB_TEXT(rows[i].code), DB_TEXT(rows[i].body)), NULL));
    *ret_paper_id = id;
    return ERR_NONE;
}

struct saving {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
    const struct complaint_closing *closing;
    int version;
};

static enum err save(struct db *db, void *ctx)
{
    const struct saving *s = ctx;
    struct complaint c;
    permission_set rights;
    int64_t paper_id;
    TRY(complaint_lock(db, s->arena, s->number));
    TRY(complaint_load(db, s->arena, s->writer->user, s->number, &c, &rights));
    if (c.part || !(rights & PERMISSION_BIT(MAY_CLOSE)))
        return ERR_FORBIDDEN;
    if (!c.is_open)
        return ERR_STATE;
    return closing_paper_write(db, s->arena, s->writer, &c, s->closing, s->version, false, &paper_id);
}

enum err closing_draft_save(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const struct complaint_closing *closing, int version)
{
    struct saving s = {.arena = a, .writer = w, .number = number, .closing = closing, .version = version};
    return db_tx(db, save, &s);
}

/* ---- what is known ---- */

static const char *below(struct arena *a, const char *above, const char *text)
{
    return *above ? arena_printf(a, "%s\n%s", above, text) : text;
}

enum err closing_knowledge_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_knowledge *ret_known)
{
    const struct db_value id = DB_INT(complaint_id);
    struct closing_knowledge known = {.answers = "", .reply = ""};
    struct db_rows rows;
    TRY(db_query(db, a, &list[KNOWN], DB_ARGS(id, id, id, id), &rows));
    known.matters = ARENA_ARRAY(a, rows.n + 1, struct closing_known);
    for (size_t i = 0; i < rows.n; i++) {
        const char *text = db_text(&rows, i, 2);
        int64_t number = db_int(&rows, i, 1);
        switch (db_int(&rows, i, 0)) {
        case 1:
            known.matters[known.n_matters++] = (struct closing_known){(int)number, text, db_text(&rows, i, 3), db_text(&rows, i, 4)};
            break;
        case 2:
            known.answers = below(a, known.answers, text);
            break;
        case 3:
            known.reply = text;
            break;
        default:
            known.paid_cents = number;
        }
    }
    *ret_known = known;
    return ERR_NONE;
}
