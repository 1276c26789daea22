#include "desk_check_view.h"

#include "format.h"
#include "msgid.h"

static const char *state_words(const struct spot_check *s)
{
    return s->state == SPOT_DONE ? spot_result_title(s->result) : s->state == SPOT_OPEN ? N_("Not checked yet") : N_("Not needed any more");
}

void desk_checks_fill(struct page *page, struct tpl *t, const struct desk_checks *x)
{
    bool open = false;
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_show_if(t, SEC_FALSE_CLOSING, x->c.false_closing);
    struct tpl *table = x->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < x->n; i++) {
        const struct spot_check *s = &x->list[i];
        struct tpl *row = tpl_add(table, SEC_CHECK);
        open = open || s->state == SPOT_OPEN;
        tpl_int(row, V_ID, s->id);
        tpl_text(row, V_AT, format_short(page->arena, s->state == SPOT_DONE ? s->done_us : s->opened_us, page->now_us, page->site->zone));
        tpl_text(row, V_UNIT, page_pick(page, s->unit_zh, s->unit_en));
        tpl_text(row, V_STATE, page_text(page, state_words(s)));
        tpl_text(row, V_TAG, s->result == SPOT_FALSE ? "tag-bad" : s->result == SPOT_CHANGED ? "tag-w" : s->result == SPOT_UPHELD ? "tag-ok" : "tag-b");
        tpl_text(row, V_WHO, s->checker);
    }
    tpl_show_if(t, SEC_EMPTY, x->n == 0);
    if (x->c.is_open)
        tpl_show(t, SEC_STILL_OPEN);
    else if (x->why)
        tpl_text(tpl_add(t, SEC_NOT_YOURS), V_MESSAGE, page_text(page, x->why));
    else if (!open)
        tpl_show(t, SEC_BEGIN);
}
