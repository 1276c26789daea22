#include "desk_unseal_view.h"

#include <string.h>

#include "desk_words_view.h"
#include "format.h"

const char *desk_purpose(const struct page *page, const struct rulebook *b, const char *code)
{
    return *code ? desk_rb_name(page, b->custody.purposes, b->custody.purposes_count, code) : "";
}

static const char *moment(const struct page *page, int64_t at_us)
{
    return format_moment(page->arena, page->lang, at_us, page->site->zone);
}

static const char *state_words(const struct page *page, const struct unsealing *u, enum unsealing_state state)
{
    if (u->alone == UNSEALING_EMERGENCY)
        return page_text(page, N_("Alone, danger to life"));
    return page_text(page, u->alone == UNSEALING_ALONE ? N_("Alone") : unsealing_state_title(state));
}

static void fill_row(struct page *page, struct tpl *t, const struct desk_unseal *d, const struct unsealing *u)
{
    const struct rulebook *b = d->x->world.book;
    enum unsealing_state state = unsealing_state(u, page->now_us, rulebook_unsealed_hours(b));
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_WHO, u->asker);
    tpl_text(row, V_AT, moment(page, u->asked_us));
    tpl_text(row, V_NAME, desk_purpose(page, b, u->purpose));
    tpl_optional(row, SEC_BECAUSE, V_REASON, u->reason);
    tpl_text(row, V_STATE, state_words(page, u, state));
    tpl_text(row, V_TAG, state == UNSEALING_WAITS ? "tag-w" : state == UNSEALING_OPEN || u->alone == UNSEALING_EMERGENCY ? "tag-b" : "");
    if (u->decider && *u->decider)
        tpl_text(tpl_add(row, SEC_DECIDED), V_PERSON, text_f(page->arena, page->lang, N_("%s, %s"), u->decider, moment(page, u->done_us)));
    tpl_text(row, V_COUNT, u->looks ? text_f(page->arena, page->lang, N_("%s, last %s"), text_count(page->arena, page->lang, "%lld look", "%lld looks", u->looks), moment(page, u->looked_us)) : "—");
}

static void fill_form(struct page *page, struct tpl *t, const struct desk_unseal *d)
{
    const struct rb_custody *custody = &d->x->world.book->custody;
    const struct desk_unseal_typed *typed = d->typed;
    struct tpl *form = tpl_add(t, SEC_ASK);
    tpl_text(form, V_TYPED, typed ? typed->reason : "");
    struct tpl *purposes = NULL;
    for (unsigned i = 0; i < custody->purposes_count; i++) {
        if (custody->purposes[i].inactive)
            continue;
        purposes = purposes ? purposes : tpl_add(form, SEC_PURPOSES);
        struct tpl *option = tpl_add(purposes, SEC_OPTION);
        tpl_text(option, V_VALUE, custody->purposes[i].code);
        tpl_text(option, V_LABEL, desk_rb_text(page, custody->purposes[i].name));
        tpl_show_if(option, SEC_SELECTED, typed && strcmp(typed->purpose, custody->purposes[i].code) == 0);
    }
    tpl_show(form, d->together ? SEC_TOGETHER : SEC_ALONE);
    if (d->together && custody->emergency)
        tpl_show_if(tpl_add(form, SEC_EMERGENCY), SEC_CHECKED, typed && typed->danger);
    page_field_error(page, form, SEC_REASON_ERR, d->errors, "reason");
    if (purposes)
        page_field_error(page, purposes, SEC_PURPOSE_ERR, d->errors, "purpose");
    page_field_error(page, form, SEC_DANGER_ERR, d->errors, "danger");
}

static const struct unsealing *mine(const struct page *page, const struct desk_unseal *d, enum unsealing_state wanted)
{
    int hours = rulebook_unsealed_hours(d->x->world.book);
    for (size_t i = 0; i < d->n; i++) {
        const struct unsealing *u = &d->list[i];
        if (u->asked_by == page->user->id && u->alone == UNSEALING_TOGETHER && unsealing_state(u, page->now_us, hours) == wanted)
            return u;
    }
    return NULL;
}

static void fill_turn(struct page *page, struct tpl *t, const struct desk_unseal *d)
{
    const struct unsealing *open = mine(page, d, UNSEALING_OPEN), *waits = mine(page, d, UNSEALING_WAITS);
    if (d->decides)
        tpl_text(tpl_add(t, SEC_DECIDE), V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)d->decides_id));
    if (!d->custodian || d->x->c.erased_us)
        return;
    if (open) {
        struct tpl *look = tpl_add(t, SEC_LOOK_NOW);
        tpl_text(look, V_WHO, open->decider ? open->decider : "");
        tpl_text(look, V_UNTIL, moment(page, unsealing_until(open, rulebook_unsealed_hours(d->x->world.book))));
        page_field_error(page, look, SEC_LOOK_ERR, d->errors, "look");
    } else if (waits) {
        tpl_text(tpl_add(t, SEC_WAITS), V_URL, arena_printf(page->arena, "/staff/approvals/%lld", (long long)waits->approval_id));
    } else if (!d->decides || d->typed) { /* one thing at a time: first what another one waits for */
        fill_form(page, t, d);
    }
}

void desk_unseal_fill(struct page *page, struct tpl *t, const struct desk_unseal *d)
{
    tpl_text(t, V_NUMBER, d->x->c.number);
    page_errors(page, t, d->errors);
    fill_turn(page, t, d);
    struct tpl *table = d->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < d->n; i++)
        fill_row(page, table, d, &d->list[i]);
}
