#ifndef REDRESS_APPROVAL_ACTING_STORE_H
#define REDRESS_APPROVAL_ACTING_STORE_H

#include "approval_store.h"

/* What the files of approvals share; nobody else includes it. */

/*
 * People who hold a step's role (s.role) over complaint c with its department d: over the department, its unit or a superior of it. Whoever asked (asked_by) is none, nor who is kept out of it, nor does anybody
 * stand in for them.
 */
#define APPROVAL_HELD(columns, who, asked_by, more)                                                                                        \
    "SELECT " columns " FROM role_grant g JOIN role r ON r.id = g.role_id" more " WHERE r.code = s.role AND g.user_id <> " asked_by " AND " who \
    " AND (g.department_id = c.department_id OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL(d.unit_id, c.unit_id)))" \
    " AND NOT EXISTS (SELECT 1 FROM recusal o WHERE o.complaint_id = c.id AND o.user_id = g.user_id)"
/* The user himself, or an absent person whose deputy he is; takes his id twice and the time twice. */
#define APPROVAL_ME_OR_ABSENT "(g.user_id = ? OR g.user_id IN (SELECT b.user_id FROM absence b WHERE b.deputy_id = ? AND b.from_us <= ? AND b.to_us > ?))"
#define APPROVAL_ME_TYPES "iiii"
#define APPROVAL_ME_ARGS(user_id, now_us) DB_INT(user_id), DB_INT(user_id), DB_INT(now_us), DB_INT(now_us)

/* One approval by its id with its steps, whoever may see it. */
enum err approval_read(struct db *db, struct arena *a, int64_t id, struct approval *ret_approval) MUST_CHECK;

/* When a step that begins now is due, by its limit in working time of the complaint's unit. */
enum err approval_step_due(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const char *limit, int64_t *ret_due_us) MUST_CHECK;
/* A notice to those who decide the step that waits, but the asker and who writes; deputies who do not see the complaint see it from now on. ret_told: their names by commas. */
enum err approval_tell(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct approval *approval, const char *kind, const char **ret_told) MUST_CHECK;
enum err approval_tell_asker(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval *approval, const char *kind) MUST_CHECK;
/* The event of something that happened to it. */
enum err approval_event(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval *approval, const char *kind, const char *person, const char *told) MUST_CHECK;
/* Nothing that others are writing is touched, so the complaint's version stays. */
enum err approval_move_on(struct db *db, const struct complaint *c) MUST_CHECK;

/* Somebody sees a part of the complaint from now on; nothing when he sees it already. */
enum err approval_let_see(struct db *db, int64_t complaint_id, int64_t user_id) MUST_CHECK;

/*
 * What follows for the things that wait for it, once it is given, sent back or withdrawn: a grade is changed, compensation may be paid. *ret_saved: the complaint was saved. ERR_STATE with why when what it was about
 * cannot be done any more.
 */
enum err approval_took_effect(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval *approval, bool *ret_saved, const char **ret_why) MUST_CHECK;
/* The last to decide about a sum has to have the authority for it: ERR_FORBIDDEN. */
enum err approval_covered(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct approval *approval, int64_t for_id) MUST_CHECK;

extern const struct db_stmts approval_effect_stmts; /* staff */

#endif
