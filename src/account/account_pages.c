#include <string.h>

#include "access_store.h"
#include "account.h"
#include "account_form.h"
#include "account_routes.h"
#include "account_view.h"
#include "crypto_password.h"
#include "crypto_random.h"
#include "crypto_seal.h"
#include "crypto_totp.h"

#define HOME "/staff/"
#define ACCOUNT "/staff/account"
#define TICKET_US (5 * UTC_MINUTE_US)  /* between the password and the code */
#define ENROL_US (15 * UTC_MINUTE_US)  /* between showing a secret and its first code */
#define TICKET_BYTES 800

/* One sentence for a wrong name, a wrong password, an inactive account and a running delay, so that trying tells nothing. */
#define WRONG_PAIR N_("The sign-in name or the password is wrong. After several wrong tries, wait a minute before the next")

/* ---- what one page hands to the next through the browser, sealed: an instant, an id and some text ---- */

static const char *ticket_make(const struct page *page, const char *purpose, const char *secret, int64_t id, struct str text)
{
    struct buf plain = {.arena = page->arena};
    buf_printf(&plain, "%lld %lld ", (long long)page->now_us, (long long)id);
    buf_add(&plain, text.p, text.n);
    struct str sealed = crypto_blob_seal(page->arena, page->site->keys, purpose, str_of(secret), buf_str(&plain));
    return str_base64url(page->arena, sealed.p, sealed.n);
}

static bool ticket_open(const struct page *page, const char *purpose, const char *secret, int64_t valid_us, int64_t *ret_id, struct str *ret_text)
{
    char bytes[TICKET_BYTES];
    size_t n;
    struct str plain;
    long long at_us, id;
    if (!str_unbase64url(str_of(http_form_get(page->form, "ticket")), bytes, sizeof bytes, &n))
        return false;
    if (crypto_blob_open(page->arena, page->site->keys, purpose, str_of(secret), (struct str){bytes, n}, &plain) != ERR_NONE)
        return false;
    if (!str_to_i64(str_cut(&plain, ' '), 0, INT64_MAX, &at_us) || !str_to_i64(str_cut(&plain, ' '), 0, INT64_MAX, &id))
        return false;
    *ret_id = id;
    *ret_text = plain;
    return page->now_us - at_us <= valid_us;
}

/* ---- signing in ---- */

static enum err sign_in_get(struct page *page)
{
    const char *to = account_return_path(http_query(page->req, "to"));
    if (page->user)
        return page_redirect(page, to);
    return page_answer(page, account_sign_in_view(page, "", to, NULL), 200);
}

/* The session that this browser had ends; the new one has a new secret. */
static enum err begin_session(struct page *page, int64_t user_id, const char *to)
{
    const struct access_sign_in from = {.address = page->req->remote_addr, .agent = page->req->user_agent};
    const char *secret;
    if (page->user)
        TRY(access_sign_out(page->db, page->user->session_id));
    TRY(access_begin(page->db, page->arena, user_id, &from, page->now_us, &secret));
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "session", secret);
    return page_redirect(page, account_return_path(to));
}

/* What binds the ticket between password and code to this browser. */
static const char *binding(const struct page *page)
{
    return page->user ? page->user->session_secret : page->visitor;
}

static enum err sign_in_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct access_limits limits = access_limits_of(page->site->config);
    struct access_known known;
    struct account_sign_in typed = account_sign_in_read(page->form, &errors);
    if (errors.n == 0) {
        const struct access_sign_in in = {.login = typed.login, .password = typed.password, .address = page->req->remote_addr, .agent = page->req->user_agent};
        enum err e = access_password(page->db, page->arena, page->site->keys, &in, page->now_us, &limits, &known);
        if (e == ERR_INPUT || e == ERR_RATE)
            http_form_error(&errors, "login", WRONG_PAIR, 0);
        else
            TRY(e);
    }
    if (errors.n > 0)
        return page_answer(page, account_sign_in_view(page, typed.login, account_return_path(typed.to), &errors), 422);
    if (known.wants_code) {
        const char *ticket = ticket_make(page, "sign-in", binding(page), known.user_id, str_of(account_return_path(typed.to)));
        return page_answer(page, account_code_view(page, ticket, NULL), 200);
    }
    return begin_session(page, known.user_id, typed.to);
}

static enum err code_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct access_limits limits = access_limits_of(page->site->config);
    int64_t user_id;
    struct str to;
    if (!ticket_open(page, "sign-in", binding(page), TICKET_US, &user_id, &to)) {
        page_flash_warn(page, N_("That took too long. Please sign in again."));
        return page_redirect(page, "/staff/sign-in");
    }
    enum err e = access_code(page->db, page->arena, page->site->keys, user_id, http_form_get(page->form, "code"), page->now_us, &limits);
    if (e == ERR_INPUT || e == ERR_RATE) {
        http_form_error(&errors, "code", N_("The code is wrong or was used already. Wait for the next one; after several wrong tries, wait a minute"), 0);
        return page_answer(page, account_code_view(page, http_form_get(page->form, "ticket"), &errors), 422);
    }
    TRY(e);
    if (recovery_looks_like(page->arena, http_form_get(page->form, "code")))
        page_flash(page, N_("You signed in with a recovery code. It is used up; My account shows how many are left."));
    return begin_session(page, user_id, str_cstr(page->arena, to));
}

static enum err sign_out_post(struct page *page)
{
    TRY(access_sign_out(page->db, page->user->session_id));
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "session", "");
    page_flash(page, N_("You are signed out."));
    return page_redirect(page, "/staff/sign-in");
}

/* ---- the password again ---- */

static enum err confirm_get(struct page *page)
{
    return page_answer(page, account_confirm_view(page, account_return_path(http_query(page->req, "to")), NULL), 200);
}

/* The password of who is signed in; a wrong one becomes an error of the field. */
static enum err check_password(struct page *page, const char *password, const char *field, struct http_form_errors *errors)
{
    struct access_limits limits = access_limits_of(page->site->config);
    enum err e = access_reauth(page->db, page->arena, page->user, password, page->now_us, &limits);
    if (e == ERR_INPUT)
        http_form_error(errors, field, N_("The password is wrong"), 0);
    else if (e == ERR_RATE)
        http_form_error(errors, field, N_("Too many wrong tries. Wait a minute, then try again"), 0);
    return e == ERR_INPUT || e == ERR_RATE ? ERR_NONE : e;
}

static enum err confirm_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    const char *to = account_return_path(http_form_get(page->form, "to")), *password = http_form_get(page->form, "password");
    if (*password)
        TRY(check_password(page, password, "password", &errors));
    else
        http_form_error(&errors, "password", N_("Enter your password"), 0);
    if (errors.n > 0)
        return page_answer(page, account_confirm_view(page, to, &errors), 422);
    return page_redirect(page, to);
}

/* ---- one's own account ---- */

/* What people change in their own accounts stands in the change log as theirs. */
static struct change_by own_change(const struct page *page)
{
    return (struct change_by){.keys = page->site->keys, .actor = page->user, .now_us = page->now_us};
}

static enum err show_account(struct page *page, const struct http_form_errors *errors, int status)
{
    struct access_session_row *sessions;
    size_t n;
    int64_t codes = 0;
    TRY(access_sessions(page->db, page->arena, page->user->id, &sessions, &n));
    if (page->user->second_factor)
        TRY(recovery_left(page->db, page->arena, page->user->id, &codes));
    return page_answer(page, account_view(page, sessions, n, codes, errors), status);
}

static enum err account_get(struct page *page)
{
    return show_account(page, NULL, 200);
}

static enum err password_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct access_limits limits = access_limits_of(page->site->config);
    const struct change_by by = own_change(page);
    struct account_new_password typed = account_password_read(page->form, &errors);
    const char *weak = errors.n == 0 ? crypto_password_weakness(typed.fresh, page->user->login) : NULL;
    if (weak)
        http_form_error(&errors, "new_password", weak, CRYPTO_PASSWORD_MIN);
    if (errors.n == 0)
        TRY(check_password(page, typed.current, "current_password", &errors));
    if (errors.n > 0)
        return show_account(page, &errors, 422);
    TRY(access_set_password(page->db, page->arena, &by, page->user->id, page->user->session_id, typed.fresh, false, &limits));
    page_flash(page, N_("The password was changed. You are signed out everywhere else."));
    return page_redirect(page, page->user->must_change_password ? HOME : ACCOUNT);
}

static enum err session_end_post(struct page *page)
{
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    enum err e = access_end_session(page->db, page->user->id, id);
    if (e != ERR_NOT_FOUND) /* one that has ended by itself is no error */
        TRY(e);
    page_flash(page, N_("The session has ended."));
    return page_redirect(page, ACCOUNT);
}

static enum err language_post(struct page *page)
{
    enum lang lang;
    const char *code = http_form_get(page->form, "language");
    if (!lang_from_code(code, &lang))
        return ERR_MALFORMED;
    TRY(access_set_language(page->db, page->user->id, code));
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "lang", code);
    page_flash(page, N_("The language was saved."));
    return page_redirect(page, ACCOUNT);
}

/* ---- the authenticator app ---- */

static enum err show_factor(struct page *page, const uint8_t *secret, const char *ticket, const struct http_form_errors *errors, int status)
{
    const char *issuer = page_pick(page, page->site->brand_zh, page->site->brand_en);
    const char *uri = crypto_totp_uri(page->arena, issuer, page->user->login, secret);
    return page_answer(page, account_factor_view(page, crypto_totp_base32(page->arena, secret), uri, ticket, errors), status);
}

static enum err factor_get(struct page *page)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    TRY(page_recent(page, false));
    if (page->user->second_factor)
        return page_redirect(page, ACCOUNT);
    crypto_totp_new(secret);
    const char *ticket = ticket_make(page, "factor", page->user->session_secret, page->user->id, (struct str){(const char *)secret, sizeof secret});
    return show_factor(page, secret, ticket, NULL, 200);
}

static enum err factor_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    int64_t user_id;
    struct str secret;
    TRY(page_recent(page, false));
    bool valid = ticket_open(page, "factor", page->user->session_secret, ENROL_US, &user_id, &secret);
    if (!valid || user_id != page->user->id || secret.n != CRYPTO_TOTP_BYTES || page->user->second_factor) {
        page_flash_warn(page, N_("That took too long. Please begin again."));
        return page_redirect(page, ACCOUNT);
    }
    const struct change_by by = own_change(page);
    const char *codes[RECOVERY_CODES];
    enum err e = access_factor_set(page->db, page->arena, &by, user_id, (const uint8_t *)secret.p, http_form_get(page->form, "code"), codes);
    if (e == ERR_INPUT) {
        http_form_error(&errors, "code", N_("The code does not fit. Check that the telephone's clock is right and enter the code that is shown now"), 0);
        return show_factor(page, (const uint8_t *)secret.p, http_form_get(page->form, "ticket"), &errors, 422);
    }
    TRY(e);
    return page_answer(page, account_codes_view(page, codes, RECOVERY_CODES, true), 200);
}

/* They are shown once, as the answer itself: nothing keeps them. */
static enum err codes_post(struct page *page)
{
    const struct change_by by = own_change(page);
    const char *codes[RECOVERY_CODES];
    TRY(page_recent(page, false));
    if (!page->user->second_factor)
        return page_redirect(page, ACCOUNT);
    TRY(recovery_renew(page->db, page->arena, &by, page->user->id, codes));
    return page_answer(page, account_codes_view(page, codes, RECOVERY_CODES, false), 200);
}

static enum err factor_remove_post(struct page *page)
{
    TRY(page_recent(page, false));
    const struct change_by by = own_change(page);
    if (page->user->needs_factor) {
        page_flash_warn(page, N_("Your role asks for the authenticator app, so it stays in use."));
        return page_redirect(page, ACCOUNT);
    }
    TRY(access_factor_drop(page->db, page->arena, &by, page->user->id));
    page_flash(page, N_("The authenticator app is no longer asked for."));
    return page_redirect(page, ACCOUNT);
}

const struct route account_routes[] = {
    {.method = HTTP_GET, .path = "/staff/sign-in", .need = ANYONE, .run = sign_in_get, .before_change = true},
    {.method = HTTP_POST, .path = "/staff/sign-in", .need = ANYONE, .run = sign_in_post, .before_change = true},
    {.method = HTTP_POST, .path = "/staff/sign-in/code", .need = ANYONE, .run = code_post, .before_change = true},
    {.method = HTTP_POST, .path = "/staff/sign-out", .need = SIGNED_IN, .run = sign_out_post, .before_change = true},
    {.method = HTTP_GET, .path = "/staff/confirm", .need = SIGNED_IN, .run = confirm_get, .before_change = true},
    {.method = HTTP_POST, .path = "/staff/confirm", .need = SIGNED_IN, .run = confirm_post, .before_change = true},
    {.method = HTTP_GET, .path = ACCOUNT, .need = SIGNED_IN, .run = account_get, .before_change = true},
    {.method = HTTP_POST, .path = ACCOUNT "/password", .need = SIGNED_IN, .run = password_post, .before_change = true},
    {.method = HTTP_POST, .path = ACCOUNT "/session/:id/end", .need = SIGNED_IN, .run = session_end_post},
    {.method = HTTP_POST, .path = ACCOUNT "/language", .need = SIGNED_IN, .run = language_post},
    {.method = HTTP_GET, .path = ACCOUNT "/authenticator", .need = SIGNED_IN, .run = factor_get, .before_factor = true},
    {.method = HTTP_POST, .path = ACCOUNT "/authenticator", .need = SIGNED_IN, .run = factor_post, .before_factor = true},
    {.method = HTTP_POST, .path = ACCOUNT "/authenticator/codes", .need = SIGNED_IN, .run = codes_post},
    {.method = HTTP_POST, .path = ACCOUNT "/authenticator/remove", .need = SIGNED_IN, .run = factor_remove_post},
    {0},
};
