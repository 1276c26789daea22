#ifndef REDRESS_COMMITTEE_ACTING_STORE_H
#define REDRESS_COMMITTEE_ACTING_STORE_H

#include "committee_store.h"

/* What the files of the committee share; nobody else includes it. */

/* The user may hold meetings of this unit's committee: one '?'. */
#define COMMITTEE_HOLDS(unit)                                                                                                                  \
    "EXISTS (SELECT 1 FROM role_grant hg JOIN role_permission hp ON hp.role_id = hg.role_id AND hp.permission = 'hold_meeting' WHERE hg.user_id = ? AND (hg.unit_id IN "  \
    "(SELECT ht.ancestor_id FROM unit_tree ht WHERE ht.unit_id = " unit ") OR hg.department_id IN (SELECT hd.id FROM department hd WHERE hd.unit_id = " unit               \
    " AND hd.function = 'committee')))"
#define COMMITTEE_INVITED(meeting) "EXISTS (SELECT 1 FROM meeting_member hm WHERE hm.meeting_id = " meeting " AND hm.user_id = ?)"
#define COMMITTEE_IN(complaint) "NOT EXISTS (SELECT 1 FROM recusal hz WHERE hz.complaint_id = " complaint " AND hz.user_id = ?)"
/* The units with a committee whose meetings the user may hold: one '?'. */
#define COMMITTEE_UNITS "(SELECT DISTINCT q.unit_id FROM department q WHERE q.function = 'committee' AND " COMMITTEE_HOLDS("q.unit_id") ")"

#define ITEM_COLUMNS                                                                                                                           \
    "i.id, i.unit_id, i.complaint_id, i.meeting_id, i.position, i.version, i.state, i.why, i.question, i.decision, i.body, i.follow_up, i.follow_done, i.follow_by, i.proposed_by, " \
    "i.proposed_us, i.decided_us, i.follow_due_us, i.follow_done_us, c.number, c.title, c.grade, pp.name, fp.name, dp.name, mm.title, mm.at_us, mm.state, cu.name_zh, cu.name_en"
#define ITEM_TYPES "iiiIiiittttt" "TII" "iIII" "tttTTT" "TIItt"
#define ITEM_JOINS                                                                                                                             \
    " JOIN complaint c ON c.id = i.complaint_id JOIN unit cu ON cu.id = c.unit_id LEFT JOIN app_user pp ON pp.id = i.proposed_by LEFT JOIN app_user fp ON fp.id = i.follow_by "         \
    "LEFT JOIN app_user dp ON dp.id = i.decided_by LEFT JOIN meeting mm ON mm.id = i.meeting_id "
enum { ITEM_COLUMNS_N = 30 };
struct agenda_item committee_item_read(const struct db_rows *rows, size_t i);

#endif
