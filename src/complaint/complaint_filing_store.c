#include "complaint_filing_store.h"

#include <string.h>

#include "attachment_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "identity_store.h"
#include "log.h"

/*
 * Every statement is a round trip that all submissions pay for, and those cost more than the work in them (measured). So the id is drawn here and not by
 * the database, and everything that every complaint has is one compound statement: head, text, scope, first event, the mark in the draft, identity.
 * Only the head can find that something is there already. (A UNION of units and department would cost three times those two INSERTs.)
 */
#define BASICS                                                                                                                        \
    "INSERT INTO complaint (id, number, submission_hash, passcode_hash, channel, mode, complainant_kind, head_count, language, "      \
    "category_id, unit_id, department_id, state, is_open, title, occurred, place, persons, reference, received_us, due_us, events, "  \
    "chain_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, 1, ?); "                                      \
    "INSERT INTO allegation (complaint_id, position, body) VALUES (?, 1, ?); "                                                       \
    "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) "                                        \
    "SELECT 72057594037927936 + t.ancestor_id, CAST(? AS SIGNED), 1, 1, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM unit_tree t "       \
    "WHERE t.unit_id = ?; "                                                                                                           \
    "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) "                                        \
    "SELECT CAST(? AS SIGNED), CAST(? AS SIGNED), 1, 1, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM DUAL WHERE ? = 1; "                 \
    COMPLAINT_EVENT_INSERT "; "                                                                                                       \
    "UPDATE draft SET complaint_id = ? WHERE token_hash = ?; "
#define BASICS_TYPES "itbBtititiiItttttiib" "it" "iiii" "iiiii" COMPLAINT_EVENT_TYPES "iB"

enum { ANONYMOUS, WITH_IDENTITY, DEMAND, ANSWER, BY_TOKEN, ROUTE };
static const struct db_stmt list[] = {
    [ANONYMOUS] = {"BEGIN NOT ATOMIC " BASICS "END", BASICS_TYPES, ""},
    [WITH_IDENTITY] = {"BEGIN NOT ATOMIC " BASICS IDENTITY_INSERT "; END", BASICS_TYPES IDENTITY_TYPES, ""},
    [DEMAND] = {"INSERT INTO demand (complaint_id, kind, amount, note) VALUES (?, ?, ?, ?)", "itTt", ""},
    [ANSWER] = {"INSERT INTO complaint_field (complaint_id, field_id, value) VALUES (?, ?, ?)", "iit", ""},
    [BY_TOKEN] = {"SELECT id, number, received_us, due_us FROM public_complaint WHERE submission_hash = ?", "b", "itii"},
    [ROUTE] = {"SELECT u.id, d.id, u.name_zh, u.name_en, d.name_zh, d.name_en, k.answer_days FROM category k "
               "JOIN unit u ON u.id = IFNULL((SELECT n.id FROM setting s JOIN unit n ON n.code = s.value AND n.active = 1 WHERE s.name = 'intake_unit'), "
               "(SELECT n.id FROM unit n WHERE n.parent_id IS NULL ORDER BY n.id LIMIT 1)) "
               "LEFT JOIN department d ON d.unit_id = u.id AND d.active = 1 AND d.function IN (k.department_function, 'customer_service') "
               "WHERE k.id = ? ORDER BY d.function = k.department_function DESC, d.id LIMIT 1",
               "i", "iIttTTi"},
};
const struct db_stmts filing_stmts = {"filing", list, COUNT_OF(list), DB_PUBLIC};

struct filing_run {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct filing *filing;
    int64_t id;
    const char *number;
    uint8_t passcode_hash[32];
    bool taken; /* token, number or id stood there already */
};

static const char *given(const char *text)
{
    return text ? text : "";
}

/* Ids rise with time, so that rows are added at the end of the tables; two of the same microsecond differ by chance. */
static int64_t draw_id(int64_t now_us)
{
    enum { CHANCE = 1024 };
    uint16_t chance;
    crypto_random(&chance, sizeof chance);
    return now_us * CHANCE + chance % CHANCE;
}

static enum err insert_basics(struct db *db, struct filing_run *run, int64_t files)
{
    const struct filing *f = run->filing;
    int64_t received_us = run->writer->now_us;
    const char *title = f->title && *f->title ? f->title : complaint_title_of(run->arena, f->body);
    const char *data = timeline_data(run->arena, "files", files ? arena_printf(run->arena, "%lld", (long long)files) : NULL, NULL);
    bool anonymous = f->mode == COMPLAINT_ANONYMOUS;
    struct complaint c = {.id = run->id};
    struct complaint_event e;
    struct identity_row identity;
    TRY(complaint_link(run->writer, &c, "submitted", data, &e));
    const struct db_value basics[] = {
        DB_INT(c.id), DB_TEXT(run->number), DB_BYTES(f->submission_hash, 32), f->passcode ? DB_BYTES(run->passcode_hash, 32) : DB_NULL,
        DB_TEXT(f->channel), DB_INT(f->mode), DB_TEXT(f->complainant_kind), DB_INT(f->head_count > 0 ? f->head_count : 1),
        DB_TEXT(f->language), DB_INT(f->category_id), DB_INT(f->unit_id), DB_ID(f->department_id), DB_TEXT(title), DB_TEXT(given(f->occurred)),
        DB_TEXT(given(f->place)), DB_TEXT(given(f->persons)), DB_TEXT(given(f->reference)), DB_INT(received_us), DB_INT(f->due_us),
        DB_BYTES(c.chain_hash, 32),
        DB_INT(c.id), DB_TEXT(f->body),
        DB_INT(c.id), DB_INT(f->due_us), DB_INT(received_us), DB_INT(f->unit_id),
        DB_INT(holder_code(HOLDER_DEPARTMENT, f->department_id)), DB_INT(c.id), DB_INT(f->due_us), DB_INT(received_us),
        DB_INT(f->department_id != 0),
        COMPLAINT_EVENT_ARGS(e),
        DB_INT(c.id), f->draft_hash ? DB_BYTES(f->draft_hash, 32) : DB_NULL,
    };
    struct db_value args[COUNT_OF(basics) + COUNT_OF(identity.values)];
    memcpy(args, basics, sizeof basics);
    if (!anonymous) {
        TRY(identity_seal(run->arena, run->writer->keys, run->writer->pool, c.id, f->mode, &f->who, &identity));
        memcpy(args + COUNT_OF(basics), identity.values, sizeof identity.values);
    }
    enum err filed = db_run(db, &list[anonymous ? ANONYMOUS : WITH_IDENTITY], args, anonymous ? COUNT_OF(basics) : COUNT_OF(args), NULL);
    run->taken = filed == ERR_EXISTS;
    return filed;
}

static enum err insert_wishes(struct db *db, const struct filing_run *run)
{
    const struct filing *f = run->filing;
    for (size_t i = 0; i < f->n_demands; i++) {
        const char *amount = f->demands[i].amount;
        TRY(db_run(db, &list[DEMAND],
                   DB_ARGS(DB_INT(run->id), DB_TEXT(f->demands[i].kind), DB_TEXT(amount && *amount ? amount : NULL),
                           DB_TEXT(given(f->demands[i].note))),
                   NULL));
    }
    for (size_t i = 0; i < f->n_answers; i++)
        TRY(db_run(db, &list[ANSWER], DB_ARGS(DB_INT(run->id), DB_INT(f->answers[i].field_id), DB_TEXT(f->answers[i].value)), NULL));
    return ERR_NONE;
}

/* How many files the event will tell of; they are claimed after the complaint is there, and the two have to agree. */
static enum err count_files(struct db *db, const struct filing_run *run, int64_t *ret_n)
{
    struct attachment *staged;
    size_t n = 0;
    if (run->filing->stage_hash)
        TRY(attachment_staged(db, run->arena, true, run->filing->stage_hash, &staged, &n));
    *ret_n = (int64_t)n;
    return ERR_NONE;
}

static enum err file(struct db *db, void *ctx)
{
    struct filing_run *run = ctx;
    int64_t files = 0, claimed = 0;
    TRY(count_files(db, run, &files));
    TRY(insert_basics(db, run, files));
    TRY(insert_wishes(db, run));
    if (files > 0)
        TRY(attachment_claim(db, true, run->filing->stage_hash, run->id, 0, &claimed));
    /* Another request of this visitor changed his files in between. */
    return claimed == files ? ERR_NONE : ERR_RETRY;
}

/* The transaction with one number. */
static enum err file_as(struct db *db, struct filing_run *run, const char *number)
{
    const struct filing *f = run->filing;
    run->id = draw_id(run->writer->now_us);
    run->number = number;
    run->taken = false;
    if (f->passcode && !crypto_passcode_hash(run->writer->keys, number, f->passcode, run->passcode_hash))
        return ERR_CRYPTO;
    return db_tx(db, file, run);
}

enum err filing_save(struct db *db, struct arena *a, const struct complaint_writer *w, struct filing *f, struct filed *ret_filed)
{
    enum { DRAWS_MAX = 5 };
    struct filing_run run = {.arena = a, .writer = w, .filing = f};
    enum err e = ERR_INTERNAL;
    for (int draw = 0; draw < DRAWS_MAX; draw++) {
        e = file_as(db, &run, draw == 0 && f->number ? f->number : crypto_number_new(a, f->number_prefix));
        if (e == ERR_NONE) {
            f->number = run.number;
            *ret_filed = (struct filed){.id = run.id, .number = run.number, .received_us = w->now_us, .due_us = f->due_us};
            return ERR_NONE;
        }
        if (e != ERR_EXISTS || !run.taken)
            return e;
        struct filed before;
        e = filing_by_token(db, a, f->submission_hash, &before);
        if (e == ERR_NONE) {
            before.again = true;
            f->number = before.number;
            *ret_filed = before;
            return ERR_NONE;
        }
        if (e != ERR_NOT_FOUND)
            return e;
    }
    log_note(LOG_ERROR, "no free complaint number was drawn in %d tries", DRAWS_MAX);
    return ERR_INTERNAL;
}

enum err filing_by_token(struct db *db, struct arena *a, const uint8_t submission_hash[32], struct filed *ret_filed)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[BY_TOKEN], DB_ARGS(DB_BYTES(submission_hash, 32)), &row));
    *ret_filed = (struct filed){
        .id = db_int(&row, 0, 0),
        .number = db_text(&row, 0, 1),
        .received_us = db_int(&row, 0, 2),
        .due_us = db_int(&row, 0, 3),
    };
    return ERR_NONE;
}

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

enum err filing_route(struct db *db, struct arena *a, int64_t category_id, int64_t *ret_unit, int64_t *ret_department,
                      const char **ret_names[2], int *ret_answer_days)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ROUTE], DB_ARGS(DB_INT(category_id)), &row));
    *ret_unit = db_int(&row, 0, 0);
    *ret_department = db_int(&row, 0, 1);
    *ret_names[0] = place_name(a, db_text(&row, 0, 2), db_text(&row, 0, 4));
    const char *unit_en = db_text(&row, 0, 3), *department_en = db_text(&row, 0, 5);
    *ret_names[1] = place_name(a, *unit_en ? unit_en : db_text(&row, 0, 2), *department_en ? department_en : db_text(&row, 0, 4));
    *ret_answer_days = (int)db_int(&row, 0, 6);
    return ERR_NONE;
}
