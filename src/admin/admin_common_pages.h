#ifndef REDRESS_ADMIN_COMMON_PAGES_H
#define REDRESS_ADMIN_COMMON_PAGES_H

#include "change_store.h"
#include "page.h"

/* What the handlers of the administration share. */

/* The path's first parameter as an id. ERR_NOT_FOUND for anything else. */
enum err admin_id(const struct page *page, int64_t *ret_id) MUST_CHECK;
/* Who changes what by this form; location is where the answer leads. */
struct change_by admin_by(const struct page *page, const char *location);
/* A field of the query as a whole number from 1; 0 when absent or something else. */
int64_t admin_query_id(const struct page *page, const char *field);
/* Words searched for, cleaned, at most 60 characters. */
const char *admin_words(const struct page *page);
/* After a change: a message and the page that it leads to. Also when the form had been carried out before. */
enum err admin_done(struct page *page, enum err e, const struct change_by *by, const char *message) MUST_CHECK;

/* A first password, sixteen letters and digits in groups of four, and its hash. */
enum err admin_make_password(struct page *page, const char **ret_password, const char **ret_hash) MUST_CHECK;

/* The one file of a form, in memory (route.files calls admin_upload_into): page->upload is a struct admin_upload then. */
struct admin_upload {
    struct buf bytes;
    size_t most;
    bool too_large; /* than most */
};
enum err admin_upload_into(struct page *page, size_t most, struct http_file_sink *ret_sink) MUST_CHECK;

#endif
