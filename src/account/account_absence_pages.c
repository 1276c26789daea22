#include "absence_store.h"
#include "account_absence_view.h"
#include "account_routes.h"
#include "once_store.h"
#include "people_store.h"

#define OWN "/staff/account/absence"
#define OTHERS "/staff/admin/people/:id/absence"
#define COLLEAGUES_MAX 300
#define FITTING_MAX 20

/* Whose absences: one's own, or of the person of the path, whom the user sets up. */
struct subject {
    int64_t user_id;
    struct person person;
    bool own;
    const char *path;
};

static enum err find_subject(struct page *page, bool own, struct subject *ret_subject)
{
    struct subject s = {.user_id = page->user->id, .own = own, .path = OWN};
    if (!own) {
        long long id;
        bool governed;
        if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
            return ERR_NOT_FOUND;
        TRY(people_load(page->db, page->arena, page->user, id, &s.person, &governed));
        s.user_id = id;
        s.path = arena_printf(page->arena, "/staff/admin/people/%lld/absence", id);
    }
    *ret_subject = s;
    return ERR_NONE;
}

static struct change_by change_by_of(const struct page *page, const char *location)
{
    uint8_t *hash = ARENA_ARRAY(page->arena, 32, uint8_t);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, hash);
    return (struct change_by){.keys = page->site->keys, .actor = page->user, .now_us = page->now_us, .once_hash = hash, .location = location};
}

static enum err show(struct page *page, const struct subject *s, struct account_absence_shown *shown, int status)
{
    struct absence *list, *deputised;
    struct person *colleagues;
    TRY(absence_list(page->db, page->arena, s->user_id, page->now_us, &list, &shown->n));
    TRY(absence_deputised(page->db, page->arena, s->user_id, page->now_us, &deputised, &shown->n_deputised));
    TRY(absence_colleagues(page->db, page->arena, s->user_id, "", COLLEAGUES_MAX, &colleagues, &shown->n_colleagues));
    shown->list = list;
    shown->deputised = deputised;
    shown->colleagues = colleagues;
    shown->person = s->own ? NULL : &s->person;
    shown->path = s->path;
    return page_answer(page, account_absence_view(page, shown), status);
}

static bool is_exactly(const struct person *p, const char *words)
{
    return str_ieq(str_of(p->login), str_of(words)) || str_eq(str_of(p->name), str_of(words));
}

/*
 * Who is meant by what was typed as the deputy: the one colleague whom it names exactly, else the only one whom it fits. Several go back to the form for
 * choosing.
 */
static enum err find_deputy(struct page *page, const struct subject *s, const struct account_absence_typed *typed, struct account_absence_shown *shown,
                            struct http_form_errors *errors, int64_t *ret_id)
{
    struct person *fitting;
    size_t n, exact = 0;
    TRY(absence_colleagues(page->db, page->arena, s->user_id, typed->deputy, FITTING_MAX, &fitting, &n));
    for (size_t i = 0; i < n; i++) {
        if (fitting[i].id == typed->pick_id) {
            *ret_id = typed->pick_id;
            return ERR_NONE;
        }
        exact += is_exactly(&fitting[i], typed->deputy);
    }
    if (exact == 1 || (exact == 0 && n == 1)) {
        *ret_id = fitting[0].id; /* exact ones stand first */
        return ERR_NONE;
    }
    if (n == 0) {
        http_form_error(errors, "deputy", absence_fault_text(ABSENCE_STRANGER), 0);
        return ERR_NONE;
    }
    http_form_error(errors, "deputy", N_("Several colleagues fit; choose the one you mean"), 0);
    shown->fitting = fitting;
    shown->n_fitting = exact ? exact : n;
    return ERR_NONE;
}

static enum err add(struct page *page, bool own)
{
    struct subject s;
    struct http_form_errors errors = {.n = 0};
    struct account_absence_shown shown = {.errors = &errors};
    struct absence b = {.deputy_id = 0};
    enum absence_fault fault;
    TRY(find_subject(page, own, &s));
    struct desk_date today = desk_date_of(page->now_us, page->site->zone);
    struct account_absence_typed typed = account_absence_read(page->form, today, page->site->zone, &errors);
    shown.typed = &typed;
    if (*typed.deputy)
        TRY(find_deputy(page, &s, &typed, &shown, &errors, &b.deputy_id));
    if (errors.n > 0)
        return show(page, &s, &shown, 422);
    b.user_id = s.user_id;
    b.from_us = typed.from_us;
    b.to_us = typed.to_us;
    b.note = typed.note;
    struct change_by by = change_by_of(page, s.path);
    enum err e = absence_add(page->db, page->arena, &by, &b, &fault);
    if (e == ERR_INPUT) {
        http_form_error(&errors, absence_fault_field(fault), absence_fault_text(fault), 0);
        return show(page, &s, &shown, 422);
    }
    if (e == ERR_EXISTS && by.led_to)
        return page_redirect(page, by.led_to);
    TRY(e);
    page_flash(page, N_("The absence was recorded."));
    return page_redirect(page, s.path);
}

static enum err end(struct page *page, bool own)
{
    struct subject s;
    long long id;
    TRY(find_subject(page, own, &s));
    if (!str_to_i64(str_of(page->params[own ? 0 : 1]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    struct change_by by = change_by_of(page, s.path);
    enum err e = absence_end(page->db, page->arena, &by, s.user_id, id);
    if (e == ERR_EXISTS && by.led_to)
        return page_redirect(page, by.led_to);
    TRY(e);
    page_flash(page, N_("The absence was ended."));
    return page_redirect(page, s.path);
}

static enum err own_get(struct page *page)
{
    struct subject s;
    struct account_absence_shown shown = {.n = 0};
    TRY(find_subject(page, true, &s));
    return show(page, &s, &shown, 200);
}

static enum err own_post(struct page *page)
{
    return add(page, true);
}

static enum err own_end_post(struct page *page)
{
    return end(page, true);
}

static enum err others_get(struct page *page)
{
    struct subject s;
    struct account_absence_shown shown = {.n = 0};
    TRY(find_subject(page, false, &s));
    return show(page, &s, &shown, 200);
}

static enum err others_post(struct page *page)
{
    return add(page, false);
}

static enum err others_end_post(struct page *page)
{
    return end(page, false);
}

const struct route account_absence_routes[] = {
    {.method = HTTP_GET, .path = OWN, .need = SIGNED_IN, .run = own_get},
    {.method = HTTP_POST, .path = OWN, .need = SIGNED_IN, .run = own_post},
    {.method = HTTP_POST, .path = OWN "/:id/end", .need = SIGNED_IN, .run = own_end_post},
    {.method = HTTP_GET, .path = OTHERS, .need = MAY(SET_PEOPLE), .run = others_get},
    {.method = HTTP_POST, .path = OTHERS, .need = MAY(SET_PEOPLE), .run = others_post},
    {.method = HTTP_POST, .path = OTHERS "/:absence/end", .need = MAY(SET_PEOPLE), .run = others_end_post},
    {0},
};
