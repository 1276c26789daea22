#ifndef REDRESS_LOG_H
#define REDRESS_LOG_H

#include <stdint.h>

#include "err.h"

/*
 * Lines of key=value pairs on stderr, one write(2) each, at most 4 KiB: "ts=... level=info pid=... msg=\"...\" k=v".
 * Values with blanks, quotes or control characters are quoted and escaped. Never complaint text or personal data.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level least);

struct log_pair {
    const char *key, *text; /* a NULL text means the number counts */
    int64_t number;
};
static inline struct log_pair log_text(const char *key, const char *text)
{
    return (struct log_pair){.key = key, .text = text ? text : "-", .number = 0};
}
#define LOG_TEXT(k, v) log_text((k), (v))
#define LOG_NUM(k, v) ((struct log_pair){.key = (k), .text = NULL, .number = (v)})

void log_pairs(enum log_level level, const char *message, const struct log_pair *pairs, int n);
#define LOG(level, message, ...)                                                                                       \
    log_pairs((level), (message), (const struct log_pair[]){__VA_ARGS__},                                              \
              (int)(sizeof((const struct log_pair[]){__VA_ARGS__}) / sizeof(struct log_pair)))
/* A line without pairs. */
void log_note(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
