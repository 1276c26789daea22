#include <check.h>
#include <string.h>

#include "change_store.h"
#include "db.h"
#include "pages_visit.h"

/* The administration in the browser. Names carry a mark of the run, so that suites and runs do not meet. Pages are in English. */

static const char *role_page(const char *name)
{
    struct reply list = get("/staff/admin/roles", 200);
    const char *at = strstr(list.body, f(">%s</a>", name));
    ck_assert_msg(at, "no role %s", name);
    return upto_quote(back_to(at, "/staff/admin/roles/"));
}

/* ---- units, departments ---- */

START_TEST(a_unit_from_the_first_to_the_last)
{
    be("admin");
    get("/staff/admin/units", 200);
    sees("Unit name");
    sees("<td>Head office</td>");
    sees("/staff/admin/departments?unit=");
    get("/staff/admin/units/new", 200);
    post("/staff/admin/units/new", "code=&name_zh=", 422);
    sees("Enter a short code");
    sees("aria-invalid=\"true\"");
    const char *parent = strrchr(find("/staff/admin/units", "jn"), '/') + 1;
    get("/staff/admin/units/new", 200);
    post("/staff/admin/units/new", f("parent=%s&code=%s&name_zh=%s&name_en=Unit%%20%s&can_close=1", parent, mark, mark, mark), 303);
    const char *page = find("/staff/admin/units", mark);
    sees("The unit was added.");
    get(page, 200);
    sees(f("Unit %s", mark));
    const char *old = version();
    post(page, f("version=%s&code=%s&name_zh=%s&name_en=First&can_close=1", old, mark, mark), 303);
    get(page, 200);
    post(page, f("version=%s&code=%s&name_zh=%s&name_en=Second&can_close=1", old, mark, mark), 409);
    sees("Somebody else saved this in the meantime.");
    sees("value=\"Second\"");
    sees("<b class=\"user\">First</b>");
    post(page, f("version=%s&code=%s&name_zh=%s&name_en=Second&can_close=1", version(), mark, mark), 303);
    get(f("%s/switch", page), 200);
    sees("Complaints still open");
    post(f("%s/switch", page), f("version=%s&active=0", version()), 303);
    get(page, 200);
    sees("Switched off");
    post(f("%s/switch", page), "version=1&active=1", 409);
    get(f("%s/switch", page), 200);
    post(f("%s/switch", page), f("version=%s&active=1", version()), 303);
    get(f("/staff/admin/changes?entity=unit&id=%s", strrchr(page, '/') + 1), 200);
    sees("<del>First</del>");
    sees("<ins>Second</ins>");
    sees("Switched on");
}
END_TEST

START_TEST(the_same_form_twice_changes_once)
{
    be("admin");
    const char *unit = strrchr(find("/staff/admin/units", "jn"), '/') + 1;
    get("/staff/admin/departments/new", 200);
    const char *form = f("unit=%s&function=legal&name_zh=%s&once=%s", unit, mark, browser_value(b, "once"));
    struct reply first = post("/staff/admin/departments/new", form, 303), second = post("/staff/admin/departments/new", form, 303);
    ck_assert_str_eq(first.location, second.location);
    struct reply list = get(f("/staff/admin/departments?q=%s", mark), 200);
    const char *row = strstr(list.body, "/staff/admin/departments/");
    size_t rows = 0;
    for (const char *at = strstr(list.body, "<tbody>"); at && (at = strstr(at, "<tr")); at++)
        rows++;
    ck_assert_ptr_nonnull(row);
    ck_assert_uint_eq(rows, 1);
}
END_TEST

START_TEST(a_department_gets_its_coordinator)
{
    be("admin");
    const char *unit = strrchr(find("/staff/admin/units", "jn"), '/') + 1;
    get("/staff/admin/departments/new", 200);
    post("/staff/admin/departments/new", f("unit=%s&function=magic&name_zh=%s", unit, mark), 422);
    post("/staff/admin/departments/new", f("unit=%s&function=brand&name_zh=%s", unit, mark), 303);
    const char *page = find("/staff/admin/departments", mark);
    struct reply form = get(page, 200);
    const char *person = strstr(form.body, "(lijing)"), *value = NULL;
    ck_assert_ptr_nonnull(person);
    for (const char *at = form.body; (at = strstr(at, "<option value=\"")) && at < person; at++)
        value = at + strlen("<option value=\"");
    const char *id = upto_quote(value);
    post(page, f("version=%s&function=brand&name_zh=%s&coordinator=%s&deputy=%s", version(), mark, id, id), 422);
    post(page, f("version=%s&function=brand&name_zh=%s&coordinator=999999", "1", mark), 422);
    sees("must work in this unit");
    post(page, f("version=%s&function=brand&name_zh=%s&coordinator=%s", "1", mark, id), 303);
    get(f("/staff/admin/departments?q=%s", mark), 200);
    sees("李静");
}
END_TEST

/* ---- people ---- */

/* A new person with a role, as the administrator makes one; gives the page and the first password. */
static const char *make_person(const char *login, const char *unit_code, const char *role, const char **ret_password)
{
    const char *unit = strrchr(find("/staff/admin/units", unit_code), '/') + 1;
    get("/staff/admin/people/new", 200);
    struct reply made = post("/staff/admin/people/new", f("login=%s&name=N-%s&unit=%s&language=en", login, login, unit), 200);
    const char *at = strstr(made.body, "<span class=\"code\">");
    ck_assert_ptr_nonnull(at);
    at += strlen("<span class=\"code\">");
    *ret_password = arena_strndup(kept, at, strcspn(at, "<"));
    const char *page = find("/staff/admin/people", login);
    struct reply shown = get(page, 200);
    if (role) {
        post(f("%s/grant", page), f("role=%s&over=u%s", option_of(shown, f("%s</option>", role)), unit), 303);
    }
    return page;
}

/* Sign in with the first password and choose another. */
static void be_new(struct browser *who, const char *login, const char *password)
{
    (void)browser_get(who, "/staff/sign-in");
    ck_assert_int_eq(browser_post(who, "/staff/sign-in", f("login=%s&password=%s", login, password)).status, 303);
    ck_assert_str_eq(browser_get(who, "/staff/").location, "/staff/account");
    (void)browser_get(who, "/staff/account");
    const char *form = f("current_password=%s&new_password=Quite another %s&again_password=Quite another %s", password, mark, mark);
    ck_assert_int_eq(browser_post(who, "/staff/account/password", form).status, 303);
    ck_assert_int_eq(browser_get(who, "/staff/account?lang=en").status, 303);
    ck_assert_int_eq(browser_get(who, "/staff/account").status, 200);
}

START_TEST(a_person_from_the_first_to_the_last)
{
    const char *password, *login = f("p%s", mark);
    be("admin");
    get("/staff/admin/people", 200);
    get("/staff/admin/people/new", 200);
    post("/staff/admin/people/new", "login=A%20B&name=&unit=&language=zh&email=x&superior=nobody.at.all", 422);
    sees("Nobody has this sign-in name");
    sees("Enter the person&#39;s name");
    const char *page = make_person(login, "jn", "Complaint handler", &password);
    ck_assert_uint_eq(strlen(password), 19);
    get(page, 200);
    sees_not(password); /* once */
    sees("Complaint handler");
    post("/staff/admin/people/new", f("login=%s&name=x&unit=1&language=zh", login), 422);

    struct browser *person = browser_new(CRYPTO_STAFF);
    be_new(person, login, password);
    ck_assert_int_eq(browser_get(person, "/staff/complaints").status, 200);

    get(page, 200);
    const char *grant = browser_value(b, "grant");
    post(f("%s/revoke", page), f("grant=%s", grant), 303);
    ck_assert_int_eq(browser_get(person, "/staff/complaints").status, 403); /* from the next click */
    get(page, 200);
    sees("No roles yet");
    struct reply reset = post(f("%s/reset", page), "", 200);
    ck_assert_ptr_nonnull(strstr(reset.body, "<span class=\"code\">"));
    ck_assert_int_eq(browser_get(person, "/staff/account").status, 303); /* signed out */
    get(f("%s/switch", page), 200);
    post(f("%s/switch", page), f("version=%s&active=0", version()), 303);
    get(page, 200);
    sees("Switched off");
    get(f("/staff/admin/changes?entity=grant&id=%s", strrchr(page, '/') + 1), 200);
    sees("Granted");
    sees("Revoked");
    get(f("/staff/admin/changes?entity=user&id=%s", strrchr(page, '/') + 1), 200);
    sees("Password reset");
    browser_free(person);
}
END_TEST

START_TEST(people_need_a_recent_password)
{
    be("admin");
    const char *page = find("/staff/admin/people", "lijing");
    sql("UPDATE staff_session s JOIN app_user u ON u.id = s.user_id SET s.reauth_us = 1 WHERE u.login = 'admin'");
    ck_assert_str_eq(get(page, 303).location, f("/staff/confirm?to=%s", page));
    ck_assert_str_eq(get("/staff/admin/people/new", 303).location, "/staff/confirm?to=/staff/admin/people/new");
    static const char *const actions[] = {"", "/grant", "/revoke", "/reset", "/switch"};
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        ck_assert_str_eq(post(f("%s%s", page, actions[i]), "role=1&over=u1&grant=1&version=1&active=0", 303).location, "/staff/confirm");
    ck_assert_str_eq(post("/staff/admin/people/new", "login=x", 303).location, "/staff/confirm");
    get("/staff/admin/units", 200); /* others do not */
    get(f("/staff/confirm?to=%s", page), 200);
    ck_assert_str_eq(post("/staff/confirm", f("password=" PAGES_PASSWORD "&to=%s", page), 303).location, page);
    get(page, 200);
}
END_TEST

START_TEST(nobody_climbs)
{
    const char *password, *login = f("q%s", mark);
    be("admin");
    const char *own = make_person(login, "jz", "Administrator", &password);
    const char *above = find("/staff/admin/people", "lijing"), *top = find("/staff/admin/units", "hq");
    get("/staff/admin/people", 200);

    struct browser *climber = browser_new(CRYPTO_STAFF), *admin = b;
    be_new(climber, login, password);
    b = climber;
    /* What is above is not there. */
    get(above, 404);
    get(top, 404);
    get("/staff/admin/people/new", 200);
    static const char *const actions[] = {"/grant", "/revoke", "/reset", "/switch"};
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        post(f("%s%s", above, actions[i]), "role=1&over=u1&grant=1&version=1&active=0", 404);
    post(above, f("login=x%s&name=x&unit=1&language=zh&version=1", mark), 404);
    post("/staff/admin/people/new", f("login=x%s&name=x&unit=%s&language=zh", mark, strrchr(top, '/') + 1), 422);
    sees("Choose one of your own units");
    /* Himself he can look at, not change. */
    get(own, 200);
    sees("Nobody changes his own rights");
    sees_not("/grant\"");
    post(f("%s/grant", own), "role=1&over=u1", 403);
    post(f("%s/reset", own), "", 403);
    /* His own people cannot be given more than he has, nor more room. */
    const char *child_password, *child = make_person(f("r%s", mark), "jz", NULL, &child_password);
    sees_not("Identity custodian");
    const char *custodian = strrchr(role_page("Identity custodian"), '/') + 1;
    const char *jz = strrchr(find("/staff/admin/units", "jz"), '/') + 1;
    get(child, 200);
    post(f("%s/grant", child), f("role=%s&over=u%s", custodian, jz), 403);
    post(f("%s/grant", child), f("role=2&over=u%s", strrchr(top, '/') + 1), 403);
    post(f("%s/grant", child), f("role=2&over=u%s", jz), 303);
    /* Roles belong to the whole organisation. */
    get(f("/staff/admin/roles/%s", custodian), 200);
    post(f("/staff/admin/roles/%s", custodian), f("version=%s&name_zh=x&may_see=1&may_unseal=1", version()), 403);
    browser_free(climber);
    b = admin;
}
END_TEST

/* What the role of this page may do, as its form sends it. */
static const char *may_all(const char *body)
{
    const char *all = "";
    for (const char *at = strstr(body, "name=\"may_"); at; at = strstr(at + 1, "name=\"may_")) {
        const char *name = upto_quote(at + strlen("name=\""));
        if (strncmp(strchr(at, '>') - strlen(" checked"), " checked", strlen(" checked")) == 0)
            all = f("%s&%s=1", all, name);
    }
    return all;
}

START_TEST(roles_are_shown_and_changed)
{
    be("admin");
    const char *page = role_page("Inspector"), *mine = role_page("Administrator");
    sees("Complaint handler");
    const char *before = may_all(get(page, 200).body);
    ck_assert_ptr_nonnull(strstr(before, "&may_see=1"));
    const char *old = version();
    post(page, f("version=%s&name_zh=督查员&name_en=Inspector&active=1&may_see=1&may_note=1&may_reopen=1&may_report=1&may_reveal=1", old), 303);
    post(page, f("version=%s&name_zh=督查员&name_en=Inspector&active=1&may_see=1", old), 409);
    sees("Saved in the meantime:");
    get(page, 200);
    post(page, f("version=%s&name_zh=督查员&name_en=Inspector&active=1&second_factor=1%s&may_unseal=1", version(), before), 303);
    struct reply asks = get(page, 200);
    ck_assert_ptr_nonnull(strstr(asks.body, "name=\"second_factor\" value=\"1\" checked"));
    post(page, f("version=%s&name_zh=督查员&name_en=Inspector&active=1%s", version(), before), 303);
    struct reply shown = get(page, 200);
    ck_assert_str_eq(may_all(shown.body), before);
    ck_assert_ptr_null(strstr(shown.body, "name=\"may_unseal\" value=\"1\" checked"));
    get(mine, 200);
    sees("You hold this role yourself");
    post(mine, f("version=%s&name_zh=x&active=1", version()), 403);
}
END_TEST

/* ---- who may come here at all, and what is shown ---- */

static const char *const areas[] = {"/staff/admin/rules/categories", "/staff/admin/units", "/staff/admin/departments", "/staff/admin/people", "/staff/admin/roles", "/staff/admin/changes"};

START_TEST(others_have_no_business_here)
{
    be("lijing");
    for (size_t i = 0; i < COUNT_OF(areas); i++)
        get(areas[i], 403);
    post("/staff/admin/people/new", "login=x", 403);
    get("/staff/", 200);
    sees_not("Administration");
}
END_TEST

START_TEST(the_auditor_reads_the_log_only)
{
    be("shenji");
    get("/staff/admin/changes", 200);
    for (size_t i = 0; i + 1 < COUNT_OF(areas); i++)
        get(areas[i], 403);
}
END_TEST

START_TEST(absent_things_are_absent)
{
    be("admin");
    for (size_t i = 0; i + 1 < COUNT_OF(areas); i++) {
        get(f("%s/999999999", areas[i]), 404);
        get(f("%s/abc", areas[i]), 404);
        get(f("%s/0", areas[i]), 404);
        get(f("%s/99999999999999999999", areas[i]), 404);
    }
    get("/staff/admin/changes?entity=nonsense&id=1&after=x", 200);
    get("/staff/admin/people?after=%FF&unit=x", 200);
}
END_TEST

START_TEST(names_are_text)
{
    be("admin");
    const char *evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E";
    const char *parent = strrchr(find("/staff/admin/units", "jn"), '/') + 1;
    get("/staff/admin/units/new", 200);
    post("/staff/admin/units/new", f("parent=%s&code=%s&name_zh=%s&name_en=%s", parent, mark, evil, evil), 303);
    const char *page = find("/staff/admin/units", mark);
    const char *const shown[] = {page, f("%s/switch", page), f("/staff/admin/units?q=%s", mark), "/staff/admin/changes", "/staff/admin/departments/new",
                                 "/staff/admin/people/new", f("/staff/admin/units?q=%s", evil), f("/staff/admin/rules/categories?q=%s", evil)};
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        struct reply reply = get(shown[i], 200);
        ck_assert_msg(!strstr(reply.body, "<script>alert") && !strstr(reply.body, "\"'>"), "%s shows a name as markup", shown[i]);
    }
    get(f("%s/switch", page), 200);
    post(f("%s/switch", page), f("version=%s&active=0", version()), 303);
}
END_TEST

START_TEST(long_lists_go_on)
{
    be("admin");
    struct reply first = get("/staff/admin/people", 200);
    const char *next = strstr(first.body, "?after=");
    ck_assert_msg(next, "the list of people has one page only");
    const char *after = upto_quote(next);
    struct reply second = get(f("/staff/admin/people%s", after), 200);
    const char *at = strstr(first.body, "<tbody>"), *row = strstr(at, "/staff/admin/people/");
    const char *link = upto_quote(row);
    ck_assert_ptr_null(strstr(strstr(second.body, "<tbody>"), f("%s\"", link)));
    get("/staff/admin/departments", 200);
    get("/staff/admin/changes", 200);
}
END_TEST

START_TEST(the_log_stays_sound)
{
    int64_t bad = -1;
    struct crypto_keys *keys;
    char why[256];
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_STAFF, &keys, why), ERR_NONE);
    ck_assert_int_eq(change_verify(pages_db(CRYPTO_STAFF), keys, &bad), ERR_NONE);
    ck_assert_int_eq(bad, 0);
    crypto_keys_free(keys);
}
END_TEST

Suite *suite_pages_admin(void);
Suite *suite_pages_admin(void)
{
    Suite *s = suite_create("pages: admin");
    TCase *c = tcase_create("admin");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, visit_begin, visit_end);
    tcase_add_test(c, a_unit_from_the_first_to_the_last);
    tcase_add_test(c, the_same_form_twice_changes_once);
    tcase_add_test(c, a_department_gets_its_coordinator);
    tcase_add_test(c, a_person_from_the_first_to_the_last);
    tcase_add_test(c, people_need_a_recent_password);
    tcase_add_test(c, nobody_climbs);
    tcase_add_test(c, roles_are_shown_and_changed);
    tcase_add_test(c, others_have_no_business_here);
    tcase_add_test(c, the_auditor_reads_the_log_only);
    tcase_add_test(c, absent_things_are_absent);
    tcase_add_test(c, names_are_text);
    tcase_add_test(c, long_lists_go_on);
    tcase_add_test(c, the_log_stays_sound);
    suite_add_tcase(s, c);
    return s;
}
