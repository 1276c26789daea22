#include "desk_classify_view.h"
#include "desk_facts_view.h"
#include "desk_timeline_view.h"
#include "desk_words_view.h"
#include "format.h"
#include "hiding.h"
#include "moment.h"

static void add_pair(struct page *page, struct tpl *t, const char *label, const char *value, const char *label_2, const char *value_2)
{
    struct tpl *pair = tpl_add(t, SEC_PAIR);
    tpl_text(pair, V_LABEL, page_text(page, label));
    tpl_text(pair, V_VALUE, value);
    tpl_text(pair, V_LABEL_2, page_text(page, label_2));
    tpl_text(pair, V_VALUE_2, value_2);
}

/* On paper from the oldest on; internal notes stay inside. */
static void fill_printed_steps(struct page *page, struct tpl *t, const struct desk_case *x)
{
    struct desk_entry *entries;
    size_t n;
    desk_timeline(page->arena, x->messages, x->n_messages, x->events, x->n_events, DESK_SHOW_ALL, &entries, &n);
    for (size_t i = n; i > 0; i--) {
        const struct message *m = entries[i - 1].message;
        const struct event *e = entries[i - 1].event;
        if (!e && desk_entry_internal(&entries[i - 1]))
            continue;
        struct tpl *row = tpl_add(t, SEC_EVENT);
        tpl_text(row, V_AT, moment_full(page, e ? e->at_us : m->at_us, e ? e->coarse : m->coarse));
        if (e) {
            desk_event_fill(page, row, x->world.book, e);
        } else {
            tpl_text(row, V_WHO, m->kind == MESSAGE_FROM ? desk_alias(page, m->alias) : m->author);
            tpl_text(row, V_SENTENCE, page_text(page, message_kind_title(m->kind)));
        }
        if (m && !desk_entry_internal(&entries[i - 1]))
            tpl_text(tpl_add(row, SEC_WRITTEN), V_BODY, m->body);
    }
}

void desk_print_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const struct complaint *c = &x->c;
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(c));
    tpl_text(t, V_PLACE, desk_place(page, c));
    tpl_text(t, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
    add_pair(page, t, N_("State"), page_text(page, complaint_state_title(c->state)), N_("Channel"),
             desk_rb_name(page, x->world.book->channels, x->world.book->channels_count, c->channel));
    add_pair(page, t, N_("Received"), moment_full(page, c->received_us, hiding_times(x->world.book, c->mode)), N_("Promised answer"), c->promised_us ? desk_due_moment(page, c->promised_us) : "—");
    add_pair(page, t, N_("Handled by"), desk_place(page, c), N_("Handler"), c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
    for (size_t i = 0; i < x->parts.n_allegations; i++)
        tpl_text(tpl_add(t, SEC_ALLEGATION), V_BODY, x->parts.allegations[i].body);
    struct complaint without_outcome = *c;
    without_outcome.outcome = "";
    struct desk_case sheet = *x;
    sheet.c = without_outcome;
    struct desk_facts facts = {.page = page};
    desk_facts_masked(&facts, &sheet);
    desk_facts_circumstances(&facts, &sheet);
    desk_classify_facts(&facts, x);
    desk_facts_fill(t, &facts, NULL);
    fill_printed_steps(page, t, x);
    tpl_text(t, V_FINDING, page_text(page, complaint_finding_title(c->finding)));
    tpl_text(t, V_OUTCOME, c->outcome);
}
