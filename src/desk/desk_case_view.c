#include "desk_case_view.h"

#include <string.h>

#include "desk_list_view.h"
#include "format.h"
#include "utf8.h"

#define FACTS_MAX 40
#define SHORT_FACT 26 /* code points that fit half the width */

const char *desk_place(const struct page *page, const struct complaint *c)
{
    const char *unit = page_pick(page, c->unit_zh, c->unit_en), *department = page_pick(page, c->department_zh, c->department_en);
    return *department ? arena_printf(page->arena, "%s / %s", unit, department) : unit;
}

const char *desk_text_lang(const struct complaint *c)
{
    enum lang lang;
    return lang_tag(lang_from_code(c->language, &lang) ? lang : LANG_ZH);
}

bool desk_department_offered(const struct complaint *c, const struct department *d)
{
    return d->unit_id == c->unit_id || d->id == c->department_id || strcmp(d->function, "customer_service") == 0;
}

static const char *moment(const struct page *page, int64_t at_us)
{
    return format_full(page->arena, at_us, page->site->zone);
}

/* ---- head ---- */

struct clock_shown {
    const char *tone, *icon, *label, *words, *note;
    int gauge; /* -1: none */
};

static void add_clock(struct page *page, struct tpl *t, const struct clock_shown *shown)
{
    struct tpl *clock = tpl_add(t, SEC_CLOCK);
    tpl_text(clock, V_TONE, shown->tone);
    tpl_text(clock, V_ICON, shown->icon);
    tpl_text(clock, V_LABEL, page_text(page, shown->label));
    tpl_text(clock, V_WORDS, shown->words);
    tpl_text(clock, V_NOTE, shown->note);
    if (shown->gauge >= 0)
        tpl_int(tpl_add(clock, SEC_GAUGE), V_WIDTH, shown->gauge);
}

static const char *span(const struct page *page, int64_t from_us, int64_t to_us)
{
    return format_span(page->arena, page->lang, to_us > from_us ? to_us - from_us : from_us - to_us);
}

/* The answer that was promised: still running, given, or no longer due. */
static void add_answer_clock(struct page *page, struct tpl *t, const struct complaint *c)
{
    const char *due = text_f(page->arena, page->lang, N_("due %s"), format_moment(page->arena, page->lang, c->due_us, page->site->zone));
    struct clock_shown shown = {"is-calm", "clock", N_("Promised answer"), "", due, -1};
    if (c->replied_us && c->state != COMPLAINT_PROGRESS && c->state != COMPLAINT_WAITING) {
        bool late = c->replied_us > c->due_us;
        shown.tone = late ? "is-bad" : "is-ok";
        shown.icon = late ? "alert-triangle" : "circle-check";
        shown.words = late ? text_f(page->arena, page->lang, N_("Answered %s late"), span(page, c->due_us, c->replied_us))
                           : page_text(page, N_("Answered in time"));
        shown.gauge = desk_gauge(c->received_us, c->due_us, c->replied_us);
    } else if (!c->is_open) {
        shown.words = page_text(page, N_("No longer due"));
    } else {
        enum complaint_urgency urgency = complaint_urgency(c->is_open, c->due_us, page->now_us);
        shown.tone = urgency == URGENCY_LATE ? "is-bad" : urgency == URGENCY_SOON ? "is-warn" : "is-calm";
        shown.icon = urgency == URGENCY_LATE ? "alert-triangle" : "clock";
        shown.words = desk_due_words(page, c);
        shown.gauge = desk_gauge(c->received_us, c->due_us, page->now_us);
    }
    add_clock(page, t, &shown);
}

static void add_accepted_clock(struct page *page, struct tpl *t, const struct complaint *c)
{
    struct clock_shown shown = {"is-warn", "circle", N_("Acceptance"), "", "", -1};
    if (c->accepted_us) {
        bool rejected = c->state == COMPLAINT_REJECTED;
        shown.tone = rejected ? "is-calm" : "is-ok";
        shown.icon = rejected ? "ban" : "circle-check";
        shown.words = page_text(page, rejected ? N_("Not accepted") : N_("Accepted"));
        shown.note = text_f(page->arena, page->lang, N_("%s, after %s"), moment(page, c->accepted_us), span(page, c->received_us, c->accepted_us));
    } else if (c->is_open) {
        shown.words = page_text(page, N_("To be accepted"));
        shown.note = text_f(page->arena, page->lang, N_("received %s ago"), span(page, c->received_us, page->now_us));
    } else {
        return;
    }
    add_clock(page, t, &shown);
}

/* The third place is for what happens or happened last. */
static void add_last_clock(struct page *page, struct tpl *t, const struct complaint *c)
{
    struct clock_shown shown = {"is-calm", "circle-check", "", "", "", -1};
    if (c->state == COMPLAINT_WAITING && c->asked_until_us) {
        bool late = page->now_us > c->asked_until_us;
        shown.tone = late ? "is-warn" : "is-calm";
        shown.icon = "upload";
        shown.label = N_("Material from the complainant");
        shown.words = late ? page_text(page, N_("Not supplied in time"))
                           : text_f(page->arena, page->lang, N_("%s left"), span(page, page->now_us, c->asked_until_us));
        shown.note = text_f(page->arena, page->lang, N_("until %s"), format_date(page->arena, page->lang, c->asked_until_us, page->site->zone));
    } else if (c->closed_us) {
        shown.tone = "is-ok";
        shown.label = N_("End");
        shown.words = page_text(page, complaint_state_title(c->state));
        shown.note = text_f(page->arena, page->lang, N_("%s, after %s"), moment(page, c->closed_us), span(page, c->received_us, c->closed_us));
    } else if (c->replied_us) {
        shown.icon = "send";
        shown.label = N_("Last answer");
        shown.words = text_f(page->arena, page->lang, N_("%s ago"), span(page, c->replied_us, page->now_us));
        shown.note = moment(page, c->replied_us);
    } else {
        return;
    }
    add_clock(page, t, &shown);
}

static void fill_tags(struct page *page, struct tpl *t, const struct complaint *c)
{
    tpl_show_if(t, SEC_CONFIDENTIAL, c->mode == COMPLAINT_CONFIDENTIAL);
    tpl_show_if(t, SEC_ANONYMOUS, c->mode == COMPLAINT_ANONYMOUS);
    tpl_show_if(t, SEC_WITHDRAWING, c->withdraw_us && c->is_open);
    tpl_show_if(t, SEC_HAS_UNREAD, c->unread);
    if (c->head_count > 1)
        tpl_text(tpl_add(t, SEC_GROUP), V_LABEL, text_count(page->arena, page->lang, "%lld person", "%lld people", c->head_count));
    if (c->finding)
        tpl_text(tpl_add(t, SEC_FOUND), V_LABEL, page_text(page, complaint_finding_title(c->finding)));
}

static void fill_way_back(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const char *from = desk_url_encode(page->arena, x->from);
    tpl_text(t, V_FROM, from);
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *from ? arena_printf(page->arena, "?from=%s", from) : "");
    tpl_text(t, V_CARRY_ON, *from ? arena_printf(page->arena, "&from=%s", from) : "");
    if (!*x->from) {
        tpl_show(t, SEC_NO_BACK);
        return;
    }
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, desk_list_url(page->arena, &x->list));
    tpl_text(back, V_LABEL, page_text(page, desk_view_kind(x->list.view)->title));
}

void desk_head_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_tab tab)
{
    const struct complaint *c = &x->c;
    fill_way_back(page, t, x);
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(c));
    tpl_text(t, V_TAG, desk_state_class(c->state));
    tpl_text(t, V_STATE, page_text(page, complaint_state_title(c->state)));
    tpl_text(t, V_CHANNEL, page_text(page, complaint_channel_title(c->channel)));
    tpl_text(t, V_PLACE, desk_place(page, c));
    tpl_text(t, V_PERSON, c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
    tpl_text(t, V_RECEIVED_ISO, utc_iso(page->arena, c->received_us));
    tpl_text(t, V_RECEIVED, moment(page, c->received_us));
    fill_tags(page, t, c);
    add_answer_clock(page, t, c);
    add_accepted_clock(page, t, c);
    add_last_clock(page, t, c);
    tpl_show(t, tab == DESK_TAB_FILES ? SEC_TAB_FILES : tab == DESK_TAB_RECORD ? SEC_TAB_RECORD : SEC_TAB_WORK);
    if (x->has_files)
        tpl_int(tpl_add(t, SEC_FILE_COUNT), V_COUNT, (long long)x->n_files);
}

/* ---- facts ---- */

struct facts {
    struct page *page;
    struct {
        const char *label, *value;
    } list[FACTS_MAX];
    size_t n;
};

static void add_fact(struct facts *facts, const char *label, const char *value)
{
    if (!value || !*value || facts->n == FACTS_MAX)
        return;
    facts->list[facts->n].label = label;
    facts->list[facts->n++].value = value;
}

static void add_text_fact(struct facts *facts, const char *msgid, const char *value)
{
    add_fact(facts, page_text(facts->page, msgid), value);
}

static const char *preference(const struct page *page, const struct identity *who)
{
    const char *way = page_text(page, complaint_contact_title(who->prefer));
    return *who->prefer_time ? arena_printf(page->arena, "%s · %s", way, who->prefer_time) : way;
}

/* Who complained, hidden as far as everybody may see it. The first of the facts, always there. */
static void add_masked(struct facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    struct arena *a = page->arena;
    if (x->c.mode == COMPLAINT_ANONYMOUS) {
        add_text_fact(facts, N_("Complainant"), page_text(page, N_("Anonymous; no contact details were left")));
        return;
    }
    if (x->c.mode == COMPLAINT_CONFIDENTIAL || !x->known) {
        add_text_fact(facts, N_("Complainant"), page_text(page, N_("Confidential, sealed")));
    } else {
        add_text_fact(facts, N_("Complainant"), *x->who.name ? format_mask_name(a, x->who.name) : page_text(page, N_("Name not given")));
        add_text_fact(facts, N_("Telephone number"), *x->who.phone ? format_mask_phone(a, x->who.phone) : "");
        add_text_fact(facts, N_("E-mail address"), *x->who.email ? format_mask_email(a, x->who.email) : "");
        add_text_fact(facts, N_("Address"), *x->who.address ? format_mask_other(a, x->who.address) : "");
        add_text_fact(facts, N_("Identity number"), *x->who.id_number ? format_mask_other(a, x->who.id_number) : "");
    }
    if (x->who.prefer && *x->who.prefer)
        add_text_fact(facts, N_("Wants to be reached"), preference(page, &x->who));
}

static const char *demands_of(const struct page *page, const struct complaint_parts *parts)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < parts->n_demands; i++) {
        const struct complaint_demand *d = &parts->demands[i];
        buf_printf(&out, "%s%s", i ? "\n" : "", page_text(page, complaint_demand_title(d->kind)));
        if (*d->amount)
            buf_printf(&out, " %s", d->amount);
        if (*d->note)
            buf_printf(&out, page->lang == LANG_ZH ? "：%s" : ": %s", d->note);
    }
    return out.n ? out.p : "";
}

static void add_circumstances(struct facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    const struct complaint *c = &x->c;
    add_text_fact(facts, N_("Complains as"), page_text(page, complaint_kind_title(c->complainant_kind)));
    add_text_fact(facts, N_("Category"), page_pick(page, c->category_zh, c->category_en));
    add_text_fact(facts, N_("When it happened"), c->occurred);
    add_text_fact(facts, N_("Where it happened"), c->place);
    add_text_fact(facts, N_("People involved"), c->persons);
    add_text_fact(facts, N_("Reference number"), c->reference);
    for (size_t i = 0; i < x->parts.n_answers; i++)
        add_fact(facts, page_pick(page, x->parts.answers[i].label_zh, x->parts.answers[i].label_en), x->parts.answers[i].value);
    add_text_fact(facts, N_("Demands"), demands_of(page, &x->parts));
    if (c->outcome && *c->outcome)
        add_text_fact(facts, c->state == COMPLAINT_REJECTED ? N_("Why it was not accepted") : N_("Reasons of the finding"), c->outcome);
}

static bool is_wide(const char *value)
{
    return strchr(value, '\n') || utf8_length(str_of(value)) > SHORT_FACT;
}

/* Two short facts share a row; one that is left alone, and every long one, takes the whole row. */
static void fill_facts(struct tpl *t, const struct facts *facts, struct tpl **ret_first)
{
    for (size_t i = 0; i < facts->n; i++) {
        bool pair = !is_wide(facts->list[i].value) && i + 1 < facts->n && !is_wide(facts->list[i + 1].value);
        for (size_t k = 0; k < (pair ? 2u : 1u); k++) {
            struct tpl *row = tpl_add(t, SEC_FACT);
            tpl_text(row, V_LABEL, facts->list[i + k].label);
            tpl_text(row, V_VALUE, facts->list[i + k].value);
            tpl_show_if(row, SEC_FULL, !pair);
            if (i + k == 0 && ret_first)
                *ret_first = row;
        }
        i += pair;
    }
}

/* The way to the hidden contact details stands beside the complainant. */
static void add_reveal(struct page *page, struct tpl *fact, const struct desk_case *x)
{
    bool sealed = x->c.mode == COMPLAINT_CONFIDENTIAL;
    if (x->c.mode == COMPLAINT_ANONYMOUS || !(x->rights & PERMISSION_BIT(sealed ? MAY_UNSEAL : MAY_REVEAL)))
        return;
    if (!sealed && page_recent(page, false) == ERR_NONE)
        tpl_show(fact, SEC_REVEAL_NOW);
    else
        tpl_text(tpl_add(fact, SEC_REVEAL_FIRST), V_LABEL, page_text(page, sealed ? N_("Unseal") : N_("Show")));
}

static void add_file(struct page *page, struct tpl *t, const struct attachment *f)
{
    struct tpl *file = tpl_add(t, SEC_FILE);
    tpl_text(file, V_CODE, f->code);
    tpl_text(file, V_NAME, f->name);
    tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)f->bytes));
}

static void fill_content(struct page *page, struct tpl *t, const struct desk_case *x)
{
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *one = &x->parts.allegations[i];
        struct tpl *row = tpl_add(t, SEC_ALLEGATION);
        tpl_text(row, V_BODY, one->body);
        if (x->parts.n_allegations > 1)
            tpl_text(tpl_add(row, SEC_HEADING), V_LABEL, text_f(page->arena, page->lang, N_("Matter %d"), one->position));
        if (one->finding) {
            struct tpl *decided = tpl_add(row, SEC_DECIDED);
            tpl_text(decided, V_FINDING, page_text(page, complaint_finding_title(one->finding)));
            tpl_optional(decided, SEC_BECAUSE, V_REASON, one->reason);
        }
    }
    struct tpl *own = NULL;
    for (size_t i = 0; i < x->n_files; i++) {
        if (x->files[i].message_id == 0) {
            own = own ? own : tpl_add(t, SEC_OWN_FILES);
            add_file(page, own, &x->files[i]);
        }
    }
    struct facts facts = {.page = page};
    add_masked(&facts, x);
    add_circumstances(&facts, x);
    struct tpl *first = NULL;
    fill_facts(t, &facts, &first);
    if (first)
        add_reveal(page, first, x);
}

/* ---- timeline ---- */

static const char *actor_name(const struct page *page, const struct event *e)
{
    switch (e->actor_kind) {
    case EVENT_COMPLAINANT: return page_text(page, N_("Complainant"));
    case EVENT_SYSTEM: return page_text(page, N_("System"));
    case EVENT_STAFF: break;
    }
    return e->actor;
}

static int64_t number_in(const struct page *page, const struct event *e, const char *key)
{
    long long number;
    return str_to_i64(str_of(timeline_get(page->arena, e->data, key)), 1, INT64_MAX, &number) ? number : 0;
}

static const char *assigned_to(const struct page *page, const struct event *e)
{
    struct arena *a = page->arena;
    const char *department = page_pick(page, timeline_get(a, e->data, "department"), timeline_get(a, e->data, "department_en"));
    const char *person = timeline_get(a, e->data, "assignee");
    return arena_printf(a, "%s%s%s", department, *department && *person ? " / " : "", person);
}

/* What of an event's data is worth telling: to whom it was given, until when, what was found, why it was looked at. */
static const char *event_detail(const struct page *page, const struct event *e)
{
    const char *detail = timeline_get(page->arena, e->data, "reason");
    if (strcmp(e->kind, "assigned") == 0)
        detail = assigned_to(page, e);
    else if (strcmp(e->kind, "asked") == 0 && number_in(page, e, "until"))
        detail = text_f(page->arena, page->lang, N_("until %s"), format_date(page->arena, page->lang, number_in(page, e, "until"), page->site->zone));
    else if (strcmp(e->kind, "closed") == 0 && number_in(page, e, "finding"))
        detail = page_text(page, complaint_finding_title((enum complaint_finding)number_in(page, e, "finding")));
    return *detail ? arena_printf(page->arena, page->lang == LANG_ZH ? "：%s" : ": %s", detail) : "";
}

static void fill_event(struct page *page, struct tpl *row, const struct event *e)
{
    const struct timeline_kind *kind = timeline_kind(e->kind);
    tpl_text(row, V_WHO, actor_name(page, e));
    tpl_text(row, V_SENTENCE, kind ? page_text(page, kind->sentence) : e->kind);
    tpl_text(row, V_ISO, utc_iso(page->arena, e->at_us));
    tpl_optional(row, SEC_DETAIL, V_TEXT, event_detail(page, e));
}

static const char *message_icon(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_FROM: return "message";
    case MESSAGE_NOTE: return "lock";
    case MESSAGE_ASK: return "upload";
    case MESSAGE_TO:
    case MESSAGE_REPLY:
    case MESSAGE_KIND__END: break;
    }
    return "send";
}

static void fill_message(struct page *page, struct tpl *row, const struct desk_entry *entry, const struct desk_case *x)
{
    const struct message *m = entry->message;
    struct tpl *said = tpl_add(row, SEC_SAID);
    tpl_text(said, V_BODY, m->body);
    tpl_text(said, V_BODY_LANG, m->kind == MESSAGE_NOTE ? lang_tag(LANG_ZH) : desk_text_lang(&x->c));
    tpl_text(said, V_ISO, utc_iso(page->arena, m->at_us));
    if (m->kind == MESSAGE_FROM) {
        bool named = x->known && *x->who.name;
        tpl_text(said, V_WHO, named ? format_mask_name(page->arena, x->who.name) : page_text(page, N_("Complainant")));
        tpl_show_if(said, SEC_INWARD, named);
    } else {
        tpl_text(said, V_WHO, m->author);
        if (desk_entry_internal(entry))
            tpl_show(said, SEC_INTERNAL);
        else
            tpl_text(tpl_add(said, SEC_OUTWARD), V_KIND, page_text(page, message_kind_title(m->kind == MESSAGE_NOTE ? MESSAGE_TO : m->kind)));
    }
    for (size_t i = 0; i < x->n_files; i++) {
        if (x->files[i].message_id == m->id)
            add_file(page, said, &x->files[i]);
    }
}

static void fill_entry(struct page *page, struct tpl *t, const struct desk_entry *entry, const struct desk_case *x)
{
    const struct event *e = entry->event;
    struct tpl *row = tpl_add(t, SEC_ENTRY);
    tpl_text(row, V_AT, format_short(page->arena, e ? e->at_us : entry->message->at_us, page->now_us, page->site->zone));
    if (e) {
        const struct timeline_kind *kind = timeline_kind(e->kind);
        tpl_text(row, V_ICON, kind ? kind->icon : "circle");
        fill_event(page, tpl_add(row, SEC_DONE), e);
    } else {
        tpl_text(row, V_ICON, message_icon(entry->message->kind));
    }
    if (entry->message)
        fill_message(page, row, entry, x);
}

static void fill_timeline(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    struct desk_entry *entries;
    size_t n;
    desk_timeline(page->arena, x->messages, x->n_messages, x->events, x->n_events, show, &entries, &n);
    for (size_t i = 0; i < n; i++)
        fill_entry(page, t, &entries[i], x);
    tpl_show_if(t, SEC_NO_ENTRIES, n == 0);
    tpl_show_if(t, SEC_CUT_OFF, x->n_events == DESK_ENTRIES_MAX || x->n_messages == DESK_ENTRIES_MAX);
}

static void fill_shows(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    const char *from = *x->from ? arena_printf(page->arena, "&from=%s", desk_url_encode(page->arena, x->from)) : "";
    for (int i = 0; i < DESK_SHOW__COUNT; i++) {
        const struct desk_show_kind *kind = desk_show_kind((enum desk_show)i);
        struct tpl *link = tpl_add(t, SEC_SHOW);
        tpl_text(link, V_URL, arena_printf(page->arena, "/staff/complaints/%s?show=%s%s", x->c.number, kind->name, from));
        tpl_text(link, V_LABEL, page_text(page, kind->title));
        tpl_show_if(link, SEC_CUR, (enum desk_show)i == show);
    }
}

void desk_body_fill(struct page *page, struct tpl *t, const struct desk_case *x, enum desk_show show)
{
    fill_content(page, t, x);
    fill_shows(page, t, x, show);
    fill_timeline(page, t, x, show);
}

/* ---- the other tabs ---- */

void desk_files_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    if (x->n_files == 0) {
        tpl_show(t, SEC_EMPTY);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    for (size_t i = 0; i < x->n_files; i++) {
        const struct attachment *f = &x->files[i];
        struct tpl *row = tpl_add(table, SEC_FILE);
        tpl_text(row, V_CODE, f->code);
        tpl_text(row, V_NAME, f->name);
        tpl_text(row, V_KIND, f->media_type);
        tpl_text(row, V_SIZE, format_size(page->arena, (uint64_t)f->bytes));
        tpl_text(row, V_ISO, utc_iso(page->arena, f->at_us));
        tpl_text(row, V_AT, moment(page, f->at_us));
        enum message_kind from = MESSAGE_FROM;
        for (size_t k = 0; k < x->n_messages; k++) {
            if (x->messages[k].id == f->message_id)
                from = x->messages[k].kind;
        }
        tpl_show(row, f->internal ? SEC_INTERNAL : from == MESSAGE_FROM ? SEC_INWARD : SEC_OUTWARD);
    }
}

void desk_record_fill(struct page *page, struct tpl *t, const struct event *events, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_EVENT);
        tpl_int(row, V_SEQ, events[i].seq);
        tpl_text(row, V_AT, moment(page, events[i].at_us));
        fill_event(page, row, &events[i]);
    }
}

void desk_identity_fill(struct page *page, struct tpl *t, const struct identity *who)
{
    struct facts facts = {.page = page};
    add_text_fact(&facts, N_("Name"), who->name);
    add_text_fact(&facts, N_("Telephone number"), who->phone);
    add_text_fact(&facts, N_("E-mail address"), who->email);
    add_text_fact(&facts, N_("Address"), who->address);
    add_text_fact(&facts, N_("Identity number"), who->id_number);
    if (who->prefer && *who->prefer)
        add_text_fact(&facts, N_("Wants to be reached"), preference(page, who));
    fill_facts(t, &facts, NULL);
}

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
        tpl_text(row, V_AT, moment(page, e ? e->at_us : m->at_us));
        if (e) {
            fill_event(page, row, e);
        } else {
            tpl_text(row, V_WHO, m->kind == MESSAGE_FROM ? page_text(page, N_("Complainant")) : m->author);
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
    add_pair(page, t, N_("State"), page_text(page, complaint_state_title(c->state)), N_("Channel"), page_text(page, complaint_channel_title(c->channel)));
    add_pair(page, t, N_("Received"), moment(page, c->received_us), N_("Promised answer"), moment(page, c->due_us));
    add_pair(page, t, N_("Handled by"), desk_place(page, c), N_("Handler"), c->assignee_id ? c->assignee : page_text(page, N_("Not assigned")));
    for (size_t i = 0; i < x->parts.n_allegations; i++)
        tpl_text(tpl_add(t, SEC_ALLEGATION), V_BODY, x->parts.allegations[i].body);
    struct complaint without_outcome = *c;
    without_outcome.outcome = "";
    struct desk_case sheet = *x;
    sheet.c = without_outcome;
    struct facts facts = {.page = page};
    add_masked(&facts, &sheet);
    add_circumstances(&facts, &sheet);
    fill_facts(t, &facts, NULL);
    fill_printed_steps(page, t, x);
    tpl_text(t, V_FINDING, page_text(page, complaint_finding_title(c->finding)));
    tpl_text(t, V_OUTCOME, c->outcome);
}
