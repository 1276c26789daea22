#include "desk_committee_view.h"

#include <string.h>

#include "format.h"

static void fill_items(struct page *page, struct tpl *t, const struct desk_committee *k)
{
    struct tpl *items = k->n ? tpl_add(t, SEC_ITEMS) : NULL;
    for (size_t i = 0; i < k->n; i++) {
        const struct agenda_item *one = &k->list[i];
        bool decided = one->state == ITEM_DECIDED;
        struct tpl *row = tpl_add(items, SEC_ROW);
        tpl_text(row, V_WHY, page_text(page, committee_why_title(one->why)));
        tpl_text(row, V_WHO, one->proposed_by ? one->proposer : page_text(page, N_("the rulebook")));
        if (k->holds)
            tpl_text(tpl_add(row, SEC_LINK), V_URL, arena_printf(page->arena, "/staff/committee/items/%lld", (long long)one->id));
        else
            tpl_show(row, SEC_PLAIN);
        tpl_text(row, V_STATE, page_text(page, committee_item_state_title(one->state)));
        tpl_text(row, V_TAG, decided ? "tag-ok" : one->state == ITEM_PLANNED ? "tag-b" : "");
        tpl_text(row, V_LABEL, decided ? page_text(page, committee_decision_title(one->decision, one->why)) : "");
        tpl_text(row, V_BODY, decided || one->state == ITEM_DROPPED ? one->body : "");
        tpl_text(row, V_AT, format_short(page->arena, one->proposed_us, page->now_us, page->site->zone));
    }
}

void desk_committee_fill(struct page *page, struct tpl *t, const struct desk_committee *k)
{
    tpl_text(t, V_NUMBER, k->c->number);
    tpl_text(t, V_TITLE, k->c->title);
    fill_items(page, t, k);
    if (k->may) {
        struct tpl *ask = tpl_add(t, SEC_ASK);
        for (size_t i = 0; committee_whys[i]; i++) {
            struct tpl *option = tpl_add(ask, SEC_OPTION);
            tpl_text(option, V_VALUE, committee_whys[i]);
            tpl_text(option, V_LABEL, page_text(page, committee_why_title(committee_whys[i])));
            tpl_text(option, V_MESSAGE, page_text(page, committee_why_question(committee_whys[i])));
            tpl_show_if(option, SEC_CHECKED, strcmp(k->why, committee_whys[i]) == 0);
        }
        tpl_text(ask, V_TYPED, k->question);
        if (k->errors) {
            page_field_error(page, ask, SEC_WHY_ERR, k->errors, "why");
            page_field_error(page, ask, SEC_QUESTION_ERR, k->errors, "question");
        }
    }
    if (k->errors)
        page_errors(page, t, k->errors);
}

void desk_vexatious_fill(struct page *page, struct tpl *t, const struct vexatious *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct tpl *found = tpl_add(t, SEC_VEXATIOUS);
        tpl_text(found, V_AT, format_date(page->arena, page->lang, list[i].since_us, page->site->zone));
        tpl_text(found, V_BODY, list[i].body);
        if (list[i].readable)
            tpl_text(tpl_add(found, SEC_OF_COMPLAINT), V_NUMBER, list[i].number);
    }
}
