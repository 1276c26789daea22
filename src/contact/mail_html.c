#include <string.h>

#include "err.h"
#include "mail.h"
#include "utf8.h"

/* A reader of whatever calls itself HTML: tags go, blocks become lines, entities characters; nothing is nested, so nothing can be too deep. */
struct html {
    struct buf out;
    struct str rest;
    bool blank;      /* white space is due before the next character */
    unsigned breaks; /* line breaks at the end of out */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void put(struct html *h, const char *bytes, size_t n)
{
    if (h->out.n + n + 1 > MAIL_TEXT_MAX)
        return;
    if (h->blank && h->out.n > 0 && h->breaks == 0)
        buf_addc(&h->out, ' ');
    h->blank = false;
    h->breaks = 0;
    buf_add(&h->out, bytes, n);
}

/* At least so many line breaks before what comes next. */
static void break_lines(struct html *h, unsigned n)
{
    h->blank = false;
    while (h->out.n > 0 && h->breaks < n && h->out.n < MAIL_TEXT_MAX) {
        buf_addc(&h->out, '\n');
        h->breaks++;
    }
}

static void put_code(struct html *h, unsigned long code)
{
    char c[4];
    size_t n = 0;
    if (code < 0x20 || code == 0x7F || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069)) {
        h->blank = true;
        return;
    }
    if (code == 0xA0) {
        h->blank = true;
        return;
    }
    if (code < 0x80) {
        c[n++] = (char)code;
    } else if (code < 0x800) {
        c[n++] = (char)(0xC0 | code >> 6);
        c[n++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        c[n++] = (char)(0xE0 | code >> 12);
        c[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        c[n++] = (char)(0x80 | (code & 0x3F));
    } else {
        c[n++] = (char)(0xF0 | code >> 18);
        c[n++] = (char)(0x80 | (code >> 12 & 0x3F));
        c[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        c[n++] = (char)(0x80 | (code & 0x3F));
    }
    put(h, c, n);
}

/* After the &: how many bytes it takes, 0 when it is no entity. */
static size_t entity(struct html *h, struct str s)
{
    static const struct {
        const char *name;
        unsigned long code;
    } named[] = {{"amp;", '&'},       {"lt;", '<'},         {"gt;", '>'},         {"quot;", '"'},       {"apos;", '\''},     {"nbsp;", 0xA0},     {"middot;", 0xB7},   {"copy;", 0xA9},     {"reg;", 0xAE},
                 {"yen;", 0xA5},      {"times;", 0xD7},     {"deg;", 0xB0},       {"hellip;", 0x2026},  {"mdash;", 0x2014},  {"ndash;", 0x2013},  {"ldquo;", 0x201C},  {"rdquo;", 0x201D},  {"lsquo;", 0x2018},
                 {"rsquo;", 0x2019},  {"ensp;", 0xA0},      {"emsp;", 0xA0},      {"bull;", 0x2022},    {"laquo;", 0xAB},    {"raquo;", 0xBB}};
    if (s.n > 1 && *s.p == '#') {
        bool hex = s.p[1] == 'x' || s.p[1] == 'X';
        size_t at = hex ? 2 : 1, from = at;
        unsigned long code = 0;
        for (; at < s.n && at < from + 8; at++) {
            int digit = str_hex_digit(s.p[at]);
            if (digit < 0 || (!hex && digit > 9))
                break;
            code = code * (hex ? 16 : 10) + (unsigned long)digit;
        }
        if (at == from)
            return 0;
        put_code(h, code);
        return at < s.n && s.p[at] == ';' ? at + 1 : at;
    }
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        if (str_starts(s, named[i].name)) {
            put_code(h, named[i].code);
            return strlen(named[i].name);
        }
    }
    return 0;
}

static bool named(struct str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_ieq(name, str_of(list[i])))
            return true;
    }
    return false;
}

/* Past the end of what the tag holds, which is not for reading. */
static void skip_content(struct html *h, struct str name)
{
    for (size_t i = 0; i + name.n + 2 <= h->rest.n; i++) {
        if (h->rest.p[i] == '<' && h->rest.p[i + 1] == '/' && str_ieq((struct str){h->rest.p + i + 2, name.n}, name)) {
            h->rest = (struct str){h->rest.p + i, h->rest.n - i};
            return;
        }
    }
    h->rest.n = 0;
}

/* rest begins with the <; true when a tag, comment or declaration was taken from it. */
static bool tag(struct html *h)
{
    static const char *const unread[] = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "textarea", "select"};
    static const char *const lines[] = {"br", "div", "tr", "li", "dt", "dd", "option", "hr"};
    static const char *const paragraphs[] = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre", "section", "article", "header", "footer"};
    static const char *const cells[] = {"td", "th"};
    struct str s = h->rest;
    if (str_starts(s, "<!--")) {
        const char *end = memmem(s.p + 4, s.n - 4, "-->", 3);
        size_t n = end ? (size_t)(end - s.p) + 3 : s.n;
        h->rest = (struct str){s.p + n, s.n - n};
        return true;
    }
    size_t at = s.n > 1 && s.p[1] == '/' ? 2 : 1, from = at;
    if (at >= s.n || !((s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= 'A' && s.p[at] <= 'Z') || s.p[at] == '!' || s.p[at] == '?'))
        return false;
    while (at < s.n && !is_space(s.p[at]) && s.p[at] != '>' && s.p[at] != '/')
        at++;
    struct str name = {s.p + from, at - from};
    for (char quote = 0; at < s.n && (quote || s.p[at] != '>'); at++) {
        if (quote)
            quote = s.p[at] == quote ? 0 : quote;
        else if ((s.p[at] == '"' || s.p[at] == '\'') && s.p[at - 1] == '=')
            quote = s.p[at];
    }
    at += at < s.n;
    h->rest = (struct str){s.p + at, s.n - at};
    if (named(name, unread, COUNT_OF(unread)) && from == 1)
        skip_content(h, name);
    else if (named(name, paragraphs, COUNT_OF(paragraphs)))
        break_lines(h, 2);
    else if (named(name, lines, COUNT_OF(lines)))
        break_lines(h, str_ieq(name, STR("br")) ? h->breaks + 1 : 1);
    else if (named(name, cells, COUNT_OF(cells)))
        h->blank = true;
    return true;
}

const char *mail_html_text(struct arena *a, struct str html)
{
    struct html h = {.out = {.arena = a}, .rest = html};
    while (h.rest.n > 0) {
        char c = *h.rest.p;
        size_t n = 1;
        if (c == '<' && tag(&h))
            continue;
        if (c == '&' && (n = entity(&h, (struct str){h.rest.p + 1, h.rest.n - 1})) > 0) {
            n++;
        } else if (is_space(c)) {
            h.blank = true;
            n = 1;
        } else {
            n = 1;
            while (n < h.rest.n && ((unsigned char)h.rest.p[n] & 0xC0) == 0x80)
                n++;
            put(&h, h.rest.p, n);
        }
        h.rest = (struct str){h.rest.p + n, h.rest.n - n};
    }
    return h.out.n ? utf8_clean(a, buf_str(&h.out), true) : "";
}
