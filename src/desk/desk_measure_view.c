#include "desk_measure_view.h"

#include "desk_words_view.h"
#include "format.h"

static void fill_row(struct page *page, struct tpl *t, const struct desk_case *x, const struct measure *m)
{
    const struct rulebook *b = x->world.book;
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_int(row, V_ID, m->id);
    tpl_text(row, V_TITLE, m->title);
    tpl_text(row, V_KIND, page_text(page, measure_kind_title(m->kind)));
    tpl_text(row, V_CAUSE, desk_rb_tree(page, b->causes, b->causes_count, m->cause));
    tpl_text(row, V_STATE, page_text(page, measure_state_title(m->state)));
    tpl_text(row, V_TAG, m->state == MEASURE_EFFECTIVE ? "tag-ok" : m->state == MEASURE_NOT_EFFECTIVE ? "tag-bad" : m->state == MEASURE_DONE ? "tag-w" : m->state == MEASURE_OPEN ? "tag-b" : "");
    tpl_show_if(row, SEC_LATE, measure_late(m, page->now_us));
    tpl_text(row, V_PLACE, page_pick(page, m->department_zh, m->department_en));
    tpl_text(row, V_PERSON, *m->owner ? m->owner : page_text(page, N_("The coordinator")));
    tpl_text(row, V_DUE, format_date(page->arena, page->lang, m->due_us, page->site->zone));
    tpl_show_if(row, SEC_OF_INCIDENT, m->incident_id && !m->complaint_id);
}

void desk_measures_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct measure *list, size_t n)
{
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    if (x->rights & PERMISSION_BIT(MAY_IMPROVE))
        tpl_text(tpl_add(t, SEC_MAY_SET), V_URL, arena_printf(page->arena, "/staff/measures/new?complaint=%s", x->c.number));
    tpl_show_if(t, SEC_EMPTY, n == 0);
    struct tpl *table = n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < n; i++)
        fill_row(page, table, x, &list[i]);
}
