#include "coordinator_store.h"

#include "notice_store.h"
#include "timeline.h"

enum { CUSTOMER_SERVICE };
static const struct db_stmt list[] = {
    [CUSTOMER_SERVICE] = {"SELECT d.id, d.unit_id FROM unit_tree t JOIN department d ON d.unit_id = t.ancestor_id AND d.function = 'customer_service' AND d.active = 1"
                          " WHERE t.unit_id = ? AND (t.distance > 0 OR NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = t.unit_id AND u.parent_id IS NOT NULL))"
                          " ORDER BY t.distance, d.id LIMIT 1",
                          "i", "ii"},
};
const struct db_stmts coordinator_stmts = {"coordinator", list, COUNT_OF(list), DB_STAFF};

enum err coordinator_tell(struct db *db, struct arena *a, const struct change_by *by, const struct department *d, const char *coordinator)
{
    struct db_rows rows;
    struct notice_to *receivers;
    size_t n;
    TRY(db_query(db, a, &list[CUSTOMER_SERVICE], DB_ARGS(DB_INT(d->unit_id)), &rows));
    if (rows.n == 0)
        return ERR_NONE;
    TRY(notice_receivers(db, a, "coordinator", db_int(&rows, 0, 1), db_int(&rows, 0, 0), 0, by->now_us, &receivers, &n));
    for (size_t i = 0; i < n; i++) {
        if (by->actor && receivers[i].user_id == by->actor->id)
            continue;
        struct notice notice = {
            .user_id = receivers[i].user_id,
            .for_id = receivers[i].for_id,
            .at_us = by->now_us,
            .kind = "coordinator",
            .data = timeline_data(a, "by", by->actor ? by->actor->name : NULL, "unit", d->unit_zh, "unit_en", d->unit_en, "department", d->name_zh,
                                  "department_en", d->name_en, "person", coordinator, NULL),
        };
        TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

struct saving {
    struct arena *arena;
    struct change_by *by;
    struct department *department, typed;
};

static enum err save_tx(struct db *db, void *ctx)
{
    struct saving *s = ctx;
    struct department was;
    *s->department = s->typed; /* as at first, when the transaction runs again */
    TRY(org_admin_department_save_in(db, s->arena, s->by, s->department, &was));
    if (was.coordinator_id == s->department->coordinator_id)
        return ERR_NONE;
    struct department told = *s->department;
    told.unit_zh = was.unit_zh;
    told.unit_en = was.unit_en;
    return coordinator_tell(db, s->arena, s->by, &told, s->department->coordinator);
}

enum err coordinator_department_save(struct db *db, struct arena *a, struct change_by *by, struct department *department)
{
    struct saving s = {.arena = a, .by = by, .department = department, .typed = *department};
    return db_tx(db, save_tx, &s);
}
