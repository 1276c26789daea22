#include "category.h"

#include <string.h>

#include "msgid.h"

const char *const category_field_kinds[] = {"text", "lines", "number", "date", NULL};
static const char *const titles[] = {N_("One line of text"), N_("Several lines of text"), N_("A number"), N_("Date")};

const char *category_field_kind_title(const char *kind)
{
    for (size_t i = 0; category_field_kinds[i]; i++) {
        if (strcmp(category_field_kinds[i], kind) == 0)
            return titles[i];
    }
    return "";
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
