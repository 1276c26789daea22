#include <string.h>

#include "http_read.h"
#include "utf8.h"

#define FILE_NAME_MAX ((size_t)255)
#define EXTENSION_MAX ((size_t)16)

static bool is_token_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           memchr("!#$%&'*+-.^_`|~", c, 15);
}

static struct str cut_token(struct str *rest)
{
    struct str token = {rest->p, 0};

    while (rest->n > 0 && is_token_char(rest->p[0])) {
        rest->p++;
        rest->n--;
        token.n++;
    }
    return token;
}

static bool cut_char(struct str *rest, char c)
{
    if (rest->n == 0 || rest->p[0] != c)
        return false;
    rest->p++;
    rest->n--;
    return true;
}

static void cut_blanks(struct str *rest)
{
    while (cut_char(rest, ' ') || cut_char(rest, '\t'))
        continue;
}

/* The rest of a quoted string after its first quote; NULL when it does not end. */
static const char *cut_quoted(struct arena *arena, struct str *rest)
{
    struct str raw = {rest->p, 0};
    char *value;
    size_t n = 0;

    while (raw.n < rest->n && raw.p[raw.n] != '"') {
        bool escape = raw.p[raw.n] == '\\' && raw.n + 1 < rest->n &&
                      (raw.p[raw.n + 1] == '"' || raw.p[raw.n + 1] == '\\');

        raw.n += escape ? 2 : 1;
    }
    rest->p += raw.n;
    rest->n -= raw.n;
    if (!cut_char(rest, '"'))
        return NULL;
    value = arena_alloc(arena, raw.n + 1);
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '\\' && (raw.p[i + 1] == '"' || raw.p[i + 1] == '\\'))
            i++;
        value[n++] = raw.p[i];
    }
    return value;
}

const char *http_params_get(const struct http_params *params, const char *name)
{
    for (size_t i = 0; i < params->n; i++) {
        if (str_ieq(params->items[i].name, str_of(name)))
            return params->items[i].value;
    }
    return NULL;
}

enum err http_params_parse(struct arena *arena, struct str s, struct http_params *ret_params)
{
    struct http_params params = {0};

    for (cut_blanks(&s); s.n > 0; cut_blanks(&s)) {
        struct str name;
        const char *value;

        if (!cut_char(&s, ';') || params.n == HTTP_PARAMS_MAX)
            return ERR_MALFORMED;
        cut_blanks(&s);
        name = cut_token(&s);
        if (name.n == 0 || !cut_char(&s, '='))
            return ERR_MALFORMED;
        value = cut_char(&s, '"') ? cut_quoted(arena, &s) : str_cstr(arena, cut_token(&s));
        if (!value || http_params_get(&params, str_cstr(arena, name)))
            return ERR_MALFORMED;
        params.items[params.n].name = name;
        params.items[params.n++].value = value;
    }
    *ret_params = params;
    return ERR_NONE;
}

/* Without path parts, controls and bidirectional overrides; a long one loses the middle, not its extension. */
static const char *file_name_of(struct arena *arena, const char *typed)
{
    const char *base = typed, *dot;
    struct str name, stem;
    size_t extension_n;

    for (const char *p = typed; *p; p++) {
        if (*p == '/' || *p == '\\')
            base = p + 1;
    }
    name = str_of(utf8_clean(arena, str_of(base), false));
    if (name.n <= FILE_NAME_MAX)
        return name.p;
    dot = strrchr(name.p, '.');
    extension_n = dot && strlen(dot) <= EXTENSION_MAX ? strlen(dot) : 0;
    stem = (struct str){name.p, FILE_NAME_MAX - extension_n};
    while (((unsigned char)name.p[stem.n] & 0xc0) == 0x80)
        stem.n--;
    return arena_printf(arena, "%.*s%s", (int)stem.n, stem.p, name.p + name.n - extension_n);
}

static enum err read_disposition(struct arena *arena, struct str value, struct http_part *part)
{
    struct str kind = cut_token(&value);
    struct http_params params;
    const char *file_name;

    TRY(http_params_parse(arena, value, &params));
    part->name = http_params_get(&params, "name");
    file_name = http_params_get(&params, "filename");
    /* RFC 7578 forbids filename* here: two names for one file would let two readers differ. */
    if (!str_ieq(kind, STR("form-data")) || !part->name || !*part->name || http_params_get(&params, "filename*"))
        return ERR_MALFORMED;
    if (file_name)
        part->file_name = file_name_of(arena, file_name);
    return ERR_NONE;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
            return true;
    }
    return false;
}

static enum err read_header(struct arena *arena, struct str line, struct http_part *part)
{
    struct str name = cut_token(&line);

    if (name.n == 0 || !cut_char(&line, ':') || has_control(line))
        return ERR_MALFORMED;
    line = str_trim(line);
    if (str_ieq(name, STR("Content-Disposition")))
        return part->name ? ERR_MALFORMED : read_disposition(arena, line, part);
    if (str_ieq(name, STR("Content-Type"))) {
        if (part->content_type)
            return ERR_MALFORMED;
        part->content_type = str_cstr(arena, line);
    } else if (str_ieq(name, STR("Content-Transfer-Encoding")) && !str_ieq(line, STR("binary")) &&
               !str_ieq(line, STR("8bit")) && !str_ieq(line, STR("7bit"))) {
        return ERR_MALFORMED;
    }
    return ERR_NONE;
}

enum err http_part_parse(struct arena *arena, struct str headers, struct http_part *ret_part)
{
    struct http_part part = {0};

    if (!utf8_valid(headers))
        return ERR_ENCODING; /* the name of a file */
    while (headers.n > 0) {
        struct str line = str_cut(&headers, '\n');

        if (line.n == 0 || line.p[line.n - 1] != '\r')
            return ERR_MALFORMED;
        line.n--;
        TRY(read_header(arena, line, &part));
    }
    if (!part.name)
        return ERR_MALFORMED;
    if (!part.content_type)
        part.content_type = part.file_name ? "application/octet-stream" : "text/plain";
    *ret_part = part;
    return ERR_NONE;
}
