#include "sample.h"

#include <stdlib.h>
#include <string.h>

#include "msgid.h"
#include "rulebook.h"
#include "str.h"

const char *sample_kind_title(enum sample_kind kind)
{
    static const char *const titles[SAMPLE_KIND__END] = {[SAMPLE_CALLBACKS] = N_("Callbacks"), [SAMPLE_CHECKS] = N_("Spot checks"), [SAMPLE_RELABELLED] = N_("Spot checks of relabelled ones")};
    return kind > 0 && kind < SAMPLE_KIND__END ? titles[kind] : "";
}

const char *sample_kind_population(enum sample_kind kind, bool all)
{
    switch (kind) {
    case SAMPLE_CALLBACKS:
        return all ? N_("All that were closed in the month, and those whose date passed in it") : N_("Those closed late in the month, and those whose date passed in it without being closed");
    case SAMPLE_CHECKS:
        return N_("All that units below closed in the month");
    case SAMPLE_RELABELLED:
        return N_("Those that units below made an enquiry, invalid, not accepted or solved on the spot in the month");
    default:
        return "";
    }
}

void sample_lot(sample_hash *hash, const uint8_t seed[32], const char *number, uint8_t ret_lot[32])
{
    uint8_t bytes[32 + SAMPLE_TEXT_MAX];
    size_t n = strlen(number);
    n = n < SAMPLE_TEXT_MAX ? n : SAMPLE_TEXT_MAX;
    memcpy(bytes, seed, 32);
    memcpy(bytes + 32, number, n);
    hash(bytes, 32 + n, ret_lot);
}

int sample_percent(const struct rb_sample *rules, enum sample_kind kind)
{
    int own = kind == SAMPLE_CHECKS ? rules->checks : kind == SAMPLE_RELABELLED ? rules->relabelled : 0;
    return own > 0 ? own : rules->percent;
}

size_t sample_size(int percent, size_t n)
{
    if (percent <= 0)
        return 0;
    size_t size = ((size_t)percent * n + 99) / 100;
    return size < n ? size : n;
}

void sample_list_hash(sample_hash *hash, struct arena *a, const struct sample_item *items, size_t n, uint8_t ret_hash[32])
{
    struct buf text = {.arena = a};
    for (size_t i = 0; i < n; i++) {
        if (items[i].drawn != SAMPLE_LEFT_OUT)
            buf_printf(&text, "%s\n", items[i].number);
    }
    hash(text.n ? text.p : "", text.n, ret_hash);
}

static int by_lot(const void *a, const void *b)
{
    const struct sample_item *x = *(const struct sample_item *const *)a, *y = *(const struct sample_item *const *)b;
    int order = memcmp(x->lot, y->lot, sizeof x->lot);
    return order ? order : strcmp(x->number, y->number);
}

size_t sample_choose(sample_hash *hash, struct arena *a, const uint8_t seed[32], int percent, struct sample_item *items, size_t n)
{
    struct sample_item **from = ARENA_ARRAY(a, n + 1, struct sample_item *);
    size_t candidates = 0;
    for (size_t i = 0; i < n; i++) {
        sample_lot(hash, seed, items[i].number, items[i].lot);
        if (items[i].drawn == SAMPLE_LEFT_OUT)
            continue;
        items[i].drawn = SAMPLE_NOT_DRAWN;
        from[candidates++] = &items[i];
    }
    if (candidates > 1)
        qsort(from, candidates, sizeof(void *), by_lot);
    size_t size = sample_size(percent, candidates);
    for (size_t i = 0; i < size; i++)
        from[i]->drawn = SAMPLE_DRAWN;
    return size;
}

/* ---- recomputing ---- */

static bool same_choice(int was, int is)
{
    return (was == SAMPLE_TO_TAKE_UP ? SAMPLE_DRAWN : was) == is;
}

const char *sample_differs(sample_hash *hash, struct arena *a, const struct sample *s, const struct sample_item *items, size_t n)
{
    struct sample_item *again = ARENA_ARRAY(a, n + 1, struct sample_item);
    size_t left_out = 0;
    uint8_t list[32];
    for (size_t i = 0; i < n; i++) {
        again[i] = items[i];
        left_out += items[i].drawn == SAMPLE_LEFT_OUT;
        if (i > 0 && strcmp(items[i - 1].number, items[i].number) >= 0)
            return "a complaint stands twice in its list";
    }
    if (left_out != (size_t)s->excluded || n - left_out != (size_t)s->population)
        return "its list has not as many complaints as were recorded";
    sample_list_hash(hash, a, items, n, list);
    if (memcmp(list, s->list_hash, sizeof list) != 0)
        return "its list is not the one whose hash was recorded";
    (void)sample_choose(hash, a, s->seed, s->percent, again, n);
    for (size_t i = 0; i < n; i++) {
        if (memcmp(again[i].lot, items[i].lot, sizeof again[i].lot) != 0)
            return arena_printf(a, "the lot of complaint %s is another one", items[i].number);
        if (!same_choice(items[i].drawn, again[i].drawn))
            return arena_printf(a, "complaint %s was %s", items[i].number, again[i].drawn == SAMPLE_DRAWN ? "drawn and is not marked so" : "not drawn and is marked so");
    }
    return NULL;
}

/* ---- months ---- */

int sample_month_of(int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts parts = utc_in_zone(at_us, zone);
    return parts.year * 100 + parts.month;
}

int sample_month_before(int month)
{
    return month % 100 == 1 ? month - 100 + 11 : month - 1;
}

bool sample_month_valid(int month)
{
    return month >= 200001 && month <= 209912 && month % 100 >= 1 && month % 100 <= 12;
}

void sample_month_span(int month, const struct utc_zone *zone, int64_t *ret_from_us, int64_t *ret_to_us)
{
    int year = month / 100, number = month % 100;
    *ret_from_us = utc_from_local(year, number, 1, 0, 0, 0, zone);
    *ret_to_us = number == 12 ? utc_from_local(year + 1, 1, 1, 0, 0, 0, zone) : utc_from_local(year, number + 1, 1, 0, 0, 0, zone);
}

bool sample_day_come(const struct calendar *c, int64_t now_us)
{
    struct utc_parts parts = utc_in_zone(now_us, calendar_zone(c));
    int32_t today = calendar_day_of(c, now_us);
    for (int32_t day = today - (parts.day - 1); day <= today; day++) {
        if (calendar_look(c, day).working)
            return true;
    }
    return false;
}
