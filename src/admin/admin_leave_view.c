#include "admin_leave_view.h"

#include "admin_view.h"
#include "format.h"

#define LIST "/staff/admin/people"

const char *const admin_leave_fields[] = {"complaints_to", "posts_to", "absences_to"};

static const struct {
    enum tpl_section wrong;
    const char *label, *empty; /* msgids: who takes over, and when there is nothing to take */
} kinds[ADMIN_LEAVE__COUNT] = {
    [ADMIN_LEAVE_COMPLAINTS] = {SEC_COMPLAINTS_WRONG, N_("Open complaints go to"), N_("No open complaints")},
    [ADMIN_LEAVE_POSTS] = {SEC_POSTS_WRONG, N_("Posts go to"), N_("No posts")},
    [ADMIN_LEAVE_ABSENCES] = {SEC_ABSENCES_WRONG, N_("Stands in for others from now on"), N_("Stands in for nobody")},
};

static const char *person_path(struct page *page, const struct person *p, const char *rest)
{
    return arena_printf(page->arena, LIST "/%lld%s", (long long)p->id, rest);
}

static const char *department_name(struct page *page, const struct department *d)
{
    return arena_printf(page->arena, "%s / %s", page_pick(page, d->unit_zh, d->unit_en), page_pick(page, d->name_zh, d->name_en));
}

static void fill_held(struct page *page, struct tpl *t, const struct admin_leave_shown *shown)
{
    tpl_int(t, V_COUNT, shown->complaints);
    for (size_t i = 0; i < shown->n_posts; i++) {
        struct tpl *row = tpl_add(t, SEC_POST);
        tpl_text(row, V_NAME, department_name(page, &shown->posts[i]));
        tpl_show(row, shown->posts[i].coordinator_id == shown->person->id ? SEC_COORDINATOR : SEC_DEPUTY);
    }
    for (size_t i = 0; i < shown->n_absences; i++) {
        const struct absence *b = &shown->absences[i];
        struct tpl *row = tpl_add(t, SEC_STANDS_IN);
        tpl_text(row, V_NAME, b->name);
        tpl_text(row, V_FROM, format_date(page->arena, page->lang, b->from_us, page->site->zone));
        tpl_text(row, V_TO, format_date(page->arena, page->lang, b->to_us - 1, page->site->zone));
    }
    for (size_t i = 0; i < shown->n_grants; i++) {
        const struct people_grant *g = &shown->grants[i];
        struct tpl *row = tpl_add(t, SEC_GRANT);
        tpl_text(row, V_NAME, page_pick(page, g->role_zh, g->role_en));
        tpl_text(row, V_PLACE, page_pick(page, g->over_zh, g->over_en));
    }
    tpl_show_if(t, SEC_NO_POSTS, shown->n_posts == 0);
    tpl_show_if(t, SEC_NO_ABSENCES, shown->n_absences == 0);
    tpl_show_if(t, SEC_NO_GRANTS, shown->n_grants == 0);
}

static struct tpl *head(struct page *page, enum tpl_file file, const struct admin_leave_shown *shown, const char *title)
{
    struct tpl *t = page_template(page, file, title);
    tpl_text(t, V_LIST_URL, LIST);
    tpl_text(t, V_URL, person_path(page, shown->person, ""));
    tpl_text(t, V_NAME, shown->person->name);
    tpl_text(t, V_ACTION, person_path(page, shown->person, "/leave"));
    tpl_int(t, V_VERSION, shown->person->version);
    return t;
}

struct tpl *admin_leave_view(struct page *page, const struct admin_leave_shown *shown)
{
    struct tpl *t = head(page, TPL_ADMIN_LEAVE, shown, text_f(page->arena, page->lang, N_("Hand over: %s"), shown->person->name));
    fill_held(page, t, shown);
    tpl_text(t, V_ALL, shown->all);
    tpl_text(t, V_COMPLAINTS_TO, shown->typed[ADMIN_LEAVE_COMPLAINTS]);
    tpl_text(t, V_POSTS_TO, shown->typed[ADMIN_LEAVE_POSTS]);
    tpl_text(t, V_ABSENCES_TO, shown->typed[ADMIN_LEAVE_ABSENCES]);
    tpl_show_if(t, SEC_ASK, shown->complaints || shown->n_posts || shown->n_absences);
    for (size_t i = 0; i < shown->n_colleagues; i++) {
        const struct person *p = &shown->colleagues[i];
        const char *department = page_pick(page, p->department_zh, p->department_en);
        if (p->id == shown->person->id)
            continue;
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_VALUE, p->login);
        tpl_text(option, V_LABEL, *department ? arena_printf(page->arena, "%s · %s", p->name, department) : p->name);
    }
    if (!shown->errors)
        return t;
    page_errors(page, t, shown->errors);
    page_field_error(page, t, SEC_ALL_WRONG, shown->errors, "all");
    for (int i = 0; i < ADMIN_LEAVE__COUNT; i++)
        page_field_error(page, t, kinds[i].wrong, shown->errors, admin_leave_fields[i]);
    return t;
}

struct tpl *admin_leave_confirm_view(struct page *page, const struct admin_leave_shown *shown)
{
    struct tpl *t = head(page, TPL_ADMIN_LEAVE_CONFIRM, shown, text_f(page->arena, page->lang, N_("Hand over and switch off: %s?"), shown->person->name));
    const int64_t counts[] = {shown->complaints, (int64_t)shown->n_posts, (int64_t)shown->n_absences};
    for (int i = 0; i < ADMIN_LEAVE__COUNT; i++) {
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_text(row, V_LABEL, page_text(page, kinds[i].label));
        tpl_text(row, V_FIELD, admin_leave_fields[i]);
        tpl_int(row, V_VALUE, shown->to[i].id);
        if (counts[i] == 0) {
            tpl_text(row, V_TEXT, page_text(page, kinds[i].empty));
            continue;
        }
        tpl_text(row, V_TEXT, arena_printf(page->arena, "%s (%s)", shown->to[i].name, shown->to[i].login));
        tpl_int(tpl_add(row, SEC_HELD), V_COUNT, counts[i]);
    }
    tpl_int(t, V_N_GRANTS, (long long)shown->n_grants);
    return t;
}
