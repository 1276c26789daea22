#include "calendar.h"

#include <string.h>

#define TEXT_MAX 64
#define MONTH_DAY_MAX 23

/* ---- what people type: full-width forms, blanks and capitals do not matter ---- */

struct typed {
    char text[TEXT_MAX + 4];
    size_t n;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The character that stands for a full-width form, or one of the dashes and colons that people type; 0: itself. */
static char plain_form(const unsigned char *p, size_t n)
{
    if (n < 3)
        return 0;
    uint32_t code = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    if (p[0] < 0xe0 || p[0] > 0xef)
        return 0;
    if (code == 0x3000)
        return ' ';
    if (code == 0x3001)
        return ',';
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x81f3 || code == 0x301c) /* dashes, 至 and 〜 */
        return '-';
    if (code >= 0xff01 && code <= 0xff5e) {
        char c = (char)(code - 0xfee0);
        return c == '~' ? '-' : c;
    }
    return 0;
}

/* In plain forms and lower case; false when it is too long to be anything of this kind. */
static bool make_plain(struct str text, struct typed *to)
{
    to->n = 0;
    text = str_trim(text);
    for (size_t i = 0; i < text.n;) {
        unsigned char first = (unsigned char)text.p[i];
        char plain = plain_form((const unsigned char *)text.p + i, text.n - i);
        if (to->n + 1 > TEXT_MAX)
            return false;
        if (plain) {
            to->text[to->n++] = plain;
            i += 3;
        } else {
            to->text[to->n++] = first >= 'A' && first <= 'Z' ? (char)(first + 32) : first == '\t' ? ' ' : first == '~' ? '-' : (char)first;
            i++;
        }
    }
    to->text[to->n] = '\0';
    return true;
}

/* ---- limits ---- */

static const struct unit_word {
    const char *word;
    enum calendar_unit unit;
} words[] = {
    {"min", CALENDAR_MINUTES},          {"h", CALENDAR_HOURS},
    {"nd", CALENDAR_NATURAL_DAYS},      {"wmin", CALENDAR_WORKING_MINUTES},
    {"wh", CALENDAR_WORKING_HOURS},     {"wd", CALENDAR_WORKING_DAYS},
    {"分钟", CALENDAR_MINUTES},         {"小时", CALENDAR_HOURS},
    {"个小时", CALENDAR_HOURS},         {"天", CALENDAR_NATURAL_DAYS},
    {"日", CALENDAR_NATURAL_DAYS},      {"自然日", CALENDAR_NATURAL_DAYS},
    {"个自然日", CALENDAR_NATURAL_DAYS}, {"工作日", CALENDAR_WORKING_DAYS},
    {"个工作日", CALENDAR_WORKING_DAYS}, {"工作小时", CALENDAR_WORKING_HOURS},
    {"个工作小时", CALENDAR_WORKING_HOURS}, {"工作分钟", CALENDAR_WORKING_MINUTES},
    {"个工作分钟", CALENDAR_WORKING_MINUTES},
};

static const char *skip_blanks(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* A whole number of at most four digits. */
static const char *read_number(const char *at, int *ret_number)
{
    size_t n = strspn(at, "0123456789");
    long long number;
    if (n == 0 || n > 4 || !str_to_i64((struct str){at, n}, 0, 9999, &number))
        return NULL;
    *ret_number = (int)number;
    return at + n;
}

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(text, *list) == 0)
            return true;
    }
    return false;
}

/* "10th wd of month", 每月第10个工作日 */
static bool read_month_day(const char *text, struct calendar_limit *limit)
{
    static const char *const tails[] = {"st wd of month", "nd wd of month", "rd wd of month", "th wd of month", NULL};
    static const char *const tails_zh[] = {"个工作日", "工作日", NULL};
    static const char head_zh[] = "每月第";
    bool zh = strncmp(text, head_zh, sizeof head_zh - 1) == 0;
    int number;
    const char *rest = read_number(zh ? skip_blanks(text + sizeof head_zh - 1) : text, &number);
    if (!rest || number < 1 || number > MONTH_DAY_MAX || !is_one_of(zh ? skip_blanks(rest) : rest, zh ? tails_zh : tails))
        return false;
    *limit = (struct calendar_limit){CALENDAR_MONTH_DAY, number};
    return true;
}

/* "0.5 wd", "1.5 wd": halves. */
static bool read_halves(const char *text, struct calendar_limit *limit)
{
    static const char *const tails[] = {"wd", "个工作日", "工作日", NULL};
    static const char *const half[] = {"半个工作日", "半工作日", "半天", NULL};
    int number;
    if (is_one_of(text, half)) {
        *limit = (struct calendar_limit){CALENDAR_HALF_DAYS, 1};
        return true;
    }
    const char *rest = read_number(text, &number);
    if (!rest || rest[0] != '.' || (rest[1] != '5' && rest[1] != '0') || !is_one_of(skip_blanks(rest + 2), tails))
        return false;
    *limit = (struct calendar_limit){CALENDAR_HALF_DAYS, number * 2 + (rest[1] == '5')};
    return limit->value >= 1 && limit->value <= CALENDAR_VALUE_MAX;
}

enum err calendar_limit_read(struct str text, struct calendar_limit *ret_limit)
{
    static const char *const same_day[] = {"same day", "当日", "当天", NULL};
    struct typed typed;
    struct calendar_limit limit = {0};
    int number;
    if (!make_plain(text, &typed))
        return ERR_MALFORMED;
    if (is_one_of(typed.text, same_day)) {
        *ret_limit = (struct calendar_limit){CALENDAR_SAME_DAY, 0};
        return ERR_NONE;
    }
    if (read_month_day(typed.text, &limit) || read_halves(typed.text, &limit)) {
        *ret_limit = limit;
        return ERR_NONE;
    }
    const char *rest = read_number(typed.text, &number);
    if (!rest || number < 1 || number > CALENDAR_VALUE_MAX)
        return ERR_MALFORMED;
    rest = skip_blanks(rest);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(rest, words[i].word) == 0) {
            *ret_limit = (struct calendar_limit){words[i].unit, number};
            return ERR_NONE;
        }
    }
    return ERR_MALFORMED;
}

static const char *ordinal(int n)
{
    if (n % 100 >= 11 && n % 100 <= 13)
        return "th";
    return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

const char *calendar_limit_write(struct arena *a, struct calendar_limit limit)
{
    switch (limit.unit) {
    case CALENDAR_SAME_DAY:
        return "same day";
    case CALENDAR_MONTH_DAY:
        return arena_printf(a, "%d%s wd of month", limit.value, ordinal(limit.value));
    case CALENDAR_HALF_DAYS:
        return arena_printf(a, "%d.%d wd", limit.value / 2, limit.value % 2 ? 5 : 0);
    default:
        break;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (words[i].unit == limit.unit)
            return arena_printf(a, "%d %s", limit.value, words[i].word);
    }
    return "";
}

/* Tenths of minutes in an ordinary month, where a working day of eight hours passes in 1.4 natural ones. */
static int64_t length(struct calendar_limit limit)
{
    static const int64_t tenths[] = {
        [CALENDAR_MINUTES] = 10,         [CALENDAR_HOURS] = 600,          [CALENDAR_NATURAL_DAYS] = 14400, [CALENDAR_WORKING_MINUTES] = 42,
        [CALENDAR_WORKING_HOURS] = 2520, [CALENDAR_WORKING_DAYS] = 20160, [CALENDAR_HALF_DAYS] = 10080,    [CALENDAR_MONTH_DAY] = 20160,
    };
    if (limit.unit == CALENDAR_SAME_DAY)
        return 7200;
    return limit.unit ? tenths[limit.unit] * limit.value : 0;
}

int calendar_limit_compare(struct calendar_limit a, struct calendar_limit b)
{
    int64_t la = length(a), lb = length(b);
    return (la > lb) - (la < lb);
}

/* ---- office hours ---- */

/* "8:30", "08:30", "24:00" */
static const char *read_time(const char *at, int16_t *ret_minute)
{
    int hour, minute;
    const char *colon = read_number(at, &hour);
    if (!colon || colon - at > 2 || *colon != ':' || strspn(colon + 1, "0123456789") != 2)
        return NULL;
    const char *end = read_number(colon + 1, &minute);
    if (!end || hour > 24 || minute > 59 || (hour == 24 && minute > 0))
        return NULL;
    *ret_minute = (int16_t)(hour * 60 + minute);
    return end;
}

static const char *skip_between(const char *at)
{
    while (*at == ' ' || *at == ',' || *at == ';')
        at++;
    return at;
}

enum err calendar_hours_read(struct str text, struct calendar_hours *ret_hours)
{
    struct typed typed;
    struct calendar_hours hours = {.n = 0};
    if (!make_plain(text, &typed))
        return ERR_MALFORMED;
    for (const char *at = skip_between(typed.text); *at; at = skip_between(at)) {
        struct calendar_span span;
        at = read_time(at, &span.from);
        if (!at)
            return ERR_MALFORMED;
        at = skip_blanks(at);
        if (*at != '-')
            return ERR_MALFORMED;
        while (*at == '-') /* a long dash is often typed as two */
            at++;
        at = read_time(skip_blanks(at), &span.to);
        if (!at || span.from >= span.to || is_digit(*at))
            return ERR_MALFORMED;
        struct calendar_span *last = hours.n ? &hours.spans[hours.n - 1] : NULL;
        if (last && span.from < last->to)
            return ERR_MALFORMED;
        if (last && span.from == last->to)
            last->to = span.to;
        else if (hours.n == CALENDAR_SPANS_MAX)
            return ERR_MALFORMED;
        else
            hours.spans[hours.n++] = span;
    }
    *ret_hours = hours;
    return ERR_NONE;
}

const char *calendar_hours_write(struct arena *a, const struct calendar_hours *hours)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < hours->n; i++) {
        const struct calendar_span *s = &hours->spans[i];
        buf_printf(&out, "%s%02d:%02d-%02d:%02d", i ? " " : "", s->from / 60, s->from % 60, s->to / 60, s->to % 60);
    }
    return out.n ? out.p : "";
}
