#include "committee_acting_store.h"

/* What the joint meeting has before it: the figures that jobs made, and the committee's own decisions of the period. */

enum { FIGURES, BAD, DECIDED, FOLLOW };
static const struct db_stmt list[] = {
    [FIGURES] = {"SELECT j.k, j.c, IFNULL(y.name_zh, u.name_zh), IFNULL(y.name_en, u.name_en), j.n, j.d, j.e FROM meeting m STRAIGHT_JOIN JSON_TABLE(m.pack, '$.r[*]' COLUMNS (k VARCHAR(20) PATH '$.k', "
                 "c VARCHAR(64) PATH '$.c', n BIGINT PATH '$.n', d BIGINT PATH '$.d', e BIGINT PATH '$.e')) j LEFT JOIN category y ON j.k = 'category' AND y.id = j.c LEFT JOIN unit u ON j.k = 'unit' AND u.id = j.c "
                 "WHERE m.id = ? AND (" COMMITTEE_HOLDS("m.unit_id") " OR " COMMITTEE_INVITED("m.id") ")",
                 "iii", "ttTTiii"},
    [BAD] = {"SELECT c.number, c.title, u.name_zh, u.name_en, j.r, j.f, j.s, j.l FROM meeting m STRAIGHT_JOIN JSON_TABLE(m.pack, '$.w[*]' COLUMNS (i BIGINT PATH '$.i', r BIGINT PATH '$.r', f BIGINT PATH '$.f', "
             "s BIGINT PATH '$.s', l BIGINT PATH '$.l')) j STRAIGHT_JOIN complaint c ON c.id = j.i JOIN unit u ON u.id = c.unit_id WHERE m.id = ? AND (" COMMITTEE_HOLDS("m.unit_id") " OR "
             COMMITTEE_INVITED("m.id") ") AND " COMMITTEE_IN("c.id"),
             "iiii", "ttttiiii"},
    [DECIDED] = {"SELECT " ITEM_COLUMNS " FROM agenda_item i FORCE INDEX (agenda_decided)" ITEM_JOINS "WHERE i.unit_id = ? AND i.decided_us >= ? AND i.decided_us < ? AND i.state = 3 AND " COMMITTEE_IN("i.complaint_id")
                 " ORDER BY i.decided_us LIMIT 200",
                 "iiii", ITEM_TYPES},
    [FOLLOW] = {"SELECT " ITEM_COLUMNS " FROM agenda_item i FORCE INDEX (agenda_due)" ITEM_JOINS "WHERE i.unit_id = ? AND i.follow_done_us IS NULL AND i.follow_due_us > 0 AND i.state = 3 AND "
                COMMITTEE_IN("i.complaint_id") " ORDER BY i.follow_due_us LIMIT 100",
                "ii", ITEM_TYPES},
};
const struct db_stmts committee_pack_stmts = {"committee_pack", list, COUNT_OF(list), DB_STAFF};

static struct agenda_item *items(struct arena *a, const struct db_rows *rows)
{
    struct agenda_item *out = ARENA_ARRAY(a, rows->n + 1, struct agenda_item);
    for (size_t i = 0; i < rows->n; i++)
        out[i] = committee_item_read(rows, i);
    return out;
}

enum err committee_pack_load(struct db *db, struct arena *a, const struct access_user *user, const struct meeting *m, struct committee_pack *ret_pack)
{
    const struct db_value me = DB_INT(user->id), id = DB_INT(m->id), unit = DB_INT(m->unit_id);
    struct committee_pack pack = {0};
    struct db_rows rows;
    TRY(db_query(db, a, &list[FIGURES], DB_ARGS(id, me, me), &rows));
    pack.n_figures = rows.n;
    pack.figures = ARENA_ARRAY(a, rows.n + 1, struct committee_figure);
    for (size_t i = 0; i < rows.n; i++)
        pack.figures[i] = (struct committee_figure){.kind = db_text(&rows, i, 0), .code = db_text(&rows, i, 1), .zh = db_text(&rows, i, 2), .en = db_text(&rows, i, 3), .received = (int)db_int(&rows, i, 4),
                                                    .closed = (int)db_int(&rows, i, 5), .in_time = (int)db_int(&rows, i, 6)};
    TRY(db_query(db, a, &list[BAD], DB_ARGS(id, me, me, me), &rows));
    pack.n_bad = rows.n;
    pack.bad = ARENA_ARRAY(a, rows.n + 1, struct committee_bad);
    for (size_t i = 0; i < rows.n; i++)
        pack.bad[i] = (struct committee_bad){.number = db_text(&rows, i, 0), .title = db_text(&rows, i, 1), .unit_zh = db_text(&rows, i, 2), .unit_en = db_text(&rows, i, 3), .reopened = db_int(&rows, i, 4) != 0,
                                             .false_closing = db_int(&rows, i, 5) != 0, .disputed = db_int(&rows, i, 6) != 0, .late = db_int(&rows, i, 7) != 0};
    TRY(db_query(db, a, &list[DECIDED], DB_ARGS(unit, DB_INT(m->from_us), DB_INT(m->to_us), me), &rows));
    pack.n_decided = rows.n;
    pack.decided = items(a, &rows);
    TRY(db_query(db, a, &list[FOLLOW], DB_ARGS(unit, me), &rows));
    pack.n_follow = rows.n;
    pack.follow = items(a, &rows);
    *ret_pack = pack;
    return ERR_NONE;
}
