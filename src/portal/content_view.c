#include "content_view.h"

#include <string.h>

#define PERIODS_SHOWN 8
#define OPEN_FOUND 3 /* so few are shown with their answers */

/* ---- bodies ---- */

static void add_run(struct tpl *parent, const struct md_run *run)
{
    struct tpl *t = tpl_add(parent, SEC_RUN);
    if (run->line_break) {
        tpl_show(t, SEC_NEWLINE);
        return;
    }
    static const enum tpl_section links[] = {[MD_URL] = SEC_TO_URL, [MD_TEL] = SEC_TO_TEL, [MD_MAIL] = SEC_TO_MAIL};
    if (run->link != MD_PLAIN) {
        tpl_show(t, links[run->link]);
        tpl_text(t, V_URL, run->target);
        tpl_show(t, SEC_TO_END);
    }
    tpl_text(t, V_TEXT, run->text);
    tpl_show(t, run->bold ? SEC_BOLD : SEC_THIN);
}

static void add_runs(struct tpl *t, const struct md_item *item)
{
    for (size_t i = 0; i < item->n; i++)
        add_run(t, &item->runs[i]);
}

static void add_block(struct tpl *parent, const struct md_block *b, enum content_heads heads)
{
    static const enum tpl_section headings[] = {[HEADS_2] = SEC_MD_H2, [HEADS_3] = SEC_MD_H3, [HEADS_BOLD] = SEC_MD_B};
    static const enum tpl_section lists[] = {[MD_LIST] = SEC_MD_UL, [MD_NUMBERED] = SEC_MD_OL, [MD_QUOTE] = SEC_MD_Q};
    struct tpl *t = tpl_add(parent, SEC_BLOCK);
    if (b->kind == MD_PARAGRAPH || b->kind == MD_HEADING) {
        add_runs(tpl_add(t, b->kind == MD_HEADING ? headings[heads] : SEC_MD_P), &b->items[0]);
        return;
    }
    struct tpl *list = tpl_add(t, lists[b->kind]);
    for (size_t i = 0; i < b->n; i++)
        add_runs(tpl_add(list, SEC_ITEM), &b->items[i]);
}

void content_body_fill(const struct page *page, struct tpl *t, const struct content_shown *c, enum content_heads heads)
{
    const struct md *own = page->lang == LANG_ZH ? &c->zh : &c->en, *other = page->lang == LANG_ZH ? &c->en : &c->zh;
    const struct md *md = own->n > 0 ? own : other;
    for (size_t i = 0; i < md->n; i++)
        add_block(t, &md->blocks[i], heads);
}

bool content_part_fill(const struct page *page, struct tpl *t, const struct contents *c, const char *slug, enum tpl_section section)
{
    const struct content_shown *part = contents_page(c, slug);
    if (!part || part->zh.n + part->en.n == 0)
        return false;
    content_body_fill(page, tpl_add(t, section), part, HEADS_3);
    return true;
}

/* ---- channels ---- */

/* Where a telephone number is shown it is never broken at the end of a line. */
static const char *unbroken(struct arena *a, const char *number)
{
    struct buf out = {.arena = a};
    for (; *number; number++) {
        if (*number == ' ')
            buf_adds(&out, "\xc2\xa0");
        else if (*number == '-')
            buf_adds(&out, "\xe2\x80\x91");
        else
            buf_addc(&out, *number);
    }
    return out.n ? out.p : "";
}

static const char *dialled(struct arena *a, const char *number)
{
    struct buf out = {.arena = a};
    for (; *number; number++)
        if ((*number >= '0' && *number <= '9') || (*number == '+' && out.n == 0))
            buf_addc(&out, *number);
    return out.n ? out.p : "";
}

void content_channels_fill(struct page *page, struct tpl *t, const struct contents *c)
{
    for (size_t i = 0; i < c->n_channels; i++) {
        const struct content_shown *channel = &c->channels[i];
        struct tpl *row = tpl_add(t, SEC_CHANNEL);
        tpl_text(row, V_NAME, page_pick(page, channel->text.title_zh, channel->text.title_en));
        if (*channel->text.number) {
            struct tpl *tel = tpl_add(row, SEC_TEL);
            tpl_text(tel, V_NUMBER, dialled(page->arena, channel->text.number));
            tpl_text(tel, V_SHOWN, unbroken(page->arena, channel->text.number));
        }
        tpl_optional(row, SEC_CH_HOURS, V_MESSAGE, page_pick(page, channel->text.hours_zh, channel->text.hours_en));
        if (channel->zh.n + channel->en.n > 0)
            content_body_fill(page, tpl_add(row, SEC_BODY), channel, HEADS_BOLD);
    }
    tpl_show_if(t, SEC_NO_CHANNELS, c->n_channels == 0);
}

/* ---- questions ---- */

void content_question_fill(const struct page *page, struct tpl *t, const struct content_shown *question, bool open)
{
    struct tpl *row = tpl_add(t, SEC_QUESTION);
    tpl_int(row, V_ID, question->id);
    tpl_text(row, V_TITLE, page_pick(page, question->text.title_zh, question->text.title_en));
    tpl_show_if(row, SEC_OPEN, open);
    content_body_fill(page, row, question, HEADS_BOLD);
}

struct tpl *content_faq_view(struct page *page, const struct content_group *groups, size_t n, const char *words)
{
    struct tpl *t = page_template(page, TPL_PORTAL_FAQ, page_text(page, N_("Frequently asked questions")));
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += groups[i].n;
    for (size_t i = 0; i < n; i++) {
        struct tpl *group = tpl_add(t, SEC_GROUP);
        tpl_text(group, V_ID, groups[i].id);
        tpl_text(group, V_NAME, groups[i].name);
        for (size_t k = 0; k < groups[i].n; k++)
            content_question_fill(page, group, groups[i].list[k], *words && found <= OPEN_FOUND);
    }
    tpl_text(t, V_WORDS, words);
    if (*words)
        tpl_text(tpl_add(t, SEC_FOUND), V_MESSAGE, found ? text_count(page->arena, page->lang, N_("%lld answer found."), N_("%lld answers found."), (long long)found) : page_text(page, N_("No answer has all these words.")));
    else
        tpl_show_if(t, SEC_NO_QUESTIONS, found == 0);
    return t;
}

/* ---- pages ---- */

struct tpl *content_page_view(struct page *page, const struct content_shown *c)
{
    struct tpl *t = page_template(page, TPL_PORTAL_PAGE, page_pick(page, c->text.title_zh, c->text.title_en));
    content_body_fill(page, t, c, HEADS_2);
    return t;
}

/* ---- figures ---- */

const char *content_period_text(const struct page *page, const char *period)
{
    static const char *const months[] = {N_("January {year}"), N_("February {year}"), N_("March {year}"), N_("April {year}"), N_("May {year}"), N_("June {year}"),
                                         N_("July {year}"), N_("August {year}"), N_("September {year}"), N_("October {year}"), N_("November {year}"), N_("December {year}")};
    static const char *const quarters[] = {N_("1st quarter of {year}"), N_("2nd quarter of {year}"), N_("3rd quarter of {year}"), N_("4th quarter of {year}")};
    int year, part;
    bool quarter;
    if (!content_period_read(period, &year, &part, &quarter))
        return period;
    const char *text = page_text(page, quarter ? quarters[part - 1] : months[part - 1]), *at = strstr(text, "{year}");
    return at ? arena_printf(page->arena, "%.*s%d%s", (int)(at - text), text, year, at + strlen("{year}")) : text;
}

const char *content_value_text(const struct page *page, const struct content_value *v)
{
    if (!v->told)
        return page_text(page, N_("too few"));
    int whole = (int)(v->value / 10), tenth = (int)(v->value % 10);
    switch (v->figure) {
    case FIGURE_IN_TIME:
    case FIGURE_SATISFIED: return arena_printf(page->arena, "%d%%", (int)((v->value + 5) / 10));
    case FIGURE_MEAN_DAYS: return text_f(page->arena, page->lang, N_("%d.%d days"), whole, tenth);
    default: return arena_printf(page->arena, "%lld", (long long)v->value);
    }
}

static const struct content_value *value_of(const struct contents *c, const char *period, enum content_figure figure)
{
    for (size_t i = 0; i < c->n_values; i++)
        if (c->values[i].figure == figure && strcmp(c->values[i].period, period) == 0)
            return &c->values[i];
    return NULL;
}

/* Newest first; of the kind that is chosen now. */
static size_t periods_of(const struct contents *c, const char **list)
{
    bool quarters = strcmp(c->figures->text.period, "quarter") == 0;
    size_t n = 0;
    for (size_t i = 0; i < c->n_values && n < PERIODS_SHOWN; i++)
        if ((strchr(c->values[i].period, 'Q') != NULL) == quarters && (n == 0 || strcmp(list[n - 1], c->values[i].period) != 0))
            list[n++] = c->values[i].period;
    return n;
}

void content_home_figures_fill(struct page *page, struct tpl *t, const struct contents *c)
{
    const char *periods[PERIODS_SHOWN];
    if (!c->figures || periods_of(c, periods) == 0)
        return;
    struct tpl *section = NULL;
    for (int f = 0; f < FIGURE__COUNT; f++) {
        const struct content_value *v = value_of(c, periods[0], (enum content_figure)f);
        if (!v || !v->told || !content_figure_chosen(&c->figures->text, (enum content_figure)f))
            continue;
        if (!section) {
            section = tpl_add(t, SEC_FIGURES);
            tpl_text(section, V_PERIOD_NAME, content_period_text(page, periods[0]));
        }
        struct tpl *row = tpl_add(section, SEC_FIGURE);
        tpl_text(row, V_NAME, page_text(page, content_figure_title((enum content_figure)f)));
        tpl_text(row, V_VALUE, content_value_text(page, v));
    }
}

/* Each figure with what it means and a table of its own, which fits any width. */
static void fill_tables(struct page *page, struct tpl *t, const struct contents *c, const char *const *periods, size_t n)
{
    for (int f = 0; f < FIGURE__COUNT; f++) {
        enum content_figure figure = (enum content_figure)f;
        if (!content_figure_chosen(&c->figures->text, figure))
            continue;
        struct tpl *section = tpl_add(t, SEC_FIGURE);
        tpl_text(section, V_CODE, content_figure_code(figure));
        tpl_text(section, V_NAME, page_text(page, content_figure_title(figure)));
        tpl_text(section, V_TEXT, page_text(page, content_figure_definition(figure)));
        for (size_t i = 0; i < n; i++) {
            const struct content_value *v = value_of(c, periods[i], figure);
            struct tpl *row = tpl_add(section, SEC_VALUE_ROW);
            tpl_text(row, V_PERIOD_NAME, content_period_text(page, periods[i]));
            tpl_text(row, V_VALUE, v ? content_value_text(page, v) : page_text(page, N_("not published")));
        }
    }
    long long least;
    if (str_to_i64(str_of(c->figures->text.least), 0, 1000, &least))
        tpl_text(t, V_MESSAGE, text_f(page->arena, page->lang, N_("Figures of fewer than %d cases are not told, so that nobody can be recognised. Each figure stays as it was published."), (int)least));
}

struct tpl *content_figures_view(struct page *page, const struct contents *c)
{
    const char *periods[PERIODS_SHOWN];
    struct tpl *t = page_template(page, TPL_PORTAL_FIGURES, page_text(page, N_("Our complaint figures")));
    size_t n = c->figures ? periods_of(c, periods) : 0;
    if (c->figures && c->figures->zh.n + c->figures->en.n > 0)
        content_body_fill(page, tpl_add(t, SEC_BODY), c->figures, HEADS_2);
    if (n > 0)
        fill_tables(page, tpl_add(t, SEC_FIGURES_TABLE), c, periods, n);
    else
        tpl_show(t, SEC_NO_FIGURES);
    return t;
}
