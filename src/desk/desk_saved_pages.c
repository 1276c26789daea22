#include <string.h>

#include "desk_list_form.h"
#include "desk_routes.h"
#include "saved_view_store.h"

/* Saved views: keeping the list as it is under a name, and setting those that there are in order (requirements L2). */

struct saving {
    struct desk_list list; /* what is to be kept; from its start */
    bool given;            /* there is one */
    const char *name;
    bool share;
};

static void read_list(const struct page *page, const char *from, struct saving *s)
{
    s->list = (struct desk_list){.words = ""};
    s->given = desk_list_read_from(from, page->arena, desk_date_of(page->now_us, page->site->zone), &s->list);
    s->list = desk_list_start(&s->list);
}

static void fill_view(const struct page *page, struct tpl *t, const struct saved_view *v, bool may_share)
{
    bool own = v->user_id == page->user->id;
    struct tpl *row = tpl_add(t, SEC_VIEW);
    tpl_text(row, V_NAME, v->name);
    tpl_text(row, V_URL, arena_printf(page->arena, "/staff/complaints?%s&saved=%lld", v->query, (long long)v->id));
    if (!own) {
        tpl_text(tpl_add(row, SEC_SHARED_BY), V_NAME, v->owner);
        return;
    }
    struct tpl *mine = tpl_add(row, SEC_OWN);
    tpl_int(mine, V_ID, (long long)v->id);
    tpl_show_if(mine, SEC_IS_START, v->is_start);
    tpl_show_if(mine, SEC_NO_START, !v->is_start);
    tpl_show_if(row, SEC_SHARED, v->unit_id != 0);
    if (v->unit_id || may_share)
        tpl_show(mine, v->unit_id ? SEC_UNSHARE : SEC_MAY_SHARE);
}

static enum err show(struct page *page, const struct saving *s, const struct http_form_errors *errors)
{
    struct saved_view *views;
    size_t n;
    bool may_share = access_may(page->user, MAY_SHARE_VIEWS);
    TRY(saved_view_list(page->db, page->arena, page->user, &views, &n));
    struct tpl *t = page_template(page, TPL_DESK_VIEWS, page_text(page, N_("Saved lists")));
    page_errors(page, t, errors);
    if (s->given) {
        struct tpl *form = tpl_add(t, SEC_SAVING);
        tpl_text(form, V_QUERY, desk_list_query(page->arena, &s->list));
        tpl_text(form, V_NAME, s->name);
        tpl_text(form, V_BASED_ON, page_text(page, desk_view_kind(s->list.view)->title));
        page_field_error(page, form, SEC_FIELD_ERR, errors, "name");
        if (may_share)
            tpl_show_if(tpl_add(form, SEC_MAY_SHARE), SEC_CHECKED, s->share);
    }
    tpl_text(t, V_BACK, desk_list_url(page->arena, &s->list));
    for (size_t i = 0; i < n; i++)
        fill_view(page, t, &views[i], may_share);
    tpl_show_if(t, SEC_EMPTY, n == 0);
    return page_answer(page, t, errors->n > 0 ? 422 : 200);
}

static enum err views_get(struct page *page)
{
    struct saving s = {.name = ""};
    struct saved_view *views;
    size_t n;
    read_list(page, http_query(page->req, "from"), &s);
    if (s.list.saved_id) {
        TRY(saved_view_list(page->db, page->arena, page->user, &views, &n));
        for (size_t i = 0; i < n; i++) {
            if (views[i].id == s.list.saved_id && views[i].user_id == page->user->id) {
                s.name = views[i].name;
                s.share = views[i].unit_id != 0;
            }
        }
    }
    const struct http_form_errors none = {0};
    return show(page, &s, &none);
}

static const char *read_name(struct page *page, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.required = true, .max = SAVED_NAME_MAX, .missing = N_("Give the list a name")};
    return http_form_text(page->form, "name", &rule, errors);
}

static enum err save_post(struct page *page)
{
    struct saving s = {0};
    struct http_form_errors errors = {0};
    int64_t id;
    read_list(page, http_form_get(page->form, "from"), &s);
    if (!s.given)
        return ERR_MALFORMED;
    s.list.saved_id = 0;
    s.name = read_name(page, &errors);
    s.share = http_form_tick(page->form, "share");
    if (s.share && !access_may(page->user, MAY_SHARE_VIEWS))
        return ERR_FORBIDDEN;
    const char *query = desk_list_query(page->arena, &s.list);
    if (strlen(query) > DESK_QUERY_MAX)
        http_form_error(&errors, "name", N_("There are too many filters to keep; take some off"), 0);
    if (errors.n > 0)
        return show(page, &s, &errors);
    enum err e = saved_view_put(page->db, page->arena, page->user, s.name, query, s.share ? page->user->unit_id : 0, page->now_us, &id);
    if (e == ERR_TOO_LARGE) {
        http_form_error(&errors, "name", N_("You have kept %d lists, which is as many as there may be; delete one below first"), SAVED_VIEWS_MAX);
        return show(page, &s, &errors);
    }
    TRY(e);
    page_flash(page, N_("The list was saved."));
    s.list.saved_id = id;
    return page_redirect(page, desk_list_url(page->arena, &s.list));
}

static enum err do_it(struct page *page, int64_t id, const char *what, const char *name)
{
    if (strcmp(what, "rename") == 0)
        return saved_view_rename(page->db, page->user, id, name);
    if (strcmp(what, "up") == 0 || strcmp(what, "down") == 0)
        return saved_view_move(page->db, page->arena, page->user, id, strcmp(what, "up") == 0 ? -1 : 1);
    if (strcmp(what, "start") == 0)
        return saved_view_set_start(page->db, page->arena, page->user, id);
    if (strcmp(what, "delete") == 0)
        return saved_view_delete(page->db, page->user, id);
    if (strcmp(what, "unshare") == 0)
        return saved_view_share(page->db, page->user, id, 0);
    if (strcmp(what, "share") != 0)
        return ERR_MALFORMED;
    return access_may(page->user, MAY_SHARE_VIEWS) ? saved_view_share(page->db, page->user, id, page->user->unit_id) : ERR_FORBIDDEN;
}

static enum err view_post(struct page *page)
{
    struct saving s = {.name = ""};
    struct http_form_errors errors = {0};
    long long id;
    const char *what = http_form_get(page->form, "do"), *name = "";
    read_list(page, "", &s);
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    if (strcmp(what, "rename") == 0)
        name = read_name(page, &errors);
    enum err e = errors.n > 0 ? ERR_INPUT : do_it(page, id, what, name);
    if (e == ERR_EXISTS)
        http_form_error(&errors, "name", N_("You have another list of this name"), 0);
    if (errors.n > 0)
        return show(page, &s, &errors);
    TRY(e);
    page_flash(page, strcmp(what, "delete") == 0 ? N_("The list was deleted.") : N_("Saved."));
    return page_redirect(page, "/staff/views");
}

const struct route desk_saved_routes[] = {
    {.method = HTTP_GET, .path = "/staff/views", .need = MAY(SEE), .run = views_get},
    {.method = HTTP_POST, .path = "/staff/views", .need = MAY(SEE), .run = save_post},
    {.method = HTTP_POST, .path = "/staff/views/:id", .need = MAY(SEE), .run = view_post},
    {0},
};
