#include "handled_store.h"

enum { HANDS };
static const struct db_stmt list[] = {
    [HANDS] = {"SELECT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = ? AND e.actor_id = ? AND e.kind IN (" COMPLAINT_HANDLING ")), "
               "EXISTS (SELECT 1 FROM (SELECT g.user_id, g.role_id FROM role_grant g WHERE g.unit_id = ? UNION ALL SELECT g.user_id, g.role_id FROM department d JOIN role_grant g ON "
               "g.department_id = d.id WHERE d.unit_id = ?) h JOIN role_permission p ON p.role_id = h.role_id AND p.permission = ? JOIN app_user u ON u.id = h.user_id AND u.active = 1 "
               "WHERE u.id NOT IN (?, ?, ?) AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = u.id) "
               "AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.user_id = u.id AND b.from_us <= ? AND b.to_us > ?) "
               "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = ? AND e.actor_id = u.id AND e.kind IN (" COMPLAINT_HANDLING ")))",
               "ii" "iit" "iii" "i" "ii" "i", "ii"},
};
const struct db_stmts handled_stmts = {"handled", list, COUNT_OF(list), DB_STAFF};

enum err complaint_hands(struct db *db, struct arena *a, const struct complaint *c, int64_t unit_id, int64_t user_id, enum permission permission, int64_t now_us,
                         struct complaint_hands *ret_hands)
{
    const struct db_value id = DB_INT(c->id), unit = DB_INT(unit_id), now = DB_INT(now_us);
    struct db_rows row;
    TRY(db_one(db, a, &list[HANDS],
               DB_ARGS(id, DB_INT(user_id), unit, unit, DB_TEXT(permission_name(permission)), DB_INT(user_id), DB_INT(c->assignee_id), DB_INT(c->closed_by), id, now, now, id), &row));
    ret_hands->handled = db_int(&row, 0, 0) || c->assignee_id == user_id || c->closed_by == user_id;
    ret_hands->others = db_int(&row, 0, 1) != 0;
    return ERR_NONE;
}
