#include "complaint_store.h"

#include <string.h>

/* Of the first request to a department (1) that was not returned (4) or withdrawn (7). */
#define LEAD                                                                                                                      \
    "(SELECT p.to_department_id FROM slip p WHERE p.complaint_id = c.id AND p.kind = 1 AND p.state NOT IN (4, 7) ORDER BY p.number LIMIT 1)"
#define HEAD                                                                                                                      \
    "c.id, c.number, c.channel, c.source, c.mode, c.complainant_kind, c.head_count, c.language, c.category_id, c.unit_id, "       \
    "c.department_id, c.assignee_id, c.first_receiver_id, c.state, c.is_open, c.title, c.occurred, c.place, c.persons, "         \
    "c.reference, c.received_us, c.accepted_us, c.replied_us, c.closed_us, c.due_us, c.asked_until_us, c.withdraw_us, c.unread, " \
    "c.finding, c.outcome, c.events, c.chain_hash, c.version, a.name, c.promised_us, c.grade, c.grade_proposed, c.grade_reason, "   \
    "CAST(c.loss AS CHAR), c.validity, c.exclusion, c.basis, c.due_kind, c.flag, c.flags, " \
    "c.path, c.open_slips, c.merged_into_id, c.incident_id, " LEAD ", c.outcome_said, c.review, c.false_closing, c.closed_by, c.review_asked_us, c.erased_us, " \
    "c.urged, c.urged_us, c.urges, c.standing, c.exclusion_said"
#define HEAD_TYPES "ittt" "itit" "iiII" "Iiit" "tttt" "iIII" "iIIi" "itib" "iT" "Ittt" "Tttt" "iti" "tiIII" "iiiIII" "iIi" "it"
enum { HOLDER = 61, PART }; /* the columns that LOAD has behind the head */

enum { LOAD, LOCK, SAVE, SCOPE_COPY, SCOPE_TIED, SCOPE_DROP, SCOPE_PUT, SCOPE_PART, SCOPE_WHOLE, READ, READ_SCOPE };
static const struct db_stmt list[] = {
    [LOAD] = {"SELECT " HEAD ", s.holder, s.part FROM complaint c JOIN complaint_scope s ON s.complaint_id = c.id LEFT JOIN app_user a ON a.id = c.assignee_id"
              " WHERE c.number = ? AND s.holder IN (?, ?, ?, ?, ?, ?, ?, ?)"
              " AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?)",
              "tiiiiiiiii", HEAD_TYPES "ii"},
    [LOCK] = {"SELECT id FROM complaint WHERE number = ? FOR UPDATE", "t", "i"},
    [SAVE] = {"UPDATE complaint SET category_id = ?, promised_us = ?, grade = ?, grade_proposed = ?, grade_reason = ?, loss = ?, validity = ?, "
              "exclusion = ?, basis = ?, flag = ?, flags = ?, due_kind = ?, department_id = ?, assignee_id = ?, state = ?, is_open = ?, accepted_us = ?, replied_us = ?, closed_us = ?, "
              "due_us = ?, asked_until_us = ?, withdraw_us = ?, unread = ?, finding = ?, outcome = ?, path = ?, open_slips = ?, merged_into_id = ?, "
              "incident_id = ?, outcome_said = ?, review = ?, false_closing = ?, closed_by = ?, review_asked_us = ?, urged = ?, events = ?, chain_hash = ?, "
              "version = version + 1 WHERE id = ? AND version = ?",
              "iItttTttt" "tii" "IIiiIIIiIIiit" "tiII" "iiiII" "i" "ibii", ""},
    [SCOPE_COPY] = {"UPDATE complaint_scope SET is_open = ?, state = ?, unread = ?, due_us = ? WHERE complaint_id = ?", "iiiii", ""},
    [SCOPE_TIED] = {"SELECT holder, part FROM complaint_scope WHERE complaint_id = ? AND holder >= ?", "ii", "ii"},
    [SCOPE_DROP] = {"DELETE FROM complaint_scope WHERE complaint_id = ? AND holder = ?", "ii", ""},
    [SCOPE_PUT] = {"INSERT INTO complaint_scope (holder, complaint_id, is_open, state, unread, due_us, received_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                   "iiiiiii", ""},
    /* Who worked on a slip of it goes on seeing that part: department and person, the other is 0. */
    [SCOPE_PART] = {"UPDATE complaint_scope SET part = 1 WHERE complaint_id = ? AND holder = ? AND (EXISTS (SELECT 1 FROM slip p WHERE p.complaint_id = "
                    "complaint_scope.complaint_id AND (p.to_department_id = ? OR p.from_department_id = ? OR p.to_user_id = ? OR p.from_user_id = ?)) OR EXISTS "
                    "(SELECT 1 FROM slip p JOIN slip_copy k ON k.slip_id = p.id WHERE p.complaint_id = complaint_scope.complaint_id AND k.department_id = ?))",
                    "iiiiiii", ""},
    [SCOPE_WHOLE] = {"UPDATE complaint_scope SET part = 0 WHERE complaint_id = ? AND holder = ?", "ii", ""},
    [READ] = {"UPDATE complaint SET unread = 0, events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
    [READ_SCOPE] = {"UPDATE complaint_scope SET unread = 0 WHERE complaint_id = ?", "i", ""},
};
const struct db_stmts complaint_stmts = {"complaint", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

/* ---- loading ---- */

static struct complaint read_head(const struct db_rows *r)
{
    struct complaint c = {
        .id = db_int(r, 0, 0),
        .number = db_text(r, 0, 1),
        .channel = db_text(r, 0, 2),
        .source = db_text(r, 0, 3),
        .mode = (enum complaint_mode)db_int(r, 0, 4),
        .complainant_kind = db_text(r, 0, 5),
        .head_count = (int)db_int(r, 0, 6),
        .language = db_text(r, 0, 7),
        .category_id = db_int(r, 0, 8),
        .unit_id = db_int(r, 0, 9),
        .department_id = db_int(r, 0, 10),
        .assignee_id = db_int(r, 0, 11),
        .first_receiver_id = db_int(r, 0, 12),
        .state = (enum complaint_state)db_int(r, 0, 13),
        .is_open = db_int(r, 0, 14) != 0,
        .title = db_text(r, 0, 15),
        .occurred = db_text(r, 0, 16),
        .place = db_text(r, 0, 17),
        .persons = db_text(r, 0, 18),
        .reference = db_text(r, 0, 19),
        .received_us = db_int(r, 0, 20),
        .accepted_us = db_int(r, 0, 21),
        .replied_us = db_int(r, 0, 22),
        .closed_us = db_int(r, 0, 23),
        .due_us = db_int(r, 0, 24),
        .asked_until_us = db_int(r, 0, 25),
        .withdraw_us = db_int(r, 0, 26),
        .unread = db_int(r, 0, 27) != 0,
        .finding = (enum complaint_finding)db_int(r, 0, 28),
        .outcome = db_text(r, 0, 29),
        .events = (int)db_int(r, 0, 30),
        .version = (int)db_int(r, 0, 32),
        .assignee = db_text(r, 0, 33),
        .promised_us = db_int(r, 0, 34),
        .grade = db_text(r, 0, 35),
        .grade_proposed = db_text(r, 0, 36),
        .grade_reason = db_text(r, 0, 37),
        .loss = db_text(r, 0, 38),
        .validity = db_text(r, 0, 39),
        .exclusion = db_text(r, 0, 40),
        .basis = db_text(r, 0, 41),
        .due_kind = (int)db_int(r, 0, 42),
        .flag = db_text(r, 0, 43),
        .flags = (int)db_int(r, 0, 44),
        .path = db_text(r, 0, 45),
        .open_slips = (int)db_int(r, 0, 46),
        .merged_into_id = db_int(r, 0, 47),
        .incident_id = db_int(r, 0, 48),
        .lead_department_id = db_int(r, 0, 49),
        .outcome_said = (int)db_int(r, 0, 50),
        .review = db_int(r, 0, 51) != 0,
        .false_closing = db_int(r, 0, 52) != 0,
        .closed_by = db_int(r, 0, 53),
        .review_asked_us = db_int(r, 0, 54),
        .urged = db_int(r, 0, 56) != 0,
        .urged_us = db_int(r, 0, 57),
        .urges = (int)db_int(r, 0, 58),
        .erased_us = db_int(r, 0, 55),
        .standing = (unsigned)db_int(r, 0, 59),
        .exclusion_said = db_text(r, 0, 60),
    };
    struct str hash = db_bytes(r, 0, 31);
    if (hash.n == sizeof c.chain_hash)
        memcpy(c.chain_hash, hash.p, hash.n);
    return c;
}

bool complaint_number_plain(const char *number)
{
    enum { NUMBER_MAX = 24 };
    size_t n = strspn(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    return n > 0 && n <= NUMBER_MAX && number[n] == '\0';
}

void complaint_holder_add(struct complaint_holders *holders, int64_t holder, bool part)
{
    if (part && holders->n_part < ACCESS_HOLDERS)
        holders->part[holders->n_part++] = holder;
    else if (!part && holders->n_whole < ACCESS_HOLDERS)
        holders->whole[holders->n_whole++] = holder;
}

permission_set complaint_rights(const struct access_user *user, const struct complaint_holders *holders, bool *ret_part)
{
    const permission_set of_part = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_ANSWER) | PERMISSION_BIT(MAY_NOTE);
    *ret_part = holders->n_whole == 0;
    return access_over(user, holders->whole, holders->n_whole) | (access_over(user, holders->part, holders->n_part) & of_part);
}

enum err complaint_load(struct db *db, struct arena *a, const struct access_user *user, const char *number, struct complaint *ret_c,
                        permission_set *ret_rights)
{
    const int64_t *h = user->holders;
    struct db_rows rows;
    if (!complaint_number_plain(number))
        return ERR_NOT_FOUND;
    TRY(db_query(db, a, &list[LOAD],
                 DB_ARGS(DB_TEXT(number), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]),
                         DB_INT(h[6]), DB_INT(h[7]), DB_INT(user->id)),
                 &rows));
    if (rows.n == 0 || rows.n > ACCESS_HOLDERS)
        return ERR_NOT_FOUND;
    struct complaint_holders holders = {0};
    for (size_t i = 0; i < rows.n; i++)
        complaint_holder_add(&holders, db_int(&rows, i, HOLDER), db_int(&rows, i, PART) != 0);
    *ret_c = read_head(&rows);
    *ret_rights = complaint_rights(user, &holders, &ret_c->part);
    /* Whoever loads it within a transaction is about to write about it. */
    if (ret_c->erased_us && db_in_tx(db))
        return ERR_ERASED;
    return complaint_name(db, a, ret_c, 1);
}

enum err complaint_lock(struct db *db, struct arena *a, const char *number)
{
    struct db_rows row;
    if (!complaint_number_plain(number))
        return ERR_NOT_FOUND;
    return db_one(db, a, &list[LOCK], DB_ARGS(DB_TEXT(number)), &row);
}

/* ---- saving ---- */

static enum err untie(struct db *db, int64_t complaint_id, int64_t holder)
{
    int64_t id = holder & ((INT64_C(1) << 56) - 1), department_id = holder >> 56 == HOLDER_DEPARTMENT ? id : 0, user_id = department_id ? 0 : id;
    struct db_done done;
    const struct db_value department = DB_INT(department_id), user = DB_INT(user_id);
    TRY(db_run(db, &list[SCOPE_PART], DB_ARGS(DB_INT(complaint_id), DB_INT(holder), department, department, user, user, department), &done));
    return done.rows ? ERR_NONE : db_run(db, &list[SCOPE_DROP], DB_ARGS(DB_INT(complaint_id), DB_INT(holder)), NULL);
}

/* Department and persons see all of a complaint as long as they are tied to it; units never change here, nor who sees a part. */
static enum err save_ties(struct db *db, struct arena *a, const struct complaint *c)
{
    const int64_t wanted[] = {
        c->department_id ? holder_code(HOLDER_DEPARTMENT, c->department_id) : 0,
        c->assignee_id ? holder_code(HOLDER_USER, c->assignee_id) : 0,
        c->first_receiver_id && c->first_receiver_id != c->assignee_id ? holder_code(HOLDER_USER, c->first_receiver_id) : 0,
    };
    bool there[COUNT_OF(wanted)] = {false};
    struct db_rows rows;
    TRY(db_query(db, a, &list[SCOPE_TIED], DB_ARGS(DB_INT(c->id), DB_INT(holder_code(HOLDER_DEPARTMENT, 0))), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t holder = db_int(&rows, i, 0);
        bool keep = false, part = db_int(&rows, i, 1) != 0;
        for (size_t w = 0; w < COUNT_OF(wanted); w++) {
            if (wanted[w] == holder)
                keep = there[w] = true;
        }
        if (keep && part)
            TRY(db_run(db, &list[SCOPE_WHOLE], DB_ARGS(DB_INT(c->id), DB_INT(holder)), NULL));
        if (!keep && !part)
            TRY(untie(db, c->id, holder));
    }
    for (size_t w = 0; w < COUNT_OF(wanted); w++) {
        if (wanted[w] && !there[w])
            TRY(db_run(db, &list[SCOPE_PUT],
                       DB_ARGS(DB_INT(wanted[w]), DB_INT(c->id), DB_INT(c->is_open), DB_INT(c->state), DB_INT(c->unread), DB_INT(c->due_us),
                               DB_INT(c->received_us)),
                       NULL));
    }
    return ERR_NONE;
}

enum err complaint_save(struct db *db, struct arena *a, struct complaint *c)
{
    struct db_done done;
    c->is_open = complaint_state_open(c->state);
    TRY(db_run(db, &list[SAVE],
               DB_ARGS(DB_INT(c->category_id), DB_ID(c->promised_us), DB_TEXT(c->grade), DB_TEXT(c->grade_proposed), DB_TEXT(c->grade_reason),
                       DB_TEXT(*c->loss ? c->loss : NULL), DB_TEXT(c->validity), DB_TEXT(c->exclusion), DB_TEXT(c->basis), DB_TEXT(c->flag),
                       DB_INT(c->flags), DB_INT(c->due_kind),
                       DB_ID(c->department_id), DB_ID(c->assignee_id), DB_INT(c->state), DB_INT(c->is_open), DB_ID(c->accepted_us),
                       DB_ID(c->replied_us), DB_ID(c->closed_us), DB_INT(c->due_us), DB_ID(c->asked_until_us), DB_ID(c->withdraw_us),
                       DB_INT(c->unread), DB_INT(c->finding), DB_TEXT(c->outcome), DB_TEXT(c->path), DB_INT(c->open_slips),
                       DB_ID(c->merged_into_id), DB_ID(c->incident_id), DB_INT(c->outcome_said), DB_INT(c->review), DB_INT(c->false_closing),
                       DB_ID(c->closed_by), DB_ID(c->review_asked_us), DB_INT(c->urged), DB_INT(c->events), DB_BYTES(c->chain_hash, 32),
                       DB_INT(c->id), DB_INT(c->version)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    c->version++;
    TRY(db_run(db, &list[SCOPE_COPY],
               DB_ARGS(DB_INT(c->is_open), DB_INT(c->state), DB_INT(c->unread), DB_INT(c->due_us), DB_INT(c->id)), NULL));
    return save_ties(db, a, c);
}

struct reading {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
};

static enum err mark_read(struct db *db, void *ctx)
{
    const struct reading *r = ctx;
    struct complaint c;
    permission_set rights;
    TRY(complaint_lock(db, r->arena, r->number));
    TRY(complaint_load(db, r->arena, r->writer->user, r->number, &c, &rights));
    if (!c.unread || c.part)
        return ERR_NONE;
    TRY(complaint_append(db, r->arena, r->writer, &c, "read", "{}"));
    /* Reading takes nothing from what others are writing, so the version stays. */
    TRY(db_run(db, &list[READ], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL));
    return db_run(db, &list[READ_SCOPE], DB_ARGS(DB_INT(c.id)), NULL);
}

enum err complaint_mark_read(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number)
{
    struct reading r = {a, w, number};
    return db_tx(db, mark_read, &r);
}
