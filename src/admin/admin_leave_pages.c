#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_leave_view.h"
#include "admin_routes.h"
#include "handover_store.h"
#include "org_store.h"

#define PATH "/staff/admin/people/:id/leave"
#define COLLEAGUES_MAX 300
#define FITTING_MAX 20
#define NAME_MAX_CHARS 60

struct leaving {
    struct person person, to[ADMIN_LEAVE__COUNT];
    struct handover_held held;
    struct admin_leave_shown shown;
    struct http_form_errors errors;
};

/* Only whom the user governs, and who can still sign in. */
static enum err load(struct page *page, struct leaving *l)
{
    int64_t id;
    bool governed;
    TRY(admin_id(page, &id));
    TRY(people_load(page->db, page->arena, page->user, id, &l->person, &governed));
    if (!governed || !l->person.active)
        return ERR_FORBIDDEN;
    TRY(handover_held(page->db, page->arena, page->user, id, page->now_us, &l->held));
    l->shown = (struct admin_leave_shown){
        .person = &l->person,
        .complaints = l->held.complaints,
        .posts = l->held.posts,
        .absences = l->held.absences,
        .grants = l->held.grants,
        .n_posts = l->held.n_posts,
        .n_absences = l->held.n_absences,
        .n_grants = l->held.n_grants,
        .all = "",
        .typed = {"", "", ""},
        .to = l->to,
    };
    return ERR_NONE;
}

static enum err show(struct page *page, struct leaving *l, int status)
{
    struct person *colleagues;
    TRY(org_people_of(page->db, page->arena, l->person.unit_id, 0, COLLEAGUES_MAX, &colleagues, &l->shown.n_colleagues));
    l->shown.colleagues = colleagues;
    l->shown.errors = l->errors.n ? &l->errors : NULL;
    return page_answer(page, admin_leave_view(page, &l->shown), status);
}

static enum err leave_get(struct page *page)
{
    struct leaving l = {.errors = {.n = 0}};
    TRY(page_recent(page, true));
    TRY(load(page, &l));
    return show(page, &l, 200);
}

/* ---- who is meant ---- */

/* One active person within the user's units: the sign-in name or name exactly, else the only one whom the words fit. */
static enum err find_person(struct page *page, const struct leaving *l, const char *words, const char *field, struct http_form_errors *errors, struct person *ret_person)
{
    const struct org_filter filter = {.words = words, .after = "", .limit = FITTING_MAX};
    struct people_row *rows;
    size_t n, fitting = 0, exact = 0;
    struct buf logins = {.arena = page->arena};
    TRY(people_list(page->db, page->arena, page->user, &filter, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        const struct person *p = &rows[i].person;
        bool exactly = str_ieq(str_of(p->login), str_of(words)) || str_eq(str_of(p->name), str_of(words));
        if (!p->active || p->id == l->person.id || (exact && !exactly))
            continue;
        if (exactly && !exact)
            logins.n = fitting = 0;
        exact += exactly;
        fitting++;
        buf_printf(&logins, "%s%s", logins.n ? ", " : "", p->login);
        *ret_person = *p;
    }
    if (fitting == 0)
        http_form_error(errors, field, N_("Nobody of your units who can sign in has this name"), 0);
    else if (fitting > 1)
        http_form_error(errors, field, text_f(page->arena, page->lang, N_("Several people fit; enter the sign-in name: %s"), logins.p), 0);
    return ERR_NONE;
}

/* The fields of their own come before the one for everything. */
static enum err read_successors(struct page *page, struct leaving *l)
{
    const struct http_text_rule rule = {.max = NAME_MAX_CHARS};
    const bool needed[] = {l->held.complaints > 0, l->held.n_posts > 0, l->held.n_absences > 0};
    struct person all = {.id = 0};
    bool looked = false;
    l->shown.all = http_form_text(page->form, "all", &rule, &l->errors);
    for (int i = 0; i < ADMIN_LEAVE__COUNT; i++) {
        const char *field = admin_leave_fields[i];
        l->shown.typed[i] = http_form_text(page->form, field, &rule, &l->errors);
        if (!needed[i])
            continue;
        if (*l->shown.typed[i]) {
            TRY(find_person(page, l, l->shown.typed[i], field, &l->errors, &l->to[i]));
        } else if (*l->shown.all) {
            if (!looked)
                TRY(find_person(page, l, l->shown.all, "all", &l->errors, &all));
            looked = true;
            l->to[i] = all;
        } else {
            http_form_error(&l->errors, "all", N_("Enter who takes over"), 0);
        }
    }
    return ERR_NONE;
}

static struct handover handover_of(const struct leaving *l, int version, const int64_t to[ADMIN_LEAVE__COUNT])
{
    return (struct handover){.person_id = l->person.id, .version = version, .complaints_to = to[ADMIN_LEAVE_COMPLAINTS], .posts_to = to[ADMIN_LEAVE_POSTS],
                             .absences_to = to[ADMIN_LEAVE_ABSENCES]};
}

static enum err choose(struct page *page, struct leaving *l)
{
    enum handover_fault fault;
    TRY(read_successors(page, l));
    if (l->errors.n > 0)
        return show(page, l, 422);
    const int64_t to[] = {l->to[0].id, l->to[1].id, l->to[2].id};
    const struct handover h = handover_of(l, l->person.version, to);
    struct change_by by = admin_by(page, "");
    enum err e = handover_check(page->db, page->arena, &by, &h, &fault);
    if (e == ERR_INPUT) {
        http_form_error(&l->errors, handover_fault_field(fault), handover_fault_text(fault), 0);
        return show(page, l, 422);
    }
    TRY(e);
    return page_answer(page, admin_leave_confirm_view(page, &l->shown), 200);
}

static enum err carry_out(struct page *page, struct leaving *l)
{
    enum handover_fault fault;
    int64_t left, to[ADMIN_LEAVE__COUNT];
    for (int i = 0; i < ADMIN_LEAVE__COUNT; i++) {
        long long id;
        to[i] = str_to_i64(str_of(http_form_get(page->form, admin_leave_fields[i])), 1, INT64_MAX, &id) ? id : 0;
    }
    const struct handover h = handover_of(l, admin_form_version(page->form), to);
    struct change_by by = admin_by(page, arena_printf(page->arena, "/staff/admin/people/%lld", (long long)l->person.id));
    enum err e = handover_run(page->db, page->arena, &by, &h, &fault, &left);
    if (e == ERR_INPUT) { /* something changed since it was checked */
        http_form_error(&l->errors, handover_fault_field(fault), handover_fault_text(fault), 0);
        return show(page, l, 422);
    }
    return admin_done(page, e, &by,
                      e == ERR_NONE && left > 0 ? N_("Handed over and switched off. So many complaints take a moment: the rest of them follows within minutes.")
                                                : N_("Everything was handed over; the person is switched off."));
}

static enum err leave_post(struct page *page)
{
    struct leaving l = {.errors = {.n = 0}};
    bool confirmed = http_form_tick(page->form, "confirm");
    TRY(page_recent(page, false));
    enum err e = load(page, &l);
    if (e == ERR_FORBIDDEN && confirmed && !l.person.active && l.person.id) /* the same form again, after it was carried out */
        return page_redirect(page, arena_printf(page->arena, "/staff/admin/people/%lld", (long long)l.person.id));
    TRY(e);
    return confirmed ? carry_out(page, &l) : choose(page, &l);
}

const struct route admin_leave_routes[] = {
    {.method = HTTP_GET, .path = PATH, .need = MAY(SET_PEOPLE), .run = leave_get},
    {.method = HTTP_POST, .path = PATH, .need = MAY(SET_PEOPLE), .run = leave_post},
    {0},
};
