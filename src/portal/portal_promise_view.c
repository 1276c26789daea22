#include "portal_promise_view.h"

#include <string.h>

#include "format.h"

const char *portal_promise_words(const struct page *page, enum rb_clock_kind kind)
{
    static const char *const words[CLOCK_KIND__END] = {
        [CLOCK_ACKNOWLEDGE] = N_("We tell you that we take it on"),
        [CLOCK_DISPATCH] = N_("We pass it to the department in charge"),
        [CLOCK_FIRST_CONTACT] = N_("We contact you for the first time"),
        [CLOCK_ANSWER] = N_("The department in charge has looked into it"),
        [CLOCK_PROGRESS] = N_("We tell you how it stands"),
        [CLOCK_RESOLVE] = N_("It is settled, and you have our answer"),
        [CLOCK_REPORT_MAJOR] = N_("We report it to our management"),
        [CLOCK_REPLY] = N_("We tell you what was decided"),
        [CLOCK_CALLBACK] = N_("We ask you whether it is solved"),
        [CLOCK_CLOSING_REPORT] = N_("We write down what we learned from it"),
    };
    return kind > 0 && kind < CLOCK_KIND__END ? page_text(page, words[kind]) : "";
}

const char *portal_promise_date(const struct page *page, int64_t due_us)
{
    return format_date(page->arena, page->lang, due_us - 1, page->site->zone);
}

const char *portal_promise_day(const struct page *page, int64_t due_us)
{
    return format_day(page->arena, page->lang, due_us - 1, page->site->zone);
}

bool portal_by_days(const struct clock *c)
{
    enum calendar_unit unit = c->limit.unit;
    return unit == CALENDAR_NATURAL_DAYS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
}

/* "by 4 Sep, 17:30" for what is promised to the hour, "by 4 Sep" for days. */
static const char *by_words(const struct page *page, const struct clock *c, int64_t due_us)
{
    const char *when = portal_by_days(c) ? portal_promise_date(page, due_us) : format_moment(page->arena, page->lang, due_us, page->site->zone);
    return text_f(page->arena, page->lang, N_("by %s"), when);
}

void portal_promises_ahead(struct page *page, struct tpl *t, const struct clock *list, size_t n)
{
    struct clock *sorted;
    n = portal_promises(page->arena, list, n, &sorted);
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_PROMISE);
        tpl_text(row, V_LABEL, portal_promise_words(page, sorted[i].kind));
        tpl_text(row, V_ISO, utc_iso(page->arena, sorted[i].due_us));
        tpl_text(row, V_WHEN, by_words(page, &sorted[i], sorted[i].due_us));
    }
}

static const struct {
    enum tpl_section section;
    const char *look;
} looks[] = {
    [PROMISE_RUNNING] = {SEC_RUNNING, "cur"}, [PROMISE_LATE] = {SEC_LATE, "cur"},  [PROMISE_PAUSED] = {SEC_PAUSED, "cur"},
    [PROMISE_KEPT] = {SEC_KEPT, "done"},      [PROMISE_MISSED] = {SEC_MISSED, "done"}, [PROMISE_OVER] = {SEC_RUNNING, "todo"},
};

/* Why the time stands still; the words for staff would say "the complainant". */
static const char *pause_words(const struct page *page, const char *pause)
{
    if (strcmp(pause, "material") == 0)
        return page_text(page, N_("we wait for what we asked you for"));
    return page_text(page, N_("as you wished"));
}

static const char *status_words(const struct page *page, const struct clock *c, enum portal_promise promise)
{
    struct arena *a = page->arena;
    switch (promise) {
    case PROMISE_RUNNING: return text_f(a, page->lang, N_("%s left"), format_span(a, page->lang, c->due_us - page->now_us));
    case PROMISE_LATE: return page_text(page, N_("the date has passed; we are sorry"));
    case PROMISE_PAUSED:
        return text_f(a, page->lang, N_("stands still since %s: %s. The date moves by as much."), format_day(a, page->lang, c->paused_us, page->site->zone), pause_words(page, c->pause));
    case PROMISE_KEPT: return text_f(a, page->lang, N_("kept on %s"), format_date(a, page->lang, c->met_us, page->site->zone));
    case PROMISE_MISSED: return text_f(a, page->lang, N_("not kept: it was %s"), format_date(a, page->lang, c->met_us, page->site->zone));
    case PROMISE_OVER: break;
    }
    return "";
}

/* ---- every move of a date, in plain words ---- */

static const char *when_words(const struct page *page, const struct clock *c, int64_t due_us)
{
    return portal_by_days(c) ? portal_promise_date(page, due_us) : format_moment(page->arena, page->lang, due_us, page->site->zone);
}

static const char *pause_over_words(const struct page *page, const struct clock_history *h, const char *after)
{
    struct arena *a = page->arena;
    const char *from = format_day(a, page->lang, h->at_us, page->site->zone), *to = format_day(a, page->lang, h->to_us, page->site->zone);
    if (h->due_after_us == h->due_before_us)
        return text_f(a, page->lang, N_("From %s to %s the time stood still: %s. The date stayed."), from, to, pause_words(page, h->rule));
    return text_f(a, page->lang, N_("From %s to %s the time stood still: %s. So the date moved to %s."), from, to, pause_words(page, h->rule), after);
}

const char *portal_move_words(const struct page *page, const struct clock *c, const struct clock_history *h)
{
    struct arena *a = page->arena;
    const char *on = format_day(a, page->lang, h->at_us, page->site->zone), *after = when_words(page, c, h->due_after_us), *before = when_words(page, c, h->due_before_us);
    switch (h->kind) {
    case CLOCK_HISTORY_PAUSE: return h->to_us ? pause_over_words(page, h, after) : "";
    case CLOCK_HISTORY_EXTENSION: return text_f(a, page->lang, N_("On %s we said that we need more time: the date moved from %s to %s."), on, before, after);
    case CLOCK_HISTORY_REPICKED:
        if (h->due_after_us == h->due_before_us)
            return "";
        return text_f(a, page->lang, N_("On %s we looked at what your complaint is about; for such matters another time holds: the date moved from %s to %s."), on, before, after);
    case CLOCK_HISTORY_RECOMPUTED: return text_f(a, page->lang, N_("On %s our working days or rules changed: the date moved from %s to %s."), on, before, after);
    }
    return "";
}

static void add_moves(struct page *page, struct tpl *row, const struct clock_set *set, const struct clock *c)
{
    struct tpl *moves = NULL;
    for (size_t i = 0; i < set->n_history; i++) {
        const struct clock_history *h = &set->history[i];
        const char *words = h->clock_id == c->id ? portal_move_words(page, c, h) : "";
        if (!*words)
            continue;
        if (!moves)
            moves = tpl_add(row, SEC_MOVES);
        struct tpl *move = tpl_add(moves, SEC_MOVE);
        tpl_text(move, V_TEXT, words);
        tpl_optional(move, SEC_TOLD, V_TEXT, h->kind == CLOCK_HISTORY_EXTENSION ? h->reason : "");
    }
}

void portal_promises_fill(struct page *page, struct tpl *t, const struct clock_set *set)
{
    struct clock *sorted;
    size_t n = portal_promises(page->arena, set->list, set->n, &sorted);
    for (size_t i = 0; i < n; i++) {
        const struct clock *c = &sorted[i];
        enum portal_promise promise = portal_promise_of(c, page->now_us);
        int before = portal_promise_before(sorted, n, c);
        if (portal_promise_repeated(sorted, n, c))
            continue;
        struct tpl *row = tpl_add(t, SEC_PROMISE);
        tpl_text(row, V_LOOK, looks[promise].look);
        tpl_show(row, looks[promise].section);
        tpl_text(row, V_LABEL, portal_promise_words(page, c->kind));
        tpl_text(row, V_ISO, utc_iso(page->arena, c->due_us));
        if (promise != PROMISE_PAUSED)
            tpl_text(tpl_add(row, SEC_BY), V_WHEN, by_words(page, c, c->due_us));
        const char *status = status_words(page, c, promise);
        tpl_text(row, V_STATUS, before ? text_f(page->arena, page->lang, N_("%s; and kept %d times before"), status, before) : status);
        add_moves(page, row, set, c);
    }
}
