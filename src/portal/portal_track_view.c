#include "portal_track_view.h"

#include <string.h>

#include "contact.h"
#include "format.h"
#include "layout.h"
#include "portal_file_view.h"
#include "portal_follow_view.h"
#include "portal_promise_view.h"
#include "portal_track.h"

const char *portal_view_place(struct page *page, const struct complaint *c)
{
    const char *unit = page_pick(page, c->place_zh, c->place_en), *department = page_pick(page, c->department_zh, c->department_en);
    return *department ? arena_printf(page->arena, page->lang == LANG_ZH ? "%s %s" : "%s, %s", unit, department) : unit;
}

static const char *day(struct page *page, int64_t at_us)
{
    return format_day(page->arena, page->lang, at_us, page->site->zone);
}

static const char *date(struct page *page, int64_t at_us)
{
    return format_date(page->arena, page->lang, at_us, page->site->zone);
}

/* What the complainant wrote may be in another language than the page. */
static void mark_language(struct page *page, struct tpl *t, enum tpl_section section, const struct complaint *c)
{
    enum lang lang;
    if (lang_from_code(c->language, &lang) && lang != page->lang)
        tpl_text(tpl_add(t, section), V_TAG, lang_tag(lang));
}

/* ---- what to do now ---- */

static const struct {
    const char *headline;
    bool has_look;
    enum tpl_section look;
} prompts[PROMPT__COUNT] = {
    [PROMPT_TO_BE_READ] = {.headline = N_("We have it. You need do nothing now.")},
    [PROMPT_WORKING] = {.headline = N_("We are looking into it. You need do nothing now.")},
    [PROMPT_AGAIN] = {.headline = N_("We look into it again. You need do nothing now.")},
    [PROMPT_REVIEW_ASKED] = {.headline = N_("You said that it is not solved"), .has_look = true, .look = SEC_WAIT},
    [PROMPT_REVIEWING] = {.headline = N_("Other people look at it again. You need do nothing now.")},
    [PROMPT_SUPPLY] = {.headline = N_("We need something from you"), .has_look = true, .look = SEC_WAIT},
    [PROMPT_ANSWERED] = {.headline = N_("You have an answer"), .has_look = true, .look = SEC_DONE_LOOK},
    [PROMPT_WITHDRAWING] = {.headline = N_("You asked to withdraw the complaint"), .has_look = true, .look = SEC_WAIT},
    [PROMPT_RATE] = {.headline = N_("It is closed. How did we do?"), .has_look = true, .look = SEC_DONE_LOOK},
    [PROMPT_RATED] = {.headline = N_("It is closed. Thank you for your rating."), .has_look = true, .look = SEC_DONE_LOOK},
    [PROMPT_REJECTED] = {.headline = N_("We cannot take it on as a complaint"), .has_look = true, .look = SEC_WAIT},
    [PROMPT_MERGED] = {.headline = N_("It goes on together with your earlier complaint"), .has_look = true, .look = SEC_WAIT},
    [PROMPT_WITHDRAWN] = {.headline = N_("You withdrew the complaint"), .has_look = true, .look = SEC_DONE_LOOK},
};

/* Who has it, and by when the answer is promised; no date while the time stands still or where none is promised. */
static const char *answer_words(struct page *page, const struct portal_case *kase, bool working)
{
    struct arena *a = page->arena;
    const char *place = portal_view_place(page, &kase->c);
    const struct clock *answer = portal_promise_answer(kase->clocks->list, kase->clocks->n);
    enum portal_promise promise = answer ? portal_promise_of(answer, page->now_us) : PROMISE_OVER;
    if (kase->c.review && promise != PROMISE_RUNNING && promise != PROMISE_LATE)
        return text_f(a, page->lang, N_("%s looks at it again. Nobody who handled it before takes part."), place);
    if (promise != PROMISE_RUNNING && promise != PROMISE_LATE)
        return working ? text_f(a, page->lang, N_("%s is working on it."), place) : text_f(a, page->lang, N_("%s will read it."), place);
    const char *due = portal_promise_day(page, answer->due_us);
    if (kase->c.review)
        return text_f(a, page->lang, N_("%s looks at it again and will answer you by %s. Nobody who handled it before takes part."), place, due);
    return working ? text_f(a, page->lang, N_("%s is working on it and will answer you by %s."), place, due)
                   : text_f(a, page->lang, N_("%s will read it and answer you by %s."), place, due);
}

static const char *explanation(struct page *page, const struct portal_case *kase, enum portal_prompt prompt)
{
    const struct complaint *c = &kase->c;
    const char *place = portal_view_place(page, c);
    switch (prompt) {
    case PROMPT_TO_BE_READ:
    case PROMPT_WORKING:
    case PROMPT_AGAIN:
    case PROMPT_REVIEWING:
        return answer_words(page, kase, prompt != PROMPT_TO_BE_READ);
    case PROMPT_REVIEW_ASKED:
        return page_text(page, N_("People who did not handle it decide whether it is looked at again, and tell you here. If you have something to add, write it below."));
    case PROMPT_SUPPLY:
        if (c->asked_until_us && page->now_us >= c->asked_until_us)
            return text_f(page->arena, page->lang, N_("The time to send it ended on %s, and we go on without it. You can still send it: we take it into account."), day(page, c->asked_until_us));
        return c->asked_until_us ? text_f(page->arena, page->lang, N_("%s asks you for material by %s. Until it comes the time for our answer stands still."), place, day(page, c->asked_until_us))
                                 : text_f(page->arena, page->lang, N_("%s asks you for material."), place);
    case PROMPT_ANSWERED:
        return page_text(page, N_("Please read it. If something is missing, write back. If it does not solve the matter, say so below: then other people look at it."));
    case PROMPT_WITHDRAWING:
        return page_text(page, N_("We will make sure with you that it is your own wish. Until then the complaint goes on."));
    case PROMPT_RATE:
        return page_text(page, N_("It takes one minute and helps us to do better. You can also say that it is not solved."));
    case PROMPT_MERGED:
        return text_f(page->arena, page->lang, N_("We handle it under the number %s. Please track that one with its own passcode. What you write here reaches us there too."), c->merged_into);
    case PROMPT_REJECTED:
        return page_text(page, N_("The reason is given here, and where you can turn."));
    case PROMPT_RATED:
    case PROMPT_WITHDRAWN:
    case PROMPT__COUNT:
        break;
    }
    return c->closed_us ? text_f(page->arena, page->lang, N_("Closed on %s."), date(page, c->closed_us)) : "";
}

/* After the time for rating there is nothing left to do. */
static enum portal_prompt prompt_of(const struct page *page, const struct portal_case *kase)
{
    enum portal_prompt prompt = portal_track_prompt(&kase->c, kase->rated);
    return prompt == PROMPT_RATE && !portal_follow_rates(page, kase) ? PROMPT_RATED : prompt;
}

static void add_button(struct page *page, struct tpl *t, const char *url, const char *label)
{
    struct tpl *button = tpl_add(t, SEC_DO);
    tpl_text(button, V_URL, url);
    tpl_text(button, V_LABEL, page_text(page, label));
}

/* The text, or when and how it was given where it is not shown here (requirements B6): the database does not give it then. So with an answer about a matter that was split off, which is a message here. */
static const char *message_words(const struct page *page, const struct message *m)
{
    struct arena *a = page->arena;
    if (m->kind == MESSAGE_FROM || *m->body)
        return m->body;
    const char *day = format_date(a, page->lang, m->at_us, page->site->zone);
    switch (contact_way_from_word(m->given)) {
    case CONTACT_TELEPHONE: return text_f(a, page->lang, N_("We gave you the answer by telephone on %s."), day);
    case CONTACT_VISIT: return text_f(a, page->lang, N_("We gave you the answer in person on %s."), day);
    case CONTACT_LETTER: return text_f(a, page->lang, N_("We sent you the answer by letter on %s."), day);
    case CONTACT_EMAIL: return text_f(a, page->lang, N_("We sent you the answer by e-mail on %s."), day);
    case CONTACT_SMS: return text_f(a, page->lang, N_("We sent you the answer by text message on %s."), day);
    case CONTACT_CHAT: return text_f(a, page->lang, N_("We gave you the answer in a chat on %s."), day);
    case CONTACT_WAY__END: break;
    }
    return text_f(a, page->lang, N_("We answered on %s. The text is shown here once it may be."), day);
}

/* The newest answer, and the finding once it is closed. */
static void show_result(struct page *page, struct tpl *t, const struct portal_case *kase, enum portal_prompt prompt)
{
    const char *answer = "";
    for (size_t i = 0; i < kase->n_messages && !*answer; i++)
        if (kase->messages[i].kind == MESSAGE_REPLY)
            answer = message_words(page, &kase->messages[i]);
    const char *finding = prompt == PROMPT_ANSWERED || (prompt == PROMPT_REVIEW_ASKED && kase->c.is_open) ? "" : page_text(page, portal_track_finding(kase->c.finding));
    if (!*answer && !*finding)
        return;
    struct tpl *result = tpl_add(t, SEC_RESULT);
    tpl_text(result, V_LABEL, page_text(page, N_("Our answer")));
    tpl_optional(result, SEC_ANSWER, V_TEXT, answer);
    tpl_optional(result, SEC_FINDING, V_TEXT, finding);
}

static void show_now(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    const struct complaint *c = &kase->c;
    enum portal_prompt prompt = prompt_of(page, kase);
    tpl_text(t, V_STATE, page_text(page, complaint_state_public(c->state)));
    tpl_text(t, V_HEADLINE, page_text(page, prompt == PROMPT_RATED && !kase->rated ? N_("It is closed.") : prompts[prompt].headline));
    tpl_text(t, V_EXPLANATION, explanation(page, kase, prompt));
    if (prompts[prompt].has_look)
        tpl_show(t, prompts[prompt].look);
    if (prompt == PROMPT_SUPPLY)
        portal_follow_asked(t, kase);
    if (prompt == PROMPT_SUPPLY)
        add_button(page, t, "#reply", N_("Supply material"));
    if (prompt == PROMPT_RATE)
        add_button(page, t, "/track/rate", N_("Rate how it was handled"));
    if (prompt == PROMPT_ANSWERED || prompt == PROMPT_RATE || prompt == PROMPT_RATED || prompt == PROMPT_REVIEW_ASKED)
        show_result(page, t, kase, prompt);
    if (prompt == PROMPT_REJECTED && *c->outcome) {
        struct tpl *outcome = tpl_add(t, SEC_OUTCOME);
        tpl_text(outcome, V_LABEL, page_text(page, N_("Reason")));
        tpl_text(outcome, V_TEXT, c->outcome);
    }
    if (portal_promise_broken(kase->clocks->list, kase->clocks->n, page->now_us))
        tpl_text(tpl_add(t, SEC_BROKEN), V_MESSAGE, page_text(page, N_("The promised date has passed. We are sorry. Please write to us below, or call us.")));
}

static void show_steps(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    static const char *const names[] = {N_("Complaint sent"), N_("Taken on"), N_("Looked into"), N_("Answered"), N_("Closed and rated")};
    if (kase->c.state == COMPLAINT_REJECTED || kase->c.state == COMPLAINT_WITHDRAWN || kase->c.merged_into_id)
        return;
    struct tpl *steps = tpl_add(t, SEC_STEPS);
    int reached = complaint_public_step(kase->c.state, kase->rated);
    bool over = kase->rated && kase->c.state == COMPLAINT_CLOSED;
    int current = over ? 6 : kase->c.state == COMPLAINT_CLOSED ? 5 : reached;
    for (int i = 1; i <= (int)COUNT_OF(names); i++) {
        struct tpl *step = tpl_add(tpl_add(steps, SEC_STEP), i < current ? SEC_DONE : i == current ? SEC_CUR : SEC_AHEAD);
        tpl_text(step, V_LABEL, page_text(page, names[i - 1]));
    }
}

/* ---- promise ---- */

static void show_promise(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    const struct complaint *c = &kase->c;
    tpl_text(t, V_RECEIVED, format_moment(page->arena, page->lang, c->received_us, page->site->zone));
    tpl_text(t, V_RECEIVED_ISO, utc_iso(page->arena, c->received_us));
    portal_promises_fill(page, t, kase->clocks);
    tpl_optional(t, SEC_HANDLED_BY, V_PLACE, portal_view_place(page, c));
}

/* Where each matter that was split off stands; what was written about it stands with the messages. */
static void show_split(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    struct tpl *list = kase->n_split ? tpl_add(t, SEC_SPLIT) : NULL;
    for (size_t i = 0; i < kase->n_split; i++) {
        const struct complaint_split *p = &kase->split[i];
        struct tpl *row = tpl_add(list, SEC_MATTER);
        tpl_text(row, V_NUMBER, p->number);
        tpl_text(row, V_TITLE, p->title);
        mark_language(page, row, SEC_TEXT_LANG, &kase->c);
        tpl_text(row, V_STATE, page_text(page, complaint_state_public(p->state)));
        tpl_optional(row, SEC_BY, V_WHEN,
                     p->closed_us      ? text_f(page->arena, page->lang, N_("Closed on %s."), date(page, p->closed_us))
                     : p->promised_us  ? text_f(page->arena, page->lang, N_("The answer is promised by %s."), portal_promise_day(page, p->promised_us))
                                       : "");
    }
}

/* ---- messages, history, what was sent ---- */

static void add_message(struct page *page, struct tpl *t, const struct portal_case *kase, const struct message *m)
{
    struct tpl *row = tpl_add(t, SEC_MSG);
    bool mine = m->kind == MESSAGE_FROM;
    tpl_show_if(row, SEC_ME, mine);
    tpl_text(row, V_WHO, mine ? page_text(page, N_("You")) : page_pick(page, m->unit_zh, m->unit_en));
    tpl_show_if(row, SEC_KIND_ASK, m->kind == MESSAGE_ASK);
    tpl_show_if(row, SEC_KIND_REPLY, m->kind == MESSAGE_REPLY);
    tpl_text(row, V_ISO, utc_iso(page->arena, m->at_us));
    tpl_text(row, V_WHEN, format_moment(page->arena, page->lang, m->at_us, page->site->zone));
    tpl_text(row, V_BODY, message_words(page, m));
    if (mine)
        mark_language(page, row, SEC_TEXT_LANG, &kase->c);
    for (size_t i = 0; i < kase->n_files; i++)
        if (kase->files[i].message_id == m->id)
            portal_view_file(page, row, SEC_FILE, &kase->files[i]);
}

static void show_messages(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    if (kase->n_messages == 0) {
        tpl_show(t, SEC_NO_MESSAGES);
        return;
    }
    struct tpl *list = tpl_add(t, SEC_MESSAGES);
    for (size_t i = 0; i < kase->n_messages; i++)
        add_message(page, list, kase, &kase->messages[i]);
}

/* Whether the line before, in time, says the same: that several departments look into it is one step to the complainant. */
static bool told_before(const struct portal_case *kase, size_t i, const struct timeline_kind *kind)
{
    for (size_t j = i + 1; kind->class == EVENT_CLASS_MOVE && j < kase->n_events; j++) {
        const struct timeline_kind *before = timeline_kind(kase->events[j].kind);
        if (before && before->public_line)
            return strcmp(before->public_line, kind->public_line) == 0;
    }
    return false;
}

static const char *look_words(struct page *page, const struct portal_case *kase, int seq)
{
    struct arena *a = page->arena;
    for (size_t i = 0; i < kase->n_looks; i++) {
        const struct portal_look *look = &kase->looks[i];
        if (look->seq != seq)
            continue;
        const char *as = *look->role ? text_f(a, page->lang, N_("Who looked: %s."), look->role) : "";
        const char *what = *look->purpose ? text_f(a, page->lang, N_("What for: %s."), look->purpose) : "";
        return arena_printf(a, "%s%s%s", as, *as && *what && page->lang != LANG_ZH ? " " : "", what);
    }
    return "";
}

static void show_history(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    bool first = kase->c.is_open;
    for (size_t i = 0; i < kase->n_events; i++) {
        const struct timeline_kind *kind = timeline_kind(kase->events[i].kind);
        if (!kind || !kind->public_line || told_before(kase, i, kind))
            continue;
        struct tpl *row = tpl_add(t, SEC_EVENT);
        tpl_text(row, V_LOOK, first ? "cur" : "done");
        tpl_show(row, first ? SEC_CUR : SEC_DONE);
        tpl_text(row, V_TEXT, page_text(page, kind->public_line));
        tpl_optional(row, SEC_DETAIL, V_EXPLANATION, look_words(page, kase, kase->events[i].seq));
        tpl_text(row, V_ISO, utc_iso(page->arena, kase->events[i].at_us));
        tpl_text(row, V_WHEN, format_moment(page->arena, page->lang, kase->events[i].at_us, page->site->zone));
        first = false;
    }
}

static void add_sent(struct page *page, struct tpl *t, const struct complaint *c, const char *label, const char *value, bool typed)
{
    if (!*value)
        return;
    struct tpl *row = tpl_add(t, SEC_SENT);
    tpl_text(row, V_LABEL, label);
    tpl_text(row, V_VALUE, value);
    if (typed)
        mark_language(page, row, SEC_TEXT_LANG, c);
}

static const char *demand_text(struct page *page, const struct complaint_demand *demand)
{
    struct buf text = {.arena = page->arena};
    buf_adds(&text, page_text(page, complaint_demand_title(demand->kind)));
    if (*demand->amount)
        buf_printf(&text, "\n%s", text_f(page->arena, page->lang, N_("Amount: %s yuan"), demand->amount));
    if (*demand->note)
        buf_printf(&text, "\n%s", demand->note);
    return text.p;
}

static void show_sent(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    const struct complaint *c = &kase->c;
    add_sent(page, t, c, page_text(page, N_("Kind of complaint")), page_pick(page, c->category_zh, c->category_en), false);
    for (size_t i = 0; i < kase->parts.n_allegations; i++)
        add_sent(page, t, c, page_text(page, N_("What happened")), kase->parts.allegations[i].body, true);
    add_sent(page, t, c, page_text(page, N_("When it happened")), c->occurred, true);
    add_sent(page, t, c, page_text(page, N_("Where it happened")), c->place, true);
    add_sent(page, t, c, page_text(page, N_("Who was involved")), c->persons, true);
    add_sent(page, t, c, page_text(page, N_("Policy, order or account number")), c->reference, false);
    for (size_t i = 0; i < kase->parts.n_answers; i++)
        add_sent(page, t, c, page_pick(page, kase->parts.answers[i].label_zh, kase->parts.answers[i].label_en), kase->parts.answers[i].value, true);
    for (size_t i = 0; i < kase->parts.n_demands; i++)
        add_sent(page, t, c, page_text(page, N_("What you want")), demand_text(page, &kase->parts.demands[i]), false);
    add_sent(page, t, c, page_text(page, N_("Who you are")), page_text(page, complaint_mode_title(c->mode)), false);
    struct tpl *files = NULL;
    for (size_t i = 0; i < kase->n_files; i++)
        if (kase->files[i].message_id == 0) {
            if (!files)
                files = tpl_add(t, SEC_SENT_FILES);
            portal_view_file(page, files, SEC_FILE, &kase->files[i]);
        }
}

/* ---- what the complainant can do ---- */

static void show_actions(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors)
{
    const struct config *config = page->site->config;
    struct tpl *refused = NULL;
    uint64_t allowed = flow_allowed(&kase->c, FLOW_COMPLAINANT, 0);
    tpl_show_if(t, SEC_CAN_WRITE, kase->c.merged_into_id || (allowed & FLOW_BIT(ACTION_SUPPLY)));
    tpl_show_if(t, SEC_CAN_WITHDRAW, allowed & FLOW_BIT(ACTION_WITHDRAW));
    tpl_show_if(t, SEC_CAN_RATE, portal_follow_rates(page, kase) && !kase->rated);
    tpl_show_if(t, SEC_CAN_CHANGE, portal_follow_rates(page, kase) && kase->rated);
    if (kase->c.state == COMPLAINT_WAITING)
        tpl_show_if(tpl_add(t, SEC_CAN_CANNOT), SEC_CHECKED, kase->cannot);
    for (size_t i = 0; i < kase->n_refused; i++) {
        struct tpl *row = i == 0 ? tpl_add(t, SEC_REFUSED) : NULL;
        refused = row ? row : refused;
        struct tpl *one = tpl_add(refused, SEC_REFUSED_FILE);
        tpl_text(one, V_NAME, kase->refused[i].name);
        tpl_text(one, V_MESSAGE, layout_number_text(page, kase->refused[i].message, kase->refused[i].number));
    }
    tpl_int(t, V_TEXT_MAX, config->limits.message_chars);
    tpl_int(t, V_MIB, (long long)config->limits.upload_mib);
    tpl_int(t, V_FILES, config->limits.files_per_message);
    tpl_text(t, V_ACCEPT, attachment_accept);
    tpl_text(t, V_TYPED_TEXT, kase->typed);
    tpl_show_if(t, SEC_HAS_FILES, kase->n_staged > 0);
    for (size_t i = 0; i < kase->n_staged; i++)
        portal_view_file(page, t, SEC_STAGED, &kase->staged[i]);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_TEXT_ERR, errors, "text");
    page_field_error(page, t, SEC_FILE_ERR, errors, "file");
}

void portal_view_case(struct page *page, struct tpl *t, const struct portal_case *kase, const struct http_form_errors *errors)
{
    tpl_text(t, V_TITLE, kase->c.title);
    tpl_text(t, V_NUMBER, kase->c.number);
    mark_language(page, t, SEC_TITLE_LANG, &kase->c);
    show_now(page, t, kase);
    show_steps(page, t, kase);
    show_promise(page, t, kase);
    show_split(page, t, kase);
    show_messages(page, t, kase);
    show_actions(page, t, kase, errors);
    portal_follow_fill(page, t, kase, errors);
    show_history(page, t, kase);
    show_sent(page, t, kase);
    portal_view_hours(page, t);
}

void portal_view_print(struct page *page, struct tpl *t, const struct portal_case *kase)
{
    const struct complaint *c = &kase->c;
    tpl_text(t, V_BACK, "/track/case");
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
    tpl_text(t, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
    mark_language(page, t, SEC_TITLE_LANG, c);
    show_now(page, t, kase);
    show_promise(page, t, kase);
    show_split(page, t, kase);
    show_messages(page, t, kase);
    show_history(page, t, kase);
    show_sent(page, t, kase);
}

struct portal_receipt_sheet portal_view_case_sheet(struct page *page, const struct portal_case *kase)
{
    const struct complaint *c = &kase->c;
    struct attachment *files = ARENA_ARRAY(page->arena, kase->n_files + 1, struct attachment);
    size_t n = 0;
    for (size_t i = 0; i < kase->n_files; i++)
        if (kase->files[i].message_id == 0)
            files[n++] = kase->files[i];
    return (struct portal_receipt_sheet){
        .number = c->number, .passcode = "", .category = page_pick(page, c->category_zh, c->category_en), .place = portal_view_place(page, c),
        .title = c->title, .body = kase->parts.n_allegations ? kase->parts.allegations[0].body : "",
        .who = page_text(page, complaint_mode_title(c->mode)), .phone = "", .received_us = c->received_us, .due_us = c->promised_us,
        .clocks = kase->clocks,
        .anonymous = c->mode == COMPLAINT_ANONYMOUS, .files = files, .n_files = n, .back = "/track/case",
    };
}
