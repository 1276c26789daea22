#include "desk_list_form.h"

#include <string.h>

#include "complaint.h"
#include "msgid.h"
#include "utf8.h"

static int64_t read_id(const struct http_form *query, const char *name)
{
    long long id;
    return str_to_i64(str_of(http_form_get(query, name)), 1, INT64_MAX, &id) ? id : 0;
}

static const char *read_date(const struct http_form *query, const char *name, struct arena *a, struct desk_date today,
                             struct desk_date *ret_date, struct http_form_errors *errors)
{
    const char *typed = utf8_clean(a, str_of(http_form_get(query, name)), false);
    if (!*typed)
        return "";
    if (desk_date_parse(a, str_of(typed), today, ret_date))
        return desk_date_iso(a, *ret_date);
    http_form_error(errors, name, N_("Enter the date like this: 2026-08-21"), 0);
    return typed;
}

/* "VALUE.ID" of the row to go on from. */
static void read_cursor(const struct http_form *query, struct desk_list *list)
{
    bool backwards = http_form_has(query, "before");
    struct str rest = str_of(http_form_get(query, backwards ? "before" : "after"));
    struct str value = str_cut(&rest, '.');
    long long at, id;
    if (!str_to_i64(value, 0, INT64_MAX, &at) || !rest.p || !str_to_i64(rest, 1, INT64_MAX, &id))
        return;
    *list = desk_list_at(list, at, id, backwards);
}

static enum desk_sort read_sort(const struct http_form *query, enum desk_view view)
{
    const char *sort = http_form_get(query, "sort");
    if (strcmp(sort, "due") == 0)
        return DESK_BY_DUE;
    if (strcmp(sort, "received") == 0)
        return DESK_BY_RECEIVED;
    return desk_view_kind(view)->sort;
}

void desk_list_read(const struct http_form *query, struct arena *a, struct desk_date today, struct desk_list_typed *ret_typed,
                    struct http_form_errors *errors)
{
    struct desk_list_typed typed = {0};
    struct desk_list *list = &typed.list;
    list->words = utf8_clean(a, utf8_prefix(str_of(http_form_get(query, "q")), DESK_WORDS_MAX), false);
    if (!desk_view_from_name(http_form_get(query, "view"), &list->view))
        list->view = list->words[0] ? DESK_ALL : DESK_MINE;
    list->sort = read_sort(query, list->view);
    long long state;
    if (str_to_i64(str_of(http_form_get(query, "state")), 1, COMPLAINT_STATE__END - 1, &state))
        list->state = (int)state;
    list->category_id = read_id(query, "category");
    list->unit_id = read_id(query, "unit");
    list->department_id = read_id(query, "department");
    typed.from = read_date(query, "from", a, today, &list->from, errors);
    typed.to = read_date(query, "to", a, today, &list->to, errors);
    read_cursor(query, list);
    *ret_typed = typed;
}

bool desk_list_read_from(const char *from, struct arena *a, struct desk_date today, struct desk_list *ret_list)
{
    struct http_form *query;
    if (!*from || http_form_parse_query(a, str_of(from), &query) != ERR_NONE)
        return false;
    struct desk_list_typed typed;
    struct http_form_errors errors = {0};
    desk_list_read(query, a, today, &typed, &errors);
    *ret_list = typed.list;
    return true;
}
