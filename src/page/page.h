#ifndef REDRESS_PAGE_H
#define REDRESS_PAGE_H

#include "access.h"
#include "config.h"
#include "crypto_keys.h"
#include "db.h"
#include "http_form.h"
#include "http_request.h"
#include "http_response.h"
#include "tpl.h"
#include "utc.h"

struct page;
struct route;

/* A page of the administrators that is linked from the foot, and a number under which an authority has the website. */
struct site_foot_page {
    const char *slug, *title_zh, *title_en;
};
struct site_filing {
    const char *text, *url; /* "" for none */
};

/* What a worker has for its whole life; made by app, which alone changes it, between requests. */
struct site {
    const struct config *config;
    const struct crypto_keys *keys;
    const struct utc_zone *zone;
    enum crypto_pool pool;      /* CRYPTO_PUBLIC or CRYPTO_STAFF */
    const struct route *const *routes; /* NULL-terminated list of tables of this pool */
    /* Fills the navigation of a staff page (counts); set by desk, NULL in the public pool. */
    void (*navigation)(struct page *page, struct tpl *t);
    const char *css_path, *js_path, *icons_path; /* with a content hash: "/static/app.css?v=..." */
    const char *brand_zh, *brand_en, *sub_zh, *sub_en; /* name of the site, and the line below it: of the host */
    const char *hotline;                               /* telephone number, "" for none */
    const char *hours_zh, *hours_en;                   /* when somebody answers it; NULL or "" for not said */
    struct site_filing filings[2];
    const struct site_foot_page *foot_pages;
    size_t n_foot_pages;
    const char *colour_path, *logo_path;               /* of the brand's stylesheet and logo, with what they hold; NULL: none */
    struct arena *texts;                               /* where the texts above live; NULL: those the program begins with */
    struct kept_pages *kept;                           /* what was rendered a moment ago and is the same for all (kept_page.h); NULL where there is none */
    struct draft_shelf *drafts;                        /* what was saved of the website's form a moment ago; NULL where it is not asked for */
    bool pressure;                                     /* very much is filed in all: a question stands before sending (pressure_store.h) */
    int64_t texts_us, texts_version;                   /* when it was looked whether they changed, by the monotonic clock; and the basis they are of */
    int64_t ahead_us;                                  /* how far the test clock is ahead of the real time; 0 where there is none */
};

/* One request under way: what every handler gets. */
struct page {
    const struct site *site;
    struct http_request *req;
    struct http_response *resp;
    struct arena *arena;
    struct db *db;
    const struct route *route;
    const char *params[4];           /* values of the ":name" parts of the path, in order */
    const struct access_user *user;  /* NULL in the public pool and before sign-in */
    const char *visitor;             /* pre-session secret of this browser: binds CSRF tokens of public and sign-in forms */
    const struct http_form *form;    /* of a POST; an empty form otherwise */
    void *upload;                    /* what the route's .files made for its handler, such as a struct attachment_stage */
    const char *once;                /* idempotency key of a POST: 26 Crockford characters */
    enum lang lang;
    bool large;                      /* 长辈版 */
    int64_t now_us;
};

/*
 * A dictionary for one of the page templates, with everything the layout needs already in it (brand, language switch, csrf, a fresh once key,
 * the user, navigation, title).
 */
struct tpl *page_template(struct page *page, enum tpl_file file, const char *title);
/* Render into the response with a status. */
enum err page_answer(struct page *page, const struct tpl *t, int status) MUST_CHECK;
/* 303 to a path of our own. */
enum err page_redirect(struct page *page, const char *path) MUST_CHECK;

/*
 * ERR_REAUTH unless whoever is signed in gave the password within security.reauth_minutes; a page with a form asks earlier (before_form), so that there is
 * time to fill it in.
 */
enum err page_recent(const struct page *page, bool before_form) MUST_CHECK;

/* Shorthands. */
const char *page_text(const struct page *page, const char *msgid); /* text_in its language */
const char *page_pick(const struct page *page, const char *zh, const char *en);

/*
 * Show the errors of a form: fills {{#ERRORS}} (the list at the top; {{FIELD}} {{MESSAGE}}). Field messages go next to their controls by
 * page_field_error. The status of the answer is 422.
 */
void page_errors(struct page *page, struct tpl *t, const struct http_form_errors *errors);
/* Fill the section of a field's own error with {{MESSAGE}}, when there is one. */
void page_field_error(struct page *page, struct tpl *t, enum tpl_section section, const struct http_form_errors *errors,
                      const char *field);

/*
 * The page of an error, in the design of the pool, with the request id; what was typed in a POST is shown again in a read-only
 * box wherever sending it again may help, so that nothing typed is lost. Logs the error once. Called by dispatch.
 */
void page_fail(struct page *page, enum err e);
/* Whether a POST from a page of ours brought text that is worth giving back. */
bool page_has_typed(const struct page *page);

/*
 * A message for the next page of this browser ("Saved."), a msgid of less than 200 bytes; shown once in the layout as {{#FLASH}}. Kept in a signed cookie.
 */
void page_flash(struct page *page, const char *msgid);
/* The same of what did not go as wanted, or what has to be done again: {{#FLASH_WARN}}. */
void page_flash_warn(struct page *page, const char *msgid);

#endif
