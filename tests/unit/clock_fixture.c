#include "clock_fixture.h"

#include <string.h>

struct clock_story story;

static const char *const line[] = {"320100", "320000", "hq"};
static const char *material[] = {"material"}, *both[] = {"material", "wish"};
static const char *day_before[] = {"1 wd"}, *difficult[] = {"difficult"}, *until_closed[] = {"closed"}, *contacted[] = {"contacted"}, *card[] = {"card"};
static struct rb_escalation up[] = {{"", "coordinator"}, {"1 wd", "manager"}, {"3 wd", "committee"}};
static struct rb_extension ladder[] = {{"15 nd", "", true}, {"30 nd", "manager", true}};

static struct rb_clock rules[] = {
    {STORY_RULE("ack", "acknowledge", "1 wd")},
    {STORY_RULE("dispatch", "dispatch", "same day")},
    {STORY_RULE("contact", "first_contact", "1 h")},
    {STORY_RULE("answer", "answer", "7 wd"), .pause = material, .pause_count = 1},
    {STORY_RULE("progress", "progress", "5 wd"), .until = contacted, .until_count = 1, .when.grades = difficult, .when.grades_count = 1},
    {STORY_RULE("resolve", "resolve", "15 wd"), .promised = true, .warn = day_before, .warn_count = 1, .escalate = up, .escalate_count = 3, .pause = both, .pause_count = 2},
    {STORY_RULE("resolve-difficult", "resolve", "30 wd"), .promised = true, .when.grades = difficult, .when.grades_count = 1, .pause = both, .pause_count = 2},
    {STORY_RULE("resolve-card", "resolve", "3 wd"), .promised = true, .when.categories = card, .when.categories_count = 1},
    {.code = "law", .kind = "resolve", .track = "law", .limit = "15 nd", .from = "", .when.loss_over = "", .extensions = ladder, .extensions_count = 2, .until = until_closed, .until_count = 1},
    {STORY_RULE("major", "report_major", "0.5 wd"), .when.grades = difficult, .when.grades_count = 1},
    {STORY_RULE("reply", "reply", "2 wd")},
    {STORY_RULE("callback", "callback", "48 h")},
    {STORY_RULE("report", "closing_report", "3 wd"), .when.grades = difficult, .when.grades_count = 1},
};
static struct rb_own_limit own[] = {{"320000", "resolve", "10 wd"}};

static struct calendar_day days[11];
static const int years[] = {2026};

int64_t story_at(int month, int day, int hour, int minute)
{
    return utc_from_local(2026, month, day, hour, minute, 0, story.zone);
}

void story_setup(void)
{
    story.arena = arena_new(8 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &story.zone), ERR_NONE);
    story.plan = calendar_plain;
    for (int i = 0; i < 9; i++)
        days[i] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 15 + i), .kind = CALENDAR_DAY_OFF, .name_zh = "春节", .name_en = "Spring Festival"};
    days[9] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 14), .kind = CALENDAR_DAY_WORK, .name_zh = "春节", .name_en = "Spring Festival"};
    days[10] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 28), .kind = CALENDAR_DAY_WORK, .name_zh = "春节", .name_en = "Spring Festival"};
    story.plan.days = days;
    story.plan.n_days = COUNT_OF(days);
    story.plan.years = years;
    story.plan.n_years = 1;
    story.rules = rules;
    story.own = own;
    story.book = (struct rulebook){.format = 1, .code = "test", .clocks = rules, .clocks_count = COUNT_OF(rules)};
    story.world = (struct clock_world){.book = &story.book, .book_id = 7, .calendar = calendar_make(story.arena, &story.plan, story.zone), .line = line, .n_line = COUNT_OF(line)};
    story.facts = (struct rb_facts){.category = "other", .group = "", .grade = "general", .channel = "web", .source = "", .complainant = "customer",
                              .function = "sales", .validity = "", .mode = "named", .heads = 1};
    memset(&story.set, 0, sizeof story.set);
}

void story_teardown(void)
{
    arena_free(story.arena);
}

size_t story_count(enum clock_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < story.set.n; i++)
        n += story.set.list[i].state == state;
    return n;
}

struct clock *story_of(enum rb_clock_kind kind, const char *track)
{
    struct clock *found = NULL;
    for (size_t i = 0; i < story.set.n; i++) {
        if (story.set.list[i].kind == kind && strcmp(story.set.list[i].track, track) == 0 && (!found || story.set.list[i].round > found->round))
            found = &story.set.list[i];
    }
    ck_assert_ptr_nonnull(found);
    return found;
}

bool story_none_of(enum rb_clock_kind kind)
{
    for (size_t i = 0; i < story.set.n; i++) {
        if (story.set.list[i].kind == kind)
            return false;
    }
    return true;
}

void story_stored(void)
{
    for (size_t i = 0; i < story.set.n; i++) {
        story.set.list[i].id = (int64_t)i + 1;
        story.set.touched[i] = false;
    }
    for (size_t i = 0; i < story.set.n_made; i++) {
        bool completed = false;
        for (size_t h = 0; h < story.set.n_history; h++) {
            if (story.set.made[i].kind == CLOCK_HISTORY_PAUSE && story.history[h].kind == CLOCK_HISTORY_PAUSE && story.history[h].clock_id == story.set.made[i].clock_id && !story.history[h].to_us) {
                story.history[h] = story.set.made[i];
                completed = true;
            }
        }
        if (!completed)
            story.history[story.set.n_history++] = story.set.made[i];
    }
    story.set.history = story.history;
    story.set.n_made = 0;
}

void story_happens(enum clock_event event, int64_t at_us)
{
    clock_happened(&story.world, &story.set, &story.facts, event, at_us);
    story_stored();
    story.set.happened |= 1u << event;
}

void story_received(void)
{
    story_happens(CLOCK_ON_RECEIVED, story_at(3, 2, 10, 0));
    story_happens(CLOCK_ON_GRADED, story_at(3, 2, 10, 0));
}
