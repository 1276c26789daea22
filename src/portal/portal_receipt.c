#include "portal_receipt.h"

#include "utc.h"
#include "utf8.h"

struct str portal_receipt_text(struct arena *a, const struct portal_receipt *receipt)
{
    struct buf text = {.arena = a};
    buf_printf(&text, PORTAL_RECEIPT_MARK "\n%s\n%s\n%s\n%s\n", receipt->number, receipt->received, receipt->due, receipt->digest);
    return buf_str(&text);
}

const char *portal_receipt_block(struct arena *a, const struct portal_receipt *receipt)
{
    struct str text = portal_receipt_text(a, receipt);
    return arena_printf(a, "%.*s%s", (int)text.n, text.p, receipt->signature);
}

struct portal_receipt portal_receipt_of(struct arena *a, const char *number, int64_t received_us, int64_t due_us, const uint8_t digest[32])
{
    return (struct portal_receipt){
        .number = number,
        .received = utc_iso(a, received_us),
        .due = utc_iso(a, due_us),
        .digest = str_hex(a, digest, 32),
        .signature = "",
    };
}

/* A pasted line without the blanks that mail programs and phones put into it. */
static const char *without_blanks(struct arena *a, struct str line)
{
    struct buf kept = {.arena = a};
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            buf_addc(&kept, line.p[i]);
    return kept.p ? kept.p : "";
}

bool portal_receipt_read(struct arena *a, const char *pasted, struct portal_receipt *ret_receipt)
{
    const char *lines[6];
    size_t n = 0;
    struct str rest = str_of(utf8_halfwidth(a, str_of(pasted)));
    while (rest.p) {
        const char *line = without_blanks(a, str_cut(&rest, '\n'));
        if (!*line)
            continue;
        if (n == COUNT_OF(lines))
            return false;
        lines[n++] = line;
    }
    if (n != COUNT_OF(lines) || !str_is(STR(PORTAL_RECEIPT_MARK), lines[0]))
        return false;
    *ret_receipt = (struct portal_receipt){lines[1], lines[2], lines[3], lines[4], lines[5]};
    return true;
}

/* Two or four digits at a fixed place. */
static bool digits_at(struct str s, size_t at, size_t n, long long lo, long long hi, int *ret_value)
{
    long long value;
    if (s.n < at + n || s.p[at] == '-' || !str_to_i64((struct str){s.p + at, n}, lo, hi, &value))
        return false;
    *ret_value = (int)value;
    return true;
}

int64_t portal_receipt_moment(const char *iso)
{
    struct str s = str_of(iso);
    int year, month, day, hour, minute, second;
    if (s.n != 20 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' || s.p[19] != 'Z')
        return 0;
    if (!digits_at(s, 0, 4, 1970, 9999, &year) || !digits_at(s, 5, 2, 1, 12, &month) || !digits_at(s, 8, 2, 1, 31, &day) ||
        !digits_at(s, 11, 2, 0, 23, &hour) || !digits_at(s, 14, 2, 0, 59, &minute) || !digits_at(s, 17, 2, 0, 59, &second))
        return 0;
    if (!utc_date_exists(year, month, day))
        return 0;
    return utc_civil_days(year, month, day) * UTC_DAY_US + hour * UTC_HOUR_US + minute * UTC_MINUTE_US + second * UTC_SECOND_US;
}
