#ifndef REDRESS_VEXATIOUS_STORE_H
#define REDRESS_VEXATIOUS_STORE_H

#include "committee.h"
#include "committee_acting_store.h"
#include "complaint_store.h"
#include "identity.h"

extern const struct db_stmts vexatious_stmts;       /* staff: reading */
extern const struct db_stmts vexatious_write_stmts; /* staff */

/*
 * Findings of vexatious complaining (requirements J7) that hold for whoever has this telephone number or e-mail address, newest first, at most 5: by the contact's blind indexes, as repeat_store.h has it; never those of
 * confidential complaints, which have none. But: leave out the complaint with this id (0: none). A finding is shown where its committee is the reader's own or a superior one, or the complaint is in his scope; never to who is
 * kept out of it. One statement; none when nothing is known of the contact. It hinders nothing.
 */
enum err vexatious_of(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t but, struct vexatious **ret_list, size_t *ret_n) MUST_CHECK;
/*
 * The same as a part of a UNION ALL (decide_store.h): the statement after a first column that is the part's number, its arguments, and a row of it, whose columns
 * begin with the one after that number.
 */
#define VEXATIOUS_EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define VEXATIOUS_COLUMNS "v.id, v.complaint_id, v.agenda_item_id, v.since_us, v.until_us, v.lifted_us, c.number, c.title, v.body, v.why_lifted, p.name"
#define VEXATIOUS_TYPES "iiiiiI" "ttt" "TT" "i"
#define VEXATIOUS_READABLE "EXISTS (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" VEXATIOUS_EIGHT "))"
#define VEXATIOUS_OF                                                                                                                     \
    VEXATIOUS_COLUMNS ", " VEXATIOUS_READABLE " FROM ((SELECT complaint_id FROM complaint_identity WHERE phone_index IN (?, ?, ?) ORDER BY complaint_id DESC LIMIT 100) UNION " \
    "(SELECT complaint_id FROM complaint_identity WHERE email_index IN (?, ?, ?) ORDER BY complaint_id DESC LIMIT 100)) k STRAIGHT_JOIN vexatious v FORCE INDEX (vexatious_complaint) ON " \
    "v.complaint_id = k.complaint_id AND v.lifted_us IS NULL STRAIGHT_JOIN agenda_item i ON i.id = v.agenda_item_id STRAIGHT_JOIN complaint c ON c.id = v.complaint_id LEFT JOIN app_user p ON " \
    "p.id = v.lifted_by WHERE c.id <> ? AND " COMMITTEE_IN("c.id") " AND (i.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = ?) OR " VEXATIOUS_READABLE ") ORDER BY v.since_us DESC LIMIT 5"
#define VEXATIOUS_OF_TYPES "IIIIIIII" "BBB" "BBB" "ii" "i" "IIIIIIII"
#define VEXATIOUS_OF_VALUES 25
void vexatious_values(struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t but, struct db_value values[VEXATIOUS_OF_VALUES]);
struct vexatious vexatious_read(const struct db_rows *rows, size_t i, size_t column);
/* Those that hold and those that were lifted lately, of the committees whose meetings the user may hold. */
enum err vexatious_list(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct vexatious **ret_list, size_t *ret_n) MUST_CHECK;

/* Within the transaction of a decision: it holds from now on, until_us CLOCK_NEVER without being looked at again; or, being one already, goes on. body: how to deal with the person. */
enum err vexatious_find(struct db *db, const struct complaint_writer *w, int64_t complaint_id, int64_t item_id, int64_t until_us, const char *body) MUST_CHECK;
enum err vexatious_end(struct db *db, const struct complaint_writer *w, int64_t complaint_id, const char *why) MUST_CHECK;

/* Lift it before it is looked at again, as one transaction with once key and event: who may hold meetings of its committee. ERR_INPUT: no reason; ERR_STATE: it was lifted already. */
struct vexatious_lifting {
    int64_t id;
    const char *why;
    const uint8_t *once_hash;
    const char *once_location;
};
enum err vexatious_lift(struct db *db, struct arena *a, const struct complaint_writer *w, const struct vexatious_lifting *lifting, const char **ret_location) MUST_CHECK;

#endif
