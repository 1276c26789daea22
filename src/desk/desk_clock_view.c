#include "desk_clock_view.h"

#include <string.h>

#include "calendar_words.h"
#include "desk_clock.h"
#include "format.h"

static const struct {
    const char *tone, *icon;
} looks[] = {
    [DESK_CLOCK_CALM] = {"is-calm", "clock"},          [DESK_CLOCK_SOON] = {"is-warn", "clock"},
    [DESK_CLOCK_LATE] = {"is-bad", "alert-triangle"},  [DESK_CLOCK_PAUSED] = {"is-calm", "player-pause"},
    [DESK_CLOCK_KEPT] = {"is-ok", "circle-check"},     [DESK_CLOCK_KEPT_LATE] = {"is-bad", "alert-triangle"},
    [DESK_CLOCK_OVER] = {"is-calm", "ban"},
};

static const char *span(const struct page *page, int64_t from_us, int64_t to_us)
{
    return format_span(page->arena, page->lang, to_us > from_us ? to_us - from_us : from_us - to_us);
}

static const char *clock_words(const struct page *page, const struct clock *c, enum desk_clock_look look)
{
    switch (look) {
    case DESK_CLOCK_CALM:
    case DESK_CLOCK_SOON: return text_f(page->arena, page->lang, N_("%s left"), span(page, page->now_us, c->due_us));
    case DESK_CLOCK_LATE: return text_f(page->arena, page->lang, N_("Over by %s"), span(page, c->due_us, page->now_us));
    case DESK_CLOCK_PAUSED: return page_text(page, N_("Paused"));
    case DESK_CLOCK_KEPT: return page_text(page, N_("Done in time"));
    case DESK_CLOCK_KEPT_LATE: return text_f(page->arena, page->lang, N_("Done %s late"), span(page, c->due_us, c->met_us));
    case DESK_CLOCK_OVER: break;
    }
    return page_text(page, N_("No longer due"));
}

const char *desk_clock_words(const struct page *page, const struct clock *c)
{
    return clock_words(page, c, desk_clock_look(c, page->now_us));
}

static const char *clock_note(const struct page *page, const struct clock *c, enum desk_clock_look look)
{
    struct arena *a = page->arena;
    switch (look) {
    case DESK_CLOCK_CALM:
    case DESK_CLOCK_SOON:
    case DESK_CLOCK_LATE: return text_f(a, page->lang, N_("due %s"), desk_due_moment(page, c->due_us));
    case DESK_CLOCK_PAUSED:
        return text_f(a, page->lang, N_("since %s: %s"), format_short(a, c->paused_us, page->now_us, page->site->zone), page_text(page, rulebook_pause_title(c->pause)));
    case DESK_CLOCK_KEPT:
    case DESK_CLOCK_KEPT_LATE: return text_f(a, page->lang, N_("took %s"), span(page, c->started_us, c->met_us));
    case DESK_CLOCK_OVER: break;
    }
    return "";
}

/* Paused ones stand still where they were, ended ones where they ended. */
static int gauge_of(const struct page *page, const struct clock *c, enum desk_clock_look look)
{
    if (look == DESK_CLOCK_OVER)
        return -1;
    if (look == DESK_CLOCK_PAUSED)
        return clock_gauge(c, c->paused_us);
    return clock_gauge(c, c->met_us ? c->met_us : page->now_us);
}

static void add_clock(struct page *page, struct tpl *t, const struct desk_case *x, const struct clock *c)
{
    enum desk_clock_look look = desk_clock_look(c, page->now_us);
    int gauge = gauge_of(page, c, look);
    struct tpl *clock = tpl_add(t, SEC_CLOCK);
    tpl_text(clock, V_TONE, looks[look].tone);
    tpl_text(clock, V_ICON, looks[look].icon);
    tpl_text(clock, V_LABEL, desk_clock_name(page, x->world.book, c->rule, c->kind));
    tpl_text(clock, V_LIMIT, desk_limit_words(page, c->limit));
    tpl_text(clock, V_WORDS, clock_words(page, c, look));
    tpl_text(clock, V_NOTE, clock_note(page, c, look));
    tpl_show_if(clock, SEC_CLOCK_WHY, !x->c.part); /* evidence and reasons are internal */
    tpl_int(clock, V_ID, c->id);
    tpl_show_if(clock, SEC_PROMISED, c->promised);
    tpl_show_if(clock, SEC_EXTENDED, c->extensions > 0);
    if (gauge >= 0)
        tpl_int(tpl_add(clock, SEC_GAUGE), V_WIDTH, gauge);
}

void desk_clocks_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const struct clock_set *set = x->clocks;
    size_t open = desk_clocks_shown(set->list, set->n);
    tpl_show_if(t, SEC_NO_CLOCKS, open == 0);
    if (open > 0) {
        struct tpl *strip = tpl_add(t, SEC_CLOCKS);
        for (size_t i = 0; i < open; i++)
            add_clock(page, strip, x, &set->list[i]);
    }
    if (open == set->n)
        return;
    struct tpl *rest = tpl_add(t, SEC_ENDED);
    tpl_text(rest, V_LABEL, text_count(page->arena, page->lang, "%lld more time limit", "%lld more time limits", (long long)(set->n - open)));
    for (size_t i = open; i < set->n; i++)
        add_clock(page, rest, x, &set->list[i]);
}

/* ---- why this date ---- */

static void add_reason(struct tpl *t, const char *icon, const char *tone, const char *text, const char *note)
{
    struct tpl *step = tpl_add(t, SEC_REASON);
    tpl_text(step, V_ICON, icon);
    tpl_text(step, V_TONE, tone);
    tpl_text(step, V_TEXT, text);
    tpl_optional(step, SEC_NOTE, V_MESSAGE, note);
}

static const char *days_words(const struct page *page, const struct desk_case *x, const struct calendar_step *step)
{
    const char *from = desk_day_words(page, x->world.calendar, step->from_day);
    if (step->from_day == step->to_day)
        return from;
    return text_f(page->arena, page->lang, N_("%s to %s"), from, desk_day_words(page, x->world.calendar, step->to_day));
}

static void add_calendar_step(struct page *page, struct tpl *t, const struct desk_case *x, const struct clock *c, const struct calendar_step *step)
{
    struct arena *a = page->arena;
    const char *title = page_text(page, calendar_step_title(step, c->limit)), *name = page_pick(page, step->name_zh, step->name_en);
    struct calendar_count_words count = calendar_step_words(step, c->limit);
    bool counts = step->counted > 0;
    if (*name)
        title = arena_printf(a, page->lang == LANG_ZH ? "%s（%s）" : "%s (%s)", title, name);
    if (counts)
        title = arena_printf(a, "%s · %s", title, text_count(a, page->lang, count.one, count.many, count.n));
    add_reason(t, counts ? "calendar" : "circle", counts ? "done" : "todo", arena_printf(a, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", days_words(page, x, step), title), "");
}

static const char *by_whom(const struct page *page, const struct clock_history *entry)
{
    const char *who = entry->actor && *entry->actor ? entry->actor : page_text(page, N_("System"));
    if (!entry->reason || !*entry->reason)
        return who;
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", who, entry->reason);
}

/* How the date moved; "" while it does not. */
static const char *moved_words(const struct page *page, const struct clock_history *entry)
{
    if (!entry->due_after_us)
        return "";
    return text_f(page->arena, page->lang, N_("the date moved from %s to %s"), desk_due_moment(page, entry->due_before_us), desk_due_moment(page, entry->due_after_us));
}

static const char *paused_words(const struct page *page, const struct clock_history *entry)
{
    const struct utc_zone *zone = page->site->zone;
    struct arena *a = page->arena;
    const char *why = page_text(page, rulebook_pause_title(entry->rule ? entry->rule : ""));
    const char *from = format_short(a, entry->at_us, page->now_us, zone);
    if (!entry->to_us)
        return text_f(a, page->lang, N_("Paused since %s (%s): the time stands still until it goes on"), from, why);
    return text_f(a, page->lang, N_("Paused from %s to %s (%s); %s"), from, format_short(a, entry->to_us, page->now_us, zone), why, moved_words(page, entry));
}

static void add_history(struct page *page, struct tpl *t, const struct desk_case *x, const struct clock_reason *r, const struct clock *c)
{
    const struct clock_history *entry = r->entry;
    struct arena *a = page->arena;
    const struct rulebook *b = x->world.book;
    switch (entry->kind) {
    case CLOCK_HISTORY_PAUSE: add_reason(t, "player-pause", "done", paused_words(page, entry), by_whom(page, entry)); break;
    case CLOCK_HISTORY_EXTENSION:
        add_reason(t, "plus", "done", text_f(a, page->lang, N_("Extended by %s; %s"), desk_limit_words(page, entry->limit), moved_words(page, entry)), by_whom(page, entry));
        break;
    case CLOCK_HISTORY_REPICKED:
        add_reason(t, "refresh", "done",
                   text_f(a, page->lang, N_("The classification changed, so the rule “%s” holds instead of “%s”; %s"),
                          r->rule ? desk_rb_text(page, r->rule->name) : desk_clock_name(page, b, c->rule, c->kind),
                          desk_clock_name(page, b, entry->rule ? entry->rule : "", c->kind), moved_words(page, entry)),
                   by_whom(page, entry));
        break;
    case CLOCK_HISTORY_RECOMPUTED:
        add_reason(t, "refresh", "done", text_f(a, page->lang, N_("Rules or calendar changed and the running time limits were computed anew; %s"), moved_words(page, entry)),
                   by_whom(page, entry));
        break;
    }
}

static const char *rule_note(const struct page *page, const struct clock *c, const struct rb_clock *rule)
{
    if (c->limit_unit && *c->limit_unit)
        return text_f(page->arena, page->lang, N_("The unit %s has this value of its own."), c->limit_unit);
    return rule ? "" : page_text(page, N_("The rulebook in force does not have this rule any more; what it said when the clock began still holds."));
}

/* The event with which its rule begins. */
static const char *event_words(const struct page *page, const struct desk_case *x, const struct clock *c)
{
    const struct rb_clock *rule = rulebook_clock(x->world.book, c->rule);
    return rule ? page_text(page, rulebook_event_title(rulebook_clock_from(rule))) : "";
}

static void add_because(struct page *page, struct tpl *t, const struct desk_case *x, const struct clock *c, const struct clock_reason *r)
{
    struct arena *a = page->arena;
    switch (r->kind) {
    case CLOCK_BECAUSE_RULE:
        add_reason(t, "book", "done",
                   text_f(a, page->lang, N_("The rule “%s” gives %s"), desk_clock_name(page, x->world.book, c->rule, c->kind), desk_limit_words(page, c->limit)),
                   rule_note(page, c, r->rule));
        break;
    case CLOCK_BECAUSE_START:
        add_reason(t, "clock", "done", text_f(a, page->lang, N_("It began on %s"), desk_moment(page, r->at_us)),
                   event_words(page, x, c));
        break;
    case CLOCK_BECAUSE_CALENDAR: add_calendar_step(page, t, x, c, &r->step); break;
    case CLOCK_BECAUSE_FIRST_DUE: add_reason(t, "flag", "done", text_f(a, page->lang, N_("So it was first due on %s"), desk_due_moment(page, r->at_us)), ""); break;
    case CLOCK_BECAUSE_PAUSED:
    case CLOCK_BECAUSE_EXTENDED:
    case CLOCK_BECAUSE_REPICKED:
    case CLOCK_BECAUSE_RECOMPUTED: add_history(page, t, x, r, c); break;
    case CLOCK_BECAUSE_DUE: add_reason(t, "flag", "cur", text_f(a, page->lang, N_("It is due on %s"), desk_due_moment(page, r->at_us)), ""); break;
    case CLOCK_BECAUSE_GUESSED: tpl_show(t, SEC_GUESSED); break;
    }
}

static const char *candidate_words(const struct page *page, const struct clock_candidate *c)
{
    struct arena *a = page->arena;
    if (c->chosen)
        return c->weight ? text_f(a, page->lang, N_("Holds: it fits, and asks for the most (%d)"), c->weight) : page_text(page, N_("Holds: it fits, and no rule that asks for more does"));
    if (c->rule->inactive)
        return page_text(page, N_("Switched off"));
    if (c->failed == RB_HOLDS)
        return text_f(a, page->lang, N_("Fits, but asks for less (%d)"), c->weight);
    return text_f(a, page->lang, N_("Does not fit: %s"), page_text(page, rulebook_condition_title(c->failed)));
}

static void fill_candidates(struct page *page, struct tpl *t, const struct desk_why *why)
{
    if (why->n_candidates == 0)
        return;
    struct tpl *table = tpl_add(t, SEC_CANDIDATES);
    for (size_t i = 0; i < why->n_candidates; i++) {
        const struct clock_candidate *c = &why->candidates[i];
        struct tpl *row = tpl_add(table, SEC_CANDIDATE);
        tpl_text(row, V_NAME, desk_rb_text(page, c->rule->name));
        tpl_text(row, V_LIMIT, desk_limit_text_words(page, c->rule->limit));
        tpl_text(row, V_WORDS, candidate_words(page, c));
        tpl_show_if(row, SEC_CHOSEN, c->chosen);
    }
}

/* ---- what will happen ---- */

static const char *step_words(const struct page *page, enum clock_step_kind kind)
{
    switch (kind) {
    case CLOCK_STEP_WARN: return page_text(page, N_("Warning that time is running out"));
    case CLOCK_STEP_DUE: return page_text(page, N_("The date itself: reminder that it has passed"));
    case CLOCK_STEP_ESCALATE: break;
    }
    return page_text(page, N_("Escalation"));
}

static const char *step_to(const struct page *page, const struct desk_case *x, const struct clock_step *step)
{
    const struct rulebook *b = x->world.book;
    if (step->kind == CLOCK_STEP_WARN)
        return desk_to_words(page, b, "handler");
    if (step->kind == CLOCK_STEP_DUE)
        return text_f(page->arena, page->lang, N_("%s and %s"), desk_to_words(page, b, "handler"), desk_to_words(page, b, "coordinator"));
    return desk_to_words(page, b, step->to);
}

static void fill_chain(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_why *why)
{
    if (why->n_steps == 0 || !desk_clock_open(why->clock))
        return;
    struct tpl *chain = tpl_add(t, SEC_CHAIN);
    tpl_show_if(chain, SEC_PAUSED, why->clock->state == CLOCK_PAUSED);
    for (size_t i = 0; i < why->n_steps; i++) {
        struct tpl *row = tpl_add(chain, SEC_STEP);
        tpl_text(row, V_AT, desk_due_moment(page, why->steps[i].at_us));
        tpl_text(row, V_WORDS, step_words(page, why->steps[i].kind));
        tpl_text(row, V_TO, step_to(page, x, &why->steps[i]));
        tpl_show(row, (int)i < why->clock->stage ? SEC_DONE : SEC_AHEAD);
    }
}

/* The last day of the calendar and the date that follows from it are one line; so are the first date and the present one when nothing came between. */
static bool said_by_next(const struct desk_why *why, size_t i)
{
    const struct clock_reason *r = &why->reasons[i], *next = i + 1 < why->n_reasons ? r + 1 : NULL;
    if (r->kind == CLOCK_BECAUSE_CALENDAR)
        return r->step.kind == CALENDAR_STEP_DUE;
    return r->kind == CLOCK_BECAUSE_FIRST_DUE && next && next->kind == CLOCK_BECAUSE_DUE;
}

void desk_why_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_why *why)
{
    const struct clock *c = why->clock;
    enum desk_clock_look look = desk_clock_look(c, page->now_us);
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_CARRY, *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "");
    tpl_text(t, V_NAME, desk_clock_name(page, x->world.book, c->rule, c->kind));
    tpl_text(t, V_KIND, page_text(page, rulebook_clock_title(c->kind)));
    tpl_text(t, V_TONE, looks[look].tone);
    tpl_text(t, V_ICON, looks[look].icon);
    tpl_text(t, V_WORDS, clock_words(page, c, look));
    tpl_text(t, V_NOTE, clock_note(page, c, look));
    tpl_show_if(t, SEC_PROMISED, c->promised);
    for (size_t i = 0; i < why->n_reasons; i++) {
        if (!said_by_next(why, i))
            add_because(page, t, x, c, &why->reasons[i]);
    }
    fill_candidates(page, t, why);
    fill_chain(page, t, x, why);
}
