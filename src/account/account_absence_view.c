#include "account_absence_view.h"

#include "format.h"

static const char *day(struct page *page, int64_t at_us)
{
    return format_date(page->arena, page->lang, at_us, page->site->zone);
}

static const char *place_of(struct page *page, const struct person *p)
{
    const char *department = page_pick(page, p->department_zh, p->department_en);
    return *department ? department : page_pick(page, p->unit_zh, p->unit_en);
}

static void fill_row(struct page *page, struct tpl *row, const struct absence *b)
{
    tpl_text(row, V_FROM, day(page, b->from_us));
    tpl_text(row, V_TO, day(page, b->to_us - 1)); /* the last day, not the midnight after it */
    tpl_text(row, V_NOTE, b->note);
    tpl_show(row, b->from_us <= page->now_us ? SEC_RUNS : SEC_TO_COME);
    tpl_show_if(row, SEC_DEPUTY_AWAY, b->deputy_away);
}

static void fill_lists(struct page *page, struct tpl *t, const struct account_absence_shown *shown)
{
    struct tpl *table = shown->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < shown->n; i++) {
        const struct absence *b = &shown->list[i];
        struct tpl *row = tpl_add(table, SEC_ROW);
        fill_row(page, row, b);
        tpl_text(row, V_NAME, b->deputy);
        tpl_text(row, V_PLACE, page_pick(page, b->deputy_zh, b->deputy_en));
        tpl_text(row, V_ACTION, arena_printf(page->arena, "%s/%lld/end", shown->path, (long long)b->id));
    }
    tpl_show_if(t, SEC_EMPTY, shown->n == 0);
    struct tpl *others = shown->n_deputised ? tpl_add(t, SEC_DEPUTISED) : NULL;
    for (size_t i = 0; i < shown->n_deputised; i++) {
        struct tpl *row = tpl_add(others, SEC_ROW);
        fill_row(page, row, &shown->deputised[i]);
        tpl_text(row, V_NAME, shown->deputised[i].name);
    }
}

static void fill_form(struct page *page, struct tpl *t, const struct account_absence_shown *shown)
{
    const struct account_absence_typed *typed = shown->typed;
    tpl_text(t, V_ACTION, shown->path);
    tpl_text(t, V_FROM, typed ? typed->from : "");
    tpl_text(t, V_TO, typed ? typed->to : "");
    tpl_text(t, V_DEPUTY, typed ? typed->deputy : "");
    tpl_text(t, V_NOTE, typed ? typed->note : "");
    for (size_t i = 0; i < shown->n_colleagues; i++) {
        const struct person *p = &shown->colleagues[i];
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_VALUE, p->login);
        tpl_text(option, V_LABEL, arena_printf(page->arena, "%s · %s", p->name, place_of(page, p)));
    }
    struct tpl *fitting = shown->n_fitting ? tpl_add(t, SEC_FITTING) : NULL;
    for (size_t i = 0; i < shown->n_fitting; i++) {
        const struct person *p = &shown->fitting[i];
        struct tpl *option = tpl_add(fitting, SEC_PICK);
        tpl_int(option, V_VALUE, p->id);
        tpl_text(option, V_NAME, p->name);
        tpl_text(option, V_LOGIN, p->login);
        tpl_text(option, V_PLACE, place_of(page, p));
        tpl_show_if(option, SEC_CHECKED, typed && typed->pick_id == p->id);
    }
}

struct tpl *account_absence_view(struct page *page, const struct account_absence_shown *shown)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } wrong[] = {{"from", SEC_FROM_WRONG}, {"to", SEC_TO_WRONG}, {"deputy", SEC_DEPUTY_WRONG}, {"note", SEC_NOTE_WRONG}};
    const struct person *p = shown->person;
    const char *title = p ? text_f(page->arena, page->lang, N_("Absences of %s"), p->name) : page_text(page, N_("My absences"));
    struct tpl *t = page_template(page, TPL_ACCOUNT_ABSENCE, title);
    tpl_text(t, V_BACK_URL, p ? arena_printf(page->arena, "/staff/admin/people/%lld", (long long)p->id) : "/staff/account");
    tpl_text(t, V_BACK_LABEL, p ? p->name : page_text(page, N_("My account")));
    tpl_show(t, p ? SEC_OF_OTHER : SEC_OWN);
    fill_lists(page, t, shown);
    fill_form(page, t, shown);
    if (!shown->errors)
        return t;
    page_errors(page, t, shown->errors);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        page_field_error(page, t, wrong[i].section, shown->errors, wrong[i].field);
    return t;
}
