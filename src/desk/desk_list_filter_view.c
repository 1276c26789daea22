#include <string.h>

#include "desk_list_view.h"
#include "desk_words_view.h"

/* The filters of the list: the common ones, the folded ones, and what is set as chips that can be taken off. */

static void add_choice(struct tpl *field, const char *value, const char *label, const char *chosen)
{
    struct tpl *option = tpl_add(field, SEC_OPTION);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, strcmp(value, chosen) == 0);
}

static const char *id_text(const struct page *page, int64_t id)
{
    return id == DESK_ME ? "me" : id == DESK_NOBODY ? "nobody" : arena_printf(page->arena, "%lld", (long long)id);
}

static void add_id(const struct page *page, struct tpl *field, int64_t id, const char *label, int64_t chosen)
{
    add_choice(field, id_text(page, id), label, chosen ? id_text(page, chosen) : "");
}

static struct tpl *add_field(const struct page *page, struct tpl *more, struct desk_filter_name name)
{
    struct tpl *field = tpl_add(more, SEC_CHOICE);
    tpl_text(field, V_NAME, name.name);
    tpl_text(field, V_LABEL, page_text(page, name.title));
    return field;
}

/* ---- what can be chosen, by codes ---- */

/* The name of a filter's word, for the choice and the chip. */
static const char *code_words(const struct page *page, const struct rulebook *b, enum filter_code code, const char *value)
{
    const struct rb_turn *turn;
    switch (code) {
    case FILTER_GRADE: return desk_rb_grade(page, b, value);
    case FILTER_CHANNEL: return desk_rb_name(page, b->channels, b->channels_count, value);
    case FILTER_SOURCE: return desk_rb_name(page, b->sources, b->sources_count, value);
    case FILTER_COMPLAINANT: return desk_rb_name(page, b->complainants, b->complainants_count, value);
    case FILTER_FLAG: return desk_rb_name(page, b->flags, b->flags_count, value);
    case FILTER_CAUSE: return desk_rb_tree(page, b->causes, b->causes_count, value);
    case FILTER_VALIDITY:
        if (strcmp(value, FILTER_NONE) == 0)
            return page_text(page, N_("Not decided"));
        return *rulebook_validity_title(value) ? page_text(page, rulebook_validity_title(value)) : value;
    case FILTER_PATH:
        turn = rulebook_turn(b, value);
        return strcmp(value, FILTER_NONE) == 0             ? page_text(page, N_("Complaint"))
               : strcmp(value, FILTER_ANY) == 0            ? page_text(page, N_("Anything that is no complaint"))
               : strcmp(value, COMPLAINT_PATH_SPOT) == 0 ? page_text(page, N_("Solved on the spot"))
               : turn                                       ? desk_rb_text(page, turn->name)
                                                            : value;
    case FILTER_TAG:
    case FILTER_REFERENCE:
    case FILTER_CODE__COUNT: break;
    }
    return value;
}

static void add_names(const struct page *page, struct tpl *field, const struct desk_list_shown *shown, enum filter_code code, const struct rb_name *names, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        add_choice(field, names[i].code, desk_rb_text(page, names[i].name), desk_list_code(&shown->typed->list, code));
}

static void add_one(const struct page *page, struct tpl *field, const struct desk_list_shown *shown, enum filter_code code, const char *value)
{
    add_choice(field, value, code_words(page, shown->book, code, value), desk_list_code(&shown->typed->list, code));
}

static void fill_code(const struct page *page, struct tpl *more, const struct desk_list_shown *shown, enum filter_code code)
{
    const struct rulebook *b = shown->book;
    struct tpl *field = add_field(page, more, desk_code_names[code]);
    if (code == FILTER_GRADE)
        for (unsigned i = 0; i < b->grades_count; i++)
            add_one(page, field, shown, code, b->grades[i].code);
    else if (code == FILTER_CHANNEL)
        add_names(page, field, shown, code, b->channels, b->channels_count);
    else if (code == FILTER_SOURCE)
        add_names(page, field, shown, code, b->sources, b->sources_count);
    else if (code == FILTER_COMPLAINANT)
        add_names(page, field, shown, code, b->complainants, b->complainants_count);
    else if (code == FILTER_FLAG)
        add_names(page, field, shown, code, b->flags, b->flags_count);
    else if (code == FILTER_CAUSE)
        for (unsigned i = 0; i < b->causes_count; i++)
            add_one(page, field, shown, code, b->causes[i].code);
    else if (code == FILTER_VALIDITY) {
        for (size_t i = 0; rulebook_validity[i]; i++)
            add_one(page, field, shown, code, rulebook_validity[i]);
        add_one(page, field, shown, code, FILTER_NONE);
    } else if (code == FILTER_PATH) {
        add_one(page, field, shown, code, FILTER_NONE);
        add_one(page, field, shown, code, FILTER_ANY);
        add_one(page, field, shown, code, COMPLAINT_PATH_SPOT);
        for (unsigned i = 0; i < b->turns_count; i++)
            add_one(page, field, shown, code, b->turns[i].code);
    }
}

/* ---- by numbers ---- */

static const char *unit_label(const struct page *page, const struct unit *u)
{
    static const char blanks[] = "\u3000\u3000\u3000\u3000\u3000\u3000";
    int depth = u->level > 1 ? u->level - 1 : 0;
    size_t indent = (size_t)(depth > 6 ? 6 : depth) * 3;
    return arena_printf(page->arena, "%.*s%s", (int)indent, blanks, page_pick(page, u->name_zh, u->name_en));
}

static void fill_departments(const struct page *page, struct tpl *more, const struct desk_list_shown *shown, enum desk_id id)
{
    if (shown->n_departments == 0)
        return;
    struct tpl *field = add_field(page, more, desk_id_names[id]);
    for (size_t i = 0; i < shown->n_departments; i++) {
        const struct department *d = &shown->departments[i];
        const char *name = page_pick(page, d->name_zh, d->name_en);
        if (d->unit_id != page->user->unit_id)
            name = arena_printf(page->arena, "%s · %s", page_pick(page, d->unit_zh, d->unit_en), name);
        add_id(page, field, d->id, name, shown->typed->list.ids[id]);
    }
}

static void fill_ids(const struct page *page, struct tpl *more, const struct desk_list_shown *shown)
{
    const int64_t *ids = shown->typed->list.ids;
    if (shown->n_units > 1) {
        struct tpl *units = add_field(page, more, desk_id_names[DESK_UNIT]);
        for (size_t i = 0; i < shown->n_units; i++)
            add_id(page, units, shown->units[i].id, unit_label(page, &shown->units[i]), ids[DESK_UNIT]);
    }
    fill_departments(page, more, shown, DESK_DEPARTMENT);
    fill_departments(page, more, shown, DESK_ASKED);
    struct tpl *handler = add_field(page, more, desk_id_names[DESK_HANDLER]);
    add_id(page, handler, DESK_ME, page_text(page, N_("Me")), ids[DESK_HANDLER]);
    add_id(page, handler, DESK_NOBODY, page_text(page, N_("Nobody yet")), ids[DESK_HANDLER]);
    for (size_t i = 0; i < shown->n_people; i++)
        add_id(page, handler, shown->people[i].id, shown->people[i].name, ids[DESK_HANDLER]);
    struct tpl *clock = add_field(page, more, desk_id_names[DESK_CLOCK]);
    for (int i = 1; i < CLOCK_KIND__END; i++)
        add_id(page, clock, i, page_text(page, rulebook_clock_title((enum rb_clock_kind)i)), ids[DESK_CLOCK]);
    struct tpl *mode = add_field(page, more, desk_id_names[DESK_MODE]);
    for (int i = 1; i < COMPLAINT_MODE__END; i++)
        add_id(page, mode, i, page_text(page, complaint_mode_title((enum complaint_mode)i)), ids[DESK_MODE]);
}

/* ---- dates, words, marks ---- */

static void fill_day(struct tpl *more, const struct page *page, const struct desk_list_shown *shown, struct desk_filter_name name, const char *typed)
{
    struct tpl *field = tpl_add(more, SEC_DAY);
    tpl_text(field, V_NAME, name.name);
    tpl_text(field, V_LABEL, page_text(page, name.title));
    tpl_text(field, V_VALUE, typed);
    tpl_show_if(field, SEC_WRONG, http_form_error_of(shown->errors, name.name) != NULL);
}

static void fill_word(struct tpl *more, const struct page *page, const char *name, const char *title, const char *value, const char *list)
{
    struct tpl *field = tpl_add(more, SEC_WORD);
    tpl_text(field, V_NAME, name);
    tpl_text(field, V_LABEL, page_text(page, title));
    tpl_text(field, V_VALUE, value);
    if (list)
        tpl_text(tpl_add(field, SEC_PROPOSED), V_LIST, list);
}

/* Units, departments and people can be hundreds: they are loaded and shown only when asked for. */
static void fill_more(const struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct tpl *more = tpl_add(t, SEC_MORE);
    fill_code(page, more, shown, FILTER_GRADE);
    fill_ids(page, more, shown);
    for (int code = FILTER_CHANNEL; code <= FILTER_CAUSE; code++)
        fill_code(page, more, shown, (enum filter_code)code);
    fill_word(more, page, "tag", desk_code_names[FILTER_TAG].title, desk_list_code(list, FILTER_TAG), "tags-in-use");
    fill_word(more, page, "reference", desk_code_names[FILTER_REFERENCE].title, desk_list_code(list, FILTER_REFERENCE), NULL);
    fill_word(more, page, "incident", desk_id_names[DESK_INCIDENT].title, list->ids[DESK_INCIDENT] ? id_text(page, list->ids[DESK_INCIDENT]) : "", NULL);
    for (size_t i = 0; i < shown->n_words; i++)
        tpl_text(tpl_add(more, SEC_TAG_WORD), V_VALUE, shown->words[i]);
    for (int i = 0; i < DESK_DAY__COUNT; i++) {
        fill_day(more, page, shown, desk_from_names[i], shown->typed->from[i]);
        fill_day(more, page, shown, desk_to_names[i], shown->typed->to[i]);
    }
    for (unsigned i = 0; i < DESK_MARKS; i++) {
        struct tpl *mark = tpl_add(more, SEC_MARK);
        tpl_text(mark, V_VALUE, desk_mark_names[i].name);
        tpl_text(mark, V_LABEL, page_text(page, desk_mark_names[i].title));
        tpl_show_if(mark, SEC_CHECKED, list->marks >> i & 1);
    }
}

/* ---- chips ---- */

static void add_chip(const struct page *page, struct tpl *t, const char *title, const char *value, const struct desk_list *without)
{
    struct desk_list start = desk_list_start(without);
    struct tpl *chip = tpl_add(t, SEC_CHIP);
    tpl_text(chip, V_LABEL, *value ? arena_printf(page->arena, page->lang == LANG_ZH ? "%s：%s" : "%s: %s", page_text(page, title), value) : page_text(page, title));
    tpl_text(chip, V_URL, desk_list_url(page->arena, &start));
}

static const char *department_words(const struct page *page, const struct desk_list_shown *shown, int64_t id)
{
    for (size_t i = 0; i < shown->n_departments; i++) {
        if (shown->departments[i].id == id)
            return page_pick(page, shown->departments[i].name_zh, shown->departments[i].name_en);
    }
    return id_text(page, id);
}

static const char *id_words(const struct page *page, const struct desk_list_shown *shown, enum desk_id which, int64_t id)
{
    switch (which) {
    case DESK_CATEGORY:
        for (size_t i = 0; i < shown->n_categories; i++) {
            if (shown->categories[i].id == id)
                return page_pick(page, shown->categories[i].name_zh, shown->categories[i].name_en);
        }
        break;
    case DESK_UNIT:
        for (size_t i = 0; i < shown->n_units; i++) {
            if (shown->units[i].id == id)
                return page_pick(page, shown->units[i].name_zh, shown->units[i].name_en);
        }
        break;
    case DESK_DEPARTMENT:
    case DESK_ASKED: return department_words(page, shown, id);
    case DESK_HANDLER:
        if (id == DESK_ME || id == DESK_NOBODY)
            return page_text(page, id == DESK_ME ? N_("Me") : N_("Nobody yet"));
        for (size_t i = 0; i < shown->n_people; i++) {
            if (shown->people[i].id == id)
                return shown->people[i].name;
        }
        break;
    case DESK_MODE: return page_text(page, complaint_mode_title((enum complaint_mode)id));
    case DESK_CLOCK: return page_text(page, rulebook_clock_title((enum rb_clock_kind)id));
    case DESK_INCIDENT:
    case DESK_ID__COUNT: break;
    }
    return id_text(page, id);
}

static void fill_chips(const struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct tpl *chips = tpl_add(t, SEC_CHIPS);
    for (int s = 1; s < COMPLAINT_STATE__END; s++) {
        struct desk_list without = *list;
        without.states &= ~(1u << s);
        if (list->states >> s & 1)
            add_chip(page, chips, N_("State"), page_text(page, complaint_state_title((enum complaint_state)s)), &without);
    }
    for (int i = 0; i < DESK_ID__COUNT; i++) {
        struct desk_list without = *list;
        without.ids[i] = 0;
        if (list->ids[i])
            add_chip(page, chips, desk_id_names[i].title, id_words(page, shown, (enum desk_id)i, list->ids[i]), &without);
    }
    for (int i = 0; i < FILTER_CODE__COUNT; i++) {
        struct desk_list without = *list;
        const char *value = desk_list_code(list, (enum filter_code)i);
        without.codes[i] = NULL;
        if (*value)
            add_chip(page, chips, desk_code_names[i].title, code_words(page, shown->book, (enum filter_code)i, value), &without);
    }
    for (int i = 0; i < DESK_DAY__COUNT; i++) {
        struct desk_list later = *list, earlier = *list;
        later.from[i].year = earlier.to[i].year = 0;
        if (list->from[i].year)
            add_chip(page, chips, desk_from_names[i].title, desk_date_iso(page->arena, list->from[i]), &later);
        if (list->to[i].year)
            add_chip(page, chips, desk_to_names[i].title, desk_date_iso(page->arena, list->to[i]), &earlier);
    }
    for (unsigned i = 0; i < DESK_MARKS; i++) {
        struct desk_list without = *list;
        without.marks &= ~(1u << i);
        if (list->marks >> i & 1)
            add_chip(page, chips, desk_mark_names[i].title, "", &without);
    }
    struct desk_list without = *list;
    without.words = "";
    if (*list->words)
        add_chip(page, chips, N_("Words or number"), list->words, &without);
    struct desk_list bare = desk_list_bare(list);
    tpl_text(tpl_add(chips, SEC_RESET), V_URL, desk_list_url(page->arena, &bare));
}

/* ---- the form ---- */

/* A group of the tree is a heading and can be chosen whole. */
static void fill_categories(const struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    struct tpl *group = NULL;
    int64_t chosen = shown->typed->list.ids[DESK_CATEGORY];
    for (size_t i = 0; i < shown->n_categories; i++) {
        const struct category *c = &shown->categories[i];
        const char *name = page_pick(page, c->name_zh, c->name_en);
        if (c->is_group || !group) {
            group = tpl_add(t, SEC_CATEGORY_GROUP);
            tpl_text(group, V_LABEL, c->is_group ? name : page_text(page, N_("Category")));
        }
        add_id(page, group, c->id, c->is_group ? text_f(page->arena, page->lang, N_("All of %s"), name) : name, chosen);
    }
}

static void keep(struct tpl *t, const char *name, const char *value)
{
    struct tpl *kept = tpl_add(t, SEC_KEEP);
    tpl_text(kept, V_NAME, name);
    tpl_text(kept, V_VALUE, value);
}

void desk_list_filters_fill(struct page *page, struct tpl *t, const struct desk_list_shown *shown)
{
    const struct desk_list *list = &shown->typed->list;
    struct desk_list start = desk_list_start(list);
    keep(t, "view", desk_view_kind(list->view)->name);
    if (list->sort != desk_view_kind(list->view)->sort)
        keep(t, "sort", list->sort == DESK_BY_DUE ? "due" : "received");
    for (int i = 0; list->columns && i < COLUMN__COUNT; i++) {
        if (list->columns & DESK_COLUMN(i))
            keep(t, "columns", desk_columns[i].name);
    }
    if (list->saved_id)
        keep(t, "saved", id_text(page, list->saved_id));
    for (int s = 1; s < COMPLAINT_STATE__END; s++) {
        struct tpl *state = tpl_add(t, SEC_STATE_OPTION);
        tpl_int(state, V_VALUE, s);
        tpl_text(state, V_LABEL, page_text(page, complaint_state_title((enum complaint_state)s)));
        tpl_show_if(state, SEC_CHECKED, list->states >> s & 1);
    }
    fill_categories(page, t, shown);
    tpl_text(t, V_WORDS, list->words);
    if (shown->more)
        fill_more(page, t, shown);
    else
        tpl_text(tpl_add(t, SEC_MORE_LINK), V_URL, arena_printf(page->arena, "%s&more=1#filters", desk_list_url(page->arena, &start)));
    if (desk_list_filtered(list))
        fill_chips(page, t, shown);
}
