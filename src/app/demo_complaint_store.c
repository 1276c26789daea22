#include <string.h>

#include "access.h"
#include "complaint_clock.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "demo_maker.h"
#include "identity_store.h"
#include "utc.h"
#include "utf8.h"

/* Complaints of the demo: a story of its category, told by somebody, carried as far as its age makes likely. */

#define BATCH 500
#define LINE_MAX 8

enum { DEMO_OFFICES, DEMO_LINES, DEMO_STAFF, DEMO_CATEGORIES, DEMO_FIELDS, DEMO_LAST_COMPLAINT, DEMO_LAST_MESSAGE, DEMO_LAST_SLIP, DEMO_LAST_INCIDENT, DEMO_SAMPLE, DEMO_UNITS };
static const struct db_stmt list[] = {
    [DEMO_OFFICES] = {"SELECT d.id, d.unit_id, u.level, d.function, u.name_zh, d.name_zh, u.name_en, d.name_en FROM department d JOIN unit u ON u.id = d.unit_id "
                      "ORDER BY d.unit_id, d.id LIMIT 5000",
                      "", "iiittttt"},
    [DEMO_LINES] = {"SELECT unit_id, ancestor_id FROM unit_tree ORDER BY unit_id, distance LIMIT 10000", "", "ii"},
    [DEMO_STAFF] = {"SELECT id, IFNULL(department_id, 0), name FROM app_user WHERE active = 1 ORDER BY department_id, id LIMIT 50000", "", "iit"},
    [DEMO_CATEGORIES] = {"SELECT id, code, department_function FROM category WHERE parent_id IS NOT NULL AND active = 1 ORDER BY id LIMIT 500", "", "itt"},
    [DEMO_FIELDS] = {"SELECT id, category_id FROM category_field WHERE code = 'policy' ORDER BY id LIMIT 500", "", "ii"},
    [DEMO_LAST_COMPLAINT] = {"SELECT IFNULL(MAX(id), 0) FROM complaint", "", "i"},
    [DEMO_LAST_MESSAGE] = {"SELECT IFNULL(MAX(id), 0) FROM message", "", "i"},
    [DEMO_LAST_SLIP] = {"SELECT IFNULL(MAX(id), 0) FROM slip", "", "i"},
    [DEMO_LAST_INCIDENT] = {"SELECT IFNULL(MAX(id), 0) FROM incident", "", "i"},
    /* Those that people have filed since have drawn ids, far above, and passcodes of their own. */
    [DEMO_SAMPLE] = {"SELECT number, state FROM (SELECT number, state, ROW_NUMBER() OVER (PARTITION BY state ORDER BY id DESC) AS n FROM "
                     "(SELECT id, number, state FROM complaint WHERE passcode_hash IS NOT NULL AND id < 1000000000000 ORDER BY id DESC LIMIT 200) recent) r WHERE n = 1 AND state < 6 ORDER BY state",
                     "", "ti"},
    [DEMO_UNITS] = {"SELECT COUNT(*) FROM unit", "", "i"},
};
const struct db_stmts demo_stmts = {"demo", list, COUNT_OF(list), DB_OWNER};

static const char *const heads[T__COUNT] = {
    [T_COMPLAINT] = "INSERT INTO complaint (id, number, submission_hash, passcode_hash, channel, source, mode, complainant_kind, head_count, category_id, "
                    "unit_id, department_id, assignee_id, first_receiver_id, state, is_open, title, occurred, place, reference, received_us, accepted_us, "
                    "replied_us, closed_us, due_us, due_kind, promised_us, asked_until_us, unread, finding, outcome, grade, grade_proposed, validity, flag, flags, exclusion, basis, open_slips, incident_id, lead_id, events, chain_hash, version) VALUES ",
    [T_SCOPE] = "INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us, part) VALUES ",
    [T_ALLEGATION] = "INSERT INTO allegation (complaint_id, position, body) VALUES ",
    [T_DEMAND] = "INSERT INTO demand (complaint_id, kind, amount) VALUES ",
    [T_FIELD] = "INSERT INTO complaint_field (complaint_id, field_id, value) VALUES ",
    [T_MESSAGE] = "INSERT INTO message (id, complaint_id, at_us, kind, author_id, unit_zh, unit_en, body, slip_id) VALUES ",
    [T_EVENT] = "INSERT INTO event (complaint_id, seq, at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash, slip_id) VALUES ",
    [T_RATING] = "INSERT INTO rating (complaint_id, at_us, solved, overall, speed, attitude, skill, result, callback, words) VALUES ",
    [T_CODE] = "INSERT INTO complaint_code (complaint_id, kind, code) VALUES ",
    [T_CLOCK] = DEMO_CLOCK_HEAD,
    [T_HISTORY] = DEMO_HISTORY_HEAD,
    [T_SLIP] = "INSERT INTO slip (id, complaint_id, number, before_id, kind, state, round, returns, settled, from_unit_id, from_department_id, from_user_id, to_unit_id, "
               "to_department_id, to_user_id, sent_us, read_us, accepted_us, answered_us, done_us, due_us, next_us, stage, reminders, late, request, version) VALUES ",
    [T_CONTACT] = "INSERT INTO contact_entry (complaint_id, seq, at_us, day, way, inward, result, message_id) VALUES ",
    [T_TAG] = "INSERT INTO complaint_tag (complaint_id, word, unit_id, at_us, actor_id) VALUES ",
    [T_LINK] = "INSERT INTO complaint_link (a_id, b_id, kind, at_us, actor_id) VALUES ",
    [T_INCIDENT] = "INSERT INTO incident (id, title, cause, investigation, unit_id, lead_id, at_us, version) VALUES ",
    [T_INCIDENT_STEP] = "INSERT INTO incident_step (incident_id, n, at_us, actor_id, kind, data) VALUES ",
    [T_STEP] = "INSERT INTO slip_step (slip_id, n, at_us, action, actor_id, state, message_id, due_us) VALUES ",
};

uint64_t demo_draw(struct maker *m)
{
    uint64_t z = (m->random += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
size_t demo_below(struct maker *m, size_t n)
{
    return (size_t)(demo_draw(m) % n);
}
bool demo_chance(struct maker *m, unsigned percent)
{
    return demo_draw(m) % 100 < percent;
}

/* A moment in office hours of some day before now, likelier in the last weeks. */
static int64_t moment(struct maker *m)
{
    int64_t days = demo_chance(m, 30) ? (int64_t)demo_below(m, 21) : (int64_t)demo_below(m, 365);
    int64_t start = utc_day_start(m->work->now_us, (int)-days, m->work->zone);
    int64_t at = start + (int64_t)(8 * 3600 + demo_below(m, 9 * 3600)) * UTC_SECOND_US;
    return at < m->work->now_us ? at : m->work->now_us - (int64_t)(60 + demo_below(m, 3600)) * UTC_SECOND_US;
}

/* ---- one complaint under way ---- */

/* ---- where it goes ---- */

/* Customer service of some unit carries it. */
static void choose_office(struct maker *m, struct told *t)
{
    size_t any = demo_below(m, m->offices.n);
    int64_t unit = db_int(&m->offices, any, 1);
    t->office = any;
    for (size_t i = 0; i < m->offices.n; i++) {
        if (db_int(&m->offices, i, 1) == unit && strcmp(db_text(&m->offices, i, 3), "customer_service") == 0)
            t->office = i;
    }
}

static void choose_category(struct maker *m, struct told *t)
{
    t->story = &demo_stories[demo_below(m, demo_stories_n)];
    for (size_t i = 0; i < m->categories.n; i++)
        if (strcmp(db_text(&m->categories, i, 1), t->story->category) == 0)
            t->category = i;
}

static void add_scope(struct maker *m, const struct told *t)
{
    int64_t holders[LINE_MAX + 3 + COUNT_OF(t->seen_by)];
    size_t n = 0, whole;
    for (size_t i = 0; i < m->lines.n && n < LINE_MAX; i++)
        if (db_int(&m->lines, i, 0) == db_int(&m->offices, t->office, 1))
            holders[n++] = holder_code(HOLDER_UNIT, db_int(&m->lines, i, 1));
    holders[n++] = holder_code(HOLDER_DEPARTMENT, db_int(&m->offices, t->office, 0));
    if (t->handler)
        holders[n++] = holder_code(HOLDER_USER, t->handler);
    whole = n;
    for (size_t i = 0; i < t->n_seen_by; i++)
        holders[n++] = holder_code(HOLDER_DEPARTMENT, t->seen_by[i]);
    struct bulk *b = &m->tables[T_SCOPE];
    for (size_t i = 0; i < n; i++) {
        bulk_row(b);
        bulk_int(b, holders[i]);
        bulk_int(b, t->id);
        bulk_int(b, complaint_state_open(t->state));
        bulk_int(b, t->state);
        bulk_int(b, t->unread);
        bulk_int(b, t->due_us);
        bulk_int(b, t->received_us);
        bulk_int(b, i >= whole);
    }
}

/* Through which channel, by whom and how many. */
static void choose_complainant(struct maker *m, struct told *t)
{
    static const char *const channels[] = {"web", "web", "web", "telephone", "telephone", "visit", "letter", "email", "transfer"};
    static const char *const sources[] = {"regulator", "superior", "hotline", "association"};
    static const char *const kinds[] = {"customer", "customer", "customer", "customer", "prospect", "representative", "group"};
    const struct rulebook *book = m->worlds->world.book;
    t->channel = channels[demo_below(m, COUNT_OF(channels))];
    t->source = strcmp(t->channel, "transfer") == 0 ? sources[demo_below(m, COUNT_OF(sources))] : "direct";
    t->kind = kinds[demo_below(m, COUNT_OF(kinds))];
    t->heads = strcmp(t->kind, "group") == 0 ? (int)(3 + demo_below(m, 40)) : 1;
    t->flag = book->flags_count && demo_chance(m, 5) ? book->flags[demo_below(m, book->flags_count)].code : "";
}

static bool wants_money(const struct told *t)
{
    return strcmp(t->story->wish, "refund") == 0 || strcmp(t->story->wish, "compensation") == 0;
}

/* Reports and callbacks, which nothing but a person's word ends: most of the old ones were done in time. */
static void report_and_call_back(struct maker *m)
{
    for (size_t i = 0; i < m->set.n; i++) {
        struct clock *c = &m->set.list[i];
        bool by_hand = c->kind == CLOCK_REPORT_MAJOR || c->kind == CLOCK_CALLBACK || c->kind == CLOCK_CLOSING_REPORT;
        if (!by_hand || c->due_us > m->work->now_us || demo_chance(m, 8))
            continue;
        c->state = CLOCK_RUNNING;
        c->late = false;
        c->met_us = 0;
        if (clock_done(c, c->started_us + (c->due_us - c->started_us) * (int64_t)(20 + demo_below(m, 78)) / 100) != ERR_NONE)
            c->state = CLOCK_ENDED;
    }
}

struct rb_facts demo_facts(const struct maker *m, const struct told *t)
{
    const char *category = db_text(&m->categories, t->category, 1);
    const struct rb_category *k = rulebook_category(m->worlds->world.book, category);
    return (struct rb_facts){
        .category = category, .group = k ? k->parent : "", .grade = "", .channel = t->channel, .source = t->source, .complainant = t->kind,
        .function = db_text(&m->categories, t->category, 2), .validity = "", .mode = t->mode == COMPLAINT_ANONYMOUS ? "anonymous" : t->mode == COMPLAINT_NAMED ? "named" : "confidential",
        .flags = &t->flag, .n_flags = *t->flag != '\0', .loss_cents = wants_money(t) ? t->amount * 100 : 0, .heads = t->heads,
    };
}

/* What the rules make of it: its grade and its clocks. */
static void set_clocks(struct maker *m, struct told *t)
{
    const struct demo_world *unit = demo_world(m->worlds, db_int(&m->offices, t->office, 1));
    struct rb_facts facts = demo_facts(m, t);
    complaint_replay(&unit->world, m->rows, &facts, t->received_us, t->moments, t->n_moments, m->work->now_us, &m->next_clock, &m->set);
    report_and_call_back(m);
    t->grade = facts.grade;
    struct complaint dates = {.state = t->state, .asked_until_us = t->asked_until_us};
    complaint_take_dates(&dates, &m->set);
    t->due_us = dates.due_us;
    t->due_kind = dates.due_kind;
    t->promised_us = dates.promised_us;
    demo_clocks_write(&unit->world, t->id, &m->set, m->work->now_us, &m->tables[T_CLOCK], &m->tables[T_HISTORY]);
}

static void add_code(struct maker *m, const struct told *t, int kind, const char *code)
{
    struct bulk *b = &m->tables[T_CODE];
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_int(b, kind);
    bulk_text(b, code);
}

/* Flags from the beginning, causes and stages with the finding. */
static void add_codes(struct maker *m, const struct told *t)
{
    const struct rulebook *book = m->worlds->world.book;
    if (*t->flag)
        add_code(m, t, 3, t->flag);
    if (t->state != COMPLAINT_CLOSED)
        return;
    if (book->causes_count)
        add_code(m, t, 1, book->causes[demo_below(m, book->causes_count)].code);
    if (book->stages_count)
        add_code(m, t, 2, book->stages[demo_below(m, book->stages_count)].code);
}

static const char *basis_of(const struct maker *m, const struct told *t)
{
    const struct rulebook *book = m->worlds->world.book;
    for (unsigned i = 0; t->state == COMPLAINT_CLOSED && i < book->bases_count; i++) {
        if (!*book->bases[i].finding)
            return book->bases[i].code;
    }
    return "";
}

static void add_head(struct maker *m, struct told *t)
{
    const struct demo_work *work = m->work;
    struct bulk *b = &m->tables[T_COMPLAINT];
    uint8_t submission[32], passcode[32];
    crypto_random(submission, sizeof submission);
    crypto_passcode_hash(work->keys, t->number, DEMO_PASSCODE, passcode);
    bool concluded = t->state == COMPLAINT_CLOSED;
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_text(b, t->number);
    bulk_bytes(b, submission, sizeof submission);
    bulk_bytes(b, passcode, sizeof passcode);
    bulk_text(b, t->channel);
    bulk_text(b, t->source);
    bulk_int(b, t->mode);
    bulk_text(b, t->kind);
    bulk_int(b, t->heads);
    bulk_int(b, db_int(&m->categories, t->category, 0));
    bulk_int(b, db_int(&m->offices, t->office, 1));
    bulk_int(b, db_int(&m->offices, t->office, 0));
    bulk_id(b, t->handler);
    bulk_null(b);
    bulk_int(b, t->state);
    bulk_int(b, complaint_state_open(t->state));
    bulk_text(b, t->title);
    bulk_text(b, demo_fill(m, t, "{date}"));
    bulk_text(b, DEMO_ANY(m, demo_places));
    bulk_text(b, t->reference);
    bulk_int(b, t->received_us);
    bulk_id(b, t->accepted_us);
    bulk_id(b, t->replied_us);
    bulk_id(b, t->closed_us);
    bulk_int(b, t->due_us);
    bulk_int(b, t->due_kind);
    bulk_id(b, t->promised_us);
    bulk_id(b, t->state == COMPLAINT_WAITING ? t->asked_until_us : 0);
    bulk_int(b, t->unread);
    bulk_int(b, concluded ? t->story->finding : FINDING_NONE);
    bulk_text(b, concluded ? t->story->reason : t->state == COMPLAINT_REJECTED ? "所述事项已由法院受理，请等待司法程序结果；如有新的情况，可以再次联系我们。" : "");
    bulk_text(b, t->grade);
    bulk_text(b, t->grade);
    bulk_text(b, concluded ? "valid" : "");
    bulk_text(b, t->flag);
    bulk_int(b, *t->flag != '\0');
    bulk_text(b, t->state == COMPLAINT_REJECTED && rulebook_exclusion(m->worlds->world.book, "court") ? "court" : "");
    bulk_text(b, basis_of(m, t));
    bulk_int(b, t->open_slips);
    bulk_id(b, t->incident_id);
    bulk_id(b, t->lead_id);
    bulk_int(b, t->events);
    bulk_bytes(b, t->hash, sizeof t->hash);
    bulk_int(b, t->events);
}

static void add_content(struct maker *m, const struct told *t)
{
    struct bulk *b = &m->tables[T_ALLEGATION];
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_int(b, 1);
    bulk_text(b, t->body);
    b = &m->tables[T_DEMAND];
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_text(b, t->story->wish);
    if (wants_money(t))
        bulk_int(b, t->amount);
    else
        bulk_null(b);
    for (size_t i = 0; i < m->fields.n; i++) {
        if (db_int(&m->fields, i, 1) != db_int(&m->categories, t->category, 0) || !demo_chance(m, 60))
            continue;
        b = &m->tables[T_FIELD];
        bulk_row(b);
        bulk_int(b, t->id);
        bulk_int(b, db_int(&m->fields, i, 0));
        bulk_text(b, arena_printf(m->rows, "P%09d", (int)demo_below(m, 1000000000)));
    }
}

static void who_told_it(struct maker *m, struct identity *who)
{
    static const char *const ways[] = {"phone", "phone", "phone", "web", "email", "letter"};
    const char *surname = DEMO_ANY(m, demo_surnames);
    *who = (struct identity){
        .name = arena_printf(m->rows, "%s%s", surname, DEMO_ANY(m, demo_given)),
        .phone = arena_printf(m->rows, "1%d%09d", (int)(30 + demo_below(m, 60)) / 10, (int)demo_below(m, 1000000000)),
        .email = demo_chance(m, 30) ? arena_printf(m->rows, "user%d@example.com", (int)demo_below(m, 1000000)) : "",
        .address = demo_chance(m, 25) ? arena_printf(m->rows, "江州市城南区和平路 %d 号", (int)(1 + demo_below(m, 300))) : "",
        .id_number = "",
        .prefer = ways[demo_below(m, COUNT_OF(ways))],
        .prefer_time = demo_chance(m, 30) ? "工作日晚上" : "",
    };
}

static void told_first(struct maker *m, struct told *t)
{
    choose_category(m, t);
    choose_office(m, t);
    t->product = DEMO_ANY(m, demo_products);
    t->amount = (long)(50 + demo_below(m, 400)) * (demo_chance(m, 30) ? 100 : 10);
    t->mode = demo_chance(m, 88) ? COMPLAINT_NAMED : demo_chance(m, 50) ? COMPLAINT_CONFIDENTIAL : COMPLAINT_ANONYMOUS;
    t->reference = arena_printf(m->rows, "%04d-%06d", (int)(2015 + demo_below(m, 11)), (int)demo_below(m, 1000000));
    t->body = demo_fill(m, t, t->story->body);
    who_told_it(m, t->who);
}

/* The same person about the same policy: once more, or, of one that was split, about another matter. */
static void told_again(struct maker *m, struct told *t)
{
    const struct told *older = t->older;
    if (t->split)
        choose_category(m, t);
    else {
        t->story = older->story;
        t->category = older->category;
    }
    t->office = older->office;
    t->product = older->product;
    t->amount = older->amount;
    t->mode = older->mode;
    t->reference = older->reference;
    *t->who = *older->who;
    const char *again = t->split ? "" : demo_chance(m, 50) ? "我之前投诉过这件事，一直没有解决。" : "上次的答复我不认可，再次反映。";
    t->body = arena_printf(m->rows, "%s%s", again, t->split ? demo_fill(m, t, t->story->body) : older->body);
}

static enum err tell_one(struct maker *m, struct told *t, struct told *before, size_t n)
{
    int64_t received_us = t->received_us;
    *t = (struct told){.id = m->next_complaint++, .received_us = received_us, .at_us = received_us, .state = COMPLAINT_SUBMITTED, .who = ARENA_NEW(m->rows, struct identity)};
    t->number = crypto_number_new(m->rows, m->work->number_prefix);
    demo_choose_older(m, t, before, n);
    if (t->older)
        told_again(m, t);
    else
        told_first(m, t);
    choose_complainant(m, t);
    struct str first = str_of(t->body);
    const char *stop = strstr(t->body, "。");
    if (stop)
        first.n = (size_t)(stop - t->body);
    t->title = utf8_shorten(m->rows, first, 40);
    t->clerk = demo_person(m, t->office);
    if (t->split)
        return demo_split_off(m, t);
    TRY(demo_event(m, t, EVENT_COMPLAINANT, 0, 0, "submitted", "{}"));
    return demo_carry(m, t);
}

/* Once nothing more happens to it. */
static void write_one(struct maker *m, struct told *t)
{
    demo_between_write(t);
    set_clocks(m, t);
    add_head(m, t);
    add_content(m, t);
    add_codes(m, t);
    add_scope(m, t);
}

/* ---- batches ---- */

struct batch {
    struct maker *m;
    struct told *told;
    size_t n;
};

/* The rows are gone once they were sent, so this cannot run again; nobody else writes while a demo is made. */
static enum err save_batch(struct db *db, void *ctx)
{
    struct batch *batch = ctx;
    struct maker *m = batch->m;
    for (size_t i = 0; i < T__COUNT; i++) {
        enum err e = bulk_flush(&m->tables[i]);
        if (e != ERR_NONE)
            return e == ERR_RETRY ? ERR_DB : e;
    }
    for (size_t i = 0; i < batch->n; i++) {
        if (batch->told[i].mode == COMPLAINT_ANONYMOUS)
            continue;
        TRY(identity_insert(db, m->rows, m->work->keys, CRYPTO_ALL, batch->told[i].id, batch->told[i].mode, batch->told[i].who));
    }
    return ERR_NONE;
}

static enum err make_batch(struct maker *m, const int64_t *received, size_t n)
{
    struct batch batch = {m, ARENA_ARRAY(m->rows, n, struct told), n};
    for (size_t i = 0; i < T__COUNT; i++)
        m->tables[i] = (struct bulk){.db = m->work->db, .head = heads[i], .sql = {.arena = m->rows}};
    for (size_t i = 0; i < n; i++) {
        batch.told[i].received_us = received[i];
        TRY(tell_one(m, &batch.told[i], batch.told, i));
    }
    for (size_t i = 0; i < n; i++)
        TRY(demo_link(m, &batch.told[i]));
    if (m->next_incident == 1 || demo_chance(m, 25))
        TRY(demo_incident(m, batch.told, n));
    for (size_t i = 0; i < n; i++)
        write_one(m, &batch.told[i]);
    TRY(db_tx(m->work->db, save_batch, &batch));
    arena_reset(m->rows);
    return ERR_NONE;
}

/* Whose rows of m->staff, which are in the order of departments, work in which office. */
static void find_people(struct maker *m)
{
    m->people = ARENA_ARRAY(m->base, m->offices.n, struct demo_people);
    for (size_t o = 0; o < m->offices.n; o++) {
        size_t from = 0, end = m->staff.n;
        while (from < end) {
            size_t middle = from + (end - from) / 2;
            if (db_int(&m->staff, middle, 1) < db_int(&m->offices, o, 0))
                from = middle + 1;
            else
                end = middle;
        }
        while (end < m->staff.n && db_int(&m->staff, end, 1) == db_int(&m->offices, o, 0))
            end++;
        m->people[o] = (struct demo_people){from, end - from};
    }
}

static enum err load_basis(struct maker *m)
{
    struct db *db = m->work->db;
    struct db_rows last;
    TRY(db_query(db, m->base, &list[DEMO_OFFICES], DB_NO_ARGS, &m->offices));
    TRY(db_query(db, m->base, &list[DEMO_LINES], DB_NO_ARGS, &m->lines));
    TRY(db_query(db, m->base, &list[DEMO_STAFF], DB_NO_ARGS, &m->staff));
    find_people(m);
    TRY(db_query(db, m->base, &list[DEMO_CATEGORIES], DB_NO_ARGS, &m->categories));
    TRY(db_query(db, m->base, &list[DEMO_FIELDS], DB_NO_ARGS, &m->fields));
    TRY(db_one(db, m->base, &list[DEMO_LAST_COMPLAINT], DB_NO_ARGS, &last));
    m->next_complaint = db_int(&last, 0, 0) + 1;
    TRY(db_one(db, m->base, &list[DEMO_LAST_MESSAGE], DB_NO_ARGS, &last));
    m->next_message = db_int(&last, 0, 0) + 1;
    TRY(db_one(db, m->base, &list[DEMO_LAST_SLIP], DB_NO_ARGS, &last));
    m->next_slip = db_int(&last, 0, 0) + 1;
    TRY(db_one(db, m->base, &list[DEMO_LAST_INCIDENT], DB_NO_ARGS, &last));
    m->next_incident = db_int(&last, 0, 0) + 1;
    TRY(demo_worlds_load(db, m->base, m->work->zone, &m->worlds, &m->next_clock));
    return m->offices.n && m->staff.n && m->categories.n && m->worlds ? ERR_NONE : ERR_NOT_FOUND;
}

enum err demo_make_complaints(const struct demo_work *work, size_t n, void (*progress)(size_t done, size_t all))
{
    struct arena *base = arena_new(64 << 20);
    struct maker *m = ARENA_NEW(base, struct maker);
    *m = (struct maker){.work = work, .rows = arena_new(1u << 30), .base = base, .random = work->seed};
    enum err e = load_basis(m);
    /* Every row refers to one that was made here or read before; looking them all up again would take time. */
    if (e == ERR_NONE)
        e = db_exec_text(work->db, "SET SESSION foreign_key_checks = 0, unique_checks = 0");
    for (size_t done = 0; done < n && e == ERR_NONE;) {
        int64_t received[BATCH];
        size_t some = n - done < BATCH ? n - done : BATCH;
        for (size_t i = 0; i < some; i++)
            received[i] = moment(m);
        e = make_batch(m, received, some);
        done += some;
        if (progress)
            progress(done, n);
    }
    if (e == ERR_NONE)
        e = db_exec_text(work->db, "SET SESSION foreign_key_checks = 1, unique_checks = 1");
    arena_free(m->rows);
    arena_free(base);
    return e;
}

enum err demo_sample(struct db *db, struct arena *a, struct db_rows *ret_rows)
{
    return db_query(db, a, &list[DEMO_SAMPLE], DB_NO_ARGS, ret_rows);
}

enum err demo_has_organisation(struct db *db, struct arena *a, bool *ret_has)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[DEMO_UNITS], DB_NO_ARGS, &row));
    *ret_has = db_int(&row, 0, 0) > 0;
    return ERR_NONE;
}
