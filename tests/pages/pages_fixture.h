#ifndef PAGES_FIXTURE_H
#define PAGES_FIXTURE_H

#include "page.h"

/*
 * The real dispatcher over a real database, without sockets: a browser of one pool with a cookie jar. The environment variable
 * REDRESS_TEST_CONFIG names the configuration of an installation that tests/lib/installation.sh made, with the demo organisation in it.
 */
struct browser;

struct reply {
    int status;
    const char *location; /* of a redirect, "" otherwise */
    const char *body;     /* NUL-terminated, whole, streams too */
    size_t body_n;
    const char *headers;
    const char *content_type;
};

struct browser *browser_new(enum crypto_pool pool);
void browser_free(struct browser *b);
/* What is known of the installation. */
const struct config *pages_config(void);
struct db *pages_db(enum crypto_pool pool);

/* Let the time of all pages be ahead of the real one from the next request on, as the test clock does. Over with the test. */
void pages_shift(int64_t ahead_us);
/* Read the texts of the site anew, as workers do after a second. */
void pages_follow(void);

struct reply browser_get(struct browser *b, const char *path);
/*
 * Send a form (urlencoded text such as "a=b&c=d"); the csrf token and once key of the last page that had a form are added unless the text has
 * fields of these names.
 */
struct reply browser_post(struct browser *b, const char *path, const char *form);
/* The same with one file (multipart); file_name NULL: none. */
struct reply browser_upload(struct browser *b, const char *path, const char *form, const char *field, const char *file_name,
                            const char *content_type, const void *bytes, size_t n);
/* Any request at all; headers is a list of "NAME=value" CGI variables that are added or replaced, NULL-terminated, or NULL. */
struct reply browser_send(struct browser *b, const char *method, const char *path, const char *content_type, const void *body, size_t n,
                          const char *const *headers);

/* Sign in as a demo account; fails the test when that does not work. */
void browser_sign_in(struct browser *b, const char *login);
#define PAGES_PASSWORD "Demo-Complaints-26"

/* The value of the first name="field" ... value="..." control of a page, "" when absent; HTML entities undone. */
const char *browser_value(struct browser *b, const char *field);
/* Whether the last page holds a text. */
bool browser_sees(const struct browser *b, const char *text);
/* The first address in the last page that begins with a prefix (an href or action), "" when absent. */
const char *browser_link(struct browser *b, const char *prefix);

#endif
