#include <string.h>

#include "hiding.h"
#include "moment.h"
#include "desk_clock_view.h"
#include "desk_close_view.h"
#include "desk_words_view.h"
#include "format.h"

/* What was closed, in words: what follows, the printed report, and what somebody has to agree to. */

static const char *colon(const struct page *page)
{
    return page->lang == LANG_ZH ? "：" : ": ";
}

/* ---- what follows ---- */

void desk_closed_fill(struct page *page, struct tpl *t, const struct desk_case *x, bool has_report)
{
    bool any = false;
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_FROM_RAW, x->from);
    tpl_text(t, V_CARRY, *x->from ? arena_printf(page->arena, "?from=%s", desk_url_encode(page->arena, x->from)) : "");
    tpl_text(t, V_FINDING, page_text(page, complaint_finding_title(x->c.finding)));
    tpl_text(t, V_AT, desk_moment(page, x->c.closed_us));
    for (size_t i = 0; i < x->clocks->n; i++) {
        const struct clock *c = &x->clocks->list[i];
        if (c->state != CLOCK_RUNNING)
            continue;
        struct tpl *row = tpl_add(t, SEC_FOLLOWS);
        tpl_text(row, V_NAME, desk_clock_name(page, x->world.book, c->rule, c->kind));
        tpl_text(row, V_DUE, desk_due_moment(page, c->due_us));
        if (c->kind == CLOCK_CLOSING_REPORT)
            tpl_show(row, SEC_IS_REPORT);
        any = true;
    }
    tpl_show_if(t, SEC_NOTHING_FOLLOWS, !any);
    tpl_show_if(t, SEC_HAS_REPORT, has_report);
    tpl_show_if(t, SEC_CHECKED_ABOVE, gate_source_above(x->world.book, x->c.source));
    int days = x->world.book->closing.reopen_days;
    if (days > 0)
        tpl_text(tpl_add(t, SEC_REOPEN_UNTIL), V_DUE, format_date(page->arena, page->lang, x->c.closed_us + days * UTC_DAY_US, page->site->zone));
}

/* ---- the report ---- */

static void row(struct tpl *t, const char *label, const char *value)
{
    if (!*value)
        return;
    struct tpl *one = tpl_add(t, SEC_FACT);
    tpl_text(one, V_LABEL, label);
    tpl_text(one, V_VALUE, value);
}

static const char *basis_name(struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_basis *basis = rulebook_basis(b, code);
    return basis ? desk_rb_text(page, basis->name) : code;
}

static const char *trees(struct page *page, const struct rb_tree *tree, unsigned n, const char **codes, size_t n_codes)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n_codes; i++)
        buf_printf(&out, "%s%s", i ? (page->lang == LANG_ZH ? "、" : ", ") : "", desk_rb_tree(page, tree, n, codes[i]));
    return out.n ? out.p : "";
}

static void fill_matters(struct page *page, struct tpl *t, const struct desk_case *x, const struct complaint_closing *k)
{
    if (x->parts.n_allegations < 2)
        return;
    struct tpl *table = tpl_add(t, SEC_MATTERS);
    for (size_t i = 0; i < x->parts.n_allegations; i++) {
        const struct complaint_allegation *a = &x->parts.allegations[i];
        const struct closing_matter *m = closing_matter_of(k, a->position);
        struct tpl *one = tpl_add(table, SEC_MATTER);
        tpl_int(one, V_POSITION, a->position);
        tpl_text(one, V_BODY, a->body);
        tpl_text(one, V_TEXT_LANG, desk_text_lang(&x->c));
        tpl_text(one, V_FINDING, page_text(page, complaint_finding_title(a->finding)));
        tpl_text(one, V_REASON, a->reason);
        tpl_text(one, V_REMEDY, m ? m->remedy : "");
    }
}

void desk_closing_report_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct closing_report *report)
{
    const struct rulebook *b = x->world.book;
    const struct complaint_closing *k = &report->closing;
    tpl_text(t, V_NUMBER, x->c.number);
    tpl_text(t, V_TITLE, x->c.title);
    tpl_text(t, V_TEXT_LANG, desk_text_lang(&x->c));
    tpl_text(t, V_PLACE, desk_place(page, &x->c));
    tpl_text(t, V_CATEGORY, page_pick(page, x->c.category_zh, x->c.category_en));
    tpl_text(t, V_RECEIVED, moment_full(page, x->c.received_us, hiding_times(x->world.book, x->c.mode)));
    tpl_text(t, V_AT, desk_moment(page, report->final_us));
    tpl_text(t, V_GRADE, desk_rb_grade(page, b, x->c.grade));
    tpl_text(t, V_FINDING, page_text(page, complaint_finding_title(k->finding)));
    tpl_text(t, V_NAME, report->author);
    tpl_text(t, V_PRINTED, format_date(page->arena, page->lang, page->now_us, page->site->zone));
    tpl_text(t, V_TEXT, k->text);
    row(t, page_text(page, N_("Basis of closing")), basis_name(page, b, k->basis));
    row(t, page_text(page, N_("How the complainant agreed")), k->agreement);
    row(t, page_text(page, N_("Evidence")), k->evidence);
    row(t, page_text(page, N_("Causes")), trees(page, b->causes, b->causes_count, x->class.causes, x->class.n_causes));
    row(t, page_text(page, N_("Responsible stages")), trees(page, b->stages, b->stages_count, x->class.stages, x->class.n_stages));
    fill_matters(page, t, x, k);
    for (unsigned i = 0; i < b->sections_count; i++) {
        const char *text = closing_part_text(k, b->sections[i].code);
        if (!*text)
            continue;
        struct tpl *part = tpl_add(t, SEC_PART);
        tpl_text(part, V_LABEL, desk_rb_text(page, b->sections[i].name));
        tpl_text(part, V_BODY, text);
    }
}

/* ---- what is decided on ---- */

static void add(struct page *page, struct buf *out, const char *label, const char *value)
{
    if (*value)
        buf_printf(out, "%s%s%s%s", out->n ? "\n" : "", label, colon(page), value);
}

const char *desk_close_words(struct page *page, const struct desk_case *x, const struct complaint_closing *k)
{
    const struct rulebook *b = x->world.book;
    struct buf out = {.arena = page->arena};
    add(page, &out, page_text(page, N_("Finding")), page_text(page, complaint_finding_title(k->finding)));
    add(page, &out, page_text(page, N_("Basis of closing")), basis_name(page, b, k->basis));
    add(page, &out, page_text(page, N_("Reasons of the finding")), k->text);
    add(page, &out, page_text(page, N_("How the complainant agreed")), k->agreement);
    add(page, &out, page_text(page, N_("Evidence")), k->evidence);
    for (size_t i = 0; i < k->n_matters; i++) {
        const struct closing_matter *m = &k->matters[i];
        const char *label = text_f(page->arena, page->lang, N_("Matter %d"), m->position);
        add(page, &out, label, arena_printf(page->arena, "%s %s %s", page_text(page, complaint_finding_title(m->finding)), m->reason, m->remedy));
    }
    for (size_t i = 0; i < k->n_parts; i++) {
        const char *name = k->parts[i].code;
        for (unsigned s = 0; s < b->sections_count; s++)
            name = strcmp(b->sections[s].code, k->parts[i].code) == 0 ? desk_rb_text(page, b->sections[s].name) : name;
        add(page, &out, name, k->parts[i].body);
    }
    return out.n ? out.p : "";
}
