#include "contact_store.h"

enum { PUT, ATTEMPTS };
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO contact_entry (complaint_id, seq, at_us, day, way, inward, result, message_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "iiiiiiiI", ""},
    [ATTEMPTS] = {"SELECT " CONTACT_ATTEMPTS, "ii", "i"},
};
const struct db_stmts contact_stmts = {"contact", list, COUNT_OF(list), DB_STAFF};

enum err contact_put(struct db *db, int64_t complaint_id, int seq, int64_t message_id, const struct contact *c, const struct utc_zone *zone)
{
    return db_run(db, &list[PUT],
                  DB_ARGS(DB_INT(complaint_id), DB_INT(seq), DB_INT(c->at_us), DB_INT(contact_day(c->at_us, zone)), DB_INT(c->way), DB_INT(c->inward),
                          DB_INT(c->result), DB_ID(message_id)),
                  NULL);
}

enum err contact_attempts(struct db *db, struct arena *a, int64_t complaint_id, int *ret_days)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ATTEMPTS], DB_ARGS(DB_INT(complaint_id), DB_INT(complaint_id)), &row));
    *ret_days = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}
