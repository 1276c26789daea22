#include "sample_view.h"

#include "aftercare_tabs_view.h"
#include "callback.h"
#include "format.h"
#include "msgid.h"

const char *sample_month_words(const struct page *page, int month)
{
    static const char *const names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
    int number = month % 100;
    if (page->lang == LANG_ZH)
        return arena_printf(page->arena, "%d年%d月", month / 100, number);
    return arena_printf(page->arena, "%s %d", number >= 1 && number <= 12 ? names[number - 1] : "", month / 100);
}

static const char *drawer(const struct page *page, const struct sample *s)
{
    return *s->drawer ? s->drawer : page_text(page, N_("by the system"));
}

static void add_option(struct tpl *t, enum tpl_section section, int64_t value, const char *label, bool selected)
{
    struct tpl *option = tpl_add(t, section);
    tpl_int(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, selected);
}

static void fill_form(struct page *page, struct tpl *t, const struct sample_rows *rows)
{
    const struct sample_typed *typed = rows->typed;
    struct tpl *form = tpl_add(t, SEC_DRAW);
    int month = rows->latest;
    for (size_t i = 0; i < rows->n_units; i++)
        add_option(form, SEC_UNIT_OPTION, rows->units[i].id, page_pick(page, rows->units[i].zh, rows->units[i].en), typed && typed->unit_id == rows->units[i].id);
    for (int i = 0; i < SAMPLE_MONTHS; i++, month = sample_month_before(month))
        add_option(form, SEC_MONTH_OPTION, month, sample_month_words(page, month), typed && typed->month == month);
    for (int kind = SAMPLE_CALLBACKS; kind < SAMPLE_KIND__END; kind++)
        if (sample_percent(rows->rules, (enum sample_kind)kind) > 0)
            add_option(form, SEC_KIND_OPTION, kind,
                       text_f(page->arena, page->lang, N_("%s, %d%% are drawn"), page_text(page, sample_kind_title((enum sample_kind)kind)), sample_percent(rows->rules, (enum sample_kind)kind)),
                       typed && (int)typed->kind == kind);
    tpl_text(form, V_HINT, page_text(page, N_("A month is drawn once for each unit and purpose, and stays as it is.")));
    if (!rows->errors)
        return;
    page_field_error(page, form, SEC_UNIT_ERR, rows->errors, "unit");
    page_field_error(page, form, SEC_MONTH_ERR, rows->errors, "month");
    page_field_error(page, form, SEC_KIND_ERR, rows->errors, "kind");
}

void sample_rows_fill(struct page *page, struct tpl *t, const struct sample_rows *rows)
{
    aftercare_tabs_fill(page, t);
    struct tpl *table = rows->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < rows->n; i++) {
        const struct sample *s = &rows->list[i];
        struct tpl *row = tpl_add(table, SEC_SAMPLE);
        tpl_int(row, V_ID, s->id);
        tpl_text(row, V_MONTH, sample_month_words(page, s->month));
        tpl_text(row, V_KIND, page_text(page, sample_kind_title(s->kind)));
        tpl_text(row, V_UNIT, page_pick(page, s->unit_zh, s->unit_en));
        tpl_int(row, V_POPULATION, s->population);
        tpl_int(row, V_DRAWN, s->drawn);
        tpl_int(row, V_FINISHED, s->done);
        tpl_text(row, V_WHO, drawer(page, s));
    }
    tpl_show_if(t, SEC_EMPTY, rows->n == 0);
    bool drawn = false;
    for (int kind = SAMPLE_CALLBACKS; kind < SAMPLE_KIND__END; kind++)
        drawn = drawn || sample_percent(rows->rules, (enum sample_kind)kind) > 0;
    if (drawn && rows->n_units)
        fill_form(page, t, rows);
    tpl_show_if(t, SEC_NONE_DRAWN, !drawn);
    if (rows->errors)
        page_errors(page, t, rows->errors);
}

/* ---- one ---- */

static void fill_fact(struct tpl *t, const char *label, const char *value)
{
    struct tpl *fact = tpl_add(t, SEC_FACT);
    tpl_text(fact, V_LABEL, label);
    tpl_text(fact, V_VALUE, value);
}

static const char *number(const struct page *page, int64_t value)
{
    return arena_printf(page->arena, "%lld", (long long)value);
}

static const char *work_words(const struct page *page, const struct sample *s, const struct sample_item *item)
{
    if (!item->work_id)
        return page_text(page, N_("being prepared"));
    if (s->kind == SAMPLE_CALLBACKS)
        return page_text(page, callback_state_title((enum callback_state)item->work_state));
    return page_text(page, item->work_state == 1 ? N_("Not checked yet") : item->work_state == 2 ? N_("Checked") : N_("Not needed any more"));
}

static void fill_item(struct page *page, struct tpl *t, const struct sample *s, const struct sample_item *item)
{
    struct tpl *row = tpl_add(t, SEC_ITEM);
    tpl_text(row, V_NUMBER, item->number);
    tpl_text(row, V_TITLE, item->title);
    tpl_text(row, V_LOT, str_hex(page->arena, item->lot, 8));
    tpl_text(row, V_STATE, work_words(page, s, item));
    if (item->work_id)
        tpl_text(tpl_add(row, SEC_LINK), V_URL, arena_printf(page->arena, "/staff/%s/%lld", s->kind == SAMPLE_CALLBACKS ? "callbacks" : "checks", (long long)item->work_id));
}

void sample_fill(struct page *page, struct tpl *t, const struct sample_shown *x)
{
    const struct sample *s = x->s;
    const char *seed = str_hex(page->arena, s->seed, sizeof s->seed);
    tpl_int(t, V_ID, s->id);
    tpl_text(t, V_HEADING, arena_printf(page->arena, page->lang == LANG_ZH ? "%s %s" : "%s, %s", sample_month_words(page, s->month), page_text(page, sample_kind_title(s->kind))));
    tpl_text(t, V_UNIT, page_pick(page, s->unit_zh, s->unit_en));
    tpl_text(t, V_SEED, seed);
    tpl_int(t, V_PERCENT, s->percent);
    tpl_int(t, V_DRAWN, s->drawn);
    fill_fact(t, page_text(page, N_("Unit that draws")), page_pick(page, s->unit_zh, s->unit_en));
    fill_fact(t, page_text(page, N_("Drawn from")), page_text(page, sample_kind_population(s->kind, x->all)));
    fill_fact(t, page_text(page, N_("How many")), text_f(page->arena, page->lang, N_("%d of %d, %d%% rounded up"), s->drawn, s->population, s->percent));
    if (s->kind == SAMPLE_CALLBACKS)
        fill_fact(t, page_text(page, N_("Left out")), text_f(page->arena, page->lang, N_("%d, with evidence that the complainant wished for delay"), s->excluded));
    fill_fact(t, page_text(page, N_("Drawn on")), format_moment(page->arena, page->lang, s->drawn_us, page->site->zone));
    fill_fact(t, page_text(page, N_("Drawn by")), drawer(page, s));
    fill_fact(t, page_text(page, N_("Done")), number(page, s->done));
    fill_fact(t, page_text(page, N_("Seed")), seed);
    fill_fact(t, page_text(page, N_("Hash of the list")), str_hex(page->arena, s->list_hash, sizeof s->list_hash));
    struct tpl *table = x->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < x->n; i++)
        fill_item(page, table, s, &x->drawn[i]);
    tpl_show_if(t, SEC_EMPTY, s->drawn == 0);
    if (x->n)
        tpl_text(tpl_add(t, SEC_EXAMPLE), V_NUMBER, x->drawn[0].number);
}
