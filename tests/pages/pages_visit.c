#include "pages_visit.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "utc.h"

#define KEPT_LIMIT (256u << 20)

struct browser *b;
struct arena *kept;
char mark[24];

void visit_begin(void)
{
    b = browser_new(CRYPTO_STAFF);
    kept = arena_new(KEPT_LIMIT);
    snprintf(mark, sizeof mark, "%llx", (long long)utc_now_us());
}

void visit_end(void)
{
    arena_free(kept);
    browser_free(b);
}

void be(const char *login)
{
    browser_free(b);
    b = browser_new(CRYPTO_STAFF);
    browser_sign_in(b, login);
    get("/staff/account?lang=en", 303);
    get("/staff/account", 200);
}

struct reply get(const char *path, int status)
{
    struct reply reply = browser_get(b, path);
    ck_assert_msg(reply.status == status, "GET %s gave %d, not %d", path, reply.status, status);
    return reply;
}

struct reply post(const char *path, const char *form, int status)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == status, "POST %s (%s) gave %d, not %d", path, form, reply.status, status);
    return reply;
}

void sees(const char *text)
{
    ck_assert_msg(browser_sees(b, text), "the page does not say: %s", text);
}

void sees_not(const char *text)
{
    ck_assert_msg(!browser_sees(b, text), "the page says: %s", text);
}

void leads_to(struct reply reply, const char *path)
{
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, path);
}

void sql(const char *text)
{
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), text), ERR_NONE);
}

const char *f(const char *fmt, ...)
{
    char *text;
    va_list args;
    va_start(args, fmt);
    int n = vasprintf(&text, fmt, args);
    va_end(args);
    ck_assert_int_ge(n, 0);
    const char *copy = arena_strdup(kept, text);
    free(text);
    return copy;
}

const char *version(void)
{
    return arena_strdup(kept, browser_value(b, "version"));
}

const char *upto_quote(const char *at)
{
    return arena_strndup(kept, at, strcspn(at, "\""));
}

const char *back_to(const char *at, const char *text)
{
    while (strncmp(at, text, strlen(text)) != 0)
        at--;
    return at;
}

const char *find(const char *list, const char *words)
{
    const char *at = strstr(get(f("%s?q=%s", list, words), 200).body, "<tbody>");
    ck_assert_msg(at, "nothing found for %s", words);
    at = strstr(at, "href=\"");
    ck_assert_ptr_nonnull(at);
    return upto_quote(at + strlen("href=\""));
}

const char *open_complaint(const char *login, const char *unseen_by)
{
    for (int n = 0;; n++) {
        be(login);
        const char *at = strstr(get("/staff/complaints?view=open&grade=general", 200).body, "<tbody>");
        for (int i = 0; at && i <= n; i++)
            at = strstr(at + 1, "href=\"/staff/complaints/TS-");
        ck_assert_ptr_nonnull(at);
        at += strlen("href=\"");
        const char *path = arena_strndup(kept, at, strcspn(at, "?\""));
        be(unseen_by);
        if (browser_get(b, path).status == 404)
            return path;
    }
}

const char *option_of(struct reply reply, const char *label)
{
    const char *at = strstr(reply.body, f(">%s", label));
    ck_assert_msg(at, "%s is not offered", label);
    return upto_quote(back_to(at, "value=\"") + strlen("value=\""));
}

const char *last_choice(struct reply reply, const char *id)
{
    const char *select = strstr(reply.body, f("id=\"%s\"", id)), *end = select ? strstr(select, "</select>") : NULL, *value = "";
    for (const char *at = select; at && (at = strstr(at + 1, "<option value=\"")) && at < end;)
        value = upto_quote(at + strlen("<option value=\""));
    return value;
}

const char *closing_form(struct reply reply)
{
    const char *text = f("&basis=agreed&agreement=By+telephone&evidence=A+letter&cause=%s&stage_code=%s&respondent=%s", last_choice(reply, "cause"), last_choice(reply, "stage"), last_choice(reply, "respondent"));
    for (const char *at = reply.body; (at = strstr(at, "name=\"part-")); at++)
        text = f("%s&%s=Looked+into", text, upto_quote(at + strlen("name=\"")));
    return text;
}
