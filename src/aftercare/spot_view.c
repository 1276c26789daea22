#include "spot_view.h"

#include <string.h>

#include "aftercare_tabs_view.h"
#include "format.h"
#include "hiding.h"
#include "moment.h"
#include "msgid.h"
#include "written.h"

static const char *moment(const struct page *page, int64_t at_us)
{
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : "";
}

static const char *result_tag(const struct spot_check *s)
{
    return s->result == SPOT_UPHELD ? "tag-ok" : s->result == SPOT_CHANGED ? "tag-w" : s->result == SPOT_FALSE ? "tag-bad" : "tag-b";
}

static const char *state_words(const struct spot_check *s)
{
    return s->state == SPOT_DONE ? spot_result_title(s->result) : s->state == SPOT_OPEN ? N_("Not checked yet") : N_("Not needed any more");
}

static const char *origin(const struct spot_check *s)
{
    return s->sample_id ? N_("drawn in a monthly sample") : s->opened_by ? N_("chosen by hand") : N_("closed below in the place of the top");
}

/* ---- lists ---- */

static void fill_row(struct page *page, struct tpl *t, const struct spot_check *s)
{
    struct tpl *row = tpl_add(t, SEC_CHECK);
    tpl_int(row, V_ID, s->id);
    tpl_text(row, V_AT, format_short(page->arena, s->state == SPOT_DONE ? s->done_us : s->opened_us, page->now_us, page->site->zone));
    tpl_text(row, V_TITLE, s->title);
    tpl_text(row, V_NUMBER, s->number);
    tpl_text(row, V_UNIT, page_pick(page, s->of_zh, s->of_en));
    tpl_text(row, V_WHY, page_text(page, origin(s)));
    tpl_text(row, V_WHO, s->checker);
    tpl_text(row, V_STATE, page_text(page, state_words(s)));
    tpl_text(row, V_TAG, result_tag(s));
    tpl_show_if(row, SEC_REPLIED, s->replied_us != 0);
}

void spot_rows_fill(struct page *page, struct tpl *t, const struct spot_rows *open, const struct spot_rows *done)
{
    aftercare_tabs_fill(page, t);
    struct tpl *table = open->n ? tpl_add(t, SEC_OPEN_LIST) : NULL;
    for (size_t i = 0; i < open->n; i++)
        fill_row(page, table, &open->list[i]);
    tpl_show_if(t, SEC_EMPTY, open->n == 0);
    struct tpl *past = done->n ? tpl_add(t, SEC_DONE_LIST) : NULL;
    for (size_t i = 0; i < done->n; i++)
        fill_row(page, past, &done->list[i]);
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

static void fill_facts(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    const struct complaint *c = x->c;
    const struct rb_basis *basis = rulebook_basis(x->book, c->basis);
    const struct rb_grade *grade = rulebook_grade(x->book, c->grade);
    fill_fact(t, page_text(page, N_("Why it is checked")), page_text(page, origin(&x->s)));
    fill_fact(t, page_text(page, N_("Checks for")), page_pick(page, x->s.unit_zh, x->s.unit_en));
    fill_fact(t, page_text(page, N_("State of the complaint")), page_text(page, complaint_state_title(c->state)));
    fill_fact(t, page_text(page, N_("Finding")), page_text(page, complaint_finding_title(c->finding)));
    fill_fact(t, page_text(page, N_("Basis of closing")), basis ? page_pick(page, basis->name.zh, basis->name.en) : "");
    fill_fact(t, page_text(page, N_("Grade")), grade ? page_pick(page, grade->name.zh, grade->name.en) : "");
    fill_fact(t, page_text(page, N_("Received")), moment_long(page, c->received_us, hiding_times(x->book, c->mode)));
    fill_fact(t, page_text(page, N_("Closed on")), moment(page, c->closed_us));
    fill_fact(t, page_text(page, N_("Handled by")),
              arena_printf(page->arena, "%s %s%s%s", page_pick(page, c->unit_zh, c->unit_en), page_pick(page, c->department_zh, c->department_en), *c->assignee ? " · " : "", c->assignee));
    fill_fact(t, page_text(page, N_("The complainant")), page_text(page, complaint_outcome_title(c->outcome_said)));
}

static void fill_matters(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    for (size_t i = 0; i < x->n_allegations; i++) {
        const struct complaint_allegation *one = &x->allegations[i];
        struct tpl *matter = tpl_add(t, SEC_ALLEGATION);
        tpl_text(matter, V_BODY, one->body);
        if (x->n_allegations > 1)
            tpl_text(tpl_add(matter, SEC_HEADING), V_LABEL, text_f(page->arena, page->lang, N_("Matter %d"), (int)i + 1));
        tpl_optional(matter, SEC_CONCLUSION, V_TEXT, x->conclusions[i]);
        tpl_optional(matter, SEC_REMEDY, V_TEXT, x->remedies[i]);
        if (one->finding)
            tpl_text(tpl_add(matter, SEC_DECIDED), V_FINDING,
                     arena_printf(page->arena, "%s%s%s", page_text(page, complaint_finding_title(one->finding)), *one->reason ? (page->lang == LANG_ZH ? "：" : ": ") : "", one->reason));
    }
}

static void fill_written(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    struct tpl *files = x->n_files ? tpl_add(t, SEC_OWN_FILES) : NULL;
    for (size_t i = 0; i < x->n_files; i++)
        written_file(page, files, x->files[i].code, x->files[i].name, x->files[i].bytes);
    struct tpl *written = x->n_messages ? tpl_add(t, SEC_WRITTEN) : NULL;
    for (size_t i = 0; i < x->n_messages; i++) {
        const struct message *m = &x->messages[i];
        written_said(page, written, message_kind_title(m->kind), m->author_id ? m->author : said_by(page, m), m->at_us, m->coarse, m->body);
    }
}

static void fill_form(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    const struct spot_typed *typed = x->typed;
    struct tpl *form = tpl_add(t, SEC_DECIDE);
    tpl_int(form, V_VERSION, x->s.version);
    tpl_text(form, V_TYPED, typed ? typed->text : "");
    for (int i = SPOT_UPHELD; i < SPOT_RESULT__END; i++) {
        static const char *const hints[] = {[SPOT_UPHELD] = N_("the finding and the closing are right"), [SPOT_CHANGED] = N_("the finding should be another one; the complaint gets it"),
                                            [SPOT_FALSE] = N_("it was closed without being done; this counts for the unit's year")};
        struct tpl *option = tpl_add(form, SEC_RESULT_OPTION);
        tpl_text(option, V_VALUE, spot_words[i - 1]);
        tpl_text(option, V_LABEL, page_text(page, spot_result_title((enum spot_result)i)));
        tpl_text(option, V_HINT, page_text(page, hints[i]));
        tpl_show_if(option, SEC_CHECKED, typed && (int)typed->result == i);
    }
    for (int i = FINDING_NONE + 1; i < FINDING__END; i++) {
        if (i == (int)x->c->finding)
            continue;
        struct tpl *option = tpl_add(form, SEC_FINDING_OPTION);
        tpl_int(option, V_VALUE, i);
        tpl_text(option, V_LABEL, page_text(page, complaint_finding_title((enum complaint_finding)i)));
        tpl_show_if(option, SEC_SELECTED, typed && (int)typed->after == i);
    }
    if (!x->errors)
        return;
    page_field_error(page, form, SEC_RESULT_ERR, x->errors, "result");
    page_field_error(page, form, SEC_AFTER_ERR, x->errors, "after");
    page_field_error(page, form, SEC_TEXT_ERR, x->errors, "text");
}

static void fill_done(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    const struct spot_check *s = &x->s;
    struct tpl *done = tpl_add(t, SEC_DONE);
    fill_fact(done, page_text(page, N_("Result")), page_text(page, spot_result_title(s->result)));
    if (s->result == SPOT_CHANGED)
        fill_fact(done, page_text(page, N_("Finding")), arena_printf(page->arena, "%s → %s", page_text(page, complaint_finding_title(s->before)), page_text(page, complaint_finding_title(s->after))));
    fill_fact(done, page_text(page, N_("Who checked")), s->checker);
    fill_fact(done, page_text(page, N_("When")), moment(page, s->done_us));
    tpl_text(done, V_BODY, s->body);
    if (s->replied_us) {
        struct tpl *reply = tpl_add(done, SEC_REPLIED);
        tpl_text(reply, V_WHO, s->replier);
        tpl_text(reply, V_AT, moment(page, s->replied_us));
        tpl_text(reply, V_BODY, s->reply);
    }
}

static void fill_answer(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    struct tpl *answer = tpl_add(t, SEC_ANSWER);
    tpl_int(answer, V_VERSION, x->s.version);
    tpl_text(answer, V_TYPED, x->typed ? x->typed->reply : "");
    if (x->errors)
        page_field_error(page, answer, SEC_REPLY_ERR, x->errors, "reply");
}

void spot_fill(struct page *page, struct tpl *t, const struct spot_shown *x)
{
    const struct spot_check *s = &x->s;
    tpl_int(t, V_ID, s->id);
    tpl_text(t, V_TITLE, s->title);
    tpl_text(t, V_NUMBER, s->number);
    tpl_text(t, V_TEXT_LANG, strcmp(x->c->language, "en") == 0 ? "en" : "zh-CN");
    tpl_text(t, V_STATE, page_text(page, state_words(s)));
    tpl_text(t, V_TAG, result_tag(s));
    fill_facts(page, t, x);
    fill_matters(page, t, x);
    fill_written(page, t, x);
    tpl_optional(t, SEC_OUTCOME, V_BODY, x->c->outcome);
    if (s->state == SPOT_DONE)
        fill_done(page, t, x);
    if (s->state == SPOT_OPEN && !x->why)
        fill_form(page, t, x);
    else if (s->state == SPOT_OPEN)
        tpl_text(tpl_add(t, SEC_NOT_YOURS), V_MESSAGE, page_text(page, x->why));
    else if (x->may_answer)
        fill_answer(page, t, x);
    else
        tpl_show(t, SEC_OVER);
    tpl_show_if(t, SEC_JUMP, s->state == SPOT_OPEN && !x->why);
    if (x->errors)
        page_errors(page, t, x->errors);
}
