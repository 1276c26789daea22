#include "desk_bulk_view.h"

#include "desk_close_view.h"

#include <string.h>

#include "complaint_list.h"
#include "desk_act.h"

void desk_bulk_bar_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    struct tpl *bar = tpl_add(t, SEC_BULK_BAR);
    for (int i = 0; i < BULK__COUNT; i++) {
        if (!desk_bulk_may(page->user, (enum bulk_action)i))
            continue;
        struct tpl *option = tpl_add(bar, SEC_OPTION);
        tpl_text(option, V_VALUE, bulk_action_word((enum bulk_action)i));
        tpl_text(option, V_LABEL, page_text(page, desk_bulk_kind((enum bulk_action)i)->title));
    }
    size_t most = page->site->config->limits.bulk_rows;
    bool further = shown->n > shown->limit || shown->typed->list.at_id || shown->cut.cut;
    tpl_text(bar, V_ALL_LABEL, further ? text_count(page->arena, page->lang, "All of the list, the first %lld at most", "All of the list, the first %lld at most", (long long)most)
                                       : page_text(page, N_("All of the list")));
}

/* ---- verdicts ---- */

/* What the flow would allow now, a few of it. */
static const char *possible_now(const struct page *page, const struct complaint *c, permission_set rights)
{
    enum { MOST = 4 };
    uint64_t allowed = flow_allowed(c, FLOW_STAFF, rights);
    struct buf words = {.arena = page->arena};
    int n = 0;
    for (int i = 0; i < ACTION__COUNT && n < MOST; i++) {
        if (!(allowed >> i & 1) || i == ACTION_NOTE)
            continue;
        buf_printf(&words, "%s%s", n++ ? (page->lang == LANG_ZH ? "、" : ", ") : "", page_text(page, flow_action((enum complaint_action)i)->title));
    }
    return words.n ? words.p : page_text(page, N_("nothing but reading it"));
}

static const char *not_now(const struct page *page, const struct complaint *c, permission_set rights)
{
    if (c->merged_into_id)
        return page_text(page, N_("It was merged into another complaint, which goes on in its place"));
    return text_f(page->arena, page->lang, N_("Not possible while it is “%s”; possible now: %s"), page_text(page, complaint_state_title(c->state)), possible_now(page, c, rights));
}

const char *desk_bulk_words(const struct page *page, enum desk_bulk_verdict verdict, const struct complaint *c, permission_set rights)
{
    static const struct complaint none = {.state = COMPLAINT_SUBMITTED};
    c = c ? c : &none; /* one that is not found has a verdict of its own */
    switch (verdict) {
    case BULK_FITS: break;
    case BULK_GONE: return page_text(page, N_("You can no longer see this complaint"));
    case BULK_CHANGED: return page_text(page, N_("Somebody changed it after you chose it; look at it and choose it again"));
    case BULK_NO_RIGHT: return text_f(page->arena, page->lang, N_("Your role does not allow it for this complaint; possible for you: %s"), possible_now(page, c, rights));
    case BULK_PART: return page_text(page, N_("You see only a part of this complaint; tags are for those who carry it"));
    case BULK_NO_SLIP: return page_text(page, N_("No department has an open slip of it; send it to a department first"));
    case BULK_OPEN_SLIPS: return page_text(page, N_("Departments have not finished with it; confirm or withdraw their slips first"));
    case BULK_NOT_REPLIED:
        return text_f(page->arena, page->lang, N_("It is “%s”; only answered ones are closed together. Possible now: %s"), page_text(page, complaint_state_title(c->state)),
                      possible_now(page, c, rights));
    case BULK_NOT_NOW: return not_now(page, c, rights);
    }
    return "";
}

/* ---- the page ---- */

static void fill_row(const struct page *page, struct tpl *t, const struct desk_bulk_shown *shown, const struct desk_bulk_row *row)
{
    struct tpl *line = tpl_add(t, SEC_ROW);
    const struct bulk_item *item = row->item;
    bool chosen = shown->bulk->state == BULK_CHOSEN;
    if (row->c) {
        struct tpl *seen = tpl_add(line, SEC_SEEN);
        tpl_text(seen, V_NUMBER, row->c->number);
        tpl_text(seen, V_TITLE, row->c->title);
        tpl_text(seen, V_TAG, desk_state_class(row->c->state));
        tpl_text(seen, V_STATE, page_text(page, complaint_state_title(row->c->state)));
    } else {
        tpl_show(line, SEC_UNSEEN);
    }
    if (item->state == BULK_ITEM_DONE)
        tpl_show(line, SEC_WAS_DONE);
    else if (item->state == BULK_ITEM_REFUSED)
        tpl_text(tpl_add(line, SEC_REFUSED), V_MESSAGE, item->why);
    else if (row->verdict == BULK_FITS)
        tpl_show(line, chosen ? SEC_WILL_DO : SEC_TO_DO);
    else
        tpl_text(tpl_add(line, SEC_REFUSED), V_MESSAGE, desk_bulk_words(page, row->verdict, row->c, row->rights));
}

static void add_option(struct tpl *ask, const char *value, const char *label, bool selected)
{
    struct tpl *option = tpl_add(ask, SEC_OPTION);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, selected);
}

static void fill_departments(struct page *page, struct tpl *form, const struct desk_bulk_shown *shown)
{
    struct tpl *ask = tpl_add(form, SEC_ASK_DEPARTMENT);
    page_field_error(page, ask, SEC_FIELD_ERR, shown->errors, "department");
    tpl_show_if(ask, SEC_OPTIONAL, desk_bulk_kind(shown->bulk->action)->person);
    for (size_t i = 0; i < shown->n_departments; i++) {
        const struct department *d = &shown->departments[i];
        const char *name = page_pick(page, d->name_zh, d->name_en);
        if (d->unit_id != page->user->unit_id)
            name = arena_printf(page->arena, "%s · %s", page_pick(page, d->unit_zh, d->unit_en), name);
        add_option(ask, arena_printf(page->arena, "%lld", (long long)d->id), name, d->id == shown->typed->department_id);
    }
}

static bool person_away(const struct desk_bulk_shown *shown, int64_t id)
{
    for (size_t i = 0; i < shown->n_away; i++) {
        if (shown->away[i].user_id == id)
            return true;
    }
    return false;
}

static void fill_people(struct page *page, struct tpl *form, const struct desk_bulk_shown *shown)
{
    struct tpl *ask = tpl_add(form, SEC_ASK_PERSON);
    page_field_error(page, ask, SEC_FIELD_ERR, shown->errors, "person");
    for (size_t i = 0; i < shown->n_people; i++) {
        const struct person *p = &shown->people[i];
        const char *name = p->department_id ? arena_printf(page->arena, "%s · %s", p->name, page_pick(page, p->department_zh, p->department_en)) : p->name;
        if (person_away(shown, p->id))
            name = text_f(page->arena, page->lang, N_("%s · away"), name);
        add_option(ask, arena_printf(page->arena, "%lld", (long long)p->id), name, p->id == shown->typed->person_id);
    }
    tpl_show_if(ask, SEC_ABSENT, shown->typed->away);
    struct tpl *named = tpl_add(form, SEC_ASK_NAME);
    tpl_text(named, V_NAME, shown->typed->person);
    page_field_error(page, named, SEC_NAME_ERR, shown->errors, "person_name");
}

static void fill_finding(struct page *page, struct tpl *form, const struct desk_bulk_shown *shown)
{
    const struct rulebook *b = shown->book;
    struct tpl *ask = tpl_add(form, SEC_ASK_FINDING);
    page_field_error(page, ask, SEC_FIELD_ERR, shown->errors, "finding");
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++)
        add_option(ask, arena_printf(page->arena, "%d", (int)desk_findings[i]), page_text(page, complaint_finding_title(desk_findings[i])), shown->typed->finding == desk_findings[i]);
    tpl_text(tpl_add(form, SEC_ASK_AGREEMENT), V_TYPED, shown->typed->agreement);
    desk_close_class_fill(page, form, b, shown->typed->cause, shown->typed->stage);
    if (b->bases_count == 0)
        return;
    struct tpl *basis = tpl_add(form, SEC_ASK_BASIS);
    page_field_error(page, basis, SEC_FIELD_ERR, shown->errors, "basis");
    for (unsigned i = 0; i < b->bases_count; i++) {
        if (!b->bases[i].inactive)
            add_option(basis, b->bases[i].code, page_pick(page, b->bases[i].name.zh, b->bases[i].name.en), strcmp(b->bases[i].code, shown->typed->basis) == 0);
    }
}

static void fill_form(struct page *page, struct tpl *t, const struct desk_bulk_shown *shown, size_t fitting)
{
    const struct desk_bulk_kind *kind = desk_bulk_kind(shown->bulk->action);
    struct tpl *form = tpl_add(t, SEC_BULK_FORM);
    tpl_text(form, V_HINT, page_text(page, kind->hint));
    if (kind->department)
        fill_departments(page, form, shown);
    if (kind->person)
        fill_people(page, form, shown);
    if (kind->finding)
        fill_finding(page, form, shown);
    if (kind->word) {
        struct tpl *ask = tpl_add(form, SEC_ASK_WORD);
        page_field_error(page, ask, SEC_FIELD_ERR, shown->errors, "word");
        tpl_text(ask, V_VALUE, shown->typed->word);
        for (size_t i = 0; i < shown->n_words; i++)
            tpl_text(tpl_add(ask, SEC_TAG_WORD), V_VALUE, shown->words[i]);
    }
    if (kind->text) {
        struct tpl *ask = tpl_add(form, SEC_ASK_TEXT);
        page_field_error(page, ask, SEC_FIELD_ERR, shown->errors, "text");
        tpl_text(ask, V_TYPED, shown->typed->text);
        tpl_text(ask, V_LABEL, page_text(page, kind->label));
        tpl_show_if(ask, SEC_OPTIONAL, !kind->text_needed);
    }
    tpl_text(form, V_BUTTON, page_text(page, kind->button));
    tpl_text(form, V_COUNT_WORDS, text_count(page->arena, page->lang, "%lld complaint", "%lld complaints", (long long)fitting));
}

void desk_many_fill(struct page *page, struct tpl *t, const struct desk_bulk_shown *shown)
{
    const struct bulk *b = shown->bulk;
    size_t fitting = 0, done = 0, refused = 0, to_do = 0;
    tpl_text(t, V_HEADING_TEXT, page_text(page, desk_bulk_kind(b->action)->title));
    tpl_text(t, V_BACK, shown->back);
    tpl_int(t, V_ID, b->id);
    for (size_t i = 0; i < shown->n; i++) {
        const struct desk_bulk_row *row = &shown->rows[i];
        done += row->item->state == BULK_ITEM_DONE;
        refused += row->item->state == BULK_ITEM_REFUSED;
        to_do += row->item->state == BULK_ITEM_TO_DO;
        fitting += row->item->state == BULK_ITEM_TO_DO && row->verdict == BULK_FITS;
        fill_row(page, t, shown, row);
    }
    if (b->state == BULK_CHOSEN) {
        tpl_text(t, V_SUMMARY, text_f(page->arena, page->lang, N_("%d will be done, %d are refused."), (int)fitting, (int)(shown->n - fitting)));
        if (fitting > 0)
            fill_form(page, t, shown, fitting);
        else
            tpl_show(t, SEC_NONE_FITS);
        return;
    }
    tpl_text(t, V_SUMMARY, to_do > 0 ? text_f(page->arena, page->lang, N_("%d done, %d refused, %d not done yet."), (int)done, (int)refused, (int)to_do)
                                     : text_f(page->arena, page->lang, N_("%d done, %d refused."), (int)done, (int)refused));
    tpl_show_if(t, SEC_GO_ON, to_do > 0);
}
