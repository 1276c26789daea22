#ifndef REDRESS_SLIP_ACTING_STORE_H
#define REDRESS_SLIP_ACTING_STORE_H

#include "basis_store.h"
#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "slip_store.h"

/* What the files of slips share; nobody else includes it. */

/* ---- reading ---- */
#define SLIP_COLUMNS(request)                                                                                                                 \
    "p.id, p.complaint_id, p.parent_id, p.before_id, p.number, p.kind, p.state, p.round, p.returns, p.stage, p.reminders, p.version, "       \
    "p.is_binding, p.late, p.settled, p.from_unit_id, p.from_department_id, p.from_user_id, p.to_unit_id, p.to_department_id, p.to_user_id, " \
    "p.sent_us, p.read_us, p.accepted_us, p.answered_us, p.done_us, p.due_us, p.next_us, p.supervised_us, " request ", f.name, t.name"
#define SLIP_COLUMN_TYPES "iiIIiiiiiiii" "iiiiIiiiI" "iIIIIiiIttT"
#define SLIP_PEOPLE " JOIN app_user f ON f.id = p.from_user_id LEFT JOIN app_user t ON t.id = p.to_user_id "
enum { SLIP_COLUMNS_N = 32 };
struct slip slip_read_row(const struct basis *basis, const struct db_rows *rows, size_t i);
void slip_name(struct slip *s, const struct basis *basis);
/* All slips of a complaint in order of number, without steps and copies. */
enum err slip_heads(struct db *db, struct arena *a, int64_t complaint_id, struct slip **ret_list, size_t *ret_n) MUST_CHECK;
/* "甲省分公司 客户服务部" */
const char *slip_place(struct arena *a, const char *unit, const char *department);
const char *slip_from_en(struct arena *a, const struct slip *s);
const char *slip_to_en(struct arena *a, const struct slip *s);

/* ---- where slips stand that are the user's, as slip_sides has it: himself, departments, units ---- */
enum slip_place_kind { SLIP_TO_USER, SLIP_TO_DEPARTMENT, SLIP_TO_UNIT, SLIP_FROM_USER, SLIP_FROM_DEPARTMENT, SLIP_FROM_UNIT, SLIP_PLACE_KIND__COUNT };
struct slip_place_of {
    enum slip_place_kind kind;
    int64_t id;
    int lo, hi; /* kinds of slips that are his there */
};
struct slip_places {
    struct slip_place_of list[2 + 4 * ACCESS_GRANTS_MAX];
    size_t n;
};
struct slip_places slip_places(const struct access_user *user, bool received, bool sent);

/* ---- an action under way, within its transaction ---- */
struct slip_acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct slip_command *command; /* NULL: the sweep */
    struct complaint c;
    permission_set rights;
    bool loaded, moved; /* moved: the complaint went to another unit */
    bool reached;       /* by the last telling of a side: somebody */
    struct slip *slips; /* of the complaint, with room for one more */
    size_t n;
    struct slip *s;     /* the one it is about */
    const char *location, *why, *why_of;
    enum slip_ladder ladder;
    const struct rulebook *book;
    const struct calendar *calendar; /* of the receiver's unit */
    enum clock_event clock;          /* what it is for the complaint's clocks; 0: nothing */
    bool clock_moved;
    struct notice_to absent[16];
    size_t n_absent;
    /* Those that were told already, and their names. */
    int64_t told_ids[64];
    size_t n_told;
    struct buf told;
};

enum err slip_refuse(struct slip_acting *x, enum err e, const char *why, const char *of) MUST_CHECK;
/* Who takes a complaint over cannot confirm what others have asked for. */
enum err slip_refuse_move(struct slip_acting *x) MUST_CHECK;
/* The rules and the calendar of the receiver's unit. */
enum err slip_rules(struct db *db, struct slip_acting *x, int64_t unit_id) MUST_CHECK;
/* The rules' answer: by when a department of this function has to answer. */
enum err slip_answer_due(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_facts *facts, enum slip_kind kind,
                         const char *function, int64_t unit_id, int64_t *ret_due_us) MUST_CHECK;
enum err slip_facts(struct db *db, struct slip_acting *x, struct rb_facts *ret_facts) MUST_CHECK;

/* Write it as it is now (version rises); with its step. */
enum err slip_write(struct db *db, struct slip *s) MUST_CHECK;
enum err slip_save(struct db *db, const struct slip_acting *x, struct slip *s, enum slip_action action, int64_t message_id) MUST_CHECK;
enum err slip_write_step(struct db *db, const struct slip_acting *x, const struct slip *s, enum slip_action action, int64_t message_id) MUST_CHECK;
/* What was written, with its files; 0 when nothing was. */
enum err slip_write_message(struct db *db, struct slip_acting *x, const struct slip *s, const char *text, int64_t *ret_message_id, int64_t *ret_files) MUST_CHECK;
/* The timeline event about it: extra is one more key with its value, NULL: none. */
enum err slip_append(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind, int64_t message_id, int64_t files, const char *key, const char *value) MUST_CHECK;
/* By its number, of x->slips; NULL: none. */
struct slip *slip_find(const struct slip_acting *x, int number);
/* Who sees a part of it because of a slip; who sees all of it already goes on doing so. */
enum err slip_let_see(struct db *db, const struct slip_acting *x, enum holder_kind kind, int64_t id) MUST_CHECK;
enum err slip_let_see_at(struct db *db, const struct slip_acting *x, int64_t unit_id, int64_t department_id) MUST_CHECK;
/* The complaint goes to another unit and department; nobody has it there yet. */
enum err slip_move(struct db *db, struct slip_acting *x, int64_t unit_id, int64_t department_id) MUST_CHECK;
/* The complaint itself at the end: its clocks, dates, open slips, chain. */
enum err slip_finish(struct db *db, struct slip_acting *x) MUST_CHECK;

/*
 * Tell the receiver or the sender (the person, else the coordinator, else those who assign work there; who is away is stood in for), and holders of a role or post there (to: as of
 * notice_receivers). Each person once, nobody who is kept out, not the actor himself; x->told gathers the names.
 */
enum err slip_tell_receiver(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind) MUST_CHECK;
enum err slip_tell_sender(struct db *db, struct slip_acting *x, const struct slip *s, const char *kind) MUST_CHECK;
enum err slip_tell_role(struct db *db, struct slip_acting *x, const struct slip *s, int64_t unit_id, int64_t department_id, const char *to, const char *kind) MUST_CHECK;

/* Send a new one (SLIP_DO_SEND, SLIP_DO_HELP: below x->s). */
enum err slip_send(struct db *db, struct slip_acting *x) MUST_CHECK;

#endif
