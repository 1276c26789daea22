#include "desk_respondent_pages.h"

#include <string.h>

#include "org_store.h"

/* "Zhang San (zhangsan)" is a name with what tells it from others of that name: "zhangsan"; "" without. */
static const char *split(struct arena *a, const char *typed, const char **ret_name)
{
    const char *open = strrchr(typed, '(');
    size_t n = strlen(typed);
    *ret_name = typed;
    if (!open || open == typed || typed[n - 1] != ')')
        return "";
    *ret_name = str_cstr(a, str_trim((struct str){typed, (size_t)(open - typed)}));
    return str_cstr(a, str_trim((struct str){open + 1, n - (size_t)(open - typed) - 2}));
}

static const struct complaint_respondent *saved(const struct desk_case *x, const struct complaint_respondent *r)
{
    for (size_t i = 0; i < x->class.n_respondents; i++) {
        const struct complaint_respondent *was = &x->class.respondents[i];
        if (strcmp(was->kind, r->kind) == 0 && strcmp(was->name, r->name) == 0)
            return was;
    }
    return NULL;
}

static const char *find_department(struct page *page, const struct desk_case *x, struct complaint_respondent *r)
{
    const char *name, *unit = split(page->arena, r->name, &name);
    const struct department *found = NULL;
    for (size_t i = 0; i < x->n_departments; i++) {
        const struct department *d = &x->departments[i];
        bool named = strcmp(d->name_zh, name) == 0 || strcmp(d->name_en, name) == 0;
        bool there = *unit ? strcmp(d->unit_zh, unit) == 0 || strcmp(d->unit_en, unit) == 0 : d->unit_id == x->c.unit_id || !found;
        if (named && there && (!found || d->unit_id == x->c.unit_id))
            found = d;
    }
    if (!found)
        return N_("There is no such department. Choose it from the list");
    r->department_id = found->id;
    r->name = page_pick(page, found->name_zh, found->name_en);
    return NULL;
}

static enum err find_colleague(struct page *page, const struct desk_case *x, struct complaint_respondent *r, const char **ret_why)
{
    const char *name, *login = split(page->arena, r->name, &name);
    struct person *people;
    size_t n;
    TRY(org_people_named(page->db, page->arena, x->c.unit_id, *login ? login : name, 2, &people, &n));
    if (n == 1) {
        r->user_id = people[0].id;
        r->name = people[0].name;
    }
    *ret_why = n == 1 ? NULL : n == 0 ? N_("Nobody here has this name. Choose from the list, or enter the sign-in name")
                                      : N_("Several people have this name. Choose from the list, or enter the sign-in name");
    return ERR_NONE;
}

enum err desk_respondents_find(struct page *page, const struct desk_case *x, struct complaint_class *class, struct http_form_errors *errors)
{
    for (size_t i = 0; i < class->n_respondents; i++) {
        struct complaint_respondent *r = &class->respondents[i];
        const struct complaint_respondent *was = saved(x, r);
        const char *why = NULL;
        if (was) {
            r->department_id = was->department_id;
            r->user_id = was->user_id;
        } else if (strcmp(r->kind, "department") == 0) {
            why = find_department(page, x, r);
        } else if (strcmp(r->kind, "staff") == 0) {
            TRY(find_colleague(page, x, r, &why));
        }
        if (why)
            http_form_error(errors, arena_printf(page->arena, "r%zu_name", i + 1), why, 0);
    }
    return ERR_NONE;
}
