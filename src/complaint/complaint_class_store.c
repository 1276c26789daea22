#include "complaint_class_store.h"

#include <string.h>

#include "rulebook.h"

enum { CODE_CAUSE = 1, CODE_STAGE, CODE_FLAG };

enum part { CODE = 11, RESPONDENT, DEMANDED, KEPT_OUT, TAG, OFFERED, PART__END };
enum { PART, N1, N2, N3, N4, N5, T1, T2, T3, T4 };

enum { OF_CLASS, INNER };
static const struct db_stmt list[] = {
    [OF_CLASS] = {"(" INNER_CLASS ")", INNER_CLASS_TYPES, COMPLAINT_INNER_COLUMNS},
    [INNER] = {"(" COMPLAINT_INNER ")", COMPLAINT_INNER_TYPES, COMPLAINT_INNER_COLUMNS},
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

static void add_code(struct complaint_class *k, int64_t kind, const char *code, const char *note)
{
    if (kind == CODE_CAUSE)
        k->causes[k->n_causes++] = code;
    else if (kind == CODE_STAGE)
        k->stages[k->n_stages++] = code;
    else if (kind == CODE_FLAG)
        k->flags[k->n_flags++] = (struct complaint_flag){code, note};
}

static struct recusal read_recusal(const struct db_rows *r, size_t i)
{
    return (struct recusal){.user_id = db_int(r, i, N1), .at_us = db_int(r, i, N2), .reason = db_text(r, i, T1), .name = db_text(r, i, T2), .login = db_text(r, i, T3), .actor = db_text(r, i, T4)};
}

static void make_room(struct arena *a, const size_t n[PART__END], struct complaint_inner *inner)
{
    struct complaint_class *k = &inner->class;
    k->causes = ARENA_ARRAY(a, n[CODE], const char *);
    k->stages = ARENA_ARRAY(a, n[CODE], const char *);
    k->flags = ARENA_ARRAY(a, n[CODE], struct complaint_flag);
    k->respondents = ARENA_ARRAY(a, n[RESPONDENT], struct complaint_respondent);
    inner->kept_out = ARENA_ARRAY(a, n[KEPT_OUT] + 1, struct recusal);
    inner->tags = ARENA_ARRAY(a, n[TAG], const char *);
    inner->offered = ARENA_ARRAY(a, n[OFFERED], const char *);
}

static enum err read_row(const struct db_rows *r, size_t i, struct complaint_inner *to)
{
    struct complaint_class *k = &to->class;
    switch ((enum part)db_int(r, i, PART)) {
    case CODE:
        add_code(k, db_int(r, i, N1), db_text(r, i, T1), db_text(r, i, T2));
        break;
    case RESPONDENT:
        k->respondents[k->n_respondents++] =
            (struct complaint_respondent){db_text(r, i, T1), db_text(r, i, T2), db_int(r, i, N1), db_int(r, i, N2), db_int(r, i, N3) != 0};
        break;
    case DEMANDED:
        k->reopened = (int)db_int(r, i, N1);
        return *db_text(r, i, T1) ? rulebook_cents(db_text(r, i, T1), &k->demanded_cents) : ERR_NONE;
    case KEPT_OUT:
        to->kept_out[to->n_kept_out++] = read_recusal(r, i);
        break;
    case TAG:
        to->tags[to->n_tags++] = db_text(r, i, T1);
        break;
    case OFFERED:
        to->offered[to->n_offered++] = db_text(r, i, T1);
        break;
    case PART__END:
        break;
    }
    return ERR_NONE;
}

enum err complaint_inner_read(struct arena *a, const struct db_rows *rows, struct complaint_inner *ret_inner)
{
    struct complaint_inner inner = {.n_tags = 0};
    size_t n[PART__END] = {0};
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, PART) < PART__END)
            n[db_int(rows, i, PART)]++;
    }
    make_room(a, n, &inner);
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, PART) >= CODE)
            TRY(read_row(rows, i, &inner));
    }
    *ret_inner = inner;
    return ERR_NONE;
}

static enum err load(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n_args, struct complaint_inner *ret_inner)
{
    struct db_rows rows;
    TRY(db_query(db, a, stmt, args, n_args, &rows));
    return complaint_inner_read(a, &rows, ret_inner);
}

enum err complaint_class_load(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_class *ret_class)
{
    struct complaint_inner inner;
    const struct db_value id = DB_INT(complaint_id);
    TRY(load(db, a, &list[OF_CLASS], DB_ARGS(id, id, id, id), &inner));
    *ret_class = inner.class;
    return ERR_NONE;
}

enum err complaint_inner_load(struct db *db, struct arena *a, const struct complaint *c, struct complaint_inner *ret_inner)
{
    const struct db_value id = DB_INT(c->id);
    return load(db, a, &list[INNER], DB_ARGS(COMPLAINT_INNER_ARGS(id, DB_INT(c->unit_id))), ret_inner);
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
