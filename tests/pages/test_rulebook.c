#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages_visit.h"
#include "rulebook_text.h"
#include "utc.h"

/* The rulebook in the browser: somebody drafts, somebody else publishes, the public form follows, an older version comes back. Pages are in English. */

#define HOME "/staff/admin/rulebook"
#define CATEGORIES "/staff/admin/rules/categories"

static struct reply upload(const char *text, size_t n, int status)
{
    get(HOME "/upload", 200);
    struct reply reply = browser_upload(b, HOME "/upload", "", "file", "rules.yaml", "application/yaml", text, n);
    ck_assert_msg(reply.status == status, "the upload gave %d, not %d", reply.status, status);
    return reply;
}

static struct str life_insurer(void)
{
    const char *top = getenv("REDRESS_TOP");
    FILE *file = fopen(f("%s/rulebooks/life-insurer.yaml", top ? top : "."), "rb");
    ck_assert_ptr_nonnull(file);
    char *text = arena_alloc(kept, RULEBOOK_BYTES_MAX);
    size_t n = fread(text, 1, RULEBOOK_BYTES_MAX, file);
    fclose(file);
    return (struct str){text, n};
}

static void publish(void)
{
    get(HOME "/publish", 200);
    post(HOME "/publish", f("version=%s&note=Test+%s&date=", version(), mark), 303);
    get(HOME, 200);
    sees("Published and in force.");
}

static bool has_draft(void)
{
    get(HOME, 200);
    return browser_sees(b, "Last changed by");
}

static void drop_draft(void)
{
    if (!has_draft())
        return;
    get(HOME "/changes", 200);
    post(HOME "/drop", f("version=%s", version()), 303);
    ck_assert(!has_draft());
}

/* Signed in as who drafts, with a rulebook in force and no draft. */
static void start(void)
{
    visit_begin();
    be("admin");
    drop_draft();
    if (browser_sees(b, "No rulebook has been published yet")) {
        struct str text = life_insurer();
        upload(text.p, text.n, 303);
        publish();
    }
}

static void stop(void)
{
    drop_draft();
    visit_end();
}

/* The last version's number and page. */
static const char *held_path(void)
{
    get(HOME, 200);
    return arena_strdup(kept, browser_link(b, HOME "/versions/"));
}

static const char *shop(const char *more)
{
    return f("name.zh=%s&name.en=Shop+%s&code=shop-%s&parent=service&function=sales&definition.zh=a&definition.en=b%s", mark, mark, mark, more);
}

/* ---- the journey ---- */

static bool public_offers(const char *category, const char *question)
{
    struct browser *staff = b;
    b = browser_new(CRYPTO_PUBLIC);
    browser_get(b, "/?lang=en");
    get("/file", 200);
    post("/file", "", 303);
    struct reply page = get("/file/category", 200);
    const char *at = strstr(page.body, category);
    bool offered = at != NULL;
    if (offered) {
        at = back_to(at, "value=\"") + strlen("value=\"");
        post("/file/category", f("category=%s", upto_quote(at)), 303);
        get("/file/what", 200);
        sees(question);
    }
    browser_free(b);
    b = staff;
    return offered;
}

START_TEST(from_a_draft_to_the_public_form_and_back)
{
    const char *before = held_path(), *name = f("Shop %s", mark);
    get(CATEGORIES "/new", 200);
    sees("The first change that you save opens a draft");
    post(CATEGORIES "/new", shop("&fields.0.label.zh=%E8%AE%A2%E5%8D%95&fields.0.label.en=Order+number&fields.0.kind=text&fields.0.required=1"), 303);
    struct reply list = get(CATEGORIES, 200);
    sees("Saved in the draft.");
    sees("You are working on the draft");
    sees(name);
    const char *row = strstr(list.body, name);
    ck_assert_str_eq(arena_strndup(kept, strstr(row, "</svg>") + 6, 3), "New"); /* and not in use yet */
    ck_assert(!public_offers(name, "Order number")); /* nothing holds yet */

    get(HOME "/changes", 200);
    sees("Added");
    sees(name);
    sees_not("It cannot be published before they are mended");
    get(HOME "/publish", 200);
    sees("Somebody else has to publish this draft.");
    sees("These can: ");
    sees("桂泽");
    get(HOME "/changes", 200);
    post(HOME "/publish", f("version=%s&note=x&date=", version()), 403);
    sees("Somebody else has to publish this draft.");

    get("/staff/notices", 200);
    sees_not("The rules were changed in a draft"); /* not to whoever wrote it */
    be("guize");
    struct reply told = get("/staff/notices", 200);
    sees("The rules were changed in a draft; please look at it and publish it");
    const char *notice = strstr(told.body, "The rules were changed in a draft");
    ck_assert_ptr_nonnull(strstr(notice, "href=\"" HOME "/changes\""));
    sees("管理员"); /* who wrote it */
    ck_assert_ptr_null(strstr(notice + 1, "The rules were changed in a draft")); /* once, however much is changed before it is read */
    get(CATEGORIES, 403);
    get(HOME, 200);
    sees("1 difference");
    get(HOME "/changes", 200);
    sees(name);
    get(HOME "/publish", 200);
    const char *v = version();
    post(HOME "/publish", f("version=%s&note=&date=2020-01-01", v), 422);
    sees("Say why the rules change");
    sees("Rules cannot hold from a day that has passed");
    publish();
    ck_assert(public_offers(name, "Order number"));

    be("admin");
    get(before, 200);
    sees("Restore as a draft");
    post(f("%s/restore", before), "", 303);
    get(HOME "/changes", 200);
    sees("Taken out");
    be("guize");
    publish();
    ck_assert(!public_offers(name, ""));
    get("/staff/admin/changes?entity=rulebook", 200);
    sees("Published");
    be("admin");
}
END_TEST

START_TEST(a_planned_version_waits_and_can_be_taken_back)
{
    get("/staff/admin/rules/causes/new", 200);
    post("/staff/admin/rules/causes/new", f("name.zh=%s&name.en=Cause+%s&parent=", mark, mark), 303);
    be("guize");
    get(HOME "/publish", 200);
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    struct utc_parts now = utc_in_zone(utc_now_us() + 40 * UTC_DAY_US, zone);
    post(HOME "/publish", f("version=%s&note=Later&date=%04d-%02d-%02d", version(), now.year, now.month, now.day), 303);
    struct reply home = get(HOME, 200);
    sees("Published, not yet in force");
    const char *at = strstr(home.body, "/take-back\"");
    ck_assert_ptr_nonnull(at);
    const char *path = upto_quote(back_to(at, HOME "/versions/")), *v = strstr(at, "name=\"version\" value=\"") + 22;
    post(path, f("version=%.*s", (int)strspn(v, "0123456789"), v), 303);
    get(HOME, 200);
    sees_not("Published, not yet in force");
    be("admin");
}
END_TEST

/* ---- forms ---- */

START_TEST(what_is_wrong_is_told_and_nothing_typed_is_lost)
{
    get(CATEGORIES "/new", 200);
    post(CATEGORIES "/new", f("name.zh=%s&name.en=&function=sales&definition.zh=only+this&fields.0.label.en=Half", mark), 422);
    sees("id=\"name.en-e\"");
    sees("id=\"definition.en-e\"");
    sees("id=\"fields.0.label.zh-e\"");
    sees("only this");
    sees("value=\"Half\"");
    sees(f("value=\"%s\"", mark));
    get("/staff/admin/rules/clocks/new", 200);
    post("/staff/admin/rules/clocks/new", "name.zh=x&name.en=x&kind=resolve&limit=soon&limit.unit=wd&when.grades=major&escalate.0.after=1&escalate.0.after.unit=wd", 422);
    sees("id=\"limit-e\"");
    sees("value=\"soon\"");
    sees("id=\"escalate.0.to-e\"");
    ck_assert(!has_draft()); /* nothing was saved */
}
END_TEST

START_TEST(the_same_form_twice_changes_once)
{
    get(CATEGORIES "/new", 200);
    const char *form = shop(f("&once=%s", browser_value(b, "once")));
    const char *csrf = arena_strdup(kept, browser_value(b, "csrf"));
    post(CATEGORIES "/new", form, 303);
    struct reply again = post(CATEGORIES "/new", f("%s&csrf=%s", form, csrf), 303);
    ck_assert_str_eq(again.location, CATEGORIES);
    get(f(CATEGORIES "/shop-%s", mark), 200);
    const char *edit = f("name.zh=%s&name.en=Other&parent=service&function=sales&version=%s&once=%s", mark, version(), browser_value(b, "once"));
    post(f(CATEGORIES "/shop-%s", mark), edit, 303);
    post(f(CATEGORIES "/shop-%s", mark), f("%s&csrf=%s", edit, csrf), 303);
}
END_TEST

START_TEST(two_who_change_the_same_thing)
{
    get(CATEGORIES "/new", 200);
    post(CATEGORIES "/new", shop(""), 303);
    const char *page = f(CATEGORIES "/shop-%s", mark);
    get(page, 200);
    const char *v = version();
    post(page, f("version=%s&name.zh=%s&name.en=First&parent=service&function=sales", v, mark), 303);
    get("/staff/admin/rules/causes/new", 200); /* other things do not stand in the way */
    post("/staff/admin/rules/causes/new", f("name.zh=%s&name.en=Cause+%s&parent=", mark, mark), 303);
    get(page, 200);
    post(page, f("version=%s&name.zh=%s&name.en=Second&parent=service&function=sales", v, mark), 409);
    sees("Somebody else saved this in the meantime.");
    sees("<b class=\"user\">First</b>");
    sees("value=\"Second\"");
    post(page, f("version=%s&name.zh=%s&name.en=Second&parent=service&function=sales", version(), mark), 303);
    get(page, 200);
    sees("value=\"Second\"");
}
END_TEST

START_TEST(order_switching_and_taking_out)
{
    get(CATEGORIES "/new", 200);
    post(CATEGORIES "/new", shop(""), 303);
    const char *page = f(CATEGORIES "/shop-%s", mark);
    get(CATEGORIES, 200);
    post(CATEGORIES "/move", f("up=shop-%s", mark), 303);
    get(CATEGORIES, 200);
    sees("The order was changed in the draft.");
    get(f("%s/switch", page), 200);
    sees("Open complaints that use it");
    sees("Take out of the draft");
    post(f("%s/switch", page), "active=0", 303);
    get(page, 200);
    sees("Switched off");
    get(f("%s/switch", page), 200);
    post(f("%s/remove", page), f("version=%s", version()), 303);
    get(page, 404);

    get(CATEGORIES "/claim/switch", 200); /* has been in force */
    sees("so it can be switched off but not taken out");
    sees_not("Take out of the draft");
    post(CATEGORIES "/claim/remove", f("version=%s", version()), 409);
    get(CATEGORIES "/claim", 200);
}
END_TEST

START_TEST(every_section_has_its_pages)
{
    static const char *const sections[] = {"categories", "clocks", "grades", "grading", "causes", "stages", "flags", "exclusions", "bases", "sections",
                                           "templates", "texts", "functions", "levels", "channels", "sources", "complainants", "kpis", "intakes", "turns"},
                             *const alone[] = {"general", "slips", "repeats"};
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        struct reply list = get(f("/staff/admin/rules/%s", sections[i]), 200);
        const char *prefix = f("/staff/admin/rules/%s/", sections[i]), *at = strstr(list.body, "<tbody>");
        ck_assert_msg(at, "%s has no list", sections[i]);
        at = strstr(at, prefix);
        ck_assert_msg(at, "%s lists nothing", sections[i]);
        const char *one = upto_quote(at);
        get(one, 200);
        sees("Save in the draft");
        get(f("/staff/admin/rules/%s/new", sections[i]), strcmp(sections[i], "texts") == 0 || strcmp(sections[i], "intakes") == 0 ? 404 : 200);
        get(f("%snothing", prefix), 404);
    }
    for (size_t i = 0; i < COUNT_OF(alone); i++) {
        get(f("/staff/admin/rules/%s", alone[i]), 303);
        get(f("/staff/admin/rules/%s/%s", alone[i], alone[i]), 200);
        sees("Save in the draft");
        get(f("/staff/admin/rules/%s/new", alone[i]), 404);
    }
    get("/staff/admin/rules/nothing", 404);
    get("/staff/admin/rules/roles", 404);
}
END_TEST

START_TEST(how_staff_work_is_drafted)
{
    const char *slips = "/staff/admin/rules/slips/slips", *telephone = "/staff/admin/rules/intakes/telephone";
    get(slips, 200);
    sees("Returned so often, the manager decides");
    post(slips, f("version=%s&returns_manager=3&returns_committee=2&manager=complaint_manager&committee=committee_member", version()), 422);
    sees("The committee decides after the manager");
    get(slips, 200);
    post(slips, f("version=%s&returns_manager=3&manager=complaint_manager&late.0.limit=0&late.0.limit.unit=wd&material.0.text.zh=a&material.0.text.en=Facts", version()), 303);
    get(HOME "/changes", 200);
    sees("Requests to departments");
    sees("Returned so often, the manager decides");
    get(telephone, 200);
    post(telephone, f("version=%s&asks=recording&musts=read_back", version()), 422);
    sees("Only what the form asks for can be made a must");
    get(telephone, 200);
    post(telephone, f("version=%s&asks=recording&musts=recording", version()), 303);
    get("/staff/admin/rules/intakes", 200);
    sees("Number of the recording");
    get(HOME "/changes", 200);
    sees("Short forms of channels");
}
END_TEST

START_TEST(templates_are_looked_at_before_they_are_saved)
{
    get("/staff/admin/rules/templates/new", 200);
    post("/staff/admin/rules/templates/new", "name.zh=x&name.en=x&use=reply&body.zh=%E5%8F%B7+%7Bnumber%7D&body.en=No.+%7Bnumber%7D&preview=1", 200);
    sees("No. TS-7K2M9-QX4RD-3");
    sees("No. {number}");
    ck_assert(!has_draft());
}
END_TEST

/* ---- time limits ---- */

START_TEST(limits_of_units)
{
    struct reply list = get("/staff/admin/own-limits", 200);
    const char *at = strstr(strstr(list.body, "<tbody>"), "/staff/admin/own-limits/");
    at = strstr(at + 1, "/staff/admin/own-limits/"); /* the second one has a superior */
    const char *page = upto_quote(at);
    get(page, 200);
    const char *v = version();
    post(page, f("version=%s&limit.resolve_major=90&limit.resolve_major.unit=wd", v), 422);
    sees("Units may shorten this limit, not lengthen it");
    sees("value=\"90\"");
    post(page, f("version=%s&limit.resolve_major=20&limit.resolve_major.unit=wd", v), 303);
    get(page, 200);
    sees("value=\"20\"");
    post(page, f("version=%s&limit.resolve_major=&limit.resolve_major.unit=wd", v), 409);
    post(page, f("version=%s&limit.resolve_major=&limit.resolve_major.unit=wd", version()), 303);
    get(page, 200);
    sees_not("value=\"20\"");
}
END_TEST

START_TEST(which_rule_matches)
{
    get("/staff/complaints?view=all", 200);
    const char *link = browser_link(b, "/staff/complaints/TS");
    ck_assert_msg(*link, "the list has complaints");
    const char *number = arena_strndup(kept, link + strlen("/staff/complaints/"), strcspn(link + strlen("/staff/complaints/"), "?"));
    get(f("/staff/admin/rules/match?no=%s", number), 200);
    sees("It holds");
    sees("Not fulfilled:");
    get("/staff/admin/rules/match?no=TS-00000-00000-0", 422);
    sees("There is no complaint of this number that you may see");
    sees("value=\"TS-00000-00000-0\"");
}
END_TEST

START_TEST(recomputing_is_shown_before_it_is_done)
{
    get("/staff/admin/recompute", 200);
    sees("Clocks that run keep the dates with which they began");
    get("/staff/admin/recompute?rule=resolve", 200);
    get("/staff/admin/recompute?after=nonsense", 303);
    get("/staff/admin/recompute", 200);
    post("/staff/admin/recompute", "rule=resolve&from=", 303);
}
END_TEST

/* The limit that the whole organisation has of its own, published. */
static void publish_limit(const char *number)
{
    struct reply list = get("/staff/admin/own-limits", 200);
    const char *at = strstr(strstr(list.body, "<tbody>"), "/staff/admin/own-limits/");
    const char *page = upto_quote(at);
    get(page, 200);
    post(page, f("version=%s&limit.law=%s&limit.law.unit=nd", version(), number), 303);
    be("guize");
    publish();
    be("admin");
}

/* How many dates are changed until none is left. */
static int recompute_all(void)
{
    for (int i = 0; i < 40; i++) {
        get("/staff/admin/recompute?rule=law", 200);
        if (browser_sees(b, "No running clock would have another date."))
            return i;
        const char *from = arena_strdup(kept, browser_value(b, "from"));
        post("/staff/admin/recompute", f("rule=law&from=%s", from), 303);
    }
    ck_abort_msg("recomputing does not come to an end");
}

START_TEST(running_clocks_follow_when_somebody_agrees)
{
    ck_assert_int_eq(recompute_all(), 0);
    publish_limit("14");
    get("/staff/admin/recompute?rule=law", 200); /* nothing moved by itself */
    sees("Change these dates");
    sees("becomes");
    ck_assert_int_gt(recompute_all(), 0);
    const char *link = browser_link(b, "/staff/complaints/TS");
    ck_assert_str_eq(link, "");
    publish_limit("");
    get("/staff/admin/recompute?rule=law", 200);
    const char *number = arena_strdup(kept, browser_link(b, "/staff/complaints/TS"));
    ck_assert_str_ne(number, "");
    ck_assert_int_gt(recompute_all(), 0);
    get(f("%s/record", number), 200);
    sees("computed dates anew");
}
END_TEST

/* ---- documents ---- */

START_TEST(a_faulty_file_changes_nothing)
{
    static const char yaml[] = "format: 1\ncode: x\nname: {zh: 甲, en: A}\ncolour: red\n";
    upload(yaml, sizeof yaml - 1, 422);
    sees("Nothing was changed.");
    sees("Line 4");
    static const char dangling[] = "format: 1\ncode: x\nname: {zh: 甲, en: A}\ncategories:\n  - {code: a, function: nowhere, name: {zh: 甲, en: A}}\n";
    upload(dangling, sizeof dangling - 1, 422);
    sees("nowhere");
    upload("", 0, 422);
    sees("Choose a file with a rulebook");
    ck_assert(!has_draft());
}
END_TEST

START_TEST(versions_are_read_and_taken_away_as_files)
{
    const char *held = held_path();
    get(held, 200);
    sees("Time limits");
    struct reply yaml = get(f("%s/yaml", held), 200);
    ck_assert_ptr_nonnull(strstr(yaml.headers, "attachment"));
    ck_assert_ptr_nonnull(strstr(yaml.body, "clocks:"));
    upload(yaml.body, yaml.body_n, 303);
    get(HOME "/changes", 200);
    sees("The draft says the same as what is in force.");
    get(HOME "/versions/999999", 404);
    get(HOME "/versions/x", 404);
}
END_TEST

START_TEST(names_are_text)
{
    const char *evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E";
    get(CATEGORIES "/new", 200);
    post(CATEGORIES "/new", f("name.zh=%s&name.en=%s&code=evil-%s&parent=service&function=sales&fields.0.label.zh=%s&fields.0.label.en=%s&fields.0.kind=text", evil, evil, mark, evil, evil), 303);
    const char *const shown[] = {CATEGORIES, f(CATEGORIES "/evil-%s", mark), f(CATEGORIES "/evil-%s/switch", mark), HOME, HOME "/changes", "/staff/admin/rules/clocks/new",
                                 "/staff/admin/changes?entity=rulebook"};
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        struct reply reply = get(shown[i], 200);
        ck_assert_msg(!strstr(reply.body, "<script>alert") && !strstr(reply.body, "\"'>"), "%s shows a name as markup", shown[i]);
    }
}
END_TEST

Suite *suite_pages_rulebook(void);
Suite *suite_pages_rulebook(void)
{
    Suite *s = suite_create("pages: rulebook");
    TCase *c = tcase_create("rulebook");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, start, stop);
    tcase_add_test(c, from_a_draft_to_the_public_form_and_back);
    tcase_add_test(c, a_planned_version_waits_and_can_be_taken_back);
    tcase_add_test(c, what_is_wrong_is_told_and_nothing_typed_is_lost);
    tcase_add_test(c, the_same_form_twice_changes_once);
    tcase_add_test(c, two_who_change_the_same_thing);
    tcase_add_test(c, order_switching_and_taking_out);
    tcase_add_test(c, every_section_has_its_pages);
    tcase_add_test(c, how_staff_work_is_drafted);
    tcase_add_test(c, templates_are_looked_at_before_they_are_saved);
    tcase_add_test(c, limits_of_units);
    tcase_add_test(c, which_rule_matches);
    tcase_add_test(c, recomputing_is_shown_before_it_is_done);
    tcase_add_test(c, running_clocks_follow_when_somebody_agrees);
    tcase_add_test(c, a_faulty_file_changes_nothing);
    tcase_add_test(c, versions_are_read_and_taken_away_as_files);
    tcase_add_test(c, names_are_text);
    suite_add_tcase(s, c);
    return s;
}
