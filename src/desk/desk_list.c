#include "desk_list.h"

#include <string.h>

#include "msgid.h"

static const struct desk_view_kind kinds[DESK_VIEW__COUNT] = {
    [DESK_MINE] = {"mine", N_("Assigned to me"), N_("Nothing is assigned to you at the moment. New complaints of your unit stand under “To be accepted”."), DESK_BY_DUE},
    [DESK_SOON] = {"soon", N_("Due soon"), N_("None of your complaints falls due within 24 hours."), DESK_BY_DUE},
    [DESK_LATE] = {"late", N_("Overdue"), N_("None of your complaints is overdue. Well done."), DESK_BY_DUE},
    [DESK_REPLIES] = {"replies", N_("New replies"), N_("No complainant has written since you last looked."), DESK_BY_DUE},
    [DESK_NEW] = {"new", N_("To be accepted"), N_("Every complaint that came in has been looked at."), DESK_BY_DUE},
    [DESK_OPEN] = {"open", N_("Open complaints"), N_("No complaint is open at the moment."), DESK_BY_DUE},
    [DESK_UNIT_LATE] = {"unit-late", N_("Overdue in the unit"), N_("Nothing is overdue. Well done."), DESK_BY_DUE},
    [DESK_CLOSED] = {"closed", N_("Closed"), N_("No complaint has been closed yet."), DESK_BY_RECEIVED},
    [DESK_ALL] = {"all", N_("All complaints"), N_("No complaint has been received yet."), DESK_BY_RECEIVED},
};

const struct desk_view_kind *desk_view_kind(enum desk_view view)
{
    return &kinds[view < DESK_VIEW__COUNT ? view : DESK_ALL];
}

bool desk_view_from_name(const char *name, enum desk_view *ret_view)
{
    for (int i = 0; i < DESK_VIEW__COUNT; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *ret_view = (enum desk_view)i;
            return true;
        }
    }
    return false;
}

bool desk_list_filtered_more(const struct desk_list *list)
{
    return list->unit_id || list->department_id || list->from.year || list->to.year;
}

bool desk_list_filtered(const struct desk_list *list)
{
    return list->state || list->category_id || list->words[0] || desk_list_filtered_more(list);
}

const char *desk_url_encode(struct arena *a, const char *value)
{
    struct buf out = {.arena = a};
    for (const char *p = value; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c))
            buf_addc(&out, *p);
        else
            buf_printf(&out, "%%%02X", c);
    }
    return out.n ? out.p : "";
}

static void add_number(struct buf *to, const char *name, int64_t value)
{
    if (value)
        buf_printf(to, "&%s=%lld", name, (long long)value);
}

static void add_date(struct buf *to, const char *name, struct desk_date date)
{
    if (date.year)
        buf_printf(to, "&%s=%s", name, desk_date_iso(to->arena, date));
}

const char *desk_list_query(struct arena *a, const struct desk_list *list)
{
    struct buf to = {.arena = a};
    buf_printf(&to, "view=%s", desk_view_kind(list->view)->name);
    if (list->sort != desk_view_kind(list->view)->sort)
        buf_printf(&to, "&sort=%s", list->sort == DESK_BY_DUE ? "due" : "received");
    add_number(&to, "state", list->state);
    add_number(&to, "category", list->category_id);
    add_number(&to, "unit", list->unit_id);
    add_number(&to, "department", list->department_id);
    add_date(&to, "from", list->from);
    add_date(&to, "to", list->to);
    if (list->words[0])
        buf_printf(&to, "&q=%s", desk_url_encode(a, list->words));
    if (list->at_id)
        buf_printf(&to, "&%s=%lld.%lld", list->backwards ? "before" : "after", (long long)list->at_value, (long long)list->at_id);
    return to.p;
}

const char *desk_list_url(struct arena *a, const struct desk_list *list)
{
    return arena_printf(a, "/staff/complaints?%s", desk_list_query(a, list));
}

struct desk_list desk_list_start(const struct desk_list *list)
{
    return desk_list_at(list, 0, 0, false);
}

struct desk_list desk_list_in_view(const struct desk_list *list, enum desk_view view)
{
    struct desk_list other = desk_list_start(list);
    other.view = view;
    other.sort = desk_view_kind(view)->sort;
    return other;
}

struct desk_list desk_list_sorted(const struct desk_list *list, enum desk_sort sort)
{
    struct desk_list other = desk_list_start(list);
    other.sort = sort;
    return other;
}

struct desk_list desk_list_at(const struct desk_list *list, int64_t value, int64_t id, bool backwards)
{
    struct desk_list other = *list;
    other.at_value = value;
    other.at_id = id;
    other.backwards = backwards;
    return other;
}
