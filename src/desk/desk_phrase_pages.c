#include "desk_routes.h"
#include "phrase_store.h"

#define LIST "/staff/phrases"

static struct phrase_of phrase_of(const struct page *page)
{
    return (struct phrase_of){.user_id = page->user->id, .unit_id = page->user->unit_id, .shares = access_may(page->user, MAY_SHARE_VIEWS)};
}

static enum err list_get(struct page *page)
{
    const struct phrase_of of = phrase_of(page);
    struct phrase *list;
    size_t n;
    TRY(phrase_list(page->db, page->arena, &of, &list, &n));
    struct tpl *t = page_template(page, TPL_DESK_PHRASES, page_text(page, N_("Saved phrases")));
    tpl_show_if(t, SEC_EMPTY, n == 0);
    struct tpl *table = n > 0 ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_PHRASE);
        tpl_int(row, V_ID, list[i].id);
        tpl_text(row, V_NAME, list[i].name);
        tpl_text(row, V_BODY, list[i].body);
        tpl_show(row, list[i].unit_id ? SEC_SHARED : SEC_OWN);
        if (!list[i].unit_id || of.shares) {
            struct tpl *change = tpl_add(row, SEC_CHANGE);
            tpl_int(change, V_ID, list[i].id);
            tpl_text(change, V_NAME, list[i].name);
        }
    }
    return page_answer(page, t, 200);
}

static enum err show(struct page *page, const struct phrase *p, const struct http_form_errors *errors)
{
    const char *id = p->id ? arena_printf(page->arena, "%lld", (long long)p->id) : "new";
    struct tpl *t = page_template(page, TPL_DESK_PHRASE, page_text(page, p->id ? N_("Change a phrase") : N_("New phrase")));
    tpl_text(t, V_ID, id);
    tpl_text(t, V_NAME, p->name);
    tpl_text(t, V_BODY, p->body);
    if (access_may(page->user, MAY_SHARE_VIEWS))
        tpl_show_if(tpl_add(t, SEC_MAY_SHARE), SEC_CHECKED, p->unit_id != 0);
    if (p->id)
        tpl_text(tpl_add(t, SEC_DELETE), V_ID, id);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_NAME_ERR, errors, "name");
    page_field_error(page, t, SEC_BODY_ERR, errors, "body");
    return page_answer(page, t, errors->n > 0 ? 422 : 200);
}

/* 0 for a new one. */
static enum err id_of(const struct page *page, int64_t *ret_id)
{
    long long id = 0;
    if (!str_is(str_of(page->params[0]), "new") && !str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *ret_id = id;
    return ERR_NONE;
}

static enum err load(struct page *page, struct phrase *ret_phrase)
{
    const struct phrase_of of = phrase_of(page);
    struct phrase p = {.name = "", .body = ""};
    TRY(id_of(page, &p.id));
    if (p.id)
        TRY(phrase_load(page->db, page->arena, &of, p.id, &p));
    if (p.unit_id && !of.shares)
        return ERR_FORBIDDEN;
    *ret_phrase = p;
    return ERR_NONE;
}

static enum err form_get(struct page *page)
{
    const struct http_form_errors none = {.n = 0};
    struct phrase p;
    TRY(load(page, &p));
    return show(page, &p, &none);
}

static enum err form_post(struct page *page)
{
    static const struct http_text_rule name = {.required = true, .max = PHRASE_NAME_MAX, .missing = N_("Give it a name")};
    static const struct http_text_rule body = {.required = true, .lines = true, .max = PHRASE_BODY_MAX, .missing = N_("Write the text")};
    const struct phrase_of of = phrase_of(page);
    struct http_form_errors errors = {.n = 0};
    struct phrase p;
    TRY(load(page, &p));
    p.name = http_form_text(page->form, "name", &name, &errors);
    p.body = http_form_text(page->form, "body", &body, &errors);
    p.unit_id = of.shares && http_form_tick(page->form, "shared") ? of.unit_id : 0;
    if (errors.n > 0)
        return show(page, &p, &errors);
    enum err e = phrase_save(page->db, page->arena, &of, &p, page->now_us);
    if (e == ERR_STATE) {
        http_form_error(&errors, "name", N_("There are %d phrases already. Delete one that is not needed any more"), PHRASES_MAX);
        return show(page, &p, &errors);
    }
    TRY(e);
    page_flash(page, N_("The phrase was saved."));
    return page_redirect(page, LIST);
}

static enum err delete_post(struct page *page)
{
    const struct phrase_of of = phrase_of(page);
    int64_t id;
    TRY(id_of(page, &id));
    TRY(phrase_delete(page->db, page->arena, &of, id));
    page_flash(page, N_("The phrase was deleted."));
    return page_redirect(page, LIST);
}

const struct route desk_phrase_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SEE), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SEE), .run = form_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SEE), .run = form_post},
    {.method = HTTP_POST, .path = LIST "/:id/delete", .need = MAY(SEE), .run = delete_post},
    {0},
};
