#include "layout.h"

#include <stdio.h>
#include <string.h>

#include "crypto_random.h"
#include "format.h"
#include "http_token.h"

#define ONCE_BYTES 16
#define SIGNATURE_BYTES 32
#define FLASH_MAX 200
#define FLASH_WARN '!' /* before the text of one that warns */

/* ---- links ---- */

void layout_add_escaped(struct buf *to, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != 0 && strchr("/-._~", c)))
            buf_addc(to, (char)c);
        else
            buf_printf(to, "%%%02X", c);
    }
}

static void add_path(struct buf *to, struct str path)
{
    while (path.n > 0 && path.p[0] == '/') {
        path.p++;
        path.n--;
    }
    buf_addc(to, '/'); /* one slash, whatever came: two would lead to another host */
    layout_add_escaped(to, path);
}

bool layout_stands_in(const struct page *page)
{
    return str_starts(page->req->path, "/error/");
}

static bool is_dropped(struct str field, const char *const *drop)
{
    struct str rest = field, name = str_cut(&rest, '=');
    for (; *drop; drop++) {
        if (str_is(name, *drop))
            return true;
    }
    return false;
}

const char *layout_here(const struct page *page, const char *const *drop, const char *field, const char *value)
{
    struct buf to = {.arena = page->arena};
    add_path(&to, layout_stands_in(page) ? STR("/") : page->req->path);
    char sep = '?';
    struct str rest = page->req->query;
    while (rest.p) {
        struct str each = str_cut(&rest, '&');
        if (each.n == 0 || is_dropped(each, drop))
            continue;
        buf_addc(&to, sep);
        buf_add(&to, each.p, each.n);
        sep = '&';
    }
    if (field) {
        buf_addc(&to, sep);
        buf_adds(&to, field);
        buf_addc(&to, '=');
        buf_adds(&to, value);
    }
    return to.p;
}

/* ---- flash ---- */

static bool flash_sign(const struct page *page, struct str msgid, uint8_t signature[SIGNATURE_BYTES])
{
    const uint8_t *key = page->site->keys ? crypto_key(page->site->keys, KEY_WEB, NULL) : NULL;
    if (!key)
        return false;
    struct crypto_part parts[] = {{"flash", strlen("flash")}, {msgid.p, msgid.n}};
    crypto_hmac(key, parts, COUNT_OF(parts), signature);
    return true;
}

static void keep_flash(struct page *page, struct str text)
{
    uint8_t signature[SIGNATURE_BYTES];
    if (text.n > FLASH_MAX || !flash_sign(page, text, signature))
        return;
    const char *value = arena_printf(page->arena, "%s.%s", str_base64url(page->arena, text.p, text.n),
                                     str_base64url(page->arena, signature, sizeof signature));
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "flash", value);
}

void page_flash(struct page *page, const char *msgid)
{
    keep_flash(page, str_of(msgid));
}

void page_flash_warn(struct page *page, const char *msgid)
{
    keep_flash(page, str_of(arena_printf(page->arena, "%c%s", FLASH_WARN, msgid)));
}

/* The message that the last page left, once: its cookie goes with it. One that we did not sign is not shown. */
static void show_flash(struct page *page, struct tpl *t)
{
    struct str rest = str_of(http_own_cookie(page->req, "flash"));
    if (rest.n == 0)
        return;
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "flash", "");
    struct str text = str_cut(&rest, '.');
    char msgid[FLASH_MAX + 1];
    uint8_t theirs[SIGNATURE_BYTES], ours[SIGNATURE_BYTES];
    size_t msgid_n, theirs_n;
    if (!str_unbase64url(text, msgid, FLASH_MAX, &msgid_n) || !str_unbase64url(rest, theirs, sizeof theirs, &theirs_n))
        return;
    msgid[msgid_n] = '\0';
    if (theirs_n != sizeof theirs || !flash_sign(page, (struct str){msgid, msgid_n}, ours) || !crypto_equal(theirs, ours, sizeof ours))
        return;
    const bool warns = *msgid == FLASH_WARN;
    tpl_text(tpl_add(t, warns ? SEC_FLASH_WARN : SEC_FLASH), V_MESSAGE, page_text(page, arena_strdup(page->arena, msgid + warns)));
}

/* ---- navigation ---- */

struct nav_place {
    const char *path, *view; /* view: value of ?view=, NULL for any */
    bool below;              /* pages below the path count too */
    enum tpl_section current;
};

static const struct nav_place public_places[] = {
    {"/", NULL, false, SEC_NAV_HOME_CUR},
    {"/file", NULL, true, SEC_NAV_FILE_CUR},
    {"/track", NULL, true, SEC_NAV_TRACK_CUR},
    {"/guide", NULL, true, SEC_NAV_GUIDE_CUR},
    {"/faq", NULL, false, SEC_NAV_GUIDE_CUR},
    {"/figures", NULL, false, SEC_NAV_GUIDE_CUR},
};
static const struct nav_place staff_places[] = {
    {"/staff/", NULL, false, SEC_NAV_DESK_CUR},
    {"/staff/complaints", "mine", false, SEC_NAV_MINE_CUR},
    {"/staff/complaints", "soon", false, SEC_NAV_SOON_CUR},
    {"/staff/complaints", "late", false, SEC_NAV_LATE_CUR},
    {"/staff/complaints", "replies", false, SEC_NAV_REPLIES_CUR},
    {"/staff/complaints", "new", false, SEC_NAV_NEW_CUR},
    {"/staff/complaints", "open", false, SEC_NAV_OPEN_CUR},
    {"/staff/complaints", "all", false, SEC_NAV_ALL_CUR},
    {"/staff/admin/rules/categories", NULL, true, SEC_NAV_CATEGORIES_CUR},
    {"/staff/admin/rules/clocks", NULL, true, SEC_NAV_CLOCKS_CUR},
    {"/staff/admin/rules/match", NULL, false, SEC_NAV_CLOCKS_CUR},
    {"/staff/admin/rules", NULL, true, SEC_NAV_RULEBOOK_CUR},
    {"/staff/admin/rulebook", NULL, true, SEC_NAV_RULEBOOK_CUR},
    {"/staff/admin/own-limits", NULL, true, SEC_NAV_CLOCKS_CUR},
    {"/staff/admin/recompute", NULL, true, SEC_NAV_RULEBOOK_CUR},
    {"/staff/admin/calendars", NULL, true, SEC_NAV_CALENDARS_CUR},
    {"/staff/admin/calendar-units", NULL, true, SEC_NAV_CALENDARS_CUR},
    {"/staff/calendar", NULL, false, SEC_NAV_CALENDARS_CUR},
    {"/staff/admin/site", NULL, true, SEC_NAV_SITE_CUR},
    {"/staff/admin/posts", NULL, true, SEC_NAV_POSTS_CUR},
    {"/staff/admin/content", NULL, true, SEC_NAV_CONTENT_CUR},
    {"/staff/admin/units", NULL, true, SEC_NAV_UNITS_CUR},
    {"/staff/admin/departments", NULL, true, SEC_NAV_DEPARTMENTS_CUR},
    {"/staff/admin/people", NULL, true, SEC_NAV_PEOPLE_CUR},
    {"/staff/admin/roles", NULL, true, SEC_NAV_ROLES_CUR},
    {"/staff/admin/workflow", NULL, true, SEC_NAV_WORKFLOW_CUR},
    {"/staff/admin/changes", NULL, true, SEC_NAV_CHANGES_CUR},
};

static bool is_at(const struct page *page, const struct nav_place *place)
{
    struct str path = page->req->path;
    size_t n = strlen(place->path);
    bool here = str_is(path, place->path) || (place->below && str_starts(path, place->path) && path.p[n] == '/');
    return here && (!place->view || strcmp(http_query(page->req, "view"), place->view) == 0);
}

static void mark_place(const struct page *page, struct tpl *t, const struct nav_place *places, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_at(page, &places[i])) {
            tpl_show(t, places[i].current);
            return;
        }
    }
}

static void fill_public(struct page *page, struct tpl *t)
{
    static const char *const preferences[] = {"lang", "size", NULL};
    mark_place(page, t, public_places, COUNT_OF(public_places));
    tpl_text(t, V_LARGE_LINK, layout_here(page, preferences, "size", page->large ? "normal" : "large"));
    tpl_show(t, page->large ? SEC_IS_LARGE : SEC_NOT_LARGE);
    tpl_show_if(t, SEC_NOINDEX, !str_is(page->req->path, "/") && !str_is(page->req->path, "/guide") && !str_is(page->req->path, "/faq") && !str_is(page->req->path, "/figures") &&
                                    !str_starts(page->req->path, "/p/"));
}

/* What stands at the foot of public pages: pages of the administrators, and under which numbers the website is filed with authorities. */
static void fill_foot(const struct page *page, struct tpl *t)
{
    const struct site *site = page->site;
    struct tpl *filings = NULL;
    for (size_t i = 0; i < site->n_foot_pages; i++) {
        struct tpl *row = tpl_add(t, SEC_FOOT_PAGE);
        tpl_text(row, V_CODE, site->foot_pages[i].slug);
        tpl_text(row, V_NAME, page_pick(page, site->foot_pages[i].title_zh, site->foot_pages[i].title_en));
    }
    for (size_t i = 0; i < COUNT_OF(site->filings); i++) {
        const struct site_filing *f = &site->filings[i];
        if (!f->text || !*f->text)
            continue;
        filings = filings ? filings : tpl_add(t, SEC_FILINGS);
        struct tpl *row = tpl_add(filings, SEC_FILING);
        tpl_text(row, V_NAME, f->text);
        if (f->url && *f->url)
            tpl_text(tpl_add(row, SEC_FILE_LINK), V_URL, f->url);
        else
            tpl_show(row, SEC_FILE_PLAIN);
    }
}

static void fill_staff(struct page *page, struct tpl *t, bool with_counts)
{
    const struct access_user *user = page->user;
    if (!user)
        return;
    const char *unit = page_pick(page, user->unit_zh, user->unit_en);
    const char *department = page_pick(page, user->department_zh, user->department_en);
    const char *place = *department ? department : unit;
    tpl_text(t, V_USER_NAME, user->name);
    tpl_text(t, V_USER_PLACE, place);
    tpl_show_if(t, SEC_HAS_PLACE, *place != '\0');
    mark_place(page, t, staff_places, COUNT_OF(staff_places));
    static const struct {
        enum permission may;
        enum tpl_section section, group;
    } admin[] = {
        {MAY_SET_RULES, SEC_NAV_RULEBOOK, SEC_NAV_RULES},      {MAY_PUBLISH_RULES, SEC_NAV_RULEBOOK, SEC_NAV_RULES}, {MAY_SET_RULES, SEC_NAV_SECTIONS, SEC_NAV_RULES},
        {MAY_SET_CALENDARS, SEC_NAV_CALENDARS, SEC_NAV_RULES}, {MAY_SET_UNITS, SEC_NAV_UNITS, SEC_NAV_ADMIN},         {MAY_SET_PEOPLE, SEC_NAV_PEOPLE, SEC_NAV_ADMIN},
        {MAY_SET_ROLES, SEC_NAV_ROLES, SEC_NAV_ADMIN},         {MAY_SET_SITE, SEC_NAV_SITE, SEC_NAV_ADMIN},           {MAY_SEE_CHANGES, SEC_NAV_CHANGES, SEC_NAV_ADMIN},
    };
    for (size_t i = 0; i < COUNT_OF(admin); i++) {
        if (!access_may(user, admin[i].may))
            continue;
        tpl_show(t, admin[i].section);
        tpl_show(t, admin[i].group);
    }
    tpl_show_if(t, SEC_NAV_SEE, access_may(user, MAY_SEE));
    if (with_counts && page->site->navigation)
        page->site->navigation(page, t);
}

/* So that nobody takes dates of an installation for trying things out for real ones. */
static void show_test_clock(struct page *page, struct tpl *t)
{
    if (page->site->ahead_us == 0)
        return;
    const char *ahead = format_span(page->arena, page->lang, page->site->ahead_us);
    const char *now = format_moment(page->arena, page->lang, page->now_us, page->site->zone);
    tpl_text(tpl_add(t, SEC_TEST_CLOCK), V_MESSAGE, text_f(page->arena, page->lang, N_("Test clock: %s ahead of the real time. Here it is %s."), ahead, now));
}

static const char *csrf_token(const struct page *page)
{
    const uint8_t *key = page->site->keys ? crypto_key(page->site->keys, KEY_WEB, NULL) : NULL;
    return key ? http_csrf_token(page->arena, key, page->user ? page->user->session_secret : page->visitor) : "";
}

void layout_fill(struct page *page, struct tpl *t, const char *title, bool with_counts)
{
    static const char *const preferences[] = {"lang", "size", NULL};
    const struct site *site = page->site;
    enum lang other = page->lang == LANG_ZH ? LANG_EN : LANG_ZH;
    bool staff = site->pool == CRYPTO_STAFF;
    tpl_text(t, V_LANG_TAG, lang_tag(page->lang));
    tpl_text(t, V_HTML_CLASS, staff ? "staff" : page->large ? "pub large" : "pub");
    tpl_text(t, V_PAGE_TITLE, title);
    tpl_text(t, V_SITE_NAME, page_pick(page, site->brand_zh, site->brand_en));
    tpl_text(t, V_SITE_SUB, page_pick(page, site->sub_zh, site->sub_en));
    tpl_text(t, V_CSS, site->css_path);
    tpl_text(t, V_JS, site->js_path);
    tpl_optional(t, SEC_COLOUR, V_URL, site->colour_path);
    if (site->logo_path)
        tpl_text(tpl_add(t, SEC_LOGO), V_URL, site->logo_path);
    else
        tpl_show(t, SEC_NO_LOGO);
    tpl_text(t, V_ICONS, site->icons_path);
    tpl_text(t, V_LANG_LINK, layout_here(page, preferences, "lang", lang_code(other)));
    tpl_text(t, V_OTHER_LANG_TAG, lang_tag(other));
    tpl_text(t, V_OTHER_LANG_NAME, other == LANG_EN ? "English" : "中文");
    tpl_text(t, V_CSRF, csrf_token(page));
    tpl_text(t, V_ONCE, crypto_random_base32(page->arena, ONCE_BYTES));
    if (site->hotline && *site->hotline) {
        tpl_text(t, V_HOTLINE, site->hotline);
        tpl_show(t, SEC_HAS_HOTLINE);
    }
    fill_foot(page, t);
    if (staff) {
        show_test_clock(page, t);
        fill_staff(page, t, with_counts);
    } else {
        fill_public(page, t);
    }
    show_flash(page, t);
}

/* ---- what handlers call ---- */

struct tpl *page_template(struct page *page, enum tpl_file file, const char *title)
{
    struct tpl *t = tpl_new(page->arena, file);
    layout_fill(page, t, title, true);
    return t;
}

enum err page_answer(struct page *page, const struct tpl *t, int status)
{
    TRY(tpl_render(t, page->lang, &page->resp->body));
    page->resp->status = status;
    return ERR_NONE;
}

enum err page_redirect(struct page *page, const char *path)
{
    http_redirect(page->resp, path);
    return ERR_NONE;
}

enum err page_recent(const struct page *page, bool before_form)
{
    int64_t within_us = (int64_t)page->site->config->security.reauth_minutes * UTC_MINUTE_US;
    if (before_form)
        within_us /= 2;
    return page->now_us - page->user->reauth_us > within_us ? ERR_REAUTH : ERR_NONE;
}

const char *page_text(const struct page *page, const char *msgid)
{
    return text_in(page->lang, msgid);
}

const char *page_pick(const struct page *page, const char *zh, const char *en)
{
    return lang_pick(page->lang, zh, en);
}

const char *layout_number_text(const struct page *page, const char *msgid, int number)
{
    const char *text = page_text(page, msgid), *at = strstr(text, "%d");
    if (!at)
        return text;
    return arena_printf(page->arena, "%.*s%d%s", (int)(at - text), text, number, at + 2);
}

void page_errors(struct page *page, struct tpl *t, const struct http_form_errors *errors)
{
    if (errors->n == 0)
        return;
    struct tpl *list = tpl_add(t, SEC_ERRORS);
    for (size_t i = 0; i < errors->n; i++) {
        const struct http_field_error *e = &errors->items[i];
        struct tpl *row = tpl_add(list, SEC_ERROR);
        tpl_text(row, V_FIELD, e->field);
        tpl_text(row, V_MESSAGE, layout_number_text(page, e->message, e->number));
    }
}

void page_field_error(struct page *page, struct tpl *t, enum tpl_section section, const struct http_form_errors *errors,
                      const char *field)
{
    const struct http_field_error *e = http_form_error_of(errors, field);
    if (e)
        tpl_text(tpl_add(t, section), V_MESSAGE, layout_number_text(page, e->message, e->number));
}
