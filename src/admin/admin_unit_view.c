#include "admin_unit_view.h"

#include <string.h>

#include "admin_unit_form.h"

#define LIST "/staff/admin/units"

static const char *name_of(struct page *page, const struct unit *unit)
{
    return page_pick(page, unit->name_zh, unit->name_en);
}

static const char *path_of(struct page *page, const struct unit *unit, const char *rest)
{
    return unit->id ? arena_printf(page->arena, LIST "/%lld%s", (long long)unit->id, rest) : LIST "/new";
}

static const struct admin_option *zone_options(struct page *page, size_t *ret_n)
{
    size_t n = 0;
    while (admin_unit_zones[n])
        n++;
    struct admin_option *options = ARENA_ARRAY(page->arena, n + 1, struct admin_option);
    options[0] = (struct admin_option){"", page_text(page, N_("The one of the whole organisation"))};
    for (size_t i = 0; i < n; i++)
        options[i + 1] = (struct admin_option){admin_unit_zones[i], admin_unit_zones[i]};
    *ret_n = n + 1;
    return options;
}

static struct admin_field parent_field(struct page *page, const struct admin_unit_shown *shown)
{
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "parent",
        .label = N_("Superior unit"),
        .hint = N_("It cannot be changed later."),
        .value = shown->unit->parent_id ? admin_number(page->arena, shown->unit->parent_id) : "",
        .options = admin_unit_choices(page, shown->parents, shown->n_parents),
        .n_options = shown->n_parents + 1,
    };
}

static const char *yes_no(struct page *page, bool yes)
{
    return page_text(page, yes ? N_("Yes") : N_("No"));
}

#define NOW(member) (shown->now && strcmp(shown->now->member, u->member) != 0 ? shown->now->member : NULL)

static size_t make_fields(struct page *page, const struct admin_unit_shown *shown, struct admin_field *f)
{
    const struct unit *u = shown->unit;
    size_t n = 0, n_zones;
    const struct admin_option *zones = zone_options(page, &n_zones);
    if (!u->id)
        f[n++] = parent_field(page, shown);
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "code", .label = N_("Code"), .hint = N_("Short and unique, as your organisation numbers its units"),
                                  .value = u->code, .now = NOW(code), .width = "w-20"};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_zh", .label = N_("Name in Chinese"), .value = u->name_zh, .now = NOW(name_zh), .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_en", .label = N_("Name in English"), .value = u->name_en, .now = NOW(name_en), .optional = true,
                                  .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_SELECT, .name = "timezone", .label = N_("Time zone"), .value = u->timezone, .now = NOW(timezone), .width = "w-20",
                                  .options = zones, .n_options = n_zones};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "mail", .label = N_("E-mail addresses for complaints"), .value = u->mail, .now = NOW(mail), .optional = true,
                                  .hint = N_("Mail to these addresses comes to the intake staff of this unit. Several with a blank between them.")};
    f[n++] = (struct admin_field){
        .control = ADMIN_TICK,
        .name = "can_close",
        .label = N_("May close complaints"),
        .hint = shown->superior ? N_("Without it, the superior unit closes the complaints of this one.") : N_("Only who sets up the superior unit can change this."),
        .value = u->can_close ? "1" : "",
        .now = shown->now && shown->now->can_close != u->can_close ? yes_no(page, shown->now->can_close) : NULL,
        .disabled = !shown->superior,
    };
    f[n++] = (struct admin_field){
        .control = ADMIN_TICK,
        .name = "closes_above",
        .label = N_("May close what came from superiors and regulators"),
        .hint = N_("For a unit that its superior empowers to close complaints that otherwise only a higher level closes. The top unit looks at each afterwards."),
        .value = u->closes_above ? "1" : "",
        .now = shown->now && shown->now->closes_above != u->closes_above ? yes_no(page, shown->now->closes_above) : NULL,
        .disabled = !shown->superior,
    };
    return n;
}

struct tpl *admin_unit_form_view(struct page *page, const struct admin_unit_shown *shown)
{
    struct admin_field fields[9];
    const struct unit *saved = shown->now ? shown->now : shown->unit;
    struct admin_form form = {
        .title = shown->title,
        .back_url = LIST,
        .back = N_("Units"),
        .action = path_of(page, shown->unit, ""),
        .version = saved->version,
        .stale = shown->now != NULL,
        .switch_url = shown->unit->id && saved->parent_id && shown->superior ? path_of(page, shown->unit, "/switch") : NULL,
        .active = saved->active,
        .log_entity = "unit",
        .id = shown->unit->id,
        .fields = fields,
        .errors = shown->errors,
    };
    form.n_fields = make_fields(page, shown, fields);
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}

static const char *level_name(struct page *page, const struct rulebook *book, int level)
{
    if (!book || level < 1 || (unsigned)level > book->levels_count)
        return text_f(page->arena, page->lang, N_("Level %d"), level);
    return page_pick(page, book->levels[level - 1].name.zh, book->levels[level - 1].name.en);
}

static void fill_count(struct tpl *row, const struct admin_unit_list *shown, int64_t unit_id)
{
    for (size_t i = 0; i < shown->n_counts; i++) {
        const struct org_unit_count *c = &shown->counts[i];
        if (c->unit_id != unit_id)
            continue;
        tpl_int(row, V_DEPARTMENTS, c->departments);
        tpl_int(row, V_PEOPLE, c->people);
        tpl_text(row, V_COORDINATOR, c->coordinator);
        return;
    }
}

struct tpl *admin_unit_list_view(struct page *page, const struct admin_unit_list *shown)
{
    const struct unit *units = shown->units;
    struct admin_list list = {
        .title = N_("Units"),
        .action = LIST,
        .new_url = LIST "/new",
        .new_label = N_("New unit"),
        .words = shown->words,
        .filtered = *shown->words != '\0',
        .cut = shown->cut,
        .n = shown->n,
    };
    struct tpl *table, *t = admin_list_view(page, TPL_ADMIN_UNITS, &list, &table);
    for (size_t i = 0; i < shown->n; i++) {
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_LEVEL, *shown->words ? "" : admin_level(units[i].level - units[0].level));
        tpl_text(row, V_LEVEL_NAME, level_name(page, shown->book, units[i].level));
        tpl_text(row, V_URL, path_of(page, &units[i], ""));
        tpl_text(row, V_NAME, name_of(page, &units[i]));
        tpl_text(row, V_CODE, units[i].code);
        tpl_text(row, V_DEPARTMENTS_URL, arena_printf(page->arena, "/staff/admin/departments?unit=%lld", (long long)units[i].id));
        fill_count(row, shown, units[i].id);
        tpl_show(row, units[i].can_close ? SEC_CAN_CLOSE : SEC_CANNOT_CLOSE);
        tpl_show(row, units[i].active ? SEC_ON : SEC_OFF);
    }
    return t;
}

struct tpl *admin_unit_switch_view(struct page *page, const struct unit *unit, const struct org_use *use, bool active)
{
    const struct admin_use rows[] = {
        {N_("Complaints still open, with those of the units below"), use->complaints},
        {N_("Units directly below"), use->units},
        {N_("Number of departments"), use->departments},
        {N_("Number of people"), use->people},
    };
    struct admin_switch s = {
        .title = active ? text_f(page->arena, page->lang, N_("Switch on: %s"), name_of(page, unit)) : text_f(page->arena, page->lang, N_("Switch off: %s"), name_of(page, unit)),
        .text = active ? N_("The unit takes new complaints again.")
                       : N_("The unit takes no new complaints and can no longer be chosen. What it works on stays with it, and its people can still sign in."),
        .back_url = LIST,
        .back = N_("Units"),
        .action = path_of(page, unit, "/switch"),
        .cancel = path_of(page, unit, ""),
        .version = unit->version,
        .active = active,
        .use = rows,
        .n_use = COUNT_OF(rows),
    };
    return admin_switch_view(page, &s);
}
