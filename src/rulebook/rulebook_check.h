#ifndef REDRESS_RULEBOOK_CHECK_H
#define REDRESS_RULEBOOK_CHECK_H

#include "rulebook_schema.h"

/* Shared by the files that check; for src/rulebook only. */
struct checking {
    struct arena *arena;
    const struct rulebook *book;
    struct rulebook_faults *faults;
    const struct rulebook_lines *lines;
    bool (*is_permission)(const char *name);
};

void check_fault(struct checking *c, const char *path, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* "clocks[3].limit" */
const char *check_path(struct checking *c, const char *list, unsigned i, const char *member);
bool check_word(const char *const *words, const char *word);
const char *check_words(struct arena *a, const char *const *words); /* "one, two" */
void check_when(struct checking *c, const struct rb_when *when, const char *path);
/* Whether a limit can be read; a fault when not. */
bool check_limit(struct checking *c, const char *text, const char *path, struct calendar_limit *ret_limit);

void check_reference(struct checking *c, const char *section, const char *code, const char *path);

/* A sum of money in a member; whether it is one. What stands empty is none and no fault. */
bool check_amount(struct checking *c, const char *amount, const char *path, int64_t *ret_cents);
/* At most so much; 0 means never. */
void check_number(struct checking *c, int number, int most, const char *path);

void check_clocks(struct checking *c);
/* Who has to agree, what is given and up to what sum; papers. */
void check_deciding(struct checking *c);
/* Closing and what follows it: gates, committee, callbacks, samples, accountability, measures, keeping. */
void check_closing(struct checking *c);
/* How staff work: short forms, what is no complaint, slips, repeats. */
void check_work(struct checking *c);
/* Whether every complaint has a resolve clock. */
void check_resolve(struct checking *c);

#endif
