#include "admin_view.h"

#include <string.h>

#define USE_CAP 1000

const char *admin_number(struct arena *a, int64_t number)
{
    return arena_printf(a, "%lld", (long long)number);
}

const char *admin_level(int depth)
{
    static const char *const levels[] = {"", "lv-1", "lv-2", "lv-3", "lv-4"};
    size_t at = depth < 0 ? 0 : (size_t)depth;
    return levels[at < COUNT_OF(levels) ? at : COUNT_OF(levels) - 1];
}

const struct admin_option *admin_unit_options(struct page *page, const struct unit *units, size_t n, const char *prefix)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, n, struct admin_option);
    int top = n ? units[0].level : 1;
    for (size_t i = 0; i < n; i++) {
        struct buf label = {.arena = page->arena};
        for (int depth = top; depth < units[i].level; depth++)
            buf_adds(&label, "\xe3\x80\x80");
        buf_adds(&label, page_pick(page, units[i].name_zh, units[i].name_en));
        options[i] = (struct admin_option){arena_printf(page->arena, "%s%lld", prefix, (long long)units[i].id), label.n ? label.p : ""};
    }
    return options;
}

const struct admin_option *admin_unit_choices(struct page *page, const struct unit *units, size_t n)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, n + 1, struct admin_option);
    options[0] = (struct admin_option){"", page_text(page, N_("Choose"))};
    if (n > 0)
        memcpy(options + 1, admin_unit_options(page, units, n, ""), n * sizeof *options);
    return options;
}

/* ---- forms ---- */

static void add_link(struct tpl *t, enum tpl_section section, const char *url, const char *label)
{
    struct tpl *link = tpl_add(t, section);
    tpl_text(link, V_URL, url);
    if (label)
        tpl_text(link, V_LABEL, label);
}

/* What describes a control to a screen reader: its hint and its error. */
static void describe(struct page *page, struct tpl *control, const struct admin_field *f, bool wrong)
{
    bool hinted = f->hint || f->hint_said;
    if (!hinted && !wrong)
        return;
    const char *hint = hinted ? arena_printf(page->arena, "%s-h", f->name) : "";
    const char *error = wrong ? arena_printf(page->arena, "%s%s-e", hinted ? " " : "", f->name) : "";
    tpl_text(tpl_add(control, SEC_DESCRIBED), V_IDS, arena_printf(page->arena, "%s%s", hint, error));
}

static enum tpl_section section_of(enum admin_control control)
{
    static const enum tpl_section sections[] = {
        [ADMIN_INPUT] = SEC_INPUT, [ADMIN_AREA] = SEC_AREA, [ADMIN_SELECT] = SEC_SELECT, [ADMIN_TICK] = SEC_TICK, [ADMIN_SHOWN] = SEC_SHOWN,
        [ADMIN_PICK] = SEC_PICK,   [ADMIN_MEASURE] = SEC_MEASURE,
    };
    return sections[control];
}

/* A pick is folded, with what is picked in its head, and open while it is wrong. */
static void fill_options(struct page *page, struct tpl *control, const struct admin_field *f)
{
    const char *chosen = f->control == ADMIN_MEASURE ? f->unit : f->value;
    struct buf picked = {.arena = page->arena};
    for (size_t i = 0; i < f->n_options; i++) {
        struct tpl *option = tpl_add(control, SEC_OPTION);
        bool is_chosen = f->control == ADMIN_PICK ? f->picked[i] : strcmp(f->options[i].value, chosen ? chosen : "") == 0;
        tpl_text(option, V_VALUE, f->options[i].value);
        tpl_text(option, V_LABEL, f->options[i].label);
        tpl_show_if(option, SEC_SELECTED, is_chosen);
        if (f->control == ADMIN_PICK && is_chosen) {
            buf_adds(&picked, picked.n == 0 ? "" : page->lang == LANG_ZH ? "、" : ", ");
            buf_adds(&picked, f->options[i].label);
        }
    }
    if (f->control == ADMIN_PICK)
        tpl_text(control, V_VALUE, picked.n > 0 ? picked.p : f->value);
}

static void fill_control(struct page *page, struct tpl *row, const struct admin_field *f, const struct http_form_errors *errors)
{
    struct tpl *control = tpl_add(row, section_of(f->control));
    tpl_text(control, V_NAME, f->name);
    tpl_text(control, V_LABEL, f->said ? f->said : page_text(page, f->label));
    tpl_text(control, V_VALUE, f->value);
    tpl_int(control, V_ROWS, f->rows ? f->rows : 3);
    tpl_text(control, V_WIDTH, f->width ? f->width : f->control == ADMIN_TICK ? "fg" : "");
    tpl_text(control, V_TYPE, f->type ? f->type : "text");
    tpl_show_if(control, SEC_OPTIONAL, f->optional);
    tpl_show_if(control, SEC_CHECKED, f->control == ADMIN_TICK && f->value && *f->value);
    tpl_show_if(control, SEC_DISABLED, f->disabled);
    if (f->hint || f->hint_said)
        tpl_text(tpl_add(control, SEC_HINT), V_MESSAGE, f->hint_said ? f->hint_said : page_text(page, f->hint));
    if (errors)
        page_field_error(page, control, SEC_WRONG, errors, f->name);
    describe(page, control, f, errors && http_form_error_of(errors, f->name));
    if (f->now)
        tpl_text(tpl_add(control, SEC_NOW), V_VALUE, *f->now ? f->now : page_text(page, N_("(empty)")));
    fill_options(page, control, f);
}

static void fill_fields(struct page *page, struct tpl *t, const struct admin_form *form)
{
    for (size_t i = 0; i < form->n_fields; i++) {
        const struct admin_field *f = &form->fields[i];
        struct tpl *row = tpl_add(t, SEC_ROW);
        if (f->heading || f->heading_said)
            tpl_text(tpl_add(row, SEC_HEADING), V_LABEL, f->heading_said ? f->heading_said : page_text(page, f->heading));
        if (f->note)
            tpl_text(tpl_add(row, SEC_HEADING_NOTE), V_MESSAGE, page_text(page, f->note));
        if (f->row) {
            struct tpl *begin = tpl_add(row, f->fold ? SEC_FOLD_BEGIN : SEC_ROW_BEGIN);
            tpl_text(begin, V_LABEL, f->row);
            tpl_show_if(begin, SEC_OPEN, f->open);
        }
        tpl_show_if(row, SEC_PAIR_BEGIN, f->pair_begin);
        tpl_show_if(row, SEC_PERM_BEGIN, f->perm_begin);
        fill_control(page, row, f, form->errors);
        tpl_show_if(row, SEC_PAIR_END, f->pair_end || f->perm_end);
        tpl_show_if(row, SEC_ROW_END, f->row_end);
        tpl_show_if(row, SEC_FOLD_END, f->fold_end);
    }
}

static void fill_actions(struct page *page, struct tpl *t, const struct admin_form *form)
{
    tpl_show_if(t, SEC_OFF, !form->active);
    if (form->switch_url && !form->read_only)
        add_link(t, form->active ? SEC_SWITCH_OFF : SEC_SWITCH_ON, form->switch_url, NULL);
    if (form->log_entity && form->id && access_may(page->user, MAY_SEE_CHANGES))
        add_link(t, SEC_LOG, arena_printf(page->arena, "/staff/admin/changes?entity=%s&id=%lld", form->log_entity, (long long)form->id), NULL);
}

struct tpl *admin_form_view(struct page *page, enum tpl_file file, const struct admin_form *form)
{
    struct tpl *t = page_template(page, file, form->title);
    if (form->errors)
        page_errors(page, t, form->errors);
    add_link(t, SEC_BACK, form->back_url, page_text(page, form->back));
    tpl_text(t, V_ACTION, form->action);
    tpl_int(t, V_VERSION, form->version);
    tpl_show_if(t, SEC_STALE, form->stale);
    tpl_show_if(t, SEC_SAVE, !form->read_only);
    if (form->note)
        tpl_text(tpl_add(t, SEC_NOTE), V_MESSAGE, page_text(page, form->note));
    fill_actions(page, t, form);
    fill_fields(page, t, form);
    return t;
}

/* ---- switching off and on ---- */

struct tpl *admin_switch_view(struct page *page, const struct admin_switch *s)
{
    struct tpl *t = page_template(page, TPL_ADMIN_SWITCH, s->title);
    add_link(t, SEC_BACK, s->back_url, page_text(page, s->back));
    tpl_text(t, V_ACTION, s->action);
    tpl_text(t, V_TEXT, page_text(page, s->text));
    tpl_int(t, V_VERSION, s->version);
    tpl_text(t, V_VALUE, s->active ? "1" : "0");
    if (s->n_use > 0) {
        struct tpl *use = tpl_add(t, SEC_USE);
        for (size_t i = 0; i < s->n_use; i++) {
            struct tpl *row = tpl_add(use, SEC_USE_ROW);
            tpl_text(row, V_LABEL, page_text(page, s->use[i].label));
            tpl_text(row, V_VALUE, s->use[i].count < USE_CAP ? admin_number(page->arena, s->use[i].count) : page_text(page, N_("1000 or more")));
        }
    }
    tpl_show(t, s->active ? SEC_SWITCH_ON : SEC_SWITCH_OFF);
    add_link(t, SEC_CANCEL, s->cancel, NULL);
    return t;
}

/* ---- lists ---- */

struct tpl *admin_list_view(struct page *page, enum tpl_file file, const struct admin_list *list, struct tpl **ret_table)
{
    struct tpl *t = page_template(page, file, page_text(page, list->title));
    if (list->new_url)
        add_link(t, SEC_NEW, list->new_url, page_text(page, list->new_label));
    tpl_text(t, V_ACTION, list->action);
    tpl_text(t, V_WORDS, list->words);
    if (list->units) {
        struct tpl *filter = tpl_add(t, SEC_UNIT_FILTER);
        const struct admin_option *options = admin_unit_options(page, list->units, list->n_units, "");
        for (size_t i = 0; i < list->n_units; i++) {
            struct tpl *option = tpl_add(filter, SEC_OPTION);
            tpl_text(option, V_VALUE, options[i].value);
            tpl_text(option, V_LABEL, options[i].label);
            tpl_show_if(option, SEC_SELECTED, list->units[i].id == list->unit_id);
        }
    }
    if (list->filtered)
        add_link(t, SEC_RESET, list->action, NULL);
    tpl_show_if(t, SEC_CUT, list->cut);
    if (list->n == 0)
        tpl_show_if(tpl_add(t, SEC_EMPTY), SEC_EMPTY_FILTERED, list->filtered);
    *ret_table = list->n ? tpl_add(t, SEC_TABLE) : NULL;
    return t;
}
