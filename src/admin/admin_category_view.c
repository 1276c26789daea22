#include "admin_category_view.h"

#include <string.h>

#include "org.h"

#define LIST "/staff/admin/categories"
#define FUNCTIONS_MAX 20
#define CONTROLS_OF_QUESTION 8
#define FIELDS_MAX (16 + CONTROLS_OF_QUESTION * (CATEGORY_FIELDS_MAX + ADMIN_CATEGORY_NEW_FIELDS))

static const char *name_of(struct page *page, const struct category *c)
{
    return page_pick(page, c->name_zh, c->name_en);
}

static const char *path_of(struct page *page, const struct category *c, const char *rest)
{
    return c->id ? arena_printf(page->arena, LIST "/%lld%s", (long long)c->id, rest) : LIST "/new";
}

static const char *yes_no(struct page *page, bool yes)
{
    return page_text(page, yes ? N_("Yes") : N_("No"));
}

static const char *now_text(const char *typed, const char *now)
{
    return now && strcmp(typed, now) != 0 ? now : NULL;
}

static const char *group_name(struct page *page, const struct admin_category_shown *shown, int64_t id)
{
    for (size_t i = 0; i < shown->n_all; i++) {
        if (shown->all[i].id == id)
            return name_of(page, &shown->all[i]);
    }
    return "";
}

static struct admin_field group_field(struct page *page, const struct admin_category_shown *shown)
{
    const struct category *c = &shown->typed->category;
    struct admin_option *options = ARENA_ARRAY(page->arena, shown->n_all + 1, struct admin_option);
    size_t n = 0;
    options[n++] = (struct admin_option){"", page_text(page, N_("None: it stands at the top"))};
    for (size_t i = 0; i < shown->n_all; i++) {
        if (!shown->all[i].parent_id && shown->all[i].id != c->id)
            options[n++] = (struct admin_option){admin_number(page->arena, shown->all[i].id), name_of(page, &shown->all[i])};
    }
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "group",
        .label = N_("Group"),
        .hint = N_("A category with others below it is a group and cannot be chosen itself."),
        .value = c->parent_id ? admin_number(page->arena, c->parent_id) : "",
        .now = shown->now && shown->now->parent_id != c->parent_id ? group_name(page, shown, shown->now->parent_id) : NULL,
        .options = options,
        .n_options = n,
    };
}

static struct admin_field function_field(struct page *page, const struct admin_category_shown *shown)
{
    const struct category *c = &shown->typed->category;
    struct admin_option *options = ARENA_ARRAY(page->arena, FUNCTIONS_MAX, struct admin_option);
    size_t n = 0;
    for (size_t i = 0; org_functions[i] && n < FUNCTIONS_MAX; i++)
        options[n++] = (struct admin_option){org_functions[i], page_text(page, org_function_title(org_functions[i]))};
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "department_function",
        .label = N_("Handled by default by"),
        .value = c->department_function,
        .now = shown->now && strcmp(shown->now->department_function, c->department_function) != 0
                   ? page_text(page, org_function_title(shown->now->department_function))
                   : NULL,
        .options = options,
        .n_options = n,
        .pair_begin = true,
    };
}

static struct admin_field number_field(struct page *page, const char *name, const char *label, const char *hint, int value, const int *now)
{
    return (struct admin_field){
        .control = ADMIN_INPUT,
        .name = name,
        .label = label,
        .hint = hint,
        .value = admin_number(page->arena, value),
        .now = now && *now != value ? admin_number(page->arena, *now) : NULL,
        .width = "w-6",
    };
}

/* A text in both languages, side by side. */
static size_t text_pair(struct admin_field *f, enum admin_control control, const char *const names[2], const char *const labels[2], const char *const values[2],
                        const char *const now[2], bool zh_optional)
{
    for (size_t i = 0; i < 2; i++) {
        f[i] = (struct admin_field){.control = control, .name = names[i], .label = labels[i], .value = values[i], .now = now_text(values[i], now[i]),
                                    .optional = i == 1 || zh_optional, .pair_begin = i == 0, .pair_end = i == 1};
    }
    return 2;
}
#define PAIR(control, member, zh, en, zh_optional)                                                                                              \
    text_pair(&f[n], control, (const char *const[]){#member "_zh", #member "_en"}, (const char *const[]){zh, en},                               \
              (const char *const[]){c->member##_zh, c->member##_en}, (const char *const[]){now ? now->member##_zh : NULL, now ? now->member##_en : NULL}, \
              zh_optional)

static size_t make_head(struct page *page, const struct admin_category_shown *shown, struct admin_field *f)
{
    const struct category *c = &shown->typed->category, *now = shown->now;
    size_t n = 0;
    f[n++] = group_field(page, shown);
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "code", .label = N_("Code"), .value = c->code, .now = now_text(c->code, now ? now->code : NULL),
                                  .width = "w-20"};
    n += PAIR(ADMIN_INPUT, name, N_("Name in Chinese"), N_("Name in English"), false);
    n += PAIR(ADMIN_AREA, definition, N_("What belongs here, Chinese"), N_("What belongs here, English"), true);
    n += PAIR(ADMIN_AREA, examples, N_("Examples, Chinese"), N_("Examples, English"), true);
    f[n++] = function_field(page, shown);
    f[n] = number_field(page, "answer_days", N_("Days for the answer"), N_("Promised to the complainant, natural days"), c->answer_days, now ? &now->answer_days : NULL);
    f[n++].pair_end = true;
    f[n++] = number_field(page, "sort", N_("Order"), N_("Smaller numbers stand first."), c->sort, now ? &now->sort : NULL);
    return n;
}

/* ---- questions of its own ---- */

static const struct admin_option *kind_options(struct page *page, size_t *ret_n)
{
    size_t n = 0;
    while (category_field_kinds[n])
        n++;
    struct admin_option *options = ARENA_ARRAY(page->arena, n, struct admin_option);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct admin_option){category_field_kinds[i], page_text(page, category_field_kind_title(category_field_kinds[i]))};
    *ret_n = n;
    return options;
}

static const char *tick_now(struct page *page, bool typed, const bool *now)
{
    return now && *now != typed ? yes_no(page, *now) : NULL;
}

static size_t make_question(struct page *page, const struct category_field *q, size_t slot, const struct category_field *now, const char *heading,
                            struct admin_field *f)
{
    struct arena *a = page->arena;
    size_t n_kinds;
    const struct admin_option *kinds = kind_options(page, &n_kinds);
#define CONTROL(part) admin_category_control(a, q->id, slot, part)
    const struct admin_field made[CONTROLS_OF_QUESTION] = {
        {.control = ADMIN_INPUT, .name = CONTROL("label_zh"), .label = N_("Question in Chinese"), .value = q->label_zh,
         .now = now_text(q->label_zh, now ? now->label_zh : NULL), .heading_said = heading, .pair_begin = true},
        {.control = ADMIN_INPUT, .name = CONTROL("label_en"), .label = N_("Question in English"), .value = q->label_en,
         .now = now_text(q->label_en, now ? now->label_en : NULL), .optional = true},
        {.control = ADMIN_INPUT, .name = CONTROL("hint_zh"), .label = N_("Hint in Chinese"), .value = q->hint_zh,
         .now = now_text(q->hint_zh, now ? now->hint_zh : NULL), .optional = true},
        {.control = ADMIN_INPUT, .name = CONTROL("hint_en"), .label = N_("Hint in English"), .value = q->hint_en,
         .now = now_text(q->hint_en, now ? now->hint_en : NULL), .optional = true},
        {.control = ADMIN_SELECT, .name = CONTROL("kind"), .label = N_("Kind of answer"), .value = q->kind,
         .now = now && strcmp(now->kind, q->kind) != 0 ? page_text(page, category_field_kind_title(now->kind)) : NULL, .options = kinds, .n_options = n_kinds},
        {.control = ADMIN_INPUT, .name = CONTROL("sort"), .label = N_("Order"), .value = admin_number(a, q->sort),
         .now = now && now->sort != q->sort ? admin_number(a, now->sort) : NULL, .width = "w-6"},
        {.control = ADMIN_TICK, .name = CONTROL("required"), .label = N_("Must be answered"), .value = q->required ? "1" : "",
         .now = tick_now(page, q->required, now ? &now->required : NULL)},
        {.control = ADMIN_TICK, .name = CONTROL("active"), .label = N_("Is asked"), .value = q->active ? "1" : "",
         .now = tick_now(page, q->active, now ? &now->active : NULL), .pair_end = true},
    };
#undef CONTROL
    memcpy(f, made, sizeof made);
    return CONTROLS_OF_QUESTION;
}

static const struct category_field *now_of(const struct admin_category_shown *shown, int64_t id)
{
    for (size_t i = 0; id && i < shown->n_now_fields; i++) {
        if (shown->now_fields[i].id == id)
            return &shown->now_fields[i];
    }
    return NULL;
}

static size_t make_questions(struct page *page, const struct admin_category_shown *shown, struct admin_field *f)
{
    const struct admin_category_typed *typed = shown->typed;
    size_t n = 0, number = 0;
    bool taken[ADMIN_CATEGORY_NEW_FIELDS] = {false};
    for (size_t i = 0; i < typed->n_fields; i++) {
        const struct category_field *q = &typed->fields[i];
        const char *heading = text_f(page->arena, page->lang, N_("Question %zu"), ++number);
        n += make_question(page, q, typed->slots[i], now_of(shown, q->id), heading, f + n);
        if (!q->id)
            taken[typed->slots[i]] = true;
    }
    for (size_t slot = 0; slot < ADMIN_CATEGORY_NEW_FIELDS && number < CATEGORY_FIELDS_MAX; slot++) {
        if (taken[slot])
            continue;
        const struct category_field empty = {.label_zh = "", .label_en = "", .hint_zh = "", .hint_en = "", .kind = "text", .active = true, .sort = (int)(++number * 10)};
        n += make_question(page, &empty, slot, NULL, page_text(page, N_("Another question (leave it empty if there is none)")), f + n);
    }
    return n;
}

struct tpl *admin_category_form_view(struct page *page, const struct admin_category_shown *shown)
{
    const struct category *c = &shown->typed->category, *saved = shown->now ? shown->now : c;
    struct admin_field *fields = ARENA_ARRAY(page->arena, FIELDS_MAX, struct admin_field);
    struct admin_form form = {
        .title = shown->title,
        .back_url = LIST,
        .back = N_("Categories"),
        .action = path_of(page, c, ""),
        .note = c->is_group ? NULL : N_("Questions of its own are asked on the complaint form after this category was chosen. They are never deleted: take away \"Is asked\" instead."),
        .version = saved->version,
        .stale = shown->now != NULL,
        .switch_url = c->id ? path_of(page, c, "/switch") : NULL,
        .active = saved->active,
        .log_entity = "category",
        .id = c->id,
        .fields = fields,
        .errors = shown->errors,
    };
    form.n_fields = make_head(page, shown, fields);
    if (!c->is_group) /* nobody chooses a group, so nobody would be asked */
        form.n_fields += make_questions(page, shown, fields + form.n_fields);
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}

/* ---- list and switch ---- */

static bool contains(const char *text, const char *words)
{
    size_t n = strlen(words);
    for (; strnlen(text, n) == n; text++) {
        if (str_ieq((struct str){text, n}, (struct str){words, n}))
            return true;
        if (!*text)
            break;
    }
    return false;
}

static bool matches(const struct category *c, const char *words)
{
    return contains(c->name_zh, words) || contains(c->name_en, words) || contains(c->code, words);
}

struct tpl *admin_category_list_view(struct page *page, const struct category *all, size_t n, const char *words)
{
    struct admin_list list = {
        .title = N_("Categories"), .action = LIST, .new_url = LIST "/new", .new_label = N_("New category"), .words = words, .filtered = *words != '\0'};
    for (size_t i = 0; i < n; i++)
        list.n += matches(&all[i], words);
    struct tpl *table, *t = admin_list_view(page, TPL_ADMIN_CATEGORIES, &list, &table);
    for (size_t i = 0; i < n; i++) {
        if (!matches(&all[i], words))
            continue;
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_LEVEL, all[i].parent_id && !*words ? admin_level(1) : "");
        tpl_text(row, V_URL, path_of(page, &all[i], ""));
        tpl_text(row, V_NAME, name_of(page, &all[i]));
        tpl_text(row, V_CODE, all[i].code);
        if (!all[i].is_group) {
            tpl_text(row, V_FUNCTION, page_text(page, org_function_title(all[i].department_function)));
            tpl_text(row, V_DAYS, text_count(page->arena, page->lang, "%lld day", "%lld days", all[i].answer_days));
        }
        tpl_show(row, all[i].active ? SEC_ON : SEC_OFF);
    }
    return t;
}

struct tpl *admin_category_switch_view(struct page *page, const struct category *c, int complaints, bool active)
{
    const struct admin_use rows[] = {{N_("Complaints in it"), complaints}};
    struct admin_switch s = {
        .title = active ? text_f(page->arena, page->lang, N_("Switch on: %s"), name_of(page, c)) : text_f(page->arena, page->lang, N_("Switch off: %s"), name_of(page, c)),
        .text = active ? N_("The category is offered on the complaint form again.")
              : c->is_group ? N_("The group and everything below it is no longer offered on the complaint form. Complaints in it keep their category.")
                            : N_("The category is no longer offered on the complaint form. Complaints in it keep it."),
        .back_url = LIST,
        .back = N_("Categories"),
        .action = path_of(page, c, "/switch"),
        .cancel = path_of(page, c, ""),
        .version = c->version,
        .active = active,
        .use = rows,
        .n_use = COUNT_OF(rows),
    };
    return admin_switch_view(page, &s);
}
