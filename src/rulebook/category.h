#ifndef REDRESS_CATEGORY_H
#define REDRESS_CATEGORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* What complaints are about (requirements D1). A category with children is a group and cannot be chosen itself. */
struct category {
    int64_t id, parent_id;
    const char *code, *name_zh, *name_en, *definition_zh, *definition_en, *examples_zh, *examples_en, *department_function;
    const char *initials; /* of name_zh, in pinyin: "bqfw" */
    int sort, version;
    bool active, is_group;
};
struct category_field {
    int64_t id, category_id;
    const char *code, *label_zh, *label_en, *hint_zh, *hint_en, *kind; /* kind: text, lines, number, date, choice */
    const char *choices_zh, *choices_en; /* of a choice, one on each line; "" until rulebook_field_choices filled them in */
    bool required, active;
    int sort;
};
extern const char *const category_field_kinds[]; /* NULL-terminated */
const char *category_field_kind_title(const char *kind); /* msgid, "" when unknown */
#define CATEGORY_FIELDS_MAX 20
/* The lines of a choice in the language of the page, at most max; blank lines are none. */
size_t category_choices(struct arena *a, const char *lines, const char **ret_list, size_t max);
/* Whether a text is one of the answers, in either language. */
bool category_choice_ok(struct arena *a, const struct category_field *field, const char *value);
#define CATEGORY_CHOICES_MAX 60

/*
 * Sort so that each group stands before its children, brothers in the order given, and set is_group. Returns how many are reached from the top: the others, whose
 * group is missing from the list, stand behind.
 */
size_t category_tree_order(struct category *list, size_t n);
/* Of a list in tree order keep what can be chosen: active, in an active group, and groups only for their children. Returns how many are left. */
size_t category_keep_active(struct category *list, size_t n);

#endif
