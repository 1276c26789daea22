#include <check.h>
#include <string.h>

#include "pages_visit.h"

Suite *suite_pages_committee(void);

/* An open complaint of head office that the committee's member and the manager both see. */
static const char *complaint(void)
{
    struct reply r;
    sql("UPDATE agenda_item SET state = 5 WHERE state IN (1, 2, 4)"); /* what other stories put before it */
    be("zhaolei");
    r = get("/staff/complaints?view=open", 200);
    const char *at = strstr(r.body, "href=\"/staff/complaints/T");
    ck_assert_ptr_nonnull(at);
    const char *path = arena_strdup(kept, upto_quote(at + strlen("href=\"")));
    char *end = strpbrk((char *)path, "?#");
    if (end)
        *end = '\0';
    return path;
}

static const char *put_before(const char *path, const char *why)
{
    const char *page = f("%s/committee", path);
    get(page, 200);
    leads_to(post(page, f("why=%s&question=What+about+it", why), 303), page);
    struct reply r = get(page, 200);
    const char *at = strstr(r.body, "/staff/committee/items/");
    ck_assert_ptr_nonnull(at);
    return arena_strdup(kept, upto_quote(at));
}

/* Of the form in which a control stands: rows of the agenda have versions of their own. */
static const char *version_before(struct reply r, const char *control)
{
    const char *at = strstr(r.body, control);
    ck_assert_ptr_nonnull(at);
    at = back_to(at, "name=\"version\" value=\"");
    return arena_strdup(kept, upto_quote(at + strlen("name=\"version\" value=\"")));
}

static const char *call_meeting(void)
{
    struct reply r = get("/staff/committee/new", 200);
    const char *at = strstr(r.body, "name=\"person\" value=\"");
    ck_assert_ptr_nonnull(at);
    struct buf form = {.arena = kept};
    const char *option = strstr(r.body, "<option value=\"");
    ck_assert_ptr_nonnull(option);
    buf_printf(&form, "do=call&title=Meeting+%s&place=Room+3&day=2027-03-01&time=14:30&unit=%s", mark, upto_quote(option + strlen("<option value=\"")));
    for (; at; at = strstr(at + 1, "name=\"person\" value=\""))
        buf_printf(&form, "&person=%s", upto_quote(at + strlen("name=\"person\" value=\"")));
    r = post("/staff/committee/new", form.p, 303);
    return arena_strdup(kept, r.location);
}

START_TEST(from_the_complaint_to_the_minutes)
{
    const char *item = put_before(complaint(), "difficult"), *meeting;
    post("/staff/committee/new", "do=call&title=&day=tomorrow&time=noon", 422);
    sees("Give the meeting a title");
    meeting = call_meeting();
    get("/staff/committee", 200);
    sees(mark);
    get(meeting, 200);
    sees("Nothing is on the agenda yet.");
    get(item, 200);
    leads_to(post(item, f("do=add&version=%s&meeting=%s", version(), strrchr(meeting, '/') + 1), 303), item);
    get(item, 200);
    sees("On an agenda");
    post(item, f("do=put-off&version=%s&reason=", version()), 422);
    sees("Say why it is put off");
    struct reply r = get(meeting, 200);
    struct buf form = {.arena = kept};
    buf_printf(&form, "do=open&version=%s", version_before(r, "id=\"people\""));
    for (const char *at = strstr(r.body, "name=\"person\" value=\""); at; at = strstr(at + 1, "name=\"person\" value=\""))
        buf_printf(&form, "&person=%s", upto_quote(at + strlen("name=\"person\" value=\"")));
    leads_to(post(meeting, form.p, 303), meeting);
    get(item, 200);
    post(item, f("do=motion&version=%s&decision=&text=", version()), 422);
    sees("Choose what is decided");
    get(item, 200);
    leads_to(post(item, f("do=motion&version=%s&decision=upheld&text=Go+on+like+this", version()), 303), item);
    get(item, 200);
    sees("Put to the vote");
    leads_to(post(item, f("do=voice&version=%s&opinion=Fine&vote=for", version()), 303), item);
    get(item, 200);
    sees("In favour");
    get(f("%s/agenda", meeting), 200);
    sees("Difficult complaint");
    r = get(meeting, 200);
    leads_to(post(meeting, f("do=minutes&version=%s&text=We+met", version_before(r, "id=\"text\"")), 303), meeting);
    get(f("%s/minutes", meeting), 200);
    sees("We met");
    sees("Signatures");
    get(f("%s/change", meeting), 200);
    get("/staff/committee/vexatious", 200);
    get("/staff/notices", 200);
}
END_TEST

START_TEST(nobody_else_comes_near)
{
    const char *item = put_before(complaint(), "other");
    be("yxzhang");
    get(item, 404);
    get("/staff/committee/items/999999999", 404);
    be("zhengwei");
    get("/staff/committee", 200);
}
END_TEST

Suite *suite_pages_committee(void)
{
    Suite *s = suite_create("pages_committee");
    TCase *t = tcase_create("committee");
    tcase_add_checked_fixture(t, visit_begin, visit_end);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, from_the_complaint_to_the_minutes);
    tcase_add_test(t, nobody_else_comes_near);
    suite_add_tcase(s, t);
    return s;
}
