#include "portal_follow_view.h"

#include <string.h>

#include "calendar_words.h"
#include "complaint_gate.h"
#include "format.h"
#include "portal_home_view.h"
#include "portal_promise_view.h"
#include "portal_track.h"

static const char *day(const struct page *page, int64_t at_us)
{
    return format_day(page->arena, page->lang, at_us, page->site->zone);
}

static bool may(const struct portal_case *kase, enum complaint_action action)
{
    return (flow_allowed(&kase->c, FLOW_COMPLAINANT, 0) & FLOW_BIT(action)) != 0;
}

bool portal_follow_rates(const struct page *page, const struct portal_case *kase)
{
    return may(kase, ACTION_RATE) && !gate_window_over(kase->book->following.survey_days, kase->c.closed_us, page->now_us);
}

void portal_follow_asked(struct tpl *t, const struct portal_case *kase)
{
    for (size_t i = 0; i < kase->n_messages; i++) {
        if (kase->messages[i].kind == MESSAGE_ASK) {
            tpl_text(tpl_add(t, SEC_ASKED), V_TEXT, kase->messages[i].body);
            return;
        }
    }
}

/* ---- not solved ---- */

/* The newest that happened with a review. */
static bool review_declined(const struct portal_case *kase)
{
    for (size_t i = 0; i < kase->n_events; i++) {
        const char *kind = kase->events[i].kind;
        if (strcmp(kind, "review_declined") == 0)
            return true;
        if (strcmp(kind, "review_asked") == 0 || strcmp(kind, "review_begun") == 0 || strcmp(kind, "reopened") == 0)
            return false;
    }
    return false;
}

static void show_dispute(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors)
{
    int64_t end_us;
    bool open = portal_track_window(&kase->c, kase->book->closing.review_days, page->now_us, &end_us), can = may(kase, ACTION_ASK_REVIEW);
    bool result = kase->c.state == COMPLAINT_REPLIED || !kase->c.is_open;
    if (can && open) {
        struct tpl *form = tpl_add(t, SEC_CAN_DISPUTE);
        if (end_us)
            tpl_text(tpl_add(form, SEC_UNTIL), V_DATE, day(page, end_us - 1));
        tpl_text(form, V_TYPED_WHY, kase->typed_why ? kase->typed_why : "");
        page_field_error(page, form, SEC_WHY_ERR, errors, "why");
    }
    if (can && !open)
        tpl_text(tpl_add(t, SEC_WINDOW_OVER), V_DATE, format_date(page->arena, page->lang, end_us - 1, page->site->zone));
    if (result && !kase->c.merged_into_id && kase->c.state != COMPLAINT_WITHDRAWN && ((can && !open) || kase->c.review || review_declined(kase) || kase->c.state == COMPLAINT_REJECTED))
        tpl_optional(t, SEC_OTHER_WAYS, V_TEXT, portal_book_text(page, kase->book, "after_review"));
}

/* ---- urging ---- */

/* By when he is told how it stands: the clock that began with the urging. */
static const struct clock *word_promised(const struct portal_case *kase)
{
    for (size_t i = 0; i < kase->clocks->n; i++) {
        const struct clock *c = &kase->clocks->list[i];
        if (c->kind == CLOCK_PROGRESS && c->state == CLOCK_RUNNING && c->promised && c->started_us == kase->c.urged_us)
            return c;
    }
    return NULL;
}

static void show_urging(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors)
{
    const struct complaint *c = &kase->c;
    struct arena *a = page->arena;
    if (c->urged && c->is_open) {
        const struct clock *word = word_promised(kase);
        const char *on = day(page, c->urged_us);
        tpl_text(tpl_add(t, SEC_URGED), V_MESSAGE,
                 word ? text_f(a, page->lang, N_("You asked on %s how it stands. You will hear from us by %s."), on, portal_promise_day(page, word->due_us))
                      : text_f(a, page->lang, N_("You asked on %s how it stands. Whoever handles it has been told."), on));
    }
    if (!may(kase, ACTION_URGE))
        return;
    if (page->now_us < kase->urge_from_us) {
        tpl_text(tpl_add(t, SEC_URGE_LATER), V_WHEN, format_moment(a, page->lang, kase->urge_from_us, page->site->zone));
        return;
    }
    struct tpl *form = tpl_add(t, SEC_CAN_URGE);
    tpl_text(form, V_TYPED_URGE, kase->typed_urge ? kase->typed_urge : "");
    page_field_error(page, form, SEC_URGE_ERR, errors, "urge");
    tpl_show_if(form, SEC_OPEN, http_form_error_of(errors, "urge") != NULL);
}

void portal_follow_fill(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors)
{
    tpl_show_if(t, SEC_CAN_KEEP, may(kase, ACTION_KEEP));
    show_dispute(page, t, kase, errors);
    show_urging(page, t, kase, errors);
}

/* ---- why these dates ---- */

static const char *holiday_name(const struct page *page, const struct calendar_step *step)
{
    if (page->lang == LANG_ZH)
        return step->name_zh ? step->name_zh : "";
    if (step->name_en && *step->name_en)
        return step->name_en;
    return step->name_zh ? calendar_holiday_english(page->arena, str_of(step->name_zh)) : "";
}

static const char *days_words(const struct page *page, const struct clock_world *w, const struct calendar_step *step)
{
    enum { NOON = 720 };
    const char *from = day(page, calendar_instant(w->calendar, step->from_day, NOON)), *to = day(page, calendar_instant(w->calendar, step->to_day, NOON));
    return step->from_day == step->to_day ? from : text_f(page->arena, page->lang, N_("%s to %s"), from, to);
}

static const char *step_words(const struct page *page, const struct clock_world *w, const struct calendar_step *step, struct calendar_limit limit)
{
    struct arena *a = page->arena;
    const char *days = days_words(page, w, step), *name = holiday_name(page, step);
    struct calendar_count_words count = calendar_step_words(step, limit);
    switch (step->kind) {
    case CALENDAR_STEP_START: return step->to_day != step->from_day ? text_f(a, page->lang, N_("It came outside office hours, so the time begins with the next working day: %s."), days) : "";
    case CALENDAR_STEP_COUNTED: return text_f(a, page->lang, N_("%s: %s counted."), days, text_count(a, page->lang, count.one, count.many, count.n));
    case CALENDAR_STEP_WEEKEND: return text_f(a, page->lang, N_("%s: weekend, not counted."), days);
    case CALENDAR_STEP_HOLIDAY:
        return *name ? text_f(a, page->lang, N_("%s: %s, a public holiday, not counted."), days, name) : text_f(a, page->lang, N_("%s: public holiday, not counted."), days);
    case CALENDAR_STEP_MADE_UP: return text_f(a, page->lang, N_("%s: worked in place of a holiday, counted."), days);
    case CALENDAR_STEP_HALF: return text_f(a, page->lang, N_("%s: half a working day, counted as such."), days);
    case CALENDAR_STEP_DUE: break;
    }
    return "";
}

static void add_step(struct tpl *t, const char *words, const char *told)
{
    if (!*words)
        return;
    struct tpl *row = tpl_add(t, SEC_STEP);
    tpl_text(row, V_TEXT, words);
    tpl_optional(row, SEC_TOLD, V_TEXT, told);
}

static const char *moment(const struct page *page, const struct clock *c, int64_t due_us)
{
    return portal_by_days(c) ? portal_promise_date(page, due_us) : format_moment(page->arena, page->lang, due_us, page->site->zone);
}

static void add_reason(struct page *page, struct tpl *t, const struct clock_world *w, const struct clock *c, const struct clock_reason *r)
{
    struct arena *a = page->arena;
    struct calendar_count_words limit = calendar_limit_words(c->limit);
    switch (r->kind) {
    case CLOCK_BECAUSE_RULE: add_step(t, text_f(a, page->lang, N_("We promise it within: %s."), text_count(a, page->lang, limit.one, limit.many, limit.n)), ""); break;
    case CLOCK_BECAUSE_START: add_step(t, text_f(a, page->lang, N_("The time began on %s."), format_moment(a, page->lang, r->at_us, page->site->zone)), ""); break;
    case CLOCK_BECAUSE_CALENDAR: add_step(t, step_words(page, w, &r->step, c->limit), ""); break;
    case CLOCK_BECAUSE_FIRST_DUE:
        if (c->first_due_us != c->due_us)
            add_step(t, text_f(a, page->lang, N_("So the first date was %s."), moment(page, c, r->at_us)), "");
        break;
    case CLOCK_BECAUSE_PAUSED:
    case CLOCK_BECAUSE_EXTENDED:
    case CLOCK_BECAUSE_REPICKED:
    case CLOCK_BECAUSE_RECOMPUTED: add_step(t, portal_move_words(page, c, r->entry), r->kind == CLOCK_BECAUSE_EXTENDED ? r->entry->reason : ""); break;
    case CLOCK_BECAUSE_DUE: add_step(t, text_f(a, page->lang, N_("So the date is %s."), moment(page, c, r->at_us)), ""); break;
    case CLOCK_BECAUSE_GUESSED: add_step(t, page_text(page, N_("The public holidays of that year are not announced yet; the date may move with them.")), ""); break;
    }
}

void portal_dates_fill(struct page *page, struct tpl *t, const struct portal_case *kase, const struct clock_world *w)
{
    struct clock *sorted;
    size_t n = portal_promises(page->arena, kase->clocks->list, kase->clocks->n, &sorted);
    tpl_text(t, V_NUMBER, kase->c.number);
    tpl_show_if(t, SEC_NONE, n == 0);
    for (size_t i = 0; i < n; i++) {
        struct clock_reason *reasons;
        size_t n_reasons = clock_explain(w, page->arena, &sorted[i], kase->clocks->history, kase->clocks->n_history, &reasons);
        struct tpl *row = tpl_add(t, SEC_PROMISE);
        tpl_text(row, V_LABEL, portal_promise_words(page, sorted[i].kind));
        tpl_text(row, V_WHEN, moment(page, &sorted[i], sorted[i].due_us));
        for (size_t k = 0; k < n_reasons; k++)
            add_reason(page, row, w, &sorted[i], &reasons[k]);
    }
}
