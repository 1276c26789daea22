#include <string.h>

#include "approval_store.h"
#include "attachment_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_meet_store.h"
#include "crypto_random.h"
#include "message_store.h"
#include "msgid.h"
#include "once_store.h"
#include "paper_store.h"
#include "rulebook_store.h"

/* Beginning papers, changing, asking, making final, delivering and dropping them. */

enum { BEGIN, CHANGE, STEP, REPLACE, SECTIONS_GO, PUT_SECTION, PUT_COPY, DELIVER, MOVE_ON };
static const struct db_stmt list[] = {
    [BEGIN] = {"INSERT INTO paper (complaint_id, code, kind, state, title, author_id, begun_us, changed_us, replaces_id) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)", "itttiiiI", ""},
    [CHANGE] = {"UPDATE paper SET title = ?, state = ?, changed_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tiiii", ""},
    [STEP] = {"UPDATE paper SET state = ?, changed_us = ?, final_us = ?, version = version + 1 WHERE id = ? AND version = ?", "iiIii", ""},
    [REPLACE] = {"UPDATE paper SET state = 6, changed_us = ?, version = version + 1 WHERE id = ? AND complaint_id = ? AND state = 3", "iii", ""},
    [SECTIONS_GO] = {"DELETE FROM paper_section WHERE paper_id = ?", "i", ""},
    [PUT_SECTION] = {"INSERT INTO paper_section (paper_id, code, body) VALUES (?, ?, ?)", "itt", ""},
    [PUT_COPY] = {"INSERT INTO paper_copy (paper_id, language, body, sha256, at_us) VALUES (?, ?, ?, ?, ?)", "itbbi", ""},
    [DELIVER] = {"UPDATE paper SET state = 4, delivered_us = ?, delivered_way = ?, delivered_to = ?, delivery_proof = ?, version = version + 1 WHERE id = ? AND version = ?", "itttii", ""},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts paper_write_stmts = {"paper_write", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    struct complaint c;
    permission_set rights;
    const struct rulebook *book;
    struct rb_facts facts;
    const struct rb_chain *chain;
    struct paper p;
    struct approval approval;
    enum paper_consent consent;
    bool whole; /* the complaint itself is saved: its dates moved */
    const char *location, *field, *why;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static bool has_text(const char *text)
{
    return text && *text;
}

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static enum err record(struct db *db, struct acting *x, const char *kind, const char *key, const char *value, int64_t message_id, int64_t files)
{
    struct arena *a = x->arena;
    const char *data = timeline_data(a, "paper", number(a, x->p.id), "title", x->p.title, "message", message_id ? number(a, message_id) : NULL, "files", files ? number(a, files) : NULL, key ? key : "",
                                     key ? value : NULL, NULL);
    return complaint_append(db, a, x->writer, &x->c, kind, data);
}

/* The complaint within scope, its rules and what they go by. */
static enum err load(struct db *db, struct acting *x, const char *number)
{
    struct complaint_class class;
    int64_t version_id;
    TRY(complaint_lock(db, x->arena, number));
    TRY(complaint_load(db, x->arena, x->writer->user, number, &x->c, &x->rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    TRY(rulebook_in_force(db, x->arena, &x->book, &version_id));
    TRY(complaint_class_load(db, x->arena, x->c.id, &class));
    x->facts = complaint_facts(x->arena, &x->c, &class, x->writer->now_us);
    return ERR_NONE;
}

static enum err put_sections(struct db *db, int64_t id, const struct paper_section *sections, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (*sections[i].body)
            TRY(db_run(db, &list[PUT_SECTION], DB_ARGS(DB_INT(id), DB_TEXT(sections[i].code), DB_TEXT(sections[i].body)), NULL));
    }
    return ERR_NONE;
}

static enum err move_on(struct db *db, struct acting *x)
{
    if (x->whole)
        return complaint_save(db, x->arena, &x->c);
    return db_run(db, &list[MOVE_ON], DB_ARGS(DB_INT(x->c.events), DB_BYTES(x->c.chain_hash, 32), DB_INT(x->c.id)), NULL);
}

static enum err claim(struct db *db, struct acting *x, const uint8_t *once_hash, const char *location, bool *ret_done)
{
    *ret_done = false;
    x->location = location;
    if (!once_hash)
        return ERR_NONE;
    enum err e = once_claim(db, x->arena, once_hash, location, x->writer->now_us, &x->location);
    *ret_done = e == ERR_EXISTS;
    return *ret_done ? ERR_NONE : e;
}

/* ---- beginning ---- */

struct beginning {
    struct acting x;
    const struct paper_begin *begin;
};

/* A new version is of the same paper, which is final. */
static enum err check_replaced(struct db *db, struct acting *x, const struct paper_begin *begin)
{
    struct paper was;
    if (!begin->replaces_id)
        return ERR_NONE;
    enum err e = paper_load(db, x->arena, x->c.id, begin->replaces_id, &was);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_INPUT : e;
    return paper_replaceable(&was) && strcmp(was.code, begin->code) == 0 ? ERR_NONE : ERR_INPUT;
}

static enum err run_begin(struct db *db, void *ctx)
{
    struct beginning *k = ctx;
    struct acting *x = &k->x;
    const struct paper_begin *begin = k->begin;
    struct db_done done;
    bool again;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .field = "", .why = ""};
    TRY(claim(db, x, begin->once_hash, begin->once_location, &again));
    if (again)
        return ERR_NONE;
    TRY(load(db, x, begin->number));
    if (!(x->rights & PERMISSION_BIT(MAY_INVESTIGATE)))
        return ERR_FORBIDDEN;
    const struct rb_paper *rule = rulebook_paper(x->book, begin->code);
    if (!rule || rule->inactive || rulebook_when(&rule->when, &x->facts) != RB_HOLDS)
        return ERR_INPUT;
    TRY(check_replaced(db, x, begin));
    const struct db_value now = DB_INT(x->writer->now_us);
    TRY(db_run(db, &list[BEGIN], DB_ARGS(DB_INT(x->c.id), DB_TEXT(rule->code), DB_TEXT(rule->kind), DB_TEXT(begin->title), DB_INT(x->writer->user->id), now, now, DB_ID(begin->replaces_id)), &done));
    x->p = (struct paper){.id = done.id, .title = begin->title};
    TRY(put_sections(db, x->p.id, begin->sections, begin->n_sections));
    TRY(record(db, x, "paper_begun", NULL, NULL, 0, 0));
    return move_on(db, x);
}

enum err paper_begin(struct db *db, struct arena *a, const struct complaint_writer *w, const struct paper_begin *begin, const char **ret_location)
{
    struct beginning k = {.x = {.arena = a, .writer = w}, .begin = begin};
    enum err e = db_tx(db, run_begin, &k);
    bool names_it = e == ERR_NONE && k.x.p.id && strcmp(k.x.location, begin->once_location) == 0;
    *ret_location = names_it ? arena_printf(a, "%s/%lld", begin->once_location, (long long)k.x.p.id) : k.x.location;
    return e;
}

/* ---- words ---- */

static enum err keep_words(struct db *db, struct acting *x, const struct paper_command *k, enum paper_state state)
{
    struct db_done done;
    if (!has_text(k->title))
        return refuse(x, ERR_INPUT, "title", N_("Give it a title"));
    TRY(db_run(db, &list[CHANGE], DB_ARGS(DB_TEXT(k->title), DB_INT(state), DB_INT(x->writer->now_us), DB_INT(x->p.id), DB_INT(x->p.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(db_run(db, &list[SECTIONS_GO], DB_ARGS(DB_INT(x->p.id)), NULL));
    x->p.title = k->title;
    return put_sections(db, x->p.id, k->sections, k->n_sections);
}

static bool same_words(struct acting *x, const struct paper_command *k)
{
    uint8_t was[32], now[32];
    paper_hash(x->arena, x->p.title, x->p.sections, x->p.n_sections, was);
    paper_hash(x->arena, k->title, k->sections, k->n_sections, now);
    return memcmp(was, now, 32) == 0;
}

static enum err save(struct db *db, struct acting *x, const struct paper_command *k)
{
    if (same_words(x, k))
        return ERR_NONE;
    TRY(keep_words(db, x, k, PAPER_DRAFT));
    return record(db, x, "paper_changed", NULL, NULL, 0, 0);
}

static const char *text_of(const struct paper_section *sections, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(sections[i].code, code) == 0)
            return sections[i].body;
    }
    return "";
}

/* Every section whose condition holds is written; a paper that the book does not have any more is whole with any text. */
static enum err check_whole(struct acting *x, const struct paper_section *sections, size_t n)
{
    const struct rb_paper *rule = rulebook_paper(x->book, x->p.code);
    for (unsigned i = 0; rule && i < rule->sections_count; i++) {
        if (rulebook_when(&rule->sections[i].when, &x->facts) == RB_HOLDS && !*text_of(sections, n, rule->sections[i].code))
            return refuse(x, ERR_INPUT, rule->sections[i].code, N_("Fill in this part: the rules ask for it"));
    }
    return n > 0 ? ERR_NONE : refuse(x, ERR_INPUT, "title", N_("Nothing is written yet"));
}

static enum err ask(struct db *db, struct acting *x, const struct paper_command *k)
{
    uint8_t hash[32];
    int64_t id;
    TRY(check_whole(x, k->sections, k->n_sections));
    TRY(keep_words(db, x, k, PAPER_ASKED));
    paper_hash(x->arena, k->title, k->sections, k->n_sections, hash);
    const struct approval_ask wish = {.chain = x->chain, .subject_id = x->p.id, .basis = "", .title = k->asked_title, .body = k->asked_body, .hash = hash};
    enum err e = approval_ask(db, x->arena, x->writer, &x->c, &wish, &id);
    if (e == ERR_STATE)
        return refuse(x, ERR_STATE, "", N_("Nobody who could agree to it holds the role for this complaint. Tell an administrator"));
    if (e == ERR_EXISTS)
        return refuse(x, ERR_STATE, "", N_("An approval of this is under way already"));
    return e;
}

/* ---- final, delivered, dropped ---- */

/* The final one of which this is the new version; what was delivered stays delivered. */
static enum err replace(struct db *db, struct acting *x)
{
    struct db_done done = {.rows = 0};
    struct paper was;
    if (!x->p.replaces_id)
        return ERR_NONE;
    TRY(db_run(db, &list[REPLACE], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(x->p.replaces_id), DB_INT(x->c.id)), &done));
    if (done.rows == 0)
        return ERR_NONE;
    TRY(paper_load(db, x->arena, x->c.id, x->p.replaces_id, &was));
    const char *data = timeline_data(x->arena, "paper", number(x->arena, was.id), "title", was.title, NULL);
    return complaint_append(db, x->arena, x->writer, &x->c, "paper_replaced", data);
}

static enum err finish(struct db *db, struct acting *x, const struct paper_command *k)
{
    uint8_t sha256[32];
    struct db_done done;
    size_t met;
    const struct db_value now = DB_INT(x->writer->now_us);
    TRY(check_whole(x, x->p.sections, x->p.n_sections));
    if (k->copy.n == 0)
        return ERR_INTERNAL;
    TRY(db_run(db, &list[STEP], DB_ARGS(DB_INT(PAPER_FINAL), now, DB_ID(x->writer->now_us), DB_INT(x->p.id), DB_INT(x->p.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    crypto_sha256(k->copy.p, k->copy.n, sha256);
    TRY(db_run(db, &list[PUT_COPY], DB_ARGS(DB_INT(x->p.id), DB_TEXT(k->copy_language), DB_BYTES(k->copy.p, k->copy.n), DB_BYTES(sha256, 32), now), NULL));
    TRY(record(db, x, "paper_final", "sha256", str_hex(x->arena, sha256, 32), 0, 0));
    TRY(replace(db, x));
    if (strcmp(x->p.kind, PAPER_MANAGEMENT) != 0)
        return ERR_NONE;
    TRY(complaint_meet(db, x->arena, x->writer, &x->c, CLOCK_CLOSING_REPORT, &met));
    x->whole = met > 0;
    return ERR_NONE;
}

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

/* What was written with it, and its files, as an internal note. */
static enum err note(struct db *db, struct acting *x, const char *text, const uint8_t *stage_hash, int64_t *ret_message_id, int64_t *ret_files)
{
    const struct access_user *user = x->writer->user;
    const struct message m = {.complaint_id = x->c.id, .at_us = x->writer->now_us, .author_id = user->id, .kind = MESSAGE_NOTE, .unit_zh = place_name(x->arena, user->unit_zh, user->department_zh),
                              .unit_en = place_name(x->arena, *user->unit_en ? user->unit_en : user->unit_zh, *user->department_en ? user->department_en : user->department_zh), .body = text};
    *ret_files = 0;
    TRY(message_insert(db, &m, ret_message_id));
    return stage_hash ? attachment_claim(db, false, stage_hash, x->c.id, *ret_message_id, ret_files) : ERR_NONE;
}

/* Words, or at least one file that came with them. */
static enum err has_proof(struct db *db, const struct acting *x, const struct paper_command *k, bool *ret_has)
{
    struct attachment *staged;
    size_t n = 0;
    if (!has_text(k->proof) && k->stage_hash)
        TRY(attachment_staged(db, x->arena, false, k->stage_hash, &staged, &n));
    *ret_has = has_text(k->proof) || n > 0;
    return ERR_NONE;
}

static enum err deliver(struct db *db, struct acting *x, const struct paper_command *k)
{
    const bool letter = strcmp(x->p.kind, PAPER_OPINION) == 0;
    int64_t message_id = 0, files = 0;
    bool proven;
    struct db_done done;
    if (!has_text(k->way) || !*paper_way_title(k->way))
        return refuse(x, ERR_INPUT, "way", N_("Say how it was delivered"));
    if (!has_text(k->to))
        return refuse(x, ERR_INPUT, "to", N_("Say to whom: the complainant, a relative, a representative"));
    if (k->delivered_us <= 0 || k->delivered_us > x->writer->now_us)
        return refuse(x, ERR_INPUT, "day", N_("Enter the day on which it was delivered, today at the latest"));
    if (utc_day_start(x->p.final_us, 0, x->writer->zone) > k->delivered_us)
        return refuse(x, ERR_INPUT, "day", N_("It cannot have been delivered before it was final"));
    TRY(has_proof(db, x, k, &proven));
    if (!proven)
        return refuse(x, ERR_INPUT, "proof", N_("Say what proves it, or attach it: the receipt, the tracking number"));
    TRY(db_run(db, &list[DELIVER], DB_ARGS(DB_INT(k->delivered_us), DB_TEXT(k->way), DB_TEXT(k->to), DB_TEXT(k->proof ? k->proof : ""), DB_INT(x->p.id), DB_INT(x->p.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    if (k->stage_hash)
        TRY(note(db, x, has_text(k->proof) ? k->proof : k->to, k->stage_hash, &message_id, &files));
    TRY(record(db, x, letter ? "letter_delivered" : "paper_delivered", "delivery", k->way, message_id, files));
    if (!paper_answers(&x->p, k->way))
        return ERR_NONE;
    /* The day is known, not the hour: on the day on which it became final, then. */
    return complaint_answered(db, x->arena, x->writer, &x->c, k->delivered_us > x->p.final_us ? k->delivered_us : x->p.final_us, &x->whole);
}

static enum err drop(struct db *db, struct acting *x, const struct paper_command *k)
{
    int64_t message_id, files;
    struct db_done done;
    if (!has_text(k->reason))
        return refuse(x, ERR_INPUT, "reason", N_("Say why it is dropped"));
    TRY(db_run(db, &list[STEP], DB_ARGS(DB_INT(PAPER_DROPPED), DB_INT(x->writer->now_us), DB_ID(x->p.final_us), DB_INT(x->p.id), DB_INT(x->p.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(approval_withdraw(db, x->arena, x->writer, &x->c, "letter", x->p.id));
    TRY(note(db, x, k->reason, NULL, &message_id, &files));
    return record(db, x, "paper_dropped", NULL, NULL, message_id, 0);
}

/* ---- ---- */

/* The paper, and whether this can be done with it now. */
static enum err find(struct db *db, struct acting *x, const struct paper_command *k)
{
    uint8_t hash[32];
    const char *why;
    TRY(paper_load(db, x->arena, x->c.id, k->id, &x->p));
    x->chain = paper_chain(x->book, x->p.kind, &x->facts);
    paper_hash(x->arena, x->p.title, x->p.sections, x->p.n_sections, hash);
    enum err e = approval_of(db, x->arena, x->c.id, "letter", x->p.id, &x->approval);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    x->consent = paper_consent(e == ERR_NONE ? &x->approval : NULL, x->chain, hash);
    if (k->action == PAPER_ASK && x->consent == PAPER_AGREED && !same_words(x, k))
        x->consent = PAPER_OUTDATED;
    e = paper_decide(&x->p, k->action, x->rights, x->consent, x->chain != NULL, &why);
    if (e == ERR_FORBIDDEN)
        return refuse(x, e, "", why);
    if (x->p.version != k->version)
        return ERR_STALE;
    return e == ERR_NONE ? ERR_NONE : refuse(x, e, "", why);
}

struct doing {
    struct acting x;
    const struct paper_command *command;
};

static enum err run(struct db *db, void *ctx)
{
    struct doing *d = ctx;
    struct acting *x = &d->x;
    const struct paper_command *k = d->command;
    bool again;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .field = "", .why = ""};
    TRY(claim(db, x, k->once_hash, k->once_location, &again));
    if (again)
        return ERR_NONE;
    TRY(load(db, x, k->number));
    TRY(find(db, x, k));
    switch (k->action) {
    case PAPER_SAVE: TRY(save(db, x, k)); break;
    case PAPER_ASK: TRY(ask(db, x, k)); break;
    case PAPER_FINISH: TRY(finish(db, x, k)); break;
    case PAPER_DELIVER: TRY(deliver(db, x, k)); break;
    case PAPER_DROP: TRY(drop(db, x, k)); break;
    }
    return move_on(db, x);
}

enum err paper_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct paper_command *command, struct paper_result *ret_result)
{
    struct doing d = {.x = {.arena = a, .writer = w}, .command = command};
    enum err e = db_tx(db, run, &d);
    *ret_result = (struct paper_result){.location = d.x.location, .field = d.x.field ? d.x.field : "", .why = d.x.why ? d.x.why : "", .current = d.x.p};
    return e;
}
