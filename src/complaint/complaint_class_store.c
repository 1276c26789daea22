#include "complaint_class_store.h"

#include <string.h>

#include "rulebook.h"

enum { CODE_CAUSE = 1, CODE_STAGE, CODE_FLAG };

enum { CODES, RESPONDENTS, DEMANDED };
static const struct db_stmt list[] = {
    [CODES] = {"SELECT kind, code, note FROM complaint_code WHERE complaint_id = ? ORDER BY kind, code LIMIT 60", "i", "itt"},
    [RESPONDENTS] = {"SELECT kind, name, department_id, user_id, manager FROM respondent WHERE complaint_id = ? ORDER BY position LIMIT 20", "i", "ttIIi"},
    [DEMANDED] = {"SELECT CAST(SUM(amount) AS CHAR), (SELECT COUNT(*) FROM event WHERE complaint_id = ? AND kind = 'reopened') FROM demand WHERE complaint_id = ?", "ii", "Ti"},
};
const struct db_stmts complaint_class_stmts = {"complaint_class", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { DROP_CODES, PUT_CODE, DROP_RESPONDENTS, PUT_RESPONDENT, CATEGORY };
static const struct db_stmt write_list[] = {
    [DROP_CODES] = {"DELETE FROM complaint_code WHERE complaint_id = ?", "i", ""},
    [PUT_CODE] = {"INSERT INTO complaint_code (complaint_id, kind, code, note) VALUES (?, ?, ?, ?)", "iitt", ""},
    [DROP_RESPONDENTS] = {"DELETE FROM respondent WHERE complaint_id = ?", "i", ""},
    /* A department or a colleague that is not there is no row. */
    [PUT_RESPONDENT] = {"INSERT INTO respondent (complaint_id, position, kind, name, department_id, user_id, manager) SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL "
                        "WHERE (? = 0 OR EXISTS (SELECT 1 FROM department d WHERE d.id = ?)) AND (? = 0 OR EXISTS (SELECT 1 FROM app_user p WHERE p.id = ?))",
                        "iittIIi" "iiii", ""},
    [CATEGORY] = {"SELECT k.id, k.name_zh, k.name_en, g.code FROM category k LEFT JOIN category g ON g.id = k.parent_id WHERE k.code = ? AND k.active = 1 "
                  "AND NOT EXISTS (SELECT 1 FROM category b WHERE b.parent_id = k.id)",
                  "t", "ittT"},
};
const struct db_stmts complaint_class_write_stmts = {"complaint_class_write", write_list, COUNT_OF(write_list), DB_STAFF};

static enum err load_codes(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_class *k)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[CODES], DB_ARGS(DB_INT(complaint_id)), &rows));
    k->causes = ARENA_ARRAY(a, rows.n, const char *);
    k->stages = ARENA_ARRAY(a, rows.n, const char *);
    k->flags = ARENA_ARRAY(a, rows.n, struct complaint_flag);
    for (size_t i = 0; i < rows.n; i++) {
        int64_t kind = db_int(&rows, i, 0);
        const char *code = db_text(&rows, i, 1);
        if (kind == CODE_CAUSE)
            k->causes[k->n_causes++] = code;
        else if (kind == CODE_STAGE)
            k->stages[k->n_stages++] = code;
        else if (kind == CODE_FLAG)
            k->flags[k->n_flags++] = (struct complaint_flag){code, db_text(&rows, i, 2)};
    }
    return ERR_NONE;
}

enum err complaint_class_load(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_class *ret_class)
{
    struct complaint_class k = {0};
    struct db_rows rows;
    TRY(load_codes(db, a, complaint_id, &k));
    TRY(db_query(db, a, &list[RESPONDENTS], DB_ARGS(DB_INT(complaint_id)), &rows));
    k.respondents = ARENA_ARRAY(a, rows.n, struct complaint_respondent);
    k.n_respondents = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        k.respondents[i] = (struct complaint_respondent){db_text(&rows, i, 0), db_text(&rows, i, 1), db_int(&rows, i, 2), db_int(&rows, i, 3),
                                                         db_int(&rows, i, 4) != 0};
    TRY(db_one(db, a, &list[DEMANDED], DB_ARGS(DB_INT(complaint_id), DB_INT(complaint_id)), &rows));
    k.reopened = (int)db_int(&rows, 0, 1);
    if (*db_text(&rows, 0, 0))
        TRY(rulebook_cents(db_text(&rows, 0, 0), &k.demanded_cents));
    *ret_class = k;
    return ERR_NONE;
}

static enum err put_codes(struct db *db, int64_t complaint_id, int kind, const char *const *codes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(db_run(db, &write_list[PUT_CODE], DB_ARGS(DB_INT(complaint_id), DB_INT(kind), DB_TEXT(codes[i]), DB_TEXT("")), NULL));
    return ERR_NONE;
}

static enum err put_respondents(struct db *db, int64_t complaint_id, const struct complaint_class *k)
{
    for (size_t i = 0; i < k->n_respondents; i++) {
        const struct complaint_respondent *r = &k->respondents[i];
        struct db_done done;
        TRY(db_run(db, &write_list[PUT_RESPONDENT],
                   DB_ARGS(DB_INT(complaint_id), DB_INT(i + 1), DB_TEXT(r->kind), DB_TEXT(r->name), DB_ID(r->department_id), DB_ID(r->user_id),
                           DB_INT(r->manager), DB_INT(r->department_id), DB_INT(r->department_id), DB_INT(r->user_id), DB_INT(r->user_id)),
                   &done));
        if (done.rows != 1)
            return ERR_INPUT;
    }
    return ERR_NONE;
}

enum err complaint_class_save(struct db *db, int64_t complaint_id, const struct complaint_class *was, const struct complaint_class *now)
{
    if (was->n_causes + was->n_stages + was->n_flags > 0)
        TRY(db_run(db, &write_list[DROP_CODES], DB_ARGS(DB_INT(complaint_id)), NULL));
    TRY(put_codes(db, complaint_id, CODE_CAUSE, now->causes, now->n_causes));
    TRY(put_codes(db, complaint_id, CODE_STAGE, now->stages, now->n_stages));
    for (size_t i = 0; i < now->n_flags; i++)
        TRY(db_run(db, &write_list[PUT_CODE],
                   DB_ARGS(DB_INT(complaint_id), DB_INT(CODE_FLAG), DB_TEXT(now->flags[i].code), DB_TEXT(now->flags[i].note ? now->flags[i].note : "")), NULL));
    if (was->n_respondents > 0)
        TRY(db_run(db, &write_list[DROP_RESPONDENTS], DB_ARGS(DB_INT(complaint_id)), NULL));
    return put_respondents(db, complaint_id, now);
}

enum err complaint_category(struct db *db, struct arena *a, const char *code, struct complaint *c)
{
    struct db_rows row;
    TRY(db_one(db, a, &write_list[CATEGORY], DB_ARGS(DB_TEXT(code)), &row));
    c->category_id = db_int(&row, 0, 0);
    c->category_zh = db_text(&row, 0, 1);
    c->category_en = db_text(&row, 0, 2);
    c->category_group = db_text(&row, 0, 3);
    c->category = code;
    return ERR_NONE;
}
