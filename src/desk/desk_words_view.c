#include "desk_words_view.h"

#include <string.h>

#include "calendar_words.h"
#include "format.h"

const char *desk_limit_words(const struct page *page, struct calendar_limit limit)
{
    struct calendar_count_words words = calendar_limit_words(limit);
    return text_count(page->arena, page->lang, words.one, words.many, words.n);
}

const char *desk_limit_text_words(const struct page *page, const char *limit)
{
    struct calendar_limit read;
    return calendar_limit_read(str_of(limit), &read) == ERR_NONE ? desk_limit_words(page, read) : limit;
}

const char *desk_due_moment(const struct page *page, int64_t due_us)
{
    const struct utc_zone *zone = page->site->zone;
    struct utc_parts at = utc_in_zone(due_us, zone);
    bool midnight = at.hour == 0 && at.minute == 0;
    int64_t day_us = midnight ? due_us - 1 : due_us;
    bool this_year = utc_in_zone(day_us, zone).year == utc_in_zone(page->now_us, zone).year;
    const char *day = this_year ? format_day(page->arena, page->lang, day_us, zone) : format_date(page->arena, page->lang, day_us, zone);
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s%02d:%02d" : "%s %02d:%02d", day, midnight ? 24 : at.hour, at.minute);
}

const char *desk_day_words(const struct page *page, const struct calendar *calendar, int32_t day)
{
    return format_day(page->arena, page->lang, calendar_instant(calendar, day, 12 * 60), page->site->zone);
}

const char *desk_rb_text(const struct page *page, struct rb_text text)
{
    return page_pick(page, text.zh, text.en);
}

const char *desk_rb_name(const struct page *page, const struct rb_name *list, unsigned n, const char *code)
{
    const struct rb_name *found = rulebook_name(list, n, code);
    return found ? desk_rb_text(page, found->name) : code ? code : "";
}

const char *desk_rb_tree(const struct page *page, const struct rb_tree *list, unsigned n, const char *code)
{
    const struct rb_tree *found = rulebook_tree(list, n, code);
    const struct rb_tree *above = found ? rulebook_tree(list, n, found->parent) : NULL;
    if (!found)
        return code ? code : "";
    return above ? arena_printf(page->arena, "%s / %s", desk_rb_text(page, above->name), desk_rb_text(page, found->name)) : desk_rb_text(page, found->name);
}

const char *desk_rb_grade(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_grade *grade = rulebook_grade(b, code);
    return grade ? desk_rb_text(page, grade->name) : code ? code : "";
}

const char *desk_clock_name(const struct page *page, const struct rulebook *b, const char *rule, enum rb_clock_kind kind)
{
    const struct rb_clock *found = rulebook_clock(b, rule);
    return found ? desk_rb_text(page, found->name) : page_text(page, rulebook_clock_title(kind));
}

const char *desk_to_words(const struct page *page, const struct rulebook *b, const char *to)
{
    if (strcmp(to, "handler") == 0)
        return page_text(page, N_("the handler"));
    if (strcmp(to, "coordinator") == 0)
        return page_text(page, N_("the coordinator"));
    for (unsigned i = 0; i < b->roles_count; i++) {
        if (strcmp(b->roles[i].code, to) == 0)
            return desk_rb_text(page, b->roles[i].name);
    }
    return to;
}
