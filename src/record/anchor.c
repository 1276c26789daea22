#include "anchor.h"

#include <inttypes.h>
#include <string.h>

#define MARK "redress-anchor 1 "

int anchor_day_of(int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts day = utc_in_zone(at_us, zone);
    return day.year * 10000 + day.month * 100 + day.day;
}

struct str anchor_text(struct arena *a, const struct anchor *x)
{
    return str_of(arena_printf(a, MARK "%d %" PRId64 " %" PRId64 " %s %s %d", x->day, x->timelines, x->changes_to, str_hex(a, x->before, sizeof x->before),
                               str_hex(a, x->digest, sizeof x->digest), x->key_version));
}

const char *anchor_line(struct arena *a, const struct anchor *x)
{
    return arena_printf(a, "%s %s", anchor_text(a, x).p, x->signature);
}

int anchor_line_day(struct str line)
{
    long long day;
    if (!str_starts(line, MARK))
        return 0;
    line = (struct str){line.p + strlen(MARK), line.n - strlen(MARK)};
    return str_to_i64(str_cut(&line, ' '), 19700101, 99991231, &day) ? (int)day : 0;
}
