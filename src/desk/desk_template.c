#include "desk_template.h"

#include <string.h>

#include "str.h"

/* The value of a placeholder without its braces, a gap when it is empty; NULL: not known. */
static const char *value_of(const struct desk_template_data *data, struct str name)
{
    const struct {
        const char *name, *value;
    } values[] = {{"number", data->number},     {"title", data->title},     {"unit", data->unit},  {"due", data->due},
                  {"category", data->category}, {"handler", data->handler}, {"today", data->today}};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (str_is(name, values[i].name))
            return values[i].value && *values[i].value ? values[i].value : DESK_TEMPLATE_GAP;
    }
    return NULL;
}

const char *desk_template_fill(struct arena *a, const char *body, const struct desk_template_data *data)
{
    struct buf out = {.arena = a};
    while (*body) {
        size_t plain = strcspn(body, "{");
        buf_add(&out, body, plain);
        body += plain;
        if (!*body)
            break;
        size_t n = strcspn(body + 1, "{}");
        const char *value = body[1 + n] == '}' ? value_of(data, (struct str){body + 1, n}) : NULL;
        if (value) {
            buf_adds(&out, value);
            body += n + 2;
        } else {
            buf_addc(&out, *body++);
        }
    }
    return out.n ? out.p : "";
}

bool desk_template_gaps(const char *text)
{
    static const char *const gaps[] = {DESK_TEMPLATE_GAP, "[...]", "【…】", "［…］"};
    for (size_t i = 0; i < COUNT_OF(gaps); i++) {
        if (strstr(text, gaps[i]))
            return true;
    }
    return false;
}

const char *desk_template_below(struct arena *a, const char *written, const char *text)
{
    if (!*written || !*text)
        return *written ? written : text;
    return arena_printf(a, "%s\n\n%s", written, text);
}
