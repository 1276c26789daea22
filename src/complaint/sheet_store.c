#include "sheet_store.h"

#include <string.h>

/*
 * Parts of a UNION ALL go straight to the connection, each in its own order: a third of the cost of as many statements (measured). Columns: the part, five
 * numbers, four texts, bytes; what each of them means for a part is said where it is read. The texts of all parts need one collation. Answers are sorted
 * here: in the database they would take a temporary table.
 */
enum part { ALLEGATION = 1, DEMAND, ANSWER, EVENT, MESSAGE, ATTACHMENT, ASKED, PART__END };
enum { PART, N1, N2, N3, N4, N5, T1, T2, T3, T4, BYTES };
#define COLUMN_TYPES "i" "IIiIi" "tTTT" "B"
#define ONE_COLLATION " COLLATE utf8mb4_unicode_520_ci"
#define AND_THEN ") UNION ALL ("

#define ALLEGATIONS(table, finding, reason)                                                                                       \
    "SELECT 1, position, " finding ", 0, 0, 0, body, " reason ", '', '', NULL FROM " table                                         \
    " WHERE complaint_id = ? ORDER BY position LIMIT 200"
#define DEMANDS(table)                                                                                                            \
    "SELECT 2, 0, 0, 0, 0, 0, kind, CAST(amount AS CHAR)" ONE_COLLATION ", note, '', NULL FROM " table                              \
    " WHERE complaint_id = ? ORDER BY kind LIMIT 50"
#define FILES(table, internal)                                                                                                    \
    "SELECT 6, id, at_us, IFNULL(message_id, 0), bytes, " internal ", code, name, media_type, '', sha256 FROM " table               \
    " WHERE complaint_id = ? AND whole = 1 ORDER BY id LIMIT 1000"

#define ANSWERS                                                                                                                   \
    "SELECT 3, f.sort, f.id, 0, 0, 0, f.label_zh, f.label_en, v.value, '', NULL FROM complaint_field v JOIN category_field f ON f.id = v.field_id " \
    "WHERE v.complaint_id = ? LIMIT 100"
#define EVENTS(which)                                                                                                             \
    "SELECT 4, e.seq, e.at_us, e.actor_kind, e.actor_id, IFNULL(e.slip_id, 0), e.kind" ONE_COLLATION ", e.data" ONE_COLLATION ", a.name, '', NULL FROM event e " \
    "LEFT JOIN app_user a ON a.id = e.actor_id WHERE e.complaint_id = ?" which " ORDER BY e.seq DESC LIMIT ?"
#define MESSAGES(which)                                                                                                           \
    "SELECT 5, m.id, m.at_us, m.kind, m.author_id, IFNULL(m.slip_id, 0), m.unit_zh, m.unit_en, m.body, a.name, NULL FROM message m " \
    "LEFT JOIN app_user a ON a.id = m.author_id WHERE m.complaint_id = ?" which " ORDER BY m.id DESC LIMIT ?"
#define FILES_OF_PART                                                                                                             \
    "SELECT 6, f.id, f.at_us, IFNULL(f.message_id, 0), f.bytes, f.internal, f.code, f.name, f.media_type, '', f.sha256 FROM attachment f " \
    "LEFT JOIN message m ON m.id = f.message_id WHERE f.complaint_id = ? AND f.whole = 1 AND " PART_FILES " ORDER BY f.id LIMIT 1000"

#define ASKS                                                                                                                      \
    "SELECT 7, 0, 0, 0, 0, 0, CONVERT(ask USING utf8mb4)" ONE_COLLATION ", value, '', '', NULL FROM complaint_intake WHERE complaint_id = ? LIMIT 30"

#define WHOLE                                                                                                                     \
    ALLEGATIONS("allegation", "finding", "reason") AND_THEN DEMANDS("demand") AND_THEN ANSWERS AND_THEN                            \
    EVENTS("") AND_THEN MESSAGES("") AND_THEN FILES("attachment", "internal") AND_THEN ASKS
#define WHOLE_TYPES "iii" "ii" "ii" "ii"

enum { ALL, ALL_AND_INNER, OF_PART };
static const struct db_stmt staff_list[] = {
    [ALL] = {"(" WHOLE ")", WHOLE_TYPES, COLUMN_TYPES},
    [ALL_AND_INNER] = {"(" WHOLE AND_THEN COMPLAINT_INNER ")", WHOLE_TYPES COMPLAINT_INNER_TYPES, COLUMN_TYPES},
    [OF_PART] = {"(" ALLEGATIONS("allegation", "0", "''") AND_THEN DEMANDS("demand") AND_THEN ANSWERS AND_THEN
                 EVENTS(" AND " PART_EVENTS) AND_THEN MESSAGES(" AND " PART_MESSAGES) AND_THEN FILES_OF_PART ")",
                 "iii" "i" PART_EVENTS_TYPES "i" "i" PART_TYPES "i" "i" PART_TYPES, COLUMN_TYPES},
};
const struct db_stmts sheet_stmts = {"sheet", staff_list, COUNT_OF(staff_list), DB_STAFF};

static const struct db_stmt public_list[] = {
    {"(" ALLEGATIONS("public_allegation", "0", "''") AND_THEN
     DEMANDS("public_demand") AND_THEN
     "SELECT 3, sort, field_id, 0, 0, 0, label_zh, label_en, value, '', NULL FROM public_answer WHERE complaint_id = ? LIMIT 100" AND_THEN
     "SELECT 4, seq, at_us, actor_kind, NULL, 0, kind" ONE_COLLATION ", '{}', '', '', NULL FROM public_event WHERE complaint_id = ? "
     "ORDER BY seq DESC LIMIT ?" AND_THEN
     "SELECT 5, id, at_us, kind, NULL, 0, unit_zh, unit_en, body, given, NULL FROM public_message WHERE complaint_id = ? ORDER BY id DESC LIMIT ?" AND_THEN
     FILES("public_attachment", "0") AND_THEN FILES("public_attachment_copy", "0") ")",
     "iii" "iiii" "ii", COLUMN_TYPES},
};
const struct db_stmts sheet_public_stmts = {"sheet_public", public_list, COUNT_OF(public_list), DB_PUBLIC};

const struct db_stmt *const sheet_public_rows = &public_list[0];

#define EVENTS_MAX 500 /* that are looked through for those with a public line */

/* ---- one row of each part ---- */

static struct complaint_allegation read_allegation(const struct db_rows *r, size_t i)
{
    return (struct complaint_allegation){
        .position = (int)db_int(r, i, N1),
        .finding = (enum complaint_finding)db_int(r, i, N2),
        .body = db_text(r, i, T1),
        .reason = db_text(r, i, T2),
    };
}

static struct event read_event(const struct db_rows *r, size_t i)
{
    return (struct event){
        .seq = (int)db_int(r, i, N1),
        .at_us = db_int(r, i, N2),
        .actor_kind = (enum event_actor)db_int(r, i, N3),
        .actor_id = db_int(r, i, N4),
        .kind = db_text(r, i, T1),
        .data = db_text(r, i, T2),
        .actor = db_text(r, i, T3),
        .slip_id = db_int(r, i, N5),
    };
}

static struct message read_message(const struct db_rows *r, size_t i)
{
    return (struct message){
        .id = db_int(r, i, N1),
        .at_us = db_int(r, i, N2),
        .kind = (enum message_kind)db_int(r, i, N3),
        .author_id = db_int(r, i, N4),
        .slip_id = db_int(r, i, N5),
        .unit_zh = db_text(r, i, T1),
        .unit_en = db_text(r, i, T2),
        .body = db_text(r, i, T3),
        .author = db_text(r, i, T4),
    };
}

static struct attachment read_file(const struct db_rows *r, size_t i)
{
    struct attachment file = {
        .id = db_int(r, i, N1),
        .at_us = db_int(r, i, N2),
        .message_id = db_int(r, i, N3),
        .bytes = db_int(r, i, N4),
        .internal = db_int(r, i, N5) != 0,
        .code = db_text(r, i, T1),
        .name = db_text(r, i, T2),
        .media_type = db_text(r, i, T3),
    };
    struct str hash = db_bytes(r, i, BYTES);
    if (hash.n == sizeof file.sha256)
        memcpy(file.sha256, hash.p, hash.n);
    return file;
}

static bool stands_after(const struct db_rows *r, size_t a, size_t b)
{
    int64_t x = db_int(r, a, N1), y = db_int(r, b, N1);
    return x != y ? x > y : db_int(r, a, N2) > db_int(r, b, N2);
}

/* Rows of answers come one after another; in the order of their fields in the form, they are few. */
static void read_answers(struct arena *a, const struct db_rows *r, size_t first, size_t n, struct complaint_parts *parts)
{
    size_t *rows = ARENA_ARRAY(a, n, size_t);
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && stands_after(r, rows[at - 1], first + i); at--)
            rows[at] = rows[at - 1];
        rows[at] = first + i;
    }
    parts->n_answers = n;
    for (size_t i = 0; i < n; i++)
        parts->answers[i] = (struct complaint_answer){db_text(r, rows[i], T1), db_text(r, rows[i], T2), db_text(r, rows[i], T3)};
}

/* ---- the whole ---- */

static void make_room(struct arena *a, const size_t n[PART__END], struct sheet *sheet)
{
    sheet->parts.allegations = ARENA_ARRAY(a, n[ALLEGATION], struct complaint_allegation);
    sheet->parts.demands = ARENA_ARRAY(a, n[DEMAND], struct complaint_demand);
    sheet->parts.answers = ARENA_ARRAY(a, n[ANSWER], struct complaint_answer);
    sheet->parts.asked = ARENA_ARRAY(a, n[ASKED], struct complaint_asked);
    sheet->events = ARENA_ARRAY(a, n[EVENT], struct event);
    sheet->messages = ARENA_ARRAY(a, n[MESSAGE], struct message);
    sheet->files = ARENA_ARRAY(a, n[ATTACHMENT], struct attachment);
}

static void read_row(struct arena *a, const struct db_rows *r, size_t i, const size_t n[PART__END], int64_t complaint_id, struct sheet *sheet)
{
    struct complaint_parts *parts = &sheet->parts;
    switch ((enum part)db_int(r, i, PART)) {
    case ALLEGATION:
        parts->allegations[parts->n_allegations++] = read_allegation(r, i);
        break;
    case DEMAND:
        parts->demands[parts->n_demands++] = (struct complaint_demand){db_text(r, i, T1), db_text(r, i, T2), db_text(r, i, T3)};
        break;
    case ANSWER:
        if (parts->n_answers == 0)
            read_answers(a, r, i, n[ANSWER], parts);
        break;
    case EVENT:
        sheet->events[sheet->n_events] = read_event(r, i);
        sheet->events[sheet->n_events++].complaint_id = complaint_id;
        break;
    case MESSAGE:
        sheet->messages[sheet->n_messages] = read_message(r, i);
        sheet->messages[sheet->n_messages++].complaint_id = complaint_id;
        break;
    case ATTACHMENT:
        sheet->files[sheet->n_files] = read_file(r, i);
        sheet->files[sheet->n_files++].complaint_id = complaint_id;
        break;
    case ASKED:
        parts->asked[parts->n_asked++] = (struct complaint_asked){db_text(r, i, T1), db_text(r, i, T2)};
        break;
    case PART__END:
        break;
    }
}

static void read_sheet(struct arena *a, const struct db_rows *rows, int64_t complaint_id, struct sheet *ret_sheet)
{
    size_t n[PART__END] = {0}, rest = 0;
    *ret_sheet = (struct sheet){.n_events = 0};
    for (; rest < rows->n && db_int(rows, rest, PART) < PART__END; rest++) /* what is inner comes after it */
        n[db_int(rows, rest, PART)]++;
    make_room(a, n, ret_sheet);
    for (size_t i = 0; i < rest; i++)
        read_row(a, rows, i, n, complaint_id, ret_sheet);
}

enum err sheet_load(struct db *db, struct arena *a, const struct complaint_part *part, int64_t complaint_id, size_t limit, struct sheet *ret_sheet)
{
    struct db_rows rows;
    const struct db_value id = DB_INT(complaint_id), most = DB_INT(limit);
    if (!part || !part->limited)
        TRY(db_query(db, a, &staff_list[ALL], DB_ARGS(id, id, id, id, most, id, most, id, id), &rows));
    else
        TRY(db_query(db, a, &staff_list[OF_PART],
                     DB_ARGS(id, id, id, id, PART_EVENTS_ARGS(part), most, id, PART_ARGS(part), most, id, PART_ARGS(part)), &rows));
    read_sheet(a, &rows, complaint_id, ret_sheet);
    return ERR_NONE;
}

enum err sheet_load_inner(struct db *db, struct arena *a, const struct complaint *c, size_t limit, struct sheet *ret_sheet, struct complaint_inner *ret_inner)
{
    struct db_rows rows;
    const struct db_value id = DB_INT(c->id), most = DB_INT(limit);
    TRY(db_query(db, a, &staff_list[ALL_AND_INNER], DB_ARGS(id, id, id, id, most, id, most, id, id, COMPLAINT_INNER_ARGS(id, DB_INT(c->unit_id))), &rows));
    read_sheet(a, &rows, c->id, ret_sheet);
    return complaint_inner_read(a, &rows, ret_inner);
}

enum err sheet_rows_public(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct db_rows *ret_rows)
{
    const struct db_value id = DB_INT(complaint_id);
    return db_query(db, a, sheet_public_rows, DB_ARGS(id, id, id, id, DB_INT(EVENTS_MAX), id, DB_INT(limit), id, id), ret_rows);
}

void sheet_read_public(struct arena *a, const struct db_rows *rows, int64_t complaint_id, size_t limit, struct sheet *ret_sheet)
{
    struct sheet sheet;
    size_t shown = 0;
    read_sheet(a, rows, complaint_id, &sheet);
    for (size_t i = 0; i < sheet.n_events && shown < limit; i++) {
        const struct timeline_kind *kind = timeline_kind(sheet.events[i].kind);
        if (kind && kind->public_line)
            sheet.events[shown++] = sheet.events[i];
    }
    sheet.n_events = shown;
    for (size_t i = 0; i < sheet.n_messages; i++) { /* the place of the author's name */
        sheet.messages[i].given = sheet.messages[i].author;
        sheet.messages[i].author = "";
    }
    *ret_sheet = sheet;
}

enum err sheet_load_public(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct sheet *ret_sheet)
{
    struct db_rows rows;
    TRY(sheet_rows_public(db, a, complaint_id, limit, &rows));
    sheet_read_public(a, &rows, complaint_id, limit, ret_sheet);
    return ERR_NONE;
}
