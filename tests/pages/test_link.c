#include <check.h>
#include <string.h>

#include "config_load.h"
#include "identity_store.h"
#include "pages_case.h"
#include "repeat_store.h"
#include "stores.h"

/* What belongs together, and what is made of a matter that is no complaint: from the case page. Pages are in English. */

#define TOLD "The+premium+for+my+policy+was+taken+from+my+account+twice+in+August.%0AThe+hotline+never+answers."

/* Filed on the website by the same person; its number. */
static const char *file_told(void)
{
    struct browser *staff = b;
    b = browser_new(CRYPTO_PUBLIC);
    write_until_who(f("title=Charged+twice+%s&body=%s&place=Branch+5", mark, TOLD), "want_refund=1&amount=1200.50");
    leads("/file/who", "mode=named&kind=customer", "/file/contact");
    get("/file/contact", 200);
    leads("/file/contact", f("name=Zhang+San&phone=138%08lu&prefer=phone", (unsigned long)(mark[strlen(mark) - 1] * 7919u + mark[strlen(mark) - 2] * 104729u)), "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    const char *number = read_receipt().number;
    browser_free(b);
    b = staff;
    return number;
}

/* What jobs do a moment after a filing: contact data and texts can be found. */
static void jobs_follow(void)
{
    struct db_config config;
    struct db *db;
    struct crypto_keys *keys;
    char why[256] = "";
    size_t done;
    ck_assert_int_eq(config_database(pages_config(), DB_JOBS, &config), ERR_NONE);
    ck_assert_int_eq(db_open(&config, DB_JOBS, app_stores, &db), ERR_NONE);
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_JOBS, &keys, why), ERR_NONE);
    ck_assert_int_eq(identity_take_over(db, kept, keys, 1000, &done), ERR_NONE);
    do {
        ck_assert_int_eq(repeat_index(db, kept, 1000, &done), ERR_NONE);
    } while (done > 0);
    crypto_keys_free(keys);
    db_close(db);
}

static const char *path_of(const char *number)
{
    return f("/staff/complaints/%s", number);
}

static const char *on(const char *number, const char *action)
{
    return f("/staff/complaints/%s/%s", number, action);
}

START_TEST(test_linked_and_merged)
{
    const char *old = file_told(), *young = file_told();
    jobs_follow();
    be(HANDLER);
    get(on(young, "link"), 200);
    sees("same telephone number");
    sees(old);
    sees("similar text (100%)");
    post(on(young, "link"), with_version(path_of(young), "kind=1"), 422);
    sees("Enter the number of the other complaint");
    post(on(young, "link"), with_version(path_of(young), "other=TS-AAAAA-AAAAA-A&kind=1"), 422);
    sees("There is no complaint with this number that you may see");
    sees("value=\"TS-AAAAA-AAAAA-A\"");
    leads_to(post(on(young, "link"), with_version(path_of(young), f("other=%s&kind=2", old)), 303), f("%s#links", path_of(young)));
    get(path_of(young), 200);
    sees("Same matter");
    sees(old);
    post(on(young, "unlink"), f("other=%s", old), 303);
    get(path_of(young), 200);
    sees("The link was taken away.");
    /* what stands in the way is told beside what was written, which stays */
    sql(f("UPDATE complaint SET open_slips = 1 WHERE number = '%s'", young));
    post(on(young, "link"), with_version(path_of(young), f("other=%s&kind=4&same_person=1&text=Same+caller", old)), 409);
    sees(">Same caller</textarea>");
    sees(f("value=\"%s\"", old));
    sql(f("UPDATE complaint SET open_slips = 0 WHERE number = '%s'", young));
    const char *before = with_version(path_of(young), f("other=%s&kind=4&same_person=1&text=Same+caller", old));
    leads_to(post(on(young, "link"), before, 303), path_of(old));
    get(path_of(old), 200);
    sees("Was merged into this one");
    get(path_of(young), 200);
    sees("This complaint has ended; it goes on in");
    sees("Same caller");
    post(on(young, "link"), f("%s&once=0123456789ABCDEFGHJKMNPQRS", before), 409);
    sees("Somebody else changed this complaint meanwhile");
}
END_TEST

START_TEST(test_split)
{
    const char *c = file_told();
    be(HANDLER);
    get(on(c, "split"), 200);
    sees("The hotline never answers.");
    post(on(c, "split"), with_version(path_of(c), "s1=0&s2=0"), 422);
    sees("Put at least one section into a new complaint");
    post(on(c, "split"), with_version(path_of(c), "s1=0&s2=1&category1="), 422);
    sees("Choose a category for every new complaint");
    post(on(c, "split"), with_version(path_of(c), "s1=0&s2=1&category1=service"), 422);
    struct reply form = get(on(c, "split"), 200);
    const char *option = strstr(strstr(form.body, "<optgroup"), "<option value=\"");
    const char *category = "";
    /* Any category but its own. */
    for (int i = 0; i < 3; i++) {
        category = upto_quote(option + strlen("<option value=\""));
        option = strstr(option + 1, "<option value=\"");
    }
    post(on(c, "split"), with_version(path_of(c), f("s1=0&s2=1&category1=%s", category)), 303);
    get(path_of(c), 200);
    sees("Was split off this one, which leads");
    sees("split the complaint");
}
END_TEST

START_TEST(test_screening)
{
    const char *c = file_told(), *turned = file_told();
    be(HANDLER);
    post(on(c, "solve-on-the-spot"), with_version(path_of(c), "text="), 422);
    sees("Write what was done");
    post(on(c, "solve-on-the-spot"), with_version(path_of(c), "text=Paid+back+at+once"), 303);
    get(path_of(c), 200);
    sees("It was recorded as solved on the spot.");
    post(on(turned, "turn"), with_version(path_of(turned), "turn=enquiry&insert=turn"), 200);
    /* where the tracking page does not show answers at once, how this one is given is said, as with any answer */
    post(on(turned, "turn"), with_version(path_of(turned), "turn=enquiry&text=Please+look+at+the+website"), 422);
    sees("Choose how the answer is given to the complainant");
    sees(">Please look at the website</textarea>");
    post(on(turned, "turn"), with_version(path_of(turned), "turn=enquiry&text=Please+look+at+the+website&given=letter"), 303);
    get(path_of(turned), 200);
    sees("It is no complaint: it ends without a finding.");
    post(on(turned, "close"), with_version(path_of(turned), "turned=1"), 303);
    get("/staff/relabelled", 200);
    sees("Paid back at once");
    sees(c);
    get("/staff/relabelled?sample=3", 200);
    sees("A sample");
}
END_TEST

START_TEST(test_incident)
{
    const char *one = file_told(), *two = file_told();
    jobs_follow();
    be(HANDLER);
    post("/staff/incidents/new", "title=&cause=", 422);
    sees("Give the incident a title");
    struct reply made = post(f("/staff/incidents/new?with=%s", one), f("title=Double+charge+%s&cause=Bank+file+sent+twice", mark), 303);
    const char *incident = f("%s", made.location);
    get(incident, 200);
    sees(one);
    sees("Complaints that tell the same");
    sees(two);
    sees(f("href=\"/staff/measures/new?incident=%s\"", strrchr(incident, '/') + 1));
    sees("No corrective or preventive measure was set yet.");
    struct reply asks = get(f("/staff/measures/new?incident=%s", strrchr(incident, '/') + 1), 200);
    sees("Double charge");
    const char *measure = f("do=set&incident=%s&title=One+file+a+day&kind=1&cause=%s&department=%s&due=2099-01-01&body=", strrchr(incident, '/') + 1, last_choice(asks, "cause"), last_choice(asks, "department"));
    leads_to(post("/staff/measures/new", measure, 303), incident);
    get(incident, 200);
    sees(">One file a day</a>");
    be("chenchen"); /* who may set none is not led there */
    get(incident, 200);
    sees_not("/staff/measures/new");
    be(HANDLER);
    post(f("%s/add", incident), f("number=%s,TS-AAAAA-AAAAA-A", two), 200);
    sees("It belongs to the incident now");
    sees("There is no complaint with this number that you may see");
    get(path_of(two), 200);
    sees("href=\"/staff/incidents/");
    get(f("%s/reply", incident), 200);
    sees(one);
    const char *fields = f("text=Dear+customer,+about+{number}:+it+was+paid+back.&given=sms&accept_first=1&number=%s&number=%s", one, two);
    post(f("%s/reply", incident), f("number=%s", one), 422);
    sees("Choose how the answer is given to the complainant");
    post(f("%s/reply", incident), fields, 200);
    sees("Send this answer to 2 complainants?");
    sees("value=\"sms\" selected");
    post(f("%s/reply", incident), f("%s&sure=1", fields), 200);
    sees("2 done, 0 refused");
    get(path_of(one), 200);
    sees(f("about %s: it was paid back", one));
    post(f("%s/close", incident), f("text=Confirmed&finding=1&basis=nothing&number=%s&number=%s", one, two), 422);
    struct reply form = get(f("%s/close", incident), 200);
    const char *basis = strstr(strstr(form.body, "id=\"basis\""), "<option value=\"");
    basis = upto_quote(strstr(basis + 1, "<option value=\"") + strlen("<option value=\""));
    const char *cause = last_choice(form, "cause"), *stage = last_choice(form, "stage");
    const char *closing = f("text=Confirmed&finding=1&basis=%s&agreement=By+telephone&cause=%s&stage_code=%s&number=%s&number=%s", basis, cause, stage, one, two);
    post(f("%s/close", incident), closing, 200);
    sees("Close 2 complaints with this finding?");
    post(f("%s/close", incident), f("%s&sure=1", closing), 200);
    sees("2 done, 0 refused");
    post(f("%s/close", incident), f("%s&sure=1&once=0123456789ABCDEFGHJKMNPQRS", closing), 200);
    sees("0 done, 2 refused");
    get(incident, 200);
    const char *before = f("version=%s&title=Other&cause=Bank+file&close=1", version());
    post(incident, before, 303);
    post(incident, f("%s&once=0123456789ABCDEFGHJKMNPQRS", before), 409);
    sees("Somebody else changed this incident meanwhile.");
    get("/staff/incidents?closed=1", 200);
    sees("Other");
}
END_TEST

Suite *suite_pages_link(void);
Suite *suite_pages_link(void)
{
    Suite *s = suite_create("pages_link");
    TCase *t = tcase_create("link");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, visit_begin, visit_end);
    tcase_add_test(t, test_linked_and_merged);
    tcase_add_test(t, test_split);
    tcase_add_test(t, test_screening);
    tcase_add_test(t, test_incident);
    suite_add_tcase(s, t);
    return s;
}
