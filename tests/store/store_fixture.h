#ifndef REDRESS_STORE_FIXTURE_H
#define REDRESS_STORE_FIXTURE_H

#include "complaint_filing_store.h"
#include "store_test.h"

/*
 * A small organisation in an emptied test database, for the tests of the domain's stores. Made anew for every test:
 *
 *   units        1 head office ── 2 province A ── 4 city
 *                             └── 3 province B
 *   departments  1 customer service and 2 payments of the head office, 3 customer service of A, 4 of B, 5 payments of A (switched off)
 *   people       1 chief   every right over unit 1
 *                2 clerk   every right over unit 2
 *                3 other   every right over unit 3: the sibling
 *                4 several unit 2, unit 4 and department 2: several holders for the same complaint
 *                5 reader  may only see, over unit 1
 *                6 gone    switched off, of A
 *   categories   1 claims (payments) with the question 1; 2 service (customer_service)
 *   rulebook     version 1 in force: fixture_book, with the same categories; resolve in 15 natural days, major ones in 30 working days
 */
enum { FIXTURE_CHIEF = 1, FIXTURE_CLERK, FIXTURE_OTHER, FIXTURE_SEVERAL, FIXTURE_READER, FIXTURE_GONE, FIXTURE__USERS };

struct fixture {
    struct arena *arena;
    struct crypto_keys *keys; /* all of them */
    struct db *root;          /* for text SQL */
    struct db *public_db, *staff_db, *jobs_db;
    struct access_user users[FIXTURE__USERS];
    const struct utc_zone *zone;
    int64_t now_us; /* moves on with every fixture_writer */
    char keys_dir[64];
    unsigned filed;
};

extern const char *const fixture_book;
struct fixture *fixture_make(void);
/* Put another book in the place of fixture_book, before anything was filed. */
void fixture_use_book(struct fixture *x, const char *yaml);
/* As fixture_make, with these parts after fixture_book and these rows. */
struct fixture *fixture_make_with(const char *more_book, const char *const *rows, size_t n);
void fixture_read_book(struct fixture *x, const char *path); /* from a file below the top of the source tree */
void fixture_end(struct fixture *x);

/* A writer of a pool; user 0 for none. Each is a second later than the last. */
struct complaint_writer fixture_writer(struct fixture *x, enum crypto_pool pool, int user);
/* A named complaint about category 1 as the public pool files it; the caller may change it. Every one has a token of its own. */
struct filing fixture_filing(struct fixture *x, int64_t unit_id, int64_t department_id, const char *body);
/* File that one. */
struct filed fixture_file(struct fixture *x, int64_t unit_id, int64_t department_id, const char *body);
/* Load as a user, failing the test on an error. */
struct complaint fixture_load(struct fixture *x, int user, const char *number);
/* All that closing, or confirming a withdrawal, can ask of a form by the book in force. */
struct complaint_closing *fixture_closing(struct fixture *x);
/* A command on what the user sees of it now; closing on the basis "agreed" and confirming a withdrawal come with fixture_closing. */
struct complaint_command fixture_command(struct fixture *x, int user, const char *number, enum complaint_action action, const char *text);
enum err fixture_act(struct fixture *x, int user, const struct complaint_command *command);
/* Load, act and fail the test on an error. */
void fixture_must(struct fixture *x, int user, const char *number, enum complaint_action action, const char *text);
/* That the timeline of a complaint is as it was written. */
void fixture_sound(struct fixture *x, int64_t complaint_id);
/* A tracking session of a complaint; token gets its hash. */
void fixture_track(struct fixture *x, const char *number, uint8_t token[32]);
/* The passcode of every complaint of this fixture. */
#define FIXTURE_PASSCODE "ABCDEFGH12345678"
#define FIXTURE_TTL (INT64_C(3600) * 1000000)

#endif
