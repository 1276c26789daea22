#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "pages_fixture.h"
#include "routes.h"

/*
 * Every route × every role against this table, written by hand from requirements A3. A route that is not listed fails the test. A role is one
 * letter; '*' is anybody signed in, '+' anybody at all.
 */
static const struct {
    char letter;
    const char *login;
} roles[] = {
    {'I', "chenchen"}, {'H', "lijing"},  {'M', "zhaolei"}, {'C', "wangjianguo"}, {'V', "sunli"}, {'L', "zhoufa"}, {'X', "wumin"},
    {'B', "zhengwei"}, {'U', "fengbao"}, {'N', "hexun"},   {'R', "linxiao"},     {'A', "admin"}, {'T', "shenji"},
    {'G', "guize"},
};

/* Administrators hold what they can grant, all but unsealing. */
#define SEE "IHMCVLXBUNTAG"
#define EXPORT "HMXBNRGAT" /* who answers, decides, inspects, reports or audits */
#define DISCLOSE "MA" /* who manages */
#define LINK "IHMA" /* who accepts or answers */
static const struct {
    const char *method, *path, *who;
} table[] = {
    {"GET", "/", "+"},
    {"GET", "/guide", "+"},
    {"GET", "/faq", "+"},
    {"GET", "/figures", "+"},
    {"GET", "/p/:page", "+"},
    {"GET", "/file/help", "+"},
    {"POST", "/file/help", "+"},
    {"GET", "/file", "+"},
    {"POST", "/file", "+"},
    {"POST", "/file/forget", "+"},
    {"GET", "/file/category", "+"},
    {"POST", "/file/category", "+"},
    {"GET", "/file/what", "+"},
    {"POST", "/file/what", "+"},
    {"GET", "/file/wish", "+"},
    {"POST", "/file/wish", "+"},
    {"GET", "/file/files", "+"},
    {"POST", "/file/files", "+"},
    {"POST", "/file/files/remove", "+"},
    {"GET", "/file/who", "+"},
    {"POST", "/file/who", "+"},
    {"GET", "/file/contact", "+"},
    {"POST", "/file/contact", "+"},
    {"GET", "/file/party", "+"},
    {"POST", "/file/party", "+"},
    {"POST", "/file/code", "+"},
    {"GET", "/file/continue", "+"},
    {"POST", "/file/continue", "+"},
    {"GET", "/file/check", "+"},
    {"POST", "/file/send", "+"},
    {"GET", "/receipt", "+"},
    {"GET", "/receipt/print", "+"},
    {"POST", "/receipt/done", "+"},
    {"GET", "/track", "+"},
    {"POST", "/track", "+"},
    {"GET", "/track/case", "+"},
    {"GET", "/track/receipt", "+"},
    {"POST", "/track/message", "+"},
    {"POST", "/track/unstage", "+"},
    {"GET", "/track/withdraw", "+"},
    {"POST", "/track/withdraw", "+"},
    {"POST", "/receipt/notify", "+"},
    {"GET", "/track/notices", "+"},
    {"POST", "/track/notices", "+"},
    {"GET", "/survey/:no/:at/:mark", "+"},
    {"POST", "/survey/:no/:at/:mark", "+"},
    {"GET", "/survey/:no/:at/:mark/why", "+"},
    {"POST", "/survey/:no/:at/:mark/why", "+"},
    {"GET", "/survey/:no/:at/:mark/thanks", "+"},
    {"POST", "/track/unsolved", "+"},
    {"POST", "/track/urge", "+"},
    {"POST", "/track/keep", "+"},
    {"GET", "/track/dates", "+"},
    {"GET", "/track/print", "+"},
    {"GET", "/track/rate/why", "+"},
    {"POST", "/track/rate/why", "+"},
    {"GET", "/track/rate", "+"},
    {"POST", "/track/rate", "+"},
    {"GET", "/track/file/:code", "+"},
    {"POST", "/track/leave", "+"},
    {"GET", "/verify", "+"},
    {"POST", "/verify", "+"},
    {"GET", "/healthz", "+"},
    {"GET", "/readyz", "+"},
    {"GET", "/metrics", "+"},
    {"GET", "/brand.css", "+"},
    {"GET", "/brand/logo", "+"},
    {"GET", "/staff/brand.css", "+"},
    {"GET", "/staff/brand/logo", "+"},
    {"GET", "/error/malformed", "+"},
    {"GET", "/error/too-large", "+"},
    {"GET", "/staff/healthz", "+"},
    {"GET", "/staff/readyz", "+"},
    {"GET", "/staff/metrics", "+"},
    {"GET", "/staff/sign-in", "+"},
    {"POST", "/staff/sign-in", "+"},
    {"POST", "/staff/sign-in/code", "+"},
    {"GET", "/staff/", "*"},
    {"GET", "/staff/confirm", "*"},
    {"POST", "/staff/confirm", "*"},
    {"GET", "/staff/account", "*"},
    {"POST", "/staff/account/password", "*"},
    {"POST", "/staff/account/language", "*"},
    {"POST", "/staff/account/session/:id/end", "*"},
    {"GET", "/staff/account/absence", "*"},
    {"POST", "/staff/account/absence", "*"},
    {"POST", "/staff/account/absence/:id/end", "*"},
    {"GET", "/staff/account/authenticator", "*"},
    {"POST", "/staff/account/authenticator", "*"},
    {"POST", "/staff/account/authenticator/codes", "+"},
    {"POST", "/staff/account/authenticator/remove", "*"},
    {"POST", "/staff/sign-out", "*"},
    {"GET", "/staff/views", SEE},
    {"POST", "/staff/views", SEE},
    {"POST", "/staff/views/:id", SEE},
    {"POST", "/staff/bulk", SEE},
    {"GET", "/staff/bulk/:id", SEE},
    {"POST", "/staff/bulk/:id", SEE},
    {"GET", "/staff/exports", EXPORT},
    {"GET", "/staff/exports/new", EXPORT},
    {"POST", "/staff/exports", EXPORT},
    {"GET", "/staff/exports/:id/file", EXPORT},
    {"POST", "/staff/complaints/:no/tags", "IHMCVLXBUNA"},
    {"POST", "/staff/complaints/:no/standing", "IHMCVLXBUNA"},
    {"GET", "/staff/complaints", SEE},
    {"GET", "/staff/find", SEE},
    {"GET", "/staff/complaints/:no", SEE},
    {"GET", "/staff/complaints/:no/files", SEE},
    {"GET", "/staff/complaints/:no/record", SEE},
    {"GET", "/staff/complaints/:no/print", SEE},
    {"GET", "/staff/complaints/:no/next", SEE},
    {"GET", "/staff/complaints/:no/previous", SEE},
    {"GET", "/staff/complaints/:no/reveal", SEE},
    {"POST", "/staff/complaints/:no/reveal", SEE},
    {"GET", "/staff/complaints/:no/told", SEE},
    {"POST", "/staff/complaints/:no/told", "IHMCVA"},
    {"GET", "/staff/complaints/:no/recusal", SEE},
    {"POST", "/staff/complaints/:no/recusal", SEE},
    {"GET", "/staff/file/:no/:code", SEE},
    {"POST", "/staff/complaints/:no/read", "IHMCVA"},
    {"POST", "/staff/complaints/:no/accept", "IHMA"},
    {"POST", "/staff/complaints/:no/reject", "IHMA"},
    {"POST", "/staff/complaints/:no/assign", "IHMCA"},
    {"POST", "/staff/complaints/:no/note", "IHMCVLXBUNA"},
    {"POST", "/staff/complaints/:no/message", "IHMCVA"},
    {"POST", "/staff/complaints/:no/contact", "IHMCVA"},
    {"POST", "/staff/complaints/:no/draft", SEE},
    {"GET", "/staff/account/notices", "*"},
    {"POST", "/staff/account/notices", "*"},
    {"GET", "/staff/phrases", SEE},
    {"GET", "/staff/phrases/:id", SEE},
    {"POST", "/staff/phrases/:id", SEE},
    {"POST", "/staff/phrases/:id/delete", SEE},
    {"POST", "/staff/complaints/:no/ask-material", "IHMCVA"},
    {"POST", "/staff/complaints/:no/reply", "HMA"},
    {"POST", "/staff/complaints/:no/outcome", "HMA"},
    {"GET", "/staff/complaints/:no/pack", EXPORT}, /* who may take lists along, or disclose */
    {"POST", "/staff/complaints/:no/pack", EXPORT},
    {"GET", "/staff/complaints/:no/pack/:id/file", EXPORT},
    {"GET", "/staff/complaints/:no/disclosures", DISCLOSE},
    {"POST", "/staff/complaints/:no/disclosures", DISCLOSE},
    {"GET", "/staff/complaints/:no/disclosures/:id/slip", DISCLOSE},
    {"GET", "/staff/records", DISCLOSE}, /* keep_records: the same people */
    {"GET", "/staff/records/list.csv", DISCLOSE},
    {"POST", "/staff/records/holds", DISCLOSE},
    {"POST", "/staff/records/holds/:id/lift", DISCLOSE},
    {"GET", "/staff/records/disclosures", DISCLOSE},
    {"GET", "/staff/records/disclosures.csv", DISCLOSE},
    {"GET", "/staff/complaints/:no/compensation", SEE},
    {"POST", "/staff/complaints/:no/compensation", "HMA"},
    {"GET", "/staff/compensation", EXPORT},
    {"GET", "/staff/complaints/:no/committee", SEE},
    {"POST", "/staff/complaints/:no/committee", "IHMBA"},
    {"GET", "/staff/committee", SEE},
    {"GET", "/staff/committee/items/:id", SEE},
    {"POST", "/staff/committee/items/:id", SEE},
    {"GET", "/staff/committee/vexatious", "MBA"},
    {"POST", "/staff/committee/vexatious", "MBA"},
    {"GET", "/staff/committee/new", "MBA"},
    {"POST", "/staff/committee/new", "MBA"},
    {"GET", "/staff/committee/meetings/:id", SEE},
    {"POST", "/staff/committee/meetings/:id", "MBA"},
    {"GET", "/staff/committee/meetings/:id/change", "MBA"},
    {"GET", "/staff/committee/meetings/:id/agenda", SEE},
    {"GET", "/staff/committee/meetings/:id/minutes", SEE},
    {"GET", "/staff/committee/meetings/:id/pack", SEE},
    {"GET", "/staff/approvals", SEE},
    {"GET", "/staff/approvals/:id", SEE},
    {"POST", "/staff/approvals/:id", SEE},
    {"POST", "/staff/complaints/:no/close", "HMA"},
    {"GET", "/staff/complaints/:no/investigation", SEE},
    {"POST", "/staff/complaints/:no/investigation/:n", "HMCVLA"}, /* who answers complaints or slips */
    {"POST", "/staff/complaints/:no/key-facts", "IHMCVA"},
    {"GET", "/staff/complaints/:no/papers", SEE},
    {"POST", "/staff/complaints/:no/papers", "HMCVA"},
    {"GET", "/staff/complaints/:no/papers/:id", SEE},
    {"POST", "/staff/complaints/:no/papers/:id", "HMCVA"},
    {"GET", "/staff/complaints/:no/papers/:id/print", SEE},
    {"GET", "/staff/complaints/:no/papers/:id/copy", SEE},
    {"GET", "/staff/complaints/:no/close", "HMA"},
    {"GET", "/staff/complaints/:no/closing-report", SEE},
    {"POST", "/staff/complaints/:no/review", "MNA"},
    {"POST", "/staff/complaints/:no/decline-review", "MNA"},
    {"POST", "/staff/complaints/:no/reopen", "MNA"},
    {"POST", "/staff/complaints/:no/confirm-withdrawal", "HMA"},
    {"POST", "/staff/complaints/:no/decline-withdrawal", "HMA"},
    {"POST", "/staff/complaints/:no/classify", "IHMA"},
    {"POST", "/staff/complaints/:no/pause", "IHMCA"},
    {"POST", "/staff/complaints/:no/resume", "IHMCA"},
    {"POST", "/staff/complaints/:no/extend", "IHMCA"},
    {"POST", "/staff/complaints/:no/decide-extension", SEE},
    {"POST", "/staff/complaints/:no/clock-done", "IHMCA"},
    {"POST", "/staff/complaints/:no/solve-on-the-spot", "IHMA"},
    {"POST", "/staff/complaints/:no/turn", "IHMA"},
    {"POST", "/staff/complaints/:no/turn-back", "IHMA"},
    {"POST", "/staff/complaints/:no/validity", "IHMA"},
    {"GET", "/staff/complaints/:no/link", LINK},
    {"POST", "/staff/complaints/:no/link", LINK},
    {"POST", "/staff/complaints/:no/unlink", LINK},
    {"GET", "/staff/complaints/:no/split", LINK},
    {"POST", "/staff/complaints/:no/split", LINK},
    {"GET", "/staff/complaints/:no/as-new", LINK},
    {"POST", "/staff/complaints/:no/as-new", LINK},
    {"GET", "/staff/complaints/:no/incident", LINK},
    {"POST", "/staff/complaints/:no/incident", LINK},
    {"GET", "/staff/relabelled", "MXBNA"},
    {"GET", "/staff/measures", SEE},
    {"GET", "/staff/measures/new", "HMCVNA"},
    {"POST", "/staff/measures/new", "HMCVNA"},
    {"GET", "/staff/measures/:id", SEE},
    {"POST", "/staff/measures/:id", SEE},
    {"GET", "/staff/complaints/:no/measures", SEE},
    {"GET", "/staff/accountability", "MXBNRATG"},
    {"GET", "/staff/accountability/mine", "*"},
    {"GET", "/staff/accountability/new", "MXBNA"},
    {"POST", "/staff/accountability/new", "MXBNA"},
    {"GET", "/staff/accountability/:id", "*"},
    {"POST", "/staff/accountability/:id", "*"},
    {"GET", "/staff/library", SEE},
    {"GET", "/staff/library/new", "MNA"},
    {"POST", "/staff/library/new", "MNA"},
    {"GET", "/staff/library/:id", SEE},
    {"POST", "/staff/library/:id", "MNA"},
    {"GET", "/staff/complaints/:no/library", SEE},
    {"GET", "/staff/incidents", SEE},
    {"GET", "/staff/incidents/new", LINK},
    {"POST", "/staff/incidents/new", LINK},
    {"GET", "/staff/incidents/:id", SEE},
    {"POST", "/staff/incidents/:id", LINK},
    {"POST", "/staff/incidents/:id/add", LINK},
    {"GET", "/staff/incidents/:id/known", LINK},
    {"POST", "/staff/incidents/:id/known", LINK},
    {"POST", "/staff/incidents/:id/remove", LINK},
    {"GET", "/staff/incidents/:id/reply", "HMA"},
    {"POST", "/staff/incidents/:id/reply", "HMA"},
    {"GET", "/staff/incidents/:id/close", "HMA"},
    {"POST", "/staff/incidents/:id/close", "HMA"},
    {"GET", "/staff/complaints/:no/clocks/:id", SEE},
    {"GET", "/staff/extensions", SEE},
    {"GET", "/staff/complaints/:no/path", SEE},
    {"GET", "/staff/complaints/:no/slips/new", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/accept", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/assign", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/return", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/answer", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/confirm", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/send-back", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/withdraw", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/remind", "IHMCVLBA"},
    {"POST", "/staff/complaints/:no/slips/:n/supervise", "MXBNA"},
    {"GET", "/staff/search", SEE},
    {"GET", "/staff/complaints/:no/check", SEE},
    {"POST", "/staff/complaints/:no/check", "MNA"},
    {"GET", "/staff/complaints/:no/callback", SEE},
    {"GET", "/staff/callbacks", "IHMA"},
    {"GET", "/staff/callbacks/:id", "IHMA"},
    {"POST", "/staff/callbacks/:id", "IHMA"},
    {"GET", "/staff/samples", "MNA"},
    {"POST", "/staff/samples", "MNA"},
    {"GET", "/staff/samples/:id", "MNA"},
    {"GET", "/staff/samples/:id/list", "MNA"},
    {"GET", "/staff/checks", "MNA"},
    {"GET", "/staff/checks/:id", SEE},
    {"POST", "/staff/checks/:id", SEE},
    {"GET", "/staff/slips", SEE},
    {"GET", "/staff/mail", "IHMA"},
    {"GET", "/staff/mail/:code", "IHMA"},
    {"GET", "/staff/mail/:code/files/:file", "IHMA"},
    {"POST", "/staff/mail/:code/register", "IHMA"},
    {"POST", "/staff/mail/:code/add", "IHMA"},
    {"POST", "/staff/mail/:code/none", "IHMA"},
    {"POST", "/staff/mail/:code/back", "IHMA"},
    {"POST", "/staff/mail/:code/review", "MXBNA"},
    {"GET", "/staff/intake", "IHMA"},
    {"GET", "/staff/intake/new/:channel", "IHMA"},
    {"POST", "/staff/intake/new/:channel", "IHMA"},
    {"POST", "/staff/intake/forget", "IHMA"},
    {"GET", "/staff/intake/sheet/:token", "IHMA"},
    {"GET", "/staff/intake/done/:no", "IHMA"},
    {"GET", "/staff/intake/done/:no/receipt", "IHMA"},
    {"GET", "/staff/intake/done/:no/sheet", "IHMA"},
    {"GET", "/staff/notices", "*"},
    {"POST", "/staff/notices/read", "*"},
#define ADMIN_ROWS(list)                                                                                                                   \
    {"GET", list, "A"}, {"GET", list "/new", "A"}, {"POST", list "/new", "A"}, {"GET", list "/:id", "A"}, {"POST", list "/:id", "A"},      \
        {"GET", list "/:id/switch", "A"}, {"POST", list "/:id/switch", "A"}
    {"GET", "/staff/admin/rulebook", "AG"},
    {"POST", "/staff/admin/rulebook/open", "A"},
    {"POST", "/staff/admin/rulebook/drop", "A"},
    {"GET", "/staff/admin/rulebook/changes", "AG"},
    {"GET", "/staff/admin/rulebook/publish", "AG"},
    {"POST", "/staff/admin/rulebook/publish", "AG"},
    {"GET", "/staff/admin/rulebook/upload", "A"},
    {"POST", "/staff/admin/rulebook/upload", "A"},
    {"GET", "/staff/admin/rulebook/versions/:id", "AG"},
    {"GET", "/staff/admin/rulebook/versions/:id/yaml", "AG"},
    {"POST", "/staff/admin/rulebook/versions/:id/restore", "A"},
    {"POST", "/staff/admin/rulebook/versions/:id/take-back", "AG"},
    {"GET", "/staff/admin/rules/match", "A"},
    {"GET", "/staff/admin/own-limits", "A"},
    {"GET", "/staff/admin/own-limits/:id", "A"},
    {"POST", "/staff/admin/own-limits/:id", "A"},
    {"GET", "/staff/admin/recompute", "A"},
    {"POST", "/staff/admin/recompute", "A"},
    {"GET", "/staff/admin/rules/:section", "A"},
    {"GET", "/staff/admin/rules/:section/new", "A"},
    {"POST", "/staff/admin/rules/:section/new", "A"},
    {"POST", "/staff/admin/rules/:section/move", "A"},
    {"GET", "/staff/admin/rules/:section/:code", "A"},
    {"POST", "/staff/admin/rules/:section/:code", "A"},
    {"GET", "/staff/admin/rules/:section/:code/switch", "A"},
    {"POST", "/staff/admin/rules/:section/:code/switch", "A"},
    {"POST", "/staff/admin/rules/:section/:code/remove", "A"},
    {"GET", "/staff/calendar", SEE},
    {"GET", "/staff/admin/calendars", "A"},
    {"GET", "/staff/admin/calendars/new", "A"},
    {"POST", "/staff/admin/calendars/new", "A"},
    {"GET", "/staff/admin/calendars/:id", "A"},
    {"GET", "/staff/admin/calendars/:id/edit", "A"},
    {"POST", "/staff/admin/calendars/:id/edit", "A"},
    {"GET", "/staff/admin/calendars/:id/day", "A"},
    {"POST", "/staff/admin/calendars/:id/day", "A"},
    {"GET", "/staff/admin/calendars/:id/notice", "A"},
    {"POST", "/staff/admin/calendars/:id/notice", "A"},
    {"GET", "/staff/admin/calendar-units", "A"},
    {"GET", "/staff/admin/calendar-units/:id", "A"},
    {"POST", "/staff/admin/calendar-units/:id", "A"},
    ADMIN_ROWS("/staff/admin/units"),
    ADMIN_ROWS("/staff/admin/departments"),
    ADMIN_ROWS("/staff/admin/people"),
    {"POST", "/staff/admin/people/:id/grant", "A"},
    {"POST", "/staff/admin/people/:id/revoke", "A"},
    {"POST", "/staff/admin/people/:id/reset", "A"},
    {"GET", "/staff/admin/workflow", "A"},
    {"GET", "/staff/admin/site", "A"},
    {"POST", "/staff/admin/site", "A"},
    {"POST", "/staff/admin/site/logo", "A"},
    {"POST", "/staff/admin/site/logo/use", "A"},
    {"POST", "/staff/admin/site/logo/drop", "A"},
    {"GET", "/staff/admin/site/logo/draft", "A"},
    {"GET", "/staff/admin/posts", "A"},
    {"POST", "/staff/admin/posts/again", "A"},
    {"POST", "/staff/admin/posts/drop", "A"},
    {"GET", "/staff/admin/content", "A"},
    {"GET", "/staff/admin/content/new", "A"},
    {"POST", "/staff/admin/content/new", "A"},
    {"GET", "/staff/admin/content/:id", "A"},
    {"POST", "/staff/admin/content/:id", "A"},
    {"GET", "/staff/admin/content/:id/preview", "A"},
    {"POST", "/staff/admin/content/:id/publish", "A"},
    {"POST", "/staff/admin/content/:id/drop", "A"},
    {"POST", "/staff/admin/content/:id/off", "A"},
    {"POST", "/staff/admin/content/:id/restore", "A"},
    {"GET", "/staff/admin/people/import", "A"},
    {"POST", "/staff/admin/people/import", "A"},
    {"POST", "/staff/admin/people/import/run", "A"},
    {"GET", "/staff/admin/people/:id/leave", "A"},
    {"POST", "/staff/admin/people/:id/leave", "A"},
    {"GET", "/staff/admin/people/:id/absence", "A"},
    {"POST", "/staff/admin/people/:id/absence", "A"},
    {"POST", "/staff/admin/people/:id/absence/:absence/end", "A"},
    {"GET", "/staff/admin/roles", "A"},
    {"GET", "/staff/admin/roles/:id", "A"},
    {"POST", "/staff/admin/roles/:id", "A"},
    {"GET", "/staff/admin/changes", "ATG"},
};

static const char *method_name(enum http_method method)
{
    return method == HTTP_POST ? "POST" : "GET";
}

/* A path that the pattern matches: things that do not exist, so that a right leads to "not found" and never to a change. */
static const char *concrete(const char *pattern, char to[200])
{
    size_t n = 0;
    for (const char *p = pattern; *p && n < 190;) {
        if (*p == ':') {
            n += (size_t)snprintf(to + n, 200 - n, "%s", strncmp(p, ":no", 3) == 0 ? "TS-00000-00000-0" : "999999");
            p += strcspn(p, "/");
        } else {
            to[n++] = *p++;
        }
    }
    to[n] = '\0';
    return to;
}

static const char *who_of(const char *method, const char *path)
{
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (strcmp(table[i].method, method) == 0 && strcmp(table[i].path, path) == 0)
            return table[i].who;
    return NULL;
}

static const struct route *route_at(const char *method, const char *path)
{
    static const struct route *const *const pools[] = {public_routes, staff_routes};
    for (size_t p = 0; p < 2; p++)
        for (size_t t = 0; pools[p][t]; t++)
            for (const struct route *r = pools[p][t]; r->path; r++)
                if (strcmp(r->path, path) == 0 && strcmp(method_name(r->method), method) == 0)
                    return r;
    return NULL;
}

START_TEST(every_route_is_listed_and_every_row_is_a_route)
{
    static const struct route *const *const pools[] = {public_routes, staff_routes};
    for (size_t p = 0; p < 2; p++)
        for (size_t t = 0; pools[p][t]; t++)
            for (const struct route *r = pools[p][t]; r->path; r++)
                ck_assert_msg(who_of(method_name(r->method), r->path), "%s %s is not in the table of rights", method_name(r->method), r->path);
    for (size_t i = 0; i < COUNT_OF(table); i++)
        ck_assert_msg(route_at(table[i].method, table[i].path), "%s %s is no route", table[i].method, table[i].path);
}
END_TEST

static bool is_staff(const char *path)
{
    return strncmp(path, "/staff", 6) == 0;
}

static struct reply ask(struct browser *b, const char *method, const char *path)
{
    return strcmp(method, "POST") == 0 ? browser_post(b, path, "") : browser_get(b, path);
}

START_TEST(each_role_gets_what_the_table_says)
{
    struct browser *b = browser_new(CRYPTO_STAFF);
    char path[200];
    browser_sign_in(b, roles[_i].login);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const char *who = table[i].who;
        if (!is_staff(table[i].path) || strcmp(table[i].path, "/staff/sign-out") == 0 || strstr(table[i].path, "sign-in"))
            continue;
        bool allowed = strchr(who, '*') || strchr(who, '+') || strchr(who, roles[_i].letter);
        struct reply reply = ask(b, table[i].method, concrete(table[i].path, path));
        ck_assert_msg((reply.status == 403) == !allowed, "%s as %s: %s %s gives %d", allowed ? "refused" : "let through", roles[_i].login, table[i].method,
                      path, reply.status);
        ck_assert_msg(reply.status < 500, "%s as %s gives %d", path, roles[_i].login, reply.status);
        ck_assert_msg(!strstr(reply.location, "/staff/sign-in"), "%s as %s leads to the sign-in page", path, roles[_i].login);
        ck_assert_int_eq(browser_get(b, "/staff/account").status, 200); /* still signed in, with tokens of a page */
    }
    browser_free(b);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), "DELETE FROM notice_off"), ERR_NONE); /* an empty form of notices wants none of any kind */
}
END_TEST

START_TEST(nobody_gets_staff_pages_without_signing_in)
{
    struct browser *b = browser_new(CRYPTO_STAFF);
    char path[200];
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (!is_staff(table[i].path) || strchr(table[i].who, '+'))
            continue;
        struct reply reply = ask(b, table[i].method, concrete(table[i].path, path));
        ck_assert_msg(reply.status == 303 && strncmp(reply.location, "/staff/sign-in", 14) == 0, "%s %s gives %d %s", table[i].method, path, reply.status,
                      reply.location);
    }
    browser_free(b);
}
END_TEST

/* Somebody writes for an hour, the session ends, and the answer is sent. */
START_TEST(what_was_written_without_a_session_is_given_back)
{
    static const char *const elsewhere[] = {"HTTP_SEC_FETCH_SITE=cross-site", NULL};
    const char form[] = "text=The+answer+that+took+an+hour&password=NotToBeShown1";
    struct browser *b = browser_new(CRYPTO_STAFF);
    struct reply reply = browser_post(b, "/staff/complaints/TS-AAAAA-AAAAA-A/reply", form);
    ck_assert_int_eq(reply.status, 403);
    ck_assert(browser_sees(b, "The answer that took an hour"));
    ck_assert(browser_sees(b, "href=\"/staff/sign-in\""));
    ck_assert(!browser_sees(b, "NotToBeShown1"));
    reply = browser_send(b, "POST", "/staff/complaints/TS-AAAAA-AAAAA-A/reply", "application/x-www-form-urlencoded", form, sizeof form - 1, elsewhere);
    ck_assert_int_eq(reply.status, 303);
    browser_free(b);
}
END_TEST

START_TEST(the_public_pool_has_no_staff_pages)
{
    struct browser *b = browser_new(CRYPTO_PUBLIC);
    char path[200];
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        int status = ask(b, table[i].method, concrete(table[i].path, path)).status;
        if (is_staff(table[i].path))
            ck_assert_msg(status == 404, "%s %s gives %d in the public pool", table[i].method, path, status);
        else
            ck_assert_msg(status < 500, "%s %s gives %d", table[i].method, path, status);
    }
    browser_free(b);
}
END_TEST

START_TEST(other_methods_are_refused)
{
    struct browser *b = browser_new(_i ? CRYPTO_STAFF : CRYPTO_PUBLIC);
    char path[200];
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (is_staff(table[i].path) != (_i == 1))
            continue;
        static const char *const methods[] = {"PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"};
        for (size_t m = 0; m < COUNT_OF(methods); m++)
            ck_assert_int_eq(browser_send(b, methods[m], concrete(table[i].path, path), NULL, NULL, 0, NULL).status, 405);
    }
    browser_free(b);
}
END_TEST

/* ---- what is out of scope looks like what does not exist ---- */

START_TEST(another_units_complaint_looks_absent)
{
    struct browser *all = browser_new(CRYPTO_STAFF), *county = browser_new(CRYPTO_STAFF);
    browser_sign_in(all, "zhaolei");
    browser_sign_in(county, "yxzhang");
    int hidden = 0;
    browser_get(all, "/staff/complaints?view=all");
    for (int page = 0; page < 3 && !hidden; page++) {
        const char *link = browser_link(all, "/staff/complaints/TS");
        ck_assert_msg(*link, "the list has complaints");
        char path[100];
        snprintf(path, sizeof path, "%.*s", (int)strcspn(link, "?"), link);
        struct reply reply = browser_get(county, path);
        ck_assert(reply.status == 404 || reply.status == 200);
        hidden += reply.status == 404;
        if (reply.status == 404) {
            struct reply absent = browser_get(county, "/staff/complaints/TS-00000-00000-0");
            ck_assert_int_eq(absent.status, 404);
            ck_assert_uint_eq(absent.body_n, reply.body_n);
        }
        const char *next = browser_link(all, "/staff/complaints?view=all&after=");
        if (*next)
            browser_get(all, next);
    }
    browser_free(all);
    browser_free(county);
}
END_TEST

/* ---- cross-site requests ---- */

static const char *const forged[][4] = {
    {"HTTP_ORIGIN=https://evil.example", NULL},
    {"HTTP_ORIGIN=null", NULL},
    {"HTTP_SEC_FETCH_SITE=cross-site", NULL},
    {"HTTP_ORIGIN=", "HTTP_SEC_FETCH_SITE=", "HTTP_REFERER=https://evil.example/", NULL},
};

START_TEST(forged_posts_change_nothing)
{
    struct browser *b = browser_new(_i ? CRYPTO_STAFF : CRYPTO_PUBLIC), *other = browser_new(_i ? CRYPTO_STAFF : CRYPTO_PUBLIC);
    char path[200], form[300];
    if (_i) {
        browser_sign_in(b, "zhaolei");
        browser_sign_in(other, "lijing");
    } else {
        browser_get(other, "/track");
    }
    browser_get(other, _i ? "/staff/account" : "/track");
    snprintf(form, sizeof form, "csrf=%s", browser_value(other, "csrf"));
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const char *who = table[i].who;
        if (strcmp(table[i].method, "POST") != 0 || is_staff(table[i].path) != (_i == 1) || (_i && !strchr(who, '*') && !strchr(who, 'M')))
            continue;
        concrete(table[i].path, path);
        browser_get(b, _i ? "/staff/account" : "/track");
        ck_assert_msg(browser_post(b, path, "csrf=").status == 403, "%s without a token", path);
        ck_assert_msg(browser_post(b, path, "csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").status == 403, "%s with a made-up token", path);
        ck_assert_msg(browser_post(b, path, form).status == 403, "%s with another's token", path);
        browser_get(b, _i ? "/staff/account" : "/track");
        char own[300];
        snprintf(own, sizeof own, "csrf=%s", browser_value(b, "csrf"));
        for (size_t f = 0; f < COUNT_OF(forged); f++)
            ck_assert_msg(browser_send(b, "POST", path, "application/x-www-form-urlencoded", own, strlen(own), forged[f]).status == 403, "%s with %s", path,
                          forged[f][0]);
    }
    browser_free(b);
    browser_free(other);
}
END_TEST

Suite *suite_pages_rights(void);
Suite *suite_pages_rights(void)
{
    Suite *s = suite_create("pages_rights");
    TCase *tc = tcase_create("rights");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, every_route_is_listed_and_every_row_is_a_route);
    tcase_add_loop_test(tc, each_role_gets_what_the_table_says, 0, (int)COUNT_OF(roles));
    tcase_add_test(tc, nobody_gets_staff_pages_without_signing_in);
    tcase_add_test(tc, what_was_written_without_a_session_is_given_back);
    tcase_add_test(tc, the_public_pool_has_no_staff_pages);
    tcase_add_loop_test(tc, other_methods_are_refused, 0, 2);
    tcase_add_test(tc, another_units_complaint_looks_absent);
    tcase_add_loop_test(tc, forged_posts_change_nothing, 0, 2);
    suite_add_tcase(s, tc);
    return s;
}
