#include "desk_pack_view.h"

#include <string.h>

#include "hiding.h"
#include "moment.h"
#include "compensation.h"
#include "committee.h"
#include "desk_classify_view.h"
#include "desk_clock_view.h"
#include "desk_facts_view.h"
#include "desk_timeline_view.h"
#include "desk_words_view.h"
#include "format.h"
#include "pack_html.h"
#include "party.h"
#include "slip.h"

#define SHORT_HASH 16 /* hex digits of a hash that are shown; the manifest has all */

/* A pack being made: who reads it decides what stands in it. */
struct making {
    struct page *page;
    const struct desk_pack *d;
    struct pack p;
    const char *hidden[6 + 2 * PARTIES_MAX]; /* what is taken out of texts */
    size_t n_hidden;
};

static const char *words(const struct making *m, const char *msgid)
{
    return page_text(m->page, msgid);
}

/* A text as this copy may show it. */
static const char *shown(const struct making *m, const char *text)
{
    return m->n_hidden ? pack_redact(m->page->arena, text, m->hidden, m->n_hidden) : text;
}

static const char *moment(const struct making *m, int64_t at_us)
{
    return at_us ? format_full(m->page->arena, at_us, m->page->site->zone) : "";
}

/* Names of colleagues are for inside. */
static const char *colleague(const struct making *m, const char *name)
{
    return m->d->head.whole ? name : words(m, N_("Staff"));
}

static const char *joined(const struct making *m, const char *a, const char *b)
{
    return *a && *b ? arena_printf(m->page->arena, "%s · %s", a, b) : *a ? a : b;
}

/* ---- the sections ---- */

static void identity_facts(struct making *m, struct desk_facts *facts)
{
    const struct identity *who = m->d->who;
    switch (m->d->head.identity) {
    case PACK_SHOWN:
        desk_fact_text(facts, N_("Complainant"), who && *who->name ? who->name : words(m, N_("Name not given")));
        if (who) {
            desk_fact_text(facts, N_("Telephone number"), who->phone);
            desk_fact_text(facts, N_("E-mail address"), who->email);
            desk_fact_text(facts, N_("Address"), who->address);
            desk_fact_text(facts, N_("Identity number"), who->id_number);
            desk_facts_parties(facts, who, true);
        }
        desk_fact_text(facts, N_("Why the identity is shown"), m->d->reason);
        return;
    case PACK_MASKED: desk_facts_masked(facts, m->d->x); return;
    case PACK_HIDDEN:
    case PACK_IDENTITY__END: break;
    }
    desk_fact_text(facts, N_("Complainant"), words(m, m->d->x->c.mode == COMPLAINT_ANONYMOUS ? N_("Anonymous; no contact details were left") : N_("Left out of this copy")));
}

static void put_facts(struct making *m, const struct desk_facts *facts)
{
    const char *list[DESK_FACTS_MAX][2];
    for (size_t i = 0; i < facts->n; i++) {
        list[i][0] = facts->list[i].label;
        list[i][1] = shown(m, facts->list[i].value);
    }
    pack_html_facts(&m->p, (const char *const(*)[2])list, facts->n);
}

static void head_section(struct making *m)
{
    const struct desk_case *x = m->d->x;
    const struct complaint *c = &x->c;
    struct desk_facts facts = {.page = m->page};
    struct desk_case plain = *x;
    desk_fact_text(&facts, N_("Number"), c->number);
    desk_fact_text(&facts, N_("Subject"), c->title);
    desk_fact_text(&facts, N_("State"), words(m, complaint_state_title(c->state)));
    desk_fact_text(&facts, N_("Channel"), desk_rb_name(m->page, x->world.book->channels, x->world.book->channels_count, c->channel));
    desk_fact_text(&facts, N_("Received"), moment_full(m->page, c->received_us, hiding_times(m->d->x->world.book, c->mode)));
    desk_fact_text(&facts, N_("Taken on at"), moment(m, c->accepted_us));
    desk_fact_text(&facts, N_("Answered at"), moment(m, c->replied_us));
    desk_fact_text(&facts, N_("Closed at"), moment(m, c->closed_us));
    desk_fact_text(&facts, N_("Handled by"), desk_place(m->page, c));
    if (m->d->head.whole)
        desk_fact_text(&facts, N_("Handler"), c->assignee);
    identity_facts(m, &facts);
    plain.c.outcome = "";
    desk_facts_circumstances(&facts, &plain);
    put_facts(m, &facts);
}

static void matters_section(struct making *m)
{
    const struct desk_case *x = m->d->x;
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *one = &x->parts.allegations[i];
        const char *found = one->finding ? words(m, complaint_finding_title(one->finding)) : "";
        pack_html_entry(&m->p, joined(m, text_f(m->page->arena, m->page->lang, N_("Matter %d"), one->position), found), shown(m, one->body), shown(m, one->reason));
    }
    if (x->parts.n_allegations == 0)
        pack_html_note(&m->p, words(m, N_("None.")));
}

static void class_section(struct making *m)
{
    struct desk_facts facts = {.page = m->page};
    desk_classify_facts(&facts, m->d->x);
    if (facts.n == 0)
        pack_html_note(&m->p, words(m, N_("None.")));
    else
        put_facts(m, &facts);
}

static void clocks_section(struct making *m)
{
    const struct desk_case *x = m->d->x;
    const char *heads[] = {words(m, N_("Time limit")), words(m, N_("Allowed")), words(m, N_("Began")), words(m, N_("Due at")), words(m, N_("Done at")), words(m, N_("Kept or not"))};
    if (x->clocks->n == 0) {
        pack_html_note(&m->p, words(m, N_("None.")));
        return;
    }
    pack_html_table(&m->p, heads, COUNT_OF(heads));
    for (size_t i = 0; i < x->clocks->n; i++) {
        const struct clock *c = &x->clocks->list[i];
        const char *cells[] = {desk_clock_name(m->page, x->world.book, c->rule, c->kind), desk_limit_words(m->page, c->limit), moment(m, c->started_us), moment(m, c->due_us), moment(m, c->met_us),
                               desk_clock_words(m->page, c)};
        pack_html_row(&m->p, cells, COUNT_OF(cells));
    }
    pack_html_table_end(&m->p);
}

static bool is_internal(const struct event *e)
{
    const struct timeline_kind *kind = timeline_kind(e->kind);
    return !kind || kind->class == EVENT_CLASS_INTERNAL;
}

static void timeline_section(struct making *m)
{
    struct arena *a = m->page->arena;
    for (size_t i = 0; i < m->d->k->n_steps; i++) {
        const struct pack_step *s = &m->d->k->steps[i];
        const struct timeline_kind *kind = timeline_kind(s->event.kind);
        const char *hash = arena_printf(a, "#%d %.*s…", s->event.seq, SHORT_HASH, str_hex(a, s->hash, 32));
        if (is_internal(&s->event) && !m->d->head.whole) {
            pack_html_entry(&m->p, joined(m, moment_full(m->page, s->event.at_us, s->event.coarse), words(m, N_("An internal step, left out of this copy"))), "", hash);
            continue;
        }
        const char *who = s->event.actor_kind == EVENT_STAFF ? colleague(m, s->event.actor) : desk_actor(m->page, &s->event);
        const char *detail = m->d->head.whole ? desk_event_detail(m->page, m->d->x->world.book, &s->event) : "";
        detail += strspn(detail, ": ");
        if (strncmp(detail, "：", strlen("：")) == 0)
            detail += strlen("：");
        pack_html_entry(&m->p, arena_printf(a, "%s · %s %s", moment_full(m->page, s->event.at_us, s->event.coarse), who, kind ? words(m, kind->sentence) : s->event.kind), shown(m, detail), hash);
    }
}

static void messages_section(struct making *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->d->k->n_messages; i++) {
        const struct message *one = &m->d->k->messages[i];
        const char *who = one->kind == MESSAGE_FROM ? desk_alias(m->page, one->alias) : colleague(m, one->author);
        if (!m->d->head.whole && one->kind >= MESSAGE_NOTE)
            continue;
        n++;
        pack_html_entry(&m->p, arena_printf(m->page->arena, "%s · %s · %s", moment_full(m->page, one->at_us, one->coarse), who, words(m, message_kind_title(one->kind))), shown(m, one->body), "");
    }
    if (n == 0)
        pack_html_note(&m->p, words(m, N_("None.")));
}

static void slips_section(struct making *m)
{
    for (size_t i = 0; i < m->d->k->n_slips; i++) {
        const struct pack_slip *s = &m->d->k->slips[i];
        const char *head = text_f(m->page->arena, m->page->lang, N_("Slip %d: %s"), s->number, words(m, slip_kind_title((enum slip_kind)s->kind)));
        const char *facts[][2] = {
            {words(m, N_("State")), words(m, slip_state_title((enum slip_state)s->state))},
            {words(m, N_("From")), joined(m, page_pick(m->page, s->from_zh, s->from_en), s->sender)},
            {words(m, N_("To")), page_pick(m->page, s->to_zh, s->to_en)},
            {words(m, N_("Sent")), moment(m, s->sent_us)},
            {words(m, N_("Due at")), moment(m, s->due_us)},
            {words(m, N_("Answered at")), moment(m, s->answered_us)},
            {words(m, N_("Late")), s->late ? words(m, N_("Yes")) : ""},
        };
        pack_html_entry(&m->p, head, shown(m, s->request), "");
        pack_html_facts(&m->p, (const char *const(*)[2])facts, COUNT_OF(facts));
    }
}

static void findings_section(struct making *m)
{
    for (size_t i = 0; i < m->d->k->n_findings; i++) {
        const struct pack_finding *f = &m->d->k->findings[i];
        const char *facts[][2] = {
            {words(m, N_("What was checked and found")), shown(m, f->facts)}, {words(m, N_("Where it was looked")), shown(m, f->sources)},
            {words(m, N_("Who was asked")), shown(m, f->interviews)},         {words(m, N_("Evidence")), shown(m, f->evidence)},
            {words(m, N_("What follows")), shown(m, f->conclusion)},          {words(m, N_("What is done about it")), shown(m, f->remedy)},
        };
        pack_html_entry(&m->p, text_f(m->page->arena, m->page->lang, N_("Matter %d"), f->position), "", "");
        pack_html_facts(&m->p, (const char *const(*)[2])facts, COUNT_OF(facts));
        pack_html_note(&m->p, joined(m, moment(m, f->at_us), joined(m, f->first, strcmp(f->first, f->last) ? f->last : "")));
    }
}

static void papers_section(struct making *m)
{
    const struct pack_case *k = m->d->k;
    struct arena *a = m->page->arena;
    for (size_t i = 0; i < k->n_papers; i++) {
        const struct pack_paper *one = &k->papers[i];
        if (!m->d->head.whole && one->state != 4)
            continue;
        pack_html_entry(&m->p, joined(m, shown(m, one->title), moment(m, one->final_us)), "", "");
        for (size_t n = 0; n < k->n_sections; n++) {
            if (k->sections[n].paper_id == one->id && *k->sections[n].code != '=' && *k->sections[n].body)
                pack_html_entry(&m->p, "", shown(m, k->sections[n].body), "");
        }
        for (size_t n = 0; n < k->n_copies; n++) {
            if (k->copies[n].paper_id == one->id)
                pack_html_entry(&m->p, "", "", arena_printf(a, "%s (%s) SHA-256 %s", words(m, N_("Archived copy")), k->copies[n].language, str_hex(a, k->copies[n].sha256, 32)));
        }
        if (one->delivered_us)
            pack_html_note(&m->p, joined(m, text_f(a, m->page->lang, N_("Delivered %s"), moment(m, one->delivered_us)), shown(m, one->delivered_to)));
    }
}

static void approvals_section(struct making *m)
{
    for (size_t i = 0; i < m->d->n_approvals; i++) {
        const struct approval *one = &m->d->approvals[m->d->n_approvals - 1 - i];
        pack_html_entry(&m->p, arena_printf(m->page->arena, "%s · %s · %s", moment(m, one->asked_us), shown(m, one->title), words(m, approval_state_title(one->state))), shown(m, one->body), "");
        for (size_t n = 0; n < one->n_steps; n++) {
            const struct approval_step *s = &one->steps[n];
            if (s->decision)
                pack_html_entry(&m->p, arena_printf(m->page->arena, "%d. %s · %s · %s", s->n, moment(m, s->at_us), s->by, words(m, approval_decision_title(s->decision))), shown(m, s->text), "");
        }
    }
}

static void money_section(struct making *m)
{
    struct arena *a = m->page->arena;
    for (size_t i = 0; i < m->d->k->n_money; i++) {
        const struct pack_money *one = &m->d->k->money[i];
        const struct rb_standard *standard = rulebook_standard(m->d->x->world.book, one->standard);
        const char *facts[][2] = {
            {words(m, N_("Sum")), compensation_amount(a, one->cents)},
            {words(m, N_("State")), words(m, compensation_state_title((enum compensation_state)one->state))},
            {words(m, N_("What for")), m->d->head.whole ? shown(m, one->reason) : ""},
            {words(m, N_("Approved")), moment(m, one->approved_us)},
            {words(m, N_("Paid")), joined(m, moment(m, one->paid_us), shown(m, one->way))},
            {words(m, N_("Voucher")), shown(m, one->voucher)},
        };
        if (!m->d->head.whole && one->state != COMPENSATION_APPROVED && one->state != COMPENSATION_PAID)
            continue;
        pack_html_entry(&m->p, standard ? desk_rb_text(m->page, standard->name) : one->standard, "", "");
        pack_html_facts(&m->p, (const char *const(*)[2])facts, COUNT_OF(facts));
    }
}

static void committee_section(struct making *m)
{
    for (size_t i = 0; i < m->d->k->n_items; i++) {
        const struct pack_item *one = &m->d->k->items[i];
        const char *decision = *one->decision ? words(m, committee_decision_title(one->decision, one->why)) : words(m, N_("Not decided yet"));
        pack_html_entry(&m->p, arena_printf(m->page->arena, "%s · %s · %s", moment(m, one->decided_us ? one->decided_us : one->proposed_us), words(m, committee_why_title(one->why)), decision),
                        shown(m, *one->body ? one->body : one->question), shown(m, one->follow_up));
    }
}

static void result_section(struct making *m)
{
    const struct complaint *c = &m->d->x->c;
    struct desk_facts facts = {.page = m->page};
    desk_fact_text(&facts, N_("Finding"), words(m, complaint_finding_title(c->finding)));
    desk_fact_text(&facts, N_("Reasons of the finding"), c->outcome);
    desk_fact_text(&facts, N_("What the complainant says to it"), words(m, complaint_outcome_title(c->outcome_said)));
    if (facts.n == 0)
        pack_html_note(&m->p, words(m, N_("None.")));
    else
        put_facts(m, &facts);
}

static void files_section(struct making *m)
{
    struct arena *a = m->page->arena;
    const char *heads[] = {words(m, N_("File")), words(m, N_("Size")), words(m, N_("Received")), "SHA-256"};
    size_t n = 0;
    for (size_t i = 0; i < m->d->k->n_files; i++) {
        const struct attachment *f = &m->d->k->files[i];
        if (f->internal && !m->d->head.whole)
            continue;
        const char *cells[] = {shown(m, f->name), text_f(a, m->page->lang, N_("%lld bytes"), (long long)f->bytes), moment_full(m->page, f->at_us, f->coarse), str_hex(a, f->sha256, 32)};
        if (n++ == 0)
            pack_html_table(&m->p, heads, COUNT_OF(heads));
        pack_html_row(&m->p, cells, COUNT_OF(cells));
        struct pack_file file = {.bytes = f->bytes, .internal = f->internal, .name = cells[0]};
        memcpy(file.sha256, f->sha256, sizeof file.sha256);
        pack_add_file(&m->p, &file);
    }
    if (n > 0)
        pack_html_table_end(&m->p);
    else
        pack_html_note(&m->p, words(m, N_("None.")));
}

/* ---- the whole ---- */

static const struct section {
    struct pack_title title; /* msgid */
    void (*put)(struct making *m);
    bool inside; /* left out of copies without internal parts */
} sections[] = {
    {{"complaint", N_("The complaint")}, head_section, false},
    {{"matters", N_("Matters")}, matters_section, false},
    {{"classification", N_("Classification")}, class_section, true},
    {{"clocks", N_("Time limits, kept or not")}, clocks_section, false},
    {{"timeline", N_("Steps in order")}, timeline_section, false},
    {{"messages", N_("Messages")}, messages_section, false},
    {{"slips", N_("Slips between departments")}, slips_section, true},
    {{"investigation", N_("Investigation")}, findings_section, true},
    {{"papers", N_("Papers")}, papers_section, false},
    {{"approvals", N_("Approvals")}, approvals_section, true},
    {{"compensation", N_("Compensation")}, money_section, false},
    {{"committee", N_("Committee")}, committee_section, true},
    {{"result", N_("Result")}, result_section, false},
    {{"attachments", N_("Attachments")}, files_section, false},
};

static bool stands(const struct making *m, const struct section *s)
{
    const struct pack_case *k = m->d->k;
    if (s->inside && !m->d->head.whole)
        return false;
    return !((s->put == slips_section && k->n_slips == 0) || (s->put == findings_section && k->n_findings == 0) || (s->put == papers_section && k->n_papers == 0) ||
             (s->put == approvals_section && m->d->n_approvals == 0) || (s->put == money_section && k->n_money == 0) || (s->put == committee_section && k->n_items == 0));
}

static void front(struct making *m)
{
    const struct desk_pack *d = m->d;
    struct pack_title titles[COUNT_OF(sections)];
    const char *facts[][2] = {
        {words(m, N_("Number")), d->head.number},
        {words(m, N_("Made")), moment(m, d->head.at_us)},
        {words(m, N_("Made by")), colleague(m, m->page->user->name)},
        {words(m, N_("Kind of copy")), words(m, pack_scope_title(d->head.scope))},
        {words(m, N_("Identity of the complainant")), words(m, pack_identity_title(d->head.identity))},
        {words(m, N_("For")), d->body_name},
        {words(m, N_("Their reference")), d->reference},
    };
    struct pack_front f = {
        .language = lang_tag(m->page->lang), .heading = arena_printf(m->page->arena, "%s %s", words(m, N_("Evidence pack")), d->head.number),
        .subject = page_pick(m->page, m->page->site->brand_zh, m->page->site->brand_en), .contents = words(m, N_("Contents")), .facts = (const char *const(*)[2])facts, .n_facts = COUNT_OF(facts),
        .titles = titles, .warning = d->head.identity == PACK_SHOWN ? words(m, N_("This copy holds the complainant's identity. Keep it locked away and pass it to nobody else.")) : "",
    };
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        if (stands(m, &sections[i]))
            titles[f.n_titles++] = (struct pack_title){sections[i].title.name, words(m, sections[i].title.title)};
    }
    pack_html_front(&m->p, &f);
}

static void add_events(struct making *m)
{
    static const uint8_t nothing[32];
    const struct pack_case *k = m->d->k;
    for (size_t i = 0; i < k->n_steps; i++) {
        const struct pack_step *s = &k->steps[i];
        struct pack_event e = {.seq = s->event.seq, .actor_kind = s->event.actor_kind, .key_kind = s->key_kind, .key_version = s->key_version, .at_us = s->event.at_us,
                               .actor_id = s->event.actor_id, .kind = s->event.kind, .data = m->d->head.scope == PACK_INTERNAL ? s->event.data : NULL};
        if (!m->d->head.whole && is_internal(&s->event)) {
            e.kind = PACK_LEFT_OUT;
            e.actor_kind = 0;
            e.actor_id = 0;
        }
        memcpy(e.previous, i ? k->steps[i - 1].hash : nothing, sizeof e.previous);
        memcpy(e.hash, s->hash, sizeof e.hash);
        pack_add_event(&m->p, &e);
    }
}

struct str desk_pack_make(struct page *page, const struct desk_pack *d, struct str *ret_manifest, uint8_t ret_hash[32])
{
    struct making m = {.page = page, .d = d, .p = pack_new(page->arena, d->sha)};
    int n = 0;
    if (d->head.identity == PACK_HIDDEN && d->who) {
        const char *const values[] = {d->who->name, d->who->phone, d->who->email, d->who->address, d->who->id_number,
                                      identity_phone_key(page->arena, d->who->phone ? d->who->phone : "")}; /* with the country's code and without */
        for (; m.n_hidden < COUNT_OF(values); m.n_hidden++)
            m.hidden[m.n_hidden] = values[m.n_hidden];
        struct party parties[PARTIES_MAX];
        size_t others = parties_read(page->arena, d->who->parties, parties, COUNT_OF(parties));
        for (size_t i = 0; i < others; i++) {
            m.hidden[m.n_hidden++] = parties[i].name;
            m.hidden[m.n_hidden++] = parties[i].contact;
        }
    }
    front(&m);
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        if (!stands(&m, &sections[i]))
            continue;
        const struct pack_title title = {sections[i].title.name, words(&m, sections[i].title.title)};
        pack_html_open(&m.p, ++n, &title);
        sections[i].put(&m);
        pack_html_shut(&m.p);
    }
    pack_html_machine(&m.p, words(&m, N_("For checking by machine")),
                      words(&m, N_("Below stand the length and SHA-256 of every section, every step as it is chained, and the SHA-256 of every attachment, with a signature over all of it. "
                                   "\"redress verify --pack FILE\" says whether a single character of this file was changed.")));
    add_events(&m);
    return pack_finish(&m.p, &d->head, ret_manifest, ret_hash);
}

/* ---- the page ---- */

void desk_pack_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_pack_line *list, size_t n)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    for (size_t i = 0; i < n; i++) {
        const struct desk_pack_line *one = &list[i];
        struct tpl *row = tpl_add(t, SEC_PACK);
        tpl_text(row, V_AT, desk_moment(page, one->made_us));
        tpl_text(row, V_WHO, one->maker);
        tpl_text(row, V_SCOPE, page_text(page, pack_scope_title(one->scope)));
        tpl_text(row, V_KIND, page_text(page, pack_identity_title(one->identity)));
        tpl_text(row, V_VALUE, one->hash);
        if (one->state == 2 && one->mine) {
            struct tpl *ready = tpl_add(row, SEC_READY);
            tpl_text(ready, V_URL, arena_printf(page->arena, "/staff/complaints/%s/pack/%lld/file", x->c.number, (long long)one->id));
            tpl_text(ready, V_SIZE, format_size(page->arena, (uint64_t)one->bytes));
        }
        tpl_show_if(row, SEC_UNDER_WAY, one->state == 1);
        tpl_show_if(row, SEC_FAILED, one->state == 3);
        tpl_show_if(row, SEC_GONE, one->state == 4);
        tpl_show_if(row, SEC_OTHERS, one->state == 2 && !one->mine);
    }
    tpl_show_if(t, SEC_HAS_ROWS, n > 0);
    tpl_show_if(t, SEC_EMPTY, n == 0);
}
