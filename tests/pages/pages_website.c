#include "pages_website.h"

#include <check.h>
#include <string.h>

const unsigned char png[] = {0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0,
                             0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
const size_t png_n = sizeof png;

void website_begin(void)
{
    visit_begin();
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
}

void leads(const char *path, const char *form, const char *location)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 303 && strcmp(reply.location, location) == 0, "POST %s gave %d to %s, not to %s", path, reply.status,
                  reply.location, location);
}

void fails(const char *path, const char *form, const char *message)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 422, "POST %s gave %d", path, reply.status);
    sees("There is a problem");
    sees(message);
}

const char *between(struct reply reply, const char *from, const char *to)
{
    const char *at = strstr(reply.body, from);
    ck_assert_msg(at != NULL, "no %s in the page", from);
    at += strlen(from);
    const char *end = strstr(at, to);
    ck_assert(end != NULL);
    return arena_strndup(kept, at, (size_t)(end - at));
}

/* ---- writing ---- */

void begin(void)
{
    get("/file", 200);
    leads("/file", "", "/file/category");
    get("/file/category", 200);
}

const char *first_category(void)
{
    const char *category = browser_value(b, "category");
    ck_assert_msg(*category, "the page offers a category");
    return f("category=%s", category);
}

const char *what_form(const char *own)
{
    struct reply page = browser_get(b, "/file/what");
    struct buf form = {.arena = kept};
    buf_adds(&form, own);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            buf_printf(&form, "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    return form.p;
}

void write_until_who(const char *what, const char *wish)
{
    begin();
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", what_form(what), "/file/wish");
    get("/file/wish", 200);
    leads("/file/wish", wish, "/file/files");
    get("/file/files", 200);
    leads_to(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0), "/file/who");
    get("/file/who", 200);
}

void write_charged_twice(void)
{
    write_until_who(CHARGED_TWICE, "want_refund=1&want_apology=1&amount=1%2C200.5&note=Quickly+please");
}

void write_named(void)
{
    write_charged_twice();
    leads("/file/who", "mode=named&kind=customer", "/file/contact");
    get("/file/contact", 200);
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/check");
    get("/file/check", 200);
}

/* ---- what was filed ---- */

struct filed_one read_receipt(void)
{
    struct reply page = get("/receipt", 200);
    struct buf code = {.arena = kept};
    const char *at = strstr(page.body, "<dt>Passcode</dt>");
    ck_assert(at != NULL);
    for (int i = 0; i < 4; i++) {
        at = strstr(at, "<span>") + 6;
        buf_printf(&code, "%s%.4s", i ? "-" : "", at);
    }
    return (struct filed_one){between(page, "<dt>Complaint number</dt><dd class=\"code\">", "<"), code.p, between(page, "<pre class=\"sig\">", "</pre>")};
}

void open_case(const struct filed_one *filed)
{
    get("/track", 200);
    leads("/track", f("number=%s&code=%s", filed->number, filed->code), "/track/case");
    get("/track/case", 200);
}

struct filed_one file_named(void)
{
    write_named();
    leads("/file/send", "", "/receipt");
    return read_receipt();
}

struct filed_one open_named(void)
{
    struct filed_one filed = file_named();
    open_case(&filed);
    return filed;
}

void set_filed(const struct filed_one *filed, const char *what)
{
    sql(f("UPDATE complaint SET version = version + 1, %s WHERE number = '%s'", what, filed->number));
}
