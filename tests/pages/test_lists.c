#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config_load.h"
#include "list_export.h"
#include "pages_visit.h"
#include "stores.h"
#include "utc.h"

/* Lists: filters in the address, saved lists, one action on many, lists as files. */

static const char *count_of(const char *body, const char *text)
{
    int n = 0;
    for (const char *at = body; (at = strstr(at, text)); at += strlen(text))
        n++;
    return f("%d", n);
}

START_TEST(filters_stand_in_the_address_and_come_off)
{
    be("zhaolei");
    struct reply all = get("/staff/complaints?view=all", 200);
    sees_not("q-chips");
    get("/staff/complaints?view=all&state=2&only=late", 200);
    sees("State: In progress");
    sees("href=\"/staff/complaints?view=all&amp;only=late\"");
    sees("href=\"/staff/complaints?view=all&amp;state=2\"");
    sees_not("tag-ok\">Closed");
    get("/staff/complaints?view=all&state=2&state=5&columns=title.grade.tags", 200);
    sees(">Grade</th>");
    sees(">Tags</th>");
    sees_not(">Handled by</th>");
    get("/staff/complaints?view=all&from=soon", 422);
    sees("value=\"soon\"");
    leads_to(get(f("/staff/complaints?list=%s&columns=title&columns=state", "view%3Dopen"), 303), "/staff/complaints?view=open&columns=title.state");
    ck_assert(strstr(all.body, "/staff/bulk"));
}
END_TEST

START_TEST(lists_are_saved_shared_and_put_in_order)
{
    const char *name = f("Late %s", mark), *other = f("Open %s", mark);
    be("zhaolei");
    get("/staff/views?from=view%3Dall%26only%3Dlate", 200);
    post("/staff/views", "from=view%3Dall%26only%3Dlate&name=", 422);
    sees("Give the list a name");
    struct reply saved = post("/staff/views", f("from=view%%3Dall%%26only%%3Dlate&name=%s&share=1", name), 303);
    ck_assert(strstr(saved.location, "view=all&only=late&saved="));
    const char *id = f("%s", strstr(saved.location, "saved=") + strlen("saved="));
    get(saved.location, 200);
    sees(name);
    get("/staff/", 200);
    sees(f("href=\"/staff/complaints?view=all&amp;only=late&amp;saved=%s\"", id));
    sees(name);
    /* the same name again takes its place */
    struct reply again = post("/staff/views", f("from=view%%3Dall%%26only%%3Dunread&name=%s&share=1", name), 303);
    ck_assert_str_eq(strstr(again.location, "saved=") + strlen("saved="), id);
    get("/staff/views?from=view%3Dopen", 200);
    const char *second = f("%s", strstr(post("/staff/views", f("from=view%%3Dopen&name=%s", other), 303).location, "saved=") + strlen("saved="));
    get("/staff/views", 200);
    post(f("/staff/views/%s", second), f("do=rename&name=%s", name), 422);
    sees("You have another list of this name");
    post(f("/staff/views/%s", second), "do=up", 303);
    post(f("/staff/views/%s", id), "do=start", 303);
    leads_to(get("/staff/complaints", 303), f("/staff/complaints?view=all&only=unread&saved=%s", id));
    post(f("/staff/views/%s", id), "do=start", 303);
    get("/staff/complaints", 200);

    /* a colleague of the unit has the shared one, not the other, and may not touch it */
    be("lijing");
    get("/staff/complaints?view=all", 200);
    sees(name);
    sees_not(other);
    post(f("/staff/views/%s", id), "do=delete", 404);
    get("/staff/views?from=view%3Dopen", 200);
    sees_not("name=\"share\"");
    post("/staff/views", f("from=view%%3Dopen&name=%s&share=1", other), 403);

    be("zhaolei");
    get("/staff/views", 200);
    post(f("/staff/views/%s", id), "do=delete", 303);
    post(f("/staff/views/%s", second), "do=delete", 303);
    get("/staff/complaints?view=all", 200);
    sees_not(name);
}
END_TEST

/* The values of the first boxes of the list that is shown. */
static const char *boxes(struct reply list, int n)
{
    struct buf form = {.arena = kept};
    const char *at = list.body;
    for (int i = 0; i < n; i++) {
        at = strstr(at, "name=\"id\" value=\"");
        ck_assert_ptr_nonnull(at);
        at += strlen("name=\"id\" value=\"");
        buf_printf(&form, "&id=%.*s", (int)strcspn(at, "\""), at);
    }
    return form.p;
}

START_TEST(many_get_a_tag_and_lose_it)
{
    const char *word = f("t%.12s", mark);
    be("zhaolei");
    const char *chosen = boxes(get("/staff/complaints?view=open", 200), 3);
    leads_to(post("/staff/bulk", f("from=view%%3Dopen&do=tag"), 303), "/staff/complaints?view=open");
    const char *begun = f("%s", post("/staff/bulk", f("from=view%%3Dopen&do=tag%s", chosen), 303).location);
    get(begun, 200);
    sees("3 will be done, 0 are refused.");
    post(begun, "word=", 422);
    sees("Write the tag");
    leads_to(post(begun, f("word=%s", word), 303), begun);
    get(begun, 200);
    sees("3 done, 0 refused.");
    /* sent again, nothing is done twice */
    post(begun, "word=another", 303);
    struct reply tagged = get(f("/staff/complaints?view=all&tag=%s&columns=title.tags", word), 200);
    ck_assert_str_eq(count_of(tagged.body, "<td class=\"title\">"), "3");
    get("/staff/complaints?view=all&tag=another", 200);
    sees("No complaint fits these filters.");

    /* on the case page, and off again for all of the list */
    const char *page = f("%.*s", (int)strcspn(strstr(tagged.body, "/staff/complaints/TS-"), "?"), strstr(tagged.body, "/staff/complaints/TS-"));
    get(page, 200);
    sees(word);
    post(f("%s/tags", page), f("off=%s", word), 303);
    post(f("%s/tags", page), f("word=++one++%s++", word), 303);
    get(page, 200);
    sees(f("one %s", word));
    sees(f("put a tag on it<span class=\"user\">: one %s</span>", word));
    sees(f("took a tag off it<span class=\"user\">: %s</span>", word));
    get("/staff/complaints?view=open", 200);
    begun = f("%s", post("/staff/bulk", f("from=view%%3Dall%%26tag%%3D%s&do=untag&all=1", word), 303).location);
    get(begun, 200);
    sees("2 will be done, 0 are refused.");
    post(begun, f("word=%s", word), 303);
    get(f("/staff/complaints?view=all&tag=%s", word), 200);
    sees("No complaint fits these filters.");

    /* nobody else's business */
    be("lijing");
    get(begun, 404);
}
END_TEST

/* Only answered ones are closed together; the others say why not and what could be done. */
START_TEST(what_does_not_fit_is_refused_in_words)
{
    be("zhaolei");
    const char *two = boxes(get("/staff/complaints?view=all&state=2", 200), 2), *in_work = strrchr(two, '&'), *answered = f("%.*s", (int)(in_work - two), two);
    sql(f("UPDATE complaint SET state = 4, open_slips = 0, path = '' WHERE id = %s", answered + strlen("&id=")));
    sql(f("UPDATE complaint_scope SET state = 4 WHERE complaint_id = %s", answered + strlen("&id=")));
    const char *begun = f("%s", post("/staff/bulk", f("from=view%%3Dall&do=close%s%s", answered, in_work), 303).location);
    get(begun, 200);
    sees("only answered ones are closed together");
    sees("Possible now:");
    post(begun, "text=Settled", 422);
    sees("Choose the finding");
    sees(">Settled</textarea>");
    post(begun, "text=Settled&finding=2", 303);
    get(begun, 200);
    sees("only answered ones are closed together");
    sees_not("not done yet");
    be("hexun"); /* who may not close */
    post("/staff/bulk", f("from=view%%3Dall&do=close%s", answered), 403);
}
END_TEST

/* The second of those offered, which are those of the user's own unit at first: within reach of all that he carries, and not his own. */
static const char *another_department(struct reply page)
{
    const char *at = strstr(page.body, "name=\"department\"");
    ck_assert_ptr_nonnull(at);
    for (int i = 0; i < 3; i++) { /* before them stands the question */
        at = strstr(at, "<option value=\"");
        ck_assert_ptr_nonnull(at);
        at += strlen("<option value=\"");
    }
    return upto_quote(at);
}

/*
 * What many are sent, reminded and assigned together: what may be done of what was chosen is done, each other one says why not. The first fits, the second ended already; to remind there
 * has to be a slip. Afterwards the database shows what was done, and what was refused is as it was.
 */
START_TEST(each_action_says_what_it_cannot_do)
{
    be("zhaolei");
    /* closed ones, so that the open ones are as other stories expect them; the first is open for as long as this one lasts */
    const char *two = boxes(get("/staff/complaints?view=all&state=5", 200), 2), *second = strrchr(two, '&');
    const char *first_id = f("%.*s", (int)(second - two - 4), two + 4), *second_id = second + 4;
    sql(f("UPDATE complaint SET state = 2, is_open = 1, path = '' WHERE id = %s", first_id));
    sql(f("UPDATE complaint_scope SET state = 2, is_open = 1 WHERE complaint_id = %s", first_id));
    const char *list = "/staff/complaints?view=all";
    const struct {
        const char *action, *missing, *fault;
        bool department;
    } actions[] = {
        {"dispatch", "text=", "Choose a department", true},
        {"remind", NULL, NULL, false},
        {"assign", "text=", "Choose a department or a person", true},
    };
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        const char *begun = f("%s", post("/staff/bulk", f("from=view%%3Dall&do=%s&id=%s&id=%s", actions[i].action, first_id, second_id), 303).location);
        struct reply page = get(begun, 200);
        sees("1 will be done, 1 are refused.");
        sees("Not possible while it is “Closed”");
        /* The page that asks has changed nothing; leaving it does not either. */
        get(list, 200);
        if (actions[i].missing) {
            post(begun, actions[i].missing, 422);
            sees(actions[i].fault);
        }
        const char *department = actions[i].department ? f("department=%s&", another_department(page)) : "";
        leads_to(post(begun, f("%stext=together+%s", department, mark), 303), begun);
        get(begun, 200);
        sees("1 done, 1 refused.");
        sees_not("not done yet");
        post(begun, f("%stext=again", department), 303);
        get(begun, 200);
        sees("1 done, 1 refused.");
    }
    be("hexun"); /* who only looks */
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        post("/staff/bulk", f("from=view%%3Dall&do=%s&id=%s", actions[i].action, first_id), 403);
    sql(f("UPDATE slip SET state = 7 WHERE complaint_id = %s", first_id));
    sql(f("UPDATE complaint SET state = 5, is_open = 0, open_slips = 0 WHERE id = %s", first_id));
    sql(f("UPDATE complaint_scope SET state = 5, is_open = 0 WHERE complaint_id = %s", first_id));
}
END_TEST

/* ---- files ---- */

/* As jobs do. */
static void jobs_make(void)
{
    struct db_config db_config;
    struct db *db;
    struct crypto_keys *keys;
    const struct utc_zone *zone;
    char why[256] = "";
    ck_assert_int_eq(config_database(pages_config(), DB_JOBS, &db_config), ERR_NONE);
    ck_assert_int_eq(db_open(&db_config, DB_JOBS, app_stores, &db), ERR_NONE);
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_JOBS, &keys, why), ERR_NONE);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    const struct site site = {.config = pages_config(), .keys = keys, .zone = zone, .pool = CRYPTO_JOBS};
    for (int id = 1; id < 40; id++)
        ck_assert_int_eq(list_export_go_on(db, kept, &site, f("{\"export\":\"%d\"}", id), utc_now_us()), ERR_NONE);
    crypto_keys_free(keys);
    db_close(db);
}

START_TEST(lists_become_files)
{
    be("zhaolei");
    struct reply list = get("/staff/complaints?view=all&state=5", 200);
    const char *rows = count_of(list.body, "<td class=\"title\">");
    ck_assert_int_gt(atoi(rows), 0);
    get("/staff/exports/new?from=view%3Dall%26state%3D5", 200);
    leads_to(post("/staff/exports", "from=view%3Dall%26state%3D5&format=csv", 303), "/staff/exports");
    struct reply waiting = get("/staff/exports", 200);
    ck_assert(strstr(waiting.headers, "Refresh: 3"));
    sees("being made");
    jobs_make();
    struct reply done = get("/staff/exports", 200);
    ck_assert(!strstr(done.headers, "Refresh"));
    const char *file = strstr(done.body, "/staff/exports/");
    file = f("%.*s", (int)strcspn(file, "\""), file);
    struct reply csv = get(file, 200);
    ck_assert_str_eq(csv.content_type, "text/csv; charset=utf-8");
    ck_assert_int_eq(strncmp(csv.body, "\xEF\xBB\xBF" "Due,", 7), 0);
    ck_assert_str_eq(count_of(csv.body, "\r\n"), f("%d", atoi(rows) + 1));
    ck_assert(strstr(csv.body, ",Closed,TS-"));
    ck_assert(!strstr(csv.body, "138"));

    get("/staff/exports/new?from=view%3Dall", 200);
    post("/staff/exports", "from=view%3Dall&format=xlsx", 303);
    jobs_make();
    done = get("/staff/exports", 200);
    file = strstr(done.body, "/staff/exports/");
    file = f("%.*s", (int)strcspn(file, "\""), file);
    struct reply book = get(file, 200);
    ck_assert_int_eq(memcmp(book.body, "PK\x03\x04", 4), 0);
    /* nobody else's file */
    be("lijing");
    get(file, 404);
}
END_TEST

/* The text of a member of the archive that a workbook is; by the program that ./check asks for anyway. */
static const char *member(struct reply book, const char *name)
{
    char path[] = P_tmpdir "/redress-book.XXXXXX";
    struct buf text = {.arena = kept};
    int fd = mkstemp(path), ends[2], status;
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, book.body, book.body_n), (ssize_t)book.body_n);
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)execlp("unzip", "unzip", "-p", path, name, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    char part[4096];
    for (ssize_t n; (n = read(ends[0], part, sizeof part)) > 0;)
        buf_add(&text, part, (size_t)n);
    (void)close(ends[0]);
    (void)close(fd);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    (void)unlink(path);
    return text.n ? text.p : "";
}

static struct reply newest_file(const char *form)
{
    post("/staff/exports", form, 303);
    jobs_make();
    const char *file = strstr(get("/staff/exports", 200).body, "/staff/exports/");
    ck_assert_ptr_nonnull(file);
    return get(f("%.*s", (int)strcspn(file, "\""), file), 200);
}

/* What a spreadsheet would carry out stands as text; who may not see a complaint does not have it in his file. */
START_TEST(files_hold_what_their_owner_may_see_and_no_formulas)
{
    static const char signs[] = "=+-@";
    be("zhaolei");
    const char *five = boxes(get("/staff/complaints?view=all&state=5", 200), 5);
    const char *ids[5], *at = five;
    for (size_t i = 0; i < 5; i++) {
        at += strlen("&id=");
        ids[i] = f("%.*s", (int)strcspn(at, "&"), at);
        at += strcspn(at, "&");
        sql(f("UPDATE complaint SET title = '%c1+1 %s %zu' WHERE id = %s", i < 4 ? signs[i] : 'x', mark, i, ids[i]));
    }
    sql(f("INSERT INTO recusal (complaint_id, user_id, reason, at_us) SELECT %s, id, 'set', 1 FROM app_user WHERE login = 'zhaolei'", ids[4]));
    const char *csv = newest_file("from=view%3Dall%26state%3D5%26columns%3Dtitle.state&format=csv").body;
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(strstr(csv, f("\"'%c1+1 %s %zu\"", signs[i], mark, i)), "%c is carried out", signs[i]);
    ck_assert(!strstr(csv, f("x1+1 %s 4", mark)));
    const char *strings = member(newest_file("from=view%3Dall%26state%3D5%26columns%3Dtitle.state&format=xlsx"), "xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(strstr(strings, f("%c1+1 %s %zu<", signs[i], mark, i)), "%c is missing", signs[i]);
    ck_assert(!strstr(strings, "<f>"));
    ck_assert(!strstr(strings, f("x1+1 %s 4", mark)));
    /* a colleague of another unit has those in his file that he sees in his list */
    be("jzlijie");
    const char *seen = count_of(get(f("/staff/complaints?view=all&q=1%%2B1+%s", mark), 200).body, "<td class=\"title\">");
    ck_assert_int_lt(atoi(seen), 5);
    ck_assert_str_eq(count_of(newest_file("from=view%3Dall%26columns%3Dtitle&format=csv").body, f("1+1 %s", mark)), seen);
    sql(f("DELETE FROM recusal WHERE complaint_id = %s AND reason = 'set'", ids[4]));
}
END_TEST

Suite *suite_pages_lists(void);
Suite *suite_pages_lists(void)
{
    Suite *suite = suite_create("lists");
    TCase *tests = tcase_create("lists");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_add_test(tests, filters_stand_in_the_address_and_come_off);
    tcase_add_test(tests, lists_are_saved_shared_and_put_in_order);
    tcase_add_test(tests, many_get_a_tag_and_lose_it);
    tcase_add_test(tests, what_does_not_fit_is_refused_in_words);
    tcase_add_test(tests, each_action_says_what_it_cannot_do);
    tcase_add_test(tests, lists_become_files);
    tcase_add_test(tests, files_hold_what_their_owner_may_see_and_no_formulas);
    suite_add_tcase(suite, tests);
    return suite;
}
