#include <string.h>

#include "desk_case_pages.h"
#include "desk_case_view.h"
#include "desk_routes.h"
#include "format.h"
#include "once_store.h"
#include "recusal_store.h"

/* Who is kept out of a complaint, and why; whoever sees it may step out himself, managers set and lift it (requirements G9). */

#define REASON_MAX 500
#define LOGIN_MAX 60

struct typed {
    const char *action, *login, *text;
    long long user_id;
};

static void fill_kept_out(struct page *page, struct tpl *t, const struct recusal *list, size_t n, bool may_supervise, const struct typed *typed, const struct http_form_errors *errors)
{
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_NAME, list[i].name);
        tpl_text(row, V_REASON, page_text(page, recusal_reason_title(list[i].reason)));
        tpl_text(row, V_DATE, format_moment(page->arena, page->lang, list[i].at_us, page->site->zone));
        tpl_text(row, V_HANDLER, *list[i].actor ? list[i].actor : page_text(page, N_("System")));
    }
    tpl_show_if(t, SEC_NOTHING, n == 0);
    if (n == 0 || !may_supervise)
        return;
    struct tpl *lift = tpl_add(t, SEC_MAY_REMOVE);
    for (size_t i = 0; i < n; i++) {
        struct tpl *option = tpl_add(lift, SEC_PERSON_OPTION);
        tpl_int(option, V_VALUE, list[i].user_id);
        tpl_text(option, V_LABEL, list[i].name);
        tpl_show_if(option, SEC_SELECTED, typed && typed->user_id == list[i].user_id);
    }
    tpl_text(lift, V_TYPED, typed && strcmp(typed->action, "lift") == 0 ? typed->text : "");
    if (!errors)
        return;
    page_field_error(page, lift, SEC_PERSON_ERR, errors, "user");
    page_field_error(page, lift, SEC_REASON_ERR, errors, "lift");
}

/* Colleagues near it are offered; anybody else is typed by his sign-in name. */
static enum err fill_set(struct page *page, struct tpl *t, struct desk_case *x, const struct typed *typed, const struct http_form_errors *errors)
{
    bool here = typed && strcmp(typed->action, "set") == 0;
    TRY(desk_case_load_people(page, x));
    struct tpl *set = tpl_add(t, SEC_MAY_EDIT);
    tpl_text(set, V_LOGIN, here ? typed->login : "");
    tpl_text(set, V_TYPED, here ? typed->text : "");
    for (size_t i = 0; i < x->n_people; i++) {
        struct tpl *option = tpl_add(set, SEC_PERSON_OPTION);
        tpl_text(option, V_VALUE, x->people[i].login);
        tpl_text(option, V_LABEL, x->people[i].name);
    }
    if (errors) {
        page_field_error(page, set, SEC_PERSON_ERR, errors, "login");
        page_field_error(page, set, SEC_REASON_ERR, errors, "set");
    }
    return ERR_NONE;
}

static enum err show(struct page *page, struct desk_case *x, const struct typed *typed, const struct http_form_errors *errors)
{
    struct recusal *list;
    size_t n;
    bool may_supervise = (x->rights & PERMISSION_BIT(MAY_SUPERVISE)) != 0;
    struct tpl *t = page_template(page, TPL_DESK_RECUSAL, page_text(page, N_("Conflict of interest")));
    tpl_text(t, V_NUMBER, x->c.number);
    if (!x->c.part) {
        TRY(recusal_list(page->db, page->arena, x->c.id, &list, &n));
        fill_kept_out(page, tpl_add(t, SEC_SECTION), list, n, may_supervise, typed, errors);
        if (may_supervise)
            TRY(fill_set(page, t, x, typed, errors));
    }
    tpl_text(t, V_OWN_TEXT, typed && strcmp(typed->action, "own") == 0 ? typed->text : "");
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_TEXT_ERR, errors, "own");
    }
    return page_answer(page, t, errors ? 422 : 200);
}

static enum err recusal_get(struct page *page)
{
    struct desk_case x;
    TRY(desk_case_load(page, page->params[0], "", &x));
    return show(page, &x, NULL, NULL);
}

static enum err recusal_post(struct page *page)
{
    static const char *const actions[] = {"own", "set", "lift", NULL};
    static const enum recusal_action meant[] = {RECUSAL_OWN, RECUSAL_SET, RECUSAL_LIFT};
    struct http_form_errors errors = {0};
    struct desk_case x;
    uint8_t once[32];
    TRY(desk_case_load(page, page->params[0], "", &x));
    int action = http_form_choice(page->form, "act", actions, 3, true, NULL, &errors);
    if (action < 0)
        return ERR_MALFORMED;
    if (action > 0 && !(x.rights & PERMISSION_BIT(MAY_SUPERVISE)))
        return ERR_FORBIDDEN;
    const struct http_text_rule rule = {.required = true, .lines = true, .max = REASON_MAX, .missing = N_("Give the reason")}, login = {.max = LOGIN_MAX};
    struct typed typed = {.action = actions[action], .text = http_form_text(page->form, "text", &rule, &errors), .login = http_form_text(page->form, "login", &login, &errors)};
    if (!str_to_i64(str_of(http_form_get(page->form, "user")), 1, INT64_MAX, &typed.user_id))
        typed.user_id = 0;
    for (size_t i = 0; i < errors.n; i++) /* the controls of the three forms have ids of their own */
        errors.items[i].field = strcmp(errors.items[i].field, "text") == 0 ? typed.action : errors.items[i].field;
    if (errors.n)
        return show(page, &x, &typed, &errors);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const struct recusal_command command = {
        .action = meant[action], .number = x.c.number, .login = typed.login, .user_id = typed.user_id, .text = typed.text, .once_hash = once,
        .once_location = action == 0 ? "/staff/complaints" : arena_printf(page->arena, "/staff/complaints/%s/recusal", x.c.number),
    };
    const char *location, *field, *why;
    enum err e = recusal_act(page->db, page->arena, &writer, &command, &location, &field, &why);
    if (e == ERR_INPUT) {
        http_form_error(&errors, strcmp(field, "text") == 0 ? typed.action : field, why, 0);
        return show(page, &x, &typed, &errors);
    }
    TRY(e);
    page_flash(page, action == 0 ? N_("You are kept out of the complaint; it is not shown to you any more.") : action == 1 ? N_("The person is kept out of the complaint.") : N_("The person is let in again."));
    return page_redirect(page, location);
}

const struct route desk_recusal_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/recusal", .need = MAY(SEE), .run = recusal_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/recusal", .need = MAY(SEE), .run = recusal_post},
    {0},
};
