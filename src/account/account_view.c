#include "account_view.h"

#include "account.h"
#include "format.h"
#include "qr.h"

#define CODES_FEW 4

struct tpl *account_sign_in_view(struct page *page, const char *login, const char *to, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_ACCOUNT_SIGN_IN, page_text(page, N_("Sign in")));
    tpl_text(t, V_LOGIN, login);
    tpl_text(t, V_TO, to);
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_LOGIN_WRONG, errors, "login");
        page_field_error(page, t, SEC_PASSWORD_WRONG, errors, "password");
    }
    return t;
}

struct tpl *account_code_view(struct page *page, const char *ticket, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_ACCOUNT_CODE, page_text(page, N_("Sign in")));
    tpl_text(t, V_TICKET, ticket);
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_CODE_WRONG, errors, "code");
    }
    return t;
}

struct tpl *account_confirm_view(struct page *page, const char *to, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_ACCOUNT_CONFIRM, page_text(page, N_("Your password once more")));
    tpl_text(t, V_TO, to);
    tpl_text(t, V_LOGIN, page->user->login);
    tpl_text(t, V_LABEL, text_f(page->arena, page->lang, N_("Password of %s"), page->user->name));
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_PASSWORD_WRONG, errors, "password");
    }
    return t;
}

/* ---- one's own account ---- */

static void fill_me(struct page *page, struct tpl *t, int64_t codes)
{
    const struct access_user *user = page->user;
    const char *unit = page_pick(page, user->unit_zh, user->unit_en), *department = page_pick(page, user->department_zh, user->department_en);
    struct tpl *me = tpl_add(t, SEC_ME);
    tpl_text(me, V_NAME, user->name);
    tpl_text(me, V_LOGIN, user->login);
    tpl_text(me, V_PLACE, *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit);
    for (size_t i = 0; i < user->n_grants; i++)
        tpl_text(tpl_add(me, SEC_ROLE), V_LABEL, page_pick(page, user->grants[i].role_zh, user->grants[i].role_en));
    tpl_show_if(me, SEC_NO_ROLE, user->n_grants == 0);
    tpl_show(me, page->lang == LANG_ZH ? SEC_ZH : SEC_EN);
    struct tpl *factor = tpl_add(t, SEC_FACTOR);
    if (!user->second_factor) {
        tpl_show(factor, SEC_FACTOR_OFF);
        return;
    }
    tpl_show(factor, SEC_FACTOR_ON);
    tpl_show(factor, user->needs_factor ? SEC_NEEDED : SEC_NOT_NEEDED);
    tpl_show(factor, codes < CODES_FEW ? SEC_CODES_FEW : SEC_CODES_MANY);
    tpl_text(factor, V_CODES, text_f(page->arena, page->lang, N_("Recovery codes left: %d."), (int)codes));
}

static void fill_session(struct page *page, struct tpl *row, const struct access_session_row *s)
{
    const char *browser = account_browser(page->arena, s->agent);
    tpl_text(row, V_BROWSER, *browser ? browser : page_text(page, N_("Unknown browser")));
    tpl_text(row, V_ADDRESS, s->address);
    tpl_text(row, V_TIME, format_full(page->arena, s->created_us, page->site->zone));
    tpl_text(row, V_SEEN, format_full(page->arena, s->seen_us, page->site->zone));
    if (s->id == page->user->session_id)
        tpl_show(row, SEC_IS_THIS);
    else
        tpl_text(tpl_add(row, SEC_END), V_ACTION, arena_printf(page->arena, "/staff/account/session/%lld/end", (long long)s->id));
}

struct tpl *account_view(struct page *page, const struct access_session_row *sessions, size_t n, int64_t codes, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_ACCOUNT_ACCOUNT, page_text(page, N_("My account")));
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_CURRENT_WRONG, errors, "current_password");
        page_field_error(page, t, SEC_NEW_WRONG, errors, "new_password");
        page_field_error(page, t, SEC_AGAIN_WRONG, errors, "again_password");
    }
    if (page->user->must_change_password) {
        tpl_show(t, SEC_MUST_CHANGE);
        return t;
    }
    fill_me(page, t, codes);
    tpl_show(t, SEC_ABSENCE);
    struct tpl *table = n ? tpl_add(t, SEC_SESSIONS) : NULL;
    for (size_t i = 0; i < n; i++)
        fill_session(page, tpl_add(table, SEC_SESSION), &sessions[i]);
    return t;
}

/* ---- the authenticator app ---- */

static const char *in_fours(struct arena *a, const char *secret)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; secret[i]; i++) {
        if (i > 0 && i % 4 == 0)
            buf_addc(&out, ' ');
        buf_addc(&out, secret[i]);
    }
    return out.n ? out.p : "";
}

struct tpl *account_factor_view(struct page *page, const char *secret, const char *uri, const char *ticket, const struct http_form_errors *errors)
{
    int size;
    struct tpl *t = page_template(page, TPL_ACCOUNT_FACTOR, page_text(page, N_("Set up the authenticator app")));
    tpl_text(t, V_QR_PATH, qr_path(page->arena, uri, &size));
    tpl_int(t, V_QR_SIZE, size);
    tpl_text(t, V_SECRET, in_fours(page->arena, secret));
    tpl_show(t, page->user->needs_factor ? SEC_NEEDED : SEC_NOT_NEEDED);
    tpl_text(t, V_TICKET, ticket);
    if (errors) {
        page_errors(page, t, errors);
        page_field_error(page, t, SEC_CODE_WRONG, errors, "code");
    }
    return t;
}

struct tpl *account_codes_view(struct page *page, const char *const *codes, size_t n, bool first)
{
    struct tpl *t = page_template(page, TPL_ACCOUNT_CODES, page_text(page, N_("Recovery codes")));
    tpl_show_if(t, SEC_FIRST, first);
    for (size_t i = 0; i < n; i++)
        tpl_text(tpl_add(t, SEC_CODE), V_CODE, codes[i]);
    return t;
}
