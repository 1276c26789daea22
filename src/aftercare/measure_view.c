#include "measure_view.h"

#include <string.h>

#include "aftercare_tabs_view.h"
#include "format.h"
#include "pager.h"

static const char *day(const struct page *page, int64_t at_us)
{
    return format_date(page->arena, page->lang, at_us, page->site->zone);
}

static const char *cause_name(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_tree *node = rulebook_tree(b->causes, b->causes_count, code);
    return node ? page_pick(page, node->name.zh, node->name.en) : code;
}

static const char *place(const struct page *page, const struct measure *m)
{
    const char *unit = page_pick(page, m->unit_zh, m->unit_en), *department = page_pick(page, m->department_zh, m->department_en);
    return arena_printf(page->arena, "%s%s%s", unit, page->lang == LANG_ZH ? " " : ", ", department);
}

static const char *state_tag(const struct measure *m)
{
    return m->state == MEASURE_EFFECTIVE ? "tag-ok" : m->state == MEASURE_NOT_EFFECTIVE ? "tag-bad" : m->state == MEASURE_DONE ? "tag-w" : m->state == MEASURE_OPEN ? "tag-b" : "";
}

static void add_option(struct tpl *t, enum tpl_section section, const char *value, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

static const char *number(const struct page *page, int64_t value)
{
    return arena_printf(page->arena, "%lld", (long long)value);
}

static void fill_causes(struct page *page, struct tpl *t, const struct rulebook *b, const char *chosen)
{
    for (unsigned i = 0; i < b->causes_count; i++) {
        const struct rb_tree *node = &b->causes[i], *parent = rulebook_tree(b->causes, b->causes_count, node->parent);
        bool is = strcmp(node->code, chosen) == 0;
        if (node->inactive && !is)
            continue;
        const char *name = page_pick(page, node->name.zh, node->name.en);
        add_option(t, SEC_CAUSE_OPTION, node->code, parent ? arena_printf(page->arena, "%s / %s", page_pick(page, parent->name.zh, parent->name.en), name) : name, is);
    }
}

static void fill_categories(struct page *page, struct tpl *t, const struct category *list, size_t n, int64_t chosen)
{
    for (size_t i = 0; i < n; i++)
        add_option(t, SEC_CATEGORY_OPTION, number(page, list[i].id), page_pick(page, list[i].name_zh, list[i].name_en), list[i].id == chosen);
}

static void fill_kinds(struct page *page, struct tpl *t, enum measure_kind chosen)
{
    for (int k = MEASURE_CORRECTIVE; k < MEASURE_KIND__END; k++)
        add_option(t, SEC_KIND_OPTION, number(page, k), page_text(page, measure_kind_title((enum measure_kind)k)), (int)chosen == k);
}

/* ---- the list ---- */

static void fill_tabs(struct page *page, struct tpl *t, const struct measures_asked *asked)
{
    static const char *const whose[] = {N_("Mine"), N_("My department's"), N_("My units'")}, *const states[] = {N_("Under way"), N_("Overdue"), N_("To be checked"), N_("Ended")};
    for (int i = 0; i < 3; i++) {
        struct measures_asked to = *asked;
        struct tpl *tab = tpl_add(t, SEC_WHOSE_TAB);
        to.whose = i;
        tpl_text(tab, V_URL, measures_url(page->arena, &to, NULL));
        tpl_text(tab, V_LABEL, page_text(page, whose[i]));
        tpl_show_if(tab, SEC_CURRENT, asked->whose == i);
    }
    for (int i = 0; i < 4; i++)
        add_option(t, SEC_STATE_OPTION, measures_state_words[i], page_text(page, states[i]), asked->state == i);
}

static void fill_row(struct page *page, struct tpl *t, const struct rulebook *b, const struct measure *m)
{
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_int(row, V_ID, m->id);
    tpl_text(row, V_TITLE, m->title);
    tpl_text(row, V_KIND, page_text(page, measure_kind_title(m->kind)));
    tpl_text(row, V_CAUSE, cause_name(page, b, m->cause));
    tpl_text(row, V_STATE, page_text(page, measure_state_title(m->state)));
    tpl_text(row, V_TAG, state_tag(m));
    tpl_show_if(row, SEC_LATE, measure_late(m, page->now_us));
    tpl_text(row, V_PLACE, place(page, m));
    tpl_text(row, V_PERSON, *m->owner ? m->owner : page_text(page, N_("The coordinator")));
    tpl_text(row, V_DUE, day(page, m->due_us));
    tpl_optional(row, SEC_FROM_CASE, V_NUMBER, m->number);
    if (m->checked_us)
        tpl_text(tpl_add(row, SEC_CHECKED_WITH), V_TEXT, arena_printf(page->arena, "%d → %d", m->before, m->after));
}

void measures_fill(struct page *page, struct tpl *t, const struct measures_shown *x)
{
    aftercare_tabs_fill(page, t);
    fill_tabs(page, t, x->asked);
    tpl_text(t, V_WHOSE, measures_whose_words[x->asked->whose]);
    fill_kinds(page, t, x->asked->kind);
    fill_causes(page, t, x->book, x->asked->cause);
    fill_categories(page, t, x->categories, x->n_categories, x->asked->category_id);
    tpl_show_if(t, SEC_MAY_SET, access_may(page->user, MAY_IMPROVE));
    if (x->n == 0)
        tpl_show(t, SEC_EMPTY);
    struct tpl *table = x->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < x->n; i++)
        fill_row(page, table, x->book, &x->list[i]);
    const struct pager_links links = {
        .first = x->first ? NULL : measures_url(page->arena, x->asked, NULL),
        .next = x->next ? measures_url(page->arena, x->asked, x->next) : NULL,
    };
    if (links.first || links.next)
        pager_fill(t, &links);
}

/* ---- the form ---- */

static void fill_departments(struct page *page, struct tpl *t, const struct measure_shown *x, int64_t chosen)
{
    bool several = false;
    for (size_t i = 1; i < x->n_departments; i++)
        several |= x->departments[i].unit_id != x->departments[0].unit_id;
    for (size_t i = 0; i < x->n_departments; i++) {
        const struct department *d = &x->departments[i];
        const char *name = page_pick(page, d->name_zh, d->name_en);
        add_option(t, SEC_DEPARTMENT_OPTION, number(page, d->id), several ? arena_printf(page->arena, "%s / %s", page_pick(page, d->unit_zh, d->unit_en), name) : name, d->id == chosen);
    }
}

static void fill_plan(struct page *page, struct tpl *t, const struct measure_shown *x)
{
    const struct measure *m = x->m;
    const struct measure_typed *k = x->typed && (x->typed->action == MEASURE_SET || x->typed->action == MEASURE_CHANGE) ? x->typed : NULL;
    struct tpl *form = tpl_add(t, SEC_PLAN);
    tpl_text(form, V_ACTION, m ? "change" : "set");
    tpl_text(form, V_URL, m ? arena_printf(page->arena, "/staff/measures/%lld", (long long)m->id) : "/staff/measures/new");
    tpl_text(form, V_BUTTON, page_text(page, m ? N_("Save the change") : N_("Set the measure")));
    tpl_text(form, V_TITLE, k ? k->title : m ? m->title : "");
    tpl_text(form, V_BODY, k ? k->body : m ? m->body : "");
    tpl_text(form, V_PERSON, k ? k->owner : m ? m->owner : "");
    tpl_text(form, V_DUE, k ? (k->due_us ? measure_day(page->arena, k->due_us, page->site->zone) : k->due) : m ? measure_day(page->arena, m->due_us, page->site->zone) : "");
    if (m)
        tpl_int(tpl_add(form, SEC_WHICH), V_VERSION, m->version);
    if (k && *k->number)
        tpl_text(tpl_add(form, SEC_OF_CASE), V_NUMBER, k->number);
    if (k && k->incident_id)
        tpl_int(tpl_add(form, SEC_OF_INCIDENT), V_ID, k->incident_id);
    if (k && k->follows_id)
        tpl_int(tpl_add(form, SEC_FOLLOWS), V_ID, k->follows_id);
    if (!m)
        tpl_optional(form, SEC_COMES_FROM, V_TEXT, x->from);
    fill_kinds(page, form, k ? k->kind : m ? m->kind : (enum measure_kind)0);
    fill_causes(page, form, x->book, k ? k->cause : m ? m->cause : "");
    fill_categories(page, form, x->categories, x->n_categories, k ? k->category_id : m ? m->category_id : 0);
    fill_departments(page, form, x, k ? k->department_id : m ? m->department_id : 0);
    if (!x->errors)
        return;
    page_field_error(page, form, SEC_TITLE_ERR, x->errors, "title");
    page_field_error(page, form, SEC_CAUSE_ERR, x->errors, "cause");
    page_field_error(page, form, SEC_KIND_ERR, x->errors, "kind");
    page_field_error(page, form, SEC_DEPARTMENT_ERR, x->errors, "department");
    page_field_error(page, form, SEC_OWNER_ERR, x->errors, "owner");
    page_field_error(page, form, SEC_DUE_ERR, x->errors, "due");
}

/* ---- one ---- */

static void fill_effect(struct page *page, struct tpl *t, const struct measure *m)
{
    if (m->checked_us) {
        struct tpl *effect = tpl_add(t, SEC_EFFECT);
        int days = measure_days(m);
        tpl_show(effect, m->state == MEASURE_EFFECTIVE ? SEC_WORKED : SEC_CAME_BACK);
        tpl_text(effect, V_TEXT, text_f(page->arena, page->lang, N_("Checked on %s. In the %d days before it was set %d complaints had this cause; in the %d days after it was done %d."), day(page, m->checked_us), days,
                                        m->before, days, m->after));
    } else if (m->state == MEASURE_DONE && m->check_us) {
        tpl_text(tpl_add(t, SEC_CHECK_COMES), V_TEXT, text_f(page->arena, page->lang, N_("On %s it is looked whether complaints with this cause came back."), day(page, m->check_us)));
    }
}

/* One of the small forms: a text and a button. */
static void fill_act(struct page *page, struct tpl *t, const struct measure_shown *x, enum measure_action action, const char *word, const char *heading, const char *label, const char *typed)
{
    const char *why;
    if (measure_decide(x->m, action, &why) != ERR_NONE)
        return;
    bool again = x->typed && x->typed->action == action;
    struct tpl *act = tpl_add(t, SEC_ACT);
    tpl_int(act, V_ID, x->m->id);
    tpl_int(act, V_VERSION, x->m->version);
    tpl_text(act, V_WORD, word);
    tpl_text(act, V_HEADING, page_text(page, heading));
    tpl_text(act, V_LABEL, page_text(page, label));
    tpl_text(act, V_TYPED, again ? x->typed->text : typed);
    tpl_show_if(act, SEC_OPEN, again || action == MEASURE_FINISH);
    if (again && x->errors)
        page_field_error(page, act, SEC_TEXT_ERR, x->errors, arena_printf(page->arena, "text-%s", word));
}

static void fill_steps(struct page *page, struct tpl *t, const struct measure_shown *x)
{
    for (size_t i = 0; i < x->n_steps; i++) {
        struct tpl *step = tpl_add(t, SEC_STEP);
        tpl_text(step, V_AT, format_moment(page->arena, page->lang, x->steps[i].at_us, page->site->zone));
        tpl_text(step, V_PERSON, *x->steps[i].actor ? x->steps[i].actor : page_text(page, N_("The rules")));
        tpl_text(step, V_LABEL, page_text(page, measure_step_words(x->steps[i].kind)));
        tpl_optional(step, SEC_WRITTEN, V_TEXT, x->steps[i].body);
    }
}

static void fill_one(struct page *page, struct tpl *t, const struct measure_shown *x)
{
    const struct measure *m = x->m;
    struct tpl *one = tpl_add(t, SEC_EXISTS);
    const char *why;
    tpl_text(one, V_TITLE, m->title);
    tpl_text(one, V_STATE, page_text(page, measure_state_title(m->state)));
    tpl_text(one, V_TAG, state_tag(m));
    tpl_show_if(one, SEC_LATE, measure_late(m, page->now_us));
    tpl_text(one, V_KIND, page_text(page, measure_kind_title(m->kind)));
    tpl_text(one, V_CAUSE, cause_name(page, x->book, m->cause));
    tpl_text(one, V_CATEGORY, m->category_id ? page_pick(page, m->category_zh, m->category_en) : page_text(page, N_("Any")));
    tpl_text(one, V_PLACE, place(page, m));
    tpl_text(one, V_PERSON, *m->owner ? m->owner : page_text(page, N_("The coordinator")));
    tpl_text(one, V_DUE, day(page, m->due_us));
    tpl_optional(one, SEC_HAS_BODY, V_BODY, m->body);
    tpl_optional(one, SEC_HAS_EVIDENCE, V_TEXT, m->evidence);
    tpl_optional(one, SEC_HAS_REMARK, V_TEXT, m->remark);
    tpl_optional(one, SEC_FROM_CASE, V_NUMBER, m->number);
    if (m->incident_id)
        tpl_int(tpl_add(one, SEC_OF_INCIDENT), V_ID, m->incident_id);
    if (m->follows_id)
        tpl_int(tpl_add(one, SEC_FOLLOWS), V_ID, m->follows_id);
    if (m->done_us)
        tpl_text(tpl_add(one, SEC_WAS_DONE), V_TEXT, arena_printf(page->arena, "%s · %s", day(page, m->done_us), m->doer));
    fill_effect(page, one, m);
    fill_act(page, one, x, MEASURE_FINISH, "done", N_("Report it as done"), N_("What shows that it was done"), "");
    fill_act(page, one, x, MEASURE_SAY, "say", N_("Write about the effect"), N_("Your view of the effect"), m->remark);
    fill_act(page, one, x, MEASURE_BACK, "back", N_("Send it back: not done yet"), N_("What is missing"), "");
    fill_act(page, one, x, MEASURE_DROP, "drop", N_("Drop the measure"), N_("Why it is dropped"), "");
    if (m->leads && m->state == MEASURE_NOT_EFFECTIVE)
        tpl_int(tpl_add(one, SEC_AGAIN), V_ID, m->id);
    if (measure_decide(m, MEASURE_CHANGE, &why) == ERR_NONE)
        tpl_show_if(tpl_add(one, SEC_MAY_CHANGE), SEC_OPEN, x->typed && x->typed->action == MEASURE_CHANGE);
    fill_steps(page, one, x);
}

void measure_fill(struct page *page, struct tpl *t, const struct measure_shown *x)
{
    const char *why;
    if (x->errors)
        page_errors(page, t, x->errors);
    if (x->m)
        fill_one(page, t, x);
    if (!x->m || measure_decide(x->m, MEASURE_CHANGE, &why) == ERR_NONE)
        fill_plan(page, t, x);
}
