#include "desk_clock_act_view.h"

#include <string.h>

#include "desk_words_view.h"
#include "format.h"

const struct clock *desk_clock_find(const struct desk_case *x, int64_t id)
{
    for (size_t i = 0; i < x->clocks->n; i++) {
        if (x->clocks->list[i].id == id)
            return &x->clocks->list[i];
    }
    return NULL;
}

static bool asked_already(const struct desk_case *x, int64_t clock_id)
{
    for (size_t i = 0; i < x->n_requests; i++) {
        if (x->requests[i].clock_id == clock_id && x->requests[i].state == CLOCK_ASKED)
            return true;
    }
    return false;
}

static bool is_choice(const struct page *page, const struct desk_case *x, const struct clock *c, enum complaint_action action)
{
    return desk_clock_takes(x->world.book, c, action, page->now_us) && !(action == ACTION_EXTEND && asked_already(x, c->id));
}

size_t desk_clock_choices(const struct page *page, const struct desk_case *x, enum complaint_action action)
{
    size_t n = 0;
    for (size_t i = 0; i < x->clocks->n; i++)
        n += is_choice(page, x, &x->clocks->list[i], action);
    return n;
}

const char *desk_clock_choice_name(const struct page *page, const struct desk_case *x, int64_t clock_id)
{
    const struct clock *c = desk_clock_find(x, clock_id);
    return c ? desk_clock_name(page, x->world.book, c->rule, c->kind) : "";
}

static const char *choice_label(const struct page *page, const struct desk_case *x, const struct clock *c, enum complaint_action action)
{
    struct arena *a = page->arena;
    const char *name = desk_clock_name(page, x->world.book, c->rule, c->kind);
    if (action == ACTION_RESUME)
        return name;
    const char *due = desk_due_moment(page, c->due_us);
    if (action != ACTION_EXTEND)
        return text_f(a, page->lang, N_("%s, due %s"), name, due);
    const struct rb_extension *rung = clock_rung(x->world.book, c);
    return text_f(a, page->lang, N_("%s: from %s to %s"), name, due, desk_due_moment(page, clock_extended_due(&x->world, c, rung)));
}

/* Who decides on the next rung, below the choice. */
static void add_decider(struct page *page, struct tpl *t, const struct desk_case *x, const struct clock *c)
{
    const struct rb_extension *rung = clock_rung(x->world.book, c);
    const char *name = desk_clock_name(page, x->world.book, c->rule, c->kind), *by = desk_limit_text_words(page, rung->by);
    const char *words = *rung->approve ? text_f(page->arena, page->lang, N_("%s: %s more; decided by %s"), name, by, desk_to_words(page, x->world.book, rung->approve))
                                       : text_f(page->arena, page->lang, N_("%s: %s more; holds at once, nobody has to agree"), name, by);
    tpl_text(tpl_add(t, SEC_DECIDER), V_TEXT, words);
}

static bool may_pause_for(const struct rulebook *b, const struct desk_case *x, const char *reason)
{
    for (size_t i = 0; i < x->clocks->n; i++) {
        const struct rb_clock *rule = x->clocks->list[i].state == CLOCK_RUNNING ? rulebook_clock(b, x->clocks->list[i].rule) : NULL;
        for (unsigned k = 0; rule && k < rule->pause_count; k++) {
            if (strcmp(rule->pause[k], reason) == 0)
                return true;
        }
    }
    return false;
}

void desk_clock_choice_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum complaint_action action, const struct desk_act_typed *typed)
{
    for (size_t i = 0; i < x->clocks->n; i++) {
        const struct clock *c = &x->clocks->list[i];
        if (!is_choice(page, x, c, action))
            continue;
        struct tpl *option = tpl_add(t, SEC_CLOCK_OPTION);
        tpl_int(option, V_VALUE, c->id);
        tpl_text(option, V_LABEL, choice_label(page, x, c, action));
        tpl_show_if(option, SEC_SELECTED, typed && typed->clock_id == c->id);
        if (action == ACTION_EXTEND)
            add_decider(page, t, x, c);
    }
    if (action != ACTION_PAUSE)
        return;
    struct tpl *why = tpl_add(t, SEC_ASK_PAUSE);
    for (int i = 0; rulebook_pauses[i]; i++) {
        if (!may_pause_for(x->world.book, x, rulebook_pauses[i]))
            continue;
        struct tpl *option = tpl_add(why, SEC_PAUSE_OPTION);
        tpl_text(option, V_VALUE, rulebook_pauses[i]);
        tpl_text(option, V_LABEL, page_text(page, rulebook_pause_title(rulebook_pauses[i])));
        tpl_show_if(option, SEC_CHECKED, typed && strcmp(typed->pause, rulebook_pauses[i]) == 0);
    }
}

void desk_decision_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_act_typed *typed)
{
    const struct clock_request *r = x->mine;
    const struct clock *c = desk_clock_find(x, r->clock_id);
    tpl_int(t, V_REQUEST_ID, r->id);
    tpl_text(t, V_NAME, c ? desk_clock_name(page, x->world.book, c->rule, c->kind) : r->rule);
    tpl_text(t, V_DUE, c ? desk_due_moment(page, c->due_us) : "");
    tpl_text(t, V_NEW_DUE, desk_due_moment(page, r->due_us));
    tpl_text(t, V_WHO, r->asker);
    tpl_text(t, V_AT, format_short(page->arena, r->asked_us, page->now_us, page->site->zone));
    tpl_text(t, V_REASON, r->reason);
    tpl_optional(t, SEC_NOTICE, V_TEXT, r->notice);
    tpl_int(t, V_ID, r->clock_id);
    tpl_show_if(t, SEC_YES, typed && typed->agreed == 1);
    tpl_show_if(t, SEC_NO, typed && typed->agreed == 0);
}

static void request_state(const struct clock_request *r, const char **ret_tag, const char **ret_words)
{
    switch (r->state) {
    case CLOCK_AGREED: *ret_tag = "tag-ok", *ret_words = N_("agreed"); return;
    case CLOCK_REFUSED: *ret_tag = "tag-bad", *ret_words = N_("not agreed"); return;
    case CLOCK_LAPSED: *ret_tag = "tag-n", *ret_words = N_("lapsed"); return;
    case CLOCK_ASKED: break;
    }
    *ret_tag = "tag-w", *ret_words = N_("waits for a decision");
}

void desk_requests_fill(struct page *page, struct tpl *t, const struct desk_case *x, int64_t clock_id)
{
    struct tpl *table = NULL;
    for (size_t i = 0; i < x->n_requests; i++) {
        const struct clock_request *r = &x->requests[i];
        if (r->clock_id != clock_id)
            continue;
        const char *tag, *words;
        table = table ? table : tpl_add(t, SEC_REQUESTS);
        struct tpl *row = tpl_add(table, SEC_REQUEST);
        request_state(r, &tag, &words);
        tpl_text(row, V_AT, format_short(page->arena, r->asked_us, page->now_us, page->site->zone));
        tpl_text(row, V_WHO, r->asker);
        tpl_text(row, V_DUE, desk_due_moment(page, r->due_us));
        tpl_text(row, V_TEXT, r->reason);
        tpl_text(row, V_TAG, tag);
        tpl_text(row, V_STATE, page_text(page, words));
        if (r->decided_us)
            tpl_text(row, V_DECIDED, arena_printf(page->arena, "%s %s", format_short(page->arena, r->decided_us, page->now_us, page->site->zone), r->decider));
        tpl_optional(row, SEC_ANSWER, V_MESSAGE, r->answer);
    }
}

void desk_waiting_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct clock_request *list, size_t n)
{
    tpl_show_if(t, SEC_EMPTY, n == 0);
    struct tpl *table = n > 0 ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_REQUEST);
        tpl_text(row, V_NUMBER, list[i].number);
        tpl_text(row, V_TITLE, list[i].title);
        tpl_text(row, V_NAME, desk_clock_name(page, b, list[i].rule, list[i].kind));
        tpl_text(row, V_DUE, desk_due_moment(page, list[i].old_due_us));
        tpl_text(row, V_NEW_DUE, desk_due_moment(page, list[i].due_us));
        tpl_text(row, V_WHO, list[i].asker);
        tpl_text(row, V_AT, format_short(page->arena, list[i].asked_us, page->now_us, page->site->zone));
        tpl_text(row, V_TEXT, list[i].reason);
    }
}

/* ---- texts of the rulebook ---- */

static enum lang complainants_language(const struct desk_case *x)
{
    enum lang lang;
    return lang_from_code(x->c.language, &lang) ? lang : LANG_ZH;
}

const char *desk_text_of(const struct desk_case *x, struct rb_text text)
{
    return lang_pick(complainants_language(x), text.zh, text.en);
}

static int64_t date_of(const struct desk_case *x, int64_t clock_id)
{
    const struct clock *c = desk_clock_find(x, clock_id);
    const struct rb_extension *rung = c ? clock_rung(x->world.book, c) : NULL;
    if (rung)
        return clock_extended_due(&x->world, c, rung);
    return x->c.promised_us;
}

struct desk_template_data desk_template_case(const struct page *page, const struct desk_case *x, int64_t clock_id)
{
    const struct complaint *c = &x->c;
    enum lang lang = complainants_language(x);
    const struct utc_zone *zone = page->site->zone;
    int64_t due_us = date_of(x, clock_id);
    const char *unit = lang_pick(lang, c->unit_zh, c->unit_en), *department = lang_pick(lang, c->department_zh, c->department_en);
    return (struct desk_template_data){
        .number = c->number,
        .title = c->title,
        .unit = *department ? arena_printf(page->arena, lang == LANG_ZH ? "%s%s" : "%s, %s", unit, department) : unit,
        .due = due_us ? format_date(page->arena, lang, due_us - 1, zone) : "", /* the end of a day is still that day */
        .category = lang_pick(lang, c->category_zh, c->category_en),
        .handler = c->assignee_id ? c->assignee : page->user->name,
        .today = format_date(page->arena, lang, page->now_us, zone),
    };
}

const char *desk_notice_proposal(const struct page *page, const struct desk_case *x)
{
    int64_t clock_id = 0;
    for (size_t i = 0; i < x->clocks->n && !clock_id; i++) {
        if (is_choice(page, x, &x->clocks->list[i], ACTION_EXTEND))
            clock_id = x->clocks->list[i].id;
    }
    const struct rulebook *b = x->world.book;
    for (unsigned i = 0; i < b->templates_count; i++) {
        if (b->templates[i].inactive || strcmp(b->templates[i].use, "extension") != 0)
            continue;
        struct desk_template_data data = desk_template_case(page, x, clock_id);
        return desk_template_fill(page->arena, desk_text_of(x, b->templates[i].body), &data);
    }
    return "";
}
