#include <check.h>
#include <string.h>

#include "pages_visit.h"

Suite *suite_pages_post(void);

/* What goes out by e-mail and SMS, on the page of administrators. */

#define DEAD "INSERT INTO post (complaint_id, user_id, at_us, next_us, way, state, attempts, kind, lang, data, said) "

static void start(void)
{
    visit_begin();
    sql("UPDATE post SET state = 4 WHERE state IN (1, 3)");
    be("admin");
}

static void stop(void)
{
    sql("UPDATE post SET state = 4 WHERE state IN (1, 3)");
    visit_end();
}

START_TEST(what_was_given_up_is_sent_again_or_dropped)
{
    get("/staff/admin/posts", 200);
    sees("Nothing was given up.");
    sees("no mail server is set");
    sees_not("Send all again");
    sql(DEAD "SELECT id, NULL, received_us, received_us, 1, 3, 1, 'receipt', 'zh', '{}', '550 5.1.1 *** <b>unknown</b>' FROM complaint ORDER BY id LIMIT 2");
    sql(DEAD "SELECT (SELECT MIN(id) FROM complaint), u.id, 1, 1, 2, 1, 4, 'clock_escalated', 'zh', '{}', 'HTTP 503' FROM app_user u WHERE u.login = 'admin'");
    sql("UPDATE app_user SET mobile = '13800138000' WHERE login = 'admin'");
    get("/staff/admin/posts", 200);
    sees("Receipt of the complaint");
    sees("550 5.1.1 *** &lt;b&gt;unknown&lt;/b&gt;");
    sees("tried once");
    sees("The complainant");
    sees("Send all again");
    sees("The oldest waits since");
    get("/staff/admin/posts?state=waiting", 200);
    sees("Overdue, passed on to you");
    sees("138****8000");
    sees_not("13800138000");
    sees("tried 4 times");
    sees_not("Send all again");

    leads_to(post("/staff/admin/posts/again", "id=all", 303), "/staff/admin/posts");
    get("/staff/admin/posts", 200);
    sees("It is sent again.");
    sees("Nothing was given up.");
    get("/staff/admin/posts?state=waiting", 200);
    sees("Receipt of the complaint");
    leads_to(post("/staff/admin/posts/again", "id=all", 303), "/staff/admin/posts");
    get("/staff/admin/posts", 200);
    sees("There was nothing to send again");
    sql("UPDATE post SET state = 3 WHERE state = 1");
    leads_to(post("/staff/admin/posts/drop", "id=all", 303), "/staff/admin/posts");
    get("/staff/admin/posts?state=dropped", 200);
    sees("Receipt of the complaint");
    get("/staff/admin/changes?entity=post", 200);
    sees("all that were given up");
    sees("Sent again");
    post("/staff/admin/posts/drop", "id=x", 400);
    sql("UPDATE app_user SET mobile = '' WHERE login = 'admin'");
}
END_TEST

START_TEST(texts_are_seen_before_they_go_out)
{
    get("/staff/admin/rules/notices", 200);
    sees("To the staff, of what they are told inside");
    get("/staff/admin/rules/notices/reply", 200);
    sees("Your complaint TS-7K2M9-QX4RD-3 was answered");
    sees("https://example.com/track");
}
END_TEST

Suite *suite_pages_post(void)
{
    Suite *s = suite_create("pages_post");
    TCase *t = tcase_create("posts");
    tcase_add_checked_fixture(t, start, stop);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, what_was_given_up_is_sent_again_or_dropped);
    tcase_add_test(t, texts_are_seen_before_they_go_out);
    suite_add_tcase(s, t);
    return s;
}
