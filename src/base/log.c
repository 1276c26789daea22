#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "utf8.h"

#define LINE_BYTES 4096
#define VALUE_BYTES 1024 /* of one value, escaped; the rest of it is left out */

static enum log_level least_level = LOG_INFO;

struct line {
    char text[LINE_BYTES];
    size_t n;
    bool full;
};

void log_set_level(enum log_level least)
{
    least_level = least;
}

/* The last bytes stay free for the mark of a line cut short and for the line break. */
static void add(struct line *line, const char *bytes, size_t n)
{
    if (line->full || n > sizeof(line->text) - line->n - sizeof(" cut=1\n")) {
        line->full = true;
        return;
    }
    memcpy(line->text + line->n, bytes, n);
    line->n += n;
}

static void adds(struct line *line, const char *s)
{
    add(line, s, strlen(s));
}

static bool needs_quotes(const char *s)
{
    bool ascii = true;
    const char *p;

    for (p = s; *p; p++) {
        if ((unsigned char)*p <= ' ' || *p == '"' || *p == '=' || *p == '\\' || *p == 0x7f)
            return true;
        ascii &= (unsigned char)*p < 0x80;
    }
    return p == s || !(ascii || utf8_valid(str_of(s)));
}

/* One character as it stands between quotes; returns how many bytes of s it was. */
static size_t quote_char(struct line *line, const char *s, bool valid)
{
    unsigned char c = (unsigned char)*s;
    size_t n = 1;
    char hex[8];

    if (c == '"' || c == '\\') {
        add(line, (const char[]){'\\', (char)c}, 2);
    } else if (c == '\n') {
        add(line, "\\n", 2);
    } else if (c < ' ' || c == 0x7f || (c >= 0x80 && !valid)) {
        snprintf(hex, sizeof(hex), "\\x%02x", c);
        adds(line, hex);
    } else {
        while (((unsigned char)s[n] & 0xc0) == 0x80 && valid)
            n++;
        add(line, s, n);
    }
    return n;
}

static void add_value(struct line *line, const char *s, bool always_quoted)
{
    bool valid;
    size_t start;

    if (!always_quoted && strlen(s) <= VALUE_BYTES && !needs_quotes(s)) {
        adds(line, s);
        return;
    }
    valid = utf8_valid(str_of(s));
    adds(line, "\"");
    start = line->n;
    while (*s && !line->full) {
        if (line->n - start >= VALUE_BYTES) {
            adds(line, "...");
            break;
        }
        s += quote_char(line, s, valid);
    }
    adds(line, "\"");
}

static void add_head(struct line *line, enum log_level level)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    struct timespec now = {0};
    struct tm parts = {0};
    char head[96];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    snprintf(head, sizeof(head), "ts=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ level=%s pid=%d msg=", parts.tm_year + 1900,
             parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, (int)(now.tv_nsec / 1000000),
             names[level], (int)getpid());
    adds(line, head);
}

static void add_pair(struct line *line, const struct log_pair *pair)
{
    size_t before = line->n;
    char number[32];

    adds(line, " ");
    adds(line, pair->key);
    adds(line, "=");
    if (pair->text) {
        add_value(line, pair->text, false);
    } else {
        snprintf(number, sizeof(number), "%" PRId64, pair->number);
        adds(line, number);
    }
    /* Half a pair would be read as a whole one. */
    if (line->full)
        line->n = before;
}

void log_pairs(enum log_level level, const char *message, const struct log_pair *pairs, int n)
{
    struct line line;
    int saved = errno;

    if (level < least_level)
        return;
    line.n = 0;
    line.full = false;
    add_head(&line, level);
    add_value(&line, message, true);
    for (int i = 0; i < n && !line.full; i++)
        add_pair(&line, &pairs[i]);
    if (line.full) {
        memcpy(line.text + line.n, " cut=1", 6);
        line.n += 6;
    }
    line.text[line.n++] = '\n';
    if (write(STDERR_FILENO, line.text, line.n) < 0) {
        /* There is nowhere left to say so. */
    }
    errno = saved;
}

void log_note(enum log_level level, const char *fmt, ...)
{
    char message[VALUE_BYTES * 2];
    va_list args;

    if (level < least_level)
        return;
    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    log_pairs(level, message, NULL, 0);
}
