#include "mention_store.h"

#include "access.h"

/* Holders as complaint_scope has them: units 1, departments 2 and people 3 in the top byte. */
#define GRANTS_TO_SEE "FROM role_grant g JOIN role_permission m ON m.role_id = g.role_id AND m.permission = 'see' WHERE g.user_id = p.id"
#define COLUMNS                                                                                                                                  \
    "p.id, p.name, EXISTS (SELECT 1 FROM recusal r WHERE r.complaint_id = ? AND r.user_id = p.id), "                                             \
    "EXISTS (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = ? AND (s.holder = 216172782113783808 + p.id OR s.holder IN (SELECT "         \
    "IF(g.unit_id IS NULL, 144115188075855872 + g.department_id, 72057594037927936 + g.unit_id) " GRANTS_TO_SEE "))), EXISTS (SELECT 1 " GRANTS_TO_SEE ")"
#define TYPES "itiii"
#define WORDS "FROM JSON_TABLE(?, '$[*]' COLUMNS (word VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w STRAIGHT_JOIN app_user p "

enum { FIND, LOAD, MENTION, SEE_PART };
static const struct db_stmt list[] = {
    [FIND] = {"(SELECT " COLUMNS ", w.word " WORDS "ON p.login = w.word WHERE p.active = 1 LIMIT 30) UNION (SELECT " COLUMNS ", w.word " WORDS
              "ON p.unit_id IN (?, ?) AND p.active = 1 AND p.name = w.word LIMIT 30)",
              "iit" "iitii", TYPES "t"},
    [LOAD] = {"SELECT " COLUMNS " FROM app_user p WHERE p.id = ? AND p.active = 1", "iii", TYPES},
    [MENTION] = {"INSERT IGNORE INTO mention (message_id, user_id) VALUES (?, ?)", "ii", ""},
    [SEE_PART] = {"INSERT IGNORE INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us, part) "
                  "SELECT ?, id, is_open, state, unread, due_us, received_us, 1 FROM complaint WHERE id = ?",
                  "ii", ""},
};
const struct db_stmts mention_stmts = {"mention", list, COUNT_OF(list), DB_STAFF};

static struct mention read_row(const struct db_rows *r, size_t i)
{
    return (struct mention){.user_id = db_int(r, i, 0), .name = db_text(r, i, 1), .kept_out = db_int(r, i, 2) != 0, .sees = db_int(r, i, 3) != 0, .may_see = db_int(r, i, 4) != 0, .word = ""};
}

enum err mention_find(struct db *db, struct arena *a, const struct mention_words *words, const struct complaint *c, int64_t own_unit_id, struct mention **ret_list, size_t *ret_n)
{
    struct buf json = {.arena = a};
    struct db_rows rows;
    const struct db_value id = DB_INT(c->id);
    *ret_n = 0;
    if (words->n == 0)
        return ERR_NONE;
    for (size_t i = 0; i < words->n; i++)
        buf_printf(&json, "%s\"%s\"", i ? "," : "[", words->word[i]);
    buf_addc(&json, ']');
    TRY(db_query(db, a, &list[FIND], DB_ARGS(id, id, DB_TEXT(json.p), id, id, DB_TEXT(json.p), DB_INT(c->unit_id), DB_INT(own_unit_id)), &rows));
    struct mention *found = ARENA_ARRAY(a, rows.n, struct mention);
    for (size_t i = 0; i < rows.n; i++) {
        found[i] = read_row(&rows, i);
        found[i].word = db_text(&rows, i, 5);
    }
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err mention_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t user_id, struct mention *ret_mention)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(complaint_id), DB_INT(complaint_id), DB_INT(user_id)), &row));
    *ret_mention = read_row(&row, 0);
    return ERR_NONE;
}

enum err mention_put(struct db *db, int64_t complaint_id, int64_t message_id, int64_t user_id)
{
    TRY(db_run(db, &list[SEE_PART], DB_ARGS(DB_INT(holder_code(HOLDER_USER, user_id)), DB_INT(complaint_id)), NULL));
    return db_run(db, &list[MENTION], DB_ARGS(DB_INT(message_id), DB_INT(user_id)), NULL);
}
