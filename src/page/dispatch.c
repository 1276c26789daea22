#include <string.h>

#include "access_store.h"
#include "crypto_random.h"
#include "http_token.h"
#include "kept_page.h"
#include "layout.h"
#include "log.h"
#include "route.h"

#define VISITOR_BYTES 16
#define ONCE_LENGTH 26
#define RETURN_MAX 1800 /* bytes of an address: those of a request may have 2048 */

static const struct http_form no_form;

/* A path with the query fields kept that are not preferences, for the redirect after one was set. */
static const char *without_preferences(struct page *page)
{
    struct buf to = {.arena = page->arena};
    buf_add(&to, page->req->path.p, page->req->path.n);
    struct str rest = page->req->query;
    char sep = '?';
    while (rest.p) {
        struct str field = str_cut(&rest, '&');
        if (field.n == 0 || str_starts(field, "lang=") || str_starts(field, "size="))
            continue;
        buf_addc(&to, sep);
        buf_add(&to, field.p, field.n);
        sep = '&';
    }
    return to.p;
}

/* ?lang= and ?size= on any page set a preference and lead back to the page without them. */
static bool take_preferences(struct page *page)
{
    if (page->req->method != HTTP_GET || page->req->query.n == 0)
        return false;
    const char *lang = http_query(page->req, "lang"), *size = http_query(page->req, "size");
    enum lang chosen;
    bool taken = false;
    if (lang_from_code(lang, &chosen)) {
        http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "lang", lang);
        taken = true;
    }
    if (strcmp(size, "large") == 0 || strcmp(size, "normal") == 0) {
        http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "size", size[0] == 'l' ? "large" : "");
        taken = true;
    }
    if (taken)
        http_redirect(page->resp, without_preferences(page));
    return taken;
}

static void choose_language(struct page *page)
{
    if (lang_from_code(http_own_cookie(page->req, "lang"), &page->lang))
        return;
    if (page->user && lang_from_code(page->user->language, &page->lang))
        return;
    page->lang = lang_from_header(page->req->accept_language);
}

/* Every browser without a session has a secret of its own, which binds the CSRF tokens of its forms. */
static void know_visitor(struct page *page)
{
    const char *known = http_own_cookie(page->req, "visitor");
    if (strlen(known) == ONCE_LENGTH && strspn(known, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ONCE_LENGTH) {
        page->visitor = known;
        return;
    }
    page->visitor = crypto_random_base32(page->arena, VISITOR_BYTES);
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "visitor", page->visitor);
}

static const char *csrf_binding(const struct page *page)
{
    return page->user ? page->user->session_secret : page->visitor;
}

static enum err check_csrf(struct page *page, const struct http_form *form)
{
    if (page->route->no_csrf)
        return ERR_NONE;
    const uint8_t *key = crypto_key(page->site->keys, KEY_WEB, NULL);
    if (!key)
        return ERR_CRYPTO;
    return http_csrf_ok(page->req, key, csrf_binding(page), http_form_get(form, "csrf")) ? ERR_NONE : ERR_CSRF;
}

/* Files are stored while the form is still being read, so the token, which stands before them, is checked at the first one. */
struct guarded_sink {
    struct http_file_sink inner;
    struct page *page;
    bool checked;
    struct crypto_hash *files; /* their names, sizes and bytes, NULL: none */
    uint64_t bytes;            /* of the one that arrives */
};

static enum err guarded_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    struct guarded_sink *guard = ctx;
    guard->page->form = so_far; /* for the error page, should a file fail to be stored */
    if (!guard->checked)
        TRY(check_csrf(guard->page, so_far));
    guard->checked = true;
    if (!guard->files)
        guard->files = crypto_hash_new(guard->page->arena);
    crypto_hash_add(guard->files, file_name, strlen(file_name) + 1);
    guard->bytes = 0;
    return guard->inner.begin(guard->inner.ctx, so_far, field, file_name, content_type);
}

static enum err guarded_write(void *ctx, const void *bytes, size_t n)
{
    struct guarded_sink *guard = ctx;
    guard->bytes += n;
    if (!guard->inner.sha256)
        crypto_hash_add(guard->files, bytes, n);
    return guard->inner.write(guard->inner.ctx, bytes, n);
}

static void guarded_over(void *ctx)
{
    struct guarded_sink *guard = ctx;
    guard->inner.over_limit(guard->inner.ctx);
}

static enum err guarded_end(void *ctx, bool whole)
{
    struct guarded_sink *guard = ctx;
    TRY(guard->inner.end(guard->inner.ctx, whole));
    crypto_hash_add(guard->files, &guard->bytes, sizeof guard->bytes);
    if (guard->inner.sha256)
        crypto_hash_add(guard->files, guard->inner.sha256, 32);
    return ERR_NONE;
}

/*
 * The idempotency key of what was sent: the form's own, and everything typed into it or chosen with it. The same form sent twice is one thing; another
 * text or another photograph sent from the same page, after going back, is another.
 */
static const char *once_of(struct page *page, const struct http_form *form, struct crypto_hash *files)
{
    if (strlen(http_form_get(form, "once")) != ONCE_LENGTH)
        return crypto_random_base32(page->arena, VISITOR_BYTES);
    struct crypto_hash *hash = crypto_hash_new(page->arena);
    for (size_t i = 0; i < form->n; i++) {
        crypto_hash_add(hash, form->fields[i].name, strlen(form->fields[i].name) + 1);
        crypto_hash_add(hash, form->fields[i].value, form->fields[i].value_n + 1);
    }
    uint8_t digest[32];
    if (files) {
        crypto_hash_end(files, digest);
        crypto_hash_add(hash, digest, sizeof digest);
    }
    crypto_hash_end(hash, digest);
    return str_base32(page->arena, digest, VISITOR_BYTES);
}

static struct http_form_limits form_limits(const struct page *page)
{
    const struct config *config = page->site->config;
    struct http_form_limits limits = {.body_max = page->route->body_max ? page->route->body_max : config->limits.body_kib * 1024};
    limits.text_max = limits.body_max; /* files come another way: room for them is none for text */
    if (page->route->files) {
        limits.file_max = config->limits.upload_mib * 1024 * 1024;
        limits.body_max += limits.file_max * config->limits.files_per_message;
    }
    return limits;
}

/* With the database away or the session at its end nothing can be done, but what was typed is read, so that the error page gives it back. */
static void keep_typed(struct page *page)
{
    struct http_form_limits limits = form_limits(page);
    struct http_form *form;
    if (http_form_read(page->req, &limits, &http_files_dropped, &form) == ERR_NONE)
        page->form = form;
}

static enum err read_form(struct page *page)
{
    struct http_form_limits limits = form_limits(page);
    struct guarded_sink guard = {.page = page};
    struct http_file_sink sink = {.ctx = &guard, .begin = guarded_begin, .write = guarded_write, .over_limit = guarded_over, .end = guarded_end};
    if (page->route->files) {
        enum err e = page->route->files(page, &guard.inner);
        if (e == ERR_DB_AWAY)
            keep_typed(page);
        TRY(e);
    }
    struct http_form *form;
    TRY(http_form_read(page->req, &limits, page->route->files ? &sink : NULL, &form));
    page->form = form;
    TRY(check_csrf(page, form));
    page->once = once_of(page, form, guard.files);
    return ERR_NONE;
}

/* Who is signed in, if anybody. A staff page without a session goes to the sign-in page. */
static enum err know_user(struct page *page)
{
    if (page->site->pool != CRYPTO_STAFF || (page->route && page->route->without_db))
        return ERR_NONE;
    const char *secret = http_own_cookie(page->req, "session");
    if (!*secret)
        return ERR_NONE;
    struct access_limits limits = access_limits_of(page->site->config);
    enum err e = access_session(page->db, page->arena, secret, page->now_us, &limits, &page->user);
    return e == ERR_SIGN_IN ? ERR_NONE : e;
}

static enum err check_need(const struct page *page)
{
    if (page->route->need.kind == NEED_ANYONE)
        return ERR_NONE;
    if (!page->user)
        return ERR_SIGN_IN;
    const struct need *need = &page->route->need;
    if (need->kind == NEED_PERMISSION && !access_may(page->user, need->permission))
        return ERR_FORBIDDEN;
    if (need->kind == NEED_EITHER && !access_may(page->user, need->permission) && !access_may(page->user, need->other))
        return ERR_FORBIDDEN;
    return ERR_NONE;
}

static enum err handle(struct page *page)
{
    enum err found = route_find(page->site->routes, page->req->method, page->req->path, page->arena, &page->route, page->params);
    enum err known = know_user(page);
    if (found != ERR_NONE) {
        choose_language(page);
        know_visitor(page);
        return found;
    }
    if (known != ERR_NONE) {
        choose_language(page);
        know_visitor(page);
        if (known == ERR_DB_AWAY && page->req->method == HTTP_POST)
            keep_typed(page);
        return known;
    }
    choose_language(page);
    if (take_preferences(page))
        return ERR_NONE;
    if (!page->user)
        know_visitor(page);
    enum err need = check_need(page);
    if (need == ERR_SIGN_IN && page->req->method == HTTP_POST)
        keep_typed(page);
    TRY(need);
    if (page->user && page->user->must_change_password && !page->route->before_change)
        return page_redirect(page, "/staff/account");
    if (page->user && page->user->needs_factor && !page->user->second_factor && !page->route->before_change && !page->route->before_factor)
        return page_redirect(page, "/staff/account/authenticator");
    if (page->req->method == HTTP_POST)
        TRY(read_form(page));
    if (kept_page_show(page, utc_monotonic_us()))
        return ERR_NONE;
    TRY(page->route->run(page));
    kept_page_take(page, utc_monotonic_us());
    /* No page of ours sends a single field twice, so there is nobody to tell which one is meant. */
    return page->resp->status == 422 && page->form->sent_twice && *page->form->sent_twice ? ERR_MALFORMED : ERR_NONE;
}

/* Where to come back to after signing in: only ever a page that a GET shows, with its query as long as that fits into an address. */
static const char *return_to(struct page *page, const char *gate)
{
    if (page->req->method != HTTP_GET)
        return gate;
    struct buf to = {.arena = page->arena}, query = {.arena = page->arena};
    buf_printf(&to, "%s?to=", gate);
    layout_add_escaped(&to, page->req->path);
    layout_add_escaped(&query, page->req->query);
    if (query.n > 0 && to.n + query.n < RETURN_MAX) {
        buf_adds(&to, "%3F");
        buf_add(&to, query.p, query.n);
    }
    return to.p;
}

static void answer_error(struct page *page, enum err e)
{
    if (e == ERR_SIGN_IN && !page_has_typed(page))
        http_redirect(page->resp, return_to(page, "/staff/sign-in"));
    else if (e == ERR_REAUTH)
        http_redirect(page->resp, return_to(page, "/staff/confirm"));
    else
        page_fail(page, e);
}

static void log_request(const struct page *page, enum err e, int64_t took_us)
{
    struct db_counts counts = {0};
    if (page->db)
        counts = db_take_counts(page->db);
    LOG(LOG_INFO, "request", LOG_TEXT("id", page->req->id), LOG_TEXT("method", page->req->method_name),
        LOG_TEXT("route", page->route ? page->route->path : "-"), LOG_NUM("status", page->resp->status),
        LOG_NUM("user", page->user ? page->user->id : 0), LOG_NUM("us", took_us), LOG_NUM("db_us", counts.us),
        LOG_NUM("statements", counts.statements), LOG_NUM("rows", (int64_t)counts.rows), LOG_TEXT("error", e == ERR_NONE ? NULL : err_name(e)));
}

void dispatch(const struct site *site, struct db *db, struct http_request *req, struct http_response *resp, int64_t now_us)
{
    int64_t from_us = utc_monotonic_us();
    struct page page = {
        .site = site,
        .req = req,
        .resp = resp,
        .arena = req->arena,
        .db = db,
        .form = &no_form,
        .visitor = "",
        .once = "",
        .now_us = now_us,
        .large = strcmp(http_own_cookie(req, "size"), "large") == 0,
    };
    if (db && site->pool == CRYPTO_PUBLIC && req->method == HTTP_GET)
        db_kept_may_lag(db, kept_page_age_us(site));
    enum err e = handle(&page);
    if (e != ERR_NONE)
        answer_error(&page, e);
    log_request(&page, e, utc_monotonic_us() - from_us);
}

static long no_body(void *ctx, void *to, size_t cap)
{
    (void)ctx;
    (void)to;
    (void)cap;
    return 0;
}

void dispatch_refuse(const struct site *site, struct arena *arena, struct http_response *resp, enum err e, int64_t now_us,
                     struct http_request **ret_req)
{
    struct http_request *req = ARENA_NEW(arena, struct http_request);
    *req = (struct http_request){
        .arena = arena,
        .method = HTTP_GET,
        .method_name = "-",
        .path = STR("/"),
        .host = "",
        .origin = "",
        .referer = "",
        .sec_fetch_site = "",
        .cookies = "",
        .user_agent = "",
        .accept_language = "",
        .content_type = "",
        .remote_addr = "",
        .started_us = now_us,
        .body_read = no_body,
    };
    memcpy(req->id, crypto_random_base32(arena, VISITOR_BYTES), sizeof req->id);
    struct page page = {
        .site = site, .req = req, .resp = resp, .arena = arena, .form = &no_form, .visitor = "", .once = "", .now_us = now_us, .lang = LANG_ZH};
    page_fail(&page, e);
    log_request(&page, e, 0);
    *ret_req = req;
}
