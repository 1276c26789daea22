#ifndef REDRESS_POST_STORE_H
#define REDRESS_POST_STORE_H

#include "db.h"
#include "post.h"

extern const struct db_stmts post_stmts;       /* staff and jobs: reading, sending again, dropping */
extern const struct db_stmts post_told_stmts;  /* public, staff and jobs: post_told */
extern const struct db_stmts post_claim_stmts; /* jobs */

/*
 * Nothing is written for a way that sending is switched off for: setting 'post_ways' (POST_MAIL, POST_SMS as bits), which jobs keep as the configuration has it.
 */
#define POST_WAY_IS_ON(way) "IFNULL((SELECT CAST(o.value AS UNSIGNED) FROM setting o WHERE o.name = 'post_ways'), 0) & " way " > 0"

/*
 * To the complainant, in the running transaction: one row for each way he agreed to (table complaint_told), none when he agreed to none. data: flat JSON as of timeline_data (due, path);
 * NULL: none. Of a matter that was split off he is told through the complaint that leads, the only one he has a passcode for, and by the kind that post_kind_of_part gives. Costs one statement.
 */
enum err post_told(struct db *db, struct arena *a, int64_t complaint_id, const char *kind, int64_t at_us, const char *data) MUST_CHECK;
/* The same as a part of a compound statement. */
#define POST_TOLD                                                                                                                                            \
    "INSERT INTO post (complaint_id, at_us, next_us, way, kind, lang, data) "                                                                                 \
    "SELECT t.complaint_id, CAST(? AS SIGNED), CAST(? AS SIGNED), w.way, IF(t.complaint_id = ?, ?, ?), t.lang, ? "                                             \
    "FROM complaint_told t JOIN (SELECT 1 AS way UNION ALL SELECT 2) w ON t.ways & w.way > 0 "                                                                 \
    "WHERE t.complaint_id = IFNULL((SELECT p.lead_id FROM public_part p WHERE p.id = ?), ?) AND (t.complaint_id = ? OR ? <> '') AND " POST_WAY_IS_ON("w.way")
#define POST_TOLD_PART POST_TOLD "; "
#define POST_TOLD_PART_TYPES "iiittt" "iiit"
#define POST_TOLD_PART_VALUES 10
void post_told_part(int64_t complaint_id, const char *kind, int64_t at_us, const char *data, struct db_value values[POST_TOLD_PART_VALUES]);

/*
 * To the staff, by the notices that were written for them (notice_store): who has an address and wants that kind by that way (notice_way_store). p is the person of app_user. For FROM ... p:
 * of the notice's data only its date goes with it.
 */
#define POST_STAFF_COLUMNS "INSERT INTO post (user_id, complaint_id, at_us, next_us, way, kind, lang, data) "
#define POST_STAFF_VALUES "p.id, CAST(? AS SIGNED), CAST(? AS SIGNED), CAST(? AS SIGNED), w.way, ?, p.language, JSON_OBJECT('due', IFNULL(JSON_VALUE(?, '$.due'), '')) "
#define POST_STAFF_TYPES "Iiitt"
#define POST_STAFF_JOIN                                                                                                                                       \
    " JOIN (SELECT 1 AS way UNION ALL SELECT 2) w ON IF(w.way = 1, p.email, p.mobile) <> '' LEFT JOIN notice_way y ON y.user_id = p.id AND y.kind = ? "        \
    "WHERE p.active = 1 AND IFNULL(y.ways, ?) & w.way > 0 AND " POST_WAY_IS_ON("w.way")
#define POST_STAFF_JOIN_TYPES "ti"
/*
 * One post that is due, held until now_us + hold_us: nobody else gets it before, and whoever held it and died is replaced after. ways: bits of those that are wanted.
 * ERR_NOT_FOUND: none is due.
 */
enum err post_claim(struct db *db, struct arena *a, int64_t now_us, int64_t hold_us, unsigned ways, struct post *ret_post) MUST_CHECK;
/* How it went, of one that is still held (its attempts are a mark of who holds it): sent, dead, or waiting until next_us. ERR_STALE: somebody else has it. */
enum err post_outcome(struct db *db, const struct post *post, enum post_state state, int64_t at_us, int64_t next_us, const char *said) MUST_CHECK;
/*
 * A mail came back: of the complaint, the post that its Message-ID is of, or with "" the newest that was sent, is dead now. said: why, without addresses (letter_said). ERR_NOT_FOUND: there is
 * none that could be meant.
 */
enum err post_bounced(struct db *db, const char *message_id, int64_t complaint_id, const char *said) MUST_CHECK;
/* Which ways sending is switched on for; written when it is another. */
enum err post_ways_keep(struct db *db, struct arena *a, unsigned ways) MUST_CHECK;
enum err post_ways(struct db *db, struct arena *a, unsigned *ret_ways) MUST_CHECK;

/* Of one complaint to its complainant (not to the staff), newest first, at most limit. */
enum err post_of(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct post **ret_list, size_t *ret_n) MUST_CHECK;

/* Of the administrators' page: one state, newest first, those before an id (0: from the top). */
enum err post_list(struct db *db, struct arena *a, enum post_state state, int64_t before_id, size_t limit, struct post **ret_list, size_t *ret_n) MUST_CHECK;
struct post_counts {
    int64_t waiting, dead;          /* capped at 100 000 */
    int64_t oldest_us;              /* written, of those that wait; 0: none */
    struct {
        int64_t sent, failed;       /* taken by the server, and tries that failed: in all, these never count down */
    } way[POST_SMS + 1];            /* [POST_MAIL], [POST_SMS] */
};
enum err post_counted(struct db *db, struct arena *a, struct post_counts *ret_counts) MUST_CHECK;
struct change_by; /* change_store.h */
/* Dead ones again (id, or 0 for all that are dead, 10 000 at a time), from the beginning; ret_n says how many it were. With its change log entry; ERR_EXISTS with by->led_to: this form was carried out before. */
enum err post_again(struct db *db, struct arena *a, struct change_by *by, int64_t id, int64_t *ret_n) MUST_CHECK;
/* Waiting or dead ones never (id, or 0 for all that are dead). */
enum err post_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int64_t *ret_n) MUST_CHECK;

#endif
