#include "route.h"

#include <stdio.h>
#include <string.h>

/* Whether a path fits a pattern; fills params with the ":name" parts. A part is never empty. */
static bool pattern_fits(const char *pattern, struct str path, struct arena *a, const char *params[4])
{
    size_t n_params = 0, i = 0;
    while (*pattern) {
        if (*pattern == ':') {
            size_t from = i;
            while (i < path.n && path.p[i] != '/')
                i++;
            if (i == from || n_params == 4)
                return false;
            if (a)
                params[n_params] = arena_strndup(a, path.p + from, i - from);
            n_params++;
            while (*pattern && *pattern != '/')
                pattern++;
        } else if (i < path.n && *pattern == path.p[i]) {
            pattern++;
            i++;
        } else {
            return false;
        }
    }
    return i == path.n;
}

static bool method_fits(enum http_method asked, enum http_method route)
{
    return asked == route || (asked == HTTP_HEAD && route == HTTP_GET);
}

/* Two patterns that some path fits both, so that the order of the tables would decide. */
static bool patterns_clash(const char *a, const char *b)
{
    for (;;) {
        if (!*a || !*b)
            return *a == *b;
        if (*a == ':' && *b == ':') {
            a += strcspn(a, "/");
            b += strcspn(b, "/");
        } else if (*a++ != *b++) {
            return false;
        }
    }
}

static enum err row_check(const struct route *row, char why[256])
{
    const char *wrong = NULL;
    if (!row->path || row->path[0] != '/')
        wrong = "path does not begin with a slash";
    else if (row->need.kind == NEED_UNSET)
        wrong = "need is not set";
    else if (row->method != HTTP_GET && row->method != HTTP_POST)
        wrong = "method is neither GET nor POST";
    else if (!row->run)
        wrong = "run is not set";
    if (!wrong)
        return ERR_NONE;
    snprintf(why, 256, "route %s: %s", row->path ? row->path : "?", wrong);
    return ERR_CONFIG;
}

enum err route_check(const struct route *const *tables, char why[256])
{
    for (size_t t = 0; tables[t]; t++) {
        for (const struct route *row = tables[t]; row->path || row->run; row++) {
            TRY(row_check(row, why));
            for (size_t u = 0; u <= t; u++) {
                for (const struct route *other = tables[u]; other->path && other != row; other++) {
                    if (other->method == row->method && patterns_clash(other->path, row->path)) {
                        snprintf(why, 256, "route %s stands twice", row->path);
                        return ERR_CONFIG;
                    }
                }
            }
        }
    }
    return ERR_NONE;
}

/* A fixed path ("/staff/people/new") wins over one with a parameter ("/staff/people/:id") wherever it stands. */
enum err route_find(const struct route *const *tables, enum http_method method, struct str path, struct arena *a,
                    const struct route **ret_route, const char *params[4])
{
    const struct route *best = NULL;
    bool other_method = false;
    for (size_t t = 0; tables[t]; t++) {
        for (const struct route *row = tables[t]; row->path; row++) {
            if (!pattern_fits(row->path, path, NULL, NULL))
                continue;
            if (!method_fits(method, row->method))
                other_method = true;
            else if (!best || !strchr(row->path, ':'))
                best = row;
        }
    }
    if (!best)
        return other_method ? ERR_METHOD : ERR_NOT_FOUND;
    if (!pattern_fits(best->path, path, a, params))
        return ERR_INTERNAL;
    *ret_route = best;
    return ERR_NONE;
}
