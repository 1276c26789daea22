#include "category.h"

#include <string.h>

#include "msgid.h"
#include "str.h"

const char *const category_field_kinds[] = {"text", "lines", "number", "date", "choice", NULL};
static const char *const titles[] = {N_("One line of text"), N_("Several lines of text"), N_("A number"), N_("Date"), N_("One of a list")};

const char *category_field_kind_title(const char *kind)
{
    for (size_t i = 0; category_field_kinds[i]; i++) {
        if (strcmp(category_field_kinds[i], kind) == 0)
            return titles[i];
    }
    return "";
}

size_t category_choices(struct arena *a, const char *lines, const char **ret_list, size_t max)
{
    size_t n = 0;
    for (struct str rest = str_of(lines ? lines : ""); rest.p && n < max;) {
        const struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n > 0)
            ret_list[n++] = str_cstr(a, line);
    }
    return n;
}

bool category_choice_ok(struct arena *a, const struct category_field *field, const char *value)
{
    const char *const lists[] = {field->choices_zh, field->choices_en};
    for (size_t k = 0; k < COUNT_OF(lists); k++) {
        const char *list[CATEGORY_CHOICES_MAX];
        size_t n = category_choices(a, lists[k], list, COUNT_OF(list));
        for (size_t i = 0; i < n; i++) {
            if (strcmp(list[i], value) == 0)
                return true;
        }
    }
    return false;
}

static bool has_children(const struct category *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].parent_id == id)
            return true;
    }
    return false;
}

/* Stable, so brothers keep the order they came in. */
static size_t place_children(struct category *list, size_t n, size_t placed, int64_t parent)
{
    for (size_t i = placed; i < n; i++) {
        if (list[i].parent_id != parent)
            continue;
        struct category moved = list[i];
        memmove(&list[placed + 1], &list[placed], (i - placed) * sizeof *list);
        list[placed++] = moved;
        placed = place_children(list, n, placed, moved.id);
    }
    return placed;
}

size_t category_tree_order(struct category *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i].is_group = has_children(list, n, list[i].id);
    return place_children(list, n, 0, 0);
}

static bool stands_in(const struct category *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id)
            return true;
    }
    return false;
}

size_t category_keep_active(struct category *list, size_t n)
{
    size_t kept = 0, chosen = 0;
    for (size_t i = 0; i < n; i++) {
        if (list[i].active && (!list[i].parent_id || stands_in(list, kept, list[i].parent_id)))
            list[kept++] = list[i];
    }
    for (size_t i = 0; i < kept; i++) {
        /* What follows a group in tree order is its first child, if it has any left. */
        if (!list[i].is_group || (i + 1 < kept && list[i + 1].parent_id == list[i].id))
            list[chosen++] = list[i];
    }
    return chosen;
}
