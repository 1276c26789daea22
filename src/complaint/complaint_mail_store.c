#include "complaint_mail_store.h"

#include <string.h>
#include <unistd.h>

#include "attachment_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "crypto_reply.h"
#include "crypto_seal.h"
#include "identity_store.h"
#include "log.h"
#include "mail_parse.h"
#include "notice_store.h"
#include "post_store.h"
#include "utf8.h"

#define WAITS_US UTC_DAY_US /* where the rulebook has no time limit from the arrival on */

enum { BY_NUMBER, BY_ID, KNOWN_ADDRESS, LOCKED, MOVED_ON };
#define ABOUT "c.id, c.mode, c.language, c.unit_id, c.is_open, c.erased_us, c.department_id, c.assignee_id FROM complaint c "
#define ABOUT_TYPES "iitiiIII"
static const struct db_stmt list[] = {
    [BY_NUMBER] = {"SELECT " ABOUT "WHERE c.number = ?", "t", ABOUT_TYPES},
    [BY_ID] = {"SELECT " ABOUT "WHERE c.id = ?", "i", ABOUT_TYPES},
    [KNOWN_ADDRESS] = {"SELECT wrap_kind, email_index, email IS NOT NULL FROM complaint_identity WHERE complaint_id = ?", "i", "iBi"},
    [LOCKED] = {"SELECT events, chain_hash, version FROM complaint WHERE id = ? AND erased_us IS NULL FOR UPDATE", "i", "ibi"},
    [MOVED_ON] = {"UPDATE complaint SET events = ?, chain_hash = ?, version = version + 1 WHERE id = ?", "ibi", ""},
};
const struct db_stmts complaint_mail_stmts = {"complaint_mail", list, COUNT_OF(list), DB_JOBS};

/* What has to be known of the complaint that a mail is about. */
struct about {
    int64_t id, unit_id, department_id, assignee_id;
    enum complaint_mode mode;
    bool zh, is_open, erased;
};

static enum err load_about(struct db *db, struct arena *a, int which, struct db_value key, struct about *ret_about)
{
    struct db_rows r;
    TRY(db_one(db, a, &list[which], &key, 1, &r));
    *ret_about = (struct about){.id = db_int(&r, 0, 0), .mode = (enum complaint_mode)db_int(&r, 0, 1), .zh = strcmp(db_text(&r, 0, 2), "en") != 0, .unit_id = db_int(&r, 0, 3),
                                .is_open = db_int(&r, 0, 4) != 0, .erased = db_int(&r, 0, 5) != 0, .department_id = db_int(&r, 0, 6), .assignee_id = db_int(&r, 0, 7)};
    return ERR_NONE;
}

/* ---- taking ---- */

struct taking {
    struct arena *arena;
    const struct mail_taking *how;
    struct mail_parsed mail;
    struct mail_new row;
    struct about about; /* id 0: no complaint */
    int64_t id;
};

/* Only of who gives his name to the handlers is kept who wrote: the confidential are sealed, and the anonymous are nobody. */
static bool is_nameless(const struct about *about)
{
    return about->id && about->mode != COMPLAINT_NAMED;
}

/* Whom a machine writes about stands anywhere in its text, in words that nobody knows beforehand. */
static bool by_machine(enum mail_kind kind)
{
    return kind == MAIL_AUTOMATIC || kind == MAIL_BOUNCE || kind == MAIL_LOOP;
}

static enum err fingerprint(struct taking *t, int fd)
{
    struct crypto_hash *hash = crypto_hash_new(t->arena);
    const struct mail_content *c = &t->mail.content;
    char *bytes = arena_alloc(t->arena, 65536);
    off_t at = (off_t)t->mail.body_at;
    ssize_t n;
    crypto_hash_add(hash, c->message_id, strlen(c->message_id) + 1);
    crypto_hash_add(hash, c->from, strlen(c->from) + 1);
    crypto_hash_add(hash, c->subject, strlen(c->subject) + 1);
    while ((n = pread(fd, bytes, 65536, at)) > 0) {
        crypto_hash_add(hash, bytes, (size_t)n);
        at += n;
    }
    crypto_hash_end(hash, t->row.fingerprint);
    return n < 0 ? ERR_IO : ERR_NONE;
}

/* The complaint of a signed reply address among these; about stays as it is when there is none. */
static enum err find_complaint(struct db *db, struct taking *t, const char *const *addresses, size_t n)
{
    const struct config *config = t->how->config;
    for (size_t i = 0; i < n && t->about.id == 0; i++) {
        const char *signed_number = crypto_reply_number(t->arena, t->how->writer->keys, config->mail_in.reply_address, addresses[i]);
        const char *number = signed_number ? crypto_number_read(t->arena, config->site.number_prefix, signed_number) : NULL;
        struct about found;
        if (!number)
            continue;
        enum err e = load_about(db, t->arena, BY_NUMBER, DB_TEXT(number), &found);
        if (e == ERR_NONE && !found.erased)
            t->about = found;
        else if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_NONE;
}

static enum err find_kind(struct db *db, struct taking *t)
{
    const struct mail_taking *how = t->how;
    const struct mail_content *c = &t->mail.content;
    const char *mail_from = how->config->post.mail_from;
    bool ours = crypto_reply_own(how->config->mail_in.reply_address, c->from);
    ours |= mail_from && *c->from && strcmp(identity_email_key(t->arena, mail_from), identity_email_key(t->arena, c->from)) == 0;
    t->row.kind = t->mail.kind;
    if (how->sender && !*how->sender && t->row.kind == MAIL_ORDINARY)
        t->row.kind = MAIL_AUTOMATIC;
    if (!ours && *c->from)
        TRY(mail_is_ours(db, t->arena, c->from, &ours));
    if (ours && t->row.kind != MAIL_BOUNCE)
        t->row.kind = MAIL_LOOP;
    if (t->row.kind != MAIL_ORDINARY)
        return ERR_NONE;
    const unsigned most = how->config->mail_in.per_hour;
    const int64_t since_us = t->row.at_us - UTC_HOUR_US;
    unsigned sent = 0, about = 0;
    TRY(mail_sent_since(db, t->arena, how->writer->keys, identity_email_key(t->arena, c->from), since_us, most, &sent));
    if (t->about.id)
        TRY(mail_sent_about(db, t->arena, t->about.id, since_us, most, &about));
    if (sent >= most || about >= most)
        t->row.kind = MAIL_MANY;
    return ERR_NONE;
}

static enum err find_place(struct db *db, struct taking *t)
{
    const struct mail_taking *how = t->how;
    const char *recipient[1] = {how->to && *how->to ? how->to : ""};
    bool found;
    TRY(find_complaint(db, t, recipient, 1));
    TRY(find_complaint(db, t, t->mail.sent_to, t->mail.n_sent_to));
    if (t->mail.kind == MAIL_BOUNCE)
        TRY(find_complaint(db, t, t->mail.returned_to, t->mail.n_returned_to));
    TRY(mail_unit(db, t->arena, recipient, 1, &t->row.unit_id, &found));
    if (!found)
        TRY(mail_unit(db, t->arena, t->mail.sent_to, t->mail.n_sent_to, &t->row.unit_id, &found));
    if (t->about.id) {
        t->row.unit_id = t->about.unit_id;
        t->row.complaint_id = t->about.id;
    }
    return find_kind(db, t);
}

/* By the clocks of the channel from the arrival on, as if it were a complaint already. */
static enum err find_due(struct db *db, struct taking *t)
{
    const struct complaint c = {.channel = "email", .source = "direct", .mode = COMPLAINT_NAMED, .head_count = 1, .received_us = t->row.at_us};
    struct rb_facts facts = complaint_facts(t->arena, &c, NULL, t->row.at_us);
    struct complaint_start start = {.grade = ""};
    struct clock_world world;
    TRY(clock_world_load(db, t->arena, t->row.unit_id, t->how->writer->zone, &world));
    complaint_start(&world, t->arena, &facts, t->row.at_us, &start);
    t->row.due_us = start.due_us ? start.due_us : t->row.at_us + WAITS_US;
    return ERR_NONE;
}

/* What a sender is called stands in many a file's name. */
static const char *masked(struct arena *a, const char *text, const struct mail_content *c)
{
    return mail_mask(a, mail_mask(a, text, c->from), c->name);
}

static enum err keep_file(struct taking *t, struct http_file_sink *sink, const struct mail_file *file)
{
    const char *called = mail_file_called(file);
    TRY(sink->begin(sink->ctx, NULL, "files", is_nameless(&t->about) ? masked(t->arena, called, &t->mail.content) : called, ""));
    TRY(mail_file_bytes(file, sink->write, sink->ctx));
    return sink->end(sink->ctx, true);
}

static enum err keep_files(struct db *db, struct taking *t)
{
    const struct config *config = t->how->config;
    struct attachment_stage stage = {.db = db, .arena = t->arena, .clean_pictures = true, .now_us = t->how->writer->now_us, .files_max = config->mail_in.files, .file_max = config->limits.upload_mib << 20};
    struct http_file_sink sink;
    crypto_random(t->row.stage_hash, sizeof t->row.stage_hash);
    memcpy(stage.stage_hash, t->row.stage_hash, sizeof stage.stage_hash);
    if (t->mail.n_files == 0 || (is_nameless(&t->about) && by_machine(t->row.kind)))
        return ERR_NONE;
    TRY(attachment_sink(&stage, &sink));
    for (size_t i = 0; i < t->mail.n_files; i++)
        TRY(keep_file(t, &sink, t->mail.files[i]));
    struct mail_refused *refused = ARENA_ARRAY(t->arena, stage.n_problems + 1, struct mail_refused);
    for (size_t i = 0; i < stage.n_problems; i++)
        refused[i] = (struct mail_refused){stage.problems[i].name, stage.problems[i].message, stage.problems[i].number};
    t->mail.content.refused = refused;
    t->mail.content.n_refused = stage.n_problems;
    return ERR_NONE;
}

/* Nobody of the staff may read who a complainant is who is not named: nor in what he writes below his text, or what he answers to. Of what a machine says its subject is enough. */
static struct mail_content without_sender(struct arena *a, const struct mail_content *c, enum mail_kind kind)
{
    struct mail_content out = *c;
    struct mail_refused *refused = ARENA_ARRAY(a, c->n_refused + 1, struct mail_refused);
    for (size_t i = 0; i < c->n_refused; i++)
        refused[i] = (struct mail_refused){masked(a, c->refused[i].name, c), c->refused[i].message, c->refused[i].number};
    out.refused = refused;
    out.text = masked(a, c->text, c);
    out.subject = masked(a, c->subject, c);
    out.from = out.name = out.quoted = out.message_id = "";
    if (by_machine(kind)) {
        out.subject = mail_mask_contacts(a, out.subject);
        out.text = "";
        out.n_refused = 0;
    }
    return out;
}

static enum err insert(struct db *db, void *ctx)
{
    struct taking *t = ctx;
    TRY(mail_insert(db, t->arena, t->how->writer->keys, &t->row, &t->id));
    return t->row.state == MAIL_WAITS ? mail_tell(db, t->arena, t->row.unit_id, "mail_received", t->how->writer->now_us) : ERR_NONE;
}

enum err mail_take(struct db *db, struct arena *a, const struct mail_taking *taking, int fd, bool *ret_again)
{
    struct taking t = {.arena = a, .how = taking, .row = {.at_us = taking->at_us}};
    struct mail_content content;
    size_t done;
    TRY(mail_parse(a, fd, &t.mail));
    TRY(fingerprint(&t, fd));
    enum err e = mail_known(db, a, t.row.fingerprint);
    *ret_again = e == ERR_NONE;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(find_place(db, &t));
    TRY(find_due(db, &t));
    TRY(keep_files(db, &t));
    bool nameless = is_nameless(&t.about);
    content = nameless ? without_sender(a, &t.mail.content, t.row.kind) : t.mail.content;
    t.row.content = &content;
    t.row.index_of = nameless ? "" : identity_email_key(a, t.mail.content.from);
    t.row.state = t.about.id && (t.row.kind == MAIL_ORDINARY || t.row.kind == MAIL_BOUNCE) ? MAIL_COMING : t.row.kind == MAIL_ORDINARY ? MAIL_WAITS : MAIL_RECORDED;
    e = db_tx(db, insert, &t);
    *ret_again = e == ERR_EXISTS;
    if (e != ERR_NONE)
        return e == ERR_EXISTS ? ERR_NONE : e;
    /* It is kept. What it is to become there is done now, or by jobs in a moment. */
    if (t.row.state == MAIL_COMING && mail_go_on(db, a, taking->config, taking->writer, 1, &done) != ERR_NONE)
        log_note(LOG_WARN, "a mail is put to its complaint later");
    return ERR_NONE;
}

/* ---- to its complaint ---- */

struct coming {
    struct arena *arena;
    const struct config *config;
    const struct complaint_writer *writer;
    const struct mail_coming *row;
    struct mail_content content;
    struct about about;
};

static bool same_address(const struct coming *x, struct str stored, const char *from)
{
    uint8_t made[16];
    const struct str key = str_of(identity_email_key(x->arena, from));
    for (size_t back = 0; crypto_blind_index_older(x->writer->keys, back, "complaint_identity.email", key, made); back++) {
        if (stored.n == sizeof made && crypto_equal(made, stored.p, sizeof made))
            return true;
    }
    return false;
}

/* Whether it came from another address than is known of the complainant; what is sealed to the custodians nobody here can compare. */
static enum err is_other(struct db *db, const struct coming *x, bool *ret_other)
{
    enum { INTAKE = 1, MASTER = 2 };
    struct db_rows r;
    struct identity who;
    *ret_other = false;
    enum err e = db_one(db, x->arena, &list[KNOWN_ADDRESS], DB_ARGS(DB_INT(x->about.id)), &r);
    if (e == ERR_NOT_FOUND || !*x->content.from)
        return ERR_NONE;
    TRY(e);
    if (db_int(&r, 0, 0) == MASTER && !db_is_null(&r, 0, 1)) {
        *ret_other = !same_address(x, db_bytes(&r, 0, 1), x->content.from);
    } else if (db_int(&r, 0, 0) == INTAKE && db_int(&r, 0, 2)) {
        TRY(identity_load(db, x->arena, x->writer->keys, x->about.id, &who));
        *ret_other = *who.email && strcmp(identity_email_key(x->arena, who.email), identity_email_key(x->arena, x->content.from)) != 0;
    }
    return ERR_NONE;
}

static enum err arrived(struct db *db, void *ctx, int64_t message_id)
{
    const struct coming *x = ctx;
    if (is_nameless(&x->about) && *x->content.from) {
        const struct mail_content without = without_sender(x->arena, &x->content, x->row->kind);
        TRY(mail_forget_sender(db, x->arena, x->writer->keys, x->row, &without));
        TRY(mail_mask_files(db, x->arena, x->row->id, &x->content));
    }
    return mail_came(db, x->row->id, x->row->decided_by ? MAIL_ADDED : MAIL_ANSWER, message_id);
}

/* After the end nobody waits for it, so whoever had it is told. */
static enum err tell_after(struct db *db, const struct coming *x)
{
    struct notice_to *to;
    size_t n;
    if (x->about.is_open)
        return ERR_NONE;
    TRY(notice_receivers_of(db, x->arena, x->about.id, "handler", x->about.unit_id, x->about.department_id, x->about.assignee_id, x->writer->now_us, &to, &n));
    for (size_t i = 0; i < n; i++)
        TRY(notice_put(db, &(struct notice){.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = x->about.id, .at_us = x->writer->now_us, .kind = "mail_after", .data = "{}"}));
    return ERR_NONE;
}

static enum err supply(struct db *db, struct coming *x)
{
    struct complaint_writer complainant = *x->writer;
    bool other;
    complainant.pool = CRYPTO_PUBLIC; /* he speaks for himself: jobs have that key, too */
    complainant.user = NULL;
    TRY(is_other(db, x, &other));
    const struct mail_content without = without_sender(x->arena, &x->content, x->row->kind), *shown = is_nameless(&x->about) ? &without : &x->content;
    const struct track_mail mail = {.complaint_id = x->about.id, .text = mail_message(x->arena, shown, x->about.zh, x->config->limits.text_chars), .stage_hash = x->row->stage_hash,
                                    .other_sender = other, .by_staff = x->row->decided_by != 0, .also = arrived, .ctx = x};
    TRY(track_mail(db, x->arena, &complainant, &mail));
    return tell_after(db, x);
}

/* Something of ours did not reach him: the timeline and the list of what was sent say so, and the phone is there. */
static enum err bounced(struct db *db, void *ctx)
{
    struct coming *x = ctx;
    enum err e = post_bounced(db, x->content.returned ? x->content.returned : "", x->about.id, mail_mask_contacts(x->arena, str_cstr(x->arena, utf8_prefix(str_of(x->content.subject), POST_SAID_MAX))));
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    struct complaint c = {.id = x->about.id};
    struct db_rows r;
    TRY(db_one(db, x->arena, &list[LOCKED], DB_ARGS(DB_INT(c.id)), &r));
    c.events = (int)db_int(&r, 0, 0);
    memcpy(c.chain_hash, db_bytes(&r, 0, 1).p, sizeof c.chain_hash);
    TRY(complaint_append(db, x->arena, x->writer, &c, "mail_bounced", "{}"));
    TRY(db_run(db, &list[MOVED_ON], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL));
    return mail_came(db, x->row->id, MAIL_RECORDED, 0);
}

static enum err put_there(struct db *db, struct coming *x)
{
    TRY(mail_open(x->arena, x->writer->keys, &x->row->sealed, &x->content));
    TRY(load_about(db, x->arena, BY_ID, DB_INT(x->row->complaint_id), &x->about));
    if (x->about.erased)
        return ERR_ERASED;
    return x->row->kind == MAIL_BOUNCE ? db_tx(db, bounced, x) : supply(db, x);
}

enum err mail_go_on(struct db *db, struct arena *a, const struct config *config, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct mail_coming *rows;
    size_t n, done = 0;
    TRY(mail_coming(db, a, limit, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        struct coming x = {.arena = a, .config = config, .writer = w, .row = &rows[i]};
        enum err e = put_there(db, &x);
        if (e == ERR_DB_AWAY || e == ERR_RETRY)
            return e;
        /* Another host was faster; or it has no place there, and people decide. */
        if (e != ERR_NONE && e != ERR_STALE) {
            LOG(LOG_WARN, "a mail has no place with its complaint", LOG_NUM("mail", rows[i].id), LOG_TEXT("error", err_name(e)));
            TRY(mail_turn_away(db, rows[i].id));
        }
        done++;
    }
    *ret_n = done;
    return ERR_NONE;
}
