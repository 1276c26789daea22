#ifndef REDRESS_NOTICE_STORE_H
#define REDRESS_NOTICE_STORE_H

#include "db.h"
#include "notice.h"
#include "post_store.h"

extern const struct db_stmts notice_stmts;        /* staff and jobs */
extern const struct db_stmts notice_switch_stmts; /* staff */

/* Nothing for who is kept out of the complaint. Who wants that kind by e-mail or SMS gets a post as well, in the same statement. */
enum err notice_put(struct db *db, const struct notice *n) MUST_CHECK;
/* Newest first before an id (0: from the top); read and unread. */
enum err notice_list(struct db *db, struct arena *a, int64_t user_id, int64_t before_id, size_t limit, struct notice **ret_list, size_t *ret_n) MUST_CHECK;
/* One (id) or all up to an id; only his own. */
enum err notice_read(struct db *db, int64_t user_id, int64_t id, bool up_to, int64_t now_us) MUST_CHECK;

/*
 * Which kinds somebody does not want (requirements L4); notice_put heeds it. Switching replaces what was switched off before: kinds by their place in notice_kinds; those that always
 * come are not in it.
 */
enum err notice_off(struct db *db, struct arena *a, int64_t user_id, bool *ret_off, size_t n) MUST_CHECK;
enum err notice_switch(struct db *db, int64_t user_id, const bool *off, size_t n) MUST_CHECK;

/*
 * Who a step of a clock goes to (requirements F4, A6): to is "handler", "coordinator" or a role code. Handler: the assignee, else the coordinator, else the complaint managers of the unit.
 * Coordinator: the department's, else its deputy. A role: the holders over the department, else over its unit, else over the nearest superior that has one. Whoever is absent
 * is replaced by his deputy, with for_ids saying whose place he takes. At most 50.
 */
struct notice_to {
    int64_t user_id, for_id;
    const char *name;
};
enum err notice_receivers(struct db *db, struct arena *a, const char *to, int64_t unit_id, int64_t department_id, int64_t assignee_id, int64_t now_us,
                          struct notice_to **ret_list, size_t *ret_n) MUST_CHECK;
/* The same without those who are kept out of the complaint: in the place of a coordinator goes the deputy, and of an absent person whose deputy is kept out he himself is told. */
enum err notice_receivers_of(struct db *db, struct arena *a, int64_t complaint_id, const char *to, int64_t unit_id, int64_t department_id, int64_t assignee_id, int64_t now_us,
                             struct notice_to **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * What they are told as a part of a compound statement, as notice_put has it: the same to all, user_id and for_id are theirs.
 */
#define NOTICE_PART                                                                                                                      \
    "IF ? > 0 THEN INSERT INTO notice (user_id, for_id, complaint_id, at_us, kind, data) SELECT j.user_id, NULLIF(j.for_id, 0), CAST(? AS SIGNED), CAST(? AS SIGNED), ?, ? " \
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id BIGINT PATH '$[0]', for_id BIGINT PATH '$[1]')) j WHERE NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? " \
    "AND z.user_id = j.user_id) AND NOT EXISTS (SELECT 1 FROM notice_off o WHERE o.user_id = j.user_id AND o.kind = ?); " \
    POST_STAFF_COLUMNS "SELECT " POST_STAFF_VALUES "FROM JSON_TABLE(?, '$[*]' COLUMNS (user_id BIGINT PATH '$[0]')) j JOIN app_user p ON p.id = j.user_id" POST_STAFF_JOIN               \
    " AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = p.id) AND NOT EXISTS (SELECT 1 FROM notice_off o WHERE o.user_id = p.id AND o.kind = ?); END IF; "
#define NOTICE_PART_TYPES "iiitttit" POST_STAFF_TYPES "t" POST_STAFF_JOIN_TYPES "it"
#define NOTICE_PART_VALUES 18
void notice_part(struct arena *a, const struct notice *notice, const struct notice_to *to, size_t n, struct db_value values[NOTICE_PART_VALUES]);

#endif
