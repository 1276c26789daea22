#include <string.h>

#include "http_read.h"
#include "utf8.h"

#define BUFFER_BYTES ((size_t)64 * 1024)
#define PART_HEADERS_MAX ((size_t)4096)
#define BOUNDARY_MAX ((size_t)70)

struct reader {
    struct http_request *req;
    const struct http_form_limits *limits;
    const struct http_file_sink *sink;
    struct http_form *form;
    char *buffer; /* bytes start..end are read and not yet used */
    size_t start, end;
    char delimiter[4 + BOUNDARY_MAX]; /* CR LF - - boundary */
    size_t delimiter_n;
    size_t parts, text_bytes;
    /* The part under way. */
    struct http_part part;
    struct buf text;
    uint64_t file_bytes;
    bool begun, over; /* sink->begin was called; the file is larger than allowed */
};

static size_t held(const struct reader *r)
{
    return r->end - r->start;
}

static const char *at(const struct reader *r)
{
    return r->buffer + r->start;
}

static void make_room(struct reader *r)
{
    memmove(r->buffer, at(r), held(r));
    r->end -= r->start;
    r->start = 0;
}

/* At least one more byte. */
static enum err fill(struct reader *r)
{
    long got;

    make_room(r);
    got = http_body_read(r->req, r->buffer + r->end, BUFFER_BYTES - r->end);
    if (got <= 0)
        return ERR_MALFORMED;
    r->end += (size_t)got;
    return ERR_NONE;
}

static enum err need(struct reader *r, size_t n)
{
    while (held(r) < n)
        TRY(fill(r));
    return ERR_NONE;
}

/* Where what begins in the held bytes; NULL when it does not stand there whole. */
static const char *find(const struct reader *r, const char *what, size_t n)
{
    return memmem(at(r), held(r), what, n);
}

/* ---- what is in a part ---- */

static enum err file_begin(struct reader *r)
{
    if (!r->sink)
        return ERR_MALFORMED;
    TRY(r->sink->begin(r->sink->ctx, r->form, r->part.name, r->part.file_name, r->part.content_type));
    r->begun = true;
    return ERR_NONE;
}

static enum err file_write(struct reader *r, const char *bytes, size_t n)
{
    enum err e;

    if (!r->begun)
        TRY(file_begin(r));
    if (!r->over && n > r->limits->file_max - r->file_bytes) {
        r->over = true;
        r->sink->over_limit(r->sink->ctx);
    }
    if (r->over)
        return ERR_NONE;
    r->file_bytes += n;
    e = r->sink->write(r->sink->ctx, bytes, n);
    /* A sink that failed knows that the file did not come whole. */
    if (e != ERR_NONE)
        r->begun = false;
    return e;
}

static enum err text_write(struct reader *r, const char *bytes, size_t n)
{
    r->text_bytes += n;
    if (n > r->limits->value_max - r->text.n || r->text_bytes > HTTP_TEXT_MAX)
        return ERR_TOO_LARGE;
    buf_add(&r->text, bytes, n);
    return ERR_NONE;
}

static enum err part_write(struct reader *r, const char *bytes, size_t n)
{
    if (n == 0)
        return ERR_NONE;
    return r->part.file_name ? file_write(r, bytes, n) : text_write(r, bytes, n);
}

static enum err part_end(struct reader *r)
{
    struct str value = buf_str(&r->text);

    if (r->begun) {
        r->begun = false;
        return r->sink->end(r->sink->ctx, !r->over);
    }
    if (r->part.file_name)
        return ERR_NONE;
    if (!utf8_valid(value))
        return ERR_ENCODING;
    http_form_add(r->form, r->part.name, value.p, value.n);
    return ERR_NONE;
}

/* ---- the parts ---- */

/* Up to and over the next delimiter. */
static enum err read_content(struct reader *r)
{
    for (;;) {
        const char *hit = find(r, r->delimiter, r->delimiter_n);
        size_t n = hit ? (size_t)(hit - at(r)) : held(r);

        /* The last bytes may be the beginning of a delimiter. */
        if (!hit)
            n = n >= r->delimiter_n ? n - (r->delimiter_n - 1) : 0;
        TRY(part_write(r, at(r), n));
        r->start += n;
        if (hit) {
            r->start += r->delimiter_n;
            return part_end(r);
        }
        TRY(fill(r));
    }
}

static enum err read_headers(struct reader *r)
{
    const char *hit;
    size_t n;

    while (!(hit = find(r, "\r\n\r\n", 4))) {
        if (held(r) >= PART_HEADERS_MAX)
            return ERR_MALFORMED;
        TRY(fill(r));
    }
    n = (size_t)(hit - at(r)) + 2;
    if (n > PART_HEADERS_MAX)
        return ERR_MALFORMED;
    TRY(http_part_parse(r->form->arena, (struct str){at(r), n}, &r->part));
    r->start += n + 2;
    return ERR_NONE;
}

static enum err read_part(struct reader *r)
{
    TRY(read_headers(r));
    r->text = (struct buf){.arena = r->form->arena};
    r->file_bytes = 0;
    r->over = false;
    if (r->parts++ >= r->limits->fields_max)
        return ERR_TOO_LARGE;
    /* An empty file control has no name and no bytes; it only counts as a part. */
    if (r->part.file_name && *r->part.file_name)
        TRY(file_begin(r));
    return read_content(r);
}

/* After the last delimiter nothing comes but perhaps one line break. */
static enum err read_end(struct reader *r)
{
    make_room(r);
    for (;;) {
        long got;

        if (held(r) > 2 || memcmp(at(r), "\r\n", held(r)) != 0)
            return ERR_MALFORMED;
        got = http_body_read(r->req, r->buffer + r->end, BUFFER_BYTES - r->end);
        if (got < 0)
            return ERR_MALFORMED;
        if (got == 0)
            return held(r) == 1 ? ERR_MALFORMED : ERR_NONE;
        r->end += (size_t)got;
    }
}

static enum err read_parts(struct reader *r)
{
    size_t first_n = r->delimiter_n - 2;

    TRY(need(r, first_n));
    if (memcmp(at(r), r->delimiter + 2, first_n) != 0)
        return ERR_MALFORMED;
    r->start += first_n;
    for (;;) {
        bool last;

        TRY(need(r, 2));
        last = memcmp(at(r), "--", 2) == 0;
        if (!last && memcmp(at(r), "\r\n", 2) != 0)
            return ERR_MALFORMED;
        r->start += 2;
        if (last)
            return read_end(r);
        TRY(read_part(r));
    }
}

static bool boundary_is_good(struct str boundary)
{
    if (boundary.n == 0 || boundary.n > BOUNDARY_MAX || boundary.p[boundary.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < boundary.n; i++) {
        char c = boundary.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
              strchr("'()+_,-./:=? ", c)))
            return false;
    }
    return true;
}

enum err http_multipart_read(struct http_request *req, const char *boundary, const struct http_form_limits *limits,
                             const struct http_file_sink *sink, struct http_form *form)
{
    struct reader r = {.req = req, .limits = limits, .sink = sink, .form = form};
    size_t n = strlen(boundary);
    enum err e;

    if (!boundary_is_good((struct str){boundary, n}))
        return ERR_MALFORMED;
    memcpy(r.delimiter, "\r\n--", 4);
    memcpy(r.delimiter + 4, boundary, n);
    r.delimiter_n = 4 + n;
    r.buffer = arena_grow(form->arena, NULL, 0, BUFFER_BYTES);
    e = read_parts(&r);
    /* The request broke off inside a file: its sink must let go of it; the reader's own error is the one that counts. */
    if (e != ERR_NONE && r.begun && sink->end(sink->ctx, false) != ERR_NONE)
        r.begun = false;
    return e;
}
