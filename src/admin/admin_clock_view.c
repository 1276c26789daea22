#include "admin_clock_view.h"

#include <string.h>

#include "format.h"

static const char *code_title(struct page *page, const struct rulebook *b, const char *section, const char *code)
{
    const struct book_section *s = admin_book_section(section);
    size_t i;
    return *code && admin_book_find(s, b, code, &i) ? admin_book_title(page, b, s, admin_book_thing(s, b, i)) : code;
}

static const char *limit_words(struct page *page, struct calendar_limit limit)
{
    return admin_limit_words(page, calendar_limit_write(page->arena, limit));
}

static const char *unit_name(struct page *page, const struct unit *units, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(units[i].code, code) == 0)
            return page_pick(page, units[i].name_zh, units[i].name_en);
    }
    return code;
}

/* ---- limits of units ---- */

struct tpl *admin_own_limits_view(struct page *page, const struct rulebook *b, const struct unit *units, size_t n, const struct admin_draft_shown *draft)
{
    struct tpl *t = page_template(page, TPL_ADMIN_OWN_LIMITS, page_text(page, N_("Limits of single units")));
    admin_draft_banner(page, t, draft);
    for (size_t i = 0; i < n; i++) {
        unsigned own = 0;
        for (unsigned k = 0; k < b->own_limits_count; k++)
            own += strcmp(b->own_limits[k].unit, units[i].code) == 0;
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_text(row, V_LEVEL, admin_level(units[i].level - units[0].level));
        tpl_text(row, V_URL, arena_printf(page->arena, ADMIN_OWN_LIMITS "/%lld", (long long)units[i].id));
        tpl_text(row, V_NAME, page_pick(page, units[i].name_zh, units[i].name_en));
        tpl_text(row, V_COUNT, own ? admin_number(page->arena, own) : page_text(page, N_("As its superior")));
    }
    return t;
}

static const char *inherited_words(struct page *page, const struct admin_unit_limits *l, const struct rb_clock *clock)
{
    const char *of;
    const char *limit = limit_words(page, rulebook_limit(l->book, clock, l->line + 1, l->n_line - 1, &of));
    const char *text = *of ? text_f(page->arena, page->lang, N_("Without its own: %s, as %s"), limit, unit_name(page, l->units, l->n_units, of))
                           : text_f(page->arena, page->lang, N_("Without its own: %s, as the rule says"), limit);
    return clock->floor ? arena_printf(page->arena, "%s · %s", text, page_text(page, N_("may be shortened only"))) : text;
}

/* The unit in which whoever types a limit is likely to think; never one that says something without a number. */
static const char *usual_unit(struct page *page, const struct admin_unit_limits *l, const struct rb_clock *clock)
{
    const char *of, *number, *unit;
    admin_book_limit_split(page->arena, calendar_limit_write(page->arena, rulebook_limit(l->book, clock, l->line + 1, l->n_line - 1, &of)), &number, &unit);
    return *number ? unit : admin_book_units[0];
}

struct tpl *admin_unit_limits_view(struct page *page, const struct admin_unit_limits *l)
{
    size_t n = 0, n_units = 0;
    while (admin_book_units[n_units])
        n_units++;
    struct admin_option *options = ARENA_ARRAY(page->arena, n_units, struct admin_option);
    for (size_t i = 0; i < n_units; i++)
        options[i] = (struct admin_option){.value = admin_book_units[i], .label = page_text(page, admin_book_unit_title(admin_book_units[i]))};
    struct admin_field *fields = ARENA_ARRAY(page->arena, l->book->clocks_count, struct admin_field);
    const char *kind = "";
    size_t *order = ARENA_ARRAY(page->arena, l->book->clocks_count, size_t);
    int *depths = ARENA_ARRAY(page->arena, l->book->clocks_count, int);
    admin_book_order(admin_book_section("clocks"), l->book, order, depths);
    for (unsigned i = 0; i < l->book->clocks_count; i++) {
        const struct rb_clock *clock = &l->book->clocks[order[i]];
        const char *name = arena_printf(page->arena, "limit.%s", clock->code);
        if (clock->inactive && !*admin_book_own_limit(l->book, l->line[0], clock->code))
            continue;
        fields[n] = (struct admin_field){
            .control = ADMIN_MEASURE, .name = name, .said = page_pick(page, clock->name.zh, clock->name.en), .hint_said = inherited_words(page, l, clock),
            .heading = strcmp(kind, clock->kind) != 0 ? rulebook_clock_title(rulebook_clock_kind(clock->kind)) : NULL, .value = http_form_get(l->form, name),
            .unit = http_form_get(l->form, arena_printf(page->arena, "%s.unit", name)), .options = options, .n_options = n_units, .optional = true,
        };
        if (l->now && strcmp(http_form_get(l->now, name), fields[n].value) != 0)
            fields[n].now = http_form_get(l->now, name);
        if (!l->errors && !*fields[n].value)
            fields[n].unit = usual_unit(page, l, clock);
        kind = clock->kind;
        n++;
    }
    struct admin_form form = {
        .title = text_f(page->arena, page->lang, N_("Limits of %s"), page_pick(page, l->unit->name_zh, l->unit->name_en)),
        .back_url = ADMIN_OWN_LIMITS,
        .back = N_("Limits of single units"),
        .action = arena_printf(page->arena, ADMIN_OWN_LIMITS "/%lld", (long long)l->unit->id),
        .note = N_("What is left empty is as its superior has it. Units below take over what stands here, unless they have their own."),
        .version = l->version,
        .stale = l->now != NULL,
        .active = true,
        .fields = fields,
        .n_fields = n,
        .errors = l->errors,
    };
    struct tpl *t = admin_form_view(page, TPL_ADMIN_BOOK_FORM, &form);
    admin_draft_banner(page, t, &l->draft);
    return t;
}

/* ---- which rule matches ---- */

static void add_fact(struct page *page, struct tpl *t, const char *label, const char *value)
{
    struct tpl *fact = tpl_add(t, SEC_FACT);
    tpl_text(fact, V_LABEL, page_text(page, label));
    tpl_text(fact, V_VALUE, *value ? value : page_text(page, N_("Not known")));
}

static const char *flag_names(struct page *page, const struct admin_match *m)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < m->facts->n_flags; i++) {
        buf_adds(&out, i == 0 ? "" : page->lang == LANG_ZH ? "、" : ", ");
        buf_adds(&out, code_title(page, m->book, "flags", m->facts->flags[i]));
    }
    return out.n > 0 ? out.p : page_text(page, N_("None"));
}

static void fill_facts(struct page *page, struct tpl *t, const struct admin_match *m)
{
    const struct rb_facts *f = m->facts;
    const struct rulebook *b = m->book;
    add_fact(page, t, N_("Category"), code_title(page, b, "categories", f->category));
    add_fact(page, t, N_("Grade"), code_title(page, b, "grades", f->grade));
    add_fact(page, t, N_("Channel"), code_title(page, b, "channels", f->channel));
    add_fact(page, t, N_("Passed on by"), code_title(page, b, "sources", f->source));
    add_fact(page, t, N_("Complainant"), code_title(page, b, "complainants", f->complainant));
    add_fact(page, t, N_("Department that handles it"), code_title(page, b, "functions", f->function));
    add_fact(page, t, N_("Sensitive flag"), flag_names(page, m));
    add_fact(page, t, N_("Validity"), page_text(page, rulebook_validity_title(f->validity)));
    add_fact(page, t, N_("Loss or sum demanded"), arena_printf(page->arena, "%lld.%02d", (long long)(f->loss_cents / 100), (int)(f->loss_cents % 100)));
    add_fact(page, t, N_("People who complain together"), admin_number(page->arena, f->heads));
    add_fact(page, t, N_("Earlier complaints about the same"), admin_number(page->arena, f->repeats));
    add_fact(page, t, N_("Days since it was received"), admin_number(page->arena, f->age_days));
    add_fact(page, t, N_("Overdue"), page_text(page, f->overdue ? N_("Yes") : N_("No")));
}

static void fill_candidate(struct page *page, struct tpl *row, const struct admin_match *m, const struct clock_candidate *c)
{
    const struct book_section *s = admin_book_section("clocks");
    const char *of, *when = admin_when_words(page, m->book, s, c->rule);
    tpl_text(row, V_URL, admin_book_path(page, s, c->rule->code, ""));
    tpl_text(row, V_NAME, page_pick(page, c->rule->name.zh, c->rule->name.en));
    tpl_text(row, V_TEXT, *when ? when : page_text(page, N_("Always")));
    tpl_text(row, V_LIMIT, limit_words(page, rulebook_limit(m->book, c->rule, m->line, m->n_line, &of)));
    if (*of)
        tpl_text(tpl_add(row, SEC_OWN), V_UNIT, of);
    if (c->chosen)
        tpl_show(row, SEC_CHOSEN);
    else if (c->rule->inactive)
        tpl_show(row, SEC_OFF);
    else if (c->failed == RB_HOLDS)
        tpl_show(row, SEC_FITS);
    else
        tpl_text(tpl_add(row, SEC_MISSED), V_LABEL, page_text(page, rulebook_condition_title(c->failed)));
    tpl_int(row, V_COUNT, c->weight);
}

struct tpl *admin_match_view(struct page *page, const struct admin_match *m)
{
    struct tpl *t = page_template(page, TPL_ADMIN_MATCH, page_text(page, N_("Which rule matches this complaint?")));
    admin_draft_banner(page, t, &m->draft);
    tpl_text(t, V_NUMBER, m->number);
    if (m->errors) {
        page_errors(page, t, m->errors);
        page_field_error(page, t, SEC_WRONG, m->errors, "no");
    }
    if (!m->title)
        return t;
    struct tpl *found = tpl_add(t, SEC_FOUND);
    tpl_text(found, V_TITLE, m->title);
    tpl_text(found, V_URL, arena_printf(page->arena, "/staff/complaints/%s", m->number));
    fill_facts(page, found, m);
    for (size_t i = 0; i < m->n_kinds; i++) {
        const struct admin_match_kind *k = &m->kinds[i];
        struct tpl *card = tpl_add(found, SEC_KIND);
        const char *title = page_text(page, rulebook_clock_title(k->kind));
        bool holds = false;
        tpl_text(card, V_LABEL, *k->track ? arena_printf(page->arena, "%s · %s", title, k->track) : title);
        for (size_t c = 0; c < k->n; c++) {
            fill_candidate(page, tpl_add(card, SEC_ROW), m, &k->candidates[c]);
            holds |= k->candidates[c].chosen;
        }
        tpl_show_if(card, SEC_NONE, !holds);
    }
    return t;
}

/* ---- recomputing ---- */

struct tpl *admin_recompute_view(struct page *page, const struct admin_recompute *r)
{
    struct tpl *t = page_template(page, TPL_ADMIN_RECOMPUTE, page_text(page, N_("Recompute running clocks")));
    tpl_text(t, V_RULE, r->rule);
    tpl_text(t, V_FROM, r->from);
    for (unsigned i = 0; i < r->book->clocks_count; i++) {
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_VALUE, r->book->clocks[i].code);
        tpl_text(option, V_LABEL, page_pick(page, r->book->clocks[i].name.zh, r->book->clocks[i].name.en));
        tpl_show_if(option, SEC_SELECTED, strcmp(r->book->clocks[i].code, r->rule) == 0);
    }
    struct tpl *table = r->n ? tpl_add(t, SEC_TABLE) : NULL;
    for (size_t i = 0; i < r->n; i++) {
        const struct admin_recompute_row *x = &r->rows[i];
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_URL, arena_printf(page->arena, "/staff/complaints/%s", x->number));
        tpl_text(row, V_NUMBER, x->number);
        tpl_text(row, V_LABEL, page_text(page, rulebook_clock_title(x->kind)));
        tpl_text(row, V_NAME, code_title(page, r->book, "clocks", x->new_rule));
        if (strcmp(x->rule, x->new_rule) != 0)
            tpl_text(tpl_add(row, SEC_WAS), V_VALUE, code_title(page, r->book, "clocks", x->rule));
        tpl_text(row, V_BEFORE, format_moment(page->arena, page->lang, x->due_us, page->site->zone));
        tpl_text(row, V_AFTER, format_moment(page->arena, page->lang, x->new_due_us, page->site->zone));
        tpl_show_if(row, SEC_OVERDUE, x->new_due_us < page->now_us);
    }
    if (r->n == 0)
        tpl_show(t, r->next ? SEC_NONE_HERE : SEC_NONE);
    if (r->next) {
        struct tpl *more = tpl_add(t, SEC_NEXT);
        tpl_text(more, V_URL, arena_printf(page->arena, ADMIN_RECOMPUTE "?rule=%s&after=%s", r->rule, r->next));
    }
    return t;
}
