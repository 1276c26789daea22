#ifndef REDRESS_ROUTE_H
#define REDRESS_ROUTE_H

#include "page.h"

/*
 * One row per page or action, in each feature's _pages file as a static const table that ends with a zeroed row. A route without
 * .need stops the start. The tables of a pool, walked, are the list that the authorisation test goes through.
 */
struct route {
    enum http_method method; /* HTTP_GET (HEAD too) or HTTP_POST */
    const char *path;        /* "/staff/complaints/:no/close" */
    struct need need;
    enum err (*run)(struct page *page);
    uint64_t body_max; /* 0: the configured limit for bodies without files */
    /* For forms with files: makes the sink that stores them. */
    enum err (*files)(struct page *page, struct http_file_sink *ret_sink);
    bool no_csrf;       /* only where there is no session and no effect */
    bool without_db;    /* runs even when the database is away */
    bool same_for_all;  /* with its address, language and size of type it is always the same, but for the texts of the site: no form of a visitor's on it */
    bool before_change; /* open to somebody who must change the password first */
    bool before_factor; /* also for who has to set up the authenticator app first */
};

/* Every row's method, path, need and run are set and no two rows match the same. ERR_CONFIG with the path in why. */
enum err route_check(const struct route *const *tables, char why[256]) MUST_CHECK;
/* The row for a path, its params filled. ERR_NOT_FOUND, or ERR_METHOD when only another method matches. */
enum err route_find(const struct route *const *tables, enum http_method method, struct str path, struct arena *a,
                    const struct route **ret_route, const char *params[4]) MUST_CHECK;

/*
 * The life of a request: match, method, body limit, session, form and CSRF, permission, handler, error page, log line. Always leaves a complete response;
 * resets nothing.
 */
void dispatch(const struct site *site, struct db *db, struct http_request *req, struct http_response *resp, int64_t now_us);
/*
 * The answer to a request that could not even be read (bad path, headers over the limit): an error page over a request made up for it,
 * which comes back in ret_req.
 */
void dispatch_refuse(const struct site *site, struct arena *arena, struct http_response *resp, enum err e, int64_t now_us,
                     struct http_request **ret_req);

#endif
