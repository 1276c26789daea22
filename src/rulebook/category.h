#ifndef REDRESS_CATEGORY_H
#define REDRESS_CATEGORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What complaints are about (requirements D1). A category with children is a group and cannot be chosen itself. */
struct category {
    int64_t id, parent_id;
    const char *code, *name_zh, *name_en, *definition_zh, *definition_en, *examples_zh, *examples_en, *department_function;
    int answer_days, sort, version; /* natural days promised for the answer */
    bool active, is_group;
};
struct category_field {
    int64_t id, category_id;
    const char *label_zh, *label_en, *hint_zh, *hint_en, *kind; /* kind: text, lines, number, date */
    bool required, active;
    int sort;
};
extern const char *const category_field_kinds[]; /* NULL-terminated */

#endif
