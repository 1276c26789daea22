#ifndef REDRESS_COMPLAINT_CLOCK_H
#define REDRESS_COMPLAINT_CLOCK_H

#include "clock.h"
#include "complaint.h"

/* What a complaint is to the rules, and what the rules make of a new one. Pure. */

/* A mode as rules name it: "named", "confidential", "anonymous". */
const char *complaint_mode_word(enum complaint_mode mode);
/* Facts of a complaint with the codes of its classification (k NULL: none). Its loss is the sum known, else the sum demanded; it repeats as
 * often as it was taken up again; a respondent who leads people raises the flag "manager". Texts live as long as c and k. */
struct rb_facts complaint_facts(struct arena *a, const struct complaint *c, const struct complaint_class *k, int64_t now_us);
/* From when on the complainant may urge: the rulebook's time after reception, and after he urged last (requirements B5). Times of the unit's calendar. */
int64_t complaint_urge_from(const struct clock_world *w, const struct complaint *c);
/* What happened to it since it was received or reopened, as clock_set.happened wants it. */
unsigned complaint_happened(const struct complaint *c, const struct clock_set *set);
/*
 * Its dates from its clocks; and the pauses of those that wait for material end by themselves when the time passes that the complainant was given (asked_until_us). A pause that began
 * after it has no end but somebody's word.
 */
void complaint_take_dates(struct complaint *c, struct clock_set *set);

/* A new complaint: the grade that the rules propose, why, and the clocks with which it begins. facts->grade is set. */
struct complaint_start {
    const char *grade; /* "" when the rulebook has no grades */
    const struct rb_grading **because;
    size_t n_because;
    int64_t due_us, promised_us;
    int due_kind;
    struct clock_set clocks;
};
void complaint_start(const struct clock_world *w, struct arena *a, struct rb_facts *facts, int64_t received_us, struct complaint_start *ret_start);

#endif
