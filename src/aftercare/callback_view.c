#include "callback_view.h"

#include <string.h>

#include "aftercare_tabs_view.h"
#include "format.h"
#include "msgid.h"
#include "timeline.h"

static const char *moment(const struct page *page, int64_t at_us)
{
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "";
}

static const char *state_tag(const struct callback *k)
{
    return k->state == CALLBACK_DONE ? (k->said == CALLBACK_DISSATISFIED ? "tag-bad" : "tag-ok") : k->state == CALLBACK_WAITING ? "tag-b" : "";
}

static const char *said_words(int said)
{
    return said == CALLBACK_SATISFIED ? N_("Satisfied") : said == CALLBACK_DISSATISFIED ? N_("Dissatisfied") : "";
}

/* ---- list ---- */

static void fill_row(struct page *page, struct tpl *t, const struct callback *k)
{
    struct tpl *row = tpl_add(t, SEC_CALLBACK);
    bool waits = k->state == CALLBACK_WAITING;
    tpl_int(row, V_ID, k->id);
    tpl_text(row, V_TITLE, k->title);
    tpl_text(row, V_NUMBER, k->number);
    tpl_text(row, V_DUE, format_short(page->arena, waits ? k->due_us : k->done_us, page->now_us, page->site->zone));
    tpl_show_if(row, SEC_LATE, waits && k->due_us < page->now_us);
    tpl_show_if(row, SEC_MAJOR, k->major);
    tpl_show_if(row, SEC_WISHED, k->wished);
    tpl_show_if(row, SEC_SAMPLED, k->sample_id != 0);
    tpl_text(row, V_WHO, k->user);
    tpl_show_if(row, SEC_MINE, waits && k->user_id == page->user->id);
    if (waits && k->attempts)
        tpl_text(tpl_add(row, SEC_TRIED), V_TEXT, text_count(page->arena, page->lang, "tried on %lld day", "tried on %lld days", k->attempts));
    if (waits && k->next_us > page->now_us)
        tpl_text(tpl_add(row, SEC_AGAIN), V_TEXT, text_f(page->arena, page->lang, N_("again from %s"), format_day(page->arena, page->lang, k->next_us, page->site->zone)));
    if (!waits) {
        tpl_text(row, V_STATE, page_text(page, k->state == CALLBACK_DONE && *said_words(k->said) ? said_words(k->said) : callback_state_title(k->state)));
        tpl_text(row, V_TAG, state_tag(k));
    }
}

void callback_rows_fill(struct page *page, struct tpl *t, const struct callback_rows *waiting, const struct callback_rows *made)
{
    aftercare_tabs_fill(page, t);
    struct tpl *table = waiting->n ? tpl_add(t, SEC_WAITING_LIST) : NULL;
    for (size_t i = 0; i < waiting->n; i++)
        fill_row(page, table, &waiting->list[i]);
    tpl_show_if(t, SEC_EMPTY, waiting->n == 0);
    tpl_show_if(t, SEC_MORE, waiting->more);
    struct tpl *done = made->n ? tpl_add(t, SEC_MADE_LIST) : NULL;
    for (size_t i = 0; i < made->n; i++)
        fill_row(page, done, &made->list[i]);
}

/* ---- one ---- */

static void fill_fact(struct tpl *t, const char *label, const char *value)
{
    if (!*value)
        return;
    struct tpl *fact = tpl_add(t, SEC_FACT);
    tpl_text(fact, V_LABEL, label);
    tpl_text(fact, V_VALUE, value);
}

static void fill_why(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    const struct callback *k = &x->k;
    const struct rb_grade *grade = rulebook_grade(x->book, x->c->grade);
    fill_fact(t, page_text(page, N_("State of the complaint")), page_text(page, complaint_state_title(x->c->state)));
    fill_fact(t, page_text(page, N_("Grade")), grade ? page_pick(page, grade->name.zh, grade->name.en) : "");
    fill_fact(t, page_text(page, N_("Closed on")), moment(page, x->c->closed_us));
    fill_fact(t, page_text(page, N_("Finding")), page_text(page, complaint_finding_title(x->c->finding)));
    fill_fact(t, page_text(page, N_("Handled by")), arena_printf(page->arena, "%s %s%s%s", page_pick(page, x->c->unit_zh, x->c->unit_en), page_pick(page, x->c->department_zh, x->c->department_en),
                                                                 *x->c->assignee ? " · " : "", x->c->assignee));
    const char *why[] = {k->wished ? page_text(page, N_("wished for by the complainant")) : "", k->sample_id ? page_text(page, N_("drawn in a monthly sample")) : ""};
    for (size_t i = 0; i < COUNT_OF(why); i++)
        fill_fact(t, i == 0 ? page_text(page, N_("Why a call is made")) : page_text(page, N_("Sample")), why[i]);
}

static void fill_person(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    struct arena *a = page->arena;
    const struct identity *who = x->who;
    if (!who) {
        tpl_text(tpl_add(t, SEC_NOBODY), V_MESSAGE,
                 page_text(page, x->c->mode == COMPLAINT_ANONYMOUS ? N_("Filed without a name: nobody can be called. Record it as not reached, or ask on the tracking page.")
                                                                   : N_("Filed confidentially: only an identity custodian knows whom to call.")));
        return;
    }
    struct tpl *person = tpl_add(t, SEC_PERSON);
    bool clear = x->in_clear;
    fill_fact(person, page_text(page, N_("Name")), !*who->name ? page_text(page, N_("Name not given")) : clear ? who->name : format_mask_name(a, who->name));
    fill_fact(person, page_text(page, N_("Telephone number")), !*who->phone ? "" : clear ? who->phone : format_mask_phone(a, who->phone));
    fill_fact(person, page_text(page, N_("E-mail address")), !*who->email ? "" : clear ? who->email : format_mask_email(a, who->email));
    if (who->prefer && *who->prefer)
        fill_fact(person, page_text(page, N_("Wants to be reached")),
                  arena_printf(a, "%s%s%s", page_text(page, complaint_contact_title(who->prefer)), *who->prefer_time ? " · " : "", who->prefer_time));
    tpl_show_if(person, SEC_CLEAR, clear);
    tpl_show_if(person, SEC_MASKED, !clear && x->may_reveal && x->k.state == CALLBACK_WAITING && x->may && (!x->handled || x->alone));
}

static void fill_brief(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    tpl_text(t, V_TEXT_LANG, strcmp(x->c->language, "en") == 0 ? "en" : "zh-CN");
    for (size_t i = 0; i < x->n_allegations; i++)
        tpl_text(tpl_add(t, SEC_MATTER), V_BODY, x->allegations[i].body);
    if (x->answer) {
        struct tpl *answer = tpl_add(t, SEC_ANSWERED);
        tpl_text(answer, V_BODY, x->answer->body);
        tpl_text(answer, V_AT, moment(page, x->answer->at_us));
    }
    tpl_optional(t, SEC_RESULT, V_BODY, x->c->outcome);
}

/* ---- the script ---- */

static const char *const *choices_of(const struct rb_question *q, size_t *ret_n)
{
    static const char *const levels[] = {"5", "4", "3", "2", "1"}, *const yes_no[] = {"yes", "no"};
    bool level = strcmp(q->kind, "level") == 0;
    *ret_n = level ? COUNT_OF(levels) : COUNT_OF(yes_no);
    return level ? levels : yes_no;
}

static void fill_question(struct page *page, struct tpl *t, const struct callback_shown *x, unsigned i)
{
    const struct rb_question *q = &x->book->callback.questions[i];
    const char *typed = x->typed && i < x->typed->answers.n ? x->typed->answers.values[i] : "", *field = callback_field(page->arena, q);
    struct tpl *question = tpl_add(t, SEC_QUESTION);
    bool lines = strcmp(q->kind, "lines") == 0;
    struct tpl *in = tpl_add(question, lines ? SEC_AS_LINES : SEC_AS_CHOICE);
    size_t n = 0;
    const char *const *choices = lines ? NULL : choices_of(q, &n);
    tpl_text(in, V_FIELD, field);
    tpl_text(in, V_LABEL, page_pick(page, q->text.zh, q->text.en));
    tpl_text(in, V_TYPED, typed);
    for (size_t k = 0; k < n; k++) {
        struct tpl *option = tpl_add(in, SEC_CHOICE);
        tpl_text(option, V_VALUE, choices[k]);
        tpl_text(option, V_LABEL, page_text(page, callback_answer_title(q, choices[k])));
        tpl_show_if(option, SEC_CHECKED, strcmp(typed, choices[k]) == 0);
    }
    if (x->errors)
        page_field_error(page, in, SEC_FIELD_ERR, x->errors, field);
}

static void fill_satisfied(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    if (callback_script_decides(&x->book->callback))
        return;
    struct tpl *ask = tpl_add(t, SEC_ASK_SATISFIED);
    tpl_show_if(ask, SEC_IS_YES, x->typed && x->typed->said == CALLBACK_SATISFIED);
    tpl_show_if(ask, SEC_IS_NO, x->typed && x->typed->said == CALLBACK_DISSATISFIED);
    if (x->errors)
        page_field_error(page, ask, SEC_SATISFIED_ERR, x->errors, "satisfied");
}

static void fill_ways(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    enum contact_way chosen = x->typed ? x->typed->way : CONTACT_TELEPHONE;
    for (int way = CONTACT_TELEPHONE; way < CONTACT_WAY__END; way++) {
        struct tpl *option = tpl_add(t, SEC_WAY_OPTION);
        tpl_text(option, V_VALUE, contact_way_word((enum contact_way)way));
        tpl_text(option, V_LABEL, page_text(page, contact_way_title((enum contact_way)way)));
        tpl_show_if(option, SEC_SELECTED, way == (int)chosen);
    }
}

static const char *escalation_words(const char *word)
{
    if (strcmp(word, "reopen") == 0)
        return N_("If the complainant is dissatisfied the complaint is opened again by itself.");
    if (strcmp(word, "review") == 0)
        return N_("If the complainant is dissatisfied the complaint is given by itself to people who did not handle it.");
    return N_("If the complainant is dissatisfied the manager is told.");
}

static void fill_call(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    const struct rb_callback *script = &x->book->callback;
    struct tpl *call = tpl_add(t, SEC_CALL);
    tpl_int(call, V_VERSION, x->k.version);
    tpl_text(call, V_HINT, page_text(page, escalation_words(script->escalate ? script->escalate : "")));
    fill_person(page, call, x);
    tpl_show_if(call, SEC_ALONE, x->handled);
    for (unsigned i = 0; i < script->questions_count; i++)
        fill_question(page, call, x, i);
    fill_satisfied(page, call, x);
    fill_ways(page, call, x);
    tpl_text(call, V_TYPED, x->typed ? x->typed->text : "");
    tpl_show_if(call, SEC_LEFT, x->typed && x->typed->result == CONTACT_LEFT_WORD);
    if (x->k.attempts)
        tpl_text(tpl_add(call, SEC_TRIED), V_TEXT,
                 text_f(page->arena, page->lang, N_("Tried in vain on %d of %d days."), x->k.attempts, script->attempts));
    if (x->k.next_us > page->now_us)
        tpl_show(call, SEC_TODAY);
}

static void fill_done(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    const struct callback *k = &x->k;
    const struct rb_callback *script = &x->book->callback;
    struct tpl *done = tpl_add(t, SEC_DONE);
    fill_fact(done, page_text(page, callback_state_title(k->state)), moment(page, k->done_us));
    fill_fact(done, page_text(page, N_("Called by")), k->doer);
    fill_fact(done, page_text(page, N_("Result")), *said_words(k->said) && k->state == CALLBACK_DONE ? page_text(page, said_words(k->said)) : "");
    for (unsigned i = 0; i < script->questions_count; i++) {
        const struct rb_question *q = &script->questions[i];
        const char *value = timeline_get(page->arena, k->answers, q->code), *title = callback_answer_title(q, value);
        fill_fact(done, page_pick(page, q->text.zh, q->text.en), *title ? page_text(page, title) : value);
    }
    tpl_optional(done, SEC_SAID, V_BODY, k->body);
    tpl_optional(done, SEC_ESCALATED, V_MESSAGE, *k->escalated ? page_text(page, rulebook_escalate_title(k->escalated)) : "");
}

void callback_fill(struct page *page, struct tpl *t, const struct callback_shown *x)
{
    const struct callback *k = &x->k;
    bool waits = k->state == CALLBACK_WAITING;
    tpl_int(t, V_ID, k->id);
    tpl_text(t, V_TITLE, k->title);
    tpl_text(t, V_NUMBER, k->number);
    tpl_text(t, V_STATE, page_text(page, callback_state_title(k->state)));
    tpl_text(t, V_TAG, state_tag(k));
    tpl_text(t, V_DUE, moment(page, k->due_us));
    tpl_show_if(t, SEC_WAITS, waits);
    tpl_show_if(t, SEC_LATE, waits && k->due_us < page->now_us);
    tpl_show_if(t, SEC_MAJOR, k->major);
    fill_why(page, t, x);
    fill_brief(page, t, x);
    if (!waits) {
        if (k->state == CALLBACK_DROPPED)
            tpl_show(t, SEC_DROPPED);
        else
            fill_done(page, t, x);
    } else if (!x->may) {
        tpl_show(t, SEC_NOT_YOURS);
    } else if (x->handled && !x->alone) {
        tpl_show(t, SEC_KEPT_AWAY);
    } else if (k->user_id && k->user_id != page->user->id) {
        struct tpl *other = tpl_add(t, SEC_CLAIMED);
        tpl_int(other, V_VERSION, k->version);
        tpl_text(other, V_TEXT, text_f(page->arena, page->lang, N_("%s has had this callback since %s."), k->user, moment(page, k->claimed_us)));
    } else {
        fill_call(page, t, x);
        tpl_show(t, SEC_JUMP);
    }
    if (x->errors)
        page_errors(page, t, x->errors);
}
