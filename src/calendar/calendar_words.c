#include "calendar_words.h"

#include <string.h>

#include "msgid.h"

const char *calendar_weekday_title(int weekday)
{
    static const char *const titles[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat")};
    return titles[((weekday % 7) + 7) % 7];
}

static bool in_days(enum calendar_unit unit)
{
    return unit == CALENDAR_NATURAL_DAYS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
}

static const char *start_title(const struct calendar_step *step, struct calendar_limit limit)
{
    if (step->to_day != step->from_day)
        return N_("Came after office hours: counts as received on the next working day, which itself is not counted");
    switch (limit.unit) {
    case CALENDAR_NATURAL_DAYS:
    case CALENDAR_WORKING_DAYS:
        return N_("The day it starts is not counted");
    case CALENDAR_SAME_DAY:
        return N_("Starts; due by the last office hour of the day");
    case CALENDAR_MONTH_DAY:
        return N_("Starts; working days are counted from the first of the month");
    case CALENDAR_WORKING_MINUTES:
    case CALENDAR_WORKING_HOURS:
    case CALENDAR_HALF_DAYS:
        return N_("Starts; only office hours are counted");
    case CALENDAR_MINUTES:
    case CALENDAR_HOURS:
        break;
    }
    return N_("Starts; every hour counts, day and night");
}

const char *calendar_step_title(const struct calendar_step *step, struct calendar_limit limit)
{
    switch (step->kind) {
    case CALENDAR_STEP_START:
        return start_title(step, limit);
    case CALENDAR_STEP_COUNTED:
        if (limit.unit == CALENDAR_NATURAL_DAYS)
            return N_("Natural days: weekends and holidays count too");
        if (!calendar_unit_working(limit.unit))
            return N_("Time that passes");
        if (!in_days(limit.unit))
            return N_("Office hours");
        return step->counted == 1 ? N_("Working day") : N_("Working days");
    case CALENDAR_STEP_WEEKEND:
        return N_("Weekend, not counted");
    case CALENDAR_STEP_HOLIDAY:
        return N_("Holiday, not counted");
    case CALENDAR_STEP_MADE_UP:
        return N_("Make-up working day, counted");
    case CALENDAR_STEP_HALF:
        return step->counted > 0 ? N_("Day with office hours of its own, counted") : N_("Day with office hours of its own, nothing left to count");
    case CALENDAR_STEP_DUE:
        return N_("Falls due");
    }
    return "";
}

struct calendar_count_words calendar_step_words(const struct calendar_step *step, struct calendar_limit limit)
{
    if (in_days(limit.unit))
        return (struct calendar_count_words){N_("%lld day"), N_("%lld days"), step->counted};
    if (step->counted > 0 && step->counted % 60 == 0)
        return (struct calendar_count_words){N_("%lld hour"), N_("%lld hours"), step->counted / 60};
    return (struct calendar_count_words){N_("%lld minute"), N_("%lld minutes"), step->counted};
}

struct calendar_count_words calendar_limit_words(struct calendar_limit limit)
{
    switch (limit.unit) {
    case CALENDAR_MINUTES:
        return (struct calendar_count_words){N_("%lld minute"), N_("%lld minutes"), limit.value};
    case CALENDAR_HOURS:
        return (struct calendar_count_words){N_("%lld hour"), N_("%lld hours"), limit.value};
    case CALENDAR_NATURAL_DAYS:
        return (struct calendar_count_words){N_("%lld natural day"), N_("%lld natural days"), limit.value};
    case CALENDAR_WORKING_MINUTES:
        return (struct calendar_count_words){N_("%lld working minute"), N_("%lld working minutes"), limit.value};
    case CALENDAR_WORKING_HOURS:
        return (struct calendar_count_words){N_("%lld working hour"), N_("%lld working hours"), limit.value};
    case CALENDAR_WORKING_DAYS:
        return (struct calendar_count_words){N_("%lld working day"), N_("%lld working days"), limit.value};
    case CALENDAR_HALF_DAYS:
        if (limit.value == 1)
            return (struct calendar_count_words){N_("half a working day"), N_("half a working day"), 1};
        if (limit.value % 2)
            return (struct calendar_count_words){N_("%lld.5 working days"), N_("%lld.5 working days"), limit.value / 2};
        return (struct calendar_count_words){N_("%lld working day by the hour"), N_("%lld working days by the hour"), limit.value / 2};
    case CALENDAR_SAME_DAY:
        return (struct calendar_count_words){N_("the same day"), N_("the same day"), 1};
    case CALENDAR_MONTH_DAY:
        return (struct calendar_count_words){N_("working day no. %lld of the month"), N_("working day no. %lld of the month"), limit.value};
    }
    return (struct calendar_count_words){"", "", 0};
}

/* ---- holidays ---- */

static const struct {
    const char *zh, *en;
} holidays[] = {
    {"元旦", "New Year's Day"},        {"元旦节", "New Year's Day"},     {"春节", "Spring Festival"},           {"清明节", "Qingming Festival"}, {"清明", "Qingming Festival"},
    {"劳动节", "Labour Day"},          {"国际劳动节", "Labour Day"},     {"五一", "Labour Day"},                {"端午节", "Dragon Boat Festival"},
    {"端午", "Dragon Boat Festival"},  {"中秋节", "Mid-Autumn Festival"}, {"中秋", "Mid-Autumn Festival"},       {"国庆节", "National Day"},      {"国庆", "National Day"},
};

static const char *english_of(struct str zh)
{
    for (size_t i = 0; i < COUNT_OF(holidays); i++) {
        if (str_is(zh, holidays[i].zh))
            return holidays[i].en;
    }
    return "";
}

const char *calendar_holiday_english(struct arena *a, struct str name_zh)
{
    static const char comma[] = "、";
    struct buf out = {.arena = a};
    while (name_zh.n > 0) {
        const char *at = memmem(name_zh.p, name_zh.n, comma, sizeof comma - 1);
        struct str one = {name_zh.p, at ? (size_t)(at - name_zh.p) : name_zh.n};
        const char *english = english_of(str_trim(one));
        if (!*english)
            return "";
        buf_printf(&out, "%s%s", out.n ? " and " : "", english);
        name_zh = at ? (struct str){at + sizeof comma - 1, name_zh.n - one.n - (sizeof comma - 1)} : (struct str){NULL, 0};
    }
    return out.n ? out.p : "";
}
