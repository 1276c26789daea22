#include "complaint_filing_store.h"

#include <string.h>

#include "attachment_store.h"
#include "basis_store.h"
#include "clock_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "identity_store.h"
#include "log.h"
#include "mail_store.h"
#include "notice_store.h"
#include "staff_draft_store.h"
#include "told_store.h"

/*
 * Every statement is a round trip that all submissions pay for, and those cost more than the work in them (measured). So the id is drawn here and not by
 * the database, and everything that a filing writes is one compound statement: head, text, scope, first event, the mark in the draft, wishes, files,
 * identity, how to be told. (A UNION of units and department would cost three times those two INSERTs.)
 */
/* However many there are. As texts, so that the tables themselves refuse what is too long or no number. */
#define WISHES                                                                                                                        \
    "IF ? > 0 THEN INSERT INTO demand (complaint_id, kind, amount, note) SELECT CAST(? AS SIGNED), j.kind, j.amount, j.note "          \
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (kind TEXT PATH '$.kind', amount TEXT PATH '$.amount', note TEXT PATH '$.note')) j; END IF; "   \
    "IF ? > 0 THEN INSERT INTO complaint_field (complaint_id, field_id, value) SELECT CAST(? AS SIGNED), j.field, j.value "            \
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (field TEXT PATH '$.field', value TEXT PATH '$.value')) j; END IF; "
#define WISHES_TYPES "iit" "iit"
/* The event tells how many files there are, so that number has to be true: another request of this visitor may have changed them. */
#define FILES                                                                                                                         \
    "IF ? > 0 THEN UPDATE staged_attachment SET complaint_id = ?, message_id = NULL, stage_hash = NULL WHERE stage_hash = ? AND whole = 1; " \
    "IF ROW_COUNT() <> ? THEN SIGNAL SQLSTATE '45000'; END IF; "                                                                      \
    "ELSEIF EXISTS (SELECT 1 FROM staged_attachment WHERE stage_hash = ? AND whole = 1) THEN SIGNAL SQLSTATE '45000'; END IF; "
#define FILES_TYPES "iiBiB"
#define HEAD(columns, marks)                                                                                                          \
    "INSERT INTO complaint (id, number, submission_hash, passcode_hash, channel, mode, complainant_kind, head_count, language, "      \
    "category_id, unit_id, department_id, state, is_open, title, occurred, place, persons, reference, received_us, due_us, "           \
    "due_kind, promised_us, grade, grade_proposed, standing, exclusion_said, events, chain_hash" columns ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, "  \
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?" marks "); "                                                                                                          \
    "INSERT INTO allegation (complaint_id, position, body) VALUES (?, 1, ?); "                                                       \
    "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) "                                        \
    "SELECT 72057594037927936 + t.ancestor_id, CAST(? AS SIGNED), 1, 1, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM unit_tree t "       \
    "WHERE t.unit_id = ?; "                                                                                                           \
    "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) "                                        \
    "SELECT CAST(? AS SIGNED), CAST(? AS SIGNED), 1, 1, CAST(? AS SIGNED), CAST(? AS SIGNED) FROM DUAL WHERE ? = 1; "                 \
    COMPLAINT_EVENT_INSERT "; INSERT INTO search_queue (complaint_id) VALUES (?); "
#define HEAD_TYPES(marks) "itbBtititiiItttttiiiIttitb" marks "it" "iiii" "iiiii" COMPLAINT_EVENT_TYPES "i"
#define TELLING TOLD_PART "IF ? > 0 THEN " POST_TOLD_PART "END IF; "
#define TELLING_TYPES TOLD_PART_TYPES "i" POST_TOLD_PART_TYPES
#define REST CLOCK_INSERT "; " WISHES FILES TELLING
#define REST_TYPES CLOCK_INSERT_TYPES WISHES_TYPES FILES_TYPES TELLING_TYPES
/* The website's: a whole transaction, which counts the filing and marks the draft. */
#define BASICS "START TRANSACTION; IF ? > 0 THEN " LIMIT_PART "END IF; " HEAD(", incident_id", ", ?") "UPDATE draft SET complaint_id = ? WHERE token_hash = ?; " REST
#define BASICS_TYPES "i" LIMIT_PART_TYPES HEAD_TYPES("I") "iB" REST_TYPES
/*
 * By staff, a whole transaction too: from whom it came and who took it in, who sees it from then on (requirements A5), what the channel's form asked, who is
 * told; and the draft goes.
 */
#define REGISTERED                                                                                                                    \
    "START TRANSACTION; " HEAD(", source, first_receiver_id", ", ?, ?")                                                                                     \
    "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) VALUES (?, ?, 1, 1, ?, ?); "              \
    REST                                                                                                                              \
    "IF ? > 0 THEN INSERT INTO complaint_intake (complaint_id, ask, value) SELECT CAST(? AS SIGNED), j.ask, j.value "                  \
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (ask TEXT PATH '$.ask', value TEXT PATH '$.value')) j; END IF; "                  \
    NOTICE_PART STAFF_DRAFT_DELETE "; " MAIL_REGISTERED_PART
#define REGISTERED_TYPES HEAD_TYPES("ti") "iiii" REST_TYPES "iit" NOTICE_PART_TYPES STAFF_DRAFT_DELETE_TYPES MAIL_REGISTERED_TYPES

enum { ANONYMOUS, WITH_IDENTITY, BY_TOKEN };
static const struct db_stmt list[] = {
    [ANONYMOUS] = {"BEGIN NOT ATOMIC " BASICS "COMMIT; END", BASICS_TYPES, ""},
    [WITH_IDENTITY] = {"BEGIN NOT ATOMIC " BASICS IDENTITY_INSERT "; COMMIT; END", BASICS_TYPES IDENTITY_TYPES, ""},
    [BY_TOKEN] = {"SELECT id, number, received_us, promised_us FROM public_complaint WHERE submission_hash = ?", "b", "itiI"},
};
const struct db_stmts filing_stmts = {"filing", list, COUNT_OF(list), DB_PUBLIC};

/* Where each category goes is kept by the number of the basis: units, departments, categories and settings all raise it. */
enum { ROUTES, STAGED };
static const struct db_stmt route_list[] = {
    [ROUTES] = {"SELECT k.id, u.id, d.id, u.name_zh, u.name_en, d.name_zh, d.name_en, k.code, g.code, k.department_function FROM category k "
                "LEFT JOIN category g ON g.id = k.parent_id JOIN unit u ON u.id = IFNULL((SELECT n.id FROM setting s JOIN unit n ON n.code = s.value AND n.active = 1 WHERE s.name = 'intake_unit'), "
                "(SELECT n.id FROM unit n WHERE n.parent_id IS NULL ORDER BY n.id LIMIT 1)) "
                "LEFT JOIN department d ON d.id = (SELECT x.id FROM department x WHERE x.unit_id = u.id AND x.active = 1 AND x.function IN (k.department_function, 'customer_service') "
                "ORDER BY x.function = 'customer_service' DESC, x.id LIMIT 1) ORDER BY k.id LIMIT 10000",
                "", "iiIttTTtTt"},
    [STAGED] = {"SELECT COUNT(*) FROM staged_attachment WHERE stage_hash = ? AND whole = 1", "b", "i"},
};
const struct db_stmts filing_route_stmts = {"filing_route", route_list, COUNT_OF(route_list), DB_PUBLIC};

enum { STAFF_ANONYMOUS, STAFF_WITH_IDENTITY, STAFF_BY_TOKEN };
static const struct db_stmt staff_list[] = {
    [STAFF_ANONYMOUS] = {"BEGIN NOT ATOMIC " REGISTERED "COMMIT; END", REGISTERED_TYPES, ""},
    [STAFF_WITH_IDENTITY] = {"BEGIN NOT ATOMIC " REGISTERED IDENTITY_INSERT "; COMMIT; END", REGISTERED_TYPES IDENTITY_TYPES, ""},
    [STAFF_BY_TOKEN] = {"SELECT id, number, received_us, promised_us FROM complaint WHERE submission_hash = ?", "b", "itiI"},
};
const struct db_stmts filing_staff_stmts = {"filing_staff", staff_list, COUNT_OF(staff_list), DB_STAFF};

struct filing_run {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct filing *filing;
    int64_t id;
    const char *number;
    uint8_t passcode_hash[32];
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

static void add_object(struct buf *json, const char *object)
{
    buf_addc(json, json->n > 1 ? ',' : ' ');
    buf_adds(json, object);
}

static const char *demands_json(struct arena *a, const struct filing *f)
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < f->n_demands; i++) {
        const char *amount = f->demands[i].amount;
        add_object(&json, timeline_data(a, "kind", f->demands[i].kind, "note", given(f->demands[i].note), "amount",
                                        amount && *amount ? amount : NULL, NULL));
    }
    buf_addc(&json, ']');
    return json.p;
}

static const char *answers_json(struct arena *a, const struct filing *f)
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < f->n_answers; i++)
        add_object(&json, timeline_data(a, "field", arena_printf(a, "%lld", (long long)f->answers[i].field_id), "value", f->answers[i].value, NULL));
    buf_addc(&json, ']');
    return json.p;
}

static const char *asks_json(struct arena *a, const struct filing *f)
{
    struct buf json = {.arena = a};
    buf_addc(&json, '[');
    for (size_t i = 0; i < f->n_asks; i++)
        add_object(&json, timeline_data(a, "ask", f->asks[i].ask, "value", f->asks[i].value, NULL));
    buf_addc(&json, ']');
    return json.p;
}

/* The values of a statement, one part after another. */
struct values {
    struct db_value list[160];
    size_t n;
};

static void add_values(struct values *v, const struct db_value *more, size_t n)
{
    memcpy(v->list + v->n, more, n * sizeof *more);
    v->n += n;
}
#define ADD_VALUES(v, ...) add_values((v), (const struct db_value[]){__VA_ARGS__}, COUNT_OF(((const struct db_value[]){__VA_ARGS__})))

static bool by_staff(const struct filing_run *run)
{
    return run->writer->pool == CRYPTO_STAFF;
}

static int64_t received(const struct complaint_writer *w, const struct filing *f)
{
    return f->received_us ? f->received_us : w->now_us;
}

static void add_limit(struct values *v, const struct limit_part *limit)
{
    static const uint8_t nobody[1];
    ADD_VALUES(v, DB_INT(limit != NULL));
    if (limit)
        add_values(v, limit->values, LIMIT_PART_VALUES);
    else
        ADD_VALUES(v, DB_BYTES(nobody, sizeof nobody), DB_INT(0), DB_INT(0));
}

static void add_head(struct values *v, const struct filing_run *run, const struct complaint *c, const struct complaint_event *e)
{
    const struct filing *f = run->filing;
    const struct complaint_start *start = f->start;
    int64_t received_us = received(run->writer, f);
    const char *title = f->title && *f->title ? f->title : complaint_title_of(run->arena, f->body);
    ADD_VALUES(v, DB_INT(c->id), DB_TEXT(run->number), DB_BYTES(f->submission_hash, 32), f->passcode ? DB_BYTES(run->passcode_hash, 32) : DB_NULL,
               DB_TEXT(f->channel), DB_INT(f->mode), DB_TEXT(f->complainant_kind), DB_INT(f->head_count > 0 ? f->head_count : 1), DB_TEXT(f->language),
               DB_INT(f->category_id), DB_INT(f->unit_id), DB_ID(f->department_id), DB_TEXT(title), DB_TEXT(given(f->occurred)), DB_TEXT(given(f->place)),
               DB_TEXT(given(f->persons)), DB_TEXT(given(f->reference)), DB_INT(received_us), DB_INT(start->due_us), DB_INT(start->due_kind),
               DB_ID(start->promised_us), DB_TEXT(start->grade), DB_TEXT(start->grade), DB_INT(f->standing), DB_TEXT(given(f->exclusion_said)), DB_BYTES(c->chain_hash, 32));
    if (by_staff(run))
        ADD_VALUES(v, DB_TEXT(f->source && *f->source ? f->source : "direct"), DB_INT(run->writer->user->id));
    else
        ADD_VALUES(v, DB_ID(f->incident_id));
    ADD_VALUES(v, DB_INT(c->id), DB_TEXT(f->body), DB_INT(c->id), DB_INT(start->due_us), DB_INT(received_us), DB_INT(f->unit_id),
               DB_INT(holder_code(HOLDER_DEPARTMENT, f->department_id)), DB_INT(c->id), DB_INT(start->due_us), DB_INT(received_us), DB_INT(f->department_id != 0),
               COMPLAINT_EVENT_ARGS(*e), DB_INT(c->id));
    if (by_staff(run))
        ADD_VALUES(v, DB_INT(holder_code(HOLDER_USER, run->writer->user->id)), DB_INT(c->id), DB_INT(start->due_us), DB_INT(received_us));
    else
        ADD_VALUES(v, DB_INT(c->id), f->draft_hash ? DB_BYTES(f->draft_hash, 32) : DB_NULL);
}

static void add_rest(struct values *v, const struct filing_run *run, int64_t files)
{
    const struct filing *f = run->filing;
    struct arena *a = run->arena;
    const struct db_value stage = f->stage_hash ? DB_BYTES(f->stage_hash, 32) : DB_NULL;
    ADD_VALUES(v, DB_INT(run->id), DB_TEXT(clock_json(a, &f->start->clocks)), DB_INT(f->n_demands), DB_INT(run->id), DB_TEXT(demands_json(a, f)),
               DB_INT(f->n_answers), DB_INT(run->id), DB_TEXT(answers_json(a, f)), DB_INT(files), DB_INT(run->id), stage, DB_INT(files), stage);
}

/* Where to, and the receipt at once. */
static enum err add_telling(struct values *v, const struct filing_run *run, const struct complaint *c, const struct complaint_event *e)
{
    struct db_value told[TOLD_PART_VALUES], post[TOLD_PARTS_MAX * POST_TOLD_PART_VALUES];
    TRY(told_part(run->arena, run->writer->keys, run->id, &run->filing->told, run->writer->now_us, told));
    if (told_event_parts(run->arena, run->writer, c, e, post) != 1)
        return ERR_INTERNAL;
    add_values(v, told, COUNT_OF(told));
    ADD_VALUES(v, told[0]);
    add_values(v, post, POST_TOLD_PART_VALUES);
    return ERR_NONE;
}

/* What the first event tells: how it came, when that was some time ago, and how many files came with it. */
static const char *first_data(const struct filing_run *run, int64_t files)
{
    struct arena *a = run->arena;
    const struct filing *f = run->filing;
    const char *n_files = files ? arena_printf(a, "%lld", (long long)files) : NULL;
    if (!by_staff(run))
        return timeline_data(a, "files", n_files, "incident", f->incident_id ? arena_printf(a, "%lld", (long long)f->incident_id) : NULL, "incident_title",
                             f->incident_id ? given(f->incident_title) : NULL, "exclusion_said", f->exclusion_said && *f->exclusion_said ? f->exclusion_said : NULL, NULL);
    return timeline_data(a, "channel", f->channel, "received", f->received_us ? arena_printf(a, "%lld", (long long)f->received_us) : NULL, "files", n_files, NULL);
}

/* Whoever takes in for another department lets its coordinator know. */
static enum err add_notices(struct db *db, const struct filing_run *run, struct values *v)
{
    const struct filing *f = run->filing;
    const struct access_user *user = run->writer->user;
    const struct notice notice = {.complaint_id = run->id, .at_us = run->writer->now_us, .kind = "registered", .data = timeline_data(run->arena, "by", user->name, NULL)};
    struct notice_to *to = NULL;
    struct db_value values[NOTICE_PART_VALUES];
    size_t n = 0, others = 0;
    if (f->department_id && f->department_id != user->department_id)
        TRY(notice_receivers(db, run->arena, "coordinator", f->unit_id, f->department_id, 0, run->writer->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        if (to[i].user_id != user->id)
            to[others++] = to[i];
    }
    notice_part(run->arena, &notice, to, others, values);
    add_values(v, values, COUNT_OF(values));
    return ERR_NONE;
}

static enum err file(struct db *db, const struct filing_run *run)
{
    const struct filing *f = run->filing;
    const struct db_stmt *public = &list[ANONYMOUS], *staff = &staff_list[STAFF_ANONYMOUS];
    int64_t files = f->stage_hash ? f->n_files : 0;
    struct complaint c = {.id = run->id, .number = run->number, .promised_us = f->start->promised_us};
    struct complaint_event e;
    struct identity_row identity;
    struct values v = {.n = 0};
    TRY(complaint_link(run->writer, &c, by_staff(run) ? "registered" : "submitted", first_data(run, files), &e));
    if (!by_staff(run))
        add_limit(&v, f->limit);
    add_head(&v, run, &c, &e);
    add_rest(&v, run, files);
    TRY(add_telling(&v, run, &c, &e));
    if (by_staff(run)) {
        ADD_VALUES(&v, DB_INT(f->n_asks), DB_INT(run->id), DB_TEXT(asks_json(run->arena, f)));
        TRY(add_notices(db, run, &v));
        ADD_VALUES(&v, DB_INT(run->writer->user->id), f->staff_draft ? DB_TEXT(f->staff_draft) : DB_NULL, DB_INT(run->id), DB_INT(run->writer->user->id), DB_INT(run->writer->now_us), DB_INT(f->mode == COMPLAINT_NAMED),
                   DB_INT(f->mode == COMPLAINT_NAMED), DB_INT(f->mode == COMPLAINT_NAMED), DB_INT(f->mail_id), DB_INT(f->mail_id), DB_INT(f->mode == COMPLAINT_NAMED), DB_INT(f->mail_id));
    }
    if (f->mode != COMPLAINT_ANONYMOUS) {
        public = &list[WITH_IDENTITY];
        staff = &staff_list[STAFF_WITH_IDENTITY];
        TRY(identity_seal(run->arena, run->writer->keys, run->writer->pool, c.id, f->mode, &f->who, &identity));
        add_values(&v, identity.values, COUNT_OF(identity.values));
    }
    return db_tx_whole(db, by_staff(run) ? staff : public, v.list, v.n);
}

/* The transaction with one number. */
static enum err file_as(struct db *db, struct filing_run *run, const char *number)
{
    const struct filing *f = run->filing;
    run->id = draw_id(run->writer->now_us);
    run->number = number;
    if (f->passcode && !crypto_passcode_hash(run->writer->keys, number, f->passcode, run->passcode_hash))
        return ERR_CRYPTO;
    return file(db, run);
}

static enum err count_files(struct db *db, struct arena *a, bool public_pool, struct filing *f)
{
    struct attachment *staged;
    size_t n;
    TRY(attachment_staged(db, a, public_pool, f->stage_hash, &staged, &n));
    f->n_files = (int64_t)n;
    return ERR_NONE;
}

static enum err by_token(struct db *db, struct arena *a, const struct db_stmt *stmt, const uint8_t submission_hash[32], struct filed *ret_filed)
{
    struct db_rows row;
    TRY(db_one(db, a, stmt, DB_ARGS(DB_BYTES(submission_hash, 32)), &row));
    *ret_filed = (struct filed){
        .id = db_int(&row, 0, 0),
        .number = db_text(&row, 0, 1),
        .received_us = db_int(&row, 0, 2),
        .promised_us = db_int(&row, 0, 3),
    };
    return ERR_NONE;
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
            *ret_filed = (struct filed){.id = run.id, .number = run.number, .received_us = received(w, f), .promised_us = f->start->promised_us};
            return ERR_NONE;
        }
        if (e == ERR_STALE) {
            const int64_t n_files = f->n_files;
            TRY(count_files(db, a, w->pool == CRYPTO_PUBLIC, f));
            if (f->mail_id && f->n_files == n_files)
                return ERR_STALE;
            continue;
        }
        if (e != ERR_EXISTS)
            return e;
        /* The token, the number or the id stood there already. */
        struct filed before;
        e = by_token(db, a, w->pool == CRYPTO_STAFF ? &staff_list[STAFF_BY_TOKEN] : &list[BY_TOKEN], f->submission_hash, &before);
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
    return by_token(db, a, &list[BY_TOKEN], submission_hash, ret_filed);
}

static const char *place_name(struct arena *a, const char *between, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? between : "", department);
}

static size_t row_of_category(const struct db_rows *routes, int64_t category_id)
{
    size_t i = 0;
    while (i < routes->n && db_int(routes, i, 0) != category_id)
        i++;
    return i;
}

enum err filing_route(struct db *db, struct arena *a, int64_t category_id, const uint8_t *stage_hash, struct filing_route *ret_route)
{
    const struct db_rows *routes;
    struct db_rows staged;
    int64_t n_files = 0;
    TRY(db_kept(db, a, basis_version, &route_list[ROUTES], &routes));
    size_t i = row_of_category(routes, category_id);
    if (i == routes->n)
        return ERR_NOT_FOUND;
    if (stage_hash) {
        TRY(db_one(db, a, &route_list[STAGED], DB_ARGS(DB_BYTES(stage_hash, 32)), &staged));
        n_files = db_int(&staged, 0, 0);
    }
    const char *unit_zh = db_text(routes, i, 3), *unit_en = db_text(routes, i, 4), *department_zh = db_text(routes, i, 5);
    const char *department_en = db_text(routes, i, 6);
    *ret_route = (struct filing_route){
        .unit_id = db_int(routes, i, 1),
        .department_id = db_int(routes, i, 2),
        .place_zh = place_name(a, " ", unit_zh, department_zh),
        .place_en = place_name(a, ", ", *unit_en ? unit_en : unit_zh, *department_en ? department_en : department_zh),
        .category = db_text(routes, i, 7),
        .category_group = db_text(routes, i, 8),
        .function = db_text(routes, i, 9),
        .n_files = n_files,
    };
    return ERR_NONE;
}

static int64_t demanded_cents(const struct filing *f)
{
    int64_t sum = 0;
    for (size_t i = 0; i < f->n_demands; i++) {
        int64_t cents = 0;
        if (rulebook_cents(given(f->demands[i].amount), &cents) == ERR_NONE)
            sum += cents;
    }
    return sum;
}

enum err filing_begin(struct db *db, struct arena *a, const struct complaint_writer *w, const struct filing_route *route, struct filing *f)
{
    struct clock_world world;
    struct complaint_start *start = ARENA_NEW(a, struct complaint_start);
    const struct complaint_class class = {.demanded_cents = demanded_cents(f)};
    const struct complaint c = {.category = route->category, .category_group = route->category_group, .function = route->function, .channel = f->channel, .source = f->source,
                                .complainant_kind = f->complainant_kind, .mode = f->mode, .head_count = f->head_count > 0 ? f->head_count : 1,
                                .received_us = received(w, f)};
    struct rb_facts facts = complaint_facts(a, &c, &class, w->now_us);
    TRY(clock_world_load(db, a, route->unit_id, w->zone, &world));
    complaint_start(&world, a, &facts, received(w, f), start);
    f->start = start;
    return ERR_NONE;
}
