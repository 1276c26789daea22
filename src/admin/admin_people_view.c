#include "admin_people_view.h"

#include <string.h>

#include "pager.h"

#define LIST "/staff/admin/people"

static const char *path_of(struct page *page, int64_t id, const char *rest)
{
    return id ? arena_printf(page->arena, LIST "/%lld%s", (long long)id, rest) : LIST "/new";
}

static const char *department_label(struct page *page, const struct department *d)
{
    return arena_printf(page->arena, "%s / %s", page_pick(page, d->unit_zh, d->unit_en), page_pick(page, d->name_zh, d->name_en));
}

static const char *id_text(struct page *page, int64_t id)
{
    return id ? admin_number(page->arena, id) : "";
}

/* ---- the person's own data ---- */

static const char *unit_name(struct page *page, const struct admin_person_shown *shown, int64_t id)
{
    for (size_t i = 0; i < shown->n_units; i++) {
        if (shown->units[i].id == id)
            return page_pick(page, shown->units[i].name_zh, shown->units[i].name_en);
    }
    return "";
}

static struct admin_field unit_field(struct page *page, const struct admin_person_shown *shown)
{
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "unit",
        .label = N_("Organisation unit"),
        .value = id_text(page, shown->person->unit_id),
        .now = shown->now && shown->now->unit_id != shown->person->unit_id ? unit_name(page, shown, shown->now->unit_id) : NULL,
        .options = admin_unit_choices(page, shown->units, shown->n_units),
        .n_options = shown->n_units + 1,
        .pair_begin = true,
    };
}

static struct admin_field department_field(struct page *page, const struct admin_person_shown *shown)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, shown->n_departments + 2, struct admin_option);
    size_t n = 0;
    int64_t chosen = shown->person->department_id;
    bool listed = chosen == 0;
    options[n++] = (struct admin_option){"", page_text(page, N_("None"))};
    for (size_t i = 0; i < shown->n_departments; i++) {
        listed |= shown->departments[i].id == chosen;
        options[n++] = (struct admin_option){id_text(page, shown->departments[i].id), department_label(page, &shown->departments[i])};
    }
    if (!listed) /* one that was switched off meanwhile */
        options[n++] = (struct admin_option){id_text(page, chosen), page_pick(page, shown->person->department_zh, shown->person->department_en)};
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "department",
        .label = N_("Department of the unit"),
        .value = id_text(page, chosen),
        .now = shown->now && shown->now->department_id != chosen ? page_pick(page, shown->now->department_zh, shown->now->department_en) : NULL,
        .options = options,
        .n_options = n,
        .pair_end = true,
    };
}

static const char *language_name(const char *code)
{
    return strcmp(code, "en") == 0 ? "English" : "中文";
}

#define NOW(member) (shown->now && strcmp(shown->now->member, p->member) != 0 ? shown->now->member : NULL)

static size_t make_fields(struct page *page, const struct admin_person_shown *shown, struct admin_field *f)
{
    static const struct admin_option languages[] = {{"zh", "中文"}, {"en", "English"}};
    const struct person *p = shown->person;
    size_t n = 0;
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name", .label = N_("Name"), .value = p->name, .now = NOW(name), .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "login", .label = N_("Sign-in name"), .value = p->login, .now = NOW(login), .pair_end = true};
    f[n++] = unit_field(page, shown);
    f[n++] = department_field(page, shown);
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "email", .label = N_("E-mail at work"), .value = p->email, .now = NOW(email), .type = "email",
                                  .optional = true, .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "mobile", .label = N_("Mobile number at work"), .value = p->mobile, .now = NOW(mobile), .type = "tel", .optional = true,
                                  .hint = N_("For notices by SMS, of those kinds that the person chose."), .pair_end = true};
    f[n++] = (struct admin_field){.control = ADMIN_SELECT, .name = "language", .label = N_("Language"), .value = p->language,
                                  .now = shown->now && strcmp(shown->now->language, p->language) != 0 ? language_name(shown->now->language) : NULL,
                                  .options = languages, .n_options = COUNT_OF(languages), .width = "w-20"};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "superior", .label = N_("Direct superior"), .value = p->superior, .now = NOW(superior), .optional = true, .width = "w-20",
                                  .hint = N_("Sign-in name. Who leads this person is kept out of complaints about the person.")};
    return n;
}

/* ---- what the person holds ---- */

static void fill_grants(struct page *page, struct tpl *t, const struct admin_person_shown *shown)
{
    if (shown->n_grants == 0) {
        tpl_show(t, SEC_NO_GRANTS);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_GRANTS);
    for (size_t i = 0; i < shown->n_grants; i++) {
        const struct people_grant *g = &shown->grants[i];
        const char *role = page_pick(page, g->role_zh, g->role_en);
        struct tpl *row = tpl_add(table, SEC_GRANT);
        tpl_text(row, V_NAME, role);
        tpl_text(row, V_PLACE, page_pick(page, g->over_zh, g->over_en));
        if (!g->may_revoke)
            continue;
        struct tpl *revoke = tpl_add(row, SEC_REVOKE);
        tpl_text(revoke, V_ACTION, path_of(page, shown->person->id, "/revoke"));
        tpl_int(revoke, V_ID, g->id);
        tpl_text(revoke, V_LABEL, role);
    }
}

static void add_option(struct tpl *t, enum tpl_section section, const struct admin_option *o, const char *chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, o->value);
    tpl_text(option, V_LABEL, o->label);
    tpl_show_if(option, SEC_SELECTED, chosen && strcmp(chosen, o->value) == 0);
}

static void fill_grant_form(struct page *page, struct tpl *t, const struct admin_person_shown *shown)
{
    const struct admin_grant_typed *typed = shown->grant;
    struct tpl *form = tpl_add(t, SEC_GRANT_FORM);
    tpl_text(form, V_ACTION, path_of(page, shown->person->id, "/grant"));
    for (size_t i = 0; i < shown->n_roles; i++) {
        const struct role *r = &shown->roles[i];
        if (!r->active || (r->permissions & ~page->user->permissions))
            continue;
        struct admin_option option = {id_text(page, r->id), page_pick(page, r->name_zh, r->name_en)};
        add_option(form, SEC_ROLE_OPTION, &option, typed ? typed->role : NULL);
    }
    const struct admin_option *units = admin_unit_options(page, shown->units, shown->n_units, "u");
    for (size_t i = 0; i < shown->n_units; i++)
        add_option(form, SEC_OVER_OPTION, &units[i], typed ? typed->over : NULL);
    for (size_t i = 0; i < shown->n_departments; i++) {
        const struct department *d = &shown->departments[i];
        struct admin_option option = {arena_printf(page->arena, "d%lld", (long long)d->id), department_label(page, d)};
        add_option(form, SEC_OVER_OPTION, &option, typed ? typed->over : NULL);
    }
    if (typed && shown->errors) {
        page_field_error(page, form, SEC_ROLE_WRONG, shown->errors, "role");
        page_field_error(page, form, SEC_OVER_WRONG, shown->errors, "over");
    }
}

static const char *note_of(const struct page *page, const struct admin_person_shown *shown)
{
    if (shown->governed || !shown->person->id)
        return NULL;
    if (shown->person->id == page->user->id)
        return N_("This is you. Nobody changes his own rights; your password and language are under My account.");
    return N_("This person has rights that you do not have, so you can see but not change this account.");
}

struct tpl *admin_person_view(struct page *page, const struct admin_person_shown *shown)
{
    struct admin_field fields[8];
    int64_t id = shown->person->id;
    const struct person *saved = shown->now ? shown->now : shown->person;
    struct admin_form form = {
        .title = shown->title,
        .back_url = LIST,
        .back = N_("People"),
        .action = path_of(page, id, ""),
        .note = id ? note_of(page, shown) : N_("A first password is made and shown to you once. Roles are granted afterwards."),
        .version = saved->version,
        .read_only = id && !shown->governed,
        .stale = shown->now != NULL,
        .switch_url = id ? path_of(page, id, "/switch") : NULL,
        .active = saved->active,
        .log_entity = "user",
        .id = id,
        .fields = fields,
        .errors = shown->errors,
    };
    form.n_fields = make_fields(page, shown, fields);
    struct tpl *t = admin_form_view(page, id ? TPL_ADMIN_PERSON : TPL_ADMIN_FORM, &form);
    if (!id)
        return t;
    fill_grants(page, t, shown);
    tpl_text(tpl_add(t, SEC_ABSENCE), V_URL, path_of(page, id, "/absence"));
    if (shown->governed && saved->active)
        tpl_text(tpl_add(t, SEC_LEAVE), V_URL, path_of(page, id, "/leave"));
    if (id != page->user->id && saved->active)
        fill_grant_form(page, t, shown);
    if (shown->governed)
        tpl_text(tpl_add(t, SEC_RESET), V_ACTION, path_of(page, id, "/reset"));
    return t;
}

/* ---- list, switch, password ---- */

struct tpl *admin_people_list_view(struct page *page, const struct people_row *rows, size_t n, const struct admin_list *list, const char *next)
{
    struct tpl *table, *t = admin_list_view(page, TPL_ADMIN_PEOPLE, list, &table);
    for (size_t i = 0; i < n; i++) {
        const struct person *p = &rows[i].person;
        const char *department = page_pick(page, p->department_zh, p->department_en), *unit = page_pick(page, p->unit_zh, p->unit_en);
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_URL, path_of(page, p->id, ""));
        tpl_text(row, V_NAME, p->name);
        tpl_text(row, V_CODE, p->login);
        tpl_text(row, V_PLACE, *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit);
        tpl_text(row, V_ROLES, page_pick(page, rows[i].roles_zh, rows[i].roles_en));
        tpl_show(row, p->active ? SEC_ON : SEC_OFF);
    }
    pager_forward(page, t, next);
    return t;
}

struct tpl *admin_people_switch_view(struct page *page, const struct person *p, int complaints, bool active)
{
    const struct admin_use rows[] = {{N_("Complaints still open and assigned to this person"), complaints}};
    struct admin_switch s = {
        .title = active ? text_f(page->arena, page->lang, N_("Switch on: %s"), p->name) : text_f(page->arena, page->lang, N_("Switch off: %s"), p->name),
        .text = active ? N_("The person can sign in again, with the same roles as before.")
                       : N_("The person is signed out everywhere and cannot sign in any more. Complaints stay assigned until somebody assigns them elsewhere."),
        .back_url = LIST,
        .back = N_("People"),
        .action = path_of(page, p->id, "/switch"),
        .cancel = path_of(page, p->id, ""),
        .version = p->version,
        .active = active,
        .use = rows,
        .n_use = COUNT_OF(rows),
    };
    return admin_switch_view(page, &s);
}

struct tpl *admin_password_view(struct page *page, const struct person *p, const char *password)
{
    struct tpl *t = page_template(page, TPL_ADMIN_PASSWORD, page_text(page, N_("First password")));
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, LIST);
    tpl_text(back, V_LABEL, page_text(page, N_("People")));
    tpl_text(t, V_NAME, p->name);
    tpl_text(t, V_CODE, p->login);
    tpl_text(t, V_PASSWORD, password);
    tpl_text(t, V_URL, path_of(page, p->id, ""));
    return t;
}
