#include "survey_store.h"

#include "crypto_receipt.h"

#define PURPOSE "survey"
#define SECOND_US INT64_C(1000000)

enum { LOAD, CALLABLE };
static const struct db_stmt list[] = {
    [LOAD] = {"SELECT c.id, c.mode, c.state, c.is_open, c.closed_us, (SELECT COUNT(*) FROM rating r WHERE r.complaint_id = c.id), m.into_id FROM public_complaint c "
     "LEFT JOIN public_merged m ON m.id = c.id WHERE c.number = ? AND c.erased_us IS NULL",
     "t", "iiiiIiI"},
    [CALLABLE] = {"SELECT 1 FROM public_callable WHERE complaint_id = ?", "i", "i"},
};
const struct db_stmts survey_stmts = {"survey", list, COUNT_OF(list), DB_PUBLIC};

static const char *signed_text(struct arena *a, const char *number, long long seconds)
{
    return arena_printf(a, "%s %lld", number, seconds);
}

const char *survey_path(struct arena *a, const struct crypto_keys *keys, const char *number, int64_t closed_us)
{
    const long long seconds = closed_us / SECOND_US;
    const char *mark = number && *number ? crypto_link_mark(a, keys, PURPOSE, signed_text(a, number, seconds)) : NULL;
    return mark ? arena_printf(a, "/survey/%s/%lld/%s", number, seconds, mark) : NULL;
}

enum err survey_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *number, const char *seconds, const char *mark, int64_t now_us, int64_t ttl_us,
                     struct survey *ret_survey)
{
    long long at;
    struct db_rows row;
    if (!str_to_i64(str_of(seconds), 0, INT64_MAX / SECOND_US, &at) || !crypto_link_ok(keys, PURPOSE, signed_text(a, number, at), mark))
        return ERR_NOT_FOUND;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_TEXT(number)), &row));
    struct survey s = {.c = {.id = db_int(&row, 0, 0), .number = number, .mode = (enum complaint_mode)db_int(&row, 0, 1), .state = (enum complaint_state)db_int(&row, 0, 2),
                             .is_open = db_int(&row, 0, 3) != 0, .closed_us = db_int(&row, 0, 4), .rated = db_int(&row, 0, 5) > 0, .merged_into_id = db_int(&row, 0, 6)}};
    const bool closed_then = s.c.state == COMPLAINT_CLOSED && s.c.closed_us / SECOND_US == at;
    s.state = !closed_then ? SURVEY_REOPENED : s.c.rated ? SURVEY_RATED : ttl_us && now_us > s.c.closed_us + ttl_us ? SURVEY_OVER : SURVEY_OPEN;
    *ret_survey = s;
    return ERR_NONE;
}

enum err survey_callable(struct db *db, struct arena *a, int64_t complaint_id, bool *ret_callable)
{
    struct db_rows row;
    TRY(db_query(db, a, &list[CALLABLE], DB_ARGS(DB_INT(complaint_id)), &row));
    *ret_callable = row.n > 0;
    return ERR_NONE;
}
