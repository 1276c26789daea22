#ifndef REDRESS_WALK_H
#define REDRESS_WALK_H

#include "rulebook_text.h"
#include "store_fixture.h"

/*
 * One complaint of a shipped rulebook carried through the database, the clock moved on by hand, on China's calendar of 2026. Unit 2 of the fixture takes it in: its customer service (3) carries it, a
 * department (6) of the function that the walk is about looks into it; 7 is that one's coordinator.
 */
extern struct fixture *walk_x;
extern struct filed walk_filed;
enum { WALK_SERVICE = 3, WALK_BUSINESS = 6 };

void walk_setup(void);
void walk_teardown(void);
struct str walk_file_of(const char *name); /* below rulebooks/ */
struct str walk_with_units(struct str yaml, const char *units);
enum err walk_load(struct str yaml, struct rulebook_faults *faults) MUST_CHECK;
void walk_use_book(const char *name, const char *function);
void walk_one_level(void); /* for books that know one level of units; before walk_use_book */
/* A one-level organisation with this book, its clerk a handler, several a manager, the chief the general manager: the first complaint of this kind of person is filed with the business, at an hour of 3 June. */
struct walk_opening {
    const char *book, *function, *kind, *body;
    int hour;
};
void walk_opens(const struct walk_opening *o, const char *category);
void walk_sql(const char *text);
const char *walk_told(const char *query);
void walk_holds(int user, const char *role, int unit);

/* What comes next happens at this moment of 2026. */
void walk_now(int month, int day, int hour, int minute);
void walk_file_as(struct filing *f, const char *category, int64_t department_id);
void walk_file(const char *category);
enum err walk_try(int user, struct complaint_command command) MUST_CHECK;
void walk_act(enum complaint_action action, const char *text);
void walk_end(const char *basis, const char *text); /* closed by the clerk on this basis */
enum err walk_try_end(const char *basis, enum complaint_finding finding, int64_t department_id) MUST_CHECK;
const char *walk_open_gates(void); /* what kept the last action from ending it: "cause measure" */
void walk_classify(struct complaint_classing classing);
void walk_flag(const char *flag, const char *note);
int64_t walk_clock_id(const char *rule);
void walk_done(const char *rule, const char *note); /* what the clock asks for is recorded as done */
size_t walk_sweep(void);

const char *walk_shown(int64_t at_us);
/* The newest clock of a rule: "running 03-02 17:30", with "late"; "none". */
const char *walk_clock_of(const char *rule);
#define CLOCK(rule, expected) ck_assert_str_eq(walk_clock_of(rule), expected)
const char *walk_grade(void);
const char *walk_notices(void); /* since the last look: "7 clock_due; 4 clock_escalated" */
int walk_events(const char *kind);
void walk_promises(const char *promised, const char *next);
void walk_unbroken(void);

#endif
