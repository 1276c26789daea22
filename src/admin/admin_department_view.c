#include "admin_department_view.h"

#include <string.h>

#include "pager.h"

#define LIST "/staff/admin/departments"

static const char *name_of(struct page *page, const struct department *d)
{
    return page_pick(page, d->name_zh, d->name_en);
}

static const char *path_of(struct page *page, const struct department *d, const char *rest)
{
    return d->id ? arena_printf(page->arena, LIST "/%lld%s", (long long)d->id, rest) : LIST "/new";
}

static const char *id_text(struct page *page, int64_t id)
{
    return id ? admin_number(page->arena, id) : "";
}

static struct admin_field unit_field(struct page *page, const struct admin_department_shown *shown)
{
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "unit",
        .label = N_("Organisation unit"),
        .hint = N_("It cannot be changed later."),
        .value = id_text(page, shown->department->unit_id),
        .options = admin_unit_choices(page, shown->units, shown->n_units),
        .n_options = shown->n_units + 1,
    };
}

static const char *function_name(struct page *page, const struct rb_name *functions, size_t n, const char *code)
{
    const struct rb_name *found = rulebook_name(functions, (unsigned)n, code);
    return found ? page_pick(page, found->name.zh, found->name.en) : code;
}

/* Those that are switched off are offered where they are chosen already. */
static struct admin_field function_field(struct page *page, const struct admin_department_shown *shown)
{
    size_t n = 0;
    struct admin_option *options = ARENA_ARRAY(page->arena, shown->n_functions + 1, struct admin_option);
    options[n++] = (struct admin_option){"", page_text(page, N_("Choose"))};
    for (size_t i = 0; i < shown->n_functions; i++) {
        const struct rb_name *f = &shown->functions[i];
        if (!f->inactive || strcmp(f->code, shown->department->function) == 0)
            options[n++] = (struct admin_option){f->code, page_pick(page, f->name.zh, f->name.en)};
    }
    const struct department *d = shown->department, *now = shown->now;
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "function",
        .label = N_("Function"),
        .hint = N_("Complaints find their department by it."),
        .value = d->function,
        .now = now && strcmp(now->function, d->function) != 0 ? function_name(page, shown->functions, shown->n_functions, now->function) : NULL,
        .options = options,
        .n_options = n,
    };
}

/* People of the unit, and who holds the place now, even when he works elsewhere meanwhile. */
static struct admin_field person_field(struct page *page, const struct admin_department_shown *shown, const char *name, const char *label, int64_t id,
                                       const char *holder)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, shown->n_people + 2, struct admin_option);
    size_t n = 0;
    bool listed = id == 0;
    options[n++] = (struct admin_option){"", page_text(page, N_("Nobody"))};
    for (size_t i = 0; i < shown->n_people; i++) {
        const struct person *p = &shown->people[i];
        listed |= p->id == id;
        options[n++] = (struct admin_option){id_text(page, p->id), arena_printf(page->arena, "%s (%s)", p->name, p->login)};
    }
    if (!listed)
        options[n++] = (struct admin_option){id_text(page, id), holder ? holder : ""};
    return (struct admin_field){.control = ADMIN_SELECT, .name = name, .label = label, .value = id_text(page, id), .options = options, .n_options = n};
}

#define NOW(member) (shown->now && strcmp(shown->now->member, d->member) != 0 ? shown->now->member : NULL)

static size_t make_fields(struct page *page, const struct admin_department_shown *shown, struct admin_field *f)
{
    const struct department *d = shown->department, *now = shown->now;
    size_t n = 0;
    if (d->id)
        f[n++] = (struct admin_field){.control = ADMIN_SHOWN, .name = "unit", .label = N_("Organisation unit"), .value = page_pick(page, d->unit_zh, d->unit_en)};
    else
        f[n++] = unit_field(page, shown);
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_zh", .label = N_("Name in Chinese"), .value = d->name_zh, .now = NOW(name_zh), .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_en", .label = N_("Name in English"), .value = d->name_en, .now = NOW(name_en), .optional = true,
                                  .pair_end = true};
    f[n++] = function_field(page, shown);
    if (!d->id)
        return n;
    f[n] = person_field(page, shown, "coordinator", N_("Coordinator"), d->coordinator_id, d->coordinator);
    f[n].now = now && now->coordinator_id != d->coordinator_id ? now->coordinator : NULL;
    f[n++].pair_begin = true;
    f[n] = person_field(page, shown, "deputy", N_("Deputy of the coordinator"), d->deputy_id, d->deputy);
    f[n].now = now && now->deputy_id != d->deputy_id ? now->deputy : NULL;
    f[n++].pair_end = true;
    return n;
}

struct tpl *admin_department_form_view(struct page *page, const struct admin_department_shown *shown)
{
    struct admin_field fields[8];
    const struct department *saved = shown->now ? shown->now : shown->department;
    struct admin_form form = {
        .title = shown->title,
        .back_url = LIST,
        .back = N_("Departments"),
        .action = path_of(page, shown->department, ""),
        .note = shown->department->id ? NULL : N_("The coordinator is named once people work in the unit."),
        .version = saved->version,
        .stale = shown->now != NULL,
        .switch_url = shown->department->id ? path_of(page, shown->department, "/switch") : NULL,
        .active = saved->active,
        .log_entity = "department",
        .id = shown->department->id,
        .fields = fields,
        .errors = shown->errors,
    };
    form.n_fields = make_fields(page, shown, fields);
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}

struct tpl *admin_department_list_view(struct page *page, const struct department *rows, size_t n, const struct rb_name *functions, size_t n_functions,
                                       const struct admin_list *list, const char *next)
{
    struct tpl *table, *t = admin_list_view(page, TPL_ADMIN_DEPARTMENTS, list, &table);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_URL, path_of(page, &rows[i], ""));
        tpl_text(row, V_NAME, name_of(page, &rows[i]));
        tpl_text(row, V_UNIT, page_pick(page, rows[i].unit_zh, rows[i].unit_en));
        tpl_text(row, V_FUNCTION, function_name(page, functions, n_functions, rows[i].function));
        tpl_text(row, V_COORDINATOR, rows[i].coordinator);
        tpl_text(row, V_DEPUTY, rows[i].deputy);
        tpl_show(row, rows[i].active ? SEC_ON : SEC_OFF);
    }
    pager_forward(page, t, next);
    return t;
}

struct tpl *admin_department_switch_view(struct page *page, const struct department *d, const struct org_use *use, bool active)
{
    const struct admin_use rows[] = {{N_("Complaints still open"), use->complaints}, {N_("Number of people"), use->people}};
    const char *name = name_of(page, d);
    struct admin_switch s = {
        .title = active ? text_f(page->arena, page->lang, N_("Switch on: %s"), name) : text_f(page->arena, page->lang, N_("Switch off: %s"), name),
        .text = active ? N_("The department takes new work again.")
                       : N_("The department takes no new work and can no longer be chosen. What it works on stays with it until somebody assigns it elsewhere."),
        .back_url = LIST,
        .back = N_("Departments"),
        .action = path_of(page, d, "/switch"),
        .cancel = path_of(page, d, ""),
        .version = d->version,
        .active = active,
        .use = rows,
        .n_use = COUNT_OF(rows),
    };
    return admin_switch_view(page, &s);
}
