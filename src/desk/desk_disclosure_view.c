#include "desk_disclosure_view.h"

#include <string.h>

#include "approval.h"
#include "desk_date.h"
#include "format.h"

static const char *scope_words(const struct page *page, const struct disclosure *one)
{
    return arena_printf(page->arena, "%s · %s", page_text(page, one->with_internal ? N_("the whole complaint") : N_("without internal parts")),
                        page_text(page, one->with_identity ? N_("with the identity") : N_("without the identity")));
}

static void fill_hand_over(struct page *page, struct tpl *row, const struct desk_disclosures *d, const struct disclosure *one)
{
    const struct desk_disclosure_typed *typed = d->typed && d->typed->id == one->id && strcmp(d->typed->action, "hand-over") == 0 ? d->typed : NULL;
    struct tpl *form = tpl_add(row, SEC_HAND_OVER);
    tpl_show_if(form, SEC_OPEN, typed != NULL);
    tpl_text(form, V_TO, typed ? typed->handed_to : "");
    tpl_text(form, V_WAY, typed ? typed->handed_way : "");
    tpl_text(form, V_DAY, typed ? typed->handed_on : desk_date_iso(page->arena, desk_date_of(page->now_us, page->site->zone)));
    if (typed) {
        page_field_error(page, form, SEC_TO_ERR, d->errors, arena_printf(page->arena, "to-%lld", (long long)one->id));
        page_field_error(page, form, SEC_WAY_ERR, d->errors, arena_printf(page->arena, "way-%lld", (long long)one->id));
        page_field_error(page, form, SEC_DAY_ERR, d->errors, arena_printf(page->arena, "on-%lld", (long long)one->id));
    }
}

static void fill_one(struct page *page, struct tpl *t, const struct desk_disclosures *d, const struct disclosure *one)
{
    bool asked = one->state == DISCLOSURE_ASKED, agreed = one->approval == APPROVAL_GIVEN;
    struct tpl *row = tpl_add(t, SEC_DISCLOSURE);
    tpl_int(row, V_ID, one->id);
    tpl_int(row, V_VERSION, one->version);
    tpl_text(row, V_NAME, one->body_name);
    tpl_text(row, V_VALUE, one->reference);
    tpl_text(row, V_STATE, page_text(page, asked && agreed ? N_("Agreed to") : disclosure_state_title(one->state)));
    tpl_text(row, V_TAG, one->state == DISCLOSURE_HANDED ? "tag-ok" : asked ? "tag-w" : "");
    tpl_text(row, V_SCOPE, scope_words(page, one));
    tpl_text(row, V_BODY, one->ground);
    tpl_text(row, V_WHO, one->asker);
    tpl_text(row, V_AT, desk_moment(page, one->asked_us));
    if (one->approval_id) {
        struct tpl *approval = tpl_add(row, SEC_HAS_APPROVAL);
        tpl_text(approval, V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)one->approval_id));
        tpl_text(approval, V_LABEL, page_text(page, approval_state_title((enum approval_state)one->approval)));
    }
    if (one->state == DISCLOSURE_HANDED) {
        struct tpl *handed = tpl_add(row, SEC_HANDED);
        tpl_text(handed, V_TO, one->handed_to);
        tpl_text(handed, V_WAY, one->handed_way);
        tpl_text(handed, V_DAY, format_date(page->arena, page->lang, one->handed_us, page->site->zone));
        tpl_text(handed, V_PERSON, one->hander);
        tpl_text(handed, V_SIGNATURE, one->pack_hash);
    }
    if (!asked)
        return;
    tpl_show_if(row, SEC_MAY_MAKE, agreed && (!one->with_identity || d->may_identity));
    tpl_show_if(row, SEC_NO_IDENTITY, agreed && one->with_identity && !d->may_identity);
    tpl_show_if(row, SEC_UNDER_WAY, one->pack_state == 1);
    tpl_show_if(row, SEC_FAILED, one->pack_state == 3);
    if (agreed && one->pack_state == 2) {
        tpl_text(tpl_add(row, SEC_READY), V_URL, arena_printf(page->arena, "/staff/complaints/%s/pack/%lld/file", d->x->c.number, (long long)one->pack_id));
        fill_hand_over(page, row, d, one);
    }
    tpl_show(row, SEC_MAY_DROP);
}

static void fill_form(struct page *page, struct tpl *t, const struct desk_disclosures *d)
{
    static const struct desk_disclosure_typed nothing = {.body_name = "", .reference = "", .ground = ""};
    const struct desk_disclosure_typed *typed = d->typed && strcmp(d->typed->action, "ask") == 0 ? d->typed : &nothing;
    struct tpl *form = tpl_add(t, SEC_ASK);
    tpl_text(form, V_NAME, typed->body_name ? typed->body_name : "");
    tpl_text(form, V_VALUE, typed->reference ? typed->reference : "");
    tpl_text(form, V_TYPED, typed->ground ? typed->ground : "");
    tpl_show_if(form, SEC_IDENTITY_CHOSEN, typed->with_identity);
    tpl_show_if(form, SEC_INTERNAL_CHOSEN, typed->with_internal);
    tpl_show_if(form, SEC_CAN_NAME, d->x->c.mode != COMPLAINT_ANONYMOUS);
    if (d->errors) {
        page_field_error(page, form, SEC_NAME_ERR, d->errors, "body");
        page_field_error(page, form, SEC_VALUE_ERR, d->errors, "reference");
        page_field_error(page, form, SEC_REASON_ERR, d->errors, "ground");
    }
}

void desk_disclosures_fill(struct page *page, struct tpl *t, const struct desk_disclosures *d)
{
    const struct complaint *c = &d->x->c;
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TITLE, c->title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(c));
    if (d->errors)
        page_errors(page, t, d->errors);
    for (size_t i = 0; i < d->n; i++)
        fill_one(page, t, d, &d->list[i]);
    tpl_show_if(t, SEC_EMPTY, d->n == 0);
    tpl_show_if(t, SEC_NO_CHAIN, d->no_chain);
    tpl_show_if(t, SEC_ERASED, c->erased_us != 0);
    if (!d->no_chain && !c->erased_us)
        fill_form(page, t, d);
}

void desk_disclosure_slip_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct disclosure *one)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_NAME, one->body_name);
    tpl_text(t, V_VALUE, one->reference);
    tpl_text(t, V_BODY, one->ground);
    tpl_text(t, V_SCOPE, scope_words(page, one));
    tpl_text(t, V_SIGNATURE, one->pack_hash);
    tpl_text(t, V_TO, one->handed_to);
    tpl_text(t, V_WAY, one->handed_way);
    tpl_text(t, V_DAY, format_date(page->arena, page->lang, one->handed_us, page->site->zone));
    tpl_text(t, V_PERSON, one->hander);
    tpl_text(t, V_PLACE, desk_place(page, &x->c));
    tpl_text(t, V_PRINTED, format_moment(page->arena, page->lang, page->now_us, page->site->zone));
}
