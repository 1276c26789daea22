#include "org.h"

#include <string.h>

#include "msgid.h"

const char *const org_functions[] = {"customer_service", "sales",  "inspection", "operations", "payments", "it",
                                     "brand",            "legal",  "hr",         "office",     "committee", "custom",
                                     NULL};
static const char *const titles[] = {
    N_("Customer service"), N_("Sales"),           N_("Sales inspection"), N_("Operations"),
    N_("Payments"),         N_("IT"),              N_("Brand"),            N_("Legal"),
    N_("HR and discipline"), N_("Management office"), N_("Complaints committee"), N_("Other department"),
};

const char *org_function_title(const char *function)
{
    for (size_t i = 0; org_functions[i]; i++) {
        if (strcmp(org_functions[i], function) == 0)
            return titles[i];
    }
    return "";
}

/* Take the unit at from out and put it in at to, which is not behind it. */
static void move_up(struct unit *units, size_t from, size_t to)
{
    struct unit moved = units[from];
    memmove(&units[to + 1], &units[to], (from - to) * sizeof *units);
    units[to] = moved;
}

/* Each round finds the next child of the units already placed; lists are bounded (500), so squares are cheap enough. */
static size_t place_children(struct unit *units, size_t n, size_t placed)
{
    int64_t parent = units[placed - 1].id;
    for (size_t i = placed; i < n; i++) {
        if (units[i].parent_id == parent) {
            move_up(units, i, placed);
            placed = place_children(units, n, placed + 1);
        }
    }
    return placed;
}

static bool has_superior(const struct unit *units, size_t n, int64_t parent_id)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == parent_id)
            return true;
    }
    return false;
}

void org_tree_order(struct unit *units, size_t n)
{
    size_t placed = 0;
    for (size_t i = 0; i < n; i++) {
        if (i >= placed && !has_superior(units, n, units[i].parent_id)) {
            move_up(units, i, placed);
            placed = place_children(units, n, placed + 1);
        }
    }
}
