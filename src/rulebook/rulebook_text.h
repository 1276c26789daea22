#ifndef REDRESS_RULEBOOK_TEXT_H
#define REDRESS_RULEBOOK_TEXT_H

#include <stdarg.h>

#include "rulebook.h"

/* A rulebook on paper: reading, checking, writing, comparing. Pure. */
struct rulebook_fault {
    int line;            /* from 1; 0: the whole */
    const char *path;    /* "clocks[3].limit" */
    const char *message; /* English sentence in the arena; the command line shows it */
    const char *msgid, *args[4]; /* for pages in other languages: rulebook_fault_words */
};
#define RULEBOOK_FAULTS_MAX 200
struct rulebook_faults {
    struct rulebook_fault list[RULEBOOK_FAULTS_MAX];
    size_t n;
    bool more; /* there were more than fit */
};
#define RULEBOOK_BYTES_MAX (2u << 20)
/* Add one: fmt is a msgid with at most four of %s, %d, %u, %zu and %lld. */
void rulebook_fault(struct rulebook_faults *faults, struct arena *a, int line, const char *path, const char *fmt, ...) PRINTF_LIKE(5, 6);
void rulebook_vfault(struct rulebook_faults *faults, struct arena *a, int line, const char *path, const char *fmt, va_list args) PRINTF_LIKE(5, 0);
/* The sentence in the words of a translation of its msgid, which may have the values in another order (%2$s). */
const char *rulebook_fault_words(struct arena *a, const struct rulebook_fault *fault, const char *translation);

/*
 * Read YAML. ERR_MALFORMED with faults (unknown key, wrong kind of value, broken YAML, duplicate key) unless it has the shape; then rulebook_check is still to come. The result and
 * all its texts are in the arena.
 */
enum err rulebook_read(struct arena *a, struct str yaml, struct rulebook **ret_book, struct rulebook_faults *faults) MUST_CHECK;
/*
 * Everything that the shape alone cannot say: codes unique and well-formed, references that lead nowhere, trees with circles, limits that cannot be read, clocks that
 * could never end or whose events never come, complaints that would be left without a resolve clock (some combination that no rule matches), warnings longer than the
 * limit, untranslated names, own limits above a floor, unknown permissions (names checked by is_permission), unknown words. yaml, when given, is used to find the lines.
 * Adds to faults; ERR_INPUT when any.
 */
enum err rulebook_check(struct arena *a, const struct rulebook *b, struct str yaml, bool (*is_permission)(const char *name), struct rulebook_faults *faults) MUST_CHECK;
/* Canonical YAML: reads back as the same. */
struct str rulebook_write(struct arena *a, const struct rulebook *b);
/* One that says nothing, as before the first: format 1, every text "". */
struct rulebook *rulebook_empty(struct arena *a);
/* A deep copy, for editing: lists are own arrays. */
struct rulebook *rulebook_copy(struct arena *a, const struct rulebook *b);

/* What differs, by section, code and member, in the order of the document. */
enum rulebook_change { RULEBOOK_ADDED = 1, RULEBOOK_REMOVED, RULEBOOK_CHANGED, RULEBOOK_MOVED };
struct rulebook_difference {
    enum rulebook_change kind;
    const char *section, *code, *member; /* member: "limit", "name.zh", "when.grades"; "" for added, removed and moved */
    const char *before, *after;          /* as written; "" where there is nothing */
    struct rb_text name;                 /* of the thing */
};
void rulebook_diff(struct arena *a, const struct rulebook *before, const struct rulebook *after, struct rulebook_difference **ret_list, size_t *ret_n);
const char *rulebook_section_title(const char *section); /* msgid */
const char *rulebook_member_title(const char *member);   /* msgid; "" when unknown */

#endif
