#include "admin_change_view.h"

#include <string.h>

#include "admin_calendar_view.h"
#include "category.h"
#include "format.h"
#include "pager.h"
#include "rulebook_text.h"

#define LIST "/staff/admin/changes"

const char *const admin_change_entities[] = {"rulebook", "category", "calendar", "unit", "department", "user", "grant", "role", "setting", "list", "meeting", "library", "post", "content", "mail", NULL};

struct word {
    const char *word, *title, *path; /* path: of the page of an entity */
};
static const struct word entities[] = {
    {"mail", N_("An e-mail received"), NULL}, {"rulebook", N_("The rulebook"), "/staff/admin/rulebook/versions"}, {"category", N_("A category"), NULL}, {"calendar", N_("A calendar"), "/staff/admin/calendars"}, {"unit", N_("A unit"), "/staff/admin/units"},
    {"department", N_("A department"), "/staff/admin/departments"}, {"user", N_("A person"), "/staff/admin/people"},
    {"grant", N_("Roles of a person"), "/staff/admin/people"}, {"role", N_("A role"), "/staff/admin/roles"}, {"setting", N_("A setting"), NULL},
    {"list", N_("A list of complaints as a file"), NULL}, {"meeting", N_("A meeting of the committee"), "/staff/committee/meetings"}, {"library", N_("A case of the library"), "/staff/library"},
    {"post", N_("E-mails and SMS"), NULL},
    {"content", N_("Public pages"), "/staff/admin/content"},
};
static const struct word kinds[] = {
    {"created", N_("Added"), NULL}, {"edited", N_("Changed"), NULL}, {"deactivated", N_("Switched off"), NULL}, {"activated", N_("Switched on"), NULL},
    {"granted", N_("Granted"), NULL}, {"revoked", N_("Revoked"), NULL}, {"password", N_("Password reset"), NULL},
    {"handed_over", N_("Handed over and switched off"), NULL}, {"absence", N_("Absence recorded"), NULL}, {"absence_ended", N_("Absence ended"), NULL},
    {"published", N_("Published"), NULL}, {"reviewed", N_("Looked at"), NULL}, {"taken_back", N_("Taken back"), NULL}, {"sent_again", N_("Sent again"), NULL}, {"dropped", N_("Dropped"), NULL},
    {"taken_off", N_("Taken off the website"), NULL},
};
static const struct word rulebook_kinds[] = {
    {"created", N_("Draft opened"), NULL}, {"edited", N_("Draft changed"), NULL}, {"dropped", N_("Dropped"), NULL}, {"published", N_("Published"), NULL},
    {"planned", N_("Published for a later day"), NULL}, {"in_force", N_("Came in force"), NULL},
};
static const struct word fields[] = {
    {"superior", N_("Superior unit"), NULL}, {"code", N_("Code"), NULL}, {"name", N_("Name"), NULL}, {"name_zh", N_("Name in Chinese"), NULL},
    {"name_en", N_("Name in English"), NULL}, {"timezone", N_("Time zone"), NULL}, {"can_close", N_("May close complaints"), NULL},
    {"mail", N_("E-mail addresses for complaints"), NULL}, {"mail_state", N_("What became of it"), NULL}, {"mail_reason", N_("Reason"), NULL},
    {"closes_above", N_("May close what came from superiors and regulators"), NULL},
    {"unit", N_("Organisation unit"), NULL}, {"department", N_("Department of the unit"), NULL}, {"function", N_("Function"), NULL}, {"coordinator", N_("Coordinator"), NULL},
    {"deputy", N_("Deputy of the coordinator"), NULL}, {"login", N_("Sign-in name"), NULL}, {"language", N_("Language"), NULL},
    {"email", N_("E-mail at work"), NULL}, {"mobile", N_("Mobile number at work"), NULL}, {"superior", N_("Direct superior"), NULL}, {"active", N_("In use"), NULL}, {"permissions", N_("What it may do"), NULL}, {"role", N_("Role"), NULL},
    {"over", N_("Over"), NULL}, {"second_factor", N_("Authenticator app"), NULL}, {"recovery_codes", N_("Recovery codes"), NULL}, {"group", N_("Group"), NULL},
    {"definition_zh", N_("What belongs here, Chinese"), NULL}, {"definition_en", N_("What belongs here, English"), NULL},
    {"examples_zh", N_("Examples, Chinese"), NULL}, {"examples_en", N_("Examples, English"), NULL},
    {"department_function", N_("Handled by default by"), NULL}, {"answer_days", N_("Days for the answer"), NULL}, {"sort", N_("Order"), NULL},
    {"label_zh", N_("Question in Chinese"), NULL}, {"label_en", N_("Question in English"), NULL}, {"hint_zh", N_("Hint in Chinese"), NULL},
    {"hint_en", N_("Hint in English"), NULL}, {"kind", N_("Kind of answer"), NULL}, {"required", N_("Must be answered"), NULL},
    {"complaints_to", N_("Open complaints go to"), NULL}, {"posts_to", N_("Posts go to"), NULL}, {"absences_to", N_("Stands in for others from now on"), NULL},
    {"builds_upon", N_("Builds upon"), NULL}, {"make_up", N_("Make-up working days"), NULL}, {"late_next_day", N_("What comes after office hours counts as received on the next working day"), NULL},
    {"sunday", N_("Sunday"), NULL}, {"monday", N_("Monday"), NULL}, {"tuesday", N_("Tuesday"), NULL}, {"wednesday", N_("Wednesday"), NULL}, {"thursday", N_("Thursday"), NULL},
    {"friday", N_("Friday"), NULL}, {"saturday", N_("Saturday"), NULL}, {"days", N_("Holidays and make-up days"), NULL}, {"year", N_("Year"), NULL}, {"source", N_("Source"), NULL},
    {"calendar", N_("Calendar"), NULL}, {"name.zh", N_("Name in Chinese"), NULL}, {"name.en", N_("Name in English"), NULL}, {"format", N_("Format of the document"), NULL},
    {"more", N_("Further differences"), NULL},
    {"brand_zh", N_("Name of the website in Chinese"), NULL}, {"brand_en", N_("Name of the website in English"), NULL},
    {"sub_zh", N_("Line below it in Chinese"), NULL}, {"sub_en", N_("Line below it in English"), NULL}, {"hotline", N_("Hotline"), NULL},
    {"hours_zh", N_("When somebody answers it, in Chinese"), NULL}, {"hours_en", N_("When somebody answers it, in English"), NULL},
    {"colour", N_("Colour"), NULL}, {"logo", N_("Logo"), NULL},
    {"from_us", N_("Begins"), NULL}, {"to_us", N_("Until"), NULL}, {"deputy_person", N_("Stand-in"), NULL}, {"note", N_("Note for colleagues"), NULL},
    {"title", N_("Title"), NULL}, {"place", N_("Place"), NULL}, {"at", N_("When"), NULL}, {"state", N_("State"), NULL}, {"minutes", N_("Minutes"), NULL}, {"figures", N_("Figures"), NULL},
    {"count", N_("How many"), NULL},
    {"filing", N_("Filing number of the website"), NULL}, {"filing_url", N_("Where it can be looked up"), NULL}, {"police", N_("Filing number with the police"), NULL},
    {"police_url", N_("Where that can be looked up"), NULL},
    {"title_zh", N_("Title in Chinese"), NULL}, {"title_en", N_("Title in English"), NULL}, {"body_zh", N_("Text in Chinese"), NULL}, {"body_en", N_("Text in English"), NULL},
    {"number", N_("Telephone number"), NULL}, {"category", N_("Category"), NULL}, {"footer", N_("Linked at the foot of every page"), NULL}, {"period", N_("Period"), NULL},
    {"least", N_("Least number of cases"), NULL}, {"wait", N_("Days after the end of the period"), NULL},
};

static const struct word *find(const struct word *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i].word, word) == 0)
            return &words[i];
    }
    return NULL;
}

static const char *title(struct page *page, const struct word *words, size_t n, const char *word)
{
    const struct word *found = find(words, n, word);
    return found ? page_text(page, found->title) : word;
}

static const char *titled(struct page *page, const char *title, const char *word)
{
    return *title ? page_text(page, title) : word;
}

/* "clocks.claim_3.limit" is the limit of a thing of a section. */
static const char *rulebook_field_title(struct page *page, const char *name)
{
    struct str rest = str_of(name);
    const char *section = str_cstr(page->arena, str_cut(&rest, '.'));
    if (!*rulebook_section_title(section))
        return titled(page, rulebook_member_title(name), name);
    struct str code = str_cut(&rest, '.');
    const char *where = arena_printf(page->arena, "%s · %.*s", page_text(page, rulebook_section_title(section)), (int)code.n, code.p ? code.p : "");
    if (!rest.p)
        return where;
    const char *member = str_cstr(page->arena, rest), *dot = strrchr(member, '.');
    const char *last = dot ? dot + 1 : member;
    bool tongue = strcmp(last, "zh") == 0 || strcmp(last, "en") == 0;
    const char *of = tongue && dot ? arena_strndup(page->arena, member, (size_t)(dot - member)) : NULL;
    if (!of)
        return arena_printf(page->arena, "%s · %s", where, titled(page, rulebook_member_title(last), member));
    const char *of_dot = strrchr(of, '.');
    return arena_printf(page->arena, "%s · %s (%s)", where, titled(page, rulebook_member_title(of_dot ? of_dot + 1 : of), of), titled(page, rulebook_member_title(last), last));
}

/* "field.12.label_zh" belongs to question 12 of a category. */
static const char *field_title(struct page *page, const char *entity, const char *name)
{
    if (strcmp(entity, "rulebook") == 0)
        return rulebook_field_title(page, name);
    const char *part = strrchr(name, '.');
    if (!part)
        return title(page, fields, COUNT_OF(fields), name);
    return title(page, fields, COUNT_OF(fields), part + 1);
}

static const char *permission_titles(struct page *page, const char *names)
{
    struct buf out = {.arena = page->arena};
    struct str rest = str_of(names);
    while (rest.p) {
        struct str one = str_trim(str_cut(&rest, ','));
        enum permission p;
        bool known = permission_from_name(str_cstr(page->arena, one), &p);
        if (out.n > 0)
            buf_adds(&out, page->lang == LANG_ZH ? "、" : "; ");
        if (known)
            buf_adds(&out, page_text(page, permission_title(p)));
        else
            buf_add(&out, one.p, one.n);
    }
    return out.n ? out.p : "";
}

/* Values as people read them. */
static const char *value_of(struct page *page, const char *entity, const char *name, const char *value)
{
    if (strcmp(entity, "rulebook") == 0)
        return value;
    static const char *const flags[] = {"footer", "active", "can_close", "closes_above", "required", "second_factor", "late_next_day"};
    const char *part = strrchr(name, '.');
    name = part ? part + 1 : name;
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        if (strcmp(name, flags[i]) == 0)
            return page_text(page, strcmp(value, "1") == 0 ? N_("Yes") : N_("No"));
    }
    long long at_us;
    if (strlen(name) > 3 && strcmp(name + strlen(name) - 3, "_us") == 0 && str_to_i64(str_of(value), 0, INT64_MAX, &at_us))
        return format_full(page->arena, at_us, page->site->zone);
    const char *shown = "";
    if (strcmp(entity, "meeting") == 0 && strcmp(name, "state") == 0)
        return page_text(page, value);
    if (strcmp(name, "days") == 0)
        return admin_calendar_days_text(page, value);
    if (strcmp(name, "permissions") == 0)
        return permission_titles(page, value);
    if (strcmp(name, "function") == 0 || strcmp(name, "department_function") == 0)
        shown = org_function_title(value);
    else if (strcmp(name, "kind") == 0)
        shown = category_field_kind_title(value);
    else if (strcmp(name, "language") == 0)
        return strcmp(value, "en") == 0 ? "English" : "中文";
    return *shown ? page_text(page, shown) : value;
}

static void fill_fields(struct page *page, struct tpl *row, const char *entity, const char *data)
{
    struct change_field *changed;
    size_t n;
    if (change_data_read(page->arena, data, &changed, &n) != ERR_NONE || n == 0)
        return;
    struct tpl *list = tpl_add(row, SEC_FIELDS);
    for (size_t i = 0; i < n; i++) {
        const char *before = changed[i].before, *after = changed[i].after;
        bool was = before && *before, is = after && *after;
        struct tpl *item = tpl_add(list, SEC_CHANGED);
        tpl_text(item, V_LABEL, field_title(page, entity, changed[i].name));
        if (was)
            tpl_text(tpl_add(item, SEC_WAS), V_VALUE, value_of(page, entity, changed[i].name, before));
        tpl_show_if(item, SEC_BOTH, was && is);
        if (is)
            tpl_text(tpl_add(item, SEC_IS), V_VALUE, value_of(page, entity, changed[i].name, after));
    }
}

static void fill_row(struct page *page, struct tpl *row, const struct change_row *c)
{
    const struct word *entity = find(entities, COUNT_OF(entities), c->entity);
    const char *name = page_pick(page, c->name_zh, c->name_en);
    if (!*name)
        name = arena_printf(page->arena, "%lld", (long long)c->entity_id);
    if (strcmp(c->entity, "setting") == 0)
        name = page_text(page, N_("Name and look"));
    if (strcmp(c->entity, "post") == 0)
        name = c->entity_id ? arena_printf(page->arena, "#%lld", (long long)c->entity_id) : page_text(page, N_("all that were given up"));
    tpl_text(row, V_DATETIME, utc_iso(page->arena, c->at_us));
    tpl_text(row, V_TIME, format_short(page->arena, c->at_us, page->now_us, page->site->zone));
    tpl_text(row, V_WHO, *c->actor ? c->actor : page_text(page, N_("Command line")));
    tpl_text(row, V_ENTITY, entity ? page_text(page, entity->title) : c->entity);
    bool rulebook = strcmp(c->entity, "rulebook") == 0;
    tpl_text(row, V_KIND, rulebook ? title(page, rulebook_kinds, COUNT_OF(rulebook_kinds), c->kind) : title(page, kinds, COUNT_OF(kinds), c->kind));
    tpl_text(row, V_NAME, name);
    if (entity && entity->path)
        tpl_text(tpl_add(row, SEC_LINK), V_URL, arena_printf(page->arena, "%s/%lld", entity->path, (long long)c->entity_id));
    else
        tpl_show(row, SEC_NO_LINK);
    fill_fields(page, row, c->entity, c->data);
}

struct tpl *admin_change_view(struct page *page, const struct change_row *rows, size_t n, const char *entity, int64_t entity_id, const char *next)
{
    struct tpl *t = page_template(page, TPL_ADMIN_CHANGES, page_text(page, N_("Change log")));
    for (size_t i = 0; admin_change_entities[i]; i++) {
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_VALUE, admin_change_entities[i]);
        tpl_text(option, V_LABEL, title(page, entities, COUNT_OF(entities), admin_change_entities[i]));
        tpl_show_if(option, SEC_SELECTED, strcmp(entity, admin_change_entities[i]) == 0);
    }
    if (entity_id) {
        struct tpl *one = tpl_add(t, SEC_ONE);
        const char *name = n ? page_pick(page, rows[0].name_zh, rows[0].name_en) : "";
        tpl_text(one, V_NAME, *name ? name : admin_number(page->arena, entity_id));
        tpl_int(one, V_ID, entity_id);
    }
    if (*entity)
        tpl_text(tpl_add(t, SEC_RESET), V_URL, LIST);
    if (n == 0)
        tpl_show_if(tpl_add(t, SEC_EMPTY), SEC_EMPTY_FILTERED, *entity != '\0');
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++)
        fill_row(page, tpl_add(table, SEC_ROW), &rows[i]);
    pager_forward(page, t, next);
    return t;
}
