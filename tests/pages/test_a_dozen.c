#include <check.h>
#include <string.h>

#include "pages_visit.h"
#include "routes.h"

/*
 * What pages cost the database: none asks more than a dozen times (requirements of speed), whoever looks and however much stands on it. People follow the
 * links of all pages that they are shown, so a new page is looked at as soon as a link leads to it.
 */

Suite *suite_pages_a_dozen(void);

enum { MOST = 12, SEEN_EACH = 2, PAGES_MAX = 4000 };

/* Whose answers are files, pictures and figures, what has forms only, and what stands only where more than a visit has to happen. */
static const char *const not_walked[] = {
    "/staff/sign-in", "/staff/confirm", "/staff/healthz", "/staff/readyz", "/staff/metrics", "/staff/brand/logo", "/staff/brand.css", "/staff/admin/site/logo/draft",
    "/staff/exports/:id/file", "/staff/complaints/:no/pack/:id/file", "/staff/complaints/:no/disclosures/:id/slip", "/staff/complaints/:no/papers/:id/copy",
    "/staff/committee/meetings/:id/pack", "/staff/file/:no/:code", "/staff/admin/rules/:section/:code/switch",
    "/staff/mail/:code", "/staff/mail/:code/files/:file", "/staff/complaints/:no/closing-report", "/staff/committee/meetings/:id/minutes",
};
struct walk {
    const char *paths[PAGES_MAX]; /* found, in the order in which they are looked at */
    size_t n;
    const char *kinds[PAGES_MAX];
    unsigned char seen[PAGES_MAX];
    size_t n_kinds;
};

static const struct route *walked[PAGES_MAX];
static size_t n_walked;

static const struct route *route_of(const char *path)
{
    const struct route *route;
    const char *params[4];
    enum err e = route_find(staff_routes, HTTP_GET, (struct str){path, strcspn(path, "?#")}, kept, &route, params);
    return e == ERR_NONE ? route : NULL;
}

/* Pages are alike when they have the same route and ask for the same things; complaints that other lists lead to are in other states. */
static const char *kind_of(const char *path)
{
    static const char *const names[] = {"view=", "act=", "more=", "state=", "from="};
    const struct route *route = route_of(path);
    const char *kind = route ? route->path : NULL;
    size_t n = kind && strcmp(kind, "/staff/complaints/:no") == 0 ? COUNT_OF(names) : COUNT_OF(names) - 1;
    for (const char *at = strchr(path, '?'); kind && at; at = strchr(at + 1, '&')) {
        for (size_t i = 0; i < n; i++) {
            if (strncmp(at + 1, names[i], strlen(names[i])) == 0)
                kind = f("%s %.*s", kind, (int)strcspn(at + 1, "&#"), at + 1);
        }
    }
    return kind;
}

static void add_path(struct walk *w, const char *path)
{
    const char *kind = kind_of(path);
    size_t i = 0;
    if (!kind || strstr(path, "lang="))
        return;
    for (size_t p = 0; p < w->n; p++) {
        if (strcmp(w->paths[p], path) == 0)
            return;
    }
    while (i < w->n_kinds && strcmp(w->kinds[i], kind) != 0)
        i++;
    ck_assert(i < PAGES_MAX && w->n < PAGES_MAX);
    if (i == w->n_kinds)
        w->kinds[w->n_kinds++] = kind;
    if (w->seen[i] == SEEN_EACH)
        return;
    w->seen[i]++;
    w->paths[w->n++] = path;
}

static void add_links(struct walk *w, const char *page)
{
    static const char link[] = "href=\"";
    for (const char *at = page; (at = strstr(at, link)); at++) {
        struct buf path = {.arena = kept};
        for (const char *c = at + strlen(link); *c && *c != '"' && *c != '#'; c++) {
            buf_addc(&path, *c);
            if (strncmp(c, "&amp;", 5) == 0)
                c += strlen("amp;");
        }
        if (path.n && strncmp(path.p, "/staff/", strlen("/staff/")) == 0)
            add_path(w, path.p);
    }
}

/* Asked for twice: what a worker remembers is read by the first one. */
static void look_at(struct walk *w, const char *path, struct buf *dear)
{
    struct db *db = pages_db(CRYPTO_STAFF);
    struct reply reply = browser_get(b, path);
    uint64_t before = db_statements(db);
    reply = browser_get(b, path);
    uint64_t n = db_statements(db) - before;
    ck_assert_msg(reply.status < 500, "GET %s gave %d", path, reply.status);
    if (n > MOST)
        buf_printf(dear, "\n%s: %llu", path, (unsigned long long)n);
    if (reply.status < 400)
        walked[n_walked++ % PAGES_MAX] = route_of(path);
    if (reply.status == 200 && strstr(reply.content_type, "html"))
        add_links(w, reply.body);
}

/* What is to be done with one of a list, as it is confirmed. */
static const char *many_at_once(void)
{
    const char *at = strstr(get("/staff/complaints?view=all", 200).body, "name=\"id\" value=\"");
    struct reply reply = browser_post(b, "/staff/bulk", f("from=view%%3Dall&do=tag&id=%s", at ? upto_quote(at + strlen("name=\"id\" value=\"")) : "0"));
    return reply.status == 303 ? arena_strdup(kept, reply.location) : "/staff/";
}

/* From the first page, the lists of every state, and what is found by typing. */
static void walk(const char *login, const char *const *more, struct buf *dear)
{
    struct walk *w = ARENA_NEW(kept, struct walk);
    be(login);
    add_path(w, "/staff/");
    for (int state = 1; state <= 7; state++)
        add_path(w, f("/staff/complaints?view=all&state=%d", state));
    add_path(w, "/staff/complaints?view=all&more=1");
    add_path(w, many_at_once());
    for (; *more; more++)
        add_path(w, *more);
    for (size_t i = 0; i < w->n; i++)
        look_at(w, w->paths[i], dear);
}

/* ---- that something stands on the pages ---- */

static const char *first_of(const char *list)
{
    const char *at = strstr(get(list, 200).body, "href=\"/staff/complaints/TS-");
    ck_assert_ptr_nonnull(at);
    at += strlen("href=\"");
    return arena_strndup(kept, at, strcspn(at, "?\"#"));
}

/* Before the committee, which is called to a meeting. */
static void put_before_committee(const char *path)
{
    get(f("%s/committee", path), 200);
    (void)browser_post(b, f("%s/committee", path), "why=difficult&question=What+about+it");
    struct reply form = get("/staff/committee/new", 200);
    const char *unit = strstr(form.body, "<option value=\""), *invited = "";
    ck_assert_ptr_nonnull(unit);
    for (const char *at = form.body; (at = strstr(at, "name=\"person\" value=\"")); at++)
        invited = f("%s&person=%s", invited, upto_quote(at + strlen("name=\"person\" value=\"")));
    post("/staff/committee/new", f("do=call&title=Meeting+%s&place=Room+3&day=2027-03-01&time=14:30&unit=%s%s", mark, upto_quote(unit + strlen("<option value=\"")), invited), 303);
}

/* 409: another test has asked for the same already. */
static void ask_for(const char *path, const char *form)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 303 || reply.status == 409, "POST %s gave %d", path, reply.status);
}

static const char *decide(void)
{
    be("zhaolei");
    const char *path = first_of("/staff/complaints?view=all&state=2");
    get(f("%s/compensation", path), 200);
    ask_for(f("%s/compensation", path), "do=propose&standard=loss&sum=1500&reason=Loss");
    get(f("%s/investigation", path), 200);
    post(f("%s/investigation/1", path), f("version=%s&facts=Looked+at+the+file&conclusion=True&finding=1&reason=Charged+twice", version()), 303);
    struct reply papers = get(f("%s/papers", path), 200);
    const char *code = last_choice(papers, "code");
    post(f("%s/papers", path), f("code=%s", *code ? code : browser_value(b, "code")), 303);
    get(f("%s/disclosures", path), 200);
    ask_for(f("%s/disclosures", path), "do=ask&body=Bureau&reference=7&ground=Law&internal=1");
    post(f("/staff/incidents/new?with=%s", strrchr(path, '/') + 1), f("title=Double+charge+%s&cause=Sent+twice", mark), 303);
    put_before_committee(path);
    return path;
}

/* Also gives the path of the measure. */
static const char *learn(const char **ret_measure)
{
    be("hexun");
    const char *path = first_of("/staff/complaints?view=all&state=5"), *number = strrchr(path, '/') + 1;
    get(f("%s/check", path), 200);
    (void)browser_post(b, f("%s/check", path), ""); /* of a run before it may be there, as the entry and the sample may */
    struct reply form = get(f("/staff/measures/new?complaint=%s", number), 200);
    *ret_measure = f("%s", post("/staff/measures/new", f("do=set&complaint=%s&kind=1&title=Measure+%s&body=Do+it&cause=%s&category=%s&department=%s&due=2030-03-01", number, mark, last_choice(form, "cause"), last_choice(form, "category"),
                                  last_choice(form, "department")), 303).location);
    form = get("/staff/accountability/new", 200);
    (void)browser_post(b, "/staff/accountability/new", f("number=%s&rule=%s&text=What+happened", number, last_choice(form, "rule")));
    form = get(f("/staff/library/new?complaint=%s", number), 200);
    post("/staff/library/new", f("do=save&number=%s&title=Case+%s&category=%s", number, mark, last_choice(form, "category")), 303);
    struct reply page = get("/staff/samples", 200);
    const char *unit = strstr(page.body, "id=\"unit\""), *month = strstr(page.body, "id=\"month\"");
    ck_assert(unit && month);
    (void)browser_post(b, "/staff/samples", f("unit=%s&month=%s&kind=2", upto_quote(strstr(unit, "value=\"") + 7), upto_quote(strstr(month, "value=\"") + 7)));
    sql("INSERT IGNORE INTO callback (complaint_id, closing, unit_id, state, rank, due_us, next_us, answers, body) SELECT c.id, 91, c.unit_id, 1, 0, 1, 0, '', '' FROM complaint c "
        "JOIN app_user p ON p.login = 'chenchen' WHERE c.state = 5 AND c.mode = 1 AND c.unit_id = p.unit_id AND NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id AND e.actor_id = p.id) "
        "AND NOT EXISTS (SELECT 1 FROM callback k WHERE k.complaint_id = c.id) ORDER BY c.id LIMIT 1");
    return path;
}

/* A call registered and another one begun; the paths of what then stands. */
static const char *take_in(const char **ret_draft)
{
    static const char telephone[] = "/staff/intake/new/telephone";
    static const char form[] = "draft=%s&mode=named&kind=customer&prefer=phone&language=zh&source=direct&category=other&want_apology=1&ask_read_back=1&phone=13900139000&name=Wang&body=Waited+%s&do=%s";
    be("chenchen");
    get(telephone, 200);
    struct reply done = post(telephone, f(form, browser_value(b, "draft"), mark, "save"), 303);
    get(telephone, 200);
    const char *token = arena_strdup(kept, browser_value(b, "draft"));
    post(telephone, f(form, token, mark, "keep"), 303);
    *ret_draft = f("/staff/intake/sheet/%s", token);
    get(*ret_draft, 200);
    return arena_strdup(kept, done.location);
}

static bool is_one_of(const char *path, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(path, list[i]) == 0)
            return true;
    }
    return false;
}

static bool was_walked(const struct route *route)
{
    for (size_t i = 0; i < n_walked && i < PAGES_MAX; i++) {
        if (walked[i] == route)
            return true;
    }
    return false;
}

START_TEST(no_page_asks_more_than_a_dozen_times)
{
    static const char *const logins[] = {"chenchen", "zhaolei", "lijing", "wangjianguo", "wumin", "zhengwei", "hexun", "admin"};
    const char *draft, *done = take_in(&draft), *path = decide(), *measure, *closed = learn(&measure);
    struct buf dear = {.arena = kept}, missed = {.arena = kept};
    be("admin");
    const char *live = strstr(get("/staff/admin/content", 200).body, ">Published<");
    ck_assert_ptr_nonnull(live);
    live = f("%s/preview", upto_quote(back_to(live, "\"/staff/") + 1));
    const char *const typed[] = {
        live, measure, done, f("%s/receipt", done), f("%s/sheet", done), draft, path, f("%s?act=assign", path), f("%s/reveal", path), f("%s/closing-report", closed), f("/staff/library/new?complaint=%s", strrchr(closed, '/') + 1),
        "/staff/search?q=%E4%BF%9D%E9%99%A9", "/staff/find?q=TS-AAAAA-AAAAA-A", "/staff/exports", "/staff/extensions", "/staff/admin/rulebook/changes", "/staff/admin/rulebook/publish", NULL,
    };
    for (size_t i = 0; i < COUNT_OF(logins); i++)
        walk(logins[i], typed, &dear);
    ck_assert_msg(dear.n == 0, "more than %d statements:%s", MOST, dear.p);
    for (size_t t = 0; staff_routes[t]; t++) {
        for (const struct route *r = staff_routes[t]; r->path; r++) {
            if (r->method == HTTP_GET && !was_walked(r) && !is_one_of(r->path, not_walked, COUNT_OF(not_walked)))
                buf_printf(&missed, "\n%s", r->path);
        }
    }
    ck_assert_msg(missed.n == 0, "nobody came to:%s", missed.p);
}
END_TEST

Suite *suite_pages_a_dozen(void)
{
    Suite *s = suite_create("pages_a_dozen");
    TCase *tc = tcase_create("statements");
    tcase_set_timeout(tc, 300);
    tcase_set_tags(tc, "fresh"); /* ./check gives it an installation of its own */
    tcase_add_checked_fixture(tc, visit_begin, visit_end);
    tcase_add_test(tc, no_page_asks_more_than_a_dozen_times);
    suite_add_tcase(s, tc);
    return s;
}
