#ifndef REDRESS_HTTP_FORM_H
#define REDRESS_HTTP_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "http_request.h"

/* Bounds of one form; 0 means the default. */
struct http_form_limits {
    uint64_t body_max;   /* bytes in all: 64 KiB for urlencoded; set it where files come */
    uint64_t text_max;   /* bytes of a urlencoded one, which is in memory as a whole: 1 MiB, and body_max */
    size_t fields_max;   /* fields and files: 200. How many files are taken is said by the sink, who knows those that came before */
    size_t value_max;    /* bytes of one text value: 96 KiB */
    uint64_t file_max;   /* bytes of one file */
};

/*
 * Where file parts go while they arrive. begin gets the name as typed (valid UTF-8, no path parts, at most 255 bytes) and the
 * declared type, and the fields read so far (the CSRF token stands before every file control); write gets the bytes in order; end tells whether the file came whole. A begin with an empty name and no
 * bytes is never made (an empty file control is no file). An error from any of them stops the reading and is returned.
 * over_limit is called instead of further writes when a file is larger than file_max; the rest of it is skipped, end(false)
 * follows and reading goes on, so that the other fields are kept. A sink that reckons the SHA-256 of what it keeps says where: after end it is that of the
 * file, zeros for one that was not kept.
 */
struct http_form;
struct http_file_sink {
    void *ctx;
    enum err (*begin)(void *ctx, const struct http_form *so_far, const char *field, const char *file_name,
                      const char *content_type);
    enum err (*write)(void *ctx, const void *bytes, size_t n);
    void (*over_limit)(void *ctx);
    enum err (*end)(void *ctx, bool whole);
    const uint8_t *sha256; /* 32 bytes; NULL: it does not */
};

/* Takes every file and lets go of it, for a form that is only read to give its fields back. */
extern const struct http_file_sink http_files_dropped;

struct http_field {
    const char *name, *value; /* NUL-terminated, valid UTF-8, no NUL inside */
    size_t value_n;
};

struct http_form {
    struct arena *arena;
    struct http_field *fields;
    size_t n;
    bool *sent_twice; /* set by the typed readers below: a single field stood twice, so the body is malformed; NULL in an empty form */
};

/*
 * Read a request body of type application/x-www-form-urlencoded or multipart/form-data (files go to sink; without a sink a
 * file part is ERR_MALFORMED). Memory use does not depend on file size.
 * Errors: ERR_MALFORMED (bad encoding, invalid UTF-8, NUL, other content type, broken off), ERR_TOO_LARGE.
 */
enum err http_form_read(struct http_request *req, const struct http_form_limits *limits,
                        const struct http_file_sink *sink, struct http_form **ret_form) MUST_CHECK;
/* The same for a query string. */
enum err http_form_parse_query(struct arena *arena, struct str query, struct http_form **ret_form) MUST_CHECK;

/* First value of a field, "" when absent. */
const char *http_form_get(const struct http_form *form, const char *name);
bool http_form_has(const struct http_form *form, const char *name);
/* How often a field stands; a single field that stands twice is an error of the typed readers below. */
size_t http_form_count(const struct http_form *form, const char *name);
/* The i-th value of a repeated field, NULL past the last. */
const char *http_form_nth(const struct http_form *form, const char *name, size_t i);

/* ---- typed readers: they clean, check and collect errors; the caller keeps what was typed ---- */

#define HTTP_FORM_ERRORS_MAX 64
struct http_field_error {
    const char *field;   /* name of the control */
    const char *message; /* English msgid for gettext, may hold one %d */
    int number;          /* for the %d */
};
struct http_form_errors {
    struct http_field_error items[HTTP_FORM_ERRORS_MAX];
    size_t n;
};
/* Note an error; only the first of each field is kept. */
void http_form_error(struct http_form_errors *errors, const char *field, const char *message, int number);
const struct http_field_error *http_form_error_of(const struct http_form_errors *errors, const char *field);

struct http_text_rule {
    bool required, lines; /* lines: line breaks are kept */
    size_t max;           /* code points; 0 means 200 */
    const char *missing;  /* msgid when required and empty; NULL for the general one */
};
/* Cleaned text (utf8_clean), never NULL; errors are noted under field. */
const char *http_form_text(const struct http_form *form, const char *field, const struct http_text_rule *rule,
                           struct http_form_errors *errors);
/* Whole number lo..hi (full-width digits understood); fallback when empty and not required. */
int64_t http_form_int(const struct http_form *form, const char *field, bool required, int64_t lo, int64_t hi,
                      int64_t fallback, struct http_form_errors *errors);
/* One of n words: its index, or -1 with an error noted (or without one when empty and not required). */
int http_form_choice(const struct http_form *form, const char *field, const char *const *words, size_t n, bool required,
                     const char *missing, struct http_form_errors *errors);
bool http_form_tick(const struct http_form *form, const char *field);

#endif
