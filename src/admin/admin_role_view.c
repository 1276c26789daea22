#include "admin_role_view.h"

#include <string.h>

#define LIST "/staff/admin/roles"

static const char *name_of(struct page *page, const struct role *r)
{
    return page_pick(page, r->name_zh, r->name_en);
}

static bool holds(const struct page *page, int64_t role_id)
{
    for (size_t i = 0; i < page->user->n_grants; i++) {
        if (page->user->grants[i].role_id == role_id)
            return true;
    }
    return false;
}

static const char *tick(struct page *page, bool yes)
{
    return page_text(page, yes ? N_("Yes") : N_("No"));
}

/* Where a group of rights begins, in the order of enum permission, and its heading. */
static const struct {
    enum permission from;
    const char *heading;
} groups[] = {
    {MAY_SEE, N_("Complaints")},
    {MAY_SET_RULES, N_("Rules and calendars")},
    {MAY_SET_SITE, N_("Organisation and website")},
    {MAY_REPORT, N_("Figures")},
};

static const char *heading_of(enum permission p)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        if (groups[i].from == p)
            return groups[i].heading;
    }
    return NULL;
}

static struct admin_field permission_field(struct page *page, const struct admin_role_shown *shown, const struct admin_role_typed *typed, enum permission p)
{
    bool is = typed->permissions & PERMISSION_BIT(p), was = shown->saved->permissions & PERMISSION_BIT(p);
    return (struct admin_field){
        .control = ADMIN_TICK,
        .name = admin_role_control(page->arena, p),
        .label = permission_title(p),
        .heading = heading_of(p),
        .hint = access_may(page->user, p) ? NULL : N_("You do not have this right yourself."),
        .value = is ? "1" : "",
        .now = shown->stale && is != was ? tick(page, was) : NULL,
        .width = "",
        .disabled = !access_may(page->user, p),
        .perm_begin = heading_of(p) != NULL,
        .perm_end = p == PERMISSION__COUNT - 1 || heading_of((enum permission)(p + 1)) != NULL,
    };
}

static const char *now_text(const struct admin_role_shown *shown, const char *typed, const char *saved)
{
    return shown->stale && strcmp(typed, saved) != 0 ? saved : NULL;
}

struct tpl *admin_role_form_view(struct page *page, const struct admin_role_shown *shown)
{
    const struct role *saved = shown->saved;
    const struct admin_role_typed as_saved = {saved->name_zh, saved->name_en, saved->permissions, saved->active, saved->second_factor, saved->version};
    const struct admin_role_typed *typed = shown->typed ? shown->typed : &as_saved;
    struct admin_field fields[PERMISSION__COUNT + 4];
    size_t n = 0;
    bool own = holds(page, saved->id);
    fields[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_zh", .label = N_("Name in Chinese"), .value = typed->name_zh,
                                       .now = now_text(shown, typed->name_zh, saved->name_zh), .pair_begin = true};
    fields[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_en", .label = N_("Name in English"), .value = typed->name_en,
                                       .now = now_text(shown, typed->name_en, saved->name_en), .optional = true, .pair_end = true};
    for (int p = 0; p < PERMISSION__COUNT; p++)
        fields[n++] = permission_field(page, shown, typed, (enum permission)p);
    fields[n++] = (struct admin_field){.control = ADMIN_TICK, .name = "second_factor", .label = N_("Must sign in with the authenticator app"),
                                       .hint = N_("Who has not set it up yet is led there first."), .value = typed->second_factor ? "1" : "",
                                       .now = shown->stale && typed->second_factor != saved->second_factor ? tick(page, saved->second_factor) : NULL};
    fields[n++] = (struct admin_field){.control = ADMIN_TICK, .name = "active", .label = N_("Can be granted"),
                                       .hint = N_("Without it nobody new gets the role; who holds it keeps it."), .value = typed->active ? "1" : "",
                                       .now = shown->stale && typed->active != saved->active ? tick(page, saved->active) : NULL};
    struct admin_form form = {
        .title = name_of(page, saved),
        .back_url = LIST,
        .back = N_("Roles"),
        .action = arena_printf(page->arena, LIST "/%lld", (long long)saved->id),
        .note = own ? N_("You hold this role yourself, so somebody else has to change it.") : N_("A change holds from the next click of everybody with this role."),
        .version = saved->version,
        .read_only = own,
        .stale = shown->stale,
        .active = true,
        .log_entity = "role",
        .id = saved->id,
        .fields = fields,
        .n_fields = n,
        .errors = shown->errors,
    };
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}

static const char *permission_list(struct page *page, permission_set set)
{
    struct buf out = {.arena = page->arena};
    const char *comma = page->lang == LANG_ZH ? "、" : "; ";
    for (int p = 0; p < PERMISSION__COUNT; p++) {
        if (set & PERMISSION_BIT(p))
            buf_printf(&out, "%s%s", out.n ? comma : "", page_text(page, permission_title((enum permission)p)));
    }
    return out.n ? out.p : "";
}

struct tpl *admin_role_list_view(struct page *page, const struct role *roles, size_t n)
{
    struct tpl *t = page_template(page, TPL_ADMIN_ROLES, page_text(page, N_("Roles")));
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_text(row, V_URL, arena_printf(page->arena, LIST "/%lld", (long long)roles[i].id));
        tpl_text(row, V_NAME, name_of(page, &roles[i]));
        tpl_text(row, V_PERMISSIONS, permission_list(page, roles[i].permissions));
        tpl_int(row, V_COUNT, roles[i].people);
        tpl_show(row, roles[i].active ? SEC_ON : SEC_OFF);
    }
    return t;
}
