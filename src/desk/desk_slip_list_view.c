#include "desk_slip_list_view.h"

#include "desk_slip_view.h"
#include "format.h"

void desk_slip_rows_fill(const struct page *page, struct tpl *t, const struct slip *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct slip *s = &rows[i];
        struct tpl *row = tpl_add(t, SEC_SLIP);
        tpl_show_if(row, SEC_ROW_LATE, desk_slip_look(s, page->now_us) == DESK_SLIP_LATE);
        desk_slip_due_fill(page, row, s, true);
        desk_slip_marks_fill(page, row, s);
        tpl_text(row, V_NUMBER, s->complaint_number);
        tpl_text(row, V_TITLE, s->complaint_title);
        tpl_int(row, V_SLIP_NUMBER, s->number);
        tpl_text(row, V_KIND, page_text(page, slip_kind_title(s->kind)));
        tpl_text(row, V_TAG, desk_slip_state_class(s->state));
        tpl_text(row, V_SLIP_STATE, page_text(page, slip_state_title(s->state)));
        tpl_text(row, V_FROM_PLACE, desk_slip_from(page, page->user->unit_id, s));
        tpl_text(row, V_TO_PLACE, desk_slip_to(page, page->user->unit_id, s));
        tpl_text(row, V_PERSON, s->to_user_id ? s->to_user : page_text(page, N_("Not assigned")));
        tpl_text(row, V_SENT_AT, format_short(page->arena, s->sent_us, page->now_us, page->site->zone));
    }
}

/* Their numbers stand in the page already, for the navigation. */
static const enum tpl_section counted[DESK_SLIPS__COUNT] = {
    [DESK_SLIPS_TODO] = SEC_COUNT_TODO, [DESK_SLIPS_ANSWERED] = SEC_COUNT_ANSWERED, [DESK_SLIPS_RETURNED] = SEC_COUNT_RETURNED, [DESK_SLIPS_LATE] = SEC_COUNT_SLIPS_LATE};

void desk_slip_list_fill(struct page *page, struct tpl *t, const struct desk_slip_list_shown *shown)
{
    const struct desk_slip_view_kind *kind = desk_slip_view_kind(shown->view);
    tpl_text(t, V_VIEW_TITLE, page_text(page, kind->title));
    for (int i = 0; i < DESK_SLIPS__COUNT; i++) {
        const struct desk_slip_view_kind *other = desk_slip_view_kind((enum desk_slip_view)i);
        if (i != (int)shown->view && i != DESK_SLIPS_LATE && !(other->receiver ? shown->answers : shown->sends))
            continue;
        struct tpl *tab = tpl_add(t, SEC_VIEW);
        tpl_text(tab, V_VIEW_NAME, other->name);
        tpl_text(tab, V_LABEL, page_text(page, other->title));
        tpl_show_if(tab, SEC_CUR, i == (int)shown->view);
        if (counted[i])
            tpl_show(tab, counted[i]);
    }
    if (shown->n == 0)
        tpl_text(tpl_add(t, SEC_EMPTY), V_MESSAGE, page_text(page, kind->nothing));
    else
        desk_slip_rows_fill(page, tpl_add(t, SEC_TABLE), shown->rows, shown->n);
}
