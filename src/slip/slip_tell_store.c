#include "slip_acting_store.h"

/* Who hears of what happens to a slip. */

struct place {
    int64_t unit_id, department_id, user_id;
};

static bool was_told(const struct slip_acting *x, int64_t user_id)
{
    for (size_t i = 0; i < x->n_told; i++) {
        if (x->told_ids[i] == user_id)
            return true;
    }
    return false;
}

const char *slip_from_en(struct arena *a, const struct slip *s)
{
    return slip_place(a, *s->from_unit_en ? s->from_unit_en : s->from_unit_zh, *s->from_en ? s->from_en : s->from_zh);
}

const char *slip_to_en(struct arena *a, const struct slip *s)
{
    return slip_place(a, *s->to_unit_en ? s->to_unit_en : s->to_unit_zh, *s->to_en ? s->to_en : s->to_zh);
}

static const char *notice_data(struct slip_acting *x, const struct slip *s)
{
    struct arena *a = x->arena;
    return timeline_data(a, "slip", arena_printf(a, "%d", s->number), "by", x->writer->user ? x->writer->user->name : NULL, "from",
                         slip_place(a, s->from_unit_zh, s->from_zh), "from_en", slip_from_en(a, s), "to", slip_place(a, s->to_unit_zh, s->to_zh), "to_en", slip_to_en(a, s),
                         "due", arena_printf(a, "%lld", (long long)s->due_us), NULL);
}

static enum err tell_one(struct db *db, struct slip_acting *x, const struct notice_to *to, const char *kind, const char *data)
{
    const struct notice notice = {.user_id = to->user_id, .for_id = to->for_id, .complaint_id = x->c.id, .at_us = x->writer->now_us, .kind = kind, .data = data};
    if (was_told(x, to->user_id) || x->n_told == COUNT_OF(x->told_ids))
        return ERR_NONE;
    x->told_ids[x->n_told++] = to->user_id;
    if (x->writer->user && x->writer->user->id == to->user_id)
        return ERR_NONE;
    if (to->for_id && x->n_absent < COUNT_OF(x->absent))
        x->absent[x->n_absent++] = *to;
    buf_printf(&x->told, "%s%s", x->told.n ? "," : "", to->name);
    return notice_put(db, &notice);
}

static enum err tell(struct db *db, struct slip_acting *x, const struct slip *s, const char *to, struct place at, const char *kind, size_t *ret_reached)
{
    struct notice_to *receivers;
    TRY(notice_receivers_of(db, x->arena, x->c.id, to, at.unit_id, at.department_id, at.user_id, x->writer->now_us, &receivers, ret_reached));
    const char *data = notice_data(x, s);
    for (size_t i = 0; i < *ret_reached; i++)
        TRY(tell_one(db, x, &receivers[i], kind, data));
    return ERR_NONE;
}

/* A person or who stands for him, else those who lead there: somebody has to hear of it. */
static enum err tell_side(struct db *db, struct slip_acting *x, const struct slip *s, struct place at, const char *kind)
{
    size_t reached;
    TRY(tell(db, x, s, "handler", at, kind, &reached));
    if (reached == 0 && *x->book->slips.manager)
        TRY(tell(db, x, s, x->book->slips.manager, at, kind, &reached));
    x->reached = reached > 0;
    return ERR_NONE;
}

enum err slip_tell_receiver(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind)
{
    return tell_side(db, x, s, (struct place){s->to_unit_id, s->to_department_id, s->to_user_id}, kind);
}

enum err slip_tell_sender(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind)
{
    return tell_side(db, x, s, (struct place){s->from_unit_id, s->from_department_id, s->from_user_id}, kind);
}

enum err slip_tell_role(struct db *db, struct slip_acting *x, const struct slip *s, int64_t unit_id, int64_t department_id, const char *to, const char *kind)
{
    size_t reached;
    return *to ? tell(db, x, s, to, (struct place){unit_id, department_id, 0}, kind, &reached) : ERR_NONE;
}
