#include "slip_acting_store.h"

/* Who opens a complaint has read the slips that he received and the copies. */

static const struct db_stmt list[] = {
    {"UPDATE slip_copy SET read_us = ? WHERE slip_id = ? AND department_id = ? AND read_us IS NULL", "iii", ""},
};
const struct db_stmts slip_open_stmts = {"slip_open", list, COUNT_OF(list), DB_STAFF};

struct opening {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct complaint *c;
    const struct slip *slips; /* as they were shown, with their copies */
    size_t n;
};

/* Who sent it has not received it by looking at it. */
static bool is_unread(const struct access_user *user, const struct slip *s)
{
    return s->state == SLIP_SENT && s->from_user_id != user->id && (slip_sides(user, s) & SLIP_SIDE(SLIP_RECEIVER));
}

/* A copy is for the people of the department itself. */
static bool is_copied_to(const struct access_user *user, const struct slip_copy *copy)
{
    if (copy->read_us)
        return false;
    for (size_t i = 0; i < user->n_grants; i++) {
        if (user->grants[i].department_id == copy->department_id)
            return true;
    }
    return user->department_id == copy->department_id;
}

static bool is_news(const struct access_user *user, const struct slip *s)
{
    bool news = is_unread(user, s);
    for (size_t i = 0; i < s->n_copies; i++)
        news = news || is_copied_to(user, &s->copies[i]);
    return news;
}

static enum err read_copies(struct db *db, struct slip_acting *x, const struct slip *shown)
{
    for (size_t i = 0; i < shown->n_copies; i++) {
        const struct slip_copy *copy = &shown->copies[i];
        struct db_done done;
        if (!is_copied_to(x->writer->user, copy))
            continue;
        TRY(db_run(db, &list[0], DB_ARGS(DB_INT(x->writer->now_us), DB_INT(shown->id), DB_INT(copy->department_id)), &done));
        if (done.rows)
            TRY(slip_append(db, x, shown, "slip_read", 0, 0, "copy", copy->name_zh));
    }
    return ERR_NONE;
}

static enum err open_one(struct db *db, struct slip_acting *x, const struct slip *shown)
{
    struct slip *s = slip_find(x, shown->number);
    TRY(read_copies(db, x, shown));
    if (!s || !is_unread(x->writer->user, s))
        return ERR_NONE;
    s->state = SLIP_READ;
    s->read_us = x->writer->now_us;
    TRY(slip_save(db, x, s, SLIP_DO_READ, 0));
    return slip_append(db, x, s, "slip_read", 0, 0, NULL, NULL);
}

static enum err open_all(struct db *db, void *ctx)
{
    const struct opening *o = ctx;
    struct slip_acting x = {.arena = o->arena, .writer = o->writer, .told = {.arena = o->arena}};
    TRY(complaint_lock(db, o->arena, o->c->number));
    TRY(complaint_load(db, o->arena, o->writer->user, o->c->number, &x.c, &x.rights));
    TRY(slip_heads(db, o->arena, x.c.id, &x.slips, &x.n));
    for (size_t i = 0; i < o->n; i++)
        TRY(open_one(db, &x, &o->slips[i]));
    return slip_finish(db, &x);
}

enum err slip_mark_read(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct slip *slips, size_t n)
{
    struct opening o = {a, w, c, slips, n};
    bool news = false;
    for (size_t i = 0; i < n; i++)
        news = news || is_news(w->user, &slips[i]);
    return news ? db_tx(db, open_all, &o) : ERR_NONE;
}
