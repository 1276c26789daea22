#include <check.h>
#include <string.h>

#include "pages_case.h"
#include "utc.h"

/* People as the browser shows them: absences and deputies. Pages are in English; every person carries a mark of the run. */

/* Somebody new of the unit of another, with the password and, if wanted, the roles of his: tests change no demo account for others. */
static const char *twin(const char *of, const char *name, bool roles)
{
    const char *login = f("%s.%s", name, mark);
    sql(f("INSERT INTO app_user (login, name, unit_id, department_id, language, email, password_hash, must_change) SELECT '%s', '%s %s', unit_id, department_id, 'en', '', "
          "password_hash, 0 FROM app_user WHERE login = '%s'",
          login, name, mark, of));
    if (roles)
        sql(f("INSERT INTO role_grant (user_id, role_id, unit_id, department_id) SELECT (SELECT id FROM app_user WHERE login = '%s'), role_id, g.unit_id, g.department_id FROM "
              "role_grant g JOIN app_user u ON u.id = g.user_id WHERE u.login = '%s'",
              login, of));
    return login;
}

static const char *date(int days)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load(pages_config()->site.timezone, &zone), ERR_NONE);
    struct utc_parts day = utc_in_zone(utc_now_us() + days * UTC_DAY_US, zone);
    return f("%04d-%02d-%02d", day.year, day.month, day.day);
}

/* ---- absences ---- */

START_TEST(an_absence_of_ones_own)
{
    const char *me = twin("sunli", "away", true), *deputy = twin("sunli", "stands", false);
    be(me);
    get("/staff/account", 200);
    sees("/staff/account/absence");
    get("/staff/account/absence", 200);
    sees("No absence is recorded.");
    sees("<datalist id=\"colleagues\"><option value=");
    post("/staff/account/absence", "from=&to=soon&deputy=&note=Call%20the%20office", 422);
    sees("Enter a date");
    sees("This is no date; write it as 2026-08-21");
    sees("Enter the name or sign-in name of the stand-in");
    sees("value=\"Call the office\"");
    post("/staff/account/absence", f("from=%s&to=%s&deputy=nobody", date(1), date(3)), 422);
    sees("Choose a colleague of the same unit");
    post("/staff/account/absence", f("from=%s&to=%s&deputy=%s", date(3), date(1), deputy), 422);
    sees("The last day is before the first");
    post("/staff/account/absence", f("from=%s&to=%s&deputy=%s", date(1), date(3), me), 422);
    get("/staff/account/absence", 200);
    post("/staff/account/absence", f("from=%s&to=%s&deputy=%s&note=Leave", date(-1), date(3), deputy), 303);
    get("/staff/account/absence", 200);
    sees("The absence was recorded.");
    sees(f("stands %s", mark));
    sees("Back again");
    post("/staff/account/absence", f("from=%s&to=%s&deputy=%s", date(2), date(5), deputy), 422);
    sees("There is an absence in this time already");
    const char *end = arena_strdup(kept, browser_link(b, "/staff/account/absence/"));
    be(deputy);
    get("/staff/account/absence", 200);
    sees("Standing in for");
    sees(f("away %s", mark));
    post(end, "", 404); /* somebody else's */
    be(me);
    get("/staff/account/absence", 200);
    post(end, "", 303);
    get("/staff/account/absence", 200);
    sees("No absence is recorded.");
}
END_TEST

START_TEST(several_who_fit_are_offered)
{
    const char *me = twin("sunli", "chooser", true), *first = twin("sunli", "same1", false);
    twin("sunli", "same2", false);
    sql(f("UPDATE app_user SET name = 'Same %s' WHERE login IN ('same1.%s', 'same2.%s')", mark, mark, mark));
    be(me);
    get("/staff/account/absence", 200);
    post("/staff/account/absence", f("from=%s&to=%s&deputy=Same%%20%s", date(1), date(3), mark), 422);
    sees("Several colleagues fit; choose the one you mean");
    sees("Who is meant?");
    sees(first);
    const char *pick = arena_strdup(kept, browser_value(b, "pick"));
    post("/staff/account/absence", f("from=%s&to=%s&deputy=Same%%20%s&pick=%s", date(1), date(3), mark, pick), 303);
}
END_TEST

START_TEST(administrators_record_it_for_others)
{
    const char *who = twin("sunli", "patient", false), *deputy = twin("sunli", "nurse", false);
    be("admin");
    const char *page = find("/staff/admin/people", who), *absences = f("%s/absence", page);
    get(page, 200);
    sees(absences);
    get(absences, 200);
    sees(f("Absences of patient %s", mark));
    post(absences, f("from=%s&to=%s&deputy=%s&note=Illness", date(0), date(30), deputy), 303);
    get(absences, 200);
    sees("Illness");
    sees(f("nurse %s", mark));
    get(f("/staff/admin/changes?entity=user&id=%s", strrchr(page, '/') + 1), 200);
    sees("Absence recorded");
    sees(f("nurse %s", mark));
    get(absences, 200);
    post(browser_link(b, f("%s/", absences)), "", 303);
    get(f("/staff/admin/changes?entity=user&id=%s", strrchr(page, '/') + 1), 200);
    sees("Absence ended");
    sees_not("<ins>1970");
    get("/staff/admin/people/999999/absence", 404);
    get("/staff/admin/people/x/absence", 404);
}
END_TEST

START_TEST(work_is_not_given_to_the_absent_unseen)
{
    const char *gone = twin("sunli", "gone", false), *deputy = twin("sunli", "there", false);
    be("zhaolei");
    const char *c = accepted_complaint(), *number = number_of(c), *list = get("/staff/complaints?view=open&sort=received", 200).body;
    const char *id = upto_quote(back_to(strstr(list, number), "name=\"id\" value=\"") + strlen("name=\"id\" value=\""));
    sql("UPDATE app_user SET active = 0 WHERE login REGEXP '^m[0-9]+[.]'"); /* those of the import, more than a page offers */
    sql(f("UPDATE app_user SET department_id = NULL, unit_id = (SELECT unit_id FROM complaint WHERE number = '%s') WHERE login IN ('%s', '%s')", number, gone, deputy));
    sql(f("UPDATE complaint SET department_id = NULL, assignee_id = NULL WHERE number = '%s'", number)); /* the unit's people are offered */
    sql(f("INSERT INTO absence (user_id, deputy_id, from_us, to_us) SELECT a.id, d.id, %lld, %lld FROM app_user a, app_user d WHERE a.login = '%s' AND d.login = '%s'",
          (long long)(utc_now_us() - UTC_DAY_US), (long long)(utc_now_us() + 3 * UTC_DAY_US), gone, deputy));
    struct reply shown = get(f("%s?act=assign", c), 200);
    sees(f("gone %s · away until ", mark));
    sees(f("stand-in: there %s", mark));
    const char *away = option_of(shown, f("gone %s", mark)), *v = version();
    sees_not("Assign to the absent colleague all the same");
    post(f("%s/assign", c), f("version=%s&person=%s&text=Please", v, away), 422);
    sees(f("gone %s is away; there %s stands in.", mark, mark));
    sees("Assign to the absent colleague all the same");
    post(f("%s/assign", c), f("version=%s&person=%s&text=Please&absent_ok=1", v, away), 303);
    shown = get(f("%s?act=assign", c), 200);
    post(f("%s/assign", c), f("version=%s&person=%s&text=Please", version(), option_of(shown, f("there %s", mark))), 303);
    /* who stands in no list is named: by sign-in name, or by his name where only one has it */
    get(f("%s?act=assign", c), 200);
    v = version();
    post(f("%s/assign", c), f("version=%s&person_name=nobody+%s", v, mark), 422);
    sees("Nobody here has this name");
    sees(f("value=\"nobody %s\"", mark));
    post(f("%s/assign", c), f("version=%s&person_name=there+%s&text=By+name", v, mark), 303);
    get(c, 200);
    sees(f("there %s", mark));

    /* the same when many are assigned together; whoever is kept out of one is refused there, in words */
    get("/staff/complaints?view=open", 200);
    const char *begun = f("%s", post("/staff/bulk", f("from=view%%3Dopen&do=assign&id=%s", id), 303).location);
    get(begun, 200);
    sees("Or somebody who is not in the list");
    post(begun, f("person_name=nobody+%s", mark), 422);
    sees("Nobody here has this name");
    sees(f("value=\"nobody %s\"", mark));
    post(begun, f("person_name=%s", gone), 422);
    sees(f("gone %s is away; there %s stands in.", mark, mark));
    sees("Assign to the absent colleague all the same");
    post(begun, f("person_name=%s&absent_ok=1", gone), 303);
    get(begun, 200);
    sees("1 done, 0 refused.");
    sql(f("INSERT INTO recusal (complaint_id, user_id, reason, at_us) SELECT %s, id, 'own', 1 FROM app_user WHERE login = '%s'", id, deputy));
    begun = f("%s", post("/staff/bulk", f("from=view%%3Dopen&do=assign&id=%s", id), 303).location);
    post(begun, f("person_name=%s", deputy), 303);
    get(begun, 200);
    sees("0 done, 1 refused.");
    sees("kept out of the complaint because of a conflict of interest");
    sql(f("DELETE FROM recusal WHERE complaint_id = %s AND reason = 'own'", id));
}
END_TEST

START_TEST(a_leaver_hands_over_in_one_step)
{
    const char *leaver = twin("zhaolei", "leaver", true), *heir = twin("zhaolei", "heir", true), *other = twin("zhaolei", "other", false);
    sql(f("INSERT INTO department (unit_id, function, name_zh, name_en, coordinator_id) SELECT unit_id, 'brand', 'D%s', 'D%s', id FROM app_user WHERE login = '%s'", mark, mark, leaver));
    be("admin");
    const char *page = find("/staff/admin/people", leaver), *leave = f("%s/leave", page);
    get(page, 200);
    sees(leave);
    get(leave, 200);
    sees(f("D%s", mark));
    const char *v = version();
    post(leave, f("version=%s&all=", v), 422);
    sees("Enter who takes over");
    post(leave, f("version=%s&all=nobody%s", v, mark), 422);
    sees("Nobody of your units who can sign in has this name");
    post(leave, f("version=%s&all=%%25.%s", v, mark), 422);
    post(leave, f("version=%s&all=%s", v, leaver), 422); /* himself */
    post(leave, f("version=%s&all=.%s", v, mark), 422);
    sees("Several people fit; enter the sign-in name: ");
    post(leave, f("version=%s&all=%s&posts_to=linxiao", v, heir), 422);
    sees("Choose a colleague of the same unit for the posts");
    sees(f("value=\"%s\"", heir));
    post(leave, f("version=%s&all=%s&posts_to=%s", v, heir, other), 200);
    sees(f("Hand over and switch off: leaver %s?", mark));
    sees(f("other %s (%s)", mark, other));
    const char *form = f("version=%s&confirm=1&complaints_to=%s&posts_to=%s&absences_to=0&once=%s", browser_value(b, "version"), browser_value(b, "complaints_to"),
                         browser_value(b, "posts_to"), browser_value(b, "once"));
    post(leave, form, 303);
    get(page, 200);
    sees("Everything was handed over");
    sees("Switched off");
    sees_not(leave);
    post(leave, form, 303); /* a double click */
    get(leave, 403);
    get(f("/staff/admin/departments?q=D%s", mark), 200);
    sees(f("other %s", mark));
    get(f("/staff/admin/changes?entity=user&id=%s", strrchr(page, '/') + 1), 200);
    sees("Handed over and switched off");
    sees("Posts go to");
    be(other);
    get("/staff/notices", 200);
    sees("Work was handed over to you");
    sees(f("from leaver %s, open complaints: 0", mark));
}
END_TEST

#define HEAD "login,name,unit,department,email,language,roles\n"
#define IMPORT "/staff/admin/people/import"

static int import(const char *csv)
{
    get(IMPORT, 200);
    return browser_upload(b, IMPORT, "text=", "file", "people.csv", "text/csv", csv, strlen(csv)).status;
}

/* The form of the preview, sent as it stands. */
static const char *preview_form(void)
{
    return f("expected=%s&part=%s&once=%s", browser_value(b, "expected"), browser_value(b, "part"), browser_value(b, "once"));
}

START_TEST(people_come_from_a_table)
{
    const char *unit = "JN";
    be("admin");
    get("/staff/admin/people", 200);
    sees(IMPORT);
    ck_assert_int_eq(import(""), 422);
    sees("Choose a file, or paste the table below");
    ck_assert_int_eq(import("a,b\n1,2\n"), 422);
    sees("Line 1: The column &quot;a&quot; is not known");
    ck_assert_int_eq(import(f(HEAD "i1.%s,新人甲,%s,,,,\ni2.%s,新人乙,%s,没有这个部门,,,\n", mark, unit, mark, unit)), 200);
    sees("Nothing has changed yet.");
    sees("The unit has no such department");
    sees("Import 1 person");
    const char *form = preview_form();
    post(IMPORT "/run", form, 200);
    sees("People imported");
    sees(f("i1.%s", mark));
    sees("These passwords are shown only now");
    post(IMPORT "/run", form, 409); /* the same page again: the person is there by now */
    sees("Something changed since the last preview");
    ck_assert_int_eq(import(f(HEAD "i1.%s,新人甲改,%s,,,,\n", mark, unit)), 200);
    sees("<del>新人甲</del>");
    sees("<ins>新人甲改</ins>");
    post(IMPORT "/run", preview_form(), 200);
    sees_not("These passwords are shown only now");
    get(f("/staff/admin/people?q=i1.%s", mark), 200);
    sees("新人甲改");
    get(IMPORT, 200);
    post(IMPORT, "text=login%2Cname%2Cunit%0Ax%2C%22open", 422);
    sees("A quotation mark is not closed");
    sees("x,&quot;open");
    post(IMPORT "/run", "expected=1-0-0-0", 400);
    post(IMPORT "/run", "expected=1-0-0-0&part=%2A%2A", 400);
}
END_TEST

START_TEST(hundreds_at_once)
{
    struct buf csv = {.arena = kept};
    be("admin");
    buf_adds(&csv, HEAD);
    for (int i = 0; i < 300; i++)
        buf_printf(&csv, "m%d.%s,员工%d,JN,,,,处理员\n", i, mark, i);
    ck_assert_int_eq(import(csv.p), 200);
    sees("No such role is granted");
    csv.n = 0;
    buf_adds(&csv, HEAD);
    for (int i = 0; i < 300; i++)
        buf_printf(&csv, "m%d.%s,员工%d,JN,,,,受理员\n", i, mark, i);
    ck_assert_int_eq(import(csv.p), 200);
    sees("Import 300 people");
    sees("and 100 more");
    post(IMPORT "/run", preview_form(), 200);
    sees("So many first passwords are not made at once.");
    ck_assert_int_eq(import(csv.p), 200);
    sees("There is nothing to import.");
}
END_TEST

Suite *suite_pages_people(void);
Suite *suite_pages_people(void)
{
    Suite *suite = suite_create("people");
    TCase *tests = tcase_create("people");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_add_test(tests, an_absence_of_ones_own);
    tcase_add_test(tests, several_who_fit_are_offered);
    tcase_add_test(tests, a_leaver_hands_over_in_one_step);
    tcase_add_test(tests, people_come_from_a_table);
    tcase_add_test(tests, hundreds_at_once);
    tcase_add_test(tests, work_is_not_given_to_the_absent_unseen);
    tcase_add_test(tests, administrators_record_it_for_others);
    suite_add_tcase(suite, tests);
    return suite;
}
