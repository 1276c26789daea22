#include "admin_book_view.h"

#include <string.h>

#include "format.h"
#include "letter.h"

#define LONG_TEXT 1000

void admin_draft_banner(struct page *page, struct tpl *t, const struct admin_draft_shown *draft)
{
    if (!draft->open) {
        tpl_show_if(t, SEC_NO_DRAFT, draft->may_edit);
        return;
    }
    struct tpl *banner = tpl_add(t, SEC_DRAFT);
    tpl_text(banner, V_URL, ADMIN_RULEBOOK "/changes");
    tpl_text(banner, V_COUNT, text_count(page->arena, page->lang, N_("%lld difference so far"), N_("%lld differences so far"), (long long)draft->differences));
}

/* ---- the form of a thing ---- */

struct drawing {
    struct page *page;
    const struct admin_book_edit *edit;
    struct admin_field *fields;
    size_t n, cap;
};

static struct admin_field *add_field(struct drawing *d)
{
    if (d->n == d->cap) {
        size_t cap = d->cap ? d->cap * 2 : 64;
        d->fields = arena_grow(d->page->arena, d->fields, d->cap * sizeof *d->fields, cap * sizeof *d->fields);
        d->cap = cap;
    }
    d->fields[d->n] = (struct admin_field){0};
    return &d->fields[d->n++];
}

static const char *joined(const struct drawing *d, const char *one, const char *two)
{
    return arena_printf(d->page->arena, "%s%s", one, two);
}

static const char *now_of(const struct drawing *d, const char *name)
{
    const struct http_form *now = d->edit->now;
    if (!now || strcmp(http_form_get(now, name), http_form_get(d->edit->form, name)) == 0)
        return NULL;
    return http_form_get(now, name);
}

static struct admin_field *add_control(struct drawing *d, enum admin_control control, const char *name, const struct book_member *m)
{
    struct admin_field *f = add_field(d);
    f->control = control;
    f->name = name;
    f->label = m->label;
    f->hint = m->hint;
    f->value = http_form_get(d->edit->form, name);
    f->now = now_of(d, name);
    return f;
}

static void add_bilingual(struct drawing *d, const char *name, const struct book_member *m)
{
    static const char *const ends[] = {".zh", ".en"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct admin_field *f = add_control(d, m->kind == BOOK_LINES ? ADMIN_AREA : ADMIN_INPUT, joined(d, name, ends[i]), m);
        const char *label = page_text(d->page, m->label);
        f->said = i == 0 ? text_f(d->page->arena, d->page->lang, N_("%s, Chinese"), label) : text_f(d->page->arena, d->page->lang, N_("%s, English"), label);
        f->optional = !m->missing;
        f->rows = m->max > LONG_TEXT ? 8 : 0;
        f->pair_begin = i == 0;
        f->pair_end = i == 1;
        if (i > 0)
            f->hint = NULL;
    }
}

static bool is_chosen(const struct http_form *form, const char *name, const char *code)
{
    for (size_t i = 0; i < http_form_count(form, name); i++) {
        if (strcmp(http_form_nth(form, name, i), code) == 0)
            return true;
    }
    return false;
}

static const char *option_label(struct page *page, const struct book_option *o)
{
    return o->title && *o->title ? page_text(page, o->title) : page_pick(page, o->name.zh, o->name.en);
}

static const char *chosen_labels(struct page *page, const struct http_form *form, const char *name, const struct book_option *options, size_t n)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n; i++) {
        if (is_chosen(form, name, options[i].code)) {
            buf_adds(&out, out.n == 0 ? "" : page->lang == LANG_ZH ? "、" : ", ");
            buf_adds(&out, option_label(page, &options[i]));
        }
    }
    return out.n > 0 ? out.p : "";
}

/* Things switched off are offered only where they are chosen already. */
static void add_choice(struct drawing *d, const char *name, const struct book_member *m)
{
    const struct admin_book_edit *e = d->edit;
    bool several = m->kind == BOOK_SET;
    struct admin_field *f = add_control(d, several ? ADMIN_PICK : ADMIN_SELECT, name, m);
    struct book_option *options;
    size_t n, n_shown = 0;
    admin_book_options(d->page->arena, e->book, e->section, m->source, e->at == BOOK_NO_MEMBER ? NULL : e->thing, &options, &n);
    struct admin_option *shown = ARENA_ARRAY(d->page->arena, n + 1, struct admin_option);
    bool *chosen = ARENA_ARRAY(d->page->arena, n + 1, bool);
    if (!several)
        shown[n_shown++] = (struct admin_option){.value = "", .label = page_text(d->page, m->none ? m->none : N_("Choose"))};
    for (size_t i = 0; i < n; i++) {
        bool picked = is_chosen(e->form, name, options[i].code);
        if (!picked && options[i].off)
            continue;
        chosen[n_shown] = picked;
        shown[n_shown++] = (struct admin_option){.value = options[i].code, .label = option_label(d->page, &options[i])};
    }
    f->options = shown;
    f->n_options = n_shown;
    f->picked = chosen;
    f->now = NULL;
    if (e->now) {
        const char *now = chosen_labels(d->page, e->now, name, options, n);
        f->now = strcmp(now, chosen_labels(d->page, e->form, name, options, n)) != 0 ? now : NULL;
    }
    if (several)
        f->value = page_text(d->page, m->none ? m->none : N_("None"));
    else
        f->width = "w-20";
}

static void add_limit(struct drawing *d, const char *name, const struct book_member *m)
{
    struct admin_field *f = add_control(d, ADMIN_MEASURE, name, m);
    size_t n = 0;
    while (admin_book_units[n])
        n++;
    struct admin_option *options = ARENA_ARRAY(d->page->arena, n, struct admin_option);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct admin_option){.value = admin_book_units[i], .label = page_text(d->page, admin_book_unit_title(admin_book_units[i]))};
    f->options = options;
    f->n_options = n;
    f->unit = http_form_get(d->edit->form, joined(d, name, ".unit"));
    if (!*f->unit)
        f->unit = admin_book_units[0];
}

static void add_shape(struct drawing *d, const char *prefix, const struct book_shape *shape, const void *thing);

/* Whether something was typed into a row, or is wrong with it: then it is not folded away. */
static bool is_touched(const struct drawing *d, size_t from)
{
    for (size_t i = from; i < d->n; i++) {
        const struct admin_field *f = &d->fields[i];
        if ((f->control != ADMIN_SELECT && f->value && *f->value) || f->now || (d->edit->errors && http_form_error_of(d->edit->errors, f->name)))
            return true;
    }
    return false;
}

static void add_rows(struct drawing *d, const char *prefix, const struct book_member *m, const void *thing)
{
    size_t rows = admin_book_rows(m, thing), first = d->n;
    unsigned n_saved;
    memcpy(&n_saved, (const char *)thing + m->count_at, sizeof n_saved);
    for (size_t i = 0; i < rows; i++) {
        size_t from = d->n;
        add_shape(d, admin_book_row_prefix(d->page->arena, prefix, m, i), m->rows, NULL);
        if (d->n == from)
            continue;
        struct admin_field *begin = &d->fields[from], *end = &d->fields[d->n - 1];
        begin->row = text_f(d->page->arena, d->page->lang, N_("%s %d"), page_text(d->page, m->label), (int)i + 1);
        begin->fold = end->fold_end = i >= n_saved;
        begin->open = is_touched(d, from);
        end->row_end = i < n_saved;
    }
    if (d->n > first && m->note)
        d->fields[first].note = m->note;
}

static void add_tick(struct drawing *d, const char *name, const struct book_member *m)
{
    struct admin_field *f = add_control(d, ADMIN_TICK, name, m);
    f->now = NULL;
    if (d->edit->now && !*http_form_get(d->edit->now, name) != !*f->value)
        f->now = page_text(d->page, *f->value ? N_("No") : N_("Yes"));
}

/* What was chosen when it was added, and cannot be chosen again. */
static void add_fixed(struct drawing *d, const char *name, const struct book_member *m)
{
    struct admin_field *f = add_control(d, ADMIN_SHOWN, name, m);
    f->hint = NULL;
    f->now = NULL;
    if (m->kind == BOOK_WORD)
        f->value = admin_book_words(d->page, d->edit->book, d->edit->section, m, d->edit->thing);
    else
        f->value = admin_book_code(d->edit->section, d->edit->thing);
}

static void add_plain(struct drawing *d, const char *name, const struct book_member *m)
{
    struct admin_field *f = add_control(d, ADMIN_INPUT, name, m);
    f->width = "w-20";
    f->optional = !m->missing;
}

static void add_member(struct drawing *d, const char *prefix, const struct book_member *m, const void *thing)
{
    const char *name = joined(d, prefix, m->name);
    bool is_new = d->edit->at == BOOK_NO_MEMBER;
    size_t first = d->n;
    switch (m->kind) {
    case BOOK_NAME:
    case BOOK_LINES:
        add_bilingual(d, name, m);
        break;
    case BOOK_SET:
        add_choice(d, name, m);
        break;
    case BOOK_WORD:
        if (m->fixed && !is_new)
            add_fixed(d, name, m);
        else
            add_choice(d, name, m);
        break;
    case BOOK_TICK:
        add_tick(d, name, m);
        break;
    case BOOK_LIMIT:
        add_limit(d, name, m);
        break;
    case BOOK_ROWS:
        add_rows(d, prefix, m, thing);
        break;
    case BOOK_CODE:
        if (!is_new)
            add_fixed(d, name, m);
        else
            add_plain(d, name, m);
        break;
    case BOOK_NUMBER:
    case BOOK_AMOUNT:
    case BOOK_RATIO:
    case BOOK_WORDY:
        add_plain(d, name, m);
        break;
    case BOOK_HIDDEN:
        break;
    }
    if (d->n > first && m->heading) {
        d->fields[first].heading = m->heading;
        d->fields[first].note = m->note;
    }
}

static bool is_tick(const struct book_shape *shape, size_t i)
{
    return i < shape->n && shape->members[i].kind == BOOK_TICK;
}

/* Ticks that follow each other stand in a grid, and what stands beside its neighbour in two columns. */
static void add_shape(struct drawing *d, const char *prefix, const struct book_shape *shape, const void *thing)
{
    for (size_t i = 0; i < shape->n; i++) {
        size_t first = d->n;
        add_member(d, prefix, &shape->members[i], thing);
        if (d->n == first)
            continue;
        struct admin_field *begin = &d->fields[first], *end = &d->fields[d->n - 1];
        begin->pair_begin |= shape->members[i].beside;
        end->pair_end |= i > 0 && shape->members[i - 1].beside;
        begin->perm_begin |= is_tick(shape, i) && (i == 0 || !is_tick(shape, i - 1));
        end->perm_end |= is_tick(shape, i) && !is_tick(shape, i + 1);
    }
}

static void fill_faults(struct page *page, struct tpl *t, const struct admin_book_edit *edit)
{
    struct tpl *box = NULL;
    for (size_t i = 0; edit->faults && edit->at != BOOK_NO_MEMBER && i < edit->faults->n; i++) {
        const struct book_section *s;
        const char *member;
        size_t at;
        if (!admin_book_fault_place(edit->book, edit->faults->list[i].path, &s, &at, &member) || s != edit->section || at != edit->at)
            continue;
        if (!box)
            box = tpl_add(t, SEC_FAULTS);
        tpl_text(tpl_add(box, SEC_FAULT), V_MESSAGE, rulebook_fault_words(page->arena, &edit->faults->list[i], page_text(page, edit->faults->list[i].msgid)));
    }
}

/* A template with the case of an example filled in. */
static void fill_preview(struct page *page, struct tpl *t, const struct http_form *form)
{
    struct tpl *box = tpl_add(t, SEC_PREVIEW);
    tpl_text(box, V_TEXT_ZH, admin_book_filled(page->arena, http_form_get(form, "body.zh"), true));
    tpl_text(box, V_TEXT_EN, admin_book_filled(page->arena, http_form_get(form, "body.en"), false));
}

static const char *or_usual(const struct http_form *form, const char *member, enum lang lang, const char *msgid)
{
    const char *typed = http_form_get(form, member);
    return *typed ? typed : text_in(lang, msgid);
}

/* What goes out, with what the program says where nothing is written. */
static const char *notice_shown(struct page *page, const struct http_form *form, const char *key, enum lang lang)
{
    const struct letter_text *usual = letter_default(key);
    const char *tongue = lang_code(lang);
    bool zh = lang == LANG_ZH;
    return arena_printf(page->arena, "%s\n\n%s\n\n%s %s", admin_book_filled(page->arena, or_usual(form, arena_printf(page->arena, "subject.%s", tongue), lang, usual->subject), zh),
                        admin_book_filled(page->arena, or_usual(form, arena_printf(page->arena, "body.%s", tongue), lang, usual->body), zh), text_in(lang, N_("SMS:")),
                        admin_book_filled(page->arena, or_usual(form, arena_printf(page->arena, "sms.%s", tongue), lang, usual->sms), zh));
}

static void fill_notice(struct page *page, struct tpl *t, const struct http_form *form, const char *key)
{
    struct tpl *box = tpl_add(t, SEC_PREVIEW);
    tpl_text(box, V_TEXT_ZH, notice_shown(page, form, key, LANG_ZH));
    tpl_text(box, V_TEXT_EN, notice_shown(page, form, key, LANG_EN));
}

struct tpl *admin_book_edit_view(struct page *page, const struct admin_book_edit *edit)
{
    const struct book_section *s = edit->section;
    bool is_new = edit->at == BOOK_NO_MEMBER, single = s->list_at == BOOK_NO_MEMBER;
    struct drawing d = {.page = page, .edit = edit};
    add_shape(&d, "", &s->shape, edit->thing);
    const char *code = is_new ? "new" : admin_book_code(s, edit->thing);
    struct admin_form form = {
        .title = is_new ? page_text(page, s->new_title) : admin_book_title(page, edit->book, s, edit->thing),
        .back_url = single ? ADMIN_RULEBOOK : arena_printf(page->arena, ADMIN_RULES "/%s", s->code),
        .back = single ? N_("Rulebook") : s->title,
        .action = admin_book_path(page, s, code, ""),
        .version = edit->version,
        .stale = edit->now != NULL,
        .switch_url = is_new || single || !s->new_title ? NULL : admin_book_path(page, s, code, "/switch"),
        .active = is_new || !admin_book_is_off(s, edit->thing),
        .fields = d.fields,
        .n_fields = d.n,
        .errors = edit->errors,
    };
    bool removed_only = form.switch_url && s->off_at == BOOK_NO_MEMBER;
    const char *remove_url = form.switch_url;
    if (removed_only)
        form.switch_url = NULL;
    struct tpl *t = admin_form_view(page, TPL_ADMIN_BOOK_FORM, &form);
    if (removed_only)
        tpl_text(tpl_add(t, SEC_REMOVE), V_URL, remove_url);
    admin_draft_banner(page, t, &edit->draft);
    fill_faults(page, t, edit);
    if (strcmp(s->code, "notices") == 0) {
        tpl_show(t, SEC_MAY_PREVIEW);
        fill_notice(page, t, edit->form, code);
    }
    if (strcmp(s->code, "templates") == 0) {
        tpl_show(t, SEC_MAY_PREVIEW);
        if (*http_form_get(edit->form, "body.zh") || *http_form_get(edit->form, "body.en"))
            fill_preview(page, t, edit->form);
    }
    return t;
}

/* ---- the list ---- */

static bool is_found(struct page *page, const struct rulebook *b, const struct book_section *s, const void *thing, const char *words)
{
    struct rb_text name = admin_book_name(s, thing);
    return !*words || strstr(name.zh, words) || strcasestr(name.en, words) || strcasestr(admin_book_code(s, thing), words) ||
           strstr(admin_book_title(page, b, s, thing), words);
}

static bool has_fault(const struct admin_book_list *list, size_t i)
{
    for (size_t k = 0; list->faults && k < list->faults->n; k++) {
        const struct book_section *s;
        const char *member;
        size_t at;
        if (admin_book_fault_place(list->book, list->faults->list[k].path, &s, &at, &member) && s == list->section && at == i)
            return true;
    }
    return false;
}

static void fill_state(struct page *page, struct tpl *row, const struct admin_book_list *list, const void *thing, size_t i)
{
    const struct book_section *s = list->section;
    size_t before;
    bool held = list->in_force && admin_book_find(s, list->in_force, admin_book_code(s, thing), &before);
    tpl_show_if(row, SEC_WRONG, has_fault(list, i));
    if (s->off_at != BOOK_NO_MEMBER && admin_book_is_off(s, thing))
        tpl_show(row, SEC_OFF);
    else if (s->off_at != BOOK_NO_MEMBER && held) /* what is new is not in use before it is published */
        tpl_show(row, SEC_ON);
    if (!held) {
        tpl_show_if(row, SEC_IS_NEW, list->in_force && s->new_title);
        return;
    }
    const void *old = admin_book_thing(s, list->in_force, before);
    bool same = admin_book_version(page->arena, &s->shape, thing) == admin_book_version(page->arena, &s->shape, old) && admin_book_is_off(s, thing) == admin_book_is_off(s, old);
    tpl_show_if(row, SEC_IS_CHANGED, !same);
}

static void fill_move(struct tpl *row, const struct admin_book_list *list, const void *thing, size_t i)
{
    size_t other;
    struct tpl *move = tpl_add(row, SEC_MOVE);
    tpl_text(move, V_CODE, admin_book_code(list->section, thing));
    tpl_show_if(move, SEC_UP, admin_book_brother(list->section, list->book, i, true, &other));
    tpl_show_if(move, SEC_DOWN, admin_book_brother(list->section, list->book, i, false, &other));
}

static size_t fill_rows(struct page *page, struct tpl *table, const struct admin_book_list *list)
{
    const struct book_section *s = list->section;
    size_t count = admin_book_count(s, list->book), n = 0;
    size_t *order = ARENA_ARRAY(page->arena, count, size_t);
    int *depths = ARENA_ARRAY(page->arena, count, int);
    const char *kind = "";
    admin_book_order(s, list->book, order, depths);
    for (size_t i = 0; i < count; i++) {
        const void *thing = admin_book_thing(s, list->book, order[i]);
        if (!is_found(page, list->book, s, thing, list->words))
            continue;
        struct tpl *row = tpl_add(table, SEC_ROW);
        if (strcmp(admin_book_kind(s, thing), kind) != 0) {
            kind = admin_book_kind(s, thing);
            tpl_text(tpl_add(row, SEC_GROUP), V_LABEL, page_text(page, rulebook_clock_title(rulebook_clock_kind(kind))));
        }
        tpl_text(row, V_LEVEL, *list->words ? "" : admin_level(depths[i]));
        tpl_text(row, V_URL, admin_book_path(page, s, admin_book_code(s, thing), ""));
        tpl_text(row, V_NAME, admin_book_title(page, list->book, s, thing));
        tpl_text(row, V_CODE, admin_book_code(s, thing));
        admin_book_facts(page, row, list->book, s, thing, true);
        fill_state(page, row, list, thing, order[i]);
        if (list->draft.may_edit && s->new_title && !*list->words)
            fill_move(row, list, thing, order[i]);
        n++;
    }
    return n;
}

struct tpl *admin_book_list_view(struct page *page, const struct admin_book_list *list)
{
    const struct book_section *s = list->section;
    struct admin_list head = {
        .title = s->title,
        .action = arena_printf(page->arena, ADMIN_RULES "/%s", s->code),
        .new_url = list->draft.may_edit && s->new_title ? arena_printf(page->arena, ADMIN_RULES "/%s/new", s->code) : NULL,
        .new_label = s->new_title,
        .words = list->words,
        .filtered = *list->words != '\0',
        .n = 1,
    };
    struct tpl *table, *t = admin_list_view(page, TPL_ADMIN_BOOK_LIST, &head, &table);
    tpl_text(tpl_add(t, SEC_BACK), V_URL, ADMIN_RULEBOOK);
    tpl_text(t, V_NOTE, page_text(page, s->note));
    tpl_show_if(t, SEC_CLOCK_LINKS, strcmp(s->code, "clocks") == 0);
    admin_draft_banner(page, t, &list->draft);
    tpl_text(t, V_ACTION, arena_printf(page->arena, ADMIN_RULES "/%s", s->code));
    tpl_text(t, V_MOVE_ACTION, arena_printf(page->arena, ADMIN_RULES "/%s/move", s->code));
    if (fill_rows(page, table, list) == 0)
        tpl_show(t, SEC_NOTHING);
    return t;
}

/* ---- switching off and on, taking out ---- */

struct tpl *admin_book_switch_view(struct page *page, const struct admin_book_switch *s)
{
    const char *code = admin_book_code(s->section, s->thing), *name = admin_book_title(page, s->book, s->section, s->thing);
    struct tpl *t = page_template(page, TPL_ADMIN_BOOK_SWITCH,
                                  s->active ? text_f(page->arena, page->lang, N_("Switch on: %s"), name) : text_f(page->arena, page->lang, N_("Switch off: %s"), name));
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, arena_printf(page->arena, ADMIN_RULES "/%s", s->section->code));
    tpl_text(back, V_LABEL, page_text(page, s->section->title));
    tpl_text(t, V_ACTION, admin_book_path(page, s->section, code, "/switch"));
    tpl_text(t, V_REMOVE_ACTION, admin_book_path(page, s->section, code, "/remove"));
    tpl_text(t, V_CANCEL_URL, admin_book_path(page, s->section, code, ""));
    tpl_text(t, V_NAME, name);
    tpl_int(t, V_VERSION, s->version);
    tpl_text(t, V_VALUE, s->active ? "1" : "0");
    tpl_text(t, V_COUNT, s->in_use < 1000 ? admin_number(page->arena, s->in_use) : page_text(page, N_("1000 or more")));
    bool switchable = s->section->off_at != BOOK_NO_MEMBER;
    tpl_show_if(t, SEC_SWITCH_ON, switchable && s->active);
    tpl_show_if(t, SEC_SWITCH_OFF, switchable && !s->active);
    tpl_show_if(t, SEC_MAY_REMOVE, s->removable);
    tpl_show_if(t, SEC_KEPT, switchable && !s->removable);
    admin_draft_banner(page, t, &s->draft);
    return t;
}
