#include <string.h>

#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_people_form.h"
#include "admin_people_view.h"
#include "admin_routes.h"
#include "people_store.h"
#include "role_store.h"

#define LIST "/staff/admin/people"
#define CHOICES_MAX 500
#define LOGIN_BYTES 255

static const char *person_path(const struct page *page, int64_t id)
{
    return arena_printf(page->arena, LIST "/%lld", (long long)id);
}

/* The next page begins after a sign-in name, which goes into the address in letters that need no encoding. */
static const char *after_login(struct page *page)
{
    char login[LOGIN_BYTES + 1];
    size_t n;
    if (!str_unbase64url(str_of(http_query(page->req, "after")), login, LOGIN_BYTES, &n))
        return "";
    login[n] = '\0';
    return strlen(login) == n ? arena_strdup(page->arena, login) : "";
}

static enum err list_get(struct page *page)
{
    struct people_row *rows;
    struct unit *units;
    size_t n, limit = page->site->config->limits.list_rows;
    struct org_filter filter = {.words = admin_words(page), .unit_id = admin_query_id(page, "unit"), .after = after_login(page), .limit = limit};
    TRY(people_list(page->db, page->arena, page->user, &filter, &rows, &n));
    const char *last = n > limit ? rows[limit - 1].person.login : NULL;
    struct admin_list list = {
        .title = N_("People"),
        .action = LIST,
        .new_url = LIST "/new",
        .new_label = N_("New person"),
        .words = filter.words,
        .unit_id = filter.unit_id,
        .filtered = *filter.words || filter.unit_id,
        .n = n,
    };
    TRY(people_units(page->db, page->arena, page->user, CHOICES_MAX, &units, &list.n_units));
    list.units = units;
    const char *next = last ? str_base64url(page->arena, last, strlen(last)) : NULL;
    return page_answer(page, admin_people_list_view(page, rows, n > limit ? limit : n, &list, next), 200);
}

/* ---- showing one ---- */

static enum err show(struct page *page, struct admin_person_shown *shown, int status)
{
    struct unit *units;
    struct department *departments;
    TRY(people_units(page->db, page->arena, page->user, CHOICES_MAX, &units, &shown->n_units));
    TRY(people_departments(page->db, page->arena, page->user, 0, CHOICES_MAX, &departments, &shown->n_departments));
    shown->units = units;
    shown->departments = departments;
    if (shown->person->id) {
        struct people_grant *grants;
        struct role *roles;
        TRY(people_grants(page->db, page->arena, page->user, shown->person->id, &grants, &shown->n_grants));
        TRY(role_list(page->db, page->arena, &roles, &shown->n_roles));
        shown->grants = grants;
        shown->roles = roles;
    }
    return page_answer(page, admin_person_view(page, shown), status);
}

/* ---- a new one ---- */

static enum err show_new(struct page *page, const struct person *person, const struct http_form_errors *errors, int status)
{
    struct admin_person_shown shown = {.person = person, .governed = true, .errors = errors, .title = page_text(page, N_("New person"))};
    return show(page, &shown, status);
}

static enum err new_get(struct page *page)
{
    TRY(page_recent(page, true));
    struct person p = {.login = "", .name = "", .language = "zh", .email = "", .mobile = "", .superior = "", .unit_id = admin_query_id(page, "unit"), .active = true};
    return show_new(page, &p, NULL, 200);
}

static bool explain(enum err e, const struct change_by *by, struct http_form_errors *errors)
{
    if (e == ERR_EXISTS && !by->led_to)
        http_form_error(errors, "login", N_("Somebody else has this sign-in name"), 0);
    else if (e == ERR_INPUT)
        http_form_error(errors, "department", N_("This department is not one of the unit"), 0);
    return errors->n > 0;
}

/* The direct superior, who is kept out of complaints about this person. */
static enum err find_superior(struct page *page, struct person *p, struct http_form_errors *errors)
{
    struct person superior;
    if (!*p->superior)
        return ERR_NONE;
    enum err e = people_by_login(page->db, page->arena, p->superior, &superior);
    if (e == ERR_NOT_FOUND)
        http_form_error(errors, "superior", N_("Nobody has this sign-in name"), 0);
    else if (e == ERR_NONE && superior.id == p->id)
        http_form_error(errors, "superior", N_("Nobody is his own superior"), 0);
    else if (e == ERR_NONE)
        p->superior_id = superior.id;
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err new_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    const char *password, *hash;
    TRY(page_recent(page, false));
    struct person p = admin_person_read(page->form, &errors);
    TRY(find_superior(page, &p, &errors));
    if (errors.n > 0)
        return show_new(page, &p, &errors, 422);
    TRY(admin_make_password(page, &password, &hash));
    struct change_by by = admin_by(page, LIST);
    enum err e = people_save(page->db, page->arena, &by, &p, hash);
    if (e == ERR_NOT_FOUND)
        http_form_error(&errors, "unit", N_("Choose one of your own units"), 0);
    if (explain(e, &by, &errors))
        return show_new(page, &p, &errors, 422);
    if (e == ERR_EXISTS)
        return page_redirect(page, by.led_to);
    TRY(e);
    return page_answer(page, admin_password_view(page, &p, password), 200);
}

/* ---- changing one ---- */

static enum err edit_get(struct page *page)
{
    int64_t id;
    struct person saved;
    struct admin_person_shown shown = {.person = &saved};
    TRY(admin_id(page, &id));
    TRY(page_recent(page, true));
    TRY(people_load(page->db, page->arena, page->user, id, &saved, &shown.governed));
    shown.title = saved.name;
    return show(page, &shown, 200);
}

static enum err edit_post(struct page *page)
{
    int64_t id;
    struct person saved;
    struct http_form_errors errors = {.n = 0};
    struct admin_person_shown shown = {.errors = &errors};
    TRY(admin_id(page, &id));
    TRY(page_recent(page, false));
    TRY(people_load(page->db, page->arena, page->user, id, &saved, &shown.governed));
    if (!shown.governed)
        return ERR_FORBIDDEN;
    struct person p = admin_person_read(page->form, &errors);
    p.id = id;
    p.active = saved.active;
    p.department_zh = p.department_id == saved.department_id ? saved.department_zh : "";
    p.department_en = p.department_id == saved.department_id ? saved.department_en : "";
    TRY(find_superior(page, &p, &errors));
    shown.person = &p;
    shown.title = saved.name;
    if (errors.n > 0)
        return show(page, &shown, 422);
    struct change_by by = admin_by(page, person_path(page, id));
    enum err e = people_save(page->db, page->arena, &by, &p, NULL);
    if (e == ERR_STALE) {
        TRY(people_load(page->db, page->arena, page->user, id, &saved, &shown.governed));
        shown.now = &saved;
        return show(page, &shown, 409);
    }
    if (explain(e, &by, &errors))
        return show(page, &shown, 422);
    return admin_done(page, e, &by, N_("The person was saved."));
}

/* ---- switching off and on, password ---- */

static enum err switch_get(struct page *page)
{
    int64_t id;
    int complaints;
    struct person person;
    bool governed;
    TRY(admin_id(page, &id));
    TRY(page_recent(page, true));
    TRY(people_load(page->db, page->arena, page->user, id, &person, &governed));
    if (!governed)
        return ERR_FORBIDDEN;
    TRY(people_use(page->db, page->arena, id, &complaints));
    return page_answer(page, admin_people_switch_view(page, &person, complaints, !person.active), 200);
}

static enum err switch_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    TRY(page_recent(page, false));
    bool active = admin_form_active(page->form);
    struct change_by by = admin_by(page, person_path(page, id));
    enum err e = people_switch(page->db, page->arena, &by, id, admin_form_version(page->form), active);
    return admin_done(page, e, &by, active ? N_("The person can sign in again.") : N_("The person is switched off."));
}

static enum err reset_post(struct page *page)
{
    int64_t id;
    struct person person;
    bool governed;
    const char *password, *hash;
    TRY(admin_id(page, &id));
    TRY(page_recent(page, false));
    TRY(people_load(page->db, page->arena, page->user, id, &person, &governed));
    if (!governed)
        return ERR_FORBIDDEN;
    TRY(admin_make_password(page, &password, &hash));
    struct change_by by = admin_by(page, person_path(page, id));
    enum err e = people_reset(page->db, page->arena, &by, id, hash, http_form_tick(page->form, "drop_totp"));
    if (e == ERR_EXISTS && by.led_to)
        return page_redirect(page, by.led_to);
    TRY(e);
    return page_answer(page, admin_password_view(page, &person, password), 200);
}

/* ---- grants ---- */

/* Also where the form leads that was sent with an error: shown again at the same address. */
static enum err show_grant(struct page *page, int64_t id, const struct admin_grant_typed *typed, const struct http_form_errors *errors, int status)
{
    struct person saved;
    struct admin_person_shown shown = {.person = &saved, .grant = typed, .errors = errors};
    TRY(people_load(page->db, page->arena, page->user, id, &saved, &shown.governed));
    shown.title = saved.name;
    return show(page, &shown, status);
}

static enum err grant_post(struct page *page)
{
    int64_t id;
    struct http_form_errors errors = {.n = 0};
    TRY(admin_id(page, &id));
    TRY(page_recent(page, false));
    struct admin_grant_typed typed = admin_grant_read(page->form, &errors);
    if (errors.n > 0)
        return show_grant(page, id, &typed, &errors, 422);
    struct change_by by = admin_by(page, arena_printf(page->arena, "%s#grants", person_path(page, id)));
    enum err e = people_grant(page->db, page->arena, &by, id, typed.role_id, typed.unit_id, typed.department_id);
    if (e == ERR_EXISTS && !by.led_to)
        http_form_error(&errors, "role", N_("The person has this role there already"), 0);
    else if (e == ERR_STATE)
        http_form_error(&errors, "role", N_("A person can hold %d roles at most, and roles that are not granted any more cannot be given"), ACCESS_GRANTS_MAX);
    if (errors.n > 0)
        return show_grant(page, id, &typed, &errors, 422);
    return admin_done(page, e, &by, N_("The role was granted."));
}

static enum err revoke_post(struct page *page)
{
    int64_t id;
    long long grant_id;
    TRY(admin_id(page, &id));
    TRY(page_recent(page, false));
    if (!str_to_i64(str_of(http_form_get(page->form, "grant")), 1, INT64_MAX, &grant_id))
        return ERR_MALFORMED;
    struct change_by by = admin_by(page, arena_printf(page->arena, "%s#grants", person_path(page, id)));
    enum err e = people_revoke(page->db, page->arena, &by, id, grant_id);
    return admin_done(page, e, &by, N_("The role was revoked."));
}

const struct route admin_people_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_PEOPLE), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/new", .need = MAY(SET_PEOPLE), .run = new_get},
    {.method = HTTP_POST, .path = LIST "/new", .need = MAY(SET_PEOPLE), .run = new_post},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SET_PEOPLE), .run = edit_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SET_PEOPLE), .run = edit_post},
    {.method = HTTP_GET, .path = LIST "/:id/switch", .need = MAY(SET_PEOPLE), .run = switch_get},
    {.method = HTTP_POST, .path = LIST "/:id/switch", .need = MAY(SET_PEOPLE), .run = switch_post},
    {.method = HTTP_POST, .path = LIST "/:id/reset", .need = MAY(SET_PEOPLE), .run = reset_post},
    {.method = HTTP_POST, .path = LIST "/:id/grant", .need = MAY(SET_PEOPLE), .run = grant_post},
    {.method = HTTP_POST, .path = LIST "/:id/revoke", .need = MAY(SET_PEOPLE), .run = revoke_post},
    {0},
};
