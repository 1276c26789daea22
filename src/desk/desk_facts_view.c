#include "desk_facts_view.h"

#include <string.h>

#include "hiding.h"
#include "desk_classify_view.h"
#include "desk_words_view.h"
#include "format.h"
#include "party.h"
#include "utf8.h"

#define SHORT_FACT 26 /* code points that fit half the width */

void desk_fact(struct desk_facts *facts, const char *label, const char *value)
{
    if (!value || !*value || facts->n == DESK_FACTS_MAX)
        return;
    facts->list[facts->n].label = label;
    facts->list[facts->n++].value = value;
}

void desk_fact_text(struct desk_facts *facts, const char *msgid, const char *value)
{
    desk_fact(facts, page_text(facts->page, msgid), value);
}

static const char *preference(const struct page *page, const struct identity *who)
{
    const char *way = page_text(page, complaint_contact_title(who->prefer));
    return *who->prefer_time ? arena_printf(page->arena, "%s · %s", way, who->prefer_time) : way;
}

/* The name made up for him, and why he has one. */
static const char *hidden(const struct page *page, const struct desk_case *x, const char *why)
{
    return arena_printf(page->arena, "%s · %s", hiding_name(page->arena, &x->c, page->lang != LANG_ZH), page_text(page, why));
}

static const char *masked_contact(struct arena *a, const char *contact)
{
    return strchr(contact, '@') ? format_mask_email(a, contact) : format_mask_phone(a, contact);
}

void desk_facts_parties(struct desk_facts *facts, const struct identity *who, bool clear)
{
    struct arena *a = facts->page->arena;
    struct party list[PARTIES_MAX];
    size_t n = parties_read(a, who->parties, list, COUNT_OF(list));
    for (size_t i = 0; i < n; i++) {
        const struct party *p = &list[i];
        const char *name = clear ? p->name : p->role == PARTY_STAFF ? format_mask_other(a, p->name) : format_mask_name(a, p->name);
        const char *contact = !*p->contact || clear ? p->contact : masked_contact(a, p->contact);
        desk_fact_text(facts, party_title(p->role),
                       arena_printf(a, "%s%s%s%s%s", name, *p->relation ? " · " : "", p->relation, *contact ? " · " : "", contact));
    }
}

/* Who complained, hidden as far as everybody may see it. The first of the facts, always there. */
void desk_facts_masked(struct desk_facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    struct arena *a = page->arena;
    if (x->c.erased_us) {
        desk_fact_text(facts, N_("Complainant"), page_text(page, N_("erased")));
        return;
    }
    if (x->c.mode == COMPLAINT_ANONYMOUS) {
        desk_fact_text(facts, N_("Complainant"), hidden(page, x, N_("Anonymous; no contact details were left")));
        return;
    }
    if (x->c.mode == COMPLAINT_CONFIDENTIAL || !x->known) {
        desk_fact_text(facts, N_("Complainant"), hidden(page, x, N_("Confidential, sealed")));
    } else {
        desk_fact_text(facts, N_("Complainant"), *x->who.name ? format_mask_name(a, x->who.name) : page_text(page, N_("Name not given")));
        desk_fact_text(facts, N_("Telephone number"), *x->who.phone ? format_mask_phone(a, x->who.phone) : "");
        desk_fact_text(facts, N_("E-mail address"), *x->who.email ? format_mask_email(a, x->who.email) : "");
        desk_fact_text(facts, N_("Address"), *x->who.address ? format_mask_other(a, x->who.address) : "");
        desk_fact_text(facts, N_("Identity number"), *x->who.id_number ? format_mask_other(a, x->who.id_number) : "");
        desk_facts_parties(facts, &x->who, false);
    }
    if (x->who.prefer && *x->who.prefer)
        desk_fact_text(facts, N_("Wants to be reached"), preference(page, &x->who));
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

/* What the form of the channel asked, in the order of the form. */
static void add_asked(struct desk_facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    for (size_t i = 0; rulebook_asks[i]; i++) {
        for (size_t k = 0; k < x->parts.n_asked; k++) {
            const struct complaint_asked *asked = &x->parts.asked[k];
            if (strcmp(asked->ask, rulebook_asks[i]) == 0)
                desk_fact_text(facts, rulebook_ask_title(asked->ask), strcmp(asked->value, "yes") == 0 ? page_text(page, N_("Yes")) : asked->value);
        }
    }
}

void desk_facts_circumstances(struct desk_facts *facts, const struct desk_case *x)
{
    struct page *page = facts->page;
    const struct complaint *c = &x->c;
    if (c->source && *c->source && strcmp(c->source, "direct") != 0)
        desk_fact_text(facts, N_("From whom it came"), desk_rb_name(page, x->world.book->sources, x->world.book->sources_count, c->source));
    add_asked(facts, x);
    desk_fact_text(facts, N_("Complains as"), desk_rb_name(page, x->world.book->complainants, x->world.book->complainants_count, c->complainant_kind));
    desk_fact_text(facts, N_("Papers that are missing"), page_text(page, standing_missing_words(c->standing)));
    desk_fact_text(facts, N_("Papers that came"), page_text(page, standing_there_words(c->standing)));
    const struct rb_exclusion *said = rulebook_exclusion(x->world.book, c->exclusion_said);
    if (said)
        desk_fact_text(facts, N_("Said before filing"), desk_rb_text(page, said->name));
    desk_fact_text(facts, N_("Category"), page_pick(page, c->category_zh, c->category_en));
    desk_fact_text(facts, N_("When it happened"), c->occurred);
    desk_fact_text(facts, N_("Where it happened"), c->place);
    desk_fact_text(facts, N_("People involved"), c->persons);
    desk_fact_text(facts, N_("Reference number"), c->reference);
    for (size_t i = 0; i < x->parts.n_answers; i++)
        desk_fact(facts, page_pick(page, x->parts.answers[i].label_zh, x->parts.answers[i].label_en), x->parts.answers[i].value);
    desk_fact_text(facts, N_("Demands"), demands_of(page, &x->parts));
    if (c->outcome && *c->outcome)
        desk_fact_text(facts, c->state == COMPLAINT_REJECTED ? N_("Why it was not accepted") : N_("Reasons of the finding"), c->outcome);
}

static bool is_wide(const char *value)
{
    return strchr(value, '\n') || utf8_length(str_of(value)) > SHORT_FACT;
}

/* Two short facts share a row; one that is left alone, and every long one, takes the whole row. */
void desk_facts_fill(struct tpl *t, const struct desk_facts *facts, struct tpl **ret_first)
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
    if (x->c.erased_us || x->c.mode == COMPLAINT_ANONYMOUS || !(x->rights & PERMISSION_BIT(sealed ? MAY_UNSEAL : MAY_REVEAL)))
        return;
    if (!sealed && page_recent(page, false) == ERR_NONE)
        tpl_show(fact, SEC_REVEAL_NOW);
    else
        tpl_text(tpl_add(fact, SEC_REVEAL_FIRST), V_LABEL, page_text(page, sealed ? N_("Unseal") : N_("Show")));
}

void desk_content_fill(struct page *page, struct tpl *t, const struct desk_case *x)
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
            desk_file_fill(page, own, &x->files[i]);
        }
    }
    struct desk_facts facts = {.page = page};
    desk_facts_masked(&facts, x);
    desk_facts_circumstances(&facts, x);
    desk_classify_facts(&facts, x);
    struct tpl *first = NULL;
    desk_facts_fill(t, &facts, &first);
    if (first)
        add_reveal(page, first, x);
}

void desk_identity_fill(struct page *page, struct tpl *t, const struct identity *who)
{
    struct desk_facts facts = {.page = page};
    desk_fact_text(&facts, N_("Name"), who->name);
    desk_fact_text(&facts, N_("Telephone number"), who->phone);
    desk_fact_text(&facts, N_("E-mail address"), who->email);
    desk_fact_text(&facts, N_("Address"), who->address);
    desk_fact_text(&facts, N_("Identity number"), who->id_number);
    desk_facts_parties(&facts, who, true);
    if (who->prefer && *who->prefer)
        desk_fact_text(&facts, N_("Wants to be reached"), preference(page, who));
    desk_facts_fill(t, &facts, NULL);
}
