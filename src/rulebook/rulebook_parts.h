#ifndef REDRESS_RULEBOOK_PARTS_H
#define REDRESS_RULEBOOK_PARTS_H

#include <stddef.h>

/* What the files of the rulebook share and nobody else needs. */

/* The title of one of a NULL-terminated list of words; "" for another. */
const char *rulebook_title_of(const char *const *words, const char *const *titles, const char *word);
/* The element whose first member, its code, is this one: the structs of the book begin with it. NULL for none, and for no code. */
const void *rulebook_find(const void *list, unsigned n, size_t size, const char *code);

#endif
