#include "survey_store.h"

#include "crypto_random.h"
#include "crypto_receipt.h"

#define PURPOSE "survey"
#define SECOND_US INT64_C(1000000)
#define RATING_TTL_US (60 * SECOND_US)

enum { STATE, ENTER };
static const struct db_stmt list[] = {
    [STATE] = {"SELECT c.language, c.state, IFNULL(c.closed_us, 0), (SELECT COUNT(*) FROM rating r WHERE r.complaint_id = c.id) FROM public_complaint c WHERE c.number = ? AND c.erased_us IS NULL", "t", "tiii"},
    /* For the one act of rating, within one request; nobody else learns its token. */
    [ENTER] = {"INSERT INTO track_session (token_hash, complaint_id, created_us) SELECT ?, c.id, CAST(? AS SIGNED) FROM public_complaint c WHERE c.number = ? AND c.erased_us IS NULL", "bit", ""},
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
    TRY(db_one(db, a, &list[STATE], DB_ARGS(DB_TEXT(number)), &row));
    struct survey s = {.number = number, .language = db_text(&row, 0, 0), .closed_us = at * SECOND_US, .until_us = at * SECOND_US + ttl_us};
    const bool closed_then = db_int(&row, 0, 1) == COMPLAINT_CLOSED && db_int(&row, 0, 2) / SECOND_US == at;
    s.state = db_int(&row, 0, 3) ? SURVEY_RATED : !closed_then ? SURVEY_REOPENED : now_us > s.until_us ? SURVEY_OVER : SURVEY_OPEN;
    *ret_survey = s;
    return ERR_NONE;
}

enum err survey_rate(struct db *db, struct arena *a, const struct complaint_writer *w, const struct survey *survey, const struct track_command *command, const char **ret_location)
{
    uint8_t token[32];
    struct db_done done;
    if (survey->state != SURVEY_OPEN || command->action != ACTION_RATE)
        return ERR_STATE;
    crypto_random(token, sizeof token);
    TRY(db_run(db, &list[ENTER], DB_ARGS(DB_BYTES(token, sizeof token), DB_INT(w->now_us), DB_TEXT(survey->number)), &done));
    if (done.rows != 1)
        return ERR_NOT_FOUND;
    enum err rated = track_act(db, a, w, token, RATING_TTL_US, command, ret_location), left = track_close(db, token);
    return rated != ERR_NONE ? rated : left;
}
