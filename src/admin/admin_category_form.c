#include "admin_category_form.h"

#include "admin_form.h"
#include "msgid.h"
#include "org.h"

#define DAYS_MAX 365
#define SORT_MAX 999
#define LONG_TEXT 600

const char *admin_category_control(struct arena *a, int64_t id, size_t slot, const char *part)
{
    return id ? arena_printf(a, "f%lld_%s", (long long)id, part) : arena_printf(a, "n%zu_%s", slot, part);
}

static size_t words_n(const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    return n;
}

static const char *text(const struct http_form *form, const char *field, size_t max, bool lines, struct http_form_errors *errors)
{
    return http_form_text(form, field, &(struct http_text_rule){.max = max, .lines = lines}, errors);
}

static void read_question(const struct http_form *form, int64_t id, size_t slot, struct category_field *f, struct http_form_errors *errors)
{
    struct arena *a = form->arena;
    const struct http_text_rule label = {.required = true, .max = 60, .missing = N_("Enter the question in Chinese")};
    *f = (struct category_field){
        .id = id,
        .label_zh = http_form_text(form, admin_category_control(a, id, slot, "label_zh"), &label, errors),
        .label_en = text(form, admin_category_control(a, id, slot, "label_en"), 60, false, errors),
        .hint_zh = text(form, admin_category_control(a, id, slot, "hint_zh"), 200, false, errors),
        .hint_en = text(form, admin_category_control(a, id, slot, "hint_en"), 200, false, errors),
        .kind = category_field_kinds[0],
        .required = http_form_tick(form, admin_category_control(a, id, slot, "required")),
        .active = http_form_tick(form, admin_category_control(a, id, slot, "active")),
        .sort = (int)http_form_int(form, admin_category_control(a, id, slot, "sort"), false, 0, SORT_MAX, 0, errors),
    };
    int kind = http_form_choice(form, admin_category_control(a, id, slot, "kind"), category_field_kinds, words_n(category_field_kinds), true, NULL, errors);
    if (kind >= 0)
        f->kind = category_field_kinds[kind];
}

/* A new question that nobody wrote anything into was not wanted. */
static bool is_wanted(const struct http_form *form, size_t slot)
{
    static const char *const parts[] = {"label_zh", "label_en", "hint_zh", "hint_en"};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (*http_form_get(form, admin_category_control(form->arena, 0, slot, parts[i])))
            return true;
    }
    return false;
}

void admin_category_read(const struct http_form *form, const struct category_field *saved, size_t n_saved, struct admin_category_typed *ret_typed,
                         struct http_form_errors *errors)
{
    struct category *c = &ret_typed->category;
    *c = (struct category){
        .parent_id = http_form_int(form, "group", false, 1, INT64_MAX, 0, errors),
        .version = admin_form_version(form),
        .code = admin_form_code(form, "code", errors),
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 60, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = text(form, "name_en", 60, false, errors),
        .definition_zh = text(form, "definition_zh", LONG_TEXT, true, errors),
        .definition_en = text(form, "definition_en", LONG_TEXT, true, errors),
        .examples_zh = text(form, "examples_zh", LONG_TEXT, true, errors),
        .examples_en = text(form, "examples_en", LONG_TEXT, true, errors),
        .department_function = org_functions[0],
        .answer_days = (int)http_form_int(form, "answer_days", true, 1, DAYS_MAX, 0, errors),
        .sort = (int)http_form_int(form, "sort", false, 0, SORT_MAX, 0, errors),
        .active = true,
    };
    int function = http_form_choice(form, "department_function", org_functions, words_n(org_functions), true, N_("Choose which department handles it"), errors);
    if (function >= 0)
        c->department_function = org_functions[function];
    ret_typed->n_fields = 0;
    for (size_t i = 0; i < n_saved && i < CATEGORY_FIELDS_MAX; i++)
        read_question(form, saved[i].id, 0, &ret_typed->fields[ret_typed->n_fields++], errors);
    for (size_t slot = 0; slot < ADMIN_CATEGORY_NEW_FIELDS; slot++) {
        if (!is_wanted(form, slot))
            continue;
        ret_typed->slots[ret_typed->n_fields] = slot;
        read_question(form, 0, slot, &ret_typed->fields[ret_typed->n_fields++], errors);
    }
}
