#include "committee_acting_store.h"

/* Reading what is before the committee: lists, meetings, items. */

#define MEETING_COLUMNS                                                                                                                        \
    "m.id, m.unit_id, m.kind, m.state, m.title, m.place, m.at_us, m.minutes, m.called_by, m.version, m.from_us, m.to_us, p.name, u.name_zh, u.name_en, m.pack IS NOT NULL, "             \
    "(SELECT COUNT(*) FROM agenda_item k WHERE k.meeting_id = m.id), (SELECT COUNT(*) FROM meeting_member k WHERE k.meeting_id = m.id)"
#define MEETING_TYPES "iiiittit" "IiIITtt" "iii"
#define MEETING_JOINS " JOIN unit u ON u.id = m.unit_id LEFT JOIN app_user p ON p.id = m.called_by "
#define VOICE_COLUMNS "p.id, p.name, mb.present, v.vote, v.opinion, v.at_us, EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = i.complaint_id AND z.user_id = p.id)"
#define VOICE_TYPES "itiITIi"

enum { UNITS, WAITING, DECIDED, FOLLOW, MEETINGS, ONE_MEETING, AGENDA, FOR_MEETING, PEOPLE, ONE_ITEM, VOICES, ALL_VOICES, OF_COMPLAINT };
static const struct db_stmt list[] = {
    [UNITS] = {"SELECT u.id, u.name_zh, u.name_en FROM " COMMITTEE_UNITS " w JOIN unit u ON u.id = w.unit_id ORDER BY u.level, u.id LIMIT 200", "i", "itt"},
    [WAITING] = {"SELECT " ITEM_COLUMNS " FROM (SELECT k.id, k.proposed_us FROM " COMMITTEE_UNITS " w STRAIGHT_JOIN agenda_item k FORCE INDEX (agenda_unit) ON k.unit_id = w.unit_id AND k.is_waiting = 1 WHERE "
                 COMMITTEE_IN("k.complaint_id") " ORDER BY k.proposed_us, k.id LIMIT ?) x JOIN agenda_item i ON i.id = x.id" ITEM_JOINS "ORDER BY i.proposed_us, i.id",
                 "iii", ITEM_TYPES},
    [DECIDED] = {"SELECT " ITEM_COLUMNS " FROM (SELECT k.id FROM " COMMITTEE_UNITS " w STRAIGHT_JOIN agenda_item k FORCE INDEX (agenda_decided) ON k.unit_id = w.unit_id AND k.decided_us > 0 WHERE "
                 COMMITTEE_IN("k.complaint_id") " ORDER BY k.decided_us DESC LIMIT ?) x JOIN agenda_item i ON i.id = x.id" ITEM_JOINS "ORDER BY i.decided_us DESC",
                 "iii", ITEM_TYPES},
    [FOLLOW] = {"SELECT " ITEM_COLUMNS " FROM (SELECT k.id, k.follow_due_us FROM " COMMITTEE_UNITS " w STRAIGHT_JOIN agenda_item k FORCE INDEX (agenda_due) ON k.unit_id = w.unit_id AND k.follow_done_us IS NULL "
                "AND k.follow_due_us > 0 WHERE k.state = 3 AND " COMMITTEE_IN("k.complaint_id") " UNION SELECT k.id, k.follow_due_us FROM agenda_item k FORCE INDEX (agenda_follow) WHERE k.follow_by = ? AND "
                "k.follow_done_us IS NULL AND k.state = 3 AND k.follow_due_us > 0 AND " COMMITTEE_IN("k.complaint_id") " ORDER BY follow_due_us LIMIT ?) x JOIN agenda_item i ON i.id = x.id" ITEM_JOINS "ORDER BY i.follow_due_us",
                "iiiii", ITEM_TYPES},
    [MEETINGS] = {"SELECT " MEETING_COLUMNS " FROM (SELECT k.id FROM " COMMITTEE_UNITS " w STRAIGHT_JOIN meeting k FORCE INDEX (meeting_unit) ON k.unit_id = w.unit_id UNION SELECT b.meeting_id FROM meeting_member b "
                  "WHERE b.user_id = ?) x STRAIGHT_JOIN meeting m FORCE INDEX (PRIMARY) ON m.id = x.id" MEETING_JOINS "ORDER BY m.state > 2, IF(m.state > 2, -m.at_us, m.at_us), m.id LIMIT ?",
                  "iii", MEETING_TYPES},
    [ONE_MEETING] = {"SELECT " MEETING_COLUMNS ", " COMMITTEE_HOLDS("m.unit_id") " FROM meeting m" MEETING_JOINS "WHERE m.id = ? AND (" COMMITTEE_HOLDS("m.unit_id") " OR " COMMITTEE_INVITED("m.id") ")",
                     "iiii", MEETING_TYPES "i"},
    [AGENDA] = {"SELECT " ITEM_COLUMNS " FROM agenda_item i" ITEM_JOINS "WHERE i.meeting_id = ? AND " COMMITTEE_IN("i.complaint_id") " ORDER BY i.position, i.id LIMIT 200", "ii", ITEM_TYPES},
    [FOR_MEETING] = {"SELECT " ITEM_COLUMNS " FROM agenda_item i" ITEM_JOINS "WHERE i.unit_id = ? AND i.is_waiting = 1 AND i.meeting_id IS NULL AND " COMMITTEE_HOLDS("i.unit_id") " AND "
                     COMMITTEE_IN("i.complaint_id") " ORDER BY i.proposed_us, i.id LIMIT 100",
                     "iii", ITEM_TYPES},
    [PEOPLE] = {"SELECT p.id, p.name, IFNULL(d.name_zh, u.name_zh), IFNULL(d.name_en, u.name_en), IFNULL(b.present, 0), b.user_id IS NOT NULL, IFNULL(d.function = 'committee', 0) FROM ("
                "SELECT g.user_id AS id FROM role_permission m JOIN role_grant g ON g.role_id = m.role_id WHERE m.permission = 'hold_meeting' AND (g.unit_id = ? OR g.department_id IN "
                "(SELECT q.id FROM department q WHERE q.unit_id = ? AND q.function = 'committee')) UNION SELECT s.id FROM department q JOIN app_user s ON s.department_id = q.id WHERE q.unit_id = ? AND "
                "q.function = 'committee' UNION SELECT k.user_id FROM meeting_member k WHERE k.meeting_id = ?) x JOIN app_user p ON p.id = x.id AND p.active = 1 LEFT JOIN department d ON d.id = p.department_id "
                "LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN meeting_member b ON b.meeting_id = ? AND b.user_id = p.id ORDER BY IFNULL(d.function = 'committee', 0) DESC, p.name LIMIT 200",
                "iiiii", "itTTiii"},
    [ONE_ITEM] = {"SELECT " ITEM_COLUMNS ", " COMMITTEE_HOLDS("i.unit_id") ", (SELECT b.present FROM meeting_member b WHERE b.meeting_id = i.meeting_id AND b.user_id = ?) FROM agenda_item i" ITEM_JOINS
                  "WHERE i.id = ? AND (" COMMITTEE_HOLDS("i.unit_id") " OR " COMMITTEE_INVITED("i.meeting_id") " OR i.follow_by = ?) AND " COMMITTEE_IN("i.complaint_id"),
                  "iii" "iiii", ITEM_TYPES "iI"},
    [VOICES] = {"SELECT " VOICE_COLUMNS " FROM agenda_item i JOIN meeting_member mb ON mb.meeting_id = i.meeting_id JOIN app_user p ON p.id = mb.user_id LEFT JOIN agenda_voice v ON v.item_id = i.id AND "
                "v.user_id = p.id WHERE i.id = ? ORDER BY p.id LIMIT 200",
                "i", VOICE_TYPES},
    [ALL_VOICES] = {"SELECT " VOICE_COLUMNS ", i.id FROM agenda_item i JOIN meeting_member mb ON mb.meeting_id = i.meeting_id JOIN app_user p ON p.id = mb.user_id LEFT JOIN agenda_voice v ON v.item_id = i.id "
                    "AND v.user_id = p.id WHERE i.meeting_id = ? ORDER BY i.position, i.id, p.id LIMIT 2000",
                    "i", VOICE_TYPES "i"},
    [OF_COMPLAINT] = {"SELECT " ITEM_COLUMNS " FROM agenda_item i" ITEM_JOINS "WHERE i.complaint_id = ? ORDER BY i.id DESC LIMIT 50", "i", ITEM_TYPES},
};
const struct db_stmts committee_stmts = {"committee", list, COUNT_OF(list), DB_STAFF};

/* ---- rows ---- */

struct agenda_item committee_item_read(const struct db_rows *r, size_t i)
{
    return (struct agenda_item){
        .id = db_int(r, i, 0), .unit_id = db_int(r, i, 1), .complaint_id = db_int(r, i, 2), .meeting_id = db_int(r, i, 3), .position = (int)db_int(r, i, 4), .version = (int)db_int(r, i, 5),
        .state = (enum item_state)db_int(r, i, 6), .why = db_text(r, i, 7), .question = db_text(r, i, 8), .decision = db_text(r, i, 9), .body = db_text(r, i, 10), .follow_up = db_text(r, i, 11),
        .follow_done = db_text(r, i, 12), .follow_by = db_int(r, i, 13), .proposed_by = db_int(r, i, 14), .proposed_us = db_int(r, i, 15), .decided_us = db_int(r, i, 16),
        .follow_due_us = db_int(r, i, 17), .follow_done_us = db_int(r, i, 18), .number = db_text(r, i, 19), .complaint_title = db_text(r, i, 20), .grade = db_text(r, i, 21),
        .proposer = db_text(r, i, 22), .follower = db_text(r, i, 23), .decider = db_text(r, i, 24), .meeting_title = db_text(r, i, 25), .meeting_us = db_int(r, i, 26),
        .meeting_state = (enum meeting_state)db_int(r, i, 27), .unit_zh = db_text(r, i, 28), .unit_en = db_text(r, i, 29),
    };
}

static void read_items(struct arena *a, const struct db_rows *rows, struct agenda_item **ret_list, size_t *ret_n)
{
    *ret_list = ARENA_ARRAY(a, rows->n + 1, struct agenda_item);
    *ret_n = rows->n;
    for (size_t i = 0; i < rows->n; i++)
        (*ret_list)[i] = committee_item_read(rows, i);
}

static struct meeting read_meeting(const struct db_rows *r, size_t i)
{
    return (struct meeting){
        .id = db_int(r, i, 0), .unit_id = db_int(r, i, 1), .kind = (enum meeting_kind)db_int(r, i, 2), .state = (enum meeting_state)db_int(r, i, 3), .title = db_text(r, i, 4), .place = db_text(r, i, 5),
        .at_us = db_int(r, i, 6), .minutes = db_text(r, i, 7), .called_by = db_int(r, i, 8), .version = (int)db_int(r, i, 9), .from_us = db_int(r, i, 10), .to_us = db_int(r, i, 11),
        .caller = db_text(r, i, 12), .unit_zh = db_text(r, i, 13), .unit_en = db_text(r, i, 14), .has_pack = db_int(r, i, 15) != 0, .items = (int)db_int(r, i, 16), .members = (int)db_int(r, i, 17),
    };
}

static struct agenda_voice read_voice(const struct db_rows *r, size_t i)
{
    bool kept_out = db_int(r, i, 6) != 0;
    return (struct agenda_voice){
        .user_id = db_int(r, i, 0), .name = db_text(r, i, 1), .present = db_int(r, i, 2) != 0, .vote = kept_out ? VOTE_NONE : (enum committee_vote)db_int(r, i, 3),
        .opinion = kept_out ? "" : db_text(r, i, 4), .at_us = kept_out ? 0 : db_int(r, i, 5), .kept_out = kept_out,
    };
}

/* ---- lists ---- */

enum err committee_units(struct db *db, struct arena *a, const struct access_user *user, struct committee_unit **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], DB_ARGS(DB_INT(user->id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct committee_unit);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct committee_unit){db_int(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2)};
    return ERR_NONE;
}

enum err committee_items(struct db *db, struct arena *a, const struct access_user *user, enum committee_list which, size_t limit, struct agenda_item **ret_list, size_t *ret_n)
{
    const struct db_value me = DB_INT(user->id);
    struct db_rows rows;
    if (which == COMMITTEE_FOLLOW)
        TRY(db_query(db, a, &list[FOLLOW], DB_ARGS(me, me, me, me, DB_INT(limit)), &rows));
    else
        TRY(db_query(db, a, &list[which == COMMITTEE_WAITING ? WAITING : DECIDED], DB_ARGS(me, me, DB_INT(limit)), &rows));
    read_items(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err committee_meetings(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct meeting **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[MEETINGS], DB_ARGS(DB_INT(user->id), DB_INT(user->id), DB_INT(limit)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct meeting);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = read_meeting(&rows, i);
    return ERR_NONE;
}

enum err committee_of(struct db *db, struct arena *a, int64_t complaint_id, struct agenda_item **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF_COMPLAINT], DB_ARGS(DB_INT(complaint_id)), &rows));
    read_items(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

/* ---- one ---- */

enum err meeting_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct meeting *ret_meeting, bool *ret_may_hold)
{
    const struct db_value me = DB_INT(user->id);
    struct db_rows row;
    TRY(db_one(db, a, &list[ONE_MEETING], DB_ARGS(me, DB_INT(id), me, me), &row));
    *ret_meeting = read_meeting(&row, 0);
    *ret_may_hold = db_int(&row, 0, 18) != 0;
    return ERR_NONE;
}

enum err meeting_agenda(struct db *db, struct arena *a, const struct access_user *user, int64_t meeting_id, struct agenda_item **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[AGENDA], DB_ARGS(DB_INT(meeting_id), DB_INT(user->id)), &rows));
    read_items(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err meeting_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, struct agenda_item **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[FOR_MEETING], DB_ARGS(DB_INT(unit_id), DB_INT(user->id), DB_INT(user->id)), &rows));
    read_items(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err meeting_people(struct db *db, struct arena *a, int64_t unit_id, int64_t meeting_id, struct meeting_member **ret_list, size_t *ret_n)
{
    const struct db_value unit = DB_INT(unit_id), meeting = DB_INT(meeting_id);
    struct db_rows rows;
    TRY(db_query(db, a, &list[PEOPLE], DB_ARGS(unit, unit, unit, meeting, meeting), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct meeting_member);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct meeting_member){.user_id = db_int(&rows, i, 0), .name = db_text(&rows, i, 1), .place_zh = db_text(&rows, i, 2), .place_en = db_text(&rows, i, 3),
                                                 .present = db_int(&rows, i, 4) != 0, .invited = db_int(&rows, i, 5) != 0, .of_committee = db_int(&rows, i, 6) != 0};
    return ERR_NONE;
}

enum err item_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct agenda_item *ret_item, struct committee_seat *ret_seat)
{
    const struct db_value me = DB_INT(user->id);
    struct db_rows row;
    TRY(db_one(db, a, &list[ONE_ITEM], DB_ARGS(me, me, DB_INT(id), me, me, me, me), &row));
    *ret_item = committee_item_read(&row, 0);
    *ret_seat = (struct committee_seat){.may_hold = db_int(&row, 0, ITEM_COLUMNS_N) != 0, .member = !db_is_null(&row, 0, ITEM_COLUMNS_N + 1), .present = db_int(&row, 0, ITEM_COLUMNS_N + 1) != 0};
    return ERR_NONE;
}

enum err item_voices(struct db *db, struct arena *a, const struct agenda_item *item, struct agenda_voice **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[VOICES], DB_ARGS(DB_INT(item->id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct agenda_voice);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = read_voice(&rows, i);
    return ERR_NONE;
}

enum err meeting_voices(struct db *db, struct arena *a, int64_t meeting_id, struct meeting_voice **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ALL_VOICES], DB_ARGS(DB_INT(meeting_id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct meeting_voice);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct meeting_voice){db_int(&rows, i, 7), read_voice(&rows, i)};
    return ERR_NONE;
}

struct committee_tally item_tally(const struct agenda_voice *voices, size_t n)
{
    struct committee_tally tally = {0};
    for (size_t i = 0; i < n; i++) {
        if (!voices[i].present || voices[i].kept_out)
            continue;
        tally.present++;
        tally.in_favour += voices[i].vote == VOTE_FOR;
        tally.against += voices[i].vote == VOTE_AGAINST;
        tally.abstained += voices[i].vote == VOTE_ABSTAIN;
    }
    return tally;
}
