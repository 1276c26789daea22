#ifndef REDRESS_COMPLAINT_AGENDA_STORE_H
#define REDRESS_COMPLAINT_AGENDA_STORE_H

#include "complaint_store.h"
#include "rulebook.h"

extern const struct db_stmts complaint_agenda_stmts; /* staff and jobs */

/*
 * What is put before the committee (requirements G4): the committee of the complaint's unit, or of the nearest superior unit that has one. Within a running transaction, complaint locked and loaded:
 * the item, the event committee_asked, notices to the committee's people. The caller saves c. ERR_NOT_FOUND: no unit of its line has a committee. ERR_EXISTS: it waits for the committee with the
 * same reason already.
 */
struct complaint_agenda {
    const char *why;      /* word of committee.h: major, difficult, disputed, result, vexatious, responsibility, other */
    const char *question; /* what is to be decided; "" where the rulebook puts it forward */
    int64_t by_id;        /* who puts it forward; 0: the rulebook */
};
enum err complaint_agenda_put(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_agenda *wish, int64_t *ret_item_id) MUST_CHECK;
/* The same by the rulebook's conditions (rb_committee.agenda), once for a complaint; nothing where none holds or no committee is there. */
enum err complaint_agenda_by_rule(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct rb_committee *rules, const struct rb_facts *facts) MUST_CHECK;
/* What the rulebook puts forward for another reason, such as a slip that was returned too often: nothing where that waits already or no committee is there. */
enum err complaint_agenda_by_itself(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *why) MUST_CHECK;

#endif
