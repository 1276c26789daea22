#include <string.h>

#include "msgid.h"
#include "permission.h"
#include "rulebook_follow_store.h"

enum { LOCK, NUMBER, PAST, PUBLISH, WAITING, DUE, BRING };

static const struct db_stmt list[] = {
    [LOCK] = {"SELECT body, version, state, author_id, editor_id FROM rulebook_version WHERE id = ? FOR UPDATE", "i", "tiiII"},
    [NUMBER] = {"SELECT IFNULL(MAX(number), 0) + 1 FROM rulebook_version", "", "i"},
    [PAST] = {"UPDATE rulebook_version SET state = 4, version = version + 1 WHERE state = 3", "", ""},
    [PUBLISH] = {"UPDATE rulebook_version SET state = ?, number = ?, note = ?, publisher_id = ?, published_us = ?, effective_us = ?, version = version + 1 WHERE id = ?", "iitIiii",
                 ""},
    [WAITING] = {"SELECT number FROM rulebook_version WHERE state = 2 LIMIT 1", "", "i"},
    [DUE] = {"SELECT id, body FROM rulebook_version WHERE state = 2 AND effective_us <= ? ORDER BY effective_us LIMIT 1 FOR UPDATE", "i", "it"},
    [BRING] = {"UPDATE rulebook_version SET state = 3, version = version + 1 WHERE id = ? AND state = 2", "i", ""},
};

const struct db_stmts rulebook_publish_stmts = {"rulebook_publish", list, COUNT_OF(list), DB_STAFF | DB_JOBS | DB_OWNER};

static bool is_permission(const char *name)
{
    enum permission p;
    return permission_from_name(name, &p);
}

struct publishing {
    struct arena *arena;
    struct change_by *by;
    struct rulebook_faults *faults;
    const struct rulebook *book;
    int64_t id, effective_us;
    int version;
    const char *note;
    bool brought;
};

/* Another that waits would later undo what is published now. */
static enum err check_none_waits(struct db *db, const struct publishing *p)
{
    struct db_rows row;
    TRY(db_query(db, p->arena, &list[WAITING], DB_NO_ARGS, &row));
    if (row.n == 0)
        return ERR_NONE;
    rulebook_fault(p->faults, p->arena, 0, "", N_("Version %lld is planned and would undo this one later; take it back first."), (long long)db_int(&row, 0, 0));
    return ERR_STATE;
}

static enum err check_body(struct publishing *p, struct str body)
{
    struct rulebook *book;
    if (rulebook_read(p->arena, body, &book, p->faults) != ERR_NONE || rulebook_check(p->arena, book, body, is_permission, p->faults) != ERR_NONE)
        return ERR_INPUT;
    p->book = book;
    return ERR_NONE;
}

/* Two people: who drafted or last changed it is not the one who publishes, unless the book in force allows it or there is none yet. */
static bool may_publish(const struct publishing *p, const struct db_rows *row, const struct rulebook *now)
{
    const struct access_user *actor = p->by->actor;
    return !actor || !now || now->publish_alone || (db_int(row, 0, 3) != actor->id && db_int(row, 0, 4) != actor->id);
}

static enum err put_in_force(struct db *db, const struct publishing *p, const struct rulebook *now)
{
    struct db_rows number;
    bool later = p->effective_us > p->by->now_us;
    TRY(rulebook_keeps_used(db, p->arena, now, p->book, later, p->faults));
    TRY(db_one(db, p->arena, &list[NUMBER], DB_NO_ARGS, &number));
    if (!later)
        TRY(db_run(db, &list[PAST], DB_NO_ARGS, NULL));
    TRY(db_run(db, &list[PUBLISH],
               DB_ARGS(DB_INT(later ? RULEBOOK_PLANNED : RULEBOOK_IN_FORCE), DB_INT(db_int(&number, 0, 0)), DB_TEXT(p->note), DB_ID(p->by->actor ? p->by->actor->id : 0),
                       DB_INT(p->by->now_us), DB_INT(later ? p->effective_us : p->by->now_us), DB_INT(p->id)),
               NULL));
    if (!later)
        TRY(rulebook_follow(db, p->arena, p->by, p->book));
    return rulebook_note(db, p->arena, p->by, p->id, later ? "planned" : "published", now, p->book);
}

/* Faults of a run that is rolled back and runs again are told once. */
static void begin_anew(struct publishing *p)
{
    p->faults->n = 0;
    p->faults->more = false;
}

static enum err publish_tx(struct db *db, void *ctx)
{
    struct publishing *p = ctx;
    const struct rulebook *now;
    int64_t now_id;
    struct db_rows row;
    begin_anew(p);
    TRY(change_begin(db, p->arena, p->by));
    /* The one in force first, always: two who publish wait for each other there. */
    TRY(rulebook_now(db, p->arena, &now, &now_id));
    TRY(db_one(db, p->arena, &list[LOCK], DB_ARGS(DB_INT(p->id)), &row));
    if (db_int(&row, 0, 2) != RULEBOOK_DRAFT || db_int(&row, 0, 1) != p->version)
        return ERR_STALE;
    if (!may_publish(p, &row, now))
        return ERR_FORBIDDEN;
    TRY(check_body(p, db_bytes(&row, 0, 0)));
    TRY(check_none_waits(db, p));
    return put_in_force(db, p, now);
}

enum err rulebook_publish(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int64_t effective_us, const char *note,
                          struct rulebook_faults *faults)
{
    struct publishing p = {.arena = a, .by = by, .faults = faults, .id = id, .version = version, .effective_us = effective_us, .note = note};
    return db_tx(db, publish_tx, &p);
}

static enum err bring_in_tx(struct db *db, void *ctx)
{
    struct publishing *p = ctx;
    const struct rulebook *now;
    struct rulebook *book;
    int64_t now_id;
    struct db_rows row;
    p->brought = false;
    TRY(rulebook_now(db, p->arena, &now, &now_id));
    TRY(db_query(db, p->arena, &list[DUE], DB_ARGS(DB_INT(p->by->now_us)), &row));
    if (row.n == 0)
        return ERR_NONE;
    p->id = db_int(&row, 0, 0);
    TRY(rulebook_parse(p->arena, db_bytes(&row, 0, 1), &book));
    TRY(db_run(db, &list[PAST], DB_NO_ARGS, NULL));
    TRY(db_run(db, &list[BRING], DB_ARGS(DB_INT(p->id)), NULL));
    TRY(rulebook_follow(db, p->arena, p->by, book));
    p->brought = true;
    return rulebook_note(db, p->arena, p->by, p->id, "in_force", now, book);
}

enum err rulebook_bring_in(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, bool *ret_brought)
{
    struct change_by by = {.keys = keys, .now_us = now_us};
    struct publishing p = {.arena = a, .by = &by};
    TRY(db_tx(db, bring_in_tx, &p));
    *ret_brought = p.brought;
    return ERR_NONE;
}

static enum err load_tx(struct db *db, void *ctx)
{
    struct publishing *p = ctx;
    const struct rulebook *now;
    int64_t now_id;
    begin_anew(p);
    TRY(rulebook_now(db, p->arena, &now, &now_id));
    if (now && str_eq(rulebook_write(p->arena, now), rulebook_write(p->arena, p->book)))
        return ERR_NONE;
    TRY(check_none_waits(db, p));
    /* Not as a draft: there may be one already. */
    TRY(rulebook_insert(db, p->arena, p->by, RULEBOOK_PLANNED, now_id, p->book, &p->id));
    return put_in_force(db, p, now);
}

enum err rulebook_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct rulebook *book, const char *note, int64_t now_us,
                       struct rulebook_faults *faults)
{
    struct change_by by = {.keys = keys, .now_us = now_us};
    struct publishing p = {.arena = a, .by = &by, .faults = faults, .book = book, .effective_us = now_us, .note = note};
    struct str body = rulebook_write(a, book);
    TRY(check_body(&p, body));
    p.book = book;
    return db_tx(db, load_tx, &p);
}
