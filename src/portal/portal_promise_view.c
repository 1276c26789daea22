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

/* "by 4 Sep, 17:30" for what is promised to the hour, "by 4 Sep" for days. */
static const char *by_words(const struct page *page, const struct clock *c, int64_t due_us)
{
    enum calendar_unit unit = c->limit.unit;
    bool days = unit == CALENDAR_NATURAL_DAYS || unit == CALENDAR_WORKING_DAYS || unit == CALENDAR_SAME_DAY || unit == CALENDAR_MONTH_DAY;
    const char *when = days ? portal_promise_date(page, due_us) : format_moment(page->arena, page->lang, due_us, page->site->zone);
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

/* The date moved: by extensions, or because the time stood still. */
static const char *moved_words(const struct page *page, const struct clock *c)
{
    struct arena *a = page->arena;
    if (c->first_due_us == c->due_us)
        return "";
    const char *first = portal_promise_date(page, c->first_due_us);
    if (c->extensions == 1)
        return text_f(a, page->lang, N_("First promised for %s; we needed more time and told you why."), first);
    if (c->extensions > 1)
        return text_f(a, page->lang, N_("First promised for %s; we needed more time %d times and told you why."), first, c->extensions);
    return c->due_us > c->first_due_us ? text_f(a, page->lang, N_("First promised for %s; the time stood still for a while."), first)
                                       : text_f(a, page->lang, N_("First promised for %s; it is sooner now."), first);
}

void portal_promises_fill(struct page *page, struct tpl *t, const struct clock *list, size_t n)
{
    struct clock *sorted;
    n = portal_promises(page->arena, list, n, &sorted);
    for (size_t i = 0; i < n; i++) {
        const struct clock *c = &sorted[i];
        enum portal_promise promise = portal_promise_of(c, page->now_us);
        struct tpl *row = tpl_add(t, SEC_PROMISE);
        tpl_text(row, V_LOOK, looks[promise].look);
        tpl_show(row, looks[promise].section);
        tpl_text(row, V_LABEL, portal_promise_words(page, c->kind));
        tpl_text(row, V_ISO, utc_iso(page->arena, c->due_us));
        if (promise != PROMISE_PAUSED)
            tpl_text(tpl_add(row, SEC_BY), V_WHEN, by_words(page, c, c->due_us));
        tpl_text(row, V_STATUS, status_words(page, c, promise));
        tpl_optional(row, SEC_MOVED, V_TEXT, moved_words(page, c));
    }
}
