#ifndef REDRESS_SLIP_FIXTURE_H
#define REDRESS_SLIP_FIXTURE_H

#include "slip_store.h"
#include "store_fixture.h"

/*
 * The small organisation with departments that answer, for the tests of slips. Beside store_fixture.h:
 *
 *   departments  6 payments, 7 sales, 8 committee of A; 9 customer service of the city; 5 is switched off
 *   people       1 chief, 2 clerk, 3 other as they are; grants of these in the database too, for who is told
 *                11 payer   may see and answer for department 6, its coordinator; 15 helper is its deputy coordinator
 *                12 seller  the same for 7
 *                13 judge   the same for 8
 *                14 city    dispatches, answers, replies and closes over unit 4
 *                16 front   customer service of A without the rights of a manager: sees, dispatches, replies
 *   rules        the manager decides what was returned twice, the committee what was returned three times; reminders one working day before, when due and one working day later; supervision
 *                when more than half of at least two are late; answers in 5 working days
 */
enum { SLIP_PAYER = 11, SLIP_SELLER, SLIP_JUDGE, SLIP_CITY, SLIP_HELPER, SLIP_FRONT, SLIP__USERS };

struct slip_fixture {
    struct fixture *x;
    struct access_user users[SLIP__USERS]; /* by number; the first ones are those of the fixture */
    struct slip_result result;             /* of the last action */
};
void slip_fixture_make(struct slip_fixture *f);
void slip_fixture_end(struct slip_fixture *f);

struct complaint_writer slip_writer(struct slip_fixture *f, int user);
/* The slips of a complaint as somebody sees them, failing the test on an error. */
struct slip *slip_all(struct slip_fixture *f, int user, const char *number, size_t *ret_n);
/* One of them, as the clerk sees it. */
struct slip slip_now(struct slip_fixture *f, const char *number, int slip);
struct slip_command slip_to(const char *number, int64_t department_id, const char *text);
enum err slip_try(struct slip_fixture *f, int user, const struct slip_command *command);
/* Dispatch, failing the test on an error; the number of the slip. */
int slip_must_send(struct slip_fixture *f, int user, const char *number, int64_t department_id, const char *text);
/* Act on one as it stands now. */
enum err slip_do(struct slip_fixture *f, int user, const char *number, int slip, enum slip_action action, const char *text);
void slip_must(struct slip_fixture *f, int user, const char *number, int slip, enum slip_action action, const char *text);
int64_t slip_sql_number(struct slip_fixture *f, const char *sql);

#endif
