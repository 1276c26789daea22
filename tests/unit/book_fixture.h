#ifndef REDRESS_BOOK_FIXTURE_H
#define REDRESS_BOOK_FIXTURE_H

#include <check.h>

#include "permission.h"
#include "rulebook_text.h"

/* A rulebook as somebody writes it, and what is said of it. */
extern struct arena *book_arena; /* made anew for each test */
extern struct rulebook_faults book_faults;

void book_setup(void);
void book_teardown(void);
bool book_permission(const char *name);
/* What can be read; the test fails when it cannot. */
struct rulebook *book_read(const char *yaml);
/* The text with one line of it in the place of another. */
const char *book_with(const char *sound, const char *old, const char *new);
/* Fills book_faults with what reading and checking say. */
enum err book_judge(const char *yaml);
/* That there is a fault of this path whose words hold these, at the line of where (NULL: without a line). */
void book_told(const char *yaml, const char *where, const char *path, const char *words);

/* One change that makes a sound book senseless, and what is said of it: the line of where, the path, these words. */
struct book_sense {
    const char *old, *new, *where, *path, *words;
};
void book_must_tell(const char *sound, const struct book_sense *sense);

#endif
