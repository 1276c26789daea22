#include "category_store.h"
#include "desk_routes.h"
#include "incident_store.h"
#include "known_store.h"

/* What the public may know of an incident, so that whoever complains of the same can join it (requirements B10). */

#define TITLE_CHARS 120
#define BODY_CHARS 1000
#define AREA_CHARS 200

struct known_page {
    struct incident incident;
    struct known_incident known; /* as typed, else as it stands */
    bool stands;
    struct category *categories;
    size_t n_categories;
    struct http_form_errors errors;
};

static enum err load(struct page *page, struct known_page *k)
{
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    TRY(incident_load(page->db, page->arena, page->user, id, &k->incident));
    if (!k->incident.may)
        return ERR_FORBIDDEN;
    TRY(category_list(page->db, page->arena, true, &k->categories, &k->n_categories));
    enum err e = known_load(page->db, page->arena, id, &k->known);
    k->stands = e == ERR_NONE;
    if (e == ERR_NOT_FOUND)
        k->known = (struct known_incident){.incident_id = id, .title_zh = k->incident.title, .title_en = "", .body_zh = "", .body_en = "", .area = ""};
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err show(struct page *page, struct known_page *k)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } places[] = {{"title_zh", SEC_TITLE_ZH_ERR}, {"title_en", SEC_TITLE_EN_ERR}, {"body_zh", SEC_BODY_ZH_ERR}, {"body_en", SEC_BODY_EN_ERR}, {"area", SEC_AREA_ERR}};
    struct tpl *t = page_template(page, TPL_DESK_INCIDENT_KNOWN, page_text(page, N_("What the public may know")));
    tpl_int(t, V_ID, k->incident.id);
    tpl_text(t, V_INCIDENT, k->incident.title);
    tpl_show_if(t, SEC_CLOSED, !k->incident.is_open);
    tpl_show_if(t, SEC_STANDS, k->stands);
    tpl_text(t, V_TITLE_ZH, k->known.title_zh);
    tpl_text(t, V_TITLE_EN, k->known.title_en);
    tpl_text(t, V_BODY_ZH, k->known.body_zh);
    tpl_text(t, V_BODY_EN, k->known.body_en);
    tpl_text(t, V_AREA, k->known.area);
    for (size_t i = 0; i < k->n_categories; i++) {
        const struct category *c = &k->categories[i];
        const char *name = page_pick(page, c->name_zh, c->name_en);
        struct tpl *row = tpl_add(t, SEC_OPTION);
        tpl_int(row, V_VALUE, c->id);
        tpl_text(row, V_LABEL, c->is_group ? text_f(page->arena, page->lang, N_("all of: %s"), name) : name);
        tpl_show_if(row, SEC_SELECTED, c->id == k->known.category_id);
    }
    page_errors(page, t, &k->errors);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        page_field_error(page, t, places[i].section, &k->errors, places[i].field);
    return page_answer(page, t, k->errors.n ? 422 : 200);
}

static enum err known_get(struct page *page)
{
    struct known_page k = {.stands = false};
    TRY(load(page, &k));
    return show(page, &k);
}

static void read(struct page *page, struct known_page *k)
{
    const struct http_form *form = page->form;
    const struct http_text_rule zh = {.required = true, .max = TITLE_CHARS, .missing = N_("Write the line in Chinese")};
    const struct http_text_rule en = {.required = true, .max = TITLE_CHARS, .missing = N_("Write the line in English")};
    const struct http_text_rule body = {.lines = true, .max = BODY_CHARS};
    long long category = 0;
    k->known = (struct known_incident){.incident_id = k->incident.id, .title_zh = http_form_text(form, "title_zh", &zh, &k->errors),
                                       .title_en = http_form_text(form, "title_en", &en, &k->errors), .body_zh = http_form_text(form, "body_zh", &body, &k->errors),
                                       .body_en = http_form_text(form, "body_en", &body, &k->errors),
                                       .area = http_form_text(form, "area", &(struct http_text_rule){.max = AREA_CHARS}, &k->errors)};
    if (!str_to_i64(str_of(http_form_get(form, "category")), 1, INT64_MAX, &category))
        return;
    for (size_t i = 0; i < k->n_categories; i++) {
        if (k->categories[i].id == category)
            k->known.category_id = category;
    }
}

static enum err known_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct known_page k = {.stands = false};
    TRY(load(page, &k));
    const char *back = arena_printf(page->arena, "/staff/incidents/%lld", (long long)k.incident.id);
    if (http_form_tick(page->form, "hide")) {
        TRY(known_hide(page->db, page->arena, &writer, k.incident.id));
        page_flash(page, N_("The public sees it no longer. Complaints that joined it stay with it."));
        return page_redirect(page, back);
    }
    read(page, &k);
    if (k.errors.n)
        return show(page, &k);
    TRY(known_show(page->db, page->arena, &writer, &k.known));
    page_flash(page, N_("Whoever complains of the same on the website is offered to join it."));
    return page_redirect(page, back);
}

const struct route desk_known_routes[] = {
    {.method = HTTP_GET, .path = "/staff/incidents/:id/known", .need = MAY(LINK), .run = known_get},
    {.method = HTTP_POST, .path = "/staff/incidents/:id/known", .need = MAY(LINK), .run = known_post},
    {0},
};
