#include "contact.h"

#include <string.h>

#include "msgid.h"
#include "str.h"
#include "utf8.h"

static const struct {
    const char *word, *title, *event;
} ways[CONTACT_WAY__END] = {
    [CONTACT_TELEPHONE] = {"telephone", N_("Telephone call"), "contact_telephone"}, [CONTACT_VISIT] = {"visit", N_("Visit"), "contact_visit"},
    [CONTACT_LETTER] = {"letter", N_("Letter"), "contact_letter"},             [CONTACT_EMAIL] = {"email", N_("E-mail"), "contact_email"},
    [CONTACT_SMS] = {"sms", N_("Text message"), "contact_sms"},                [CONTACT_CHAT] = {"chat", N_("Chat"), "contact_chat"},
};
static const struct {
    const char *word, *title;
} results[CONTACT_RESULT__END] = {
    [CONTACT_REACHED] = {"reached", N_("Reached")},
    [CONTACT_NOT_REACHED] = {"not_reached", N_("Not reached")},
    [CONTACT_LEFT_WORD] = {"left_word", N_("Left word")},
};
#define INWARD "contact_inward"
#define TRIED "contact_tried"

static bool is_way(enum contact_way way)
{
    return way > 0 && way < CONTACT_WAY__END;
}

static bool is_result(enum contact_result result)
{
    return result > 0 && result < CONTACT_RESULT__END;
}

const char *contact_way_word(enum contact_way way)
{
    return is_way(way) ? ways[way].word : "";
}

const char *contact_way_title(enum contact_way way)
{
    return is_way(way) ? ways[way].title : "";
}

const char *contact_result_word(enum contact_result result)
{
    return is_result(result) ? results[result].word : "";
}

const char *contact_result_title(enum contact_result result)
{
    return is_result(result) ? results[result].title : "";
}

enum contact_way contact_way_from_word(const char *word)
{
    for (int i = 1; i < CONTACT_WAY__END; i++) {
        if (strcmp(ways[i].word, word) == 0)
            return (enum contact_way)i;
    }
    return 0;
}

enum contact_result contact_result_from_word(const char *word)
{
    for (int i = 1; i < CONTACT_RESULT__END; i++) {
        if (strcmp(results[i].word, word) == 0)
            return (enum contact_result)i;
    }
    return 0;
}

const char *contact_event(const struct contact *c)
{
    if (c->result != CONTACT_REACHED || !is_way(c->way))
        return TRIED;
    return c->inward ? INWARD : ways[c->way].event;
}

bool contact_is_event(const char *kind)
{
    for (int i = 1; i < CONTACT_WAY__END; i++) {
        if (strcmp(ways[i].event, kind) == 0)
            return true;
    }
    return strcmp(kind, INWARD) == 0 || strcmp(kind, TRIED) == 0;
}

static bool take_number(struct str *s, int max, int *ret_value)
{
    size_t n = 0;
    int value = 0;
    while (n < s->n && n < 2 && s->p[n] >= '0' && s->p[n] <= '9')
        value = value * 10 + (s->p[n++] - '0');
    *s = (struct str){s->p + n, s->n - n};
    *ret_value = value;
    return n > 0 && value <= max;
}

static bool take_sign(struct str *s, const char *const *signs)
{
    for (; *signs; signs++) {
        if (str_starts(*s, *signs)) {
            *s = (struct str){s->p + strlen(*signs), s->n - strlen(*signs)};
            return true;
        }
    }
    return false;
}

bool contact_moment(struct arena *a, const char *typed, int64_t now_us, const struct utc_zone *zone, int64_t *ret_us)
{
    static const char *const hour_signs[] = {":", ".", "点", "时", NULL};
    static const char *const minute_signs[] = {"分", NULL};
    struct str s = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    int hour, minute = 0;
    if (!take_number(&s, 23, &hour) || !take_sign(&s, hour_signs))
        return false;
    if (s.n > 0 && !take_number(&s, 59, &minute))
        return false;
    (void)take_sign(&s, minute_signs);
    if (s.n > 0)
        return false;
    for (int back = 0; back <= 1; back++) { /* today, else yesterday */
        struct utc_parts day = utc_in_zone(utc_day_start(now_us, -back, zone), zone);
        *ret_us = utc_from_local(day.year, day.month, day.day, hour, minute, 0, zone);
        if (*ret_us <= now_us)
            return true;
    }
    return false;
}

int64_t contact_day(int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts day = utc_in_zone(at_us, zone);
    return utc_civil_days(day.year, day.month, day.day);
}
