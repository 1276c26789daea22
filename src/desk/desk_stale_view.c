#include "desk_stale_view.h"

#include <string.h>

#include "desk_timeline_view.h"
#include "moment.h"
#include "contact.h"
#include "desk_classify_view.h"
#include "desk_slip_view.h"
#include "desk_clock_act_view.h"
#include "desk_words_view.h"
#include "format.h"

static void add_line(struct page *page, struct tpl *t, enum tpl_section section, const char *label, const char *value)
{
    if (!value || !*value)
        return;
    struct tpl *line = tpl_add(t, section);
    tpl_text(line, V_LABEL, page_text(page, label));
    tpl_text(line, V_VALUE, value);
}

static const char *department_name(struct page *page, const struct desk_case *x, int64_t id)
{
    for (size_t i = 0; i < x->n_departments; i++) {
        const struct department *d = &x->departments[i];
        if (d->id == id)
            return arena_printf(page->arena, "%s / %s", page_pick(page, d->unit_zh, d->unit_en), page_pick(page, d->name_zh, d->name_en));
    }
    return "";
}

static const char *person_name(const struct desk_case *x, int64_t id)
{
    for (size_t i = 0; i < x->n_people; i++) {
        if (x->people[i].id == id)
            return x->people[i].name;
    }
    return "";
}

static void fill_mine(struct page *page, struct tpl *t, const struct desk_case *now, const struct desk_act_typed *typed)
{
    const struct desk_act_kind *kind = desk_act_kind(typed->action);
    tpl_text(t, V_ACT_TITLE, page_text(page, flow_action(typed->action)->title));
    const struct rulebook *b = now->world.book;
    if (*typed->exclusion)
        add_line(page, t, SEC_MINE, N_("Reason"), desk_rb_text(page, rulebook_exclusion(b, typed->exclusion)->name));
    if (*typed->turn)
        add_line(page, t, SEC_MINE, N_("Turned into"), desk_rb_text(page, rulebook_turn(b, typed->turn)->name));
    add_line(page, t, SEC_MINE, N_("Validity"), page_text(page, rulebook_validity_title(typed->validity)));
    if (kind->classify)
        desk_classify_lines(page, t, now, &typed->classify);
    if (kind->clock)
        add_line(page, t, SEC_MINE, N_("Time limit"), desk_clock_choice_name(page, now, typed->clock_id));
    if (typed->agreed >= 0)
        add_line(page, t, SEC_MINE, N_("Decision"), page_text(page, typed->agreed ? N_("Agree") : N_("Do not agree")));
    if (kind->assign) {
        add_line(page, t, SEC_MINE, N_("Department"), department_name(page, now, typed->department_id));
        add_line(page, t, SEC_MINE, N_("Handler"), person_name(now, typed->person_id));
    }
    if (*typed->answered) {
        add_line(page, t, SEC_MINE, N_("What the complainant was asked"), typed->asked);
        add_line(page, t, SEC_MINE, N_("What the complainant answered"), typed->answered);
    }
    if (kind->label)
        add_line(page, t, SEC_MINE, kind->label, typed->text);
    add_line(page, t, SEC_MINE, N_("How the answer is given"), page_text(page, contact_way_title(contact_way_from_word(typed->given))));
    if (typed->web_reply)
        add_line(page, t, SEC_MINE, N_("Tracking page"), page_text(page, N_("Ask that the tracking page may show the text")));
    add_line(page, t, SEC_MINE, N_("To be supplied by"), desk_date_iso(page->arena, typed->until));
}

/* The last step says who was faster and what he did. */
static const char *last_step(struct page *page, const struct desk_case *now)
{
    if (now->n_events == 0)
        return "";
    const struct event *e = &now->events[0];
    const struct timeline_kind *kind = timeline_kind(e->kind);
    const char *who = e->actor_kind == EVENT_COMPLAINANT ? desk_alias(page, e->actor)
                      : e->actor_kind == EVENT_SYSTEM    ? page_text(page, N_("System"))
                                                         : e->actor;
    return arena_printf(page->arena, "%s %s %s", moment_short(page, e->at_us, e->coarse), who,
                        kind ? page_text(page, kind->sentence) : "");
}

static const char *last_message(struct page *page, const struct desk_case *now)
{
    const struct message *m = &now->messages[0];
    const char *who = m->kind == MESSAGE_FROM ? desk_alias(page, m->alias) : m->author;
    return arena_printf(page->arena, "%s\n%s", who, m->body);
}

static void fill_now(struct page *page, struct tpl *t, const struct desk_case *now)
{
    const struct complaint *c = &now->c;
    add_line(page, t, SEC_NOW, N_("State"), page_text(page, complaint_state_title(c->state)));
    add_line(page, t, SEC_NOW, N_("Handled by"), desk_place(page, c));
    add_line(page, t, SEC_NOW, N_("Handler"), c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
    if (c->finding)
        add_line(page, t, SEC_NOW, N_("Finding"), page_text(page, complaint_finding_title(c->finding)));
    add_line(page, t, SEC_NOW, N_("Reasons of the finding"), c->outcome);
    if (now->n_messages > 0)
        add_line(page, t, SEC_NOW, N_("Last message"), last_message(page, now));
    add_line(page, t, SEC_NOW, N_("Last step"), last_step(page, now));
}

/* Everything that was sent stands in the form again, but for what the page itself puts there and the text that can be changed. */
static void keep_typed(struct page *page, struct tpl *t, const struct desk_act_typed *typed)
{
    static const char *const own[] = {"csrf", "once", "version", "from", "text", "insert", "stage"};
    for (size_t i = 0; i < page->form->n; i++) {
        const struct http_field *field = &page->form->fields[i];
        bool skip = !field->value_n;
        for (size_t k = 0; k < COUNT_OF(own); k++)
            skip = skip || strcmp(field->name, own[k]) == 0;
        if (skip)
            continue;
        struct tpl *kept = tpl_add(t, SEC_KEPT);
        tpl_text(kept, V_NAME, field->name);
        tpl_text(kept, V_VALUE, field->value);
    }
    if (*typed->stage) {
        struct tpl *kept = tpl_add(t, SEC_KEPT);
        tpl_text(kept, V_NAME, "stage");
        tpl_text(kept, V_VALUE, typed->stage);
    }
}

void desk_stale_fill(struct page *page, struct tpl *t, const struct desk_case *now, const struct desk_act_typed *typed)
{
    const struct desk_act_kind *kind = desk_act_kind(typed->action);
    tpl_text(t, V_NUMBER, now->c.number);
    tpl_text(t, V_FROM_RAW, typed->from);
    fill_mine(page, t, now, typed);
    fill_now(page, t, now);
    if (!desk_act_in(now->allowed, typed->action)) {
        tpl_show(t, SEC_IMPOSSIBLE);
        return;
    }
    struct tpl *again = tpl_add(t, SEC_AGAIN);
    tpl_text(again, V_ACTION, flow_action(typed->action)->name);
    tpl_int(again, V_VERSION, now->c.version);
    keep_typed(page, again, typed);
    if (kind->label) {
        struct tpl *edit = tpl_add(again, SEC_EDIT_TEXT);
        tpl_text(edit, V_LABEL, page_text(page, kind->label));
        tpl_text(edit, V_VALUE, typed->text);
    }
}

void desk_state_fill(struct page *page, struct tpl *t, const struct desk_case *now, const struct desk_act_typed *typed)
{
    const char *held = desk_open_slips_words(page, &now->c, typed->action);
    tpl_text(t, V_NUMBER, now->c.number);
    tpl_text(t, V_MESSAGE,
             *held ? held : text_f(page->arena, page->lang, N_("The complaint is in the state “%s”. In this state “%s” is not possible; nothing was changed."),
                    page_text(page, complaint_state_title(now->c.state)), page_text(page, flow_action(typed->action)->title)));
    tpl_optional(t, SEC_HAS_TEXT, V_TYPED, typed->text);
    if (!now->allowed)
        return;
    struct tpl *choices = tpl_add(t, SEC_CHOICES);
    for (size_t i = 0; desk_act_order[i] != ACTION__COUNT; i++) {
        if (!desk_act_in(now->allowed, desk_act_order[i]))
            continue;
        struct tpl *choice = tpl_add(choices, SEC_CHOICE);
        tpl_text(choice, V_ACTION, flow_action(desk_act_order[i])->name);
        tpl_text(choice, V_LABEL, page_text(page, flow_action(desk_act_order[i])->title));
    }
}
