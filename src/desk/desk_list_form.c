#include "desk_list_form.h"

#include <string.h>

#include "complaint.h"
#include "msgid.h"
#include "rulebook.h"
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

static int64_t read_handler(const struct http_form *query)
{
    const char *typed = http_form_get(query, desk_id_names[DESK_HANDLER].name);
    if (strcmp(typed, "me") == 0)
        return DESK_ME;
    return strcmp(typed, "nobody") == 0 ? DESK_NOBODY : read_id(query, desk_id_names[DESK_HANDLER].name);
}

static unsigned read_states(const struct http_form *query)
{
    unsigned states = 0;
    const char *typed;
    for (size_t i = 0; (typed = http_form_nth(query, "state", i)); i++) {
        long long state;
        if (str_to_i64(str_of(typed), 1, COMPLAINT_STATE__END - 1, &state))
            states |= 1u << state;
    }
    return states;
}

static unsigned read_marks(const struct http_form *query)
{
    unsigned marks = 0;
    const char *typed;
    for (size_t i = 0; (typed = http_form_nth(query, "only", i)); i++) {
        for (unsigned k = 0; k < DESK_MARKS; k++)
            marks |= strcmp(typed, desk_mark_names[k].name) == 0 ? 1u << k : 0;
    }
    return marks;
}

/* Names by dots, as in an address, or one by one, as a form sends them. */
static unsigned read_columns(const struct http_form *query)
{
    unsigned columns = 0;
    const char *typed;
    for (size_t i = 0; (typed = http_form_nth(query, "columns", i)); i++) {
        for (struct str rest = str_of(typed); rest.n > 0;) {
            struct str name = str_cut(&rest, '.');
            for (int k = 0; k < COLUMN__COUNT; k++)
                columns |= str_is(name, desk_columns[k].name) ? DESK_COLUMN(k) : 0;
            if (!rest.p)
                break;
        }
    }
    return columns == DESK_COLUMNS ? 0 : columns;
}

static void read_filters(const struct http_form *query, struct arena *a, struct desk_list *list)
{
    list->states = read_states(query);
    list->marks = read_marks(query);
    for (int i = 0; i < DESK_ID__COUNT; i++)
        list->ids[i] = i == DESK_HANDLER ? read_handler(query) : read_id(query, desk_id_names[i].name);
    if (list->ids[DESK_MODE] >= COMPLAINT_MODE__END)
        list->ids[DESK_MODE] = 0;
    if (list->ids[DESK_CLOCK] >= CLOCK_KIND__END)
        list->ids[DESK_CLOCK] = 0;
    for (int i = 0; i < FILTER_CODE__COUNT; i++) {
        size_t most = i == FILTER_REFERENCE ? 60 : 40;
        list->codes[i] = utf8_clean(a, utf8_prefix(str_of(http_form_get(query, desk_code_names[i].name)), most), false);
    }
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
    read_filters(query, a, list);
    for (int i = 0; i < DESK_DAY__COUNT; i++) {
        typed.from[i] = read_date(query, desk_from_names[i].name, a, today, &list->from[i], errors);
        typed.to[i] = read_date(query, desk_to_names[i].name, a, today, &list->to[i], errors);
    }
    list->columns = read_columns(query);
    list->saved_id = read_id(query, "saved");
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
