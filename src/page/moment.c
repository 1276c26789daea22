#include "moment.h"

#include "format.h"
#include "msgid.h"
#include "utc.h"

enum { EXACT, HALF_DAY, DAY };

/* The day alone, or with its half. */
static const char *halved(const struct page *page, const char *day, int64_t at_us, int coarse)
{
    if (coarse == DAY)
        return day;
    bool early = utc_in_zone(at_us, page->site->zone).hour < 12;
    return text_f(page->arena, page->lang, early ? N_("%s, morning") : N_("%s, afternoon"), day);
}

const char *moment_iso(const struct page *page, int64_t at_us, int coarse)
{
    struct utc_parts at = utc_in_zone(at_us, page->site->zone);
    return coarse == EXACT ? utc_iso(page->arena, at_us) : arena_printf(page->arena, "%04d-%02d-%02d", at.year, at.month, at.day);
}

const char *moment_full(const struct page *page, int64_t at_us, int coarse)
{
    return coarse == EXACT ? format_full(page->arena, at_us, page->site->zone) : halved(page, moment_iso(page, at_us, coarse), at_us, coarse);
}

const char *moment_long(const struct page *page, int64_t at_us, int coarse)
{
    return coarse == EXACT ? format_moment(page->arena, page->lang, at_us, page->site->zone)
                           : halved(page, format_date(page->arena, page->lang, at_us, page->site->zone), at_us, coarse);
}

const char *moment_short(const struct page *page, int64_t at_us, int coarse)
{
    struct utc_parts at = utc_in_zone(at_us, page->site->zone), now = utc_in_zone(page->now_us, page->site->zone);
    if (coarse == EXACT)
        return format_short(page->arena, at_us, page->now_us, page->site->zone);
    return halved(page, at.year == now.year ? arena_printf(page->arena, "%02d-%02d", at.month, at.day) : moment_iso(page, at_us, coarse), at_us, coarse);
}
