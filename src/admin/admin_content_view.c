#include "admin_content_view.h"

#include <string.h>

#include "admin_view.h"
#include "format.h"

#define LIST "/staff/admin/content"
#define FIELDS_MAX 16

/* ---- names ---- */

static const char *const kind_titles[] = {
    [CONTENT_PAGE] = N_("Pages and parts of the guide"), [CONTENT_CHANNEL] = N_("Ways to reach us"), [CONTENT_QUESTION] = N_("Questions and answers"), [CONTENT_FIGURES] = N_("Published figures")};

static const char *new_title(enum content_kind kind)
{
    return kind == CONTENT_PAGE ? N_("New page") : kind == CONTENT_CHANNEL ? N_("New way to reach us") : N_("New question");
}

static bool is_part(const struct content *c)
{
    return c->kind == CONTENT_PAGE && content_is_part(c->slug);
}

static const char *name_of(const struct page *page, const struct content *c)
{
    const struct content_text *t = c->has_draft ? &c->draft : &c->live;
    if (c->kind == CONTENT_FIGURES)
        return page_text(page, kind_titles[CONTENT_FIGURES]);
    if (is_part(c))
        return page_text(page, content_part_title(c->slug));
    const char *title = page_pick(page, t->title_zh, t->title_en);
    return *title ? title : page_text(page, N_("(empty)")); /* its only draft was thrown away */
}

static const char *category_name(const struct page *page, const struct category *list, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0)
            return page_pick(page, list[i].name_zh, list[i].name_en);
    return *code ? code : page_text(page, N_("General"));
}

/* ---- the list ---- */

static void fill_state(struct tpl *row, const struct content *c)
{
    tpl_show(row, c->is_live ? SEC_LIVE : is_part(c) ? SEC_BUILT_IN : SEC_NOT_LIVE);
    tpl_show_if(row, SEC_HAS_DRAFT, c->has_draft);
}

static void add_row(struct page *page, struct tpl *table, const struct content *c, const struct category *categories, size_t n_categories)
{
    struct tpl *row = tpl_add(table, SEC_ROW);
    const struct content_text *t = c->has_draft ? &c->draft : &c->live;
    tpl_text(row, V_URL, arena_printf(page->arena, LIST "/%lld", (long long)c->id));
    tpl_text(row, V_NAME, name_of(page, c));
    fill_state(row, c);
    if (c->kind == CONTENT_QUESTION) {
        tpl_text(row, V_TEXT, category_name(page, categories, n_categories, t->category));
        if (c->offered > 0)
            tpl_text(tpl_add(row, SEC_HELPED), V_MESSAGE, text_f(page->arena, page->lang, N_("helped %d of %d times"), (int)c->helped, (int)c->offered));
    } else if (c->kind == CONTENT_CHANNEL) {
        tpl_text(row, V_TEXT, t->number);
    } else if (c->kind == CONTENT_PAGE) {
        tpl_text(row, V_TEXT, is_part(c) ? arena_printf(page->arena, "/guide#%s", c->slug) : arena_printf(page->arena, "/p/%s", c->slug));
    } else {
        tpl_text(row, V_TEXT, "/figures");
    }
}

struct tpl *admin_content_list_view(struct page *page, const struct content *list, size_t n, const struct category *categories, size_t n_categories)
{
    struct tpl *t = page_template(page, TPL_ADMIN_CONTENTS, page_text(page, N_("Public pages")));
    for (int kind = CONTENT_PAGE; kind <= CONTENT_FIGURES; kind++) {
        struct tpl *group = tpl_add(t, SEC_GROUP), *table = NULL;
        tpl_int(group, V_ID, kind);
        tpl_text(group, V_NAME, page_text(page, kind_titles[kind]));
        if (kind != CONTENT_FIGURES) {
            struct tpl *add = tpl_add(group, SEC_NEW);
            tpl_text(add, V_URL, arena_printf(page->arena, LIST "/new?kind=%d", kind));
            tpl_text(add, V_LABEL, page_text(page, new_title((enum content_kind)kind)));
        }
        for (size_t i = 0; i < n; i++) {
            if ((int)list[i].kind != kind)
                continue;
            table = table ? table : tpl_add(group, SEC_TABLE);
            add_row(page, table, &list[i], categories, n_categories);
        }
        tpl_show_if(group, SEC_EMPTY_GROUP, !table);
    }
    return t;
}

/* ---- the form ---- */

struct making {
    struct page *page;
    const struct admin_content_shown *shown;
    struct admin_field fields[FIELDS_MAX];
    size_t n;
};

/* A field of the text, with what stands saved beside it when that differs. */
static struct admin_field *add(struct making *m, const char *name, enum admin_control control, const char *label, const char *hint)
{
    struct admin_field *f = &m->fields[m->n++];
    *f = (struct admin_field){.control = control, .name = name, .label = label, .hint = hint, .value = ""};
    for (size_t i = 0; i < CONTENT_MEMBERS; i++) {
        if (strcmp(content_members[i].name, name) != 0)
            continue;
        f->value = content_get(m->shown->typed, i);
        if (m->shown->now && strcmp(content_get(m->shown->now, i), f->value) != 0)
            f->now = content_get(m->shown->now, i);
    }
    return f;
}

static void add_titles(struct making *m, enum content_kind kind)
{
    bool question = kind == CONTENT_QUESTION, channel = kind == CONTENT_CHANNEL;
    struct admin_field *f = add(m, "title_zh", ADMIN_INPUT, question ? N_("Question in Chinese") : channel ? N_("Name in Chinese") : N_("Title in Chinese"), channel ? N_("For example “Hotline”, “By letter”, “At the counter”") : NULL);
    f->pair_begin = true;
    f = add(m, "title_en", ADMIN_INPUT, question ? N_("Question in English") : channel ? N_("Name in English") : N_("Title in English"), NULL);
    f->optional = f->pair_end = true;
}

static void add_category(struct making *m)
{
    const struct admin_content_shown *shown = m->shown;
    struct admin_option *options = ARENA_ARRAY(m->page->arena, shown->n_categories + 1, struct admin_option);
    options[0] = (struct admin_option){"", page_text(m->page, N_("General"))};
    for (size_t i = 0; i < shown->n_categories; i++)
        options[i + 1] = (struct admin_option){shown->categories[i].code, page_pick(m->page, shown->categories[i].name_zh, shown->categories[i].name_en)};
    struct admin_field *f = add(m, "category", ADMIN_SELECT, N_("Category"), N_("Answers of a category are offered to whoever chooses it, before the form goes on"));
    f->options = options;
    f->n_options = shown->n_categories + 1;
    if (f->now)
        f->now = category_name(m->page, shown->categories, shown->n_categories, f->now);
}

static void add_figures(struct making *m)
{
    struct page *page = m->page;
    struct admin_option *options = ARENA_ARRAY(page->arena, FIGURE__COUNT, struct admin_option);
    bool *picked = ARENA_ARRAY(page->arena, FIGURE__COUNT, bool);
    for (int f = 0; f < FIGURE__COUNT; f++) {
        options[f] = (struct admin_option){content_figure_code((enum content_figure)f), page_text(page, content_figure_title((enum content_figure)f))};
        picked[f] = content_figure_chosen(m->shown->typed, (enum content_figure)f);
    }
    struct admin_field *f = add(m, "figures", ADMIN_PICK, N_("Which figures"), NULL);
    f->options = options;
    f->n_options = FIGURE__COUNT;
    f->picked = picked;
    struct admin_option *periods = ARENA_ARRAY(page->arena, 2, struct admin_option);
    periods[0] = (struct admin_option){"month", page_text(page, N_("Month"))};
    periods[1] = (struct admin_option){"quarter", page_text(page, N_("Quarter"))};
    f = add(m, "period", ADMIN_SELECT, N_("Period"), NULL);
    f->options = periods;
    f->n_options = 2;
    f->width = "w-20";
    f = add(m, "least", ADMIN_INPUT, N_("Least number of cases"), N_("A figure of fewer cases is not told, so that nobody can be recognised: 5 to 1000"));
    f->width = "w-6";
    f->pair_begin = true;
    f = add(m, "wait", ADMIN_INPUT, N_("Days after the end of the period"), N_("Until it is computed, so that ratings have come in: 0 to 90"));
    f->width = "w-6";
    f->pair_end = true;
}

static void add_bodies(struct making *m, enum content_kind kind)
{
    static const char *const zh[] = {[CONTENT_PAGE] = N_("Text in Chinese"), [CONTENT_CHANNEL] = N_("Note in Chinese"), [CONTENT_QUESTION] = N_("Answer in Chinese"), [CONTENT_FIGURES] = N_("Text above the figures in Chinese")};
    static const char *const en[] = {[CONTENT_PAGE] = N_("Text in English"), [CONTENT_CHANNEL] = N_("Note in English"), [CONTENT_QUESTION] = N_("Answer in English"), [CONTENT_FIGURES] = N_("Text above the figures in English")};
    bool needed = kind == CONTENT_PAGE || kind == CONTENT_QUESTION;
    int rows = kind == CONTENT_PAGE ? 14 : kind == CONTENT_QUESTION ? 8 : 3;
    struct admin_field *f = add(m, "body_zh", ADMIN_AREA, zh[kind], N_("An empty line begins a paragraph. ## heading, - list, 1. numbered list, **bold**, [words](https://address)"));
    f->rows = rows;
    f->optional = !needed;
    f = add(m, "body_en", ADMIN_AREA, en[kind], N_("Left empty, English pages show the Chinese text."));
    f->rows = rows;
    f->optional = true;
}

static void add_fields(struct making *m)
{
    const struct content *c = m->shown->saved;
    struct admin_field *f;
    if (c->kind == CONTENT_PAGE && c->id == 0) {
        f = add(m, "slug", ADMIN_INPUT, N_("Address"), N_("The page stands at /p/ and this; it cannot be changed later"));
        f->value = m->shown->slug;
        f->width = "w-20";
    }
    if (c->kind != CONTENT_FIGURES && !is_part(c))
        add_titles(m, c->kind);
    if (c->kind == CONTENT_QUESTION)
        add_category(m);
    if (c->kind == CONTENT_CHANNEL) {
        f = add(m, "number", ADMIN_INPUT, N_("Telephone number"), NULL);
        f->width = "w-20";
        f->type = "tel";
        f->optional = true;
        f = add(m, "hours_zh", ADMIN_INPUT, N_("Hours in Chinese"), NULL);
        f->optional = f->pair_begin = true;
        f = add(m, "hours_en", ADMIN_INPUT, N_("Hours in English"), NULL);
        f->optional = f->pair_end = true;
    }
    if (c->kind == CONTENT_FIGURES)
        add_figures(m);
    add_bodies(m, c->kind);
    if (c->kind != CONTENT_FIGURES && !is_part(c)) {
        f = add(m, "sort", ADMIN_INPUT, N_("Order"), N_("Small numbers come first"));
        f->width = "w-6";
        f->optional = true;
    }
    if (c->kind == CONTENT_PAGE && !is_part(c))
        add(m, "footer", ADMIN_TICK, N_("Linked at the foot of every page"), NULL);
}

/* ---- what can be done with it ---- */

static void add_act(struct tpl *t, enum tpl_section section, const char *url, int version)
{
    struct tpl *act = tpl_add(t, section);
    tpl_text(act, V_URL, url);
    tpl_int(act, V_VERSION, version);
}

static void fill_acts(struct page *page, struct tpl *t, const struct content *c)
{
    const char *at = arena_printf(page->arena, LIST "/%lld", (long long)c->id);
    fill_state(t, c);
    if (c->has_draft || c->is_live)
        tpl_text(tpl_add(t, SEC_LOOK), V_URL, arena_printf(page->arena, "%s/preview", at));
    if (c->has_draft) {
        add_act(t, SEC_PUBLISH, arena_printf(page->arena, "%s/publish", at), c->version);
        add_act(t, SEC_DROP, arena_printf(page->arena, "%s/drop", at), c->version);
    }
    if (c->is_live)
        add_act(t, SEC_TAKE_OFF, arena_printf(page->arena, "%s/off", at), c->version);
}

static void fill_versions(struct page *page, struct tpl *t, const struct admin_content_shown *shown)
{
    const struct content *c = shown->saved;
    for (size_t i = 0; i < shown->n_versions; i++) {
        const struct content_version *v = &shown->versions[i];
        struct tpl *row = tpl_add(t, SEC_PAST);
        tpl_int(row, V_NUMBER, v->number);
        tpl_text(row, V_WHO, v->who);
        tpl_text(row, V_TIME, format_full(page->arena, v->at_us, page->site->zone));
        if (v->off) {
            tpl_show(row, SEC_WAS_OFF);
            continue;
        }
        struct tpl *text = tpl_add(row, SEC_WAS_TEXT);
        tpl_optional(text, SEC_TITLE_ROW, V_TITLE, page_pick(page, v->text.title_zh, v->text.title_en));
        tpl_text(text, V_TEXT, page_pick(page, v->text.body_zh, v->text.body_en));
        tpl_text(text, V_URL, arena_printf(page->arena, LIST "/%lld/restore", (long long)c->id));
        tpl_int(text, V_VERSION, c->version);
        tpl_int(text, V_NUMBER, v->number);
    }
    tpl_show_if(t, SEC_NO_PAST, shown->n_versions == 0);
}

struct tpl *admin_content_view(struct page *page, const struct admin_content_shown *shown)
{
    const struct content *c = shown->saved;
    struct making m = {.page = page, .shown = shown};
    add_fields(&m);
    struct admin_form form = {
        .title = c->id ? name_of(page, c) : page_text(page, new_title(c->kind)),
        .back_url = LIST,
        .back = N_("Public pages"),
        .action = c->id ? arena_printf(page->arena, LIST "/%lld", (long long)c->id) : arena_printf(page->arena, LIST "/new?kind=%d", (int)c->kind),
        .note = is_part(c) ? N_("A part of the guide. While nothing of yours is published, it says what the rulebook or the program says.") : NULL,
        .version = c->version,
        .stale = shown->now != NULL,
        .active = true,
        .log_entity = "content",
        .id = c->id,
        .fields = m.fields,
        .n_fields = m.n,
        .errors = shown->errors,
    };
    struct tpl *t = admin_form_view(page, TPL_ADMIN_CONTENT, &form);
    if (c->id) {
        struct tpl *side = tpl_add(t, SEC_SAVED_ONE);
        fill_acts(page, side, c);
        fill_versions(page, side, shown);
    }
    return t;
}
