#include "pages_case.h"

#include <check.h>
#include <string.h>

#include "utc.h"

static struct filed_one filed_last;

const char *complaint_after(struct reply list, const char *text)
{
    const char *at = *text ? strstr(list.body, text) : list.body;
    at = at ? strstr(at, "/staff/complaints/TS-") : NULL;
    ck_assert_msg(at != NULL, "no complaint in the list after \"%s\"", text);
    return arena_strndup(kept, at, strcspn(at, "?\""));
}

const char *sub(const char *path, const char *name)
{
    return f("%s/%s", path, name);
}

const char *number_of(const char *path)
{
    return path + strlen("/staff/complaints/");
}

const char *with_version(const char *path, const char *fields)
{
    get(path, 200);
    return f("version=%s&%s", browser_value(b, "version"), fields);
}

void act(const char *path, const char *action, const char *fields, const char *flash)
{
    struct reply reply = post(sub(path, action), with_version(path, fields), 303);
    ck_assert_str_eq(reply.location, path);
    get(path, 200);
    sees(flash);
}

/* ---- as who complains ---- */

/* The visitor's browser is the one of the moment until he is done. */
static struct browser *become_visitor(void)
{
    struct browser *staff = b;
    b = browser_new(CRYPTO_PUBLIC);
    return staff;
}

static void become_staff(struct browser *staff)
{
    browser_free(b);
    b = staff;
}

const char *file_complaint(const char *mode)
{
    struct browser *staff = become_visitor();
    bool anonymous = strcmp(mode, "anonymous") == 0;
    write_until_who("title=Charged+twice&body=The+premium+was+taken+twice.&place=Branch+5", "want_refund=1&amount=1200.50");
    leads("/file/who", f("mode=%s&kind=customer", mode), anonymous ? "/file/check" : "/file/contact");
    if (!anonymous) {
        get("/file/contact", 200);
        leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/check");
    }
    get("/file/check", 200);
    leads("/file/send", "website=", "/receipt");
    filed_last = read_receipt();
    become_staff(staff);
    return f("/staff/complaints/%s", filed_last.number);
}

void complainant_writes(const char *text)
{
    struct browser *staff = become_visitor();
    open_case(&filed_last);
    struct reply sent = browser_upload(b, "/track/message", f("text=%s", text), "file", NULL, NULL, NULL, 0);
    ck_assert_msg(sent.status == 303, "the complainant's message gave %d", sent.status);
    become_staff(staff);
}

const char *accepted_complaint(void)
{
    const char *c = file_complaint("named");
    act(c, "accept", "", "The complaint was accepted.");
    return c;
}

const char *in_days(int days)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    struct utc_parts day = utc_in_zone(utc_now_us() + days * UTC_DAY_US, zone);
    return f("%04d-%02d-%02d", day.year, day.month, day.day);
}

const char *first_option(struct reply page, const char *select)
{
    const char *at = strstr(page.body, select);
    at = at ? strstr(at, "<option value=\"") : NULL;
    ck_assert_msg(at != NULL, "no option after %s", select);
    at += strlen("<option value=\"");
    return upto_quote(at);
}
