#ifndef REDRESS_ADMIN_BOOK_TABLE_H
#define REDRESS_ADMIN_BOOK_TABLE_H

#include "admin_book.h"
#include "msgid.h"

/* How the members and sections of a rulebook are written down; for the tables of src/admin only. */

#define NAME_MAX_CHARS 120
#define LONG_TEXT 2000
#define NO BOOK_NO_MEMBER
#define SHAPE(list, type) {(list), COUNT_OF(list), sizeof(type)}

#define CODE(type)                                                                                                                                             \
    {.name = "code", .kind = BOOK_CODE, .at = offsetof(type, code), .label = N_("Code"),                                                                       \
     .hint = N_("Lower-case letters, digits, hyphens and underscores. Left empty, it is made from the English name. It cannot be changed later."), .max = 40}
#define NAMED(type, member)                                                                                                                                    \
    {.name = #member, .kind = BOOK_NAME, .at = offsetof(type, member), .label = N_("Its name"), .max = NAME_MAX_CHARS, .missing = N_("Enter the name in both languages")}
#define SET(type, word, from, title)                                                                                                                           \
    {.name = "when." #word, .kind = BOOK_SET, .source = (from), .at = offsetof(type, when.word), .count_at = offsetof(type, when.word##_count),                \
     .label = (title), .none = N_("Any")}
#define WHEN_CATEGORY(type, title)                                                                                                                             \
    {.name = "when.categories", .kind = BOOK_SET, .source = BOOK_CATEGORIES, .at = offsetof(type, when.categories),                                            \
     .count_at = offsetof(type, when.categories_count), .label = N_("Category"), .heading = (title), .none = N_("Any"),                                        \
     .note = N_("All that is asked for must hold; of a list one is enough. Nothing chosen asks nothing.")}
#define WHEN_REST(type)                                                                                                                                        \
    SET(type, channels, BOOK_CHANNELS, N_("Channel")), SET(type, sources, BOOK_SOURCES, N_("Passed on by")),                                                   \
        SET(type, complainants, BOOK_COMPLAINANTS, N_("Complainant")), SET(type, functions, BOOK_FUNCTIONS, N_("Department that handles it")),                 \
        SET(type, flags, BOOK_FLAGS, N_("Sensitive flag")), SET(type, validity, BOOK_VALIDITY, N_("Validity")),                                                \
        SET(type, modes, BOOK_MODES, N_("How the complainant appears")),                                                                                       \
        {.name = "when.loss_over", .kind = BOOK_AMOUNT, .at = offsetof(type, when.loss_over), .label = N_("Loss or sum demanded is more than (yuan)"), .max = 15, .beside = true}, \
        {.name = "when.heads_from", .kind = BOOK_NUMBER, .at = offsetof(type, when.heads_from), .label = N_("People who complain together, at least"), .max = 100000}, \
        {.name = "when.repeats_from", .kind = BOOK_NUMBER, .at = offsetof(type, when.repeats_from), .label = N_("Earlier complaints about the same, at least"), .max = 1000, .beside = true}, \
        {.name = "when.age_days_from", .kind = BOOK_NUMBER, .at = offsetof(type, when.age_days_from), .label = N_("Days since it was received, at least"), .max = 3660}, \
        {.name = "when.urged_from", .kind = BOOK_NUMBER, .at = offsetof(type, when.urged_from), .label = N_("Urged by the complainant, at least"), .max = 1000}, \
        {.name = "when.overdue", .kind = BOOK_TICK, .at = offsetof(type, when.overdue), .label = N_("A date has passed while it is open")}
#define WHEN(type, title) WHEN_CATEGORY(type, title), SET(type, grades, BOOK_GRADES, N_("Grade")), WHEN_REST(type)

#define NAMES(key, heading, about, add, list)                                                                                                                  \
    {.code = #key, .title = (heading), .note = (about), .new_title = (add), .shape = SHAPE(list, struct rb_name), .list_at = offsetof(struct rulebook, key),    \
     .count_at = offsetof(struct rulebook, key##_count), .code_at = offsetof(struct rb_name, code), .name_at = offsetof(struct rb_name, name),                 \
     .off_at = offsetof(struct rb_name, inactive), .parent_at = NO, .kind_at = NO}
#define TREE(key, heading, about, add)                                                                                                                         \
    {.code = #key, .title = (heading), .note = (about), .new_title = (add), .shape = SHAPE(tree_members, struct rb_tree), .list_at = offsetof(struct rulebook, key), \
     .count_at = offsetof(struct rulebook, key##_count), .code_at = offsetof(struct rb_tree, code), .name_at = offsetof(struct rb_tree, name),                 \
     .off_at = offsetof(struct rb_tree, inactive), .parent_at = offsetof(struct rb_tree, parent), .kind_at = NO}
#define LIST(key, type, list, heading, about, add, off)                                                                                                        \
    {.code = #key, .title = (heading), .note = (about), .new_title = (add), .shape = SHAPE(list, type), .list_at = offsetof(struct rulebook, key),              \
     .count_at = offsetof(struct rulebook, key##_count), .code_at = offsetof(type, code), .name_at = offsetof(type, name), .off_at = (off), .parent_at = NO,    \
     .kind_at = NO}

#define ALONE(key, heading, about, list)                                                                                                                       \
    {.code = #key, .title = (heading), .note = (about), .shape = SHAPE(list, struct rulebook), .list_at = NO, .count_at = NO, .code_at = NO, .name_at = NO, .off_at = NO, \
     .parent_at = NO, .kind_at = NO}

/* In the order of the page; admin_book.c joins them. */
extern const struct book_section admin_book_what_sections[], admin_book_decide_sections[], admin_book_staff_sections[];
extern const size_t admin_book_what_sections_n, admin_book_decide_sections_n, admin_book_staff_sections_n;

#endif
