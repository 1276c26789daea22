#include "approval_view.h"

#include <string.h>

#include "compensation.h"
#include "format.h"
#include "hiding.h"
#include "moment.h"
#include "written.h"

/* ---- words ---- */

static const char *joined(const struct page *page, const char *a, const char *b)
{
    return *a && *b ? arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", a, b) : *a ? a : b;
}

static const char *sum_of(const struct page *page, int64_t cents)
{
    return cents ? compensation_amount(page->arena, cents) : "";
}

const char *approval_heading(const struct page *page, const struct approval *a)
{
    const char *words = joined(page, page_text(page, rulebook_subject_title(a->about)), a->title);
    return a->cents ? arena_printf(page->arena, "%s %s", words, sum_of(page, a->cents)) : words;
}

static const char *role_name(const struct page *page, const struct approval_step *s)
{
    const char *name = page_pick(page, s->role_zh ? s->role_zh : "", s->role_en ? s->role_en : "");
    return *name ? name : s->role;
}

static const char *moment(const struct page *page, int64_t at_us)
{
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "";
}

/* ---- lists ---- */

static void fill_row(struct page *page, struct tpl *t, const struct approval *a, const struct approval_rows *rows)
{
    const struct approval_step *s = a->n_steps ? &a->steps[0] : NULL;
    struct tpl *row = tpl_add(t, SEC_APPROVAL);
    bool decided = rows->decided && s; /* his step waits no more, whatever becomes of the others */
    int64_t due_us = s && !decided ? s->due_us : 0;
    tpl_text(row, V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)a->id));
    tpl_text(row, V_NAME, approval_heading(page, a));
    tpl_text(row, V_TITLE, a->complaint_title);
    tpl_text(row, V_NUMBER, a->number);
    tpl_text(row, V_WHO, a->asker);
    tpl_text(row, V_AT, format_short(page->arena, a->asked_us, page->now_us, page->site->zone));
    tpl_text(row, V_DUE, a->state == APPROVAL_OPEN && due_us ? format_short(page->arena, due_us, page->now_us, page->site->zone) : "—");
    tpl_show_if(row, SEC_LATE, a->state == APPROVAL_OPEN && due_us && due_us < page->now_us);
    if (!rows->waiting) {
        tpl_text(row, V_STATE, page_text(page, approval_state_title(a->state)));
        tpl_text(row, V_TAG, a->state == APPROVAL_GIVEN ? "tag-ok" : a->state == APPROVAL_OPEN ? "tag-b" : a->state == APPROVAL_SENT_BACK ? "tag-w" : "");
    } else {
        tpl_text(row, V_STATE, page_text(page, N_("To be decided")));
        tpl_text(row, V_TAG, "tag-b");
    }
    if (decided)
        tpl_text(tpl_add(row, SEC_WAITS_WITH), V_TEXT, text_f(page->arena, page->lang, N_("you: %s"), page_text(page, approval_decision_title(s->decision))));
    else if (s && a->state == APPROVAL_OPEN)
        tpl_text(tpl_add(row, SEC_WAITS_WITH), V_TEXT, s->to_id ? s->to : role_name(page, s));
    if (s && s->for_name && *s->for_name)
        tpl_text(tpl_add(row, SEC_FOR), V_TEXT, text_f(page->arena, page->lang, N_("For %s, who is away"), s->for_name));
}

static void fill_request(struct page *page, struct tpl *t, const struct clock_request *r)
{
    struct tpl *row = tpl_add(t, SEC_APPROVAL);
    tpl_text(row, V_URL, arena_printf(page->arena, "/staff/complaints/%s?act=decide-extension#act-decide-extension", r->number));
    tpl_text(row, V_NAME, joined(page, page_text(page, N_("More time")), page_text(page, rulebook_clock_title(r->kind))));
    tpl_text(row, V_TITLE, r->title);
    tpl_text(row, V_NUMBER, r->number);
    tpl_text(row, V_WHO, r->asker);
    tpl_text(row, V_AT, format_short(page->arena, r->asked_us, page->now_us, page->site->zone));
    tpl_text(row, V_DUE, format_short(page->arena, r->old_due_us, page->now_us, page->site->zone));
    tpl_text(row, V_STATE, page_text(page, N_("To be decided")));
    tpl_text(row, V_TAG, "tag-b");
}

static int64_t due_of(const struct approval *a)
{
    return a->n_steps && a->steps[0].due_us ? a->steps[0].due_us : CLOCK_NEVER;
}

void approval_rows_fill(struct page *page, struct tpl *t, const struct approval_rows *rows)
{
    size_t i = 0, k = 0;
    if (rows->n + rows->n_requests == 0) {
        tpl_show(t, SEC_EMPTY);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    while (i < rows->n || k < rows->n_requests) {
        if (k == rows->n_requests || (i < rows->n && due_of(&rows->list[i]) <= rows->requests[k].old_due_us))
            fill_row(page, table, &rows->list[i++], rows);
        else
            fill_request(page, table, &rows->requests[k++]);
    }
}

/* ---- one ---- */

static const char *said_by(const struct page *page, const struct message *m)
{
    return m->alias && *m->alias ? text_f(page->arena, page->lang, N_("Complainant %s"), m->alias) : "";
}

static void fill_fact(struct tpl *t, const char *label, const char *value)
{
    if (!*value)
        return;
    struct tpl *fact = tpl_add(t, SEC_FACT);
    tpl_text(fact, V_LABEL, label);
    tpl_text(fact, V_VALUE, value);
}

static void fill_step(struct page *page, struct tpl *t, const struct approval *a, const struct approval_step *s)
{
    struct tpl *step = tpl_add(t, SEC_STEP);
    bool now = a->state == APPROVAL_OPEN && a->step == s->n;
    tpl_text(step, V_CLASS, s->decision == APPROVAL_AGREE ? "done" : now ? "cur" : s->decision ? "done" : "todo");
    tpl_text(step, V_ICON, s->decision == APPROVAL_AGREE ? "circle-check" : s->decision == APPROVAL_SEND_BACK ? "arrow-back-up" : now ? "clock" : "circle");
    tpl_text(step, V_NAME, role_name(page, s));
    if (s->decision) {
        struct tpl *done = tpl_add(step, SEC_DONE);
        tpl_text(done, V_WHO, s->by);
        tpl_text(done, V_SENTENCE, page_text(page, approval_decision_title(s->decision)));
        tpl_text(done, V_AT, moment(page, s->at_us));
        if (*s->for_name)
            tpl_text(tpl_add(done, SEC_FOR), V_TEXT, text_f(page->arena, page->lang, N_("For %s, who is away"), s->for_name));
    }
    if (s->to_id && !s->decision)
        tpl_text(tpl_add(step, SEC_HANDED), V_TEXT, text_f(page->arena, page->lang, N_("handed to %s"), s->to));
    tpl_optional(step, SEC_OPINION, V_TEXT, s->text);
    if (now && s->due_us) {
        struct tpl *due = tpl_add(step, SEC_DUE_BY);
        tpl_text(due, V_DUE, moment(page, s->due_us));
        tpl_show_if(due, SEC_LATE, s->due_us < page->now_us);
    }
}

static void fill_matters(struct page *page, struct tpl *t, const struct approval_shown *x)
{
    for (size_t i = 0; i < x->n_allegations; i++) {
        const struct complaint_allegation *one = &x->allegations[i];
        struct tpl *matter = tpl_add(t, SEC_ALLEGATION);
        tpl_text(matter, V_BODY, one->body);
        if (x->n_allegations > 1)
            tpl_text(tpl_add(matter, SEC_HEADING), V_LABEL, text_f(page->arena, page->lang, N_("Matter %d"), (int)i + 1));
        if (one->finding)
            tpl_text(tpl_add(matter, SEC_DECIDED), V_FINDING, joined(page, page_text(page, complaint_finding_title(one->finding)), one->reason));
        tpl_optional(matter, SEC_CONCLUSION, V_TEXT, x->conclusions[i]);
        tpl_optional(matter, SEC_REMEDY, V_TEXT, x->remedies[i]);
    }
}

void approval_case_fill(struct page *page, struct tpl *t, const struct approval_shown *x)
{
    const struct complaint *c = x->c;
    const struct rb_grade *grade = rulebook_grade(x->book, c->grade);
    const char *unit = page_pick(page, c->unit_zh, c->unit_en), *department = page_pick(page, c->department_zh, c->department_en);
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TEXT_LANG, strcmp(c->language, "en") == 0 ? "en" : "zh-CN");
    fill_fact(t, page_text(page, N_("State")), page_text(page, complaint_state_title(c->state)));
    fill_fact(t, page_text(page, N_("Category")), page_pick(page, c->category_zh ? c->category_zh : "", c->category_en ? c->category_en : ""));
    fill_fact(t, page_text(page, N_("Grade")), grade ? page_pick(page, grade->name.zh, grade->name.en) : "");
    fill_fact(t, page_text(page, N_("Validity")), *c->validity ? page_text(page, rulebook_validity_title(c->validity)) : "");
    fill_fact(t, page_text(page, N_("Direct loss")), c->loss);
    fill_fact(t, page_text(page, N_("Handled by")), arena_printf(page->arena, "%s %s%s%s", unit, department, *c->assignee ? " · " : "", c->assignee));
    fill_fact(t, page_text(page, N_("Received")), moment_long(page, c->received_us, hiding_times(x->book, c->mode)));
    fill_fact(t, page_text(page, N_("The complainant")), page_text(page, complaint_outcome_title(c->outcome_said)));
    fill_matters(page, t, x);
    struct tpl *files = x->n_files ? tpl_add(t, SEC_OWN_FILES) : NULL;
    for (size_t i = 0; i < x->n_files; i++)
        written_file(page, files, x->files[i].code, x->files[i].name, x->files[i].bytes);
    struct tpl *written = x->n_messages ? tpl_add(t, SEC_WRITTEN) : NULL;
    for (size_t i = 0; i < x->n_messages; i++) {
        const struct message *m = &x->messages[i];
        written_said(page, written, message_kind_title(m->kind), m->author_id ? m->author : said_by(page, m), m->at_us, m->coarse, m->body);
    }
}

static void fill_others(struct page *page, struct tpl *t, const struct approval_shown *x)
{
    struct tpl *section = NULL;
    for (size_t i = 0; i < x->n_others; i++) {
        const struct approval *one = &x->others[i];
        if (one->id == x->approval.id)
            continue;
        section = section ? section : tpl_add(t, SEC_EARLIER);
        struct tpl *row = tpl_add(section, SEC_ROW);
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)one->id));
        tpl_text(row, V_NAME, approval_heading(page, one));
        tpl_text(row, V_STATE, page_text(page, approval_state_title(one->state)));
        tpl_text(row, V_WHO, one->asker);
        tpl_text(row, V_AT, format_short(page->arena, one->asked_us, page->now_us, page->site->zone));
    }
}

static void fill_decision(struct page *page, struct tpl *t, const struct approval_shown *x)
{
    const struct approval_typed *typed = x->typed;
    struct tpl *decide = tpl_add(t, SEC_DECIDE);
    tpl_int(decide, V_VERSION, x->approval.version);
    tpl_text(decide, V_TYPED, typed ? typed->text : "");
    if (*x->for_name)
        tpl_text(tpl_add(decide, SEC_FOR), V_TEXT, text_f(page->arena, page->lang, N_("You decide for %s, who is away."), x->for_name));
    struct tpl *hand = x->n_people ? tpl_add(decide, SEC_HAND_ON) : NULL;
    for (size_t i = 0; i < x->n_people; i++) {
        struct tpl *option = tpl_add(hand, SEC_PERSON_OPTION);
        tpl_int(option, V_VALUE, x->people_ids[i]);
        tpl_text(option, V_LABEL, x->people[i]);
        tpl_show_if(option, SEC_SELECTED, typed && typed->to_id == x->people_ids[i]);
    }
    if (hand) {
        tpl_text(hand, V_TYPED, typed ? typed->note : "");
        tpl_show_if(hand, SEC_OPEN, typed && typed->decision == APPROVAL_DELEGATE);
    }
    if (!x->errors)
        return;
    page_field_error(page, decide, SEC_TEXT_ERR, x->errors, "text");
    if (hand)
        page_field_error(page, hand, SEC_TO_ERR, x->errors, "to");
}

void approval_fill(struct page *page, struct tpl *t, const struct approval_shown *x)
{
    const struct approval *a = &x->approval;
    tpl_int(t, V_ID, a->id);
    tpl_text(t, V_HEADING, approval_heading(page, a));
    tpl_text(t, V_TITLE, a->complaint_title);
    tpl_text(t, V_STATE, page_text(page, approval_state_title(a->state)));
    tpl_text(t, V_TAG, a->state == APPROVAL_GIVEN ? "tag-ok" : a->state == APPROVAL_OPEN ? "tag-b" : a->state == APPROVAL_SENT_BACK ? "tag-w" : "");
    tpl_text(t, V_WHO, a->asker);
    tpl_text(t, V_AT, moment(page, a->asked_us));
    tpl_optional(t, SEC_SUM, V_AMOUNT, sum_of(page, a->cents));
    tpl_optional(t, SEC_BODY_TEXT, V_BODY, a->body);
    if (strcmp(a->about, RB_UNSEALING) == 0 && (x->mine || x->asked))
        tpl_text(tpl_add(t, SEC_SEALED_REASON), V_URL, arena_printf(page->arena, "/staff/complaints/%s/reveal", a->number));
    for (size_t i = 0; i < a->n_steps; i++)
        fill_step(page, t, a, &a->steps[i]);
    approval_case_fill(page, t, x);
    fill_others(page, t, x);
    if (x->mine)
        fill_decision(page, t, x);
    else if (x->asked && a->state == APPROVAL_OPEN)
        tpl_int(tpl_add(t, SEC_TAKE_BACK), V_VERSION, a->version);
    else if (a->state == APPROVAL_OPEN)
        tpl_show(t, SEC_OTHERS_DECIDE);
    else
        tpl_show(t, SEC_OVER);
    tpl_show_if(t, SEC_JUMP, x->mine);
    if (x->errors)
        page_errors(page, t, x->errors);
}
