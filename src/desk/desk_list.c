#include "desk_list.h"

#include <string.h>

#include "complaint.h"
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

const struct desk_filter_name desk_id_names[DESK_ID__COUNT] = {
    [DESK_CATEGORY] = {"category", N_("Category")},
    [DESK_UNIT] = {"unit", N_("Unit")},
    [DESK_DEPARTMENT] = {"department", N_("Department")},
    [DESK_ASKED] = {"asked", N_("Asked department")},
    [DESK_HANDLER] = {"handler", N_("Handler")},
    [DESK_INCIDENT] = {"incident", N_("Incident")},
    [DESK_MODE] = {"mode", N_("Complainant known as")},
    [DESK_CLOCK] = {"clock", N_("Nearest time limit")},
};
const struct desk_filter_name desk_code_names[FILTER_CODE__COUNT] = {
    [FILTER_GRADE] = {"grade", N_("Grade")},
    [FILTER_CHANNEL] = {"channel", N_("Channel")},
    [FILTER_SOURCE] = {"source", N_("Source")},
    [FILTER_COMPLAINANT] = {"kind", N_("Kind of complainant")},
    [FILTER_VALIDITY] = {"validity", N_("Validity")},
    [FILTER_PATH] = {"path", N_("Counted as")},
    [FILTER_FLAG] = {"flag", N_("Sensitive flag")},
    [FILTER_CAUSE] = {"cause", N_("Cause")},
    [FILTER_TAG] = {"tag", N_("Tag")},
    [FILTER_REFERENCE] = {"reference", N_("Reference number")},
};
const struct desk_filter_name desk_from_names[DESK_DAY__COUNT] = {
    [DESK_RECEIVED] = {"from", N_("Received from")}, [DESK_CLOSED_ON] = {"closed-from", N_("Closed from")}, [DESK_DUE_ON] = {"due-from", N_("Due from")}};
const struct desk_filter_name desk_to_names[DESK_DAY__COUNT] = {
    [DESK_RECEIVED] = {"to", N_("Received until")}, [DESK_CLOSED_ON] = {"closed-to", N_("Closed until")}, [DESK_DUE_ON] = {"due-to", N_("Due until")}};
const struct desk_filter_name desk_mark_names[DESK_MARKS] = {
    {"late", N_("Overdue")},          {"unread", N_("New reply")},      {"waiting", N_("Waiting for the complainant")},
    {"repeat", N_("Came again")},     {"slips", N_("Asked of departments")}, {"relabelled", N_("Not counted or invalid")}, {"false", N_("False closing")},
    {"urged", N_("Urged")},           {"review", N_("Asks for a review")},
};
const struct desk_filter_name desk_columns[COLUMN__COUNT] = {
    [COLUMN_DUE] = {"due", N_("Due")},
    [COLUMN_TITLE] = {"title", N_("Title")},
    [COLUMN_STATE] = {"state", N_("State")},
    [COLUMN_NUMBER] = {"number", N_("Number")},
    [COLUMN_GRADE] = {"grade", N_("Grade")},
    [COLUMN_FLAG] = {"flag", N_("Sensitive flag")},
    [COLUMN_CATEGORY] = {"category", N_("Category")},
    [COLUMN_UNIT] = {"unit", N_("Unit")},
    [COLUMN_PLACE] = {"place", N_("Handled by")},
    [COLUMN_HANDLER] = {"handler", N_("Handler")},
    [COLUMN_RECEIVED] = {"received", N_("Received")},
    [COLUMN_CLOSED] = {"closed", N_("Closed on")},
    [COLUMN_CHANNEL] = {"channel", N_("Channel")},
    [COLUMN_SOURCE] = {"source", N_("Source")},
    [COLUMN_REFERENCE] = {"reference", N_("Reference number")},
    [COLUMN_SLIPS] = {"slips", N_("Open slips")},
    [COLUMN_TAGS] = {"tags", N_("Tags")},
};

const char *desk_list_code(const struct desk_list *list, enum filter_code code)
{
    return list->codes[code] ? list->codes[code] : "";
}

unsigned desk_list_columns(const struct desk_list *list)
{
    return list->columns ? list->columns | DESK_COLUMN(COLUMN_TITLE) : DESK_COLUMNS;
}

bool desk_list_filtered_more(const struct desk_list *list)
{
    bool filtered = list->marks != 0;
    for (int i = 0; i < DESK_ID__COUNT; i++)
        filtered |= i != DESK_CATEGORY && list->ids[i] != 0;
    for (int i = 0; i < FILTER_CODE__COUNT; i++)
        filtered |= *desk_list_code(list, (enum filter_code)i) != '\0';
    for (int i = 0; i < DESK_DAY__COUNT; i++)
        filtered |= list->from[i].year || list->to[i].year;
    return filtered;
}

bool desk_list_filtered(const struct desk_list *list)
{
    return list->states || list->ids[DESK_CATEGORY] || list->words[0] || desk_list_filtered_more(list);
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
    if (value > 0)
        buf_printf(to, "&%s=%lld", name, (long long)value);
    else if (value)
        buf_printf(to, "&%s=%s", name, value == DESK_ME ? "me" : "nobody");
}

static void add_date(struct buf *to, const char *name, struct desk_date date)
{
    if (date.year)
        buf_printf(to, "&%s=%s", name, desk_date_iso(to->arena, date));
}

static void add_text(struct buf *to, const char *name, const char *value)
{
    if (*value)
        buf_printf(to, "&%s=%s", name, desk_url_encode(to->arena, value));
}

static void add_columns(struct buf *to, unsigned columns)
{
    const char *before = "&columns=";
    for (int i = 0; columns && columns != DESK_COLUMNS && i < COLUMN__COUNT; i++) {
        if (columns & DESK_COLUMN(i)) {
            buf_printf(to, "%s%s", before, desk_columns[i].name);
            before = ".";
        }
    }
}

const char *desk_list_query(struct arena *a, const struct desk_list *list)
{
    struct buf to = {.arena = a};
    buf_printf(&to, "view=%s", desk_view_kind(list->view)->name);
    if (list->sort != desk_view_kind(list->view)->sort)
        buf_printf(&to, "&sort=%s", list->sort == DESK_BY_DUE ? "due" : "received");
    for (int s = 1; list->states >> s; s++)
        add_number(&to, "state", list->states >> s & 1 ? s : 0);
    for (int i = 0; i < DESK_ID__COUNT; i++)
        add_number(&to, desk_id_names[i].name, list->ids[i]);
    for (int i = 0; i < DESK_DAY__COUNT; i++) {
        add_date(&to, desk_from_names[i].name, list->from[i]);
        add_date(&to, desk_to_names[i].name, list->to[i]);
    }
    for (int i = 0; i < FILTER_CODE__COUNT; i++)
        add_text(&to, desk_code_names[i].name, desk_list_code(list, (enum filter_code)i));
    for (int i = 0; i < DESK_MARKS; i++)
        add_text(&to, "only", list->marks >> i & 1 ? desk_mark_names[i].name : "");
    add_text(&to, "q", list->words);
    add_columns(&to, list->columns);
    add_number(&to, "saved", list->saved_id);
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
    other.saved_id = 0;
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

struct desk_list desk_list_bare(const struct desk_list *list)
{
    return (struct desk_list){.view = list->view, .sort = list->sort, .columns = list->columns, .words = ""};
}

/* ---- for the store ---- */

/* The views of the desk in terms of the store: the first four are of the user's own work. */
static const struct {
    enum complaint_view view;
    bool mine;
} stored[DESK_VIEW__COUNT] = {
    [DESK_MINE] = {VIEW_OPEN, true},  [DESK_SOON] = {VIEW_SOON, true},       [DESK_LATE] = {VIEW_LATE, true},
    [DESK_REPLIES] = {VIEW_REPLIES, true}, [DESK_NEW] = {VIEW_NEW, false},   [DESK_OPEN] = {VIEW_OPEN, false},
    [DESK_UNIT_LATE] = {VIEW_LATE, false}, [DESK_CLOSED] = {VIEW_CLOSED, false}, [DESK_ALL] = {VIEW_ALL, false},
};

static int64_t begin_us(struct desk_date date, const struct utc_zone *zone)
{
    return date.year ? desk_date_begin(date, zone) : 0;
}

/* What is due by the end of a day is due at its midnight, which belongs to the day for people. */
static int64_t end_us(struct desk_date date, const struct utc_zone *zone)
{
    return date.year ? desk_date_end(date, zone) + UTC_SECOND_US : 0;
}

struct complaint_filter desk_list_filter(const struct desk_list *list, int64_t me, const struct utc_zone *zone, int64_t now_us, size_t limit)
{
    struct complaint_filter filter = {
        .view = stored[list->view].view,
        .mine = stored[list->view].mine,
        .sort = list->sort == DESK_BY_DUE ? SORT_DUE : SORT_RECEIVED,
        .states = list->states,
        .marks = list->marks,
        .category_id = list->ids[DESK_CATEGORY],
        .unit_id = list->ids[DESK_UNIT],
        .department_id = list->ids[DESK_DEPARTMENT],
        .asked_id = list->ids[DESK_ASKED],
        .assignee_id = list->ids[DESK_HANDLER] == DESK_ME ? me : list->ids[DESK_HANDLER] == DESK_NOBODY ? FILTER_NOBODY : list->ids[DESK_HANDLER],
        .incident_id = list->ids[DESK_INCIDENT],
        .mode = (int)list->ids[DESK_MODE],
        .clock = (int)list->ids[DESK_CLOCK],
        .from_us = begin_us(list->from[DESK_RECEIVED], zone),
        .to_us = end_us(list->to[DESK_RECEIVED], zone),
        .closed_from_us = begin_us(list->from[DESK_CLOSED_ON], zone),
        .closed_to_us = end_us(list->to[DESK_CLOSED_ON], zone),
        .due_from_us = list->from[DESK_DUE_ON].year ? begin_us(list->from[DESK_DUE_ON], zone) + 1 : 0,
        .due_to_us = list->to[DESK_DUE_ON].year ? end_us(list->to[DESK_DUE_ON], zone) + 1 : 0,
        .words = list->words,
        .after_value = list->at_value,
        .after_id = list->at_id,
        .backwards = list->backwards,
        .limit = limit,
        .now_us = now_us,
    };
    for (int i = 0; i < FILTER_CODE__COUNT; i++)
        filter.codes[i] = list->codes[i];
    return filter;
}
