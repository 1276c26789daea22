#ifndef REDRESS_ADMIN_BOOK_H
#define REDRESS_ADMIN_BOOK_H

#include "rulebook.h"
#include "str.h"

/*
 * What the pages of the rulebook know about its sections: one table says which members the things of each section have and how they are typed and shown, so that
 * one form, one list and one set of handlers serve all of them. Pure: edits change the structs of a book that the caller owns (rulebook_copy).
 */

enum book_kind {
    BOOK_CODE,   /* const char *: its own code, made from the English name when left empty; never changed later */
    BOOK_NAME,   /* rb_text, one line each */
    BOOK_LINES,  /* rb_text, several lines each */
    BOOK_WORD,   /* const char *: one of a source */
    BOOK_SET,    /* const char ** and its count: some of a source */
    BOOK_TICK,   /* bool */
    BOOK_NUMBER, /* int */
    BOOK_AMOUNT, /* const char *: a sum of money */
    BOOK_RATIO,  /* const char *: how many times, "10" or "1.5" */
    BOOK_LIMIT,  /* const char *: "3 wd" */
    BOOK_WORDY,  /* const char *: a short plain word */
    BOOK_ROWS,   /* a list of things of another shape */
    BOOK_HIDDEN, /* const char *: a code of a row, made by itself */
};

/* Where the options of a member come from. */
enum book_source {
    BOOK_NOWHERE, BOOK_LEVELS, BOOK_FUNCTIONS, BOOK_CHANNELS, BOOK_SOURCES, BOOK_COMPLAINANTS, BOOK_FLAGS, BOOK_CATEGORIES, BOOK_GRADES, BOOK_ROLES, BOOK_BROTHERS,
    BOOK_FIELD_KINDS, BOOK_CLOCK_KINDS, BOOK_EVENTS, BOOK_PAUSES, BOOK_DEMANDS, BOOK_USES, BOOK_TEXT_KEYS, BOOK_NOTICE_KEYS, BOOK_VALIDITY, BOOK_MODES, BOOK_FINDINGS, BOOK_TOLD, BOOK_ASKS,
    BOOK_BASES, BOOK_SUBJECTS, BOOK_PAPERS, BOOK_GATES, BOOK_WEB_REPLIES, BOOK_QUESTIONS, BOOK_ESCALATES, BOOK_OCCASIONS, BOOK_WHOM, BOOK_COARSE, BOOK_PARTY_ASKS,
};

struct book_shape;
struct book_member {
    const char *name; /* as in the document: "when.grades"; the control's name */
    enum book_kind kind;
    enum book_source source;
    size_t at, count_at;
    const char *label, *hint, *heading, *note, *none; /* msgids or NULL; none: what an empty choice is called, and with it the choice may be empty */
    const char *missing;                              /* msgid when it is required and left empty; NULL: it may be */
    unsigned max;                                     /* characters, highest number, rows */
    bool fixed;                                       /* chosen once, for new things only */
    bool listed;                                      /* has its words in the list */
    bool at_once;                                     /* BOOK_LIMIT: "0" is a limit too */
    bool beside;                                      /* its control stands beside the next one's */
    const struct book_shape *rows;                    /* BOOK_ROWS */
};
struct book_shape {
    const struct book_member *members;
    size_t n, size;
};

#define BOOK_NO_MEMBER ((size_t)-1)
struct book_section {
    const char *code;            /* key of the document, and the last part of the path of its list */
    const char *group;           /* msgid of a heading that begins with this section; NULL: goes on under the last */
    const char *title, *note, *new_title; /* msgids; new_title NULL: nothing can be added or taken out */
    struct book_shape shape;
    size_t list_at, count_at;    /* in struct rulebook; BOOK_NO_MEMBER: the book itself is the only thing */
    size_t code_at, name_at, off_at, parent_at, kind_at; /* in the thing; BOOK_NO_MEMBER where it has none; kind_at: it moves among those of its kind */
};
const struct book_section *admin_book_section_at(size_t k); /* in the order of the page, from 0; NULL behind the last */
const struct book_section *admin_book_section(const char *code); /* NULL when there is none */
const struct book_member *admin_book_member(const struct book_shape *shape, const char *name);

/* ---- the things of a section ---- */
size_t admin_book_count(const struct book_section *s, const struct rulebook *b);
void *admin_book_thing(const struct book_section *s, const struct rulebook *b, size_t i);
bool admin_book_find(const struct book_section *s, const struct rulebook *b, const char *code, size_t *ret_i);
const char *admin_book_code(const struct book_section *s, const void *thing);
const char *admin_book_kind(const struct book_section *s, const void *thing); /* of a clock rule: its word; "" of others */
/* Its name; {"", ""} where it has none of its own. */
struct rb_text admin_book_name(const struct book_section *s, const void *thing);
bool admin_book_is_off(const struct book_section *s, const void *thing);
/* The order in which things are shown: children below what they belong to, rules by kind. ret_depths: 0 at the top. Both have room for all. */
void admin_book_order(const struct book_section *s, const struct rulebook *b, size_t *ret_order, int *ret_depths);

/* An empty thing: texts are "", never NULL. */
void admin_book_empty(const struct book_shape *shape, void *thing);
/* Add a copy at the end; ret_i: where it stands. Put a copy in the place of one. Take one out. */
void admin_book_add(struct arena *a, const struct book_section *s, struct rulebook *b, const void *thing, size_t *ret_i);
void admin_book_put(const struct book_section *s, struct rulebook *b, size_t i, const void *thing);
void admin_book_remove(const struct book_section *s, struct rulebook *b, size_t i);
/* The brother before (up) or behind. false: there is none. */
bool admin_book_brother(const struct book_section *s, const struct rulebook *b, size_t i, bool up, size_t *ret_k);
/* Change places with it. */
bool admin_book_move(const struct book_section *s, struct rulebook *b, size_t i, bool up);
void admin_book_switch(const struct book_section *s, struct rulebook *b, size_t i, bool active);
/* A code that another has, or that means something in the paths of the pages. */
bool admin_book_is_taken(const struct book_section *s, const struct rulebook *b, const char *code);
/* A code that nothing in the section has yet, from an English name; "item-2" and so on when the name gives none. */
const char *admin_book_new_code(struct arena *a, const struct book_section *s, const struct rulebook *b, const char *name_en);

/* Page texts have fixed keys, and each channel its form: give the book an empty one for each that is missing; and leave those out that say nothing. */
void admin_book_pad(struct arena *a, struct rulebook *b);
void admin_book_trim(struct rulebook *b);

/* ---- choices ---- */
struct book_option {
    const char *code;
    struct rb_text name;
    const char *title; /* msgid instead of the name; NULL: the name */
    bool off;
};
/* self: the thing that chooses, left out of its own brothers with all that stand below it; NULL: none. */
void admin_book_options(struct arena *a, const struct rulebook *b, const struct book_section *s, enum book_source source, const void *self,
                        struct book_option **ret_list, size_t *ret_n);

/* The limit that a unit has of its own for a rule; "": none. */
const char *admin_book_own_limit(const struct rulebook *b, const char *unit, const char *clock);

/* ---- limits in two parts ---- */
/* "3 wd" is "3" and "wd"; "same day" is "" and "same day"; "10th wd of month" is "10" and "month". Empty or unreadable: "" and "wd". */
extern const char *const admin_book_units[]; /* NULL-terminated */
const char *admin_book_unit_title(const char *unit); /* msgid */
void admin_book_limit_split(struct arena *a, const char *limit, const char **ret_number, const char **ret_unit);
/* ERR_MALFORMED unless it is a limit; ret_limit "" when the number is empty and the unit asks for one. */
enum err admin_book_limit_join(struct arena *a, const char *number, const char *unit, const char **ret_limit) MUST_CHECK;

/* The text of a template with the case of an example filled in. */
const char *admin_book_filled(struct arena *a, const char *text, bool zh);

/* The page that mends a fault: "clocks[3].limit" is thing 3 of clocks, member "limit". false when it belongs to no page of its own. */
bool admin_book_fault_place(const struct rulebook *b, const char *path, const struct book_section **ret_section, size_t *ret_i, const char **ret_member);

#endif
