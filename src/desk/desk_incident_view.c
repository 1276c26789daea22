#include "desk_incident_view.h"

#include "contact.h"
#include "desk_act.h"
#include "desk_close_view.h"

#include <string.h>

#include "desk_list_view.h"
#include "desk_words_view.h"
#include "format.h"

static const char *date(struct page *page, int64_t at_us)
{
    return format_date(page->arena, page->lang, at_us, page->site->zone);
}

void desk_incidents_fill(struct page *page, struct tpl *t, const struct incident *list, size_t n, bool open, bool may_open)
{
    tpl_show(t, open ? SEC_OPEN_CUR : SEC_CLOSED_CUR);
    tpl_show_if(t, SEC_CAN_OPEN, may_open);
    tpl_show_if(t, SEC_EMPTY, n == 0);
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(table, SEC_INCIDENT);
        tpl_int(row, V_ID, list[i].id);
        tpl_text(row, V_TITLE, list[i].title);
        tpl_int(row, V_OPEN_COUNT, list[i].open);
        tpl_int(row, V_COUNT, list[i].all);
        tpl_text(row, V_PLACE, page_pick(page, list[i].unit_zh, list[i].unit_en));
        tpl_text(row, V_PERSON, list[i].lead);
        tpl_text(row, V_AT, date(page, list[i].at_us));
    }
}

/* ---- one incident ---- */

static void fill_form(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    const struct incident *i = p->incident;
    const struct desk_incident_typed saved = {.title = i->title, .cause = i->cause, .investigation = i->investigation, .version = i->version};
    const struct desk_incident_typed *typed = p->typed ? p->typed : &saved;
    struct tpl *form = tpl_add(t, SEC_FORM);
    tpl_text(form, V_URL, i->id ? arena_printf(page->arena, "/staff/incidents/%lld", (long long)i->id) : *p->with ? arena_printf(page->arena, "/staff/incidents/new?with=%s", p->with) : "/staff/incidents/new");
    tpl_int(form, V_VERSION, i->version);
    tpl_text(form, V_TITLE, typed->title);
    tpl_text(form, V_CAUSE, typed->cause);
    tpl_text(form, V_INVESTIGATION, typed->investigation);
    tpl_show_if(form, SEC_CAN_CLOSE, i->id && i->is_open);
    tpl_show_if(form, SEC_CAN_REOPEN, i->id && !i->is_open);
    page_field_error(page, form, SEC_TITLE_ERR, p->errors, "title");
    page_field_error(page, form, SEC_CAUSE_ERR, p->errors, "cause");
    page_field_error(page, form, SEC_INVESTIGATION_ERR, p->errors, "investigation");
}

static void fill_complaints(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    tpl_show_if(t, SEC_EMPTY, p->n == 0);
    struct tpl *table = p->n ? tpl_add(t, SEC_TABLE) : NULL;
    if (table)
        tpl_show_if(table, SEC_MAY, p->incident->may);
    for (size_t i = 0; i < p->n; i++) {
        const struct complaint *c = &p->complaints[i];
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_OTHER, c->number);
        tpl_text(row, V_TITLE, c->title);
        tpl_text(row, V_TAG, desk_state_class(c->state));
        tpl_text(row, V_STATE, page_text(page, complaint_state_title(c->state)));
        tpl_text(row, V_PERSON, c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
        tpl_text(row, V_AT, date(page, c->received_us));
        tpl_show_if(row, SEC_MAY, p->incident->may);
    }
}

static void fill_add(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    struct tpl *add = tpl_add(t, SEC_ADD), *suggested = p->n_matches ? tpl_add(add, SEC_SUGGESTED) : NULL;
    for (size_t i = 0; i < p->n_matches; i++) {
        const struct repeat_match *m = &p->matches[i];
        struct tpl *row = tpl_add(suggested, SEC_MATCH);
        tpl_text(row, V_OTHER, m->c.number);
        tpl_text(row, V_TITLE, m->c.title);
        tpl_text(row, V_STATE, page_text(page, complaint_state_title(m->c.state)));
        tpl_text(row, V_WHY, text_f(page->arena, page->lang, N_("%d%% alike"), m->similar_percent));
    }
}

/* What keeps it from happening again; who may set measures does so from here. */
static void fill_measures(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    bool may = access_may(page->user, MAY_IMPROVE);
    if (!may && p->n_measures == 0)
        return;
    struct tpl *card = tpl_add(t, SEC_MEASURES);
    if (may)
        tpl_int(tpl_add(card, SEC_MAY_SET), V_ID, p->incident->id);
    tpl_show_if(card, SEC_EMPTY, p->n_measures == 0);
    for (size_t i = 0; i < p->n_measures; i++) {
        const struct measure *m = &p->measures[i];
        struct tpl *row = tpl_add(card, SEC_MEASURE);
        tpl_int(row, V_ID, m->id);
        tpl_text(row, V_TITLE, m->title);
        tpl_text(row, V_STATE, page_text(page, measure_state_title(m->state)));
        tpl_text(row, V_DUE, date(page, m->due_us));
        tpl_text(row, V_PERSON, *m->owner ? m->owner : page_pick(page, m->department_zh, m->department_en));
        tpl_show_if(row, SEC_LATE, measure_late(m, page->now_us));
    }
}

static void fill_steps(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    for (size_t i = 0; i < p->n_steps; i++) {
        struct tpl *step = tpl_add(t, SEC_STEP);
        tpl_text(step, V_AT, desk_moment(page, p->steps[i].at_us));
        tpl_text(step, V_PERSON, p->steps[i].actor);
        tpl_text(step, V_LABEL, page_text(page, incident_step_words(p->steps[i].kind)));
        long long count;
        if (str_to_i64(str_of(timeline_get(page->arena, p->steps[i].data, "count")), 1, INT32_MAX, &count))
            tpl_text(tpl_add(step, SEC_HOW_MANY), V_COUNT, text_count(page->arena, page->lang, "%lld complaint", "%lld complaints", count));
    }
}

static void fill_results(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    struct tpl *results = p->n_results ? tpl_add(t, SEC_RESULTS) : NULL;
    size_t done = 0;
    for (size_t i = 0; i < p->n_results; i++)
        done += p->results[i].done;
    if (results) {
        tpl_text(results, V_HEADING, p->heading);
        tpl_text(results, V_SUMMARY, text_f(page->arena, page->lang, N_("%zu done, %zu refused"), done, p->n_results - done));
        tpl_show_if(results, SEC_ANY, done > 0);
    }
    for (size_t i = 0; i < p->n_results; i++) {
        struct tpl *row = tpl_add(results, SEC_RESULT);
        tpl_text(row, V_OTHER, p->results[i].number);
        tpl_text(row, V_MESSAGE, p->results[i].message);
        tpl_show(row, p->results[i].done ? SEC_DONE : SEC_REFUSED);
        tpl_show(row, p->results[i].known ? SEC_KNOWN : SEC_STRANGE);
    }
}

void desk_incident_fill(struct page *page, struct tpl *t, const struct desk_incident_page *p)
{
    const struct incident *i = p->incident;
    page_errors(page, t, p->errors);
    fill_results(page, t, p);
    tpl_int(t, V_ID, i->id);
    if (p->stale) {
        struct tpl *stale = tpl_add(t, SEC_STALE);
        tpl_text(stale, V_TITLE, p->stale->title);
        tpl_text(stale, V_CAUSE, p->stale->cause);
        tpl_text(stale, V_INVESTIGATION, p->stale->investigation);
    }
    if (i->may || !i->id) {
        fill_form(page, t, p);
    } else {
        struct tpl *read_only = tpl_add(t, SEC_READ_ONLY);
        tpl_text(read_only, V_CAUSE, i->cause);
        tpl_optional(read_only, SEC_HAS_INVESTIGATION, V_INVESTIGATION, i->investigation);
    }
    if (!i->id)
        return;
    struct tpl *exists = tpl_add(t, SEC_EXISTS);
    tpl_text(exists, V_PLACE, page_pick(page, i->unit_zh, i->unit_en));
    tpl_text(exists, V_PERSON, i->lead);
    tpl_text(exists, V_AT, date(page, i->at_us));
    tpl_show_if(exists, SEC_IS_CLOSED, !i->is_open);
    tpl_int(exists, V_COUNT, i->all);
    tpl_show_if(exists, SEC_MAY, i->may && i->open > 0);
    fill_measures(page, exists, p);
    fill_complaints(page, exists, p);
    if (i->may && i->is_open)
        fill_add(page, exists, p);
    fill_steps(page, exists, p);
}

/* ---- several at once ---- */

bool desk_bulk_possible(const struct page *page, const struct complaint *c, enum complaint_action action)
{
    enum complaint_state to;
    bool after_accepting = action == ACTION_REPLY && flow_decide(c, ACTION_ACCEPT, page->user->permissions, &to) == ERR_NONE;
    return after_accepting || flow_decide(c, action, page->user->permissions, &to) == ERR_NONE;
}

static bool is_chosen(const struct desk_bulk_typed *typed, const char *number)
{
    for (size_t i = 0; typed && i < typed->n; i++) {
        if (strcmp(typed->numbers[i], number) == 0)
            return true;
    }
    return !typed;
}

static void fill_rows(struct page *page, struct tpl *t, const struct desk_bulk_page *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct complaint *c = &p->complaints[i];
        struct tpl *row = tpl_add(t, SEC_ROW);
        bool possible = desk_bulk_possible(page, c, p->action);
        tpl_text(row, V_OTHER, c->number);
        tpl_text(row, V_TITLE, c->title);
        tpl_text(row, V_TAG, desk_state_class(c->state));
        tpl_text(row, V_STATE, page_text(page, complaint_state_title(c->state)));
        tpl_show_if(row, SEC_CHECKED, possible && is_chosen(p->typed, c->number));
        if (!possible)
            tpl_text(tpl_add(row, SEC_NOT_NOW), V_MESSAGE, page_text(page, N_("not possible in this state")));
    }
}

static void fill_closing(struct page *page, struct tpl *t, const struct desk_bulk_page *p)
{
    struct tpl *ask = tpl_add(t, SEC_ASK_FINDING);
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        struct tpl *option = tpl_add(ask, SEC_FINDING_OPTION);
        tpl_int(option, V_VALUE, desk_findings[i]);
        tpl_text(option, V_LABEL, page_text(page, complaint_finding_title(desk_findings[i])));
        tpl_show_if(option, SEC_CHECKED, p->typed && p->typed->finding == desk_findings[i]);
    }
    tpl_text(ask, V_TYPED, p->typed ? p->typed->agreement : "");
    desk_close_class_fill(page, ask, p->book, p->typed ? p->typed->cause : "", p->typed ? p->typed->stage : "");
    struct tpl *basis = p->book->bases_count ? tpl_add(ask, SEC_ASK_BASIS) : NULL;
    for (unsigned i = 0; i < p->book->bases_count; i++) {
        if (p->book->bases[i].inactive)
            continue;
        struct tpl *option = tpl_add(basis, SEC_BASIS_OPTION);
        tpl_text(option, V_VALUE, p->book->bases[i].code);
        tpl_text(option, V_LABEL, desk_rb_text(page, p->book->bases[i].name));
        tpl_show_if(option, SEC_SELECTED, p->typed && strcmp(p->typed->basis, p->book->bases[i].code) == 0);
    }
    page_field_error(page, ask, SEC_FINDING_ERR, p->errors, "finding");
    if (basis)
        page_field_error(page, basis, SEC_BASIS_ERR, p->errors, "basis");
}

/* Where the tracking page does not show the answers at once: how they are given. */
static void fill_given(struct page *page, struct tpl *t, const struct desk_bulk_page *p)
{
    if (!desk_asks_given(p->book))
        return;
    struct tpl *ask = tpl_add(t, SEC_ASK_GIVEN);
    for (int way = CONTACT_TELEPHONE; way < CONTACT_WAY__END; way++) {
        const char *word = contact_way_word((enum contact_way)way);
        struct tpl *option = tpl_add(ask, SEC_WAY_OPTION);
        tpl_text(option, V_VALUE, word);
        tpl_text(option, V_LABEL, page_text(page, contact_way_title((enum contact_way)way)));
        tpl_show_if(option, SEC_SELECTED, p->typed && strcmp(p->typed->given, word) == 0);
    }
    page_field_error(page, ask, SEC_GIVEN_ERR, p->errors, "given");
}

void desk_bulk_fill(struct page *page, struct tpl *t, const struct desk_bulk_page *p)
{
    bool replies = p->action == ACTION_REPLY;
    tpl_int(t, V_ID, p->incident->id);
    tpl_text(t, V_URL, arena_printf(page->arena, "/staff/incidents/%lld/%s", (long long)p->incident->id, replies ? "reply" : "close"));
    struct tpl *ask = tpl_add(t, SEC_TEXT_ASK);
    tpl_text(ask, V_LABEL, page_text(page, replies ? N_("Answer to the complainants") : N_("Reasons of the finding")));
    tpl_text(ask, V_TYPED, p->typed ? p->typed->text : replies ? "" : p->incident->investigation);
    tpl_show_if(ask, SEC_READ_BY, replies);
    page_field_error(page, ask, SEC_TEXT_ERR, p->errors, "text");
    if (replies) {
        fill_given(page, t, p);
        tpl_show_if(tpl_add(t, SEC_ASK_ACCEPT), SEC_CHECKED, p->typed && p->typed->accept_first);
    } else {
        fill_closing(page, t, p);
    }
    fill_rows(page, t, p);
    tpl_show_if(t, SEC_MORE, p->more);
    page_errors(page, t, p->errors);
    page_field_error(page, t, SEC_NUMBERS_ERR, p->errors, "number");
    if (p->confirm && p->typed) {
        long long n = (long long)p->typed->n;
        tpl_text(tpl_add(t, SEC_CONFIRM), V_MESSAGE,
                 replies ? text_count(page->arena, page->lang, "Send this answer to %lld complainant?", "Send this answer to %lld complainants?", n)
                         : text_count(page->arena, page->lang, "Close %lld complaint with this finding?", "Close %lld complaints with this finding?", n));
    }
    const char *button = p->confirm ? replies ? N_("Yes, send the answers") : N_("Yes, close them") : N_("Check and go on");
    tpl_text(t, V_BUTTON, page_text(page, button));
}

void desk_gather_fill(struct page *page, struct tpl *t, const struct complaint *c, const struct incident *list, size_t n, const struct http_form_errors *errors)
{
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    page_errors(page, t, errors);
    if (c->incident_id) {
        tpl_int(tpl_add(t, SEC_BELONGS), V_ID, c->incident_id);
        return;
    }
    struct tpl *choose = tpl_add(t, SEC_CHOOSE);
    for (size_t i = 0; i < n; i++) {
        struct tpl *option = tpl_add(choose, SEC_INCIDENT_OPTION);
        tpl_int(option, V_VALUE, list[i].id);
        tpl_text(option, V_LABEL, arena_printf(page->arena, "%lld · %s", (long long)list[i].id, list[i].title));
    }
    page_field_error(page, choose, SEC_INCIDENT_ERR, errors, "incident");
}
