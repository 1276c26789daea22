#include "http_form.h"

#include <limits.h>
#include <string.h>

#include "http_read.h"
#include "msgid.h"
#include "utf8.h"

#define BODY_DEFAULT ((uint64_t)64 * 1024)
#define FIELDS_DEFAULT ((size_t)200)
#define VALUE_DEFAULT ((size_t)96 * 1024)
#define FILE_DEFAULT ((uint64_t)20 * 1024 * 1024)
#define TEXT_DEFAULT ((size_t)200)

/* ---- reading ---- */

static struct http_form *form_new(struct arena *arena)
{
    struct http_form *form = ARENA_NEW(arena, struct http_form);

    form->arena = arena;
    form->sent_twice = ARENA_NEW(arena, bool);
    return form;
}

void http_form_add(struct http_form *form, const char *name, const char *value, size_t value_n)
{
    /* Room is 16 and then doubles: it is used up whenever n is one of these numbers. */
    if (form->n == 0 || (form->n >= 16 && (form->n & (form->n - 1)) == 0)) {
        size_t room = form->n ? form->n * 2 : 16;

        form->fields = arena_grow(form->arena, form->fields, form->n * sizeof(*form->fields),
                                  room * sizeof(*form->fields));
    }
    form->fields[form->n++] = (struct http_field){name, value, value_n};
}

static struct http_form_limits with_defaults(const struct http_form_limits *limits)
{
    struct http_form_limits all = limits ? *limits : (struct http_form_limits){0};

    all.body_max = all.body_max ? all.body_max : BODY_DEFAULT;
    all.text_max = all.text_max ? all.text_max : HTTP_TEXT_MAX;
    all.fields_max = all.fields_max ? all.fields_max : FIELDS_DEFAULT;
    all.value_max = all.value_max ? all.value_max : VALUE_DEFAULT;
    all.file_max = all.file_max ? all.file_max : FILE_DEFAULT;
    return all;
}

enum err http_form_read(struct http_request *req, const struct http_form_limits *limits,
                        const struct http_file_sink *sink, struct http_form **ret_form)
{
    struct http_form_limits all = with_defaults(limits);
    struct http_form *form = form_new(req->arena);
    struct str type = str_of(req->content_type), kind = str_cut(&type, ';');
    struct http_params params = {0};
    const char *charset;

    if (req->content_length > all.body_max)
        return ERR_TOO_LARGE;
    if (type.p)
        TRY(http_params_parse(req->arena, (struct str){type.p - 1, type.n + 1}, &params));
    kind = str_trim(kind);
    charset = http_params_get(&params, "charset");
    if (charset && !str_ieq(str_of(charset), STR("utf-8")))
        return ERR_ENCODING;
    if (str_ieq(kind, STR("multipart/form-data"))) {
        const char *boundary = http_params_get(&params, "boundary");

        TRY(http_multipart_read(req, boundary ? boundary : "", &all, sink, form));
    } else if (str_ieq(kind, STR("application/x-www-form-urlencoded")) || (kind.n == 0 && req->content_length == 0)) {
        if (req->content_length > all.text_max)
            return ERR_TOO_LARGE;
        TRY(http_urlencoded_read(req, &all, form));
    } else {
        return ERR_MALFORMED;
    }
    *ret_form = form;
    return ERR_NONE;
}

enum err http_form_parse_query(struct arena *arena, struct str query, struct http_form **ret_form)
{
    struct http_form_limits all = with_defaults(NULL);
    struct http_form *form = form_new(arena);
    char *text = arena_alloc(arena, query.n + 1);

    /* A NUL in it must reach the parser, which refuses it. */
    if (query.n > 0)
        memcpy(text, query.p, query.n);
    TRY(http_urlencoded_parse(form, text, query.n, &all));
    *ret_form = form;
    return ERR_NONE;
}

const char *http_query(const struct http_request *req, const char *name)
{
    struct http_form *form;

    if (req->query.n == 0 || http_form_parse_query(req->arena, req->query, &form) != ERR_NONE)
        return "";
    return http_form_count(form, name) == 1 ? http_form_get(form, name) : "";
}

/* ---- files that nobody wants ---- */

static enum err drop_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    (void)ctx, (void)so_far, (void)field, (void)file_name, (void)content_type;
    return ERR_NONE;
}

static enum err drop_write(void *ctx, const void *bytes, size_t n)
{
    (void)ctx, (void)bytes, (void)n;
    return ERR_NONE;
}

static void drop_over(void *ctx)
{
    (void)ctx;
}

static enum err drop_end(void *ctx, bool whole)
{
    (void)ctx, (void)whole;
    return ERR_NONE;
}

const struct http_file_sink http_files_dropped = {.begin = drop_begin, .write = drop_write, .over_limit = drop_over, .end = drop_end};

/* ---- looking fields up ---- */

const char *http_form_nth(const struct http_form *form, const char *name, size_t i)
{
    for (size_t k = 0; k < form->n; k++) {
        if (strcmp(form->fields[k].name, name) == 0 && i-- == 0)
            return form->fields[k].value;
    }
    return NULL;
}

const char *http_form_get(const struct http_form *form, const char *name)
{
    const char *value = http_form_nth(form, name, 0);

    return value ? value : "";
}

bool http_form_has(const struct http_form *form, const char *name)
{
    return http_form_nth(form, name, 0) != NULL;
}

size_t http_form_count(const struct http_form *form, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < form->n; i++)
        count += strcmp(form->fields[i].name, name) == 0;
    return count;
}

/* ---- typed readers ---- */

const struct http_field_error *http_form_error_of(const struct http_form_errors *errors, const char *field)
{
    for (size_t i = 0; i < errors->n; i++) {
        if (strcmp(errors->items[i].field, field) == 0)
            return &errors->items[i];
    }
    return NULL;
}

void http_form_error(struct http_form_errors *errors, const char *field, const char *message, int number)
{
    if (errors->n < HTTP_FORM_ERRORS_MAX && !http_form_error_of(errors, field))
        errors->items[errors->n++] = (struct http_field_error){field, message, number};
}

static const char *missing_or(const char *missing)
{
    return missing ? missing : N_("Fill in this field.");
}

/* The value of a single field; the error is noted when it stands twice. */
static struct str single(const struct http_form *form, const char *field, struct http_form_errors *errors)
{
    if (http_form_count(form, field) > 1) {
        http_form_error(errors, field, N_("This field was sent twice."), 0);
        *form->sent_twice = true;
    }
    return str_of(http_form_get(form, field));
}

const char *http_form_text(const struct http_form *form, const char *field, const struct http_text_rule *rule,
                           struct http_form_errors *errors)
{
    const char *text = utf8_clean(form->arena, single(form, field, errors), rule->lines);
    size_t max = rule->max ? rule->max : TEXT_DEFAULT;

    if (!*text && rule->required)
        http_form_error(errors, field, missing_or(rule->missing), 0);
    else if (utf8_length(str_of(text)) > max)
        http_form_error(errors, field, N_("Use at most %d characters."), (int)max);
    return text;
}

static void note_range(struct http_form_errors *errors, const char *field, const char *message, int64_t bound)
{
    if (bound < INT_MIN || bound > INT_MAX)
        http_form_error(errors, field, N_("Enter a whole number."), 0);
    else
        http_form_error(errors, field, message, (int)bound);
}

int64_t http_form_int(const struct http_form *form, const char *field, bool required, int64_t lo, int64_t hi,
                      int64_t fallback, struct http_form_errors *errors)
{
    struct str typed = str_trim(str_of(utf8_halfwidth(form->arena, single(form, field, errors))));
    long long value = fallback;

    if (typed.n == 0) {
        if (required)
            http_form_error(errors, field, missing_or(NULL), 0);
    } else if (!str_to_i64(typed, LLONG_MIN, LLONG_MAX, &value)) {
        http_form_error(errors, field, N_("Enter a whole number."), 0);
    } else if (value < lo || value > hi) {
        if (value < lo)
            note_range(errors, field, N_("Enter a number of at least %d."), lo);
        else
            note_range(errors, field, N_("Enter a number of at most %d."), hi);
        value = fallback;
    }
    return value;
}

int http_form_choice(const struct http_form *form, const char *field, const char *const *words, size_t n, bool required,
                     const char *missing, struct http_form_errors *errors)
{
    struct str typed = single(form, field, errors);

    if (typed.n == 0 && !required)
        return -1;
    for (size_t i = 0; i < n && typed.n > 0; i++) {
        if (str_is(typed, words[i]))
            return (int)i;
    }
    http_form_error(errors, field, missing ? missing : N_("Choose one of the options."), 0);
    return -1;
}

bool http_form_tick(const struct http_form *form, const char *field)
{
    return *http_form_get(form, field) != '\0';
}
