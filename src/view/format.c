#include "format.h"

#include <string.h>

#include "utf8.h"

static const char *const months_en[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const weekdays_en[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const weekdays_zh[] = {"日", "一", "二", "三", "四", "五", "六"};

const char *format_date(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(at_us, zone);
    if (lang == LANG_ZH)
        return arena_printf(a, "%d年%d月%d日", at.year, at.month, at.day);
    return arena_printf(a, "%d %s %d", at.day, months_en[at.month - 1], at.year);
}

const char *format_day(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(at_us, zone);
    if (lang == LANG_ZH)
        return arena_printf(a, "%d月%d日（周%s）", at.month, at.day, weekdays_zh[at.weekday]);
    return arena_printf(a, "%s %d %s", weekdays_en[at.weekday], at.day, months_en[at.month - 1]);
}

const char *format_moment(struct arena *a, enum lang lang, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(at_us, zone);
    return arena_printf(a, lang == LANG_ZH ? "%s %02d:%02d" : "%s, %02d:%02d", format_date(a, lang, at_us, zone), at.hour, at.minute);
}

const char *format_short(struct arena *a, int64_t at_us, int64_t now_us, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(at_us, zone);
    if (at.year != utc_in_zone(now_us, zone).year)
        return format_full(a, at_us, zone);
    return arena_printf(a, "%02d-%02d %02d:%02d", at.month, at.day, at.hour, at.minute);
}

const char *format_full(struct arena *a, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(at_us, zone);
    return arena_printf(a, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
}

const char *format_span(struct arena *a, enum lang lang, int64_t span_us)
{
    int64_t minutes = span_us < 0 ? 0 : span_us / UTC_MINUTE_US;
    if (minutes == 0)
        return text_in(lang, N_("less than a minute"));
    int64_t n[] = {minutes / (24 * 60), minutes / 60 % 24, minutes % 60};
    const char *words[] = {
        text_count(a, lang, "%lld day", "%lld days", n[0]),
        text_count(a, lang, "%lld hour", "%lld hours", n[1]),
        text_count(a, lang, "%lld minute", "%lld minutes", n[2]),
    };
    size_t first = n[0] > 0 ? 0 : n[1] > 0 ? 1 : 2;
    if (first + 1 >= COUNT_OF(words) || n[first + 1] == 0)
        return words[first];
    return arena_printf(a, "%s %s", words[first], words[first + 1]);
}

const char *format_size(struct arena *a, uint64_t bytes)
{
    static const char *const units[] = {"KB", "MB", "GB"};
    if (bytes < 1000)
        return arena_printf(a, "%u B", (unsigned)bytes);
    size_t unit = 0;
    double size = (double)bytes / 1000;
    while (size >= 999.5 && unit + 1 < COUNT_OF(units)) {
        size /= 1000;
        unit++;
    }
    return arena_printf(a, unit > 0 && size < 99.95 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

const char *format_mask_phone(struct arena *a, const char *phone)
{
    struct str text = str_of(phone);
    size_t n = utf8_length(text);
    if (n < 7)
        return n == 0 ? "" : "****";
    size_t head = n >= 11 ? 3 : 0, tail = n >= 11 ? 4 : 2;
    struct str first = utf8_prefix(text, head), rest = utf8_prefix(text, n - tail);
    return arena_printf(a, "%.*s****%.*s", (int)first.n, first.p, (int)(text.n - rest.n), text.p + rest.n);
}

/* The first character and a tail of stars; of a single character nothing is left. */
static const char *mask_after_first(struct arena *a, struct str text, const char *stars)
{
    if (text.n == 0)
        return "";
    if (utf8_length(text) < 2)
        return stars;
    struct str first = utf8_prefix(text, 1);
    return arena_printf(a, "%.*s%s", (int)first.n, first.p, stars);
}

const char *format_mask_name(struct arena *a, const char *name)
{
    return mask_after_first(a, str_of(name), "*");
}

const char *format_mask_email(struct arena *a, const char *email)
{
    const char *at = email ? strrchr(email, '@') : NULL;
    if (!at || at == email)
        return format_mask_other(a, email);
    return arena_printf(a, "%s%s", mask_after_first(a, (struct str){email, (size_t)(at - email)}, "***"), at);
}

const char *format_mask_other(struct arena *a, const char *text)
{
    return mask_after_first(a, str_of(text), "****");
}
