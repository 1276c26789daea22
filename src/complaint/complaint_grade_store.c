#include "complaint_grade_store.h"

#include <string.h>

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"

enum err complaint_grade_set(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *grade, const char *reason)
{
    struct clock_world world;
    struct clock_set set;
    struct complaint_class class;
    const char *before = c->grade;
    TRY(clock_world_load(db, a, c->unit_id, w->zone, &world));
    if (!rulebook_grade(world.book, grade))
        return ERR_STATE;
    TRY(clock_load(db, a, false, c->id, true, &set));
    TRY(complaint_class_load(db, a, c->id, &class));
    set.happened = complaint_happened(c, &set);
    set.actor_id = w->user->id;
    set.reason = reason;
    c->grade = grade;
    c->grade_reason = strcmp(grade, c->grade_proposed) == 0 ? "" : reason;
    const struct rb_facts facts = complaint_facts(a, c, &class, w->now_us);
    clock_happened(&world, &set, &facts, CLOCK_ON_GRADED, w->now_us);
    complaint_take_dates(c, &set);
    TRY(complaint_append(db, a, w, c, "classified", timeline_data(a, "grade", grade, "grade_before", *before ? before : NULL, "grade_reason", *reason ? reason : NULL, NULL)));
    TRY(complaint_save(db, a, c));
    TRY(clock_save(db, a, false, c->id, &set));
    return clock_requests_settle(db, c->id, &set, w->now_us);
}
