#include "utc.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "str.h"

#define DAY_S INT64_C(86400)
#define ZONE_FILE_MAX ((size_t)128 * 1024)

struct utc_zone {
    struct utc_zone *next;
    char name[64];
    int32_t first_offset_s; /* before the first change */
    size_t n;
    int64_t *at_s;     /* instants of change, ascending */
    int32_t *offset_s; /* from each change on */
};

/* Zones live until the process ends and are found again by name. */
static struct utc_zone *zones;

/* ---- clocks ---- */

static int64_t clock_us(clockid_t which)
{
    struct timespec now;

    if (clock_gettime(which, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * UTC_SECOND_US + now.tv_nsec / 1000;
}

int64_t utc_now_us(void)
{
    return clock_us(CLOCK_REALTIME);
}

int64_t utc_monotonic_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

/* ---- the calendar ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Years count from March here, so that the leap day is the last one; an era has 400 years or 146097 days. */
int64_t utc_civil_days(int year, int month, int day)
{
    int64_t y = year + floor_div((int64_t)month - 1, 12), m = month - 12 * floor_div((int64_t)month - 1, 12);
    int64_t era, year_of_era, day_of_year;

    y -= m <= 2;
    era = floor_div(y, 400);
    year_of_era = y - era * 400;
    day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void civil_date(int64_t days, struct utc_parts *parts)
{
    int64_t era, day_of_era, year_of_era, day_of_year, m;

    parts->weekday = (int)((days % 7 + 11) % 7);
    days += 719468;
    era = floor_div(days, 146097);
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    m = (5 * day_of_year + 2) / 153;
    parts->day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    parts->month = (int)(m < 10 ? m + 3 : m - 9);
    parts->year = (int)(year_of_era + era * 400 + (parts->month <= 2));
}

bool utc_date_exists(int year, int month, int day)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= month_days[month - 1] + (month == 2 && leap);
}

/* ---- zone files (RFC 8536) ---- */

struct zone_header {
    uint32_t is_ut, is_std, leaps, times, types, chars;
};

static uint32_t big32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t big64(const unsigned char *p)
{
    return (int64_t)((uint64_t)big32(p) << 32 | big32(p + 4));
}

/* Read a header at *from and move past it. */
static bool zone_header(const unsigned char **from, const unsigned char *end, struct zone_header *h)
{
    const unsigned char *p = *from;

    if (end - p < 44 || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    *h = (struct zone_header){big32(p + 20), big32(p + 24), big32(p + 28), big32(p + 32), big32(p + 36), big32(p + 40)};
    *from = p + 44;
    return h->times <= ZONE_FILE_MAX && h->types >= 1 && h->types <= 256 && h->chars <= ZONE_FILE_MAX &&
           h->leaps <= ZONE_FILE_MAX && h->is_std <= 256 && h->is_ut <= 256;
}

/* Bytes of a data block whose instants have time_bytes each. */
static size_t zone_data_bytes(const struct zone_header *h, size_t time_bytes)
{
    return h->times * (time_bytes + 1) + (size_t)h->types * 6 + h->chars + h->leaps * (time_bytes + 4) + h->is_std +
           h->is_ut;
}

static bool zone_fill(struct utc_zone *zone, const struct zone_header *h, const unsigned char *data)
{
    const unsigned char *kinds = data + (size_t)h->times * 8, *types = kinds + h->times;

    zone->n = h->times;
    zone->at_s = calloc(zone->n + 1, sizeof(*zone->at_s));
    zone->offset_s = calloc(zone->n + 1, sizeof(*zone->offset_s));
    if (!zone->at_s || !zone->offset_s)
        abort();
    for (size_t i = 0; i < h->types; i++) {
        int32_t offset = (int32_t)big32(types + 6 * i);

        if (offset <= -DAY_S || offset >= DAY_S)
            return false;
    }
    zone->first_offset_s = (int32_t)big32(types);
    for (size_t i = 0; i < zone->n; i++) {
        zone->at_s[i] = big64(data + 8 * i);
        if (kinds[i] >= h->types || (i > 0 && zone->at_s[i] <= zone->at_s[i - 1]))
            return false;
        zone->offset_s[i] = (int32_t)big32(types + (size_t)6 * kinds[i]);
    }
    return true;
}

static bool zone_parse(struct utc_zone *zone, const unsigned char *bytes, size_t n)
{
    const unsigned char *p = bytes, *end = bytes + n;
    struct zone_header h;

    /* The block with 32-bit instants comes first; only its size matters. */
    if (!zone_header(&p, end, &h) || zone_data_bytes(&h, 4) > (size_t)(end - p))
        return false;
    p += zone_data_bytes(&h, 4);
    if (!zone_header(&p, end, &h) || zone_data_bytes(&h, 8) > (size_t)(end - p))
        return false;
    return h.leaps == 0 && zone_fill(zone, &h, p);
}

static bool name_is_safe(const char *name)
{
    if (strlen(name) >= sizeof(((struct utc_zone *)NULL)->name) || strstr(name, "..") || name[0] == '/')
        return false;
    return name[0] &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-./:") == strlen(name);
}

static bool zone_from_file(struct utc_zone *zone)
{
    const char *folder = getenv("TZDIR");
    char path[512];
    unsigned char *bytes;
    FILE *file;
    size_t n;
    bool ok;

    if (snprintf(path, sizeof(path), "%s/%s", folder && folder[0] ? folder : "/usr/share/zoneinfo", zone->name) >=
        (int)sizeof(path))
        return false;
    file = fopen(path, "rbe");
    if (!file)
        return false;
    bytes = malloc(ZONE_FILE_MAX);
    if (!bytes)
        abort();
    n = fread(bytes, 1, ZONE_FILE_MAX, file);
    ok = !ferror(file) && zone_parse(zone, bytes, n);
    free(bytes);
    fclose(file);
    return ok;
}

/* "+08:00" */
static bool zone_from_offset(struct utc_zone *zone)
{
    const char *s = zone->name;
    long long hours, minutes;

    if (strlen(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':' ||
        !str_to_i64((struct str){s + 1, 2}, 0, 14, &hours) || !str_to_i64((struct str){s + 4, 2}, 0, 59, &minutes) ||
        s[1] == '-' || s[4] == '-')
        return false;
    zone->first_offset_s = (int32_t)((hours * 60 + minutes) * 60) * (s[0] == '-' ? -1 : 1);
    return true;
}

/* What works on a machine without zone files. */
static bool zone_built_in(struct utc_zone *zone)
{
    if (strcmp(zone->name, "UTC") == 0)
        zone->first_offset_s = 0;
    else if (strcmp(zone->name, "Asia/Shanghai") == 0)
        zone->first_offset_s = 8 * 3600;
    else
        return false;
    zone->n = 0;
    return true;
}

static void zone_drop(struct utc_zone *zone)
{
    free(zone->at_s);
    free(zone->offset_s);
    free(zone);
}

enum err utc_zone_load(const char *name, const struct utc_zone **ret_zone)
{
    struct utc_zone *zone;

    if (!name || !name_is_safe(name))
        return ERR_CONFIG;
    for (zone = zones; zone; zone = zone->next) {
        if (strcmp(zone->name, name) == 0) {
            *ret_zone = zone;
            return ERR_NONE;
        }
    }
    zone = calloc(1, sizeof(*zone));
    if (!zone)
        abort();
    memcpy(zone->name, name, strlen(name) + 1);
    if (!zone_from_offset(zone) && !zone_from_file(zone) && !zone_built_in(zone)) {
        zone_drop(zone);
        return ERR_CONFIG;
    }
    zone->next = zones;
    zones = zone;
    *ret_zone = zone;
    return ERR_NONE;
}

/* ---- instants and local times ---- */

static int32_t zone_offset(const struct utc_zone *zone, int64_t at_s)
{
    size_t lo = 0, hi = zone->n;

    /* Nearly every question is about the time after the last change of a zone. */
    if (hi == 0 || at_s < zone->at_s[0])
        return zone->first_offset_s;
    if (at_s >= zone->at_s[hi - 1])
        return zone->offset_s[hi - 1];
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;

        if (zone->at_s[middle] <= at_s)
            lo = middle;
        else
            hi = middle;
    }
    return zone->offset_s[lo];
}

static struct utc_parts take_apart(int64_t at_us, int offset_s)
{
    struct utc_parts parts = {.offset_s = offset_s};
    int64_t local_s = floor_div(at_us, UTC_SECOND_US) + offset_s, days = floor_div(local_s, DAY_S);
    int second_of_day = (int)(local_s - days * DAY_S);

    civil_date(days, &parts);
    parts.hour = second_of_day / 3600;
    parts.minute = second_of_day / 60 % 60;
    parts.second = second_of_day % 60;
    return parts;
}

struct utc_parts utc_in_zone(int64_t at_us, const struct utc_zone *zone)
{
    return take_apart(at_us, zone_offset(zone, floor_div(at_us, UTC_SECOND_US)));
}

int64_t utc_from_local(int year, int month, int day, int hour, int minute, int second, const struct utc_zone *zone)
{
    int64_t local_s = utc_civil_days(year, month, day) * DAY_S + (int64_t)hour * 3600 + (int64_t)minute * 60 + second;
    int32_t before = zone_offset(zone, local_s - DAY_S), after = zone_offset(zone, local_s + DAY_S);
    int64_t at_s = local_s - before;

    /* A time that stands twice is the first of the two; one that was skipped moves on by what was skipped. */
    if (zone_offset(zone, at_s) != before && zone_offset(zone, local_s - after) == after)
        at_s = local_s - after;
    return at_s * UTC_SECOND_US;
}

int64_t utc_day_start(int64_t at_us, int days, const struct utc_zone *zone)
{
    struct utc_parts parts = utc_in_zone(at_us, zone);

    return utc_from_local(parts.year, parts.month, parts.day + days, 0, 0, 0, zone);
}

static char *two_digits(char *to, int value, char then)
{
    to[0] = (char)('0' + value / 10);
    to[1] = (char)('0' + value % 10);
    to[2] = then;
    return to + 3;
}

const char *utc_iso(struct arena *a, int64_t at_us)
{
    struct utc_parts parts = take_apart(at_us, 0);
    char text[24], *to = text;

    if (parts.year < 0 || parts.year > 9999)
        return arena_printf(a, "%d-%02d-%02dT%02d:%02d:%02dZ", parts.year, parts.month, parts.day, parts.hour,
                            parts.minute, parts.second);
    to = two_digits(to, parts.year / 100, 0) - 1;
    to = two_digits(to, parts.year % 100, '-');
    to = two_digits(to, parts.month, '-');
    to = two_digits(to, parts.day, 'T');
    to = two_digits(to, parts.hour, ':');
    to = two_digits(to, parts.minute, ':');
    to = two_digits(to, parts.second, 'Z');
    return arena_strndup(a, text, (size_t)(to - text));
}
