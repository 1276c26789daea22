#include "desk_date.h"

#include <string.h>

#include "utf8.h"

static const struct {
    const char *sign;
    char part; /* which number stands before it */
} han_signs[] = {{"年", 'y'}, {"月", 'm'}, {"日", 'd'}, {"号", 'd'}};

/* The digits at the start of s, at most max of them, as a number; false when there are none. */
static bool take_number(struct str *s, size_t max, int *ret_value, size_t *ret_digits)
{
    size_t n = 0;
    int value = 0;
    while (n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9')
        value = value * 10 + (s->p[n++] - '0');
    if (n == 0)
        return false;
    *s = (struct str){s->p + n, s->n - n};
    *ret_value = value;
    *ret_digits = n;
    return true;
}

/* 2026年8月21日, 2026年8月21号, 8月21日; the last sign may be left out. */
static bool parse_han(struct str s, int this_year, struct desk_date *date)
{
    *date = (struct desk_date){.year = this_year};
    char last = 0;
    while (s.n > 0) {
        int value;
        size_t digits;
        if (!take_number(&s, 4, &value, &digits))
            return false;
        char part = last == 'm' ? 'd' : 0;
        for (size_t i = 0; i < COUNT_OF(han_signs); i++) {
            if (str_starts(s, han_signs[i].sign)) {
                size_t n = strlen(han_signs[i].sign);
                s = (struct str){s.p + n, s.n - n};
                part = han_signs[i].part;
                break;
            }
        }
        if (part == 'y' && last == 0 && digits == 4)
            date->year = value;
        else if (part == 'm' && (last == 0 || last == 'y') && digits <= 2)
            date->month = value;
        else if (part == 'd' && last == 'm' && digits <= 2)
            date->day = value;
        else
            return false;
        last = part;
    }
    return last == 'd';
}

/* Three numbers with the same sign between them. */
static bool parse_separated(struct str s, struct desk_date *date)
{
    size_t digits;
    if (!take_number(&s, 4, &date->year, &digits) || digits != 4 || s.n == 0 || !memchr("-/.", s.p[0], 3))
        return false;
    char sign = s.p[0];
    s = (struct str){s.p + 1, s.n - 1};
    if (!take_number(&s, 2, &date->month, &digits) || s.n == 0 || s.p[0] != sign)
        return false;
    s = (struct str){s.p + 1, s.n - 1};
    return take_number(&s, 2, &date->day, &digits) && s.n == 0;
}

static bool parse_compact(struct str s, struct desk_date *date)
{
    long long value;
    if (s.n != 8 || !str_to_i64(s, 10000101, 99991231, &value))
        return false;
    *date = (struct desk_date){(int)(value / 10000), (int)(value / 100 % 100), (int)(value % 100)};
    return true;
}

static struct str without_blanks(struct arena *a, struct str s)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ' ' && s.p[i] != '\t')
            buf_addc(&out, s.p[i]);
    }
    return buf_str(&out);
}

bool desk_date_parse(struct arena *a, struct str typed, struct desk_date today, struct desk_date *ret_date)
{
    if (typed.n > 60)
        return false;
    struct str s = without_blanks(a, str_of(utf8_halfwidth(a, typed)));
    struct desk_date date = {0};
    if (!parse_compact(s, &date) && !parse_separated(s, &date) && !parse_han(s, today.year, &date))
        return false;
    if (date.year < 1900 || date.year > 9999 || !utc_date_exists(date.year, date.month, date.day))
        return false;
    *ret_date = date;
    return true;
}

const char *desk_date_iso(struct arena *a, struct desk_date date)
{
    return date.year ? arena_printf(a, "%04d-%02d-%02d", date.year, date.month, date.day) : "";
}

struct desk_date desk_date_of(int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts parts = utc_in_zone(at_us, zone);
    return (struct desk_date){parts.year, parts.month, parts.day};
}

int64_t desk_date_begin(struct desk_date date, const struct utc_zone *zone)
{
    return utc_from_local(date.year, date.month, date.day, 0, 0, 0, zone);
}

int64_t desk_date_end(struct desk_date date, const struct utc_zone *zone)
{
    return utc_from_local(date.year, date.month, date.day, 23, 59, 59, zone);
}
