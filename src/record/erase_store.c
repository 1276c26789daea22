#include "erase_store.h"

#include <string.h>

#include "crypto_chain.h"

#define PAUSE_US UTC_DAY_US
#define NEVER "253402300799000000"

/* ---- whether it may be ---- */

enum { BLOCKED, PUT_OFF, HEAD, OVER, GONE };
/* A number of enum keeping_wait, the first that holds. Another complaint needs its identity when it was split off from it, or goes on in its place. */
#define WAITS\
    "SELECT CASE WHEN c.erased_us IS NOT NULL THEN 1 WHEN c.is_open = 1 OR c.closed_us IS NULL THEN 2 WHEN EXISTS (SELECT 1 FROM legal_hold h WHERE h.complaint_id = c.id AND h.lifted_us IS NULL) THEN 3 "\
    "WHEN c.review = 1 OR c.review_asked_us IS NOT NULL THEN 4 WHEN c.open_slips > 0 OR EXISTS (SELECT 1 FROM slip s WHERE s.complaint_id = c.id AND s.is_open = 1) THEN 5 "\
    "WHEN EXISTS (SELECT 1 FROM approval p WHERE p.complaint_id = c.id AND p.state = 1) THEN 6 WHEN EXISTS (SELECT 1 FROM agenda_item i WHERE i.complaint_id = c.id AND i.is_waiting = 1) THEN 7 "\
    "WHEN EXISTS (SELECT 1 FROM callback k WHERE k.complaint_id = c.id AND k.state = 1) OR EXISTS (SELECT 1 FROM spot_check k WHERE k.complaint_id = c.id AND k.state = 1) OR "\
    "EXISTS (SELECT 1 FROM measure k WHERE k.complaint_id = c.id AND k.state IN (1, 2)) OR EXISTS (SELECT 1 FROM account_item k WHERE k.complaint_id = c.id AND k.state IN (1, 4)) THEN 8 "\
    "WHEN EXISTS (SELECT 1 FROM compensation m WHERE m.complaint_id = c.id AND m.state IN (1, 2)) THEN 9 WHEN EXISTS (SELECT 1 FROM clock k WHERE k.complaint_id = c.id AND k.state IN (1, 2)) THEN 10 "\
    "WHEN EXISTS (SELECT 1 FROM disclosure d WHERE d.complaint_id = c.id AND d.state = 1) THEN 11 "\
    "WHEN EXISTS (SELECT 1 FROM complaint o LEFT JOIN retention t ON t.complaint_id = o.id WHERE o.lead_id = c.id AND o.erased_us IS NULL AND (o.is_open = 1 OR t.held = 1 OR t.until_us > ? OR t.until_us IS NULL)) "\
    "OR EXISTS (SELECT 1 FROM complaint o WHERE o.id = c.merged_into_id AND o.is_open = 1) THEN 12 ELSE 0 END FROM complaint c WHERE c.id = ?"
static const struct db_stmt list[] = {
    [BLOCKED] = {WAITS, "ii", "i"},
    [PUT_OFF] = {"UPDATE retention SET erase_us = ?, waits = ?, held = IF(? = 3, 1, held) WHERE complaint_id = ? AND erased_us IS NULL", "iiii", ""},
    [HEAD] = {"SELECT id, number, events, chain_hash, version FROM complaint WHERE id = ? FOR UPDATE", "i", "itibi"},
    [OVER] = {"UPDATE complaint SET title = IF(language = 'en', '(erased)', '（已清除）'), occurred = '', place = '', persons = '', reference = '', outcome = '', grade_reason = '', unread = 0, erased_us = ?, "
              "events = ?, chain_hash = ?, version = version + 1 WHERE id = ?",
              "iibi", ""},
    [GONE] = {"UPDATE retention SET erased_us = ?, erase_us = " NEVER ", waits = 0 WHERE complaint_id = ?", "ii", ""},
};
const struct db_stmts erase_stmts = {"erase", list, COUNT_OF(list), DB_JOBS};

enum err erase_blocked(struct db *db, struct arena *a, int64_t complaint_id, int64_t now_us, enum keeping_wait *ret_wait)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[BLOCKED], DB_ARGS(DB_INT(now_us), DB_INT(complaint_id)), &row));
    *ret_wait = (enum keeping_wait)db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err erase_put_off(struct db *db, int64_t complaint_id, int64_t now_us, enum keeping_wait wait)
{
    return db_run(db, &list[PUT_OFF], DB_ARGS(DB_INT(now_us + PAUSE_US), DB_INT(wait), DB_INT(wait), DB_INT(complaint_id)), NULL);
}

/* ---- every text, table by table ---- */

/* Each takes the complaint's id alone. Overwriting comes before deleting. */
static const struct db_stmt table_list[] = {
    {"UPDATE erasable_identity SET wrapped_key = '', name = NULL, phone = NULL, email = NULL, address = NULL, id_number = NULL, parties = NULL, prefer_time = '', phone_index = NULL, email_index = NULL, name_index = NULL WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM erasable_identity WHERE complaint_id = ?", "i", ""},
    {"UPDATE erasable_told SET mail = NULL, sms = NULL WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM erasable_told WHERE complaint_id = ?", "i", ""},
    {"UPDATE erasable_allegation SET body = '', reason = '', has_signature = 1 WHERE complaint_id = ?", "i", ""},
    {"UPDATE demand SET note = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE complaint_field SET value = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE complaint_intake SET value = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE erasable_message SET body = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE draft SET sealed = '' WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM draft WHERE complaint_id = ?", "i", ""},
    {"UPDATE attachment f JOIN attachment_chunk k ON k.attachment_id = f.id SET k.data = '' WHERE f.complaint_id = ?", "i", ""},
    {"DELETE k FROM attachment f JOIN attachment_chunk k ON k.attachment_id = f.id WHERE f.complaint_id = ?", "i", ""},
    {"UPDATE attachment SET name = '', sha256 = REPEAT(CHAR(0), 32) WHERE complaint_id = ?", "i", ""},
    {"UPDATE mail m JOIN attachment f ON f.mail_id = m.id JOIN attachment_chunk k ON k.attachment_id = f.id SET k.data = '' WHERE m.complaint_id = ?", "i", ""},
    {"UPDATE mail m JOIN attachment f ON f.mail_id = m.id SET f.name = '', f.sha256 = REPEAT(CHAR(0), 32) WHERE m.complaint_id = ?", "i", ""},
    {"DELETE f FROM mail m JOIN attachment f ON f.mail_id = m.id AND f.complaint_id IS NULL WHERE m.complaint_id = ?", "i", ""},
    {"UPDATE mail SET sealed = NULL, wrapped_key = '', email_index = NULL, reason = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE rating SET words = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE complaint_code SET note = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE respondent SET name = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE clock k JOIN clock_history h ON h.clock_id = k.id SET h.reason = '' WHERE k.complaint_id = ?", "i", ""},
    {"UPDATE clock_request SET reason = '', notice = '', answer = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE notice SET data = '{}' WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM notice WHERE complaint_id = ?", "i", ""},
    {"UPDATE post SET data = '{}', said = '', state = IF(state IN (1, 3), 4, state) WHERE complaint_id = ?", "i", ""},
    {"UPDATE slip SET request = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE relabelling SET reason = '' WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM complaint_tag WHERE complaint_id = ?", "i", ""},
    {"UPDATE bulk_item SET why = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE erasable_approval SET title = '', body = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE approval p JOIN approval_step s ON s.approval_id = p.id SET s.body = NULL WHERE p.complaint_id = ?", "i", ""},
    {"UPDATE erasable_investigation SET facts = '', sources = '', interviews = '', evidence = '', conclusion = '', remedy = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE paper p JOIN paper_section s ON s.paper_id = p.id SET s.body = '' WHERE p.complaint_id = ?", "i", ""},
    {"UPDATE paper p JOIN paper_copy k ON k.paper_id = p.id SET k.body = '' WHERE p.complaint_id = ?", "i", ""},
    {"UPDATE paper SET title = '', delivered_to = NULL, delivery_proof = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE erasable_compensation SET reason = '', paid_way = NULL, paid_voucher = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE agenda_item SET question = '', body = '', follow_up = '', follow_done = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE agenda_item i JOIN agenda_voice v ON v.item_id = i.id SET v.opinion = '' WHERE i.complaint_id = ?", "i", ""},
    {"UPDATE vexatious SET body = '', why_lifted = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE callback SET answers = '{}', body = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE spot_check SET body = '', reply = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE measure SET body = '', evidence = '', remark = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE measure m JOIN measure_step s ON s.measure_id = m.id SET s.body = '' WHERE m.complaint_id = ?", "i", ""},
    {"UPDATE account_item SET body = '', appeal = '', appeal_body = '' WHERE complaint_id = ?", "i", ""},
    {"UPDATE library_case l JOIN library_pass p ON p.case_id = l.id SET p.reason = '' WHERE l.complaint_id = ?", "i", ""},
    {"UPDATE library_case SET title = '', complaint = '', verification = '', handling = '', analysis = '', prevention = '', words = '', remark = '' WHERE complaint_id = ? AND state <> 2", "i", ""},
    {"UPDATE library_case SET complaint_id = NULL WHERE complaint_id = ? AND state = 2", "i", ""},
    {"UPDATE disclosure SET ground = '', handed_to = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE unsealing SET wrapped_key = '', reason = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE legal_hold SET reason = '', lifted_why = NULL WHERE complaint_id = ?", "i", ""},
    {"UPDATE pack p JOIN pack_part t ON t.pack_id = p.id SET t.body = '' WHERE p.complaint_id = ?", "i", ""},
    {"DELETE t FROM pack p JOIN pack_part t ON t.pack_id = p.id WHERE p.complaint_id = ?", "i", ""},
    {"UPDATE track_sheet SET body = '' WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM track_sheet WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM track_session WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM task WHERE complaint_id = ?", "i", ""},
    {"DELETE FROM search_queue WHERE complaint_id = ?", "i", ""},
};

enum { EVENTS, REDACT, STAFF_DRAFTS, STAFF_DRAFTS_GONE };
static const struct db_stmt event_list[] = {
    [EVENTS] = {"SELECT seq, at_us, actor_kind, IFNULL(actor_id, 0), kind, data, hash FROM event WHERE complaint_id = ? ORDER BY seq", "i", "iiiittb"},
    [REDACT] = {"UPDATE erasable_event SET data = ?, erased = ? WHERE complaint_id = ? AND seq = ?", "tbii", ""},
    [STAFF_DRAFTS] = {"UPDATE staff_draft SET wrapped_key = '', body = '' WHERE draft_key LIKE ?", "t", ""},
    [STAFF_DRAFTS_GONE] = {"DELETE FROM staff_draft WHERE draft_key LIKE ?", "t", ""},
};
const struct db_stmts erase_event_stmts = {"erase_event", event_list, COUNT_OF(event_list), DB_JOBS};
const struct db_stmts erase_table_stmts = {"erase_table", table_list, COUNT_OF(table_list), DB_JOBS};

/* ---- the chain ---- */

/* An event that loses texts keeps its hash; the seal over it and what is left takes the place of recomputing it. */
static enum err redact_events(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id)
{
    struct db_rows r;
    uint8_t previous[32] = {0}, seal[32];
    TRY(db_query(db, a, &event_list[EVENTS], DB_ARGS(DB_INT(complaint_id)), &r));
    for (size_t i = 0; i < r.n; i++) {
        const char *data = db_text(&r, i, 5), *left = keeping_event_data(a, data);
        struct str hash = db_bytes(&r, i, 6);
        if (hash.n != sizeof previous)
            return ERR_INTERNAL;
        if (strcmp(data, left) != 0 && strcmp(data, "{}") != 0) {
            const struct crypto_link link = {.chain = "complaint", .owner = complaint_id, .seq = db_int(&r, i, 0), .at_us = db_int(&r, i, 1), .actor_kind = (int)db_int(&r, i, 2),
                                             .actor_id = db_int(&r, i, 3), .kind = db_text(&r, i, 4), .data = str_of(left)};
            TRY(crypto_chain_erased(keys, 0, previous, (const uint8_t *)hash.p, &link, seal));
            TRY(db_run(db, &event_list[REDACT], DB_ARGS(DB_TEXT(left), DB_BYTES(seal, 32), DB_INT(complaint_id), DB_INT(link.seq)), NULL));
        }
        memcpy(previous, hash.p, sizeof previous);
    }
    return ERR_NONE;
}

/* ---- the whole ---- */

struct erasing {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t id;
    enum keeping_wait wait;
};

static enum err load_head(struct db *db, struct erasing *x, struct complaint *c)
{
    struct db_rows row;
    TRY(db_one(db, x->arena, &list[HEAD], DB_ARGS(DB_INT(x->id)), &row));
    *c = (struct complaint){.id = db_int(&row, 0, 0), .number = db_text(&row, 0, 1), .events = (int)db_int(&row, 0, 2), .version = (int)db_int(&row, 0, 4)};
    struct str hash = db_bytes(&row, 0, 3);
    if (hash.n == sizeof c->chain_hash)
        memcpy(c->chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

static enum err erase_tx(struct db *db, void *ctx)
{
    struct erasing *x = ctx;
    struct complaint c;
    TRY(load_head(db, x, &c));
    TRY(erase_blocked(db, x->arena, x->id, x->writer->now_us, &x->wait));
    if (x->wait)
        return ERR_NONE;
    const char *drafts = arena_printf(x->arena, "case:%s:%%", c.number);
    TRY(complaint_append(db, x->arena, x->writer, &c, "erased", "{}"));
    /* First of all: jobs may overwrite what an erased complaint has, and of no other. */
    TRY(db_run(db, &list[OVER], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(x->id)), NULL));
    for (size_t i = 0; i < COUNT_OF(table_list); i++)
        TRY(db_run(db, &table_list[i], DB_ARGS(DB_INT(x->id)), NULL));
    TRY(db_run(db, &event_list[STAFF_DRAFTS], DB_ARGS(DB_TEXT(drafts)), NULL));
    TRY(db_run(db, &event_list[STAFF_DRAFTS_GONE], DB_ARGS(DB_TEXT(drafts)), NULL));
    TRY(redact_events(db, x->arena, x->writer->keys, x->id));
    return db_run(db, &list[GONE], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(x->id)), NULL);
}

enum err erase_complaint(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, enum keeping_wait *ret_wait)
{
    struct erasing x = {.arena = a, .writer = w, .id = complaint_id};
    TRY(db_tx(db, erase_tx, &x));
    *ret_wait = x.wait;
    return ERR_NONE;
}
